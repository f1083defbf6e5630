/* script show --booklet: a whole script in one language as Markdown, for a
 * colleague to proofread: every step with its texts and where it leads. */
#include "console/base/clock.h"
#include "console/base/text.h"
#include "console/cases/issue.h"
#include "console/cli/cli_print.h"
#include "console/cli/cli_script.h"
#include "console/desk.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "console/script/script_day.h"

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct booklet {
    const struct desk *desk;
    const struct script *script;
    enum language language;
    int *numbers; /* of the nodes, in the order they are told; 0: not yet */
    int *order;   /* the nodes by these */
    int count;
};

static void booklet_clear(struct booklet *booklet)
{
    free(booklet->numbers);
    free(booklet->order);
}

static struct script_day day_of(const struct booklet *booklet,
                                const struct node *node)
{
    return (struct script_day){{.set = booklet->desk->scripts,
                                .script = booklet->script,
                                .node = node,
                                .numbers = booklet->numbers,
                                .language = booklet->language},
                               booklet->desk->as_of};
}

/* ---- the order: from the start, each way to its end ---- */

static void number(struct booklet *booklet, int index)
{
    const struct node *node = &booklet->script->nodes[index];
    if (booklet->numbers[index] > 0)
        return;
    booklet->order[booklet->count++] = index;
    booklet->numbers[index] = booklet->count;
    for (size_t i = 0; i < node->edge_count; i++)
        number(booklet, node->edges[i].to);
    for (size_t i = 0; i < node->row_count; i++)
        number(booklet, node->rows[i].to);
    if (node->unknown >= 0)
        number(booklet, node->unknown);
}

/* ---- printing ---- */

/* A text without meaning for Markdown, in one line. */
static void print_plain(const char *text)
{
    AUTO_CHARS clean = text_clean(text, strlen(text), false);
    for (const char *c = clean; *c; c++) {
        if (strchr("\\`*[]<|", *c))
            putchar('\\');
        putchar(*c);
    }
}

/* A paragraph: a word in front, the text with its values. */
static void print_phrase(const struct booklet *booklet, const char *before,
                         const char *word, const struct phrase *phrase)
{
    const char *source = phrase->in[booklet->language];
    const struct script_day day = day_of(booklet, NULL);
    AUTO_TEXT text = {0};
    if (!source)
        return;
    script_day_fill(&day, source, &text);
    printf("\n%s**%s** ", before, word);
    print_plain(text_chars(&text));
    putchar('\n');
}

static void print_target(const struct booklet *booklet, int to)
{
    int at = booklet->numbers[to];
    printf(" → [%d](#n%d)\n", at, at);
}

static void print_way(const struct booklet *booklet, const char *condition,
                      int to)
{
    fputs("- ", stdout);
    print_plain(condition);
    print_target(booklet, to);
}

static void print_edge(const struct booklet *booklet, const struct node *node,
                       const struct edge *edge)
{
    const struct script_day day = day_of(booklet, node);
    AUTO_TEXT text = {0};
    if (edge->when)
        rule_write(&day.place, edge->when, &text);
    else if (node->kind == NODE_LOOK || node->kind == NODE_SUB)
        text_add(&text, edge->name);
    else
        text_add(&text,
                 node->edge_count > 1 ? gettext("else") : gettext("goes on"));
    print_way(booklet, text_chars(&text), edge->to);
}

static void print_ways(const struct booklet *booklet, const struct node *node)
{
    const struct script_day day = day_of(booklet, node);
    if (node->kind != NODE_OUTCOME)
        putchar('\n');
    for (size_t i = 0; i < node->edge_count; i++)
        print_edge(booklet, node, &node->edges[i]);
    for (size_t i = 0; i < node->row_count; i++) {
        AUTO_TEXT text = {0};
        rule_write_row(&day.place, i, &text);
        print_way(booklet, text_chars(&text), node->rows[i].to);
    }
    if (node->unknown >= 0)
        print_way(booklet, gettext("unknown"), node->unknown);
}

static void print_choices(const struct booklet *booklet,
                          const struct answer_spec *answer)
{
    if (answer->choice_count == 0)
        return;
    printf("\n**%s** ", gettext("Answers:"));
    for (size_t i = 0; i < answer->choice_count; i++) {
        fputs(i > 0 ? " · " : "", stdout);
        print_plain(answer->choices[i].label.in[booklet->language]);
    }
    putchar('\n');
}

