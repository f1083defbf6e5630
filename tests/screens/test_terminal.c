/* Terminals and environments as they are met on the desks: no locale, no
 * colour, no line drawing, a screen reader, a mouse; and what may never be
 * written to any of them. */
#include "tests/screens/desk_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STUDENT "060312580870"
#define INSURED "850314380100"
#define HOSTILE "940609386826"
#define IDLE_IE "850101300808"

/* A call in Kazakh to its form, with what is read on the way. */
static void a_call_in_kazakh(struct play *play)
{
    play_see(play, "жаңа қоңырау");
    play_keys(play, "n");
    play_see(play, "0 / 12");
    play_type(play, STUDENT);
    play_see(play, "✗ САҚТАНДЫРЫЛМАҒАН");
    play_see(play, "Қызылорда облысы");
    play_see(play, "│");
    play_keys(play, "e");
    play_gone(play, "1-4");
    play_type(play, "ӘІҢҒҮҰҚӨҺ әіңғүұқөһ");
    play_see(play, "ӘІҢҒҮҰҚӨҺ әіңғүұқөһ");
}

static void kazakh_is_shown_in_any_locale(void **state)
{
    static const char *const locales[][4] = {
        {"LC_ALL=C"},
        {"LC_ALL=POSIX"},
        {"LC_ALL", "LANG", "LC_CTYPE"},
        {"LC_ALL=kk_KZ.UTF-8"},
        {"LC_ALL", "LANG=ru_RU.KOI8-R"},
        {"LC_ALL=C", "LANGUAGE=de"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(locales); i++) {
        struct play_place place;
        struct play play;
        const char *const environment[] = {locales[i][0], locales[i][1],
                                           locales[i][2], NULL};
        play_enter(
            &place, &play,
            &(struct play_cast){.language = "kk", .environment = environment});
        a_call_in_kazakh(&play);
        play_over(&place, &play);
    }
}

static void lines_need_no_alternate_character_set(void **state)
{
    static const char *const terms[] = {
        "TERM=xterm-256color", "TERM=xterm", "TERM=linux",
        "TERM=screen",         "TERM=vt100", "TERM=no-such-term"};
    (void)state;
    for (size_t i = 0; i < COUNT(terms); i++) {
        struct play_place place;
        struct play play;
        /* Curses leaks what a newterm took that did not know the TERM. */
        const char *const environment[] = {terms[i],
                                           "ASAN_OPTIONS=detect_leaks=0", NULL};
        play_enter(
            &place, &play,
            &(struct play_cast){.language = "kk", .environment = environment});
        a_call_in_kazakh(&play);
        play_see(&play, "────");
        play_never(&play, "\033(0");
        play_never(&play, "\016");
        play_over(&place, &play);
    }
}

static void ascii_draws_with_plain_signs(void **state)
{
    static const char *const ascii[] = {"--ascii", NULL};
    static const char *const box[] = {"─", "│", "┌", "┐", "└", "┘",
                                      "├", "┤", "┬", "┴", "┼"};
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, &(struct play_cast){.arguments = ascii});
    play_call_of(&play, STUDENT, "UNINSURED");
    play_see(&play, "-- Call -------");
    play_see(&play, "Self                                  |");
    play_keys(&play, "F8");
    play_see(&play, "-- End of call ---");
    for (size_t i = 0; i < COUNT(box); i++)
        play_never(&play, box[i]);
    play_over(&place, &play);
}

/* Does a colour stand among the numbers of "ESC [ ... m"? */
static bool sets_colour(const char *numbers)
{
    while (*numbers != 'm') {
        int number = (int)strtol(numbers, (char **)&numbers, 10);
        if ((number >= 30 && number <= 49) || (number >= 90 && number <= 107))
            return true;
        if (*numbers == ';' || *numbers == ':')
            numbers++;
        else if (*numbers != 'm')
            return false;
    }
    return false;
}

static const char *first_colour(const struct play *play)
{
    const char *bytes = text_chars(&play->pty.log);
    while ((bytes = strstr(bytes, "\033["))) {
        bytes += 2;
        size_t length = strspn(bytes, "0123456789;:");
        if (bytes[length] == 'm' && sets_colour(bytes))
            return bytes;
    }
    return NULL;
}

/* Insured, uninsured, unknown, a fault in a form: told by words and signs. */
static void states_are_told_by_text(struct play *play)
{
    play_call_of(play, INSURED, "✓ INSURED");
    play_keys(play, "F8");
    play_see(play, "End of call");
    play_save_call(play);
    play_keys(play, "n");
    play_see(play, "0 / 12");
    play_type(play, IDLE_IE);
    play_see(play, "✗ UNINSURED since");
    play_keys(play, "F8");
    play_see(play, "End of call");
    play_save_call(play);
    play_fault(play->place, "500");
    play_keys(play, "n");
    play_see(play, "0 / 12");
    play_type(play, STUDENT);
    play_see(play, "? UNKNOWN");
    play_keys(play, "F7");
    play_see(play, "> Caller's phone");
    play_see(play, "[1 no] 2 yes");
    play_keys(play, "Ctrl+S");
    play_see(play, "! Which branch acts?");
}

