/* From below: with most facts fixed sets stay small; what they show does
 * happen. Slices and bounds go on until they meet. */
#include "console/prove/search.h"

#include "console/base/finding.h"
#include "console/prove/search_state.h"
#include "console/prove/tally.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    IDLE_SLICES = 12, /* with facts at random, that show nothing new */
    FREE_START = 8,   /* facts that are not fixed */
    LOST_MOST = 6,    /* places that are tried in vain */
    FEW = 16,         /* open places that are settled one by one */
};

/* All that can only be settled by being shown for each place. */
enum {
    TROUBLES = HAPPENS_GAP | HAPPENS_OVERLAP | HAPPENS_MISSING |
               HAPPENS_FAILED | HAPPENS_TEXT
};

/* ---- what is open ---- */

/* Is it open whether an exit is ever open, or taken, in any proof? */
static bool is_exit_open(const struct search *search, int place, size_t exit)
{
    const struct place *at = &search->plan->places[place];
    if (at->node->kind == NODE_OUTCOME)
        return false;
    const struct seen *seen =
        tally_seen(search->tally, plan_script(search->plan, place), at->node);
    unsigned maybe = search->maybe[place].exits[exit];
    return ((maybe & EXIT_OPENS) && !seen->opens[exit]) ||
           ((maybe & EXIT_TAKEN) && !seen->taken[exit]);
}

static bool is_open(const struct search *search, int place)
{
    const struct place *at = &search->plan->places[place];
    if (at->gave_up)
        return false;
    unsigned maybe = search->maybe[place].happenings;
    const struct seen *seen =
        tally_seen(search->tally, plan_script(search->plan, place), at->node);
    if ((maybe & TROUBLES & ~search->sure[place].happenings) ||
        ((maybe & HAPPENS_REACHED) && !seen->reached) ||
        ((maybe & HAPPENS_UNKNOWN) && !seen->unknown))
        return true;
    for (size_t i = 0; i + 1 < search_exits(at); i++)
        if (is_exit_open(search, place, i))
            return true;
    return false;
}

static size_t count_open(const struct search *search)
{
    size_t count = 0;
    for (size_t i = 0; i < search->plan->order_count; i++)
        count += is_open(search, search->plan->order[i]);
    return count;
}

/* ---- from below ---- */

static int random_below(struct search *search, int most)
{
    return (int)region_random(&search->seed, (uint32_t)most);
}

static bool is_fact(const struct search *search, size_t slot)
{
    return plan_source(search->plan, (int)slot)->fact != NULL;
}

/* Is all of a fact fixed? */
static bool is_fixed(const struct search *search, size_t slot)
{
    const struct slot *at = &search->plan->slots[slot];
    for (size_t i = 0; i < at->vars; i++)
        if (search->fixed[at->var + i] < 0)
            return false;
    return true;
}

/* Fixes what is not fixed yet of a fact, at random. */
static void fix_slot(struct search *search, size_t slot)
{
    const struct slot *at = &search->plan->slots[slot];
    int count = (int)plan_source(search->plan, (int)slot)->count;
    for (size_t i = 0; i < at->vars; i++)
        if (search->fixed[at->var + i] < 0)
            search->fixed[at->var + i] =
                random_below(search, i > 0 ? 2 : count);
}

/* Fixes facts that are not fixed yet at random until so many are free. */
static void fix_others(struct search *search)
{
    int left = 0;
    for (size_t i = 0; i < search->plan->slot_count; i++)
        left += is_fact(search, i) && !is_fixed(search, i);
    for (size_t i = 0; i < search->plan->slot_count && left > search->free;
         i++) {
        if (!is_fact(search, i) || is_fixed(search, i) ||
            random_below(search, left) < search->free)
            continue;
        fix_slot(search, i);
        left--;
    }
}

/* Goes through with what is fixed; more or fewer facts are free next time. */
static void run_slice(struct search *search)
{
    struct flow_way way = {.regions = search->regions / 512,
                           .fixed = search->fixed,
                           .interest = PLACE_NONE,
                           .tally = search->tally,
                           .findings = search->findings,
                           .marks = search->sure};
    bool done = flow_run(search->plan, &way);
    search->free += done ? 1 : -2;
    if (search->free < 0)
        search->free = 0;
}

static void unfix(struct search *search)
{
    memset(search->fixed, -1, search->plan->var_count * sizeof(*search->fixed));
}

static void run_slices(struct search *search)
{
    size_t open = count_open(search);
    for (int idle = 0; idle < IDLE_SLICES && open > 0; idle++) {
        unfix(search);
        fix_others(search);
        run_slice(search);
        size_t now = count_open(search);
        idle = now < open ? -1 : idle;
        open = now;
    }
}

