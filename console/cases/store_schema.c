/* The schema of the store and its versions: made, or brought up to date, in one
 * transaction; a newer one is refused. */
#include "console/cases/store_schema.h"

#include "console/base/error.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_tally.h"

/* `call` and `cases` are views: computed from events, changed in the same
 * transaction. A person without a box was erased; without a finder, the IIN
 * was never known. */
static const char schema_1[] =
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

/* What version 2 adds: where a case stands in its life, people and their keys,
 * reviews, calls promised, counters. `jot` holds unsaved text of one person,
 * sealed; it is no part of the log. */
static const char upgrade_2[] =
    "ALTER TABLE cases ADD COLUMN version INTEGER NOT NULL DEFAULT 1;"
    "ALTER TABLE cases ADD COLUMN holder TEXT"
    "  CHECK(length(holder) BETWEEN 1 AND 32);"
    "ALTER TABLE cases ADD COLUMN since_ms INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE cases ADD COLUMN due_ms INTEGER;"
    "ALTER TABLE cases ADD COLUMN act_ms INTEGER;"
    "ALTER TABLE cases ADD COLUMN left_s INTEGER;"
    "ALTER TABLE cases ADD COLUMN lease_ms INTEGER;"
    "ALTER TABLE cases ADD COLUMN look_ms INTEGER;"
    "ALTER TABLE cases ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE cases ADD COLUMN term TEXT CHECK(length(term) <= 64);"
    "ALTER TABLE cases ADD COLUMN lead TEXT CHECK(length(lead) = 14);"
    "ALTER TABLE cases ADD COLUMN before TEXT CHECK(length(before) <= 16);"
    "UPDATE cases SET since_ms = opened_ms;"
    "ALTER TABLE call ADD COLUMN disposition TEXT"
    "  CHECK(length(disposition) <= 16);"
    /* Lists are walked along an index, never sorted: newest first by state,
     * or by due time. cases_list holds all that a list shows. */
    "DROP INDEX cases_branch; DROP INDEX cases_state; DROP INDEX cases_issue;"
    "CREATE INDEX cases_list ON cases(branch, state, opened_ms, seq, number,"
    "  issue, outcome, language, agent, call, holder, version, since_ms,"
    "  due_ms, act_ms, lease_ms, look_ms, tries, term);"
    "CREATE INDEX cases_state ON cases(state, opened_ms, seq);"
    "CREATE INDEX cases_agent ON cases(agent, state, opened_ms, seq);"
    "CREATE INDEX cases_issue ON cases(issue, state, opened_ms, seq);"
    "CREATE INDEX cases_outcome ON cases(outcome, state, opened_ms, seq);"
    "CREATE INDEX cases_holder ON cases(holder, opened_ms, seq)"
    "  WHERE holder IS NOT NULL;"
    "CREATE INDEX cases_holder_due ON cases(holder, due_ms, seq)"
    "  WHERE holder IS NOT NULL AND due_ms IS NOT NULL;"
    "CREATE INDEX cases_due ON cases(branch, due_ms, seq)"
    "  WHERE due_ms IS NOT NULL;"
    "CREATE INDEX cases_due_all ON cases(due_ms, seq)"
    "  WHERE due_ms IS NOT NULL;"
    "CREATE INDEX cases_lease ON cases(lease_ms) WHERE lease_ms IS NOT NULL;"
    "CREATE INDEX cases_lead ON cases(lead) WHERE lead IS NOT NULL;"
    "CREATE INDEX event_lookup ON event(actor, seq) WHERE kind = 'lookup';"
    "DROP INDEX call_agent; DROP INDEX call_outcome;"
    "CREATE INDEX call_agent ON call(agent, started_ms, seq);"
    "CREATE INDEX call_outcome ON call(outcome, started_ms, seq);"
    "CREATE INDEX call_started ON call(started_ms, seq);"
    "CREATE INDEX event_look ON event(actor, seq) WHERE " STORE_LOOKS ";"
    "CREATE INDEX event_limit ON event(at_ms) WHERE kind = 'lookup_limit';"
    "CREATE TABLE user("
    "  name TEXT PRIMARY KEY CHECK(length(name) BETWEEN 1 AND 32),"
    "  role TEXT NOT NULL CHECK(length(role) BETWEEN 1 AND 16),"
    "  branch TEXT CHECK(length(branch) BETWEEN 1 AND 16),"
    "  disabled INTEGER NOT NULL CHECK(disabled IN (0, 1)),"
    "  seq INTEGER NOT NULL REFERENCES event(seq)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE ssh_key("
    "  fingerprint TEXT PRIMARY KEY CHECK(length(fingerprint) <= 64),"
    "  user TEXT NOT NULL REFERENCES user(name),"
    "  type TEXT NOT NULL CHECK(length(type) <= 64),"
    "  key TEXT NOT NULL CHECK(length(key) <= 8000),"
    "  hosts TEXT CHECK(length(hosts) <= 400),"
    "  expires INTEGER," /* days since 1970 */
    "  revoked INTEGER NOT NULL CHECK(revoked IN (0, 1)),"
    "  seq INTEGER NOT NULL REFERENCES event(seq)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX ssh_key_user ON ssh_key(user);"
    "CREATE TABLE review("
    "  seq INTEGER PRIMARY KEY REFERENCES event(seq),"
    "  part TEXT NOT NULL CHECK(length(part) = 36)," /* of a call */
    "  reviewer TEXT NOT NULL,"
    "  score INTEGER NOT NULL CHECK(score BETWEEN 1 AND 5),"
    "  at_ms INTEGER NOT NULL) STRICT;"
    "CREATE INDEX review_part ON review(part, seq);"
    "CREATE TABLE callback("
    "  seq INTEGER PRIMARY KEY REFERENCES event(seq),"
    "  uuid TEXT NOT NULL UNIQUE CHECK(length(uuid) = 36),"
    "  agent TEXT NOT NULL,"
    "  due_ms INTEGER NOT NULL,"
    "  call TEXT,"
    "  number TEXT,"
    "  person TEXT,"
    "  done INTEGER REFERENCES event(seq)) STRICT;"
    "CREATE UNIQUE INDEX callback_done ON callback(done)"
    "  WHERE done IS NOT NULL;"
    "CREATE INDEX callback_due ON callback(agent, due_ms)"
    "  WHERE done IS NULL;"
    "CREATE TABLE jot("
    "  user TEXT NOT NULL CHECK(length(user) BETWEEN 1 AND 32),"
    "  about TEXT NOT NULL CHECK(length(about) BETWEEN 1 AND 64),"
    "  box BLOB NOT NULL CHECK(length(box) <= 200000),"
    "  PRIMARY KEY(user, about)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE tally(" /* the day first: a save changes few pages */
    "  day INTEGER NOT NULL,"
    "  what TEXT NOT NULL CHECK(length(what) BETWEEN 1 AND 16),"
    "  branch TEXT NOT NULL,"
    "  name TEXT NOT NULL,"
    "  count INTEGER NOT NULL,"
    "  sum INTEGER NOT NULL,"
    "  PRIMARY KEY(day, what, branch, name)) STRICT, WITHOUT ROWID;"
    "UPDATE meta SET version = 2;";

