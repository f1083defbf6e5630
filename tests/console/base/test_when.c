/* Moments as people type them. Now is 2026-11-22 14:15 in Almaty (UTC+5). */
#include "console/base/when.h"

#include "console/base/clock.h"
#include "console/base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int64_t now(void)
{
    int64_t ms;

    assert_true(clock_parse_iso("2026-11-22T09:15:00Z", &ms));
    return ms;
}

static void what_is_typed_is_the_next_such_moment(void **state)
{
    static const struct {
        const char *typed, *utc;
    } rows[] = {
        {"+30", "2026-11-22T09:45:00.000Z"},
        {"+1440", "2026-11-23T09:15:00.000Z"},
        {"14:30", "2026-11-22T09:30:00.000Z"},
        {"14:15", "2026-11-23T09:15:00.000Z"},
        {"9:05", "2026-11-23T04:05:00.000Z"},
        {"00:00", "2026-11-22T19:00:00.000Z"},
        {"25.11 10:00", "2026-11-25T05:00:00.000Z"},
        {"22.11 14:16", "2026-11-22T09:16:00.000Z"},
        {"1.12 9:00", "2026-12-01T04:00:00.000Z"},
    };
    struct error error = {0};
    struct zone *almaty = zone_open("Asia/Almaty", &error);
    (void)state;
    assert_non_null(almaty);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t ms = 0;
        char iso[CLOCK_ISO_SIZE];
        if (!when_read(rows[i].typed, now(), almaty, &ms))
            fail_msg("refused: %s", rows[i].typed);
        clock_iso(ms, iso);
        assert_string_equal(iso, rows[i].utc);
    }
    zone_close(almaty);
}

static void anything_else_is_refused(void **state)
{
    static const char *const rows[] = {
        "",           "30",          "+",           "+0",        "+-5",
        "+44641",     "+30 min",     "24:00",       "14:60",     "14:3",
        "14.30",      "-1:00",       " 14:30",      "14:30 ",    "14:300",
        "31.11 9:00", "0.12 9:00",   "22.11 14:15", "1.3 10:00", "25.11",
        "25.11 ",     "25-11 10:00", "завтра",      "1430",      "+ 5",
    };
    struct error error = {0};
    struct zone *almaty = zone_open("Asia/Almaty", &error);
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t ms = 0;
        if (when_read(rows[i], now(), almaty, &ms))
            fail_msg("taken: \"%s\"", rows[i]);
    }
    zone_close(almaty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_typed_is_the_next_such_moment),
        cmocka_unit_test(anything_else_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
