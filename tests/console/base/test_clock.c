/* Stories of clock.h: moments and dates as text and back, the calendar, and
 * Kazakhstan's zones before and after they changed. */
#include "console/base/clock.h"

#include "console/base/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int64_t moment(const char *iso)
{
    int64_t ms;
    if (!clock_parse_iso(iso, &ms))
        fail_msg("%s is not read", iso);
    return ms;
}

static void a_fixed_clock_stands_and_then_runs_again(void **state)
{
    (void)state;
    clock_fix_ms(moment("2026-11-22T09:15:00Z"));
    assert_int_equal(clock_now_ms(), moment("2026-11-22T09:15:00.000Z"));
    clock_fix_ms(-1);
    assert_true(clock_now_ms() >= (int64_t)(time(NULL) - 60) * 1000);
    int64_t before = clock_steady_ms();
    assert_true(clock_steady_ms() >= before);
}

static void a_moment_is_written_and_read_back(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *iso;
    } rows[] = {
        {0, "1970-01-01T00:00:00.000Z"},
        {-1, "1969-12-31T23:59:59.999Z"},
        {1709229600000, "2024-02-29T18:00:00.000Z"},
        {951782400123, "2000-02-29T00:00:00.123Z"},
        {253402300799999, "9999-12-31T23:59:59.999Z"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char iso[CLOCK_ISO_SIZE];
        clock_iso(rows[i].ms, iso);
        assert_string_equal(iso, rows[i].iso);
        assert_true(moment(iso) == rows[i].ms);
    }
}

static void moments_beyond_the_calendar_do_not_overflow(void **state)
{
    (void)state;
    const int64_t far[] = {INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < COUNT(far); i++) {
        char iso[CLOCK_ISO_SIZE];
        clock_iso(far[i], iso);
        assert_int_equal(strlen(iso), strlen("2026-11-22T09:15:00.000Z"));
        char date[CLOCK_DATE_SIZE];
        clock_date(far[i] / 86400000, date);
        assert_int_equal(strlen(date), strlen("2026-11-22"));
    }
}

static void moments_with_an_offset_are_the_same_moment(void **state)
{
    (void)state;
    int64_t noon = moment("2026-11-22T12:00:00Z");
    assert_true(moment("2026-11-22T17:00:00+05:00") == noon);
    assert_true(moment("2026-11-22T08:30:00-03:30") == noon);
    assert_true(moment("2026-11-23T01:00:00.0+13:00") == noon);
    assert_true(moment("2026-11-22T12:00:00.5Z") == noon + 500);
    assert_true(moment("2026-11-22T12:00:00.123456789Z") == noon + 123);
}

static void a_text_that_is_no_moment_is_refused(void **state)
{
    (void)state;
    const char *const bad[] = {"",
                               "2026-11-22",
                               "2026-11-22T12:00:00",
                               "2026-11-22T12:00Z",
                               "2026-11-22 12:00:00Z",
                               "2026-11-22T24:00:00Z",
                               "2026-11-22T12:60:00Z",
                               "2026-11-22T12:00:60Z",
                               "2026-02-29T12:00:00Z",
                               "2026-11-22T12:00:00.Z",
                               "2026-11-22T12:00:00Zx",
                               "2026-11-22T12:00:00+5:00",
                               "2026-11-22T12:00:00+0500",
                               "2026-11-22T12:00:00+24:00",
                               "-026-11-22T12:00:00Z",
                               "2026-11-22T 1:00:00Z"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        int64_t ms;
        if (clock_parse_iso(bad[i], &ms))
            fail_msg("%s is read", bad[i]);
    }
}

static void dates_exist_or_are_refused(void **state)
{
    (void)state;
    const char *const bad[] = {"2026-02-29", "1900-02-29", "2026-04-31",
                               "2026-13-01", "2026-00-01", "2026-01-00",
                               "2026-1-01",  "26-01-01",   "2026-01-01 ",
                               "",           "2026-01-3x", "2026/01/01"};
    int64_t days;
    for (size_t i = 0; i < COUNT(bad); i++)
        if (clock_parse_date(bad[i], &days))
            fail_msg("%s is read", bad[i]);
    assert_true(clock_parse_date("2000-02-29", &days));
    assert_int_equal(days, 11016);
    assert_true(clock_parse_date("1970-01-01", &days));
    assert_int_equal(days, 0);
}

