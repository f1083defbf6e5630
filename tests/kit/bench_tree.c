/* The decision of the bench: a random tree of questions from one seed. */
#include "tests/kit/bench_tree.h"

#include "console/base/memory.h"

#include <jansson.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUESTIONS = 40, FACTS = 1000 };

/* What is asked: yes or no (most 0), or a whole number below `most`. */
static const struct {
    const char *name;
    int most;
} topics[] = {
    {"insured", 0},  {"category", 15},     {"months", 13},   {"age", 95},
    {"region", 20},  {"clinic", 0},        {"pregnant", 0},  {"disability", 4},
    {"employed", 0}, {"employer_paid", 0}, {"debt", 200000}, {"citizen", 0},
    {"permit", 0},   {"self_employed", 0}, {"student", 0},   {"arrears", 24}};

/* A question, or an outcome (topic -1). */
struct branch {
    char name[16]; /* "n1" or "R1" */
    int topic, value;
    const char *yes_if; /* "===", "<" or ">=" */
    struct branch *yes, *no;
};

struct maker {
    unsigned seed;
    int questions, outcomes;
    struct bench_tree *out;
};

static int below(struct maker *maker, int count)
{
    maker->seed = (maker->seed * 1103515245u + 12345u) & 0x7fffffffu;
    return (int)((maker->seed >> 8) % (unsigned)count);
}

/* ---- the tree ---- */

static struct branch *grow(struct maker *maker, int questions)
{
    struct branch *branch = mem_new(sizeof(*branch));
    branch->topic = -1;
    if (questions == 0) {
        snprintf(branch->name, sizeof(branch->name), "R%d", ++maker->outcomes);
        return branch;
    }
    int left = (questions - 1) / 2 + below(maker, 5) - 2;
    left = left < 0 ? 0 : left > questions - 1 ? questions - 1 : left;
    snprintf(branch->name, sizeof(branch->name), "n%d", ++maker->questions);
    branch->topic = below(maker, COUNT(topics));
    int most = topics[branch->topic].most;
    branch->yes_if = most == 0 ? "===" : below(maker, 2) ? "<" : ">=";
    branch->value = most == 0 ? 1 : 1 + below(maker, most - 1);
    branch->yes = grow(maker, left);
    branch->no = grow(maker, questions - 1 - left);
    return branch;
}

static void fell(struct branch *branch)
{
    if (branch == NULL)
        return;
    fell(branch->yes);
    fell(branch->no);
    free(branch);
}

static json_t *value_of(int topic, int value)
{
    return topics[topic].most == 0 ? json_boolean(value) : json_integer(value);
}

/* ---- rules ---- */

static json_t *compare(const struct branch *branch, const char *operator,
                       const char * name)
{
    return json_pack("{s:[{ss}o]}", operator, "var", name,
                     value_of(branch->topic, branch->value));
}

/* The condition of the way yes or no. */
static json_t *way(const struct branch *branch, bool yes, const char *name)
{
    if (branch->yes_if[0] == '=' && !yes)
        return json_pack("{s:[{ss}b]}", "===", "var", name, 0);
    bool less = (branch->yes_if[0] == '<') == yes;
    return compare(branch,
                   branch->yes_if[0] == '=' ? "==="
                   : less                   ? "<"
                                            : ">=",
                   name);
}

static json_t *nest(const struct branch *branch)
{
    if (branch->topic < 0)
        return json_string(branch->name);
    return json_pack("{s:[ooo]}", "if",
                     way(branch, true, topics[branch->topic].name),
                     nest(branch->yes), nest(branch->no));
}

static json_t *engine_condition(const struct branch *branch, bool yes)
{
    bool less = (branch->yes_if[0] == '<') == yes;
    const char *operator= branch->yes_if[0] != '='
        ? (less ? "lessThan" : "greaterThanInclusive")
        : (yes ? "equal" : "notEqual");
    return json_pack("{ssssso}", "fact", topics[branch->topic].name,
                     "operator", operator, "value",
                     value_of(branch->topic, branch->value));
}

/* A condition for each outcome: what was decided on the way to it. */
static void list_ways(const struct bench_tree *out, const struct branch *branch,
                      json_t *rules, json_t *conditions)
{
    if (branch->topic < 0) {
        json_array_append_new(out->ways, json_pack("{sO}", "and", rules));
        json_array_append_new(
            out->engine, json_pack("{s{sO}s{ss}}", "conditions", "all",
                                   conditions, "event", "type", branch->name));
        return;
    }
    for (int yes = 1; yes >= 0; yes--) {
        json_t *more = json_copy(rules), *others = json_copy(conditions);
        json_array_append_new(more,
                              way(branch, yes, topics[branch->topic].name));
        json_array_append_new(others, engine_condition(branch, yes));
        list_ways(out, yes ? branch->yes : branch->no, more, others);
        json_decref(more);
        json_decref(others);
    }
}

/* ---- our scripts ---- */

static json_t *phrase(const char *text)
{
    return json_pack("{ssssss}", "kk", text, "ru", text, "en", text);
}

