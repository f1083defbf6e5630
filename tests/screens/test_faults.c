/* Everything that can go wrong with the registry's answer, as the agent sees
 * it: a plain sentence of its own, a status that is unknown and never
 * "uninsured", keys that work meanwhile, and a case that can still be logged.
 */
#include "tests/screens/desk_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STUDENT "060312580870"

/* The deadline is short where the fault is silence, and out of the way where
 * the agent is to end the waiting. */
static const char *const impatient[] = {"-o", "registry.deadline_ms=1000",
                                        NULL};
static const char *const patient[] = {"-o", "registry.deadline_ms=60000", NULL};

struct fault {
    const char *name, *says;
};

static const struct fault faults[] = {
    {"delay:30", "The registry did not answer in time"},
    {"hang", "The registry did not answer in time"},
    {"drip", "The registry did not answer in time"},
    {"reset", "The registry cannot be reached"},
    {"reset-body", "The registry's answer broke off"},
    {"half", "The registry's answer broke off"},
    {"garbage", "The registry's answer cannot be read"},
    {"not-http", "The registry answered in a way that was not agreed"},
    {"huge", "The registry's answer is far too long"},
    {"huge-chunked", "The registry's answer is far too long"},
    {"gzip", "The registry's answer cannot be read"},
    {"redirect", "The registry sent us to another address"},
    {"redirect-file", "The registry sent us to another address"},
    {"401", "The registry does not accept this line's credentials"},
    {"403", "The registry does not accept this line's credentials"},
    {"429:7", "The registry has too many requests"},
    {"500", "The registry has a fault of its own"},
    {"503", "The registry has a fault of its own"},
    {"html", "A web page came instead of the registry's answer"},
    {"duplicate", "The registry's answer cannot be read"},
    {"deep", "The registry's answer cannot be read"},
    {"other", "The registry answered about another person"},
    {"bad-json", "The registry's answer cannot be read"},
    {"empty", "The registry's answer cannot be read"},
};

static void begin(struct play_place *place, struct play *play,
                  const char *const *arguments)
{
    play_enter(place, play, &(struct play_cast){.arguments = arguments});
}

/* Nothing that an answer would have brought. */
static void knows_nothing(struct play *play)
{
    play_not(play, "INSURED");
    play_not(play, "Uninsured");
    play_not(play, "О.......");
    play_not(play, "Оқу емханасы");
}

/* The sentence under the card, whole: what happened, what it means for the
 * call, what to do next. */
static char *sentence(struct play *play, const char *what)
{
    struct text sentence = {0};
    pty_settle(&play->pty, 50);
    for (int row = pty_find(&play->pty, what); row >= 0; row++) {
        AUTO_CHARS line = pty_row(&play->pty, row);
        if (strncmp(line, "──", strlen("──")) == 0)
            break;
        text_add(&sentence, line);
    }
    return text_take(&sentence);
}

static bool is_whole(const char *sentence)
{
    return strstr(sentence, "unknown, not uninsured") &&
           strstr(sentence, " log a call-back case") &&
           sentence[strlen(sentence) - 1] == '.';
}

static void says(struct play *play, const char *what)
{
    play_see(play, what);
    for (int tries = 0;; tries++) {
        AUTO_CHARS said = sentence(play, what);
        if (is_whole(said))
            return;
        if (tries == 100)
            fail_msg("not a whole sentence: %s", said);
    }
}

/* The call about the unanswered question is logged for a branch. */
static void log_the_case(struct play *play)
{
    char number[24];
    play_keys(play, "1");
    play_see(play, "The registry does not answer now");
    play_keys(play, "1");
    play_see(play, "The status is not known now");
    play_keys(play, "Enter");
    play_see(play, "Case for a branch");
    play_see(play, "DWN-01");
    play_new_case(play);
    bool again = pty_shows(&play->pty, "Already open about this");
    play_keys(play, again ? "Tab Tab Tab Right" : "Tab Tab Right");
    play_gone(play, "‹ — ›");
    play_save_case(play, number);
    knows_nothing(play);
    play_leave(play);
}

static void each_fault_has_a_sentence_and_the_case_is_logged(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    begin(&place, &play, impatient);
    for (size_t i = 0; i < COUNT(faults); i++) {
        play_fault(&place, faults[i].name);
        play_call_of(&play, STUDENT, "? UNKNOWN: no answer");
        says(&play, faults[i].says);
        knows_nothing(&play);
        log_the_case(&play);
    }
    play_never(&play, "✗");
    play_over(&place, &play);
}

static void nobody_of_that_number_is_not_uninsured(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    begin(&place, &play, NULL);
    play_fault(&place, "404");
    play_call_of(&play, STUDENT, "? NOT FOUND in the registry");
    play_see(&play, "The registry knows nobody with this number");
    knows_nothing(&play);
    play_never(&play, "✗");
    play_over(&place, &play);
}

static void no_registry_at_all(void **state)
{
    static const char *const nowhere[] = {
        "-o", "registry.base_url=http://127.0.0.1:9", NULL};
    struct play_place place;
    struct play play;
    (void)state;
    begin(&place, &play, nowhere);
    play_call_of(&play, STUDENT, "? UNKNOWN: no answer");
    play_see(&play, "The registry cannot be reached");
    knows_nothing(&play);
    log_the_case(&play);
    play_over(&place, &play);
}

