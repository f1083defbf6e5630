/* Power loss: at the n-th call that changes a file below a folder, what was not
 * synced is undone, all of it or a part chosen by a seed, and the process is
 * killed. Bytes persist in any order, by sectors; names (made, removed, moved)
 * in the order in which they changed, and only a sync of their folder makes
 * them last. Linked into a test, or as power.so before any program:
 *   env POWER_FOLDER=dir POWER_HOLD=dir2 POWER_POINT=7 POWER_SEED=0
 *       POWER_COUNT=file LD_PRELOAD=power.so program
 * (POWER_POINT=end: when the program ends). */
#ifndef TESTS_FAULTS_POWER_H
#define TESTS_FAULTS_POWER_H

#include "tests/faults/trap.h"

struct power {
    const char *folder;
    const char *hold; /* an empty folder beside it: what was removed waits */
    long point;       /* 0: never, it only counts */
    unsigned seed;    /* 0: all that is not synced is lost */
    long *count;      /* as in killpt.h */
};

/* From now on and for ever; false when it cannot. */
bool power_start(const struct power *plan);

/* The power goes now. Does not return. */
void power_cut(void);

#endif
