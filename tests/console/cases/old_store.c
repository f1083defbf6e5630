/* Stores as older releases wrote them, filled by today's store. Version 1: the
 * schema and the bodies of events word for word, copied over. Version 2: what
 * came later taken out again. Both hashed anew. */
#include "tests/console/cases/old_store.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store.h"
#include "console/cases/store_move.h"
#include "console/cases/store_sqlite.h"

#include "tests/console/cases/store_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char schema_one[] =
    "CREATE TABLE meta("
    "  one INTEGER PRIMARY KEY CHECK(one = 1),"
    "  version INTEGER NOT NULL,"
    "  mark BLOB NOT NULL CHECK(length(mark) = 32)) STRICT;"
    "CREATE TABLE event("
    "  seq INTEGER PRIMARY KEY,"
    "  uuid TEXT NOT NULL UNIQUE CHECK(length(uuid) = 36),"
    "  at_ms INTEGER NOT NULL,"
    "  actor TEXT NOT NULL CHECK(length(actor) BETWEEN 1 AND 32),"
    "  role TEXT NOT NULL CHECK(length(role) BETWEEN 1 AND 16),"
    "  kind TEXT NOT NULL CHECK(length(kind) BETWEEN 1 AND 32),"
    "  call TEXT CHECK(length(call) = 36),"
    "  number TEXT CHECK(length(number) = 14),"
    "  person TEXT CHECK(length(person) = 36),"
    "  body TEXT NOT NULL CHECK(length(body) <= 900000),"
    "  previous BLOB NOT NULL CHECK(length(previous) = 32),"
    "  hash BLOB NOT NULL CHECK(length(hash) = 32)) STRICT;"
    "CREATE INDEX event_number ON event(number, seq) WHERE number IS NOT NULL;"
    "CREATE INDEX event_person ON event(person, seq) WHERE person IS NOT NULL;"
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event"
    "  BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;"
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event"
    "  BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;"
    "CREATE TABLE person("
    "  id TEXT PRIMARY KEY CHECK(length(id) = 36),"
    "  finder BLOB UNIQUE CHECK(length(finder) = 32),"
    "  box BLOB CHECK(length(box) BETWEEN 32 AND 200)) STRICT;"
    "CREATE TABLE sealed("
    "  event INTEGER NOT NULL REFERENCES event(seq),"
    "  field TEXT NOT NULL CHECK(length(field) BETWEEN 1 AND 16),"
    "  person TEXT NOT NULL REFERENCES person(id),"
    "  box BLOB NOT NULL CHECK(length(box) <= 200000),"
    "  PRIMARY KEY(event, field)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX sealed_person ON sealed(person, field);"
    "CREATE TABLE call("
    "  seq INTEGER PRIMARY KEY REFERENCES event(seq),"
    "  uuid TEXT NOT NULL UNIQUE,"
    "  call TEXT NOT NULL,"
    "  turn INTEGER NOT NULL CHECK(turn >= 1),"
    "  started_ms INTEGER NOT NULL,"
    "  ended_ms INTEGER NOT NULL,"
    "  agent TEXT NOT NULL,"
    "  lookup TEXT CHECK(length(lookup) <= 16),"
    "  outcome TEXT CHECK(length(outcome) <= 64),"
    "  script TEXT CHECK(length(script) <= 64),"
    "  language TEXT NOT NULL CHECK(length(language) = 2),"
    "  number TEXT,"
    "  person TEXT) STRICT;"
    "CREATE INDEX call_person ON call(person, seq) WHERE person IS NOT NULL;"
    "CREATE INDEX call_agent ON call(agent, seq);"
    "CREATE INDEX call_outcome ON call(outcome, seq);"
    "CREATE TABLE cases("
    "  seq INTEGER PRIMARY KEY REFERENCES event(seq),"
    "  number TEXT NOT NULL UNIQUE CHECK(length(number) = 14),"
    "  uuid TEXT NOT NULL UNIQUE,"
    "  part TEXT NOT NULL UNIQUE,"
    "  call TEXT NOT NULL,"
    "  state TEXT NOT NULL CHECK(length(state) <= 16),"
    "  branch TEXT NOT NULL CHECK(length(branch) BETWEEN 1 AND 16),"
    "  issue TEXT NOT NULL CHECK(length(issue) BETWEEN 1 AND 64),"
    "  outcome TEXT,"
    "  opened_ms INTEGER NOT NULL,"
    "  language TEXT NOT NULL,"
    "  agent TEXT NOT NULL,"
    "  person TEXT) STRICT;"
    "CREATE INDEX cases_branch ON cases(branch, state, seq);"
    "CREATE INDEX cases_state ON cases(state, seq);"
    "CREATE INDEX cases_issue ON cases(issue, seq);"
    "CREATE INDEX cases_person ON cases(person, seq) WHERE person IS NOT NULL;"
    "CREATE TABLE serial("
    "  region TEXT NOT NULL CHECK(length(region) = 2),"
    "  year INTEGER NOT NULL,"
    "  last INTEGER NOT NULL CHECK(last BETWEEN 1 AND 999999),"
    "  PRIMARY KEY(region, year)) STRICT, WITHOUT ROWID;";

