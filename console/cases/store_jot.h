/* Unsaved text of one person: what was typed about a case and not saved yet.
 * Sealed, private to its writer, no part of the log. Part of the store. */
#ifndef CONSOLE_CASES_STORE_JOT_H
#define CONSOLE_CASES_STORE_JOT_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct json_t;
struct store;

/* The user keeps this text in the place of an older one; `what` is a word of
 * the asker's own: "answer". */
MUST_USE bool store_jot_write(struct store *store, const char *number,
                              const char *what, const char *text,
                              struct error *error);

/* Forgets it; also when there is none. */
MUST_USE bool store_jot_drop(struct store *store, const char *number,
                             const char *what, struct error *error);

/* All that the user keeps about a case: {what: text}; null for a text that
 * cannot be opened. NULL on error; the caller decrefs. */
struct json_t *store_jots(struct store *store, const char *number,
                          struct error *error);

#endif
