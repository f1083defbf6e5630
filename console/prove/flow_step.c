/* What a set becomes where a walk starts, waits, asks, looks up, calls. */
#include "console/prove/flow.h"

#include "console/prove/verdict.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* Marks the variables of the slots for which drop() is true, and forgets. */
static region
forget(struct regions *all, const struct plan *plan, region set,
       bool (*drop)(const struct plan *plan, size_t slot, int place), int place)
{
    bool *vars = mem_new(plan->var_count * sizeof(*vars));
    for (size_t i = 0; i < plan->slot_count; i++)
        if (drop(plan, i, place))
            memset(vars + plan->slots[i].var, true, plan->slots[i].vars);
    region kept = region_forget(all, set, vars);
    free(vars);
    return kept;
}

static bool is_fact(const struct plan *plan, size_t slot, int place)
{
    (void)place;
    return plan_source(plan, (int)slot)->fact != NULL;
}

static bool is_told(const struct plan *plan, size_t slot, int place)
{
    return slot == SLOT_LOOK || is_fact(plan, slot, place);
}

static bool is_own(const struct plan *plan, size_t slot, int place)
{
    return (int)slot == plan->places[place].answer;
}

static region not_told(struct regions *all, const struct plan *plan)
{
    return verdict_point(all, plan, SLOT_LOOK, 0);
}

/* As far as they matter from there on. */
region step_begin(struct regions *all, const struct plan *plan, int place,
                  region here)
{
    for (size_t i = plan->slot_count; i > 0; i--) {
        int question = plan->slots[i - 1].place;
        if (question != PLACE_NONE && plan->places[place].live[i - 1] &&
            plan->places[question].context == plan->places[place].context)
            here =
                region_and(all, here, verdict_unknown(all, plan, (int)i - 1));
    }
    return here;
}

region step_start(struct regions *all, const struct plan *plan)
{
    int place = plan->order[0];
    const bool *live = plan->places[place].live;
    region set = step_begin(all, plan, place, REGION_ALL);
    if (!live[SLOT_LOOK])
        return set;
    region told = region_minus(all, set, not_told(all, plan));
    region before = region_and(all, set, not_told(all, plan));
    for (size_t i = plan->slot_count; i > 0; i--)
        if (live[i - 1] && is_fact(plan, i - 1, place))
            before =
                region_and(all, before, verdict_unknown(all, plan, (int)i - 1));
    return region_or(all, told, before);
}

/* Where the look-up was not told: it is now, and facts are what they are. */
static region tell(struct regions *all, const struct plan *plan, region here)
{
    region before = region_and(all, here, not_told(all, plan));
    before = forget(all, plan, before, is_told, PLACE_NONE);
    return region_minus(all, before, not_told(all, plan));
}

region step_wait(struct regions *all, const struct plan *plan, int place,
                 region here)
{
    return plan->places[place].live[SLOT_LOOK]
               ? region_or(all, here, tell(all, plan, here))
               : here;
}

region step_answer(struct regions *all, const struct plan *plan, int place,
                   region here)
{
    int slot = plan->places[place].answer;
    if (slot < 0)
        return here;
    const struct source *source = plan_source(plan, slot);
    region *kids = mem_new(source->count * sizeof(*kids));
    for (size_t i = 0; i < source->count; i++)
        kids[i] = source_may(source, i) ? REGION_ALL : REGION_NONE;
    region answers = region_split(all, plan->slots[slot].var, kids);
    free(kids);
    here = forget(all, plan, here, is_own, place);
    return region_and(all, here, answers);
}

region step_look(struct regions *all, const struct plan *plan, region here)
{
    region told = region_minus(all, here, not_told(all, plan));
    return region_or(all, told, tell(all, plan, here));
}

region step_look_exit(struct regions *all, const struct plan *plan, region here,
                      const char *exit)
{
    const struct source *source = plan_source(plan, SLOT_LOOK);
    size_t point = 1;
    while (strcmp(json_string_value(source->points[point]), exit) != 0)
        point++;
    return region_and(all, here, verdict_point(all, plan, SLOT_LOOK, point));
}

region step_enter(struct regions *all, const struct plan *plan, int place,
                  region here)
{
    return region_forget(all, here, plan->places[place].dead);
}

struct regions *step_regions(const struct plan *plan, size_t most)
{
    size_t *sizes = mem_new(plan->var_count * sizeof(*sizes));
    for (size_t i = 0; i < plan->slot_count; i++) {
        const struct slot *slot = &plan->slots[i];
        sizes[slot->var] = plan_source(plan, (int)i)->count;
        for (size_t j = 1; j < slot->vars; j++)
            sizes[slot->var + j] = 2;
    }
    struct regions *all = regions_new(sizes, plan->var_count, most);
    free(sizes);
    return all;
}
