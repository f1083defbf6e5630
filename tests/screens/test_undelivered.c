/* What has not reached its branch: a supervisor sees it and reads why, sends it
 * elsewhere, tries again, or writes down how the branch was told; the branch
 * that opens a case has received it; an agent sees what the branch does not
 * have; nobody else sees the list. */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/delivery/deliver_state.h"
#include "tests/screens/outbox_play.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define KZO "Kyzylorda region branch"

/* An agent has sent a case to KZO, whose web service answered. */
struct scene {
    struct play_place place;
    struct play agent, saule;
    char number[24];
};

static const struct play_cast agent_http = {.arguments = outbox_http};

static void begin(struct scene *scene, enum outbox_state state,
                  const char *words)
{
    play_open(&scene->place);
    play_start(&scene->agent, &scene->place, &agent_http);
    branch_send(&scene->agent, BRANCH_STUDENT, scene->number);
    assert_int_equal(outbox_end(&scene->place, state, words), 1);
    outbox_sit(&scene->saule, &scene->place, "saule");
}

static void end(struct scene *scene)
{
    play_end(&scene->saule);
    play_end(&scene->agent);
    play_close(&scene->place);
}

static void agent_reads(struct scene *scene)
{
    play_keys(&scene->agent, "c");
    play_see(&scene->agent, "Cases: 1");
    branch_read(&scene->agent, scene->number);
}

/* Nothing of the caller is told on the list. */
static void no_person(struct play *play)
{
    play_not(play, "0870");
    play_not(play, BRANCH_STUDENT);
}

/* ---- a supervisor decides ---- */

static void a_refused_message_is_read_sent_elsewhere_and_received(void **state)
{
    struct scene scene;
    struct play dana;
    (void)state;
    begin(&scene, OUTBOX_REFUSED, "address: 404 Not Found");
    play_see(&scene.saule, "[1 failing 1]");
    play_see(&scene.saule, "! refused: wrong address");
    play_see(&scene.saule, "wrong address: “404 Not Found”");
    play_see(&scene.saule, "Tell the administrator that the branch's address");
    play_see(&scene.saule, "t sends it at once");
    no_person(&scene.saule);
    agent_reads(&scene);
    play_see(&scene.agent, "Not yet with " KZO ": new case. A supervisor");
    play_keys(&scene.saule, "e");
    play_see(&scene.saule, "elsewhere, to " KZO);
    play_see(&scene.saule, "1  inbox");
    play_see(&scene.saule, "Nothing is sent: the branch finds it");
    play_keys(&scene.saule, "Enter");
    play_see(&scene.saule, "lies in the list of " KZO " now.");
    play_see(&scene.saule, "nobody opened it yet");
    play_gone(&scene.agent, "Not yet with");
    play_start(&dana, &scene.place,
               &(struct play_cast){
                   .name = "dana", .branch = "KZO", .arguments = outbox_http});
    play_see(&dana, "Cases: 1");
    branch_read(&dana, scene.number);
    branch_logged(&scene.place, "case_delivered", 1);
    play_see(&scene.saule, "✓ received (dana");
    play_keys(&scene.saule, "3");
    play_see(&scene.saule, "Nothing here: all of it arrived.");
    play_end(&dana);
    end(&scene);
}

/* The agent is not told that the branch sees what it does not have. */
static void a_saved_case_is_on_its_way(void **state)
{
    struct play_place place;
    struct play agent;
    char number[24];
    (void)state;
    play_open(&place);
    play_start(&agent, &place, &agent_http);
    play_call_of(&agent, BRANCH_STUDENT, "✗ UNINSURED");
    play_keys(&agent, "k");
    play_see(&agent, "Case for a branch");
    play_save_case(&agent, number);
    play_see(&agent, "The case is on its way to the branch.");
    play_leave(&agent);
    play_keys(&agent, "Enter");
    play_see(&agent, "Not yet with " KZO ": new case. It is on its way.");
    play_over(&place, &agent);
}

static void what_is_tried_again_says_so(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene, OUTBOX_EXPIRED, "unreached: Connection refused");
    play_see(&scene.saule, "! five days: no answer");
    play_see(&scene.saule, "Ask the branch whether its service runs");
    play_keys(&scene.saule, "t");
    play_see(&scene.saule, "goes to " KZO " once more: web service.");
    play_see(&scene.saule, "to be sent");
    play_see(&scene.saule, "Nothing: it is sent by itself.");
    play_not(&scene.saule, "t try again");
    assert_int_equal(outbox_end(&scene.place, OUTBOX_RECEIVED, "17"), 1);
    play_see(&scene.saule, "✓ received (deliver");
    agent_reads(&scene);
    play_keys(&scene.agent, "End");
    play_not(&scene.agent, "Not yet with");
    end(&scene);
}

