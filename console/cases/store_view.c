/* The views of the store: which row an event gives. Saving writes these rows,
 * verifying computes them again and compares. */
#include "console/cases/store_view.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_json.h"
#include "console/cases/store_outbox_part.h"
#include "console/cases/store_people_view.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_stand.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* The body's value under key as a new reference; null when absent. */
static json_t *value_of(const json_t *body, const char *key)
{
    json_t *value = json_object_get(body, key);

    return value ? json_incref(value) : json_null();
}

static json_t *row_of_call(const struct event *event, const json_t *body)
{
    return json_pack(
        "{s:I, s:s, s:s?, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:s?, s:s?,"
        " s:o}",
        "seq", (json_int_t)event->seq, "uuid", event->uuid, "call", event->call,
        "turn", value_of(body, "turn"), "started_ms",
        value_of(body, "started_ms"), "ended_ms", value_of(body, "ended_ms"),
        "agent", event->actor, "lookup", value_of(body, "lookup"), "outcome",
        value_of(body, "outcome"), "script", value_of(body, "script"),
        "language", value_of(body, "language"), "number", event->number,
        "person", event->person, "disposition", value_of(body, "disposition"));
}

static json_t *row_of_case(const struct event *event, const json_t *body)
{
    struct case_now now;
    json_t *row = json_pack(
        "{s:I, s:s?, s:s, s:o, s:s?, s:o, s:o, s:I, s:o, s:s, s:s?}", "seq",
        (json_int_t)event->seq, "number", event->number, "uuid", event->uuid,
        "part", value_of(body, "part"), "call", event->call, "issue",
        value_of(body, "issue"), "outcome", value_of(body, "outcome"),
        "opened_ms", (json_int_t)event->at_ms, "language",
        value_of(body, "language"), "agent", event->actor, "person",
        event->person);

    if (row && life_apply(&now, event, body)) {
        store_stand_put(row, &now);
        return row;
    }
    json_decref(row);
    return NULL;
}

static json_t *row_of_callback(const struct event *event, const json_t *body)
{
    return json_pack("{s:I, s:s, s:s, s:o, s:s?, s:s?, s:s?}", "seq",
                     (json_int_t)event->seq, "uuid", event->uuid, "agent",
                     event->actor, "due_ms", value_of(body, "due_ms"), "call",
                     event->call, "number", event->number, "person",
                     event->person);
}

static json_t *row_of_done(const struct event *event, const json_t *body)
{
    return json_pack("{s:I, s:o}", "seq", (json_int_t)event->seq, "uuid",
                     value_of(body, "callback"));
}

static json_t *row_of_review(const struct event *event, const json_t *body)
{
    return json_pack("{s:I, s:o, s:s, s:o, s:I}", "seq", (json_int_t)event->seq,
                     "part", value_of(body, "part"), "reviewer", event->actor,
                     "score", value_of(body, "score"), "at_ms",
                     (json_int_t)event->at_ms);
}

static const struct store_view views[] = {
    {EVENT_CALL_FINISHED,
     "INSERT INTO call(seq, uuid, call, turn, started_ms, ended_ms, agent,"
     " lookup, outcome, script, language, number, person, disposition)"
     " SELECT j ->> 'seq', j ->> 'uuid', j ->> 'call', j ->> 'turn',"
     " j ->> 'started_ms', j ->> 'ended_ms', j ->> 'agent', j ->> 'lookup',"
     " j ->> 'outcome', j ->> 'script', j ->> 'language', j ->> 'number',"
     " j ->> 'person', j ->> 'disposition' FROM (SELECT ? AS j)",
     "SELECT json_object('seq', seq, 'uuid', uuid, 'call', call,"
     " 'turn', turn, 'started_ms', started_ms, 'ended_ms', ended_ms,"
     " 'agent', agent, 'lookup', lookup, 'outcome', outcome,"
     " 'script', script, 'language', language, 'number', number,"
     " 'person', person, 'disposition', disposition)"
     " FROM call WHERE seq = ?",
     "SELECT seq FROM call WHERE NOT EXISTS(SELECT 1 FROM event WHERE"
     " event.seq = call.seq AND kind = 'call_finished') ORDER BY seq LIMIT 1",
     row_of_call, NULL},
    {EVENT_CASE_OPENED,
     "INSERT INTO cases(seq, number, uuid, part, call, issue, outcome,"
     " opened_ms, language, agent, person, " STAND_NAMES ")"
     " SELECT j ->> 'seq', j ->> 'number', j ->> 'uuid', j ->> 'part',"
     " j ->> 'call', j ->> 'issue', j ->> 'outcome', j ->> 'opened_ms',"
     " j ->> 'language', j ->> 'agent', j ->> 'person', " STAND_VALUES
     " FROM (SELECT ? AS j)",
     "SELECT json_object('seq', seq, 'number', number, 'uuid', uuid,"
     " 'part', part, 'call', call, 'issue', issue, 'outcome', outcome,"
     " 'opened_ms', opened_ms, 'language', language, 'agent', agent,"
     " 'person', person, " STAND_MEMBERS ") FROM cases WHERE seq = ?",
     "SELECT seq FROM cases WHERE NOT EXISTS(SELECT 1 FROM event WHERE"
     " event.seq = cases.seq AND kind = 'case_opened') ORDER BY seq LIMIT 1",
     row_of_case, store_stand_fold},
    {EVENT_CALL_REVIEWED,
     "INSERT INTO review(seq, part, reviewer, score, at_ms)"
     " SELECT j ->> 'seq', j ->> 'part', j ->> 'reviewer', j ->> 'score',"
     " j ->> 'at_ms' FROM (SELECT ? AS j)",
     "SELECT json_object('seq', seq, 'part', part, 'reviewer', reviewer,"
     " 'score', score, 'at_ms', at_ms) FROM review WHERE seq = ?",
     "SELECT seq FROM review WHERE NOT EXISTS(SELECT 1 FROM event WHERE"
     " event.seq = review.seq AND kind = 'call_reviewed')"
     " ORDER BY seq LIMIT 1",
     row_of_review, NULL},
    {EVENT_CALLBACK_PROMISED,
     "INSERT INTO callback(seq, uuid, agent, due_ms, call, number, person)"
     " SELECT j ->> 'seq', j ->> 'uuid', j ->> 'agent', j ->> 'due_ms',"
     " j ->> 'call', j ->> 'number', j ->> 'person' FROM (SELECT ? AS j)",
     "SELECT json_object('seq', seq, 'uuid', uuid, 'agent', agent, 'due_ms',"
     " due_ms, 'call', call, 'number', number, 'person', person)"
     " FROM callback WHERE seq = ?",
     "SELECT seq FROM callback WHERE NOT EXISTS(SELECT 1 FROM event WHERE"
     " event.seq = callback.seq AND kind = 'callback_promised')"
     " ORDER BY seq LIMIT 1",
     row_of_callback, NULL},
    {EVENT_CALLBACK_DONE,
     "UPDATE callback SET done = j ->> 'seq' FROM (SELECT ? AS j)"
     " WHERE uuid = j ->> 'uuid'",
     "SELECT json_object('seq', done, 'uuid', uuid) FROM callback"
     " WHERE done = ?",
     "SELECT done FROM callback WHERE done IS NOT NULL AND NOT EXISTS(SELECT 1"
     " FROM event WHERE event.seq = done AND kind = 'callback_done')"
     " ORDER BY done LIMIT 1",
     row_of_done, NULL},
};

