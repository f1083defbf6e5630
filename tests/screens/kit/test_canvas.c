/* Drawing as lines of text: clipping, wide letters, cutting, lines, and the
 * gate that lets no foreign control into a cell. */
#include "console/base/memory.h"
#include "console/base/text.h"
#include "screens/kit/canvas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void row_is(const struct canvas *canvas, int row, const char *text)
{
    AUTO_CHARS line = canvas_row(canvas, row);
    assert_string_equal(line, text);
}

static void text_is_clipped_on_all_sides(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(3, 10);
    struct area area = area_part(area_all(canvas), 1, 2, 1, 5);
    assert_int_equal(area_put(area, 0, 0, STYLE_NORMAL, "Қазақстан"), 5);
    assert_int_equal(area_put(area, 1, 0, STYLE_NORMAL, "below"), 0);
    assert_int_equal(area_put(area, -1, 0, STYLE_NORMAL, "above"), 0);
    row_is(canvas, 0, "");
    row_is(canvas, 1, "  Қазақ");
    area_put(area, 0, -2, STYLE_NORMAL, "ұлжан");
    row_is(canvas, 1, "  жанақ");
    row_is(canvas, 2, "");
    canvas_free(canvas);
}

static void a_part_never_leaves_its_whole(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(4, 10);
    struct area area = area_part(area_all(canvas), -1, 8, 100, 100);
    assert_int_equal(area.row, 0);
    assert_int_equal(area.rows, 4);
    assert_int_equal(area.columns, 2);
    area = area_part(area_all(canvas), 50, 50, 2, 2);
    assert_int_equal(area.rows, 0);
    assert_int_equal(area_put(area, 0, 0, STYLE_NORMAL, "x"), 0);
    canvas_free(canvas);
}

static void rows_and_columns_are_taken_from_both_ends(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(10, 40);
    struct area rest = area_all(canvas);
    struct area head = area_take_rows(&rest, 2);
    struct area foot = area_take_rows(&rest, -1);
    struct area side = area_take_columns(&rest, -10);
    assert_int_equal(head.row, 0);
    assert_int_equal(foot.row, 9);
    assert_int_equal(side.column, 30);
    assert_int_equal(side.rows, 7);
    assert_int_equal(rest.row, 2);
    assert_int_equal(rest.columns, 30);
    assert_int_equal(area_take_rows(&rest, 99).rows, 7);
    assert_int_equal(rest.rows, 0);
    canvas_free(canvas);
}

static void foreign_text_leaves_no_control_in_a_cell(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(1, 60);
    area_put(area_all(canvas), 0, 0, STYLE_NORMAL,
             "a\033[31mb\x07"
             "c\xE2\x80\xAE"
             "d\xE2\x80\x8B"
             "e\xC2\x9B"
             "f\rg");
    AUTO_CHARS line = canvas_row(canvas, 0);
    for (const char *at = line; *at; at++)
        assert_in_range((unsigned char)*at, 0x20, 0x7E);
    assert_non_null(strstr(line, "cdef"));
    canvas_free(canvas);
}

static void a_letter_and_its_marks_share_a_cell(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(1, 10);
    /* й in two code points, as some terminals and files have it */
    assert_int_equal(area_put(area_all(canvas), 0, 0, STYLE_NORMAL,
                              "и\xCC\x86"
                              "q\xCC\x81z"),
                     3);
    assert_string_equal(canvas_cell(canvas, 0, 0)->text, "й");
    assert_string_equal(canvas_cell(canvas, 0, 1)->text, "q\xCC\x81");
    assert_string_equal(canvas_cell(canvas, 0, 2)->text, "z");
    canvas_free(canvas);
}

static void wide_letters_take_two_cells_and_are_never_halved(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(1, 5);
    struct area area = area_all(canvas);
    assert_int_equal(area_put(area, 0, 0, STYLE_NORMAL, "漢字漢"), 5);
    assert_string_equal(canvas_cell(canvas, 0, 0)->text, "漢");
    assert_string_equal(canvas_cell(canvas, 0, 1)->text, "");
    assert_string_equal(canvas_cell(canvas, 0, 4)->text, " ");
    area_put(area, 0, 1, STYLE_NORMAL, "x");
    row_is(canvas, 0, " x字");
    area_put(area, 0, 1, STYLE_NORMAL, "漢");
    row_is(canvas, 0, " 漢");
    canvas_free(canvas);
}

