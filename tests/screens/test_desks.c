/* Desks beside each other: practice, where one person sits down at one after
 * the other; a branch's list, which grows, narrows and keeps its place. */
#include "tests/screens/branch_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void practice_at_two_desks(void **state)
{
    struct play_place place;
    struct play play;
    char number[24];
    (void)state;
    play_open(&place);
    AUTO_CHARS folder = mem_format("%s/practice", place.folder);
    const char *const practice[] = {"practice", "--folder", folder, NULL};
    play_start(&play, &place, &(struct play_cast){.arguments = practice});
    play_see(&play, "practice");
    play_see(&play, "Ready for a call");
    branch_send(&play, BRANCH_STUDENT, number);
    play_keys(&play, "ц"); /* w: another desk */
    play_see(&play, "Sit down at");
    play_type(&play, "kyzyl");
    play_gone(&play, "Astana");
    play_see(&play, "> Kyzylorda");
    play_keys(&play, "Enter");
    play_see(&play, "Cases: 1");
    play_see(&play, "KZO");
    play_see(&play, number);
    play_keys(&play, "w");
    play_see(&play, "> An agent's desk");
    play_keys(&play, "Enter");
    play_see(&play, "Ready for a call");
    play_see(&play, number);
    play_keys(&play, "q");
    assert_int_equal(pty_wait_exit(&play.pty), 0);
    pty_close(&play.pty);
    play_close(&place);
}

/* An unfinished call waits while its agent sits at another desk. */
static void practice_keeps_the_call_of_the_first_desk(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    AUTO_CHARS folder = mem_format("%s/practice", place.folder);
    const char *const practice[] = {"practice", "--folder",   folder,
                                    "--as",     "branch.KZO", NULL};
    const char *const agent[] = {"practice", "--folder", folder, NULL};
    play_start(&play, &place, &(struct play_cast){.arguments = agent});
    play_call_of(&play, BRANCH_STUDENT, "✗ UNINSURED");
    play_crash(&play);
    play_start(&play, &place, &(struct play_cast){.arguments = practice});
    play_see(&play, "Cases: 0");
    play_keys(&play, "w");
    play_see(&play, "> An agent's desk");
    play_keys(&play, "Enter");
    play_see(&play, "A call is unfinished");
    play_end(&play);
    play_close(&place);
}

/* Every role has a desk in the list; one finds it by typing. */
static void practice_at_the_desk_of_every_role(void **state)
{
    static const struct {
        const char *typed, *found, *name;
    } desks[] = {{"superv", "> A supervisor's desk", "supervisor"},
                 {"admin", "> An administrator's desk", "admin"},
                 {"kzo", "> Kyzylorda", "branch.kzo"},
                 {"an agent", "> An agent's desk", "agent"}};
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    AUTO_CHARS folder = mem_format("%s/practice", place.folder);
    const char *const practice[] = {"practice", "--folder", folder,
                                    "--as",     "head.kzo", NULL};
    play_start(&play, &place, &(struct play_cast){.arguments = practice});
    play_see(&play, "head.kzo");
    for (size_t i = 0; i < COUNT(desks); i++) {
        play_keys(&play, "w");
        play_see(&play, "Sit down at");
        play_type(&play, desks[i].typed);
        play_see(&play, desks[i].found);
        play_keys(&play, "Enter");
        play_gone(&play, "Sit down at");
        play_see(&play, desks[i].name);
    }
    play_end(&play);
    play_close(&place);
}

static void a_real_desk_is_left_by_nobody(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    play_start(&play, &place, NULL);
    play_see(&play, "Ready for a call");
    play_not(&play, "other desk");
    play_keys(&play, "w");
    play_not(&play, "Sit down at");
    play_end(&play);
    play_close(&place);
}

