/* The pauses between tries: they double, stay between half and all of their
 * length, never pass the longest, and honour what the other side asks for. */
#include "console/delivery/backoff.h"

#include "console/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void pauses_double_up_to_an_hour(void **state)
{
    static const int64_t seconds[] = {30,  60,   120,  240,  480,
                                      960, 1920, 3600, 3600, 3600};
    (void)state;
    for (size_t i = 0; i < COUNT(seconds); i++) {
        uint32_t full = (uint32_t)(seconds[i] * 1000 / 2);
        assert_int_equal(backoff_ms((int)i, -1, 0), seconds[i] * 500);
        assert_int_equal(backoff_ms((int)i, -1, full), seconds[i] * 1000);
    }
    assert_int_equal(backoff_ms(INT32_MAX, -1, 0), 1800 * 1000);
    assert_int_equal(backoff_ms(-1, -1, 0), 15 * 1000);
}

static void any_dice_give_half_to_all_of_it(void **state)
{
    uint32_t dice = 1;
    (void)state;
    for (int i = 0; i < 100000; i++) {
        int tries = i % 40;
        int64_t pause = backoff_ms(tries, -1, dice);
        int64_t length = tries < 7 ? 30000LL << tries : 3600000;
        assert_in_range(pause, length / 2, length);
        dice = dice * 1664525 + 1013904223;
    }
}

static void what_is_asked_for_is_honoured_within_limits(void **state)
{
    (void)state;
    assert_int_equal(backoff_ms(0, 600, 0), 600 * 1000);
    assert_int_equal(backoff_ms(0, 0, 0), 15 * 1000);
    assert_int_equal(backoff_ms(7, 5, 0), 1800 * 1000);
    assert_int_equal(backoff_ms(0, 86400 * 365, 0), 3600 * 1000);
    assert_int_equal(backoff_ms(0, INT64_MAX, 0), 3600 * 1000);
    assert_int_equal(backoff_ms(0, INT64_MIN, 0), 15 * 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pauses_double_up_to_an_hour),
        cmocka_unit_test(any_dice_give_half_to_all_of_it),
        cmocka_unit_test(what_is_asked_for_is_honoured_within_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
