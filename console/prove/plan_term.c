/* Rules and texts at a place become terms over leaves; what they name becomes
 * slots. */
#include "console/base/brace.h"
#include "console/prove/plan_build.h"

#include "console/prove/trial.h"
#include "console/script/logic_tree.h"
#include "console/script/script_load.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#define ANSWERS "answers."

/* ---- slots ---- */

int plan_slot(struct plan *plan, int source, int place)
{
    for (size_t i = 0; i < plan->slot_count; i++)
        if (plan->slots[i].source == source && plan->slots[i].place == place)
            return (int)i;
    plan->slots =
        mem_grow(plan->slots, plan->slot_count + 1, sizeof(*plan->slots));
    plan->slots[plan->slot_count++] =
        (struct slot){.source = source, .place = place};
    return (int)plan->slot_count - 1;
}

/* The place of the question in the innermost script that has such a node. */
static int find_question(const struct plan *plan, int context, const char *id)
{
    while (true) {
        const struct context *at = &plan->contexts[context];
        int node = script_node(at->script, id);
        if (node >= 0) {
            enum node_kind kind = at->script->nodes[node].kind;
            return kind == NODE_ASK || kind == NODE_NOTE ? at->base + node
                                                         : PLACE_NONE;
        }
        if (at->caller == PLACE_NONE)
            return PLACE_NONE;
        context = plan->places[at->caller].context;
    }
}

/* Where names are looked for. */
struct here {
    struct plan *plan;
    int context;
};

/* The source of a name and the place of its question. */
static int find_source(const char *path, void *cookie, int *place)
{
    const struct here *here = cookie;
    struct sources *sources = here->plan->leaves->sources;
    *place = PLACE_NONE;
    if (strncmp(path, ANSWERS, strlen(ANSWERS)) != 0)
        return sources_fact(sources, path);
    *place = find_question(here->plan, here->context, path + strlen(ANSWERS));
    return *place == PLACE_NONE
               ? -1
               : sources_answer(sources, here->plan->places[*place].node);
}

static int find_name(const char *path, void *cookie)
{
    int place;
    return find_source(path, cookie, &place);
}

/* The slot of a name; -1 when it is never known here. */
static int slot_of(struct here *here, const char *path)
{
    int place;
    int source = find_source(path, here, &place);
    if (source < 0)
        return -1;
    return plan_slot(here->plan, source, place);
}

/* ---- terms ---- */

static struct term *new_term(enum term_op op, size_t count)
{
    struct term *term = mem_new(sizeof(*term));
    term->op = op;
    term->kids = mem_new(count * sizeof(struct term *));
    return term;
}

static struct term *make_leaf(struct here *here, const struct logic *rule,
                              const json_t *is)
{
    struct plan *plan = here->plan;
    struct finder finder = {find_name, here};
    struct term *term = new_term(TERM_LEAF, 0);
    term->leaf = leaves_find(plan->leaves, rule, is, &finder);
    term->moment = rule->op == LOGIC_PLUS_TIME && is == NULL;
    size_t count = plan->leaves->items[term->leaf].reads.count;
    term->slots = mem_new(count * sizeof(*term->slots));
    for (size_t i = 0; i < count; i++) {
        const struct reads *reads = &plan->leaves->items[term->leaf].reads;
        term->slots[i] = slot_of(here, reads->paths[i]);
    }
    plan->used_leaves = mem_grow(plan->used_leaves, plan->used_count + 1,
                                 sizeof(*plan->used_leaves));
    plan->used_leaves[plan->used_count++] = term->leaf;
    return term;
}

/* Compiled rules are LOGIC_DEPTH_MAX deep at most. */
static struct term *make_term(struct here *here, const struct logic *rule)
{
    enum term_op op;
    switch (rule->op) {
    case LOGIC_AND:
        op = TERM_AND;
        break;
    case LOGIC_OR:
        op = TERM_OR;
        break;
    case LOGIC_NOT:
        op = TERM_NOT;
        break;
    case LOGIC_IF:
        op = TERM_IF;
        break;
    default:
        return make_leaf(here, rule, NULL);
    }
    struct term *term = new_term(op, rule->count);
    for (size_t i = 0; i < rule->count; i++)
        term->kids[term->count++] = make_term(here, rule->args[i]);
    return term;
}

static void free_term(struct term *term)
{
    if (term == NULL)
        return;
    for (size_t i = 0; i < term->count; i++)
        free_term(term->kids[i]);
    free(term->kids);
    free(term->slots);
    free(term);
}

/* ---- rows of a table ---- */

/* Does the rule, joined of others, give true, false or unknown and no other
 * value? */
