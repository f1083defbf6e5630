/* Recounting: the moves of a case are stepped through once more. The preview
 * and the move "recount" are one computation. */
#include "console/cases/store_recount.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/deadline.h"
#include "console/cases/life_step.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_stand.h"

#include <jansson.h>

#include <string.h>

/* How many cases of the preview are read at a time. */
enum { PAGE = 200 };

/* One case, stepped through. */
struct replay {
    const struct deadlines *deadlines;
    struct case_now now, linked;
    struct error *error;
};

/* ---- the log of a case ---- */

static bool see_event(const struct db_row *row, void *cookie)
{
    const char *text = db_text(row, 3);
    json_t *body = json_parse(text, strlen(text), "event", false, NULL);

    json_array_append_new(cookie, json_pack("{s:s, s:I, s:s, s:o?}", "kind",
                                            db_text(row, 0), "at",
                                            (json_int_t)db_int(row, 1), "actor",
                                            db_text(row, 2), "body", body));
    return true;
}

static json_t *read_log(struct store *store, const char *number,
                        struct error *error)
{
    json_t *log = json_array();

    if (db_query(store->db,
                 "SELECT kind, at_ms, actor, body FROM event"
                 " WHERE number = ? ORDER BY seq",
                 DB_ARGS(DB_TEXT(number)), see_event, log, error))
        return log;
    json_decref(log);
    return NULL;
}

static const json_t *find_event(const json_t *log, enum event_kind kind)
{
    size_t index;
    json_t *event;

    json_array_foreach(log, index, event)
    {
        if (strcmp(json_find_string(event, "kind"), event_name(kind)) == 0)
            return event;
    }
    return NULL;
}

static int64_t int_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

/* When the case came in: as its call ended. */
static int64_t came_in(const json_t *log)
{
    const json_t *finished = find_event(log, EVENT_CALL_FINISHED);
    int64_t ended_ms = int_of(json_object_get(finished, "body"), "ended_ms");

    return ended_ms > 0 ? ended_ms
                        : int_of(find_event(log, EVENT_CASE_OPENED), "at");
}

/* ---- stepping ---- */

static bool begin(struct replay *replay, const json_t *log,
                  const struct case_now *stands)
{
    const json_t *routed = find_event(log, EVENT_CASE_ROUTED);
    const char *branch =
        json_find_string(json_object_get(routed, "body"), "branch");
    struct case_now *now = &replay->now;
    struct deadline_due due;

    *now = (struct case_now){.state = STATE_OPEN, .version = 1, .left_s = -1};
    if (!branch || strlen(branch) >= sizeof(now->branch))
        return error_set(replay->error, MESSAGE_STORE_CORRUPT, "no route");
    memcpy(now->branch, branch, strlen(branch) + 1);
    memcpy(now->term, stands->term, sizeof(now->term));
    if (!deadlines_due(replay->deadlines, branch, now->term, came_in(log), &due,
                       replay->error))
        return false;
    now->due_ms = due.due_ms;
    now->act_ms = due.act_ms;
    return true;
}

/* One event of the log; those that move nothing are passed over. */
static bool replay_event(struct replay *replay, const json_t *event)
{
    struct case_now is;
    enum event_kind kind;
    struct life_step step = {.at_ms = int_of(event, "at"),
                             .actor = json_find_string(event, "actor"),
                             .linked = &replay->linked};

    if (!event_find(json_find_string(event, "kind"), &kind) ||
        !move_of_event(kind, &step.move) || step.move == MOVE_RECOUNTED)
        return true;
    if (!case_now_read(&is,
                       json_object_get(json_object_get(event, "body"), "now")))
        return error_set(replay->error, MESSAGE_STORE_CORRUPT, "a move");
    if (step.move == MOVE_LINKED)
        replay->linked = replay->now;
    step.person = is.holder;
    step.branch = is.branch;
    step.lead = is.lead;
    step.until_ms = is.look_ms;
    return life_step(&replay->now, &step, replay->deadlines, replay->error);
}

