/* The end of a call: the form, saving once and only once, a second person, and
 * what of it all stands readable on the disk. */
#include "console/call/call.h"

#include "console/base/json.h"
#include "console/call/draft.h"
#include "console/cases/deadline.h"
#include "console/cases/issue.h"
#include "console/cases/number.h"
#include "console/cases/store.h"
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

#define PHONE "+77051234599"

static const char finished[] =
    "SELECT count(*) FROM event WHERE kind = 'call_finished'";
static const char opened[] =
    "SELECT count(*) FROM event WHERE kind = 'case_opened'";

static const struct call_form phoned = {
    .phone = PHONE, .consent = true, .branch = "KZO", .text = "Колледж молчит"};

static const char *task(const struct call_play *play, const char *issue)
{
    return issue_task(play->desk.tables, issue, play->desk.as_of, LANGUAGE_RU);
}

/* To the form of the case "student not in the list". */
static void walk_to_form(struct call_play *play)
{
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_play_answer(play, "self student full_time sent 2025-09");
    call_next(play->call);
    assert_int_equal(call_stage(play->call), CALL_WRAP);
    assert_string_equal(call_outcome(play->call), "STU-02");
}

static void assert_fault(struct call_play *play, enum message message)
{
    struct error fault = {0};
    assert_true(call_take_fault(play->call, &fault));
    assert_string_equal(message_name(fault.message), message_name(message));
}

static void assert_no_fault(struct call_play *play)
{
    struct error fault = {0};
    if (call_take_fault(play->call, &fault))
        fail_msg("%s", fault.detail);
}

static void the_form_knows_branch_and_task(void **state)
{
    struct call_play *play = *state;
    walk_to_form(play);
    const struct call_form *form = call_form(play->call);
    assert_string_equal(form->branch, "KZO"); /* the person's region, 43 */
    assert_string_equal(form->text, task(play, "student_missing"));
    assert_string_equal(form->phone, "");
    assert_false(form->consent);
    call_disk_survives(play);
    call_set_form(play->call, &phoned);
    call_disk_survives(play);
}

static void another_outcome_brings_its_own_task(void **state)
{
    struct call_play *play = *state;
    walk_to_form(play);
    call_unwrap(play->call);
    for (int steps = 0; steps < 3; steps++)
        call_back(play->call);
    call_play_answer(play, "abroad no");
    call_next(play->call);
    assert_string_equal(call_issue(play->call), "student_abroad");
    assert_string_equal(call_form(play->call)->text,
                        task(play, "student_abroad"));
    call_disk_survives(play);
}

static void the_agents_own_words_outlive_a_look_at_the_script(void **state)
{
    struct call_play *play = *state;
    walk_to_form(play);
    call_set_form(play->call, &phoned);
    call_back(play->call); /* from the form: to the script */
    assert_int_equal(call_stage(play->call), CALL_WALK);
    call_disk_survives(play);
    call_next(play->call);
    assert_int_equal(call_stage(play->call), CALL_WRAP);
    assert_string_equal(call_form(play->call)->text, phoned.text);
    assert_string_equal(call_form(play->call)->phone, PHONE);
    assert_true(call_form(play->call)->consent);
    call_disk_survives(play);
}

static void a_case_by_hand_does_not_leave_its_task_behind(void **state)
{
    struct call_play *play = *state;
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_open_case(play->call);
    assert_string_equal(call_outcome(play->call), "MANUAL");
    assert_string_equal(call_issue(play->call), "other");
    assert_string_equal(call_form(play->call)->text, task(play, "other"));
    call_disk_survives(play);
    call_unwrap(play->call);
    assert_string_equal(call_outcome(play->call), "");
    call_disk_survives(play);
    call_play_answer(play, "self student full_time sent 2025-09");
    call_next(play->call);
    assert_string_equal(call_form(play->call)->text,
                        task(play, "student_missing"));
}

/* What the event of the route says of a member, as SQL. */
static void assert_routed(struct call_play *play, const char *member,
                          const char *wanted)
{
    AUTO_CHARS sql =
        mem_format("SELECT count(*) FROM event WHERE kind = 'case_routed' AND "
                   "json_extract(body, '$.%s') IS %s",
                   member, wanted);
    if (call_disk_count(play, sql) != 1)
        fail_msg("%s is not %s", member, wanted);
}

