/* A form of a name, a language and a note. */
#include "console/base/memory.h"
#include "console/base/text.h"
#include "screens/kit/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const LANGUAGES[] = {"Қазақша", "Русский", "English", NULL};

static void begin(struct form *form)
{
    form_init(form, 3);
    form->rows[0].label = "Аты";
    form->rows[0].required = true;
    field_init(&form->rows[0].field, FIELD_TEXT, 40);
    form->rows[1].label = "Тілі";
    form->rows[1].choices = LANGUAGES;
    form->rows[2].label = "Ескерту";
    form->rows[2].rows = 2;
    field_init(&form->rows[2].field, FIELD_NOTE, 200);
}

static enum form_result press(struct form *form, enum key_name name)
{
    return form_key(form, key_named(name));
}

static void the_focus_moves_and_wraps_with_tab_only(void **state)
{
    (void)state;
    struct form form;
    begin(&form);
    assert_int_equal(press(&form, NAMED_UP), FORM_MOVED);
    assert_int_equal(form.focus, 0);
    press(&form, NAMED_DOWN);
    press(&form, NAMED_TAB);
    assert_int_equal(form.focus, 2);
    press(&form, NAMED_TAB);
    assert_int_equal(form.focus, 0);
    press(&form, NAMED_BACKTAB);
    assert_int_equal(form.focus, 2);
    press(&form, NAMED_UP);
    assert_int_equal(form.focus, 1);
    assert_false(form.dirty);
    form_clear(&form);
}

static void choices_are_made_by_arrows_space_and_digits(void **state)
{
    (void)state;
    struct form form;
    begin(&form);
    form.focus = 1;
    assert_int_equal(press(&form, NAMED_LEFT), FORM_MOVED);
    assert_int_equal(press(&form, NAMED_RIGHT), FORM_CHANGED);
    assert_int_equal(form.rows[1].chosen, 1);
    assert_true(form.dirty);
    form_key(&form, key_char('3'));
    assert_int_equal(form.rows[1].chosen, 2);
    form_key(&form, key_char(U'ә')); /* 2 on the Kazakh row */
    assert_int_equal(form.rows[1].chosen, 1);
    form_key(&form, key_char(' '));
    form_key(&form, key_char(' '));
    assert_int_equal(form.rows[1].chosen, 0);
    assert_int_equal(form_key(&form, key_char('9')), FORM_IGNORED);
    form_clear(&form);
}

/* A letter of the choice's word, whichever keyboard layout is on. */
static void a_letter_goes_to_the_choice_that_begins_so(void **state)
{
    static const struct {
        uint32_t typed;
        int chosen;
    } letters[] = {{U'р', 1}, {'h', 1}, {U'к', 0},
                   {'r', 0},  {'e', 2}, {U'у', 2}};
    (void)state;
    for (size_t i = 0; i < COUNT(letters); i++) {
        struct form form;
        begin(&form);
        form.focus = 1;
        form.rows[1].chosen = (letters[i].chosen + 1) % 3;
        form_key(&form, key_char(letters[i].typed));
        assert_int_equal(form.rows[1].chosen, letters[i].chosen);
        form_clear(&form);
    }
}

static void enter_goes_on_and_ctrl_s_accepts_anywhere(void **state)
{
    (void)state;
    struct form form;
    begin(&form);
    assert_int_equal(press(&form, NAMED_ENTER), FORM_MOVED);
    assert_int_equal(press(&form, NAMED_ENTER), FORM_MOVED);
    assert_int_equal(press(&form, NAMED_ENTER), FORM_CHANGED);
    assert_string_equal(field_text(&form.rows[2].field), "\n");
    assert_int_equal(form_key(&form, key_ctrl('s')), FORM_ACCEPTED);
    form.count = 2; /* a form that ends in a choice */
    form.focus = 1;
    assert_int_equal(press(&form, NAMED_ENTER), FORM_ACCEPTED);
    form.count = 3;
    form_clear(&form);
}

static void the_missing_row_gets_the_focus(void **state)
{
    (void)state;
    struct form form;
    begin(&form);
    form.focus = 2;
    assert_false(form_complete(&form));
    assert_int_equal(form.focus, 0);
    assert_int_equal(form_key(&form, key_char(U'Ұ')), FORM_CHANGED);
    assert_true(form_complete(&form));
    form.rows[1].fault = "таңдаңыз";
    assert_false(form_complete(&form));
    assert_int_equal(form.focus, 1);
    form_clear(&form);
}

static void esc_and_function_keys_are_left_to_the_screen(void **state)
{
    (void)state;
    struct form form;
    begin(&form);
    form_key(&form, key_char(U'Ұ'));
    assert_int_equal(press(&form, NAMED_ESC), FORM_IGNORED);
    assert_int_equal(press(&form, NAMED_F1), FORM_IGNORED);
    assert_string_equal(field_text(&form.rows[0].field), "Ұ");
    form_clear(&form);
}

static void labels_stand_in_a_column_and_the_choice_in_brackets(void **state)
{
    (void)state;
    struct form form;
    struct canvas *canvas = canvas_new(6, 60);
    int row = 0;
    int column = 0;
    begin(&form);
    field_set(&form.rows[0].field, "Ұлжан");
    form.rows[0].fault = "тым қысқа";
    form_draw(&form, area_all(canvas));
    AUTO_CHARS name = canvas_row(canvas, 0);
    AUTO_CHARS fault = canvas_row(canvas, 1);
    AUTO_CHARS choice = canvas_row(canvas, 2);
    assert_string_equal(name, "> Аты    * Ұлжан");
    assert_string_equal(fault, "           ! тым қысқа");
    assert_string_equal(choice, "  Тілі     [1 Қазақша] 2 Русский  3 English");
    assert_true(canvas_cursor(canvas, &row, &column));
    assert_int_equal(row, 0);
    assert_int_equal(column, 16);
    canvas_free(canvas);
    form_clear(&form);
}

static void a_small_area_still_shows_the_focused_row(void **state)
{
    (void)state;
    struct form form;
    struct canvas *canvas = canvas_new(2, 40);
    begin(&form);
    form.focus = 2;
    form_key(&form, key_char('x'));
    form_draw(&form, area_all(canvas));
    AUTO_CHARS line = canvas_row(canvas, 0);
    assert_string_equal(line, "> Ескерту  x");
    canvas_free(canvas);
    form_clear(&form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_focus_moves_and_wraps_with_tab_only),
        cmocka_unit_test(choices_are_made_by_arrows_space_and_digits),
        cmocka_unit_test(a_letter_goes_to_the_choice_that_begins_so),
        cmocka_unit_test(enter_goes_on_and_ctrl_s_accepts_anywhere),
        cmocka_unit_test(the_missing_row_gets_the_focus),
        cmocka_unit_test(esc_and_function_keys_are_left_to_the_screen),
        cmocka_unit_test(labels_stand_in_a_column_and_the_choice_in_brackets),
        cmocka_unit_test(a_small_area_still_shows_the_focused_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
