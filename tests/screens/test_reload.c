/* The scripts change while people work: who is between calls gets the new ones,
 * who is in a call stays on those it began with or starts again with the
 * answers that apply; files that are refused change nothing. And the jump from
 * one script to another. */
#include "tests/screens/desk_play.h"

#include "console/base/json.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STUDENT "060312580870"
#define NEWER   "Newer scripts are there"
#define WHO     "Are you asking about yourself"
#define STUDY   "Where and how do you study"
#define REFUSED "New scripts are refused"

/* A place with data of its own, that an author can change. */
struct press {
    struct play_place place;
    char *data;
    char *option; /* "data.folder=..." */
    const char *arguments[3];
};

static void shell(const char *command)
{
    if (system(command) != 0)
        fail_msg("%s", command);
}

static void press_open(struct press *press)
{
    const char *root = getenv("AGENT1414_ROOT");
    root = root ? root : ".";
    play_open(&press->place);
    press->data = mem_format("%s/data", press->place.folder);
    press->option = mem_format("data.folder=%s", press->data);
    press->arguments[0] = "-o";
    press->arguments[1] = press->option;
    press->arguments[2] = NULL;
    AUTO_CHARS copy =
        mem_format("mkdir -p '%s/kb' && cp -R '%s/scripts' '%s' "
                   "&& cp -R '%s/kb/tables' '%s/kb'",
                   press->data, root, press->data, root, press->data);
    AUTO_CHARS draft = mem_format("rm -f '%s/scripts/published.json'",
                                  press->data); /* may be changed freely */
    shell(copy);
    shell(draft);
}

static void press_close(struct press *press)
{
    free(press->data);
    free(press->option);
    play_close(&press->place);
}

/* An agent sits down to these data. */
static void sit(struct play *play, struct press *press, const char *name)
{
    play_start(
        play, &press->place,
        &(struct play_cast){.name = name, .arguments = press->arguments});
}

/* The author writes other words into a script; at once, as editors do. */
static void rewrite(struct press *press, const char *script, const char *from,
                    const char *to)
{
    AUTO_CHARS command =
        mem_format("cd '%s/scripts' && grep -q '%s' %s.json && "
                   "sed 's/%s/%s/' %s.json >.new && mv .new %s.json",
                   press->data, from, script, from, to, script, script);
    shell(command);
}

/* The content hash of the scripts as they lie there now. */
static char *hash_now(struct press *press)
{
    const char *const list[] = {"script", "list",        "--json",
                                "-o",     press->option, NULL};
    AUTO_CHARS text = play_command(&press->place, list, 0);
    AUTO_JSON all = json_parse(text, strlen(text), "list", false, NULL);
    return mem_copy(json_find_string(all, "hash"));
}

/* The hash that the latest call was saved with. */
static char *hash_of_call(struct press *press)
{
    const char *const list[] = {"call", "list", "--json", NULL};
    AUTO_CHARS text = play_command(&press->place, list, 0);
    AUTO_JSON all = json_parse(text, strlen(text), "calls", false, NULL);
    const char *uuid = json_find_string(
        json_array_get(json_object_get(all, "calls"), 0), "uuid");
    assert_non_null(uuid);
    const char *const show[] = {"call", "show", uuid, "--json", NULL};
    AUTO_CHARS one = play_command(&press->place, show, 0);
    AUTO_JSON call = json_parse(one, strlen(one), "call", false, NULL);
    return mem_copy(json_find_string(call, "script_hash"));
}

static void to_the_study(struct play *play)
{
    play_call_of(play, STUDENT, "✗ UNINSURED");
    play_keys(play, "1");
    play_see(play, "do you study, work");
    play_keys(play, "1");
    play_see(play, STUDY);
}

/* ---- new scripts ---- */

static void a_call_under_way_stays_and_the_next_one_is_new(void **state)
{
    struct press press;
    struct play in_call, between;
    (void)state;
    press_open(&press);
    AUTO_CHARS before = hash_now(&press);
    sit(&in_call, &press, "aigul");
    sit(&between, &press, "berik");
    play_call_of(&in_call, STUDENT, "✗ UNINSURED");
    play_not(&in_call, NEWER);
    rewrite(&press, "main", WHO, "Is it about yourself");
    play_see(&in_call, NEWER);   /* nobody pressed a key */
    play_keys(&between, "Down"); /* a desk at rest looks when it is woken */
    play_see(&between, "New scripts are in use");
    play_see(&in_call, WHO);
    play_keys(&between, "n");
    play_see(&between, "The caller's IIN, 12 digits");
    play_type(&between, STUDENT);
    play_see(&between, "Is it about yourself");
    play_not(&between, NEWER);
    play_keys(&in_call, "x");
    play_see(&in_call, "End of call");
    play_save_call(&in_call);
    AUTO_CHARS saved = hash_of_call(&press);
    AUTO_CHARS now = hash_now(&press);
    assert_string_equal(saved, before); /* the case tells what it ran on */
    assert_string_not_equal(now, before);
    play_end(&in_call);
    play_end(&between);
    press_close(&press);
}