/* Every day of six centuries, and the C library's opinion of each. */
static void months_exist_or_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"2026-00", "2026-13",    "2026-1",
                                      "26-01",   "2026-01-01", "2026/01",
                                      "",        "-001-01"};
    char text[CLOCK_DATE_SIZE];
    int month;
    for (size_t i = 0; i < COUNT(bad); i++)
        if (clock_parse_month(bad[i], &month))
            fail_msg("taken: %s", bad[i]);
    assert_true(clock_parse_month("2026-12", &month));
    assert_int_equal(month, 2026 * 12 + 11);
    assert_int_equal(clock_month(clock_days(2026, 12, 31)), month);
    assert_int_equal(clock_month(clock_days(2026, 12, 1) - 1), month - 1);
    assert_int_equal(clock_month_start(month + 1), clock_days(2027, 1, 1));
    clock_month_text(month + 1, text);
    assert_string_equal(text, "2027-01");
}

static void the_calendar_agrees_with_the_c_library(void **state)
{
    (void)state;
    for (int64_t days = -140000; days < 80000; days++) {
        time_t second = (time_t)days * 86400;
        struct tm tm;
        assert_non_null(gmtime_r(&second, &tm));
        int year, month, day;
        clock_civil(days, &year, &month, &day);
        assert_int_equal(year, tm.tm_year + 1900);
        assert_int_equal(month, tm.tm_mon + 1);
        assert_int_equal(day, tm.tm_mday);
        assert_true(clock_days(year, month, day) == days);
    }
    char date[CLOCK_DATE_SIZE];
    clock_date(clock_days(2026, 11, 22), date);
    assert_string_equal(date, "2026-11-22");
}

static struct zone *open_zone(const char *name)
{
    struct error error = {0};
    struct zone *zone = zone_open(name, &error);
    if (zone == NULL)
        fail_msg("%s", error.detail);
    return zone;
}

static void assert_minute(const struct zone *zone, const char *iso,
                          const char *minute)
{
    char out[CLOCK_ISO_SIZE];
    zone_minute(zone, moment(iso), out);
    assert_string_equal(out, minute);
}

static void almaty_went_back_an_hour_in_march_2024(void **state)
{
    (void)state;
    struct zone *zone = open_zone("Asia/Almaty");
    assert_minute(zone, "2024-02-29T17:59:59.999Z", "2024-02-29 23:59");
    assert_minute(zone, "2024-02-29T18:00:00Z", "2024-02-29 23:00");
    assert_minute(zone, "2024-02-29T19:00:00Z", "2024-03-01 00:00");
    assert_int_equal(zone_offset_s(zone, moment("2023-07-01T00:00:00Z")),
                     6 * 3600);
    assert_int_equal(zone_offset_s(zone, moment("2026-11-22T00:00:00Z")),
                     5 * 3600);
    assert_int_equal(zone_offset_s(zone, moment("2099-07-01T00:00:00Z")),
                     5 * 3600);
    /* Summer time, the last one: October 2004. */
    assert_int_equal(zone_offset_s(zone, moment("2004-07-01T00:00:00Z")),
                     7 * 3600);
    zone_close(zone);
}

static void kyzylorda_went_back_in_december_2018(void **state)
{
    (void)state;
    struct zone *zone = open_zone("Asia/Qyzylorda");
    assert_minute(zone, "2018-12-20T17:59:00Z", "2018-12-20 23:59");
    assert_minute(zone, "2018-12-20T18:00:00Z", "2018-12-20 23:00");
    assert_minute(zone, "2018-12-20T19:00:00Z", "2018-12-21 00:00");
    assert_minute(zone, "2024-03-01T00:00:00Z", "2024-03-01 05:00");
    char date[CLOCK_DATE_SIZE];
    zone_date(zone, moment("2026-11-22T18:59:59Z"), date);
    assert_string_equal(date, "2026-11-22");
    zone_date(zone, moment("2026-11-22T19:00:00Z"), date);
    assert_string_equal(date, "2026-11-23");
    zone_close(zone);
}

