/* An agent types, pastes and corrects. */
#include "console/base/memory.h"
#include "console/base/text.h"
#include "screens/kit/field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static enum field_result press(struct field *field, enum key_name name)
{
    return field_key(field, key_named(name));
}

static enum field_result paste(struct field *field, const char *text)
{
    return field_key(field, (struct key){.kind = KEY_PASTE, .paste = text});
}

static void type(struct field *field, const char *text)
{
    uint32_t code_point = 0;
    while (*text) {
        text += text_step(text, &code_point);
        field_key(field, key_char(code_point));
    }
}

static void alt(struct field *field, uint32_t letter)
{
    struct key key = key_char(letter);
    key.alt = true;
    field_key(field, key);
}

static void a_text_field_stores_exactly_what_was_typed(void **state)
{
    (void)state;
    struct field field;
    field_init(&field, FIELD_TEXT, 50);
    type(&field, "йқq\"ә,. ?:");
    assert_string_equal(field_text(&field), "йқq\"ә,. ?:");
    field_clear(&field);
}

static void an_iin_typed_on_the_kazakh_row_becomes_digits(void **state)
{
    (void)state;
    struct field field;
    field_init(&field, FIELD_DIGITS, 12);
    type(&field, "ұққ\"қ\"әққ\"әі");
    assert_string_equal(field_text(&field), "900101200123");
    assert_int_equal(field_key(&field, key_char('4')), FIELD_MOVED);
    assert_string_equal(field_text(&field), "900101200123");
    field_clear(&field);
}

static void a_pasted_iin_loses_blanks_and_dashes(void **state)
{
    (void)state;
    struct field field;
    field_init(&field, FIELD_DIGITS, 12);
    assert_int_equal(paste(&field, "900101-300 123\n"), FIELD_CHANGED);
    assert_string_equal(field_text(&field), "900101300123");
    field_set(&field, "");
    paste(&field, "9.0,\"1");
    assert_string_equal(field_text(&field), "901");
    field_clear(&field);
}

static void a_number_too_long_is_not_cut_to_another_number(void **state)
{
    (void)state;
    struct field field;
    field_init(&field, FIELD_DIGITS, 12);
    assert_int_equal(paste(&field, "9001013001234"), FIELD_MOVED);
    assert_string_equal(field_text(&field), "");
    field_clear(&field);
}

static void a_phone_has_one_plus_at_its_start(void **state)
{
    (void)state;
    struct field field;
    field_init(&field, FIELD_PHONE, 16);
    type(&field, "+7 7+0");
    assert_string_equal(field_text(&field), "+770");
    field_set(&field, "");
    paste(&field, "+7 (701) 000-00-01");
    assert_string_equal(field_text(&field), "+77010000001");
    field_clear(&field);
}

static void letters_are_erased_and_passed_whole(void **state)
{
    (void)state;
    struct field field;
    field_init(&field, FIELD_TEXT, 50);
    type(&field, "aq\xCC\x81и\xCC\x86");
    assert_string_equal(field_text(&field), "aq\xCC\x81й");
    press(&field, NAMED_LEFT);
    press(&field, NAMED_BACKSPACE);
    assert_string_equal(field_text(&field), "aй");
    press(&field, NAMED_HOME);
    press(&field, NAMED_DELETE);
    assert_string_equal(field_text(&field), "й");
    assert_int_equal(press(&field, NAMED_BACKSPACE), FIELD_MOVED);
    field_clear(&field);
}

static void words_and_lines_are_edited_by_ctrl_and_alt(void **state)
{
    (void)state;
    struct field field;
    field_init(&field, FIELD_TEXT, 80);
    type(&field, "ашық жеке кәсіпкер");
    field_key(&field, key_ctrl('w'));
    assert_string_equal(field_text(&field), "ашық жеке ");
    alt(&field, 'b');
    type(&field, "1");
    assert_string_equal(field_text(&field), "ашық 1жеке ");
    field_key(&field, key_ctrl('a'));
    alt(&field, U'а'); /* the key F on the Russian layout */
    field_key(&field, key_ctrl('k'));
    assert_string_equal(field_text(&field), "ашық");
    field_key(&field, key_ctrl('u'));
    assert_string_equal(field_text(&field), "");
    field_clear(&field);
}

static void undo_goes_back_word_by_word(void **state)
{
    (void)state;
    struct field field;
    field_init(&field, FIELD_TEXT, 80);
    type(&field, "бір екі");
    press(&field, NAMED_BACKSPACE);
    field_key(&field, key_ctrl('u'));
    assert_string_equal(field_text(&field), "");
    field_key(&field, key_ctrl('z'));
    assert_string_equal(field_text(&field), "бір ек");
    field_key(&field, key_ctrl('z'));
    assert_string_equal(field_text(&field), "бір екі");
    field_key(&field, key_ctrl('z'));
    assert_string_equal(field_text(&field), "бір");
    field_key(&field, key_ctrl('z'));
    assert_string_equal(field_text(&field), "");
    assert_int_equal(field_key(&field, key_ctrl('z')), FIELD_MOVED);
    for (int i = 0; i < 500; i++) {
        type(&field, "a");
        press(&field, NAMED_BACKSPACE);
    }
    field_set(&field, "жаңа");
    field_key(&field, key_ctrl('z'));
    assert_string_equal(field_text(&field), "жаңа");
    field_clear(&field);
}

