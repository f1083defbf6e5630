/* Small services over scripts: compiling a rule with its place, freeing,
 * finding a node, its exits, and the names in braces of a text. */
#include "console/script/script_load.h"

#include "console/base/error.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

static void clear_rows(struct node *node)
{
    for (size_t i = 0; i < node->row_count; i++) {
        struct table_row_spec *row = &node->rows[i];
        for (size_t j = 0; row->is != NULL && j < node->input_count; j++)
            json_decref(row->is[j]);
        free(row->is);
    }
    free(node->rows);
    for (size_t i = 0; i < node->input_count; i++)
        logic_free(node->inputs[i]);
    free(node->inputs);
}

static void clear_node(struct node *node)
{
    for (size_t i = 0; i < node->edge_count; i++) {
        logic_free(node->edges[i].when);
        free(node->edges[i].name);
    }
    free(node->edges);
    clear_rows(node);
    for (size_t i = 0; node->send != NULL && node->send[i] != NULL; i++)
        free(node->send[i]);
    free(node->send);
    phrase_clear(&node->say);
    phrase_clear(&node->note);
    phrase_clear(&node->act);
    phrase_clear(&node->because.text);
    free(node->because.source);
    free(node->because.read);
    script_answer_clear(&node->answer);
    free(node->script);
    free(node->code);
    free(node->issue);
    free(node->id);
}

void script_free(struct script *script)
{
    if (script == NULL)
        return;
    for (size_t i = 0; i < script->node_count; i++)
        clear_node(&script->nodes[i]);
    free(script->nodes);
    for (size_t i = 0; i < script->value_count; i++) {
        free(script->values[i].name);
        free(script->values[i].type);
        logic_free(script->values[i].rule);
    }
    free(script->values);
    free(script->id);
    free(script->version);
    free(script->file);
    phrase_clear(&script->title);
    free(script);
}

enum fact_type node_answer_type(const struct node *node)
{
    static const enum fact_type types[] = {
        [ANSWER_CHOICE] = FACT_CODE,        [ANSWER_MULTI] = FACT_CODES,
        [ANSWER_YESNO] = FACT_BOOL,         [ANSWER_INT] = FACT_INT,
        [ANSWER_MONEY] = FACT_MONEY,        [ANSWER_DATE] = FACT_DATE,
        [ANSWER_MONTH] = FACT_MONTH,        [ANSWER_PHONE] = FACT_TEXT,
        [ANSWER_PERSON_NUMBER] = FACT_TEXT, [ANSWER_BRANCH] = FACT_TEXT,
        [ANSWER_TEXT] = FACT_TEXT,
    };
    return node->kind == NODE_NOTE ? FACT_TEXT : types[node->answer.type];
}

int script_node(const struct script *script, const char *id)
{
    for (size_t i = 0; i < script->node_count; i++)
        if (strcmp(script->nodes[i].id, id) == 0)
            return (int)i;
    return -1;
}

static void visit_one(int to, void (*visit)(int to, void *cookie), void *cookie)
{
    if (to >= 0)
        visit(to, cookie);
}

void script_each_exit(const struct node *node,
                      void (*visit)(int to, void *cookie), void *cookie)
{
    for (size_t i = 0; i < node->edge_count; i++)
        visit_one(node->edges[i].to, visit, cookie);
    for (size_t i = 0; i < node->row_count; i++)
        visit_one(node->rows[i].to, visit, cookie);
    visit_one(node->unknown, visit, cookie);
}

struct logic *script_load_rule(const struct data_spot *spot)
{
    struct error reason = {0};
    struct logic *rule = logic_new(spot->json, LOGIC_SCRIPT, &reason);
    if (rule != NULL)
        return rule;
    size_t inside = strcspn(reason.detail, ": ");
    AUTO_CHARS where =
        mem_format("%s%.*s", spot->where, (int)inside - 1, reason.detail + 1);
    struct data_spot inner = {spot->file, where, NULL};
    data_file_fault(&inner, FINDING_E01, "%s", reason.detail + inside + 2);
    return NULL;
}
