/* Stories of message.h: every sentence has a name, a text and an exit code. */
#include "console/base/message.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void no_message_says_nothing(void **state)
{
    (void)state;
    assert_string_equal(message_text(MESSAGE_NONE), "");
    assert_int_equal(message_code(MESSAGE_NONE), EXIT_OK);
}

static void each_message_is_one_whole_sentence_with_a_failing_code(void **state)
{
    (void)state;
    for (int i = MESSAGE_NONE + 1; i < MESSAGE_COUNT; i++) {
        const char *text = message_text((enum message)i);
        size_t length = strlen(text);
        assert_true(length > 10);
        assert_int_equal(text[length - 1], '.');
        assert_null(strchr(text, '%'));
        assert_null(strchr(text, '\n'));
        assert_true(message_code((enum message)i) > EXIT_OK);
        assert_true(message_code((enum message)i) <= EXIT_CONFLICT);
    }
}

static void names_are_stable_and_never_shared(void **state)
{
    (void)state;
    assert_string_equal(message_name(MESSAGE_FILE_READ), "FILE_READ");
    assert_string_equal(message_name(MESSAGE_NONE), "NONE");
    for (int i = 0; i < MESSAGE_COUNT; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(message_name((enum message)i),
                                    message_name((enum message)j));
}

static void a_number_that_is_no_message_is_an_internal_error(void **state)
{
    (void)state;
    assert_string_equal(message_name((enum message)12345), "INTERNAL");
    assert_int_equal(message_code((enum message)12345), EXIT_FAILED);
}

static void data_errors_end_with_3_and_usage_with_2(void **state)
{
    (void)state;
    assert_int_equal(message_code(MESSAGE_JSON_SYNTAX), 3);
    assert_int_equal(message_code(MESSAGE_USAGE), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_message_says_nothing),
        cmocka_unit_test(
            each_message_is_one_whole_sentence_with_a_failing_code),
        cmocka_unit_test(names_are_stable_and_never_shared),
        cmocka_unit_test(a_number_that_is_no_message_is_an_internal_error),
        cmocka_unit_test(data_errors_end_with_3_and_usage_with_2),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