static void a_paste_is_cleaned_cut_and_never_a_command(void **state)
{
    (void)state;
    struct field field;
    field_init(&field, FIELD_TEXT, 10);
    paste(&field, "q\r:quit\x1b");
    assert_string_equal(field_text(&field), "q :quit");
    paste(&field, "абвгд");
    assert_string_equal(field_text(&field), "q :quitабв");
    field_clear(&field);
}

static void other_keys_are_left_to_others(void **state)
{
    (void)state;
    struct field field;
    field_init(&field, FIELD_TEXT, 10);
    assert_int_equal(press(&field, NAMED_ENTER), FIELD_IGNORED);
    assert_int_equal(press(&field, NAMED_UP), FIELD_IGNORED);
    assert_int_equal(press(&field, NAMED_ESC), FIELD_IGNORED);
    assert_int_equal(press(&field, NAMED_F1), FIELD_IGNORED);
    assert_int_equal(field_key(&field, key_ctrl('p')), FIELD_IGNORED);
    assert_string_equal(field_text(&field), "");
    field_clear(&field);
}

/* The cursor's column, and the first row as it is drawn. */
static int drawn(struct field *field, int rows, int columns, char **line)
{
    struct canvas *canvas = canvas_new(rows, columns);
    int row = 0;
    int column = 0;
    field_draw(field, area_all(canvas), true);
    assert_true(canvas_cursor(canvas, &row, &column));
    *line = canvas_row(canvas, row);
    canvas_free(canvas);
    return column;
}

static void a_long_line_scrolls_with_the_cursor(void **state)
{
    (void)state;
    struct field field;
    field_init(&field, FIELD_TEXT, 200);
    for (int i = 0; i < 60; i++) {
        char *line = NULL;
        type(&field, "ж");
        assert_in_range(drawn(&field, 1, 20, &line), 1, 19);
        assert_int_equal(strncmp(line, "ж", 2), 0);
        free(line);
    }
    for (int i = 0; i < 60; i++) {
        char *line = NULL;
        press(&field, NAMED_BACKSPACE);
        int column = drawn(&field, 1, 20, &line);
        assert_in_range(column, i < 59 ? 1 : 0, 19);
        free(line);
    }
    field_clear(&field);
}

static void a_wider_area_shows_the_start_again(void **state)
{
    (void)state;
    struct field field;
    char *line = NULL;
    field_init(&field, FIELD_TEXT, 200);
    type(&field, "Ұлжан Қожахметова");
    drawn(&field, 1, 4, &line);
    free(line);
    assert_int_equal(drawn(&field, 1, 40, &line), 17);
    assert_string_equal(line, "Ұлжан Қожахметова");
    free(line);
    field_clear(&field);
}

static void a_note_has_lines_and_up_and_down(void **state)
{
    (void)state;
    struct field field;
    char *line = NULL;
    field_init(&field, FIELD_NOTE, 200);
    type(&field, "бірінші жол мұнда");
    press(&field, NAMED_ENTER);
    type(&field, "екінші");
    assert_string_equal(field_text(&field), "бірінші жол мұнда\nекінші");
    assert_int_equal(drawn(&field, 4, 13, &line), 6);
    assert_string_equal(line, "екінші");
    free(line);
    assert_int_equal(press(&field, NAMED_DOWN), FIELD_IGNORED);
    assert_int_equal(press(&field, NAMED_UP), FIELD_MOVED);
    assert_int_equal(drawn(&field, 4, 13, &line), 5);
    assert_string_equal(line, "мұнда");
    free(line);
    press(&field, NAMED_UP);
    assert_int_equal(drawn(&field, 4, 13, &line), 5);
    assert_string_equal(line, "бірінші жол");
    free(line);
    assert_int_equal(press(&field, NAMED_UP), FIELD_IGNORED);
    press(&field, NAMED_END);
    type(&field, "!");
    assert_string_equal(field_text(&field), "бірінші жол мұнда!\nекінші");
    /* Two rows only: the cursor's row is still there. */
    press(&field, NAMED_DOWN);
    drawn(&field, 2, 13, &line);
    assert_string_equal(line, "екінші");
    free(line);
    field_clear(&field);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_field_stores_exactly_what_was_typed),
        cmocka_unit_test(an_iin_typed_on_the_kazakh_row_becomes_digits),
        cmocka_unit_test(a_pasted_iin_loses_blanks_and_dashes),
        cmocka_unit_test(a_number_too_long_is_not_cut_to_another_number),
        cmocka_unit_test(a_phone_has_one_plus_at_its_start),
        cmocka_unit_test(letters_are_erased_and_passed_whole),
        cmocka_unit_test(words_and_lines_are_edited_by_ctrl_and_alt),
        cmocka_unit_test(undo_goes_back_word_by_word),
        cmocka_unit_test(a_paste_is_cleaned_cut_and_never_a_command),
        cmocka_unit_test(other_keys_are_left_to_others),
        cmocka_unit_test(a_long_line_scrolls_with_the_cursor),
        cmocka_unit_test(a_wider_area_shows_the_start_again),
        cmocka_unit_test(a_note_has_lines_and_up_and_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
