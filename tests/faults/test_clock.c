/* The wall clock jumps while people work: a day, ten years, both ways, past
 * 2038, through a night in which the clocks go back. Nothing stays stuck,
 * nothing is lost, calls last as long as they last. */
#include "tests/faults/fakeclock.h"
#include "tests/faults/faults.h"
#include "tests/screens/branch_play.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define STUDENT "060312580870"

#define OFFER "A call is unfinished"

/* CALL_S: no call of this test lasts so long. */
enum { DAY = 24 * 60 * 60, YEARS = 3653 * DAY, CALL_S = 600 };

/* Ways for the clock to go. */
static const struct jump {
    const char *name;
    int64_t step; /* seconds; 0: to this moment, and ten times as fast */
    int64_t to;
} jumps[] = {
    {"a day on", DAY, 0},
    {"a day back", -DAY, 0},
    {"ten years on", YEARS, 0},
    {"ten years back", -YEARS, 0},
    {"through 2038", 0, 2147483640}, /* 8 s before 32 bits end */
    {"through a night of two hours", 0, 1099166390}, /* Almaty, 2004-10-31 */
};

static void jump(struct fakeclock *clock, const struct jump *jump)
{
    if (jump->step != 0) {
        fakeclock_step(clock, jump->step);
        return;
    }
    fakeclock_set(clock, jump->to);
    fakeclock_speed(clock, 10);
}

/* A place whose programs see the fake clock. */
struct stage {
    struct play_place place;
    struct fakeclock clock;
};

static void stage_open(struct stage *stage)
{
    play_open(&stage->place);
    fakeclock_open(&stage->clock, stage->place.folder);
}

static void stage_close(struct stage *stage)
{
    assert_true(stage->clock.face->asked > 0);
    fakeclock_close(&stage->clock);
    play_close(&stage->place);
}

static void sit_down(struct play *play, struct stage *stage,
                     const struct play_cast *cast)
{
    struct play_cast faked = cast ? *cast : (struct play_cast){0};
    faked.environment = (const char *const *)stage->clock.environment;
    play_start(play, &stage->place, &faked);
}

/* The tool proves itself. */

static bool ends_in_time(struct fakeclock *clock, const char *how)
{
    AUTO_CHARS program = pty_program("tests/faults/waiting_probe");
    char *argv[] = {program, (char *)how, NULL};
    struct pty pty;
    bool ended = false;
    pty_start(&pty, argv, (const char *const *)clock->environment, 5, 40);
    pty_see(&pty, "!");
    fakeclock_step(clock, -DAY);
    for (int i = 0; i < 500 && !ended; i++) {
        poll(NULL, 0, 10);
        ended = waitpid(pty.pid, &pty.status, WNOHANG) > 0;
    }
    pty.ended = ended;
    pty_close(&pty);
    return ended;
}

static void who_waits_by_the_wall_clock_is_caught(void **state)
{
    struct stage stage;
    (void)state;
    stage_open(&stage);
    assert_true(ends_in_time(&stage.clock, "steady"));
    assert_false(ends_in_time(&stage.clock, "wall"));
    long asked = stage.clock.face->asked;
    stage_close(&stage);
    faults_say("tool", "fake clock",
               "waiting by the wall clock is stuck after a jump, by the steady "
               "one is not; looked at %ld times",
               asked);
}

/* A call, its timer, its draft. */

/* "call mm:ss" of the title; -1: no such thing. */
static int seconds_of_call(struct play *play)
{
    int minutes, seconds;
    AUTO_CHARS row = pty_row(&play->pty, 0);
    const char *at = strstr(row, " call ");
    if (!at || sscanf(at, " call %d:%d", &minutes, &seconds) != 2)
        return -1;
    return minutes * 60 + seconds;
}

static void to_the_dean(struct play *play)
{
    play_call_of(play, STUDENT, "✗ UNINSURED");
    play_keys(play, "1");
    play_see(play, "do you study, work");
    play_keys(play, "1");
    play_see(play, "Where and how do you study");
}

static void to_the_form(struct play *play)
{
    play_keys(play, "3");
    play_see(play, "Do you need a planned visit");
    play_keys(play, "2");
    play_see(play, "Students of foreign");
    play_keys(play, "Enter");
    play_see(play, "Case for a branch");
}

/* Comes back; where the tables say nothing of that day, the program says so and
 * ends, and the clock is set right. Returns whether it was so. */
static bool come_back(struct play *play, struct stage *stage)
{
    const struct play_cast faked = {
        .environment = (const char *const *)stage->clock.environment};
    play_begin(play, &stage->place, &faked);
    for (int i = 0; i < 200 && !pty_shows(&play->pty, OFFER); i++) {
        pty_settle(&play->pty, 50);
        if (!pty_shows(&play->pty, "No row of the table is in force"))
            continue;
        assert_int_equal(pty_wait_exit(&play->pty), 3);
        pty_close(&play->pty);
        fakeclock_right(&stage->clock);
        sit_down(play, stage, NULL);
        return true;
    }
    return false;
}

static void write_notes(struct play *play)
{
    play_keys(play, "e");
    play_see(play, "Esc done");
    play_type(play, "сағат");
    play_keys(play, "F6");
    play_gone(play, "Esc done");
    play_see(play, "сағат");
}

