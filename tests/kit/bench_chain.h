/* A large script for the bench of the prover: two hundred nodes over thirty
 * facts, with ways that part and join again; always the same one, no faults. */
#ifndef TESTS_KIT_BENCH_CHAIN_H
#define TESTS_KIT_BENCH_CHAIN_H

struct json_t;

/* The file facts.json, and the script of the file main.json. New references. */
struct json_t *bench_chain_facts(void);
struct json_t *bench_chain_script(void);

#endif
