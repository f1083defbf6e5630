/* The smallest parts of rules that are true, false, unknown or failing: a
 * comparison, a variable, a cell. Each is tried by the real evaluator with all
 * points of the sources that it reads. */
#ifndef CONSOLE_PROVE_LEAF_H
#define CONSOLE_PROVE_LEAF_H

#include "console/base/memory.h"
#include "console/prove/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_t;
struct logic;

/* What an evaluation gave. FAILED: the rule cannot be applied. */
enum truth { TRUTH_YES, TRUTH_NO, TRUTH_UNKNOWN, TRUTH_FAILED, TRUTH_COUNT };

/* Which element of a list a leaf asks for. */
enum { ELEMENT_NONE = -1, ELEMENT_ANY = -2 };

/* What a list is tried with. */
enum list_try { LIST_UNKNOWN, LIST_NULL, LIST_WITHOUT, LIST_WITH, LIST_TRIES };

/* Names that a leaf reads, and their sources (-1: never known here). */
struct reads {
    const char **paths; /* lent by the rule */
    int *sources;
    size_t count;
    bool as_of, table;
};

/* Results by points, the first source's the slowest; with a list (which stands
 * last in `reads`) LIST_TRIES for each combination of the others. */
struct leaf {
    const struct logic *rule; /* lent */
    const struct json_t *is;  /* lent: a row's value to be equal to, or NULL */
    struct reads reads;
    bool list;
    enum change change;  /* of its results */
    const char *gave_up; /* why it is not exact, or NULL */
    unsigned char *results;
    int *elements; /* with a list: which one, for each combination */
    size_t result_count;
    uint64_t sign; /* a hash of the results */
};

struct leaves {
    struct sources *sources; /* lent */
    size_t most;             /* results of one leaf */
    struct leaf *items;
    size_t count;
    int *buckets; /* by rule; -1: free */
    size_t bucket_count;
    struct trial_cells *cells; /* of tables, while their rows are in force */
    const char **tables;       /* those that are read; lent by the rules */
    size_t table_count;
};

/* Where a rule finds what it names: the source's index, -1 when there it is
 * never known. */
struct finder {
    int (*find)(const char *path, void *cookie);
    void *cookie;
};

void leaves_init(struct leaves *all, struct sources *sources, size_t most);
void leaves_clear(struct leaves *all);

/* The index of a leaf; new ones have no results yet. */
int leaves_find(struct leaves *all, const struct logic *rule,
                const struct json_t *is, const struct finder *finder);

/* Once all leaves are there: names the elements of lists, and finds out what
 * changes with the day. */
void leaves_settle(struct leaves *all);

/* Makes points and results anew for sources->day: of all that change so often,
 * or oftener. */
void leaves_try(struct leaves *all, enum change change);

/* A hash of the rows in force on sources->day of the tables that are read: only
 * when it changes must what changes with tables be tried again. */
uint64_t leaves_rows(const struct leaves *all);

/* Are two rules the same, wherever they stand? */
bool leaves_same_rule(const struct logic *left, const struct logic *right);

/* A hash with one more value in it. */
uint64_t leaves_mix(uint64_t hash, uint64_t value);

#endif
