/* Working time, counted a second time: minute by minute, with the clocks of
 * the C library, over random calendars, zones and moments. The model below
 * shares nothing with the calendar but what it is told. */
#include "console/cases/calendar.h"

#include "console/base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CALENDARS = 600, MOMENTS = 30 };
enum { WINDOW_DAYS = 12, WINDOW = WINDOW_DAYS * 1440, SPECIALS = 5 };

/* Where a window can lie: around days on which clocks were changed, and in
 * years that cases are opened in. */
static const struct {
    const char *zone, *around;
} places[] = {
    {"Asia/Qyzylorda", "2018-12-21"},  {"Asia/Almaty", "2024-03-01"},
    {"Asia/Qostanay", "2024-03-01"},   {"Asia/Aqtau", "2025-12-28"},
    {"Asia/Aqtobe", "2026-08-31"},     {"Asia/Atyrau", "2027-01-02"},
    {"Asia/Oral", "2025-03-23"},       {"Asia/Almaty", "2026-11-22"},
    {"Asia/Qyzylorda", "2025-05-09"},  {"Asia/Pyongyang", "2018-05-05"},
    {"America/Caracas", "2016-05-01"}, {"Europe/Moscow", "2011-03-27"},
    {"Europe/Moscow", "2014-10-26"},   {"Pacific/Apia", "2011-12-30"},
    {"Asia/Kathmandu", "2026-02-28"},  {"Asia/Almaty", "2096-02-29"},
};

/* ---- chance ---- */

static uint64_t seed;

static unsigned chance(unsigned below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)((seed >> 20) % below);
}

/* ---- the model ---- */

struct model_hours {
    int count;
    int from[4], to[4]; /* minutes of the day */
};

struct model_special {
    int year, month, day;
    bool kind, works, unconfirmed, own;
    struct model_hours hours;
};

struct model {
    struct model_hours week[7]; /* 0: Sunday, as the C library counts */
    struct model_hours other[7];
    time_t other_from, other_to; /* local midnights, as if UTC */
    bool other_any;
    struct model_special specials[SPECIALS];
    int special_count;
    time_t start;           /* of the window, UTC, a whole minute */
    int before[WINDOW + 1]; /* working minutes before each minute */
    bool of_day[WINDOW_DAYS + 4];
    time_t end[WINDOW_DAYS + 4]; /* of the last working minute of a day */
    int64_t first_day;
};

/* The hours that the model gives a weekday on a local day. */
static const struct model_hours *model_weekday(const struct model *model,
                                               int weekday, time_t midnight)
{
    bool other = model->other_any && midnight >= model->other_from &&
                 midnight < model->other_to;
    return other ? &model->other[weekday] : &model->week[weekday];
}

static const struct model_hours *model_day(const struct model *model,
                                           const struct tm *local)
{
    static const struct model_hours none = {0};
    struct tm copy = {.tm_year = local->tm_year,
                      .tm_mon = local->tm_mon,
                      .tm_mday = local->tm_mday};
    time_t midnight = timegm(&copy);
    for (int i = 0; i < model->special_count; i++) {
        const struct model_special *special = &model->specials[i];
        if (special->year != local->tm_year + 1900 ||
            special->month != local->tm_mon + 1 ||
            special->day != local->tm_mday)
            continue;
        if (special->own)
            return &special->hours;
        if (!special->works)
            return &none;
        const struct model_hours *hours =
            model_weekday(model, local->tm_wday, midnight);
        for (int i2 = 1; i2 <= 7 && hours->count == 0; i2++)
            hours = model_weekday(model, i2 % 7, midnight);
        return hours;
    }
    return model_weekday(model, local->tm_wday, midnight);
}

static bool model_works(const struct model *model, const struct tm *local)
{
    const struct model_hours *hours = model_day(model, local);
    int minute = local->tm_hour * 60 + local->tm_min;
    for (int i = 0; i < hours->count; i++)
        if (minute >= hours->from[i] && minute < hours->to[i])
            return true;
    return false;
}

