/* An agent keys or pastes a number; typing errors are refused with their
 * reason, odd but right numbers go through with a warning. The 63 vectors of
 * iin-vectors.tsv were computed twice by other programs; all are synthetic. */
#include "console/registry/iin.h"

#include "console/base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { VECTORS = 63, COLUMNS = 5 };

static int64_t today(void)
{
    return clock_days(2026, 11, 22);
}

static struct iin_verdict check(const char *digits)
{
    struct iin_verdict verdict;
    iin_check(digits, today(), &verdict);
    return verdict;
}

/* The code a vector's third column should have. */
static const char *code_of(const struct iin_verdict *verdict)
{
    if (verdict->warnings)
        return iin_warning_code(verdict->warnings);
    return iin_reason_code(verdict->reason);
}

static void same_date(const char *iin, const struct iin_verdict *verdict,
                      const char *expected)
{
    char date[CLOCK_DATE_SIZE] = "";
    if (verdict->year)
        clock_date(clock_days(verdict->year, verdict->month, verdict->day),
                   date);
    if (strcmp(date, expected) != 0)
        fail_msg("%s: date %s, not %s", iin, date, expected);
}

static void same_verdict(char *columns[COLUMNS])
{
    struct iin_verdict verdict = check(columns[0]);
    bool invalid = strcmp(columns[1], "invalid") == 0;
    bool warn = strcmp(columns[1], "warn") == 0;
    if (verdict.accepted == invalid || (verdict.warnings != 0) != warn)
        fail_msg("%s: is not %s", columns[0], columns[1]);
    if (strcmp(code_of(&verdict), columns[2]) != 0)
        fail_msg("%s: %s, not %s", columns[0], code_of(&verdict), columns[2]);
    if (invalid)
        return;
    same_date(columns[0], &verdict, columns[3]);
    if (verdict.sex != columns[4][0])
        fail_msg("%s: sex %c, not %s", columns[0], verdict.sex, columns[4]);
}

static FILE *open_vectors(void)
{
    const char *root = getenv("AGENT1414_ROOT");
    char path[4096];
    snprintf(path, sizeof(path), "%s/tests/console/registry/iin-vectors.tsv",
             root ? root : ".");
    FILE *file = fopen(path, "r");
    if (!file)
        fail_msg("cannot open %s", path);
    return file;
}

static void every_vector_is_judged_as_computed(void **state)
{
    (void)state;
    FILE *file = open_vectors();
    char line[256];
    int count = -1; /* the heading */
    while (fgets(line, sizeof(line), file)) {
        line[strcspn(line, "\n")] = '\0';
        char *rest = line, *columns[COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            columns[i] = strsep(&rest, "\t");
            assert_non_null(columns[i]);
        }
        if (count++ >= 0)
            same_verdict(columns);
    }
    fclose(file);
    assert_int_equal(count, VECTORS);
}

static void a_pasted_number_loses_spaces_and_dashes_only(void **state)
{
    (void)state;
    char out[IIN_PASTE_SIZE];
    assert_true(iin_clean(" 850101 190-800\n", out));
    assert_string_equal(out, "850101190800");
    assert_true(iin_clean("850101\xC2\xA0"
                          "190\xE2\x80\x93"
                          "800",
                          out));
    assert_string_equal(out, "850101190800");
    assert_false(iin_clean("850101.190800", out));
    assert_int_equal(check(out).reason, IIN_DIGITS);
    assert_false(iin_clean("IIN 850101190800", out));
    assert_int_equal(check(out).reason, IIN_DIGITS);
    assert_false(iin_clean("850101 19080", out));
    assert_int_equal(check(out).reason, IIN_LENGTH);
    assert_false(iin_clean("", out));
    assert_int_equal(check(out).reason, IIN_LENGTH);
}

static void a_page_pasted_by_mistake_is_cut_and_refused(void **state)
{
    (void)state;
    char page[1000], out[IIN_PASTE_SIZE];
    memset(page, '7', sizeof(page) - 1);
    page[sizeof(page) - 1] = '\0';
    assert_false(iin_clean(page, out));
    assert_int_equal(strlen(out), IIN_PASTE_SIZE - 1);
    assert_int_equal(check(out).reason, IIN_LENGTH);
}

static void the_number_of_an_organisation_is_named_as_such(void **state)
{
    (void)state;
    assert_true(iin_is_bin("180140001234"));
    assert_true(iin_is_bin("160440007161"));
    assert_false(iin_is_bin("180140001235"));
    assert_false(iin_is_bin("850101190800"));
    assert_false(iin_is_bin("1801400012"));
}

static void every_refusal_has_a_sentence_for_the_agent(void **state)
{
    (void)state;
    assert_int_equal(iin_message(IIN_OK), MESSAGE_NONE);
    for (int reason = IIN_OK + 1; reason < IIN_REASON_COUNT; reason++)
        assert_int_not_equal(iin_message(reason), MESSAGE_NONE);
}

static void a_birthday_today_is_not_in_the_future(void **state)
{
    (void)state;
    struct iin_verdict verdict;
    iin_check("261231590002", clock_days(2026, 12, 30), &verdict);
    assert_true(verdict.accepted);
    assert_int_equal(verdict.warnings, IIN_WARN_FUTURE);
    iin_check("261231590002", clock_days(2026, 12, 31), &verdict);
    assert_int_equal(verdict.warnings, 0);
}

/* The eleventh digit has the weight 11, which is nothing modulo 11: the one
 * place where a slip can pass, so a name is always asked as well. */
static void a_slip_of_one_digit_is_caught_but_in_the_eleventh(void **state)
{
    (void)state;
    const char *right = "700715390702";
    for (int place = 0; place < 12; place++) {
        for (char digit = '0'; digit <= '9'; digit++) {
            char typed[IIN_SIZE];
            memcpy(typed, right, sizeof(typed));
            typed[place] = digit;
            bool passes = place == 10 || digit == right[place];
            assert_int_equal(check(typed).accepted, passes);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_vector_is_judged_as_computed),
        cmocka_unit_test(a_pasted_number_loses_spaces_and_dashes_only),
        cmocka_unit_test(a_page_pasted_by_mistake_is_cut_and_refused),
        cmocka_unit_test(the_number_of_an_organisation_is_named_as_such),
        cmocka_unit_test(every_refusal_has_a_sentence_for_the_agent),
        cmocka_unit_test(a_birthday_today_is_not_in_the_future),
        cmocka_unit_test(a_slip_of_one_digit_is_caught_but_in_the_eleventh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
