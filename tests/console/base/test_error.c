/* Stories of error.h: made once, the first one stays, context goes before. */
#include "console/base/error.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void the_first_error_stays(void **state)
{
    (void)state;
    struct error error = {0};
    assert_false(error_set(&error, MESSAGE_FILE_READ, "%s: line %d", "a", 7));
    assert_false(error_set(&error, MESSAGE_USAGE, "later"));
    assert_int_equal(error.message, MESSAGE_FILE_READ);
    assert_string_equal(error.detail, "a: line 7");
    assert_int_equal(error_code(&error), EXIT_DATA);
}

static void nobody_has_to_ask(void **state)
{
    (void)state;
    assert_false(error_set(NULL, MESSAGE_FILE_READ, "x"));
    assert_false(error_wrap(NULL, "x"));
}

static void context_is_put_before_the_detail(void **state)
{
    (void)state;
    struct error error = {0};
    error_set(&error, MESSAGE_FILE_READ, "no such file");
    assert_false(error_wrap(&error, "script %s", "why"));
    assert_string_equal(error.detail, "script why: no such file");
    assert_int_equal(error.message, MESSAGE_FILE_READ);
}

static void no_error_is_not_wrapped_into_one(void **state)
{
    (void)state;
    struct error error = {0};
    error_wrap(&error, "script");
    assert_int_equal(error.message, MESSAGE_NONE);
    assert_string_equal(error.detail, "");
    assert_int_equal(error_code(&error), EXIT_OK);
}

static void a_cleared_error_can_be_set_again(void **state)
{
    (void)state;
    struct error error = {0};
    error_set(&error, MESSAGE_FILE_READ, "x");
    error_clear(&error);
    error_set(&error, MESSAGE_USAGE, "y");
    assert_int_equal(error.message, MESSAGE_USAGE);
    assert_string_equal(error.detail, "y");
}

/* A long detail is cut, and never within a letter: one byte more before it
 * moves the cut through all places of a letter. */
static void a_long_detail_ends_with_a_whole_letter(void **state)
{
    (void)state;
    char name[1024] = "";
    for (int i = 0; i < 400; i++)
        strcat(name, "қ");
    for (int shift = 0; shift < 3; shift++) {
        struct error error = {0};
        error_set(&error, MESSAGE_FILE_READ, "%.*s%s", shift, "abc", name);
        size_t length = strlen(error.detail);
        assert_true(length >= sizeof(error.detail) - 2);
        assert_int_equal((length - (size_t)shift) % strlen("қ"), 0);
        error_wrap(&error, "%.*s", shift, "xyz");
        assert_true(strlen(error.detail) >= sizeof(error.detail) - 3);
        assert_memory_equal(error.detail + strlen(error.detail) - 2, "қ", 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_error_stays),
        cmocka_unit_test(nobody_has_to_ask),
        cmocka_unit_test(context_is_put_before_the_detail),
        cmocka_unit_test(no_error_is_not_wrapped_into_one),
        cmocka_unit_test(a_cleared_error_can_be_set_again),
        cmocka_unit_test(a_long_detail_ends_with_a_whole_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
