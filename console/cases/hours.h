/* Working hours of one day: spans of local time, "09:00-13:00 14:00-18:00". */
#ifndef CONSOLE_CASES_HOURS_H
#define CONSOLE_CASES_HOURS_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>

struct text;

enum { HOURS_SPANS = 8, HOURS_DAY_M = 24 * 60 };

/* Minutes of the local day, from <= minute < to; to is at most 24:00. */
struct hours_span {
    int from_m, to_m;
};

/* Spans in their order, none touching the next; {0} is a day off. */
struct hours {
    size_t count;
    struct hours_span spans[HOURS_SPANS];
};

/* Adds a span behind the others. False: it is empty, ends after 24:00, begins
 * before the last one ended, or there is no room. */
MUST_USE bool hours_add(struct hours *hours, struct hours_span span);

/* Reads "HH:MM" into minutes; "24:00" is the end of a day. */
MUST_USE bool hours_parse_minute(const char *text, int *minutes);

/* Reads spans, one at least, one space between them; false: not so written.
 * *hours is then not to be used. */
MUST_USE bool hours_parse(const char *text, struct hours *hours);

/* Adds the same text; "" for a day off. */
void hours_write(const struct hours *hours, struct text *out);

#endif
