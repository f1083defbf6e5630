/* Checks of what rules and texts name: facts, answers, tables, values; and of
 * the kinds of values that rules compare. */
#include "console/base/brace.h"
#include "console/script/script_load.h"

#include "console/base/text.h"
#include "console/knowledge/table.h"
#include "console/script/logic_tree.h"
#include "console/script/script_name.h"
#include "console/script/script_type.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* The script that is checked now. */
struct refer {
    const struct script_loads *all;
    const struct script_load *load;
};

static bool exists(const struct refer *refer, const char *name)
{
    return script_meaning(refer->all, refer->load, name).exists;
}

/* Checks the rule at a JSON path; NULL where there is none. */
static void check_rule(const struct refer *refer, const char *where,
                       const struct logic *rule)
{
    struct data_spot spot = {&refer->load->file, where, NULL};
    if (rule != NULL)
        script_type_check(refer->all, refer->load, &spot, rule);
}

/* ---- rules ---- */

static void check_rows(const struct refer *refer, const struct node *node)
{
    for (size_t i = 0; i < node->row_count; i++)
        for (size_t j = 0; j < node->input_count; j++) {
            const struct json_t *value = node->rows[i].is[j];
            if (value == NULL || node->inputs[j] == NULL)
                continue;
            AUTO_CHARS where =
                mem_format("$.nodes.%s.rows[%zu].is[%zu]", node->id, i, j);
            struct data_spot spot = {&refer->load->file, where, value};
            script_type_check_cell(refer->all, refer->load, &spot,
                                   node->inputs[j]);
        }
}

static void check_rules(const struct refer *refer, const struct node *node)
{
    for (size_t i = 0; i < node->edge_count; i++) {
        AUTO_CHARS where = mem_format("$.nodes.%s.next[%zu].when", node->id, i);
        check_rule(refer, where, node->edges[i].when);
    }
    for (size_t i = 0; i < node->input_count; i++) {
        AUTO_CHARS where = mem_format("$.nodes.%s.inputs[%zu]", node->id, i);
        check_rule(refer, where, node->inputs[i]);
    }
    check_rows(refer, node);
}

/* ---- texts ---- */

static bool is_value(const struct script *script, const char *name)
{
    for (size_t i = 0; i < script->value_count; i++)
        if (strcmp(script->values[i].name, name) == 0)
            return true;
    return false;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(left, right);
}

/* Checks the braces of one text; *out: their names, sorted, each once. */
static void check_braces(const struct refer *refer,
                         const struct data_spot *spot, const char *source,
                         struct text *out)
{
    enum { MOST = 32 };
    char names[MOST][BRACE_SIZE];
    size_t count = 0;
    const char *at = source, *before;
    enum brace brace = BRACE_NONE;
    while (count < MOST &&
           (brace = brace_next(&at, &before, names[count])) == BRACE_NAME) {
        const char *name = names[count++];
        if (!is_value(refer->load->script, name) && !exists(refer, name))
            data_file_fault(spot, FINDING_E04, "{%s}", name);
    }
    if (brace == BRACE_BAD)
        data_file_fault(spot, FINDING_E01, N_("a brace holds no name"));
    qsort(names, count, sizeof(names[0]), by_name);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(names[i - 1], names[i]) != 0)
            text_format(out, "{%s}", names[i]);
}

static const char *or_dash(const struct text *names)
{
    return names->length > 0 ? text_chars(names) : "-";
}

static bool has_brace(const struct phrase *phrase)
{
    bool has = false;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        has = has || (phrase->in[i] != NULL && strchr(phrase->in[i], '{'));
    return has;
}

/* Each language against the first that there is. */
static void check_phrase(const struct refer *refer, const struct node *node,
                         const struct phrase *phrase, const char *member)
{
    AUTO_TEXT first = {0};
    int base = -1;
    for (int i = 0; i < LANGUAGE_COUNT && has_brace(phrase); i++) {
        const char *code = language_code((enum language)i);
        AUTO_TEXT names = {0};
        AUTO_CHARS where =
            mem_format("$.nodes.%s.%s.%s", node->id, member, code);
        struct data_spot spot = {&refer->load->file, where, NULL};
        if (phrase->in[i] == NULL)
            continue;
        check_braces(refer, &spot, phrase->in[i], base < 0 ? &first : &names);
        if (base >= 0 && strcmp(text_chars(&names), text_chars(&first)) != 0)
            data_file_fault(&spot, FINDING_E15, "%s %s, %s %s",
                            language_code((enum language)base), or_dash(&first),
                            code, or_dash(&names));
        base = base < 0 ? i : base;
    }
}

static void check_texts(const struct refer *refer, const struct node *node)
{
    check_phrase(refer, node, &node->say, "say");
    check_phrase(refer, node, &node->note, "note");
    check_phrase(refer, node, &node->act, "act");
    check_phrase(refer, node, &node->because.text, "because.text");
}

/* ---- the rest ---- */

static void check_sent(const struct refer *refer, const struct node *node)
{
    for (size_t i = 0; node->send != NULL && node->send[i] != NULL; i++) {
        AUTO_CHARS where = mem_format("$.nodes.%s.case.send[%zu]", node->id, i);
        struct data_spot spot = {&refer->load->file, where, NULL};
        if (!exists(refer, node->send[i]))
            data_file_fault(&spot, FINDING_E04, "%s", node->send[i]);
    }
}

/* The type of a table's column, for writing. */
static char *column_type(const struct refer *refer, const struct logic *rule)
{
    if (rule == NULL || rule->op != LOGIC_TABLE || refer->load->tables == NULL)
        return NULL;
    return mem_copy(table_column_type(
        refer->load->tables, json_string_value(rule->args[0]->value),
        json_string_value(rule->args[rule->count - 1]->value)));
}

static void check_values(const struct refer *refer)
{
    struct script *script = refer->load->script;
    for (size_t i = 0; i < script->value_count; i++) {
        struct script_value *value = &script->values[i];
        AUTO_CHARS where = mem_format("$.values.%s", value->name);
        struct data_spot spot = {&refer->load->file, where, NULL};
        if (refer->load->facts != NULL && exists(refer, value->name))
            data_file_fault(&spot, FINDING_E02, "%s", value->name);
        check_rule(refer, where, value->rule);
        value->type = column_type(refer, value->rule);
    }
}

static void check_script(const struct refer *refer)
{
    const struct script *script = refer->load->script;
    check_values(refer);
    for (size_t i = 0; i < script->node_count; i++) {
        check_rules(refer, &script->nodes[i]);
        check_texts(refer, &script->nodes[i]);
        check_sent(refer, &script->nodes[i]);
    }
}

void script_refer(const struct script_loads *all)
{
    for (size_t i = 0; i < all->count; i++) {
        struct refer refer = {.all = all, .load = &all->items[i]};
        check_script(&refer);
    }
}
