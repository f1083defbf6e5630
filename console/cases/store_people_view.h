/* The tables of people and keys as views of the log: what an event makes of a
 * row. Saving writes it, verifying computes it again. For the store's own
 * files. */
#ifndef CONSOLE_CASES_STORE_PEOPLE_VIEW_H
#define CONSOLE_CASES_STORE_PEOPLE_VIEW_H

#include "console/base/memory.h"
#include "console/cases/event.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct json_t;
struct store;

/* Is an event of this kind about people or keys? In a transaction: brings the
 * tables up to such an event. */
bool store_people_of(enum event_kind kind);
MUST_USE bool store_people_apply(struct store *store, const struct event *event,
                                 const struct json_t *body,
                                 struct error *error);

/* Verifying: adds to `people` (an object, empty at first) what an event of any
 * kind says; false when it does not fit what came before. */
MUST_USE bool store_people_fold(struct json_t *people, enum event_kind kind,
                                int64_t seq, const struct json_t *body);

/* Holds the tables against it: *bad_seq is the event of a row that is not as
 * it should be, 0 for one that no event made, -1 when all are good. False on an
 * error only. */
MUST_USE bool store_people_hold(struct store *store,
                                const struct json_t *people, int64_t *bad_seq,
                                struct error *error);

#endif
