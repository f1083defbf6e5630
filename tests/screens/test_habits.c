/* What hands get used to: Esc loses nothing, a paste is never a command, help
 * and palette list every command and find it by any name, nothing is sent
 * without a yes; and what a call costs in keys and in bytes. */
#include "tests/screens/desk_play.h"

#include "console/base/language.h"
#include "screens/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STUDENT "060312580870"
#define IDLE_IE "850101300808"

/* The budgets: keys beyond the number, bytes written to the terminal. */
enum {
    KEYS_A_CASE = 30,
    KEYS_A_LOOK = 1,
    BYTES_FIRST = 6000,
    BYTES_DOWN = 300,
    BYTES_LETTER = 60,
    BYTES_SECOND = 40
};

/* Esc goes back; what was typed is found again, or it asks first. */
static void esc_loses_nothing(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_keys(&play, "n");
    play_see(&play, "0 / 12");
    play_type(&play, "060312");
    play_see(&play, "6 / 12");
    play_keys(&play, "Esc");
    play_see(&play, "What is half typed here is lost");
    play_keys(&play, "Enter"); /* no */
    play_gone(&play, "What is half typed here is lost");
    play_see(&play, "6 / 12");
    play_type(&play, "580870");
    play_see(&play, "✗ UNINSURED");
    play_keys(&play, "e");
    play_see(&play, "Esc done");
    play_type(&play, "жазба");
    play_see(&play, "жазба");
    play_keys(&play, "Esc");
    play_gone(&play, "Esc done");
    play_see(&play, "жазба");
    play_keys(&play, "k");
    play_see(&play, "Case for a branch");
    play_type(&play, "87017");
    play_see(&play, "87017");
    play_keys(&play, "Esc");
    play_see(&play, "Are you asking");
    play_keys(&play, "Esc");
    play_see(&play, "A call is unfinished");
    play_keys(&play, "r");
    play_see(&play, "Are you asking");
    play_see(&play, "жазба");
    play_keys(&play, "k");
    play_see(&play, "87017");
    play_over(&place, &play);
}

static void a_paste_runs_no_command(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_paste(&play, "n\rq\r:quit\r1");
    play_keys(&play, "c");
    play_see(&play, "Cases: 0");
    play_paste(&play, "q\r:quit\r\033\033[20~");
    play_keys(&play, "Esc");
    play_see(&play, "Ready for a call");
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    play_paste(&play, "1\r1\rx\rk\rq\r");
    play_keys(&play, "l");
    play_see(&play, "ҚАЗ");
    play_keys(&play, "l l");
    play_see(&play, "Are you asking");
    play_keys(&play, "e");
    play_see(&play, "Esc done");
    play_paste(&play, "q\r:quit\r\033]0;x\007 соңы\xE2\x80\xAE\x01");
    play_see(&play, " соңы");
    play_see(&play, ":quit");
    play_see(&play, "Esc done");
    play_keys(&play, "F6");
    play_gone(&play, "Esc done");
    play_see(&play, "Are you asking");
    play_over(&place, &play);
}

/* Help and palette. */

static void help_lists_every_command(void **state)
{
    struct play_place place;
    struct play play;
    AUTO_CHARS last = NULL;
    (void)state;
    play_open(&place);
    play_start(&play, &place,
               &(struct play_cast){.rows = COMMAND_COUNT + 8, .columns = 100});
    play_keys(&play, "?");
    play_see(&play, "Help: all keys");
    for (int c = 0; c < COMMAND_COUNT; c++)
        play_see(&play, command_text((enum command)c));
    pty_settle(&play.pty, 80);
    last = pty_row(&play.pty, 3 + COMMAND_COUNT - 1);
    assert_true(strlen(last) > 20);
    AUTO_CHARS below = pty_row(&play.pty, 3 + COMMAND_COUNT);
    assert_string_equal(below, "");
    pty_resize(&play.pty, 24, 80);
    play_gone(&play, last + 20);
    for (int page = 0; page < COMMAND_COUNT / 20 + 1; page++)
        play_keys(&play, "PageDown");
    play_see(&play, last + 20);
    play_over(&place, &play);
}

/* In the palette: a word of a command's name, typed in its own layout or, by
 * mistake, in the Latin one; a key. Only the command remains, and Enter runs
 * it. */
