/* Months and their payments. */
#include "console/registry/person_paid.h"

#include "console/base/clock.h"
#include "console/base/json.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* The years 0 to 9999, as clock_month() counts them. */
enum { MONTH_COUNT = 10000 * 12 };

/* Rule B.3: the months that are looked at. */
enum { WINDOW = 12 };

static int64_t last_day_of(int month)
{
    return clock_month_start(month + 1) - 1;
}

/* "2026-09", as person_parse() has let it through. */
static int month_of(const json_t *payment)
{
    int month;
    return clock_parse_month(json_find_string(payment, "period"), &month)
               ? month
               : 0;
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
    int now = clock_month(day);
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

/* Of each month: was something paid for it (PERSON_YES), of the kind (NULL: of
 * any)? A payment that tells no kind may be of any. The caller frees. */
static char *paid_months(const json_t *payments, const char *kind)
{
    char *paid = mem_new(MONTH_COUNT);
    size_t index;
    json_t *payment;
    json_array_foreach(payments, index, payment)
    {
        char *month = &paid[month_of(payment)];
        const char *is = json_find_string(payment, "kind");
        if (kind == NULL || (is != NULL && strcmp(is, kind) == 0))
            *month = PERSON_YES;
        else if (is == NULL && *month == PERSON_NO)
            *month = PERSON_UNKNOWN;
    }
    return paid;
}

struct json_t *person_paid_gaps(const struct json_t *payments,
                                const struct json_t *categories,
                                const char *kind, int64_t day)
{
    AUTO_CHARS paid = paid_months(payments, kind);
    AUTO_JSON gaps = json_array();
    int now = clock_month(day);
    for (int month = now - WINDOW; month < now; month++) {
        bool counted = month >= 0 && month < MONTH_COUNT;
        if (counted && paid[month] == PERSON_YES)
            continue;
        enum person_truth covered =
            person_force_any(categories, NULL, last_day_of(month));
        if (covered == PERSON_YES)
            continue;
        if (covered == PERSON_UNKNOWN || payments == NULL ||
            (counted && paid[month] == PERSON_UNKNOWN))
            return NULL;
        char text[CLOCK_DATE_SIZE];
        clock_month_text(month, text);
        json_array_append_new(gaps, json_string(text));
    }
    return json_incref(gaps);
}

bool person_paid_since(const struct json_t *payments, int64_t day, int *months)
{
    const json_t *last = person_paid_last(payments);
    if (last != NULL)
        *months = clock_month(day) - month_of(last);
    return last != NULL;
}

int person_paid_row(const struct json_t *payments)
{
    const json_t *last = person_paid_last(payments);
    if (last == NULL)
        return 0;
    AUTO_CHARS paid = paid_months(payments, NULL);
    int row = 0;
    for (int month = month_of(last); month >= 0 && paid[month]; month--)
        row++;
    return row;
}