/* Help opens and closes, the language changes, notes are taken. */
static void keys_are_answered(struct play *play)
{
    play_keys(play, "F1");
    play_see(play, "Help: all keys");
    play_keys(play, "Esc");
    play_gone(play, "Help: all keys");
    play_keys(play, "l");
    play_see(play, "ҚАЗ");
    play_keys(play, "l l");
    play_see(play, "ENG");
    play_keys(play, "e");
    play_see(play, "Esc done");
    play_type(play, "асығыс");
    play_see(play, "асығыс");
    play_keys(play, "F6");
    play_gone(play, "Esc done");
}

static void keys_are_answered_while_the_registry_is_silent(void **state)
{
    static const char *const silences[] = {"hang", "drip", "delay:30"};
    for (size_t i = 0; i < COUNT(silences); i++) {
        struct play_place place;
        struct play play;
        (void)state;
        begin(&place, &play, patient);
        play_fault(&place, silences[i]);
        play_call_of(&play, STUDENT, "asking the registry");
        keys_are_answered(&play);
        play_keys(&play, "1");
        play_see(&play, "Waiting for the registry");
        play_see(&play, "Esc stop waiting");
        keys_are_answered(&play);
        play_keys(&play, "Esc");
        play_see(&play, "The registry does not answer now");
        play_see(&play, "? UNKNOWN: not waited for");
        knows_nothing(&play);
        play_over(&place, &play);
    }
}

static void an_answer_nobody_waited_for_never_appears(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    begin(&place, &play, patient);
    play_fault(&place, "delay:1");
    play_call_of(&play, STUDENT, "asking the registry");
    play_keys(&play, "Esc");
    play_see(&play, "? UNKNOWN: not waited for");
    play_see(&play, "call 00:03"); /* the answer is there by now */
    play_see(&play, "? UNKNOWN: not waited for");
    knows_nothing(&play);
    log_the_case(&play);
    play_never(&play, "✗");
    play_over(&place, &play);
}

static void a_late_answer_appears_when_it_comes(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    begin(&place, &play, patient);
    play_fault(&place, "delay:2");
    play_call_of(&play, STUDENT, "asking the registry");
    play_keys(&play, "1");
    play_see(&play, "Waiting for the registry");
    play_see(&play, "✗ UNINSURED");
    play_see(&play, "do you study, work");
    play_over(&place, &play);
}

static void asking_again_brings_the_answer(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    begin(&place, &play, NULL);
    play_fault(&place, "503");
    play_call_of(&play, STUDENT, "? UNKNOWN: no answer");
    play_keys(&play, "r");
    play_see(&play, "? UNKNOWN: no answer");
    play_fault(&place, "none");
    play_keys(&play, "r");
    play_see(&play, "✗ UNINSURED");
    play_gone(&play, "The registry has a fault of its own");
    play_keys(&play, "1");
    play_see(&play, "do you study, work");
    play_over(&place, &play);
}

/* The script that had gone the unknown way goes the known one. */
static void asking_again_in_the_middle_of_the_script(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    begin(&place, &play, NULL);
    play_fault(&place, "500");
    play_call_of(&play, STUDENT, "? UNKNOWN: no answer");
    play_keys(&play, "1");
    play_see(&play, "The registry does not answer now");
    play_fault(&place, "none");
    play_keys(&play, "к"); /* r in the Russian layout */
    play_see(&play, "✗ UNINSURED");
    play_see(&play, "do you study, work");
    play_not(&play, "The registry does not answer now");
    play_over(&place, &play);
}

static void asking_again_after_not_waiting(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    begin(&place, &play, patient);
    play_fault(&place, "hang");
    play_call_of(&play, STUDENT, "asking the registry");
    play_keys(&play, "Esc");
    play_see(&play, "? UNKNOWN: not waited for");
    play_fault(&place, "none");
    play_keys(&play, "F5");
    play_see(&play, "✗ UNINSURED");
    play_over(&place, &play);
}

static void a_call_left_while_the_registry_hangs_ends_at_once(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    begin(&place, &play, patient);
    play_fault(&place, "hang");
    play_call_of(&play, STUDENT, "asking the registry");
    play_over(&place, &play); /* SIGTERM: it must not wait for the registry */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_has_a_sentence_and_the_case_is_logged),
        cmocka_unit_test(nobody_of_that_number_is_not_uninsured),
        cmocka_unit_test(no_registry_at_all),
        cmocka_unit_test(keys_are_answered_while_the_registry_is_silent),
        cmocka_unit_test(an_answer_nobody_waited_for_never_appears),
        cmocka_unit_test(a_late_answer_appears_when_it_comes),
        cmocka_unit_test(asking_again_brings_the_answer),
        cmocka_unit_test(asking_again_in_the_middle_of_the_script),
        cmocka_unit_test(asking_again_after_not_waiting),
        cmocka_unit_test(a_call_left_while_the_registry_hangs_ends_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
