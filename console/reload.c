/* Looking at the files' stamp, a thread for each loading, the switch. */
#include "console/reload.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/base/memory.h"
#include "console/desk.h"
#include "console/io/log.h"
#include "console/io/loop.h"
#include "console/io/worker.h"
#include "console/proved.h"
#include "console/script/script.h"
#include "console/script/scripts_kept.h"

#include <stdlib.h>
#include <string.h>

/* How often the files are looked at, at most; how long they must rest. */
enum { LOOK_MS = 2000, REST_MS = 300 };

/* One loading: filled by the worker, taken by the loop. */
struct loading {
    struct proved_place place; /* lent by the desk */
    uint64_t stamp;            /* of the files, 0: they moved meanwhile */
    struct script_set *scripts;
    struct findings findings;
    struct error error;
};

struct reload {
    struct desk *desk;
    void (*changed)(void *cookie);
    void *cookie;
    int64_t looked_ms; /* steady */
    uint64_t timer;    /* until files that move must rest; 0: none */
    uint64_t seen;     /* the stamp at the last look */
    uint64_t tried;    /* the stamp that was taken or refused */
    enum reload_state state;
    enum reload_state before; /* a loading that is under way */
    struct worker *worker;    /* while one is */
    struct loading loading;
};

static void clear_loading(struct loading *loading)
{
    scripts_free(loading->scripts);
    findings_clear(&loading->findings);
    *loading = (struct loading){0};
}

static void load(void *cookie)
{
    struct loading *loading = &((struct reload *)cookie)->loading;
    loading->scripts = proved_open(&loading->place, &loading->stamp,
                                   &loading->findings, &loading->error);
}

/* The state after a loading; what was found stays to be read. */
static enum reload_state take(struct reload *reload)
{
    struct loading *loading = &reload->loading;
    struct desk *desk = reload->desk;
    if (!loading->scripts)
        return RELOAD_REFUSED;
    bool same = strcmp(scripts_hash(loading->scripts),
                       scripts_hash(desk->scripts)) == 0;
    if (!same && !desk_take_scripts(desk, loading->scripts, &loading->error))
        return RELOAD_REFUSED;
    desk->stamp = loading->stamp;
    return !same || reload->before == RELOAD_TAKEN ? RELOAD_TAKEN : RELOAD_NONE;
}

/* The loop has the answer, so the thread has nothing more to do. */
static void loaded(void *cookie)
{
    struct reload *reload = cookie;
    struct loading *loading = &reload->loading;
    worker_stop(reload->worker);
    reload->worker = NULL;
    reload->tried = loading->stamp;
    reload->state = loading->stamp ? take(reload) : reload->before;
    if (reload->state == RELOAD_REFUSED)
        log_error(&loading->error);
    scripts_free(loading->scripts);
    loading->scripts = NULL;
    mem_trim();
    reload->changed(reload->cookie);
}

void reload_now(struct reload *reload)
{
    if (reload->worker)
        return;
    reload->worker = worker_start(reload->desk->loop, NULL);
    if (!reload->worker)
        return;
    clear_loading(&reload->loading);
    reload->loading.place = (struct proved_place){
        reload->desk->data, reload->desk->kept, reload->desk->proofs};
    reload->before = reload->state;
    reload->state = RELOAD_RUNNING;
    worker_do(reload->worker, load, loaded, reload);
    reload->changed(reload->cookie);
}

/* Files that are still being written look different each time: those that rest
 * are loaded. */
static void settle(void *cookie)
{
    struct reload *reload = cookie;
    uint64_t stamp = scripts_stamp(reload->desk->data);
    bool rests = stamp == reload->seen;
    reload->timer = 0;
    reload->seen = stamp;
    if (stamp == reload->tried)
        return;
    if (rests)
        reload_now(reload);
    else
        reload->timer = loop_after(reload->desk->loop, REST_MS, settle, reload);
}

void reload_look(struct reload *reload)
{
    int64_t now_ms = clock_steady_ms();
    if (reload->timer || reload->worker || now_ms - reload->looked_ms < LOOK_MS)
        return;
    reload->looked_ms = now_ms;
    reload->seen = scripts_stamp(reload->desk->data);
    if (reload->seen != reload->tried)
        reload->timer = loop_after(reload->desk->loop, REST_MS, settle, reload);
}

struct reload *reload_open(struct desk *desk, void (*changed)(void *cookie),
                           void *cookie)
{
    struct reload *reload = mem_new(sizeof(*reload));
    reload->desk = desk;
    reload->changed = changed;
    reload->cookie = cookie;
    reload->tried = desk->stamp;
    reload->looked_ms = clock_steady_ms() - LOOK_MS;
    return reload;
}

void reload_close(struct reload *reload)
{
    loop_cancel(reload->desk->loop, reload->timer);
    worker_stop(reload->worker);
    loop_forget(reload->desk->loop, reload);
    clear_loading(&reload->loading);
    free(reload);
}

enum reload_state reload_state(const struct reload *reload)
{
    return reload->state;
}

const struct error *reload_error(const struct reload *reload)
{
    return &reload->loading.error;
}

const struct findings *reload_findings(const struct reload *reload)
{
    return &reload->loading.findings;
}
