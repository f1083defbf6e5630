/* Rows of `user` and `ssh_key` from events: each row is the same object in the
 * table, in an event's making, and in verifying. */
#include "console/cases/store_people_view.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_json.h"
#include "console/cases/store_sqlite.h"

#include <jansson.h>

#include <string.h>

/* The two tables; statements speak JSON. */
struct people_table {
    const char *name, *id; /* of the table, and its key in rows and bodies */
    const char *all, *one, *put;
};

#define USER_ROW                                                               \
    "SELECT json_object('name', name, 'role', role, 'branch', branch,"         \
    " 'disabled', disabled, 'seq', seq) FROM user"

#define KEY_ROW                                                                \
    "SELECT json_object('fingerprint', fingerprint, 'user', user,"             \
    " 'type', type, 'key', key, 'hosts', hosts, 'expires', expires,"           \
    " 'revoked', revoked, 'seq', seq) FROM ssh_key"

static const struct people_table users = {
    "user", "name", USER_ROW " ORDER BY seq, name", USER_ROW " WHERE name = ?",
    "INSERT INTO user(name, role, branch, disabled, seq)"
    " SELECT j ->> 'name', j ->> 'role', j ->> 'branch', j ->> 'disabled',"
    " j ->> 'seq' FROM (SELECT ? AS j) WHERE true"
    " ON CONFLICT(name) DO UPDATE SET role = excluded.role,"
    " branch = excluded.branch, disabled = excluded.disabled"};

static const struct people_table keys = {
    "ssh_key", "fingerprint", KEY_ROW " ORDER BY seq, fingerprint",
    KEY_ROW " WHERE fingerprint = ?",
    "INSERT INTO ssh_key(fingerprint, user, type, key, hosts, expires, revoked,"
    " seq) SELECT j ->> 'fingerprint', j ->> 'user', j ->> 'type',"
    " j ->> 'key', j ->> 'hosts', j ->> 'expires', j ->> 'revoked',"
    " j ->> 'seq' FROM (SELECT ? AS j) WHERE true"
    " ON CONFLICT(fingerprint) DO UPDATE SET revoked = excluded.revoked"};

static const struct people_table *table_of(enum event_kind kind)
{
    switch (kind) {
    case EVENT_USER_ADDED:
    case EVENT_USER_CHANGED:
    case EVENT_USER_DISABLED:
        return &users;
    case EVENT_KEY_ADDED:
    case EVENT_KEY_REVOKED:
        return &keys;
    default:
        return NULL;
    }
}

/* The row with one column as the event's body has it. */
static void take(json_t *row, const json_t *body, const char *column)
{
    json_t *value = json_object_get(body, column);

    json_object_set(row, column, value ? value : json_null());
}

static json_t *added(enum event_kind kind, int64_t seq, const json_t *body)
{
    static const char *const of_user[] = {"name", "role", "branch", NULL};
    static const char *const of_key[] = {
        "fingerprint", "user", "type", "key", "hosts", "expires", NULL};
    bool user = kind == EVENT_USER_ADDED;
    json_t *row = json_pack("{s:i, s:I}", user ? "disabled" : "revoked", 0,
                            "seq", (json_int_t)seq);

    for (const char *const *c = user ? of_user : of_key; *c; c++)
        take(row, body, *c);
    return row;
}

/* What the event makes of the row that was there (NULL: none). NULL when it
 * does not fit; the caller decrefs. */
static json_t *make_row(const json_t *before, enum event_kind kind, int64_t seq,
                        const json_t *body)
{
    bool adds = kind == EVENT_USER_ADDED || kind == EVENT_KEY_ADDED;
    json_t *row;

    if (adds != (before == NULL))
        return NULL;
    if (adds)
        return added(kind, seq, body);
    row = json_copy((json_t *)before);
    if (kind == EVENT_USER_CHANGED) {
        take(row, body, "role");
        take(row, body, "branch");
    } else if (kind == EVENT_USER_DISABLED) {
        bool off = json_is_true(json_object_get(body, "disabled"));

        json_object_set_new(row, "disabled", json_integer(off));
    } else {
        json_object_set_new(row, "revoked", json_integer(1));
    }
    return row;
}

