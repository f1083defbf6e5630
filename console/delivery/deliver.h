/* The sender: takes what is due out of the outbox, hands it to the sinks,
 * writes down how it ended. One at a time in a store (deliver_state.h), so that
 * no message goes twice at once. */
#ifndef CONSOLE_DELIVERY_DELIVER_H
#define CONSOLE_DELIVERY_DELIVER_H

#include "console/base/memory.h"
#include "console/delivery/deliver_state.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct sinks;
struct store;

struct deliver;

/* Takes the lock of this store's folder: MESSAGE_SENDER_RUNS when another one
 * holds it. Store, sinks and *stop are lent. */
struct deliver *deliver_open(struct store *store, const struct sinks *sinks,
                             const char *folder, const _Atomic bool *stop,
                             struct error *error);
void deliver_close(struct deliver *deliver);

/* What a turn did. */
struct deliver_turn {
    int taken, later, refused, expired;
    int away;        /* ways to a branch where nobody could be reached */
    int64_t next_ms; /* of the steady clock: when something may be due;
                        INT64_MAX: nothing waits for its time */
};

/* Sends all that is due now; once *stop is true, ends after the message at
 * hand. Messages of a case go one by one in their order; when nobody can be
 * reached, all that is due that way waits, and the other branches go on.
 * False when the store fails: how the last message ended is kept here then and
 * committed before anything else is sent. */
MUST_USE bool deliver_turn(struct deliver *deliver, struct deliver_turn *turn,
                           struct error *error);

/* Is there an end that the store has not taken yet? */
bool deliver_owes(const struct deliver *deliver);

#endif
