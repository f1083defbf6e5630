/* The story of a case, from its events; texts are opened and masked here. */
#include "console/cases/store_story.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_stand.h"
#include "console/people/mask.h"

#include <jansson.h>

#include <string.h>

static json_t *text_or_null(const char *text)
{
    return *text ? json_string(text) : json_null();
}

static bool see_number(const struct db_row *row, void *cookie)
{
    json_array_append_new(cookie, json_string(db_text(row, 0)));
    return true;
}

/* The numbers that this user may see, of the case `number` itself or of those
 * that it leads. */
static bool find_seen(struct store *store, const char *sql, const char *number,
                      json_t *numbers, struct error *error)
{
    return db_query(store->db, sql,
                    DB_ARGS(DB_TEXT(number), DB_TEXT(store_wall(store))),
                    see_number, numbers, error);
}

/* Takes the leading case's number out of an object when this user may not see
 * that case. */
static bool wall_lead(struct store *store, json_t *object, struct error *error)
{
    const char *lead = json_find_string(object, "lead");
    AUTO_JSON seen = json_array();

    if (!lead)
        return true;
    if (!find_seen(store,
                   "SELECT number FROM cases WHERE number = ?1"
                   " AND (?2 IS NULL OR branch = ?2)",
                   lead, seen, error))
        return false;
    if (json_array_size(seen) == 0)
        json_object_del(object, "lead");
    return true;
}

bool store_story_stand(struct store *store, const char *number,
                       struct json_t *row, struct error *error)
{
    AUTO_JSON duplicates = json_array();
    struct store_stand stand;
    const struct case_now *now = &stand.now;

    if (!store_stand_read(store, number, store_wall(store), &stand, error) ||
        !find_seen(store,
                   "SELECT number FROM cases WHERE lead = ?1"
                   " AND (?2 IS NULL OR branch = ?2) ORDER BY seq",
                   number, duplicates, error))
        return false;
    AUTO_JSON json = case_now_json(now);
    if (!wall_lead(store, json, error))
        return false;
    AUTO_JSON told = json_pack(
        "{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:o, s:O, s:O, s:s?}",
        "version", (json_int_t)now->version, "holder",
        text_or_null(now->holder), "since", json_moment(now->since_ms), "due",
        json_moment(now->due_ms), "act", json_moment(now->act_ms), "lease",
        json_moment(now->lease_ms), "look", json_moment(now->look_ms), "tries",
        now->tries, "term", text_or_null(now->term), "duplicates", duplicates,
        "now", json, "lead", json_find_string(json, "lead"));
    return json_object_update(row, told) == 0;
}

/* What of an event is told that stands in its body as it is told. */
static void tell_body(json_t *event, const json_t *body)
{
    static const char *const keys[] = {"reason", "channel", "told", "internal",
                                       "from"};

    for (size_t i = 0; i < COUNT(keys); i++) {
        json_t *value = json_object_get(body, keys[i]);

        if (value)
            json_object_set(event, keys[i], value);
    }
}

static const char *text_of(const json_t *body, const char *key)
{
    const char *text = json_find_string(body, key);

    return text ? text : "";
}

static void tell_text(json_t *event, const char *key, const char *text)
{
    if (*text)
        json_object_set_new(event, key, json_string(text));
}

static void tell_time(json_t *event, const char *key, int64_t ms)
{
    if (ms > 0)
        json_object_set_new(event, key, json_moment(ms));
}

static void tell_move(json_t *event, enum case_move move,
                      const struct case_now *now)
{
    unsigned demands = move_demands(move);

    json_object_set_new(event, "move", json_string(move_name(move)));
    tell_text(event, "branch", now->branch);
    tell_text(event, "holder", now->holder);
    tell_time(event, "due", now->due_ms);
    if (demands & DEMAND_PERSON)
        tell_text(event, "to", now->holder);
    if (demands & DEMAND_UNTIL)
        tell_time(event, "until", now->look_ms);
    if (demands & DEMAND_LEAD)
        tell_text(event, "lead", now->lead);
}