/* Walks the window, a minute at a time. */
static void model_count(struct model *model)
{
    for (int i = 0; i < WINDOW; i++) {
        time_t now = model->start + (time_t)i * 60;
        struct tm local;
        localtime_r(&now, &local);
        bool works = model_works(model, &local);
        model->before[i + 1] = model->before[i] + works;
        struct tm copy = {.tm_year = local.tm_year,
                          .tm_mon = local.tm_mon,
                          .tm_mday = local.tm_mday};
        int64_t day = timegm(&copy) / 86400;
        if (i == 0)
            model->first_day = day;
        if (!works)
            continue;
        assert_in_range(day - model->first_day, 0, WINDOW_DAYS + 3);
        model->of_day[day - model->first_day] = true;
        model->end[day - model->first_day] = now + 60;
    }
}

/* Working seconds from the start of the window to a second in it. */
static int64_t model_until(const struct model *model, int64_t second)
{
    int64_t minute = second / 60;
    int64_t whole = (int64_t)model->before[minute] * 60;
    bool works =
        minute < WINDOW && model->before[minute + 1] > model->before[minute];
    return whole + (works ? second % 60 : 0);
}

/* The first second at which so much was done since the start. */
static int64_t model_when(const struct model *model, int64_t done)
{
    int low = 0;
    int high = WINDOW;
    while (low < high) { /* the first minute that ends with enough */
        int middle = (low + high) / 2;
        if ((int64_t)model->before[middle + 1] * 60 >= done)
            high = middle;
        else
            low = middle + 1;
    }
    return low * INT64_C(60) + done - (int64_t)model->before[low] * 60;
}

/* ---- one and the same calendar, told twice ---- */

static struct model_hours random_hours(void)
{
    struct model_hours hours = {0};
    int minute = (int)chance(3) == 0 ? 0 : (int)chance(720);
    for (int i = (int)chance(4); i > 0 && minute < 1430; i--) {
        hours.from[hours.count] = minute;
        minute += 1 + (int)chance(400);
        minute = minute > 1440 || chance(8) == 0 ? 1440 : minute;
        hours.to[hours.count++] = minute;
        minute += 1 + (int)chance(200);
    }
    return hours;
}

static struct hours told(const struct model_hours *model)
{
    struct hours hours = {0};
    for (int i = 0; i < model->count; i++)
        assert_true(hours_add(
            &hours, (struct hours_span){model->from[i], model->to[i]}));
    return hours;
}

/* The place, and what it shares with others: another calendar, or itself. */
struct told_to {
    struct calendar *place, *common;
};

static void make_weeks(struct model *model, const struct told_to *to)
{
    for (int i = 0; i < 7; i++) {
        model->week[i] = random_hours();
        model->other[i] = random_hours();
        struct hours hours = told(&model->week[i]);
        calendar_set_hours(to->common, (i + 6) % 7, &hours);
    }
    model->other_any = chance(3) == 0;
    int64_t from = model->start / 86400 + chance(WINDOW_DAYS);
    int64_t until = from + 1 + chance(WINDOW_DAYS);
    model->other_from = from * 86400;
    model->other_to = until * 86400;
    for (int i = 0; i < 7 && model->other_any; i++) {
        struct calendar_own own = {(i + 6) % 7, from, until,
                                   told(&model->other[i])};
        calendar_add_hours(to->place, &own);
    }
}

static void make_special(struct model *model, const struct told_to *to)
{
    struct model_special *special = &model->specials[model->special_count];
    time_t when = model->start + (time_t)chance(WINDOW_DAYS) * 86400;
    struct tm date;
    gmtime_r(&when, &date);
    *special = (struct model_special){.year = date.tm_year + 1900,
                                      .month = date.tm_mon + 1,
                                      .day = date.tm_mday,
                                      .works = chance(2) == 0,
                                      .own = chance(3) == 0,
                                      .hours = random_hours()};
    for (int i = 0; i < model->special_count; i++)
        if (memcmp(special, &model->specials[i], 3 * sizeof(int)) == 0)
            return;
    model->special_count++;
    struct hours hours = told(&special->hours);
    int64_t day = when / 86400;
    bool sure = chance(2) == 0;
    calendar_set_day(to->common, day,
                     special->works ? CALENDAR_WORKING : CALENDAR_OFF, !sure);
    if (sure) /* an unconfirmed word against it says nothing */
        calendar_set_day(to->common, day,
                         special->works ? CALENDAR_OFF : CALENDAR_WORKING,
                         true);
    if (special->own)
        calendar_set_day_hours(to->place, day, &hours);
}

