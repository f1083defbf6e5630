/* The power goes, the line is cut, the program is told to end: in the middle
 * of a call, at several points. The same person is offered the call where it
 * stopped; nobody else is. */
#include "tests/screens/desk_play.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>

#include <cmocka.h>

#define STUDENT "060312580870"
#define OFFER   "A call is unfinished"

/* The same person comes back and goes on with the call. */
static void come_back(struct play *play, struct play_place *place)
{
    play_start(play, place, NULL);
    play_see(play, OFFER);
    play_keys(play, "r");
    play_gone(play, OFFER);
}

/* To the second question behind "do you study". */
static void to_the_dean(struct play *play)
{
    play_call_of(play, STUDENT, "✗ UNINSURED");
    play_keys(play, "1");
    play_see(play, "do you study, work");
    play_keys(play, "1");
    play_see(play, "Where and how do you study");
    play_keys(play, "1");
    play_see(play, "Have you asked the dean's office");
}

static void begin_at_the_dean(struct play_place *place, struct play *play)
{
    play_enter(place, play, NULL);
    to_the_dean(play);
}

static void to_the_form(struct play *play)
{
    to_the_dean(play);
    play_keys(play, "3");
    play_see(play, "were you enrolled");
    play_keys(play, "?");
    play_see(play, "The place of study has");
    play_keys(play, "Enter");
    play_see(play, "Case for a branch");
}

static void write_notes(struct play *play, const char *notes)
{
    play_keys(play, "e");
    play_see(play, "Esc done");
    play_type(play, notes);
    play_keys(play, "F6");
    play_gone(play, "Esc done");
    play_see(play, notes);
}

static int cases_in(struct play_place *place)
{
    static const char *const list[] = {"case", "list", "--json", NULL};
    AUTO_CHARS cases = play_command(place, list, 0);
    return play_count(cases, "\"number\"");
}

static void after_the_number(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    play_crash(&play);
    come_back(&play, &place);
    play_see(&play, "Are you asking about yourself");
    play_see(&play, "........0870");
    play_see(&play, "✗ UNINSURED");
    play_over(&place, &play);
}

static void while_the_number_is_typed(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_keys(&play, "n");
    play_see(&play, "12 digits");
    play_type(&play, "060312");
    play_see(&play, "6 / 12");
    play_crash(&play);
    play_start(&play, &place, NULL);
    play_see(&play, "? help"); /* offered or not: it costs only the field */
    play_over(&place, &play);
}

static void while_the_registry_is_asked(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_fault(&place, "hang");
    play_call_of(&play, STUDENT, "asking the registry");
    play_keys(&play, "1");
    play_see(&play, "Waiting for the registry");
    play_crash(&play);
    play_fault(&place, "none");
    come_back(&play, &place);
    play_see(&play, "........0870");
    play_not(&play, "asking the registry");
    play_keys(&play, "r");
    play_see(&play, "✗ UNINSURED");
    play_see(&play, "do you study, work");
    play_over(&place, &play);
}

static void between_two_questions(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    begin_at_the_dean(&place, &play);
    play_crash(&play);
    come_back(&play, &place);
    play_see(&play, "Have you asked the dean's office");
    play_see(&play, "✗ UNINSURED");
    play_keys(&play, "Backspace");
    play_see(&play, "Where and how do you study");
    play_crash(&play);
    come_back(&play, &place);
    play_see(&play, "1 • Kazakhstan, full-time");
    play_keys(&play, "3");
    play_see(&play, "Do you need a planned visit");
    play_keys(&play, "2");
    play_see(&play, "Students of foreign");
    play_over(&place, &play);
}

static void with_notes_and_another_language(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    begin_at_the_dean(&place, &play);
    write_notes(&play, "Деканат әңгімесі");
    play_keys(&play, "l");
    play_see(&play, "ҚАЗ");
    play_crash(&play);
    come_back(&play, &place);
    play_see(&play, "Деканат әңгімесі");
    play_see(&play, "ҚАЗ");
    play_over(&place, &play);
}

static void with_a_filled_form(void **state)
{
    char number[24];
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    to_the_form(&play);
    play_type(&play, "87010000077");
    play_keys(&play, "Tab 2 Tab");
    play_see(&play, "[2 yes]");
    play_see(&play, "> Branch");
    play_crash(&play);
    come_back(&play, &place);
    play_see(&play, "Case for a branch");
    play_see(&play, "87010000077");
    play_see(&play, "[2 yes]");
    play_save_case(&play, number);
    assert_int_equal(cases_in(&place), 1);
    play_over(&place, &play);
}

static void somebody_else_is_not_offered_the_call(void **state)
{
    struct play_place place;
    struct play play, other;
    (void)state;
    begin_at_the_dean(&place, &play);
    play_crash(&play);
    play_start(&other, &place, &(struct play_cast){.name = "bolat"});
    play_see(&other, "Ready for a call");
    play_not(&other, OFFER);
    play_end(&other);
    come_back(&play, &place);
    play_see(&play, "Have you asked the dean's office");
    play_over(&place, &play);
}

