/* The codes before a sink's words: each is read back, with what stands behind
 * it; words without a code stay what they are. */
#include "console/delivery/sink_why.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void each_code_is_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < SINK_WHY_COUNT; i++) {
        enum sink_why why = SINK_WHY_COUNT;
        const char *rest = NULL;
        AUTO_CHARS words =
            mem_format("%s: 401: no", sink_why_name((enum sink_why)i));
        assert_true(sink_why_read(words, &why, &rest));
        assert_int_equal(why, i);
        assert_string_equal(rest, "401: no");
        assert_true(*sink_why_label(why) && *sink_why_remedy(why));
    }
}

static void words_without_a_code_are_left_alone(void **state)
{
    static const char *const others[] = {
        NULL, "", "denied", "deniedx: 1", "401: denied", ": odd"};
    enum sink_why why;
    const char *rest;
    (void)state;
    for (size_t i = 0; i < COUNT(others); i++)
        assert_false(sink_why_read(others[i], &why, &rest));
    assert_true(sink_why_read("odd:", &why, &rest));
    assert_string_equal(rest, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_code_is_read_back),
        cmocka_unit_test(words_without_a_code_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
