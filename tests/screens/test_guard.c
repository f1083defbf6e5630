/* Who sits at a desk is watched: nobody presses a key, somebody is disabled or
 * loses the key; the screens end with a sentence and the draft is kept. */
#include "screens/guard.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/cases/store_people.h"
#include "console/config/config.h"
#include "console/desk.h"
#include "console/io/loop.h"
#include "screens/screen.h"
#include "tests/screens/desk_play.h"

#include <errno.h>
#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define STUDENT "060312580870"

enum { MINUTE_MS = 60000, LIVE_S = 20 };

/* A desk without screens, and its guard. */
struct watch {
    char *folder;
    struct config *config;
    struct loop *loop;
    struct desk desk;
    struct seat seat;
    struct guard *guard;
    enum message over;
    int changes;
};

static void changed(void *cookie)
{
    ((struct watch *)cookie)->changes++;
}

static void over(enum message why, void *cookie)
{
    struct watch *watch = cookie;
    assert_int_equal(watch->over, MESSAGE_NONE); /* once */
    watch->over = why;
}

static struct watch *begin(const char *setting)
{
    const struct people_kit aigul = {"aigul", ROLE_AGENT, NULL};
    struct watch *watch = mem_new(sizeof(*watch));
    const char *base = getenv("TMPDIR");
    const char *root = getenv("AGENT1414_ROOT");
    struct error error = {0};
    watch->folder = mem_format("%s/guard-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(watch->folder));
    people_kit_add(watch->folder, &aigul);
    AUTO_CHARS store = mem_format("store.folder=%s", watch->folder);
    AUTO_CHARS data = mem_format("data.folder=%s", root ? root : ".");
    const char *const options[] = {store, data, "person.name=aigul", setting,
                                   NULL};
    const struct config_places places = {"", "", options};
    watch->config = config_load(&places, &error);
    watch->loop = loop_open(&error);
    if (!desk_init(&watch->desk, watch->config, watch->loop, DESK_WORK, &error))
        fail_msg("desk: %s", error.detail);
    watch->seat = (struct seat){
        .desk = &watch->desk, .changed = changed, .cookie = watch};
    watch->guard = guard_open(&watch->seat, over, watch);
    return watch;
}

static int remove_one(const char *path, const struct stat *status, int kind,
                      struct FTW *walk)
{
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

static void end(struct watch *watch)
{
    guard_stop(watch->guard);
    desk_stop(&watch->desk);
    loop_turn(watch->loop, 0);
    guard_close(watch->guard);
    desk_clear(&watch->desk);
    loop_close(watch->loop);
    config_free(watch->config);
    free(watch->seat.message);
    nftw(watch->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(watch->folder);
    free(watch);
}

/* So much time passes; what is due by then happens. */
static void pass(struct watch *watch, int64_t ms)
{
    clock_skip_ms(ms);
    for (int i = 0; i < 5; i++)
        loop_turn(watch->loop, 0);
}

static const char *said(const struct watch *watch)
{
    return watch->seat.message ? watch->seat.message : "";
}

/* The workers' last jobs take their time: questions are due when they end. */
static void nothing_is_asked_when_the_workers_have_ended(void **state)
{
    (void)state;
    struct watch *watch = begin("desk.idle_minutes=15");
    guard_stop(watch->guard);
    desk_stop(&watch->desk);
    pass(watch, 20 * MINUTE_MS);
    assert_int_equal(watch->over, MESSAGE_NONE);
    end(watch);
}

static void nobody_at_the_keys_is_warned_and_then_away(void **state)
{
    (void)state;
    struct watch *watch = begin("desk.idle_minutes=15");
    pass(watch, 13 * MINUTE_MS);
    assert_string_equal(said(watch), "");
    guard_key(watch->guard);
    pass(watch, 13 * MINUTE_MS);
    assert_string_equal(said(watch), "");
    assert_int_equal(watch->changes, 0);
    pass(watch, MINUTE_MS + 1000);
    assert_non_null(strstr(said(watch), "closes within a minute"));
    assert_int_equal(watch->changes, 1);
    guard_key(watch->guard); /* there again: all anew */
    assert_string_equal(said(watch), "");
    pass(watch, 13 * MINUTE_MS);
    pass(watch, MINUTE_MS + 1000);
    assert_non_null(strstr(said(watch), "closes within a minute"));
    assert_int_equal(watch->over, MESSAGE_NONE);
    pass(watch, MINUTE_MS);
    assert_int_equal(watch->over, MESSAGE_SESSION_IDLE);
    end(watch);
}

static void without_a_limit_one_may_sit_for_ever(void **state)
{
    (void)state;
    struct watch *watch = begin("desk.idle_minutes=0");
    for (int i = 0; i < 10; i++)
        pass(watch, 100 * MINUTE_MS);
    assert_int_equal(watch->over, MESSAGE_NONE);
    assert_string_equal(said(watch), "");
    end(watch);
}

/* The store is asked on the worker: turns until it has said no. */
static void await_over(struct watch *watch)
{
    time_t limit = time(NULL) + LIVE_S;
    while (watch->over == MESSAGE_NONE && time(NULL) < limit)
        loop_turn(watch->loop, 50);
    assert_int_equal(watch->over, MESSAGE_SESSION_OVER);
}

static void who_is_disabled_is_out_within_a_minute(void **state)
{
    (void)state;
    struct watch *watch = begin(NULL);
    pass(watch, MINUTE_MS);
    loop_turn(watch->loop, 200);
    assert_int_equal(watch->over, MESSAGE_NONE);
    people_kit_disable(watch->folder, "aigul", true);
    pass(watch, MINUTE_MS);
    await_over(watch);
    end(watch);
}

/* A key that is over by its date writes nothing into the log. */
static void a_key_whose_day_is_over_is_seen_too(void **state)
{
    (void)state;
    struct watch *watch = begin(NULL);
    watch->desk.key = mem_copy("SHA256:of a key that is not there");
    pass(watch, MINUTE_MS);
    await_over(watch);
    end(watch);
}

/* The whole program: a call is under way when the administrator acts. */
static void a_live_screen_ends_and_the_call_is_kept(void **state)
{
    struct play_place place;
    struct play agent;
    (void)state;
    play_enter(&place, &agent, NULL);
    play_call_of(&agent, STUDENT, "✗ UNINSURED");
    people_kit_disable(place.folder, "aigul", true);
    /* Said after the screen is given back; at most a minute, mostly less. */
    for (int i = 0; i < 3 && !pty_wrote(&agent.pty, 0, "this desk was closed");
         i++)
        pty_settle(&agent.pty, 20000);
    assert_int_equal(pty_wait_exit(&agent.pty), 6);
    assert_true(pty_wrote(&agent.pty, 0, "this desk was closed"));
    pty_close(&agent.pty);
    play_begin(&agent, &place, NULL);
    assert_int_equal(pty_wait_exit(&agent.pty), 6); /* not let in again */
    pty_close(&agent.pty);
    people_kit_disable(place.folder, "aigul", false);
    play_start(&agent, &place, NULL);
    play_see(&agent, "A call is unfinished");
    play_over(&place, &agent);
}

/* Presses a key again and again, whatever becomes of it. */
static void flood(int terminal)
{
    char keys[4096];
    memset(keys, 'j', sizeof(keys));
    alarm(120);
    while (write(terminal, keys, sizeof(keys)) > 0 || errno == EAGAIN)
        continue;
    _exit(0);
}

/* Nobody stays by keeping the program busy. */
static void keys_without_end_do_not_keep_anybody_in(void **state)
{
    struct play_place place;
    struct play agent;
    (void)state;
    play_enter(&place, &agent, NULL);
    people_kit_disable(place.folder, "aigul", true);
    pid_t child = fork();
    if (child == 0)
        flood(agent.pty.master);
    for (int i = 0; i < 3 && !pty_wrote(&agent.pty, 0, "this desk was closed");
         i++)
        pty_settle(&agent.pty, 20000);
    bool closed = pty_wrote(&agent.pty, 0, "this desk was closed");
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_true(closed);
    assert_int_equal(pty_wait_exit(&agent.pty), 6);
    pty_close(&agent.pty);
    play_close(&place);
}

static void the_second_desk_of_a_person_is_told(void **state)
{
    struct play_place place;
    struct play first, second;
    (void)state;
    play_enter(&place, &first, NULL);
    play_not(&first, "at another desk");
    play_call_of(&first, STUDENT, "✗ UNINSURED");
    play_start(&second, &place, NULL);
    play_see(&second, "You are at work at another desk too");
    play_not(&second, "A call is unfinished"); /* it is the other desk's */
    play_end(&second);
    play_see(&first, "✗ UNINSURED");
    play_over(&place, &first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_asked_when_the_workers_have_ended),
        cmocka_unit_test(nobody_at_the_keys_is_warned_and_then_away),
        cmocka_unit_test(without_a_limit_one_may_sit_for_ever),
        cmocka_unit_test(who_is_disabled_is_out_within_a_minute),
        cmocka_unit_test(a_key_whose_day_is_over_is_seen_too),
        cmocka_unit_test(a_live_screen_ends_and_the_call_is_kept),
        cmocka_unit_test(keys_without_end_do_not_keep_anybody_in),
        cmocka_unit_test(the_second_desk_of_a_person_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
