/* People at terminals: the keys PuTTY sends, pastes, terminals that will not
 * do, resizes, crashes, a cut line; each story runs term_probe in a terminal of
 * its own. */
#include "console/base/memory.h"
#include "tests/screens/pty.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 24, COLUMNS = 80 };

#define IIN "900101200123"

static void begin_as(struct pty *pty, char *mode,
                     const char *const *environment)
{
    AUTO_CHARS program = pty_program("tests/screens/kit/term_probe");
    char *argv[] = {program, mode, NULL};
    pty_start(pty, argv, environment, ROWS, COLUMNS);
}

static void begin(struct pty *pty, char *mode, const char *const *environment)
{
    begin_as(pty, mode, environment);
    pty_see(pty, "80x24");
}

static void end(struct pty *pty)
{
    pty_type(pty, "\033[21~");
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_close(pty);
}

static void putty_function_keys_are_not_esc(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, NULL, NULL);
    pty_type(&pty, "Қа\033[11~\033[14~\033[1~\033[4~б");
    pty_see(&pty, "Өріс Қаб");
    pty_see(&pty, "keys F1 F4 Home End");
    assert_false(pty_shows(&pty, "Esc"));
    end(&pty);
}

static void the_numeric_keypad_types_an_iin(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, "digits", NULL);
    pty_type(&pty, "\033Oy\033Op\033Op\033Oq\033Op\033Oq\033Or\033Op\033Op"
                   "\033Oq\033Or\033Os\033OM");
    pty_see(&pty, IIN);
    pty_see(&pty, "keys Enter");
    end(&pty);
}

static void the_kazakh_number_row_types_an_iin(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, "digits", NULL);
    pty_type(&pty, "ұққ\"қ\"әққ\"әі");
    pty_see(&pty, IIN);
    end(&pty);
}

static void keys_of_other_terminals_have_their_names(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, NULL, NULL);
    pty_type(&pty, "\033[[A\033OR\033[24~\033[7~\033[8~\033[5~\033[6~\033[Z");
    pty_see(&pty, "keys F1 F3 F12 Home End PageUp PageDown Shift+Tab");
    end(&pty);
}

static void esc_alone_is_esc_and_a_letter_after_it_is_alt(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, NULL, NULL);
    pty_type(&pty, "\033");
    pty_see(&pty, "keys Esc");
    pty_type(&pty, "\033x\020");
    pty_see(&pty, "keys Esc Alt+X Ctrl+P");
    end(&pty);
}

static void a_sequence_nobody_knows_is_swallowed(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, NULL, NULL);
    pty_type(&pty, "\033[99;7~\033[?1;2c\033[M !!\033[<0;5;5M\033Oza");
    pty_see(&pty, "Өріс a");
    AUTO_CHARS keys = pty_row(&pty, 2);
    assert_string_equal(keys, "keys");
    end(&pty);
}

static void a_paste_is_text_and_never_keys(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, NULL, NULL);
    pty_type(&pty, "\033[200~q\r:quit\r\033[21~\x07 Ә\033[20");
    pty_type(&pty, "1~");
    pty_see(&pty, "keys Paste");
    pty_see(&pty, "Өріс q :quit [21~ Ә");
    pty_type(&pty, "\033OQ\033[200~\033[B\r\033[21~\033[201~");
    pty_see(&pty, "Paste F2 Paste");
    assert_int_equal(pty_find(&pty, "> B05-000001-7"), 3);
    end(&pty);
}

static void a_long_paste_is_cut_and_the_next_key_is_a_key(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, NULL, NULL);
    pty_type(&pty, "\033[200~");
    for (int i = 0; i < 100; i++) {
        char part[1025] = "";
        memset(part, 'a' + i % 26, 1024);
        pty_type(&pty, part);
    }
    pty_type(&pty, "\033[201~\033[15~");
    pty_see(&pty, "keys Paste F5");
    end(&pty);
}

static void an_unknown_terminal_is_taken_for_a_common_one(void **state)
{
    (void)state;
    /* Curses keeps what a newterm() that failed took. */
    const char *const environment[] = {"TERM=putty-nobody-has",
                                       "ASAN_OPTIONS=detect_leaks=0", NULL};
    struct pty pty;
    begin(&pty, NULL, environment);
    pty_see(&pty, "Тексеру");
    end(&pty);
}

static void a_terminal_that_cannot_is_refused_in_one_sentence(void **state)
{
    (void)state;
    char longest[5100] = "TERM=";
    memset(longest + 5, 'x', 5000);
    const char *const terms[] = {"TERM=",        "TERM",        "TERM=dumb",
                                 "TERM=../../x", "TERM=/etc/x", "TERM=a b",
                                 "TERM=\033[2J", longest};
    for (size_t i = 0; i < COUNT(terms); i++) {
        const char *const environment[] = {terms[i], NULL};
        struct pty pty;
        begin_as(&pty, NULL, environment);
        assert_int_equal(pty_wait_exit(&pty), 1);
        assert_true(pty_shows(&pty, "The terminal cannot place text"));
        assert_false(pty_shows(&pty, "Тексеру"));
        assert_false(pty_wrote(&pty, 0, "\033["));
        pty_close(&pty);
    }
}