/* ---- one place ---- */

/* All places without a target. */
static bool bound(struct search *search, const struct target *target)
{
    struct flow_way way = {.regions = search->regions / 64,
                           .interest = PLACE_NONE};
    if (target != NULL) {
        way.interest = target->place;
        way.picked = target->picked;
        way.pick_count = AIMED_SLICES;
    }
    return search_bound(search, target, &way);
}

/* Slices through assignments that a bound showed at the place. */
static void aim(struct search *search, const struct target *target)
{
    const struct plan *plan = search->plan;
    for (size_t turn = 0; turn < AIMED_SLICES && is_open(search, target->place);
         turn++) {
        const int *picked = target->picked + turn * plan->var_count;
        unfix(search);
        for (size_t i = 0; i < plan->slot_count; i++)
            if (is_fact(search, i))
                memcpy(search->fixed + plan->slots[i].var,
                       picked + plan->slots[i].var,
                       plan->slots[i].vars * sizeof(int));
        fix_others(search);
        run_slice(search);
    }
}

/* All that leads to the place, exactly; false when it is too much. */
static bool settle_exactly(struct search *search, const struct target *target)
{
    struct flow_way way = {.regions = search->regions / 16,
                           .interest = PLACE_NONE,
                           .tally = search->tally,
                           .findings = search->findings};
    memset(target->kept, true, search->plan->var_count * sizeof(bool));
    bool done = search_bound(search, target, &way);
    if (done)
        search->sure[target->place].happenings |= TROUBLES;
    return done;
}

/* Bounds over more and more variables; then, if it may still happen, all
 * exactly or slices through what the last bound showed. */
static void settle_target(struct search *search, struct target *target)
{
    static const size_t steps[] = {4, 8, 12, 16, 20};
    bool done = true;
    for (size_t i = 0;
         i < COUNT(steps) && done && is_open(search, target->place); i++) {
        search_keep(search->plan, target, steps[i]);
        done = bound(search, target);
    }
    if (is_open(search, target->place) && !settle_exactly(search, target))
        aim(search, target);
}

static void settle_place(struct search *search, int place)
{
    const struct plan *plan = search->plan;
    struct target target = {
        .place = place,
        .distance = mem_new(plan->place_count * sizeof(int)),
        .only = mem_new(plan->place_count * sizeof(bool)),
        .lives = mem_new(plan->place_count * sizeof(bool *)),
        .kept = mem_new(plan->var_count * sizeof(bool)),
        .picked = mem_new(AIMED_SLICES * plan->var_count * sizeof(int)),
    };
    search_target(plan, &target);
    settle_target(search, &target);
    free(target.distance);
    free(target.only);
    search_free_lists(plan, target.lives);
    free(target.kept);
    free(target.picked);
}

static void give_up(struct search *search, int place)
{
    search->plan->places[place].gave_up = true;
    search->plan->lost++;
    const struct script *script = plan_script(search->plan, place);
    const char *id = search->plan->places[place].node->id;
    AUTO_CHARS name = mem_format("%s.%s", script->id, id);
    AUTO_CHARS where = mem_format("$.nodes.%s", id);
    findings_add(search->findings, &(struct finding){.code = FINDING_E29,
                                                     .file = script->file,
                                                     .where = where,
                                                     .node = name,
                                                     .detail = name});
    tally_script(search->tally, script, true);
}

void search_prove(struct plan *plan, size_t regions, struct tally *tally,
                  struct findings *findings)
{
    struct search search = {.plan = plan,
                            .regions = regions,
                            .tally = tally,
                            .findings = findings,
                            .free = FREE_START,
                            .seed = 1};
    search.maybe = search_marks(plan);
    search.sure = search_marks(plan);
    search.fixed = mem_new(plan->var_count * sizeof(*search.fixed));
    for (size_t i = 0; i < plan->place_count; i++) {
        search.maybe[i].happenings = ~0U;
        memset(search.maybe[i].exits, ~0, search_exits(&plan->places[i]));
    }
    if (bound(&search, NULL) && count_open(&search) > FEW)
        run_slices(&search);
    int lost = 0;
    for (size_t i = 0; i < plan->order_count && lost < LOST_MOST; i++) {
        if (is_open(&search, plan->order[i]))
            settle_place(&search, plan->order[i]);
        lost += is_open(&search, plan->order[i]);
    }
    for (size_t i = 0; i < plan->order_count; i++)
        if (is_open(&search, plan->order[i]))
            give_up(&search, plan->order[i]);
    search_free_marks(plan, search.maybe);
    search_free_marks(plan, search.sure);
    free(search.fixed);
}
