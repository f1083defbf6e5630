/* Scripts get to know what the person at hand would pay: over answers of the
 * registry, all of them made up. */
#include "console/dues/dues_fact.h"

#include "tests/console/dues/dues_story.h"
#include "tests/console/registry/person_story.h"

#include <jansson.h>

#define PAID(period, kind)                                                     \
    "{\"period\":\"" period "\",\"kind\":\"" kind "\",\"amount\":425000}"
#define NO_CATEGORIES "\"categories\":[],"

/* With these members the fact is this JSON on the day. */
static void is(const struct dues_book *book, const char *members,
               const char *date, const char *name, const char *expected)
{
    bool found = false;
    struct person *person = answer(members);
    AUTO_JSON value = dues_fact(book, person, name, on(date), &found);
    person_free(person);
    AUTO_CHARS said = written(value);
    assert_true(found);
    if (strcmp(said, expected) != 0)
        fail_msg("%s on %s of %s: %s, not %s", name, date, members, said,
                 expected);
}

static void nothing_ever_paid(void **state)
{
    static const char never[] = NO_CATEGORIES "\"payments\":[]";
    is(*state, never, "2024-03-10", "dues_back_self", "4350000");
    is(*state, never, "2024-03-10", "dues_back_other_self", "5100000");
    is(*state, never, "2024-03-10", "dues_ahead_self", "5100000");
    is(*state, never, "2024-03-10", "dues_ahead_now_self", "5525000");
    is(*state, never, "2024-03-10", "dues_ahead_from", "\"2024-04-01\"");
    is(*state, never, "2024-03-10", "dues_cheaper_self", "\"back\"");
    is(*state, never, "2026-11-22", "dues_cheaper_self", "\"same\"");
}

static void the_setting_turns_the_two_bases(void **state)
{
    const struct dues_book *book = *state;
    const struct dues_book other = {book->tables, DUES_PAYMENT_DATE};
    static const char never[] = NO_CATEGORIES "\"payments\":[]";
    is(&other, never, "2024-03-10", "dues_back_self", "5100000");
    is(&other, never, "2024-03-10", "dues_back_other_self", "4350000");
    is(&other, never, "2024-03-10", "dues_cheaper_self", "\"same\"");
}

static void some_months_are_paid_or_covered(void **state)
{
    static const char some[] =
        "\"categories\":[{\"id\":\"student\",\"from\":\"2024-09-01\","
        "\"until\":\"2026-07-01\"}],\"payments\":[" PAID(
            "2026-08", "self_payer") "," PAID("2026-09",
                                              "employer_deduction") "]";
    is(*state, some, "2026-11-22", "dues_back_self", "850000");
    is(*state, some, "2026-11-22", "dues_cheaper_self", "\"back\"");
    is(*state, some, "2026-10-31", "dues_back_self", "425000");
    is(*state, some, "2026-07-31", "dues_back_self", "0");
    is(*state, some, "2026-07-31", "dues_cheaper_self", "\"none\"");
}

static void what_is_not_told_is_unknown(void **state)
{
    static const char *const of_months[] = {
        "dues_back_self", "dues_months_ie", "dues_back_other_self",
        "dues_cheaper_self", "dues_back_ie"};
    for (size_t i = 0; i < COUNT(of_months); i++)
        is(*state, "\"insured\":false", "2026-11-22", of_months[i], "unknown");
    /* what lies ahead does not depend on what was paid */
    is(*state, "", "2026-11-22", "dues_ahead_self", "5100000");
    is(*state, "", "2026-12-31", "dues_ahead_from", "\"2027-01-01\"");
    is(*state, "", "2022-09-04", "dues_ahead_self", "unknown");
    is(*state, "", "2027-01-01", "dues_ahead_self", "unknown");
    is(*state, NO_CATEGORIES "\"payments\":[]", "2027-01-01", "dues_back_self",
       "unknown");
}

#define OPEN(from)                                                             \
    "\"entrepreneur\":{\"state\":\"open\",\"from\":\"" from                    \
    "\",\"until\":null},"

static void an_entrepreneur_owes_from_the_opening_on(void **state)
{
    static const char late[] =
        NO_CATEGORIES OPEN("2026-08-20") "\"payments\":[]";
    static const char paid[] =
        NO_CATEGORIES OPEN("2024-01-01") "\"payments\":[" PAID(
            "2026-09",
            "individual_entrepreneur") "," PAID("2026-10",
                                                "employer_deduction") "]";
    is(*state, late, "2026-11-22", "dues_months_ie", "3");
    is(*state, late, "2026-11-22", "dues_back_ie", "1785000");
    is(*state, late, "2026-11-22", "dues_back_self", "5100000");
    /* the employer's payment is none of the IE's */
    is(*state, paid, "2026-11-22", "dues_months_ie", "11");
    is(*state, paid, "2026-11-22", "dues_back_ie", "6545000");
    is(*state, paid, "2026-11-22", "dues_back_self", "4250000");
}

static void a_payment_of_no_kind_may_be_the_entrepreneurs(void **state)
{
    static const char plain[] = NO_CATEGORIES OPEN(
        "2024-01-01") "\"payments\":[{\"period\":\"2026-09\",\"amount\":1}]";
    is(*state, plain, "2026-11-22", "dues_back_ie", "unknown");
    is(*state, plain, "2026-11-22", "dues_back_self", "4675000");
}

static void an_ie_that_is_none_closed_or_suspended(void **state)
{
    static const char none[] =
        NO_CATEGORIES "\"payments\":[],\"entrepreneur\":null";
    static const char closed[] =
        NO_CATEGORIES "\"payments\":[],\"entrepreneur\":{\"state\":\"closed\","
                      "\"from\":\"2020-01-01\",\"until\":\"2026-03-01\"}";
    static const char suspended[] =
        NO_CATEGORIES "\"payments\":[],\"entrepreneur\":{\"state\":"
                      "\"suspended\",\"from\":\"2020-01-01\",\"until\":null}";
    is(*state, none, "2026-11-22", "dues_months_ie", "0");
    is(*state, none, "2026-11-22", "dues_back_ie", "0");
    /* November to February: on 1 March it was closed */
    is(*state, closed, "2026-11-22", "dues_months_ie", "4");
    is(*state, closed, "2026-11-22", "dues_back_ie", "2380000");
    is(*state, suspended, "2026-11-22", "dues_months_ie", "unknown");
    is(*state, suspended, "2026-11-22", "dues_back_ie", "unknown");
}

static void the_list_is_whole(void **state)
{
    static const char *const names[] = {
#define DUES_FACT(name, type, rule) #name,
#include "console/dues/dues_fact.def"
#undef DUES_FACT
    };
    const struct dues_book empty = {0};
    bool found = true;
    struct person *person = answer("");
    for (size_t i = 0; i < COUNT(names); i++)
        is(&empty, NO_CATEGORIES "\"payments\":[]", "2026-11-22", names[i],
           "unknown");
    assert_null(dues_fact(*state, person, "dues_moon", 0, &found));
    assert_false(found);
    person_free(person);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_ever_paid),
        cmocka_unit_test(the_setting_turns_the_two_bases),
        cmocka_unit_test(some_months_are_paid_or_covered),
        cmocka_unit_test(what_is_not_told_is_unknown),
        cmocka_unit_test(an_entrepreneur_owes_from_the_opening_on),
        cmocka_unit_test(a_payment_of_no_kind_may_be_the_entrepreneurs),
        cmocka_unit_test(an_ie_that_is_none_closed_or_suspended),
        cmocka_unit_test(the_list_is_whole),
    };
    return cmocka_run_group_tests(tests, open_book, close_book);
}
