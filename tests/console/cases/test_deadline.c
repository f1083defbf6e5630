/* When a case must be answered: in the working time of its branch, by tables
 * of one's own and by those that are shipped. */
#include "console/cases/deadline.h"

#include "console/base/text.h"
#include "console/config/config.h"

#include "tests/console/knowledge/table_story.h"

#include <jansson.h>

#define BRANCH(code, zone)                                                     \
    "{\"code\":\"" code "\",\"region\":\"43\",\"zone\":\"" zone                \
    "\",\"name\":{\"kk\":\"k\",\"ru\":\"r\",\"en\":\"e\"},"                    \
    "\"from\":\"2017-01-01\",\"until\":null," STAMP "}"
#define TERM(what, amount, unit, from, until)                                  \
    "{\"what\":\"" what "\",\"amount\":" amount ",\"unit\":\"" unit            \
    "\",\"from\":\"" from "\",\"until\":" until "," STAMP "}"
#define HOURS(weekday, opens, closes, lunch_from, lunch_to)                    \
    "{\"place\":\"NTH\",\"weekday\":\"" weekday "\",\"opens\":" opens          \
    ",\"closes\":" closes ",\"lunch_from\":" lunch_from                        \
    ",\"lunch_to\":" lunch_to ",\"from\":null,\"until\":null," STAMP "}"
#define DAY(day, kind, next, confidence)                                       \
    "{\"day\":\"" day "\",\"kind\":\"" kind "\",\"name\":{\"kk\":\"k\","       \
    "\"ru\":\"r\",\"en\":\"e\"},\"from\":\"" day "\",\"until\":\"" next        \
    "\",\"source\":\"made up\",\"confidence\":\"" confidence                   \
    "\",\"checked\":\"2026-02-28\"}"
#define YEAR(year, next)                                                       \
    "{\"year\":" year ",\"days\":\"all\",\"from\":\"" year                     \
    "-01-01\",\"until\":\"" next "-01-01\"," STAMP "}"

/* A shelf of tables, and settings. */
struct house {
    struct shelf *shelf;
    struct config *config;
    struct deadlines *deadlines;
};

static struct config *settings(const char *const *options)
{
    const struct config_places places = {"", "", options};
    struct error error = {0};
    struct config *config = config_load(&places, &error);
    if (config == NULL)
        fail_msg("%s", error.detail);
    return config;
}

static void put_calendar(struct shelf *shelf)
{
    put_table(shelf, "calendar", "\"day\"",
              "\"day\":\"date\",\"kind\":\"code\",\"name\":\"phrase\"",
              DAY("2018-12-17", "holiday", "2018-12-18", "confirmed") "," DAY(
                  "2026-10-26", "day_off_moved", "2026-10-27",
                  "confirmed") "," DAY("2026-11-28", "working_day_moved",
                                       "2026-11-29",
                                       "confirmed") "," DAY("2026-12-16",
                                                            "holiday",
                                                            "2026-12-17",
                                                            "unconfirmed"));
    put_table(
        shelf, "calendar_years", "\"year\"",
        "\"year\":\"int\",\"days\":\"code\"",
        YEAR("2018", "2019") "," YEAR("2024", "2025") "," YEAR("2026", "2027"));
}