/* The latest moment at which the zone shows this local time, looked for minute
 * by minute; INT64_MIN: never. */
static int64_t shown_last(const struct zone *zone, int64_t local_ms)
{
    const int64_t minute = 60 * 1000;
    const int64_t most = 15 * 60 * minute;
    for (int64_t ms = local_ms + most; ms >= local_ms - most; ms -= minute)
        if (ms + zone_offset_s(zone, ms) * INT64_C(1000) == local_ms)
            return ms;
    return INT64_MIN;
}

static void local_times_become_moments(void **state)
{
    (void)state;
    static const struct {
        const char *zone, *from;
    } rows[] = {
        {"Asia/Almaty", "2024-02-28T00:00:00Z"},
        {"Asia/Qyzylorda", "2018-12-20T00:00:00Z"},
        {"Asia/Almaty", "2026-11-21T00:00:00Z"},
        {"Europe/Moscow", "2011-03-26T00:00:00Z"},
        {"Europe/Moscow", "2014-10-25T00:00:00Z"},
        {"Pacific/Apia", "2011-12-29T00:00:00Z"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct zone *zone = open_zone(rows[i].zone);
        for (int quarter = 0; quarter < 3 * 96; quarter++) {
            int64_t local = moment(rows[i].from) + quarter * INT64_C(900000);
            int64_t shown = shown_last(zone, local);
            int64_t ms = zone_utc_ms(zone, local);
            if (shown != INT64_MIN)
                assert_int_equal(ms, shown);
            else /* it is skipped at that very moment */
                assert_true(
                    ms + zone_offset_s(zone, ms) * INT64_C(1000) > local &&
                    ms + zone_offset_s(zone, ms - 1) * INT64_C(1000) <= local);
        }
        zone_close(zone);
    }
    assert_int_equal(zone_utc_ms(NULL, 12345), 12345);
}

static void the_next_change_of_a_zone_is_known(void **state)
{
    (void)state;
    struct zone *zone = open_zone("Asia/Almaty");
    int64_t change = moment("2024-02-29T18:00:00Z");
    assert_int_equal(zone_next_change_ms(zone, moment("2020-01-01T00:00:00Z")),
                     change);
    assert_int_equal(zone_next_change_ms(zone, change - 1), change);
    assert_true(zone_next_change_ms(zone, change) == INT64_MAX);
    assert_true(zone_next_change_ms(zone, INT64_MAX) == INT64_MAX);
    assert_true(zone_next_change_ms(NULL, 0) == INT64_MAX);
    /* Every offset lasts from one change to the next. */
    for (int64_t ms = 0; ms < change; ms = zone_next_change_ms(zone, ms))
        assert_int_equal(
            zone_offset_s(zone, ms),
            zone_offset_s(zone, zone_next_change_ms(zone, ms) - 1));
    zone_close(zone);
}

static void no_zone_is_utc(void **state)
{
    (void)state;
    assert_int_equal(zone_offset_s(NULL, 0), 0);
    char date[CLOCK_DATE_SIZE];
    zone_date(NULL, moment("2026-11-22T23:59:59Z"), date);
    assert_string_equal(date, "2026-11-22");
    struct zone *utc = open_zone("Etc/UTC");
    assert_int_equal(zone_offset_s(utc, moment("2026-11-22T00:00:00Z")), 0);
    zone_close(utc);
    zone_close(NULL);
}

/* The C library reads the same files in its own way. */
static void zones_agree_with_the_c_library(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Asia/Almaty",   "Asia/Aqtau",     "Asia/Aqtobe", "Asia/Atyrau",
        "Asia/Qostanay", "Asia/Qyzylorda", "Asia/Oral",   "Asia/Tashkent"};
    for (size_t i = 0; i < COUNT(names); i++) {
        struct zone *zone = open_zone(names[i]);
        setenv("TZ", names[i], 1);
        tzset();
        for (int64_t s = -1000000000; s < 2000000000; s += 43200 * 3 + 7) {
            time_t second = (time_t)s;
            struct tm tm;
            assert_non_null(localtime_r(&second, &tm));
            if (zone_offset_s(zone, s * 1000) != tm.tm_gmtoff)
                fail_msg("%s at %lld", names[i], (long long)s);
        }
        zone_close(zone);
    }
    unsetenv("TZ");
    tzset();
}

