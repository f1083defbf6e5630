/* The two clocks of a desk: the one of its keys, and the one that asks the
 * store whether the person may still be here. */
#include "screens/guard.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/cases/store_people.h"
#include "console/config/config.h"
#include "console/desk.h"
#include "console/io/log.h"
#include "console/io/loop.h"
#include "console/io/worker.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <stdlib.h>

/* LOOK_MS: how often the log's file is looked at; ASK_MS: how long the store is
 * not asked when nobody writes (a key may be over by its date). */
enum { WARN_MS = 60000, LOOK_MS = 20000, ASK_MS = 60000 };

struct guard {
    struct seat *seat;
    void (*over)(enum message why, void *cookie);
    void *cookie;
    int64_t idle_ms; /* 0: as long as one likes */
    int64_t key_ms;  /* when the last key came */
    bool warned;
    uint64_t idling, looking; /* timers */
    int64_t stamp, asked_ms;  /* of the last question to the store */
    bool asking;
    bool in; /* the worker's answer */
    struct error error;
};

static struct loop *loop_of(const struct guard *guard)
{
    return guard->seat->desk->loop;
}

/* ---- keys ---- */

/* The warning comes a minute before the end, or half-way there. */
static int64_t warn_after(const struct guard *guard)
{
    int64_t half = guard->idle_ms / 2;
    return guard->idle_ms - (half < WARN_MS ? half : WARN_MS);
}

static void warn(struct guard *guard)
{
    guard->warned = true;
    seat_say(guard->seat, true,
             _("Nobody has pressed a key for long: this desk closes "
               "within a minute. Any key keeps it open."));
    guard->seat->changed(guard->seat->cookie);
}

static void look_at_keys(void *cookie)
{
    struct guard *guard = cookie;
    int64_t idle_ms = clock_steady_ms() - guard->key_ms;
    guard->idling = 0;
    if (idle_ms >= guard->idle_ms) {
        guard->over(MESSAGE_SESSION_IDLE, guard->cookie);
        return;
    }
    if (idle_ms >= warn_after(guard) && !guard->warned)
        warn(guard);
    int64_t next_ms = guard->warned ? guard->idle_ms : warn_after(guard);
    guard->idling =
        loop_after(loop_of(guard), next_ms - idle_ms, look_at_keys, guard);
}

void guard_key(struct guard *guard)
{
    guard->key_ms = clock_steady_ms();
    if (!guard->warned)
        return;
    guard->warned = false;
    seat_say(guard->seat, false, "");
}

/* ---- the store ---- */

static void ask(void *cookie)
{
    struct guard *guard = cookie;
    const struct desk *desk = guard->seat->desk;
    guard->in =
        store_still_in(desk->store, &desk->user, desk->key, &guard->error);
}

/* A store that cannot answer now is asked again. */
static void take_answer(void *cookie)
{
    struct guard *guard = cookie;
    guard->asking = false;
    if (!guard->in && guard->error.message == MESSAGE_SESSION_OVER)
        guard->over(MESSAGE_SESSION_OVER, guard->cookie);
    else if (!guard->in)
        log_error(&guard->error);
}

static void look_at_store(void *cookie)
{
    struct guard *guard = cookie;
    const struct desk *desk = guard->seat->desk;
    int64_t stamp = desk_log_stamp(desk), now_ms = clock_steady_ms();
    guard->looking = loop_after(desk->loop, LOOK_MS, look_at_store, guard);
    if (guard->asking ||
        (stamp == guard->stamp && now_ms - guard->asked_ms < ASK_MS))
        return;
    guard->stamp = stamp;
    guard->asked_ms = now_ms;
    guard->asking = true;
    error_clear(&guard->error);
    worker_do(desk->store_worker, ask, take_answer, guard);
}

/* ---- life ---- */

struct guard *guard_open(struct seat *seat,
                         void (*over)(enum message why, void *cookie),
                         void *cookie)
{
    struct guard *guard = mem_new(sizeof(*guard));
    const struct desk *desk = seat->desk;
    *guard = (struct guard){
        .seat = seat,
        .over = over,
        .cookie = cookie,
        .idle_ms =
            config_int(desk->config, CONFIG_desk_idle_minutes) * 60 * 1000,
        .key_ms = clock_steady_ms(),
        .stamp = desk_log_stamp(desk),
        .asked_ms = clock_steady_ms()};
    if (guard->idle_ms > 0)
        look_at_keys(guard);
    guard->looking = loop_after(desk->loop, LOOK_MS, look_at_store, guard);
    return guard;
}

void guard_stop(struct guard *guard)
{
    if (!guard)
        return;
    loop_cancel(loop_of(guard), guard->idling);
    loop_cancel(loop_of(guard), guard->looking);
}

void guard_close(struct guard *guard)
{
    free(guard);
}
