/* Working time of one place: its zone, hours by weekday, holidays and moved
 * days, and which years are known. A moment is working time when the clocks of
 * the place show a time inside the hours of the day they show: an hour that
 * they skip is none, one that they show twice counts twice. */
#ifndef CONSOLE_CASES_CALENDAR_H
#define CONSOLE_CASES_CALENDAR_H

#include "console/base/memory.h"
#include "console/cases/hours.h"

#include <stdbool.h>
#include <stdint.h>

struct calendar;
struct error;
struct text;

enum { CALENDAR_WEEK = 7 }; /* weekdays: 0 is Monday */

enum calendar_day {
    CALENDAR_OFF,    /* a holiday, or a day off moved here */
    CALENDAR_WORKING /* a working day moved here: the hours of its weekday, or
                        of the first day of the week that has any */
};

/* A place without working time of its own. What it does not say itself, `base`
 * says (NULL: nobody): the setting's hours, days, years; lent for the place's
 * life. NULL and the error when tzdata has no such zone. The caller frees. */
struct calendar *calendar_new(const char *zone, const struct calendar *base,
                              struct error *error);
void calendar_free(struct calendar *calendar);

/* Hours of a weekday: by the line's setting (of the base, where there is one),
 * and those of the place itself on days from <= day < until. On a day for which
 * the place has any of its own, the setting says nothing. */
void calendar_set_hours(struct calendar *calendar, int weekday,
                        const struct hours *hours);
struct calendar_own {
    int weekday;
    int64_t from, until;
    struct hours hours;
};
void calendar_add_hours(struct calendar *calendar,
                        const struct calendar_own *own);

/* What a day is (the last word stands, but an unconfirmed one never against a
 * confirmed one), its hours when they are not those of its weekday, and years
 * of which all days are known. */
void calendar_set_day(struct calendar *calendar, int64_t day,
                      enum calendar_day kind, bool unconfirmed);
void calendar_set_day_hours(struct calendar *calendar, int64_t day,
                            const struct hours *hours);
void calendar_set_known(struct calendar *calendar, int year);

/* The hours of a day; lent. */
const struct hours *calendar_hours(const struct calendar *calendar,
                                   int64_t day);

/* Has the day no confirmed source: its year is not known, or itself is not? */
bool calendar_unsure(const struct calendar *calendar, int64_t day);

/* Has the place hours of its own on this day, not those of the setting? */
bool calendar_has_own(const struct calendar *calendar, int64_t day);

/* The day (since 1970) that the place has at this moment, and its end: of its
 * last working span, or midnight. */
int64_t calendar_day_of(const struct calendar *calendar, int64_t ms);
int64_t calendar_work_end(const struct calendar *calendar, int64_t day);
int64_t calendar_midnight(const struct calendar *calendar, int64_t day);

/* The moment 2200-01-01T00:00Z. */
#define CALENDAR_END_MS INT64_C(7258118400000)

/* Working milliseconds between two moments (0 when turned round), and the
 * first moment at which so many have passed since from_ms. Nothing is working
 * time before 1970 and from CALENDAR_END_MS on: what does not end
 * before, ends there. */
int64_t calendar_between(const struct calendar *calendar, int64_t from_ms,
                         int64_t to_ms);
int64_t calendar_after(const struct calendar *calendar, int64_t from_ms,
                       int64_t work_ms);

/* "2026-12-11 18:00" as clocks of the place show it, into
 * out[CLOCK_ISO_SIZE]. */
void calendar_minute(const struct calendar *calendar, int64_t ms, char *out);

/* Adds all that the calendar itself says, line by line, without its base: for
 * its version. Of the zone, what holds since 2015. */
void calendar_write(const struct calendar *calendar, struct text *out);

#endif
