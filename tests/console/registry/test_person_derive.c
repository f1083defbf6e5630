/* The derivations over an answer say what a rule would, up to its very edges:
 * ends of months, birthdays, leap years, the new year of the longer grace.
 * All people are made up. */
#include "tests/console/registry/person_story.h"

#include "console/base/clock.h"
#include "console/base/text.h"

#include <stdio.h>
#include <stdlib.h>

/* With these members the derivation gives this JSON on the day. */
static void derives(const char *members, const char *name, const char *date,
                    const char *expected)
{
    struct person *person = answer(members);
    int64_t day;
    bool found = false;
    assert_true(clock_parse_date(date, &day));
    AUTO_JSON value = person_derive(person, name, day, &found);
    person_free(person);
    AUTO_CHARS is = written(value);
    assert_true(found);
    if (strcmp(is, expected) != 0)
        fail_msg("%s on %s of %s: %s, not %s", name, date, members, is,
                 expected);
}

/* A list of payments, one for every month from first to last. */
static char *paid(const char *kind, int first_year, int first_month, int count)
{
    AUTO_TEXT text = {0};
    text_add(&text, "\"payments\":[");
    for (int i = 0; i < count; i++) {
        int month = first_year * 12 + first_month - 1 + i;
        text_format(&text,
                    "%s{\"period\":\"%04d-%02d\",\"kind\":\"%s\","
                    "\"amount\":425000}",
                    i == 0 ? "" : ",", month / 12, month % 12 + 1, kind);
    }
    text_add(&text, "]");
    return text_take(&text);
}

static void
every_derivation_of_the_list_exists_and_is_unknown_at_first(void **state)
{
    (void)state;
    static const char *const names[] = {
#define DERIVATION(name, type, rule) #name,
#include "console/registry/person.def"
#undef DERIVATION
    };
    for (size_t i = 0; i < COUNT(names); i++)
        derives("", names[i], "2026-11-22", "unknown");
    bool found = true;
    struct person *person = answer("\"insured\":true");
    assert_null(person_derive(person, "no_such", 0, &found));
    assert_false(found);
    assert_null(person_derive(NULL, "age", 0, &found));
    assert_true(found);
    person_free(person);
}

static void status_is_told_in_words_or_not_at_all(void **state)
{
    (void)state;
    derives("\"insured\":true", "status", "2026-11-22", "\"insured\"");
    derives("\"insured\":false", "status", "2026-11-22", "\"uninsured\"");
    derives("\"insured\":null", "status", "2026-11-22", "unknown");
}

#define STUDENT                                                                \
    "\"categories\":[{\"id\":\"student\",\"from\":\"2023-09-01\","             \
    "\"until\":\"2026-07-01\"},{\"id\":\"disabled\",\"from\":\"2026-06-30\","  \
    "\"until\":null}]"
#define UNTOLD "\"categories\":[{\"id\":\"student\",\"from\":\"2023-09-01\"}]"

static void
a_category_holds_from_its_first_day_to_the_day_before_its_end(void **state)
{
    (void)state;
    derives(STUDENT, "is_student", "2023-08-31", "false");
    derives(STUDENT, "is_student", "2023-09-01", "true");
    derives(STUDENT, "is_student", "2026-06-30", "true");
    derives(STUDENT, "is_student", "2026-07-01", "false");
    derives(STUDENT, "categories_now", "2023-08-31", "[]");
    derives(STUDENT, "categories_now", "2026-06-29", "[\"student\"]");
    derives(STUDENT, "categories_now", "2026-06-30",
            "[\"student\",\"disabled\"]");
    derives(STUDENT, "categories_now", "2026-07-01", "[\"disabled\"]");
    derives(STUDENT, "state_paid", "2023-08-31", "false");
    derives(STUDENT, "state_paid", "2026-07-01", "true");
    derives("\"categories\":[]", "state_paid", "2026-07-01", "false");
    derives("\"categories\":null", "state_paid", "2026-07-01", "false");
    derives("\"categories\":null", "categories_now", "2026-07-01", "[]");
}

