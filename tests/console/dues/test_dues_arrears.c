/* Somebody with unpaid months asks what the way back costs: the examples of
 * rules.md D.1, the window's edges, both bases, and what is refused. */
#include "tests/console/dues/dues_story.h"

/* A claim of at most so many months. */
enum { CLAIM_MAX = 400 };

struct story {
    struct dues_arrears arrears;
    struct error error;
};

static bool claims(const struct dues_book *book, const char *kind,
                   const int *months, size_t count, const char *date,
                   struct story *story)
{
    struct dues_claim claim = {dues_kind_find(kind, NULL), months, count,
                               on(date)};
    dues_arrears_clear(&story->arrears);
    error_clear(&story->error);
    return dues_arrears_init(&story->arrears, book, &claim, &story->error);
}

/* Every month from the one up to the day's is unpaid. */
static void claims_since(const struct dues_book *book, const char *kind,
                         const char *since, const char *date,
                         struct story *story)
{
    int months[CLAIM_MAX];
    int first = in(since);
    int count = clock_month(on(date)) - first;
    assert_in_range(count, 0, CLAIM_MAX);
    for (int i = 0; i < count; i++)
        months[i] = first + i;
    if (!claims(book, kind, months, (size_t)count, date, story))
        fail_msg("%s", story->error.detail);
}

static void clear(struct story *story)
{
    dues_arrears_clear(&story->arrears);
}
#define AUTO_STORY AUTO(clear) struct story

/* ---- the examples ---- */

static void march_2024_with_nothing_paid(void **state)
{
    AUTO_STORY story = {0};
    const struct dues_arrears *arrears = &story.arrears;
    claims_since(*state, "self_payer", "2023-03", "2024-03-10", &story);
    assert_int_equal(arrears->window_count, 12);
    assert_int_equal(arrears->back[DUES_PERIOD], 4350000);
    assert_int_equal(arrears->back[DUES_PAYMENT_DATE], 5100000);
    assert_int_equal(arrears->ahead, 5100000);
    assert_int_equal(arrears->ahead_now, 5525000);
    assert_int_equal(arrears->ahead_months, 12);
    assert_int_equal(arrears->ahead_from, on("2024-04-01"));
    assert_int_equal(arrears->status_days, 3);
    assert_int_equal(arrears->cheaper, DUES_CHEAPER_BACK);
}

static void the_setting_chooses_the_basis(void **state)
{
    const struct dues_book *book = *state;
    const struct dues_book other = {book->tables, DUES_PAYMENT_DATE};
    AUTO_STORY story = {0};
    claims_since(&other, "self_payer", "2023-03", "2024-03-10", &story);
    assert_int_equal(story.arrears.basis, DUES_PAYMENT_DATE);
    assert_int_equal(story.arrears.back[DUES_PERIOD], 4350000);
    assert_int_equal(story.arrears.cheaper, DUES_CHEAPER_SAME);
}

static void a_few_months_are_cheaper_back(void **state)
{
    const int months[] = {in("2026-08"), in("2026-10")};
    AUTO_STORY story = {0};
    assert_true(claims(*state, "self_payer", months, 2, "2026-11-22", &story));
    assert_int_equal(story.arrears.back[DUES_PERIOD], 850000);
    assert_int_equal(story.arrears.cheaper, DUES_CHEAPER_BACK);
    assert_int_equal(story.arrears.months[0].month, months[0]);
    assert_int_equal(story.arrears.months[1].amount[DUES_PERIOD], 425000);
}

static void an_entrepreneur_owes_more(void **state)
{
    AUTO_STORY story = {0};
    claims_since(*state, "individual_entrepreneur", "2025-11", "2026-11-22",
                 &story);
    assert_int_equal(story.arrears.back[DUES_PERIOD], 12 * 595000);
    assert_int_equal(story.arrears.ahead_now, 13 * 595000);
    assert_int_equal(story.arrears.cheaper, DUES_CHEAPER_SAME);
}

/* So it was with every minimum wage since 2022: it never fell. */
static void back_at_its_own_months_is_never_dearer(void **state)
{
    AUTO_STORY story = {0};
    for (int month = in("2022-10"); month <= in("2026-12"); month++) {
        char date[CLOCK_DATE_SIZE], since[CLOCK_DATE_SIZE];
        clock_date(clock_month_start(month), date);
        clock_month_text(month - 12, since);
        claims_since(*state, "self_payer", since, date, &story);
        assert_true(story.arrears.back[DUES_PERIOD] <= story.arrears.ahead);
        assert_int_equal(story.arrears.back[DUES_PAYMENT_DATE],
                         story.arrears.ahead);
        assert_int_equal(story.arrears.ahead_now - story.arrears.ahead,
                         story.arrears.month);
    }
}

