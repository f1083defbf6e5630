/* Every issue, every region, every day: only days on which a table says
 * something else are looked at. */
#include "console/cases/route_check.h"

#include "console/base/clock.h"
#include "console/base/finding.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/deadline.h"
#include "console/cases/route.h"
#include "console/knowledge/table.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

static const char *const dated[] = {"issues", "routes", "branches", "terms"};

/* One day of the span. */
struct day {
    const struct tables *tables;
    struct findings *findings;
    int64_t day;
    struct json_t *issues, *regions; /* sets: objects of null */
};

static const char *path_of(const struct tables *tables, const char *name)
{
    const char *other;
    for (size_t i = 0; (other = table_name_at(tables, i)) != NULL; i++)
        if (strcmp(other, name) == 0)
            return table_path_at(tables, i);
    return NULL;
}

static bool add_issue(const struct json_t *row, void *cookie)
{
    const char *issue = json_find_string(row, "issue");
    if (issue != NULL)
        json_object_set_new(((struct day *)cookie)->issues, issue, json_null());
    return true;
}

static bool add_region(const struct table_line *line, void *cookie)
{
    struct day *day = cookie;
    const char *region = json_find_string(line->cells, "region");
    if (!line->unconfirmed && line->from <= day->day && region != NULL)
        json_object_set_new(day->regions, region, json_null());
    return true;
}

/* Adds what is wrong with a table; the day is an example. */
static void add_at(const struct day *day, const char *table,
                   enum finding_code code, const char *detail)
{
    char date[CLOCK_DATE_SIZE];
    clock_date(day->day, date);
    AUTO_CHARS example = mem_format("as_of=%s", date);
    const struct finding finding = {.code = code,
                                    .file = (char *)path_of(day->tables, table),
                                    .where = "$.rows",
                                    .detail = (char *)detail,
                                    .example = example};
    findings_add(day->findings, &finding);
}

static void add(const struct day *day, enum finding_code code,
                const char *detail)
{
    add_at(day, "routes", code, detail);
}

static void check_way(const struct day *day, const char *issue,
                      const char *region)
{
    struct route route;
    bool found = route_find(day->tables, issue, region, day->day, &route, NULL);
    AUTO_CHARS way =
        mem_format("%s, %s, %s", route.body ? route.body : "?", issue, region);
    if (!found) {
        add(day, FINDING_E21, way);
        return;
    }
    if (deadline_is_class(day->tables, route.term, day->day))
        return;
    AUTO_CHARS term = mem_format("%s: %s", way, route.term ? route.term : "?");
    add(day, FINDING_E22, term);
}

static void check_day(const struct day *day)
{
    const char *issue, *region;
    json_t *none;
    json_object_foreach(day->issues, issue, none)
    {
        json_object_foreach(day->regions, region, none)
        {
            check_way(day, issue, region);
        }
    }
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

struct route_tally routes_check(const struct tables *tables, int64_t from,
                                int64_t until, struct findings *findings)
{
    struct route_tally tally = {.days = until > from ? until - from : 0};
    for (int64_t at = from; at < until;
         at = tables_next_day(tables, dated, COUNT(dated), at)) {
        AUTO_JSON issues = json_object();
        AUTO_JSON regions = json_object();
        struct day day = {tables, findings, at, issues, regions};
        table_each(tables, "issues", at, add_issue, &day);
        table_each_line(tables, "branches", add_region, &day);
        check_day(&day);
        tally.issues = larger(tally.issues, json_object_size(issues));
        tally.regions = larger(tally.regions, json_object_size(regions));
    }
    return tally;
}

/* ---- days that are not sure ---- */

/* What the routes of one day promise. */
struct promising {
    const struct deadlines *deadlines;
    int64_t noon_ms;
    json_t *days; /* a set, by date */
};

static bool add_days(const struct json_t *route, void *cookie)
{
    struct promising *promising = cookie;
    const char *branch = json_find_string(route, "branch");
    const char *term = json_find_string(route, "term");
    struct deadline_due due;
    size_t index;
    json_t *day;
    if (branch == NULL || term == NULL ||
        !deadlines_due(promising->deadlines, branch, term, promising->noon_ms,
                       &due, NULL))
        return true;
    AUTO_JSON unsure = deadlines_unsure(promising->deadlines, branch,
                                        promising->noon_ms, due.due_ms);
    json_array_foreach(unsure, index, day)
    {
        json_object_set_new(promising->days, json_string_value(day),
                            json_null());
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The set as a list in order. */
static struct json_t *sorted(json_t *days)
{
    size_t count = json_object_size(days);
    const char **names = mem_new((count + 1) * sizeof(*names));
    const char *name;
    json_t *none;
    size_t at = 0;
    struct json_t *list = json_array();
    json_object_foreach(days, name, none)
    {
        names[at++] = name;
    }
    qsort(names, count, sizeof(*names), by_name);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(names[i]));
    free(names);
    return list;
}

void routes_check_days(const struct tables *tables,
                       const struct deadlines *deadlines, int64_t from,
                       int64_t until, struct findings *findings)
{
    const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;
    AUTO_JSON days = json_object();
    AUTO_TEXT detail = {0};
    int64_t first = until;
    for (int64_t day = from; day < until; day++) {
        struct promising promising = {deadlines, day * day_ms + day_ms / 2,
                                      days};
        table_each(tables, "routes", day, add_days, &promising);
        if (first == until && json_object_size(days) > 0)
            first = day;
    }
    if (first == until)
        return;
    AUTO_JSON list = sorted(days);
    const struct day example = {
        .tables = tables, .findings = findings, .day = first};
    deadline_write_days(list, &detail);
    add_at(&example, "calendar", FINDING_W31, text_chars(&detail));
}
