/* Questions to the store that outlive the screen that asked; a look at the
 * log's file now and then. */
#include "screens/fetch.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/cases/deadline.h"
#include "console/desk.h"
#include "console/io/loop.h"
#include "console/io/worker.h"
#include "screens/screen.h"

#include <jansson.h>
#include <stdlib.h>

struct fetch {
    struct fetch_what what;
    struct store *store;
    struct fetch **slot; /* NULL: dropped */
    struct json_t *value;
    struct error error;
};

static void fetch_work(void *cookie)
{
    struct fetch *fetch = cookie;
    fetch->value = fetch->what.work(fetch->store, &fetch->what, &fetch->error);
}

static void fetch_answer(void *cookie)
{
    struct fetch *fetch = cookie;
    if (fetch->slot) {
        *fetch->slot = NULL;
        fetch->what.done(fetch->value, &fetch->error, fetch->what.cookie);
    }
    json_decref(fetch->value);
    free(fetch->what.text);
    json_decref(fetch->what.given);
    deadlines_free(fetch->what.deadlines);
    free(fetch);
}

void fetch_start(struct fetch **slot, struct seat *seat,
                 const struct fetch_what *what)
{
    struct fetch *fetch = mem_new(sizeof(*fetch));
    fetch_drop(slot);
    fetch->what = *what;
    fetch->what.text = mem_copy(what->text);
    fetch->store = seat->desk->store;
    fetch->slot = slot;
    *slot = fetch;
    worker_do(seat->desk->store_worker, fetch_work, fetch_answer, fetch);
}

void fetch_drop(struct fetch **slot)
{
    if (*slot)
        (*slot)->slot = NULL;
    *slot = NULL;
}

static void look(void *cookie)
{
    struct fetch_watch *watch = cookie;
    const struct desk *desk = watch->seat->desk;
    int64_t stamp = desk_log_stamp(desk);
    watch->timer =
        loop_after(desk->loop, 2000 + clock_steady_ms() % 500, look, watch);
    if (stamp == watch->stamp)
        return;
    watch->stamp = stamp;
    watch->changed(watch->cookie);
}

void fetch_watch_start(struct fetch_watch *watch, struct seat *seat,
                       void (*changed)(void *cookie), void *cookie)
{
    *watch = (struct fetch_watch){seat, changed, cookie, 0,
                                  desk_log_stamp(seat->desk)};
    look(watch);
}

void fetch_watch_stop(struct fetch_watch *watch)
{
    loop_cancel(watch->seat->desk->loop, watch->timer);
}