static void
a_category_whose_end_is_untold_is_unknown_once_it_began(void **state)
{
    (void)state;
    derives(UNTOLD, "is_student", "2023-08-31", "false");
    derives(UNTOLD, "is_student", "2023-09-01", "unknown");
    derives(UNTOLD, "categories_now", "2023-09-01", "unknown");
    derives(UNTOLD, "state_paid", "2026-11-22", "unknown");
}

static void a_person_is_a_year_older_on_the_birthday(void **state)
{
    (void)state;
    derives("\"birth_date\":\"2008-11-22\"", "age", "2026-11-21", "17");
    derives("\"birth_date\":\"2008-11-22\"", "is_minor", "2026-11-21", "true");
    derives("\"birth_date\":\"2008-11-22\"", "age", "2026-11-22", "18");
    derives("\"birth_date\":\"2008-11-22\"", "is_minor", "2026-11-22", "false");
    derives("\"birth_date\":\"2008-12-01\"", "age", "2026-11-30", "17");
    derives("\"birth_date\":\"2008-02-29\"", "age", "2026-02-28", "17");
    derives("\"birth_date\":\"2008-02-29\"", "age", "2026-03-01", "18");
    derives("\"birth_date\":\"2026-11-22\"", "age", "2026-11-22", "0");
    derives("\"birth_date\":\"2026-11-23\"", "age", "2026-11-22", "unknown");
    derives("\"birth_date\":null", "age", "2026-11-22", "null");
    derives("\"birth_date\":null", "is_minor", "2026-11-22", "null");
}

#define JOBLESS                                                                \
    "\"categories\":[{\"id\":\"unemployed\",\"from\":\"2025-01-01\","          \
    "\"until\":\"2025-06-01\"},{\"id\":\"unemployed\","                        \
    "\"from\":\"2026-01-01\",\"until\":\"2026-10-15\"},{\"id\":\"student\","   \
    "\"from\":\"2020-01-01\",\"until\":\"2026-11-01\"}]"

static void the_end_of_unemployment_is_the_latest_that_has_come(void **state)
{
    (void)state;
    derives(JOBLESS, "unemployed_ended", "2025-05-31", "null");
    derives(JOBLESS, "unemployed_ended", "2025-06-01", "\"2025-06-01\"");
    derives(JOBLESS, "unemployed_ended", "2026-10-14", "\"2025-06-01\"");
    derives(JOBLESS, "unemployed_ended", "2026-10-15", "\"2026-10-15\"");
    derives("\"categories\":[]", "unemployed_ended", "2026-10-15", "null");
    derives("\"categories\":[{\"id\":\"unemployed\",\"from\":\"2026-01-01\","
            "\"until\":null}]",
            "unemployed_ended", "2026-10-15", "null");
    derives("\"categories\":[{\"id\":\"unemployed\",\"from\":\"2026-01-01\"}]",
            "unemployed_ended", "2026-10-15", "unknown");
}

static void the_category_left_last_is_named(void **state)
{
    (void)state;
    derives(JOBLESS, "left_category", "2025-05-31", "null");
    derives(JOBLESS, "left_category", "2025-06-01", "\"unemployed\"");
    derives(JOBLESS, "left_category", "2026-11-01", "\"student\"");
    derives(JOBLESS, "left_category_on", "2026-10-31", "\"2026-10-15\"");
    derives(JOBLESS, "left_category_on", "2026-11-01", "\"2026-11-01\"");
    derives("\"categories\":null", "left_category", "2026-11-01", "null");
    derives("\"categories\":[{\"id\":\"student\",\"from\":\"2026-01-01\"}]",
            "left_category", "2026-11-01", "unknown");
    derives("\"name\":1", "left_category_on", "2026-11-01", "unknown");
}

#define IE_OPEN                                                                \
    "\"entrepreneur\":{\"state\":\"open\",\"from\":\"2019-02-01\","            \
    "\"until\":null}"

static void an_enterprise_has_a_state_and_a_beginning(void **state)
{
    (void)state;
    derives(IE_OPEN, "ie_state", "2026-11-22", "\"open\"");
    derives(IE_OPEN, "ie_since", "2026-11-22", "\"2019-02-01\"");
    derives("\"entrepreneur\":null", "ie_state", "2026-11-22", "\"none\"");
    derives("\"entrepreneur\":null", "ie_since", "2026-11-22", "null");
    derives("\"entrepreneur\":{\"state\":\"none\"}", "ie_since", "2026-11-22",
            "null");
    derives("\"entrepreneur\":{\"state\":\"closed\"}", "ie_since", "2026-11-22",
            "unknown");
}

