/* Working time of a place, as stretches of UTC: local days are cut where the
 * zone changes its offset, so that between two cuts local time is UTC and a
 * constant. */
#include "console/cases/calendar.h"

#include "console/base/clock.h"
#include "console/base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MINUTE_MS = 60 * 1000 };

static const int64_t DAY_MS = INT64_C(24) * 60 * MINUTE_MS;

/* A day that is not like others of its weekday. */
struct special {
    int64_t day;
    bool has_kind, has_hours, unconfirmed;
    enum calendar_day kind;
    struct hours hours;
};

struct calendar {
    const struct calendar *base; /* NULL: none */
    char *name;
    struct zone *zone;
    struct hours week[CALENDAR_WEEK];
    struct calendar_own *own;
    size_t own_count;
    struct special *specials; /* by day */
    size_t special_count;
    int *known; /* years */
    size_t known_count;
};

struct calendar *calendar_new(const char *zone, const struct calendar *base,
                              struct error *error)
{
    struct calendar *calendar = mem_new(sizeof(*calendar));
    calendar->base = base;
    calendar->name = mem_copy(zone);
    calendar->zone = zone_open(zone, error);
    if (calendar->zone != NULL)
        return calendar;
    calendar_free(calendar);
    return NULL;
}

void calendar_free(struct calendar *calendar)
{
    if (calendar == NULL)
        return;
    free(calendar->name);
    zone_close(calendar->zone);
    free(calendar->own);
    free(calendar->specials);
    free(calendar->known);
    free(calendar);
}

/* ---- what it says ---- */

void calendar_set_hours(struct calendar *calendar, int weekday,
                        const struct hours *hours)
{
    calendar->week[weekday] = *hours;
}

void calendar_add_hours(struct calendar *calendar,
                        const struct calendar_own *own)
{
    size_t count = ++calendar->own_count;
    calendar->own = mem_grow(calendar->own, count, sizeof(*own));
    calendar->own[count - 1] = *own;
}

