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

int script_node(const struct script *script, const char *id)
{
    for (size_t i = 0; i < script->node_count; i++)
        if (strcmp(script->nodes[i].id, id) == 0)
            return (int)i;
    return -1;
}

void script_each_exit(const struct node *node,
                      void (*visit)(int to, void *cookie), void *cookie)
{
    for (size_t i = 0; i < node->edge_count; i++)
        visit(node->edges[i].to, cookie);
    for (size_t i = 0; i < node->row_count; i++)
        visit(node->rows[i].to, cookie);
    if (node->unknown >= 0)
        visit(node->unknown, cookie);
}

enum script_brace script_brace(const char **at, const char **before, char *name)
{
    const char *open = strchr(*at, '{');
    if (open == NULL)
        return BRACE_NONE;
    *before = open;
    size_t length = strspn(open + 1, "abcdefghijklmnopqrstuvwxyz0123456789_.");
    if (length == 0 || length >= SCRIPT_NAME_SIZE || open[1 + length] != '}')
        return BRACE_BAD;
    memcpy(name, open + 1, length);
    name[length] = '\0';
    *at = open + length + 2;
    return BRACE_NAME;
}

bool script_load_rule(const struct script_spot *spot, struct logic **out,
                      struct error *error)
{
    struct error reason = {0};
    *out = logic_new(spot->json, LOGIC_SCRIPT, &reason);
    if (*out != NULL)
        return true;
    size_t inside = strcspn(reason.detail, ": ");
    AUTO_CHARS where =
        mem_format("%s%.*s", spot->where, (int)inside - 1, reason.detail + 1);
    struct script_spot inner = {spot->file, where, NULL};
    return script_file_fault(&inner, error, "%s", reason.detail + inside + 2);
}