#define JOBS                                                                   \
    "\"employments\":[{\"from\":\"2025-02-01\",\"until\":null},"               \
    "{\"from\":\"2024-05-06\",\"until\":\"2026-03-01\"}]"

static void jobs_are_counted_while_they_last(void **state)
{
    (void)state;
    derives(JOBS, "employed", "2024-05-05", "false");
    derives(JOBS, "employed_since", "2024-05-05", "null");
    derives(JOBS, "employers", "2024-05-05", "0");
    derives(JOBS, "employed", "2024-05-06", "true");
    derives(JOBS, "employers", "2026-02-28", "2");
    derives(JOBS, "employed_since", "2026-02-28", "\"2024-05-06\"");
    derives(JOBS, "employers", "2026-03-01", "1");
    derives(JOBS, "employed_since", "2026-03-01", "\"2025-02-01\"");
    derives("\"employments\":null", "employed", "2026-03-01", "false");
    derives("\"employments\":[{\"from\":\"2025-02-01\"}]", "employed",
            "2026-03-01", "unknown");
    derives("\"employments\":[{\"from\":\"2025-02-01\"}]", "employers",
            "2026-03-01", "unknown");
    derives("\"employments\":[{\"from\":\"2025-02-01\"}]", "employed_since",
            "2026-03-01", "unknown");
}

static void months_of_a_job_are_counted_from_the_month_it_began(void **state)
{
    (void)state;
    derives(JOBS, "months_employed", "2024-05-05", "null");
    derives(JOBS, "months_employed", "2024-05-06", "0");
    derives(JOBS, "months_employed", "2024-05-31", "0");
    derives(JOBS, "months_employed", "2024-06-01", "1");
    derives(JOBS, "months_employed", "2026-02-28", "21");
    derives(JOBS, "months_employed", "2026-03-01", "13");
    derives("\"employments\":null", "months_employed", "2026-03-01", "null");
    derives("\"employments\":[{\"from\":\"2025-02-01\"}]", "months_employed",
            "2026-03-01", "unknown");
}

#define PAID                                                                   \
    "\"payments\":[{\"period\":\"2026-05\",\"kind\":\"self_payer\","           \
    "\"amount\":425000,\"received_on\":\"2026-07-02\"},"                       \
    "{\"period\":\"2026-06\",\"kind\":\"individual_entrepreneur\","            \
    "\"amount\":595000,\"received_on\":\"2026-06-28\"},"                       \
    "{\"period\":\"2026-06\",\"kind\":\"self_payer\",\"amount\":425000,"       \
    "\"received_on\":null}]"

static void the_last_payment_is_the_one_of_the_latest_month(void **state)
{
    (void)state;
    derives(PAID, "last_paid_month", "2026-11-22", "\"2026-06\"");
    derives(PAID, "last_paid_kind", "2026-11-22",
            "\"individual_entrepreneur\"");
    derives(PAID, "last_paid_amount", "2026-11-22", "595000");
    derives(PAID, "last_received_on", "2026-11-22", "\"2026-07-02\"");
    derives("\"payments\":[]", "last_paid_month", "2026-11-22", "null");
    derives("\"payments\":null", "last_paid_kind", "2026-11-22", "null");
    derives("\"payments\":[]", "last_paid_amount", "2026-11-22", "null");
    derives("\"payments\":[]", "last_received_on", "2026-11-22", "null");
    derives("\"payments\":[{\"period\":\"2026-06\"}]", "last_paid_month",
            "2026-11-22", "\"2026-06\"");
    derives("\"payments\":[{\"period\":\"2026-06\"}]", "last_paid_kind",
            "2026-11-22", "unknown");
    derives("\"payments\":[{\"period\":\"2026-06\"}]", "last_received_on",
            "2026-11-22", "unknown");
}

