/* Times of cases in words: due, soon, overdue, waiting, a lease that ends; days
 * to look again, picked and typed. The clock stands on a Monday morning. */
#include "screens/caserow.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/cases/deadline.h"
#include "console/config/config.h"
#include "console/desk.h"
#include "console/knowledge/table.h"
#include "screens/lookday.h"
#include "screens/screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define TODAY "2026-11-23" /* a Monday; 10:00 in Kazakhstan is 05:00 UTC */
#define HOUR  3600000

struct scene {
    struct config *config;
    struct tables *tables;
    struct desk desk;
    struct seat seat;
    int64_t now;
};

static int begin(void **state)
{
    static const char *const none[] = {NULL};
    const struct config_places places = {"", "", none};
    struct scene *scene = mem_new(sizeof(*scene));
    struct error error = {0};
    int64_t today;
    assert_true(clock_parse_date(TODAY, &today));
    assert_true(clock_parse_iso(TODAY "T05:00:00Z", &scene->now));
    clock_fix_ms(scene->now);
    scene->config = config_load(&places, &error);
    scene->tables = tables_load("kb/tables", NULL, &error);
    scene->desk.zone = zone_open("Asia/Almaty", &error);
    scene->desk.deadlines =
        deadlines_new(scene->tables, scene->config, today, &error);
    scene->desk.user = (struct user){"dana", ROLE_BRANCH, "KZO"};
    scene->seat.desk = &scene->desk;
    assert_non_null(scene->desk.deadlines);
    *state = scene;
    return 0;
}

static int end(void **state)
{
    struct scene *scene = *state;
    clock_fix_ms(-1);
    deadlines_free(scene->desk.deadlines);
    zone_close(scene->desk.zone);
    tables_free(scene->tables);
    config_free(scene->config);
    free(scene);
    return 0;
}

static void assert_due(const struct scene *scene,
                       const struct caserow_time *time, enum style style,
                       const char *words)
{
    AUTO_CHARS got = NULL;
    assert_int_equal(caserow_due(&scene->seat, time, &got), style);
    assert_string_equal(got, words);
}

/* Told to the caller within 8 working hours: 80 % of them is 6 h 24 min. */
static void what_is_due_is_told_by_word_and_style(void **state)
{
    const struct scene *scene = *state;
    struct caserow_time time = {.branch = "KZO"};
    assert_due(scene, &time, STYLE_DIM, "—");
    time.due_ms = scene->now + 8 * HOUR;
    assert_due(scene, &time, STYLE_NORMAL, "18:00");
    time.due_ms = scene->now + HOUR;
    assert_due(scene, &time, STYLE_WARN, "! 11:00");
    time.due_ms = scene->now + 48 * HOUR;
    assert_due(scene, &time, STYLE_NORMAL, "25.11 10:00");
    time.due_ms = scene->now - HOUR / 2;
    assert_due(scene, &time, STYLE_BAD, "! overdue 30 min");
    time.due_ms = scene->now - 47 * HOUR;
    assert_due(scene, &time, STYLE_BAD, "! overdue 47 h");
    time.due_ms = scene->now - 49 * HOUR;
    assert_due(scene, &time, STYLE_BAD, "! overdue 2 d");
    time.look_ms = scene->now + 48 * HOUR;
    assert_due(scene, &time, STYLE_DIM, "waits 25.11");
    time.look_ms = scene->now;
    assert_due(scene, &time, STYLE_WARN, "! look again");
}

/* Two working hours before its end, to its holder alone. */
static void a_lease_that_ends_soon_is_told(void **state)
{
    const struct scene *scene = *state;
    int64_t noon = scene->now + 2 * HOUR, later = noon + 60000;
    assert_true(caserow_lease_ends(&scene->seat, "KZO", "dana", noon) == noon);
    assert_true(caserow_lease_ends(&scene->seat, "KZO", "dana", later) == 0);
    assert_true(caserow_lease_ends(&scene->seat, "KZO", "nurlan", noon) == 0);
    assert_true(caserow_lease_ends(&scene->seat, "KZO", "", noon) == 0);
    assert_true(caserow_lease_ends(&scene->seat, "KZO", "dana", 0) == 0);
}

static void working_days_are_counted(void **state)
{
    const struct scene *scene = *state;
    int64_t today = lookday_today(&scene->seat);
    char date[CLOCK_DATE_SIZE], minute[CLOCK_ISO_SIZE];
    clock_date(today, date);
    assert_string_equal(date, TODAY);
    clock_date(lookday_ahead(&scene->seat, "KZO", 1), date);
    assert_string_equal(date, "2026-11-24");
    clock_date(lookday_ahead(&scene->seat, "KZO", 5), date);
    assert_string_equal(date, "2026-11-30"); /* over a weekend */
    zone_minute(scene->desk.zone, lookday_ms(&scene->seat, today + 1), minute);
    assert_string_equal(minute, "2026-11-24 00:00");
}

static void days_are_read_as_people_type_them(void **state)
{
    static const struct {
        const char *typed, *day; /* NULL: refused */
    } days[] = {
        {"25.11", "2026-11-25"},
        {"25 11", "2026-11-25"},
        {" 5/12 ", "2026-12-05"},
        {"25.11.", "2026-11-25"},
        {"10.01", "2027-01-10"},
        {"23.11", "2027-11-23"},
        {"25.11.2026", "2026-11-25"},
        {"31.02", NULL},
        {"23.11.2026", NULL},
        {"22.11.2026", NULL},
        {"25.11.2029", NULL},
        {"25", NULL},
        {"", NULL},
        {"abc", NULL},
        {"25.11x", NULL},
        {"25.13", NULL},
    };
    const struct scene *scene = *state;
    int64_t today = lookday_today(&scene->seat), day;
    for (size_t i = 0; i < COUNT(days); i++) {
        char date[CLOCK_DATE_SIZE] = "";
        bool read = lookday_read(days[i].typed, today, &day);
        if (read)
            clock_date(day, date);
        if (read != (days[i].day != NULL) ||
            (read && strcmp(date, days[i].day) != 0))
            fail_msg("\"%s\" gives \"%s\"", days[i].typed, date);
    }
    AUTO_CHARS written = lookday_write(today);
    assert_string_equal(written, "23.11");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_due_is_told_by_word_and_style),
        cmocka_unit_test(a_lease_that_ends_soon_is_told),
        cmocka_unit_test(working_days_are_counted),
        cmocka_unit_test(days_are_read_as_people_type_them),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
