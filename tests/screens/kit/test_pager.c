/* A long article in a small window. */
#include "console/base/memory.h"
#include "screens/kit/pager.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void rows_are(struct pager *pager, const char *first, const char *last)
{
    struct canvas *canvas = canvas_new(4, 13);
    pager_draw(pager, area_all(canvas));
    AUTO_CHARS top = canvas_row(canvas, 0);
    AUTO_CHARS bottom = canvas_row(canvas, 3);
    assert_string_equal(top, first);
    assert_string_equal(bottom, last);
    canvas_free(canvas);
}

static void press(struct pager *pager, enum key_name name, int times)
{
    while (times-- > 0)
        assert_true(pager_key(pager, key_named(name)));
}

static void a_short_text_has_no_marks(void **state)
{
    (void)state;
    struct pager pager = {0};
    rows_are(&pager, "", "");
    pager_add(&pager, STYLE_STRONG, "Жарна");
    pager_add(&pager, STYLE_NORMAL, NULL);
    pager_format(&pager, STYLE_NORMAL, "%d ай", 12);
    rows_are(&pager, "Жарна", "");
    press(&pager, NAMED_DOWN, 3);
    rows_are(&pager, "Жарна", "");
    assert_int_equal(pager.total, 3);
    pager_clear(&pager);
}

static void keys_reach_the_last_row_and_come_back(void **state)
{
    (void)state;
    struct pager pager = {0};
    for (int i = 0; i < 10; i++)
        pager_format(&pager, STYLE_NORMAL, "жол %d", i);
    rows_are(&pager, "жол 0", "жол 3       v");
    press(&pager, NAMED_DOWN, 1);
    rows_are(&pager, "жол 1       ^", "жол 4       v");
    press(&pager, NAMED_PAGE_DOWN, 1);
    rows_are(&pager, "жол 4       ^", "жол 7       v");
    press(&pager, NAMED_END, 1);
    rows_are(&pager, "жол 6       ^", "жол 9");
    press(&pager, NAMED_UP, 1);
    rows_are(&pager, "жол 5       ^", "жол 8       v");
    press(&pager, NAMED_HOME, 1);
    rows_are(&pager, "жол 0", "жол 3       v");
    pager_clear(&pager);
}

static void wrapped_paragraphs_scroll_by_their_rows(void **state)
{
    (void)state;
    struct pager pager = {0};
    pager_add(&pager, STYLE_NORMAL, "ашық жеке кәсіпкерлік тіркелген екен");
    pager_add(&pager, STYLE_NORMAL, "соңы");
    rows_are(&pager, "ашық жеке", "екен        v");
    press(&pager, NAMED_END, 1);
    rows_are(&pager, "кәсіпкерлік ^", "соңы");
    pager_clear(&pager);
}

static void other_keys_are_left_to_others(void **state)
{
    (void)state;
    struct pager pager = {0};
    assert_false(pager_key(&pager, key_char('q')));
    assert_false(pager_key(&pager, key_named(NAMED_ESC)));
}

/* A mark is scrolled to, shown at the left of its paragraph, and keeps out of
 * the way afterwards. */
static void a_marked_paragraph_is_shown(void **state)
{
    struct pager pager = {0};
    (void)state;
    for (int i = 1; i <= 9; i++) {
        pager_format(&pager, STYLE_NORMAL, "жол %d", i);
        pager_sign(&pager, i == 6 ? "А" : NULL, STYLE_DIM, 0, 4);
    }
    pager_mark(&pager, 5);
    rows_are(&pager, "    жол 3   ^", "А > жол 6   v");
    press(&pager, NAMED_HOME, 1);
    rows_are(&pager, "    жол 1", "    жол 4   v");
    pager_mark(&pager, 1);
    rows_are(&pager, "    жол 1", "    жол 4   v");
    pager_mark(&pager, -1);
    press(&pager, NAMED_END, 1);
    rows_are(&pager, "А   жол 6   ^", "    жол 9");
    pager_clear(&pager);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_text_has_no_marks),
        cmocka_unit_test(keys_reach_the_last_row_and_come_back),
        cmocka_unit_test(wrapped_paragraphs_scroll_by_their_rows),
        cmocka_unit_test(other_keys_are_left_to_others),
        cmocka_unit_test(a_marked_paragraph_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
