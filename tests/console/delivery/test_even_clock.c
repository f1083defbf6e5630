/* The sender's own time goes on evenly whatever the wall clock does, and a jump
 * is told once. */
#include "console/delivery/even_clock.h"

#include "console/base/clock.h"
#include "console/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MINUTE_MS = 60000 };

static const int64_t start_ms = 1795500000000;

/* Room for the moments that pass while the test runs. */
static void assert_about(int64_t value, int64_t wanted)
{
    assert_in_range(value, wanted, wanted + MINUTE_MS);
}

static void a_jump_changes_nothing_and_is_told_once(void **state)
{
    static const int64_t days[] = {1, -1, 3650, -3650};
    (void)state;
    for (size_t i = 0; i < COUNT(days); i++) {
        int64_t jump = days[i] * 86400000;
        struct even_clock clock;
        clock_fix_ms(start_ms);
        even_clock_set(&clock);
        assert_int_equal(even_clock_jump_ms(&clock), 0);
        clock_fix_ms(start_ms + jump);
        assert_about(even_clock_ms(&clock), start_ms);
        assert_about(even_clock_jump_ms(&clock), jump - MINUTE_MS);
        assert_int_equal(even_clock_jump_ms(&clock), 0);
        clock_fix_ms(start_ms);
        assert_about(even_clock_jump_ms(&clock), -jump - MINUTE_MS);
        assert_int_equal(even_clock_jump_ms(&clock), 0);
    }
    clock_fix_ms(-1);
}

static void it_goes_on_with_the_steady_clock(void **state)
{
    struct even_clock clock;
    (void)state;
    clock_fix_ms(start_ms);
    even_clock_set(&clock);
    int64_t steady_ms = clock_steady_ms();
    clock_skip_ms(30 * MINUTE_MS);
    assert_about(even_clock_ms(&clock), start_ms + 30 * MINUTE_MS);
    assert_about(even_clock_steady_ms(&clock, start_ms), steady_ms - MINUTE_MS);
    assert_int_equal(even_clock_jump_ms(&clock), 0);
    even_clock_set(&clock);
    assert_about(even_clock_ms(&clock), start_ms);
    clock_fix_ms(-1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_jump_changes_nothing_and_is_told_once),
        cmocka_unit_test(it_goes_on_with_the_steady_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
