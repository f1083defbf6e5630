/* Calls that take a turn: a parent with two children, somebody who may not be
 * told, a caller who hangs up, a case by hand, an answer taken back, the same
 * person calling again. */
#include "tests/screens/desk_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STUDENT      "060312580870"
#define CHILD        "210519580660" /* not on the list of children */
#define SECOND_CHILD "160211680733" /* insured as a child */
#define PARENT       "910425480590"

/* The next person of the same call. */
static void turn_to(struct play *play, const char *iin, const char *status)
{
    play_keys(play, "p");
    play_see(play, "0 / 12");
    play_type(play, iin);
    play_see(play, "Are you asking about yourself");
    play_see(play, iin + 8);
    play_see(play, status);
}

static int calls_in(struct play_place *place)
{
    static const char *const list[] = {"call", "list", "--json", NULL};
    AUTO_CHARS calls = play_command(place, list, 0);
    return play_count(calls, "\"outcome\"");
}

static void a_parent_calls_about_two_children(void **state)
{
    struct play_place place;
    struct play play;
    char number[24];
    (void)state;
    play_enter(&place, &play, NULL);
    play_call_of(&play, CHILD, "✗ UNINSURED");
    play_keys(&play, "2");
    play_see(&play, "Have you had the child");
    play_keys(&play, "3");
    play_see(&play, "The state pays for this category");
    play_keys(&play, "Enter");
    play_see(&play, "CAT-02");
    play_type(&play, "87010000055");
    play_keys(&play, "Tab 2");
    play_see(&play, "[2 yes]");
    play_save_case(&play, number);
    turn_to(&play, SECOND_CHILD, "✓ INSURED");
    play_not(&play, number);
    play_not(&play, &CHILD[8]);
    play_keys(&play, "2");
    play_see(&play, "By the registry the status is there");
    play_keys(&play, "F7"); /* by hand: the phone is known from before */
    play_see(&play, "87010000055");
    play_see(&play, "[2 yes]");
    play_save_case(&play, number);
    turn_to(&play, PARENT, "✓ INSURED");
    play_keys(&play, "1");
    play_see(&play, "By the registry the status is there");
    play_keys(&play, "1");
    play_see(&play, "Show the clinic today's status");
    play_keys(&play, "Enter");
    play_see(&play, "End of call");
    play_save_call(&play);
    play_leave(&play);
    play_see(&play, "CAT-02");
    play_see(&play, "INS-01");
    assert_int_equal(calls_in(&place), 3);
    play_over(&place, &play);
}

static void who_may_not_be_told_gets_general_advice(void **state)
{
    static const char *const keys[] = {"2", "3"}; /* no child; another */
    (void)state;
    for (size_t i = 0; i < COUNT(keys); i++) {
        struct play_place place;
        struct play play;
        play_enter(&place, &play, NULL);
        play_call_of(&play, STUDENT, "✗ UNINSURED");
        play_keys(&play, keys[i]);
        play_see(&play, "I may tell details about an");
        play_keys(&play, "Enter");
        play_see(&play, "What would you like to know");
        play_keys(&play, "2");
        play_see(&play, "The employer pays for a worker");
        play_keys(&play, "Enter");
        play_see(&play, "GEN-02");
        play_save_call(&play);
        play_over(&place, &play);
    }
}

static void a_caller_hangs_up(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_enter(&place, &play, NULL);
    play_keys(&play, "n");
    play_see(&play, "0 / 12");
    play_keys(&play, "F8");
    play_see(&play, "End of call");
    play_save_call(&play);
    play_keys(&play, "n"); /* straight on to the next one */
    play_see(&play, "0 / 12");
    play_type(&play, STUDENT);
    play_see(&play, "✗ UNINSURED");
    play_keys(&play, "x");
    play_see(&play, "End of call");
    play_save_call(&play);
    play_keys(&play, "Esc");
    play_see(&play, "hung up");
    assert_int_equal(calls_in(&place), 2);
    play_over(&place, &play);
}

