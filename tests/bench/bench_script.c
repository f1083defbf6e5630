/* bench_script WORK [PEERS]: the guided decision of forty questions and its
 * conditions, beside the engines of npm (in the folder PEERS) on the same rules
 * and facts; loading a script, beside parsing its JSON. */
#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/script/fact.h"
#include "console/script/logic.h"
#include "console/script/script.h"
#include "console/script/walk.h"
#include "tests/kit/bench_kit.h"
#include "tests/kit/bench_tree.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { ROUNDS = 7, TURNS = 20, LOADS = 50, DAY = 20000, QUESTIONS = 41 };

static const char *const peers[] = {"json-logic-js", "certlogic-js",
                                    "json-logic-engine", "json-rules-engine"};

/* What is measured of us, microseconds each. */
enum { CHECKS, KNOWN, ASKS, WAYS, LOAD, PARSE, OURS };

struct bench {
    struct bench_tree tree;
    const char *work, *modules; /* modules: NULL without the peers */
    struct script_set *set;
    struct fact_set **known;       /* the facts, taken before */
    json_t *(*answers)[QUESTIONS]; /* of each to each question, lent */
    size_t count;                  /* of them */
    struct logic *ways[64];
    size_t way_count;
    int wrong;
    double ours[OURS][ROUNDS];
    double whole[COUNT(peers)][ROUNDS], way[COUNT(peers)][ROUNDS];
};

static void stop(const char *what, const struct error *error)
{
    fprintf(stderr, "bench_script: %s %s\n", what, error ? error->detail : "");
    exit(1);
}

/* ---- the files ---- */

static void write_json(const struct bench *bench, const char *name,
                       const json_t *json)
{
    AUTO_CHARS path = mem_format("%s/%s", bench->work, name);
    if (json_dump_file(json, path, 0) != 0)
        stop("cannot write", NULL);
}

/* For the peers one file; for us a folder of both scripts and of one. */
static void write_files(struct bench *bench)
{
    const struct bench_tree *tree = &bench->tree;
    AUTO_CHARS rules = mem_format("%s/rules", bench->work);
    AUTO_CHARS one = mem_format("%s/one", bench->work);
    mkdir(rules, 0700);
    mkdir(one, 0700);
    write_json(bench, "rules/facts.json", tree->facts_json);
    write_json(bench, "rules/asks.json", tree->asks);
    write_json(bench, "rules/checks.json", tree->checks);
    write_json(bench, "one/facts.json", tree->facts_json);
    write_json(bench, "one/checks.json", tree->checks);
    json_t *peer = json_pack("{sOsOsOsOsO}", "rule", tree->rule, "ways",
                             tree->ways, "engine", tree->engine, "facts",
                             tree->facts, "codes", tree->codes);
    write_json(bench, "peers.json", peer);
    json_decref(peer);
}

static struct script_set *load(const struct bench *bench, const char *name)
{
    struct error error = {0};
    AUTO_CHARS folder = mem_format("%s/%s", bench->work, name);
    struct script_set *set = scripts_load(folder, NULL, NULL, &error);
    if (set == NULL)
        stop("scripts:", &error);
    return set;
}

static void compile_ways(struct bench *bench)
{
    size_t i;
    json_t *rule;
    struct error error = {0};
    json_array_foreach(bench->tree.ways, i, rule)
    {
        bench->ways[i] = logic_new(rule, LOGIC_CERTLOGIC, &error);
        if (bench->ways[i] == NULL)
            stop("rule:", &error);
    }
    bench->way_count = i;
}

/* ---- ours ---- */

/* Walks to the outcome, answering what is asked; is it the right one? */
static bool walks_right(const struct bench *bench, const char *script,
                        const struct fact_set *set, size_t index)
{
    const json_t *code = json_array_get(bench->tree.codes, index);
    bool good = true;
    struct walk *walk = walk_new(bench->set, script, set, DAY, NULL);
    while (good && walk_waits(walk) == WALK_ANSWER) {
        int question = atoi(walk_node(walk)->id + 1); /* "n12" */
        good = walk_answer(walk, bench->answers[index][question], LANGUAGE_KK,
                           NULL);
    }
    good = good && walk_waits(walk) == WALK_OUTCOME &&
           strcmp(walk_node(walk)->code, json_string_value(code)) == 0;
    walk_free(walk);
    return good;
}

