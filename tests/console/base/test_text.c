/* Stories of text.h: how texts grow, what they take on the screen, and what a
 * search finds. Cleaning is in test_text_clean.c. */
#include "console/base/text.h"

#include <locale.h>
#include <string.h>
#include <wchar.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_fold(const char *string, const char *folded)
{
    AUTO_CHARS got = text_fold(string);
    assert_string_equal(got, folded);
}

static void a_text_grows_by_every_means(void **state)
{
    (void)state;
    AUTO_TEXT text = {0};
    assert_string_equal(text_chars(&text), "");
    text_add(&text, "Қыз");
    text_add_n(&text, "ылорда", 2);
    text_add_char(&text, 0x20B8);
    text_format(&text, " %d%s", 5950, "!");
    assert_string_equal(text_chars(&text), "Қызы₸ 5950!");
    assert_int_equal(text.length, strlen("Қызы₸ 5950!"));
    for (int i = 0; i < 1000; i++)
        text_format(&text, "%c", 'a' + i % 26);
    assert_int_equal(strlen(text.chars), text.length);
    size_t room = text.room;
    text_reset(&text);
    assert_string_equal(text_chars(&text), "");
    assert_int_equal(text.room, room);
}

static void a_taken_text_leaves_an_empty_one(void **state)
{
    (void)state;
    struct text text = {0};
    AUTO_CHARS nothing = text_take(&text);
    assert_string_equal(nothing, "");
    text_add(&text, "a");
    AUTO_CHARS something = text_take(&text);
    assert_string_equal(something, "a");
    assert_null(text.chars);
    assert_int_equal(text.length, 0);
}

static void no_code_point_that_is_none_gets_in(void **state)
{
    (void)state;
    AUTO_TEXT text = {0};
    text_add_char(&text, 0);
    text_add_char(&text, 0xD800);
    text_add_char(&text, 0x110000);
    text_add_char(&text, UINT32_MAX);
    assert_string_equal(text_chars(&text), "\uFFFD\uFFFD\uFFFD\uFFFD");
}

static void stepping_survives_cut_and_false_letters(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        uint32_t code;
        size_t length;
    } rows[] = {
        {"", 0, 0},
        {"a", 'a', 1},
        {"Ә", 0x4D8, 2},
        {"\xF0\x9F\x99\x82", 0x1F642, 4},
        {"\xD3", 0xFFFD, 1},             /* the end is missing */
        {"\xF0\x9F\x99", 0xFFFD, 1},     /* so here */
        {"\xC0\x80", 0xFFFD, 1},         /* NUL in two bytes */
        {"\xED\xA0\x80", 0xFFFD, 1},     /* half a pair */
        {"\xF4\x90\x80\x80", 0xFFFD, 1}, /* beyond the last */
        {"\x80", 0xFFFD, 1},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint32_t code = 1;
        assert_int_equal(text_step(rows[i].bytes, &code), rows[i].length);
        assert_int_equal(code, rows[i].code);
    }
}

static void a_letter_is_what_a_person_sees_as_one(void **state)
{
    (void)state;
    assert_int_equal(text_letter(""), 0);
    assert_int_equal(text_letter("қала"), 2);
    assert_int_equal(text_letter("и\u0306од"), strlen("и\u0306"));
    assert_int_equal(text_letter("a\u0301\u0302b"), strlen("a\u0301\u0302"));
}

/* The code point after this one, without the planes where none is assigned. */
static uint32_t next_code(uint32_t code)
{
    return code == 0x3FFFF ? 0xE0000 : code + 1;
}

static void letters_take_the_cells_they_take(void **state)
{
    (void)state;
    assert_int_equal(text_cells(""), 0);
    assert_int_equal(text_cells("Әсел"), 4);
    assert_int_equal(text_cells("и\u0306"), 1);
    assert_int_equal(text_cells("日本"), 4);
    assert_int_equal(text_cells("\xFF"), 1);
}

/* curses asks the C library, we ask utf8proc: whatever text_clean() lets
 * through and both know must be as wide for both. */
static void widths_agree_with_the_terminal_library(void **state)
{
    (void)state;
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
        skip();
    int compared = 0;
    for (uint32_t code = 0x20; code < 0x110000; code = next_code(code)) {
        /* Behind a letter, where a mark may stand; it joins none. */
        AUTO_TEXT text = {0};
        text_add(&text, "-");
        text_add_char(&text, code);
        AUTO_CHARS clean = text_clean(text.chars, text.length, false);
        int cells = wcwidth((wchar_t)code);
        if (cells < 0 || strcmp(clean, text.chars) != 0)
            continue;
        if (text_cells(clean) != 1 + cells)
            fail_msg("U+%04X: %d, not %d", code, text_cells(clean) - 1, cells);
        compared++;
    }
    assert_true(compared > 100000);
}

