/* Proves the tables of a case's life: no state is out of reach or a trap, no
 * move lacks what it needs. */
#include "console/cases/life_table.h"

#include "console/base/error.h"

#include <string.h>

enum { ALL = (1 << STATE_COUNT) - 1 };

static bool refuse(const char *row, const char *what, struct error *error)
{
    return error_set(error, MESSAGE_INTERNAL, "life of a case: %s: %s", row,
                     what);
}

/* The states to which a move leads from this set. What was before a duplicate
 * is among the states that became one. */
static unsigned led_to(const struct life_move *move, unsigned from)
{
    if (!(move->from & from) || move->to == LIFE_BEFORE)
        return 0;
    return move->to == LIFE_SAME ? move->from & from : move->to;
}

static unsigned reached(const struct life_move *moves)
{
    unsigned seen = 0, found = 1u << STATE_OPEN;

    while (seen != found) {
        seen = found;
        for (int i = 0; i < MOVE_COUNT; i++)
            found |= led_to(&moves[i], seen);
    }
    return seen;
}

/* The states from which a move leads elsewhere. */
static unsigned left(const struct life_move *moves)
{
    unsigned found = 0;

    for (int i = 0; i < MOVE_COUNT; i++)
        if (moves[i].to != LIFE_SAME)
            found |= moves[i].from & ~moves[i].to;
    return found;
}

static bool prove_states(const struct life_state *states,
                         const struct life_move *moves, struct error *error)
{
    for (int i = 0; i < STATE_COUNT; i++) {
        unsigned bit = 1u << i;

        if (!(reached(moves) & bit))
            return refuse(states[i].name, "nothing leads there", error);
        if (!(left(moves) & bit) != states[i].end)
            return refuse(states[i].name,
                          states[i].end ? "an end that is left" : "a trap",
                          error);
        for (int k = 0; k < i; k++)
            if (strcmp(states[i].name, states[k].name) == 0)
                return refuse(states[i].name, "two of one name", error);
    }
    return true;
}

static bool anybody_may(enum right right)
{
    for (int role = 0; role < ROLE_COUNT; role++)
        if (right_of((enum role)role, right))
            return true;
    return false;
}

static bool has_one_target(const struct life_move *move)
{
    return move->to && !(move->to & (move->to - 1)) && move->to <= LIFE_BEFORE;
}

/* Does the holder alone make a move where nobody holds the case? */
static bool lacks_holder(const struct life_move *move)
{
    for (int i = 0; i < STATE_COUNT; i++)
        if ((move->from & 1u << i) && !state_is_held((enum case_state)i))
            return move->who != LIFE_ANYBODY;
    return false;
}

static bool prove_move(const struct life_move *move, enum case_move id,
                       struct error *error)
{
    if (!move->from || (move->from & ~(unsigned)ALL))
        return refuse(move->name, "begins nowhere", error);
    if (!has_one_target(move))
        return refuse(move->name, "has no target", error);
    if (!anybody_may(move->right))
        return refuse(move->name, "nobody has the right", error);
    if (lacks_holder(move))
        return refuse(move->name, "wants a holder where there is none", error);
    if (!(move->demands & DEMAND_REASON) != !life_reason(id, 0))
        return refuse(move->name, "reasons and demand differ", error);
    return true;
}

static bool prove_moves(const struct life_move *moves, struct error *error)
{
    for (int i = 0; i < MOVE_COUNT; i++) {
        if (!prove_move(&moves[i], (enum case_move)i, error))
            return false;
        for (int k = 0; k < i; k++)
            if (strcmp(moves[i].name, moves[k].name) == 0 ||
                moves[i].event == moves[k].event)
                return refuse(moves[i].name, "two of one name", error);
    }
    return true;
}

bool life_prove(const struct life_state *states, const struct life_move *moves,
                struct error *error)
{
    return prove_moves(moves, error) && prove_states(states, moves, error);
}

bool life_check(struct error *error)
{
    return life_prove(life_states, life_moves, error);
}
