/* For what is measured in a terminal: programs under pty.h, the time and the
 * bytes of what they write, and what they cost while nobody types. */
#ifndef TESTS_KIT_BENCH_TERM_H
#define TESTS_KIT_BENCH_TERM_H

#include "tests/screens/pty.h"

#include <stdbool.h>
#include <stddef.h>

/* How to start a program, and how to know that its first screen is whole. */
struct bench_start {
    char *argv[16];
    const char *mark; /* text of that screen */
    bool settled;     /* count to the last byte; else until the mark came */
};

/* One burst of output. */
struct bench_burst {
    double us;    /* until its last byte */
    size_t bytes; /* 0: none came */
};

/* Sums over a session's process and its children. */
struct bench_cost {
    long pss_kib;
    long sleeps; /* voluntary context switches of all threads: wake-ups */
};

/* Starts it in 80x24; the time from before the fork to the first screen. */
struct bench_burst bench_term_start(struct pty *pty,
                                    const struct bench_start *start);

/* Types keys, and times what is written until `quiet_ms` of silence. */
struct bench_burst bench_term_key(struct pty *pty, const char *keys,
                                  int quiet_ms);

/* Bytes that all of these write within ms. */
void bench_term_idle(struct pty *const *sessions, size_t *bytes, size_t count,
                     int ms);

struct bench_cost bench_term_cost(const struct pty *pty);

#endif
