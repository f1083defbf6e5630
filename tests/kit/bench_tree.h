/* One guided decision of forty questions for the bench, in the form that we and
 * each peer want, over a thousand sets of facts; always the same one. */
#ifndef TESTS_KIT_BENCH_TREE_H
#define TESTS_KIT_BENCH_TREE_H

struct json_t;

/* All owned; bench_tree_clear() gives them up. */
struct bench_tree {
    struct json_t *facts_json; /* the file facts.json of our scripts */
    struct json_t *asks;       /* our script "asks": each question is asked,
                                  its text is the name of the fact */
    struct json_t *checks;     /* our script "checks": each is a fact's check */
    struct json_t *rule;       /* JsonLogic and CertLogic: nested `if` */
    struct json_t *ways;       /* the same: a condition for each outcome */
    struct json_t *engine;     /* json-rules-engine: a rule for each outcome */
    struct json_t *facts;      /* a thousand objects {name: value} */
    struct json_t *codes;      /* the right outcome of each */
};

void bench_tree_make(struct bench_tree *tree);
void bench_tree_clear(struct bench_tree *tree);

#endif
