/* Calls promised to callers: promised with the call that is saved, listed for
 * the agent who promised, done. */
#include "console/cases/store_callback.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/record.h"
#include "console/cases/store_json.h"
#include "console/cases/store_sqlite.h"
#include "console/people/mask.h"
#include "console/people/right.h"
#include "console/people/user.h"

#include <jansson.h>

#include <string.h>

bool store_callback_add(struct store *store, const struct call_record *record,
                        const char *number, const struct store_person *person,
                        struct error *error)
{
    const struct callback_record *callback = record->callback;
    AUTO_JSON body =
        json_pack("{s:I, s:s}", "due_ms", (json_int_t)callback->due_ms, "part",
                  record->uuid);
    struct store_entry entry = {.kind = EVENT_CALLBACK_PROMISED,
                                .uuid = callback->uuid,
                                .call = record->call,
                                .number = number,
                                .person = person,
                                .body = body,
                                .personal = {{"phone", callback->phone}}};

    return store_append(store, &entry, error);
}

static const char undone[] =
    "SELECT json_object('uuid', b.uuid, 'due_ms', b.due_ms, 'due',"
    " strftime('%Y-%m-%dT%H:%M:%f', b.due_ms / 1000.0, 'unixepoch') || 'Z',"
    " 'call', b.call, 'number', b.number, 'person', b.person, 'seq', b.seq,"
    " 'part', c.uuid, 'part_seq', c.seq)"
    " FROM callback b JOIN event e ON e.seq = b.seq"
    " JOIN call c ON c.uuid = e.body ->> 'part'"
    " WHERE b.agent = ?1 AND b.done IS NULL AND (?2 IS NULL OR b.uuid = ?2)"
    " ORDER BY b.due_ms, b.seq";

static int64_t take_int(json_t *row, const char *key)
{
    int64_t value = json_integer_value(json_object_get(row, key));

    json_object_del(row, key);
    return value;
}

/* A person's value as it is shown: masked unless revealed. */
static void show(json_t *row, const json_t *values, const char *field,
                 char *(*mask)(const char *value))
{
    const char *value = json_find_string(values, field);
    AUTO_CHARS shown = mask ? mask(value) : mem_copy(value);

    json_object_set_new(row, field, shown ? json_string(shown) : json_null());
}

/* Adds who is to be called: the phone of the promise, else that of the call. */
static bool add_person(struct store *store, json_t *row, bool revealed,
                       struct error *error)
{
    AUTO_JSON values = json_object();
    int64_t promise = take_int(row, "seq"), part = take_int(row, "part_seq");

    json_object_del(row, "person");
    if (!store_unseal(store, part, values, NULL, error) ||
        !store_unseal(store, promise, values, NULL, error))
        return false;
    show(row, values, "iin", revealed ? NULL : mask_iin);
    show(row, values, "name", revealed ? NULL : mask_name);
    show(row, values, "phone", revealed ? NULL : mask_phone);
    return true;
}

/* The actor's undone ones; with an uuid that one alone. */
static bool read_undone(struct store *store, const char *uuid, json_t *rows,
                        struct error *error)
{
    return right_need(store->user, RIGHT_CALL_TAKE, error) &&
           db_query(store->db, undone,
                    DB_ARGS(DB_TEXT(store->user->name), DB_TEXT(uuid)),
                    store_json_each, rows, error);
}

struct json_t *store_callbacks(struct store *store, struct error *error)
{
    AUTO_JSON rows = json_array();

    if (!read_undone(store, NULL, rows, error))
        return NULL;
    for (size_t i = 0; i < json_array_size(rows); i++)
        if (!add_person(store, json_array_get(rows, i), false, error))
            return NULL;
    return json_incref(rows);
}

/* The one with this uuid, without its person; lent by *rows. */
static json_t *find_undone(struct store *store, const char *uuid, json_t *rows,
                           struct error *error)
{
    if (!read_undone(store, uuid, rows, error))
        return NULL;
    if (json_array_size(rows) == 0)
        error_set(error, MESSAGE_CALL_NOT_FOUND, "call back, %zu bytes",
                  strlen(uuid));
    return json_array_get(rows, 0);
}

struct json_t *store_callback_reveal(struct store *store, const char *uuid,
                                     struct error *error)
{
    AUTO_JSON rows = json_array();
    json_t *row = find_undone(store, uuid, rows, error);

    if (!row ||
        !store_add_reveal(store, "call", json_find_string(row, "part"), NULL,
                          NULL, error) ||
        !add_person(store, row, true, error))
        return NULL;
    return json_incref(row);
}

static bool add_done(struct store *store, const char *uuid,
                     const char *promised, struct error *error)
{
    AUTO_JSON rows = json_array();
    json_t *row = find_undone(store, promised, rows, error);
    struct store_person person = {.id = ""};
    const char *id = row ? json_find_string(row, "person") : NULL;
    AUTO_JSON body = json_pack("{s:s}", "callback", promised);
    struct store_entry entry = {.kind = EVENT_CALLBACK_DONE,
                                .uuid = uuid,
                                .call = json_find_string(row, "call"),
                                .number = json_find_string(row, "number"),
                                .person = &person,
                                .body = body};

    if (id && strlen(id) == sizeof(person.id) - 1)
        memcpy(person.id, id, sizeof(person.id));
    return row && store_append(store, &entry, error);
}

static bool see_count(const struct db_row *row, void *cookie)
{
    *(bool *)cookie = db_int(row, 0) > 0;
    return false;
}

/* Was it done before, by this person? */
static bool is_done(struct store *store, const char *uuid, bool *done,
                    struct error *error)
{
    return db_query(store->db,
                    "SELECT count(*) FROM callback WHERE uuid = ? AND agent = ?"
                    " AND done IS NOT NULL",
                    DB_ARGS(DB_TEXT(uuid), DB_TEXT(store->user->name)),
                    see_count, done, error);
}

bool store_callback_done(struct store *store, const char *uuid,
                         struct error *error)
{
    char event[SEAL_UUID_SIZE];
    bool done = false, good;

    seal_uuid(event);
    if (!right_need(store->user, RIGHT_CALL_TAKE, error) ||
        !db_begin(store->db, error))
        return false;
    good = is_done(store, uuid, &done, error);
    if (good && done) {
        db_rollback(store->db);
        return true;
    }
    good = good && add_done(store, event, uuid, error);
    return store_finish(store, good, EVENT_CALLBACK_DONE, event, error);
}