const struct store_view *store_view_of(enum event_kind kind)
{
    for (size_t i = 0; i < COUNT(views); i++)
        if (views[i].kind == kind)
            return &views[i];
    return NULL;
}

static bool add_row(struct store *store, const struct store_view *view,
                    const struct event *event, const struct json_t *body,
                    struct error *error)
{
    AUTO_JSON row = view->row(event, body);

    if (!row)
        return error_set(error, MESSAGE_RECORD_BAD, "%s",
                         event_name(event->kind));
    AUTO_CHARS text = json_canonical(row);
    return db_run(store->db, view->insert, DB_ARGS(DB_TEXT(text)), error);
}

/* Does this event change the row of a case that was opened before? */
static bool is_of_case(enum event_kind kind)
{
    enum case_move move;

    return kind == EVENT_CASE_ROUTED || move_of_event(kind, &move);
}

/* The serials follow the numbers: "43-26-000123-7". */
static bool count_serial(struct store *store, const char *number,
                         struct error *error)
{
    return db_run(store->db,
                  "INSERT INTO serial(region, year, last)"
                  " SELECT substr(?1, 1, 2), 2000 + substr(?1, 4, 2),"
                  " CAST(substr(?1, 7, 6) AS INTEGER) WHERE 1"
                  " ON CONFLICT(region, year) DO UPDATE SET"
                  " last = max(last, excluded.last)",
                  DB_ARGS(DB_TEXT(number)), error);
}

static bool project(struct store *store, const struct event *event,
                    const struct json_t *body, struct error *error)
{
    const struct store_view *view = store_view_of(event->kind);

    if (event->kind == EVENT_PERSON_ERASED)
        return store_forget(store, event->person, error);
    if (store_people_of(event->kind))
        return store_people_apply(store, event, body, error);
    if (is_of_case(event->kind))
        return store_stand_apply(store, event, body, error);
    if (event->kind == EVENT_CASE_OPENED &&
        !count_serial(store, event->number, error))
        return false;
    return !view || add_row(store, view, event, body, error);
}

bool store_project(struct store *store, const struct event *event,
                   const struct json_t *body, struct error *error)
{
    return project(store, event, body, error) &&
           store_outbox_apply(store, event, body, error);
}

static bool compare(struct store *store, const struct store_view *view,
                    const struct event *event, json_t *computed, bool *same,
                    struct error *error)
{
    json_t *read = NULL;

    *same = true;
    if (view->later && !view->later(store, event, computed, same, error))
        return false;
    if (!*same)
        return true;
    if (!db_query(store->db, view->select, DB_ARGS(DB_INT(event->seq)),
                  store_json_one, &read, error))
        return false;
    *same = read && json_equal(read, computed);
    json_decref(read);
    return true;
}

bool store_view_compare(struct store *store, const struct store_view *view,
                        const struct event *event, const struct json_t *body,
                        bool *same, struct error *error)
{
    AUTO_JSON computed = view->row(event, body);
    bool good;

    *same = false;
    if (!computed)
        return true;
    if (!db_snapshot(store->db, error))
        return false;
    good = compare(store, view, event, computed, same, error);
    db_rollback(store->db);
    return good;
}
