/* Dates that move with the calendar: steps of years, months and days from
 * today, and runs of monthly payments. */
#include "tests/practice/reldate.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

enum { RUN_DAY = 28 };

/* What a "@..." text says, before it meets a calendar. */
struct steps {
    long months, days;
    long day_of_month; /* 0: that of today */
};

static bool read_step(const char **at, struct steps *steps)
{
    char *end;
    long count = strtol(*at, &end, 10);
    if (end == *at || labs(count) > 100000)
        return false;
    *at = end + 1;
    switch (*end) {
    case 'y':
        steps->months += count * 12;
        return true;
    case 'm':
        steps->months += count;
        return true;
    case 'd':
        steps->days += count;
        return true;
    default:
        return false;
    }
}

static bool read_steps(const char *text, struct steps *steps)
{
    const char *at = text + 1;
    while (*at && *at != '/')
        if (!read_step(&at, steps))
            return false;
    if (*at == '\0')
        return at > text + 1;
    char *end;
    steps->day_of_month = strtol(at + 1, &end, 10);
    return *end == '\0' && steps->day_of_month >= 1 && steps->day_of_month < 32;
}

static int64_t apply(const struct steps *steps, int64_t today_days)
{
    int year, month, day;
    clock_civil(today_days, &year, &month, &day);
    long months = (long)year * 12 + month - 1 + steps->months;
    int64_t first = clock_days((int)(months / 12), (int)(months % 12) + 1, 1);
    months++;
    int64_t next = clock_days((int)(months / 12), (int)(months % 12) + 1, 1);
    int64_t wanted = first - 1 + day;
    if (steps->day_of_month)
        wanted = first - 1 + steps->day_of_month;
    return (wanted < next ? wanted : next - 1) + steps->days;
}

static json_t *date_value(int64_t days, bool month_only)
{
    char date[CLOCK_DATE_SIZE];
    clock_date(days, date);
    if (month_only)
        date[strlen("YYYY-MM")] = '\0';
    return json_string(date);
}

static json_t *one_date(const char *text, const char *key, int64_t today_days,
                        struct error *error)
{
    struct steps steps = {0};
    if (!read_steps(text, &steps)) {
        error_set(error, MESSAGE_JSON_SHAPE, "%s: not a date: %s", key, text);
        return NULL;
    }
    return date_value(apply(&steps, today_days), strcmp(key, "period") == 0);
}

static json_t *resolve(const json_t *value, const char *key, int64_t today_days,
                       struct error *error);

static json_t *resolve_object(const json_t *object, int64_t today_days,
                              struct error *error)
{
    AUTO_JSON result = json_object();
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value)
    {
        json_t *resolved = resolve(value, key, today_days, error);
        if (!resolved)
            return NULL;
        json_object_set_new(result, key, resolved);
    }
    return json_incref(result);
}

/* One payment of a run, `offset` months from now. */
static json_t *payment_of(const json_t *run, long offset, int64_t today_days)
{
    struct steps steps = {.months = offset, .day_of_month = RUN_DAY};
    int64_t day = apply(&steps, today_days);
    json_t *payment = json_object();
    json_object_set_new(payment, "period", date_value(day, true));
    json_object_update(payment, (json_t *)run);
    json_object_del(payment, "months");
    if (!json_object_get(payment, "received_on"))
        json_object_set_new(payment, "received_on", date_value(day, false));
    return payment;
}

static bool add_run(json_t *list, const json_t *run, int64_t today_days,
                    struct error *error)
{
    const json_t *months = json_object_get(run, "months");
    json_int_t from = json_integer_value(json_array_get(months, 0));
    json_int_t last = json_integer_value(json_array_get(months, 1));
    if (json_array_size(months) != 2 || from > last || last - from > 240)
        return error_set(error, MESSAGE_JSON_SHAPE, "payments: bad months");
    for (json_int_t offset = from; offset <= last; offset++) {
        AUTO_JSON payment = payment_of(run, (long)offset, today_days);
        json_t *resolved = resolve(payment, "", today_days, error);
        if (!resolved)
            return false;
        json_array_append_new(list, resolved);
    }
    return true;
}

static json_t *resolve_array(const json_t *array, int64_t today_days,
                             struct error *error)
{
    AUTO_JSON result = json_array();
    size_t i;
    json_t *value;
    json_array_foreach((json_t *)array, i, value)
    {
        if (json_object_get(value, "months")) {
            if (!add_run(result, value, today_days, error))
                return NULL;
            continue;
        }
        json_t *resolved = resolve(value, "", today_days, error);
        if (!resolved)
            return NULL;
        json_array_append_new(result, resolved);
    }
    return json_incref(result);
}

static json_t *resolve(const json_t *value, const char *key, int64_t today_days,
                       struct error *error)
{
    if (json_is_object(value))
        return resolve_object(value, today_days, error);
    if (json_is_array(value))
        return resolve_array(value, today_days, error);
    if (json_is_string(value) && json_string_value(value)[0] == '@')
        return one_date(json_string_value(value), key, today_days, error);
    return json_deep_copy(value);
}

json_t *reldate_person(const json_t *person, int64_t today_days,
                       struct error *error)
{
    return resolve(person, "", today_days, error);
}
