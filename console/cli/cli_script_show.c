/* script show: a script as an indented tree, with its texts or without; what
 * stands above already is named, not repeated. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_print.h"
#include "console/cli/cli_script.h"
#include "console/desk.h"
#include "console/script/rule_write.h"
#include "console/script/script.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

enum { STEP = 2, DEPTH_MAX = 20 };

/* One print of a tree. */
struct show {
    const struct script_set *set;
    const struct script *script;
    enum language language;
    bool texts;
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

static struct rule_place place_of(const struct show *show,
                                  const struct node *node)
{
    return (struct rule_place){.set = show->set,
                               .script = show->script,
                               .node = node,
                               .language = show->language};
}

/* "> 1: Status = Insured": the exit's name and, where there is one, rule. */
static void print_edge(struct show *show, const struct node *node, size_t index,
                       int depth)
{
    const struct edge *edge = &node->edges[index];
    const struct rule_place place = place_of(show, node);
    AUTO_TEXT line = {0};
    text_format(&line, "> %s", edge->name ? edge->name : "");
    if (edge->when) {
        text_add(&line, ": ");
        rule_write(&place, edge->when, &line);
    }
    cli_print_text(indent_of(depth), text_chars(&line));
    print_node(show, edge->to, depth + 1);
}

/* A row of a decision table: what it asks for, and where it leads. */
static void print_table_row(struct show *show, const struct node *node,
                            size_t index, int depth)
{
    const struct rule_place place = place_of(show, node);
    AUTO_TEXT line = {0};
    text_format(&line, "> %zu: ", index);
    rule_write_row(&place, index, &line);
    cli_print_text(indent_of(depth), text_chars(&line));
    print_node(show, node->rows[index].to, depth + 1);
}

static void print_exits(struct show *show, const struct node *node, int depth)
{
    for (size_t i = 0; i < node->edge_count; i++)
        print_edge(show, node, i, depth);
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
    if (show->texts)
        print_texts(show, depth + 1, node);
    print_exits(show, node, depth + 1);
}

void cli_script_tree(const struct desk *desk, const struct script *script,
                     bool texts)
{
    AUTO(show_clear)
    struct show show = {
        .set = desk->scripts,
        .script = script,
        .language = desk->language,
        .texts = texts,
        .seen = mem_new(script->node_count * sizeof(bool)),
    };
    AUTO_CHARS head = mem_format("%s  %s  %s", script->id, script->version,
                                 script->title.in[desk->language]);
    cli_print_text(0, head);
    print_node(&show, script->start, 0);
}

static int print_file(const struct script *script)
{
    struct error error = {0};
    AUTO_JSON file = json_read(script->file, &error);
    if (!file)
        return cli_fail(&error);
    cli_print_json(file);
    return EXIT_OK;
}

int cli_script_show(const struct cli *cli, const struct desk *desk)
{
    struct error error = {0};
    const struct script *script = scripts_find(desk->scripts, cli->words[2]);
    if (!script) {
        error_set(&error, MESSAGE_SCRIPT_NONE, "%.80s", cli->words[2]);
        return cli_fail(&error);
    }
    if (cli->json)
        return print_file(script);
    if (cli_given(cli, CLI_BOOKLET))
        cli_script_booklet(desk, script);
    else
        cli_script_tree(desk, script, true);
    return EXIT_OK;
}
