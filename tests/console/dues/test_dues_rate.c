/* The amount of a month, by payer and day: what rules.md, parts C and D, works
 * out, both edges of every row, and what is refused. Sums are in tiyn. */
#include "console/base/json.h"
#include "console/dues/dues_money.h"
#include "tests/console/dues/dues_story.h"

#include <jansson.h>

/* The kind pays so much on the day, with this income. */
static void pays(const struct dues_book *book, const char *kind,
                 const char *date, int64_t income, int64_t amount)
{
    AUTO(dues_rate_clear) struct dues_rate rate = {0};
    struct error error = {0};
    struct dues_ask ask = asked(kind, date, income);
    if (!ask_rate(book, &ask, &rate, &error))
        fail_msg("%s on %s: %s", kind, date, error.detail);
    if (rate.amount != amount)
        fail_msg("%s on %s: %lld, not %lld", kind, date, (long long)rate.amount,
                 (long long)amount);
    assert_true(rate.sources.count > 0);
    assert_int_equal(rate.steps[rate.step_count - 1].tiyn, amount);
}

/* Nothing is told, for this reason, with this part in the detail. */
static void refuses(const struct dues_book *book, const struct dues_ask *ask,
                    enum message message, const char *part)
{
    AUTO(dues_rate_clear) struct dues_rate rate = {0};
    struct error error = {0};
    assert_false(ask_rate(book, ask, &rate, &error));
    assert_int_equal(error.message, message);
    if (strstr(error.detail, part) == NULL)
        fail_msg("no %s in: %s", part, error.detail);
}

static void no_row(const struct dues_book *book, const char *kind,
                   const char *date, int64_t income, const char *part)
{
    struct dues_ask ask = asked(kind, date, income);
    refuses(book, &ask, MESSAGE_TABLE_NO_ROW, part);
}

/* ---- fixed sums ---- */

static void a_self_payer_pays_a_part_of_the_minimum_wage(void **state)
{
    static const struct {
        const char *date;
        int64_t tiyn;
    } rows[] = {
        {"2020-01-01", 212500}, {"2020-12-31", 212500}, {"2021-12-31", 212500},
        {"2022-01-01", 300000}, {"2022-12-31", 300000}, {"2023-01-01", 350000},
        {"2023-12-31", 350000}, {"2024-01-01", 425000}, {"2024-12-31", 425000},
        {"2025-01-01", 425000}, {"2025-12-31", 425000}, {"2026-01-01", 425000},
        {"2026-12-31", 425000}};
    for (size_t i = 0; i < COUNT(rows); i++)
        pays(*state, "self_payer", rows[i].date, DUES_NO_INCOME, rows[i].tiyn);
    no_row(*state, "self_payer", "2019-12-31", DUES_NO_INCOME, "2020-01-01");
    no_row(*state, "self_payer", "2027-01-01", DUES_NO_INCOME,
           "table rates: no row for [self_payer] on 2027-01-01; the nearest: "
           "from 2026-01-01 until 2027-01-01");
}

static void an_entrepreneur_pays_a_part_of_one_and_four_tenths(void **state)
{
    static const char *const kinds[] = {"individual_entrepreneur",
                                        "private_practice"};
    static const struct {
        const char *date;
        int64_t tiyn;
    } rows[] = {
        {"2020-01-01", 297500}, {"2021-12-31", 297500}, {"2022-01-01", 420000},
        {"2022-12-31", 420000}, {"2023-01-01", 490000}, {"2023-12-31", 490000},
        {"2024-01-01", 595000}, {"2025-06-15", 595000}, {"2026-12-31", 595000}};
    for (size_t kind = 0; kind < COUNT(kinds); kind++)
        for (size_t i = 0; i < COUNT(rows); i++)
            pays(*state, kinds[kind], rows[i].date, DUES_NO_INCOME,
                 rows[i].tiyn);
    pays(*state, "individual_entrepreneur", "2018-01-01", DUES_NO_INCOME, 0);
    pays(*state, "individual_entrepreneur", "2019-12-31", DUES_NO_INCOME, 0);
    no_row(*state, "individual_entrepreneur", "2017-12-31", DUES_NO_INCOME,
           "2018-01-01");
    no_row(*state, "private_practice", "2027-01-01", DUES_NO_INCOME, "rates");
}

static void the_aggregate_payment_ended_with_2023(void **state)
{
    pays(*state, "ecp_city", "2019-01-01", DUES_NO_INCOME, 252500);
    pays(*state, "ecp_rural", "2020-12-31", DUES_NO_INCOME, 132600);
    pays(*state, "ecp_rural", "2021-06-01", DUES_NO_INCOME, 145850);
    pays(*state, "ecp_city", "2023-12-31", DUES_NO_INCOME, 345000);
    no_row(*state, "ecp_city", "2024-01-01", DUES_NO_INCOME, "2024-01-01");
}

