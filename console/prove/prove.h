/* Proves a set of scripts over values: for every person, answer, look-up and
 * day that is declared, exactly one way is open wherever a walk can stand.
 * Exact on the declared values; where a limit ends the proof, E29 says so. */
#ifndef CONSOLE_PROVE_PROVE_H
#define CONSOLE_PROVE_PROVE_H

#include <stdbool.h>
#include <stddef.h>

struct findings;
struct script_set;

/* Where a proof gives up. */
struct prove_limits {
    size_t points;    /* values that one variable is looked at with */
    size_t regions;   /* cells (4 bytes) of the decision diagrams of a script */
    size_t whole;     /* of these, for a proof at one go; more: in parts */
    size_t contexts;  /* scripts called by one script, each call counted */
    size_t cells;     /* combinations of values that one comparison is tried */
    size_t questions; /* on one way; a longer one is W27 */
    const char *script; /* only calls that go through it; NULL: all */
    bool alone;         /* ... only those that start there */
    bool first; /* end at the first finding: the set is refused anyway */
};

/* The limits that fit 512 MiB. */
struct prove_limits prove_limits_usual(void);

/* Proves every script in which a call may start ("main", those marked entry,
 * those that no script calls), with all it calls, on every day of the span of
 * facts.json. Adds E05, E08, E09, E10, E11, E13, E18, E23, W27, E28 and E29,
 * each once a place, with values that show it. NULL limits: the usual ones.
 * Does not look at the clock or at files: the same set gives the same findings
 * (the caller sorts them). True when it added no error. */
bool prove(const struct script_set *set, const struct prove_limits *limits,
           struct findings *findings);

#endif