static int64_t moment(const char *iso)
{
    int64_t ms = 0;
    if (!clock_parse_iso(iso, &ms))
        fail();
    return ms;
}

/* Saves the student's case at a moment and gives what was promised. */
static void save_at(struct call_play *play, const char *iso,
                    struct call_promise *promise)
{
    walk_to_form(play);
    call_set_form(play->call, &phoned);
    clock_fix_ms(moment(iso));
    call_play_save(play, CALL_SAVED);
    clock_fix_ms(moment(iso) + 3600 * 1000); /* it does not move any more */
    assert_true(call_promise(play->call, "KZO", promise));
    clock_fix_ms(-1);
}

static void a_case_is_saved_with_what_was_promised(void **state)
{
    struct call_play *play = *state;
    AUTO(call_promise_clear) struct call_promise promise;
    save_at(play, "2026-11-22T06:00:00Z", &promise);
    assert_string_equal(promise.due, "2026-12-11 18:00");
    assert_null(promise.unsure);
    AUTO_CHARS due = mem_format("%lld", (long long)promise.due_ms);
    AUTO_CHARS act = mem_format("%lld", (long long)promise.act_ms);
    AUTO_CHARS version =
        mem_format("'%s'", deadlines_version(play->desk.deadlines));
    assert_int_equal(promise.due_ms, moment("2026-12-11T13:00:00Z"));
    assert_int_equal(promise.act_ms, moment("2026-11-23T13:00:00Z"));
    assert_routed(play, "due_ms", due);
    assert_routed(play, "act_ms", act);
    assert_routed(play, "calendar", version);
    assert_routed(play, "term", "'answer_days'");
    assert_routed(play, "body", "'fund'");
    assert_routed(play, "unsure", "NULL");
}

static void days_that_are_not_sure_are_saved_with_the_promise(void **state)
{
    struct call_play *play = *state;
    AUTO(call_promise_clear) struct call_promise promise;
    save_at(play, "2026-12-14T06:00:00Z", &promise);
    assert_string_equal(promise.due, "2027-01-06 18:00");
    assert_int_equal(json_array_size(promise.unsure), 6);
    assert_routed(play, "unsure[0]", "'2027-01-01'");
    assert_routed(play, "unsure[5]", "'2027-01-06'");
}

static void a_branch_that_is_not_there_promises_nothing(void **state)
{
    struct call_play *play = *state;
    AUTO(call_promise_clear) struct call_promise promise;
    walk_to_form(play);
    assert_false(call_promise(play->call, "", &promise));
    assert_false(call_promise(play->call, "XXX", &promise));
}

static void a_saved_case_has_a_number_and_leaves_no_draft(void **state)
{
    struct call_play *play = *state;
    char number[NUMBER_SIZE];
    walk_to_form(play);
    call_set_form(play->call, &phoned);
    call_play_save(play, CALL_SAVED);
    assert_no_fault(play);
    assert_true(number_read(call_number(play->call), number));
    assert_string_equal(call_number(play->call), number);
    assert_memory_equal(number, "43-", 3);
    assert_false(draft_found(play->desk.draft));
    AUTO_JSON cases = call_disk_cases(play);
    assert_int_equal(json_array_size(cases), 1);
    const json_t *row = json_array_get(cases, 0);
    assert_string_equal(json_find_string(row, "number"), number);
    assert_string_equal(json_find_string(row, "branch"), "KZO");
    assert_string_equal(json_find_string(row, "issue"), "student_missing");
    AUTO_JSON call = call_disk_newest(play);
    assert_string_equal(json_find_string(call, "lookup"), "known");
    assert_string_equal(json_find_string(call, "outcome"), "STU-02");
    assert_int_equal(json_integer_value(json_object_get(call, "turn")), 1);
    call_save(play->call); /* saved is saved */
    call_play_settle(play);
    assert_int_equal(call_disk_count(play, finished), 1);
}

static void a_call_resolved_on_the_line_has_no_number(void **state)
{
    struct call_play *play = *state;
    call_without_iin(play->call);
    call_play_answer(play, "join");
    call_next(play->call);
    assert_false(call_has_case(play->call));
    call_play_save(play, CALL_SAVED);
    assert_string_equal(call_number(play->call), "");
    AUTO_JSON call = call_disk_newest(play);
    assert_string_equal(json_find_string(call, "lookup"), "none");
    assert_string_equal(json_find_string(call, "outcome"), "GEN-02");
    assert_int_equal(call_disk_count(play, opened), 0);
}