static void a_call_that_only_waits_for_its_number_is_new(void **state)
{
    struct press press;
    struct play play;
    (void)state;
    press_open(&press);
    sit(&play, &press, "aigul");
    play_keys(&play, "n");
    play_see(&play, "The caller's IIN, 12 digits");
    rewrite(&press, "main", WHO, "Is it about yourself");
    AUTO_CHARS kept = mem_format("i=0; while [ $(ls '%s/scripts' | wc -l) "
                                 "-lt 2 ] && [ $i -lt 100 ]; do sleep 0.1; "
                                 "i=$((i + 1)); done",
                                 press.place.folder);
    shell(kept); /* the new ones are taken when they are kept */
    play_type(&play, STUDENT);
    play_see(&play, "Is it about yourself");
    play_not(&play, NEWER);
    play_end(&play);
    press_close(&press);
}

static void the_call_starts_again_with_its_answers(void **state)
{
    struct press press;
    struct play play;
    (void)state;
    press_open(&press);
    sit(&play, &press, "aigul");
    to_the_study(&play);
    rewrite(&press, "student", STUDY, "In which way do you study");
    play_see(&play, NEWER);
    play_keys(&play, "Ctrl+R");
    play_see(&play, "Start again with the newer scripts?");
    play_keys(&play, "2");
    play_see(&play, STUDY);
    play_keys(&play, "Ctrl+R");
    play_see(&play, "Start again with the newer scripts?");
    play_keys(&play, "1");
    play_see(&play, "In which way do you study"); /* who and what: answered */
    play_see(&play, "✗ UNINSURED");
    play_not(&play, NEWER);
    play_keys(&play, "3"); /* and goes on */
    play_gone(&play, "In which way do you study");
    play_end(&play);
    press_close(&press);
}

/* ---- refused ---- */

static void refused_files_change_nothing_and_say_why(void **state)
{
    struct press press;
    struct play in_call, between;
    (void)state;
    press_open(&press);
    sit(&in_call, &press, "aigul");
    sit(&between, &press, "berik");
    play_call_of(&in_call, STUDENT, "✗ UNINSURED");
    rewrite(&press, "main", "\"to\": \"general\"", "\"to\": \"nowhere\"");
    play_keys(&between, "Ctrl+R");
    play_see(&between, REFUSED);
    play_keys(&between, "y");
    play_see(&between, "These files are refused");
    play_see(&between, "E03");
    play_see(&between, "scripts/main.json:");
    play_see(&between, "nowhere");
    play_not(&in_call, NEWER);
    rewrite(&press, "main", "\"to\": \"nowhere\"", "\"to\": \"general\"");
    play_keys(&between, "Ctrl+R"); /* from the list itself */
    play_see(&between, "Nothing is refused");
    play_keys(&between, "Esc");
    play_see(&between, "Ready for a call");
    play_not(&between, REFUSED);
    play_end(&in_call);
    play_end(&between);
    press_close(&press);
}

/* The desk was at work with good files once: it opens on those. */
static void a_desk_opens_although_the_files_are_refused(void **state)
{
    struct press press;
    struct play play;
    (void)state;
    press_open(&press);
    sit(&play, &press, "aigul");
    play_end(&play);
    rewrite(&press, "main", "\"to\": \"general\"", "\"to\": \"nowhere\"");
    sit(&play, &press, "aigul");
    play_see(&play, REFUSED);
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    play_see(&play, WHO);
    play_end(&play);
    press_close(&press);
}

/* ---- a power cut ---- */

static void crash_and_change(struct press *press, struct play *play)
{
    sit(play, press, "aigul");
    to_the_study(play);
    play_crash(play);
    rewrite(press, "student", STUDY, "In which way do you study");
}

static void come_back(struct press *press, struct play *play)
{
    sit(play, press, "aigul");
    play_see(play, "A call is unfinished");
    play_keys(play, "r");
}

static void after_a_power_cut_a_call_goes_on_in_its_version(void **state)
{
    struct press press;
    struct play play;
    (void)state;
    press_open(&press);
    AUTO_CHARS before = hash_now(&press);
    crash_and_change(&press, &play);
    come_back(&press, &play);
    play_see(&play, STUDY);
    play_see(&play, NEWER);
    play_keys(&play, "x");
    play_see(&play, "End of call");
    play_save_call(&play);
    AUTO_CHARS saved = hash_of_call(&press);
    assert_string_equal(saved, before);
    play_end(&play);
    press_close(&press);
}

