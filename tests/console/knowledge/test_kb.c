/* The shipped tables on the days that matter: what is told on the last day of
 * a rule, on the first of the next, and what is never told. */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/knowledge/table.h"

#include <glob.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct tables *tables;

static char *in_root(const char *path)
{
    const char *root = getenv("AGENT1414_ROOT");
    return mem_format("%s/%s", root ? root : ".", path);
}

static int64_t on(const char *date)
{
    int64_t days;
    if (!clock_parse_date(date, &days))
        fail_msg("no date: %s", date);
    return days;
}

/* A cell as text; "no row" or "null". Two keys are parted by a blank. */
static char *told(const char *table, const char *key, const char *column,
                  const char *date)
{
    char first[64];
    const char *blank = strchr(key, ' ');
    const char *keys[2] = {key, blank ? blank + 1 : NULL};
    const struct table_place place = {table, keys, blank ? 2 : 1, column};
    if (blank) {
        memcpy(first, key, (size_t)(blank - key));
        first[blank - key] = '\0';
        keys[0] = first;
    }
    struct error error = {0};
    const json_t *cell = table_cell(tables, &place, on(date), &error);
    if (!cell) {
        assert_int_equal(error.message, MESSAGE_TABLE_NO_ROW);
        assert_int_equal(error_code(&error), EXIT_DATA);
        return mem_copy("no row");
    }
    if (json_is_object(cell))
        return mem_copy(json_find_string(cell, "en"));
    if (json_is_string(cell))
        return mem_copy(json_string_value(cell));
    return json_canonical(cell);
}

static const struct spot {
    const char *table, *key, *column, *date, *value;
} spots[] = {
    /* services: 2025, 2026, 2027 */
    {"packages", "screening", "who", "2025-12-31", "insured"},
    {"packages", "screening", "who", "2026-01-01", "entitled"},
    {"packages", "diabetes_cp_rheumatism", "package", "2025-12-31",
     "guaranteed"},
    {"packages", "diabetes_cp_rheumatism", "package", "2026-01-01",
     "insurance"},
    {"packages", "stroke_epilepsy", "package", "2025-12-31", "not_guaranteed"},
    {"packages", "stroke_epilepsy", "package", "2026-01-01", "guaranteed"},
    {"packages", "socially_significant_diagnosis", "package", "2025-12-31",
     "not_guaranteed"},
    {"packages", "socially_significant_diagnosis", "package", "2026-01-01",
     "guaranteed"},
    {"packages", "tb_hiv_diagnosis", "package", "2025-12-31", "guaranteed"},
    {"packages", "chronic_dynamic_observation", "package", "2026-12-31",
     "guaranteed"},
    {"packages", "chronic_dynamic_observation", "package", "2027-01-01",
     "not_guaranteed"},
    {"packages", "hepatitis_screening", "package", "2026-12-31",
     "not_guaranteed"},
    {"packages", "hepatitis_screening", "package", "2027-01-01", "guaranteed"},
    {"packages", "ambulance", "who", "2019-12-31", "no row"},
    {"packages", "ambulance", "who", "2020-01-01", "entitled"},
    {"packages", "dental_children_and_groups", "who", "2026-11-22",
     "insured_children_and_groups"},
    {"package_kinds", "insurance", "told", "2026-11-22",
     "for the insured only"},
    /* categories */
    {"categories", "unemployed", "paid_by", "2025-12-31", "republican_budget"},
    {"categories", "unemployed", "paid_by", "2026-01-01", "local_budget"},
    {"categories", "house_arrest_not_working", "name", "2022-03-27", "no row"},
    {"categories", "house_arrest_not_working", "paid_by", "2022-03-28",
     "republican_budget"},
    {"categories", "crisis_or_emergency_level", "paid_by", "2025-12-31",
     "no row"},
    {"categories", "crisis_or_emergency_level", "paid_by", "2026-01-01",
     "local_budget"},
    {"categories", "graduate_three_months", "name", "2019-12-31",
     "Graduate, first three calendar months"},
    {"categories", "graduate_three_months", "name", "2020-01-01", "no row"},
    {"categories", "student", "goes_to", "2026-11-22",
     "the dean's office or the administration of the place of study"},
    /* channels */
    {"channels", "employment_centre", "name", "2023-06-30",
     "Employment centre"},
    {"channels", "employment_centre", "name", "2023-07-01", "no row"},
    {"channels", "career_centre", "name", "2023-06-30", "no row"},
    {"channels", "career_centre", "name", "2023-07-01", "Career centre"},
    {"channels", "payment_code_121", "address", "2026-11-22", "121"},
    {"channels", "payment_code_122", "address", "2026-11-22", "122"},
    {"channels", "call_centre_2015", "address", "2018-10-26", "8 800 080 8887"},
    {"channels", "call_centre_2015", "address", "2018-10-27", "no row"},
    {"channels", "sms_1414", "address", "2025-08-31", "no row"},
    /* holidays and moved days */
    {"calendar", "2026-03-08", "kind", "2026-03-08", "holiday"},
    {"calendar", "2026-03-09", "kind", "2026-03-09", "day_off_moved"},
    {"calendar", "2026-03-10", "kind", "2026-03-10", "no row"},
    {"calendar", "2025-01-05", "kind", "2025-01-05", "working_day_moved"},
    {"calendar", "2026-12-16", "name", "2026-12-16", "Independence Day"},
    {"calendar", "2027-03-15", "kind", "2027-03-15", "holiday"},
    /* unconfirmed: never told */
    {"calendar", "2026-08-31", "kind", "2026-08-31", "no row"},
    {"calendar", "2027-01-01", "kind", "2027-01-01", "no row"},
    {"calendar", "2027-12-16", "kind", "2027-12-16", "no row"},
    {"calendar_years", "2026", "days", "2026-12-31", "all"},
    {"calendar_years", "2027", "days", "2027-01-01", "no row"},
    /* terms and hours */
    {"terms", "attach_days", "amount", "2025-08-31", "no row"},
    {"terms", "attach_days", "amount", "2025-09-01", "1"},
    {"terms", "answer_days", "amount", "2021-06-30", "no row"},
    {"terms", "answer_days", "amount", "2021-07-01", "15"},
    {"terms", "extension_months", "amount", "2026-11-22", "2"},
    {"terms", "line_hours", "amount", "2026-11-22", "24"},
    {"hours", "call_centre_1414 sun", "opens", "2026-11-22", "00:00"},
    {"hours", "call_centre_1414 sun", "closes", "2026-11-22", "24:00"},
    {"hours", "KZO sun", "opens", "2026-11-22", "no row"},
    /* branches and the issue of this table's makers */
    {"branches", "KZO", "zone", "2026-11-22", "Asia/Qyzylorda"},
    {"branches", "ABA", "zone", "2022-06-07", "no row"},
    {"branches", "ABA", "zone", "2022-06-08", "Asia/Almaty"},
    {"issues", "clinic_complaint", "name", "2026-11-22",
     "Complaint about a clinic"},
};

