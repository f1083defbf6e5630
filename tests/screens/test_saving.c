/* "Saved" is said when it is so, once, and of nothing else: whatever is
 * pressed, whoever holds the store, whenever the power goes. */
#include "tests/screens/desk_play.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define OFFER   "A call is unfinished"

static int cases_in(struct play_place *place)
{
    static const char *const list[] = {"case", "list", "--json", NULL};
    AUTO_CHARS cases = play_command(place, list, 0);
    return play_count(cases, "\"number\"");
}

static int calls_in(struct play_place *place)
{
    static const char *const list[] = {"call", "list", "--json", NULL};
    AUTO_CHARS calls = play_command(place, list, 0);
    return play_count(calls, "\"outcome\"");
}

static void pressing_save_again_and_again_saves_once(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_to_the_form(&play);
    play_keys(&play, "Ctrl+S");
    play_see(&play, "Send the case to: ");
    play_keys(&play, "1 1 Ctrl+S 1 Ctrl+S 1 Ctrl+S");
    play_see(&play, "Saved, case number ");
    play_end(&play);
    assert_int_equal(cases_in(&place), 1);
    assert_int_equal(calls_in(&place), 1);
    play_close(&place);
}

/* It is for the caller: said before it is sent, and with the number. */
static void by_when_the_branch_answers_is_on_the_screen(void **state)
{
    struct play_place place;
    struct play play;
    char number[24];
    (void)state;
    play_enter(&place, &play, NULL);
    play_to_the_form(&play);
    play_see(&play, "Answer due ");
    play_save_case(&play, number);
    play_see(&play, "Saved, case number ");
    play_see(&play, "Answer due ");
    play_over(&place, &play);
}

/* The form, to be sent, or the words that it is saved already. */
static void go_on_and_save(struct play *play)
{
    char number[24];
    play_keys(play, "r");
    play_gone(play, OFFER);
    play_see(play, "reveal");
    pty_settle(&play->pty, 100);
    if (pty_shows(&play->pty, "Case for a branch"))
        play_save_case(play, number);
    play_see(play, "Saved, case number ");
    play_leave(play);
}

/* The power goes at some moment of saving. What is found afterwards is the
 * call, to be saved, or the case, saved; never both, never neither. */
static void the_power_goes_while_saving(void **state)
{
    enum { TIMES = 12 };
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    for (int i = 0; i < TIMES; i++) {
        play_to_the_form(&play);
        play_new_case(&play);
        play_keys(&play, "Ctrl+S");
        play_see(&play, "Send the case to: ");
        play_keys(&play, "1");
        poll(NULL, 0, i * 2);
        play_crash(&play);
        play_start(&play, &place, NULL);
        play_see(&play, "My latest calls");
        pty_settle(&play.pty, 100);
        if (pty_shows(&play.pty, OFFER))
            go_on_and_save(&play);
        assert_int_equal(cases_in(&place), i + 1);
        assert_int_equal(calls_in(&place), i + 1);
    }
    play_over(&place, &play);
}

static void a_busy_store_is_not_called_saved(void **state)
{
    static const char *const impatient[] = {"-o", "store.wait_ms=300", NULL};
    struct play_place place;
    struct play play;
    char number[24];
    (void)state;
    play_open(&place);
    play_start(&play, &place, &(struct play_cast){.arguments = impatient});
    play_to_the_form(&play);
    play_type(&play, "87010000055");
    pid_t locker = play_lock(&place);
    play_keys(&play, "Ctrl+S");
    play_see(&play, "Send the case to: ");
    play_keys(&play, "1");
    play_see(&play, "The store is busy");
    play_see(&play, "87010000055"); /* the form is there again */
    play_never(&play, "Saved, case number");
    play_unlock(locker);
    play_save_case(&play, number);
    play_over(&place, &play);
}

/* While it waits for the store, keys are answered and nothing is doubled. */
static void a_slow_store_saves_once(void **state)
{
    static const char *const patient[] = {"-o", "store.wait_ms=60000", NULL};
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    play_start(&play, &place, &(struct play_cast){.arguments = patient});
    play_to_the_form(&play);
    pid_t locker = play_lock(&place);
    play_keys(&play, "Ctrl+S");
    play_see(&play, "Send the case to: ");
    play_keys(&play, "1");
    play_see(&play, "Saving");
    play_keys(&play, "F1");
    play_see(&play, "Help: all keys");
    play_keys(&play, "Esc");
    play_gone(&play, "Help: all keys");
    play_keys(&play, "Ctrl+S 1 Ctrl+S 1 Enter");
    play_see(&play, "Saving");
    play_never(&play, "Saved, case number");
    play_unlock(locker);
    play_see(&play, "Saved, case number");
    play_end(&play);
    assert_int_equal(cases_in(&place), 1);
    assert_int_equal(calls_in(&place), 1);
    play_close(&place);
}

/* The program is told to end while the store is held by somebody else. */
static void told_to_end_while_saving(void **state)
{
    static const char *const patient[] = {"-o", "store.wait_ms=2000", NULL};
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    play_start(&play, &place, &(struct play_cast){.arguments = patient});
    play_to_the_form(&play);
    pid_t locker = play_lock(&place);
    play_keys(&play, "Ctrl+S");
    play_see(&play, "Send the case to: ");
    play_keys(&play, "1");
    play_see(&play, "Saving");
    play_end(&play);
    play_unlock(locker);
    play_start(&play, &place, NULL);
    play_see(&play, OFFER);
    go_on_and_save(&play);
    assert_int_equal(cases_in(&place), 1);
    assert_int_equal(calls_in(&place), 1);
    play_over(&place, &play);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_when_the_branch_answers_is_on_the_screen),
        cmocka_unit_test(pressing_save_again_and_again_saves_once),
        cmocka_unit_test(the_power_goes_while_saving),
        cmocka_unit_test(a_busy_store_is_not_called_saved),
        cmocka_unit_test(a_slow_store_saves_once),
        cmocka_unit_test(told_to_end_while_saving),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
