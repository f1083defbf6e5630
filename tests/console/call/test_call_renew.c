/* A call changes its scripts: goes over to newer ones with what still applies,
 * goes on in older ones after a power cut, or leaves one script for another. */
#include "console/call/call.h"

#include "console/base/json.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "console/script/scripts_kept.h"
#include "console/script/walk.h"
#include "tests/console/call/call_play.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The shipped scripts with other words in one place; the caller frees. */
static struct script_set *changed_set(struct call_play *play,
                                      const char *script, const char *from,
                                      const char *to)
{
    struct error error = {0};
    const char *from_data = play->desk.data;
    AUTO_CHARS data = mem_format("%s/data", play->folder);
    AUTO_CHARS copy = mem_format(
        "mkdir -p '%s/kb' && cp -R '%s/scripts' '%s' && cp -R '%s/kb/tables' "
        "'%s/kb' && grep -q '%s' '%s/scripts/%s.json' && "
        "sed -i 's/%s/%s/' '%s/scripts/%s.json'",
        data, from_data, data, from_data, data, from, data, script, from, to,
        data, script);
    assert_int_equal(system(copy), 0);
    struct script_set *set = scripts_open(data, NULL, &error);
    if (!set)
        fail_msg("%s", error.detail);
    assert_string_not_equal(scripts_hash(set),
                            scripts_hash(play->desk.scripts));
    return set;
}

/* Another version in which all questions are the same. */
static struct script_set *next_version(struct call_play *play)
{
    return changed_set(play, "main", "\"version\": \"2026.11",
                       "\"version\": \"2026.12");
}

static void assert_facts_are(const struct call_play *play,
                             const struct json_t *expected)
{
    AUTO_JSON now = fact_set_json(call_facts(play->call), true);
    AUTO_CHARS is = json_canonical(now);
    AUTO_CHARS was = json_canonical(expected);
    assert_string_equal(is, was);
}

static void facts_and_answers_go_along(void **state)
{
    struct call_play *play = *state;
    struct script_set *newer = next_version(play);
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_play_answer(play, "self student full_time");
    call_play_at(play, "student.school_says");
    long asked = call_play_asked(play);
    AUTO_JSON facts = fact_set_json(call_facts(play->call), true);
    call_renew(play->call, newer, play->desk.deadlines);
    scripts_free(newer); /* the call holds them */
    call_play_at(play, "student.school_says");
    assert_ptr_equal(call_scripts(play->call), newer);
    assert_facts_are(play, facts);
    assert_string_equal(call_name(play->call), STUDENT_NAME);
    call_play_settle(play);
    assert_int_equal(call_play_asked(play), asked); /* not looked up again */
    call_back(play->call);
    call_play_at(play, "student.study_place");
}

/* After a power cut only the draft knows the facts. */
static void facts_of_a_draft_go_along(void **state)
{
    struct call_play *play = *state;
    struct script_set *newer = next_version(play);
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_play_answer(play, "self student");
    AUTO_JSON facts = fact_set_json(call_facts(play->call), true);
    call_play_settle(play);
    call_play_resume(play);
    assert_facts_are(play, facts);
    call_renew(play->call, newer, play->desk.deadlines);
    scripts_free(newer);
    call_play_at(play, "student.study_place");
    assert_facts_are(play, facts);
}

static void a_renewed_call_is_resumed_in_its_new_version(void **state)
{
    struct call_play *play = *state;
    struct script_set *newer = next_version(play);
    AUTO_CHARS data = mem_format("%s/data", play->folder);
    assert_true(scripts_keep_files(play->desk.kept, data, newer, NULL));
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_play_answer(play, "self student");
    call_renew(play->call, newer, play->desk.deadlines);
    call_play_settle(play);
    call_play_resume(play); /* the desk itself has the older ones */
    assert_string_equal(scripts_hash(call_scripts(play->call)),
                        scripts_hash(newer));
    assert_false(call_lost_scripts(play->call));
    call_play_at(play, "student.study_place");
    scripts_free(newer);
}

static void a_version_that_is_no_more_is_told(void **state)
{
    struct call_play *play = *state;
    struct script_set *newer = next_version(play); /* and is not kept */
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_play_answer(play, "self student");
    call_renew(play->call, newer, play->desk.deadlines);
    scripts_free(newer);
    call_play_settle(play);
    call_play_resume(play);
    assert_true(call_lost_scripts(play->call));
    assert_ptr_equal(call_scripts(play->call), play->desk.scripts);
    call_play_at(play, "student.study_place");
}

static void a_changed_question_is_asked_again(void **state)
{
    struct call_play *play = *state;
    struct script_set *newer = changed_set(
        play, "student", "Where and how do you study", "How do you study");
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_play_answer(play, "self student full_time");
    call_renew(play->call, newer, play->desk.deadlines);
    scripts_free(newer);
    call_play_at(play, "student.study_place");
}

static void a_call_at_its_form_stays(void **state)
{
    struct call_play *play = *state;
    struct script_set *newer = next_version(play);
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_open_case(play->call);
    call_renew(play->call, newer, play->desk.deadlines);
    assert_int_equal(call_stage(play->call), CALL_WRAP);
    assert_ptr_equal(call_scripts(play->call), play->desk.scripts);
    scripts_free(newer);
}

static void a_call_without_a_number_takes_the_newer_ones(void **state)
{
    struct call_play *play = *state;
    struct script_set *newer = next_version(play);
    call_renew(play->call, newer, play->desk.deadlines);
    assert_true(call_is_empty(play->call)); /* nothing of it is on the disk */
    call_play_look(play, STUDENT, LOOK_KNOWN);
    assert_ptr_equal(call_scripts(play->call), newer);
    scripts_free(newer);
}

/* What comes late from the registry does not lead out of the script that the
 * agent went to. */
static void a_late_answer_leaves_a_jump_alone(void **state)
{
    struct call_play *play = *state;
    struct error error = {0};
    practice_kit_fault(&play->registry, "hang");
    assert_true(call_set_iin(play->call, STUDENT, &error));
    call_play_await_look(play, LOOK_ASKING);
    call_cancel_look(play->call);
    practice_kit_fault(&play->registry, "none");
    call_play_answer(play, "self");
    assert_false(call_jump(play->call, "nowhere"));
    assert_true(call_jump(play->call, "pay_how"));
    call_play_at(play, "pay_how.payer");
    call_look_again(play->call);
    call_play_await_look(play, LOOK_KNOWN);
    call_play_at(play, "pay_how.payer");
    call_play_settle(play);
    call_play_resume(play);
    call_play_at(play, "pay_how.payer");
    call_back(play->call);
    assert_string_equal(walk_script(call_walk(play->call))->id, "main");
}

#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, call_play_open, call_play_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(facts_and_answers_go_along),
        STORY(facts_of_a_draft_go_along),
        STORY(a_renewed_call_is_resumed_in_its_new_version),
        STORY(a_version_that_is_no_more_is_told),
        STORY(a_changed_question_is_asked_again),
        STORY(a_call_at_its_form_stays),
        STORY(a_call_without_a_number_takes_the_newer_ones),
        STORY(a_late_answer_leaves_a_jump_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