static void the_palette_finds_a_command_by_any_name(void **state)
{
    static const char *const words[] = {
        "cases",        "List the", "ТІЗІМІН",  "Список обращ",
        "cgbcjr j,hfo", "n3p3v3y",  "дшые еру", "f6"};
    (void)state;
    for (size_t i = 0; i < COUNT(words); i++) {
        struct play_place place;
        struct play play;
        play_enter(&place, &play, NULL);
        play_keys(&play, ":");
        play_see(&play, "End the program");
        play_type(&play, words[i]);
        play_gone(&play, "End the program");
        play_see(&play, "> c F6");
        play_keys(&play, "Enter");
        play_see(&play, "Cases: 0");
        play_over(&place, &play);
    }
}

/* Help narrows in the same way, also to commands of other screens. */
static void help_finds_a_command_of_another_screen(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_keys(&play, "F1");
    play_see(&play, "Help: all keys");
    play_type(&play, "вручную");
    play_gone(&play, "Start a new call");
    play_see(&play, "Open a case for a branch now, by hand");
    play_keys(&play, "Enter"); /* it cannot be given here */
    play_not(&play, "Case for a branch");
    play_keys(&play, "Esc");
    play_see(&play, "Ready for a call");
    play_over(&place, &play);
}

/* What leaves the desk asks, and no is what any other key means. */

static void to_the_form(struct play *play)
{
    play_call_of(play, STUDENT, "✗ UNINSURED");
    play_keys(play, "1");
    play_see(play, "do you study, work");
    play_keys(play, "1");
    play_see(play, "Where and how do you study");
    play_keys(play, "1");
    play_see(play, "dean's office");
    play_keys(play, "3");
    play_see(play, "were you enrolled");
    play_keys(play, "?");
    play_see(play, "The place of study has");
    play_keys(play, "Enter");
    play_see(play, "Case for a branch");
}

static void a_case_is_sent_only_after_yes(void **state)
{
    static const char *const noes[] = {"Enter",  "2", "Space",
                                       "Ctrl+S", "y", "Esc"};
    static const char *const list[] = {"case", "list", "--json", NULL};
    struct play_place place;
    struct play play;
    char number[24];
    (void)state;
    play_enter(&place, &play, NULL);
    to_the_form(&play);
    for (size_t i = 0; i < COUNT(noes); i++) {
        play_keys(&play, "Ctrl+S");
        play_see(&play, "Send the case to: Kyzylorda");
        play_see(&play, "2 no, go back");
        play_keys(&play, noes[i]);
        play_gone(&play, "Send the case to: Kyzylorda");
        play_see(&play, "Case for a branch");
    }
    AUTO_CHARS none = play_command(&place, list, 0);
    assert_int_equal(play_count(none, "\"number\""), 0);
    play_save_case(&play, number);
    play_over(&place, &play);
}

/* Budgets. */

static void a_case_costs_few_keys(void **state)
{
    struct play_place place;
    struct play play;
    char number[24];
    (void)state;
    play_enter(&place, &play, NULL);
    to_the_form(&play);
    play_type(&play, "87010000055");
    play_keys(&play, "Enter 2");
    play_see(&play, "[2 yes]");
    play_save_case(&play, number);
    play_leave(&play);
    int keys = play.keys - (int)strlen(STUDENT);
    if (keys > KEYS_A_CASE)
        fail_msg("a case takes %d keys, the budget is %d", keys, KEYS_A_CASE);
    play_over(&place, &play);
}

static void a_look_up_costs_one_key(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_call_of(&play, IDLE_IE, "✗ UNINSURED since 1 Oct 2026");
    assert_true(play.keys - (int)strlen(IDLE_IE) <= KEYS_A_LOOK);
    play_over(&place, &play);
}

static void a_line_that_wants_a_reason_gets_one_digit_more(void **state)
{
    static const char *const arguments[] = {"-o", "desk.lookup_reason=yes",
                                            NULL};
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, &(struct play_cast){.arguments = arguments});
    play_keys(&play, "n");
    play_see(&play, "The caller's IIN");
    play_type(&play, IDLE_IE);
    play_see(&play, "Why do you look this person up?");
    play_never(&play, "UNINSURED");
    play_keys(&play, "9"); /* no such reason: back to the number */
    play_see(&play, "The caller's IIN");
    play_keys(&play, "Enter");
    play_see(&play, "Why do you look this person up?");
    play_keys(&play, "1");
    play_see(&play, "UNINSURED since 1 Oct 2026");
    play_over(&place, &play);
}

