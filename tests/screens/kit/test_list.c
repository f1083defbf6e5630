/* A list of cases on few rows: moving, scrolling, shrinking. */
#include "console/base/memory.h"
#include "screens/kit/list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void draw_number(struct area area, int index, bool selected,
                        void *cookie)
{
    (void)selected;
    (void)cookie;
    area_format(area, 0, 0, STYLE_NORMAL, "%d", index);
}

static void rows_are(struct list *list, const char *first, const char *last)
{
    struct canvas *canvas = canvas_new(5, 10);
    list_draw(list, area_all(canvas), true, draw_number, NULL);
    AUTO_CHARS top = canvas_row(canvas, 0);
    AUTO_CHARS bottom = canvas_row(canvas, 4);
    assert_string_equal(top, first);
    assert_string_equal(bottom, last);
    canvas_free(canvas);
}

static void press(struct list *list, enum key_name name, int times)
{
    while (times-- > 0)
        assert_true(list_key(list, key_named(name)));
}

static void the_selection_is_marked_bold_and_under_the_cursor(void **state)
{
    (void)state;
    struct list list = {0};
    struct canvas *canvas = canvas_new(5, 10);
    int row = 0;
    int column = 0;
    list_set_count(&list, 3);
    press(&list, NAMED_DOWN, 1);
    list_draw(&list, area_all(canvas), true, draw_number, NULL);
    AUTO_CHARS line = canvas_row(canvas, 1);
    assert_string_equal(line, "> 1");
    assert_int_equal(canvas_cell(canvas, 1, 2)->style, STYLE_SELECTED);
    assert_int_equal(canvas_cell(canvas, 0, 2)->style, STYLE_NORMAL);
    assert_true(canvas_cursor(canvas, &row, &column));
    assert_int_equal(row, 1);
    canvas_free(canvas);
}

static void keys_walk_and_scroll_no_more_than_needed(void **state)
{
    (void)state;
    struct list list = {0};
    list_set_count(&list, 20);
    rows_are(&list, "> 0", "  4");
    press(&list, NAMED_DOWN, 5);
    rows_are(&list, "  1", "> 5");
    press(&list, NAMED_UP, 4);
    rows_are(&list, "> 1", "  5");
    press(&list, NAMED_PAGE_DOWN, 2);
    rows_are(&list, "  5", "> 9");
    press(&list, NAMED_END, 1);
    rows_are(&list, "  15", "> 19");
    press(&list, NAMED_DOWN, 1);
    rows_are(&list, "  15", "> 19");
    press(&list, NAMED_PAGE_UP, 9);
    press(&list, NAMED_HOME, 1);
    rows_are(&list, "> 0", "  4");
}

static void a_shrinking_list_keeps_a_row_selected(void **state)
{
    (void)state;
    struct list list = {0};
    list_set_count(&list, 20);
    press(&list, NAMED_END, 1);
    rows_are(&list, "  15", "> 19");
    list_set_count(&list, 7);
    rows_are(&list, "  2", "> 6");
    list_set_count(&list, 0);
    rows_are(&list, "", "");
    assert_int_equal(list.selected, 0);
    press(&list, NAMED_DOWN, 1);
    assert_int_equal(list.selected, 0);
}

static void other_keys_are_left_to_others(void **state)
{
    (void)state;
    struct list list = {0};
    list_set_count(&list, 3);
    assert_false(list_key(&list, key_char('j')));
    assert_false(list_key(&list, key_named(NAMED_ENTER)));
    assert_false(
        list_key(&list, (struct key){.kind = KEY_PASTE, .paste = "x"}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_selection_is_marked_bold_and_under_the_cursor),
        cmocka_unit_test(keys_walk_and_scroll_no_more_than_needed),
        cmocka_unit_test(a_shrinking_list_keeps_a_row_selected),
        cmocka_unit_test(other_keys_are_left_to_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
