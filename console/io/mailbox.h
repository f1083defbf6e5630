/* Orders on their way to a thread that sleeps in its own poll, and their
 * answers on the way back to the loop. An order stands in one list at a time;
 * the asker may cancel it wherever it is. */
#ifndef CONSOLE_IO_MAILBOX_H
#define CONSOLE_IO_MAILBOX_H

#include "console/base/memory.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct error;
struct loop;

/* First member of what is sent; the mailbox alone touches it. */
struct mail {
    struct mail *next;
    uint64_t id;
    bool cancelled;
};

typedef void mail_call(struct mail *mail);

struct mailbox {
    struct loop *loop;
    mail_call *answer; /* on the loop's thread; frees the mail */
    mail_call *drop;   /* frees mail nobody waits for; on either thread */
    int handle;        /* can be read when there is news for the thread */
    pthread_mutex_t lock;
    uint64_t count;
    struct mail *waiting;  /* to be taken by the thread */
    struct mail *active;   /* taken */
    struct mail *answered; /* to be answered on the loop's thread */
    bool stopping;
};

/* Fails when there is no handle left (MESSAGE_INTERNAL). */
MUST_USE bool mailbox_init(struct mailbox *box, struct loop *loop,
                           mail_call *answer, mail_call *drop,
                           struct error *error);

/* Drops all mail; no answer runs afterwards. The thread has been joined. */
void mailbox_clear(struct mailbox *box);

/* The asker's side, on the loop's thread. Sends mail (owned from now on);
 * returns its id, never 0. */
uint64_t mailbox_send_take(struct mailbox *box, struct mail *mail);

/* Sends mail that needs no thread: its answer runs in a turn of the loop. */
uint64_t mailbox_return_take(struct mailbox *box, struct mail *mail);

/* The answer never runs; unknown ids are harmless. */
void mailbox_cancel(struct mailbox *box, uint64_t id);

/* Tells the thread to end; all it has taken is cancelled. */
void mailbox_stop(struct mailbox *box);

/* The thread's side: takes the news off the handle; false: end. */
bool mailbox_listen(struct mailbox *box);

/* The next order, NULL if there is none; lent until finished or cancelled. */
struct mail *mailbox_take(struct mailbox *box);

/* The next order taken and cancelled meanwhile; the caller drops it. */
struct mail *mailbox_take_cancelled(struct mailbox *box);

/* Gives an order back: its answer runs on the loop unless cancelled. */
void mailbox_finish(struct mailbox *box, struct mail *mail);

#endif
