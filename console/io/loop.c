/* The loop: poll() over handles, a self-pipe for signals, an eventfd for other
 * threads, timers in a list sorted by when they are due. A turn is: hook,
 * sleep, signals, handles, posted calls, timers. */
#include "console/io/loop.h"

#include "console/base/clock.h"
#include "console/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Forgotten watches stay, without a call, until the next turn: so that their
 * places and those in `polls` agree while calls are made. */
struct watch {
    int handle;
    loop_call *call;
    void *cookie;
};

struct timer {
    struct timer *next;
    uint64_t id;
    int64_t due_ms;
    loop_call *call;
    void *cookie;
};

struct post {
    struct post *next;
    loop_call *call;
    void *cookie;
};

struct answer {
    loop_call *call;
    void *cookie;
    struct sigaction before;
};

enum { SIGNALS = 65 };

struct loop {
    int wake;
    int signals[2];
    bool stopped;
    struct watch *watches;
    struct pollfd *polls;
    int watch_count;
    struct timer *timers;
    uint64_t timer_count;
    struct answer answers[SIGNALS];
    loop_call *hook;
    void *hook_cookie;
    pthread_mutex_t lock; /* guards the three below */
    struct post *posts;
    struct post **posts_end;
    int post_count;
};

/* Where the handler writes; a handler has no cookie. */
static volatile sig_atomic_t signal_pipe = -1;

static void on_signal(int number)
{
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    /* A full pipe has thousands of signals waiting: one less is no loss. */
    ssize_t ignored = write(signal_pipe, &byte, 1);
    (void)ignored;
    errno = saved;
}

static void drain_wake(void *cookie)
{
    struct loop *loop = cookie;
    uint64_t count = 0;
    ssize_t ignored = read(loop->wake, &count, sizeof count);
    (void)ignored;
}

static void drain_signals(void *cookie)
{
    struct loop *loop = cookie;
    unsigned char numbers[64];
    ssize_t got = read(loop->signals[0], numbers, sizeof numbers);
    for (ssize_t i = 0; i < got; i++) {
        struct answer answer = loop->answers[numbers[i] % SIGNALS];
        if (answer.call != NULL)
            answer.call(answer.cookie);
    }
}

struct loop *loop_open(struct error *error)
{
    struct loop *loop = mem_new(sizeof *loop);
    loop->posts_end = &loop->posts;
    loop->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (loop->wake < 0)
        goto no_wake;
    if (pipe2(loop->signals, O_CLOEXEC | O_NONBLOCK) != 0)
        goto no_pipe;
    pthread_mutex_init(&loop->lock, NULL);
    signal_pipe = loop->signals[1];
    loop_watch(loop, loop->signals[0], drain_signals, loop);
    loop_watch(loop, loop->wake, drain_wake, loop);
    return loop;
no_pipe:
    close(loop->wake);
no_wake:
    error_set(error, MESSAGE_INTERNAL, "loop: %s", strerror(errno));
    free(loop);
    return NULL;
}

void loop_close(struct loop *loop)
{
    if (loop == NULL)
        return;
    for (int number = 1; number < SIGNALS; number++)
        loop_signal(loop, number, NULL, NULL);
    signal_pipe = -1;
    close(loop->signals[0]);
    close(loop->signals[1]);
    close(loop->wake);
    while (loop->timers != NULL)
        loop_cancel(loop, loop->timers->id);
    for (struct post *post = loop->posts, *next; post != NULL; post = next) {
        next = post->next;
        free(post);
    }
    pthread_mutex_destroy(&loop->lock);
    free(loop->watches);
    free(loop->polls);
    free(loop);
}

static struct watch *find_watch(struct loop *loop, int handle)
{
    for (int i = 0; i < loop->watch_count; i++)
        if (loop->watches[i].handle == handle && loop->watches[i].call != NULL)
            return &loop->watches[i];
    return NULL;
}

void loop_watch(struct loop *loop, int handle, loop_call *call, void *cookie)
{
    struct watch *watch = find_watch(loop, handle);
    if (watch == NULL) {
        size_t count = (size_t)++loop->watch_count;
        loop->watches = mem_grow(loop->watches, count, sizeof *watch);
        watch = &loop->watches[count - 1];
    }
    *watch = (struct watch){handle, call, cookie};
}

void loop_unwatch(struct loop *loop, int handle)
{
    struct watch *watch = find_watch(loop, handle);
    if (watch != NULL)
        watch->call = NULL;
}

void loop_signal(struct loop *loop, int signal, loop_call *call, void *cookie)
{
    struct answer *answer = &loop->answers[signal];
    bool taken = answer->call != NULL;
    if (call != NULL && !taken) {
        struct sigaction action = {.sa_handler = on_signal,
                                   .sa_flags = SA_RESTART};
        sigfillset(&action.sa_mask);
        sigaction(signal, &action, &answer->before);
    }
    if (call == NULL && taken)
        sigaction(signal, &answer->before, NULL);
    answer->call = call;
    answer->cookie = cookie;
}

