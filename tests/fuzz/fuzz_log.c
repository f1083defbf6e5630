/* A log whose file somebody else can write: one value of an event is another,
 * or the whole chain is hashed anew behind it. Verifying finds the first alone,
 * the second by a head that was saved; whatever stands in a body, it ends with
 * a report. The input: which column, which event, whether to hash anew; then
 * the value, for a body the changes to make. (replay: 20 changes) */
#include "tests/fuzz/fuzzing.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/cases/store_head.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_story.h"

#include "tests/console/cases/store_kit.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

static const char *const columns[] = {
    "body", "body",   "body",   "uuid",     "actor", "role", "kind",
    "call", "number", "person", "previous", "hash",  "at_ms"};

static struct lab {
    struct store_kit kit;
    struct user admin;
    struct store *store;
    struct store_head saved;
    int64_t events;
    char number[NUMBER_SIZE];
} lab;

static void need(bool good)
{
    HOLDS(good, "the log can be made and put back");
}

static void leave(void)
{
    store_close(lab.store);
    store_kit_remove(&lab.kit);
    user_clear(&lab.admin);
}

static void fill(void)
{
    struct store *store = store_kit_open(&lab.kit, &lab.kit.agent);
    char uuid[SEAL_UUID_SIZE];
    store_kit_save(store, store_kit_call("900101300017"));
    strcpy(lab.number,
           store_kit_save(store, store_kit_case("920202400028", "KZO")));
    store_kit_save(store, store_kit_case(NULL, "ALA"));
    seal_uuid(uuid);
    need(store_add_lookup(store, uuid, NULL, "900101300017", NULL, NULL));
    need(store_add_reveal(store, "case", NULL, NULL, lab.number, NULL));
    store_close(store);
}

/* Past all guards, with the events kept aside to be put back. */
static void start(void)
{
    store_kit_make(&lab.kit);
    fill();
    lab.admin = (struct user){mem_copy("adm"), ROLE_ADMIN, NULL};
    lab.store = store_kit_open(&lab.kit, &lab.admin);
    need(store_head(lab.store, &lab.saved, NULL));
    lab.events = lab.saved.seq;
    need(db_script(lab.store->db,
                   "DROP TRIGGER event_no_update;"
                   "DROP TRIGGER event_no_delete;"
                   "PRAGMA foreign_keys=OFF;"
                   "PRAGMA synchronous=OFF;"
                   "PRAGMA ignore_check_constraints=ON;"
                   "CREATE TEMP TABLE kept AS SELECT * FROM event",
                   NULL));
    atexit(leave);
}

static void put_back(void)
{
    need(db_script(lab.store->db,
                   "BEGIN IMMEDIATE;"
                   "DELETE FROM event;"
                   "INSERT INTO event SELECT * FROM kept;"
                   "COMMIT",
                   NULL));
}

/* ---- a change ---- */

static bool see_text(const struct db_row *row, void *cookie)
{
    *(char **)cookie = mem_copy(db_text(row, 0));
    return false;
}

static bool put_value(const char *column, int64_t seq, const char *value)
{
    bool blob = strcmp(column, "hash") == 0 || strcmp(column, "previous") == 0;
    AUTO_CHARS sql = mem_format("UPDATE OR IGNORE event SET %s = %s WHERE"
                                " seq = ?2 AND %s IS NOT %s",
                                column, blob ? "CAST(?1 AS BLOB)" : "?1",
                                column, blob ? "CAST(?1 AS BLOB)" : "?1");
    /* A text that is no number does not fit at_ms: nothing is changed then. */
    return db_run(lab.store->db, sql, DB_ARGS(DB_TEXT(value), DB_INT(seq)),
                  NULL) &&
           db_changed(lab.store->db) > 0;
}

static bool change(struct fuzz_bytes *input, const char *column, int64_t seq)
{
    if (strcmp(column, "body") != 0) {
        AUTO_CHARS value = fuzz_rest(input, 200);
        return put_value(column, seq, value);
    }
    AUTO_CHARS body = NULL;
    need(db_query(lab.store->db, "SELECT body FROM event WHERE seq = ?1",
                  DB_ARGS(DB_INT(seq)), see_text, &body, NULL));
    AUTO_CHARS edited = fuzz_edit_text(body, input);
    return put_value(column, seq, edited);
}

/* ---- hashing anew ---- */

static bool see_event(const struct db_row *row, void *cookie)
{
    struct event *event = cookie;
    event_clear(event);
    if (!store_event_read(row, event)) {
        event_clear(event);
        event->seq = -1;
    }
    return true;
}

static void hash_anew(int64_t from)
{
    unsigned char previous[SEAL_HASH_SIZE];
    for (int64_t seq = from; seq <= lab.events; seq++) {
        struct event event = {0};
        need(db_query(lab.store->db,
                      "SELECT " STORE_EVENT_COLUMNS
                      " FROM event WHERE seq = ?1",
                      DB_ARGS(DB_INT(seq)), see_event, &event, NULL));
        if (event.seq < 0 || !event.uuid)
            return; /* no event any more: the chain ends here */
        if (seq > from)
            memcpy(event.previous, previous, SEAL_HASH_SIZE);
        event_hash(&event, previous);
        need(db_run(lab.store->db,
                    "UPDATE event SET previous = ?1, hash = ?2 WHERE seq = ?3",
                    DB_ARGS(DB_BLOB(event.previous, SEAL_HASH_SIZE),
                            DB_BLOB(previous, SEAL_HASH_SIZE), DB_INT(seq)),
                    NULL));
        event_clear(&event);
    }
}

/* ---- what must be found ---- */

static bool is_ok(const json_t *report)
{
    return json_is_true(json_object_get(report, "ok"));
}

static void check(bool hashed)
{
    struct error error = {0};
    AUTO_JSON report = store_verify(lab.store, &error);
    AUTO_JSON held = store_head_check(lab.store, &lab.saved, 1, &error);
    HOLDS(report && held, "there is a report");
    HOLDS(is_ok(report) || json_find_string(report, "what"), "it says what");
    HOLDS(!is_ok(report) || !is_ok(held), "a change is found");
    HOLDS(hashed || !is_ok(report), "one that is not hashed anew alone");
    /* Nobody who reads on stumbles over it. */
    AUTO_JSON one = store_case(lab.store, lab.number, false, NULL);
    AUTO_JSON list = store_cases(lab.store, &(struct store_filter){0}, NULL);
    AUTO_JSON calls = store_calls(lab.store, &(struct store_filter){0}, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct fuzz_bytes input = {bytes, length};
    if (!lab.store)
        start();
    const char *column = columns[fuzz_byte(&input) % COUNT(columns)];
    int64_t seq = 1 + fuzz_byte(&input) % lab.events;
    bool anew = fuzz_byte(&input) % 2;
    if (!change(&input, column, seq))
        return 0;
    if (anew)
        hash_anew(seq);
    check(anew);
    put_back();
    return 0;
}