static void the_state_pays_a_sum_only_where_one_was_read(void **state)
{
    pays(*state, "state_privileged", "2022-01-01", DUES_NO_INCOME, 361420);
    pays(*state, "state_privileged", "2023-12-31", DUES_NO_INCOME, 450560);
    pays(*state, "state_privileged", "2024-12-31", DUES_NO_INCOME, 585200);
    no_row(*state, "state_privileged", "2025-01-01", DUES_NO_INCOME, "no sum");
    no_row(*state, "state_privileged", "2021-12-31", DUES_NO_INCOME, "2022");
}

/* ---- parts of an income ---- */

static void wages_of_2026_come_out_as_in_the_rules(void **state)
{
    static const struct {
        int64_t tenge, employee, employer;
    } wages[] = {{300000, 6000, 9000},
                 {1500000, 30000, 45000},
                 {3000000, 34000, 90000},
                 {5000000, 34000, 102000}};
    for (size_t i = 0; i < COUNT(wages); i++) {
        int64_t income = wages[i].tenge * 100;
        pays(*state, "employee_contribution", "2026-11-22", income,
             wages[i].employee * 100);
        pays(*state, "employer_deduction", "2026-11-22", income,
             wages[i].employer * 100);
        pays(*state, "civil_law_contract_worker", "2026-01-01", income,
             wages[i].employee * 100);
    }
}

static void ceilings_change_with_their_day(void **state)
{
    const int64_t large = INT64_C(9000000000);
    pays(*state, "employer_deduction", "2018-01-01", large, 636390);
    pays(*state, "employer_deduction", "2018-12-31", large, 636390);
    pays(*state, "employer_deduction", "2022-01-01", large, 1800000);
    pays(*state, "employer_deduction", "2023-12-31", large, 2100000);
    pays(*state, "employer_deduction", "2025-12-31", large, 2550000);
    pays(*state, "employer_deduction", "2026-01-01", large, 10200000);
    pays(*state, "employee_contribution", "2020-12-31", large, 425000);
    pays(*state, "employee_contribution", "2021-01-01", large, 850000);
    pays(*state, "employee_contribution", "2022-12-31", large, 1200000);
    pays(*state, "employee_contribution", "2023-01-01", large, 1400000);
    pays(*state, "employee_contribution", "2025-12-31", large, 1700000);
    pays(*state, "employee_contribution", "2026-01-01", large, 3400000);
    pays(*state, "civil_law_contract_worker", "2025-12-31", large, 1700000);
    pays(*state, "self_employed_regime", "2026-01-01", large, 1700000);
    pays(*state, "individual_assistant", "2024-12-31", large, 1700000);
}

static void the_ceiling_is_told(void **state)
{
    AUTO(dues_rate_clear) struct dues_rate rate = {0};
    struct error error = {0};
    struct dues_ask ask = asked("employer_deduction", "2018-05-01", 42426001);
    assert_true(ask_rate(*state, &ask, &rate, &error));
    assert_int_equal(rate.cap, 42426000);
    assert_int_equal(rate.most, 636390);
    assert_int_equal(rate.base, 42426000);
    assert_true(rate.capped);
    dues_rate_clear(&rate);
    ask.income--;
    assert_true(ask_rate(*state, &ask, &rate, &error));
    assert_false(rate.capped);
    assert_int_equal(rate.amount, 636390);
}

/* The ceiling of the employer is not confirmed for 2017 and 2019 to 2021. */
static void an_unconfirmed_ceiling_gives_no_figure(void **state)
{
    static const char *const dates[] = {"2017-07-01", "2017-12-31",
                                        "2019-01-01", "2019-12-31",
                                        "2020-01-01", "2021-12-31"};
    for (size_t i = 0; i < COUNT(dates); i++)
        no_row(*state, "employer_deduction", dates[i], 100, "table caps");
    no_row(*state, "employer_deduction", "2017-06-30", 100, "table rates");
    no_row(*state, "employer_deduction", "2027-01-01", 100, "table indices");
    no_row(*state, "self_employed_regime", "2025-12-31", 100, "table rates");
}

static void nothing_was_withheld_before_2020(void **state)
{
    pays(*state, "employee_contribution", "2019-12-31", 99900000, 0);
}

static void half_a_tiyn_goes_up(void **state)
{
    pays(*state, "employee_contribution", "2026-11-22", 25, 1);
    pays(*state, "employee_contribution", "2026-11-22", 24, 0);
    pays(*state, "employee_contribution", "2026-11-22", 74, 1);
    pays(*state, "employee_contribution", "2026-11-22", 75, 2);
    pays(*state, "employee_contribution", "2026-11-22", 0, 0);
}

