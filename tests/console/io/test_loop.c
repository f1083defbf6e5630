/* The loop: handles, timers, signals, calls from other threads, and the hook
 * before sleep, each seen through a small diary. */
#include "console/io/loop.h"

#include "console/base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Who was called, in order; each letter is one call. */
struct diary {
    struct loop *loop;
    char lines[64];
    int pipe[2];
    uint64_t timer;
};

static void note(struct diary *diary, char letter)
{
    size_t length = strlen(diary->lines);
    assert_true(length + 1 < sizeof diary->lines);
    diary->lines[length] = letter;
}

static void note_a(void *cookie)
{
    note(cookie, 'a');
}

static void note_b(void *cookie)
{
    note(cookie, 'b');
}

static void note_c(void *cookie)
{
    note(cookie, 'c');
}

static void note_hook(void *cookie)
{
    note(cookie, '.');
}

static void note_and_stop(void *cookie)
{
    struct diary *diary = cookie;
    note(diary, 's');
    loop_stop(diary->loop);
}

static int open_loop(void **state)
{
    struct diary *diary = calloc(1, sizeof *diary);
    struct error error = {0};
    diary->loop = loop_open(&error);
    assert_non_null(diary->loop);
    assert_int_equal(pipe(diary->pipe), 0);
    *state = diary;
    return 0;
}

static int close_loop(void **state)
{
    struct diary *diary = *state;
    loop_close(diary->loop);
    close(diary->pipe[0]);
    close(diary->pipe[1]);
    free(diary);
    return 0;
}

static void write_byte(struct diary *diary)
{
    assert_int_equal(write(diary->pipe[1], "x", 1), 1);
}

static void test_timers_fire_in_the_order_they_are_due(void **state)
{
    struct diary *diary = *state;
    loop_after(diary->loop, 30, note_c, diary);
    loop_after(diary->loop, 10, note_b, diary);
    loop_after(diary->loop, 0, note_a, diary);
    loop_after(diary->loop, 30, note_and_stop, diary);
    loop_run(diary->loop);
    assert_string_equal(diary->lines, "abcs");
}

static void test_a_cancelled_timer_never_fires(void **state)
{
    struct diary *diary = *state;
    uint64_t first = loop_after(diary->loop, 0, note_a, diary);
    uint64_t second = loop_after(diary->loop, 0, note_b, diary);
    loop_after(diary->loop, 0, note_and_stop, diary);
    loop_cancel(diary->loop, second);
    loop_run(diary->loop);
    assert_string_equal(diary->lines, "as");
    loop_cancel(diary->loop, first); /* has fired: harmless */
}

static void cancel_other(void *cookie)
{
    struct diary *diary = cookie;
    note(diary, 'x');
    loop_cancel(diary->loop, diary->timer);
}

static void test_a_timer_may_cancel_one_due_in_the_same_turn(void **state)
{
    struct diary *diary = *state;
    loop_after(diary->loop, 0, cancel_other, diary);
    diary->timer = loop_after(diary->loop, 0, note_a, diary);
    loop_turn(diary->loop, 0);
    loop_turn(diary->loop, 0);
    assert_string_equal(diary->lines, "x");
}

static void again(void *cookie)
{
    struct diary *diary = cookie;
    note(diary, 'r');
    loop_after(diary->loop, 0, again, diary);
}

static void test_a_timer_that_restarts_itself_lets_the_turn_end(void **state)
{
    struct diary *diary = *state;
    loop_after(diary->loop, 0, again, diary);
    loop_turn(diary->loop, 0);
    loop_turn(diary->loop, 0);
    assert_string_equal(diary->lines, "rr");
}

static void read_byte(void *cookie)
{
    struct diary *diary = cookie;
    char byte;
    assert_int_equal(read(diary->pipe[0], &byte, 1), 1);
    note(diary, 'k');
}

static void test_a_handle_calls_when_it_can_be_read(void **state)
{
    struct diary *diary = *state;
    loop_watch(diary->loop, diary->pipe[0], read_byte, diary);
    loop_turn(diary->loop, 0);
    assert_string_equal(diary->lines, "");
    write_byte(diary);
    write_byte(diary);
    loop_turn(diary->loop, -1);
    loop_turn(diary->loop, -1);
    loop_turn(diary->loop, 0);
    assert_string_equal(diary->lines, "kk");
    loop_unwatch(diary->loop, diary->pipe[0]);
    write_byte(diary);
    loop_turn(diary->loop, 0);
    assert_string_equal(diary->lines, "kk");
}

static void test_a_handle_that_hung_up_calls(void **state)
{
    struct diary *diary = *state;
    loop_watch(diary->loop, diary->pipe[0], note_a, diary);
    close(diary->pipe[1]);
    diary->pipe[1] = -1;
    loop_turn(diary->loop, -1);
    assert_string_equal(diary->lines, "a");
}

static void test_a_closed_handle_is_told_once_and_never_spins(void **state)
{
    struct diary *diary = *state;
    loop_watch(diary->loop, diary->pipe[0], note_a, diary);
    close(diary->pipe[0]);
    diary->pipe[0] = -1;
    for (int i = 0; i < 5; i++)
        loop_turn(diary->loop, 0);
    assert_string_equal(diary->lines, "a");
}

static void unwatch_other(void *cookie)
{
    struct diary *diary = cookie;
    note(diary, 'u');
    loop_unwatch(diary->loop, diary->pipe[0]);
    loop_unwatch(diary->loop, diary->pipe[1]); /* never watched: harmless */
}

