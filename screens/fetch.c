/* Questions to the store that outlive the screen that asked. */
#include "screens/fetch.h"

#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/desk.h"
#include "console/io/worker.h"
#include "screens/screen.h"

#include <jansson.h>
#include <stdatomic.h>
#include <stdlib.h>

struct fetch {
    struct fetch_what what;
    struct store *store;
    struct fetch **slot; /* NULL: dropped */
    atomic_bool dropped; /* the same, for the worker: nothing to do */
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
    free(fetch->what.branch);
    free(fetch);
}

void fetch_start(struct fetch **slot, struct seat *seat,
                 const struct fetch_what *what)
{
    struct fetch *fetch = mem_new(sizeof(*fetch));
    fetch_drop(slot);
    fetch->what = *what;
    fetch->what.text = mem_copy(what->text);
    fetch->what.branch = mem_copy(what->branch);
    fetch->store = seat->desk->store;
    fetch->slot = slot;
    *slot = fetch;
    worker_do(seat->desk->store_worker, fetch_work, fetch_answer, fetch);
}

void fetch_drop(struct fetch **slot)
{
    if (*slot) {
        (*slot)->slot = NULL;
        (*slot)->dropped = true;
    }
    *slot = NULL;
}