/* A minimum wage that falls makes the months to come the cheaper ones. */
static void months_ahead_can_be_cheaper(void **state)
{
    (void)state;
    void *kept;
    open_shelf(&kept);
    struct shelf *shelf = kept;
    AUTO_STORY story = {0};
    put_table(shelf, "rates", "\"kind\"",
              "\"kind\":\"code\",\"percent_x100\":\"int\","
              "\"index\":\"code\",\"times_x100\":\"int\","
              "\"amount\":\"money\"",
              "{\"kind\":\"self_payer\",\"amount\":500,"
              "\"from\":\"2026-01-01\",\"until\":\"2026-11-01\"," STAMP "},"
              "{\"kind\":\"self_payer\",\"amount\":400,"
              "\"from\":\"2026-11-01\",\"until\":null," STAMP "}");
    put_table(shelf, "terms", "\"what\"",
              "\"what\":\"code\",\"amount\":\"int\"",
              "{\"what\":\"window_months\",\"amount\":10,"
              "\"from\":null,\"until\":null," STAMP "},"
              "{\"what\":\"status_days\",\"amount\":2,"
              "\"from\":null,\"until\":null," STAMP "},"
              "{\"what\":\"ahead_months\",\"amount\":10,"
              "\"from\":null,\"until\":null," STAMP "}");
    loads(shelf);
    const struct dues_book book = {shelf->tables, DUES_PERIOD};
    claims_since(&book, "self_payer", "2026-01", "2026-11-22", &story);
    assert_int_equal(story.arrears.back[DUES_PERIOD], 5000);
    assert_int_equal(story.arrears.back[DUES_PAYMENT_DATE], 4000);
    assert_int_equal(story.arrears.ahead, 4000);
    assert_int_equal(story.arrears.ahead_now, 4400);
    assert_int_equal(story.arrears.status_days, 2);
    assert_int_equal(story.arrears.cheaper, DUES_CHEAPER_AHEAD);
    close_shelf(&kept);
}

/* ---- the window ---- */

static void the_window_is_the_twelve_months_before(void **state)
{
    const int months[] = {in("2025-10"), in("2025-11"), in("2026-10")};
    static const char *const dates[] = {"2026-11-01", "2026-11-22",
                                        "2026-11-30"};
    for (size_t i = 0; i < COUNT(dates); i++) {
        AUTO_STORY story = {0};
        assert_true(claims(*state, "self_payer", months, 3, dates[i], &story));
        assert_int_equal(story.arrears.window_from, in("2025-11"));
        assert_int_equal(story.arrears.window_count, 2);
        assert_false(story.arrears.months[0].window);
        assert_true(story.arrears.months[1].window);
        assert_int_equal(story.arrears.back[DUES_PERIOD], 850000);
    }
}

static void older_months_are_owed_by_entrepreneurs_alone(void **state)
{
    AUTO_STORY story = {0};
    claims_since(*state, "self_payer", "2019-07", "2026-11-22", &story);
    assert_int_equal(story.arrears.never, 6);
    assert_int_equal(story.arrears.count, 82);
    assert_false(story.arrears.older_owed);
    assert_int_equal(story.arrears.older[DUES_PERIOD], 0);
    claims_since(*state, "individual_entrepreneur", "2019-07", "2026-11-22",
                 &story);
    assert_true(story.arrears.older_owed);
    assert_int_equal(story.arrears.older[DUES_PERIOD],
                     24 * 297500 + 12 * 420000 + 12 * 490000 + 22 * 595000);
    assert_int_equal(story.arrears.older[DUES_PAYMENT_DATE], 70 * 595000);
    assert_int_equal(story.arrears.back[DUES_PERIOD], 12 * 595000);
}

static void nothing_unpaid_costs_nothing(void **state)
{
    AUTO_STORY story = {0};
    assert_true(claims(*state, "self_payer", NULL, 0, "2026-11-22", &story));
    assert_int_equal(story.arrears.back[DUES_PERIOD], 0);
    assert_int_equal(story.arrears.cheaper, DUES_CHEAPER_NONE);
    assert_int_equal(story.arrears.ahead, 5100000);
}

/* The months add up in whatever way they are cut. */
static void months_add_up(void **state)
{
    int months[12];
    AUTO_STORY all = {0};
    for (int i = 0; i < 12; i++)
        months[i] = in("2023-03") + i;
    assert_true(claims(*state, "self_payer", months, 12, "2024-03-10", &all));
    for (size_t cut = 0; cut <= 12; cut++) {
        AUTO_STORY first = {0}, rest = {0};
        assert_true(
            claims(*state, "self_payer", months, cut, "2024-03-10", &first));
        assert_true(claims(*state, "self_payer", months + cut, 12 - cut,
                           "2024-03-10", &rest));
        for (int basis = 0; basis < DUES_BASIS_COUNT; basis++)
            assert_int_equal(first.arrears.back[basis] +
                                 rest.arrears.back[basis],
                             all.arrears.back[basis]);
    }
}

