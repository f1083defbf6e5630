/* Checks over graphs: every node can be reached, nothing leads in a circle,
 * also not through sub-scripts, and sub-scripts have the outcomes mapped. */
#include "console/script/script_load.h"

#include "console/base/error.h"

#include <stdlib.h>
#include <string.h>

/* A walk over all nodes at once: `open` holds those still to be visited. */
struct sweep {
    const struct script *script;
    bool *reached;
    int *open;
    size_t count;
    int avoid;
};

static void reach(int to, void *cookie)
{
    struct sweep *sweep = cookie;
    if (to == sweep->avoid || sweep->reached[to])
        return;
    sweep->reached[to] = true;
    sweep->open[sweep->count++] = to;
}

void script_check_reach(const struct script *script, int avoid, bool *reached)
{
    struct sweep sweep = {.script = script, .reached = reached, .avoid = avoid};
    sweep.open = mem_new(script->node_count * sizeof(int));
    memset(reached, 0, script->node_count * sizeof(bool));
    reach(script->start, &sweep);
    while (sweep.count > 0) {
        int from = sweep.open[--sweep.count];
        script_each_exit(&script->nodes[from], reach, &sweep);
    }
    free(sweep.open);
}

static bool check_reached(const struct script_load *load, struct error *error)
{
    const struct script *script = load->script;
    bool *reached = mem_new(script->node_count * sizeof(bool));
    script_check_reach(script, -1, reached);
    size_t i = 0;
    while (i < script->node_count && reached[i])
        i++;
    free(reached);
    if (i == script->node_count)
        return true;
    AUTO_CHARS where = mem_format("$.nodes.%s", script->nodes[i].id);
    struct script_spot spot = {&load->file, where, NULL};
    return script_file_fault(&spot, error, "no way leads here from the start");
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

static bool check_circle(const struct script_load *load, struct error *error)
{
    const struct script *script = load->script;
    struct links links = {0};
    for (size_t i = 0; i < script->node_count; i++) {
        links.from = (int)i;
        script_each_exit(&script->nodes[i], visit_link, &links);
    }
    int found = find_circle(&links, script->node_count);
    free(links.pairs);
    if (found < 0)
        return true;
    AUTO_CHARS where = mem_format("$.nodes.%s", script->nodes[found].id);
    struct script_spot spot = {&load->file, where, NULL};
    return script_file_fault(&spot, error, "the way leads in a circle");
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
    for (size_t i = 0; i < script->node_count; i++)
        if (script->nodes[i].kind == NODE_OUTCOME &&
            strcmp(script->nodes[i].code, code) == 0)
            return true;
    return false;
}

/* Checks a sub node and links its script. */
static bool check_sub(const struct script_loads *all, int caller,
                      const struct node *node, struct links *links,
                      struct error *error)
{
    const struct script_load *load = &all->items[caller];
    AUTO_CHARS where = mem_format("$.nodes.%s", node->id);
    struct script_spot spot = {&load->file, where, NULL};
    int sub = find_script(all, node->script);
    if (sub < 0)
        return script_file_fault(&spot, error, "there is no script %.60s",
                                 node->script);
    add_link(links, caller, sub);
    for (size_t i = 0; i < node->edge_count; i++)
        if (!has_outcome(all->items[sub].script, node->edges[i].name))
            return script_file_fault(&spot, error,
                                     "%s has no outcome with the code %.60s",
                                     node->script, node->edges[i].name);
    return true;
}

static bool link_subs(const struct script_loads *all, struct links *links,
                      struct error *error)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct script *script = all->items[i].script;
        for (size_t j = 0; j < script->node_count; j++)
            if (script->nodes[j].kind == NODE_SUB &&
                !check_sub(all, (int)i, &script->nodes[j], links, error))
                return false;
    }
    return true;
}

/* How deep scripts call one another below each: worked out in as many rounds
 * as are allowed. */
static bool check_depth(const struct script_loads *all,
                        const struct links *links, struct error *error)
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
        return true;
    struct script_spot spot = {&all->items[deepest].file, "$", NULL};
    return script_file_fault(&spot, error,
                             "more than %d scripts within one another",
                             SCRIPT_NESTED_MAX);
}

static bool check_nesting(const struct script_loads *all, struct links *links,
                          struct error *error)
{
    int found = find_circle(links, all->count);
    if (found < 0)
        return check_depth(all, links, error);
    struct script_spot spot = {&all->items[found].file, "$", NULL};
    return script_file_fault(&spot, error, "the sub-scripts lead in a circle");
}

static bool check_calls(const struct script_loads *all, struct error *error)
{
    struct links links = {0};
    bool good =
        link_subs(all, &links, error) && check_nesting(all, &links, error);
    free(links.pairs);
    return good;
}

/* ---- outcomes ---- */

static bool check_codes(const struct script_load *load, struct error *error)
{
    const struct script *script = load->script;
    for (size_t i = 0; i < script->node_count; i++)
        for (size_t j = 0; j < i; j++) {
            const struct node *one = &script->nodes[i];
            const struct node *other = &script->nodes[j];
            if (one->code == NULL || other->code == NULL ||
                strcmp(one->code, other->code) != 0)
                continue;
            AUTO_CHARS where = mem_format("$.nodes.%s.code", one->id);
            struct script_spot spot = {&load->file, where, NULL};
            return script_file_fault(&spot, error, "the code stands twice");
        }
    return true;
}

bool script_check(const struct script_loads *all, struct error *error)
{
    for (size_t i = 0; i < all->count; i++)
        if (!check_reached(&all->items[i], error) ||
            !check_circle(&all->items[i], error) ||
            !check_codes(&all->items[i], error))
            return false;
    return check_calls(all, error);
}