static void
a_payer_paid_lately_if_one_of_two_months_before_is_paid(void **state)
{
    (void)state;
    AUTO_CHARS employer = paid("employer_deduction", 2025, 12, 1);
    derives(employer, "employer_paid_last", "2025-12-31", "false");
    derives(employer, "employer_paid_last", "2026-01-01", "true");
    derives(employer, "employer_paid_last", "2026-02-28", "true");
    derives(employer, "employer_paid_last", "2026-03-01", "false");
    derives(employer, "ie_paid_last", "2026-02-28", "false");
    derives(PAID, "ie_paid_last", "2026-08-31", "true");
    derives(PAID, "ie_paid_last", "2026-09-01", "false");
    derives("\"payments\":null", "ie_paid_last", "2026-09-01", "false");
    derives("\"payments\":[{\"period\":\"2026-08\"}]", "ie_paid_last",
            "2026-09-01", "unknown");
    derives("\"payments\":[{\"period\":\"2026-08\",\"kind\":null}]",
            "ie_paid_last", "2026-09-01", "false");
}

static void unpaid_months_are_the_holes_of_the_twelve_before(void **state)
{
    (void)state;
    AUTO_CHARS year = paid("self_payer", 2025, 11, 12);
    AUTO_CHARS full = mem_format("%s,\"categories\":[]", year);
    derives(full, "months_unpaid", "2026-11-01", "0");
    derives(full, "months_unpaid", "2026-11-30", "0");
    derives(full, "months_unpaid", "2026-12-01", "1");
    derives(full, "months_unpaid", "2026-10-31", "1");
    derives("\"payments\":[],\"categories\":[]", "months_unpaid", "2026-11-22",
            "12");
    derives("\"payments\":null,\"categories\":null", "months_unpaid",
            "2026-11-22", "12");
    /* What is paid settles it, whatever the untold categories are. */
    derives(year, "months_unpaid", "2026-11-22", "0");
    derives(year, "months_unpaid", "2026-12-22", "unknown");
}

static void
a_month_is_covered_by_the_state_if_it_is_on_its_last_day(void **state)
{
    (void)state;
    static const char *const begins[][2] = {{"2026-02-28", "11"},
                                            {"2026-03-01", "12"}};
    for (size_t i = 0; i < COUNT(begins); i++) {
        AUTO_CHARS members =
            mem_format("\"payments\":[],\"categories\":[{\"id\":\"x\","
                       "\"from\":\"%s\",\"until\":\"2026-03-31\"}]",
                       begins[i][0]);
        derives(members, "months_unpaid", "2026-11-22", begins[i][1]);
    }
    /* February of a leap year ends a day later. */
    derives("\"payments\":[],\"categories\":[{\"id\":\"x\",\"from\":"
            "\"2024-02-29\",\"until\":\"2024-03-01\"}]",
            "months_unpaid", "2024-11-22", "11");
    derives("\"payments\":[],\"categories\":[{\"id\":\"x\",\"from\":"
            "\"2024-02-01\",\"until\":\"2024-02-29\"}]",
            "months_unpaid", "2024-11-22", "12");
    /* The state alone covers all: no payment need be told. */
    derives("\"categories\":[{\"id\":\"x\",\"from\":\"2020-01-01\","
            "\"until\":null}]",
            "months_unpaid", "2026-11-22", "0");
}

/* The Fund's example: paid for June; July, August, September keep the care,
 * October does not. */
static void care_is_kept_for_three_months_after_the_last_paid(void **state)
{
    (void)state;
    AUTO_CHARS june = paid("self_payer", 2026, 6, 1);
    static const char *const days[][3] = {
        {"2026-06-30", "0", "3"}, {"2026-07-01", "1", "2"},
        {"2026-07-31", "1", "2"}, {"2026-08-15", "2", "1"},
        {"2026-09-30", "3", "0"}, {"2026-10-01", "4", "0"},
        {"2027-06-01", "12", "0"}};
    for (size_t i = 0; i < COUNT(days); i++) {
        derives(june, "months_since_paid", days[i][0], days[i][1]);
        derives(june, "grace_left", days[i][0], days[i][2]);
    }
    derives("\"payments\":[]", "months_since_paid", "2026-07-01", "null");
    derives("\"payments\":[]", "grace_left", "2026-07-01", "null");
}

