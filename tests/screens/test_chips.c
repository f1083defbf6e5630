/* Chips: one of a kind, nine at most, what stays when the list turns, and the
 * filter they mean; figures as they are written. */
#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/cases/store.h"
#include "console/desk.h"
#include "screens/chips.h"
#include "screens/figure.h"
#include "screens/screen.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void one_chip_of_a_kind(void **state)
{
    struct chips chips = {0};
    (void)state;
    assert_true(chips_set(&chips, CHIP_BRANCH, "KZO"));
    assert_true(chips_set(&chips, CHIP_OVERDUE, ""));
    assert_true(chips_set(&chips, CHIP_BRANCH, "ALA"));
    assert_int_equal(chips.count, 2);
    assert_string_equal(chips.row[0].value, "ALA"); /* in its place */
    chips_drop(&chips, 0);
    assert_int_equal(chips.count, 1);
    assert_true(chips_has(&chips, CHIP_OVERDUE));
    assert_false(chips_has(&chips, CHIP_BRANCH));
    chips_drop(&chips, 1); /* there is none */
    assert_int_equal(chips.count, 1);
    chips_clear(&chips);
    assert_int_equal(chips.count, 0);
}

static void nine_chips_and_no_more(void **state)
{
    struct chips chips = {0};
    int kind = 0;
    (void)state;
    for (; kind < CHIPS_MAX; kind++)
        assert_true(chips_set(&chips, kind, "x"));
    assert_false(chips_set(&chips, kind, "y"));
    assert_int_equal(chips.count, CHIPS_MAX);
    assert_true(chips_set(&chips, 0, "z")); /* one of its kind is there */
    assert_string_equal(chips.row[0].value, "z");
    chips_clear(&chips);
}

static void what_narrows_both_lists_stays_when_they_turn(void **state)
{
    struct chips chips = {0};
    (void)state;
    chips_set(&chips, CHIP_STATE, "open");
    chips_set(&chips, CHIP_AGENT, "ag17");
    chips_set(&chips, CHIP_OVERDUE, "");
    chips_set(&chips, CHIP_TEXT, "re:x");
    chips_keep(&chips, CHIP_OF_CALLS);
    assert_int_equal(chips.count, 2);
    assert_int_equal(chips.row[0].kind, CHIP_AGENT);
    assert_int_equal(chips.row[1].kind, CHIP_TEXT);
    chips_clear(&chips);
}

/* Each kind, by its name, becomes a member of the filter and comes back. */
static void chips_are_the_filter_they_name(void **state)
{
    struct desk desk = {.zone = zone_open("Asia/Almaty", NULL)};
    struct seat seat = {.desk = &desk};
    struct chips chips = {0}, again = {0};
    struct store_filter filter;
    (void)state;
    assert_non_null(desk.zone);
    chips_set(&chips, CHIP_BRANCH, "KZO");
    chips_set(&chips, CHIP_STATE, "returned");
    chips_set(&chips, CHIP_AGENT, "ag17");
    chips_set(&chips, CHIP_OVERDUE, "");
    chips_set(&chips, CHIP_SPOKEN, "kk");
    chips_set(&chips, CHIP_FROM, "2024-02-29");  /* UTC+6 */
    chips_set(&chips, CHIP_UNTIL, "2024-03-01"); /* UTC+5, the whole day */
    chips_set(&chips, CHIP_TEXT, "re:x");
    AUTO_JSON json = chips_json(&chips, &seat);
    chips_filter(json, &filter);
    assert_string_equal(filter.branch, "KZO");
    assert_string_equal(filter.state, "returned");
    assert_string_equal(filter.agent, "ag17");
    assert_string_equal(filter.language, "kk");
    assert_string_equal(filter.text, "re:x");
    assert_true(filter.overdue);
    assert_false(filter.waiting);
    assert_null(filter.issue);
    assert_int_equal(filter.from_ms, 1709143200000);  /* 28th, 18:00Z */
    assert_int_equal(filter.until_ms, 1709319600000); /* 1st, 19:00Z */
    chips_read(&again, json);
    assert_int_equal(again.count, chips.count);
    for (int i = 0; i < chips.count; i++)
        assert_true(chips_has(&again, chips.row[i].kind));
    chips_clear(&chips);
    chips_clear(&again);
    zone_close(desk.zone);
}

static void check_count(int64_t count, const char *want)
{
    AUTO_CHARS text = figure_count(count);
    assert_string_equal(text, want);
}

static void check_duration(int64_t seconds, const char *want)
{
    AUTO_CHARS text = figure_duration(seconds);
    assert_string_equal(text, want);
}

static void figures_are_read_at_a_glance(void **state)
{
    (void)state;
    check_count(0, "0");
    check_count(999, "999");
    check_count(12400, "12\u00A0400");
    check_count(1000000, "1\u00A0000\u00A0000");
    check_count(-100, "-100");
    check_count(-1000, "-1\u00A0000");
    check_duration(0, "0:00");
    check_duration(222, "3:42");
    check_duration(3723, "1:02:03");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_chip_of_a_kind),
        cmocka_unit_test(nine_chips_and_no_more),
        cmocka_unit_test(what_narrows_both_lists_stays_when_they_turn),
        cmocka_unit_test(chips_are_the_filter_they_name),
        cmocka_unit_test(figures_are_read_at_a_glance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