uint64_t loop_after(struct loop *loop, int64_t delay_ms, loop_call *call,
                    void *cookie)
{
    struct timer *timer = mem_new(sizeof *timer);
    timer->id = ++loop->timer_count;
    timer->due_ms = clock_steady_ms() + (delay_ms > 0 ? delay_ms : 0);
    timer->call = call;
    timer->cookie = cookie;
    struct timer **at = &loop->timers;
    while (*at != NULL && (*at)->due_ms <= timer->due_ms)
        at = &(*at)->next;
    timer->next = *at;
    *at = timer;
    return timer->id;
}

void loop_cancel(struct loop *loop, uint64_t timer)
{
    for (struct timer **at = &loop->timers; *at != NULL; at = &(*at)->next) {
        if ((*at)->id != timer)
            continue;
        struct timer *gone = *at;
        *at = gone->next;
        free(gone);
        return;
    }
}

void loop_post(struct loop *loop, loop_call *call, void *cookie)
{
    struct post *post = mem_new(sizeof *post);
    post->call = call;
    post->cookie = cookie;
    pthread_mutex_lock(&loop->lock);
    *loop->posts_end = post;
    loop->posts_end = &post->next;
    loop->post_count++;
    pthread_mutex_unlock(&loop->lock);
    uint64_t one = 1;
    ssize_t ignored = write(loop->wake, &one, sizeof one);
    (void)ignored;
}

/* Takes `at` out of the posted calls; the lock is held. */
static void remove_post(struct loop *loop, struct post **at)
{
    struct post *post = *at;
    *at = post->next;
    if (loop->posts_end == &post->next)
        loop->posts_end = at;
    loop->post_count--;
    free(post);
}

void loop_forget(struct loop *loop, void *cookie)
{
    pthread_mutex_lock(&loop->lock);
    struct post **at = &loop->posts;
    while (*at != NULL)
        if ((*at)->cookie == cookie)
            remove_post(loop, at);
        else
            at = &(*at)->next;
    pthread_mutex_unlock(&loop->lock);
}

/* Takes the first posted call out of the queue; false when it is empty. */
static bool take_post(struct loop *loop, struct post *post)
{
    pthread_mutex_lock(&loop->lock);
    bool found = loop->posts != NULL;
    if (found) {
        *post = *loop->posts;
        remove_post(loop, &loop->posts);
    }
    pthread_mutex_unlock(&loop->lock);
    return found;
}

/* Runs what was posted so far; what these calls post waits for the next turn,
 * so that nobody who posts to itself can starve the keys. */
static void run_posts(struct loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    int count = loop->post_count;
    pthread_mutex_unlock(&loop->lock);
    struct post post;
    while (count-- > 0 && take_post(loop, &post))
        post.call(post.cookie);
}

/* Runs the timers that are due; one started meanwhile waits for its turn. */
static void run_timers(struct loop *loop)
{
    int64_t now_ms = clock_steady_ms();
    uint64_t newest = loop->timer_count;
    while (loop->timers != NULL && loop->timers->due_ms <= now_ms &&
           loop->timers->id <= newest) {
        struct timer timer = *loop->timers;
        loop_cancel(loop, timer.id);
        timer.call(timer.cookie);
    }
}

void loop_before_sleep(struct loop *loop, loop_call *call, void *cookie)
{
    loop->hook = call;
    loop->hook_cookie = cookie;
}

/* How long poll() may sleep; max_ms < 0 is for ever. */
static int sleep_ms(const struct loop *loop, int64_t max_ms)
{
    if (loop->timers != NULL) {
        int64_t left_ms = loop->timers->due_ms - clock_steady_ms();
        if (left_ms < 0)
            left_ms = 0;
        if (max_ms < 0 || left_ms < max_ms)
            max_ms = left_ms;
    }
    return max_ms > INT_MAX ? INT_MAX : (int)max_ms;
}

/* Drops forgotten watches and lists the rest for poll(). */
static void list_handles(struct loop *loop)
{
    int kept = 0;
    for (int i = 0; i < loop->watch_count; i++)
        if (loop->watches[i].call != NULL)
            loop->watches[kept++] = loop->watches[i];
    loop->watch_count = kept;
    loop->polls = mem_grow(loop->polls, (size_t)kept, sizeof *loop->polls);
    for (int i = 0; i < kept; i++)
        loop->polls[i] = (struct pollfd){loop->watches[i].handle, POLLIN, 0};
}

/* Calls the watchers of the first `count` handles that have something. */
static void run_watches(struct loop *loop, int count)
{
    for (int i = 0; i < count; i++) {
        struct watch watch = loop->watches[i];
        short seen = loop->polls[i].revents;
        if (seen == 0 || watch.call == NULL)
            continue;
        /* A closed handle would end every sleep at once: told once. */
        if (seen & POLLNVAL)
            loop->watches[i].call = NULL;
        watch.call(watch.cookie);
    }
}

void loop_turn(struct loop *loop, int64_t max_ms)
{
    if (loop->hook != NULL)
        loop->hook(loop->hook_cookie);
    list_handles(loop);
    int count = loop->watch_count;
    int ready = poll(loop->polls, (nfds_t)count, sleep_ms(loop, max_ms));
    if (ready > 0)
        run_watches(loop, count);
    run_posts(loop);
    run_timers(loop);
}

void loop_run(struct loop *loop)
{
    while (!loop->stopped)
        loop_turn(loop, -1);
    loop->stopped = false;
}

void loop_stop(struct loop *loop)
{
    loop->stopped = true;
}