static void in_vain_is_no_refusal(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene, OUTBOX_WAITING, "busy: 503");
    play_see(&scene.saule, "! a passing fault there, tries: 1");
    play_see(&scene.saule, "It is also tried by itself");
    play_keys(&scene.saule, "2");
    play_see(&scene.saule, "[2 on the way 1]");
    play_keys(&scene.saule, "Esc");
    play_see(&scene.saule, "What needs a decision");
    play_not(&scene.saule, "stuck");
    agent_reads(&scene);
    play_see(&scene.agent, "Not yet with " KZO ": new case. It is on its way.");
    end(&scene);
}

static void how_the_branch_was_told_is_written_down(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene, OUTBOX_REFUSED, "content: 422");
    play_keys(&scene.saule, "h");
    play_see(&scene.saule, KZO " was told of № ");
    play_keys(&scene.saule, "Ctrl+S");
    play_see(&scene.saule, "Fill this in");
    play_type(&scene.saule, "Айгүлге телефонмен айттым");
    play_see(&scene.saule, "Айгүлге телефонмен айттым");
    play_keys(&scene.saule, "Esc");
    play_see(&scene.saule, "What you wrote is not saved.");
    play_keys(&scene.saule, "2");
    play_gone(&scene.saule, "What you wrote is not saved.");
    play_keys(&scene.saule, "Ctrl+S");
    play_see(&scene.saule, "it is written down how " KZO " was told.");
    play_see(&scene.saule, "✓ received (saule");
    play_keys(&scene.saule, "Enter");
    play_see(&scene.saule, "NOW");
    play_keys(&scene.saule, "End");
    play_see(&scene.saule, "телефонмен айттым");
    end(&scene);
}

/* What was done is told, also when it has had its effect by then. */
static void what_arrives_at_once_was_sent_again(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene, OUTBOX_REFUSED, "content: 422");
    outbox_hurry(&scene.place);
    play_see(&scene.saule, "! refused: ");
    play_keys(&scene.saule, "t");
    play_see(&scene.saule, "goes to " KZO " once more: web service.");
    end(&scene);
}

static void who_comes_second_reads_who_has_it(void **state)
{
    struct scene scene;
    struct play marat;
    (void)state;
    begin(&scene, OUTBOX_REFUSED, "content: 422");
    outbox_sit(&marat, &scene.place, "marat");
    play_keys(&marat, "h");
    play_type(&marat, "жеткіздім");
    play_see(&marat, "жеткіздім");
    play_keys(&scene.saule, "h");
    play_type(&scene.saule, "айттым");
    play_see(&scene.saule, "айттым");
    play_keys(&scene.saule, "Ctrl+S");
    play_see(&scene.saule, "✓ received (saule");
    play_keys(&marat, "Ctrl+S");
    play_see(&marat, KZO " has № ");
    play_see(&marat, "meanwhile: received by saule");
    play_see(&marat, "✓ received (saule");
    branch_logged(&scene.place, "case_delivered", 1);
    play_end(&marat);
    end(&scene);
}

/* ---- the start ---- */

