/* Deadlines, read from the tables and the settings. */
#include "console/cases/deadline_state.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/config/config.h"
#include "console/knowledge/table.h"
#include "console/people/seal.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* Deadlines while they are read. */
struct reading {
    struct deadlines *deadlines;
    int64_t day;
    struct error *error; /* set: reading ends */
    bool failed;
};

static bool bad(struct reading *reading, const char *table, const char *what)
{
    reading->failed = true;
    return error_set(reading->error, MESSAGE_TABLE_BAD, "table %s: %s", table,
                     what);
}

/* ---- branches ---- */

static struct place *find_place(struct deadlines *deadlines, const char *branch)
{
    for (size_t i = 0; i < deadlines->place_count; i++)
        if (strcmp(deadlines->places[i].branch, branch) == 0)
            return &deadlines->places[i];
    return NULL;
}

static struct place *add_place(struct deadlines *deadlines, const char *branch)
{
    deadlines->places = mem_grow(deadlines->places, deadlines->place_count + 1,
                                 sizeof(*deadlines->places));
    struct place *place = &deadlines->places[deadlines->place_count++];
    *place = (struct place){.branch = mem_copy(branch)};
    return place;
}

/* Of several rows of a branch the last that has begun by the day; one that is
 * closed keeps its zone, since its cases live on. */
static bool read_branch(const struct table_line *line, void *cookie)
{
    struct reading *reading = cookie;
    const char *code = json_find_string(line->cells, "code");
    const char *zone = json_find_string(line->cells, "zone");
    if (line->unconfirmed || code == NULL)
        return true;
    if (zone == NULL)
        return bad(reading, "branches", code);
    struct place *place = find_place(reading->deadlines, code);
    if (place == NULL)
        place = add_place(reading->deadlines, code);
    place->open |= line->from <= reading->day && reading->day < line->until;
    if (place->zone != NULL &&
        (line->from > reading->day || line->from < place->from))
        return true;
    free(place->zone);
    place->zone = mem_copy(zone);
    place->from = line->from;
    return true;
}

static bool open_places(struct reading *reading)
{
    struct deadlines *deadlines = reading->deadlines;
    for (size_t i = 0; i < deadlines->place_count; i++) {
        struct place *place = &deadlines->places[i];
        place->calendar =
            calendar_new(place->zone, deadlines->line, reading->error);
        if (place->calendar == NULL)
            return error_wrap(reading->error, "table branches: %s",
                              place->branch);
    }
    return true;
}

/* ---- terms ---- */

static bool find_unit(const char *name, enum term_unit *unit)
{
    static const char *const names[] = {"working_days", "calendar_days",
                                        "hours"};
    for (size_t i = 0; name != NULL && i < COUNT(names); i++)
        if (strcmp(name, names[i]) == 0) {
            *unit = (enum term_unit)i;
            return true;
        }
    return false;
}

bool deadline_is_class(const struct tables *tables, const char *term,
                       int64_t day)
{
    const struct table_place unit = {"terms", &term, 1, "unit"};
    const struct table_place amount = {"terms", &term, 1, "amount"};
    enum term_unit found;
    return term != NULL &&
           find_unit(json_string_value(table_cell(tables, &unit, day, NULL)),
                     &found) &&
           json_is_integer(table_cell(tables, &amount, day, NULL));
}

static bool read_term(const struct table_line *line, void *cookie)
{
    struct deadlines *deadlines = ((struct reading *)cookie)->deadlines;
    struct term term = {.from = line->from, .until = line->until};
    const json_t *amount = json_object_get(line->cells, "amount");
    const char *name = json_find_string(line->cells, "what");
    if (line->unconfirmed || name == NULL || !json_is_integer(amount) ||
        !find_unit(json_find_string(line->cells, "unit"), &term.unit))
        return true;
    term.name = mem_copy(name);
    term.amount = json_integer_value(amount);
    deadlines->terms = mem_grow(deadlines->terms, deadlines->term_count + 1,
                                sizeof(*deadlines->terms));
    deadlines->terms[deadlines->term_count++] = term;
    return true;
}