static json_t *outcome_node(const char *code)
{
    return json_pack("{sssssosososs}", "kind", "outcome", "code", code, "say",
                     phrase(code), "act", phrase("Nobody."), "because",
                     json_pack("{sossss}", "text", phrase("A sample."),
                               "source", "sample", "read", "2026-11"),
                     "resolved", "on_call");
}

static const char *target(const struct branch *branch, char out[24])
{
    snprintf(out, 24, branch->topic < 0 ? "end_%s" : "%s", branch->name);
    for (char *at = out; *at != '\0'; at++)
        *at = (char)(*at == 'R' ? 'r' : *at);
    return out;
}

static json_t *answer_spec(int topic)
{
    if (topics[topic].most == 0)
        return json_pack("{ss}", "type", "yesno");
    return json_pack("{sssisi}", "type", "int", "min", 0, "max",
                     topics[topic].most);
}

static json_t *question_node(const struct branch *branch, bool asks)
{
    char yes[24], no[24], answer[32];
    snprintf(answer, sizeof(answer), "answers.%s", branch->name);
    const char *topic = topics[branch->topic].name;
    const char *name = asks ? answer : topic;
    json_t *next =
        json_pack("[{soss}{soss}]", "when", way(branch, true, name), "to",
                  target(branch->yes, yes), "when", way(branch, false, name),
                  "to", target(branch->no, no));
    if (!asks)
        return json_pack("{sssoss}", "kind", "check", "next", next, "unknown",
                         "end_unknown");
    return json_pack("{sssososo}", "kind", "ask", "say", phrase(topic),
                     "answer", answer_spec(branch->topic), "next", next);
}

static void add_nodes(json_t *nodes, const struct branch *branch, bool asks)
{
    char id[24];
    json_object_set_new(nodes, target(branch, id),
                        branch->topic < 0 ? outcome_node(branch->name)
                                          : question_node(branch, asks));
    if (branch->topic < 0)
        return;
    add_nodes(nodes, branch->yes, asks);
    add_nodes(nodes, branch->no, asks);
}

static json_t *script(const struct branch *root, bool asks)
{
    json_t *nodes = json_object();
    add_nodes(nodes, root, asks);
    if (!asks)
        json_object_set_new(nodes, "end_unknown", outcome_node("R0"));
    return json_pack("{sssssssosssbso}", "format", "agent1414-script/1", "id",
                     asks ? "asks" : "checks", "version", "2026.11.1", "title",
                     phrase("Bench"), "start", "n1", "entry", 1, "nodes",
                     nodes);
}

static json_t *declare_facts(void)
{
    json_t *facts = json_array();
    for (size_t i = 0; i < COUNT(topics); i++) {
        json_array_append_new(
            facts, json_pack("{sssssos{so}}", "name", topics[i].name, "type",
                             topics[i].most == 0 ? "bool" : "int", "label",
                             phrase(topics[i].name), "from", "path",
                             json_sprintf("$.%s", topics[i].name)));
    }
    return json_pack("{sss{ssss}so}", "format", "agent1414-facts/1", "span",
                     "from", "2026-01-01", "until", "2027-01-01", "facts",
                     facts);
}

/* ---- facts ---- */

static json_t *make_facts(struct maker *maker)
{
    json_t *facts = json_object();
    for (int i = 0; i < (int)COUNT(topics); i++) {
        int most = topics[i].most;
        json_object_set_new(facts, topics[i].name,
                            value_of(i, below(maker, most == 0 ? 2 : most)));
    }
    return facts;
}

static bool takes_yes(const struct branch *branch, const json_t *facts)
{
    const json_t *fact = json_object_get(facts, topics[branch->topic].name);
    if (branch->yes_if[0] == '=')
        return json_is_true(fact);
    return (json_integer_value(fact) < branch->value) ==
           (branch->yes_if[0] == '<');
}

static void add_facts(struct maker *maker, const struct branch *root)
{
    json_t *facts = make_facts(maker);
    const struct branch *at = root;
    while (at->topic >= 0)
        at = takes_yes(at, facts) ? at->yes : at->no;
    json_array_append_new(maker->out->facts, facts);
    json_array_append_new(maker->out->codes, json_string(at->name));
}

void bench_tree_make(struct bench_tree *tree)
{
    struct maker maker = {.seed = 7, .out = tree};
    struct branch *root = grow(&maker, QUESTIONS);
    *tree = (struct bench_tree){.facts_json = declare_facts(),
                                .asks = script(root, true),
                                .checks = script(root, false),
                                .rule = nest(root),
                                .ways = json_array(),
                                .engine = json_array(),
                                .facts = json_array(),
                                .codes = json_array()};
    json_t *rules = json_array(), *conditions = json_array();
    list_ways(tree, root, rules, conditions);
    json_decref(rules);
    json_decref(conditions);
    for (int i = 0; i < FACTS; i++)
        add_facts(&maker, root);
    fell(root);
}

void bench_tree_clear(struct bench_tree *tree)
{
    json_decref(tree->facts_json);
    json_decref(tree->asks);
    json_decref(tree->checks);
    json_decref(tree->rule);
    json_decref(tree->ways);
    json_decref(tree->engine);
    json_decref(tree->facts);
    json_decref(tree->codes);
}
