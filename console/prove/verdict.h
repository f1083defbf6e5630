/* A rule over sets: where it is true, false, unknown, failing. Follows the
 * evaluator step by step; its leaves were tried by the evaluator itself. */
#ifndef CONSOLE_PROVE_VERDICT_H
#define CONSOLE_PROVE_VERDICT_H

#include "console/prove/plan.h"
#include "console/prove/region.h"

/* Disjoint, together everything. `neither`: a date-time, which opens an edge
 * but is no operand of and, or, !, if. */
struct verdict {
    region yes, no, neither, unknown, failed;
};

/* Judges a term (NULL: always true). */
struct verdict verdict_of(struct regions *all, const struct plan *plan,
                          const struct term *term);

/* Where a slot has one of its points. */
region verdict_point(struct regions *all, const struct plan *plan, int slot,
                     size_t point);

/* Where a slot is not known; everywhere for no slot (-1). */
region verdict_unknown(struct regions *all, const struct plan *plan, int slot);

#endif