/* What version 3 adds: messages to branches. Which branches an event is told
 * stands in the event ("tells"), so those of older versions make none. How a
 * message stands (state, sink) follows from the log; the rest is how its tries
 * went so far, and is no part of it. outbox_open holds all that is asked of
 * those a branch does not have yet. */
static const char upgrade_3[] =
    "CREATE TABLE outbox("
    "  seq INTEGER NOT NULL REFERENCES event(seq),"
    "  branch TEXT NOT NULL CHECK(length(branch) BETWEEN 1 AND 16),"
    "  state TEXT NOT NULL CHECK(length(state) BETWEEN 1 AND 16),"
    "  sink TEXT NOT NULL DEFAULT '' CHECK(length(sink) <= 16),"
    "  next_ms INTEGER NOT NULL DEFAULT 0,"
    "  tries INTEGER NOT NULL DEFAULT 0,"
    "  waited_ms INTEGER NOT NULL DEFAULT 0,"
    "  reason TEXT CHECK(length(reason) <= 400),"
    "  PRIMARY KEY(seq, branch)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX outbox_open ON outbox(branch, sink, state, next_ms, tries,"
    "  waited_ms) WHERE state <> 'received';"
    "UPDATE meta SET version = 3;";

/* What brings a file from the version below to this one; [0] makes it. */
static const char *const upgrades[STORE_SCHEMA] = {schema_1, upgrade_2,
                                                   upgrade_3};

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

static bool add_mark(struct store *store, const unsigned char *mark,
                     struct error *error)
{
    return db_run(store->db,
                  "INSERT INTO meta(one, version, mark) VALUES(1, 1, ?)",
                  DB_ARGS(DB_BLOB(mark, SEAL_HASH_SIZE)), error);
}

/* Step by step, from what the file has. */
static bool upgrade(struct store *store, const unsigned char *mark,
                    struct error *error)
{
    int64_t version;

    if (!read_version(store, &version, error))
        return false;
    for (; version < STORE_SCHEMA; version++)
        if (!db_script(store->db, upgrades[version], error) ||
            (version == 0 && !add_mark(store, mark, error)) ||
            (version == 1 && !store_tally_make(store, error)))
            return false;
    return true;
}

/* All of it or nothing; somebody else may just have done it. */
static bool make_ready(struct store *store, const unsigned char *mark,
                       struct error *error)
{
    if (!db_begin(store->db, error))
        return false;
    if (upgrade(store, mark, error))
        return db_commit(store->db, error);
    db_rollback(store->db);
    return false;
}

bool store_schema_ready(struct store *store, const unsigned char *mark,
                        struct error *error)
{
    int64_t version;

    if (!read_version(store, &version, error))
        return false;
    if (version < STORE_SCHEMA && (!make_ready(store, mark, error) ||
                                   !read_version(store, &version, error)))
        return false;
    return version == STORE_SCHEMA ||
           error_set(error, MESSAGE_STORE_NEWER, "%s: schema %lld", store->path,
                     (long long)version);
}