/* NTH has lunch late and half a Saturday, STH the hours of the setting. */
static void put_tables(struct shelf *shelf)
{
    put_table(shelf, "branches", "\"code\"",
              "\"code\":\"code\",\"region\":\"code\",\"zone\":\"code\","
              "\"name\":\"phrase\"",
              BRANCH("NTH", "Asia/Almaty") "," BRANCH("KZO", "Asia/Qyzylorda"));
    put_table(
        shelf, "hours", "\"place\",\"weekday\"",
        "\"place\":\"code\",\"weekday\":\"code\",\"opens\":\"text\","
        "\"closes\":\"text\",\"lunch_from\":\"text\","
        "\"lunch_to\":\"text\"",
        HOURS("mon", "\"08:00\"", "\"17:00\"", "\"14:00\"",
              "\"15:00\"") "," HOURS("sat", "\"10:00\"", "\"12:00\"", "null",
                                     "null") "," HOURS("2026-11-30",
                                                       "\"08:00\"", "\"09:00\"",
                                                       "null", "null"));
    put_table(
        shelf, "terms", "\"what\"",
        "\"what\":\"code\",\"amount\":\"int\",\"unit\":\"code\"",
        TERM("answer", "15", "working_days", "2015-01-01", "\"2026-11-01\"") "," TERM(
            "answer", "3", "working_days", "2026-11-01",
            "null") "," TERM("removal", "15", "calendar_days", "2015-01-01",
                             "null") "," TERM("quick", "2", "hours",
                                              "2015-01-01",
                                              "null") "," TERM("share", "5",
                                                               "percent",
                                                               "2015-01-01",
                                                               "null"));
    put_calendar(shelf);
}

static struct deadlines *count_with(struct house *house,
                                    const char *const *options)
{
    struct error error = {0};
    config_free(house->config);
    deadlines_free(house->deadlines);
    house->config = settings(options);
    house->deadlines = deadlines_new(house->shelf->tables, house->config,
                                     on("2026-11-22"), &error);
    if (house->deadlines == NULL)
        fail_msg("%s", error.detail);
    return house->deadlines;
}

static int open_house(void **state)
{
    struct house *house = mem_new(sizeof(*house));
    open_shelf((void **)&house->shelf);
    put_tables(house->shelf);
    loads(house->shelf);
    count_with(house, NULL);
    *state = house;
    return 0;
}

static int close_house(void **state)
{
    struct house *house = *state;
    close_shelf((void **)&house->shelf);
    config_free(house->config);
    deadlines_free(house->deadlines);
    free(house);
    return 0;
}

static int64_t at(const char *iso)
{
    int64_t ms = 0;
    if (!clock_parse_iso(iso, &ms))
        fail_msg("no moment: %s", iso);
    return ms;
}

static void assert_at(int64_t ms, const char *iso)
{
    char text[CLOCK_ISO_SIZE];
    clock_iso(ms, text);
    if (ms != at(iso))
        fail_msg("%s, not %s", text, iso);
}

static void assert_due(const struct deadlines *deadlines, const char *branch,
                       const char *term, const char *from, const char *due)
{
    struct deadline_due found;
    struct error error = {0};
    if (!deadlines_due(deadlines, branch, term, at(from), &found, &error))
        fail_msg("%s", error.detail);
    assert_at(found.due_ms, due);
}

static void working_days_end_with_the_last_hour_of_the_nth_day(void **state)
{
    struct deadlines *deadlines = ((struct house *)*state)->deadlines;
    /* Sunday, three working days: Monday, Tuesday, Wednesday 18:00 (+5). */
    assert_due(deadlines, "KZO", "answer", "2026-11-22T09:00:00Z",
               "2026-11-25T13:00:00Z");
    /* The day it came in is not counted, not even at one in the morning. */
    assert_due(deadlines, "KZO", "answer", "2026-11-22T19:30:00Z",
               "2026-11-26T13:00:00Z");
    /* Thursday: Friday, the Saturday moved to work, Monday. */
    assert_due(deadlines, "KZO", "answer", "2026-11-26T09:00:00Z",
               "2026-11-30T13:00:00Z");
    /* Mondays and Saturdays alone, and on the 30th one hour. */
    assert_due(deadlines, "NTH", "answer", "2026-11-22T09:00:00Z",
               "2026-11-30T04:00:00Z");
    /* A holiday that is not confirmed counts as one. */
    assert_due(deadlines, "KZO", "answer", "2026-12-14T09:00:00Z",
               "2026-12-18T13:00:00Z");
}

