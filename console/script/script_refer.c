/* Checks of what rules and texts name: facts, answers, tables, values; and of
 * the unknown exit wherever a rule can meet a value that is not known. */
#include "console/script/script_load.h"

#include "console/base/error.h"
#include "console/base/text.h"
#include "console/knowledge/table.h"
#include "console/script/fact.h"
#include "console/script/logic_tree.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#define ANSWERS "answers."

/* What is checked now: rules and texts of one node (-1: of the values). */
struct refer {
    const struct script_loads *all;
    const struct script_load *load;
    int node;
    bool maybe; /* a rule met a variable that can be unknown */
    struct error *error;
};

/* What a name is to a node. */
struct meaning {
    bool exists;
    bool asked;   /* an answer that every way to the node asks */
    bool certain; /* never unknown when it is used in a rule */
};

/* ---- names ---- */

static bool has_answer(const struct node *node)
{
    return node->kind == NODE_ASK || node->kind == NODE_NOTE;
}

static bool calls(const struct script *caller, const char *id)
{
    for (size_t i = 0; i < caller->node_count; i++)
        if (caller->nodes[i].script != NULL &&
            strcmp(caller->nodes[i].script, id) == 0)
            return true;
    return false;
}

/* Has every script that calls this one (there is one) such a question, or is
 * called by such scripts alone? No circle: checked before. */
static bool callers_have(const struct script_loads *all, const char *script,
                         const char *id, int depth)
{
    bool any = false;
    for (size_t i = 0; i < all->count && depth <= SCRIPT_NESTED_MAX; i++) {
        const struct script *caller = all->items[i].script;
        if (!calls(caller, script))
            continue;
        int node = script_node(caller, id);
        bool own = node >= 0 && has_answer(&caller->nodes[node]);
        if (!own && !callers_have(all, caller->id, id, depth + 1))
            return false;
        any = true;
    }
    return any;
}

/* Does every way to the node at hand ask this question before? */
static bool is_asked(const struct refer *refer, int question)
{
    const struct script *script = refer->load->script;
    bool *reached = mem_new(script->node_count * sizeof(bool));
    script_check_reach(script, question, reached);
    bool asked = refer->node >= 0 && !reached[refer->node];
    free(reached);
    return asked;
}

static struct meaning find_answer(const struct refer *refer, const char *id)
{
    const struct script *script = refer->load->script;
    int question = script_node(script, id);
    if (question < 0)
        return (struct meaning){.exists =
                                    callers_have(refer->all, script->id, id, 0),
                                .asked = true};
    const struct node *node = &script->nodes[question];
    bool asked = is_asked(refer, question);
    return (struct meaning){.exists = has_answer(node),
                            .asked = asked,
                            .certain = asked && !node->answer.dont_know};
}

static struct meaning find_name(const struct refer *refer, const char *name)
{
    if (strcmp(name, "as_of") == 0)
        return (struct meaning){true, true, true};
    if (strncmp(name, ANSWERS, strlen(ANSWERS)) == 0)
        return find_answer(refer, name + strlen(ANSWERS));
    bool fact = facts_find(refer->load->facts, name) >= 0;
    return (struct meaning){.exists = fact, .asked = true};
}

/* ---- rules ---- */

static bool check_table(const struct refer *refer,
                        const struct script_spot *spot,
                        const struct logic *rule)
{
    const char *table = json_string_value(rule->args[0]->value);
    const char *column = json_string_value(rule->args[rule->count - 1]->value);
    if (refer->load->tables != NULL &&
        table_column_type(refer->load->tables, table, column) != NULL)
        return true;
    return script_file_fault(spot, refer->error,
                             "there is no table %.60s with a column %.60s",
                             table, column);
}

/* Checks a rule and those within it; a tree is LOGIC_DEPTH_MAX deep at most. */
static bool check_rule(struct refer *refer, const struct script_spot *spot,
                       const struct logic *rule, bool known)
{
    if (rule->op == LOGIC_TABLE && !check_table(refer, spot, rule))
        return false;
    if (rule->op == LOGIC_VAR) {
        struct meaning meaning = find_name(refer, rule->path);
        if (!meaning.exists)
            return script_file_fault(spot, refer->error,
                                     "there is no fact or answer %.80s",
                                     rule->path);
        refer->maybe = refer->maybe || !(meaning.certain || known);
    }
    for (size_t i = 0; i < rule->count; i++)
        if (!check_rule(refer, spot, rule->args[i],
                        known || rule->op == LOGIC_KNOWN))
            return false;
    return true;
}

/* The rules of a node. A question's own edges may use its answer. */
static bool check_edges(struct refer *refer, const struct node *node)
{
    for (size_t i = 0; i < node->edge_count; i++) {
        AUTO_CHARS where = mem_format("$.nodes.%s.next[%zu].when", node->id, i);
        struct script_spot spot = {&refer->load->file, where, NULL};
        const struct logic *when = node->edges[i].when;
        if (when != NULL && !check_rule(refer, &spot, when, false))
            return false;
        refer->maybe = refer->maybe || (when != NULL && node->answer.dont_know);
    }
    for (size_t i = 0; i < node->input_count; i++) {
        AUTO_CHARS where = mem_format("$.nodes.%s.inputs[%zu]", node->id, i);
        struct script_spot spot = {&refer->load->file, where, NULL};
        if (!check_rule(refer, &spot, node->inputs[i], false))
            return false;
    }
    return true;
}

