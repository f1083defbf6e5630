/* Enough paths for every pair of turns: what reaches each place is worked out
 * once; from a pair the way back to the start is found place by place, and from
 * there the path is gone forward to an outcome. */
#include "console/prove/paths_state.h"

#include "console/prove/verdict.h"

#include <stdlib.h>
#include <string.h>

/* One exit that leads to a place. */
struct source_turn {
    struct turn turn;
    struct source_turn *next;
};

struct pairs {
    struct trails *trails;
    const struct plan *plan;
    struct regions *all;
    region start;
    region *reach;            /* by place */
    struct leaving **leaving; /* by place, by exit, of what reaches it */
    struct source_turn **from;
    int *picked;
};

/* Where an exit may lead: to the place with the most exits. */
static size_t most_exits(const struct plan *plan)
{
    size_t most = 1;
    for (size_t i = 0; i < plan->place_count; i++) {
        size_t exits = trails_exits(&plan->places[i]);
        most = exits > most ? exits : most;
    }
    return most;
}

bool ***trails_new_pairs(const struct plan *plan)
{
    size_t most = most_exits(plan);
    bool ***covered = mem_new(plan->place_count * sizeof(*covered));
    for (size_t i = 0; i < plan->place_count; i++) {
        size_t exits = trails_exits(&plan->places[i]);
        covered[i] = mem_new(exits * sizeof(**covered));
        for (size_t j = 0; j < exits; j++)
            covered[i][j] = mem_new(most * sizeof(bool));
    }
    return covered;
}

void trails_free_pairs(const struct plan *plan, bool ***covered)
{
    for (size_t i = 0; covered != NULL && i < plan->place_count; i++) {
        for (size_t j = 0; j < trails_exits(&plan->places[i]); j++)
            free(covered[i][j]);
        free(covered[i]);
    }
    free(covered);
}

static size_t exits_at(const struct pairs *pairs, int place)
{
    return trails_exits(&pairs->plan->places[place]);
}

/* ---- forward, once ---- */

static void reach_from(struct pairs *pairs, int place)
{
    size_t exits = exits_at(pairs, place);
    pairs->leaving[place] = mem_new(exits * sizeof(struct leaving));
    trails_leave(pairs->trails, place, pairs->reach[place],
                 pairs->leaving[place]);
    for (size_t i = 0; i < exits; i++) {
        const struct leaving *leaving = &pairs->leaving[place][i];
        if (leaving->set == REGION_NONE || leaving->to == PLACE_NONE)
            continue;
        struct source_turn *from = mem_new(sizeof(*from));
        *from = (struct source_turn){{place, i}, pairs->from[leaving->to]};
        pairs->from[leaving->to] = from;
        region enters =
            step_enter(pairs->all, pairs->plan, leaving->to, leaving->set);
        pairs->reach[leaving->to] =
            region_or(pairs->all, pairs->reach[leaving->to], enters);
    }
}

static void reach_all(struct pairs *pairs)
{
    pairs->reach[pairs->plan->order[0]] = pairs->start;
    for (size_t i = 0; i < pairs->plan->order_count; i++) {
        int place = pairs->plan->order[i];
        if (pairs->reach[place] != REGION_NONE)
            reach_from(pairs, place);
    }
}

/* ---- back to the start ---- */

/* One assignment of the set, as a set. */
static region pick_one(struct pairs *pairs, region set)
{
    region one = REGION_ALL;
    region_pick(pairs->all, set, NULL, pairs->picked);
    for (size_t i = pairs->plan->var_count; i > 0; i--)
        if (pairs->picked[i - 1] >= 0)
            one = region_and(
                pairs->all, one,
                region_value(pairs->all, i - 1, (size_t)pairs->picked[i - 1]));
    return one;
}

/* Forgets what the place itself changes: an answer, the answers of a script
 * that begins, what the look-up tells. */
static region before(struct pairs *pairs, int place, region after)
{
    const struct plan *plan = pairs->plan;
    const struct place *at = &plan->places[place];
    bool *drop = mem_new(plan->var_count * sizeof(*drop));
    region here = region_and(pairs->all, pairs->reach[place], after);
    bool look = at->node->kind == NODE_LOOK && here == REGION_NONE;
    for (size_t i = 0; i < plan->slot_count; i++) {
        int question = plan->slots[i].place;
        bool own = (int)i == at->answer;
        bool begins =
            at->callee != PLACE_NONE && question != PLACE_NONE &&
            plan->places[question].context == plan->places[at->callee].context;
        bool told = look && question == PLACE_NONE;
        if (own || begins || told)
            memset(drop + plan->slots[i].var, true, plan->slots[i].vars);
    }
    after = region_forget(pairs->all, after, drop);
    free(drop);
    if (look) /* it was not told yet */
        after = region_and(pairs->all, after,
                           verdict_point(pairs->all, plan, SLOT_LOOK, 0));
    return region_and(pairs->all, pairs->reach[place], after);
}

/* The turn before a place that is reached with some of the set; *set becomes
 * what stood there then. */
static struct turn turn_before(struct pairs *pairs, int place, region *set)
{
    const struct source_turn *from = pairs->from[place];
    while (region_and(pairs->all, *set,
                      pairs->leaving[from->turn.place][from->turn.exit].set) ==
           REGION_NONE)
        from = from->next;
    region left = pairs->leaving[from->turn.place][from->turn.exit].set;
    region one = pick_one(pairs, region_and(pairs->all, *set, left));
    *set = before(pairs, from->turn.place, one);
    return from->turn;
}