static void a_term_is_that_of_the_day_it_came_in(void **state)
{
    struct deadlines *deadlines = ((struct house *)*state)->deadlines;
    /* Still fifteen days in the evening of 31 October, and not by UTC. */
    assert_due(deadlines, "KZO", "answer", "2026-10-31T18:59:00Z",
               "2026-11-20T13:00:00Z");
    assert_due(deadlines, "KZO", "answer", "2026-10-31T19:01:00Z",
               "2026-11-04T13:00:00Z");
}

static void calendar_days_end_at_midnight_and_hours_by_the_clock(void **state)
{
    struct deadlines *deadlines = ((struct house *)*state)->deadlines;
    assert_due(deadlines, "KZO", "removal", "2026-11-22T09:00:00Z",
               "2026-12-07T19:00:00Z");
    assert_due(deadlines, "KZO", "quick", "2026-11-22T09:00:00Z",
               "2026-11-22T11:00:00Z");
}

static void assert_no_due(const struct deadlines *deadlines, const char *branch,
                          const char *term, const char *detail)
{
    struct deadline_due due;
    struct error error = {0};
    assert_false(deadlines_due(deadlines, branch, term,
                               at("2026-11-22T09:00:00Z"), &due, &error));
    assert_int_equal(error.message, MESSAGE_TABLE_NO_ROW);
    if (strstr(error.detail, detail) == NULL)
        fail_msg("%s", error.detail);
}

static void what_is_no_deadline_class_is_refused(void **state)
{
    struct deadlines *deadlines = ((struct house *)*state)->deadlines;
    assert_no_due(deadlines, "ELSE", "answer", "[ELSE]");
    assert_no_due(deadlines, "KZO", "share", "[share] on 2026-11-22");
    assert_no_due(deadlines, "KZO", "nothing", "[nothing]");
    assert_true(deadlines_knows(deadlines, "KZO"));
    assert_false(deadlines_knows(deadlines, "ELSE"));
}

static void the_first_action_is_the_lines_own_aim(void **state)
{
    static const char *const quick[] = {"desk.first_action_hours=2", NULL};
    static const char *const slow[] = {"desk.first_action_hours=400", NULL};
    struct deadline_due due;
    struct deadlines *deadlines = count_with(*state, quick);
    /* Friday 17:00: an hour then, an hour on the Saturday moved to work. */
    assert_true(deadlines_due(deadlines, "KZO", "answer",
                              at("2026-11-27T12:00:00Z"), &due, NULL));
    assert_at(due.act_ms, "2026-11-28T05:00:00Z");
    deadlines = count_with(*state, slow);
    assert_true(deadlines_due(deadlines, "KZO", "answer",
                              at("2026-11-27T12:00:00Z"), &due, NULL));
    assert_int_equal(due.act_ms, due.due_ms);
}

static void lunch_and_the_days_around_a_weekend_are_no_work(void **state)
{
    struct deadlines *deadlines = ((struct house *)*state)->deadlines;
    /* Friday 12:30 to Thursday's 14:30: over the moved Saturday. */
    assert_int_equal(deadlines_between(deadlines, "KZO",
                                       at("2026-11-19T07:30:00Z"),
                                       at("2026-11-19T09:30:00Z")),
                     3600);
    assert_int_equal(deadlines_between(deadlines, "KZO",
                                       at("2026-11-20T12:00:00Z"),
                                       at("2026-11-23T05:00:00Z")),
                     2 * 3600);
    assert_int_equal(deadlines_between(deadlines, "KZO",
                                       at("2026-11-23T05:00:00Z"),
                                       at("2026-11-20T12:00:00Z")),
                     0);
    assert_at(
        deadlines_after(deadlines, "KZO", at("2026-11-20T12:00:00Z"), 3600),
        "2026-11-20T13:00:00Z");
    assert_at(
        deadlines_after(deadlines, "KZO", at("2026-11-20T12:00:00Z"), 3601),
        "2026-11-23T04:00:01Z");
    assert_at(deadlines_lease(deadlines, "KZO", at("2026-11-20T13:00:00Z")),
              "2026-11-24T13:00:00Z");
    assert_at(deadlines_tell(deadlines, "KZO", at("2026-11-20T13:00:00Z")),
              "2026-11-23T13:00:00Z");
}