static void after_the_limit_the_registry_is_not_asked(void **state)
{
    static const char *const arguments[] = {"-o", "desk.lookups_per_hour=1",
                                            NULL};
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, &(struct play_cast){.arguments = arguments});
    play_call_of(&play, IDLE_IE, "✗ UNINSURED since 1 Oct 2026");
    play_keys(&play, "x");
    play_save_call(&play);
    play_leave(&play);
    play_keys(&play, "n");
    play_see(&play, "The caller's IIN");
    play_type(&play, IDLE_IE);
    play_see(&play, "You have looked up as many people");
    play_not(&play, "UNINSURED");
    play_over(&place, &play);
}

static void costs(struct play *play, const char *keys, const char *sees,
                  size_t budget)
{
    size_t before = pty_bytes(&play->pty);
    play_keys(play, keys);
    if (sees)
        play_see(play, sees);
    pty_settle(&play->pty, 80);
    size_t bytes = pty_bytes(&play->pty) - before;
    if (bytes > budget)
        fail_msg("%s costs %zu bytes, the budget is %zu", keys, bytes, budget);
}

/* The terminal is cleared when the screens begin, and never again. */
static void never_clears(const struct play *play, size_t from)
{
    static const char *const clears[] = {"\033[2J", "\033[3J", "\033[J",
                                         "\033[0J", "\033c"};
    for (size_t i = 0; i < COUNT(clears); i++)
        if (pty_wrote(&play->pty, from, clears[i]))
            fail_msg("the screen was cleared: no. %d", (int)i);
}

static void a_screen_costs_few_bytes(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_see(&play, "None yet");
    pty_settle(&play.pty, 80);
    assert_true(pty_bytes(&play.pty) <= BYTES_FIRST);
    size_t first = pty_bytes(&play.pty);
    costs(&play, "F1", "Help: all keys", BYTES_FIRST);
    for (int i = 0; i < 30; i++)
        costs(&play, "Down", NULL, i < 18 ? BYTES_DOWN : BYTES_FIRST);
    play_keys(&play, "Esc");
    play_gone(&play, "Help: all keys");
    play_keys(&play, "n");
    play_see(&play, "0 / 12");
    play_keys(&play, "0"); /* the key bar changes with the first digit */
    play_see(&play, "1 / 12");
    pty_settle(&play.pty, 80);
    costs(&play, "6", "2 / 12", BYTES_LETTER + BYTES_SECOND);
    play_type(&play, &STUDENT[2]);
    play_see(&play, "✗ UNINSURED");
    play_keys(&play, "e");
    play_see(&play, "Esc done");
    for (int i = 0; i < 10; i++)
        costs(&play, "ә", NULL, BYTES_LETTER + BYTES_SECOND);
    never_clears(&play, first);
    play_over(&place, &play);
}

/* With the timer running; the text "12 s ago" moves once in ten seconds. */
static void an_idle_call_costs_next_to_nothing(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    play_see(&play, "call 00:01");
    size_t before = pty_bytes(&play.pty);
    play_see(&play, "call 00:05");
    assert_true(pty_bytes(&play.pty) - before <= 4 * BYTES_SECOND);
    play_over(&place, &play);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(esc_loses_nothing),
        cmocka_unit_test(a_paste_runs_no_command),
        cmocka_unit_test(help_lists_every_command),
        cmocka_unit_test(the_palette_finds_a_command_by_any_name),
        cmocka_unit_test(help_finds_a_command_of_another_screen),
        cmocka_unit_test(a_case_is_sent_only_after_yes),
        cmocka_unit_test(a_case_costs_few_keys),
        cmocka_unit_test(a_line_that_wants_a_reason_gets_one_digit_more),
        cmocka_unit_test(after_the_limit_the_registry_is_not_asked),
        cmocka_unit_test(a_look_up_costs_one_key),
        cmocka_unit_test(a_screen_costs_few_bytes),
        cmocka_unit_test(an_idle_call_costs_next_to_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
