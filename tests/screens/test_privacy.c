/* No personal value is drawn before its event is in the log: name and number
 * are masked until somebody reveals them; and while the log cannot be written
 * nothing of the person appears, and nothing is asked about the person. */
#include "tests/screens/desk_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#define STUDENT "060312580870"
#define PHONE   "87010000055"

/* Values of the student's that only a reveal may show. */
static const char *const values[] = {STUDENT, "Образцов", "Тимур", "Русланович",
                                     "2006-03-12"};

static void nothing_since(const struct play *play, size_t before)
{
    for (size_t i = 0; i < COUNT(values); i++)
        if (pty_wrote(&play->pty, before, values[i]))
            fail_msg("\"%s\" was written to the terminal", values[i]);
}

/* How often the place's one case, or its call, was revealed. */
static int reveals_in(struct play_place *place)
{
    static const char *const list[] = {"case", "list", "--json", NULL};
    AUTO_CHARS cases = play_command(place, list, 0);
    const char *named = strstr(cases, "\"number\"");
    char number[24] = "";
    assert_non_null(named);
    named = strpbrk(named, "0123456789");
    assert_int_equal(sscanf(named, "%23[0-9-]", number), 1);
    const char *const show[] = {"case", "show", number, "--json", NULL};
    AUTO_CHARS story = play_command(place, show, 0);
    return play_count(story, "\"revealed\"");
}

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

static void a_whole_call_shows_only_masks(void **state)
{
    struct play_place place;
    struct play play;
    char number[24];
    (void)state;
    play_open(&place);
    play_start(&play, &place, NULL);
    play_keys(&play, "n");
    play_see(&play, "12 digits");
    play_type(&play, "06031258087");
    play_see(&play, "11 / 12");
    size_t before = pty_bytes(&play.pty);
    play_type(&play, "0");
    play_see(&play, "........0870");
    play_see(&play, "О....... Т. Р.");
    play_keys(&play, "1");
    play_see(&play, "do you study, work");
    play_keys(&play, "F7");
    play_see(&play, "Case for a branch");
    play_save_case(&play, number);
    play_leave(&play);
    play_keys(&play, "Enter");
    play_see(&play, "........0870");
    nothing_since(&play, before);
    play_end(&play);
    play_close(&place);
}

static void a_reveal_shows_and_is_recorded(void **state)
{
    struct play_place place;
    struct play play;
    char number[24];
    (void)state;
    play_open(&place);
    play_start(&play, &place, NULL);
    to_the_form(&play);
    play_keys(&play, "F3");
    play_see(&play, STUDENT);
    play_see(&play, "Образцов Тимур Русланович");
    play_save_case(&play, number);
    play_leave(&play);
    play_not(&play, "Образцов");
    size_t before = pty_bytes(&play.pty);
    play_keys(&play, "Enter"); /* the case's story: masked again */
    play_see(&play, "........0870");
    nothing_since(&play, before);
    int recorded = reveals_in(&place);
    play_keys(&play, "v");
    play_see(&play, STUDENT);
    play_end(&play);
    assert_int_equal(reveals_in(&place), recorded + 1);
    play_close(&place);
}

/* The next caller: nothing of the one before. */
static void a_reveal_ends_with_its_call(void **state)
{
    struct play_place place;
    struct play play;
    char number[24];
    (void)state;
    play_open(&place);
    play_start(&play, &place, NULL);
    to_the_form(&play);
    play_keys(&play, "F3");
    play_see(&play, STUDENT);
    play_save_case(&play, number);
    play_keys(&play, "p");
    play_see(&play, "12 digits");
    play_not(&play, "Образцов");
    size_t before = pty_bytes(&play.pty);
    play_type(&play, "850101300808");
    play_see(&play, "А....... Е. С.");
    play_not(&play, "850101300808");
    nothing_since(&play, before);
    play_end(&play);
    play_close(&place);
}

/* A branch reads a case: masked, also its phone, until it reveals. */
static void a_branch_reads_masks_first(void **state)
{
    struct play_place place;
    struct play agent, branch;
    char number[24];
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    to_the_form(&agent);
    play_type(&agent, PHONE);
    play_see(&agent, PHONE);
    play_save_case(&agent, number);
    play_branch(&branch, &place, "KZO");
    play_see(&branch, number);
    play_keys(&branch, "Enter");
    play_see(&branch, "........0870");
    play_see(&branch, "+7 ... .. 55");
    pty_settle(&branch.pty, 60);
    nothing_since(&branch, 0);
    play_never(&branch, PHONE);
    play_keys(&branch, "v");
    play_see(&branch, PHONE);
    play_see(&branch, "Образцов Тимур Русланович");
    play_end(&branch);
    play_end(&agent);
    play_close(&place);
}