static void zones_that_changed_are_counted_by_their_own_clocks(void **state)
{
    struct deadlines *deadlines = ((struct house *)*state)->deadlines;
    /* Kyzylorda, Thursday 20 December 2018 17:00 (+6), Friday 10:00 (+5). */
    assert_int_equal(deadlines_between(deadlines, "KZO",
                                       at("2018-12-20T11:00:00Z"),
                                       at("2018-12-21T05:00:00Z")),
                     2 * 3600);
    assert_due(deadlines, "KZO", "answer", "2018-11-30T06:00:00Z",
               "2018-12-24T13:00:00Z");
    assert_due(deadlines, "KZO", "quick", "2018-12-20T17:30:00Z",
               "2018-12-20T19:30:00Z");
    /* Almaty, the end of 29 February 2024 came twice. */
    assert_due(deadlines, "NTH", "removal", "2024-02-14T09:00:00Z",
               "2024-02-29T19:00:00Z");
    /* Kyzylorda did not change that night. */
    assert_due(deadlines, "KZO", "answer", "2024-02-28T06:00:00Z",
               "2024-03-20T13:00:00Z");
}

static void unsure_days(const struct deadlines *deadlines, const char *from,
                        const char *to, const char *wanted)
{
    json_t *days = deadlines_unsure(deadlines, "KZO", at(from), at(to));
    char *text = json_dumps(days, JSON_COMPACT);
    assert_string_equal(text, wanted);
    free(text);
    json_decref(days);
}

static void days_without_a_source_are_named(void **state)
{
    struct deadlines *deadlines = ((struct house *)*state)->deadlines;
    unsure_days(deadlines, "2026-12-01T09:00:00Z", "2026-12-15T09:00:00Z",
                "[]");
    unsure_days(deadlines, "2026-12-15T18:59:00Z", "2026-12-15T19:00:00Z",
                "[\"2026-12-16\"]");
    unsure_days(deadlines, "2026-12-20T09:00:00Z", "2027-01-02T09:00:00Z",
                "[\"2027-01-01\",\"2027-01-02\"]");
    unsure_days(deadlines, "2027-01-02T09:00:00Z", "2026-12-20T09:00:00Z",
                "[]");
}

static void writes_days(const char *days, const char *wanted)
{
    AUTO_TEXT text = {0};
    json_t *list = json_loads(days, 0, NULL);
    deadline_write_days(list, &text);
    assert_string_equal(text_chars(&text), wanted);
    json_decref(list);
}

static void runs_of_days_are_written_short(void **state)
{
    (void)state;
    writes_days("[]", "");
    writes_days("[\"2026-12-31\"]", "2026-12-31");
    writes_days("[\"2026-12-31\",\"2027-01-01\"]", "2026-12-31..2027-01-01");
    writes_days("[\"2026-12-16\",\"2026-12-31\",\"2027-01-01\","
                "\"2027-01-02\",\"2027-01-05\"]",
                "2026-12-16, 2026-12-31..2027-01-02, 2027-01-05");
}

static void the_branchs_own_clock_is_read(void **state)
{
    struct deadlines *deadlines = ((struct house *)*state)->deadlines;
    char minute[CLOCK_ISO_SIZE];
    deadlines_minute(deadlines, "NTH", at("2024-01-22T09:05:59Z"), minute);
    assert_string_equal(minute, "2024-01-22 15:05");
}