/* ---- hours ---- */

static bool find_weekday(const char *name, int *weekday)
{
    static const char *const names[CALENDAR_WEEK] = {"mon", "tue", "wed", "thu",
                                                     "fri", "sat", "sun"};
    for (int i = 0; i < CALENDAR_WEEK; i++)
        if (strcmp(name, names[i]) == 0) {
            *weekday = i;
            return true;
        }
    return false;
}

/* Adds the span between two cells of a row; both absent: none. */
static bool add_span(const struct json_t *row, const char *from, const char *to,
                     struct hours *hours)
{
    const char *start = json_find_string(row, from);
    const char *end = json_find_string(row, to);
    struct hours_span span;
    if (start == NULL && end == NULL)
        return true;
    return start != NULL && end != NULL &&
           hours_parse_minute(start, &span.from_m) &&
           hours_parse_minute(end, &span.to_m) && hours_add(hours, span);
}

/* A day without `opens` is a day off. */
static bool row_hours(const struct json_t *row, struct hours *hours)
{
    bool lunch = json_find_string(row, "lunch_from") != NULL ||
                 json_find_string(row, "lunch_to") != NULL;
    *hours = (struct hours){0};
    if (!lunch)
        return add_span(row, "opens", "closes", hours);
    return add_span(row, "opens", "lunch_from", hours) &&
           add_span(row, "lunch_to", "closes", hours);
}

/* The key `weekday` is "mon" to "sun", or the one day it is about. */
static bool read_hours(const struct table_line *line, void *cookie)
{
    struct reading *reading = cookie;
    const char *branch = json_find_string(line->cells, "place");
    const char *when = json_find_string(line->cells, "weekday");
    struct calendar_own own = {.from = line->from, .until = line->until};
    int64_t day;
    const struct place *place =
        branch != NULL ? find_place(reading->deadlines, branch) : NULL;
    if (line->unconfirmed || place == NULL || when == NULL)
        return true;
    if (!row_hours(line->cells, &own.hours))
        return bad(reading, "hours", branch);
    if (find_weekday(when, &own.weekday))
        calendar_add_hours(place->calendar, &own);
    else if (clock_parse_date(when, &day))
        calendar_set_day_hours(place->calendar, day, &own.hours);
    else
        return bad(reading, "hours", when);
    return true;
}

/* The line's own setting, for whom the table has no hours. */
static bool read_setting(struct reading *reading, const struct config *config)
{
    enum { FRIDAY = 4 };
    const char *setting = config_text(config, CONFIG_desk_branch_hours);
    struct hours hours;
    if (!hours_parse(setting, &hours))
        return error_set(reading->error, MESSAGE_CONFIG_VALUE,
                         "desk.branch_hours: %s: needs spans as in "
                         "\"09:00-13:00 14:00-18:00\", in their order",
                         setting);
    for (int weekday = 0; weekday <= FRIDAY; weekday++)
        calendar_set_hours(reading->deadlines->line, weekday, &hours);
    return true;
}

/* ---- days ---- */

static bool read_day(const struct table_line *line, void *cookie)
{
    struct reading *reading = cookie;
    struct calendar *common = reading->deadlines->line;
    const char *date = json_find_string(line->cells, "day");
    const char *kind = json_find_string(line->cells, "kind");
    int64_t day;
    if (date == NULL || kind == NULL || !clock_parse_date(date, &day))
        return bad(reading, "calendar", "a row without day or kind");
    if (strcmp(kind, "holiday") == 0 || strcmp(kind, "day_off_moved") == 0)
        calendar_set_day(common, day, CALENDAR_OFF, line->unconfirmed);
    else if (strcmp(kind, "working_day_moved") == 0)
        calendar_set_day(common, day, CALENDAR_WORKING, line->unconfirmed);
    else
        return bad(reading, "calendar", kind);
    return true;
}

