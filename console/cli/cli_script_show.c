/* script show: a script as an indented tree; what stands above already is
 * named, not repeated. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_print.h"
#include "console/cli/cli_rule.h"
#include "console/cli/cli_script.h"
#include "console/desk.h"
#include "console/script/script.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

enum { STEP = 2, DEPTH_MAX = 20 };

/* One print of a tree. */
struct show {
    const struct script *script;
    const json_t *nodes; /* as in the file, where the rules stand in full */
    enum language language;
    bool *seen; /* by node */
};

static void show_clear(struct show *show)
{
    free(show->seen);
}

static int indent_of(int depth)
{
    return STEP * (depth < DEPTH_MAX ? depth : DEPTH_MAX);
}

static void print_phrase(const struct show *show, int depth, const char *word,
                         const struct phrase *phrase)
{
    const char *text = phrase->in[show->language];
    if (!text)
        return;
    AUTO_CHARS line = mem_format("%s %s", word, text);
    cli_print_text(indent_of(depth), line);
}

static void print_choices(const struct show *show, int depth,
                          const struct answer_spec *answer)
{
    for (size_t i = 0; i < answer->choice_count; i++) {
        const struct choice *choice = &answer->choices[i];
        AUTO_CHARS line = mem_format("= %s  %s", choice->code,
                                     choice->label.in[show->language]);
        cli_print_text(indent_of(depth), line);
    }
}

static void print_texts(const struct show *show, int depth,
                        const struct node *node)
{
    print_phrase(show, depth, node->kind == NODE_ASK ? "ASK" : "SAY",
                 &node->say);
    print_phrase(show, depth, "NOTE", &node->note);
    print_phrase(show, depth, "ACT", &node->act);
    print_phrase(show, depth, "BECAUSE", &node->because.text);
    if (node->because.source)
        cli_print_text(indent_of(depth), node->because.source);
    if (node->kind == NODE_ASK)
        print_choices(show, depth, &node->answer);
}

static void print_node(struct show *show, int index, int depth);

/* "1: status === "insured"": the exit's name and, where there is one, rule. */
static void print_edge(struct show *show, const struct node *node, size_t index,
                       int depth)
{
    const struct edge *edge = &node->edges[index];
    const json_t *file = json_object_get(show->nodes, node->id);
    const json_t *when = json_object_get(
        json_array_get(json_object_get(file, "next"), index), "when");
    AUTO_TEXT line = {0};
    text_format(&line, "> %s", edge->name ? edge->name : "");
    if (when) {
        text_add(&line, ": ");
        cli_rule_write(when, &line);
    }
    cli_print_text(indent_of(depth), text_chars(&line));
    print_node(show, edge->to, depth + 1);
}

/* A row of a decision table: its values, and where it leads. */
static void print_table_row(struct show *show, const struct node *node,
                            size_t index, int depth)
{
    const struct table_row_spec *row = &node->rows[index];
    AUTO_TEXT line = {0};
    text_add(&line, "> ");
    for (size_t i = 0; i < node->input_count; i++) {
        AUTO_CHARS value =
            row->is[i] ? json_canonical(row->is[i]) : mem_copy("*");
        text_format(&line, "%s%s", i ? ", " : "", value);
    }
    cli_print_text(indent_of(depth), text_chars(&line));
    print_node(show, row->to, depth + 1);
}

static void print_inputs(const struct show *show, const struct node *node,
                         int depth)
{
    const json_t *file = json_object_get(show->nodes, node->id);
    const json_t *inputs = json_object_get(file, "inputs");
    AUTO_TEXT line = {0};
    for (size_t i = 0; i < json_array_size(inputs); i++) {
        text_add(&line, i ? ", " : "BY ");
        cli_rule_write(json_array_get(inputs, i), &line);
    }
    cli_print_text(indent_of(depth), text_chars(&line));
}

static void print_exits(struct show *show, const struct node *node, int depth)
{
    for (size_t i = 0; i < node->edge_count; i++)
        print_edge(show, node, i, depth);
    if (node->row_count > 0)
        print_inputs(show, node, depth);
    for (size_t i = 0; i < node->row_count; i++)
        print_table_row(show, node, i, depth);
    if (node->unknown < 0)
        return;
    cli_print_text(indent_of(depth), "> unknown");
    print_node(show, node->unknown, depth + 1);
}

/* "id [kind] what it leads to". */
static void print_head(const struct node *node, int depth)
{
    AUTO_CHARS line =
        mem_format("%s [%s]%s%s%s%s", node->id, node_kind_name(node->kind),
                   node->script || node->code ? " " : "",
                   node->script ? node->script
                   : node->code ? node->code
                                : "",
                   node->issue ? " -> " : "", node->issue ? node->issue : "");
    cli_print_text(indent_of(depth), line);
}

static void print_node(struct show *show, int index, int depth)
{
    const struct node *node = &show->script->nodes[index];
    if (show->seen[index]) {
        AUTO_CHARS line = mem_format("%s (above)", node->id);
        cli_print_text(indent_of(depth), line);
        return;
    }
    show->seen[index] = true;
    print_head(node, depth);
    print_texts(show, depth + 1, node);
    print_exits(show, node, depth + 1);
}

static void print_script(const struct cli *cli, const struct desk *desk,
                         const struct script *script, const json_t *file)
{
    AUTO(show_clear)
    struct show show = {
        .script = script,
        .nodes = json_object_get(file, "nodes"),
        .language = desk->language,
        .seen = mem_new(script->node_count * sizeof(bool)),
    };
    if (cli->json) {
        cli_print_json(file);
        return;
    }
    AUTO_CHARS head = mem_format("%s  %s  %s", script->id, script->version,
                                 script->title.in[desk->language]);
    cli_print_text(0, head);
    print_node(&show, script->start, 0);
}

int cli_script_show(const struct cli *cli, const struct desk *desk)
{
    struct error error = {0};
    const struct script *script = scripts_find(desk->scripts, cli->words[2]);
    if (!script) {
        error_set(&error, MESSAGE_SCRIPT_NONE, "%.80s", cli->words[2]);
        return cli_fail(&error);
    }
    AUTO_CHARS path = mem_format("%s/scripts/%s.json", desk->data, script->id);
    AUTO_JSON file = json_read(path, &error);
    if (!file)
        return cli_fail(&error);
    print_script(cli, desk, script, file);
    return EXIT_OK;
}