static void who_paid_ahead_has_the_whole_grace(void **state)
{
    (void)state;
    AUTO_CHARS ahead = paid("self_payer", 2026, 12, 12);
    derives(ahead, "months_since_paid", "2026-11-22", "-12");
    derives(ahead, "grace_left", "2026-11-22", "3");
}

static void sixty_months_in_a_row_give_six_from_2026_on(void **state)
{
    (void)state;
    AUTO_CHARS sixty = paid("employer_deduction", 2020, 12, 60);
    AUTO_CHARS fewer = paid("employer_deduction", 2021, 1, 59);
    derives(sixty, "paid_in_a_row", "2026-01-01", "60");
    derives(sixty, "last_paid_month", "2026-01-01", "\"2025-11\"");
    derives(sixty, "grace_left", "2025-12-31", "2");
    derives(sixty, "grace_left", "2026-01-01", "4");
    derives(sixty, "grace_left", "2026-05-31", "0");
    derives(sixty, "grace_left", "2026-04-30", "1");
    derives(fewer, "paid_in_a_row", "2026-01-01", "59");
    derives(fewer, "grace_left", "2026-01-01", "1");
}

static void a_row_is_broken_by_a_month_and_not_by_two_payers(void **state)
{
    (void)state;
    derives("\"payments\":[{\"period\":\"2026-01\"},{\"period\":\"2025-12\"},"
            "{\"period\":\"2026-01\"},{\"period\":\"2025-10\"}]",
            "paid_in_a_row", "2026-11-22", "2");
    derives("\"payments\":[]", "paid_in_a_row", "2026-11-22", "0");
}

static void unemployment_and_the_rest_are_passed_on(void **state)
{
    (void)state;
    static const char registered[] = "\"unemployment\":{\"registered\":true,"
                                     "\"from\":\"2026-02-28\"}";
    derives(registered, "unemployment_registered", "2026-11-22", "true");
    derives(registered, "unemployment_from", "2026-11-22", "\"2026-02-28\"");
    derives("\"unemployment\":null", "unemployment_registered", "2026-11-22",
            "false");
    derives("\"unemployment\":null", "unemployment_from", "2026-11-22", "null");
    derives("\"social_level\":\"E\"", "social_level", "2026-11-22", "\"E\"");
    derives("\"social_level\":null", "social_level", "2026-11-22", "null");
    derives("\"residence\":\"kandas\"", "residence", "2026-11-22",
            "\"kandas\"");
    derives("\"region\":\"43\"", "region", "2026-11-22", "\"43\"");
    derives("\"clinic\":{\"name\":\"Емхана\"}", "clinic", "2026-11-22",
            "\"Емхана\"");
    derives("\"clinic\":null", "clinic", "2026-11-22", "null");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            every_derivation_of_the_list_exists_and_is_unknown_at_first),
        cmocka_unit_test(status_is_told_in_words_or_not_at_all),
        cmocka_unit_test(
            a_category_holds_from_its_first_day_to_the_day_before_its_end),
        cmocka_unit_test(
            a_category_whose_end_is_untold_is_unknown_once_it_began),
        cmocka_unit_test(a_person_is_a_year_older_on_the_birthday),
        cmocka_unit_test(the_end_of_unemployment_is_the_latest_that_has_come),
        cmocka_unit_test(the_category_left_last_is_named),
        cmocka_unit_test(an_enterprise_has_a_state_and_a_beginning),
        cmocka_unit_test(jobs_are_counted_while_they_last),
        cmocka_unit_test(months_of_a_job_are_counted_from_the_month_it_began),
        cmocka_unit_test(the_last_payment_is_the_one_of_the_latest_month),
        cmocka_unit_test(
            a_payer_paid_lately_if_one_of_two_months_before_is_paid),
        cmocka_unit_test(unpaid_months_are_the_holes_of_the_twelve_before),
        cmocka_unit_test(
            a_month_is_covered_by_the_state_if_it_is_on_its_last_day),
        cmocka_unit_test(care_is_kept_for_three_months_after_the_last_paid),
        cmocka_unit_test(who_paid_ahead_has_the_whole_grace),
        cmocka_unit_test(sixty_months_in_a_row_give_six_from_2026_on),
        cmocka_unit_test(a_row_is_broken_by_a_month_and_not_by_two_payers),
        cmocka_unit_test(unemployment_and_the_rest_are_passed_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
