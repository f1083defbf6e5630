/* One step in the life of a case: who holds it then, and what its clocks show.
 */
#include "console/cases/life_step.h"

#include "console/cases/deadline.h"

#include <stdio.h>
#include <string.h>

/* Before and after, while the step is made. */
struct stepping {
    const struct life_step *step;
    const struct deadlines *deadlines; /* NULL: no clock runs */
    struct case_now was, *is;
};

static void set_text(char *text, size_t size, const char *value)
{
    snprintf(text, size, "%s", value ? value : "");
}

static void set_holder(const struct stepping *stepping)
{
    struct case_now *is = stepping->is;
    enum case_move move = stepping->step->move;

    if (!state_is_held(is->state))
        is->holder[0] = '\0';
    else if (move == MOVE_ASSIGNED)
        set_text(is->holder, sizeof(is->holder), stepping->step->person);
    else if (move == MOVE_TAKEN || move == MOVE_TAKEN_OVER)
        set_text(is->holder, sizeof(is->holder), stepping->step->actor);
}

static void set_rest(const struct stepping *stepping)
{
    const struct life_step *step = stepping->step;
    struct case_now *is = stepping->is;

    if (step->move == MOVE_SENT_ON)
        set_text(is->branch, sizeof(is->branch), step->branch);
    if (step->move == MOVE_LINKED)
        set_text(is->lead, sizeof(is->lead), step->lead);
    else if (is->state != STATE_DUPLICATE)
        is->lead[0] = '\0';
    if (step->move == MOVE_TRIED)
        is->tries++;
    else if (is->state == STATE_IN_WORK)
        is->tries = 0;
    if (state_clock(is->state) != CLOCK_STOPPED)
        is->look_ms = 0;
    else if (step->until_ms > 0)
        is->look_ms = step->until_ms;
}

/* The holder's work renews the lease; so does coming to hold it. */
static void set_lease(const struct stepping *stepping)
{
    const struct case_now *was = &stepping->was;
    struct case_now *is = stepping->is;
    bool renewed = was->state != STATE_IN_WORK ||
                   strcmp(was->holder, is->holder) != 0 ||
                   (stepping->step->actor &&
                    strcmp(stepping->step->actor, is->holder) == 0);

    if (is->state != STATE_IN_WORK || (renewed && !stepping->deadlines))
        is->lease_ms = 0;
    else if (renewed)
        is->lease_ms = deadlines_lease(stepping->deadlines, is->branch,
                                       stepping->step->at_ms);
}

/* Starts the clocks of the case's class anew. */
static bool start(const struct stepping *stepping, struct deadline_due *due,
                  struct error *error)
{
    const struct case_now *is = stepping->is;

    *due = (struct deadline_due){0, 0};
    return !stepping->deadlines || !is->term[0] ||
           deadlines_due(stepping->deadlines, is->branch, is->term,
                         stepping->step->at_ms, due, error);
}

static void stop(const struct stepping *stepping)
{
    struct case_now *is = stepping->is;

    if (is->due_ms > 0 && stepping->deadlines)
        is->left_s = deadlines_between(stepping->deadlines, is->branch,
                                       stepping->step->at_ms, is->due_ms);
    is->due_ms = 0;
}

static void go_on(const struct stepping *stepping)
{
    struct case_now *is = stepping->is;

    if (is->left_s >= 0 && stepping->deadlines)
        is->due_ms = deadlines_after(stepping->deadlines, is->branch,
                                     stepping->step->at_ms, is->left_s);
    is->left_s = -1;
}

/* The clock that was running is exchanged for that of the new state. */
static void change_clock(const struct stepping *stepping)
{
    enum case_clock old = state_clock(stepping->was.state);
    enum case_clock clock = state_clock(stepping->is->state);
    struct case_now *is = stepping->is;

    if (clock == old)
        return;
    if (clock == CLOCK_STOPPED) {
        stop(stepping);
        return;
    }
    if (clock == CLOCK_ANSWER) {
        go_on(stepping);
        return;
    }
    is->left_s = -1;
    is->due_ms = 0;
    if (clock == CLOCK_TELL && stepping->deadlines)
        is->due_ms = deadlines_tell(stepping->deadlines, is->branch,
                                    stepping->step->at_ms);
}

static bool set_clocks(const struct stepping *stepping, struct error *error)
{
    enum case_move move = stepping->step->move;
    struct case_now *is = stepping->is;
    struct deadline_due due;

    if (move == MOVE_UNLINKED)
        return true; /* as if it had never been linked */
    change_clock(stepping);
    if (is->state != stepping->was.state)
        is->act_ms = 0;
    if (move != MOVE_SENT_ON && move != MOVE_REOPENED)
        return true;
    if (!start(stepping, &due, error))
        return false;
    is->act_ms = due.act_ms;
    if (move == MOVE_REOPENED)
        is->due_ms = due.due_ms;
    return true;
}

/* What a duplicate was before; nothing for others. */
static enum case_state state_before(enum case_state state,
                                    const struct case_now *was)
{
    if (state != STATE_DUPLICATE)
        return STATE_OPEN;
    return was->state == STATE_DUPLICATE ? was->before : was->state;
}

bool life_step(struct case_now *now, const struct life_step *step,
               const struct deadlines *deadlines, struct error *error)
{
    struct stepping stepping = {step, deadlines, *now, now};
    const struct case_now *was = &stepping.was;

    if (step->move == MOVE_UNLINKED)
        *now = *step->linked;
    now->state = move_to(step->move, was);
    now->before = state_before(now->state, was);
    now->version = was->version + move_counts(step->move);
    now->since_ms = now->state == was->state ? was->since_ms : step->at_ms;
    set_holder(&stepping);
    set_rest(&stepping);
    set_lease(&stepping);
    return set_clocks(&stepping, error);
}