static void a_caller_who_hangs_up_is_logged_without_a_number_typed(void **state)
{
    struct call_play *play = *state;
    call_hang_up(play->call);
    assert_int_equal(call_stage(play->call), CALL_WRAP);
    assert_string_equal(call_outcome(play->call), "HUNG-UP");
    assert_false(call_has_case(play->call));
    call_disk_survives(play);
    call_unwrap(play->call);
    assert_int_equal(call_stage(play->call), CALL_NUMBER);
    call_disk_survives(play);
    call_hang_up(play->call);
    call_play_save(play, CALL_SAVED);
    assert_int_equal(call_disk_count(play, finished), 1);
    assert_int_equal(call_disk_count(play, opened), 0);
}

static void a_save_that_fails_keeps_all_and_is_done_once(void **state)
{
    struct call_play *play = *state;
    walk_to_form(play);
    call_set_form(play->call, &phoned);
    call_disk_lock(play);
    call_play_save(play, CALL_WRAP);
    assert_fault(play, MESSAGE_STORE_LOCKED);
    assert_string_equal(call_number(play->call), "");
    assert_string_equal(call_form(play->call)->phone, PHONE);
    assert_true(draft_found(play->desk.draft));
    call_disk_survives(play);
    call_play_save(play, CALL_WRAP);
    assert_fault(play, MESSAGE_STORE_LOCKED);
    call_disk_unlock(play);
    assert_int_equal(call_disk_count(play, finished), 0);
    call_play_save(play, CALL_SAVED);
    assert_no_fault(play);
    assert_int_equal(call_disk_count(play, finished), 1);
    assert_int_equal(call_disk_count(play, opened), 1);
    assert_false(draft_found(play->desk.draft));
}

/* The power goes after the commit, before the draft is emptied; the agent is
 * offered the call again. */
static void save_and_cut(struct call_play *play)
{
    call_save(play->call);
    call_play_leave(play);
    call_play_return(play);
    assert_int_equal(call_disk_count(play, finished), 1);
    assert_true(draft_found(play->desk.draft));
    call_play_resume(play);
    call_play_settle(play);
}

static void a_save_cut_by_the_power_is_not_doubled(void **state)
{
    struct call_play *play = *state;
    walk_to_form(play);
    call_set_form(play->call, &phoned);
    save_and_cut(play);
    if (call_stage(play->call) != CALL_SAVED)
        call_play_save(play, CALL_SAVED);
    AUTO_JSON cases = call_disk_cases(play);
    assert_int_equal(json_array_size(cases), 1);
    assert_string_equal(json_find_string(json_array_get(cases, 0), "number"),
                        call_number(play->call));
    assert_int_equal(call_disk_count(play, finished), 1);
    assert_int_equal(call_disk_count(play, opened), 1);
    assert_false(draft_found(play->desk.draft));
}

static void what_is_added_after_such_a_cut_is_not_called_saved(void **state)
{
    struct call_play *play = *state;
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_hang_up(play->call);
    save_and_cut(play);
    if (call_stage(play->call) == CALL_SAVED)
        return; /* it is known to be saved: nothing can be added */
    call_unwrap(play->call);
    call_open_case(play->call);
    call_set_form(play->call, &phoned);
    call_save(play->call);
    call_play_settle(play);
    if (call_stage(play->call) == CALL_SAVED) {
        assert_string_not_equal(call_number(play->call), "");
        assert_int_equal(call_disk_count(play, opened), 1);
    }
}

static void a_second_person_is_the_second_turn_of_the_same_call(void **state)
{
    struct call_play *play = *state;
    struct error error = {0};
    walk_to_form(play);
    call_set_form(play->call, &phoned);
    call_set_notes(play->call, "двое детей");
    call_play_save(play, CALL_SAVED);
    struct call *second = call_second_person(play->call, &error);
    assert_non_null(second);
    call_free(play->call);
    play->call = second;
    assert_int_equal(call_turn(second), 2);
    assert_int_equal(call_stage(second), CALL_NUMBER);
    assert_string_equal(call_iin(second), "");
    assert_string_equal(call_notes(second), "");
    assert_string_equal(call_form(second)->phone, PHONE); /* one caller */
    assert_string_equal(call_form(second)->text, "");
    call_play_look(play, INSURED, LOOK_KNOWN);
    call_disk_survives(play);
    call_play_answer(play, "guardian");
    call_play_at(play, "main.not_authorised"); /* no child: nothing is told */
    call_hang_up(second);
    call_disk_survives(play);
    call_play_save(play, CALL_SAVED);
    assert_int_equal(call_disk_count(play, finished), 2);
    assert_int_equal(call_disk_count(play,
                                     "SELECT count(*) FROM call WHERE call ="
                                     " (SELECT min(call) FROM call)"),
                     2);
    AUTO_JSON newest = call_disk_newest(play);
    assert_int_equal(json_integer_value(json_object_get(newest, "turn")), 2);
}

