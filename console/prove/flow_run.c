/* Going through a plan: what reaches each place, and what goes on from it. */
#include "console/prove/flow.h"

#include "console/prove/flow_state.h"
#include "console/prove/verdict.h"

#include <stdlib.h>
#include <string.h>

static void go(struct flow *flow, int from, int to, region set)
{
    if (set == REGION_NONE)
        return;
    const struct place *place = &flow->plan->places[from];
    size_t asked = flow->asked[from] + (place->node->kind == NODE_ASK);
    if (flow->way->only != NULL && !flow->way->only[to])
        return;
    set = flow->way->forgets == NULL
              ? step_enter(flow->all, flow->plan, to, set)
              : region_forget(flow->all, set, flow->way->forgets[to]);
    flow->reach[to] = region_or(flow->all, flow->reach[to], set);
    if (asked > flow->asked[to])
        flow->asked[to] = asked;
}

static void pass_ways(struct flow *flow, int index, region here)
{
    const struct place *place = &flow->plan->places[index];
    struct ways ways;
    ways_choose(flow->all, flow->plan, index, here, &ways);
    flow_report_ways(flow, index, &ways);
    for (size_t i = 0; i < place->exit_count; i++) {
        flow_leaves(flow, index, i, ways.opens[i], ways.taken[i]);
        go(flow, index, place->exits[i].to, ways.taken[i]);
    }
    if (place->unknown != PLACE_NONE)
        go(flow, index, place->unknown, ways.unknown);
    ways_clear(&ways);
}

/* The facts that the look-up tells are those that are fixed. */
static region fix_told(const struct flow *flow, int place, region set)
{
    if (flow->way->fixed == NULL || !flow->plan->places[place].live[SLOT_LOOK])
        return set;
    return region_and(flow->all, set, flow->told);
}

static void pass_look(struct flow *flow, int index, region here)
{
    const struct place *place = &flow->plan->places[index];
    here = fix_told(flow, index, step_look(flow->all, flow->plan, here));
    for (size_t i = 0; i < place->exit_count; i++) {
        region set = step_look_exit(flow->all, flow->plan, here,
                                    place->node->edges[i].name);
        flow_leaves(flow, index, i, set, set);
        go(flow, index, place->exits[i].to, set);
    }
}

/* An outcome goes on in the caller where its code is mapped. */
static void pass_outcome(struct flow *flow, int index, region here)
{
    const struct plan *plan = flow->plan;
    const struct place *place = &plan->places[index];
    if (flow->asked[index] > flow->way->longest)
        flow->way->longest = flow->asked[index];
    if (place->exit_count == 0)
        return;
    int caller = plan->contexts[place->context].caller;
    const struct node *sub = plan->places[caller].node;
    size_t exit = 0;
    while (strcmp(sub->edges[exit].name, place->node->code) != 0)
        exit++;
    flow_leaves(flow, caller, exit, here, here);
    go(flow, index, place->exits[0].to, here);
}

/* A question whose bounds leave no answer on the day is a gap. */
static void pass_wait(struct flow *flow, int index, region here)
{
    here = fix_told(flow, index, step_wait(flow->all, flow->plan, index, here));
    region answered = step_answer(flow->all, flow->plan, index, here);
    if (answered == REGION_NONE)
        flow_report_mute(flow, index, here);
    pass_ways(flow, index, answered);
}

static void pass_place(struct flow *flow, int index)
{
    const struct place *place = &flow->plan->places[index];
    region here = flow->reach[index];
    flow_happens(flow, index, HAPPENS_REACHED, here);
    flow_report_texts(flow, index, here);
    switch (place->node->kind) {
    case NODE_ASK:
    case NODE_NOTE:
    case NODE_SAY:
        pass_wait(flow, index, here);
        break;
    case NODE_LOOK:
        pass_look(flow, index, here);
        break;
    case NODE_SUB:
        here = step_enter(flow->all, flow->plan, place->callee, here);
        go(flow, index, place->callee,
           step_begin(flow->all, flow->plan, place->callee, here));
        break;
    case NODE_OUTCOME:
        pass_outcome(flow, index, here);
        break;
    default:
        pass_ways(flow, index, here);
    }
}

/* ---- a flow ---- */

/* The set at the start; what is fixed goes for those who were told. */
static region start_set(struct flow *flow)
{
    const struct plan *plan = flow->plan;
    const int *fixed = flow->way->fixed;
    int place = plan->order[0];
    region start = step_start(flow->all, plan), cube = REGION_ALL;
    for (size_t i = plan->var_count; fixed != NULL && i > 0; i--)
        if (fixed[i - 1] >= 0)
            cube = region_and(
                flow->all, cube,
                region_value(flow->all, i - 1, (size_t)fixed[i - 1]));
    flow->told = region_or(flow->all, cube,
                           verdict_point(flow->all, plan, SLOT_LOOK, 0));
    start = plan->places[place].live[SLOT_LOOK]
                ? region_and(flow->all, start, flow->told)
                : region_and(flow->all, start, cube);
    return flow->way->forgets == NULL
               ? start
               : region_forget(flow->all, start, flow->way->forgets[place]);
}

bool flow_run(const struct plan *plan, struct flow_way *way)
{
    struct flow flow = {.plan = plan, .way = way};
    flow.all = step_regions(plan, way->regions);
    flow.reach = mem_new(plan->place_count * sizeof(*flow.reach));
    flow.asked = mem_new(plan->place_count * sizeof(*flow.asked));
    flow.reach[plan->order[0]] = start_set(&flow);
    for (size_t i = 0; i < plan->order_count && !regions_full(flow.all); i++) {
        int place = plan->order[i];
        if (flow.reach[place] != REGION_NONE)
            pass_place(&flow, place);
    }
    bool done = !regions_full(flow.all);
    regions_free(flow.all);
    free(flow.reach);
    free(flow.asked);
    return done;
}
