/* One case or call of the store with its path and its person. */
#include "console/cases/store_json.h"
#include "console/cases/store_outbox_part.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_story.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/people/mask.h"
#include "console/people/right.h"

#include <jansson.h>

#include <string.h>

/* Runs a statement that gives one row as JSON text; NULL when none came. */
static bool read_json(struct store *store, const char *sql,
                      const struct db_value *args, size_t count, json_t **value,
                      struct error *error)
{
    *value = NULL;
    return db_query(store->db, sql, args, count, store_json_one, value, error);
}

bool store_read_body(struct store *store, int64_t seq, struct json_t **body,
                     struct error *error)
{
    *body = NULL;
    if (!db_query(store->db, "SELECT body FROM event WHERE seq = ?",
                  DB_ARGS(DB_INT(seq)), store_json_one, body, error))
        return false;
    return *body || error_set(error, MESSAGE_STORE_CORRUPT,
                              "the body of event %lld", (long long)seq);
}

/* Takes `from_key` out of the row and puts it under key as an ISO moment. */
static void turn_time(json_t *row, const char *from_key, const char *key)
{
    char iso[CLOCK_ISO_SIZE];

    clock_iso(json_integer_value(json_object_get(row, from_key)), iso);
    json_object_del(row, from_key);
    json_object_set_new(row, key, json_string(iso));
}

static void copy_keys(json_t *to, const json_t *from, const char *const *keys)
{
    for (; *keys; keys++) {
        json_t *value = json_object_get(from, *keys);

        json_object_set(to, *keys, value ? value : json_null());
    }
}

/* What of a personal field is shown, and how it is masked. */
static const struct {
    const char *field;
    char *(*mask)(const char *value);
} person_fields[] = {{"iin", mask_iin},
                     {"name", mask_name},
                     {"phone", mask_phone},
                     {"notes", mask_text},
                     {"text", mask_text}};

/* The personal values that lie beside these events; null for absent ones. */
static json_t *read_person(struct store *store, const int64_t *events,
                           size_t count, bool revealed, struct error *error)
{
    AUTO_JSON values = json_object();
    json_t *person;
    int broken = 0;

    for (size_t i = 0; i < count; i++)
        if (!store_unseal(store, events[i], values, &broken, error))
            return NULL;
    if (broken > 0) {
        error_set(error, MESSAGE_SEALED_BROKEN, "event %lld",
                  (long long)events[0]);
        return NULL;
    }
    person = json_object();
    if (json_object_get(values, "erased"))
        json_object_set_new(person, "erased", json_true());
    for (size_t i = 0; i < COUNT(person_fields); i++) {
        const char *value = json_find_string(values, person_fields[i].field);
        AUTO_CHARS shown =
            revealed ? mem_copy(value) : person_fields[i].mask(value);

        json_object_set_new(person, person_fields[i].field,
                            shown ? json_string(shown) : json_null());
    }
    return person;
}

static bool add_events(struct store *store, json_t *row, bool revealed,
                       struct error *error)
{
    const char *number = json_find_string(row, "number");
    json_t *events = store_story(store, number, revealed, error);

    return events && json_object_set_new(row, "events", events) == 0;
}

static int64_t take_int(json_t *row, const char *key)
{
    int64_t value = json_integer_value(json_object_get(row, key));

    json_object_del(row, key);
    return value;
}

/* Fills the case's row from the bodies of its events. */
static bool fill_case(struct store *store, json_t *row, bool revealed,
                      struct error *error)
{
    static const char *const of_call[] = {"turn",   "lookup", "reason",
                                          "caller", "script", "script_hash",
                                          "as_of",  "path",   NULL};
    static const char *const of_case[] = {"facts", "told", "consent", NULL};
    const int64_t events[] = {json_integer_value(json_object_get(row, "seq")),
                              take_int(row, "call_seq")};
    AUTO_JSON case_body = NULL;
    AUTO_JSON call_body = NULL;