/* Puts the turns from the start to this one, at which the set stands, into the
 * trail. */
static void find_way(struct pairs *pairs, struct turn turn, region set)
{
    struct trails *trails = pairs->trails;
    trails->turn_count = 0;
    trails_push(trails, turn.place, turn.exit);
    for (int place = turn.place; place != pairs->plan->order[0];
         place = turn.place) {
        turn = turn_before(pairs, place, &set);
        trails_push(trails, turn.place, turn.exit);
    }
    for (size_t i = 0; i < trails->turn_count / 2; i++) {
        struct turn *one = &trails->turns[i];
        struct turn *other = &trails->turns[trails->turn_count - 1 - i];
        struct turn kept = *one;
        *one = *other;
        *other = kept;
    }
}

/* ---- forward to an outcome ---- */

/* The exit to take: the one wanted, else one that makes a new pair, else any.
 */
static size_t choose_exit(const struct pairs *pairs, int place,
                          const struct leaving *leavings,
                          const struct turn *last)
{
    size_t any = SIZE_MAX;
    const bool *covered =
        last != NULL ? pairs->trails->covered[last->place][last->exit] : NULL;
    for (size_t i = 0; i < exits_at(pairs, place); i++) {
        if (leavings[i].set == REGION_NONE)
            continue;
        if (covered != NULL && !covered[i])
            return i;
        any = any == SIZE_MAX ? i : any;
    }
    return any;
}

static void cover(const struct pairs *pairs)
{
    const struct trails *trails = pairs->trails;
    for (size_t i = 1; i < trails->turn_count; i++) {
        const struct turn *turn = &trails->turns[i - 1];
        trails->covered[turn->place][turn->exit][trails->turns[i].exit] = true;
    }
}

/* Goes the turns of the trail, then on to an outcome. */
static void go_on(struct pairs *pairs)
{
    struct trails *trails = pairs->trails;
    int place = pairs->plan->order[0];
    size_t wanted = trails->turn_count;
    region here = pairs->start;
    for (size_t i = 0; place != PLACE_NONE && !regions_full(pairs->all); i++) {
        struct leaving *leavings =
            mem_new(exits_at(pairs, place) * sizeof(*leavings));
        trails_leave(trails, place, here, leavings);
        if (i >= wanted)
            trails_push(trails, place,
                        choose_exit(pairs, place, leavings,
                                    i > 0 ? &trails->turns[i - 1] : NULL));
        const struct leaving *leaving = &leavings[trails->turns[i].exit];
        here = leaving->set;
        place = leaving->to;
        free(leavings);
    }
    cover(pairs);
    if (!regions_full(pairs->all))
        trails_add(trails, here);
}

/* ---- all pairs ---- */

/* Paths through every turn that can follow this one. */
static void cover_turn(struct pairs *pairs, struct turn turn)
{
    const struct leaving *leaving = &pairs->leaving[turn.place][turn.exit];
    int next = leaving->to;
    size_t exits = exits_at(pairs, next);
    struct leaving *leavings = mem_new(exits * sizeof(*leavings));
    region enters = step_enter(pairs->all, pairs->plan, next, leaving->set);
    trails_leave(pairs->trails, next, enters, leavings);
    for (size_t i = 0; i < exits && !regions_full(pairs->all); i++) {
        if (leavings[i].set == REGION_NONE ||
            pairs->trails->covered[turn.place][turn.exit][i])
            continue;
        region one = pick_one(pairs, leavings[i].set);
        one = region_and(pairs->all, enters, before(pairs, next, one));
        region left = region_and(pairs->all, leaving->set, one);
        region here = before(pairs, turn.place, pick_one(pairs, left));
        find_way(pairs, turn, here);
        trails_push(pairs->trails, next, i);
        go_on(pairs);
    }
    free(leavings);
}

static void clear(struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->plan->place_count; i++) {
        free(pairs->leaving[i]);
        for (struct source_turn *from = pairs->from[i], *next; from != NULL;
             from = next) {
            next = from->next;
            free(from);
        }
    }
    free(pairs->reach);
    free(pairs->leaving);
    free(pairs->from);
    free(pairs->picked);
}

void trails_pairs(struct trails *trails, region start)
{
    size_t count = trails->plan->place_count;
    struct pairs pairs = {
        .trails = trails,
        .plan = trails->plan,
        .all = trails->all,
        .start = start,
        .reach = mem_new(count * sizeof(region)),
        .leaving = mem_new(count * sizeof(struct leaving *)),
        .from = mem_new(count * sizeof(struct source_turn *)),
        .picked = mem_new(trails->plan->var_count * sizeof(int)),
    };
    reach_all(&pairs);
    for (size_t i = 0; i < trails->plan->order_count; i++) {
        int place = trails->plan->order[i];
        for (size_t j = 0;
             pairs.leaving[place] != NULL && j < exits_at(&pairs, place); j++)
            if (pairs.leaving[place][j].set != REGION_NONE &&
                pairs.leaving[place][j].to != PLACE_NONE &&
                !regions_full(trails->all))
                cover_turn(&pairs, (struct turn){place, j});
    }
    clear(&pairs);
}
