/* The sender: takes what is due out of the outbox, hands it to the sinks,
 * writes down how it ended. One at a time in a store (a lock that the kernel
 * frees when its process ends), so that no message goes twice at once. */
#ifndef CONSOLE_DELIVERY_DELIVER_H
#define CONSOLE_DELIVERY_DELIVER_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct sinks;
struct store;

/* Back-off: doubles from the first to the last, each with jitter of half to
 * once its length; a message that waited so long needs a person. */
enum { DELIVER_FIRST_S = 30, DELIVER_LAST_S = 3600, DELIVER_DAYS = 5 };

struct deliver;

/* Takes the lock of this store's folder: MESSAGE_SENDER_RUNS when another one
 * holds it. Store and sinks are lent. */
struct deliver *deliver_open(struct store *store, const struct sinks *sinks,
                             const char *folder, struct error *error);
void deliver_close(struct deliver *deliver);

struct deliver_turn {
    int taken, later, refused, expired;
    int64_t next_ms; /* of the steady clock: when something may be due */
};

/* Sends all that is due now, or until *stop. False when the store fails. */
MUST_USE bool deliver_turn(struct deliver *deliver, const _Atomic bool *stop,
                           struct deliver_turn *turn, struct error *error);

/* Does a sender run on this store, and when did it last look (UTC ms; 0: never
 * yet)? For the supervisor's desk and doctor. */
struct deliver_state {
    bool runs;
    int64_t looked_ms;
};
MUST_USE bool deliver_state(const char *folder, struct deliver_state *state,
                            struct error *error);

#endif