static bool read_year(const struct table_line *line, void *cookie)
{
    struct deadlines *deadlines = ((struct reading *)cookie)->deadlines;
    const char *days = json_find_string(line->cells, "days");
    int year = (int)json_integer_value(json_object_get(line->cells, "year"));
    if (line->unconfirmed || days == NULL || strcmp(days, "all") != 0)
        return true;
    calendar_set_known(deadlines->line, year);
    return true;
}

/* A term would never end where nobody ever works. */
static bool places_work(struct reading *reading)
{
    const struct deadlines *deadlines = reading->deadlines;
    for (size_t i = 0; i < deadlines->place_count; i++) {
        const struct place *place = &deadlines->places[i];
        int64_t day = reading->day;
        while (day < reading->day + 366 &&
               calendar_hours(place->calendar, day)->count == 0)
            day++;
        if (day == reading->day + 366)
            return bad(reading, "hours", place->branch);
    }
    return true;
}

/* ---- all of it ---- */

static bool read_table(struct reading *reading, const struct tables *tables,
                       const char *name,
                       bool (*line)(const struct table_line *, void *))
{
    table_each_line(tables, name, line, reading);
    return !reading->failed;
}

static bool read_all(struct reading *reading, const struct tables *tables,
                     const struct config *config)
{
    struct deadlines *deadlines = reading->deadlines;
    deadlines->line = calendar_new(config_text(config, CONFIG_line_zone), NULL,
                                   reading->error);
    return deadlines->line != NULL &&
           read_table(reading, tables, "branches", read_branch) &&
           open_places(reading) && read_setting(reading, config) &&
           read_table(reading, tables, "hours", read_hours) &&
           read_table(reading, tables, "calendar", read_day) &&
           read_table(reading, tables, "calendar_years", read_year) &&
           read_table(reading, tables, "terms", read_term) &&
           places_work(reading);
}

static void make_version(struct deadlines *deadlines)
{
    AUTO_TEXT all = {0};
    unsigned char hash[SEAL_HASH_SIZE];
    calendar_write(deadlines->line, &all);
    for (size_t i = 0; i < deadlines->place_count; i++) {
        text_format(&all, "%s\n", deadlines->places[i].branch);
        calendar_write(deadlines->places[i].calendar, &all);
    }
    seal_hash(NULL, text_chars(&all), all.length, hash);
    seal_hex(hash, (DEADLINES_VERSION_SIZE - 1) / 2, deadlines->version);
}

static int64_t hours_ms(const struct config *config, enum config_id id)
{
    return config_int(config, id) * 60 * 60 * 1000;
}

struct deadlines *deadlines_new(const struct tables *tables,
                                const struct config *config, int64_t day,
                                struct error *error)
{
    struct deadlines *deadlines = mem_new(sizeof(*deadlines));
    struct reading reading = {deadlines, day, error, false};
    deadlines->holders = 1;
    deadlines->act_ms = hours_ms(config, CONFIG_desk_first_action_hours);
    deadlines->tell_ms = hours_ms(config, CONFIG_desk_tell_hours);
    deadlines->lease_ms = hours_ms(config, CONFIG_desk_lease_hours);
    if (!read_all(&reading, tables, config)) {
        deadlines_free(deadlines);
        return NULL;
    }
    make_version(deadlines);
    return deadlines;
}

struct deadlines *deadlines_hold(struct deadlines *deadlines)
{
    if (deadlines != NULL)
        deadlines->holders++;
    return deadlines;
}

void deadlines_free(struct deadlines *deadlines)
{
    if (deadlines == NULL || --deadlines->holders > 0)
        return;
    for (size_t i = 0; i < deadlines->place_count; i++) {
        free(deadlines->places[i].branch);
        free(deadlines->places[i].zone);
        calendar_free(deadlines->places[i].calendar);
    }
    for (size_t i = 0; i < deadlines->term_count; i++)
        free(deadlines->terms[i].name);
    calendar_free(deadlines->line);
    free(deadlines->places);
    free(deadlines->terms);
    free(deadlines);
}