/* The members of bodies then, by kind. */
static const struct {
    enum event_kind kind;
    const char *keys[16];
} bodies[] = {
    {EVENT_CALL_FINISHED,
     {"turn", "started_ms", "ended_ms", "lookup", "reason", "caller",
      "language", "script", "script_hash", "outcome", "as_of", "path", "case",
      "sealed"}},
    {EVENT_CASE_OPENED,
     {"part", "branch", "issue", "outcome", "language", "consent", "facts",
      "told", "sealed"}},
    {EVENT_CASE_ROUTED, {"branch", "region", "sealed"}},
    {EVENT_LOOKUP, {"sealed"}},
    {EVENT_REVEALED, {"what", "sealed"}},
};

/* The other tables: t text, i integer, b blob. */
static const struct {
    const char *types, *select, *insert;
} tables[] = {
    {"tbb", "SELECT id, finder, box FROM person",
     "INSERT INTO person VALUES(?,?,?)"},
    {"ittb", "SELECT event, field, person, box FROM sealed",
     "INSERT INTO sealed VALUES(?,?,?,?)"},
    {"ittiiittttttt",
     "SELECT seq, uuid, call, turn, started_ms, ended_ms, agent, lookup,"
     " outcome, script, language, number, person FROM call",
     "INSERT INTO call VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)"},
    {"itttttttti"
     "ttt",
     "SELECT seq, number, uuid, part, call, state, branch, issue, outcome,"
     " opened_ms, language, agent, person FROM cases",
     "INSERT INTO cases VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)"},
    {"tii", "SELECT region, year, last FROM serial",
     "INSERT INTO serial VALUES(?,?,?)"},
    {"iib", "SELECT one, 1, mark FROM meta", "INSERT INTO meta VALUES(?,?,?)"},
};

enum { COLUMNS_MAX = 13 };

struct copying {
    struct db *to;
    size_t table;
    unsigned char hash[SEAL_HASH_SIZE]; /* of the event before */
    struct error error;
};

static struct db_value value_of(const struct db_row *row, int column, char type)
{
    size_t length;
    const void *bytes;

    if (type == 'i')
        return DB_INT(db_int(row, column));
    bytes = db_blob(row, column, &length);
    if (db_is_null(row, column))
        return DB_TEXT(NULL);
    return type == 't' ? DB_TEXT(db_text(row, column)) : DB_BLOB(bytes, length);
}

static bool copy_row(const struct db_row *row, void *cookie)
{
    struct copying *copying = cookie;
    const char *types = tables[copying->table].types;
    struct db_value values[COLUMNS_MAX];
    size_t count = strlen(types);

    for (size_t i = 0; i < count; i++)
        values[i] = value_of(row, (int)i, types[i]);
    if (!db_run(copying->to, tables[copying->table].insert, values, count,
                &copying->error))
        fail_msg("%s", copying->error.detail);
    return true;
}

