/* Judging one mutant: does it load, pass the audits, prove, and do the stories
 * still end as they say? */
#ifndef TESTS_MUTATION_JUDGE_H
#define TESTS_MUTATION_JUDGE_H

#include "console/base/finding.h"
#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct judge;
struct mutant;

/* Who found it first; nothing after it is asked. */
enum found {
    FOUND_LOADER,
    FOUND_AUDIT,
    FOUND_PROVER,
    FOUND_STORY,
    FOUND_PATH,
    FOUND_NOT,
    FOUND_COUNT
};

/* With what, where it was not a story. */
struct judgement {
    enum found found;
    enum finding_code code;
};

/* Reads the stories of `data` (scripts/, kb/tables/, tests/scripts/) and walks
 * them. NULL when the shipped set is itself not clean. */
struct judge *judge_new(const char *data, struct error *error);
void judge_free(struct judge *judge);

/* `work` is a folder for the mutant's files, for one process alone. */
struct judgement judge_mutant(const struct judge *judge, const char *work,
                              const struct mutant *mutant);

#endif
