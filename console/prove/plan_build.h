/* The steps of laying out a plan. For the files of plan alone. */
#ifndef CONSOLE_PROVE_PLAN_BUILD_H
#define CONSOLE_PROVE_PLAN_BUILD_H

#include "console/prove/plan.h"

/* Fills exits, inputs and texts of a place (not where they lead) with terms;
 * slots are made in the order in which they are met. */
void plan_fill_place(struct plan *plan, int place);
void plan_clear_place(struct place *place);

/* The slot of a fact or the look-up, made when it is new. */
int plan_slot(struct plan *plan, int source, int place);

#endif
