/* What a move makes of where a case stands: state, holder, clocks. Reckons
 * only; whether the move may be made was asked before. */
#ifndef CONSOLE_CASES_LIFE_STEP_H
#define CONSOLE_CASES_LIFE_STEP_H

#include "console/base/memory.h"
#include "console/cases/life.h"

#include <stdbool.h>
#include <stdint.h>

struct deadlines;
struct error;

/* All lent; NULL or 0 where the move does not want it. */
struct life_step {
    enum case_move move;
    int64_t at_ms;
    const char *actor;
    const char *person, *branch, *lead;
    int64_t until_ms;
    const struct case_now *linked; /* as it stood before it was linked */
};

/* Takes *now one step on. Without deadlines (NULL) no clock runs. A due time
 * never moves but by stopping and going on, by an answer, by reopening and by
 * an end. False: the deadlines do not know branch or class. */
MUST_USE bool life_step(struct case_now *now, const struct life_step *step,
                        const struct deadlines *deadlines, struct error *error);

#endif
