/* What people see at their terminals: Kazakh in any locale, lines, colours or
 * none, the cursor, and how few bytes it takes. */
#include "console/base/memory.h"
#include "tests/screens/pty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 24, COLUMNS = 80, QUIET_MS = 60 };

static void begin(struct pty *pty, const char *const *environment)
{
    AUTO_CHARS program = pty_program("tests/screens/kit/term_probe");
    char *argv[] = {program, NULL};
    pty_start(pty, argv, environment, ROWS, COLUMNS);
    pty_see(pty, "80x24");
}

static void end(struct pty *pty)
{
    pty_type(pty, "\033[21~");
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_close(pty);
}

static void kazakh_shows_in_every_locale(void **state)
{
    (void)state;
    const char *const locales[] = {"LC_ALL=C", "LC_ALL", "LC_ALL=xx_YY.UTF-8",
                                   "LC_ALL=POSIX"};
    for (size_t i = 0; i < COUNT(locales); i++) {
        const char *const environment[] = {locales[i], "LANG", "LC_CTYPE",
                                           NULL};
        struct pty pty;
        begin(&pty, environment);
        pty_see(&pty, "Қожахметова Інжу         сақтандырылмаған");
        pty_see(&pty, "── Тексеру ───");
        end(&pty);
    }
}

static void letters_keep_their_columns(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, NULL);
    for (int row = 3; row < ROWS - 1; row++) {
        bool bad = row % 2 == 1;
        struct pty_attr attr = pty_attr(&pty, row, 41);
        assert_int_equal(attr.color, bad ? 1 : 2);
        assert_int_equal(pty_attr(&pty, row, 40).color, -1);
    }
    end(&pty);
}

static void no_box_needs_another_character_set(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, NULL);
    AUTO_CHARS title = pty_row(&pty, 0);
    assert_non_null(strstr(title, "── Тексеру ──"));
    assert_false(pty_shows(&pty, "qqq"));
    pty_type(&pty, "\033OB");
    pty_settle(&pty, QUIET_MS);
    assert_false(pty_wrote(&pty, 0, "\x0E"));
    assert_false(pty_wrote(&pty, 0, "\033(0"));
    end(&pty);
}

/* Is there an SGR sequence that sets a colour? */
static bool has_color(const struct pty *pty)
{
    static const char *const signs[] = {"\033[3", "\033[4", ";3",
                                        ";4",     "\033[9", "\033]"};
    const char *chars = text_chars(&pty->log);
    for (size_t i = 0; i + 2 < pty->log.length; i++) {
        if (chars[i] != '\033' || chars[i + 1] != '[')
            continue;
        size_t end = i + 2 + strspn(chars + i + 2, "0123456789;");
        AUTO_CHARS codes = mem_copy_n(chars + i, end - i);
        for (size_t k = 0; chars[end] == 'm' && k < COUNT(signs); k++) {
            const char *at = strstr(codes, signs[k]);
            size_t length = strlen(signs[k]);
            /* 3x and 4x and 9x are colours, 3 and 4 and 7 are not. */
            if (at && at[length] >= '0' && at[length] <= '9')
                return true;
        }
    }
    return false;
}

static void colour_is_there_by_default_over_the_own_background(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, NULL);
    assert_true(has_color(&pty));
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++)
            assert_int_equal(pty_attr(&pty, row, column).background, -1);
    end(&pty);
}

static void without_colour_states_still_differ(void **state)
{
    (void)state;
    const char *const no_color[] = {"NO_COLOR=1", NULL};
    const char *const vt100[] = {"TERM=vt100", NULL};
    const char *const mono[] = {"PROBE_THEME=mono", NULL};
    const char *const *const environments[] = {no_color, vt100, mono};
    for (size_t i = 0; i < COUNT(environments); i++) {
        struct pty pty;
        begin(&pty, environments[i]);
        pty_type(&pty, "\033OQ\033[B");
        pty_see(&pty, "> B05-000002-7");
        assert_false(has_color(&pty));
        pty_see(&pty, "сақтандырылмаған");
        assert_true(pty_attr(&pty, 5, 41).reverse);
        assert_false(pty_attr(&pty, 6, 41).reverse);
        assert_true(pty_attr(&pty, 4, 2).bold);
        end(&pty);
    }
}

static void the_cursor_rests_on_the_focus(void **state)
{
    (void)state;
    struct pty pty;
    int row = 0;
    int column = 0;
    begin(&pty, NULL);
    pty_type(&pty, "Әсел");
    pty_see(&pty, "Өріс Әсел");
    pty_settle(&pty, QUIET_MS);
    assert_true(pty_cursor(&pty, &row, &column));
    assert_int_equal(row, 1);
    assert_int_equal(column, 9);
    pty_type(&pty, "\033OQ\033[6~");
    pty_see(&pty, "> B05-000020-7");
    pty_settle(&pty, QUIET_MS);
    assert_true(pty_cursor(&pty, &row, &column));
    assert_int_equal(row, pty_find(&pty, "> B05-000020-7"));
    assert_int_equal(column, 0);
    end(&pty);
}

static void few_bytes_go_over_a_bad_line(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, NULL);
    pty_settle(&pty, QUIET_MS);
    size_t first = pty_bytes(&pty);
    pty_type(&pty, "ж");
    pty_see(&pty, "Өріс ж");
    pty_settle(&pty, QUIET_MS);
    size_t letter = pty_bytes(&pty) - first;
    pty_type(&pty, "\033OQ\033[B");
    pty_see(&pty, "> B05-000002-7");
    pty_settle(&pty, QUIET_MS);
    size_t before = pty_bytes(&pty);
    pty_type(&pty, "\033[B");
    pty_see(&pty, "> B05-000003-7");
    pty_settle(&pty, QUIET_MS);
    size_t down = pty_bytes(&pty) - before;
    print_message("bytes: first %zu, letter %zu, down %zu\n", first, letter,
                  down);
    assert_in_range(first, 1, 6000);
    assert_in_range(letter, 1, 60);
    assert_in_range(down, 1, 290);
    before = pty_bytes(&pty);
    for (int i = 0; i < 60; i++)
        pty_type(&pty, "\033[B");
    pty_see(&pty, "> B05-000040-7");
    assert_false(pty_wrote(&pty, before, "\033[2J"));
    assert_false(pty_wrote(&pty, before, "\033[J"));
    end(&pty);
}

static void an_idle_screen_is_silent(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, NULL);
    pty_settle(&pty, QUIET_MS);
    size_t before = pty_bytes(&pty);
    pty_type(&pty, "\033[99~"); /* wakes, changes nothing */
    pty_settle(&pty, QUIET_MS);
    assert_int_equal(pty_bytes(&pty), before);
    end(&pty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kazakh_shows_in_every_locale),
        cmocka_unit_test(letters_keep_their_columns),
        cmocka_unit_test(no_box_needs_another_character_set),
        cmocka_unit_test(colour_is_there_by_default_over_the_own_background),
        cmocka_unit_test(without_colour_states_still_differ),
        cmocka_unit_test(the_cursor_rests_on_the_focus),
        cmocka_unit_test(few_bytes_go_over_a_bad_line),
        cmocka_unit_test(an_idle_screen_is_silent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
