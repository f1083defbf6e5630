/* Deadlines of cases: working time of each branch in its own zone, from the
 * tables hours, calendar, calendar_years, terms, routes, branches and the
 * settings [desk]. A value that does not change; several threads may read. */
#ifndef CONSOLE_CASES_DEADLINE_H
#define CONSOLE_CASES_DEADLINE_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct config;
struct deadlines;
struct error;
struct json_t;
struct tables;
struct text;

/* Reads the working time of every branch (in the zone it has on the day) and
 * all terms; copies what it needs. NULL with MESSAGE_TABLE_BAD, _CONFIG_VALUE
 * (desk.branch_hours) or _FILE_READ (no such zone). */
struct deadlines *deadlines_new(const struct tables *tables,
                                const struct config *config, int64_t day,
                                struct error *error);

/* Holds them once more, from any thread: they end with the last
 * deadlines_free, which each of those who hold them calls. NULL is none. */
struct deadlines *deadlines_hold(struct deadlines *deadlines);
void deadlines_free(struct deadlines *deadlines);

/* Names the calendars: changes when any day, hour or zone rule does (hex). */
const char *deadlines_version(const struct deadlines *deadlines);

/* Is there such a branch, open on the day of deadlines_new? */
bool deadlines_knows(const struct deadlines *deadlines, const char *branch);

/* The same, asked of the tables alone. */
bool deadline_is_class(const struct tables *tables, const char *term,
                       int64_t day);

/* When a case of this class, that came in at from_ms, must be answered, and
 * first acted on (the line's own aim). The day it came in is not counted: n
 * working days end with the last working hour of the n-th working day after
 * it, n calendar days with its midnight; hours are counted by the clock. False
 * and MESSAGE_TABLE_NO_ROW: no such branch or class. */
struct deadline_due {
    int64_t act_ms, due_ms;
};
MUST_USE bool deadlines_due(const struct deadlines *deadlines,
                            const char *branch, const char *term,
                            int64_t from_ms, struct deadline_due *due,
                            struct error *error);

/* Working seconds of the branch between two moments (0 when turned round). A
 * branch that the table does not name has the hours of the setting in the
 * line's zone, here and below. */
int64_t deadlines_between(const struct deadlines *deadlines, const char *branch,
                          int64_t from_ms, int64_t to_ms);

/* The moment at which so many working seconds have passed since from_ms. */
int64_t deadlines_after(const struct deadlines *deadlines, const char *branch,
                        int64_t from_ms, int64_t seconds);

/* When a lease taken now ends; when the answer must have been told. */
int64_t deadlines_lease(const struct deadlines *deadlines, const char *branch,
                        int64_t from_ms);
int64_t deadlines_tell(const struct deadlines *deadlines, const char *branch,
                       int64_t from_ms);

/* How much of a term is used by now, in per cent, from what is left to due_ms
 * (so that waiting does not count): 0 to 99, and 100 once it is due. `term` is
 * the case's deadline class, NULL: telling the caller. From DEADLINE_SOON on a
 * list shows it. */
enum { DEADLINE_SOON = 80 };
int deadlines_share(const struct deadlines *deadlines, const char *branch,
                    const char *term, int64_t due_ms, int64_t now_ms);

/* Are the hours of the branch at this moment the line's own setting, and not
 * rows of the table hours? */
bool deadlines_by_setting(const struct deadlines *deadlines, const char *branch,
                          int64_t ms);

/* "2026-12-11 18:00" by the branch's own clock, into out[CLOCK_ISO_SIZE]. */
void deadlines_minute(const struct deadlines *deadlines, const char *branch,
                      int64_t ms, char *out);

/* The days between two moments whose calendar has no confirmed source, as
 * "YYYY-MM-DD" (array; empty: none). The caller decrefs. */
struct json_t *deadlines_unsure(const struct deadlines *deadlines,
                                const char *branch, int64_t from_ms,
                                int64_t to_ms);

/* Adds such days as people read them: "2026-12-16, 2027-01-01..2027-01-06". */
void deadline_write_days(const struct json_t *days, struct text *out);

#endif