static void an_amount_never_falls_with_the_income(void **state)
{
    AUTO(dues_rate_clear) struct dues_rate rate = {0};
    struct error error = {0};
    int64_t before = 0;
    for (int64_t income = 0; income < 800000000; income += 7777777) {
        struct dues_ask ask = asked("employer_deduction", "2026-11-22", income);
        dues_rate_clear(&rate);
        assert_true(ask_rate(*state, &ask, &rate, &error));
        assert_true(rate.amount >= before && rate.amount <= rate.most);
        assert_true(rate.base <= rate.cap && rate.base <= income);
        before = rate.amount;
    }
    assert_int_equal(before, rate.most);
}

static void the_largest_income_is_reckoned(void **state)
{
    pays(*state, "employer_deduction", "2026-11-22", DUES_MONEY_MAX, 10200000);
    pays(*state, "employer_deduction", "2026-11-22", INT64_MAX, 10200000);
}

/* ---- refusals ---- */

static void an_income_belongs_to_some_kinds_alone(void **state)
{
    struct dues_ask none =
        asked("employer_deduction", "2026-11-22", DUES_NO_INCOME);
    struct dues_ask some = asked("self_payer", "2026-11-22", 30000000);
    refuses(*state, &none, MESSAGE_DUES_INCOME, "employer_deduction");
    refuses(*state, &some, MESSAGE_DUES_INCOME, "fixed sum");
}

static void an_unknown_kind_gets_the_list(void **state)
{
    (void)state;
    struct error error = {0};
    assert_null(dues_kind_find("moon", &error));
    assert_int_equal(error.message, MESSAGE_DUES_KIND);
    for (size_t i = 0; i < dues_kind_count(); i++)
        if (strstr(error.detail, dues_kind_at(i)->name) == NULL)
            fail_msg("no %s in: %s", dues_kind_at(i)->name, error.detail);
}

/* ---- the working, and all of the table ---- */

static void the_working_leads_to_the_amount(void **state)
{
    static const enum dues_op ops[] = {DUES_STEP_INDEX, DUES_STEP_BASE,
                                       DUES_STEP_PERCENT};
    AUTO(dues_rate_clear) struct dues_rate rate = {0};
    struct error error = {0};
    struct dues_ask ask =
        asked("individual_entrepreneur", "2026-11-22", DUES_NO_INCOME);
    assert_true(ask_rate(*state, &ask, &rate, &error));
    assert_int_equal(rate.step_count, COUNT(ops));
    for (size_t i = 0; i < COUNT(ops); i++)
        assert_int_equal(rate.steps[i].op, ops[i]);
    assert_int_equal(rate.steps[0].tiyn, 8500000);
    assert_int_equal(rate.steps[1].times_x100, 140);
    assert_int_equal(rate.steps[1].tiyn, 11900000);
    assert_int_equal(rate.steps[2].times_x100, 500);
    assert_string_equal(rate.sources.items[0].table, "rates");
    assert_string_equal(rate.sources.items[1].table, "indices");
}

/* Every row of every kind answers on its first and its last day, or says why
 * not; the row that answers is this one. */
static bool answers_at_its_edges(const json_t *row, void *cookie)
{
    const struct dues_book *book = cookie;
    const char *name = json_find_string(row, "kind");
    const struct dues_kind *kind = dues_kind_find(name, NULL);
    const char *until = json_find_string(row, "until");
    int64_t first = on(json_find_string(row, "from"));
    int64_t last = until != NULL ? on(until) - 1 : on("2026-12-31");
    for (int i = 0; kind != NULL && i < 2; i++) {
        AUTO(dues_rate_clear) struct dues_rate rate = {0};
        struct error error = {0};
        struct dues_ask ask = {kind, i == 0 ? first : last,
                               kind->way == DUES_INCOME ? 100 : -1};
        if (ask_rate(book, &ask, &rate, &error))
            assert_ptr_equal(rate.sources.items[0].row, row);
        else
            assert_int_equal(error.message, MESSAGE_TABLE_NO_ROW);
    }
    return true;
}

static void every_row_answers_at_its_edges(void **state)
{
    const struct dues_book *book = *state;
    for (int64_t day = on("2017-01-01"); day <= on("2027-12-31"); day++) {
        int year, month, date;
        clock_civil(day, &year, &month, &date);
        if (date == 1)
            table_each(book->tables, "rates", day, answers_at_its_edges,
                       *state);
    }
}