static void test_unwatch_holds_in_the_turn_at_hand(void **state)
{
    struct diary *diary = *state;
    int twin = dup(diary->pipe[0]);
    loop_watch(diary->loop, twin, unwatch_other, diary);
    loop_watch(diary->loop, diary->pipe[0], note_a, diary);
    write_byte(diary);
    loop_turn(diary->loop, -1);
    assert_string_equal(diary->lines, "u");
    loop_unwatch(diary->loop, twin);
    close(twin);
}

static void test_a_second_watch_replaces_the_first(void **state)
{
    struct diary *diary = *state;
    loop_watch(diary->loop, diary->pipe[0], note_a, diary);
    loop_watch(diary->loop, diary->pipe[0], note_b, diary);
    write_byte(diary);
    loop_turn(diary->loop, -1);
    assert_string_equal(diary->lines, "b");
}

static void test_a_signal_arrives_as_a_call(void **state)
{
    struct diary *diary = *state;
    loop_signal(diary->loop, SIGWINCH, note_a, diary);
    loop_signal(diary->loop, SIGTERM, note_b, diary);
    raise(SIGTERM);
    raise(SIGWINCH);
    assert_string_equal(diary->lines, ""); /* nothing inside the handler */
    loop_turn(diary->loop, -1);
    assert_string_equal(diary->lines, "ba");
}

static void own_handler(int number)
{
    (void)number;
}

static void test_a_forgotten_signal_gets_its_former_action_back(void **state)
{
    struct diary *diary = *state;
    struct sigaction own = {.sa_handler = own_handler};
    struct sigaction old;
    sigaction(SIGHUP, &own, &old);
    loop_signal(diary->loop, SIGHUP, note_a, diary);
    loop_signal(diary->loop, SIGHUP, note_b, diary);
    loop_signal(diary->loop, SIGHUP, NULL, NULL);
    struct sigaction now;
    sigaction(SIGHUP, &old, &now);
    assert_ptr_equal(now.sa_handler, own_handler);
}

static void *post_from_thread(void *cookie)
{
    struct diary *diary = cookie;
    loop_post(diary->loop, note_a, diary);
    loop_post(diary->loop, note_b, diary);
    loop_post(diary->loop, note_and_stop, diary);
    return NULL;
}

static void test_another_thread_wakes_the_loop_in_order(void **state)
{
    struct diary *diary = *state;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, post_from_thread, diary), 0);
    loop_run(diary->loop);
    pthread_join(thread, NULL);
    assert_string_equal(diary->lines, "abs");
}

static void post_again(void *cookie)
{
    struct diary *diary = cookie;
    note(diary, 'p');
    loop_post(diary->loop, post_again, diary);
}

static void test_who_posts_to_himself_does_not_starve_the_keys(void **state)
{
    struct diary *diary = *state;
    loop_post(diary->loop, post_again, diary);
    loop_watch(diary->loop, diary->pipe[0], read_byte, diary);
    loop_turn(diary->loop, -1);
    write_byte(diary);
    loop_turn(diary->loop, -1);
    assert_string_equal(diary->lines, "pkp");
}

static void test_forgotten_posts_do_not_run(void **state)
{
    struct diary *diary = *state;
    struct diary other = {.loop = diary->loop};
    loop_post(diary->loop, note_a, diary);
    loop_post(diary->loop, note_b, &other);
    loop_post(diary->loop, note_c, diary);
    loop_forget(diary->loop, diary);
    loop_post(diary->loop, note_c, &other);
    loop_turn(diary->loop, -1);
    assert_string_equal(diary->lines, "");
    assert_string_equal(other.lines, "bc");
}

static void test_the_hook_runs_once_before_each_sleep(void **state)
{
    struct diary *diary = *state;
    loop_before_sleep(diary->loop, note_hook, diary);
    loop_post(diary->loop, note_a, diary);
    loop_post(diary->loop, note_b, diary);
    loop_after(diary->loop, 0, note_c, diary);
    loop_turn(diary->loop, -1);
    loop_turn(diary->loop, 0);
    assert_string_equal(diary->lines, ".abc.");
}

static void test_stop_ends_the_run_and_the_loop_can_run_again(void **state)
{
    struct diary *diary = *state;
    loop_post(diary->loop, note_and_stop, diary);
    loop_run(diary->loop);
    loop_post(diary->loop, note_and_stop, diary);
    loop_run(diary->loop);
    assert_string_equal(diary->lines, "ss");
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, open_loop, close_loop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(test_timers_fire_in_the_order_they_are_due),
        STORY(test_a_cancelled_timer_never_fires),
        STORY(test_a_timer_may_cancel_one_due_in_the_same_turn),
        STORY(test_a_timer_that_restarts_itself_lets_the_turn_end),
        STORY(test_a_handle_calls_when_it_can_be_read),
        STORY(test_a_handle_that_hung_up_calls),
        STORY(test_a_closed_handle_is_told_once_and_never_spins),
        STORY(test_unwatch_holds_in_the_turn_at_hand),
        STORY(test_a_second_watch_replaces_the_first),
        STORY(test_a_signal_arrives_as_a_call),
        STORY(test_a_forgotten_signal_gets_its_former_action_back),
        STORY(test_another_thread_wakes_the_loop_in_order),
        STORY(test_who_posts_to_himself_does_not_starve_the_keys),
        STORY(test_forgotten_posts_do_not_run),
        STORY(test_the_hook_runs_once_before_each_sleep),
        STORY(test_stop_ends_the_run_and_the_loop_can_run_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