static void columns_of_names_stay_aligned(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(4, 30);
    const char *const names[] = {"Ғабитов", "Ivanov", "Қожахметова Інжу",
                                 "и\xCC\x86о\xCC\x81"};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(area_put_in(area_part(area_all(canvas), i, 0, 1, 10),
                                     STYLE_NORMAL, names[i]),
                         10);
        area_put(area_all(canvas), i, 10, STYLE_NORMAL, "|");
        assert_string_equal(canvas_cell(canvas, i, 10)->text, "|");
    }
    row_is(canvas, 2, "Қожахмето…|");
    canvas_free(canvas);
}

static void long_text_wraps_and_scrolls(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(2, 12);
    const char *text = "ашық жеке кәсіпкерлік тіркелген";
    int rows = area_wrap(area_all(canvas), 0, 0, STYLE_SAY, text);
    row_is(canvas, 0, "ашық жеке");
    row_is(canvas, 1, "кәсіпкерлік");
    assert_int_equal(rows, 3);
    assert_int_equal(canvas_cell(canvas, 0, 0)->style, STYLE_SAY);
    canvas_reset(canvas, 2, 12);
    area_wrap(area_all(canvas), 0, 1, STYLE_SAY, text);
    row_is(canvas, 0, "кәсіпкерлік");
    row_is(canvas, 1, "тіркелген");
    canvas_free(canvas);
}

static void lines_meet_in_crossings_and_carry_a_title(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(3, 12);
    area_hline(area_all(canvas), 0, "Үй");
    area_hline(area_all(canvas), 2, NULL);
    area_vline(area_all(canvas), 8);
    row_is(canvas, 0, "── Үй ──┬───");
    row_is(canvas, 1, "        │");
    row_is(canvas, 2, "────────┴───");
    canvas_reset(canvas, 2, 12);
    canvas_set_lines(canvas, LINES_ASCII);
    area_hline(area_all(canvas), 0, NULL);
    area_vline(area_all(canvas), 3);
    row_is(canvas, 0, "---+--------");
    row_is(canvas, 1, "   |");
    canvas_free(canvas);
}

static void a_restyled_row_keeps_what_has_a_meaning(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(1, 12);
    area_put(area_all(canvas), 0, 0, STYLE_NORMAL, "IE ");
    area_put(area_all(canvas), 0, 3, STYLE_BAD, "open");
    area_style_row(area_all(canvas), 0, STYLE_SELECTED);
    assert_int_equal(canvas_cell(canvas, 0, 0)->style, STYLE_SELECTED);
    assert_int_equal(canvas_cell(canvas, 0, 3)->style, STYLE_BAD);
    assert_int_equal(canvas_cell(canvas, 0, 9)->style, STYLE_NORMAL);
    row_is(canvas, 0, "IE open");
    canvas_free(canvas);
}

static void the_cursor_is_hidden_until_set_inside(void **state)
{
    (void)state;
    struct canvas *canvas = canvas_new(5, 10);
    int row = 0;
    int column = 0;
    assert_false(canvas_cursor(canvas, &row, &column));
    area_cursor(area_part(area_all(canvas), 2, 3, 2, 4), 1, 99);
    assert_true(canvas_cursor(canvas, &row, &column));
    assert_int_equal(row, 3);
    assert_int_equal(column, 6);
    canvas_reset(canvas, 5, 10);
    assert_false(canvas_cursor(canvas, &row, &column));
    canvas_free(canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_clipped_on_all_sides),
        cmocka_unit_test(a_part_never_leaves_its_whole),
        cmocka_unit_test(rows_and_columns_are_taken_from_both_ends),
        cmocka_unit_test(foreign_text_leaves_no_control_in_a_cell),
        cmocka_unit_test(a_letter_and_its_marks_share_a_cell),
        cmocka_unit_test(wide_letters_take_two_cells_and_are_never_halved),
        cmocka_unit_test(columns_of_names_stay_aligned),
        cmocka_unit_test(long_text_wraps_and_scrolls),
        cmocka_unit_test(lines_meet_in_crossings_and_carry_a_title),
        cmocka_unit_test(a_restyled_row_keeps_what_has_a_meaning),
        cmocka_unit_test(the_cursor_is_hidden_until_set_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