static struct told_to make(struct model *model)
{
    unsigned place = chance(COUNT(places));
    int64_t day;
    setenv("TZ", places[place].zone, 1);
    tzset();
    if (!clock_parse_date(places[place].around, &day))
        fail();
    *model =
        (struct model){.start = (day - (int64_t)chance(WINDOW_DAYS)) * 86400 +
                                (time_t)chance(1440) * 60};
    struct calendar *base =
        chance(2) == 0 ? calendar_new("Asia/Almaty", NULL, NULL) : NULL;
    struct told_to to = {.place = calendar_new(places[place].zone, base, NULL)};
    assert_non_null(to.place);
    to.common = base != NULL ? base : to.place;
    make_weeks(model, &to);
    for (unsigned i = chance(SPECIALS); i > 0; i--)
        make_special(model, &to);
    model_count(model);
    return to;
}

/* ---- what must hold ---- */

static void check_moments(const struct model *model,
                          const struct calendar *calendar)
{
    int64_t start = (int64_t)model->start;
    int64_t from = chance(WINDOW * 60);
    int64_t to = chance(WINDOW * 60);
    int64_t done = model_until(model, from);
    int64_t wanted = to > from ? model_until(model, to) - done : 0;
    int64_t between =
        calendar_between(calendar, (start + from) * 1000, (start + to) * 1000);
    assert_int_equal(between, wanted * 1000);
    int64_t left = model_until(model, (int64_t)WINDOW * 60) - done;
    if (left == 0)
        return;
    int64_t need = 1 + chance((unsigned)left);
    int64_t after =
        calendar_after(calendar, (start + from) * 1000, need * 1000);
    assert_int_equal(after / 1000 - start, model_when(model, done + need));
    assert_int_equal(after % 1000, 0);
    assert_int_equal(calendar_between(calendar, (start + from) * 1000, after),
                     need * 1000);
    if (between > 0)
        assert_true(calendar_after(calendar, (start + from) * 1000, between) <=
                    (start + to) * 1000);
}

/* Nothing is worked on a day between its last minute and what is told as the
 * end of its work. The first and last day of the window are cut. */
static void check_ends(const struct model *model,
                       const struct calendar *calendar)
{
    for (int i = 1; i < WINDOW_DAYS - 1; i++) {
        int64_t end = calendar_work_end(calendar, model->first_day + i);
        if (!model->of_day[i])
            continue;
        int64_t last = (int64_t)model->end[i] * 1000;
        assert_true(end >= last);
        assert_int_equal(calendar_between(calendar, last, end), 0);
        assert_int_equal(calendar_day_of(calendar, last - 1),
                         model->first_day + i);
    }
}

static void working_time_is_what_the_clock_on_the_wall_shows(void **state)
{
    (void)state;
    static struct model model;
    int64_t checked = 0;
    for (int i = 0; i < CALENDARS; i++) {
        seed = UINT64_C(0x9E3779B97F4A7C15) * (uint64_t)(i + 1);
        struct told_to to = make(&model);
        for (int j = 0; j < MOMENTS; j++)
            check_moments(&model, to.place);
        check_ends(&model, to.place);
        checked += model.before[WINDOW];
        calendar_free(to.place);
        if (to.common != to.place)
            calendar_free(to.common);
    }
    unsetenv("TZ");
    tzset();
    assert_true(checked > CALENDARS * 100); /* there was work to count */
}

/* ---- a few by hand ---- */

static int64_t at(const char *iso)
{
    int64_t ms = 0;
    if (!clock_parse_iso(iso, &ms))
        fail_msg("no moment: %s", iso);
    return ms;
}

