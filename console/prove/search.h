/* A proof where the sets of all assignments are too large: what may happen is
 * bounded from above by sets over few variables, from below by slices of the
 * facts; what neither settles is given up. */
#ifndef CONSOLE_PROVE_SEARCH_H
#define CONSOLE_PROVE_SEARCH_H

#include "console/prove/plan.h"

struct findings;
struct tally;

/* Proves the plan on the day of its points; `regions` as for regions_new. Adds
 * findings and tells the tally as flow_run does; E29 for each place where
 * something stays open (it is not tried again on other days), and the tally is
 * told that its script was given up. */
void search_prove(struct plan *plan, size_t regions, struct tally *tally,
                  struct findings *findings);

#endif