/* Rows that contradict themselves or lack a figure are no answer. */
static void a_row_that_does_not_work_out_is_an_error(void **state)
{
    (void)state;
    static const char *const rows[][3] = {{"500", "100", "425001"},
                                          {"null", "100", "425000"},
                                          {"500", "null", "null"},
                                          {"-500", "100", "null"}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        void *kept;
        open_shelf(&kept);
        struct shelf *shelf = kept;
        AUTO(dues_rate_clear) struct dues_rate rate = {0};
        struct error error = {0};
        AUTO_CHARS row =
            mem_format("{\"kind\":\"self_payer\",\"percent_x100\":%s,"
                       "\"index\":\"mzp\",\"times_x100\":%s,\"amount\":%s,"
                       "\"from\":null,\"until\":null," STAMP "}",
                       rows[i][0], rows[i][1], rows[i][2]);
        put_table(shelf, "rates", "\"kind\"",
                  "\"kind\":\"code\",\"percent_x100\":\"int\","
                  "\"index\":\"code\",\"times_x100\":\"int\","
                  "\"amount\":\"money\"",
                  row);
        put_table(shelf, "indices", "\"index\"",
                  "\"index\":\"code\",\"amount\":\"money\"",
                  "{\"index\":\"mzp\",\"amount\":8500000,\"from\":null,"
                  "\"until\":null," STAMP "}");
        loads(shelf);
        const struct dues_book book = {shelf->tables, DUES_PERIOD};
        struct dues_ask ask = asked("self_payer", "2026-11-22", DUES_NO_INCOME);
        assert_false(ask_rate(&book, &ask, &rate, &error));
        assert_int_not_equal(error.message, MESSAGE_NONE);
        close_shelf(&kept);
    }
}

/* ---- typed sums ---- */

static void typed_tenge_are_tiyn(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        int64_t tiyn;
    } good[] = {{"0", 0},
                {"5950", 595000},
                {"6 363,90", 636390},
                {"6363.9", 636390},
                {"6 363,90 ₸", 636390},
                {"0,01", 1},
                {"1000000000000", DUES_MONEY_MAX}};
    static const char *const bad[] = {"",
                                      "-5",
                                      "+5",
                                      "5,",
                                      "5,123",
                                      ",5",
                                      "1e3",
                                      "0x10",
                                      "5 tenge",
                                      "12.3.4",
                                      "1000000000000.01",
                                      "99999999999999999999",
                                      "five",
                                      "5,-1"};
    int64_t tiyn;
    for (size_t i = 0; i < COUNT(good); i++) {
        tiyn = -1;
        assert_true(dues_money_read(good[i].typed, &tiyn));
        assert_int_equal(tiyn, good[i].tiyn);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        if (dues_money_read(bad[i], &tiyn))
            fail_msg("taken: %s", bad[i]);
}

static void what_does_not_fit_is_an_error(void **state)
{
    (void)state;
    struct error error = {0};
    int64_t part = 0, sum = INT64_MAX;
    assert_true(dues_share(INT64_MAX, 3, 3, &part, &error));
    assert_int_equal(part, INT64_MAX);
    assert_true(dues_share(1, 1, 2, &part, &error));
    assert_int_equal(part, 1);
    assert_true(dues_share(1, 1, 3, &part, &error));
    assert_int_equal(part, 0);
    assert_false(dues_share(INT64_MAX, 2, 1, &part, &error));
    assert_int_equal(error.message, MESSAGE_DUES_MONEY);
    error_clear(&error);
    assert_false(dues_share(-1, 1, 1, &part, &error));
    assert_int_equal(error.message, MESSAGE_DUES_MONEY);
    error_clear(&error);
    assert_false(dues_add(&sum, 1, &error));
    assert_int_equal(error.message, MESSAGE_DUES_MONEY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_self_payer_pays_a_part_of_the_minimum_wage),
        cmocka_unit_test(an_entrepreneur_pays_a_part_of_one_and_four_tenths),
        cmocka_unit_test(the_aggregate_payment_ended_with_2023),
        cmocka_unit_test(the_state_pays_a_sum_only_where_one_was_read),
        cmocka_unit_test(wages_of_2026_come_out_as_in_the_rules),
        cmocka_unit_test(ceilings_change_with_their_day),
        cmocka_unit_test(the_ceiling_is_told),
        cmocka_unit_test(an_unconfirmed_ceiling_gives_no_figure),
        cmocka_unit_test(nothing_was_withheld_before_2020),
        cmocka_unit_test(half_a_tiyn_goes_up),
        cmocka_unit_test(an_amount_never_falls_with_the_income),
        cmocka_unit_test(the_largest_income_is_reckoned),
        cmocka_unit_test(an_income_belongs_to_some_kinds_alone),
        cmocka_unit_test(an_unknown_kind_gets_the_list),
        cmocka_unit_test(the_working_leads_to_the_amount),
        cmocka_unit_test(every_row_answers_at_its_edges),
        cmocka_unit_test(a_row_that_does_not_work_out_is_an_error),
        cmocka_unit_test(typed_tenge_are_tiyn),
        cmocka_unit_test(what_does_not_fit_is_an_error),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