static void cutting_never_splits_a_letter(void **state)
{
    (void)state;
    static const struct {
        const char *string;
        int cells;
        const char *cut;
    } rows[] = {
        {"Қызылорда", 9, "Қызылорда"},
        {"Қызылорда", 5, "Қызы…"},
        {"Қызылорда", 1, "…"},
        {"Қызылорда", 0, ""},
        {"", 0, ""},
        {"", 5, ""},
        {"日本語", 4, "日…"},
        {"日本語", 5, "日本…"},
        {"日本語", 6, "日本語"},
        {"еи\u0306ка", 3, "еи\u0306…"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        AUTO_CHARS cut = text_cut(rows[i].string, rows[i].cells);
        assert_string_equal(cut, rows[i].cut);
        assert_true(text_cells(cut) <= rows[i].cells);
    }
    assert_int_equal(text_fit("日本", 3), 3);
    assert_int_equal(text_fit("abc", -1), 0);
}

static void keep_line(const char *bytes, size_t length, void *cookie)
{
    text_add_n(cookie, bytes, length);
    text_add(cookie, "|");
}

static void lines_break_at_spaces_or_by_letters(void **state)
{
    (void)state;
    static const struct {
        const char *string;
        int cells;
        const char *lines;
    } rows[] = {
        {"", 10, ""},
        {"бір", 10, "бір|"},
        {"бір екі үш", 7, "бір екі|үш|"},
        {"бір екі үш", 8, "бір екі|үш|"},
        {"бір   екі", 5, "бір|екі|"},
        {"a\n\nb\n", 5, "a||b|"},
        {"  шегініс", 20, "  шегініс|"},
        {"  abcdef", 5, "  abc|def|"},
        {"ұзақсөз", 3, "ұза|қсө|з|"},
        {"日本", 1, "日|本|"},
        {"ab", 0, "a|b|"},
        {"abc   ", 3, "abc|"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        AUTO_TEXT lines = {0};
        text_wrap(rows[i].string, rows[i].cells, keep_line, &lines);
        assert_string_equal(text_chars(&lines), rows[i].lines);
    }
}

static void kazakh_folds_to_what_russian_keys_type(void **state)
{
    (void)state;
    assert_fold("ӘЭҒҚҢӨҰҮҺІЙЁ", "аагкноуухиие");
    assert_fold("әэғқңөұүһійё", "аагкноуухиие");
    assert_fold("Жұмыссыз ТІЗІМ МӘМС", "жумыссыз тизим мамс");
    assert_fold("и\u0306 е\u0308", "и е");
    assert_fold("Iıİi JŪMYSSYZ", "iiii jūmyssyz");
    assert_fold("x\xFFy", "x\uFFFDy");
}

static size_t count_code_points(const char *string)
{
    size_t count = 0;
    uint32_t code;
    for (size_t n; (n = text_step(string, &code)) > 0; string += n)
        count++;
    return count;
}

static void folding_keeps_the_number_of_code_points(void **state)
{
    (void)state;
    for (uint32_t code = 1; code < 0x110000; code = next_code(code)) {
        AUTO_TEXT text = {0};
        text_add_char(&text, code);
        AUTO_CHARS clean = text_clean(text.chars, text.length, true);
        AUTO_CHARS folded = text_fold(clean);
        assert_int_equal(count_code_points(folded), count_code_points(clean));
    }
}

static void spaces_of_all_kinds_go(void **state)
{
    (void)state;
    AUTO_CHARS number = text_squeeze(" 5 \xC2\xA0"
                                     "950\xE2\x80\xAF₸ ");
    assert_string_equal(number, "5950₸");
    AUTO_CHARS none = text_squeeze("");
    assert_string_equal(none, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_grows_by_every_means),
        cmocka_unit_test(a_taken_text_leaves_an_empty_one),
        cmocka_unit_test(no_code_point_that_is_none_gets_in),
        cmocka_unit_test(stepping_survives_cut_and_false_letters),
        cmocka_unit_test(a_letter_is_what_a_person_sees_as_one),
        cmocka_unit_test(letters_take_the_cells_they_take),
        cmocka_unit_test(widths_agree_with_the_terminal_library),
        cmocka_unit_test(cutting_never_splits_a_letter),
        cmocka_unit_test(lines_break_at_spaces_or_by_letters),
        cmocka_unit_test(kazakh_folds_to_what_russian_keys_type),
        cmocka_unit_test(folding_keeps_the_number_of_code_points),
        cmocka_unit_test(spaces_of_all_kinds_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