/* Secrets. */

#define WORDS "водит такси без всякой регистрации"

static void free_text_of_the_script_is_sealed_with_the_notes(void **state)
{
    struct call_play *play = *state;
    struct error error = {0};
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_play_answer(play, "self other other");
    call_play_at(play, "other_reason.in_words");
    assert_true(call_type_answer(play->call, WORDS, &error));
    call_disk_survives(play);
    assert_string_equal(call_outcome(play->call), "OTH-10");
    call_set_notes(play->call, "спокоен");
    call_next(play->call);
    call_set_form(play->call, &phoned);
    call_play_save(play, CALL_SAVED);
    AUTO_JSON row =
        store_case(play->desk.store, call_number(play->call), true, &error);
    assert_non_null(row);
    const char *notes =
        json_find_string(json_object_get(row, "person"), "notes");
    assert_non_null(notes);
    assert_non_null(strstr(notes, WORDS));
    assert_non_null(strstr(notes, "спокоен"));
    assert_int_equal(call_disk_count(play, "SELECT count(*) FROM event"
                                           " WHERE body LIKE '%такси%'"),
                     0);
    assert_int_equal(call_disk_count(play, "SELECT count(*) FROM event"
                                           " WHERE body LIKE '%in_words%'"),
                     1); /* that there was one is told */
    assert_int_equal(call_disk_scan(play, WORDS), 0);
}

static void assert_nowhere_plain(struct call_play *play)
{
    static const char *const secrets[] = {
        STUDENT,   "Образцов",   "Тимур", "Русланович",
        "2006-03", "7051234599", "поезд", "молчит"};
    for (size_t i = 0; i < COUNT(secrets); i++)
        if (call_disk_scan(play, secrets[i]) > 0)
            fail_msg("\"%s\" stands in the store's folder", secrets[i]);
}

static void no_personal_value_is_readable_on_the_disk(void **state)
{
    struct call_play *play = *state;
    walk_to_form(play);
    call_set_notes(play->call, "скоро поезд");
    call_set_form(play->call, &phoned);
    call_reveal(play->call);
    call_play_settle(play);
    assert_true(draft_found(play->desk.draft));
    assert_nowhere_plain(play); /* the draft holds all of it now */
    call_play_save(play, CALL_SAVED);
    assert_nowhere_plain(play);
    assert_true(call_disk_scan(play, "STU-02") > 0); /* the scan does see */
    AUTO_JSON verdict = store_verify(play->desk.store, NULL);
    assert_true(json_is_true(json_object_get(verdict, "ok")));
}

#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, call_play_open, call_play_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(the_form_knows_branch_and_task),
        STORY(another_outcome_brings_its_own_task),
        STORY(the_agents_own_words_outlive_a_look_at_the_script),
        STORY(a_case_by_hand_does_not_leave_its_task_behind),
        STORY(a_saved_case_has_a_number_and_leaves_no_draft),
        STORY(a_case_is_saved_with_what_was_promised),
        STORY(days_that_are_not_sure_are_saved_with_the_promise),
        STORY(a_branch_that_is_not_there_promises_nothing),
        STORY(a_call_resolved_on_the_line_has_no_number),
        STORY(a_caller_who_hangs_up_is_logged_without_a_number_typed),
        STORY(a_save_that_fails_keeps_all_and_is_done_once),
        STORY(a_save_cut_by_the_power_is_not_doubled),
        STORY(what_is_added_after_such_a_cut_is_not_called_saved),
        STORY(a_second_person_is_the_second_turn_of_the_same_call),
        STORY(free_text_of_the_script_is_sealed_with_the_notes),
        STORY(no_personal_value_is_readable_on_the_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
