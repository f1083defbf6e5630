/* Checks over graphs: every node can be reached, nothing leads in a circle,
 * also not through sub-scripts, and sub-scripts have the outcomes mapped. */
#include "console/script/script_load.h"

#include <stdlib.h>
#include <string.h>

/* A walk over all nodes at once: `open` holds those still to be visited. */
struct sweep {
    const struct script *script;
    bool *reached;
    int *open;
    size_t count;
};

static void reach(int to, void *cookie)
{
    struct sweep *sweep = cookie;
    if (sweep->reached[to])
        return;
    sweep->reached[to] = true;
    sweep->open[sweep->count++] = to;
}

/* Fills reached[node_count]. */
static void reach_all(const struct script *script, bool *reached)
{
    struct sweep sweep = {.script = script, .reached = reached};
    sweep.open = mem_new((script->node_count + 1) * sizeof(int));
    if (script->start >= 0)
        reach(script->start, &sweep);
    while (sweep.count > 0) {
        int from = sweep.open[--sweep.count];
        script_each_exit(&script->nodes[from], reach, &sweep);
    }
    free(sweep.open);
}

static void fault_node(const struct script_load *load, int node,
                       enum finding_code code)
{
    const char *id = load->script->nodes[node].id;
    AUTO_CHARS where = mem_format("$.nodes.%s", id);
    struct data_spot spot = {&load->file, where, NULL};
    data_file_fault(&spot, code, "%s", id);
}

/* Where a way is broken nobody knows what it should have reached. */
static void check_reached(const struct script_load *load)
{
    const struct script *script = load->script;
    if (!load->whole)
        return;
    bool *reached = mem_new(script->node_count * sizeof(bool));
    reach_all(script, reached);
    for (size_t i = 0; i < script->node_count; i++)
        if (!reached[i])
            fault_node(load, (int)i, FINDING_E07);
    free(reached);
}

/* ---- circles ---- */

/* Links between things by number; what has no link in is taken off again and
 * again, what is left leads in a circle. */
struct links {
    int (*pairs)[2]; /* from, to */
    size_t count;
    int from;
    int *in; /* links into each thing */
};

static void add_link(struct links *links, int from, int to)
{
    links->pairs =
        mem_grow(links->pairs, links->count + 1, sizeof(*links->pairs));
    links->pairs[links->count][0] = from;
    links->pairs[links->count++][1] = to;
}

static void visit_link(int to, void *cookie)
{
    struct links *links = cookie;
    add_link(links, links->from, to);
}

/* Takes `thing` off: those it leads to lose a link. */
static void take_off(struct links *links, int thing)
{
    links->in[thing] = -1;
    for (size_t i = 0; i < links->count; i++)
        if (links->pairs[i][0] == thing)
            links->in[links->pairs[i][1]]--;
}

/* A thing that is still there and leads to `thing`. */
static int find_before(const struct links *links, int thing)
{
    for (size_t i = 0; i < links->count; i++)
        if (links->pairs[i][1] == thing && links->in[links->pairs[i][0]] > 0)
            return links->pairs[i][0];
    return thing;
}

/* A thing of a circle, or -1. */
static int find_circle(struct links *links, size_t things)
{
    links->in = mem_new((things + 1) * sizeof(int));
    for (size_t i = 0; i < links->count; i++)
        links->in[links->pairs[i][1]]++;
    for (size_t i = 0; i < things; i++)
        if (links->in[i] == 0) {
            take_off(links, (int)i);
            i = (size_t)-1; /* from the beginning again */
        }
    int found = -1;
    for (size_t i = 0; i < things && found < 0; i++)
        found = links->in[i] > 0 ? (int)i : -1;
    /* Going backwards long enough ends inside the circle. */
    for (size_t i = 0; i < things && found >= 0; i++)
        found = find_before(links, found);
    free(links->in);
    return found;
}

/* Cuts what leads to a thing, so that its circle is found once. */
static void cut(struct links *links, int thing)
{
    size_t left = 0;
    for (size_t i = 0; i < links->count; i++)
        if (links->pairs[i][1] != thing)
            memmove(links->pairs[left++], links->pairs[i],
                    sizeof(*links->pairs));
    links->count = left;
}

static void check_circles(const struct script_load *load)
{
    const struct script *script = load->script;
    struct links links = {0};
    int found;
    for (size_t i = 0; i < script->node_count; i++) {
        links.from = (int)i;
        script_each_exit(&script->nodes[i], visit_link, &links);
    }
    while ((found = find_circle(&links, script->node_count)) >= 0) {
        fault_node(load, found, FINDING_E12);
        cut(&links, found);
    }
    free(links.pairs);
}

/* ---- sub-scripts ---- */

static int find_script(const struct script_loads *all, const char *id)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].script->id, id) == 0)
            return (int)i;
    return -1;
}

