/* Numbers for the variables of rules, so that a walk need not look for facts
 * and questions by their names. */
#include "console/script/fact.h"
#include "console/script/script_load.h"

#include <string.h>

#define ANSWERS "answers."

struct place {
    const struct script *script;
    const struct facts *facts;
};

/* An answer of a script that calls this one keeps its name: who calls is not
 * known before. */
static int find(const char *path, void *cookie)
{
    const struct place *place = cookie;
    if (strncmp(path, ANSWERS, strlen(ANSWERS)) != 0)
        return facts_find(place->facts, path) + 1;
    int node = script_node(place->script, path + strlen(ANSWERS));
    return node < 0 ? 0 : -node - 1;
}

static void number(struct logic *rule, struct place *place)
{
    if (rule != NULL)
        logic_number(rule, find, place);
}

static void number_node(struct node *node, struct place *place)
{
    for (size_t i = 0; i < node->edge_count; i++)
        number(node->edges[i].when, place);
    for (size_t i = 0; i < node->input_count; i++)
        number(node->inputs[i], place);
}

void script_number(struct script *script, const struct facts *facts)
{
    struct place place = {script, facts};
    for (size_t i = 0; i < script->node_count; i++)
        number_node(&script->nodes[i], &place);
    for (size_t i = 0; i < script->value_count; i++)
        number(script->values[i].rule, &place);
}