static bool a_call_goes_on(const struct jump *how)
{
    struct stage stage;
    struct play play;
    char number[24];
    stage_open(&stage);
    sit_down(&play, &stage, NULL);
    to_the_dean(&play);
    jump(&stage.clock, how);
    write_notes(&play);
    assert_in_range(seconds_of_call(&play), 0, CALL_S);
    play_crash(&play);
    bool refused = come_back(&play, &stage);
    play_see(&play, OFFER);
    play_keys(&play, "r");
    play_see(&play, "сағат");
    assert_in_range(seconds_of_call(&play), 0, CALL_S);
    to_the_form(&play);
    play_save_case(&play, number);
    play_leave(&play);
    play_end(&play);
    stage_close(&stage);
    return refused;
}

static void calls_go_on_whatever_the_clock_does(void **state)
{
    int refused = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(jumps); i++)
        refused += a_call_goes_on(&jumps[i]);
    faults_say("20", "clock jumps during a call on the screen",
               "%zu jumps: 0 stuck, 0 lost, 0 calls longer than they were; %d "
               "times nobody could come in until the clock was right (no table "
               "of that year), and it was said",
               COUNT(jumps), refused);
}

/* A case with its lease, by the command line. */

static int command(struct stage *stage, const char *name, const char *words)
{
    AUTO_CHARS person = mem_format("person.name=%s", name);
    AUTO_CHARS list = mem_copy(words);
    const char *arguments[8] = {"-o", person};
    int count = 2, code;
    char *rest;
    for (char *word = strtok_r(list, " ", &rest); word;
         word = strtok_r(NULL, " ", &rest))
        arguments[count++] = word;
    for (int i = 0; stage->clock.environment[i]; i++)
        putenv(stage->clock.environment[i]);
    free(play_command_any(&stage->place, arguments, &code));
    unsetenv("LD_PRELOAD");
    unsetenv("FAKECLOCK");
    return code;
}

/* Whoever holds the case can answer it, or it is free to be taken. */
static void finish(struct stage *stage, const char *number)
{
    AUTO_CHARS take = mem_format("case take %s", number);
    AUTO_CHARS answer = mem_format("case answer %s --text жауап", number);
    int code = command(stage, "dana", "case free");
    if (code == 3) { /* the tables say nothing of that day */
        fakeclock_right(&stage->clock);
        code = command(stage, "dana", "case free");
    }
    assert_int_equal(code, 0);
    code = command(stage, "dana", take);
    assert_true(code == 0 || code == 6 || code == 7); /* free, or still hers */
    assert_int_equal(command(stage, "dana", answer), 0);
}

static void a_case_goes_on(const struct jump *how)
{
    struct stage stage;
    struct play play;
    char number[24];
    stage_open(&stage);
    sit_down(&play, &stage, NULL);
    to_the_dean(&play);
    to_the_form(&play);
    play_save_case(&play, number);
    play_end(&play);
    play_seat(&stage.place,
              &(struct play_cast){.name = "dana", .branch = "KZO"});
    AUTO_CHARS take = mem_format("case take %s", number);
    assert_int_equal(command(&stage, "dana", take), 0);
    jump(&stage.clock, how);
    finish(&stage, number);
    fakeclock_right(&stage.clock);
    AUTO_CHARS show = mem_format("case show %s", number);
    assert_int_equal(command(&stage, "aigul", show), 0);
    play_seat(&stage.place,
              &(struct play_cast){.name = "sara", .role = ROLE_SUPERVISOR});
    assert_int_equal(command(&stage, "sara", "audit verify"), 0);
    stage_close(&stage);
}

static void leases_are_never_stuck(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(jumps); i++)
        a_case_goes_on(&jumps[i]);
    faults_say("20", "clock jumps while a case is held",
               "%zu jumps: 0 stuck (held on, or back in the inbox and taken "
               "again), answered, the log verifies",
               COUNT(jumps));
}

/* A call promised is on the list before and after. */
static void promised_calls_stay(void **state)
{
    struct stage stage;
    struct play play;
    (void)state;
    stage_open(&stage);
    sit_down(&play, &stage, NULL);
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    play_keys(&play, "x");
    play_see(&play, "Call back at");
    play_keys(&play, "Tab");
    play_type(&play, "+30");
    play_keys(&play, "Tab");
    play_type(&play, "87010000055");
    play_save_call(&play);
    play_keys(&play, "Enter");
    play_see(&play, "To do: 1");
    for (size_t i = 0; i < COUNT(jumps); i++) {
        jump(&stage.clock, &jumps[i]);
        play_keys(&play, "F1");
        play_see(&play, "Help: all keys");
        play_keys(&play, "Esc");
        play_gone(&play, "Help: all keys");
        play_see(&play, "To do: 1");
        fakeclock_right(&stage.clock);
    }
    play_keys(&play, "x");
    play_see(&play, "yes, done");
    play_keys(&play, "1");
    play_gone(&play, "To do: 1");
    play_end(&play);
    stage_close(&stage);
    faults_say("20", "clock jumps while a call is promised",
               "%zu jumps: on the list throughout, done once", COUNT(jumps));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_waits_by_the_wall_clock_is_caught),
        cmocka_unit_test(calls_go_on_whatever_the_clock_does),
        cmocka_unit_test(leases_are_never_stuck),
        cmocka_unit_test(promised_calls_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
