/* Personal values stay where they are read aloud: what is kept, sent or shown
 * to others never holds them. */
#include "console/base/brace.h"
#include "console/prove/audit.h"

#include "console/script/fact.h"
#include "console/script/logic.h"
#include "console/script/script.h"
#include "console/script/script_load.h"
#include "console/script/script_name.h"
#include "console/script/walk_state.h"

#include <string.h>

/* One place of a script that may tell something. */
struct telling {
    const struct audit *audit;
    const struct script *script;
    const char *where;
};

/* Is an answer of this name personal in the script, or in any other that may
 * have asked it? */
static bool is_personal_answer(const struct telling *telling, const char *id)
{
    const struct script_set *set = telling->audit->set;
    int own = script_node(telling->script, id);
    if (own >= 0)
        return walk_is_personal(&telling->script->nodes[own]);
    for (size_t i = 0; i < scripts_count(set); i++) {
        const struct script *script = scripts_at(set, i);
        int node = script_node(script, id);
        if (node >= 0 && walk_is_personal(&script->nodes[node]))
            return true;
    }
    return false;
}

static void check_name(const char *name, void *cookie)
{
    const struct telling *telling = cookie;
    const struct facts *facts = scripts_facts(telling->audit->set);
    int fact = facts_find(facts, name);
    bool answer = strncmp(name, SCRIPT_ANSWERS, strlen(SCRIPT_ANSWERS)) == 0;
    struct finding finding = {.code = FINDING_E24,
                              .where = (char *)telling->where,
                              .detail = (char *)name};
    if ((fact >= 0 && facts_at(facts, (size_t)fact)->personal) ||
        (answer && is_personal_answer(telling, name + strlen(SCRIPT_ANSWERS))))
        audit_add(telling->audit, telling->script, &finding);
}

/* A brace may name a value: then what its rule names is told. */
static void check_brace(const struct telling *telling, const char *name)
{
    const struct script *script = telling->script;
    for (size_t i = 0; i < script->value_count; i++)
        if (strcmp(script->values[i].name, name) == 0) {
            logic_each_var(script->values[i].rule, check_name, (void *)telling);
            return;
        }
    check_name(name, (void *)telling);
}

/* The languages hold the same braces: one stands for all. */
static void check_text(const struct audit *audit, const struct script *script,
                       const char *where, const struct phrase *phrase)
{
    struct telling telling = {audit, script, where};
    char name[BRACE_SIZE];
    const char *at = phrase->in[LANGUAGE_KK], *before;
    while (at != NULL && brace_next(&at, &before, name) == BRACE_NAME)
        check_brace(&telling, name);
}

static void check_member(const struct audit *audit, const struct script *script,
                         const struct node *node, const char *member,
                         const struct phrase *phrase)
{
    AUTO_CHARS where = mem_format("$.nodes.%s.%s", node->id, member);
    check_text(audit, script, where, phrase);
}

static void check_sent(const struct audit *audit, const struct script *script,
                       const struct node *node)
{
    for (size_t i = 0; node->send != NULL && node->send[i] != NULL; i++) {
        AUTO_CHARS where = mem_format("$.nodes.%s.case.send[%zu]", node->id, i);
        struct telling telling = {audit, script, where};
        check_name(node->send[i], &telling);
    }
}

void audit_personal(const struct audit *audit)
{
    for (size_t i = 0; i < scripts_count(audit->set); i++) {
        const struct script *script = scripts_at(audit->set, i);
        for (size_t j = 0; j < script->node_count; j++) {
            const struct node *node = &script->nodes[j];
            if (node->kind != NODE_SAY && node->kind != NODE_ASK)
                check_member(audit, script, node, "say", &node->say);
            check_member(audit, script, node, "note", &node->note);
            check_member(audit, script, node, "act", &node->act);
            check_member(audit, script, node, "because.text",
                         &node->because.text);
            check_sent(audit, script, node);
        }
    }
}