/* The body without what came later. */
static char *old_body(const struct event *event)
{
    AUTO_JSON body = json_loads(event->body, 0, NULL);
    AUTO_JSON then = json_object();

    for (size_t i = 0; i < COUNT(bodies); i++)
        for (size_t k = 0; bodies[i].kind == event->kind && bodies[i].keys[k];
             k++)
            json_object_set(then, bodies[i].keys[k],
                            json_object_get(body, bodies[i].keys[k]));
    assert_true(json_object_size(then) > 0);
    return json_canonical(then);
}

static bool copy_event(const struct db_row *row, void *cookie)
{
    struct copying *copying = cookie;
    AUTO(event_clear) struct event event;

    assert_true(store_event_read(row, &event));
    char *body = old_body(&event);
    free(event.body);
    event.body = body;
    memcpy(event.previous, copying->hash, SEAL_HASH_SIZE);
    event_hash(&event, copying->hash);
    if (!db_run(copying->to,
                "INSERT INTO event VALUES(?,?,?,?,?,?,?,?,?,?,?,?)",
                DB_ARGS(DB_INT(event.seq), DB_TEXT(event.uuid),
                        DB_INT(event.at_ms), DB_TEXT(event.actor),
                        DB_TEXT(event.role), DB_TEXT(event_name(event.kind)),
                        DB_TEXT(event.call), DB_TEXT(event.number),
                        DB_TEXT(event.person), DB_TEXT(event.body),
                        DB_BLOB(event.previous, SEAL_HASH_SIZE),
                        DB_BLOB(copying->hash, SEAL_HASH_SIZE)),
                &copying->error))
        fail_msg("%s", copying->error.detail);
    return true;
}

static void copy_all(struct db *from, struct db *to)
{
    struct copying copying = {.to = to};
    struct error *error = &copying.error;

    assert_true(db_script(to, "PRAGMA foreign_keys = OFF", error));
    assert_true(db_begin(to, error));
    assert_true(db_script(to, schema_one, error));
    assert_true(
        db_query(from, "SELECT " STORE_EVENT_COLUMNS " FROM event ORDER BY seq",
                 DB_NONE, copy_event, &copying, error));
    for (size_t i = 0; i < COUNT(tables); i++) {
        copying.table = i;
        assert_true(db_query(from, tables[i].select, DB_NONE, copy_row,
                             &copying, error));
    }
    assert_true(db_commit(to, error));
}

static void fill(struct store *store,
                 char numbers[OLD_STORE_CASES][NUMBER_SIZE])
{
    char uuid[SEAL_UUID_SIZE];
    struct error error = {0};

    for (int i = 0; i < OLD_STORE_CASES; i++) {
        seal_uuid(uuid);
        assert_true(
            store_add_lookup(store, uuid, NULL, "900101300017", NULL, &error));
        store_kit_save(store, store_kit_call(i % 2 ? "920202400028" : NULL));
        strcpy(numbers[i],
               store_kit_save(store, store_kit_case("900101300017",
                                                    i % 2 ? "KZO" : "ALA")));
        assert_true(
            store_add_reveal(store, "case", NULL, NULL, numbers[i], &error));
    }
}

void old_store_make(struct store_kit *kit,
                    char numbers[OLD_STORE_CASES][NUMBER_SIZE])
{
    struct store *store = store_kit_open(kit, &kit->agent);
    AUTO_CHARS path = mem_format("%s/log.db", kit->folder);
    AUTO_CHARS old = mem_format("%s/old.db", kit->folder);
    struct error error = {0};
    struct db *db = db_open(old, 1000, &error);

    assert_non_null(db);
    fill(store, numbers);
    copy_all(store->db, db);
    db_close(db);
    store_close(store);
    assert_int_equal(rename(old, path), 0);
}

/* ---- version 2 ---- */

