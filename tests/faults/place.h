/* Where a fault is tried: a folder as it was before (`model`), and a copy of it
 * to be hurt (`work`), made anew for each point. For tests. */
#ifndef TESTS_FAULTS_PLACE_H
#define TESTS_FAULTS_PLACE_H

#include <stdbool.h>

/* All below `folder`, which is below $TMPDIR or /tmp. */
struct place {
    char folder[200];
    char model[220], work[220];
    char hold[220];  /* of power.h */
    char count[220]; /* of trap_count_open() */
};

/* Makes the folders, empty; fails the test when it cannot. */
void place_make(struct place *place);
void place_remove(struct place *place);

/* Makes `work` what `model` is, and the hold empty. */
void place_restore(struct place *place);

/* Copies a folder with all below it (files and folders, with their modes) to a
 * place that is not there yet. */
void place_copy(const char *from, const char *to);
void place_clear(const char *folder);

/* The number in the count's file; -1: there is none. */
long place_count(const struct place *place);

#endif
