/* Mutants: the shipped scripts, facts and tables, each time with one single
 * fault made in the parsed JSON of one file; always the same ones in the same
 * order. */
#ifndef TESTS_MUTATION_MUTANT_H
#define TESTS_MUTATION_MUTANT_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct json_t;

/* Who must find it: nobody, or the test itself is wrong; loader, audits or
 * prover; they, where no other side moves along; the stories. */
enum mutant_kind {
    MUTANT_CONTROL,
    MUTANT_STRUCTURE,
    MUTANT_BORDER,
    MUTANT_MEANING
};

enum mutant_class {
#define MUTANT(class, kind, what) MUTANT_##class,
#include "tests/mutation/mutant.def"
#undef MUTANT
    MUTANT_COUNT
};

struct mutant {
    enum mutant_class class;
    const char *file;    /* "gap.json", in scripts/ or kb/tables/ */
    bool table;          /* in kb/tables/ */
    const char *part;    /* the node, the fact, the row's number; "" */
    const char *what;    /* "next[1].to: a -> b" */
    struct json_t *json; /* the whole file as it is now */
};

/* Calls visit() for each mutant of the data folder (scripts/ and kb/tables/);
 * what it gets is lent for the call. False when a file cannot be read. */
MUST_USE bool mutants_each(const char *data,
                           void (*visit)(const struct mutant *, void *cookie),
                           void *cookie, struct error *error);

const char *mutant_title(enum mutant_class class);
enum mutant_kind mutant_kind(enum mutant_class class);

#endif