static bool is_bool(const struct logic *rule)
{
    switch (rule->op) {
    case LOGIC_CONSTANT:
        return json_is_boolean(rule->value);
    case LOGIC_IF:
        return is_bool(rule->args[1]) && is_bool(rule->args[2]);
    case LOGIC_AND:
    case LOGIC_OR:
        for (size_t i = 0; i < rule->count; i++)
            if (!is_bool(rule->args[i]))
                return false;
        return true;
    case LOGIC_NOT:
    case LOGIC_KNOWN:
        return true;
    default:
        return rule->op >= LOGIC_EQUAL && rule->op <= LOGIC_NOT_BEFORE;
    }
}

/* True where the input has the row's value. */
static struct term *make_cell(struct here *here, const struct logic *input,
                              const json_t *is)
{
    if (!is_bool(input) || !json_is_boolean(is))
        return make_leaf(here, input, is);
    struct term *term = make_term(here, input);
    term->swapped = json_is_false(is);
    return term;
}

static struct term *make_row(struct here *here, const struct node *node,
                             const struct table_row_spec *row)
{
    struct term *term = new_term(TERM_AND, node->input_count);
    for (size_t i = 0; i < node->input_count; i++)
        if (row->is[i] != NULL)
            term->kids[term->count++] =
                make_cell(here, node->inputs[i], row->is[i]);
    return term;
}

static void fill_table(struct here *here, struct place *place)
{
    const struct node *node = place->node;
    place->inputs = mem_new(node->input_count * sizeof(struct term *));
    for (size_t i = 0; i < node->input_count; i++)
        place->inputs[i] = make_term(here, node->inputs[i]);
    for (size_t i = 0; i < place->exit_count; i++)
        place->exits[i].when = make_row(here, node, &node->rows[i]);
}

/* ---- texts ---- */

static const struct script_value *find_value(const struct script *script,
                                             const char *name)
{
    for (size_t i = 0; i < script->value_count; i++)
        if (strcmp(script->values[i].name, name) == 0)
            return &script->values[i];
    return NULL;
}

static void add_shown(struct here *here, struct place *place, const char *name)
{
    const struct script *script = here->plan->contexts[here->context].script;
    const struct script_value *value = find_value(script, name);
    bool path = value != NULL && value->rule->op == LOGIC_VAR;
    const char *shows = path ? value->rule->path : name;
    for (size_t i = 0; i < place->shown_count; i++)
        if (strcmp(place->shown[i].name, name) == 0)
            return;
    if (strcmp(shows, "as_of") == 0)
        return;
    place->shown =
        mem_grow(place->shown, place->shown_count + 1, sizeof(*place->shown));
    struct shown *shown = &place->shown[place->shown_count++];
    *shown = (struct shown){.name = mem_copy(name), .slot = -1};
    if (value != NULL && !path)
        shown->term = make_term(here, value->rule);
    else
        shown->slot = slot_of(here, shows);
}

/* All languages hold the same braces. */
static void fill_text(struct here *here, struct place *place,
                      const char *source)
{
    char name[BRACE_SIZE];
    const char *before;
    while (source != NULL && brace_next(&source, &before, name) == BRACE_NAME)
        add_shown(here, place, name);
}

/* ---- a place ---- */

void plan_fill_place(struct plan *plan, int index)
{
    struct place *place = &plan->places[index];
    const struct node *node = place->node;
    struct here here = {plan, place->context};
    if (node->kind == NODE_TABLE)
        fill_table(&here, place);
    else if (node->kind == NODE_CHECK || node->kind == NODE_ASK)
        for (size_t i = 0; i < place->exit_count; i++)
            if (node->edges[i].when != NULL)
                place->exits[i].when = make_term(&here, node->edges[i].when);
    if (node->kind == NODE_ASK || node->kind == NODE_NOTE) /* for paths */
        place->answer =
            plan_slot(plan, sources_answer(plan->leaves->sources, node), index);
    const char *texts[] = {
        node->say.in[LANGUAGE_KK], node->note.in[LANGUAGE_KK],
        node->act.in[LANGUAGE_KK], node->because.text.in[LANGUAGE_KK]};
    for (size_t i = 0; i < COUNT(texts); i++)
        fill_text(&here, place, texts[i]);
}

void plan_clear_place(struct place *place)
{
    size_t inputs = place->inputs != NULL ? place->node->input_count : 0;
    for (size_t i = 0; i < place->exit_count; i++)
        free_term(place->exits[i].when);
    for (size_t i = 0; i < inputs; i++)
        free_term(place->inputs[i]);
    for (size_t i = 0; i < place->shown_count; i++) {
        free(place->shown[i].name);
        free_term(place->shown[i].term);
    }
    free(place->exits);
    free(place->inputs);
    free(place->shown);
    free(place->live);
    free(place->dead);
}
