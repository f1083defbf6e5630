/* Case numbers as they are spoken: slips of the tongue are caught. */
#include "console/cases/number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static void a_number_is_read_as_it_was_made(void **state)
{
    char made[NUMBER_SIZE], read[NUMBER_SIZE];

    (void)state;
    for (int serial = 1; serial <= 999999; serial += 997) {
        number_make("43", 2026, serial, made);
        assert_int_equal(strlen(made), 14);
        assert_int_equal(strncmp(made, "43-26-", 6), 0);
        assert_true(number_read(made, read));
        assert_string_equal(read, made);
    }
}

/* Damm's own example: the check digit of 572 is 4. Zeros in front do not
 * change the state, so 00-00-000572 has it too. */
static void the_check_digit_is_damms(void **state)
{
    char made[NUMBER_SIZE];

    (void)state;
    number_make("00", 2000, 572, made);
    assert_string_equal(made, "00-00-000572-4");
}

static void spaces_and_dashes_are_free(void **state)
{
    char made[NUMBER_SIZE], typed[32], read[NUMBER_SIZE];

    (void)state;
    number_make("75", 2026, 123, made);
    snprintf(typed, sizeof(typed), " %.2s%.2s %.3s %.3s-%s ", made, made + 3,
             made + 6, made + 9, made + 13);
    assert_true(number_read(typed, read));
    assert_string_equal(read, made);
}

/* Reads the number with one digit or pair changed. */
static bool still_reads(const char *digits)
{
    char read[NUMBER_SIZE];

    return number_read(digits, read);
}

static void only_digits(const char *number, char *out)
{
    for (; *number; number++)
        if (*number != '-')
            *out++ = *number;
    *out = '\0';
}

static void every_mistyped_digit_is_caught(void **state)
{
    char made[NUMBER_SIZE], digits[NUMBER_SIZE];

    (void)state;
    for (int serial = 1; serial < 400; serial += 7) {
        number_make("43", 2026, serial, made);
        only_digits(made, digits);
        for (int at = 0; at < 11; at++)
            for (char digit = '0'; digit <= '9'; digit++) {
                char right = digits[at];

                digits[at] = digit;
                assert_int_equal(still_reads(digits), digit == right);
                digits[at] = right;
            }
    }
}

static void every_swapped_pair_is_caught(void **state)
{
    char made[NUMBER_SIZE], digits[NUMBER_SIZE];

    (void)state;
    for (int serial = 1; serial < 999999; serial += 3331) {
        number_make("71", 2027, serial, made);
        only_digits(made, digits);
        for (int at = 0; at < 10; at++) {
            char left = digits[at], right = digits[at + 1];

            digits[at] = right;
            digits[at + 1] = left;
            assert_int_equal(still_reads(digits), left == right);
            digits[at] = left;
            digits[at + 1] = right;
        }
    }
}

static void what_is_no_number_is_refused(void **state)
{
    static const char *const typed[] = {"",
                                        "43-26-000123",
                                        "43-26-000123-77",
                                        "43-26-00012a-7",
                                        "٤٣٢٦٠٠٠١٢٣٧",
                                        "43/26/000123/7"};
    char read[NUMBER_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++)
        assert_false(number_read(typed[i], read));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_read_as_it_was_made),
        cmocka_unit_test(the_check_digit_is_damms),
        cmocka_unit_test(spaces_and_dashes_are_free),
        cmocka_unit_test(every_mistyped_digit_is_caught),
        cmocka_unit_test(every_swapped_pair_is_caught),
        cmocka_unit_test(what_is_no_number_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
