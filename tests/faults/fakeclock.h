/* A wall clock that a test sets while a program runs: fakeclock.so before the
 * program (LD_PRELOAD) reads it out of a file that both map. The steady clock
 * is left alone. */
#ifndef TESTS_FAULTS_FAKECLOCK_H
#define TESTS_FAULTS_FAKECLOCK_H

#include <stdint.h>

/* What stands in the file. Written by one, read by many: odd while it is
 * written. */
struct fakeclock_face {
    _Atomic unsigned turn;
    _Atomic long asked;        /* how often somebody looked */
    int64_t real_ns, shown_ns; /* what is shown at that moment */
    int64_t speed;             /* shown seconds in a real one */
};

struct fakeclock {
    struct fakeclock_face *face;
    char *path;
    char *environment[3]; /* for a program's environment, ended by NULL */
};

/* Makes the file in this folder; the clock shows the time as it is. Fails the
 * test when it cannot. */
void fakeclock_open(struct fakeclock *clock, const char *folder);
void fakeclock_close(struct fakeclock *clock);

/* Moves it by so many seconds; sets it (seconds since 1970); how fast it goes
 * from now on (1: as it is). */
void fakeclock_step(struct fakeclock *clock, int64_t seconds);
void fakeclock_set(struct fakeclock *clock, int64_t seconds);
void fakeclock_speed(struct fakeclock *clock, int64_t speed);

/* As it really is again. */
void fakeclock_right(struct fakeclock *clock);

/* What it shows, in nanoseconds since 1970, when the real clock shows real. */
int64_t fakeclock_shown(const struct fakeclock_face *face, int64_t real_ns);

#endif
