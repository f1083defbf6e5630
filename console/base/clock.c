/* Clocks, ISO texts and the calendar by arithmetic. The zones of clock.h are
 * in zone.c. */
#include "console/base/clock.h"

#include <stdatomic.h>
#include <string.h>
#include <time.h>

enum { SECOND_MS = 1000, MINUTE_S = 60, HOUR_S = 3600, DAY_S = 86400 };
enum { YEAR_MONTHS = 12 };

/* Set by tests alone; -1: the real time. */
static _Atomic int64_t fixed_ms = -1;
static _Atomic int64_t skipped_ms;

static int64_t read_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * SECOND_MS + now.tv_nsec / 1000000;
}

int64_t clock_now_ms(void)
{
    int64_t fixed = atomic_load(&fixed_ms);
    return fixed >= 0 ? fixed : read_ms(CLOCK_REALTIME);
}

int64_t clock_steady_ms(void)
{
    return read_ms(CLOCK_MONOTONIC) + atomic_load(&skipped_ms);
}

void clock_skip_ms(int64_t ms)
{
    atomic_fetch_add(&skipped_ms, ms);
}

void clock_fix_ms(int64_t now_ms)
{
    atomic_store(&fixed_ms, now_ms);
}

/* ---- the calendar ---- */

/* Division that rounds towards the past, and its remainder. */
static int64_t split(int64_t value, int64_t unit, int64_t *rest)
{
    *rest = value % unit;
    if (*rest >= 0)
        return value / unit;
    *rest += unit;
    return value / unit - 1;
}

/* A year here begins in March, so that the odd day is its last, and 400 of
 * them are always 146,097 days. 719,468: from 0000-03-01 to 1970-01-01. */
int64_t clock_days(int year, int month, int day)
{
    int64_t year_of_era;
    int64_t era = split(year - (month <= 2), 400, &year_of_era);
    int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void clock_civil(int64_t days, int *year, int *month, int *day)
{
    int64_t in_era;
    int64_t era = split(days + 719468, 146097, &in_era);
    int64_t year_of_era =
        (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year =
        in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * in_year + 2) / 153; /* 0 is March */
    *day = (int)(in_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int)(era * 400 + year_of_era + (*month <= 2));
}

int clock_month(int64_t days)
{
    int year, month, day;
    clock_civil(days, &year, &month, &day);
    return year * YEAR_MONTHS + month - 1;
}

int64_t clock_month_start(int month)
{
    return clock_days(month / YEAR_MONTHS, month % YEAR_MONTHS + 1, 1);
}

/* ---- ISO texts ---- */

/* Only years 0 to 9999 have four digits: others are written as the nearest. */
static int64_t clamp_days(int64_t days)
{
    int64_t first = clock_days(0, 1, 1);
    int64_t last = clock_days(9999, 12, 31);
    return days < first ? first : days > last ? last : days;
}

/* Writes number as that many digits and returns what follows them. */
static char *put_digits(char *out, int count, int64_t number)
{
    for (int i = count - 1; i >= 0; i--, number /= 10)
        out[i] = (char)('0' + number % 10);
    return out + count;
}

static char *put_date(char *out, int64_t days)
{
    int year, month, day;
    clock_civil(clamp_days(days), &year, &month, &day);
    out = put_digits(out, 4, year);
    *out++ = '-';
    out = put_digits(out, 2, month);
    *out++ = '-';
    return put_digits(out, 2, day);
}

/* "hh:mm" */
static char *put_minute(char *out, int64_t second_of_day)
{
    out = put_digits(out, 2, second_of_day / HOUR_S);
    *out++ = ':';
    return put_digits(out, 2, second_of_day / MINUTE_S % 60);
}

void clock_date(int64_t days, char *out)
{
    *put_date(out, days) = '\0';
}

void clock_month_text(int month, char *out)
{
    put_date(out, clock_month_start(month));
    out[strlen("2026-11")] = '\0';
}

void clock_iso(int64_t ms, char *out)
{
    int64_t rest;
    int64_t days = split(ms, (int64_t)DAY_S * SECOND_MS, &rest);
    out = put_date(out, days);
    *out++ = 'T';
    out = put_minute(out, rest / SECOND_MS);
    *out++ = ':';
    out = put_digits(out, 2, rest / SECOND_MS % 60);
    *out++ = '.';
    out = put_digits(out, 3, rest % SECOND_MS);
    memcpy(out, "Z", 2);
}

/* Reads exactly count digits; -1 when there are not so many. */
static int take_digits(const char **text, int count)
{
    int number = 0;
    for (; count > 0; count--, (*text)++) {
        if (**text < '0' || **text > '9')
            return -1;
        number = number * 10 + (**text - '0');
    }
    return number;
}

static bool take(const char **text, char wanted)
{
    bool there = **text == wanted;
    *text += there;
    return there;
}

static bool take_date(const char **text, int64_t *days)
{
    int year = take_digits(text, 4);
    int month = year >= 0 && take(text, '-') ? take_digits(text, 2) : -1;
    int day = month >= 1 && take(text, '-') ? take_digits(text, 2) : -1;
    if (day < 1 || month > 12)
        return false;
    *days = clock_days(year, month, day);
    int same_year, same_month, same_day;
    clock_civil(*days, &same_year, &same_month, &same_day);
    return same_month == month && same_day == day;
}

/* Reads "hh:mm" into minutes. */
static bool take_minute(const char **text, int *minutes)
{
    int hour = take_digits(text, 2);
    int minute = hour >= 0 && take(text, ':') ? take_digits(text, 2) : -1;
    *minutes = hour * 60 + minute;
    return hour < 24 && minute >= 0 && minute < 60;
}

/* Reads ".123456": milliseconds, what is finer is dropped. */
static bool take_fraction(const char **text, int *ms)
{
    *ms = 0;
    if (!take(text, '.'))
        return true;
    int worth = 100;
    const char *start = *text;
    for (; **text >= '0' && **text <= '9'; (*text)++, worth /= 10)
        *ms += worth * (**text - '0');
    return *text > start;
}

/* Reads "Z" or "+05:00" into minutes east of UTC. */
static bool take_offset(const char **text, int *minutes)
{
    *minutes = 0;
    if (take(text, 'Z'))
        return true;
    bool west = take(text, '-');
    if ((!west && !take(text, '+')) || !take_minute(text, minutes))
        return false;
    *minutes = west ? -*minutes : *minutes;
    return true;
}

bool clock_parse_date(const char *date, int64_t *days)
{
    return take_date(&date, days) && *date == '\0';
}

bool clock_parse_month(const char *text, int *month)
{
    int year = take_digits(&text, 4);
    if (year < 0 || !take(&text, '-'))
        return false;
    int of_year = take_digits(&text, 2);
    *month = year * YEAR_MONTHS + of_year - 1;
    return of_year >= 1 && of_year <= YEAR_MONTHS && *text == '\0';
}

bool clock_parse_iso(const char *iso, int64_t *ms)
{
    int64_t days;
    int minutes, fraction, offset;
    if (!take_date(&iso, &days) || !take(&iso, 'T') ||
        !take_minute(&iso, &minutes) || !take(&iso, ':'))
        return false;
    int second = take_digits(&iso, 2);
    if (second < 0 || second > 59 || !take_fraction(&iso, &fraction) ||
        !take_offset(&iso, &offset) || *iso != '\0')
        return false;
    int64_t seconds =
        days * DAY_S + (int64_t)(minutes - offset) * MINUTE_S + second;
    *ms = seconds * SECOND_MS + fraction;
    return true;
}
