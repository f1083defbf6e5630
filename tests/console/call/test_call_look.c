/* The look-up of a call: its event first, then the registry; cancelled, asked
 * again, answered late, and let go at any moment. */
#include "console/call/call.h"

#include "console/base/json.h"
#include "console/call/draft.h"
#include "console/script/fact.h"
#include "console/script/node.h"
#include "console/script/walk.h"
#include "tests/console/call/call_disk.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* LATE_MS: longer than the registry takes with the fault "delay:1". */
enum { LATE_MS = 1500, DRAFT_ROOM = 24 * 1024 };

static void set_iin(struct call_play *play, const char *iin)
{
    struct error error = {0};
    assert_true(call_set_iin(play->call, iin, &error));
}

/* The value of a fact as text, "" when it is unknown. The caller frees. */
static char *fact(const struct call_play *play, const char *name)
{
    AUTO_JSON facts = fact_set_json(call_facts(play->call), true);
    const struct json_t *value =
        json_object_get(json_object_get(facts, name), "value");
    return value ? json_dumps(value, JSON_ENCODE_ANY) : mem_copy("");
}

/* Nothing of the person may be drawn. */
static void assert_knows_nothing(const struct call_play *play)
{
    AUTO_JSON facts = fact_set_json(call_facts(play->call), true);
    assert_int_equal(json_object_size(facts), 0);
    assert_string_equal(call_name(play->call), "");
}

static int lookups(const struct call_play *play)
{
    return call_disk_count(play,
                           "SELECT count(*) FROM event WHERE kind = 'lookup'");
}

static void the_look_up_is_in_the_log_before_its_answer_comes(void **state)
{
    struct call_play *play = *state;
    practice_kit_fault(&play->registry, "hang");
    set_iin(play, STUDENT);
    call_play_await_asked(play, 1);
    assert_int_equal(lookups(play), 1);
    assert_int_equal(call_look(play->call), LOOK_ASKING);
    assert_knows_nothing(play);
    assert_non_null(call_history(play->call));
}

static void a_known_person_gives_name_and_facts(void **state)
{
    struct call_play *play = *state;
    call_play_look(play, STUDENT, LOOK_KNOWN);
    AUTO_CHARS status = fact(play, "status");
    assert_string_equal(status, "\"uninsured\"");
    assert_string_equal(call_name(play->call), STUDENT_NAME);
    assert_int_equal(call_look_error(play->call)->message, MESSAGE_NONE);
    assert_int_equal(call_play_asked(play), 1);
    assert_int_equal(lookups(play), 1);
    call_look_again(play->call); /* known: there is nothing to ask */
    call_play_settle(play);
    assert_int_equal(lookups(play), 1);
    assert_false(call_is_revealed(play->call));
}

static void nobody_with_that_number_leads_to_its_own_script(void **state)
{
    struct call_play *play = *state;
    call_play_look(play, "700715390702", LOOK_NOT_FOUND);
    assert_int_equal(call_look_error(play->call)->message,
                     MESSAGE_LOOKUP_NOT_FOUND);
    call_play_answer(play, "self");
    call_play_at(play, "not_found.iin_again");
    assert_knows_nothing(play);
}

static void a_fault_of_the_registry_is_unknown_with_its_sentence(void **state)
{
    struct call_play *play = *state;
    practice_kit_fault(&play->registry, "500");
    call_play_look(play, STUDENT, LOOK_UNKNOWN);
    assert_int_equal(call_look_error(play->call)->message,
                     MESSAGE_LOOKUP_SERVER);
    call_play_answer(play, "self");
    call_play_at(play, "registry_down.down_wish");
    assert_knows_nothing(play);
    call_disk_survives(play);
}

/* The look-up could not be logged: nobody was asked, and the agent knows why;
 * the call goes on without the registry. */
static void assert_never_asked(struct call_play *play)
{
    call_play_pass(play, 300);
    assert_int_equal(call_look(play->call), LOOK_UNKNOWN);
    assert_int_equal(call_play_asked(play), 0);
    assert_knows_nothing(play);
    assert_null(call_history(play->call));
    call_play_answer(play, "self");
    call_play_at(play, "registry_down.down_wish");
    call_disk_survives(play);
}