static void assert_no_zone(const char *name, const char *detail)
{
    struct error error = {0};
    assert_null(zone_open(name, &error));
    assert_int_equal(error.message, MESSAGE_FILE_READ);
    if (strstr(error.detail, detail) == NULL)
        fail_msg("%s, not %s", error.detail, detail);
}

static void names_that_are_no_zones_are_refused(void **state)
{
    (void)state;
    assert_no_zone("", "not a zone's name");
    assert_no_zone("/etc/localtime", "not a zone's name");
    assert_no_zone("Asia/../../../etc/passwd", "not a zone's name");
    assert_no_zone("Asia/Atlantis", "No such file");
    assert_no_zone("Asia", "directory");
    assert_no_zone("zone.tab", "not a zone file");
    assert_no_zone("Europe/Berlin", "fixed last offset");
}

/* Writes a zone file of two hand-made heads, one change and this rule. */
static size_t make_zone(char *bytes, const char *rule)
{
    static const unsigned char head[] = {'T', 'Z', 'i', 'f', '2'};
    memset(bytes, 0, 256);
    memcpy(bytes, head, sizeof(head));
    char *second = bytes + 44;
    memcpy(second, head, sizeof(head));
    second[35] = 1; /* one time, */
    second[39] = 2; /* two types, */
    second[43] = 4; /* four letters */
    char *block = second + 44;
    block[5] = 1;        /* since 65,536 * 256 s ... */
    block[8] = 1;        /* the second type, */
    block[9 + 2] = 0x0E; /* the first: 3,600 s */
    block[9 + 3] = 0x10;
    block[15 + 2] = 0x1C; /* the second: 7,200 s */
    block[15 + 3] = 0x20;
    return 44 + 44 + 9 + 12 + 4 +
           (size_t)sprintf(block + 9 + 12 + 4, "\n%s\n", rule);
}

struct zone_file {
    char *folder, *path;
};

