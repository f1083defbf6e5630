/* The call in progress on disk: a private file of one person, sealed lines,
 * appended and synced, so that a crash costs at most the field being typed. */
#ifndef CONSOLE_CALL_DRAFT_H
#define CONSOLE_CALL_DRAFT_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct keys;
struct draft;

/* Opens (0600) folder/drafts/NAME.N.draft for the first N from 0 whose file
 * nobody else holds; a file that holds an unfinished call is preferred. */
struct draft *draft_open(const char *folder, const char *name,
                         const struct keys *keys, struct error *error);

/* Closes; what is in the file stays. */
void draft_close(struct draft *draft);

/* Was another program of this person at work when this one opened its draft?
 */
bool draft_shared(const struct draft *draft);

/* Is there an unfinished call in the file? From any thread. */
bool draft_found(const struct draft *draft);

/* Calls line() for each whole line in order; a torn last line, or what follows
 * a line that cannot be opened, is left out (and cut off by the next add). */
MUST_USE bool draft_read(struct draft *draft,
                         void (*line)(const char *json, void *cookie),
                         void *cookie, struct error *error);

/* Appends one line and syncs it. */
MUST_USE bool draft_add(struct draft *draft, const char *json,
                        struct error *error);

/* The call is saved or dropped: empties the file and syncs. */
MUST_USE bool draft_end(struct draft *draft, struct error *error);

#endif