static void a_storm_of_resizes_keeps_text_and_selection(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, NULL, NULL);
    pty_type(&pty, "Ұлжан\033OQ\033[B\033[B");
    pty_see(&pty, "> B05-000003-7");
    unsigned random = 7;
    for (int i = 0; i < 200; i++) {
        random = random * 1103515245u + 12345u;
        pty_resize(&pty, 1 + (int)(random >> 16) % 60,
                   1 + (int)(random >> 8) % 200);
    }
    pty_resize(&pty, 30, 100);
    pty_see(&pty, "100x30");
    pty_see(&pty, "Өріс Ұлжан");
    pty_see(&pty, "> B05-000003-7");
    int row = 0;
    int column = 0;
    assert_true(pty_cursor(&pty, &row, &column));
    assert_int_equal(row, pty_find(&pty, "> B05-000003-7"));
    end(&pty);
}

static void the_mouse_is_off_until_asked_for(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, NULL, NULL);
    assert_false(pty_wrote(&pty, 0, "\033[?1000h"));
    pty_type(&pty, "\033OQ\033[17~\033[<65;10;10M\033[<65;10;10M");
    pty_see(&pty, "> B05-000003-7");
    assert_true(pty_wrote(&pty, 0, "\033[?1000h"));
    end(&pty);
}

static void the_terminal_is_given_back(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, NULL, NULL);
    assert_true(pty_wrote(&pty, 0, "\033[?2004h"));
    size_t before = pty_bytes(&pty);
    pty_type(&pty, "Ғ\033[21~");
    assert_int_equal(pty_wait_exit(&pty), 0);
    assert_true(pty_wrote(&pty, before, "\033[?2004l"));
    assert_true(pty_wrote(&pty, before, "\033[?1049l"));
    assert_true(pty_shows(&pty, "field=Ғ"));
    assert_false(pty_shows(&pty, "B05"));
    pty_close(&pty);
}

static void nothing_stays_to_read_without_an_alternate_screen(void **state)
{
    (void)state;
    const char *const environment[] = {"TERM=vt100", NULL};
    struct pty pty;
    begin(&pty, NULL, environment);
    pty_type(&pty, "\033[21~");
    assert_int_equal(pty_wait_exit(&pty), 0);
    assert_false(pty_shows(&pty, "B05"));
    pty_close(&pty);
}

static void a_crash_gives_the_terminal_back(void **state)
{
    (void)state;
    const int numbers[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct pty pty;
        begin(&pty, NULL, NULL);
        size_t before = pty_bytes(&pty);
        if (numbers[i] == SIGABRT)
            pty_type(&pty, "\033[20~");
        else
            pty_kill(&pty, numbers[i]);
        assert_int_not_equal(pty_wait_exit(&pty), 0);
        assert_true(pty_wrote(&pty, before, "\033[?2004l"));
        assert_true(pty_wrote(&pty, before, "\033[?1049l"));
        assert_false(pty_shows(&pty, "B05"));
        pty_close(&pty);
    }
}

static void a_cut_line_ends_the_program_and_never_spins(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, NULL, NULL);
    pty_type(&pty, "Ұлжан");
    pty_see(&pty, "Ұлжан");
    pty_hangup(&pty);
    pty_wait_exit(&pty);
    assert_in_range(pty.cpu_ms, 0, 2000);
    pty_close(&pty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(putty_function_keys_are_not_esc),
        cmocka_unit_test(the_numeric_keypad_types_an_iin),
        cmocka_unit_test(the_kazakh_number_row_types_an_iin),
        cmocka_unit_test(keys_of_other_terminals_have_their_names),
        cmocka_unit_test(esc_alone_is_esc_and_a_letter_after_it_is_alt),
        cmocka_unit_test(a_sequence_nobody_knows_is_swallowed),
        cmocka_unit_test(a_paste_is_text_and_never_keys),
        cmocka_unit_test(a_long_paste_is_cut_and_the_next_key_is_a_key),
        cmocka_unit_test(an_unknown_terminal_is_taken_for_a_common_one),
        cmocka_unit_test(a_terminal_that_cannot_is_refused_in_one_sentence),
        cmocka_unit_test(a_storm_of_resizes_keeps_text_and_selection),
        cmocka_unit_test(the_mouse_is_off_until_asked_for),
        cmocka_unit_test(the_terminal_is_given_back),
        cmocka_unit_test(nothing_stays_to_read_without_an_alternate_screen),
        cmocka_unit_test(a_crash_gives_the_terminal_back),
        cmocka_unit_test(a_cut_line_ends_the_program_and_never_spins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
