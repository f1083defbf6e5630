/* What was seen of each node of each script in any call, on any day: a way that
 * no proof ever saw open is dead. */
#ifndef CONSOLE_PROVE_TALLY_H
#define CONSOLE_PROVE_TALLY_H

#include "console/script/script.h"

#include <stdbool.h>
#include <stddef.h>

struct findings;

/* Of one node. */
struct seen {
    bool reached, unknown;
    bool *opens; /* each edge or row: it was open for some values */
    bool *taken; /* ... and taken */
};

struct tally {
    const struct script_set *set;
    struct seen **scripts; /* by script, by node */
    bool *proved;          /* the script stood in a proof */
    bool *gave_up;         /* ... in one that was not finished */
};

void tally_init(struct tally *tally, const struct script_set *set);
void tally_clear(struct tally *tally);

/* What was seen of a node of the set. */
struct seen *tally_seen(const struct tally *tally, const struct script *script,
                        const struct node *node);

/* A proof goes (or could not go) through this script. */
void tally_script(struct tally *tally, const struct script *script,
                  bool gave_up);

/* Adds E08, E10 (shadowed), E11 (never taken), E13, E23 for what was never
 * seen in scripts whose proofs were all finished. */
void tally_report(const struct tally *tally, struct findings *findings);

#endif
