/* From above: sets over some variables only hold more than can be; what they do
 * not show never happens. */
#include "console/prove/search_state.h"

#include <stdlib.h>
#include <string.h>

size_t search_exits(const struct place *place)
{
    size_t most = place->exit_count > place->node->edge_count
                      ? place->exit_count
                      : place->node->edge_count;
    return most + 1;
}

struct mark *search_marks(const struct plan *plan)
{
    struct mark *marks = mem_new(plan->place_count * sizeof(*marks));
    for (size_t i = 0; i < plan->place_count; i++)
        marks[i].exits = mem_new(search_exits(&plan->places[i]));
    return marks;
}

void search_free_marks(const struct plan *plan, struct mark *marks)
{
    for (size_t i = 0; i < plan->place_count; i++)
        free(marks[i].exits);
    free(marks);
}

/* What happened even though sets were too large may happen, nothing else. */
static void narrow(struct search *search, const struct mark *marks,
                   const bool *only)
{
    for (size_t i = 0; i < search->plan->place_count; i++) {
        if (only != NULL && !only[i])
            continue;
        search->maybe[i].happenings &= marks[i].happenings;
        for (size_t j = 0; j < search_exits(&search->plan->places[i]); j++)
            search->maybe[i].exits[j] &= marks[i].exits[j];
    }
}

/* By place: what sets do not carry there. Without a target nothing is kept. */
static bool **make_forgets(const struct plan *plan, const struct target *target)
{
    bool **forgets = mem_new(plan->place_count * sizeof(*forgets));
    for (size_t i = 0; i < plan->order_count; i++) {
        int place = plan->order[i];
        if (target != NULL && !target->only[place])
            continue;
        bool *drop = mem_new(plan->var_count * sizeof(*drop));
        for (size_t j = 0; j < plan->slot_count; j++) {
            size_t var = plan->slots[j].var;
            bool keep =
                target != NULL && target->lives[place][j] && target->kept[var];
            memset(drop + var, !keep, plan->slots[j].vars);
        }
        forgets[place] = drop;
    }
    return forgets;
}

void search_free_lists(const struct plan *plan, bool **lists)
{
    for (size_t i = 0; i < plan->place_count; i++)
        free(lists[i]);
    free(lists);
}

/* Goes through with sets over the kept variables, as `way` says. */
bool search_bound(struct search *search, const struct target *target,
                  struct flow_way *way)
{
    const struct plan *plan = search->plan;
    bool **forgets = make_forgets(plan, target);
    struct mark *marks = search_marks(plan);
    way->forgets = forgets;
    way->marks = marks;
    way->only = target != NULL ? target->only : NULL;
    bool done = flow_run(plan, way);
    if (done)
        narrow(search, marks, way->only);
    search_free_marks(plan, marks);
    search_free_lists(plan, forgets);
    return done;
}

static bool leads(const struct plan *plan, int from, int to)
{
    const struct place *place = &plan->places[from];
    for (size_t i = 0; i < place->exit_count; i++)
        if (place->exits[i].to == to)
            return true;
    return place->unknown == to || place->callee == to;
}

/* How far each place is from the target; an order goes forward alone. */
void search_target(const struct plan *plan, struct target *target)
{
    memset(target->distance, -1, plan->place_count * sizeof(int));
    target->distance[target->place] = 0;
    for (size_t i = plan->order_count; i > 0; i--) {
        int to = plan->order[i - 1];
        target->only[to] = target->distance[to] >= 0;
        for (size_t j = 0; target->only[to] && j < i - 1; j++) {
            int from = plan->order[j];
            int far = target->distance[to] + 1;
            if (leads(plan, from, to) &&
                (target->distance[from] < 0 || target->distance[from] > far))
                target->distance[from] = far;
        }
    }
    plan_find_live(plan, target->only, target->lives);
}

/* Keeps the variables that a rule reads. */
static void keep_term(const struct plan *plan, const struct term *term,
                      bool *kept)
{
    if (term == NULL)
        return;
    for (size_t i = 0; i < term->count; i++)
        keep_term(plan, term->kids[i], kept);
    if (term->op != TERM_LEAF)
        return;
    for (size_t i = 0; i < plan->leaves->items[term->leaf].reads.count; i++)
        if (term->slots[i] >= 0) {
            const struct slot *slot = &plan->slots[term->slots[i]];
            memset(kept + slot->var, true, slot->vars);
        }
}

static size_t count_kept(const struct plan *plan, const bool *kept)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->slot_count; i++)
        count += kept[plan->slots[i].var];
    return count;
}

/* Keeps what the rules read at the target and, the nearest first, at what leads
 * there, until so many slots are kept. */
void search_keep(const struct plan *plan, struct target *target, size_t most)
{
    memset(target->kept, 0, plan->var_count * sizeof(*target->kept));
    for (int far = 0; far < (int)plan->order_count; far++)
        for (size_t i = 0; i < plan->order_count; i++) {
            const struct place *place = &plan->places[plan->order[i]];
            if (target->distance[plan->order[i]] != far)
                continue;
            if (count_kept(plan, target->kept) >= most)
                return;
            size_t inputs =
                place->inputs != NULL ? place->node->input_count : 0;
            for (size_t j = 0; j < place->exit_count; j++)
                keep_term(plan, place->exits[j].when, target->kept);
            for (size_t j = 0; j < inputs; j++)
                keep_term(plan, place->inputs[j], target->kept);
        }
}
