/* The ways to the branches as the settings give them: which one a message
 * takes, what each of them means for the branch. */
#ifndef SCREENS_WAYS_H
#define SCREENS_WAYS_H

#include "console/delivery/sink.h"

#include <stdbool.h>

struct json_t;
struct seat;

/* Reads the settings of delivery for a seat; when they do not fit, that is
 * logged, and every question below has the answer "not known". */
void ways_open(struct seat *seat);
void ways_close(struct seat *seat);

/* Do the settings of delivery fit? */
bool ways_known(const struct seat *seat);

/* Is anything sent at all, so that somebody must send it? */
bool ways_need_sender(const struct seat *seat);

/* How a message (a row of the outbox) goes: the way a supervisor chose for it,
 * else the branch's own. False when that is not known. */
bool ways_of(const struct seat *seat, const struct json_t *message,
             enum sink_kind *way);

/* Does the branch read its cases here, in the console? */
bool ways_inbox(const struct seat *seat, const char *branch);

/* All ways that are set for a branch, those of `out` but for the one in use;
 * gives how many. */
int ways_others(const struct seat *seat, const struct json_t *message,
                enum sink_kind out[SINK_COUNT]);

/* Where a way leads: a URL, an e-mail address; "" for the inbox. Lent. */
const char *ways_address(const struct seat *seat, const struct json_t *message,
                         enum sink_kind way);

/* "web service"; what the branch gets that way, one sentence. Lent. */
const char *ways_label(enum sink_kind way);
const char *ways_promise(enum sink_kind way);

#endif
