/* Keys by their names, and the same physical key on three layouts. */
#include "console/base/memory.h"
#include "console/base/text.h"
#include "screens/kit/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The letters of each layout in the order of the US keys. */
static const char US[] = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";
static const char RU[] = "йцукенгшщзхъфывапролджэячсмитьбю";
static const char US_SHIFT[] = "qwertyuiop{}asdfghjkl:\"zxcvbnm<>";
static const char RU_SHIFT[] = "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ";

static uint32_t latin(uint32_t code_point)
{
    return key_latin(key_char(code_point)).code_point;
}

static void same_places(const char *letters, const char *us)
{
    uint32_t code_point = 0;
    for (size_t length; (length = text_step(letters, &code_point)) > 0; us++) {
        assert_int_equal(latin(code_point), *us);
        letters += length;
    }
    assert_int_equal(*us, '\0');
}

static void a_russian_letter_is_the_key_it_stands_on(void **state)
{
    (void)state;
    same_places(RU, US);
    same_places(RU_SHIFT, US_SHIFT);
}

static void the_kazakh_row_is_the_digit_row_in_both_cases(void **state)
{
    (void)state;
    same_places("әіңғүұқөһ", "2345890-=");
    same_places("ӘІҢҒҮҰҚӨҺ", "2345890_+");
    same_places("№", "/");
}

static void latin_letters_lose_their_case_and_signs_stay(void **state)
{
    (void)state;
    same_places("qQ/?:.,\"1", "qq/?:.,\"1");
    assert_int_equal(key_latin(key_named(NAMED_F1)).name, NAMED_F1);
}

static void ctrl_and_alt_survive_the_layout(void **state)
{
    (void)state;
    struct key key = key_char(U'з');
    key.ctrl = true;
    assert_true(key_same(key_latin(key), key_ctrl('p')));
}

static void digit_fields_read_the_kazakh_row(void **state)
{
    (void)state;
    const char *typed = "\"әіңғ,.үұқ1234567890";
    const int digits[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 0,
                          1, 2, 3, 4, 5, 6, 7, 8, 9, 0};
    uint32_t code_point = 0;
    for (size_t i = 0; *typed; i++) {
        typed += text_step(typed, &code_point);
        assert_int_equal(key_digit(key_char(code_point)), digits[i]);
    }
    assert_int_equal(key_digit(key_char('q')), -1);
    assert_int_equal(key_digit(key_char(U'ө')), -1);
    assert_int_equal(key_digit(key_ctrl('1')), -1);
    assert_int_equal(key_digit(key_named(NAMED_UP)), -1);
}

static void every_name_is_read_back_as_its_key(void **state)
{
    (void)state;
    char written[KEY_NAME_SIZE];
    struct key key;
    for (int i = 0; i < NAMED_COUNT; i++) {
        key_write(key_named((enum key_name)i), written);
        assert_true(key_read(written, &key));
        assert_true(key_same(key, key_named((enum key_name)i)));
    }
    const char *const names[] = {"Ctrl+P", "?", "Space", "Alt+B", "Ctrl++",
                                 "Қ",      "+", "F12",   "q",     "Ctrl+Right"};
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_true(key_read(names[i], &key));
        key_write(key, written);
        assert_string_equal(written, names[i]);
    }
}

static void names_are_read_in_any_case(void **state)
{
    (void)state;
    struct key key;
    assert_true(key_read("ctrl+p", &key));
    assert_true(key_same(key, key_ctrl('p')));
    assert_true(key_read("pagedown", &key));
    assert_int_equal(key.name, NAMED_PAGE_DOWN);
}

static void what_is_no_key_is_refused(void **state)
{
    (void)state;
    struct key key;
    const char *const names[] = {"", "F13", "F0", "Ctrl+", "ab", "\x01"};
    for (size_t i = 0; i < COUNT(names); i++)
        assert_false(key_read(names[i], &key));
}

static void a_key_is_not_its_neighbour(void **state)
{
    (void)state;
    assert_false(key_same(key_char('p'), key_ctrl('p')));
    assert_false(key_same(key_named(NAMED_UP), key_named(NAMED_DOWN)));
    assert_false(key_same(key_char('p'), key_named(NAMED_UP)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_russian_letter_is_the_key_it_stands_on),
        cmocka_unit_test(the_kazakh_row_is_the_digit_row_in_both_cases),
        cmocka_unit_test(latin_letters_lose_their_case_and_signs_stay),
        cmocka_unit_test(ctrl_and_alt_survive_the_layout),
        cmocka_unit_test(digit_fields_read_the_kazakh_row),
        cmocka_unit_test(every_name_is_read_back_as_its_key),
        cmocka_unit_test(names_are_read_in_any_case),
        cmocka_unit_test(what_is_no_key_is_refused),
        cmocka_unit_test(a_key_is_not_its_neighbour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
