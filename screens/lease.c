/* Renewing costs an event: so it is done at most once in an hour of the
 * branch's work. */
#include "screens/lease.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/cases/deadline.h"
#include "console/cases/store_move.h"
#include "console/desk.h"
#include "console/io/log.h"
#include "console/io/loop.h"
#include "console/people/right.h"
#include "screens/moving.h"
#include "screens/screen.h"

#include <jansson.h>
#include <string.h>

enum { HOUR_MS = 3600000, MINUTE_MS = 60000, FREED_AT_ONCE = 50 };

/* Whoever was freed in between reads it in the story. */
static void end_keep(const struct json_t *value, const struct error *error,
                     void *cookie)
{
    struct lease *lease = cookie;
    struct case_now now;
    if (!value)
        log_error(error);
    else if (case_now_read(&now, json_object_get(value, "now")))
        *lease->now = now;
}

void lease_keep(struct lease *lease)
{
    const struct case_now *now = lease->now;
    const struct desk *desk = lease->seat->desk;
    if (lease->fetch || now->state != STATE_IN_WORK || now->lease_ms == 0 ||
        strcmp(now->holder, desk->user.name) != 0)
        return;
    int64_t fresh =
        deadlines_lease(desk->deadlines, now->branch, clock_now_ms());
    if (fresh - now->lease_ms >= HOUR_MS)
        moving_start(&lease->fetch, lease->seat,
                     moving_new(MOVE_KEPT, lease->number, now), end_keep,
                     lease);
}

void lease_stop(struct lease *lease)
{
    fetch_drop(&lease->fetch);
}

/* Nothing to tell: what was freed shows as any other change. */
static void end_freeing(const struct json_t *value, const struct error *error,
                        void *cookie)
{
    (void)cookie;
    if (!value)
        log_error(error);
}

static struct json_t *work_freeing(struct store *store,
                                   const struct fetch_what *what,
                                   struct error *error)
{
    int freed;
    return store_free_leases(store, what->deadlines, FREED_AT_ONCE, &freed,
                             error)
               ? json_true()
               : NULL;
}

static void free_leases(struct lease_round *round)
{
    const struct desk *desk = round->seat->desk;
    fetch_start(
        &round->fetch, round->seat,
        &(struct fetch_what){.work = work_freeing,
                             .done = end_freeing,
                             .deadlines = deadlines_hold(desk->deadlines)});
}

static void each_minute(void *cookie)
{
    struct lease_round *round = cookie;
    struct seat *seat = round->seat;
    round->timer = loop_after(seat->desk->loop, MINUTE_MS, each_minute, round);
    seat->changed(seat->cookie);
    if (right_of(seat->desk->user.role, RIGHT_CASE_WORK))
        free_leases(round);
}

void lease_round_start(struct lease_round *round, struct seat *seat)
{
    *round = (struct lease_round){.seat = seat};
    each_minute(round);
}

void lease_round_stop(struct lease_round *round)
{
    loop_cancel(round->seat->desk->loop, round->timer);
    fetch_drop(&round->fetch);
}