/* The hash over the statements of release 2's schema, by name. */
static const char schema_two[] =
    "10e6eecca92adb66d86787248a1ab8c1436d10a788a6c8c32b45555a4dab880d";

static bool add_statement(const struct db_row *row, void *cookie)
{
    text_add(cookie, db_text(row, 0));
    text_add(cookie, "\n");
    return true;
}

static void assert_schema_two(struct db *db)
{
    AUTO_TEXT all = {0};
    unsigned char hash[SEAL_HASH_SIZE];
    char hex[2 * SEAL_HASH_SIZE + 1];
    struct error error = {0};

    assert_true(db_query(db,
                         "SELECT sql FROM sqlite_schema WHERE sql NOT NULL"
                         " ORDER BY name",
                         DB_NONE, add_statement, &all, &error));
    seal_hash(NULL, all.chars, all.length, hash);
    seal_hex(hash, sizeof(hash), hex);
    assert_string_equal(hex, schema_two);
}

/* The log's events as they were then. */
struct rewriting {
    struct event events[2 * OLD_STORE_EVENTS];
    size_t count;
};

static bool see_event(const struct db_row *row, void *cookie)
{
    struct rewriting *rewriting = cookie;

    assert_true(rewriting->count < COUNT(rewriting->events));
    assert_true(store_event_read(row, &rewriting->events[rewriting->count++]));
    return true;
}

/* Without whom it tells. */
static void take_back(struct event *event)
{
    AUTO_JSON body = json_loads(event->body, 0, NULL);

    json_object_del(body, "tells");
    free(event->body);
    event->body = json_canonical(body);
}

static void rewrite(struct db *db)
{
    struct rewriting *rewriting = mem_new(sizeof(*rewriting));
    unsigned char previous[SEAL_HASH_SIZE] = {0};
    struct error error = {0};

    assert_true(
        db_query(db, "SELECT " STORE_EVENT_COLUMNS " FROM event ORDER BY seq",
                 DB_NONE, see_event, rewriting, &error));
    for (size_t i = 0; i < rewriting->count; i++) {
        struct event *event = &rewriting->events[i];

        take_back(event);
        memcpy(event->previous, previous, SEAL_HASH_SIZE);
        event_hash(event, previous);
        assert_true(db_run(db,
                           "UPDATE event SET body = ?, previous = ?, hash = ?"
                           " WHERE seq = ?",
                           DB_ARGS(DB_TEXT(event->body),
                                   DB_BLOB(event->previous, SEAL_HASH_SIZE),
                                   DB_BLOB(previous, SEAL_HASH_SIZE),
                                   DB_INT(event->seq)),
                           &error));
        event_clear(event);
    }
    free(rewriting);
}

static void add_note(struct store *store, const char *number)
{
    char uuid[SEAL_UUID_SIZE];
    const struct store_move note = {.move = MOVE_NOTED,
                                    .uuid = uuid,
                                    .number = number,
                                    .text = "қайта хабарласты"};
    struct store_moved moved;
    struct error error = {0};

    seal_uuid(uuid);
    assert_true(store_move(store, NULL, &note, &moved, &error));
}

void old_store_make_two(struct store_kit *kit,
                        char numbers[OLD_STORE_CASES][NUMBER_SIZE])
{
    struct store *store = store_kit_open(kit, &kit->agent);
    struct db *db = store->db;
    AUTO_TEXT guard = {0};
    struct error error = {0};

    fill(store, numbers);
    add_note(store, numbers[0]);
    assert_true(db_query(db,
                         "SELECT sql FROM sqlite_schema"
                         " WHERE name = 'event_no_update'",
                         DB_NONE, add_statement, &guard, &error));
    assert_true(db_script(db,
                          "DROP TABLE outbox; DROP TRIGGER event_no_update;"
                          "UPDATE meta SET version = 2",
                          &error));
    rewrite(db);
    assert_true(db_script(db, text_chars(&guard), &error));
    assert_schema_two(db);
    store_close(store);
}