/* No file may grow beyond that: the log is larger, the draft smaller. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void log_the_case(struct call_play *play)
{
    call_play_answer(play, "call");
    call_next(play->call);
    call_set_form(play->call, &(struct call_form){.phone = "+77051234599",
                                                  .consent = true,
                                                  .branch = "KZO",
                                                  .text = "перезвонить"});
    call_play_save(play, CALL_SAVED);
    assert_int_equal(strlen(call_number(play->call)), strlen("43-26-000001-1"));
    AUTO_JSON call = call_disk_newest(play);
    assert_string_equal(json_find_string(call, "lookup"), "unknown");
    assert_int_equal(lookups(play), 0);
}

static void a_locked_store_means_that_nobody_is_asked(void **state)
{
    struct call_play *play = *state;
    call_disk_lock(play);
    call_play_look(play, STUDENT, LOOK_UNKNOWN);
    assert_int_equal(call_look_error(play->call)->message,
                     MESSAGE_STORE_LOCKED);
    assert_never_asked(play);
    call_disk_unlock(play);
    log_the_case(play);
}

static void a_full_disk_means_that_nobody_is_asked(void **state)
{
    struct call_play *play = *state;
    limit_files(DRAFT_ROOM);
    call_play_look(play, STUDENT, LOOK_UNKNOWN);
    enum message said = call_look_error(play->call)->message;
    assert_true(said == MESSAGE_STORE_IO || said == MESSAGE_STORE_FULL);
    assert_never_asked(play);
    limit_files(RLIM_INFINITY);
    log_the_case(play);
}

/* Whatever came of it, the next story has room again. */
static int close_with_room(void **state)
{
    limit_files(RLIM_INFINITY);
    return call_play_close(state);
}

static void with_the_lock_gone_the_agent_asks_again(void **state)
{
    struct call_play *play = *state;
    call_disk_lock(play);
    call_play_look(play, STUDENT, LOOK_UNKNOWN);
    call_disk_unlock(play);
    call_look_again(play->call);
    call_play_await_look(play, LOOK_KNOWN);
    assert_int_equal(call_look_error(play->call)->message, MESSAGE_NONE);
    assert_int_equal(call_play_asked(play), 1);
    assert_int_equal(lookups(play), 1);
}

static void an_answer_that_lies_ready_never_appears_after_a_cancel(void **state)
{
    struct call_play *play = *state;
    call_play_look(play, STUDENT, LOOK_ASKING);
    while (call_play_asked(play) < 1) /* the loop does not turn meanwhile */
        usleep(1000);
    usleep(200000);
    call_cancel_look(play->call);
    assert_int_equal(call_look(play->call), LOOK_CANCELLED);
    call_play_pass(play, 300);
    assert_int_equal(call_look(play->call), LOOK_CANCELLED);
    assert_knows_nothing(play);
    call_play_answer(play, "self");
    call_play_at(play, "registry_down.down_wish");
    call_disk_survives(play);
}

static void an_answer_on_its_way_never_appears_after_a_cancel(void **state)
{
    struct call_play *play = *state;
    practice_kit_fault(&play->registry, "delay:1");
    set_iin(play, STUDENT);
    call_play_answer(play, "self");
    call_play_await_asked(play, 1);
    call_cancel_look(play->call);
    call_cancel_look(play->call); /* nothing is left to cancel */
    call_play_pass(play, LATE_MS);
    assert_int_equal(call_look(play->call), LOOK_CANCELLED);
    assert_knows_nothing(play);
    call_play_at(play, "registry_down.down_wish");
}

static void a_cancel_before_the_event_is_there_asks_nobody(void **state)
{
    struct call_play *play = *state;
    set_iin(play, STUDENT);
    call_cancel_look(play->call);
    call_play_pass(play, 300);
    assert_int_equal(call_look(play->call), LOOK_CANCELLED);
    assert_int_equal(call_play_asked(play), 0);
    call_look_again(play->call);
    call_play_await_look(play, LOOK_KNOWN);
    assert_int_equal(call_play_asked(play), 1);
}

static void asking_again_replays_the_answers_given(void **state)
{
    struct call_play *play = *state;
    practice_kit_fault(&play->registry, "503");
    call_play_look(play, STUDENT, LOOK_UNKNOWN);
    call_play_answer(play, "self call");
    assert_string_equal(call_outcome(play->call), "DWN-01");
    call_look_again(play->call);
    call_play_await_look(play, LOOK_UNKNOWN);
    assert_string_equal(call_outcome(play->call), "DWN-01"); /* nothing new */
    practice_kit_fault(&play->registry, "none");
    call_look_again(play->call);
    call_play_await_look(play, LOOK_KNOWN);
    call_play_at(play, "main.doing");
    assert_string_equal(walk_caller(call_walk(play->call)), "self");
    assert_string_equal(call_outcome(play->call), "");
    call_disk_survives(play);
    call_play_answer(play, "student part_time");
    assert_string_equal(call_outcome(play->call), "STU-05");
    assert_int_equal(lookups(play), 3);
}

