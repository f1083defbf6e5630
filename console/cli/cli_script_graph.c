/* script graph: scripts in the language of dot (Graphviz), each way with its
 * condition; outcomes by who acts, sub-scripts as boxes. */
#include "console/base/error.h"
#include "console/base/text.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_print.h"
#include "console/cli/cli_script.h"
#include "console/desk.h"
#include "console/script/rule_write.h"
#include "console/script/script.h"

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Cells of a line in a node and at a way; lines of a text in a node. */
enum { NODE_CELLS = 34, EDGE_CELLS = 26, LINES_MAX = 4 };

struct graph {
    const struct script_set *set;
    const struct script *script;
    enum language language;
};

/* How a node of a kind looks. */
static const char *const looks[] = {
    [NODE_SAY] = "shape=box, fillcolor=\"#ffffff\"",
    [NODE_ASK] = "shape=box, fillcolor=\"#e3eefb\"",
    [NODE_CHECK] = "shape=diamond, fillcolor=\"#f4f4f4\"",
    [NODE_TABLE] = "shape=hexagon, fillcolor=\"#f4f4f4\"",
    [NODE_LOOK] = "shape=cylinder, fillcolor=\"#f4f4f4\"",
    [NODE_NOTE] = "shape=note, fillcolor=\"#ffffff\"",
    [NODE_SUB] = "shape=box, peripheries=2, fillcolor=\"#ece6f7\"",
};

/* Who acts: a branch (there is a case), or nobody of ours. */
static const char *look_of(const struct node *node)
{
    if (node->kind != NODE_OUTCOME)
        return looks[node->kind];
    return node->issue
               ? "shape=box, style=\"rounded,filled\", fillcolor=\"#ffdda6\""
               : "shape=box, style=\"rounded,filled\", fillcolor=\"#d3edcb\"";
}

/* ---- quoted texts ---- */

/* Lines of a label as they are wrapped; too many end in an ellipsis. */
struct lines {
    int left;
};

static void print_line(const char *bytes, size_t length, void *cookie)
{
    struct lines *lines = cookie;
    if (lines->left-- <= 0)
        return;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '"' || bytes[i] == '\\')
            putchar('\\');
        putchar(bytes[i]);
    }
    fputs(lines->left == 0 ? "…\\n" : "\\n", stdout);
}

/* A part of a label: cleaned, wrapped, escaped. */
static void print_part(const char *text, int cells, int most)
{
    AUTO_CHARS clean =
        text_clean(text ? text : "", text ? strlen(text) : 0, false);
    struct lines lines = {most};
    if (*clean)
        text_wrap(clean, cells, print_line, &lines);
}

/* ---- nodes ---- */

static void print_node(const struct graph *graph, const struct node *node)
{
    const char *act = node->act.in[graph->language];
    const char *say = node->say.in[graph->language];
    AUTO_CHARS head =
        mem_format("%s%s%s%s%s%s", node->code ? node->code : node->id,
                   node->script ? ": " : "", node->script ? node->script : "",
                   node->issue ? " (" : "", node->issue ? node->issue : "",
                   node->issue ? ")" : "");
    printf("  \"%s.%s\" [%s, label=\"", graph->script->id, node->id,
           look_of(node));
    print_part(head, NODE_CELLS, LINES_MAX);
    print_part(act ? act : say, NODE_CELLS, LINES_MAX);
    fputs("\"];\n", stdout);
}

/* ---- ways ---- */

static void print_way(const struct graph *graph, const struct node *from,
                      int to, const char *label, const char *style)
{
    printf("  \"%s.%s\" -> \"%s.%s\" [%slabel=\"", graph->script->id, from->id,
           graph->script->id, graph->script->nodes[to].id, style);
    print_part(label, EDGE_CELLS, 2 * LINES_MAX);
    fputs("\"];\n", stdout);
}