static void a_version_that_is_no_more_is_told(void **state)
{
    struct press press;
    struct play play;
    (void)state;
    press_open(&press);
    crash_and_change(&press, &play);
    AUTO_CHARS lose = mem_format("rm -r '%s/scripts'", press.place.folder);
    shell(lose);
    come_back(&press, &play);
    play_see(&play, "The scripts of this call are no more");
    play_see(&play, "In which way do you study"); /* what applied was taken */
    play_not(&play, NEWER);
    play_end(&play);
    press_close(&press);
}

/* Bytes that are not what their name says are not run. */
static void a_kept_version_that_was_touched_is_not_taken(void **state)
{
    struct press press;
    struct play play;
    (void)state;
    press_open(&press);
    crash_and_change(&press, &play);
    AUTO_CHARS touch = mem_format("sed -i 's/%s/Touched/' "
                                  "'%s'/scripts/*/scripts/student.json",
                                  STUDY, press.place.folder);
    shell(touch);
    come_back(&press, &play);
    play_see(&play, "The scripts of this call are no more");
    play_not(&play, "Touched");
    play_end(&play);
    press_close(&press);
}

/* ---- jumping ---- */

/* How the title of `pay_how` is typed: in parts, in another language, in the
 * wrong layout, without the letters that only Kazakh has; its id. */
static void a_script_is_found_and_jumped_to(void **state)
{
    static const char *const typed[] = {"How to p",  "как запл",  "rfr pfg",
                                        "қалай төл", "калай тол", "pay_how"};
    struct press press;
    struct play play;
    (void)state;
    press_open(&press);
    sit(&play, &press, "aigul");
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
        play_keys(&play, i % 2 ? "/" : "Ctrl+P"); /* scripts, or commands */
        play_see(&play, i % 2 ? "Scripts" : "Commands");
        play_type(&play, typed[i]);
        play_see(&play, "pay_how");
        play_keys(&play, "Enter");
        play_see(&play, "For whom do you pay");
        play_keys(&play, "Backspace");
        play_see(&play, WHO);
    }
    play_end(&play);
    press_close(&press);
}

static void the_jump_is_in_the_record(void **state)
{
    struct press press;
    struct play play;
    (void)state;
    press_open(&press);
    sit(&play, &press, "aigul");
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    play_keys(&play, "1");
    play_see(&play, "do you study, work");
    play_keys(&play, "/");
    play_see(&play, "Scripts");
    play_type(&play, "pay_how");
    play_keys(&play, "Enter");
    play_see(&play, "For whom do you pay");
    play_crash(&play);
    come_back(&press, &play);
    play_see(&play, "For whom do you pay");
    play_keys(&play, "x");
    play_see(&play, "End of call");
    play_save_call(&play);
    const char *const list[] = {"call", "list", "--json", NULL};
    AUTO_CHARS text = play_command(&press.place, list, 0);
    AUTO_JSON all = json_parse(text, strlen(text), "calls", false, NULL);
    const char *uuid = json_find_string(
        json_array_get(json_object_get(all, "calls"), 0), "uuid");
    const char *const show[] = {"call", "show", uuid, "--json", NULL};
    AUTO_CHARS one = play_command(&press.place, show, 0);
    assert_int_equal(play_count(one, "\"edge\":\"jump:pay_how\""), 1);
    assert_non_null(strstr(one, "\"caller\":\"self\"")); /* asked before */
    play_end(&play);
    press_close(&press);
}

static void before_a_call_no_script_is_offered(void **state)
{
    struct press press;
    struct play play;
    (void)state;
    press_open(&press);
    sit(&play, &press, "aigul");
    play_keys(&play, "Ctrl+P");
    play_see(&play, "Start a new call");
    play_type(&play, "pay_how");
    play_gone(&play, "Start a new call");
    play_not(&play, "How to pay");
    play_end(&play);
    press_close(&press);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_under_way_stays_and_the_next_one_is_new),
        cmocka_unit_test(a_call_that_only_waits_for_its_number_is_new),
        cmocka_unit_test(the_call_starts_again_with_its_answers),
        cmocka_unit_test(refused_files_change_nothing_and_say_why),
        cmocka_unit_test(a_desk_opens_although_the_files_are_refused),
        cmocka_unit_test(after_a_power_cut_a_call_goes_on_in_its_version),
        cmocka_unit_test(a_version_that_is_no_more_is_told),
        cmocka_unit_test(a_kept_version_that_was_touched_is_not_taken),
        cmocka_unit_test(a_script_is_found_and_jumped_to),
        cmocka_unit_test(the_jump_is_in_the_record),
        cmocka_unit_test(before_a_call_no_script_is_offered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
