/* Finding what a name means. An answer of a sub-script's callers counts when
 * every way of calling has it. */
#include "console/script/script_name.h"

#include "console/script/fact.h"
#include "console/script/script_load.h"

#include <string.h>

static bool calls(const struct script *caller, const char *id)
{
    for (size_t i = 0; i < caller->node_count; i++)
        if (caller->nodes[i].script != NULL &&
            strcmp(caller->nodes[i].script, id) == 0)
            return true;
    return false;
}

/* The question or note of this name in the script itself. */
static const struct node *find_own(const struct script *script, const char *id)
{
    int index = script_node(script, id);
    if (index < 0)
        return NULL;
    const struct node *node = &script->nodes[index];
    return node->kind == NODE_ASK || node->kind == NODE_NOTE ? node : NULL;
}

/* Has every script that calls this one (there is one) such a question, or is
 * called by such scripts alone? *node: one of them. Circles end by the depth.
 */
static bool callers_have(const struct script_loads *all, const char *script,
                         const char *id, const struct node **node, int depth)
{
    bool any = false;
    for (size_t i = 0; i < all->count && depth <= SCRIPT_NESTED_MAX; i++) {
        const struct script *caller = all->items[i].script;
        if (!calls(caller, script))
            continue;
        const struct node *own = find_own(caller, id);
        if (own == NULL && !callers_have(all, caller->id, id, node, depth + 1))
            return false;
        *node = own != NULL ? own : *node;
        any = true;
    }
    return any;
}

static struct script_meaning find_answer(const struct script_loads *all,
                                         const struct script_load *load,
                                         const char *id)
{
    const struct script *script = load->script;
    struct script_meaning meaning = {.node = find_own(script, id)};
    bool broken = !load->whole && script_node(script, id) >= 0;
    meaning.exists = meaning.node != NULL || broken ||
                     (script_node(script, id) < 0 &&
                      callers_have(all, script->id, id, &meaning.node, 0));
    return meaning;
}

struct script_meaning script_meaning(const struct script_loads *all,
                                     const struct script_load *load,
                                     const char *name)
{
    if (strcmp(name, "as_of") == 0)
        return (struct script_meaning){.exists = true};
    if (strncmp(name, SCRIPT_ANSWERS, strlen(SCRIPT_ANSWERS)) == 0)
        return find_answer(all, load, name + strlen(SCRIPT_ANSWERS));
    if (load->facts == NULL)
        return (struct script_meaning){.exists = true};
    int index = facts_find(load->facts, name);
    if (index < 0)
        return (struct script_meaning){0};
    return (struct script_meaning){
        .exists = true, .fact = facts_at(load->facts, (size_t)index)};
}