static void a_late_answer_leaves_the_form_open(void **state)
{
    struct call_play *play = *state;
    practice_kit_fault(&play->registry, "500");
    call_play_look(play, STUDENT, LOOK_UNKNOWN);
    call_play_answer(play, "self");
    practice_kit_fault(&play->registry, "delay:1");
    call_look_again(play->call);
    call_play_await_asked(play, 2);
    call_open_case(play->call);
    call_play_pass(play, LATE_MS);
    assert_int_equal(call_stage(play->call), CALL_WRAP);
    assert_string_equal(call_outcome(play->call), "MANUAL");
    call_disk_survives(play);
    call_unwrap(play->call);
    assert_int_equal(call_stage(play->call), CALL_WALK);
    call_play_at(play, "main.doing"); /* by what the registry said meanwhile */
    call_disk_survives(play);
}

static void a_late_answer_writes_no_draft_of_a_saved_call(void **state)
{
    struct call_play *play = *state;
    practice_kit_fault(&play->registry, "delay:1");
    set_iin(play, STUDENT);
    call_play_await_asked(play, 1);
    call_hang_up(play->call);
    call_play_save(play, CALL_SAVED);
    assert_false(draft_found(play->desk.draft));
    call_play_pass(play, LATE_MS);
    assert_int_equal(call_stage(play->call), CALL_SAVED);
    assert_false(draft_found(play->desk.draft));
}

static void the_next_caller_starts_with_nothing_of_the_one_before(void **state)
{
    struct call_play *play = *state;
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_play_answer(play, "self");
    call_hang_up(play->call);
    call_play_save(play, CALL_SAVED);
    call_play_begin(play);
    practice_kit_fault(&play->registry, "500");
    call_play_look(play, INSURED, LOOK_UNKNOWN);
    assert_knows_nothing(play);
}

static void a_name_is_revealed_once_that_is_in_the_log(void **state)
{
    static const char count[] =
        "SELECT count(*) FROM event WHERE kind = 'revealed'";
    struct call_play *play = *state;
    struct error fault = {0};
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_disk_lock(play);
    call_reveal(play->call);
    call_play_settle(play);
    assert_false(call_is_revealed(play->call));
    assert_true(call_take_fault(play->call, &fault));
    assert_int_equal(fault.message, MESSAGE_STORE_LOCKED);
    assert_false(call_take_fault(play->call, &fault));
    call_disk_unlock(play);
    call_reveal(play->call);
    assert_false(call_is_revealed(play->call));
    call_play_settle(play);
    assert_true(call_is_revealed(play->call));
    assert_int_equal(call_disk_count(play, count), 1);
}

static void a_call_can_be_let_go_at_any_moment(void **state)
{
    struct call_play *play = *state;
    set_iin(play, STUDENT); /* while its event is being committed */
    call_play_begin(play);
    practice_kit_fault(&play->registry, "hang");
    call_play_look(play, STUDENT, LOOK_ASKING); /* while it is asked */
    call_play_begin(play);
    call_without_iin(play->call);
    call_hang_up(play->call);
    call_save(play->call); /* while it is being saved */
    call_play_begin(play);
    call_set_notes(play->call, "за секунду до ухода");
    call_drop(play->call); /* while the draft is written */
    play->call = NULL;
    call_play_settle(play);
    assert_false(draft_found(play->desk.draft));
}

#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, call_play_open, call_play_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(the_look_up_is_in_the_log_before_its_answer_comes),
        STORY(a_known_person_gives_name_and_facts),
        STORY(nobody_with_that_number_leads_to_its_own_script),
        STORY(a_fault_of_the_registry_is_unknown_with_its_sentence),
        STORY(a_locked_store_means_that_nobody_is_asked),
        cmocka_unit_test_setup_teardown(a_full_disk_means_that_nobody_is_asked,
                                        call_play_open, close_with_room),
        STORY(with_the_lock_gone_the_agent_asks_again),
        STORY(an_answer_that_lies_ready_never_appears_after_a_cancel),
        STORY(an_answer_on_its_way_never_appears_after_a_cancel),
        STORY(a_cancel_before_the_event_is_there_asks_nobody),
        STORY(asking_again_replays_the_answers_given),
        STORY(a_late_answer_leaves_the_form_open),
        STORY(a_late_answer_writes_no_draft_of_a_saved_call),
        STORY(the_next_caller_starts_with_nothing_of_the_one_before),
        STORY(a_name_is_revealed_once_that_is_in_the_log),
        STORY(a_call_can_be_let_go_at_any_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
