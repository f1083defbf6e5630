/* A thread with a queue: jobs run in the order they came, each answer is
 * posted to the loop. */
#include "console/io/worker.h"

#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/io/loop.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

struct job {
    struct job *next;
    worker_job *job;
    worker_job *answer;
    void *cookie;
};

struct worker {
    struct loop *loop;
    pthread_t thread;
    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t wake;
    struct job *first;
    struct job **end;
    int waiting;
    bool stopping;
};

/* Waits for a job and takes it; NULL when there is none and none will come. */
static struct job *take(struct worker *worker)
{
    pthread_mutex_lock(&worker->lock);
    while (worker->first == NULL && !worker->stopping)
        pthread_cond_wait(&worker->wake, &worker->lock);
    struct job *job = worker->first;
    if (job != NULL) {
        worker->first = job->next;
        if (worker->first == NULL)
            worker->end = &worker->first;
    }
    pthread_mutex_unlock(&worker->lock);
    return job;
}

static void finish(struct worker *worker, struct job *job)
{
    pthread_mutex_lock(&worker->lock);
    worker->waiting--;
    pthread_mutex_unlock(&worker->lock);
    if (job->answer != NULL)
        loop_post(worker->loop, job->answer, job->cookie);
    free(job);
}

static void *run(void *cookie)
{
    struct worker *worker = cookie;
    struct job *job;
    while ((job = take(worker)) != NULL) {
        job->job(job->cookie);
        finish(worker, job);
    }
    return NULL;
}

struct worker *worker_start(struct loop *loop, struct error *error)
{
    struct worker *worker = mem_new(sizeof *worker);
    worker->loop = loop;
    worker->end = &worker->first;
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->wake, NULL);
    int failed = worker_thread(&worker->thread, run, worker);
    if (failed == 0)
        return worker;
    error_set(error, MESSAGE_INTERNAL, "worker: %s", strerror(failed));
    pthread_cond_destroy(&worker->wake);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
    return NULL;
}

void worker_stop(struct worker *worker)
{
    if (worker == NULL)
        return;
    pthread_mutex_lock(&worker->lock);
    worker->stopping = true;
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->thread, NULL);
    pthread_cond_destroy(&worker->wake);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
}

void worker_do(struct worker *worker, worker_job *job, worker_job *answer,
               void *cookie)
{
    struct job *order = mem_new(sizeof *order);
    *order = (struct job){NULL, job, answer, cookie};
    pthread_mutex_lock(&worker->lock);
    *worker->end = order;
    worker->end = &order->next;
    worker->waiting++;
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
}

int worker_waiting(struct worker *worker)
{
    pthread_mutex_lock(&worker->lock);
    int waiting = worker->waiting;
    pthread_mutex_unlock(&worker->lock);
    return waiting;
}

int worker_thread(pthread_t *thread, worker_main *body, void *cookie)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int failed = pthread_create(thread, NULL, body, cookie);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}