static void each_day_is_told_its_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(spots); i++) {
        const struct spot *spot = &spots[i];
        AUTO_CHARS value =
            told(spot->table, spot->key, spot->column, spot->date);
        if (strcmp(value, spot->value) != 0)
            fail_msg("%s [%s] %s on %s: %s", spot->table, spot->key,
                     spot->column, spot->date, value);
    }
}

static void every_category_of_the_registry_is_in_the_table(void **state)
{
    (void)state;
    AUTO_CHARS path = in_root("scripts/facts.json");
    AUTO_JSON file = json_load_file(path, 0, NULL);
    size_t i, j, seen = 0;
    json_t *fact, *code;
    assert_non_null(file);
    json_array_foreach(json_object_get(file, "facts"), i, fact)
    {
        if (strcmp(json_find_string(fact, "name"), "categories_now") != 0)
            continue;
        json_array_foreach(json_object_get(fact, "codes"), j, code)
        {
            const char *key = json_find_string(code, "code");
            AUTO_CHARS name = told("categories", key, "name", "2026-11-22");
            if (strcmp(name, "no row") == 0)
                fail_msg("categories: no row for %s", key);
            seen++;
        }
    }
    assert_int_equal(seen, 17);
}

static bool count_zone(const struct json_t *row, void *cookie)
{
    int *count = cookie;
    AUTO_CHARS path =
        mem_format("/usr/share/zoneinfo/%s", json_find_string(row, "zone"));
    glob_t found;
    if (glob(path, 0, NULL, &found) != 0)
        fail_msg("no such zone: %s", path);
    globfree(&found);
    (*count)++;
    return true;
}

static void every_branch_has_a_zone(void **state)
{
    int count = 0;
    (void)state;
    table_each(tables, "branches", on("2026-11-22"), count_zone, &count);
    assert_int_equal(count, 20);
}

static const char *const every_day[] = {"2020-01-01", "2023-07-01",
                                        "2025-12-31", "2026-01-01",
                                        "2026-12-31", "2027-01-01"};

static char *scripts_text(void)
{
    AUTO_CHARS pattern = in_root("scripts/*.json");
    struct text all = {0};
    glob_t files;
    assert_int_equal(glob(pattern, 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++)
        assert_true(json_read_bytes(files.gl_pathv[i], &all, NULL));
    globfree(&files);
    return text_take(&all);
}

static bool is_not_named(const struct json_t *row, void *cookie)
{
    const char *channel = json_find_string(row, "channel");
    AUTO_CHARS quoted = mem_format("\"channels\", \"%s\"", channel);
    bool give_out = strcmp(json_find_string(row, "give_out"), "no") != 0;
    if (!give_out && strstr(cookie, quoted))
        fail_msg("a script tells the channel %s", channel);
    return true;
}

static void no_script_tells_a_channel_of_the_past(void **state)
{
    (void)state;
    AUTO_CHARS all = scripts_text();
    assert_non_null(strstr(all, "\"channels\", \"egov\"")); /* it does see */
    for (size_t i = 0; i < COUNT(every_day); i++)
        table_each(tables, "channels", on(every_day[i]), is_not_named, all);
}

static int load(void **state)
{
    (void)state;
    struct error error = {0};
    AUTO_CHARS folder = in_root("kb/tables");
    tables = tables_load(folder, NULL, &error);
    if (!tables)
        print_message("%s\n", error.detail);
    return tables ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    tables_free(tables);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_day_is_told_its_own),
        cmocka_unit_test(every_category_of_the_registry_is_in_the_table),
        cmocka_unit_test(every_branch_has_a_zone),
        cmocka_unit_test(no_script_tells_a_channel_of_the_past),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
