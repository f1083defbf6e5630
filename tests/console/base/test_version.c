/* Versions compare by their numbers, whatever stands around them. */
#include "console/base/version.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void by_number_and_not_by_letter(void **state)
{
    (void)state;
    assert_true(version_older("7.9.0", "7.87.0"));
    assert_false(version_older("7.88.1", "7.87.0"));
    assert_false(version_older("10.42 2022-12-11", "10.40"));
    assert_true(version_older("10.39 2021-10-29", "10.40"));
    assert_false(version_older("ncurses 6.4.20221231", "6.2"));
    assert_true(version_older("ncurses 6.1.20191012", "6.2"));
    assert_false(version_older("8.0", "7.87.0"));
    assert_false(version_older("2.13.1", "2.13"));
}

static void what_is_missing_is_nothing(void **state)
{
    (void)state;
    assert_true(version_older("", "1"));
    assert_true(version_older("of another kind", "1"));
    assert_true(version_older("3.39", "3.39.2"));
    assert_false(version_older("3.39", "3.39.0"));
    assert_true(version_older("3..9", "3.1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_number_and_not_by_letter),
        cmocka_unit_test(what_is_missing_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
