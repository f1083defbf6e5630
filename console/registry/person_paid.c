/* Months and their payments. */
#include "console/registry/person_paid.h"

#include "console/base/clock.h"
#include "console/base/json.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* Months are counted from the year 0: year * 12 + month - 1. */
enum { YEAR_MONTHS = 12, MONTH_COUNT = 10000 * YEAR_MONTHS };

/* Rule B.3: the months that are looked at. */
enum { WINDOW = 12 };

static int month_of_day(int64_t days)
{
    int year, month, day;
    clock_civil(days, &year, &month, &day);
    return year * YEAR_MONTHS + month - 1;
}

static int64_t last_day_of(int month)
{
    int next = month + 1;
    return clock_days(next / YEAR_MONTHS, next % YEAR_MONTHS + 1, 1) - 1;
}

/* "2026-09", as person_parse() has let it through. */
static int month_of(const json_t *payment)
{
    const char *period = json_find_string(payment, "period");
    return atoi(period) * YEAR_MONTHS + atoi(period + 5) - 1;
}

struct json_t *person_paid_last(const struct json_t *payments)
{
    json_t *last = NULL;
    size_t index;
    json_t *payment;
    json_array_foreach(payments, index, payment)
    {
        if (last == NULL || month_of(payment) > month_of(last))
            last = payment;
    }
    return last;
}

struct json_t *person_paid_received(const struct json_t *payments)
{
    json_t *latest = NULL; /* lent by the list */
    int64_t latest_day = INT64_MIN, day;
    size_t index;
    json_t *payment;
    if (payments == NULL)
        return NULL;
    json_array_foreach(payments, index, payment)
    {
        json_t *received = json_object_get(payment, "received_on");
        if (received == NULL)
            return NULL;
        if (person_force_date(payment, "received_on", &day) &&
            day > latest_day) {
            latest = received;
            latest_day = day;
        }
    }
    return latest == NULL ? json_null() : json_incref(latest);
}

enum person_truth person_paid_lately(const struct json_t *payments,
                                     const char *kind, int64_t day)
{
    enum person_truth paid = payments == NULL ? PERSON_UNKNOWN : PERSON_NO;
    int now = month_of_day(day);
    size_t index;
    json_t *payment;
    json_array_foreach(payments, index, payment)
    {
        int ago = now - month_of(payment);
        if (ago < 1 || ago > 2)
            continue;
        const char *is = json_find_string(payment, "kind");
        if (is != NULL && strcmp(is, kind) == 0)
            return PERSON_YES;
        if (json_object_get(payment, "kind") == NULL)
            paid = PERSON_UNKNOWN;
    }
    return paid;
}

/* One flag a month, set where something was paid for it. The caller frees. */
static char *paid_months(const json_t *payments)
{
    char *paid = mem_new(MONTH_COUNT);
    size_t index;
    json_t *payment;
    json_array_foreach(payments, index, payment)
    {
        paid[month_of(payment)] = 1;
    }
    return paid;
}

struct json_t *person_paid_gaps(const struct json_t *payments,
                                const struct json_t *categories, int64_t day)
{
    AUTO_CHARS paid = paid_months(payments);
    int gaps = 0, now = month_of_day(day);
    for (int month = now - WINDOW; month < now; month++) {
        if (month >= 0 && month < MONTH_COUNT && paid[month])
            continue;
        enum person_truth covered =
            person_force_any(categories, NULL, last_day_of(month));
        if (covered == PERSON_YES)
            continue;
        if (covered == PERSON_UNKNOWN || payments == NULL)
            return NULL;
        gaps++;
    }
    return json_integer(gaps);
}

bool person_paid_since(const struct json_t *payments, int64_t day, int *months)
{
    const json_t *last = person_paid_last(payments);
    if (last != NULL)
        *months = month_of_day(day) - month_of(last);
    return last != NULL;
}

int person_paid_row(const struct json_t *payments)
{
    const json_t *last = person_paid_last(payments);
    if (last == NULL)
        return 0;
    AUTO_CHARS paid = paid_months(payments);
    int row = 0;
    for (int month = month_of(last); month >= 0 && paid[month]; month--)
        row++;
    return row;
}
