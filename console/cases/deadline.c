/* Counting deadlines in the working time of a branch. */
#include "console/cases/deadline_state.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/text.h"

#include <jansson.h>

#include <string.h>

enum { HOUR_MS = 60 * 60 * 1000, SECOND_MS = 1000 };

const char *deadlines_version(const struct deadlines *deadlines)
{
    return deadlines->version;
}

static const struct place *find_place(const struct deadlines *deadlines,
                                      const char *branch)
{
    for (size_t i = 0; i < deadlines->place_count; i++)
        if (strcmp(deadlines->places[i].branch, branch) == 0)
            return &deadlines->places[i];
    return NULL;
}

static const struct calendar *calendar_of(const struct deadlines *deadlines,
                                          const char *branch)
{
    const struct place *place = find_place(deadlines, branch);
    return place != NULL ? place->calendar : deadlines->line;
}

static const struct term *find_term(const struct deadlines *deadlines,
                                    const char *name, int64_t day)
{
    for (size_t i = 0; i < deadlines->term_count; i++) {
        const struct term *term = &deadlines->terms[i];
        if (strcmp(term->name, name) == 0 && term->from <= day &&
            day < term->until)
            return term;
    }
    return NULL;
}

bool deadlines_knows(const struct deadlines *deadlines, const char *branch)
{
    const struct place *place = find_place(deadlines, branch);
    return place != NULL && place->open;
}

/* ---- a term ---- */

/* The end of the n-th working day after this one: the day on which something
 * came in is not counted. */
static int64_t end_of_working_day(const struct calendar *calendar, int64_t day,
                                  int64_t n)
{
    int64_t last = calendar_day_of(calendar, CALENDAR_END_MS);
    while (n > 0 && day < last)
        n -= calendar_hours(calendar, ++day)->count > 0;
    return calendar_work_end(calendar, day);
}

static int64_t end_of_term(const struct calendar *calendar,
                           const struct term *term, int64_t from_ms)
{
    int64_t day = calendar_day_of(calendar, from_ms);
    switch (term->unit) {
    case TERM_WORKING_DAYS:
        return end_of_working_day(calendar, day, term->amount);
    case TERM_CALENDAR_DAYS:
        return calendar_midnight(calendar, day + term->amount);
    default:
        return from_ms + term->amount * HOUR_MS;
    }
}

bool deadlines_due(const struct deadlines *deadlines, const char *branch,
                   const char *term, int64_t from_ms, struct deadline_due *due,
                   struct error *error)
{
    const struct place *place = find_place(deadlines, branch);
    if (place == NULL)
        return error_set(error, MESSAGE_TABLE_NO_ROW,
                         "table branches: no row for [%s]", branch);
    char date[CLOCK_DATE_SIZE];
    int64_t day = calendar_day_of(place->calendar, from_ms);
    const struct term *found = find_term(deadlines, term, day);
    clock_date(day, date);
    if (found == NULL)
        return error_set(error, MESSAGE_TABLE_NO_ROW,
                         "table terms: no term of days or hours for [%s] on %s",
                         term, date);
    due->due_ms = end_of_term(place->calendar, found, from_ms);
    due->act_ms = calendar_after(place->calendar, from_ms, deadlines->act_ms);
    if (due->act_ms > due->due_ms)
        due->act_ms = due->due_ms;
    return true;
}

/* ---- working time ---- */

int64_t deadlines_between(const struct deadlines *deadlines, const char *branch,
                          int64_t from_ms, int64_t to_ms)
{
    return calendar_between(calendar_of(deadlines, branch), from_ms, to_ms) /
           SECOND_MS;
}

int64_t deadlines_after(const struct deadlines *deadlines, const char *branch,
                        int64_t from_ms, int64_t seconds)
{
    int64_t most = CALENDAR_END_MS / SECOND_MS;
    return calendar_after(calendar_of(deadlines, branch), from_ms,
                          (seconds < most ? seconds : most) * SECOND_MS);
}

