/* The outbox as a table: the messages that events make, and how they stand by
 * the events that tell how they went. */
#include "console/cases/store_outbox_part.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_sqlite.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

void store_outbox_tell(enum event_kind kind, const char *role,
                       struct json_t *body)
{
    char branches[2][LIFE_CODE_SIZE];
    int count = outbox_told(kind, role, body, branches);
    json_t *tells = json_array();

    for (int i = 0; i < count; i++)
        json_array_append_new(tells, json_string(branches[i]));
    if (count > 0)
        json_object_set(body, "tells", tells);
    json_decref(tells);
}

/* ---- from events to rows ---- */

static bool add_messages(struct store *store, int64_t seq, const json_t *tells,
                         struct error *error)
{
    for (size_t i = 0; i < json_array_size(tells); i++) {
        const char *branch = json_string_value(json_array_get(tells, i));

        if (!db_run(store->db,
                    "INSERT INTO outbox(seq, branch, state)"
                    " VALUES(?, ?, 'waiting')",
                    DB_ARGS(DB_INT(seq), DB_TEXT(branch)), error))
            return false;
    }
    return true;
}

static bool is_delivery(enum event_kind kind)
{
    return kind == EVENT_CASE_DELIVERED || kind == EVENT_CASE_UNDELIVERED ||
           kind == EVENT_CASE_RESENT;
}

/* How its messages stand after such an event. */
static const char *state_after(enum event_kind kind, const json_t *body)
{
    const char *state = json_find_string(body, "state");

    if (kind == EVENT_CASE_DELIVERED)
        return "received";
    if (kind == EVENT_CASE_RESENT)
        return "waiting";
    return state && (strcmp(state, "refused") == 0 ||
                     strcmp(state, "expired") == 0)
               ? state
               : "";
}

/* The sink that it says they go through from now on; NULL: as before. */
static const char *sink_after(enum event_kind kind, const json_t *body)
{
    return kind == EVENT_CASE_RESENT ? json_find_string(body, "sink") : NULL;
}

/* What was received stays so; what is sent again begins anew. */
static bool turn_messages(struct store *store, const struct event *event,
                          const json_t *body, struct error *error)
{
    const json_t *messages = json_object_get(body, "messages");
    AUTO_CHARS seqs = messages ? json_canonical(messages) : mem_copy("[]");

    if (!db_run(store->db,
                "UPDATE outbox SET state = ?1, sink = ifnull(?2, sink),"
                " reason = ?3" /* and when it is sent again: */
                ", next_ms = iif(?4, 0, next_ms), tries = iif(?4, 0, tries),"
                " waited_ms = iif(?4, 0, waited_ms)"
                " WHERE branch = ?5 AND state <> 'received' AND seq IN"
                " (SELECT value FROM json_each(?6)) AND ?7 ="
                " (SELECT number FROM event WHERE event.seq = outbox.seq)",
                DB_ARGS(DB_TEXT(state_after(event->kind, body)),
                        DB_TEXT(sink_after(event->kind, body)),
                        DB_TEXT(json_find_string(body, "reason")),
                        DB_INT(event->kind == EVENT_CASE_RESENT),
                        DB_TEXT(json_find_string(body, "branch")),
                        DB_TEXT(seqs), DB_TEXT(event->number)),
                error))
        return false;
    return (json_array_size(messages) > 0 &&
            (size_t)db_changed(store->db) == json_array_size(messages)) ||
           error_set(error, MESSAGE_RECORD_BAD, "%s: does not fit",
                     event_name(event->kind));
}

bool store_outbox_apply(struct store *store, const struct event *event,
                        const struct json_t *body, struct error *error)
{
    if (is_delivery(event->kind))
        return turn_messages(store, event, body, error);
    return !event->number ||
           add_messages(store, event->seq, json_object_get(body, "tells"),
                        error);
}

/* ---- verifying ---- */

const char store_outbox_stray[] =
    "SELECT seq FROM outbox o WHERE NOT EXISTS(SELECT 1 FROM event e,"
    " json_each(iif(json_valid(e.body), e.body, '{}'), '$.tells') t WHERE "
    "e.seq = o.seq"
    " AND e.number IS NOT NULL AND t.value = o.branch) ORDER BY seq LIMIT 1";

struct standing {
    const char *branch;
    int64_t seq;
    char state[17], sink[OUTBOX_SINK_SIZE];
    bool there, fits;
};

static bool put(char *into, size_t size, const char *text)
{
    if (strlen(text) >= size)
        return false;
    memcpy(into, text, strlen(text) + 1);
    return true;
}

/* Is this message among those that the event is about? */
static bool is_about(const struct standing *standing, const json_t *body)
{
    const char *branch = json_find_string(body, "branch");
    size_t i;
    json_t *seq;

    json_array_foreach(json_object_get(body, "messages"), i,
                       seq) if (json_integer_value(seq) ==
                                standing->seq) return branch &&
        standing->branch && strcmp(branch, standing->branch) == 0;
    return false;
}

static bool see_turn(const struct db_row *row, void *cookie)
{
    struct standing *standing = cookie;
    const char *text = db_text(row, 1);
    AUTO_JSON body = json_parse(text, strlen(text), "body", false, NULL);
    enum event_kind kind;
    const char *sink;

    standing->fits = body && event_find(db_text(row, 0), &kind);
    if (!standing->fits || !is_about(standing, body))
        return standing->fits;
    sink = sink_after(kind, body);
    standing->fits =
        put(standing->state, sizeof(standing->state),
            state_after(kind, body)) &&
        (!sink || put(standing->sink, sizeof(standing->sink), sink));
    return standing->fits;
}

static bool see_message(const struct db_row *row, void *cookie)
{
    struct standing *standing = cookie;

    standing->there = strcmp(standing->state, db_text(row, 0)) == 0 &&
                      strcmp(standing->sink, db_text(row, 1)) == 0;
    return false;
}

/* One message, as the events about it make it, and as it lies there. */
static bool compare_one(struct store *store, const struct event *event,
                        struct standing *standing, struct error *error)
{
    return db_query(store->db,
                    "SELECT kind, body FROM event WHERE number = ?1"
                    " AND seq > ?2 AND kind IN (" STORE_DELIVERY ")"
                    " ORDER BY seq",
                    DB_ARGS(DB_TEXT(event->number), DB_INT(event->seq)),
                    see_turn, standing, error) &&
           db_query(
               store->db,
               "SELECT state, sink FROM outbox WHERE seq = ? AND branch = ?",
               DB_ARGS(DB_INT(event->seq), DB_TEXT(standing->branch)),
               see_message, standing, error);
}

static bool compare_all(struct store *store, const struct event *event,
                        const json_t *tells, bool *same, struct error *error)
{
    for (size_t i = 0; *same && i < json_array_size(tells); i++) {
        struct standing standing = {
            .branch = json_string_value(json_array_get(tells, i)),
            .seq = event->seq,
            .state = "waiting",
            .fits = true};

        if (!compare_one(store, event, &standing, error))
            return false;
        *same = standing.fits && standing.there;
    }
    return true;
}

bool store_outbox_compare(struct store *store, const struct event *event,
                          const struct json_t *body, bool *same,
                          struct error *error)
{
    const json_t *tells = json_object_get(body, "tells");
    bool good;

    *same = true;
    if (!tells || !event->number)
        return true;
    if (!db_snapshot(store->db, error))
        return false;
    good = compare_all(store, event, tells, same, error);
    db_rollback(store->db);
    return good;
}