static bool check_rules(struct refer *refer, const struct node *node)
{
    refer->maybe = false;
    if (!check_edges(refer, node))
        return false;
    if (!refer->maybe || node->unknown >= 0)
        return true;
    AUTO_CHARS where = mem_format("$.nodes.%s", node->id);
    struct script_spot spot = {&refer->load->file, where, NULL};
    return script_file_fault(&spot, refer->error,
                             "needs an unknown exit, a rule can meet a value "
                             "that is not known");
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

/* Is every answer that the rule names asked on every way to the node? */
static bool all_asked(const struct refer *refer, const struct logic *rule)
{
    if (rule->op == LOGIC_VAR)
        return find_name(refer, rule->path).asked;
    for (size_t i = 0; i < rule->count; i++)
        if (!all_asked(refer, rule->args[i]))
            return false;
    return true;
}

static bool check_brace(struct refer *refer, const struct script_spot *spot,
                        const char *name)
{
    const struct script_value *value = find_value(refer->load->script, name);
    struct meaning meaning = {.exists = true};
    if (value != NULL)
        meaning.asked = all_asked(refer, value->rule);
    else
        meaning = find_name(refer, name);
    /* The question itself is reached before it is answered. */
    AUTO_CHARS own =
        mem_format(ANSWERS "%s", refer->load->script->nodes[refer->node].id);
    if (!meaning.exists)
        return script_file_fault(spot, refer->error, "nothing is called {%s}",
                                 name);
    return (meaning.asked && strcmp(own, name) != 0) ||
           script_file_fault(spot, refer->error,
                             "some way here does not ask {%s}", name);
}

static int by_name(const void *left, const void *right)
{
    return strcmp(left, right);
}

/* Checks the braces of one text; *out: their names, sorted, each once. */
static bool check_braces(struct refer *refer, const struct script_spot *spot,
                         const char *source, struct text *out)
{
    enum { MOST = 32 };
    char names[MOST][SCRIPT_NAME_SIZE];
    size_t count = 0;
    const char *at = source, *before;
    enum script_brace brace;
    while (count < MOST &&
           (brace = script_brace(&at, &before, names[count])) != BRACE_NONE) {
        if (brace == BRACE_BAD)
            return script_file_fault(spot, refer->error,
                                     "a brace holds no name");
        if (!check_brace(refer, spot, names[count++]))
            return false;
    }
    qsort(names, count, sizeof(names[0]), by_name);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(names[i - 1], names[i]) != 0)
            text_format(out, "{%s}", names[i]);
    return true;
}

static bool check_phrase(struct refer *refer, const struct phrase *phrase,
                         const char *member)
{
    if (phrase->in[LANGUAGE_KK] == NULL)
        return true;
    AUTO_CHARS where = mem_format(
        "$.nodes.%s.%s", refer->load->script->nodes[refer->node].id, member);
    struct script_spot spot = {&refer->load->file, where, NULL};
    AUTO_TEXT first = {0};
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        AUTO_TEXT names = {0};
        if (!check_braces(refer, &spot, phrase->in[i], i ? &names : &first))
            return false;
        if (i > 0 && strcmp(text_chars(&names), text_chars(&first)) != 0)
            return script_file_fault(
                &spot, refer->error, "kk has the braces %s and %s has %s",
                text_chars(&first), language_code((enum language)i),
                text_chars(&names));
    }
    return true;
}

static bool check_texts(struct refer *refer, const struct node *node)
{
    return check_phrase(refer, &node->say, "say") &&
           check_phrase(refer, &node->note, "note") &&
           check_phrase(refer, &node->act, "act") &&
           check_phrase(refer, &node->because.text, "because.text");
}

/* ---- the rest ---- */

static bool check_sent(struct refer *refer, const struct node *node)
{
    for (size_t i = 0; node->send != NULL && node->send[i] != NULL; i++) {
        AUTO_CHARS where = mem_format("$.nodes.%s.case.send[%zu]", node->id, i);
        struct script_spot spot = {&refer->load->file, where, NULL};
        if (!find_name(refer, node->send[i]).exists)
            return script_file_fault(&spot, refer->error,
                                     "there is no fact or answer %.80s",
                                     node->send[i]);
    }
    return true;
}

/* Checks the values; keeps the column's type, for writing. */
static bool check_values(struct refer *refer)
{
    struct script *script = refer->load->script;
    refer->node = -1;
    for (size_t i = 0; i < script->value_count; i++) {
        struct script_value *value = &script->values[i];
        const struct logic *rule = value->rule;
        AUTO_CHARS where = mem_format("$.values.%s", value->name);
        struct script_spot spot = {&refer->load->file, where, NULL};
        if (find_name(refer, value->name).exists)
            return script_file_fault(&spot, refer->error,
                                     "a fact has this name");
        if (!check_rule(refer, &spot, rule, false))
            return false;
        if (rule->op == LOGIC_TABLE)
            value->type = mem_copy(table_column_type(
                refer->load->tables, json_string_value(rule->args[0]->value),
                json_string_value(rule->args[rule->count - 1]->value)));
    }
    return true;
}

static bool check_script(struct refer *refer)
{
    const struct script *script = refer->load->script;
    if (!check_values(refer))
        return false;
    for (size_t i = 0; i < script->node_count; i++) {
        const struct node *node = &script->nodes[i];
        refer->node = (int)i;
        if (!check_rules(refer, node) || !check_texts(refer, node) ||
            !check_sent(refer, node))
            return false;
    }
    return true;
}

bool script_refer(const struct script_loads *all, struct error *error)
{
    for (size_t i = 0; i < all->count; i++) {
        struct refer refer = {
            .all = all, .load = &all->items[i], .error = error};
        if (!check_script(&refer))
            return false;
    }
    return true;
}
