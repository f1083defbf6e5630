/* A thread that runs jobs in order; a job's answer comes back as a call on the
 * loop. The store's thread is one of these. */
#ifndef CONSOLE_IO_WORKER_H
#define CONSOLE_IO_WORKER_H

#include <pthread.h>

struct error;
struct loop;
struct worker;

/* Runs on the worker's thread; may block. */
typedef void worker_job(void *cookie);

/* Starts the thread (all signals blocked in it). */
struct worker *worker_start(struct loop *loop, struct error *error);

/* Finishes the jobs that wait, joins the thread. Their answers are posted. */
void worker_stop(struct worker *worker);

/* Queues job(cookie); afterwards answer(cookie), unless it is NULL, runs on the
 * loop's thread. The cookie is the asker's: it must live until answer has run.
 */
void worker_do(struct worker *worker, worker_job *job, worker_job *answer,
               void *cookie);

/* Jobs queued or running. */
int worker_waiting(struct worker *worker);

/* Starts a thread of another kind, all signals blocked in it, for a room that
 * has its own way of waiting. 0, or the errno of pthread_create(). */
typedef void *worker_main(void *cookie);
int worker_thread(pthread_t *thread, worker_main *body, void *cookie);

#endif
