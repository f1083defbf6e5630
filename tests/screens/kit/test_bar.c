/* Bars: as long as their figure, never nothing for something, and of plain
 * signs where lines are. */
#include "console/base/memory.h"
#include "screens/kit/bar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void check(enum lines lines, int64_t value, int64_t most,
                  const char *want)
{
    struct canvas *canvas = canvas_new(1, 12);
    canvas_set_lines(canvas, lines);
    int used = bar_draw(area_part(area_all(canvas), 0, 0, 1, 8), STYLE_NORMAL,
                        value, most);
    AUTO_CHARS row = canvas_row(canvas, 0);
    assert_string_equal(row, want);
    assert_in_range(used, 0, 8);
    canvas_free(canvas);
}

static void a_bar_is_as_long_as_its_figure(void **state)
{
    (void)state;
    check(LINES_BOX, 0, 64, "");
    check(LINES_BOX, 64, 64, "████████");
    check(LINES_BOX, 32, 64, "████");
    check(LINES_BOX, 13, 64, "█▋");
    check(LINES_BOX, 1, 64, "▏");
}

static void something_is_never_drawn_as_nothing(void **state)
{
    (void)state;
    check(LINES_BOX, 1, 1000000, "▏");
    check(LINES_ASCII, 1, 1000000, "#");
    check(LINES_BOX, -1, 10, "");
    check(LINES_BOX, 1, 0, "");
    check(LINES_BOX, 11, 10, "████████");
    check(LINES_BOX, INT64_MAX - 1, INT64_MAX, "████████");
}

static void plain_signs_where_lines_are_plain(void **state)
{
    (void)state;
    check(LINES_ASCII, 4, 8, "####");
    check(LINES_NONE, 8, 8, "########");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bar_is_as_long_as_its_figure),
        cmocka_unit_test(something_is_never_drawn_as_nothing),
        cmocka_unit_test(plain_signs_where_lines_are_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