static void write_zone(const struct zone_file *made, const char *bytes,
                       size_t length)
{
    FILE *file = fopen(made->path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

static int make_folder(void **state)
{
    const char *base = getenv("TMPDIR");
    struct zone_file *made = mem_new(sizeof(*made));
    made->folder =
        mem_format("%s/test_clock.XXXXXX", base == NULL ? "/tmp" : base);
    if (mkdtemp(made->folder) == NULL)
        return -1;
    made->path = mem_format("%s/Made", made->folder);
    setenv("TZDIR", made->folder, 1);
    *state = made;
    return 0;
}

static int remove_folder(void **state)
{
    struct zone_file *made = *state;
    unsetenv("TZDIR");
    unlink(made->path);
    rmdir(made->folder);
    free(made->folder);
    free(made->path);
    free(made);
    return 0;
}

static void the_closing_rule_is_read_by_posix_signs(void **state)
{
    static const struct {
        const char *rule;
        int offset_s;
    } rows[] = {
        {"<+05>-5", 18000},      {"UTC0", 0},
        {"EST5", -18000},        {"<-0330>3:30", -12600},
        {"<+0530>-5:30", 19800}, {"", 7200},
        {"XXX-1:02:03", 3723},   {"XXX+2", -7200},
    };
    char bytes[256];
    for (size_t i = 0; i < COUNT(rows); i++) {
        write_zone(*state, bytes, make_zone(bytes, rows[i].rule));
        struct zone *zone = open_zone("Made");
        assert_int_equal(zone_offset_s(zone, 0), 3600);
        assert_int_equal(zone_offset_s(zone, INT64_C(0x10000) * 256 * 1000),
                         rows[i].offset_s);
        zone_close(zone);
    }
    const char *const bad[] = {"CET-1CEST,M3.5.0,M10.5.0/3",
                               "<+05",
                               "XXX",
                               "XXX-",
                               "XXX-5:",
                               "XXX-5x"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        write_zone(*state, bytes, make_zone(bytes, bad[i]));
        assert_no_zone("Made", "fixed last offset");
    }
}

static void zone_data_of_before_2024_is_told(void **state)
{
    const struct zone_file *made = *state;
    char bytes[256], release[ZONE_RELEASE_SIZE];
    AUTO_CHARS asia = mem_format("%s/Asia", made->folder);
    AUTO_CHARS almaty = mem_format("%s/Almaty", asia);
    const struct zone_file old = {asia, almaty};
    assert_int_equal(mkdir(asia, 0700), 0);
    assert_false(zone_release(release));
    assert_string_equal(release, "");
    write_zone(&old, bytes, make_zone(bytes, "<+06>-6"));
    assert_false(zone_release(release));
    write_zone(&old, bytes, make_zone(bytes, "<+05>-5"));
    assert_true(zone_release(release));
    AUTO_CHARS list = mem_format("%s/tzdata.zi", made->folder);
    const struct zone_file zi = {asia, list};
    static const char head[] = "# version 2024a\n# redo posix_only\n";
    write_zone(&zi, head, strlen(head));
    assert_true(zone_release(release));
    assert_string_equal(release, "2024a");
    unlink(list);
    unlink(almaty);
    rmdir(asia);
}

static void a_broken_zone_file_is_refused_and_does_no_harm(void **state)
{
    char bytes[256];
    size_t length = make_zone(bytes, "<+05>-5");
    for (size_t cut = 0; cut < length; cut++) {
        write_zone(*state, bytes, cut);
        assert_no_zone("Made", "fixed last offset");
    }
    /* One byte changed may still be a zone, but never a crash. */
    for (size_t at = 0; at < length; at++)
        for (int bit = 0; bit < 8; bit++) {
            char broken[256];
            memcpy(broken, bytes, sizeof(broken));
            broken[at] = (char)(broken[at] ^ (1 << bit));
            write_zone(*state, broken, length);
            struct zone *zone = zone_open("Made", NULL);
            int offset_s = zone_offset_s(zone, 1);
            assert_true(offset_s < 200000 && offset_s > -200000);
            zone_close(zone);
        }
}

int main(void)
{
    unsetenv("TZDIR");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fixed_clock_stands_and_then_runs_again),
        cmocka_unit_test(a_moment_is_written_and_read_back),
        cmocka_unit_test(moments_beyond_the_calendar_do_not_overflow),
        cmocka_unit_test(moments_with_an_offset_are_the_same_moment),
        cmocka_unit_test(a_text_that_is_no_moment_is_refused),
        cmocka_unit_test(dates_exist_or_are_refused),
        cmocka_unit_test(months_exist_or_are_refused),
        cmocka_unit_test(the_calendar_agrees_with_the_c_library),
        cmocka_unit_test(almaty_went_back_an_hour_in_march_2024),
        cmocka_unit_test(kyzylorda_went_back_in_december_2018),
        cmocka_unit_test(local_times_become_moments),
        cmocka_unit_test(the_next_change_of_a_zone_is_known),
        cmocka_unit_test(no_zone_is_utc),
        cmocka_unit_test(zones_agree_with_the_c_library),
        cmocka_unit_test(names_that_are_no_zones_are_refused),
        cmocka_unit_test_setup_teardown(the_closing_rule_is_read_by_posix_signs,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(zone_data_of_before_2024_is_told,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(
            a_broken_zone_file_is_refused_and_does_no_harm, make_folder,
            remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
