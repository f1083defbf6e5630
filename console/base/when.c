/* Moments as people type them: minutes from now, a time, a day and a time. */
#include "console/base/when.h"

#include "console/base/clock.h"

#include <stdio.h>

static const int64_t MINUTE_MS = 60000, DAY_MS = 86400000;

enum { AHEAD_DAYS = 31, AHEAD_MINUTES = AHEAD_DAYS * 24 * 60 };

/* Was all of it read, without signs that scanf takes for part of a number? */
static bool is_whole(const char *typed, int end)
{
    return end > 0 && typed[end] == '\0';
}

static bool read_time(const char *typed, int *minute)
{
    unsigned hours;
    char minutes[3];
    int end = 0;

    if (typed[0] < '0' || typed[0] > '9' ||
        sscanf(typed, "%2u:%2[0-9]%n", &hours, minutes, &end) != 2 ||
        !is_whole(typed, end) || hours > 23 || !minutes[1] || minutes[0] > '5')
        return false;
    *minute = (int)hours * 60 + (minutes[0] - '0') * 10 + minutes[1] - '0';
    return true;
}

static int64_t at(const struct zone *zone, int64_t day, int minute)
{
    return zone_utc_ms(zone, day * DAY_MS + minute * MINUTE_MS);
}

static int64_t today(const struct zone *zone, int64_t now_ms)
{
    return (now_ms + zone_offset_s(zone, now_ms) * 1000LL) / DAY_MS;
}

/* A time of today; one that is over is that of tomorrow. */
static bool read_today(const char *typed, int64_t now_ms,
                       const struct zone *zone, int64_t *ms)
{
    int minute;

    if (!read_time(typed, &minute))
        return false;
    *ms = at(zone, today(zone, now_ms), minute);
    if (*ms <= now_ms)
        *ms = at(zone, today(zone, now_ms) + 1, minute);
    return true;
}

/* Does this day exist? 29.02 may be one of the next year only. */
static bool make_day(int year, unsigned month, unsigned day, int64_t *days)
{
    char date[CLOCK_DATE_SIZE];

    snprintf(date, sizeof(date), "%04d-%02u-%02u", year, month % 100,
             day % 100);
    return clock_parse_date(date, days);
}

static bool read_day(const char *typed, int64_t now_ms, const struct zone *zone,
                     int64_t *ms)
{
    unsigned month, day;
    int end = 0, minute, year, now_month, now_day;
    int64_t days;

    if (typed[0] < '0' || typed[0] > '9' ||
        sscanf(typed, "%2u.%2u %n", &day, &month, &end) != 2 || end == 0 ||
        !read_time(typed + end, &minute))
        return false;
    clock_civil(today(zone, now_ms), &year, &now_month, &now_day);
    for (int y = year; y <= year + 1; y++) {
        if (!make_day(y, month, day, &days))
            continue;
        *ms = at(zone, days, minute);
        if (*ms > now_ms)
            return true;
    }
    return false;
}

static bool read_minutes(const char *typed, int64_t now_ms, int64_t *ms)
{
    unsigned minutes;
    int end = 0;

    if (typed[0] != '+' || typed[1] < '0' || typed[1] > '9' ||
        sscanf(typed + 1, "%5u%n", &minutes, &end) != 1 ||
        !is_whole(typed + 1, end) || minutes < 1 || minutes > AHEAD_MINUTES)
        return false;
    *ms = now_ms + minutes * MINUTE_MS;
    return true;
}

bool when_read(const char *typed, int64_t now_ms, const struct zone *zone,
               int64_t *ms)
{
    return (read_minutes(typed, now_ms, ms) ||
            read_today(typed, now_ms, zone, ms) ||
            read_day(typed, now_ms, zone, ms)) &&
           *ms - now_ms <= AHEAD_DAYS * DAY_MS;
}
