/* Does somebody send what waits for the branches? And how much has not reached
 * them. For the start of a supervisor and the list itself. */
#ifndef SCREENS_SENDING_H
#define SCREENS_SENDING_H

#include "screens/kit/canvas.h"

struct error;
struct json_t;
struct seat;
struct store;

/* Work on the store: {"branches": store_outbox_counts(), "runs", "looked":
 * deliver_state()}. NULL on error; the caller decrefs. */
struct json_t *sending_read(struct store *store, const char *folder,
                            struct error *error);

/* So many messages of a branch, or of all (NULL): "waiting", "failing",
 * "refused", "expired". */
int sending_count(const struct json_t *sending, const char *branch,
                  const char *what);

/* Says whole that no sender runs, or that the settings do not fit, in rows of
 * its own; takes none when all is well. */
void sending_draw(const struct seat *seat, const struct json_t *sending,
                  struct area *area);

#endif
