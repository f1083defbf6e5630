/* The driver: a deed is done again and again, each time with a fault one call
 * further on, until it ends untouched. After each: opened without the fault,
 * looked at, done again, looked at. For tests. */
#ifndef TESTS_FAULTS_POINTS_H
#define TESTS_FAULTS_POINTS_H

#include "tests/faults/killpt.h"

#include <stdbool.h>

struct deed;

/* How each point is hurt. */
struct points_plan {
    bool power; /* the power goes, by seed; else as killpt.h tells */
    bool twice; /* killed, and then hurt so while what is left is opened again:
                   at each of the points every one of the opening */
    enum killpt_way way;
    int number; /* errno */
    unsigned seed;
};

/* What came of them. From `damaged` on all must stay 0. */
struct points_sum {
    long points;
    long refused, unsure; /* steps of which an error was told */
    long damaged;         /* does not open, is not whole, does not verify */
    long lost;            /* called saved, and not there */
    long torn;            /* neither as before a step nor as after it */
    long denied;          /* called not saved, and there */
    long doubled;         /* done again, it is there twice, or was refused */
};

/* One deed, made ready in folders of its own. The round makes other texts and
 * another store. */
struct stage *points_open(const struct deed *deed, int round);
void points_close(struct stage *stage);

/* Hurts it at its points from the `first` (1: the first one), each `step`th. */
void points_run(struct stage *stage, const struct points_plan *plan, long first,
                long step, struct points_sum *sum);

/* Is this the process to be hurt? */
bool points_hurting(void);

/* All of the sum that must be 0. */
long points_bad(const struct points_sum *sum);

#endif