static bool has_outcome(const struct script *script, const char *code)
{
    for (size_t i = 0; i < script->node_count; i++) {
        const struct node *node = &script->nodes[i];
        if (node->kind == NODE_OUTCOME && node->code != NULL &&
            strcmp(node->code, code) == 0)
            return true;
    }
    return false;
}

/* The codes that are mapped; a sub-script in pieces may have them. */
static void check_mapped(const struct script_load *load,
                         const struct node *node, const struct script_load *sub)
{
    for (size_t i = 0; i < node->edge_count; i++) {
        const char *code = node->edges[i].name;
        if (!sub->whole || has_outcome(sub->script, code))
            continue;
        AUTO_CHARS where = mem_format("$.nodes.%s.next.%s", node->id, code);
        struct data_spot spot = {&load->file, where, NULL};
        data_file_fault(&spot, FINDING_E23, N_("%s has no outcome %.60s"),
                        node->script, code);
    }
}

/* Checks a sub node and links its script; false when there is none. */
static bool check_sub(const struct script_loads *all, int caller,
                      const struct node *node, struct links *links)
{
    const struct script_load *load = &all->items[caller];
    AUTO_CHARS where = mem_format("$.nodes.%s.script", node->id);
    struct data_spot spot = {&load->file, where, NULL};
    int sub = find_script(all, node->script);
    if (sub < 0)
        return data_file_fault(&spot, FINDING_E23,
                               N_("there is no script %.60s"), node->script);
    add_link(links, caller, sub);
    check_mapped(load, node, &all->items[sub]);
    return true;
}

/* False where a file is broken, so that nobody knows all who are called. */
static bool link_subs(const struct script_loads *all, struct links *links)
{
    bool whole = true;
    for (size_t i = 0; i < all->count; i++) {
        const struct script *script = all->items[i].script;
        whole = whole && all->items[i].whole;
        for (size_t j = 0; j < script->node_count; j++)
            if (script->nodes[j].script != NULL)
                whole =
                    check_sub(all, (int)i, &script->nodes[j], links) && whole;
    }
    return whole;
}

/* How deep scripts call one another below each: worked out in as many rounds
 * as are allowed. */
static void check_depth(const struct script_loads *all,
                        const struct links *links)
{
    int *depth = mem_new((all->count + 1) * sizeof(int));
    int deepest = -1;
    for (int round = 0; round <= SCRIPT_NESTED_MAX; round++)
        for (size_t i = 0; i < links->count; i++) {
            int from = links->pairs[i][0];
            int below = depth[links->pairs[i][1]] + 1;
            depth[from] = below > depth[from] ? below : depth[from];
            deepest = depth[from] > SCRIPT_NESTED_MAX ? from : deepest;
        }
    free(depth);
    if (deepest < 0)
        return;
    struct data_spot spot = {&all->items[deepest].file, "$", NULL};
    data_file_fault(&spot, FINDING_E23,
                    N_("more than %d scripts within one another"),
                    SCRIPT_NESTED_MAX);
}

/* A script that no call starts with and none calls is never used. */
static void check_called(const struct script_loads *all,
                         const struct links *links)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct script_load *load = &all->items[i];
        struct data_spot spot = {&load->file, "$", NULL};
        bool called =
            load->script->entry || strcmp(load->script->id, SCRIPT_MAIN) == 0;
        for (size_t j = 0; j < links->count && !called; j++)
            called = links->pairs[j][1] == (int)i;
        if (!called)
            data_file_fault(&spot, FINDING_E07, "%s", load->script->id);
    }
}

static void check_calls(const struct script_loads *all)
{
    struct links links = {0};
    bool circles = false;
    int found;
    if (link_subs(all, &links))
        check_called(all, &links);
    while ((found = find_circle(&links, all->count)) >= 0) {
        struct data_spot spot = {&all->items[found].file, "$", NULL};
        data_file_fault(&spot, FINDING_E12, "%s", all->items[found].script->id);
        cut(&links, found);
        circles = true;
    }
    if (!circles)
        check_depth(all, &links);
    free(links.pairs);
}

/* ---- outcomes ---- */

static bool is_taken(const struct script *script, size_t index)
{
    const char *code = script->nodes[index].code;
    for (size_t i = 0; i < index; i++)
        if (script->nodes[i].code != NULL &&
            strcmp(script->nodes[i].code, code) == 0)
            return true;
    return false;
}

static void check_codes(const struct script_load *load)
{
    const struct script *script = load->script;
    for (size_t i = 0; i < script->node_count; i++) {
        const struct node *node = &script->nodes[i];
        if (node->code == NULL || !is_taken(script, i))
            continue;
        AUTO_CHARS where = mem_format("$.nodes.%s.code", node->id);
        struct data_spot spot = {&load->file, where, NULL};
        data_file_fault(&spot, FINDING_E02, "%s", node->code);
    }
}

void script_check(const struct script_loads *all)
{
    for (size_t i = 0; i < all->count; i++) {
        check_reached(&all->items[i]);
        check_circles(&all->items[i]);
        check_codes(&all->items[i]);
    }
    check_calls(all);
}
