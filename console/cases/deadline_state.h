/* What deadlines are made of. Inside of the cases room: deadline_load.c fills
 * it, deadline.c counts with it. */
#ifndef CONSOLE_CASES_DEADLINE_STATE_H
#define CONSOLE_CASES_DEADLINE_STATE_H

#include "console/cases/calendar.h"
#include "console/cases/deadline.h"

/* How a term is counted; others of the table are no deadline classes. */
enum term_unit { TERM_WORKING_DAYS, TERM_CALENDAR_DAYS, TERM_HOURS };

struct term {
    char *name;
    enum term_unit unit;
    int64_t amount;
    int64_t from, until; /* days; in force from <= day < until */
};

/* A branch and its working time. */
struct place {
    char *branch, *zone;
    int64_t from; /* of the row it was taken from */
    bool open;    /* a row is in force on the day */
    struct calendar *calendar;
};

enum { DEADLINES_VERSION_SIZE = 17 };

struct deadlines {
    _Atomic int holders;
    struct place *places;
    size_t place_count;
    struct calendar *line; /* what all share; also for a branch that the table
                              does not name */
    struct term *terms;
    size_t term_count;
    int64_t act_ms, tell_ms, lease_ms; /* working time */
    char version[DEADLINES_VERSION_SIZE];
};

#endif