static void hours_by_setting_are_told_apart(void **state)
{
    struct deadlines *deadlines = ((struct house *)*state)->deadlines;
    int64_t now = at("2026-11-22T09:00:00Z");
    assert_true(deadlines_by_setting(deadlines, "KZO", now));
    assert_false(deadlines_by_setting(deadlines, "NTH", now));
}

static void how_much_of_a_term_is_used(void **state)
{
    struct deadlines *deadlines = ((struct house *)*state)->deadlines;
    int64_t due = at("2026-11-25T13:00:00Z");
    const struct {
        const char *now;
        int share;
    } rows[] = {
        {"2026-11-22T09:00:00Z", 0},   {"2026-11-23T08:00:00Z", 16},
        {"2026-11-24T13:00:00Z", 66},  {"2026-11-25T12:59:59Z", 99},
        {"2026-11-25T13:00:00Z", 100}, {"2030-11-25T13:00:00Z", 100},
        {"2025-11-25T13:00:00Z", 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(
            deadlines_share(deadlines, "KZO", "answer", due, at(rows[i].now)),
            rows[i].share);
    assert_int_equal(deadlines_share(deadlines, "KZO", NULL, due,
                                     at("2026-11-25T09:00:00Z")),
                     50);
    assert_int_equal(deadlines_share(deadlines, "KZO", "quick", due,
                                     at("2026-11-25T11:24:00Z")),
                     20);
}

static void a_branch_that_is_not_there_has_the_lines_hours(void **state)
{
    struct deadlines *deadlines = ((struct house *)*state)->deadlines;
    assert_at(
        deadlines_after(deadlines, "GONE", at("2026-11-20T12:30:00Z"), 3600),
        "2026-11-23T04:30:00Z");
}

static void the_version_changes_with_days_and_hours_alone(void **state)
{
    static const char *const other[] = {
        "desk.branch_hours=09:00-13:00 14:00-18:01", NULL};
    static const char *const aims[] = {"desk.tell_hours=9", NULL};
    struct house *house = *state;
    AUTO_CHARS before = mem_copy(deadlines_version(house->deadlines));
    assert_int_equal(strlen(before), 16);
    assert_string_equal(deadlines_version(count_with(house, aims)), before);
    assert_string_not_equal(deadlines_version(count_with(house, other)),
                            before);
}

static void hours_that_are_none_are_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "9:00-18:00",
        "09:00-18:00 ",
        " 09:00-18:00",
        "09:00 - 18:00",
        "09:00-13:00  14:00-18:00",
        "09:00-13:00,14:00-18:00",
        "14:00-18:00 09:00-13:00",
        "09:00-13:00 13:00-18:00",
        "09:00-13:00 12:00-18:00",
        "18:00-09:00",
        "09:00-09:00",
        "09:00-24:01",
        "09:60-18:00",
        "25:00-26:00",
        "09:00-18:00x",
    };
    struct house *house = *state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        AUTO_CHARS option = mem_format("desk.branch_hours=%s", bad[i]);
        const char *const options[] = {option, NULL};
        struct config *config = settings(options);
        struct error error = {0};
        if (deadlines_new(house->shelf->tables, config, on("2026-11-22"),
                          &error) != NULL)
            fail_msg("taken: \"%s\"", bad[i]);
        assert_int_equal(error.message, MESSAGE_CONFIG_VALUE);
        assert_non_null(strstr(error.detail, "desk.branch_hours"));
        config_free(config);
    }
}