static void a_case_by_hand_without_a_number(void **state)
{
    struct play_place place;
    struct play play, branch;
    char number[24];
    (void)state;
    play_enter(&place, &play, NULL);
    play_keys(&play, "n");
    play_see(&play, "0 / 12");
    play_keys(&play, "F7");
    play_see(&play, "Case for a branch");
    play_keys(&play, "Tab 2");
    play_see(&play, "[2 yes]");
    play_keys(&play, "Ctrl+S");
    play_see(&play, "! The caller agreed to be called back");
    play_see(&play, "> Caller's phone");
    play_type(&play, "12");
    play_keys(&play, "Ctrl+S");
    play_see(&play, "! A phone number has 6 to 15 digits.");
    play_type(&play, "345678");
    play_keys(&play, "Ctrl+S");
    play_see(&play, "! Which branch acts?");
    play_type(&play, "kkkk"); /* the fourth with a word in k */
    play_see(&play, "Kyzylorda");
    play_save_case(&play, number);
    play_branch(&branch, &place, "KZO");
    play_see(&branch, number);
    play_end(&branch);
    play_over(&place, &play);
}

/* The student first says full-time, then abroad: the branch reads abroad. */
static void an_answer_taken_back_is_not_told(void **state)
{
    struct play_place place;
    struct play play;
    char number[24];
    (void)state;
    play_enter(&place, &play, NULL);
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    play_keys(&play, "1");
    play_see(&play, "do you study, work");
    play_keys(&play, "1");
    play_see(&play, "Where and how do you study");
    play_keys(&play, "1");
    play_see(&play, "dean's office");
    play_keys(&play, "Backspace");
    play_see(&play, "1 • Kazakhstan, full-time");
    play_keys(&play, "Enter"); /* the same once more */
    play_see(&play, "dean's office");
    play_keys(&play, "Ctrl+B");
    play_see(&play, "1 • Kazakhstan, full-time");
    play_keys(&play, "3");
    play_see(&play, "Do you need a planned visit");
    play_keys(&play, "2");
    play_see(&play, "Students of foreign");
    play_keys(&play, "Enter");
    play_see(&play, "ABR-02");
    play_save_case(&play, number);
    play_leave(&play);
    play_keys(&play, "Enter");
    play_see(&play, "The caller");
    play_keys(&play, "PageDown");
    play_see(&play, "    Abroad");
    play_not(&play, "Kazakhstan, full-time");
    play_over(&place, &play);
}

/* Who calls again is known: the open case stands beside the script. */
static void the_same_person_calls_again(void **state)
{
    struct play_place place;
    struct play play, other;
    char number[24];
    (void)state;
    play_enter(&place, &play, NULL);
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    play_see(&play, "open cases 0   calls 0");
    play_keys(&play, "k");
    play_see(&play, "Case for a branch");
    play_save_case(&play, number);
    play_start(&other, &place, &(struct play_cast){.name = "bolat"});
    play_call_of(&other, STUDENT, "✗ UNINSURED");
    play_see(&other, "open cases 1   calls 1");
    play_see(&other, number);
    play_end(&other);
    play_over(&place, &play);
}

/* Two agents at one store at the same moment: each case has its number. */
static void two_agents_save_at_once(void **state)
{
    struct play_place place;
    struct play one, two;
    char first[24], second[24];
    (void)state;
    play_enter(&place, &one, NULL);
    play_start(&two, &place, &(struct play_cast){.name = "bolat"});
    play_call_of(&one, STUDENT, "✗ UNINSURED");
    play_call_of(&two, STUDENT, "✗ UNINSURED");
    play_keys(&one, "k");
    play_keys(&two, "k");
    play_see(&one, "Case for a branch");
    play_see(&two, "Case for a branch");
    play_keys(&one, "Ctrl+S");
    play_keys(&two, "Ctrl+S");
    play_see(&one, "Send the case to: ");
    play_see(&two, "Send the case to: ");
    play_keys(&one, "1");
    play_keys(&two, "1");
    play_number(&one, first);
    play_number(&two, second);
    assert_string_not_equal(first, second);
    play_end(&two);
    play_over(&place, &one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_parent_calls_about_two_children),
        cmocka_unit_test(who_may_not_be_told_gets_general_advice),
        cmocka_unit_test(a_caller_hangs_up),
        cmocka_unit_test(a_case_by_hand_without_a_number),
        cmocka_unit_test(an_answer_taken_back_is_not_told),
        cmocka_unit_test(the_same_person_calls_again),
        cmocka_unit_test(two_agents_save_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