/* A condition; else the exit's name where it says something (a code, "ok"). */
static void print_edge(const struct graph *graph, const struct node *node,
                       size_t index)
{
    const struct edge *edge = &node->edges[index];
    const struct rule_place place = {.set = graph->set,
                                     .script = graph->script,
                                     .node = node,
                                     .language = graph->language};
    AUTO_TEXT label = {0};
    if (node->first)
        text_format(&label, "%zu. ", index + 1);
    if (edge->when)
        rule_write(&place, edge->when, &label);
    else if (node->kind == NODE_LOOK || node->kind == NODE_SUB)
        text_add(&label, edge->name);
    else if (node->edge_count > 1)
        text_add(&label, gettext("else"));
    print_way(graph, node, edge->to, text_chars(&label), "");
}

static void print_row(const struct graph *graph, const struct node *node,
                      size_t row)
{
    const struct rule_place place = {.set = graph->set,
                                     .script = graph->script,
                                     .node = node,
                                     .language = graph->language};
    AUTO_TEXT label = {0};
    rule_write_row(&place, row, &label);
    print_way(graph, node, node->rows[row].to, text_chars(&label), "");
}

static void print_ways(const struct graph *graph, const struct node *node)
{
    for (size_t i = 0; i < node->edge_count; i++)
        print_edge(graph, node, i);
    for (size_t i = 0; i < node->row_count; i++)
        print_row(graph, node, i);
    if (node->unknown >= 0)
        print_way(graph, node, node->unknown, gettext("unknown"),
                  "style=dashed, ");
}

/* ---- scripts ---- */

static void print_script(const struct graph *graph)
{
    const struct script *script = graph->script;
    printf("  subgraph \"cluster_%s\" {\n  color=\"#bbbbbb\"; label=\"",
           script->id);
    AUTO_CHARS title = mem_format("%s %s  %s", script->id, script->version,
                                  script->title.in[graph->language]);
    print_part(title, 2 * NODE_CELLS, 2);
    fputs("\";\n", stdout);
    for (size_t i = 0; i < script->node_count; i++)
        print_node(graph, &script->nodes[i]);
    fputs("  }\n", stdout);
    printf("  \"%s.\" [shape=point]; \"%s.\" -> \"%s.%s\";\n", script->id,
           script->id, script->id, script->nodes[script->start].id);
    for (size_t i = 0; i < script->node_count; i++)
        print_ways(graph, &script->nodes[i]);
}

/* From a sub node to the start of the script that it calls. */
static void print_calls(const struct graph *graph)
{
    const struct script *script = graph->script;
    for (size_t i = 0; i < script->node_count; i++)
        if (script->nodes[i].kind == NODE_SUB)
            printf("  \"%s.%s\" -> \"%s.\" [style=dotted];\n", script->id,
                   script->nodes[i].id, script->nodes[i].script);
}

/* One script, or all (NULL) with what they call. */
static void print_graph(const struct desk *desk, const struct script *only)
{
    puts("digraph scripts {\n"
         "  graph [rankdir=TB, fontname=\"sans-serif\"];\n"
         "  node [style=filled, fontname=\"sans-serif\", fontsize=11];\n"
         "  edge [fontname=\"sans-serif\", fontsize=10];");
    for (size_t i = 0; i < scripts_count(desk->scripts); i++) {
        const struct script *script = scripts_at(desk->scripts, i);
        const struct graph graph = {desk->scripts, script, desk->language};
        if (only && only != script)
            continue;
        print_script(&graph);
        if (!only)
            print_calls(&graph);
    }
    puts("}");
}

int cli_script_graph(const struct cli *cli, const struct desk *desk)
{
    struct error error = {0};
    const struct script *only =
        cli->words[2] ? scripts_find(desk->scripts, cli->words[2]) : NULL;
    if (cli->words[2] && !only) {
        error_set(&error, MESSAGE_SCRIPT_NONE, "%.80s", cli->words[2]);
        return cli_fail(&error);
    }
    if (!cli_given(cli, CLI_TREE)) {
        print_graph(desk, only);
        return EXIT_OK;
    }
    for (size_t i = 0; i < scripts_count(desk->scripts); i++) {
        const struct script *script = scripts_at(desk->scripts, i);
        if (!only || only == script)
            cli_script_tree(desk, script, false);
    }
    return EXIT_OK;
}