/* A second window of the same person: the call under way is not offered. */
static void the_call_under_way_is_not_offered_twice(void **state)
{
    struct play_place place;
    struct play play, second;
    (void)state;
    begin_at_the_dean(&place, &play);
    play_start(&second, &place, NULL);
    play_see(&second, "Ready for a call");
    play_not(&second, OFFER);
    play_crash(&play);
    play_end(&second);
    come_back(&play, &place);
    play_see(&play, "Have you asked the dean's office");
    play_over(&place, &play);
}

static void a_dropped_call_is_gone_only_after_yes(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    begin_at_the_dean(&place, &play);
    play_crash(&play);
    play_start(&play, &place, NULL);
    play_see(&play, OFFER);
    play_keys(&play, "Delete");
    play_see(&play, "Drop the unfinished call");
    play_keys(&play, "Enter"); /* anything but 1 is no */
    play_gone(&play, "Drop the unfinished call");
    play_see(&play, OFFER);
    play_keys(&play, "Delete");
    play_see(&play, "Drop the unfinished call");
    play_keys(&play, "1");
    play_see(&play, "Ready for a call");
    play_crash(&play);
    play_start(&play, &place, NULL);
    play_see(&play, "Ready for a call");
    play_over(&place, &play);
}

/* Signals. */

static struct termios modes(const struct play *play)
{
    struct termios modes;
    assert_int_equal(tcgetattr(play->pty.master, &modes), 0);
    return modes;
}

static void the_signal(int number)
{
    struct play_place place;
    struct play play;
    play_enter(&place, &play, NULL);
    assert_false(modes(&play).c_lflag & (ICANON | ECHO));
    to_the_dean(&play);
    write_notes(&play, "Сөз");
    size_t before = pty_bytes(&play.pty);
    pty_kill(&play.pty, number);
    assert_int_equal(pty_wait_exit(&play.pty), 0);
    assert_true(pty_wrote(&play.pty, before, "\033[?1049l"));
    assert_true(pty_wrote(&play.pty, before, "\033[?2004l"));
    assert_int_equal(modes(&play).c_lflag & (ICANON | ECHO), ICANON | ECHO);
    assert_true(modes(&play).c_iflag & ICRNL);
    pty_close(&play.pty);
    come_back(&play, &place);
    play_see(&play, "Have you asked the dean's office");
    play_see(&play, "Сөз");
    play_over(&place, &play);
}

static void a_signal_gives_the_terminal_back_and_keeps_the_call(void **state)
{
    (void)state;
    the_signal(SIGTERM);
    the_signal(SIGHUP);
}

static void a_cut_line_keeps_the_call_and_ends_the_program(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    begin_at_the_dean(&place, &play);
    write_notes(&play, "Байланыс");
    pty_hangup(&play.pty);
    assert_int_equal(pty_wait_exit(&play.pty), 0);
    pty_close(&play.pty);
    come_back(&play, &place);
    play_see(&play, "Have you asked the dean's office");
    play_see(&play, "Байланыс");
    play_over(&place, &play);
}

static void a_cut_line_keeps_notes_that_are_being_typed(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    begin_at_the_dean(&place, &play);
    play_keys(&play, "e");
    play_see(&play, "Esc done");
    play_type(&play, "жарты сөз");
    play_see(&play, "жарты сөз");
    pty_hangup(&play.pty);
    assert_int_equal(pty_wait_exit(&play.pty), 0);
    pty_close(&play.pty);
    come_back(&play, &place);
    play_see(&play, "жарты сөз");
    play_over(&place, &play);
}

static off_t draft_bytes(const struct play_place *place)
{
    struct stat about;
    AUTO_CHARS path = mem_format("%s/drafts/aigul.0.draft", place->folder);
    assert_int_equal(stat(path, &about), 0);
    return about.st_size;
}

static void notes_that_are_being_typed_are_in_the_draft_soon(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    begin_at_the_dean(&place, &play);
    play_keys(&play, "e");
    play_see(&play, "Esc done");
    off_t before = draft_bytes(&place);
    play_type(&play, "жарты сөз");
    play_see(&play, "жарты сөз");
    for (int i = 0; i < 400 && draft_bytes(&place) == before; i++)
        pty_settle(&play.pty, 50);
    assert_true(draft_bytes(&place) > before);
    play_crash(&play);
    come_back(&play, &place);
    play_see(&play, "жарты сөз");
    play_over(&place, &play);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_the_number),
        cmocka_unit_test(while_the_number_is_typed),
        cmocka_unit_test(while_the_registry_is_asked),
        cmocka_unit_test(between_two_questions),
        cmocka_unit_test(with_notes_and_another_language),
        cmocka_unit_test(with_a_filled_form),
        cmocka_unit_test(somebody_else_is_not_offered_the_call),
        cmocka_unit_test(the_call_under_way_is_not_offered_twice),
        cmocka_unit_test(a_dropped_call_is_gone_only_after_yes),
        cmocka_unit_test(a_signal_gives_the_terminal_back_and_keeps_the_call),
        cmocka_unit_test(a_cut_line_keeps_the_call_and_ends_the_program),
        cmocka_unit_test(a_cut_line_keeps_notes_that_are_being_typed),
        cmocka_unit_test(notes_that_are_being_typed_are_in_the_draft_soon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
