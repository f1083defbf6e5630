/* An employer pays late: the example of rules.md D.2 to the tiyn, the split
 * where the rate changes, and days that nobody confirmed. */
#include "tests/console/dues/dues_story.h"

struct story {
    struct dues_penalty penalty;
    struct error error;
};

static void clear(struct story *story)
{
    dues_penalty_clear(&story->penalty);
}
#define AUTO_STORY AUTO(clear) struct story

static bool pays(const struct dues_book *book, int64_t tiyn, int64_t due,
                 int64_t paid, struct story *story)
{
    const struct dues_late late = {tiyn, due, paid};
    dues_penalty_clear(&story->penalty);
    error_clear(&story->error);
    return dues_penalty_init(&story->penalty, book, &late, &story->error);
}

static int64_t penalty(const struct dues_book *book, int64_t tiyn,
                       const char *due, const char *paid)
{
    AUTO_STORY story = {0};
    if (!pays(book, tiyn, on(due), on(paid), &story))
        fail_msg("%s: %s", message_name(story.error.message),
                 story.error.detail);
    return story.penalty.amount;
}

static void refuses(const struct dues_book *book, const char *due,
                    const char *paid, const char *part)
{
    AUTO_STORY story = {0};
    assert_false(pays(book, 595000, on(due), on(paid), &story));
    assert_int_equal(story.error.message, MESSAGE_TABLE_NO_ROW);
    if (strstr(story.error.detail, part) == NULL)
        fail_msg("no %s in: %s", part, story.error.detail);
}

/* ---- the tables of the tree ---- */

static void thirty_days_at_18_percent(void **state)
{
    AUTO_STORY story = {0};
    assert_true(
        pays(*state, 595000, on("2025-11-25"), on("2025-12-25"), &story));
    assert_int_equal(story.penalty.days, 30);
    assert_int_equal(story.penalty.amount, 11003);
    assert_int_equal(story.penalty.count, 1);
    assert_int_equal(story.penalty.parts[0].from, on("2025-11-26"));
    assert_int_equal(story.penalty.parts[0].last, on("2025-12-25"));
    assert_int_equal(story.penalty.parts[0].rate_x100, 1800);
    assert_int_equal(story.penalty.parts[0].k_x100, 125);
}

static void the_day_of_payment_is_late_the_due_day_is_not(void **state)
{
    assert_int_equal(penalty(*state, 595000, "2025-11-25", "2025-11-25"), 0);
    assert_int_equal(penalty(*state, 595000, "2025-11-25", "2025-11-01"), 0);
    assert_int_equal(penalty(*state, 595000, "2025-11-25", "2025-11-26"), 367);
    assert_int_equal(penalty(*state, 0, "2025-11-25", "2025-12-25"), 0);
    /* 28 February to 1 March: a day each, no day of a leap year */
    assert_int_equal(penalty(*state, 36500000, "2026-02-28", "2026-03-01"),
                     22500);
}

static void only_confirmed_days_are_reckoned(void **state)
{
    /* the first and last days of the rows, and the days beside them */
    (void)penalty(*state, 595000, "2025-10-12", "2026-03-08");
    refuses(*state, "2025-10-11", "2025-10-20",
            "table base_rate: no row for [base] on 2025-10-12; the nearest: "
            "from 2024-02-26 until 2024-02-27 and from 2025-10-13");
    refuses(*state, "2026-03-01", "2026-03-09", "[base] on 2026-03-09");
    (void)penalty(*state, 595000, "2023-01-15", "2023-08-27");
    refuses(*state, "2023-01-14", "2023-02-01", "[base] on 2023-01-15");
    refuses(*state, "2023-08-01", "2023-08-28", "[base] on 2023-08-28");
    (void)penalty(*state, 595000, "2021-01-25", "2021-01-26");
    refuses(*state, "2021-01-25", "2021-01-27", "[base] on 2021-01-27");
    (void)penalty(*state, 595000, "2024-02-25", "2024-02-26");
    refuses(*state, "2024-02-24", "2024-02-26", "[base] on 2024-02-25");
    (void)penalty(*state, 595000, "2017-06-30", "2017-07-01");
    refuses(*state, "2017-07-01", "2017-07-02", "[refinancing] on 2017-07-02");
    refuses(*state, "2019-12-31", "2020-01-01", "table penalty");
    refuses(*state, "1800-01-01", "2300-01-01", "table penalty");
    refuses(*state, "2026-11-25", "2026-12-01", "[base] on 2026-11-26");
}

/* 2017: the factor of the law as it was reported, the refinancing rate. */
static void the_old_factor_is_of_2017(void **state)
{
    assert_int_equal(penalty(*state, 36500000, "2017-06-30", "2017-07-01"),
                     26250);
}

