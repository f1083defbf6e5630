/* Three lists under one lock, an eventfd to wake the thread, posted calls to
 * wake the loop: as many calls as there are answers. */
#include "console/io/mailbox.h"

#include "console/base/error.h"
#include "console/io/loop.h"

#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* The newest is last. */
static void append(struct mail **list, struct mail *mail)
{
    while (*list != NULL)
        list = &(*list)->next;
    mail->next = NULL;
    *list = mail;
}

static struct mail *take_first(struct mail **list)
{
    struct mail *mail = *list;
    if (mail != NULL)
        *list = mail->next;
    return mail;
}

/* Where the mail with this id hangs in the list; *NULL if nowhere. */
static struct mail **find(struct mail **list, uint64_t id)
{
    while (*list != NULL && (*list)->id != id)
        list = &(*list)->next;
    return list;
}

bool mailbox_init(struct mailbox *box, struct loop *loop, mail_call *answer,
                  mail_call *drop, struct error *error)
{
    *box = (struct mailbox){.loop = loop, .answer = answer, .drop = drop};
    box->handle = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (box->handle < 0)
        return error_set(error, MESSAGE_INTERNAL, "mailbox: %s",
                         strerror(errno));
    pthread_mutex_init(&box->lock, NULL);
    return true;
}

static void drop_all(struct mailbox *box, struct mail **list)
{
    struct mail *mail;
    while ((mail = take_first(list)) != NULL)
        box->drop(mail);
}

void mailbox_clear(struct mailbox *box)
{
    loop_forget(box->loop, box);
    drop_all(box, &box->waiting);
    drop_all(box, &box->active);
    drop_all(box, &box->answered);
    pthread_mutex_destroy(&box->lock);
    close(box->handle);
}

static void wake(struct mailbox *box)
{
    uint64_t one = 1;
    ssize_t ignored = write(box->handle, &one, sizeof one);
    (void)ignored;
}

uint64_t mailbox_send_take(struct mailbox *box, struct mail *mail)
{
    pthread_mutex_lock(&box->lock);
    uint64_t id = ++box->count; /* the thread may free the mail at once */
    mail->id = id;
    append(&box->waiting, mail);
    pthread_mutex_unlock(&box->lock);
    wake(box);
    return id;
}

/* Answers the oldest. It is in no list any more when the answer runs, which
 * may send, cancel, or clear the whole box. */
static void answer_one(void *cookie)
{
    struct mailbox *box = cookie;
    pthread_mutex_lock(&box->lock);
    struct mail *mail = take_first(&box->answered);
    pthread_mutex_unlock(&box->lock);
    if (mail != NULL) /* cancelled after its call was posted */
        box->answer(mail);
}

uint64_t mailbox_return_take(struct mailbox *box, struct mail *mail)
{
    pthread_mutex_lock(&box->lock);
    mail->id = ++box->count;
    append(&box->answered, mail);
    pthread_mutex_unlock(&box->lock);
    loop_post(box->loop, answer_one, box);
    return mail->id;
}

void mailbox_cancel(struct mailbox *box, uint64_t id)
{
    struct mail *gone = NULL;
    pthread_mutex_lock(&box->lock);
    struct mail **at = find(&box->waiting, id);
    if (*at == NULL)
        at = find(&box->answered, id);
    if (*at != NULL)
        gone = take_first(at);
    struct mail *active = *find(&box->active, id);
    if (active != NULL)
        active->cancelled = true;
    pthread_mutex_unlock(&box->lock);
    if (gone != NULL)
        box->drop(gone);
    if (active != NULL)
        wake(box);
}

void mailbox_stop(struct mailbox *box)
{
    pthread_mutex_lock(&box->lock);
    box->stopping = true;
    for (struct mail *mail = box->active; mail != NULL; mail = mail->next)
        mail->cancelled = true;
    pthread_mutex_unlock(&box->lock);
    wake(box);
}

bool mailbox_listen(struct mailbox *box)
{
    uint64_t news = 0;
    ssize_t ignored = read(box->handle, &news, sizeof news);
    (void)ignored;
    pthread_mutex_lock(&box->lock);
    bool going = !box->stopping;
    pthread_mutex_unlock(&box->lock);
    return going;
}

struct mail *mailbox_take(struct mailbox *box)
{
    pthread_mutex_lock(&box->lock);
    struct mail *mail = take_first(&box->waiting);
    if (mail != NULL)
        append(&box->active, mail);
    pthread_mutex_unlock(&box->lock);
    return mail;
}

struct mail *mailbox_take_cancelled(struct mailbox *box)
{
    pthread_mutex_lock(&box->lock);
    struct mail **at = &box->active;
    while (*at != NULL && !(*at)->cancelled)
        at = &(*at)->next;
    struct mail *mail = take_first(at);
    pthread_mutex_unlock(&box->lock);
    return mail;
}

void mailbox_finish(struct mailbox *box, struct mail *mail)
{
    pthread_mutex_lock(&box->lock);
    take_first(find(&box->active, mail->id));
    bool wanted = !mail->cancelled;
    if (wanted)
        append(&box->answered, mail);
    pthread_mutex_unlock(&box->lock);
    if (wanted)
        loop_post(box->loop, answer_one, box);
    else
        box->drop(mail);
}
