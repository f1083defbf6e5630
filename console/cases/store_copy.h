/* Copying a log into an empty store: events by their number, with what is
 * sealed beside them; all other tables are computed anew. For the store's own
 * files. */
#ifndef CONSOLE_CASES_STORE_COPY_H
#define CONSOLE_CASES_STORE_COPY_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct store;
struct store_head;

/* Called after each page that was copied, with the number it reached. Between
 * two pages nothing is locked. */
typedef void store_copied(int64_t seq, void *cookie);

/* Copies all that is there when this begins (and what is needed to go with it)
 * out of a store that others may be saving to: it is read in pages of some
 * milliseconds, each of which lets waiting writers go first. *reached: the head
 * of the copy. MESSAGE_STORE_CORRUPT when an event does not follow the one
 * before; the copy is of no use then. */
MUST_USE bool store_copy(struct store *from, struct store *to,
                         struct store_head *reached, store_copied *copied,
                         void *cookie, struct error *error);

#endif
