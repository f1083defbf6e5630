/* Proving that no case is without an addressee: every issue in every region on
 * every day of a span has one branch and one term. */
#ifndef CONSOLE_CASES_ROUTE_CHECK_H
#define CONSOLE_CASES_ROUTE_CHECK_H

#include <stddef.h>
#include <stdint.h>

struct deadlines;
struct findings;
struct tables;

/* What was looked through: the most of a day, and the days. */
struct route_tally {
    size_t issues, regions;
    int64_t days;
};

/* Adds, with the first day as an example: E21 for an issue and a region that no
 * branch answers for (or a closed one), E22 for a route whose term is no
 * deadline class in force. Days from <= day < until; a region counts from the
 * day on which a branch of it first opened. Two rows for one day are found when
 * the tables are loaded (E17). */
struct route_tally routes_check(const struct tables *tables, int64_t from,
                                int64_t until, struct findings *findings);

/* Adds W31 when cases that come in on these days (each at noon) are due behind
 * days whose calendar has no confirmed source: names the days, and as an
 * example the first day of such a promise. */
void routes_check_days(const struct tables *tables,
                       const struct deadlines *deadlines, int64_t from,
                       int64_t until, struct findings *findings);

#endif