bool store_people_of(enum event_kind kind)
{
    return table_of(kind) != NULL;
}

bool store_people_apply(struct store *store, const struct event *event,
                        const struct json_t *body, struct error *error)
{
    const struct people_table *table = table_of(event->kind);
    const char *id = json_find_string(body, table->id);
    json_t *read = NULL;

    if (!db_query(store->db, table->one, DB_ARGS(DB_TEXT(id)), store_json_one,
                  &read, error))
        return false;
    AUTO_JSON before = read;
    AUTO_JSON row = make_row(before, event->kind, event->seq, body);
    if (!row)
        return error_set(error, MESSAGE_RECORD_BAD, "%s",
                         event_name(event->kind));
    AUTO_CHARS text = json_canonical(row);
    return db_run(store->db, table->put, DB_ARGS(DB_TEXT(text)), error);
}

/* The rows of a table in what was folded; made when they are not there. */
static json_t *rows_of(json_t *people, const struct people_table *table)
{
    if (!json_object_get(people, table->name))
        json_object_set_new(people, table->name, json_object());
    return json_object_get(people, table->name);
}

bool store_people_fold(struct json_t *people, enum event_kind kind, int64_t seq,
                       const struct json_t *body)
{
    const struct people_table *table = table_of(kind);
    const char *id = table ? json_find_string(body, table->id) : NULL;

    if (!id)
        return table == NULL;
    json_t *rows = rows_of(people, table);
    json_t *row = make_row(json_object_get(rows, id), kind, seq, body);
    return row && json_object_set_new(rows, id, row) == 0;
}

enum { ALL_GOOD = -1 };

/* A table being held against its rows. */
struct holding {
    const struct people_table *table;
    json_t *rows; /* expected and not yet seen */
    int64_t bad_seq;
};

static void note_bad(struct holding *holding, const json_t *row)
{
    int64_t seq = json_integer_value(json_object_get(row, "seq"));

    if (holding->bad_seq == ALL_GOOD || seq < holding->bad_seq)
        holding->bad_seq = seq;
}

static bool see_held(const struct db_row *column, void *cookie)
{
    struct holding *holding = cookie;
    const char *text = db_text(column, 0);
    AUTO_JSON row = json_parse(text, strlen(text), "row", false, NULL);
    const char *id = row ? json_find_string(row, holding->table->id) : NULL;
    json_t *expected = id ? json_object_get(holding->rows, id) : NULL;

    if (expected && json_equal(expected, row))
        return json_object_del(holding->rows, id) == 0;
    note_bad(holding, expected ? expected : row);
    return false;
}

static bool hold_table(struct store *store, const struct people_table *table,
                       const json_t *people, int64_t *bad_seq,
                       struct error *error)
{
    json_t *there = json_object_get(people, table->name);
    AUTO_JSON rows = there ? json_copy(there) : json_object();
    struct holding holding = {table, rows, *bad_seq};
    const char *id;
    json_t *row;

    if (!db_query(store->db, table->all, DB_NONE, see_held, &holding, error))
        return false;
    if (holding.bad_seq == ALL_GOOD)
        json_object_foreach(rows, id, row) /* what the table lacks */
            note_bad(&holding, row);
    *bad_seq = holding.bad_seq;
    return true;
}

bool store_people_hold(struct store *store, const struct json_t *people,
                       int64_t *bad_seq, struct error *error)
{
    *bad_seq = ALL_GOOD;
    return hold_table(store, &users, people, bad_seq, error) &&
           (*bad_seq != ALL_GOOD ||
            hold_table(store, &keys, people, bad_seq, error));
}
