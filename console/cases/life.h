/* The life of a case as data: its states (state.def), what can be done with it
 * (move.def), and the one function that applies an event to where a case
 * stands. No store here: saving, reading and verifying all use these. */
#ifndef CONSOLE_CASES_LIFE_H
#define CONSOLE_CASES_LIFE_H

#include "console/base/memory.h"
#include "console/cases/event.h"
#include "console/cases/number.h"
#include "console/people/right.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct json_t;

enum case_state {
#define STATE(id, name, clock, end, label) STATE_##id,
#include "console/cases/state.def"
#undef STATE
    STATE_COUNT
};

enum case_move {
#define MOVE(id, name, from, to, right, who, demands, label) MOVE_##id,
#include "console/cases/move.def"
#undef MOVE
    MOVE_COUNT
};

enum case_clock { CLOCK_OFF, CLOCK_ANSWER, CLOCK_TELL, CLOCK_STOPPED };

/* What must be given with a move, as a set of bits. */
enum case_demand {
    DEMAND_VERSION = 1, /* the version seen: a compare-and-set */
    DEMAND_REASON = 2,  /* a code of reasons (life_reason) */
    DEMAND_TEXT = 4,
    DEMAND_UNTIL = 8,    /* a day to look again */
    DEMAND_PERSON = 16,  /* who shall hold it */
    DEMAND_BRANCH = 32,  /* where to */
    DEMAND_CHANNEL = 64, /* how it was told */
    DEMAND_TOLD = 128,   /* the caller was reached, or enough tries stand (then
                            no channel) */
    DEMAND_LEAD = 256    /* number of the leading case */
};

enum { LIFE_TRIES = 3 }; /* that are enough to close without reaching */

enum { LIFE_NAME_SIZE = 33, LIFE_CODE_SIZE = 17, LIFE_TERM_SIZE = 65 };

/* Where a case stands: the part of its row that moves change. 0 or -1 as told;
 * times are UTC milliseconds. */
struct case_now {
    enum case_state state, before; /* before: of a duplicate's link */
    int64_t version;  /* 1 when opened; +1 by each move but note and keep */
    int64_t since_ms; /* in this state */
    int64_t due_ms;   /* of the clock that runs; 0: none */
    int64_t act_ms;   /* first action due, while nobody took it; 0: none */
    int64_t left_s;   /* working seconds left, while stopped; -1: unknown */
    int64_t lease_ms; /* holder's lease ends; 0: none */
    int64_t look_ms;  /* waited for until; 0: not waiting */
    int tries;        /* to tell the caller */
    char holder[LIFE_NAME_SIZE]; /* "": nobody */
    char branch[LIFE_CODE_SIZE];
    char term[LIFE_TERM_SIZE]; /* deadline class: a row of the table "terms" */
    char lead[NUMBER_SIZE];    /* of a duplicate; "": none */
};

/* The code ("in_work"); the word for people (to be translated). */
const char *state_name(enum case_state state);
const char *state_label(enum case_state state);
MUST_USE bool state_find(const char *name, enum case_state *state);
enum case_clock state_clock(enum case_state state);
bool state_is_active(enum case_state state); /* somebody still has to act */
bool state_is_held(enum case_state state);   /* has a holder */

const char *move_name(enum case_move move);
const char *move_label(enum case_move move);
MUST_USE bool move_find(const char *name, enum case_move *move);
enum event_kind move_event(enum case_move move);
bool move_of_event(enum event_kind kind, enum case_move *move);
enum right move_right(enum case_move move);
unsigned move_demands(enum case_move move);
bool move_from(enum case_move move, enum case_state state);

bool move_counts(enum case_move move); /* the version: not note and keep */

/* The state a move leads to from where the case stands. */
enum case_state move_to(enum case_move move, const struct case_now *now);

/* The n-th reason code a move takes ("wrong_branch", ...) and its words for
 * people (to be translated); NULL: no more. */
const char *life_reason(enum case_move move, int n);
const char *life_reason_label(enum case_move move, int n);

/* The same of the channels by which a caller is told. */
const char *life_channel(int n);
const char *life_channel_label(int n);

/* May this person make this move now (state, right, holder)? False with
 * RIGHT_MISSING, MOVE_NOT_NOW or MOVE_NOT_YOURS. now_ms: for leases. */
MUST_USE bool life_may(const struct user *user, enum case_move move,
                       const struct case_now *now, int64_t now_ms,
                       struct error *error);

/* The tables themselves: each state is reached and can be left (unless it is an
 * end), each move fits its states. Checked at start, before any store. */
MUST_USE bool life_check(struct error *error);

/* What the events of one case make of it, in their order: the first is
 * CASE_OPENED, the second CASE_ROUTED; events that are no moves change nothing.
 * False when the event does not fit what came before. */
MUST_USE bool life_apply(struct case_now *now, const struct event *event,
                         const struct json_t *body);

/* A case_now as the object "now" in the body of a move's event (its keys are
 * the columns of the table `cases`; what is not set is left out), and back
 * (false: it lacks something or has a wrong value; null is "not set"). */
struct json_t *case_now_json(const struct case_now *now);
MUST_USE bool case_now_read(struct case_now *now, const struct json_t *json);

#endif