/* Where the day stands among the special ones, or would. */
static size_t place_of(const struct calendar *calendar, int64_t day)
{
    size_t from = 0;
    size_t to = calendar->special_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (calendar->specials[middle].day < day)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static const struct special *find_special(const struct calendar *calendar,
                                          int64_t day)
{
    size_t at = place_of(calendar, day);
    return at < calendar->special_count && calendar->specials[at].day == day
               ? &calendar->specials[at]
               : NULL;
}

static struct special *make_special(struct calendar *calendar, int64_t day)
{
    size_t at = place_of(calendar, day);
    if (find_special(calendar, day) != NULL)
        return &calendar->specials[at];
    size_t after = calendar->special_count++ - at;
    calendar->specials = mem_grow(calendar->specials, calendar->special_count,
                                  sizeof(*calendar->specials));
    struct special *made = &calendar->specials[at];
    memmove(made + 1, made, after * sizeof(*made));
    *made = (struct special){.day = day};
    return made;
}

void calendar_set_day(struct calendar *calendar, int64_t day,
                      enum calendar_day kind, bool unconfirmed)
{
    struct special *special = make_special(calendar, day);
    if (unconfirmed && special->has_kind && !special->unconfirmed)
        return;
    special->has_kind = true;
    special->kind = kind;
    special->unconfirmed = unconfirmed;
}

void calendar_set_day_hours(struct calendar *calendar, int64_t day,
                            const struct hours *hours)
{
    struct special *special = make_special(calendar, day);
    special->has_hours = true;
    special->hours = *hours;
}

void calendar_set_known(struct calendar *calendar, int year)
{
    size_t count = ++calendar->known_count;
    calendar->known = mem_grow(calendar->known, count, sizeof(int));
    calendar->known[count - 1] = year;
}

/* ---- what a day is ---- */

/* 1970-01-01 was a Thursday. */
static int weekday_of(int64_t day)
{
    int64_t since = (day + 3) % CALENDAR_WEEK;
    return (int)(since < 0 ? since + CALENDAR_WEEK : since);
}

static bool in_force(const struct calendar_own *own, int64_t day)
{
    return own->from <= day && day < own->until;
}

bool calendar_has_own(const struct calendar *calendar, int64_t day)
{
    for (size_t i = 0; i < calendar->own_count; i++)
        if (in_force(&calendar->own[i], day))
            return true;
    return false;
}

/* Hours by the setting. */
static const struct hours *setting_hours(const struct calendar *calendar,
                                         int weekday)
{
    return calendar->base != NULL ? &calendar->base->week[weekday]
                                  : &calendar->week[weekday];
}

/* The hours that a weekday has at the time of this day. */
static const struct hours *weekday_hours(const struct calendar *calendar,
                                         int weekday, int64_t day)
{
    static const struct hours none = {0};
    for (size_t i = 0; i < calendar->own_count; i++)
        if (calendar->own[i].weekday == weekday &&
            in_force(&calendar->own[i], day))
            return &calendar->own[i].hours;
    return calendar_has_own(calendar, day) ? &none
                                           : setting_hours(calendar, weekday);
}

/* Of a working day that was moved to a weekday without any. */
static const struct hours *ordinary_hours(const struct calendar *calendar,
                                          int64_t day)
{
    const struct hours *hours = weekday_hours(calendar, weekday_of(day), day);
    for (int i = 0; i < CALENDAR_WEEK && hours->count == 0; i++)
        hours = weekday_hours(calendar, i, day);
    return hours;
}

/* What is said of the kind of a day, by the place itself or its base; NULL: it
 * is like others of its weekday. */
static const struct special *find_kind(const struct calendar *calendar,
                                       int64_t day)
{
    for (; calendar != NULL; calendar = calendar->base) {
        const struct special *special = find_special(calendar, day);
        if (special != NULL && special->has_kind)
            return special;
    }
    return NULL;
}

const struct hours *calendar_hours(const struct calendar *calendar, int64_t day)
{
    static const struct hours none = {0};
    const struct special *special = find_special(calendar, day);
    if (special != NULL && special->has_hours)
        return &special->hours;
    const struct special *kind = find_kind(calendar, day);
    if (kind == NULL)
        return weekday_hours(calendar, weekday_of(day), day);
    return kind->kind == CALENDAR_OFF ? &none : ordinary_hours(calendar, day);
}

static bool is_known(const struct calendar *calendar, int year)
{
    for (; calendar != NULL; calendar = calendar->base)
        for (size_t i = 0; i < calendar->known_count; i++)
            if (calendar->known[i] == year)
                return true;
    return false;
}

bool calendar_unsure(const struct calendar *calendar, int64_t day)
{
    const struct special *kind = find_kind(calendar, day);
    int year, month, of_month;
    clock_civil(day, &year, &month, &of_month);
    return (kind != NULL && kind->unconfirmed) || !is_known(calendar, year);
}

/* Days since 1970 of a local time. */
static int64_t day_of_local(int64_t local_ms)
{
    return local_ms / DAY_MS - (local_ms % DAY_MS < 0);
}

static int64_t local_of(const struct calendar *calendar, int64_t ms)
{
    return ms + zone_offset_s(calendar->zone, ms) * INT64_C(1000);
}

int64_t calendar_day_of(const struct calendar *calendar, int64_t ms)
{
    return day_of_local(local_of(calendar, ms));
}

void calendar_minute(const struct calendar *calendar, int64_t ms, char *out)
{
    zone_minute(calendar->zone, ms, out);
}

int64_t calendar_midnight(const struct calendar *calendar, int64_t day)
{
    return zone_utc_ms(calendar->zone, (day + 1) * DAY_MS);
}

int64_t calendar_work_end(const struct calendar *calendar, int64_t day)
{
    const struct hours *hours = calendar_hours(calendar, day);
    if (hours->count == 0)
        return calendar_midnight(calendar, day);
    int64_t end = hours->spans[hours->count - 1].to_m * (int64_t)MINUTE_MS;
    return zone_utc_ms(calendar->zone, day * DAY_MS + end);
}

/* ---- stretches ---- */

/* A stretch of working time, UTC. */
struct stretch {
    int64_t from_ms, to_ms;
};

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The first stretch within [from, to) of local time of one day. */
static bool first_of_day(const struct calendar *calendar, int64_t day,
                         int64_t from, int64_t to, struct stretch *stretch)
{
    const struct hours *hours = calendar_hours(calendar, day);
    for (size_t i = 0; i < hours->count; i++) {
        int64_t start = day * DAY_MS;
        stretch->from_ms =
            larger(from, start + hours->spans[i].from_m * (int64_t)MINUTE_MS);
        stretch->to_ms =
            smaller(to, start + hours->spans[i].to_m * (int64_t)MINUTE_MS);
        if (stretch->from_ms < stretch->to_ms)
            return true;
    }
    return false;
}

/* The first stretch within [ms, until); false: there is none. */
static bool next_stretch(const struct calendar *calendar, int64_t ms,
                         int64_t until, struct stretch *stretch)
{
    while (ms < until) {
        int64_t cut = smaller(until, zone_next_change_ms(calendar->zone, ms));
        int64_t offset = zone_offset_s(calendar->zone, ms) * INT64_C(1000);
        int64_t last = day_of_local(cut + offset - 1);
        for (int64_t day = day_of_local(ms + offset); day <= last; day++)
            if (first_of_day(calendar, day, ms + offset, cut + offset,
                             stretch)) {
                stretch->from_ms -= offset;
                stretch->to_ms -= offset;
                return true;
            }
        ms = cut;
    }
    return false;
}

int64_t calendar_between(const struct calendar *calendar, int64_t from_ms,
                         int64_t to_ms)
{
    int64_t until = smaller(to_ms, CALENDAR_END_MS);
    int64_t work_ms = 0;
    struct stretch at = {.to_ms = larger(from_ms, 0)};
    while (next_stretch(calendar, at.to_ms, until, &at))
        work_ms += at.to_ms - at.from_ms;
    return work_ms;
}

int64_t calendar_after(const struct calendar *calendar, int64_t from_ms,
                       int64_t work_ms)
{
    if (work_ms <= 0)
        return from_ms;
    struct stretch at = {.to_ms = larger(from_ms, 0)};
    while (next_stretch(calendar, at.to_ms, CALENDAR_END_MS, &at)) {
        if (work_ms <= at.to_ms - at.from_ms)
            return at.from_ms + work_ms;
        work_ms -= at.to_ms - at.from_ms;
    }
    return larger(from_ms, CALENDAR_END_MS);
}

/* ---- its version ---- */

static void write_zone(const struct calendar *calendar, struct text *out)
{
    int64_t ms = INT64_C(1420070400000); /* 2015 */
    text_format(out, "zone %s %d\n", calendar->name,
                zone_offset_s(calendar->zone, ms));
    while ((ms = zone_next_change_ms(calendar->zone, ms)) < CALENDAR_END_MS)
        text_format(out, "%" PRId64 " %d\n", ms,
                    zone_offset_s(calendar->zone, ms));
}

static void write_hours(const struct hours *hours, struct text *out)
{
    hours_write(hours, out);
    text_add(out, "\n");
}

void calendar_write(const struct calendar *calendar, struct text *out)
{
    write_zone(calendar, out);
    for (int i = 0; i < CALENDAR_WEEK && calendar->base == NULL; i++)
        write_hours(&calendar->week[i], out);
    for (size_t i = 0; i < calendar->own_count; i++) {
        const struct calendar_own *own = &calendar->own[i];
        text_format(out, "own %d %" PRId64 " %" PRId64 " ", own->weekday,
                    own->from, own->until);
        write_hours(&own->hours, out);
    }
    for (size_t i = 0; i < calendar->special_count; i++) {
        const struct special *special = &calendar->specials[i];
        text_format(out, "day %" PRId64 " %d%d%d%d ", special->day,
                    special->has_kind, special->kind, special->unconfirmed,
                    special->has_hours);
        write_hours(&special->hours, out);
    }
    for (size_t i = 0; i < calendar->known_count; i++)
        text_format(out, "known %d\n", calendar->known[i]);
}
