/* Date-times of CertLogic: the formats it allows, and adding units of time. */
#include "console/script/logic_tree.h"

#include "console/base/clock.h"

#include <string.h>

enum {
    HOUR_MS = 3600 * 1000,
    MINUTE_MS = 60 * 1000,
    DATE_LENGTH = 10,
    AMOUNT_MAX = 100000000
};

#define DAY_MS ((int64_t)24 * HOUR_MS)

static int64_t floor_div(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

/* Reads count digits; -1 when there are not so many. */
static int take_digits(const char **at, int count)
{
    int number = 0;
    for (; count > 0; count--, (*at)++) {
        if (**at < '0' || **at > '9')
            return -1;
        number = number * 10 + **at - '0';
    }
    return number;
}

static bool take_time(const char **at, int64_t *ms)
{
    int parts[3];
    static const int most[3] = {23, 59, 59};
    for (int i = 0; i < 3; i++) {
        if (*(*at)++ != (i == 0 ? 'T' : ':'))
            return false;
        parts[i] = take_digits(at, 2);
        if (parts[i] < 0 || parts[i] > most[i])
            return false;
    }
    *ms += parts[0] * (int64_t)HOUR_MS + parts[1] * MINUTE_MS + parts[2] * 1000;
    return true;
}

/* Any number of decimals behind a dot; only three count. */
static bool take_fraction(const char **at, int64_t *ms)
{
    if (**at != '.')
        return true;
    const char *start = ++*at;
    for (int worth = 100; **at >= '0' && **at <= '9'; worth /= 10)
        *ms += worth * (*(*at)++ - '0');
    return *at > start;
}

/* Z, nothing, or [+-] with h, hh, hmm, hhmm, h:mm, hh:mm. */
static bool take_offset(const char **at, int64_t *ms)
{
    if (**at == '\0')
        return true;
    char sign = *(*at)++;
    if (sign == 'Z')
        return true;
    if (sign != '+' && sign != '-')
        return false;
    size_t digits = strspn(*at, "0123456789");
    bool apart = (*at)[digits] == ':';
    if (digits < 1 || digits > (apart ? 2 : 4))
        return false;
    int hours =
        take_digits(at, apart || digits < 3 ? (int)digits : (int)digits - 2);
    int minutes = 0;
    *at += apart;
    if (apart || digits > 2)
        minutes = take_digits(at, 2);
    if (hours > 23 || minutes < 0 || minutes > 59)
        return false;
    int64_t offset = hours * (int64_t)HOUR_MS + minutes * MINUTE_MS;
    *ms += sign == '+' ? -offset : offset;
    return true;
}

bool logic_moment_read(const char *string, bool months, int64_t *ms)
{
    char date[DATE_LENGTH + 1] = "";
    size_t length = strlen(string);
    if (months && length == 7) {
        memcpy(date, string, 7);
        memcpy(date + 7, "-01", 4);
    } else if (length >= DATE_LENGTH) {
        memcpy(date, string, DATE_LENGTH);
    }
    int64_t days;
    if (!clock_parse_date(date, &days))
        return false;
    *ms = days * DAY_MS;
    if (length <= DATE_LENGTH)
        return true;
    const char *at = string + DATE_LENGTH;
    return take_time(&at, ms) && take_fraction(&at, ms) &&
           take_offset(&at, ms) && *at == '\0';
}

static int month_length(int year, int month)
{
    int next_year = month == 12 ? year + 1 : year;
    return (int)(clock_days(next_year, month % 12 + 1, 1) -
                 clock_days(year, month, 1));
}

static void add_months(int64_t *days, int64_t amount)
{
    int year, month, day;
    clock_civil(*days, &year, &month, &day);
    int64_t months = (int64_t)year * 12 + month - 1 + amount;
    year = (int)floor_div(months, 12);
    month = (int)(months - (int64_t)year * 12) + 1;
    int last = month_length(year, month);
    *days = clock_days(year, month, day < last ? day : last);
}

bool logic_moment_add(int64_t *ms, int64_t amount, enum logic_unit unit)
{
    if (amount > AMOUNT_MAX || amount < -AMOUNT_MAX)
        return false;
    int64_t days = floor_div(*ms, DAY_MS);
    int64_t rest = *ms - days * DAY_MS;
    if (unit == LOGIC_HOUR)
        rest += amount * HOUR_MS;
    else if (unit == LOGIC_DAY)
        days += amount;
    else
        add_months(&days, unit == LOGIC_YEAR ? amount * 12 : amount);
    *ms = days * DAY_MS + rest;
    return *ms >= clock_days(0, 1, 1) * DAY_MS &&
           *ms < clock_days(10000, 1, 1) * DAY_MS;
}
