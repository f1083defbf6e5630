/* A move of a case that a screen asks for: made on the store's worker, and what
 * came of it in words. */
#ifndef SCREENS_MOVING_H
#define SCREENS_MOVING_H

#include "console/base/memory.h"
#include "console/cases/life.h"
#include "screens/fetch.h"

#include <stdbool.h>

struct error;
struct json_t;
struct seat;

/* A move with a uuid of its own, as an object to which is added what the move
 * demands: reason, text, until_ms, person, branch, lead, channel, told,
 * internal (store_move.h). The caller decrefs. */
struct json_t *moving_new(enum case_move move, const char *number,
                          const struct case_now *now);

/* Asks for it (taken); done() gets what moving_end() wants. Once it is made,
 * the unsaved text about it is forgotten. */
void moving_start(struct fetch **slot, struct seat *seat, struct json_t *move,
                  void (*done)(const struct json_t *value,
                               const struct error *error, void *cookie),
                  void *cookie);

/* Is it made? *now becomes where the case stands. If not, the seat says why:
 * who was first and when, else the error. */
MUST_USE bool moving_end(struct seat *seat, const struct json_t *value,
                         const struct error *error, struct case_now *now);

#endif