/* The cursor stands on a case; another one comes in above it. */
static void a_new_case_does_not_move_the_selection(void **state)
{
    struct play_place place;
    struct play agent, branch;
    char first[24], second[24];
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    branch_send(&agent, BRANCH_STUDENT, first);
    play_branch(&branch, &place, "KZO");
    play_see(&branch, "Cases: 1");
    play_keys(&branch, "5"); /* newest first */
    play_see(&branch, "[5 all]");
    branch_stands_on(&branch, first);
    branch_send(&agent, BRANCH_IDLE_IE, second);
    play_see(&branch, "Cases: 2");
    play_see(&branch, second);
    branch_stands_on(&branch, first);
    play_keys(&branch, "Enter");
    play_see(&branch, "The caller");
    play_see(&branch, first);
    play_not(&branch, second);
    play_keys(&branch, "Esc");
    branch_stands_on(&branch, first);
    play_see(&branch, second);
    play_end(&branch);
    play_end(&agent);
    play_close(&place);
}

/* It narrows as one types; Esc brings the whole list and the row back. */
static void a_list_narrows_and_comes_back(void **state)
{
    struct play_place place;
    struct play agent, branch;
    char first[24], second[24];
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    branch_send(&agent, BRANCH_STUDENT, first);
    branch_send(&agent, BRANCH_IDLE_IE, second);
    play_branch(&branch, &place, "KZO");
    play_see(&branch, "Cases: 2");
    play_keys(&branch, "Down");
    branch_stands_on(&branch, second);
    play_keys(&branch, "/");
    play_see(&branch, "filter:");
    play_type(&branch, first);
    play_see(&branch, "Cases: 1");
    branch_stands_on(&branch, first);
    play_keys(&branch, "Esc");
    play_see(&branch, "Cases: 2");
    play_gone(&branch, "filter:");
    branch_stands_on(&branch, second);
    play_keys(&branch, "/");
    play_see(&branch, "filter:");
    play_type(&branch, "re:-000002-[0-9]");
    play_see(&branch, "Cases: 1");
    play_keys(&branch, "Enter"); /* kept, and the list has the keys again */
    play_see(&branch, "u all");
    play_see(&branch, second);
    play_keys(&branch, "u");
    play_see(&branch, "Cases: 2");
    play_keys(&branch, "/");
    play_type(&branch, "re:(");
    play_see(&branch, "filter: re:(");
    play_keys(&branch, "F1"); /* a pattern that is none does no harm */
    play_see(&branch, "Help: all keys");
    play_end(&branch);
    play_end(&agent);
    play_close(&place);
}

static void a_story_changes_its_language(void **state)
{
    struct play_place place;
    struct play agent;
    char number[24];
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    play_call_of(&agent, BRANCH_STUDENT, "✗ UNINSURED");
    play_keys(&agent, "1");
    play_see(&agent, "do you study, work");
    play_keys(&agent, "1");
    play_see(&agent, "Where and how");
    play_keys(&agent, "3");
    play_see(&agent, "Do you need a planned visit");
    play_keys(&agent, "2");
    play_see(&agent, "Students of foreign");
    play_keys(&agent, "Enter");
    play_see(&agent, "ABR-02");
    play_save_case(&agent, number);
    play_leave(&agent);
    play_keys(&agent, "Enter");
    play_see(&agent, "Students of foreign");
    play_keys(&agent, "l");
    play_gone(&agent, "Students of foreign");
    play_see(&agent, "Шетел");
    play_keys(&agent, "l");
    play_see(&agent, "зарубежных");
    play_keys(&agent, "l");
    play_see(&agent, "Students of foreign");
    play_end(&agent);
    play_close(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(practice_at_two_desks),
        cmocka_unit_test(practice_keeps_the_call_of_the_first_desk),
        cmocka_unit_test(practice_at_the_desk_of_every_role),
        cmocka_unit_test(a_real_desk_is_left_by_nobody),
        cmocka_unit_test(a_new_case_does_not_move_the_selection),
        cmocka_unit_test(a_list_narrows_and_comes_back),
        cmocka_unit_test(a_story_changes_its_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
