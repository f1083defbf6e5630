/* Somebody asks on the command line what is due: a month, arrears, a penalty;
 * for people in three languages, for programs in tiyn; and typing errors. */
#include "console/base/json.h"
#include "tests/console/cli/cli_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A no-break space, as between thousands and before the sign. */
#define NB "\xC2\xA0"

static int64_t member(const json_t *json, const char *key)
{
    const json_t *value = json_object_get(json, key);
    if (!json_is_integer(value))
        fail_msg("%s is no number", key);
    return json_integer_value(value);
}

/* What the command says as JSON. The caller decrefs. */
static json_t *asked(const char *line)
{
    AUTO_SAID said = cli_kit_run(NULL, "dues %s --json", line);
    if (said.exit_code != 0)
        fail_msg("%s: %s", line, text_chars(&said.err));
    cli_kit_one_line(&said.out);
    return cli_kit_json(&said);
}

/* The command ends so, says this part, and nothing on its output. */
static void refused(const char *line, int exit_code, const char *part)
{
    AUTO_SAID said = cli_kit_run(NULL, "dues %s", line);
    if (said.exit_code != exit_code)
        fail_msg("%s: exit %d, %s", line, said.exit_code,
                 text_chars(&said.err));
    cli_kit_one_line(&said.err);
    cli_kit_has(&said.err, part);
    assert_string_equal(text_chars(&said.out), "");
}

/* ---- rate ---- */

static void a_month_has_amount_working_and_sources(void **state)
{
    (void)state;
    AUTO_JSON all = asked("rate individual_entrepreneur --on 2026-11-22");
    const json_t *working = json_object_get(all, "working");
    const json_t *sources = json_object_get(all, "sources");
    const json_t *base = json_array_get(working, 1);
    assert_int_equal(member(all, "amount"), 595000);
    assert_int_equal(member(all, "base"), 11900000);
    assert_int_equal(member(all, "percent_x100"), 500);
    assert_true(json_is_null(json_object_get(all, "cap")));
    assert_true(json_is_null(json_object_get(all, "income")));
    assert_string_equal(json_find_string(all, "on"), "2026-11-22");
    assert_string_equal(json_find_string(all, "rounding"), "half_up_to_tiyn");
    assert_int_equal(json_array_size(working), 3);
    assert_string_equal(json_find_string(base, "step"), "base");
    assert_int_equal(member(base, "of"), 8500000);
    assert_int_equal(member(base, "times_x100"), 140);
    assert_int_equal(json_array_size(sources), 2);
    for (size_t i = 0; i < 2; i++) {
        const json_t *row = json_array_get(sources, i);
        assert_non_null(json_find_string(row, "table"));
        assert_non_null(json_find_string(row, "source"));
        assert_non_null(json_find_string(row, "confidence"));
        assert_non_null(json_find_string(row, "checked"));
    }
}

static void an_income_is_cut_at_the_ceiling(void **state)
{
    (void)state;
    AUTO_JSON of_2018 =
        asked("rate employer_deduction --on 2018-05-01 --income 1000000");
    assert_int_equal(member(of_2018, "cap"), 42426000);
    assert_int_equal(member(of_2018, "amount"), 636390);
    assert_int_equal(member(of_2018, "cap_amount"), 636390);
    assert_true(json_is_true(json_object_get(of_2018, "capped")));
    AUTO_JSON small = asked("rate employee_contribution --on 2026-11-22 "
                            "--income '300 000,50'");
    assert_int_equal(member(small, "income"), 30000050);
    assert_int_equal(member(small, "amount"), 600001);
    assert_true(json_is_false(json_object_get(small, "capped")));
}

static void without_a_day_it_is_today_or_the_day_of_the_line(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(
        NULL, "dues rate self_payer --json -o line.as_of=2023-05-05");
    AUTO_JSON all = cli_kit_json(&said);
    assert_string_equal(json_find_string(all, "on"), "2023-05-05");
    assert_int_equal(member(all, "amount"), 350000);
}

static void people_read_a_month_in_their_language(void **state)
{
    (void)state;
    static const char *const parts[][4] = {
        {"en", "1.4", "119" NB "000" NB "₸", "Sources"},
        {"ru", "1,4", "119" NB "000" NB "₸", "Источники"},
        {"kk", "1,4", "119" NB "000" NB "₸", "Дереккөздер"}};
    for (size_t i = 0; i < COUNT(parts); i++) {
        AUTO_SAID said = cli_kit_run(
            NULL,
            "dues rate individual_entrepreneur --on 2026-11-22 --language %s",
            parts[i][0]);
        assert_int_equal(said.exit_code, 0);
        cli_kit_has(&said.out, "5" NB "950" NB "₸");
        for (size_t part = 1; part < 4; part++)
            cli_kit_has(&said.out, parts[i][part]);
        cli_kit_lacks(&said.out, "://");
    }
}

