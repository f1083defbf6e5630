/* Days as people of a branch say them: day and month. */
#include "screens/lookday.h"

#include "console/base/clock.h"
#include "console/cases/deadline.h"
#include "console/desk.h"
#include "screens/screen.h"

#include <stdio.h>
#include <string.h>

enum { DAY_MS = 86400000, FAR_DAYS = 366, LOOK_DAYS = 90 };

int64_t lookday_today(const struct seat *seat)
{
    char date[CLOCK_DATE_SIZE];
    int64_t day = 0;
    zone_date(seat->desk->zone, clock_now_ms(), date);
    return clock_parse_date(date, &day) ? day : clock_now_ms() / DAY_MS;
}

int64_t lookday_ms(const struct seat *seat, int64_t day)
{
    return zone_utc_ms(seat->desk->zone, day * DAY_MS);
}

static bool is_working(const struct seat *seat, const char *branch, int64_t day)
{
    return deadlines_between(seat->desk->deadlines, branch,
                             lookday_ms(seat, day),
                             lookday_ms(seat, day + 1)) > 0;
}

/* A calendar without working days does not hold anybody up. */
int64_t lookday_ahead(const struct seat *seat, const char *branch, int n)
{
    int64_t today = lookday_today(seat), day = today;
    while (n > 0 && day < today + LOOK_DAYS)
        n -= is_working(seat, branch, ++day);
    return day;
}

static bool read_date(int year, int month, int day, int64_t *days)
{
    char date[64];
    snprintf(date, sizeof(date), "%04d-%02d-%02d", year, month, day);
    return clock_parse_date(date, days);
}

bool lookday_read(const char *typed, int64_t today, int64_t *day)
{
    int this_year, month, number, used = 0, year = 0;
    clock_civil(today, &this_year, &month, &number);
    int count = sscanf(typed, " %2d%*[. /]%2d%n%*[. /]%4d%n", &number, &month,
                       &used, &year, &used);
    if (count < 2 || typed[used + (int)strspn(typed + used, ". ")])
        return false;
    if (count == 2 &&
        (!read_date(this_year, month, number, day) || *day <= today))
        year = this_year + 1;
    else if (count == 2)
        year = this_year;
    return read_date(year, month, number, day) && *day > today &&
           *day <= today + FAR_DAYS;
}

char *lookday_write(int64_t day)
{
    int year, month, number;
    clock_civil(day, &year, &month, &number);
    return mem_format("%02d.%02d", number, month);
}