static void tables_that_cannot_be_counted_with_are_refused(void **state)
{
    static const struct {
        const char *weekday, *opens, *closes, *detail;
    } rows[] = {
        {"someday", "\"09:00\"", "\"18:00\"", "someday"},
        {"mon", "\"09:00\"", "null", "NTH"},
        {"mon", "\"18:00\"", "\"09:00\"", "NTH"},
        {"mon", "\"nine\"", "\"18:00\"", "NTH"},
        {"mon", "null", "null", "NTH"}, /* nobody ever works */
    };
    struct house *house = *state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct shelf *shelf;
        struct error error = {0};
        AUTO_CHARS row =
            mem_format("{\"place\":\"NTH\",\"weekday\":\"%s\",\"opens\":%s,"
                       "\"closes\":%s,\"from\":null,\"until\":null," STAMP "}",
                       rows[i].weekday, rows[i].opens, rows[i].closes);
        open_shelf((void **)&shelf);
        put_table(shelf, "branches", "\"code\"",
                  "\"code\":\"code\",\"region\":\"code\",\"zone\":\"code\","
                  "\"name\":\"phrase\"",
                  BRANCH("NTH", "Asia/Almaty"));
        put_table(shelf, "hours", "\"place\",\"weekday\"",
                  "\"place\":\"code\",\"weekday\":\"code\","
                  "\"opens\":\"text\",\"closes\":\"text\"",
                  row);
        loads(shelf);
        assert_null(deadlines_new(shelf->tables, house->config,
                                  on("2026-11-22"), &error));
        assert_int_equal(error.message, MESSAGE_TABLE_BAD);
        assert_non_null(strstr(error.detail, rows[i].detail));
        close_shelf((void **)&shelf);
    }
}

static void who_holds_them_keeps_them(void **state)
{
    struct house *house = *state;
    struct deadlines *held = deadlines_hold(house->deadlines);
    deadlines_free(house->deadlines);
    house->deadlines = held;
    assert_true(deadlines_knows(held, "KZO"));
    assert_null(deadlines_hold(NULL));
    deadlines_free(NULL);
}

/* The shipped tables: fifteen working days over the Republic Day of 2026 and
 * over the new year, whose calendar is not known yet. */
static void the_shipped_tables_give_a_day(void **state)
{
    struct house *house = *state;
    struct error error = {0};
    struct tables *tables = tables_load("kb/tables", NULL, &error);
    assert_non_null(tables);
    struct deadlines *deadlines =
        deadlines_new(tables, house->config, on("2026-11-22"), &error);
    if (deadlines == NULL)
        fail_msg("%s", error.detail);
    assert_due(deadlines, "KZO", "answer_days", "2026-10-20T06:00:00Z",
               "2026-11-11T13:00:00Z");
    assert_due(deadlines, "KZO", "answer_days", "2026-11-22T06:00:00Z",
               "2026-12-11T13:00:00Z");
    unsure_days(deadlines, "2026-11-22T06:00:00Z", "2026-12-11T13:00:00Z",
                "[]");
    assert_due(deadlines, "KZO", "answer_days", "2026-12-14T06:00:00Z",
               "2027-01-06T13:00:00Z");
    deadlines_free(deadlines);
    tables_free(tables);
}

#define TOLD(test)                                                             \
    cmocka_unit_test_setup_teardown(test, open_house, close_house)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TOLD(working_days_end_with_the_last_hour_of_the_nth_day),
        TOLD(a_term_is_that_of_the_day_it_came_in),
        TOLD(calendar_days_end_at_midnight_and_hours_by_the_clock),
        TOLD(what_is_no_deadline_class_is_refused),
        TOLD(the_first_action_is_the_lines_own_aim),
        TOLD(lunch_and_the_days_around_a_weekend_are_no_work),
        TOLD(zones_that_changed_are_counted_by_their_own_clocks),
        TOLD(days_without_a_source_are_named),
        TOLD(runs_of_days_are_written_short),
        TOLD(the_branchs_own_clock_is_read),
        TOLD(hours_by_setting_are_told_apart),
        TOLD(how_much_of_a_term_is_used),
        TOLD(a_branch_that_is_not_there_has_the_lines_hours),
        TOLD(the_version_changes_with_days_and_hours_alone),
        TOLD(hours_that_are_none_are_refused),
        TOLD(tables_that_cannot_be_counted_with_are_refused),
        TOLD(who_holds_them_keeps_them),
        TOLD(the_shipped_tables_give_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
