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

/* Reads the calendars of all branches in force on the day. Holds the tables?
 * No: copies what it needs. NULL with the error. */
struct deadlines *deadlines_new(const struct tables *tables,
                                const struct config *config, int64_t day,
                                struct error *error);
void deadlines_free(struct deadlines *deadlines);

/* Names the calendars: changes when any day, hour or zone rule does (hex). */
const char *deadlines_version(const struct deadlines *deadlines);

/* When a case of this class, opened at from_ms, must be answered, and first
 * acted on. False and MESSAGE_TABLE_NO_ROW: no such branch or class. */
struct deadline_due {
    int64_t act_ms, due_ms;
};
MUST_USE bool deadlines_due(const struct deadlines *deadlines,
                            const char *branch, const char *term,
                            int64_t from_ms, struct deadline_due *due,
                            struct error *error);

/* Working seconds of the branch between two moments (0 when turned round). */
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

/* The days between two moments whose calendar has no confirmed source, as
 * "YYYY-MM-DD" (array; empty: none). The caller decrefs. */
struct json_t *deadlines_unsure(const struct deadlines *deadlines,
                                const char *branch, int64_t from_ms,
                                int64_t to_ms);

#endif