/* The log cannot be written. */

/* Nothing of the person, nor of the answer: the event did not get in. */
static void nothing_is_known(struct play *play, size_t before)
{
    static const char *const facts[] = {"О.......", "Оқу емханасы", "✗",
                                        "Kyzylorda"};
    nothing_since(play, before);
    for (size_t i = 0; i < COUNT(facts); i++)
        if (pty_wrote(&play->pty, before, facts[i]))
            fail_msg("\"%s\" was written to the terminal", facts[i]);
}

static void a_locked_log_shows_nothing_and_asks_nothing(void **state)
{
    static const char *const impatient[] = {"-o", "store.wait_ms=300", NULL};
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    play_start(&play, &place, &(struct play_cast){.arguments = impatient});
    play_keys(&play, "n");
    play_see(&play, "12 digits");
    play_type(&play, "06031258087");
    play_see(&play, "11 / 12");
    pid_t locker = play_lock(&place);
    size_t before = pty_bytes(&play.pty);
    play_type(&play, "0");
    play_see(&play, "? UNKNOWN");
    play_see(&play, "Are you asking about yourself");
    play_keys(&play, "v");
    play_keys(&play, "F1"); /* keys are answered */
    play_see(&play, "Help: all keys");
    play_keys(&play, "Esc");
    play_gone(&play, "Help: all keys");
    play_see(&play, "call 00:02");
    nothing_is_known(&play, before);
    play_unlock(locker);
    play_keys(&play, "r");
    play_see(&play, "✗ UNINSURED");
    play_see(&play, "О....... Т. Р.");
    play_end(&play);
    play_close(&place);
}

static void a_reveal_that_is_not_recorded_shows_nothing(void **state)
{
    static const char *const impatient[] = {"-o", "store.wait_ms=300", NULL};
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    play_start(&play, &place, &(struct play_cast){.arguments = impatient});
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    pid_t locker = play_lock(&place);
    size_t before = pty_bytes(&play.pty);
    play_keys(&play, "v");
    play_see(&play, "The store is busy");
    nothing_since(&play, before);
    play_unlock(locker);
    play_keys(&play, "v");
    play_see(&play, STUDENT);
    play_end(&play);
    play_close(&place);
}

static void a_branch_reveals_nothing_while_the_log_is_locked(void **state)
{
    static const char *const impatient[] = {"-o", "store.wait_ms=300", NULL};
    struct play_place place;
    struct play agent, branch;
    char number[24];
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    to_the_form(&agent);
    play_type(&agent, PHONE);
    play_save_case(&agent, number);
    play_end(&agent);
    play_start(&branch, &place,
               &(struct play_cast){
                   .name = "nurlan", .branch = "KZO", .arguments = impatient});
    play_see(&branch, number);
    play_keys(&branch, "Enter");
    play_see(&branch, "........0870");
    pid_t locker = play_lock(&place);
    play_keys(&branch, "v");
    play_keys(&branch, "l");
    pty_settle(&branch.pty, 1000);
    nothing_since(&branch, 0);
    play_never(&branch, PHONE);
    play_unlock(locker);
    play_keys(&branch, "v");
    play_see(&branch, STUDENT);
    play_end(&branch);
    play_close(&place);
}

/* What lies on disk after a call holds no personal value in the open. */
static void nothing_lies_open_on_disk(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    play_start(&play, &place, NULL);
    to_the_form(&play);
    play_type(&play, PHONE);
    play_keys(&play, "Tab");
    play_see(&play, "> May be called back");
    play_crash(&play);
    AUTO_CHARS command = mem_format("grep -raqE '%s|Образцов|%s' %s", STUDENT,
                                    PHONE, place.folder);
    assert_int_equal(WEXITSTATUS(system(command)), 1);
    play_close(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_call_shows_only_masks),
        cmocka_unit_test(a_reveal_shows_and_is_recorded),
        cmocka_unit_test(a_reveal_ends_with_its_call),
        cmocka_unit_test(a_branch_reads_masks_first),
        cmocka_unit_test(a_locked_log_shows_nothing_and_asks_nothing),
        cmocka_unit_test(a_reveal_that_is_not_recorded_shows_nothing),
        cmocka_unit_test(a_branch_reveals_nothing_while_the_log_is_locked),
        cmocka_unit_test(nothing_lies_open_on_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
