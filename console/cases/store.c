/* The store on SQLite: opens it, makes and checks its schema. */
#include "console/cases/store.h"

#include "console/base/error.h"
#include "console/cases/store_sqlite.h"
#include "console/people/keys.h"
#include "console/people/user.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* `call` and `cases` are views: computed from events, changed in the same
 * transaction. A person without a box was erased; without a finder, the IIN
 * was never known. */
static const char schema[] =
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

/* What tells whether the key at hand is the one this log was begun with. */
static void mark_key(const struct keys *keys, unsigned char *out)
{
    static const char mark[] = "agent1414 log";

    seal_hash(&keys->find, mark, sizeof(mark), out);
}

static bool see_int(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

/* The version of the file's schema; 0: there is none yet. */
static bool read_version(struct store *store, int64_t *version,
                         struct error *error)
{
    int64_t tables = 0;

    *version = 0;
    if (!db_query(store->db,
                  "SELECT count(*) FROM sqlite_schema WHERE name = 'meta'",
                  DB_NONE, see_int, &tables, error))
        return false;
    return tables == 0 || db_query(store->db, "SELECT version FROM meta",
                                   DB_NONE, see_int, version, error);
}

static bool add_schema(struct store *store, struct error *error)
{
    unsigned char mark[SEAL_HASH_SIZE];

    mark_key(store->keys, mark);
    return db_script(store->db, schema, error) &&
           db_run(store->db,
                  "INSERT INTO meta(one, version, mark) VALUES(1, ?, ?)",
                  DB_ARGS(DB_INT(STORE_SCHEMA), DB_BLOB(mark, sizeof(mark))),
                  error);
}

/* Makes the schema unless somebody else just made it. */
static bool make_schema(struct store *store, struct error *error)
{
    int64_t version;

    if (!db_begin(store->db, error))
        return false;
    if (!read_version(store, &version, error) ||
        (version == 0 && !add_schema(store, error))) {
        db_rollback(store->db);
        return false;
    }
    return db_commit(store->db, error);
}

static bool check_schema(struct store *store, struct error *error)
{
    int64_t version;

    if (!read_version(store, &version, error))
        return false;
    if (version == 0 &&
        (!make_schema(store, error) || !read_version(store, &version, error)))
        return false;
    if (version > STORE_SCHEMA)
        return error_set(error, MESSAGE_STORE_NEWER, "%s: schema %lld",
                         store->path, (long long)version);
    return version == STORE_SCHEMA ||
           error_set(error, MESSAGE_STORE_CORRUPT, "%s: schema %lld",
                     store->path, (long long)version);
}

struct mark_seen {
    unsigned char mark[SEAL_HASH_SIZE];
    bool fits;
};

static bool see_mark(const struct db_row *row, void *cookie)
{
    struct mark_seen *seen = cookie;
    size_t length;
    const void *mark = db_blob(row, 0, &length);

    seen->fits =
        length == sizeof(seen->mark) && memcmp(mark, seen->mark, length) == 0;
    return false;
}

/* Another key would find nobody and seal what nobody can open later. */
static bool check_key(struct store *store, struct error *error)
{
    struct mark_seen seen = {.fits = false};

    mark_key(store->keys, seen.mark);
    if (!db_query(store->db, "SELECT mark FROM meta", DB_NONE, see_mark, &seen,
                  error))
        return false;
    return seen.fits ||
           error_set(error, MESSAGE_KEY_BAD, "%s: another key", store->path);
}

struct store *store_open(const char *folder, const struct keys *keys,
                         const struct user *user, int64_t wait_ms,
                         struct error *error)
{
    struct store *store;

    if (!keys_folder(folder, error))
        return NULL;
    store = mem_new(sizeof(*store));
    store->keys = keys;
    store->user = user;
    store->path = mem_format("%s/log.db", folder);
    store->db = db_open(store->path, wait_ms, error);
    if (store->db && check_schema(store, error) && check_key(store, error))
        return store;
    store_close(store);
    return NULL;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    db_close(store->db);
    free(store->path);
    free(store);
}

int64_t store_version(struct store *store)
{
    return db_version(store->db) + store->commits;
}

const char *store_wall(const struct store *store)
{
    return store->user->role == ROLE_BRANCH ? store->user->branch : NULL;
}

static bool see_counts(const struct db_row *row, void *cookie)
{
    json_t *facts = cookie;

    json_object_set_new(facts, "events", json_integer(db_int(row, 0)));
    json_object_set_new(facts, "cases", json_integer(db_int(row, 1)));
    json_object_set_new(facts, "calls", json_integer(db_int(row, 2)));
    return false;
}

struct json_t *store_facts(struct store *store, struct error *error)
{
    json_t *facts =
        json_pack("{s:s, s:i}", "path", store->path, "schema", STORE_SCHEMA);

    if (db_query(store->db,
                 "SELECT (SELECT count(*) FROM event),"
                 " (SELECT count(*) FROM cases), (SELECT count(*) FROM call)",
                 DB_NONE, see_counts, facts, error))
        return facts;
    json_decref(facts);
    return NULL;
}
