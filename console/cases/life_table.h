/* The tables of the life of a case, as state.def and move.def give them, for
 * what looks them up (life.c) and what proves them (life_check.c). */
#ifndef CONSOLE_CASES_LIFE_TABLE_H
#define CONSOLE_CASES_LIFE_TABLE_H

#include "console/base/memory.h"
#include "console/cases/life.h"

#include <stdbool.h>

/* Who of those with the right: anybody, who holds the case, or nobody at all:
 * the end of the lease does it. */
enum life_who { LIFE_ANYBODY, LIFE_HOLDER, LIFE_LEASE };

/* Targets that are no state. */
enum { LIFE_SAME = 1u << STATE_COUNT, LIFE_BEFORE = 1u << (STATE_COUNT + 1) };

struct life_state {
    const char *name, *label;
    enum case_clock clock;
    bool end;
};

struct life_move {
    const char *name, *label;
    enum event_kind event;
    unsigned from; /* a set of bits 1 << state */
    unsigned to;   /* one such bit, LIFE_SAME or LIFE_BEFORE */
    enum right right;
    enum life_who who;
    unsigned demands;
};

/* STATE_COUNT and MOVE_COUNT rows. */
extern const struct life_state life_states[STATE_COUNT];
extern const struct life_move life_moves[MOVE_COUNT];

/* Proves tables of that size; false names the row that does not fit. */
MUST_USE bool life_prove(const struct life_state *states,
                         const struct life_move *moves, struct error *error);

#endif