static void print_because(const struct booklet *booklet,
                          const struct because *because)
{
    print_phrase(booklet, "", gettext("Because:"), &because->text);
    if (!because->source)
        return;
    printf("\n**%s** ", gettext("Source:"));
    print_plain(because->source);
    printf(" (%s)\n", because->read ? because->read : "?");
}

static void print_names(const struct booklet *booklet, char **names)
{
    const struct script_day day = day_of(booklet, NULL);
    for (char **name = names; name && *name; name++) {
        AUTO_TEXT text = {0};
        rule_write_name(&day.place, *name, &text);
        fputs(name > names ? ", " : "", stdout);
        print_plain(text_chars(&text));
    }
}

static void print_end(const struct booklet *booklet, const struct node *node)
{
    const struct desk *desk = booklet->desk;
    print_phrase(booklet, "", gettext("Who acts:"), &node->act);
    if (!node->issue) {
        printf("\n%s\n", gettext("Settled on the call, no case."));
        return;
    }
    printf("\n**%s** ", gettext("Case for the branch:"));
    print_plain(
        issue_name(desk->tables, node->issue, desk->as_of, booklet->language));
    if (node->send && *node->send)
        printf(". **%s** ", gettext("Goes along:"));
    print_names(booklet, node->send);
    putchar('\n');
}

static const char *kind_words(enum node_kind kind)
{
    static const char *const words[] = {
        [NODE_SAY] = N_("Say"),
        [NODE_ASK] = N_("Question"),
        [NODE_CHECK] = N_("Check"),
        [NODE_TABLE] = N_("Decision table"),
        [NODE_LOOK] = N_("Look-up"),
        [NODE_NOTE] = N_("Note to write"),
        [NODE_SUB] = N_("Another script"),
        [NODE_OUTCOME] = N_("End"),
    };
    return gettext(words[kind]);
}

static void print_node(const struct booklet *booklet, const struct node *node,
                       int at)
{
    const char *more = node->code ? node->code : node->script;
    printf("\n### <a id=\"n%d\"></a>%d. %s", at, at, kind_words(node->kind));
    if (more)
        printf(" %s", more);
    printf(" (`%s`)\n", node->id);
    print_phrase(booklet, "> ",
                 node->kind == NODE_ASK    ? gettext("ASK")
                 : node->kind == NODE_NOTE ? gettext("WRITE")
                                           : gettext("SAY"),
                 &node->say);
    print_choices(booklet, &node->answer);
    print_phrase(booklet, "", gettext("For the agent:"), &node->note);
    if (node->kind == NODE_OUTCOME)
        print_end(booklet, node);
    print_because(booklet, &node->because);
    print_ways(booklet, node);
}

static void print_values(const struct booklet *booklet)
{
    const struct script *script = booklet->script;
    const struct script_day day = day_of(booklet, NULL);
    if (script->value_count == 0)
        return;
    printf("\n## %s\n\n| | | |\n|---|---|---|\n", gettext("Values"));
    for (size_t i = 0; i < script->value_count; i++) {
        const struct script_value *value = &script->values[i];
        AUTO_TEXT amount = {0}, rule = {0};
        if (!script_day_value(&day, value->name, &amount))
            text_add(&amount, gettext("depends on the caller"));
        rule_write(&day.place, value->rule, &rule);
        printf("| `%s` | ", value->name);
        print_plain(text_chars(&amount));
        fputs(" | ", stdout);
        print_plain(text_chars(&rule));
        fputs(" |\n", stdout);
    }
}

static void print_head(const struct booklet *booklet)
{
    const struct script *script = booklet->script;
    char date[CLOCK_DATE_SIZE];
    clock_date(booklet->desk->as_of, date);
    fputs("# ", stdout);
    print_plain(script->title.in[booklet->language]);
    printf("\n\n`%s` · %s %s · %s %s\n", script->id, gettext("version"),
           script->version, gettext("values as of"), date);
}

void cli_script_booklet(const struct desk *desk, const struct script *script)
{
    AUTO(booklet_clear)
    struct booklet booklet = {
        .desk = desk,
        .script = script,
        .language = desk->language,
        .numbers = mem_new(script->node_count * sizeof(int)),
        .order = mem_new(script->node_count * sizeof(int)),
    };
    number(&booklet, script->start);
    print_head(&booklet);
    print_values(&booklet);
    printf("\n## %s\n", gettext("Steps"));
    for (int i = 0; i < booklet.count; i++)
        print_node(&booklet, &script->nodes[booklet.order[i]], i + 1);
}
