/* What an agent promises a caller stands on the start screen until it is done;
 * and what is said again about an open case is added to it. */
#include "tests/screens/desk_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

/* Of tests/practice/people.json. */
#define STUDENT "060312580870"

/* A call of a person, to the form at its end. */
static void to_the_end(struct play *play)
{
    play_call_of(play, STUDENT, "UNINSURED");
    play_keys(play, "x");
    play_see(play, "Call back at");
}

static void promise(struct play *play, const char *when, const char *phone)
{
    to_the_end(play);
    play_keys(play, "Tab");
    play_type(play, when);
    play_keys(play, "Tab");
    play_type(play, phone);
    play_save_call(play);
    play_keys(play, "Enter");
    play_see(play, "To do: 1");
}

static void a_promised_call_stands_on_the_start_until_it_is_done(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    promise(&play, "+30", "87010000055");
    play_see(&play, "call back");
    play_never(&play, STUDENT);
    play_keys(&play, "v");
    play_see(&play, STUDENT); /* revealed, and recorded */
    play_see(&play, "87010000055");
    play_keys(&play, "x");
    play_see(&play, "Is this promised call done?");
    play_keys(&play, "2");
    play_see(&play, "To do: 1");
    play_keys(&play, "x");
    play_see(&play, "yes, done");
    play_keys(&play, "1");
    play_gone(&play, "To do: 1");
    play_over(&place, &play);
}

static void a_call_back_needs_a_moment_to_come_and_a_phone(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    to_the_end(&play);
    play_keys(&play, "Tab");
    play_type(&play, "25:00");
    play_keys(&play, "Ctrl+S");
    play_see(&play, "A time to come");
    play_keys(&play, "Ctrl+U");
    play_type(&play, "+30");
    play_keys(&play, "Ctrl+S");
    play_see(&play, "on which number?");
    play_type(&play, "87010000055");
    play_save_call(&play);
    play_over(&place, &play);
}

static void the_promise_survives_the_power_and_the_next_person(void **state)
{
    struct play_place place;
    struct play aigul, dana;
    (void)state;
    play_enter(&place, &aigul, NULL);
    promise(&aigul, "+30", "87010000055");
    play_crash(&aigul);
    play_start(&dana, &place, &(struct play_cast){.name = "dana"});
    play_see(&dana, "None yet.");
    play_not(&dana, "To do");
    play_end(&dana);
    play_start(&aigul, &place, NULL);
    play_see(&aigul, "To do: 1");
    play_over(&place, &aigul);
}

/* A case by hand: one of the issue "other". */
static void to_a_case_by_hand(struct play *play)
{
    play_call_of(play, STUDENT, "UNINSURED");
    play_keys(play, "k");
    play_see(play, "Case for a branch");
    play_see(play, "Ended as");
}

static int cases_in(struct play_place *place)
{
    static const char *const list[] = {"case", "list", "--json", NULL};
    char *cases = play_command(place, list, 0);
    int count = play_count(cases, "\"issue\"");
    free(cases);
    return count;
}

static void a_second_call_about_the_same_is_added_to_the_case(void **state)
{
    struct play_place place;
    struct play play;
    char number[24], again[24];
    (void)state;
    play_enter(&place, &play, NULL);
    to_a_case_by_hand(&play);
    play_not(&play, "Already open");
    play_save_case(&play, number);
    play_leave(&play);
    to_a_case_by_hand(&play);
    play_see(&play, "Already open about this");
    play_see(&play, "added to an open case");
    play_keys(&play, "2");
    play_see(&play, "case for a branch");
    play_keys(&play, "1 Ctrl+S");
    play_see(&play, "Add this call to case");
    play_keys(&play, "1");
    play_number(&play, again);
    assert_string_equal(again, number);
    assert_int_equal(cases_in(&place), 1);
    play_over(&place, &play);
}

/* Before the first question: what is open, and who called when. */
static void
earlier_cases_and_calls_stand_beside_the_first_question(void **state)
{
    struct play_place place;
    struct play play;
    char number[24], line[40];
    (void)state;
    play_enter(&place, &play, NULL);
    to_a_case_by_hand(&play);
    play_save_case(&play, number);
    play_leave(&play);
    play_call_of(&play, STUDENT, "UNINSURED");
    play_see(&play, "open cases 1   calls 1");
    snprintf(line, sizeof(line), "№ %s", number);
    play_see(&play, line);
    play_see(&play, "by hand aigul");
    play_keys(&play, "o");
    play_see(&play, "№ ");
    play_keys(&play, "Esc");
    play_see(&play, "open cases 1   calls 1");
    play_over(&place, &play);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_promised_call_stands_on_the_start_until_it_is_done),
        cmocka_unit_test(a_call_back_needs_a_moment_to_come_and_a_phone),
        cmocka_unit_test(a_second_call_about_the_same_is_added_to_the_case),
        cmocka_unit_test(
            earlier_cases_and_calls_stand_beside_the_first_question),
        cmocka_unit_test(the_promise_survives_the_power_and_the_next_person),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
