/* The silent part of a walk: which edge or row opens, into sub-scripts and out
 * of them, up to the next node that waits. */
#include "console/script/walk_state.h"

#include "console/base/json.h"
#include "console/script/logic_tree.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* The exits of a node by number; behind the edges or rows, the unknown one. */
enum { EXIT_NONE = -1, EXIT_UNKNOWN = -2 };

/* What is gathered while rules or rows are tried. */
struct choice_made {
    int open;        /* how many opened */
    int which, also; /* the first two of them */
    bool unknown;
};

/* ---- edges ---- */

static void open_exit(struct choice_made *made, int exit)
{
    if (made->open == 0)
        made->which = exit;
    else if (made->open == 1)
        made->also = exit;
    made->open++;
}

/* What was gathered becomes one exit, or a broken walk. */
static int decide(struct walk *walk, const struct choice_made *made)
{
    if (made->open == 1)
        return made->which;
    if (made->open > 1) {
        AUTO_CHARS reason = mem_format("the ways %d and %d are both open",
                                       made->which, made->also);
        walk_break(walk, reason);
        return EXIT_NONE;
    }
    if (made->unknown && walk_node(walk)->unknown >= 0)
        return EXIT_UNKNOWN;
    walk_break(walk, made->unknown ? "a value is not known and there is no "
                                     "unknown exit"
                                   : "no way is open");
    return EXIT_NONE;
}

static int choose_edge(struct walk *walk)
{
    const struct node *node = walk_node(walk);
    struct logic_scope scope = walk_scope(walk);
    struct choice_made made = {0};
    for (size_t i = 0; i < node->edge_count; i++) {
        const struct logic *when = node->edges[i].when;
        enum logic_truth truth =
            when == NULL ? LOGIC_TRUE : logic_test(when, &scope, &walk->error);
        if (truth == LOGIC_FAILED) {
            walk_break(walk, "");
            return EXIT_NONE;
        }
        made.unknown = made.unknown || truth == LOGIC_UNKNOWN;
        if (truth == LOGIC_TRUE)
            open_exit(&made, (int)i);
        if (node->first && truth != LOGIC_FALSE)
            break;
    }
    return decide(walk, &made);
}

/* ---- rows ---- */

static void try_row(const struct node *node, int row, json_t *const *inputs,
                    struct choice_made *made)
{
    bool unknown = false;
    for (size_t i = 0; i < node->input_count; i++) {
        const json_t *is = node->rows[row].is[i];
        if (is == NULL)
            continue;
        if (inputs[i] != NULL && !logic_is_same(is, inputs[i]))
            return;
        unknown = unknown || inputs[i] == NULL;
    }
    if (unknown)
        made->unknown = true;
    else
        open_exit(made, row);
}

static bool eval_inputs(struct walk *walk, json_t **inputs)
{
    const struct node *node = walk_node(walk);
    struct logic_scope scope = walk_scope(walk);
    for (size_t i = 0; i < node->input_count; i++) {
        bool unknown;
        inputs[i] = logic_eval(node->inputs[i], &scope, &unknown, &walk->error);
        if (inputs[i] == NULL && !unknown)
            return walk_break(walk, "");
    }
    return true;
}

static int choose_row(struct walk *walk)
{
    const struct node *node = walk_node(walk);
    json_t **inputs = mem_new(node->input_count * sizeof(*inputs));
    struct choice_made made = {0};
    int exit = EXIT_NONE;
    if (eval_inputs(walk, inputs)) {
        for (size_t i = 0; i < node->row_count; i++)
            try_row(node, (int)i, inputs, &made);
        exit = decide(walk, &made);
    }
    for (size_t i = 0; i < node->input_count; i++)
        json_decref(inputs[i]);
    free(inputs);
    return exit;
}

/* ---- from node to node ---- */

/* The node that the exit leads to; the step takes the exit's name. */
static int follow(struct walk *walk, size_t step, int exit)
{
    const struct node *node = walk_node(walk);
    if (exit == EXIT_NONE)
        return -1;
    if (exit == EXIT_UNKNOWN) {
        walk->steps[step].edge = "unknown";
        return node->unknown;
    }
    if (node->kind != NODE_TABLE) {
        walk->steps[step].edge = node->edges[exit].name;
        return node->edges[exit].to;
    }
    walk->steps[step].row = exit;
    return node->rows[exit].to;
}

/* The edge of that name; EXIT_NONE when there is none. */
static int find_edge(const struct node *node, const char *name)
{
    for (size_t i = 0; i < node->edge_count; i++)
        if (strcmp(node->edges[i].name, name) == 0)
            return (int)i;
    return EXIT_NONE;
}

/* Chooses the way out of a check or table; -1 when the walk is broken. */
static int pass(struct walk *walk)
{
    walk_add_step(walk, NULL);
    int exit = walk_node(walk)->kind == NODE_TABLE ? choose_row(walk)
                                                   : choose_edge(walk);
    return follow(walk, walk->step_count - 1, exit);
}

static int pass_look(struct walk *walk)
{
    if (walk->look == NULL) {
        walk->wait = WALK_LOOK;
        return -1;
    }
    walk_add_step(walk, NULL)->source = "registry";
    int exit = find_edge(walk_node(walk), walk->look);
    return follow(walk, walk->step_count - 1, exit);
}

static int pass_sub(struct walk *walk)
{
    const char *id = walk_node(walk)->script;
    walk_add_step(walk, id);
    const struct script *script = scripts_find(walk->set, id);
    walk->frames.at[walk->frames.depth++] =
        (struct frame){.script = script, .serial = ++walk->serials};
    return script->start;
}

/* An outcome of a sub-script that is mapped goes on in its caller. */
static int pass_outcome(struct walk *walk)
{
    const char *code = walk_node(walk)->code;
    walk_add_step(walk, code);
    walk->wait = WALK_OUTCOME;
    if (walk->frames.depth == 1)
        return -1;
    const struct frame *caller = walk_frame(walk) - 1;
    const struct node *sub = &caller->script->nodes[caller->node];
    int edge = find_edge(sub, code);
    if (edge == EXIT_NONE)
        return -1;
    walk->frames.depth--;
    return sub->edges[edge].to;
}

/* Passes the node at hand if it is silent: the next node, or -1 to wait. */
static int pass_node(struct walk *walk)
{
    switch (walk_node(walk)->kind) {
    case NODE_CHECK:
    case NODE_TABLE:
        return pass(walk);
    case NODE_LOOK:
        return pass_look(walk);
    case NODE_SUB:
        return pass_sub(walk);
    case NODE_OUTCOME:
        return pass_outcome(walk);
    case NODE_SAY:
        walk->wait = WALK_SAY;
        return -1;
    case NODE_ASK:
        walk->wait = WALK_ANSWER;
        return -1;
    default:
        walk->wait = WALK_NOTE;
        return -1;
    }
}

void walk_enter(struct walk *walk, int node)
{
    while (node >= 0) {
        walk->frames.at[walk->frames.depth - 1].node = node;
        node = pass_node(walk);
    }
}

void walk_leave(struct walk *walk, size_t step)
{
    walk_enter(walk, follow(walk, step, choose_edge(walk)));
}
