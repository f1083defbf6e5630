/* Stories of pattern.h: Kazakh words are words, and no pattern holds a desk. */
#include "console/base/pattern.h"

#include "console/base/error.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct pattern *compile(const char *source, enum pattern_flags flags)
{
    struct error error = {0};
    struct pattern *pattern = pattern_new(source, flags, &error);
    assert_non_null(pattern);
    assert_int_equal(error.message, MESSAGE_NONE);
    return pattern;
}

static void a_word_boundary_knows_kazakh_letters(void **state)
{
    (void)state;
    struct pattern *pattern = compile("\\bқала\\w+", PATTERN_PLAIN);
    const char *text = "үлкен қалада, қалалар";
    size_t start, end;
    assert_int_equal(pattern_find(pattern, text, 0, &start, &end), PATTERN_YES);
    assert_int_equal(start, strlen("үлкен "));
    assert_int_equal(end, strlen("үлкен қалада"));
    assert_int_equal(pattern_find(pattern, text, end, &start, &end),
                     PATTERN_YES);
    assert_int_equal(start, strlen("үлкен қалада, "));
    assert_int_equal(end, strlen(text));
    assert_int_equal(pattern_find(pattern, text, end, &start, &end),
                     PATTERN_NO);
    assert_int_equal(pattern_find(pattern, text, 9999, &start, &end),
                     PATTERN_NO);
    pattern_free(pattern);
}

static void case_is_ignored_when_asked(void **state)
{
    (void)state;
    struct pattern *plain = compile("ұлан", PATTERN_PLAIN);
    struct pattern *caseless = compile("ұлан", PATTERN_CASELESS);
    assert_int_equal(pattern_whole(plain, "ҰЛАН"), PATTERN_NO);
    assert_int_equal(pattern_whole(caseless, "ҰЛАН"), PATTERN_YES);
    pattern_free(plain);
    pattern_free(caseless);
}

static void whole_means_whole_whatever_alternative_comes_first(void **state)
{
    (void)state;
    struct pattern *pattern = compile("a|ab", PATTERN_PLAIN);
    assert_int_equal(pattern_whole(pattern, "ab"), PATTERN_YES);
    assert_int_equal(pattern_whole(pattern, "abc"), PATTERN_NO);
    assert_int_equal(pattern_whole(pattern, "ab\n"), PATTERN_NO);
    pattern_free(pattern);
}

static void a_bad_pattern_is_told_with_its_place(void **state)
{
    (void)state;
    struct error error = {0};
    assert_null(pattern_new("ab(c", PATTERN_PLAIN, &error));
    assert_int_equal(error.message, MESSAGE_PATTERN_BAD);
    assert_non_null(strstr(error.detail, "offset 4: "));
}

static void a_long_or_dangerous_pattern_is_refused(void **state)
{
    (void)state;
    char source[258] = "";
    memset(source, 'a', 256);
    pattern_free(compile(source, PATTERN_PLAIN));
    source[256] = 'a';
    const char *const refused[] = {source, "\\C", "((a{1000}){1000}){1000}",
                                   "a(?=b\\K)", "\xFF"};
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct error error = {0};
        assert_null(pattern_new(refused[i], PATTERN_PLAIN, &error));
        assert_int_equal(error.message, MESSAGE_PATTERN_BAD);
    }
}

static void a_pattern_that_explodes_gives_up(void **state)
{
    (void)state;
    struct pattern *pattern = compile("^(a+)+$", PATTERN_PLAIN);
    const char *text =
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!";
    size_t start, end;
    assert_int_equal(pattern_find(pattern, text, 0, &start, &end),
                     PATTERN_TOO_HARD);
    assert_int_equal(pattern_whole(pattern, text), PATTERN_TOO_HARD);
    /* About a million steps: PCRE2's own limit would still let them be. */
    assert_int_equal(pattern_whole(pattern, "aaaaaaaaaaaaaaaaaaaa!"),
                     PATTERN_TOO_HARD);
    /* A pattern cannot lift the limit itself. */
    struct pattern *lifted =
        compile("(*LIMIT_MATCH=4000000000)^(a+)+$", PATTERN_PLAIN);
    assert_int_equal(pattern_whole(lifted, text), PATTERN_TOO_HARD);
    pattern_free(lifted);
    pattern_free(pattern);
    pattern_free(NULL);
}

static void broken_bytes_never_match_and_do_no_harm(void **state)
{
    (void)state;
    struct pattern *pattern = compile(".b", PATTERN_PLAIN);
    size_t start, end;
    assert_int_equal(pattern_find(pattern,
                                  "\xD2"
                                  "b ab",
                                  0, &start, &end),
                     PATTERN_YES);
    assert_int_equal(start, 3);
    assert_int_equal(pattern_find(pattern,
                                  "\xFF"
                                  "b",
                                  0, &start, &end),
                     PATTERN_NO);
    pattern_free(pattern);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_boundary_knows_kazakh_letters),
        cmocka_unit_test(case_is_ignored_when_asked),
        cmocka_unit_test(whole_means_whole_whatever_alternative_comes_first),
        cmocka_unit_test(a_bad_pattern_is_told_with_its_place),
        cmocka_unit_test(a_long_or_dangerous_pattern_is_refused),
        cmocka_unit_test(a_pattern_that_explodes_gives_up),
        cmocka_unit_test(broken_bytes_never_match_and_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