static void without_colour_all_is_told_by_text(void **state)
{
    static const char *const never[] = {"--color=never", NULL};
    static const char *const no_color[] = {"NO_COLOR=1", NULL};
    static const char *const vt100[] = {"TERM=vt100", NULL};
    static const char *const mono[] = {"-o", "ui.theme=mono", NULL};
    static const struct play_cast casts[] = {
        {.environment = no_color},
        {.arguments = never},
        {.environment = vt100},
        {.arguments = mono},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(casts); i++) {
        struct play_place place;
        struct play play;
        play_enter(&place, &play, &casts[i]);
        states_are_told_by_text(&play);
        const char *colour = first_colour(&play);
        if (colour)
            fail_msg("cast %d: a colour was set: %.12s", (int)i, colour);
        play_over(&place, &play);
    }
}

/* Every theme is drawn over the terminal's own background, but high contrast
 * which brings its own; colour says nothing that words do not. */
static void themes_keep_the_background(void **state)
{
    static const char *const themes[] = {"ui.theme=dark", "ui.theme=light"};
    (void)state;
    for (size_t i = 0; i < COUNT(themes); i++) {
        const char *const arguments[] = {"-o", themes[i], NULL};
        struct play_place place;
        struct play play;
        play_enter(&place, &play, &(struct play_cast){.arguments = arguments});
        states_are_told_by_text(&play);
        assert_non_null(first_colour(&play));
        for (int row = 0; row < play.pty.rows; row++)
            for (int column = 0; column < play.pty.columns; column++)
                assert_int_equal(pty_attr(&play.pty, row, column).background,
                                 -1);
        play_over(&place, &play);
    }
}

static void an_unknown_theme_is_refused(void **state)
{
    static const char *const arguments[] = {"-o", "ui.theme=pink", NULL};
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    play_begin(&play, &place, &(struct play_cast){.arguments = arguments});
    assert_int_not_equal(pty_wait_exit(&play.pty), 0);
    play_see(&play, "ui.theme");
    pty_close(&play.pty);
    play_close(&place);
}

/* For screen readers: no lines, one thing a row, the focus in words. */
static void plain_says_where_the_focus_is(void **state)
{
    static const char *const plain[] = {"--plain", NULL};
    static const char *const box[] = {"─", "│", "┬", "┴", "┼", "--", "|"};
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, &(struct play_cast){.arguments = plain});
    play_call_of(&play, STUDENT, "UNINSURED");
    play_keys(&play, "F7");
    play_see(&play, "Case for a branch");
    play_see(&play, "focus: Caller's phone");
    play_keys(&play, "Tab");
    play_see(&play, "focus: May be called back");
    pty_settle(&play.pty, 60);
    AUTO_CHARS screen = pty_screen(&play.pty);
    for (size_t i = 0; i < COUNT(box); i++)
        if (strstr(screen, box[i]))
            fail_msg("a line is drawn with %s:\n%s", box[i], screen);
    play_over(&place, &play);
}

static void the_mouse_is_off_until_asked_for(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_see(&play, "F9 mouse");
    play_keys(&play, "F1");
    play_see(&play, "Help: all keys");
    pty_settle(&play.pty, 60);
    play_never(&play, "\033[?1000h");
    size_t before = pty_bytes(&play.pty);
    play_keys(&play, "F9");
    play_see(&play, "agent aigul  mouse");
    pty_settle(&play.pty, 60);
    assert_true(pty_wrote(&play.pty, before, "\033[?1000h"));
    play_see(&play, "> ? F1");
    pty_type(&play.pty, "\033[<65;5;9M\033[<65;5;9M"); /* the wheel, twice */
    play_see(&play, "> c F6");
    pty_type(&play.pty, "\033[<64;5;9M\033[<0;5;9M\033[<0;5;9m"); /* and back */
    play_see(&play, "> n F2");
    before = pty_bytes(&play.pty);
    play_keys(&play, "Ctrl+T");
    play_gone(&play, "agent aigul  mouse");
    pty_settle(&play.pty, 60);
    assert_true(pty_wrote(&play.pty, before, "\033[?1000l"));
    play_over(&place, &play);
}

/* Only the letters of a hostile name reach the terminal. */
static void a_hostile_name_is_only_letters(void **state)
{
    static const char *const bad[] = {
        "[2J",
        "\033]0",
        "\xE2\x80\x8B",
        "\xE2\x80\xAE",
        "\xE2\x81\xA6",
        "\xEF\xBB\xBF",
        "\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81",
        "\xF3\xA0"};
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    size_t before = pty_bytes(&play.pty);
    play_call_of(&play, HOSTILE, "✓ INSURED");
    play_keys(&play, "v");
    play_see(&play, HOSTILE);
    play_see(&play, "ынақ");
    play_keys(&play, "F8");
    play_see(&play, "End of call");
    play_save_call(&play);
    for (size_t i = 0; i < COUNT(bad); i++)
        if (pty_wrote(&play.pty, before, bad[i]))
            fail_msg("the name wrote no. %d to the terminal", (int)i);
    play_over(&place, &play);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kazakh_is_shown_in_any_locale),
        cmocka_unit_test(lines_need_no_alternate_character_set),
        cmocka_unit_test(ascii_draws_with_plain_signs),
        cmocka_unit_test(without_colour_all_is_told_by_text),
        cmocka_unit_test(themes_keep_the_background),
        cmocka_unit_test(an_unknown_theme_is_refused),
        cmocka_unit_test(plain_says_where_the_focus_is),
        cmocka_unit_test(the_mouse_is_off_until_asked_for),
        cmocka_unit_test(a_hostile_name_is_only_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