static bool replay_log(struct replay *replay, const json_t *log,
                       const struct case_now *stands)
{
    size_t index;
    json_t *event;

    if (!begin(replay, log, stands))
        return false;
    json_array_foreach(log, index, event)
    {
        if (!replay_event(replay, event))
            return false;
    }
    return replay->now.state == stands->state ||
           error_set(replay->error, MESSAGE_STORE_CORRUPT, "another state");
}

bool store_recount(struct store *store, const struct deadlines *deadlines,
                   const char *number, struct case_now *now,
                   struct error *error)
{
    struct replay replay = {.deadlines = deadlines, .error = error};

    if (!deadlines || !now->term[0])
        return true;
    AUTO_JSON log = read_log(store, number, error);
    if (!log)
        return false;
    if (!replay_log(&replay, log, now))
        return error_wrap(error, "case %s", number);
    now->due_ms = replay.now.due_ms;
    now->act_ms = replay.now.act_ms;
    now->left_s = replay.now.left_s;
    return true;
}

/* ---- the preview ---- */

struct page {
    int64_t last; /* seq of the last case */
    json_t *numbers;
};

static bool see_case(const struct db_row *row, void *cookie)
{
    struct page *page = cookie;

    page->last = db_int(row, 0);
    json_array_append_new(page->numbers, json_string(db_text(row, 1)));
    return true;
}

static json_t *left(int64_t seconds)
{
    return seconds < 0 ? json_null() : json_integer(seconds);
}

static void add_row(json_t *rows, const char *number,
                    const struct case_now *old, const struct case_now *now)
{
    if (old->due_ms == now->due_ms && old->act_ms == now->act_ms &&
        old->left_s == now->left_s)
        return;
    json_array_append_new(
        rows,
        json_pack("{s:s, s:s, s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:o}",
                  "number", number, "branch", old->branch, "state",
                  state_name(old->state), "version", (json_int_t)old->version,
                  "due", json_moment(old->due_ms), "act",
                  json_moment(old->act_ms), "left_s", left(old->left_s),
                  "new_due", json_moment(now->due_ms), "new_act",
                  json_moment(now->act_ms), "new_left_s", left(now->left_s)));
}

static bool preview_one(struct store *store, const struct deadlines *deadlines,
                        const char *number, json_t *rows, struct error *error)
{
    struct store_stand stand;

    if (!store_stand_read(store, number, store_wall(store), &stand, error))
        return false;
    struct case_now now = stand.now;
    if (!state_is_active(now.state))
        return true;
    if (!store_recount(store, deadlines, number, &now, error))
        return false;
    add_row(rows, number, &stand.now, &now);
    return true;
}

/* The next cases that have a clock; false: there are no more, or an error. */
static bool read_page(struct store *store, struct page *page,
                      struct error *error)
{
    json_array_clear(page->numbers);
    return db_query(store->db,
                    "SELECT seq, number FROM cases WHERE seq > ?1"
                    " AND term IS NOT NULL"
                    " AND (due_ms IS NOT NULL OR left_s IS NOT NULL)"
                    " ORDER BY seq LIMIT ?2",
                    DB_ARGS(DB_INT(page->last), DB_INT(PAGE)), see_case, page,
                    error) &&
           json_array_size(page->numbers) > 0;
}

static bool preview(struct store *store, const struct deadlines *deadlines,
                    json_t *rows, struct error *error)
{
    AUTO_JSON numbers = json_array();
    struct page page = {.numbers = numbers};
    struct error fault = {0};

    while (read_page(store, &page, &fault))
        for (size_t i = 0; i < json_array_size(numbers); i++)
            if (!preview_one(store, deadlines,
                             json_string_value(json_array_get(numbers, i)),
                             rows, error))
                return false;
    return fault.message == MESSAGE_NONE ||
           error_set(error, fault.message, "%s", fault.detail);
}

struct json_t *store_recounts(struct store *store,
                              const struct deadlines *deadlines,
                              struct error *error)
{
    json_t *rows = json_array();

    if (right_need(store->user, RIGHT_CASE_ROUTE, error) &&
        preview(store, deadlines, rows, error))
        return rows;
    json_decref(rows);
    return NULL;
}