/* A sender ran, and then the clock was set back by two days. */
static void run_in_the_future(const struct scene *scene)
{
    AUTO_CHARS lock = mem_format("%s/deliver.lock", scene->place.folder);
    int file = open(lock, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const struct timespec then[2] = {{.tv_sec = time(NULL) + 2 * 86400},
                                     {.tv_sec = time(NULL) + 2 * 86400}};
    assert_true(file >= 0);
    assert_int_equal(futimens(file, then), 0);
    close(file);
}

static void the_start_says_what_is_stuck_and_that_nobody_sends(void **state)
{
    struct scene scene;
    (void)state;
    begin(&scene, OUTBOX_REFUSED, "denied: 401");
    play_see(&scene.saule, "No sender has run yet");
    play_keys(&scene.saule, "Esc");
    play_see(&scene.saule, "! Messages stuck on their way to the branches: 1");
    play_see(&scene.saule, "No sender has run yet");
    play_see(&scene.saule, "1  messages that did not reach their branch");
    play_keys(&scene.saule, "6");
    play_see(&scene.saule, "! refused: we are not let in");
    run_in_the_future(&scene);
    play_keys(&scene.saule, "3");
    play_see(&scene.saule, "No sender runs since");
    struct error error = {0};
    int lock = deliver_state_lock(scene.place.folder, &error);
    assert_true(lock >= 0);
    play_keys(&scene.saule, "1");
    play_keys(&scene.saule, "3");
    play_see(&scene.saule, "The sender has been stuck since");
    deliver_state_look(lock, clock_now_ms());
    play_keys(&scene.saule, "1");
    play_keys(&scene.saule, "3");
    play_not(&scene.saule, "has been stuck");
    close(lock);
    end(&scene);
}

static void one_branch_is_listed_alone(void **state)
{
    struct scene scene;
    char other[24];
    (void)state;
    begin(&scene, OUTBOX_REFUSED, "content: 422");
    branch_send(&scene.agent, BRANCH_OTHER, other);
    play_keys(&scene.saule, "3");
    play_see(&scene.saule, "[3 all 2]");
    play_keys(&scene.saule, "/");
    play_see(&scene.saule, "One branch alone");
    play_type(&scene.saule, "kyz");
    play_see(&scene.saule, "/ kyz");
    play_see(&scene.saule, "failing: 1");
    play_keys(&scene.saule, "Enter");
    play_see(&scene.saule, "branch: " KZO);
    play_see(&scene.saule, "[3 all 1]");
    play_keys(&scene.saule, "u");
    play_see(&scene.saule, "[3 all 2]");
    end(&scene);
}

/* ---- the branch ---- */

static void a_branch_that_opens_a_case_has_received_it(void **state)
{
    struct play_place place;
    struct play agent, dana, saule;
    char number[24];
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    branch_send(&agent, BRANCH_STUDENT, number);
    play_start(&saule, &place,
               &(struct play_cast){.name = "saule", .role = ROLE_SUPERVISOR});
    play_keys(&saule, "u");
    play_see(&saule, "nobody opened it yet");
    play_not(&saule, "No sender");
    play_keys(&saule, "Enter");
    play_see(&saule, "NOW"); /* that is no receipt */
    play_keys(&saule, "Esc");
    play_see(&saule, "nobody opened it yet");
    branch_sit(&dana, &place, "dana", 1);
    branch_read(&dana, number);
    play_not(&dana, "Not yet with");
    play_see(&saule, "Nothing here: all of it arrived.");
    branch_logged(&place, "case_delivered", 1);
    play_keys(&dana, "Esc");
    play_see(&dana, "Cases: 1");
    branch_read(&dana, number);
    play_keys(&agent, "c");
    play_see(&agent, "Cases: 1");
    branch_read(&agent, number);
    play_not(&agent, "Not yet with");
    play_keys(&agent, "End");
    branch_logged(&place, "case_delivered", 1);
    play_end(&dana);
    play_end(&saule);
    play_over(&place, &agent);
}

/* The branch before cannot open the case any more, yet hears of it; the one
 * after finds it. */
static void a_branch_hears_that_its_case_went_elsewhere(void **state)
{
    struct play_place place;
    struct play agent, dana, saule;
    char number[24];
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    branch_send(&agent, BRANCH_STUDENT, number);
    branch_sit(&dana, &place, "dana", 1);
    play_start(&saule, &place,
               &(struct play_cast){.name = "saule", .role = ROLE_SUPERVISOR});
    play_see(&saule, "KZO");
    play_keys(&saule, "Enter");
    play_see(&saule, "NOW");
    play_keys(&saule, "m");
    play_see(&saule, "To which branch");
    play_type(&saule, "a");
    play_keys(&saule, "Tab");
    play_type(&saule, "көшкен");
    play_see(&saule, "көшкен");
    play_keys(&saule, "Ctrl+S");
    play_see(&saule, "Saved. № ");
    AUTO_CHARS said = mem_format("Sent on to another branch: %s", number);
    play_see(&dana, said);
    play_see(&dana, "Cases: 0");
    branch_logged(&place, "case_delivered", 0); /* nobody need have read it */
    play_keys(&dana, "2");
    play_gone(&dana, said);
    branch_logged(&place, "case_delivered", 1);
    play_end(&dana);
    play_end(&saule);
    play_over(&place, &agent);
}

/* ---- the others ---- */

static void nobody_else_sees_the_list(void **state)
{
    struct play_place place;
    struct play agent, branch;
    struct play *both[] = {&agent, &branch};
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    play_see(&agent, "Ready for a call");
    play_branch(&branch, &place, "KZO");
    for (size_t i = 0; i < COUNT(both); i++) {
        play_keys(both[i], "u 6");
        play_not(both[i], "Not yet with");
        play_keys(both[i], "Ctrl+P");
        play_see(both[i], "Commands");
        play_not(both[i], "Show what has not reached");
        play_end(both[i]);
    }
    play_close(&place);
}

static void the_service_has_no_desk(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    play_begin(&play, &place,
               &(struct play_cast){.name = "deliver", .role = ROLE_SENDER});
    assert_int_equal(pty_wait_exit(&play.pty), EXIT_FORBIDDEN);
    play_see(&play, "no screens");
    pty_close(&play.pty);
    play_close(&place);
}

/* ---- every terminal, every language ---- */

/* Words that must be whole wherever the list is shown. */
static const struct {
    const char *language, *title, *stand, *why, *what, *next;
} tongues[] = {
    {"kk", "Филиалдарға жетпегені", "! қабылданбады", "СЕБЕБІ",
     "мекенжай қате: «404", "ЕНДІ"},
    {"ru", "Ещё не дошло до филиалов", "! отказано", "ПРИЧИНА",
     "неверный адрес: «404", "ДАЛЬШЕ"},
    {"en", "Not yet with the branches", "! refused", "WHY",
     "wrong address: “404", "NEXT"},
};

static void look(struct scene *scene, const struct play_cast *cast, size_t t)
{
    struct play play;
    play_start(&play, &scene->place, cast);
    play_see(&play, " u");
    play_keys(&play, "г"); /* u, as a Cyrillic layout writes it */
    play_see(&play, tongues[t].title);
    play_see(&play, tongues[t].stand);
    play_see(&play, scene->number);
    play_see(&play, tongues[t].why);
    play_see(&play, tongues[t].what);
    play_see(&play, tongues[t].next);
    no_person(&play);
    play_keys(&play, "у"); /* e */
    play_see(&play, "1  ");
    play_keys(&play, "Esc");
    play_see(&play, tongues[t].next);
    play_keys(&play, "р"); /* h */
    play_see(&play, "Ctrl+S");
    play_keys(&play, "Esc");
    play_see(&play, tongues[t].next);
    play_end(&play);
}

static void it_is_read_in_every_size_and_language(void **state)
{
    static const char *const plain[] = {
        "-o",      "branch.KZO.sink=http",
        "-o",      "branch.KZO.url=http://127.0.0.1:9/",
        "--plain", NULL};
    static const int sizes[][2] = {{24, 80}, {50, 200}, {16, 60}};
    struct scene scene;
    (void)state;
    begin(&scene, OUTBOX_REFUSED, "address: 404 Not Found");
    for (size_t t = 0; t < COUNT(tongues); t++)
        for (size_t s = 0; s <= COUNT(sizes); s++) {
            bool is_plain = s == COUNT(sizes);
            look(&scene,
                 &(struct play_cast){.name = "saule",
                                     .role = ROLE_SUPERVISOR,
                                     .language = tongues[t].language,
                                     .rows = is_plain ? 24 : sizes[s][0],
                                     .columns = is_plain ? 80 : sizes[s][1],
                                     .arguments =
                                         is_plain ? plain : outbox_http},
                 t);
        }
    end(&scene);
}

/* A slow line: one key in a long list of what one branch does not have. */
static void a_key_in_the_list_costs_few_bytes(void **state)
{
    struct play_place place;
    struct play saule;
    (void)state;
    play_open(&place);
    play_seat(&place, &agent_http);
    branch_fill(&place, 40);
    assert_int_equal(
        outbox_end(&place, OUTBOX_REFUSED, "address: 404 Not Found"), 20);
    outbox_sit(&saule, &place, "saule");
    play_see(&saule, "[1 failing 20]");
    play_keys(&saule, "3");
    play_see(&saule, "[3 all 40]");
    for (int i = 0; i < 30; i++) { /* from what failed to what is on its way */
        pty_settle(&saule.pty, 60);
        size_t before = pty_bytes(&saule.pty);
        play_keys(&saule, "Down");
        pty_settle(&saule.pty, 60);
        bool other = i == 19; /* all that stands below the list changes */
        assert_in_range(pty_bytes(&saule.pty) - before, 1, other ? 600 : 300);
    }
    play_over(&place, &saule);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refused_message_is_read_sent_elsewhere_and_received),
        cmocka_unit_test(a_saved_case_is_on_its_way),
        cmocka_unit_test(what_is_tried_again_says_so),
        cmocka_unit_test(in_vain_is_no_refusal),
        cmocka_unit_test(how_the_branch_was_told_is_written_down),
        cmocka_unit_test(what_arrives_at_once_was_sent_again),
        cmocka_unit_test(who_comes_second_reads_who_has_it),
        cmocka_unit_test(the_start_says_what_is_stuck_and_that_nobody_sends),
        cmocka_unit_test(one_branch_is_listed_alone),
        cmocka_unit_test(a_branch_that_opens_a_case_has_received_it),
        cmocka_unit_test(a_branch_hears_that_its_case_went_elsewhere),
        cmocka_unit_test(nobody_else_sees_the_list),
        cmocka_unit_test(the_service_has_no_desk),
        cmocka_unit_test(it_is_read_in_every_size_and_language),
        cmocka_unit_test(a_key_in_the_list_costs_few_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