/* ---- arrears ---- */

static void both_ways_and_both_bases_are_told(void **state)
{
    (void)state;
    AUTO_JSON all =
        asked("arrears --kind self_payer --since 2023-03 --on 2024-03-10");
    const json_t *back = json_object_get(all, "back");
    const json_t *ahead = json_object_get(all, "ahead");
    const json_t *both = json_object_get(back, "by_basis");
    assert_int_equal(member(back, "sum"), 4350000);
    assert_int_equal(member(both, "period"), 4350000);
    assert_int_equal(member(both, "payment_date"), 5100000);
    assert_int_equal(member(back, "difference"), 750000);
    assert_int_equal(member(back, "status_working_days"), 3);
    assert_int_equal(member(ahead, "sum"), 5100000);
    assert_int_equal(member(ahead, "sum_with_this_month"), 5525000);
    assert_string_equal(json_find_string(ahead, "status_from"), "2024-04-01");
    assert_string_equal(json_find_string(all, "cheaper"), "back");
    assert_int_equal(json_array_size(json_object_get(all, "unpaid")), 12);
}

static void the_setting_changes_the_sum(void **state)
{
    (void)state;
    AUTO_JSON all =
        asked("arrears --kind self_payer --since 2023-03 --on 2024-03-10 "
              "-o dues.arrears_rate_basis=payment_date");
    const json_t *back = json_object_get(all, "back");
    assert_int_equal(member(back, "sum"), 5100000);
    assert_string_equal(json_find_string(back, "basis"), "payment_date");
    assert_string_equal(json_find_string(all, "cheaper"), "same");
    refused("rate self_payer -o dues.arrears_rate_basis=today", 3, "period");
}

static void people_read_both_ways(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(
        NULL, "dues arrears --kind self_payer --months 2019-12,2025-05,"
              "2026-08,2026-10 --on 2026-11-22");
    assert_int_equal(said.exit_code, 0);
    cli_kit_has(&said.out, "Nov 2025 to Oct 2026: 2.");
    cli_kit_has(&said.out, "Aug 2026  4" NB "250" NB "₸");
    cli_kit_has(&said.out, "8" NB "500" NB "₸");
    cli_kit_has(&said.out, "1 Dec 2026");
    cli_kit_has(&said.out, "Way A costs 42" NB "500" NB "₸ less.");
    cli_kit_has(&said.out, "Older months: 1. A self-payer");
    cli_kit_has(&said.out, "before January 2020: 1.");
    cli_kit_has(&said.out, "No source settles what a past month costs");
}

/* ---- penalty ---- */

static void a_penalty_is_split_and_flagged(void **state)
{
    (void)state;
    AUTO_JSON all =
        asked("penalty --sum 5950 --due 2025-11-25 --paid 2025-12-25");
    const json_t *open = json_object_get(all, "open");
    const json_t *part = json_array_get(json_object_get(all, "working"), 0);
    assert_int_equal(member(all, "amount"), 11003);
    assert_int_equal(member(all, "days"), 30);
    assert_int_equal(member(part, "percent_x100"), 1800);
    assert_int_equal(member(part, "k_x100"), 125);
    assert_string_equal(json_string_value(json_array_get(open, 0)),
                        "factor_1_25_conflict");
    AUTO_SAID said = cli_kit_run(
        NULL, "dues penalty --sum 5950 --due 2025-11-25 --paid 2025-12-25");
    cli_kit_has(&said.out, "110,03" NB "₸");
    cli_kit_has(&said.out, "The factor 1.25");
    AUTO_SAID early = cli_kit_run(
        NULL, "dues penalty --sum 5950 --due 2025-11-25 --paid 2025-11-25");
    cli_kit_has(&early.out, "Paid in time");
}

/* ---- refusals ---- */

static void days_without_a_row_are_named(void **state)
{
    (void)state;
    refused("rate self_payer --on 2027-01-01", 3,
            "table rates: no row for [self_payer] on 2027-01-01; the nearest: "
            "from 2026-01-01 until 2027-01-01");
    refused("rate employer_deduction --on 2020-05-01 --income 1", 3,
            "table caps: no row for [employer_deduction] on 2020-05-01");
    refused("penalty --sum 1 --due 2026-03-01 --paid 2026-03-09", 3,
            "table base_rate: no row for [base] on 2026-03-09");
    refused("arrears --kind self_payer --since 2020-05 --on 2021-06-30", 3,
            "table terms: no row for [window_months] on 2021-06-30");
}