int64_t deadlines_lease(const struct deadlines *deadlines, const char *branch,
                        int64_t from_ms)
{
    return calendar_after(calendar_of(deadlines, branch), from_ms,
                          deadlines->lease_ms);
}

int64_t deadlines_tell(const struct deadlines *deadlines, const char *branch,
                       int64_t from_ms)
{
    return calendar_after(calendar_of(deadlines, branch), from_ms,
                          deadlines->tell_ms);
}

/* The working time of the first working day after this moment's. */
static int64_t working_day_ms(const struct calendar *calendar, int64_t ms)
{
    int64_t day = calendar_day_of(calendar, ms);
    return calendar_between(calendar, calendar_midnight(calendar, day),
                            end_of_working_day(calendar, day, 1));
}

/* How long all of a term is; NULL: the aim of telling the caller. */
static int64_t whole_term(const struct deadlines *deadlines,
                          const struct calendar *calendar,
                          const struct term *term, int64_t ms)
{
    if (term == NULL)
        return deadlines->tell_ms;
    switch (term->unit) {
    case TERM_WORKING_DAYS:
        return term->amount * working_day_ms(calendar, ms);
    case TERM_CALENDAR_DAYS:
        return term->amount * 24 * HOUR_MS;
    default:
        return term->amount * HOUR_MS;
    }
}

int deadlines_share(const struct deadlines *deadlines, const char *branch,
                    const char *name, int64_t due_ms, int64_t now_ms)
{
    enum { ALL = 100 };
    const struct calendar *calendar = calendar_of(deadlines, branch);
    const struct term *term =
        name == NULL
            ? NULL
            : find_term(deadlines, name, calendar_day_of(calendar, now_ms));
    if (now_ms >= due_ms)
        return ALL;
    bool by_clock = term != NULL && term->unit != TERM_WORKING_DAYS;
    int64_t whole = whole_term(deadlines, calendar, term, now_ms);
    int64_t left =
        by_clock ? due_ms - now_ms : calendar_between(calendar, now_ms, due_ms);
    int64_t share = whole > left ? (whole - left) * ALL / whole : 0;
    return share < ALL ? (int)share : ALL - 1;
}

void deadlines_minute(const struct deadlines *deadlines, const char *branch,
                      int64_t ms, char *out)
{
    calendar_minute(calendar_of(deadlines, branch), ms, out);
}

/* ---- what is not sure ---- */

bool deadlines_by_setting(const struct deadlines *deadlines, const char *branch,
                          int64_t ms)
{
    const struct calendar *calendar = calendar_of(deadlines, branch);
    return !calendar_has_own(calendar, calendar_day_of(calendar, ms));
}

struct json_t *deadlines_unsure(const struct deadlines *deadlines,
                                const char *branch, int64_t from_ms,
                                int64_t to_ms)
{
    const struct calendar *calendar = calendar_of(deadlines, branch);
    struct json_t *days = json_array();
    int64_t day = calendar_day_of(calendar, from_ms > 0 ? from_ms : 0);
    int64_t last = calendar_day_of(
        calendar, to_ms < CALENDAR_END_MS ? to_ms : CALENDAR_END_MS);
    for (; day <= last; day++) {
        char date[CLOCK_DATE_SIZE];
        clock_date(day, date);
        if (calendar_unsure(calendar, day))
            json_array_append_new(days, json_string(date));
    }
    return days;
}

/* The day at index; -1: there is none. */
static int64_t day_at(const struct json_t *days, size_t index)
{
    const char *date = json_string_value(json_array_get(days, index));
    int64_t day;
    return date != NULL && clock_parse_date(date, &day) ? day : -1;
}

void deadline_write_days(const struct json_t *days, struct text *out)
{
    size_t count = json_array_size(days);
    for (size_t i = 0, last; i < count; i = last + 1) {
        last = i;
        while (last + 1 < count &&
               day_at(days, last + 1) == day_at(days, last) + 1)
            last++;
        text_format(out, "%s%s", i == 0 ? "" : ", ",
                    json_string_value(json_array_get(days, i)));
        if (last > i)
            text_format(out, "..%s",
                        json_string_value(json_array_get(days, last)));
    }
}