/* ---- days at which the rules change ---- */

static void paying_ahead_began_on_a_day(void **state)
{
    const int month = in("2022-03");
    AUTO_STORY story = {0};
    assert_true(claims(*state, "self_payer", &month, 1, "2022-09-04", &story));
    assert_false(story.arrears.can_ahead);
    assert_int_equal(story.arrears.cheaper, DUES_CHEAPER_BACK);
    assert_true(claims(*state, "self_payer", &month, 1, "2022-09-05", &story));
    assert_true(story.arrears.can_ahead);
    assert_int_equal(story.arrears.ahead_from, on("2022-10-01"));
}

static void the_twelve_months_began_on_a_day(void **state)
{
    const int month = in("2021-03");
    AUTO_STORY story = {0};
    assert_false(claims(*state, "self_payer", &month, 1, "2021-06-30", &story));
    assert_int_equal(story.error.message, MESSAGE_TABLE_NO_ROW);
    assert_true(claims(*state, "self_payer", &month, 1, "2021-07-01", &story));
    assert_false(claims(*state, "self_payer", &month, 1, "2027-01-01", &story));
    assert_int_equal(story.error.message, MESSAGE_TABLE_NO_ROW);
}

static void in_december_the_status_begins_next_year(void **state)
{
    AUTO_STORY story = {0};
    claims_since(*state, "self_payer", "2026-10", "2026-12-31", &story);
    assert_int_equal(story.arrears.ahead_from, on("2027-01-01"));
}

/* ---- refusals ---- */

static void refuses(const struct dues_book *book, const char *const *names,
                    size_t count, const char *part)
{
    int months[4];
    AUTO_STORY story = {0};
    for (size_t i = 0; i < count; i++)
        months[i] = in(names[i]);
    assert_false(
        claims(book, "self_payer", months, count, "2026-11-22", &story));
    assert_int_equal(story.error.message, MESSAGE_DUES_MONTHS);
    if (strstr(story.error.detail, part) == NULL)
        fail_msg("no %s in: %s", part, story.error.detail);
}

static void months_come_in_order_once_and_are_over(void **state)
{
    static const char *const twice[] = {"2026-08", "2026-08"};
    static const char *const back[] = {"2026-07", "2026-09", "2026-08"};
    static const char *const current[] = {"2026-10", "2026-11"};
    static const char *const later[] = {"2031-01"};
    refuses(*state, twice, 2, "2026-08 stands twice");
    refuses(*state, back, 3, "2026-08 is out of order");
    refuses(*state, current, 2, "2026-11 is not over");
    refuses(*state, later, 1, "2031-01 is not over");
}

static void only_fixed_sums_are_paid_back(void **state)
{
    static const char *const kinds[] = {"employer_deduction", "ecp_city",
                                        "state_privileged",
                                        "self_employed_regime"};
    const int month = in("2026-08");
    for (size_t i = 0; i < COUNT(kinds); i++) {
        AUTO_STORY story = {0};
        assert_false(claims(*state, kinds[i], &month, 1, "2026-11-22", &story));
        assert_int_equal(story.error.message, MESSAGE_DUES_PAST);
    }
}

static void a_basis_has_a_name(void **state)
{
    (void)state;
    enum dues_basis basis = DUES_PERIOD;
    assert_true(dues_basis_find("payment_date", &basis));
    assert_int_equal(basis, DUES_PAYMENT_DATE);
    assert_string_equal(dues_basis_name(basis), "payment_date");
    assert_false(dues_basis_find("today", &basis));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(march_2024_with_nothing_paid),
        cmocka_unit_test(the_setting_chooses_the_basis),
        cmocka_unit_test(a_few_months_are_cheaper_back),
        cmocka_unit_test(an_entrepreneur_owes_more),
        cmocka_unit_test(back_at_its_own_months_is_never_dearer),
        cmocka_unit_test(months_ahead_can_be_cheaper),
        cmocka_unit_test(the_window_is_the_twelve_months_before),
        cmocka_unit_test(older_months_are_owed_by_entrepreneurs_alone),
        cmocka_unit_test(nothing_unpaid_costs_nothing),
        cmocka_unit_test(months_add_up),
        cmocka_unit_test(paying_ahead_began_on_a_day),
        cmocka_unit_test(the_twelve_months_began_on_a_day),
        cmocka_unit_test(in_december_the_status_begins_next_year),
        cmocka_unit_test(months_come_in_order_once_and_are_over),
        cmocka_unit_test(only_fixed_sums_are_paid_back),
        cmocka_unit_test(a_basis_has_a_name),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
