/* What nothing uses: facts, answers, values of scripts, tables. */
#include "console/base/brace.h"
#include "console/prove/audit.h"

#include "console/base/text.h"
#include "console/knowledge/table.h"
#include "console/script/fact.h"
#include "console/script/logic_tree.h"
#include "console/script/script.h"
#include "console/script/script_load.h"
#include "console/script/script_name.h"

#include <jansson.h>

#include <string.h>

/* Facts, answers and tables that the program itself goes by. */
static const char *const of_program[] = {
    "region", "answers.who", "branches", "issues",        "routes",
    "rates",  "indices",     "caps",     "penalty",       "base_rate",
    "terms",  "hours",       "calendar", "calendar_years"};

/* Looks for one name in everything that scripts say. */
struct search {
    const struct script_set *set;
    const char *name;
    bool table; /* a table, not a variable */
    bool found;
};

static bool is_of_program(const char *name)
{
    for (size_t i = 0; i < COUNT(of_program); i++)
        if (strcmp(of_program[i], name) == 0)
            return true;
    return false;
}

/* ---- searching ---- */

/* A tree is LOGIC_DEPTH_MAX deep at most. */
static void search_rule(struct search *search, const struct logic *rule)
{
    if (rule == NULL || search->found)
        return;
    const char *name = !search->table && rule->op == LOGIC_VAR ? rule->path
                       : search->table && rule->op == LOGIC_TABLE
                           ? json_string_value(rule->args[0]->value)
                           : NULL;
    search->found = name != NULL && strcmp(name, search->name) == 0;
    for (size_t i = 0; i < rule->count; i++)
        search_rule(search, rule->args[i]);
}

static void search_text(struct search *search, const struct phrase *phrase)
{
    char name[BRACE_SIZE];
    const char *at = phrase->in[LANGUAGE_KK], *before;
    while (at != NULL && brace_next(&at, &before, name) == BRACE_NAME)
        search->found = search->found || strcmp(name, search->name) == 0;
}

static void search_texts(struct search *search, const struct node *node)
{
    search_text(search, &node->say);
    search_text(search, &node->note);
    search_text(search, &node->act);
    search_text(search, &node->because.text);
}

static void search_node(struct search *search, const struct node *node)
{
    for (size_t i = 0; i < node->edge_count; i++)
        search_rule(search, node->edges[i].when);
    for (size_t i = 0; i < node->input_count; i++)
        search_rule(search, node->inputs[i]);
    if (search->table)
        return;
    search_texts(search, node);
    for (char **sent = node->send; sent != NULL && *sent != NULL; sent++)
        search->found = search->found || strcmp(*sent, search->name) == 0;
}

static bool is_used(const struct script_set *set, const char *name, bool table)
{
    struct search search = {set, name, table, is_of_program(name)};
    for (size_t i = 0; i < scripts_count(set) && !search.found; i++) {
        const struct script *script = scripts_at(set, i);
        for (size_t j = 0; j < script->value_count; j++)
            search_rule(&search, script->values[j].rule);
        for (size_t j = 0; j < script->node_count && !search.found; j++)
            search_node(&search, &script->nodes[j]);
    }
    return search.found;
}

/* ---- findings ---- */

/* The script is NULL for what stands in facts.json. */
static void add(const struct audit *audit, const struct script *script,
                const char *where, const char *name)
{
    struct finding finding = {
        .code = FINDING_W26, .where = (char *)where, .detail = (char *)name};
    audit_add(audit, script, &finding);
}

/* Personal facts are for the look-up: scripts have little use for them. */
static void check_facts(const struct audit *audit)
{
    const struct facts *facts = scripts_facts(audit->set);
    for (size_t i = 0; i < facts_count(facts); i++) {
        const struct fact *fact = facts_at(facts, i);
        AUTO_CHARS where = mem_format("$.facts[%zu]", i);
        if (!fact->show && !fact->personal &&
            !is_used(audit->set, fact->name, false))
            add(audit, NULL, where, fact->name);
    }
}

static void check_values(const struct audit *audit, const struct script *script)
{
    for (size_t i = 0; i < script->value_count; i++) {
        struct search search = {.name = script->values[i].name};
        AUTO_CHARS where = mem_format("$.values.%s", search.name);
        for (size_t j = 0; j < script->node_count && !search.found; j++)
            search_texts(&search, &script->nodes[j]);
        if (!search.found)
            add(audit, script, where, search.name);
    }
}

/* A question with one way on whose answer nobody asks for again. A note is
 * kept with the call in any case. */
static void check_answers(const struct audit *audit,
                          const struct script *script)
{
    for (size_t i = 0; i < script->node_count; i++) {
        const struct node *node = &script->nodes[i];
        AUTO_CHARS name = mem_format(SCRIPT_ANSWERS "%s", node->id);
        AUTO_CHARS where = mem_format("$.nodes.%s", node->id);
        if (node->kind == NODE_ASK && !is_used(audit->set, name, false))
            add(audit, script, where, name);
    }
}

static void check_tables(const struct audit *audit)
{
    const struct tables *tables = scripts_tables(audit->set);
    const char *name;
    for (size_t i = 0;
         tables != NULL && (name = table_name_at(tables, i)) != NULL; i++) {
        struct finding finding = {.code = FINDING_W26,
                                  .file = (char *)table_path_at(tables, i),
                                  .where = "$.name",
                                  .detail = (char *)name};
        if (!is_used(audit->set, name, true))
            findings_add(audit->findings, &finding);
    }
}

void audit_use(const struct audit *audit)
{
    check_facts(audit);
    check_tables(audit);
    for (size_t i = 0; i < scripts_count(audit->set); i++) {
        check_values(audit, scripts_at(audit->set, i));
        check_answers(audit, scripts_at(audit->set, i));
    }
}
