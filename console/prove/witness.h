/* Values that show a finding: one assignment of a set, for people who write
 * scripts, and for the real evaluator to say what goes wrong with it. */
#ifndef CONSOLE_PROVE_WITNESS_H
#define CONSOLE_PROVE_WITNESS_H

#include "console/base/memory.h"
#include "console/prove/plan.h"
#include "console/prove/region.h"

#include <stdint.h>

struct error;

/* "months_unpaid=4, answers.paid=yes, as_of=2026-11-22": only what matters to
 * the set, which is not empty; the day where something changes with it. The
 * caller frees. */
char *witness_write(const struct regions *all, const struct plan *plan,
                    region set) __attribute__((returns_nonnull));

/* Evaluates a leaf of a term at an assignment of the set, in which some leaf
 * fails: the first that does sets the error. False when none fails. */
bool witness_fault(const struct regions *all, const struct plan *plan,
                   const struct term *term, region set, struct error *error);

#endif
