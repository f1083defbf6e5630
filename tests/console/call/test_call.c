/* A call as the agent leads it: the number, the questions, back, language and
 * notes; and after each step the draft on disk holds it all. */
#include "console/call/call.h"

#include "console/base/json.h"
#include "console/call/draft.h"
#include "console/script/node.h"
#include "console/script/walk.h"
#include "tests/console/call/call_disk.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void assert_refused(struct call_play *play, const char *digits,
                           enum message message)
{
    struct error error = {0};
    assert_false(call_set_iin(play->call, digits, &error));
    assert_string_equal(message_name(error.message), message_name(message));
    if (*digits && strstr(error.detail, digits))
        fail_msg("the number stands in the detail: %s", error.detail);
    assert_int_equal(call_stage(play->call), CALL_NUMBER);
    assert_int_equal(call_look(play->call), LOOK_NONE);
    assert_string_equal(call_iin(play->call), "");
}

static void a_mistyped_number_is_refused_and_nobody_is_asked(void **state)
{
    struct call_play *play = *state;
    assert_refused(play, "060312580871", MESSAGE_IIN_CHECK);
    assert_refused(play, "06031258087", MESSAGE_IIN_LENGTH);
    assert_refused(play, "0603125808700", MESSAGE_IIN_LENGTH);
    assert_refused(play, "06031258087o", MESSAGE_IIN_DIGITS);
    assert_refused(play, "000000000000", MESSAGE_IIN_ZEROS);
    assert_refused(play, "190340001005", MESSAGE_IIN_BIN);
    call_play_settle(play);
    assert_int_equal(call_play_asked(play), 0);
    assert_int_equal(call_disk_count(play, "SELECT count(*) FROM event"
                                           " WHERE kind <> 'user_added'"),
                     0);
    assert_false(draft_found(play->desk.draft));
}

static void an_odd_date_is_a_warning_and_the_call_goes_on(void **state)
{
    struct call_play *play = *state;
    call_play_look(play, "851301390000", LOOK_NOT_FOUND);
    assert_int_equal(call_verdict(play->call)->warnings, IIN_WARN_DATE);
    assert_int_equal(call_stage(play->call), CALL_WALK);
    call_disk_survives(play);
}

static void
the_first_question_is_asked_before_the_registry_answers(void **state)
{
    struct call_play *play = *state;
    struct error error = {0};
    assert_true(call_set_iin(play->call, STUDENT, &error));
    assert_int_equal(call_look(play->call), LOOK_AUDIT);
    assert_int_equal(call_stage(play->call), CALL_WALK);
    call_play_at(play, "main.who");
    call_play_answer(play, "self");
    assert_int_equal(walk_waits(call_walk(play->call)), WALK_LOOK);
    call_play_await_look(play, LOOK_KNOWN);
    call_play_at(play, "main.doing"); /* by itself, when the facts are there */
    call_disk_survives(play);
}

static void a_general_question_needs_no_number(void **state)
{
    struct call_play *play = *state;
    call_without_iin(play->call);
    call_play_at(play, "no_person.topic");
    assert_int_equal(call_look(play->call), LOOK_NONE);
    call_disk_survives(play);
    call_play_answer(play, "join");
    assert_string_equal(call_outcome(play->call), "GEN-02");
    assert_false(call_has_case(play->call));
    call_disk_survives(play);
    assert_int_equal(call_play_asked(play), 0);
}

static void answers_and_steps_back_are_on_the_disk_as_they_happen(void **state)
{
    struct call_play *play = *state;
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_disk_survives(play);
    call_play_answer(play, "self");
    call_disk_survives(play);
    call_play_answer(play, "student");
    call_play_at(play, "student.study_place");
    call_disk_survives(play);
    call_back(play->call);
    call_play_at(play, "main.doing");
    call_disk_survives(play);
    call_play_answer(play, "student full_time not_asked");
    call_play_at(play, "student.care_soon");
    call_disk_survives(play);
    call_play_answer(play, "1");
    assert_string_equal(call_outcome(play->call), "STU-03");
    assert_string_equal(call_issue(play->call), "student_missing");
    call_disk_survives(play);
    call_next(play->call);
    assert_int_equal(call_stage(play->call), CALL_WRAP);
    call_disk_survives(play);
}

static void
an_answer_that_does_not_fit_leaves_the_call_where_it_is(void **state)
{
    struct call_play *play = *state;
    struct error error = {0};
    call_play_look(play, STUDENT, LOOK_KNOWN);
    assert_false(call_type_answer(play->call, "7", &error));
    assert_int_equal(error.message, MESSAGE_ANSWER_CHOICE);
    error_clear(&error);
    AUTO_JSON wrong = json_integer(3);
    assert_false(call_answer(play->call, wrong, &error));
    call_play_at(play, "main.who");
    call_disk_survives(play);
}

