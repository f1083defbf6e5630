/* The routes, listed and proved whole, by the real program: on the shipped
 * tables, and on a small folder in which something is missing. */
#include "tests/console/cli/cli_kit.h"
#include "tests/console/prove/audit_story.h"

static struct cli_said check(struct audit_data *data, const char *more)
{
    audit_write(data);
    return cli_kit_run(NULL,
                       "-o data.folder=%s -o line.as_of=2026-11-22 "
                       "--language en case routes --check%s",
                       data->folder, more);
}

/* The small tables know no year: the days are named, and that is all. */
static void routes_that_are_whole_have_warnings_at_most(void **state)
{
    AUTO_SAID said = check(*state, "");
    assert_int_equal(said.exit_code, 0);
    cli_kit_has(&said.out, "Issues 1, regions 2, days 365.\n");
    cli_kit_has(&said.out, "kb/tables/calendar.json:");
    cli_kit_has(&said.out, "W31 A promise reaches days whose calendar is not "
                           "confirmed: 2026-11-22..2027-01-2");
    cli_kit_has(&said.out, "\n    as_of=2026-11-22\n0 errors, 1 warning\n");
}

static void a_gap_is_named_with_its_first_day(void **state)
{
    audit_put(*state, "kb/tables/routes", "rows.1.until", "'2026-07-01'");
    AUTO_SAID said = check(*state, "");
    assert_int_equal(said.exit_code, 3);
    cli_kit_has(&said.out, "E21 No branch answers for the issue: fund, unpaid, "
                           "43.\n    as_of=2026-07-01\n");
    cli_kit_has(&said.out, "1 error, 1 warning\n");
}

static void a_term_that_ends_is_named(void **state)
{
    audit_put(*state, "kb/tables/terms", "rows.0.until", "'2026-09-01'");
    AUTO_SAID said = check(*state, " --json");
    assert_int_equal(said.exit_code, 3);
    AUTO_JSON json = cli_kit_json(&said);
    assert_int_equal(json_integer_value(json_object_get(json, "errors")), 2);
    cli_kit_has(&said.out, "\"example\":\"as_of=2026-09-01\"");
    cli_kit_has(&said.out, "fund, unpaid, 75: answer");
}

static void two_rows_for_one_day_are_named(void **state)
{
    audit_put(*state, "kb/tables/routes", "rows.1.region", "'75'");
    AUTO_SAID said = check(*state, "");
    assert_int_equal(said.exit_code, 3);
    cli_kit_has(&said.out, "kb/tables/routes.json:");
    cli_kit_has(&said.out, "E17 Two rows of the table are in force on one day: "
                           "$.rows[1], $.rows[0].\n");
}

static void the_shipped_routes_are_whole(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "-o line.as_of=2026-11-22 --language en "
                                       "case routes --check");
    assert_int_equal(said.exit_code, 0);
    cli_kit_has(&said.out, "Issues 18, regions 20, days 1280.\n");
    cli_kit_has(&said.out, "2027-01-01..2027-01-25.\n    as_of=2026-12-10\n");
}

static void the_routes_of_the_day_are_listed(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "case routes --json");
    assert_int_equal(said.exit_code, 0);
    AUTO_JSON json = cli_kit_json(&said);
    const json_t *routes = json_object_get(json, "routes");
    assert_int_equal(json_array_size(routes), 20);
    const json_t *first = json_array_get(routes, 0);
    assert_string_equal(json_string_value(json_object_get(first, "branch")),
                        "ABA");
    assert_string_equal(json_string_value(json_object_get(first, "term")),
                        "answer_days");
    assert_string_equal(json_string_value(json_object_get(first, "hours")),
                        "setting");
    int64_t due;
    assert_true(clock_parse_iso(
        json_string_value(json_object_get(first, "due")), &due));
    assert_true(due > clock_now_ms());
    AUTO_SAID table = cli_kit_run(NULL, "--language en case routes");
    cli_kit_has(&table.out, "by setting");
    AUTO_SAID csv = cli_kit_run(NULL, "case routes --csv");
    cli_kit_has(&csv.out, "\nfund,*,43,KZO,answer_days,setting,");
}

#define SMALL(story)                                                           \
    cmocka_unit_test_setup_teardown(story, audit_open, audit_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SMALL(routes_that_are_whole_have_warnings_at_most),
        SMALL(a_gap_is_named_with_its_first_day),
        SMALL(a_term_that_ends_is_named),
        SMALL(two_rows_for_one_day_are_named),
        cmocka_unit_test(the_shipped_routes_are_whole),
        cmocka_unit_test(the_routes_of_the_day_are_listed),
    };
    return cmocka_run_group_tests(tests, cli_kit_begin, cli_kit_end);
}