static void tell_route(json_t *event, const json_t *body)
{
    tell_text(event, "branch", text_of(body, "branch"));
    tell_time(event, "due",
              json_integer_value(json_object_get(body, "due_ms")));
}

/* How a message to a branch went; which way, with which receipt or why not is
 * between that branch and the line: people of another one do not see it. */
static void tell_delivery(json_t *event, const json_t *body, const char *wall)
{
    const char *branch = text_of(body, "branch");

    tell_text(event, "branch", branch);
    tell_text(event, "state", text_of(body, "state"));
    if (wall && strcmp(wall, branch) != 0)
        return;
    tell_text(event, "sink", text_of(body, "sink"));
    tell_text(event, "reason", text_of(body, "reason"));
    tell_text(event, "reason", text_of(body, "receipt"));
}

/* The events told so far, and the only branch of whoever reads them. */
struct telling {
    json_t *events;
    const char *wall;
};

/* Adds what the body of a route, a move or a delivery says. */
static void tell(json_t *event, const char *kind_name, const json_t *body,
                 const char *wall)
{
    struct case_now now;
    enum event_kind kind;
    enum case_move move;

    if (!event_find(kind_name, &kind))
        return;
    if (kind == EVENT_CASE_ROUTED)
        tell_route(event, body);
    if (json_object_get(body, "messages"))
        tell_delivery(event, body, wall);
    if (!move_of_event(kind, &move) ||
        !case_now_read(&now, json_object_get(body, "now")))
        return;
    tell_body(event, body);
    tell_move(event, move, &now);
}

static bool see_event(const struct db_row *row, void *cookie)
{
    const struct telling *telling = cookie;
    const char *text = db_text(row, 5);
    AUTO_JSON body = json_parse(text, strlen(text), "event", false, NULL);
    json_t *event = json_pack(
        "{s:I, s:o, s:s, s:s, s:s}", "seq", (json_int_t)db_int(row, 0), "at",
        json_moment(db_int(row, 1)), "kind", db_text(row, 2), "actor",
        db_text(row, 3), "role", db_text(row, 4));

    if (body)
        tell(event, db_text(row, 2), body, telling->wall);
    json_array_append_new(telling->events, event);
    return true;
}

/* Adds the text that lies sealed beside a move. */
static bool add_text(struct store *store, json_t *event, bool revealed,
                     struct error *error)
{
    static const char *const fields[] = {"note", "answer", "asked", "heard",
                                         "reason"};
    int64_t seq = json_integer_value(json_object_get(event, "seq"));
    AUTO_JSON values = json_object();
    int broken = 0;

    if (!store_unseal(store, seq, values, &broken, error))
        return false;
    if (broken > 0)
        return error_set(error, MESSAGE_SEALED_BROKEN, "event %lld",
                         (long long)seq);
    for (size_t i = 0; i < COUNT(fields); i++) {
        const char *text = json_find_string(values, fields[i]);
        AUTO_CHARS shown = revealed ? mem_copy(text) : mask_text(text);

        if (shown)
            json_object_set_new(event, "text", json_string(shown));
    }
    if (json_object_get(values, "erased"))
        json_object_set_new(event, "erased", json_true());
    return true;
}

struct json_t *store_story(struct store *store, const char *number,
                           bool revealed, struct error *error)
{
    AUTO_JSON events = json_array();
    struct telling telling = {events, store_wall(store)};

    if (!db_query(store->db,
                  "SELECT seq, at_ms, kind, actor, role, CASE WHEN"
                  " kind LIKE 'case!_%' ESCAPE '!' AND kind <> 'case_opened'"
                  " THEN body END FROM event WHERE number = ? ORDER BY seq",
                  DB_ARGS(DB_TEXT(number)), see_event, &telling, error))
        return NULL;
    for (size_t i = 0; i < json_array_size(events); i++) {
        json_t *event = json_array_get(events, i);

        if ((json_object_get(event, "move") ||
             json_object_get(event, "sink")) &&
            (!wall_lead(store, event, error) ||
             !add_text(store, event, revealed, error)))
            return NULL;
    }
    return json_incref(events);
}
