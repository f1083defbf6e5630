/* Time: wall and steady clocks (settable in tests), ISO texts, the calendar's
 * arithmetic, and zones read from tzdata's own files. */
#ifndef CONSOLE_BASE_CLOCK_H
#define CONSOLE_BASE_CLOCK_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct error;

/* Room for "2026-11-22T09:15:00.000Z" and for "2026-11-22", NUL included. */
enum { CLOCK_ISO_SIZE = 32, CLOCK_DATE_SIZE = 12 };

/* Milliseconds since 1970 UTC; for what is stored and shown. */
int64_t clock_now_ms(void);

/* Milliseconds of a clock that never jumps; for deadlines and durations. */
int64_t clock_steady_ms(void);

/* Tests: fixes the wall clock at this moment; -1 lets it run again. */
void clock_fix_ms(int64_t now_ms);

/* Tests: the steady clock is this much further on from now on. */
void clock_skip_ms(int64_t ms);

/* Writes "2026-11-22T09:15:00.000Z" into out[CLOCK_ISO_SIZE]. */
void clock_iso(int64_t ms, char *out);

/* Reads an ISO moment with Z or +hh:mm, with or without a fraction. */
MUST_USE bool clock_parse_iso(const char *iso, int64_t *ms);

/* Days since 1970-01-01 of a civil date (proleptic Gregorian), and back. */
int64_t clock_days(int year, int month, int day);
void clock_civil(int64_t days, int *year, int *month, int *day);

/* Reads "YYYY-MM-DD" strictly (a day that exists) into days since 1970. */
MUST_USE bool clock_parse_date(const char *date, int64_t *days);

/* Writes "YYYY-MM-DD" into out[CLOCK_DATE_SIZE]. */
void clock_date(int64_t days, char *out);

/* Months are counted from the year 0: year * 12 + month - 1. The month of a
 * day (days since 1970), and the first day of a month. */
int clock_month(int64_t days);
int64_t clock_month_start(int month);

/* Reads "YYYY-MM" strictly into such a month. */
MUST_USE bool clock_parse_month(const char *text, int *month);

/* Writes "YYYY-MM" into out[CLOCK_DATE_SIZE]. */
void clock_month_text(int month, char *out);

/* A zone by its IANA name. */
struct zone;

/* Reads the zone's file of tzdata; NULL and an error when there is none. */
struct zone *zone_open(const char *name, struct error *error);
void zone_close(struct zone *zone);

/* The release of tzdata ("2024a"), into out[ZONE_RELEASE_SIZE]; "" when its
 * files do not tell. False: it is older than 2024a, so that it does not know
 * that Kazakhstan has one time since 1 March 2024. */
enum { ZONE_RELEASE_SIZE = 16 };
MUST_USE bool zone_release(char *out);

/* Seconds to add to UTC at that moment. NULL zone is UTC. */
int zone_offset_s(const struct zone *zone, int64_t ms);

/* The first moment after this one at which the zone changes its offset;
 * INT64_MAX when it never does again. */
int64_t zone_next_change_ms(const struct zone *zone, int64_t ms);

/* The moment at which clocks in the zone show this local time (milliseconds
 * since 1970, counted as if it were UTC). A time shown twice is the later one;
 * a time that clocks skip is the moment at which they skip it. */
int64_t zone_utc_ms(const struct zone *zone, int64_t local_ms);

/* The date in the zone at that moment, "YYYY-MM-DD" in out[CLOCK_DATE_SIZE]. */
void zone_date(const struct zone *zone, int64_t ms, char *out);

/* "2026-11-22 14:15" in the zone, into out[CLOCK_ISO_SIZE]. */
void zone_minute(const struct zone *zone, int64_t ms, char *out);

#endif