static bool walk_asks(const struct bench *bench, size_t index)
{
    return walks_right(bench, "asks", NULL, index);
}

static bool walk_known(const struct bench *bench, size_t index)
{
    return walks_right(bench, "checks", bench->known[index], index);
}

/* The facts are taken out of JSON as well. */
static bool walk_checks(const struct bench *bench, size_t index)
{
    struct fact_set *set = fact_set_new(scripts_facts(bench->set));
    bool good = fact_set_take_json(
                    set, json_array_get(bench->tree.facts, index), NULL) &&
                walks_right(bench, "checks", set, index);
    fact_set_free(set);
    return good;
}

/* Microseconds a walk. */
static double time_walks(struct bench *bench,
                         bool (*walk)(const struct bench *, size_t))
{
    double from_us = bench_now_us();
    for (int turn = 0; turn < TURNS; turn++)
        for (size_t i = 0; i < bench->count; i++)
            bench->wrong += !walk(bench, i);
    return (bench_now_us() - from_us) / (double)(TURNS * bench->count);
}

/* Microseconds a condition; of those of a set of facts one holds. */
static double time_ways(struct bench *bench)
{
    size_t count = bench->count, held = 0;
    double from_us = bench_now_us();
    for (size_t i = 0; i < count; i++)
        for (size_t way = 0; way < bench->way_count; way++) {
            json_t *value = logic_eval_json(
                bench->ways[way], json_array_get(bench->tree.facts, i), NULL);
            held += json_is_true(value);
            json_decref(value);
        }
    bench->wrong += held != count;
    return (bench_now_us() - from_us) / (double)(count * bench->way_count);
}

/* Milliseconds to load a folder: facts.json and one script. */
static double time_load(const struct bench *bench)
{
    double ms[LOADS];
    for (int i = 0; i < LOADS; i++) {
        double from_us = bench_now_us();
        scripts_free(load(bench, "one"));
        ms[i] = (bench_now_us() - from_us) / 1000;
    }
    return bench_median(ms, LOADS);
}

/* The same files, only parsed: the least that loading can take. */
static double time_parse(const struct bench *bench)
{
    AUTO_CHARS facts = mem_format("%s/one/facts.json", bench->work);
    AUTO_CHARS script = mem_format("%s/one/checks.json", bench->work);
    double ms[LOADS];
    for (int i = 0; i < LOADS; i++) {
        double from_us = bench_now_us();
        json_decref(json_load_file(facts, JSON_REJECT_DUPLICATES, NULL));
        json_decref(json_load_file(script, JSON_REJECT_DUPLICATES, NULL));
        ms[i] = (bench_now_us() - from_us) / 1000;
    }
    return bench_median(ms, LOADS);
}

/* ---- theirs ---- */

/* Runs peers.js with one engine: microseconds a whole decision and a
 * condition, -1 when it could not or answered wrong. */
static void time_peer(struct bench *bench, size_t peer, int round)
{
    AUTO_CHARS command =
        mem_format("node tests/bench/peers.js '%s' '%s/peers.json' %s",
                   bench->modules, bench->work, peers[peer]);
    double *whole = &bench->whole[peer][round], *way = &bench->way[peer][round];
    FILE *output = popen(command, "r");
    *whole = *way = -1;
    if (output == NULL || fscanf(output, "%lf %lf", whole, way) != 2)
        *whole = *way = -1;
    if (output != NULL)
        pclose(output);
}

/* ---- in turn ---- */

static void measure(struct bench *bench)
{
    for (int i = 0; i < ROUNDS; i++) {
        bench->ours[CHECKS][i] = time_walks(bench, walk_checks);
        bench->ours[KNOWN][i] = time_walks(bench, walk_known);
        bench->ours[ASKS][i] = time_walks(bench, walk_asks);
        bench->ours[WAYS][i] = time_ways(bench);
        bench->ours[LOAD][i] = time_load(bench);
        bench->ours[PARSE][i] = time_parse(bench);
        for (size_t peer = 0; bench->modules && peer < COUNT(peers); peer++)
            time_peer(bench, peer, i);
    }
}

