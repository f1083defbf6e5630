/* Kill point: at the n-th call that changes a file below a folder the process
 * is killed, dies in the middle of the write, or the disk fails. Linked into a
 * test, or as killpt.so before any program:
 *   env KILLPT_FOLDER=dir KILLPT_POINT=7 KILLPT_WAY=kill KILLPT_COUNT=file
 *       LD_PRELOAD=killpt.so program */
#ifndef TESTS_FAULTS_KILLPT_H
#define TESTS_FAULTS_KILLPT_H

#include "tests/faults/trap.h"

/* WAY(ID, name): how it fails. The disk's faults come with a number. */
#define KILLPT_WAYS(WAY)                                                       \
    WAY(KILL, "kill")   /* before the call */                                  \
    WAY(HALF, "half")   /* when half of a write is written; counts writes */   \
    WAY(ONCE, "once")   /* this call fails */                                  \
    WAY(EVER, "ever")   /* so does every one from here on */                   \
    WAY(SHORT, "short") /* the write ends half way, then as EVER */

enum killpt_way {
#define WAY(id, name) KILLPT_##id,
    KILLPT_WAYS(WAY)
#undef WAY
};

struct killpt {
    const char *folder;
    long point; /* 0: never, it only counts */
    enum killpt_way way;
    int number;  /* errno */
    long *count; /* where to count, in memory that is shared; NULL: nowhere */
};

/* From now on and for ever; false when it cannot. */
bool killpt_start(const struct killpt *plan);

#endif