static void back_keeps_the_later_answers_for_their_questions(void **state)
{
    struct call_play *play = *state;
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_play_answer(play, "self student full_time");
    call_back(play->call);
    call_back(play->call);
    call_play_at(play, "main.doing");
    assert_string_equal(json_string_value(walk_kept(call_walk(play->call))),
                        "student");
    call_disk_survives(play);
    call_play_answer(play, "student");
    assert_string_equal(json_string_value(walk_kept(call_walk(play->call))),
                        "full_time");
    call_disk_survives(play);
    while (walk_depth(call_walk(play->call)) > 0)
        call_back(play->call);
    call_play_at(play, "main.who");
    call_back(play->call); /* nothing lies before it */
    call_play_at(play, "main.who");
    assert_int_equal(call_stage(play->call), CALL_WALK);
    call_disk_survives(play);
}

static void the_path_says_in_which_language_each_answer_was_given(void **state)
{
    struct call_play *play = *state;
    assert_int_equal(call_language(play->call), LANGUAGE_RU);
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_play_answer(play, "self");
    call_speak(play->call, LANGUAGE_KK);
    call_play_answer(play, "student");
    assert_int_equal(call_language(play->call), LANGUAGE_KK);
    call_disk_survives(play);
    AUTO_JSON path = walk_path(call_walk(play->call));
    const char *who = "", *doing = "";
    size_t index;
    json_t *step;
    json_array_foreach(path, index, step)
    {
        const char *node = json_find_string(step, "node");
        if (strcmp(node, "main.who") == 0)
            who = json_find_string(step, "language");
        if (strcmp(node, "main.doing") == 0)
            doing = json_find_string(step, "language");
    }
    assert_string_equal(who, "ru");
    assert_string_equal(doing, "kk");
}

static void notes_and_language_wait_for_no_number(void **state)
{
    struct call_play *play = *state;
    call_speak(play->call, LANGUAGE_EN);
    call_disk_survives(play);
    call_set_notes(play->call, "қоңырау үзіле береді");
    call_disk_survives(play);
    int changes = play->changes;
    call_set_notes(play->call, "қоңырау үзіле береді");
    call_play_settle(play);
    assert_int_equal(play->changes, changes); /* the same: nothing to write */
    call_set_notes(play->call, "");
    call_disk_survives(play);
}

static void whoever_draws_is_told_when_the_draft_is_on_the_disk(void **state)
{
    struct call_play *play = *state;
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_play_settle(play);
    assert_false(call_is_writing(play->call));
    call_play_answer(play, "self");
    assert_true(call_is_writing(play->call));
    int changes = play->changes;
    call_play_settle(play);
    assert_false(call_is_writing(play->call));
    assert_true(play->changes > changes);
}

static void after_a_power_cut_the_agent_goes_on_where_it_stopped(void **state)
{
    struct call_play *play = *state;
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_play_answer(play, "self student full_time");
    call_set_notes(play->call, "спешит");
    call_play_leave(play);
    call_play_return(play);
    assert_true(draft_found(play->desk.draft));
    call_play_resume(play);
    call_play_at(play, "student.school_says");
    assert_int_equal(call_look(play->call), LOOK_KNOWN);
    assert_string_equal(call_name(play->call), STUDENT_NAME);
    assert_string_equal(call_notes(play->call), "спешит");
    assert_int_equal(call_play_asked(play), 1); /* not asked a second time */
    call_play_answer(play, "sent 2025-09");
    assert_string_equal(call_outcome(play->call), "STU-02");
    call_disk_survives(play);
}

static void a_power_cut_while_asking_costs_only_the_answer(void **state)
{
    struct call_play *play = *state;
    practice_kit_fault(&play->registry, "hang");
    call_play_look(play, STUDENT, LOOK_ASKING);
    call_play_answer(play, "self");
    call_play_leave(play);
    practice_kit_fault(&play->registry, "none");
    call_play_return(play);
    call_play_resume(play);
    assert_int_equal(call_look(play->call), LOOK_CANCELLED);
    assert_string_equal(call_iin(play->call), STUDENT);
    call_play_at(play, "registry_down.down_wish");
    call_look_again(play->call);
    call_play_await_look(play, LOOK_KNOWN);
    call_play_at(play, "main.doing");
    call_disk_survives(play);
}

static void a_dropped_call_is_gone_for_good(void **state)
{
    struct call_play *play = *state;
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_play_answer(play, "self");
    call_drop(play->call);
    play->call = NULL;
    call_play_settle(play);
    assert_false(draft_found(play->desk.draft));
    call_play_leave(play);
    call_play_return(play);
    assert_false(draft_found(play->desk.draft));
}

#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, call_play_open, call_play_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_mistyped_number_is_refused_and_nobody_is_asked),
        STORY(an_odd_date_is_a_warning_and_the_call_goes_on),
        STORY(the_first_question_is_asked_before_the_registry_answers),
        STORY(a_general_question_needs_no_number),
        STORY(answers_and_steps_back_are_on_the_disk_as_they_happen),
        STORY(an_answer_that_does_not_fit_leaves_the_call_where_it_is),
        STORY(back_keeps_the_later_answers_for_their_questions),
        STORY(the_path_says_in_which_language_each_answer_was_given),
        STORY(notes_and_language_wait_for_no_number),
        STORY(whoever_draws_is_told_when_the_draft_is_on_the_disk),
        STORY(after_a_power_cut_the_agent_goes_on_where_it_stopped),
        STORY(a_power_cut_while_asking_costs_only_the_answer),
        STORY(a_dropped_call_is_gone_for_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
