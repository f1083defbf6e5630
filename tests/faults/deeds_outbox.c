/* Deeds on messages to branches: how tries end, what a supervisor decides, the
 * branch's own look. */
#include "tests/faults/deeds.h"

#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store_outbox.h"
#include "console/cases/store_sqlite.h"

#include <jansson.h>

#include <stdlib.h>

/* The id of the message of the n-th case; the caller frees. NULL on error. */
static char *message_of(struct doer *doer, int n)
{
    const struct store_outbox_filter filter = {
        .number = doer_number(n), .state = "waiting,received,refused,expired"};
    struct store *store = doer_store(doer, DOER_ADMIN);
    AUTO_JSON found = store ? store_outbox(store, &filter, &doer->error) : NULL;

    return found ? mem_copy(json_find_string(json_array_get(found, 0), "id"))
                 : NULL;
}

static bool tried(struct doer *doer, const char *id, enum outbox_state state)
{
    struct store *store = doer_store(doer, DOER_SENDER);
    const struct outbox_try end = {.state = state,
                                   .sink = "http",
                                   .words = "odd: 500",
                                   .next_ms = 1000,
                                   .step_ms = 1000};

    return store && store_outbox_tried(store, id, &end, &doer->error);
}

static bool decided(struct doer *doer, const char *id, int step)
{
    struct store *store = doer_store(doer, DOER_ADMIN);

    if (!store)
        return false;
    switch (step) {
    case 3:
        return store_outbox_again(store, id, &doer->error);
    case 4:
        return store_outbox_elsewhere(store, id, "smtp", &doer->error);
    default:
        return store_outbox_handed(store, id, doer_text(doer, step),
                                   &doer->error);
    }
}

/* The first message: in vain, taken. The second: refused, again, elsewhere,
 * told by hand. */
bool deed_deliver(struct doer *doer, int step)
{
    static const enum outbox_state ends[] = {OUTBOX_WAITING, OUTBOX_RECEIVED,
                                             OUTBOX_REFUSED};
    AUTO_CHARS id = message_of(doer, step < 2 ? 1 : 2);

    if (!id)
        return false;
    return step < 3 ? tried(doer, id, ends[step]) : decided(doer, id, step);
}

static bool add_row(const struct db_row *row, void *cookie)
{
    text_format(cookie, "outbox %s tries %lld sink '%s'\n", db_text(row, 0),
                (long long)db_int(row, 1), db_text(row, 2));
    return true;
}

bool deed_tell_outbox(struct doer *doer, struct text *shape)
{
    struct store *store = doer_store(doer, DOER_ADMIN);

    return store && db_query(store->db,
                             "SELECT state, tries, sink FROM outbox ORDER BY"
                             " seq",
                             DB_NONE, add_row, shape, &doer->error);
}

/* Somebody of the branch has the case before their eyes. */
bool deed_receive(struct doer *doer, int step)
{
    struct store *store = doer_store(doer, DOER_BRANCH);

    const struct outbox_seen seen = {doer_number(step + 1), INT64_MAX, true};

    return store && store_outbox_receive(store, &seen, &doer->error);
}