static void typing_errors_are_exit_2(void **state)
{
    (void)state;
    static const char *const lines[][2] = {
        {"", "dues rate KIND"},
        {"rate", "dues rate KIND"},
        {"rate self_payer more", "dues rate KIND"},
        {"moon", "dues rate KIND"},
        {"rate moon", "self_payer individual_entrepreneur"},
        {"rate employer_deduction", "--income"},
        {"rate self_payer --income 100", "fixed sum"},
        {"rate employer_deduction --income -5", "--income: -5"},
        {"rate employer_deduction --income 5,123", "5,123"},
        {"rate employer_deduction --income 10000000000000000", "--income"},
        {"rate employer_deduction --income ''", "--income"},
        {"rate self_payer --on 2026-02-30", "--on DATE: 2026-02-30"},
        {"rate self_payer --on 22.11.2026", "--on DATE"},
        {"rate self_payer --kind self_payer", "dues rate --kind"},
        {"arrears --since 2026-01", "--kind KIND"},
        {"arrears --kind moon --since 2026-01", "moon"},
        {"arrears --kind self_payer", "--months LIST"},
        {"arrears --kind self_payer --months 2026-01 --since 2026-01",
         "--months LIST"},
        {"arrears --kind self_payer --months 2026-1 --on 2026-11-22", "2026-1"},
        {"arrears --kind self_payer --months 2026-13 --on 2026-11-22",
         "2026-13"},
        {"arrears --kind self_payer --months '' --on 2026-11-22", "months"},
        {"arrears --kind self_payer --months 2026-01, --on 2026-11-22",
         "months"},
        {"arrears --kind self_payer --months 2026-02,2026-01 --on 2026-11-22",
         "2026-01 is out of order"},
        {"arrears --kind self_payer --months 2026-02,2026-02 --on 2026-11-22",
         "2026-02 stands twice"},
        {"arrears --kind self_payer --months 2026-11 --on 2026-11-22",
         "2026-11 is not over"},
        {"arrears --kind self_payer --since 2026-11 --on 2026-11-22",
         "2026-11 is not over"},
        {"arrears --kind self_payer --since 9999-12 --on 2026-11-22",
         "9999-12 is not over"},
        {"arrears --kind employer_deduction --since 2026-01 --on 2026-11-22",
         "employer_deduction"},
        {"penalty --due 2026-01-01 --paid 2026-02-01", "--sum TENGE"},
        {"penalty --sum 5 --paid 2026-02-01", "--due DATE"},
        {"penalty --sum 5 --due 2026-02-01", "--paid DATE"},
        {"penalty --sum -5 --due 2026-01-01 --paid 2026-02-01", "--sum: -5"},
        {"penalty --sum 5 --due 2026-01-01 --paid tomorrow", "tomorrow"},
        {"penalty --sum 5 --due 2026-01-01 --paid 2026-02-01 --on 2026-01-01",
         "dues penalty --on"}};
    for (size_t i = 0; i < COUNT(lines); i++)
        refused(lines[i][0], 2, lines[i][1]);
}

static void absurd_sizes_end_at_once(void **state)
{
    (void)state;
    AUTO_JSON all =
        asked("arrears --kind self_payer --since 0000-01 --on 2026-11-22");
    assert_int_equal(
        member(json_object_get(all, "before_window"), "never_owed_months"),
        2020 * 12);
    AUTO_JSON rich = asked("rate employer_deduction --on 2026-11-22 "
                           "--income 1000000000000");
    assert_int_equal(member(rich, "amount"), 10200000);
    AUTO_JSON late = asked("penalty --sum 1000000000000 --due 2025-10-12 "
                           "--paid 2026-03-08");
    assert_int_equal(member(late, "amount"), INT64_C(9061643835616));
    refused("penalty --sum 5 --due 0001-01-01 --paid 9999-12-31", 3,
            "0001-01-02");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_month_has_amount_working_and_sources),
        cmocka_unit_test(an_income_is_cut_at_the_ceiling),
        cmocka_unit_test(without_a_day_it_is_today_or_the_day_of_the_line),
        cmocka_unit_test(people_read_a_month_in_their_language),
        cmocka_unit_test(both_ways_and_both_bases_are_told),
        cmocka_unit_test(the_setting_changes_the_sum),
        cmocka_unit_test(people_read_both_ways),
        cmocka_unit_test(a_penalty_is_split_and_flagged),
        cmocka_unit_test(days_without_a_row_are_named),
        cmocka_unit_test(typing_errors_are_exit_2),
        cmocka_unit_test(absurd_sizes_end_at_once),
    };
    return cmocka_run_group_tests(tests, cli_kit_begin, cli_kit_end);
}
