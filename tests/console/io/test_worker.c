/* The worker: jobs in order on another thread, answers on ours. */
#include "console/io/worker.h"

#include "console/base/error.h"
#include "console/io/loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

enum { JOBS = 1000 };

struct desk;

struct task {
    struct desk *desk;
    int number;
};

struct desk {
    struct loop *loop;
    struct worker *worker;
    struct task tasks[JOBS];
    int done[JOBS]; /* numbers in the order the worker did them */
    int done_count;
    int answered[JOBS];
    int answered_count;
    pthread_t home;
    pthread_mutex_t gate; /* a job that waits here holds the worker */
    sigset_t blocked;
};

static int open_desk(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    struct error error = {0};
    desk->loop = loop_open(&error);
    desk->worker = worker_start(desk->loop, &error);
    assert_non_null(desk->worker);
    desk->home = pthread_self();
    pthread_mutex_init(&desk->gate, NULL);
    for (int i = 0; i < JOBS; i++)
        desk->tasks[i] = (struct task){desk, i};
    *state = desk;
    return 0;
}

static int close_desk(void **state)
{
    struct desk *desk = *state;
    worker_stop(desk->worker);
    loop_close(desk->loop);
    pthread_mutex_destroy(&desk->gate);
    free(desk);
    return 0;
}

static void job(void *cookie)
{
    struct task *task = cookie;
    struct desk *desk = task->desk;
    assert_false(pthread_equal(pthread_self(), desk->home));
    desk->done[desk->done_count++] = task->number;
}

static void answer(void *cookie)
{
    struct task *task = cookie;
    struct desk *desk = task->desk;
    assert_true(pthread_equal(pthread_self(), desk->home));
    desk->answered[desk->answered_count++] = task->number;
    if (desk->answered_count == JOBS)
        loop_stop(desk->loop);
}

static void test_jobs_and_answers_keep_their_order(void **state)
{
    struct desk *desk = *state;
    for (int i = 0; i < JOBS; i++)
        worker_do(desk->worker, job, answer, &desk->tasks[i]);
    loop_run(desk->loop);
    for (int i = 0; i < JOBS; i++) {
        assert_int_equal(desk->done[i], i);
        assert_int_equal(desk->answered[i], i);
    }
    assert_int_equal(worker_waiting(desk->worker), 0);
}

static void wait_at_gate(void *cookie)
{
    struct task *task = cookie;
    pthread_mutex_lock(&task->desk->gate);
    pthread_mutex_unlock(&task->desk->gate);
    job(cookie);
}

static void test_the_asker_is_free_while_a_job_is_stuck(void **state)
{
    struct desk *desk = *state;
    pthread_mutex_lock(&desk->gate);
    worker_do(desk->worker, wait_at_gate, answer, &desk->tasks[0]);
    worker_do(desk->worker, job, answer, &desk->tasks[1]);
    loop_turn(desk->loop, 0);
    assert_int_equal(worker_waiting(desk->worker), 2);
    assert_int_equal(desk->answered_count, 0);
    pthread_mutex_unlock(&desk->gate);
    while (desk->answered_count < 2)
        loop_turn(desk->loop, -1);
    assert_int_equal(desk->answered[0], 0);
    assert_int_equal(desk->answered[1], 1);
}

static void test_stop_finishes_what_waits_and_posts_the_answers(void **state)
{
    struct desk *desk = *state;
    pthread_mutex_lock(&desk->gate);
    worker_do(desk->worker, wait_at_gate, answer, &desk->tasks[0]);
    for (int i = 1; i < 100; i++)
        worker_do(desk->worker, job, answer, &desk->tasks[i]);
    pthread_mutex_unlock(&desk->gate);
    worker_stop(desk->worker);
    desk->worker = NULL;
    assert_int_equal(desk->done_count, 100);
    loop_turn(desk->loop, -1);
    assert_int_equal(desk->answered_count, 100);
}

static void test_a_job_may_need_no_answer(void **state)
{
    struct desk *desk = *state;
    worker_do(desk->worker, job, NULL, &desk->tasks[0]);
    worker_stop(desk->worker);
    desk->worker = NULL;
    assert_int_equal(desk->done_count, 1);
    loop_turn(desk->loop, 0);
    assert_int_equal(desk->answered_count, 0);
}

static void ask_mask(void *cookie)
{
    struct desk *desk = cookie;
    pthread_sigmask(SIG_BLOCK, NULL, &desk->blocked);
}

static void test_signals_never_reach_the_worker(void **state)
{
    struct desk *desk = *state;
    worker_do(desk->worker, ask_mask, NULL, desk);
    worker_stop(desk->worker);
    desk->worker = NULL;
    const int signals[] = {SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGPIPE};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        assert_int_equal(sigismember(&desk->blocked, signals[i]), 1);
    sigset_t ours;
    pthread_sigmask(SIG_BLOCK, NULL, &ours);
    assert_int_equal(sigismember(&ours, SIGTERM), 0);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(test_jobs_and_answers_keep_their_order),
        STORY(test_the_asker_is_free_while_a_job_is_stuck),
        STORY(test_stop_finishes_what_waits_and_posts_the_answers),
        STORY(test_a_job_may_need_no_answer),
        STORY(test_signals_never_reach_the_worker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