    if (!store_read_body(store, events[0], &case_body, error) ||
        !store_read_body(store, events[1], &call_body, error) ||
        !add_events(store, row, revealed, error) ||
        !store_story_stand(store, json_find_string(row, "number"), row,
                           error) ||
        !store_outbox_of_case(store, json_find_string(row, "number"), row,
                              error))
        return false;
    turn_time(row, "opened_ms", "opened");
    copy_keys(row, call_body, of_call);
    copy_keys(row, case_body, of_case);
    json_t *person = read_person(store, events, COUNT(events), revealed, error);
    return person && json_object_set_new(row, "person", person) == 0;
}

/* The case with all that belongs to it; NULL on error. */
static json_t *read_case(struct store *store, const char *number, bool revealed,
                         struct error *error)
{
    AUTO_JSON row = NULL;

    /* One statement: not there and not yours are the same answer. */
    if (!read_json(store,
                   "SELECT json_object('seq', c.seq, 'number', c.number,"
                   " 'state', c.state, 'branch', c.branch, 'issue', c.issue,"
                   " 'outcome', c.outcome, 'opened_ms', c.opened_ms,"
                   " 'language', c.language, 'agent', c.agent,"
                   " 'call', c.call, 'part', c.part, 'uuid', c.uuid,"
                   " 'call_seq', call.seq)"
                   " FROM cases c JOIN call ON call.uuid = c.part"
                   " WHERE c.number = ?1 AND (?2 IS NULL OR c.branch = ?2)",
                   DB_ARGS(DB_TEXT(number), DB_TEXT(store_wall(store))), &row,
                   error))
        return NULL;
    if (!row) {
        error_set(error, MESSAGE_CASE_NOT_FOUND, "%s", number);
        return NULL;
    }
    return fill_case(store, row, revealed, error) ? json_incref(row) : NULL;
}

struct json_t *store_case(struct store *store, const char *number,
                          bool revealed, struct error *error)
{
    char written[NUMBER_SIZE];
    json_t *record;

    if (!number_read(number, written)) {
        error_set(error, MESSAGE_NUMBER_BAD, "%zu bytes", strlen(number));
        return NULL;
    }
    if (!right_need(store->user, RIGHT_CASE_READ, error))
        return NULL;
    /* At one moment: the story tells how the case came to stand as it does. */
    if (!db_snapshot(store->db, error))
        return NULL;
    record = read_case(store, written, revealed, error);
    db_rollback(store->db);
    return record;
}

static bool fill_call(struct store *store, json_t *row, bool revealed,
                      struct error *error)
{
    static const char *const of_call[] = {"reason", "caller", "script_hash",
                                          "as_of",  "path",   NULL};
    const int64_t seq = json_integer_value(json_object_get(row, "seq"));
    AUTO_JSON body = NULL;

    if (!store_read_body(store, seq, &body, error))
        return false;
    turn_time(row, "started_ms", "started");
    turn_time(row, "ended_ms", "ended");
    copy_keys(row, body, of_call);
    json_t *person = read_person(store, &seq, 1, revealed, error);
    return person && json_object_set_new(row, "person", person) == 0;
}

struct json_t *store_call(struct store *store, const char *uuid, bool revealed,
                          struct error *error)
{
    AUTO_JSON row = NULL;

    if (!right_need(store->user, RIGHT_CASE_READ, error) ||
        !read_json(store,
                   "SELECT json_object('seq', c.seq, 'uuid', c.uuid,"
                   " 'call', c.call, 'turn', c.turn,"
                   " 'started_ms', c.started_ms, 'ended_ms', c.ended_ms,"
                   " 'agent', c.agent, 'lookup', c.lookup,"
                   " 'outcome', c.outcome, 'script', c.script,"
                   " 'language', c.language, 'number', c.number)"
                   " FROM call c LEFT JOIN cases ON cases.part = c.uuid"
                   " WHERE c.uuid = ?1 AND (?2 IS NULL OR cases.branch = ?2)"
                   " AND (?3 IS NULL OR c.agent = ?3)",
                   DB_ARGS(DB_TEXT(uuid), DB_TEXT(store_wall(store)),
                           DB_TEXT(store_own(store))),
                   &row, error))
        return NULL;
    if (!row) {
        error_set(error, MESSAGE_CALL_NOT_FOUND, "%zu bytes", strlen(uuid));
        return NULL;
    }
    return fill_call(store, row, revealed, error) ? json_incref(row) : NULL;
}