/* Cut at any day, the parts are the whole but for their own rounding: each cut
 * rounds once more, so half a tiyn at each of two ends. */
static void cuts_add_up(void **state)
{
    int64_t due = on("2025-10-25"), paid = on("2026-03-05");
    AUTO_STORY all = {0};
    assert_true(pays(*state, 1234567, due, paid, &all));
    int64_t before = 0;
    for (int64_t cut = due; cut <= paid; cut++) {
        AUTO_STORY first = {0}, rest = {0};
        assert_true(pays(*state, 1234567, due, cut, &first));
        assert_true(pays(*state, 1234567, cut, paid, &rest));
        int64_t off =
            first.penalty.amount + rest.penalty.amount - all.penalty.amount;
        assert_in_range(off + 1, 0, 2);
        assert_int_equal(first.penalty.days + rest.penalty.days,
                         all.penalty.days);
        assert_true(first.penalty.amount >= before);
        before = first.penalty.amount;
    }
}

static void more_is_never_less(void **state)
{
    int64_t before = 0;
    for (int64_t tiyn = 0; tiyn < 3000; tiyn += 7) {
        int64_t amount = penalty(*state, tiyn, "2025-11-25", "2026-03-08");
        assert_true(amount >= before);
        before = amount;
    }
}

/* ---- made-up rates ---- */

/* 10 % until 10 February, then 20 %; twice the factor from April. */
static void put_rates(struct shelf *shelf)
{
    static const char factors[] =
        "{\"formula\":\"late\",\"rate\":\"base\",\"k_x100\":100,"
        "\"from\":\"2030-01-01\",\"until\":\"2030-04-01\"," STAMP "},"
        "{\"formula\":\"late\",\"rate\":\"base\",\"k_x100\":200,"
        "\"from\":\"2030-04-01\",\"until\":null," STAMP "}";
    static const char rates[] =
        "{\"kind\":\"base\",\"percent_x100\":1000,"
        "\"from\":\"2030-01-01\",\"until\":\"2030-02-01\"," STAMP "},"
        "{\"kind\":\"base\",\"percent_x100\":1000,"
        "\"from\":\"2030-02-01\",\"until\":\"2030-02-11\"," STAMP "},"
        "{\"kind\":\"base\",\"percent_x100\":2000,"
        "\"from\":\"2030-02-11\",\"until\":\"2031-01-01\"," STAMP "}";
    put_table(shelf, "penalty", "\"formula\"",
              "\"formula\":\"code\",\"rate\":\"code\",\"k_x100\":\"int\"",
              factors);
    put_table(shelf, "base_rate", "\"kind\"",
              "\"kind\":\"code\",\"percent_x100\":\"int\"", rates);
    loads(shelf);
}

/* A change of row without a change of rate is no split; the parts make up the
 * whole to the tiyn, though each of them alone would be rounded up. */
static void days_are_split_where_rate_or_factor_change(void **state)
{
    (void)state;
    void *kept;
    open_shelf(&kept);
    struct shelf *shelf = kept;
    AUTO_STORY story = {0};
    put_rates(shelf);
    const struct dues_book book = {shelf->tables, DUES_PERIOD};
    assert_true(
        pays(&book, 3650000, on("2030-01-31"), on("2030-04-02"), &story));
    const struct dues_part *parts = story.penalty.parts;
    assert_int_equal(story.penalty.count, 3);
    assert_int_equal(story.penalty.days, 61);
    assert_int_equal(parts[0].last, on("2030-02-10"));
    assert_int_equal(parts[1].from, on("2030-02-11"));
    assert_int_equal(parts[1].last, on("2030-03-31"));
    assert_int_equal(parts[0].tiyn, 10 * 1000);
    assert_int_equal(parts[1].tiyn, 49 * 2000);
    assert_int_equal(parts[2].tiyn, 2 * 4000);
    assert_int_equal(story.penalty.amount, 116000);
    for (int64_t tiyn = 1; tiyn < 400; tiyn++) {
        assert_true(
            pays(&book, tiyn, on("2030-01-31"), on("2030-04-02"), &story));
        parts = story.penalty.parts;
        assert_int_equal(parts[0].tiyn + parts[1].tiyn + parts[2].tiyn,
                         story.penalty.amount);
    }
    close_shelf(&kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thirty_days_at_18_percent),
        cmocka_unit_test(the_day_of_payment_is_late_the_due_day_is_not),
        cmocka_unit_test(only_confirmed_days_are_reckoned),
        cmocka_unit_test(the_old_factor_is_of_2017),
        cmocka_unit_test(cuts_add_up),
        cmocka_unit_test(more_is_never_less),
        cmocka_unit_test(days_are_split_where_rate_or_factor_change),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
