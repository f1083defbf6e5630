/* Laying out: contexts for calls within calls, places, the ways between them,
 * and an order in which every way leads forward. */
#include "console/prove/plan.h"

#include "console/prove/plan_build.h"
#include "console/script/script_load.h"

#include <stdlib.h>
#include <string.h>

const struct script *plan_script(const struct plan *plan, int place)
{
    return plan->contexts[plan->places[place].context].script;
}

const struct source *plan_source(const struct plan *plan, int slot)
{
    return &plan->leaves->sources->items[plan->slots[slot].source];
}

/* ---- contexts ---- */

static int add_context(struct plan *plan, const struct script *script,
                       int caller)
{
    plan->contexts = mem_grow(plan->contexts, plan->context_count + 1,
                              sizeof(*plan->contexts));
    int context = (int)plan->context_count++;
    int base = (int)plan->place_count;
    plan->contexts[context] = (struct context){script, caller, base};
    plan->place_count += script->node_count;
    plan->places =
        mem_grow(plan->places, plan->place_count, sizeof(*plan->places));
    for (size_t i = 0; i < script->node_count; i++)
        plan->places[base + (int)i] = (struct place){.context = context,
                                                     .node = &script->nodes[i],
                                                     .unknown = PLACE_NONE,
                                                     .callee = PLACE_NONE,
                                                     .answer = -1};
    return base + script->start;
}

/* Calls within calls: contexts are added while they are gone through. */
static bool add_contexts(struct plan *plan, size_t most)
{
    const struct script_set *set = plan->leaves->sources->set;
    add_context(plan, plan->root, PLACE_NONE);
    for (size_t i = 0; i < plan->place_count; i++) {
        if (plan->places[i].node->kind != NODE_SUB)
            continue;
        if (plan->context_count == most)
            return false;
        const struct script *script =
            scripts_find(set, plan->places[i].node->script);
        int callee = add_context(plan, script, (int)i);
        plan->places[i].callee = callee;
    }
    return true;
}

/* ---- ways ---- */

/* The mapped code of an outcome leads on in the caller. */
static void link_outcome(struct plan *plan, struct place *place)
{
    int caller = plan->contexts[place->context].caller;
    if (caller == PLACE_NONE)
        return;
    const struct place *sub = &plan->places[caller];
    for (size_t i = 0; i < sub->node->edge_count; i++)
        if (strcmp(sub->node->edges[i].name, place->node->code) == 0) {
            place->exits = mem_new(sizeof(*place->exits));
            place->exits[place->exit_count++].to =
                plan->contexts[sub->context].base + sub->node->edges[i].to;
            return;
        }
}

static void link_place(struct plan *plan, struct place *place)
{
    const struct node *node = place->node;
    int base = plan->contexts[place->context].base;
    bool table = node->kind == NODE_TABLE;
    if (node->kind == NODE_OUTCOME)
        link_outcome(plan, place);
    if (node->kind == NODE_OUTCOME || node->kind == NODE_SUB)
        return;
    place->exit_count = table ? node->row_count : node->edge_count;
    place->exits = mem_new(place->exit_count * sizeof(*place->exits));
    for (size_t i = 0; i < place->exit_count; i++)
        place->exits[i].to =
            base + (table ? node->rows[i].to : node->edges[i].to);
    if (node->unknown >= 0)
        place->unknown = base + node->unknown;
}

/* The nth place that a place leads to; PLACE_NONE behind the last. */
static int next_place(const struct place *place, size_t index)
{
    if (index < place->exit_count)
        return place->exits[index].to;
    index -= place->exit_count;
    if (place->unknown != PLACE_NONE && index-- == 0)
        return place->unknown;
    return place->callee != PLACE_NONE && index == 0 ? place->callee
                                                     : PLACE_NONE;
}

/* ---- order ---- */

/* A place on the way down, and which of its ways is next. */
struct climb {
    int place;
    size_t next;
};

/* Depth first, without recursion; the order is the reverse of leaving. */
static void put_in_order(struct plan *plan, int start)
{
    struct climb *climbs = mem_new(plan->place_count * sizeof(*climbs));
    size_t depth = 0, left = plan->place_count;
    plan->order = mem_new(plan->place_count * sizeof(*plan->order));
    climbs[depth++] = (struct climb){start, 0};
    plan->places[start].in_order = true;
    while (depth > 0) {
        struct climb *top = &climbs[depth - 1];
        int next = next_place(&plan->places[top->place], top->next++);
        if (next == PLACE_NONE) {
            plan->order[--left] = top->place;
            depth--;
        } else if (!plan->places[next].in_order) {
            plan->places[next].in_order = true;
            climbs[depth++] = (struct climb){next, 0};
        }
    }
    plan->order_count = plan->place_count - left;
    memmove(plan->order, plan->order + left,
            plan->order_count * sizeof(*plan->order));
    free(climbs);
}

/* ---- a plan ---- */

static int by_number(const void *left, const void *right)
{
    const int *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* The leaves that are used, each once. */
static void sort_leaves(struct plan *plan)
{
    size_t kept = 0;
    if (plan->used_count > 0)
        qsort(plan->used_leaves, plan->used_count, sizeof(int), by_number);
    for (size_t i = 0; i < plan->used_count; i++)
        if (kept == 0 || plan->used_leaves[kept - 1] != plan->used_leaves[i])
            plan->used_leaves[kept++] = plan->used_leaves[i];
    plan->used_count = kept;
}

bool plan_make(struct plan *plan, struct leaves *leaves,
               const struct script *root, size_t most)
{
    *plan = (struct plan){.leaves = leaves, .root = root};
    plan_slot(plan, sources_look(leaves->sources), PLACE_NONE);
    if (!add_contexts(plan, most))
        return false;
    for (size_t i = 0; i < plan->place_count; i++)
        link_place(plan, &plan->places[i]);
    put_in_order(plan, root->start);
    for (size_t i = 0; i < plan->order_count; i++)
        plan_fill_place(plan, plan->order[i]);
    sort_leaves(plan);
    return true;
}

void plan_clear(struct plan *plan)
{
    for (size_t i = 0; i < plan->place_count; i++)
        plan_clear_place(&plan->places[i]);
    free(plan->contexts);
    free(plan->places);
    free(plan->order);
    free(plan->slots);
    free(plan->used_leaves);
    *plan = (struct plan){0};
}
