/* What the fault runs share: how much of a figure is asked for, and the line
 * that tests/faults/table.sh collects. */
#ifndef TESTS_FAULTS_FAULTS_H
#define TESTS_FAULTS_FAULTS_H

#include <stdbool.h>

/* The full figure under `make faults` (FAULTS=full), the short one else. */
int faults_figure(int shorter, int full);

/* "fault: ROW | what | figure | passed". ROW: the number in the fault matrix,
 * P1..P14 of the promises, or "tool" for a tool that proved itself. Say it
 * behind the assertions: what failed does not come so far. */
void faults_say(const char *row, const char *what, const char *figure, ...)
    __attribute__((format(printf, 3, 4)));

/* The seed of this run: FAULTS_SEED, else always the same; printed once. */
unsigned faults_seed(void);

#endif