static struct calendar *always(const char *zone, const char *hours)
{
    struct calendar *calendar = calendar_new(zone, NULL, NULL);
    struct hours spans;
    assert_non_null(calendar);
    assert_true(hours_parse(hours, &spans));
    for (int i = 0; i < CALENDAR_WEEK; i++)
        calendar_set_hours(calendar, i, &spans);
    return calendar;
}

static void an_hour_that_comes_twice_counts_twice(void **state)
{
    (void)state;
    struct calendar *night = always("Asia/Almaty", "23:00-24:00");
    assert_int_equal(calendar_between(night, at("2024-02-29T12:00:00Z"),
                                      at("2024-03-01T12:00:00Z")),
                     2 * 3600 * 1000);
    int64_t day = calendar_day_of(night, at("2024-02-29T18:30:00Z"));
    assert_int_equal(calendar_work_end(night, day), at("2024-02-29T19:00:00Z"));
    calendar_free(night);
}

static void an_hour_that_is_skipped_is_none(void **state)
{
    (void)state;
    struct calendar *night = always("Europe/Moscow", "02:00-03:00");
    assert_int_equal(calendar_between(night, at("2011-03-26T12:00:00Z"),
                                      at("2011-03-27T12:00:00Z")),
                     0);
    calendar_free(night);
}

static void round_the_clock_every_second_counts(void **state)
{
    (void)state;
    struct calendar *line = always("Asia/Almaty", "00:00-24:00");
    int64_t from = at("2018-01-01T00:00:01Z");
    int64_t to = at("2027-12-31T23:59:59Z");
    assert_int_equal(calendar_between(line, from, to), to - from);
    assert_int_equal(calendar_after(line, from, to - from), to);
    calendar_free(line);
}

static void far_moments_end_with_the_calendar(void **state)
{
    (void)state;
    struct calendar *calendar = always("Asia/Almaty", "09:00-18:00");
    assert_int_equal(
        calendar_after(calendar, at("2026-11-22T09:00:00Z"), INT64_MAX / 2),
        CALENDAR_END_MS);
    assert_int_equal(calendar_between(calendar, CALENDAR_END_MS, INT64_MAX), 0);
    assert_int_equal(calendar_between(calendar, INT64_MIN, 0), 0);
    assert_int_equal(calendar_between(calendar, INT64_MIN, INT64_MAX),
                     calendar_between(calendar, 0, CALENDAR_END_MS));
    assert_int_equal(calendar_after(calendar, INT64_MAX, 1), INT64_MAX);
    assert_int_equal(calendar_after(calendar, -5, 0), -5);
    calendar_free(calendar);
    /* A place that never works is no endless walk. */
    struct calendar *never = calendar_new("Asia/Almaty", NULL, NULL);
    assert_int_equal(calendar_after(never, 0, 1), CALENDAR_END_MS);
    calendar_free(never);
}

static void a_year_is_known_or_its_days_are_unsure(void **state)
{
    (void)state;
    struct calendar *calendar = always("Asia/Almaty", "09:00-18:00");
    int64_t day;
    calendar_set_known(calendar, 2026);
    assert_true(clock_parse_date("2026-12-31", &day));
    assert_false(calendar_unsure(calendar, day));
    assert_true(calendar_unsure(calendar, day + 1));
    calendar_set_day(calendar, day, CALENDAR_OFF, true);
    assert_true(calendar_unsure(calendar, day));
    calendar_set_day(calendar, day, CALENDAR_WORKING, false);
    calendar_set_day(calendar, day, CALENDAR_OFF, true);
    assert_false(calendar_unsure(calendar, day));
    assert_int_equal(calendar_hours(calendar, day)->count, 1);
    calendar_free(calendar);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(working_time_is_what_the_clock_on_the_wall_shows),
        cmocka_unit_test(an_hour_that_comes_twice_counts_twice),
        cmocka_unit_test(an_hour_that_is_skipped_is_none),
        cmocka_unit_test(round_the_clock_every_second_counts),
        cmocka_unit_test(far_moments_end_with_the_calendar),
        cmocka_unit_test(a_year_is_known_or_its_days_are_unsure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
