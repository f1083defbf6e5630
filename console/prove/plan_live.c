/* What matters where: a slot is live at a place when a rule or text from there
 * on reads it before it is asked anew. Only live slots are carried along. */
#include "console/prove/plan.h"

#include "console/prove/source.h"

#include <stdlib.h>
#include <string.h>

/* ---- what a place reads ---- */

static void read_term(const struct plan *plan, const struct term *term,
                      bool *live)
{
    if (term == NULL)
        return;
    for (size_t i = 0; i < term->count; i++)
        read_term(plan, term->kids[i], live);
    if (term->op != TERM_LEAF)
        return;
    size_t count = plan->leaves->items[term->leaf].reads.count;
    for (size_t i = 0; i < count; i++)
        if (term->slots[i] >= 0)
            live[term->slots[i]] = true;
}

static void read_rules(const struct plan *plan, const struct place *place,
                       bool *live)
{
    for (size_t i = 0; i < place->exit_count; i++)
        read_term(plan, place->exits[i].when, live);
    size_t inputs = place->inputs != NULL ? place->node->input_count : 0;
    for (size_t i = 0; i < inputs; i++)
        read_term(plan, place->inputs[i], live);
}

static void read_texts(const struct plan *plan, const struct place *place,
                       bool *live)
{
    for (size_t i = 0; i < place->shown_count; i++) {
        read_term(plan, place->shown[i].term, live);
        if (place->shown[i].slot >= 0)
            live[place->shown[i].slot] = true;
    }
}

/* ---- liveness ---- */

/* Adds what is live at a place that this one leads to; the answers of a script
 * that begins there are not: none is given yet. */
static void add_live(const struct plan *plan, int to, bool begins,
                     bool *const *lives, bool *live)
{
    for (size_t i = 0; lives[to] != NULL && i < plan->slot_count; i++) {
        int question = plan->slots[i].place;
        bool own = begins && question != PLACE_NONE &&
                   plan->places[question].context == plan->places[to].context;
        live[i] = live[i] || (lives[to][i] && !own);
    }
}

static bool has_live_fact(const struct plan *plan, const bool *live)
{
    for (size_t i = 0; i < plan->slot_count; i++)
        if (live[i] && plan_source(plan, (int)i)->fact != NULL)
            return true;
    return false;
}

/* The look-up can be told while a walk waits: facts change then. */
static bool reads_look(const struct plan *plan, const struct place *place,
                       const bool *live)
{
    enum node_kind kind = place->node->kind;
    bool waits = kind == NODE_SAY || kind == NODE_ASK || kind == NODE_NOTE;
    return kind == NODE_LOOK || (waits && has_live_fact(plan, live));
}

static void find_live(const struct plan *plan, const struct place *place,
                      bool *const *lives, bool *live)
{
    for (size_t i = 0; i < place->exit_count; i++)
        add_live(plan, place->exits[i].to, false, lives, live);
    if (place->unknown != PLACE_NONE)
        add_live(plan, place->unknown, false, lives, live);
    if (place->callee != PLACE_NONE)
        add_live(plan, place->callee, true, lives, live);
    read_rules(plan, place, live);
    if (reads_look(plan, place, live))
        live[SLOT_LOOK] = true;
    if (place->answer >= 0)
        live[place->answer] = false;
    read_texts(plan, place, live);
}

void plan_find_live(const struct plan *plan, const bool *only, bool **lives)
{
    memset(lives, 0, plan->place_count * sizeof(*lives));
    for (size_t i = plan->order_count; i > 0; i--) {
        int place = plan->order[i - 1];
        if (only != NULL && !only[place])
            continue;
        bool *live = mem_new(plan->slot_count * sizeof(*live));
        find_live(plan, &plan->places[place], lives, live);
        lives[place] = live;
    }
}

static void find_dead(const struct plan *plan, struct place *place)
{
    place->dead = mem_new(plan->var_count * sizeof(*place->dead));
    for (size_t i = 0; i < plan->slot_count; i++)
        memset(place->dead + plan->slots[i].var, !place->live[i],
               plan->slots[i].vars);
}

void plan_settle(struct plan *plan)
{
    plan->var_count = 0;
    for (size_t i = 0; i < plan->slot_count; i++) {
        struct slot *slot = &plan->slots[i];
        const struct source *source = plan_source(plan, (int)i);
        slot->var = plan->var_count;
        slot->vars = 1 + source->element_count;
        plan->var_count += slot->vars;
        plan->dated = plan->dated || source->change > CHANGE_NEVER;
    }
    for (size_t i = 0; i < plan->used_count; i++)
        plan->dated =
            plan->dated ||
            plan->leaves->items[plan->used_leaves[i]].change > CHANGE_NEVER;
    bool **lives = mem_new(plan->place_count * sizeof(*lives));
    plan_find_live(plan, NULL, lives);
    for (size_t i = 0; i < plan->order_count; i++) {
        struct place *place = &plan->places[plan->order[i]];
        place->live = lives[plan->order[i]];
        find_dead(plan, place);
    }
    free(lives);
}

uint64_t plan_sign(const struct plan *plan)
{
    uint64_t hash = 1;
    for (size_t i = 0; i < plan->slot_count; i++)
        hash = leaves_mix(hash, plan_source(plan, (int)i)->count);
    for (size_t i = 0; i < plan->used_count; i++)
        hash = leaves_mix(hash, plan->leaves->items[plan->used_leaves[i]].sign);
    return hash;
}
