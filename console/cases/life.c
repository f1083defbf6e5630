/* The tables of a case's life, looked up: names, targets, reasons, and whether
 * somebody may make a move now. */
#include "console/cases/life.h"

#include "console/base/error.h"
#include "console/cases/life_table.h"

#include <string.h>

#define N_(text) text

/* The words of move.def. */
enum {
#define STATE(id, name, clock, end, label) id = 1 << STATE_##id,
#include "console/cases/state.def"
#undef STATE
    WAITING = WAITING_CALLER | WAITING_BODY,
    ACTIVE = OPEN | IN_WORK | WAITING | RETURNED | ANSWERED | REOPENED,
    SAME = LIFE_SAME,
    BEFORE = LIFE_BEFORE
};

#undef VERSION /* of the program */
enum {
    NOTHING = 0,
    VERSION = DEMAND_VERSION,
    REASON = DEMAND_REASON,
    TEXT = DEMAND_TEXT,
    UNTIL = DEMAND_UNTIL,
    PERSON = DEMAND_PERSON,
    BRANCH = DEMAND_BRANCH,
    CHANNEL = DEMAND_CHANNEL,
    TOLD = DEMAND_TOLD,
    LEAD = DEMAND_LEAD
};

const struct life_state life_states[STATE_COUNT] = {
#define STATE(id, name, clock, end, label) {name, label, CLOCK_##clock, end},
#include "console/cases/state.def"
#undef STATE
};

const struct life_move life_moves[MOVE_COUNT] = {
#define MOVE(id, name, from, to, right, who, demands, label)                   \
    {name, label,         EVENT_CASE_##id, from,                               \
     to,   RIGHT_##right, LIFE_##who,      demands},
#include "console/cases/move.def"
#undef MOVE
};

/* A code of a list and its words; of reasons, for which move. */
struct coded {
    enum case_move move;
    const char *code, *label;
};

static const struct coded reasons[] = {
#define REASON(move, code, label) {MOVE_##move, code, label},
#include "console/cases/reason.def"
#undef REASON
};

static const struct coded channels[] = {
#define CHANNEL(code, label) {MOVE_COUNT, code, label},
#include "console/cases/channel.def"
#undef CHANNEL
};

const char *state_name(enum case_state state)
{
    return life_states[state].name;
}

const char *state_label(enum case_state state)
{
    return life_states[state].label;
}

bool state_find(const char *name, enum case_state *state)
{
    for (int i = 0; i < STATE_COUNT; i++)
        if (strcmp(name, life_states[i].name) == 0) {
            *state = (enum case_state)i;
            return true;
        }
    return false;
}

enum case_clock state_clock(enum case_state state)
{
    return life_states[state].clock;
}

bool state_is_active(enum case_state state)
{
    return (ACTIVE & 1 << state) != 0;
}

bool state_is_held(enum case_state state)
{
    return ((IN_WORK | WAITING) & 1 << state) != 0;
}

const char *move_name(enum case_move move)
{
    return life_moves[move].name;
}

const char *move_label(enum case_move move)
{
    return life_moves[move].label;
}

bool move_find(const char *name, enum case_move *move)
{
    for (int i = 0; i < MOVE_COUNT; i++)
        if (strcmp(name, life_moves[i].name) == 0) {
            *move = (enum case_move)i;
            return true;
        }
    return false;
}

enum event_kind move_event(enum case_move move)
{
    return life_moves[move].event;
}

bool move_of_event(enum event_kind kind, enum case_move *move)
{
    for (int i = 0; i < MOVE_COUNT; i++)
        if (life_moves[i].event == kind) {
            *move = (enum case_move)i;
            return true;
        }
    return false;
}

enum right move_right(enum case_move move)
{
    return life_moves[move].right;
}

unsigned move_demands(enum case_move move)
{
    return life_moves[move].demands;
}

bool move_from(enum case_move move, enum case_state state)
{
    return (life_moves[move].from & 1u << state) != 0;
}

bool move_counts(enum case_move move)
{
    return move != MOVE_NOTED && move != MOVE_KEPT;
}

enum case_state move_to(enum case_move move, const struct case_now *now)
{
    unsigned to = life_moves[move].to;
    int state = 0;

    if (to == LIFE_SAME)
        return now->state;
    if (to == LIFE_BEFORE)
        return now->before;
    while (to >>= 1)
        state++;
    return (enum case_state)state;
}

/* The n-th of the list that is for the move; NULL: no more. */
static const struct coded *nth(const struct coded *list, size_t count,
                               enum case_move move, int n)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].move == move && n-- == 0)
            return &list[i];
    return NULL;
}

const char *life_reason(enum case_move move, int n)
{
    const struct coded *reason = nth(reasons, COUNT(reasons), move, n);

    return reason ? reason->code : NULL;
}

const char *life_reason_label(enum case_move move, int n)
{
    const struct coded *reason = nth(reasons, COUNT(reasons), move, n);

    return reason ? reason->label : NULL;
}

const char *life_channel(int n)
{
    const struct coded *channel = nth(channels, COUNT(channels), MOVE_COUNT, n);

    return channel ? channel->code : NULL;
}

const char *life_channel_label(int n)
{
    const struct coded *channel = nth(channels, COUNT(channels), MOVE_COUNT, n);

    return channel ? channel->label : NULL;
}

bool life_may(const struct user *user, enum case_move move,
              const struct case_now *now, int64_t now_ms, struct error *error)
{
    const struct life_move *row = &life_moves[move];

    if (!right_need(user, row->right, error))
        return false;
    if (!move_from(move, now->state))
        return error_set(error, MESSAGE_MOVE_NOT_NOW, "%s: %s", row->name,
                         state_name(now->state));
    if (row->who == LIFE_LEASE)
        return (now->lease_ms > 0 && now->lease_ms <= now_ms) ||
               error_set(error, MESSAGE_MOVE_NOT_NOW, "%s: the lease runs",
                         row->name);
    return row->who != LIFE_HOLDER || strcmp(now->holder, user->name) == 0 ||
           error_set(error, MESSAGE_MOVE_NOT_YOURS, "%s: held by %s", row->name,
                     now->holder);
}