static const struct {
    const char *metric;
    bool whole; /* beside whole decisions, not conditions */
    double goal;
} measures[] = {[CHECKS] = {"walk, facts taken from JSON, us", true, 1.0 / 3},
                [KNOWN] = {"  facts at hand", true, BENCH_NO_GOAL},
                [ASKS] = {"  each question asked and answered", true, 1.0 / 3},
                [WAYS] = {"a condition, us", false, BENCH_NO_GOAL}};

/* A row for each peer; the goal is about the first one. */
static void show_measure(struct bench *bench, size_t which)
{
    double ours = bench_median(bench->ours[which], ROUNDS);
    struct bench_row row = {
        .metric = measures[which].metric, .ours = ours, .goal = BENCH_NO_GOAL};
    if (bench->modules == NULL)
        bench_show(&row);
    for (size_t i = 0; bench->modules && i < COUNT(peers); i++) {
        bool whole = measures[which].whole;
        row.metric = i == 0 ? measures[which].metric : "";
        row.goal = i == 0 ? measures[which].goal : BENCH_NO_GOAL;
        row.peer = peers[i];
        row.theirs =
            bench_median(whole ? bench->whole[i] : bench->way[i], ROUNDS);
        bench_show(&row);
    }
}

static void show(struct bench *bench)
{
    bench_heading("Scripts");
    for (size_t i = 0; i < COUNT(measures); i++)
        show_measure(bench, i);
    double load_ms = bench_median(bench->ours[LOAD], ROUNDS);
    double parse_ms = bench_median(bench->ours[PARSE], ROUNDS);
    const struct bench_row rows[] = {
        {"loading facts and a script of 40, ms", load_ms, NULL, -1, 1},
        {"", load_ms, "jansson, parsing alone", parse_ms, BENCH_NO_GOAL}};
    for (size_t i = 0; i < COUNT(rows); i++)
        bench_show(&rows[i]);
    if (bench->wrong > 0)
        bench_note("some outcomes were wrong: the figures above are void");
}

/* The text of a question is the name of its fact. */
static void take_answers(struct bench *bench, size_t index)
{
    const char *id;
    json_t *node;
    const json_t *facts = json_array_get(bench->tree.facts, index);
    json_object_foreach(json_object_get(bench->tree.asks, "nodes"), id, node)
    {
        const char *name = json_string_value(
            json_object_get(json_object_get(node, "say"), "kk"));
        if (id[0] == 'n')
            bench->answers[index][atoi(id + 1)] = json_object_get(facts, name);
    }
}

static void take_facts(struct bench *bench)
{
    bench->count = json_array_size(bench->tree.facts);
    bench->answers = mem_new(bench->count * sizeof(*bench->answers));
    bench->known = mem_new(bench->count * sizeof(*bench->known));
    for (size_t i = 0; i < bench->count; i++) {
        take_answers(bench, i);
        bench->known[i] = fact_set_new(scripts_facts(bench->set));
        bench->wrong += !fact_set_take_json(
            bench->known[i], json_array_get(bench->tree.facts, i), NULL);
    }
}

static void clear(struct bench *bench)
{
    for (size_t i = 0; i < bench->count; i++)
        fact_set_free(bench->known[i]);
    free(bench->known);
    free(bench->answers);
    scripts_free(bench->set);
    for (size_t i = 0; i < bench->way_count; i++)
        logic_free(bench->ways[i]);
    bench_tree_clear(&bench->tree);
    free(bench);
}

int main(int argc, char **argv)
{
    struct bench *bench = mem_new(sizeof(*bench));
    if (argc < 2)
        stop("usage: bench_script WORK [PEERS]", NULL);
    bench->work = argv[1];
    bench->modules = argc > 2 && argv[2][0] != '\0' ? argv[2] : NULL;
    bench_tree_make(&bench->tree);
    write_files(bench);
    compile_ways(bench);
    bench->set = load(bench, "rules");
    take_facts(bench);
    measure(bench);
    show(bench);
    clear(bench);
    return 0;
}
