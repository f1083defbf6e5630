/* For what is measured: the clock, medians, and the rows of the one table that
 * `make bench` prints. A row tells; nothing here fails because it is slow. */
#ifndef TESTS_KIT_BENCH_KIT_H
#define TESTS_KIT_BENCH_KIT_H

#include <stddef.h>

/* As a goal: none, the figure is told for its own sake. */
#define BENCH_NO_GOAL (-1.0)

/* One row. A figure below 0 was not measured, and the row says so. */
struct bench_row {
    const char *metric; /* what, with its unit: "a key, us" */
    double ours;
    const char *peer; /* who or what it is compared with; NULL: nobody */
    double theirs;
    double goal; /* ours / theirs at most; without a peer: ours at most */
};

/* Microseconds of the steady clock. */
double bench_now_us(void);

/* The middle one (sorts the values); -1 when there are none. */
double bench_median(double *values, size_t count);

/* Prints the heading, one row, or a remark between rows. */
void bench_heading(const char *title);
void bench_show(const struct bench_row *row);
void bench_note(const char *text);

#endif
