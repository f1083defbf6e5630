/* Verifying finds every single change by chance of any column of any table, and
 * names the event; and against a saved head also a log that was hashed anew or
 * cut. 1,000 changes; MUTATIONS=10000 in the environment for more. */
#include "console/cases/store.h"

#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/record.h"
#include "console/cases/store_head.h"
#include "console/cases/store_outbox.h"
#include "console/cases/store_people.h"
#include "console/cases/store_review.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_subject.h"

#include "tests/console/cases/move_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define KEY_LINE                                                               \
    "ssh-ed25519 "                                                             \
    "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"

enum { MUTATIONS = 1000, NAME_SIZE = 32, COLUMNS_MAX = 200 };

/* A column of the store as its schema tells it. */
struct column {
    char table[NAME_SIZE], name[NAME_SIZE], type[NAME_SIZE];
    bool key; /* of the primary key */
};

struct lab {
    struct move_kit kit;
    struct store *store;
    struct column columns[COLUMNS_MAX];
    size_t count;
    struct store_head saved;
    unsigned dice;
    struct error error;
};

static unsigned roll(struct lab *lab, unsigned sides)
{
    lab->dice = lab->dice * 1664525u + 1013904223u;
    return (lab->dice >> 8) % sides;
}

/* ---- a store in which every table has rows ---- */

static void review(struct lab *lab, const char *part, int score)
{
    char uuid[SEAL_UUID_SIZE];
    const struct store_review order = {uuid, part, score, "быстро и вежливо"};

    seal_uuid(uuid);
    assert_true(
        store_review_save(lab->kit.stores[SUPERVISOR], &order, &lab->error));
}

static void work_on_case(struct lab *lab, const char *number)
{
    move_kit_do(&lab->kit, KZO, MOVE_IT(TAKEN, number));
    move_kit_do(&lab->kit, KZO, MOVE_IT(NOTED, number, .text = "звонил"));
    move_kit_do(&lab->kit, KZO,
                MOVE_IT(ANSWERED, number, .text = "исправлено"));
}

static void save_call(struct lab *lab, const char *iin, int n)
{
    struct call_record *record = store_kit_call(iin);
    AUTO_CHARS part = mem_copy(record->uuid);

    if (n % 2 == 0) {
        record->callback = callback_record_new();
        record->callback->uuid = mem_new(SEAL_UUID_SIZE);
        seal_uuid(record->callback->uuid);
        record->callback->phone = mem_copy("+77051234599");
        record->callback->due_ms = record->ended_ms + 3600000;
    }
    store_kit_save(lab->kit.stores[AGENT], record);
    if (n % 3 == 0)
        review(lab, part, 1 + n % 5);
}

static void deliver(struct lab *lab)
{
    static const enum outbox_state ends[] = {OUTBOX_RECEIVED, OUTBOX_REFUSED,
                                             OUTBOX_EXPIRED, OUTBOX_WAITING};
    struct outbox_message messages[COUNT(ends)];
    struct outbox_ask ask = {{"KZO", "http", true}, 1, 1, COUNT(ends), 0};
    int count =
        store_outbox_due(lab->kit.stores[SENDER], &ask, messages, &lab->error);

    assert_int_equal(count, 2);
    for (int i = 0; i < count; i++) {
        const struct outbox_try end = {ends[i], "http", "no", 100, 100, 0};

        assert_true(store_outbox_tried(lab->kit.stores[SENDER], messages[i].id,
                                       &end, &lab->error));
    }
    assert_true(store_outbox_elsewhere(lab->kit.stores[SUPERVISOR],
                                       messages[1].id, "smtp", &lab->error));
    while (count > 0)
        outbox_message_clear(&messages[--count]);
}

static void erase(struct lab *lab, const char *iin)
{
    const struct store_subject who = {.iin = iin};
    store_kit_save(lab->kit.stores[AGENT], store_kit_call(iin));
    AUTO_JSON gone =
        store_subject_erase(lab->kit.stores[SUPERVISOR], &who, &lab->error);

    assert_non_null(gone);
}

static void fill(struct lab *lab)
{
    static const char *const iins[] = {"900101300017", "920202400028"};
    const struct ssh_key_line key = {KEY_LINE, NULL, 0};
    char number[NUMBER_SIZE], uuid[SEAL_UUID_SIZE];

    if (!store_key_add(lab->kit.stores[ADMIN], "ag17", &key, &lab->error))
        fail_msg("%s", lab->error.detail);
    for (int i = 0; i < 6; i++)
        save_call(lab, i % 4 ? iins[i % 2] : NULL, i);
    for (int i = 0; i < 3; i++) {
        move_kit_case(&lab->kit, i % 2 ? "ALA" : "KZO", number);
        if (i == 0)
            work_on_case(lab, number);
    }
    deliver(lab);
    erase(lab, "110303500039");
    for (int i = 0; i < 4; i++) { /* a tail without rows in any view */
        seal_uuid(uuid);
        assert_true(store_add_lookup(lab->kit.stores[AGENT], uuid, NULL,
                                     iins[i % 2], NULL, &lab->error));
    }
}

static bool see_column(const struct db_row *row, void *cookie)
{
    struct lab *lab = cookie;
    struct column *column = &lab->columns[lab->count++];

    assert_true(lab->count <= COLUMNS_MAX);
    strcpy(column->table, db_text(row, 0));
    strcpy(column->name, db_text(row, 1));
    strcpy(column->type, db_text(row, 2));
    column->key = db_int(row, 3) > 0;
    return true;
}

static bool see_trigger(const struct db_row *row, void *cookie)
{
    text_format(cookie, "DROP TRIGGER %s;", db_text(row, 0));
    return true;
}

/* Past all guards: whoever can write the file can do this too. `jot` holds
 * unsaved texts, which are no part of the log, nor are the tries of a message;
 * `meta` is checked at opening. */
static void unlock(struct lab *lab)
{
    struct db *db = lab->store->db;
    AUTO_TEXT drops = {0};

    assert_true(
        db_query(db, "SELECT name FROM sqlite_schema WHERE type = 'trigger'",
                 DB_NONE, see_trigger, &drops, &lab->error));
    assert_true(db_script(db, text_chars(&drops), &lab->error));
    assert_true(db_script(db,
                          "PRAGMA foreign_keys=OFF;"
                          "PRAGMA synchronous=OFF;"
                          "PRAGMA ignore_check_constraints=ON",
                          &lab->error));
    assert_true(db_query(db,
                         "SELECT m.name, p.name, p.type, p.pk FROM"
                         " sqlite_schema m JOIN pragma_table_info(m.name) p"
                         " WHERE m.type = 'table' AND m.name NOT IN"
                         " ('meta', 'jot') AND m.name NOT LIKE 'sqlite%'",
                         DB_NONE, see_column, lab, &lab->error));
    assert_true(lab->count > 80);
}

/* Runs statements for each table, which they call @. */
static void for_tables(struct lab *lab, const char *sql)
{
    AUTO_TEXT all = {0};

    text_add(&all, "BEGIN;");
    for (size_t i = 0; i < lab->count; i++) {
        const char *table = lab->columns[i].table;

        if (i > 0 && strcmp(table, lab->columns[i - 1].table) == 0)
            continue;
        for (const char *at = sql; *at; at++)
            if (*at == '@')
                text_add(&all, table);
            else
                text_add_n(&all, at, 1);
    }
    text_add(&all, "COMMIT");
    if (!db_script(lab->store->db, text_chars(&all), &lab->error))
        fail_msg("%s", lab->error.detail);
}

static void put_back(struct lab *lab)
{
    for_tables(lab, "DELETE FROM @; INSERT INTO @ SELECT * FROM saved_@;");
}

static int open_lab(void **state)
{
    struct lab *lab = mem_new(sizeof(*lab));

    lab->dice = 20261122;
    move_kit_make(&lab->kit);
    fill(lab);
    move_kit_verify(&lab->kit);
    lab->store = lab->kit.stores[ADMIN];
    assert_true(store_head(lab->store, &lab->saved, &lab->error));
    unlock(lab);
    /* A counter at 0 is none. */
    assert_true(db_run(lab->store->db, "DELETE FROM tally WHERE count = 0",
                       DB_NONE, &lab->error));
    for_tables(lab, "CREATE TEMP TABLE saved_@ AS SELECT * FROM @;");
    *state = lab;
    return 0;
}

static int close_lab(void **state)
{
    struct lab *lab = *state;

    move_kit_remove(&lab->kit);
    free(lab);
    return 0;
}

/* ---- changes ---- */

/* The columns of a table's primary key, "a, b". */
static char *key_of(const struct lab *lab, const char *table)
{
    AUTO_TEXT key = {0};

    for (size_t i = 0; i < lab->count; i++)
        if (lab->columns[i].key && strcmp(lab->columns[i].table, table) == 0)
            text_format(&key, "%s%s", key.length > 0 ? ", " : "",
                        lab->columns[i].name);
    return text_take(&key);
}

/* Another value in the place of that of a column. */
static char *other_value(struct lab *lab, const struct column *column)
{
    const char *name = column->name;
    unsigned byte = roll(lab, 1000);

    if (strcmp(column->type, "INTEGER") == 0)
        return mem_format("coalesce(%s, 0) + %d", name, byte % 2 ? 1 : -1);
    if (strcmp(column->type, "TEXT") == 0)
        return mem_format(
            "coalesce(substr(%s, 1, %u %% length(%s)) || CASE"
            " substr(%s, 1 + %u %% length(%s), 1) WHEN 'x' THEN 'y' ELSE 'x'"
            " END || substr(%s, 2 + %u %% length(%s)), 'x')",
            name, byte, name, name, byte, name, name, byte, name);
    return mem_format(
        "coalesce(CAST(substr(%s, 1, %u %% length(%s)) || CASE hex(substr(%s,"
        " 1 + %u %% length(%s), 1)) WHEN '00' THEN x'01' ELSE x'00' END ||"
        " substr(%s, 2 + %u %% length(%s)) AS BLOB), zeroblob(32))",
        name, byte, name, name, byte, name, name, byte, name);
}

/* The value of another row of the table. */
static char *swapped_value(struct lab *lab, const struct column *column)
{
    return mem_format("(SELECT %s FROM %s ORDER BY 1 LIMIT 1 OFFSET %u %%"
                      " (SELECT count(*) FROM %s))",
                      column->name, column->table, roll(lab, 1000),
                      column->table);
}

/* One change: what it does, and what verifying has to name. */
struct change {
    char *sql;
    const struct column *column;
    char *row;   /* the condition that finds the row */
    bool within; /* a value of the row, and not of its key */
};

static void change_clear(struct change *change)
{
    free(change->sql);
    free(change->row);
}

static struct change any_change(struct lab *lab, const struct column *column)
{
    const char *table = column->table;
    AUTO_CHARS key = key_of(lab, table);
    unsigned kind = roll(lab, 10);
    struct change change = {.column = column, .within = !column->key};

    change.row = mem_format("(%s) = (SELECT %s FROM %s ORDER BY %s LIMIT 1"
                            " OFFSET %u %% (SELECT count(*) FROM %s))",
                            key, key, table, key, roll(lab, 1000), table);
    if (kind == 0) {
        change.within = false;
        change.sql = mem_format("DELETE FROM %s WHERE %s", table, change.row);
        return change;
    }
    AUTO_CHARS value =
        kind < 6 ? other_value(lab, column) : swapped_value(lab, column);
    change.sql =
        mem_format("UPDATE OR IGNORE %s SET %s = %s WHERE %s AND %s IS NOT %s",
                   table, column->name, value, change.row, column->name, value);
    return change;
}

/* A copy of a row under a key, and texts and numbers, of its own. */
static struct change any_insert(struct lab *lab, const struct column *column)
{
    AUTO_TEXT values = {0};
    unsigned other = roll(lab, 89999999) + 10000000;

    for (size_t i = 0; i < lab->count; i++) {
        const struct column *of = &lab->columns[i];
        bool anew = of->key || strcmp(of->name, "uuid") == 0 ||
                    strcmp(of->name, "number") == 0 ||
                    strcmp(of->name, "part") == 0 ||
                    strcmp(of->name, "finder") == 0;

        if (strcmp(of->table, column->table) != 0)
            continue;
        text_add(&values, values.length > 0 ? ", " : "");
        if (!anew)
            text_add(&values, of->name);
        else if (strcmp(of->type, "INTEGER") == 0)
            text_format(&values, "%s + %u", of->name, other);
        else if (strcmp(of->type, "TEXT") == 0)
            text_format(&values, "'%u' || substr(%s, 9)", other, of->name);
        else
            text_add(&values, "randomblob(32)");
    }
    return (struct change){
        .column = column,
        .row = mem_copy("0"),
        .sql = mem_format("INSERT OR IGNORE INTO %s SELECT %s FROM %s LIMIT 1"
                          " OFFSET %u %% (SELECT count(*) FROM %s)",
                          column->table, text_chars(&values), column->table,
                          roll(lab, 1000), column->table)};
}

/* ---- finding ---- */

static bool see_int(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

/* The event that a row belongs to; 0: to none alone. Without the event that
 * erased a person, the person's own events are the first that are wrong. */
static int64_t event_of(struct lab *lab, const struct change *change)
{
    static const struct {
        const char *table, *column;
    } links[] = {{"event", "seq * (kind <> 'person_erased')"},
                 {"sealed", "event"},
                 {"call", "seq"},
                 {"cases", "seq"},
                 {"review", "seq"},
                 {"outbox", "seq"}};
    int64_t seq = 0;

    for (size_t i = 0; change->within && i < COUNT(links); i++) {
        if (strcmp(links[i].table, change->column->table) != 0)
            continue;
        AUTO_CHARS sql =
            mem_format("SELECT %s FROM %s WHERE %s", links[i].column,
                       links[i].table, change->row);
        assert_true(
            db_query(lab->store->db, sql, DB_NONE, see_int, &seq, &lab->error));
    }
    return seq;
}

static bool is_ok(const json_t *report)
{
    return json_is_true(json_object_get(report, "ok"));
}

static json_t *verify(struct lab *lab)
{
    json_t *report = store_verify(lab->store, &lab->error);

    if (!report)
        fail_msg("%s", lab->error.detail);
    return report;
}

static json_t *hold(struct lab *lab)
{
    json_t *held = store_head_check(lab->store, &lab->saved, 1, &lab->error);

    assert_non_null(held);
    return held;
}

/* Found by verifying alone; taking away the newest events is the one change
 * that only the head shows. */
static void assert_found(struct lab *lab, const char *sql, int64_t seq)
{
    AUTO_JSON report = verify(lab);
    AUTO_JSON held = hold(lab);
    int64_t bad = json_integer_value(json_object_get(report, "bad_seq"));

    if (is_ok(report) && is_ok(held))
        fail_msg("not found: %s", sql);
    if (!is_ok(report) && !json_find_string(report, "what"))
        fail_msg("not said what: %s", sql);
    if (seq > 0 && bad != seq)
        fail_msg("event %lld is named, not %lld (%s): %s", (long long)bad,
                 (long long)seq, json_find_string(report, "what"), sql);
}

/* How the tries of a message went so far is no part of the log. */
static bool is_working(const struct column *column)
{
    static const char *const names[] = {"next_ms", "tries", "waited_ms",
                                        "reason"};

    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(column->table, "outbox") == 0 &&
            strcmp(column->name, names[i]) == 0)
            return true;
    return false;
}

/* A column by chance. */
static const struct column *any_column(struct lab *lab)
{
    const struct column *column;

    do
        column = &lab->columns[roll(lab, (unsigned)lab->count)];
    while (is_working(column));
    return column;
}

/* Makes one change by chance; false: it changed nothing. */
static bool try_change(struct lab *lab)
{
    const struct column *column = any_column(lab);
    AUTO(change_clear)
    struct change change =
        roll(lab, 10) > 0 ? any_change(lab, column) : any_insert(lab, column);
    int64_t seq;
    bool changed;

    seq = event_of(lab, &change);
    if (!db_run(lab->store->db, change.sql, DB_NONE, &lab->error))
        fail_msg("%s: %s", change.sql, lab->error.detail);
    changed = db_changed(lab->store->db) > 0;
    if (changed) {
        assert_found(lab, change.sql, seq);
        put_back(lab);
    }
    return changed;
}

static int asked(void)
{
    const char *text = getenv("MUTATIONS");

    return text ? atoi(text) : MUTATIONS;
}

static void every_change_is_found(void **state)
{
    struct lab *lab = *state;
    int made = 0, wanted = asked() / 2;

    for (int tries = 0; made < wanted && tries < 4 * wanted; tries++)
        made += try_change(lab);
    assert_int_equal(made, wanted);
    print_message("note: %d changes by chance, all found and named\n", made);
    AUTO_JSON again = verify(lab);
    assert_true(is_ok(again));
}

/* ---- forging: after the change all is hashed anew, or the log is cut ---- */

struct rehash {
    struct event *events;
    size_t count;
};

static bool see_event(const struct db_row *row, void *cookie)
{
    struct rehash *rehash = cookie;
    struct event *event;

    rehash->events =
        mem_grow(rehash->events, rehash->count + 1, sizeof(*rehash->events));
    event = &rehash->events[rehash->count++];
    if (!store_event_read(row, event)) { /* not one any more: left as it is */
        event_clear(event);
        rehash->count--;
    }
    return true;
}

static void hash_anew(struct lab *lab)
{
    struct rehash rehash = {0};
    unsigned char previous[SEAL_HASH_SIZE] = {0};

    assert_true(db_query(lab->store->db,
                         "SELECT " STORE_EVENT_COLUMNS
                         " FROM event ORDER BY seq",
                         DB_NONE, see_event, &rehash, &lab->error));
    assert_true(db_begin(lab->store->db, &lab->error));
    for (size_t i = 0; i < rehash.count; i++) {
        struct event *event = &rehash.events[i];

        memcpy(event->previous, previous, SEAL_HASH_SIZE);
        event_hash(event, previous);
        assert_true(db_run(
            lab->store->db,
            "UPDATE event SET previous = ?, hash = ? WHERE seq = ?",
            DB_ARGS(DB_BLOB(event->previous, SEAL_HASH_SIZE),
                    DB_BLOB(previous, SEAL_HASH_SIZE), DB_INT(event->seq)),
            &lab->error));
        event_clear(event);
    }
    assert_true(db_commit(lab->store->db, &lab->error));
    free(rehash.events);
}

/* What a forger changes in the log itself, by chance. */
static char *any_forgery(struct lab *lab)
{
    static const char *const names[] = {"at_ms", "actor",  "role",   "kind",
                                        "call",  "number", "person", "body"};
    unsigned seq = 1 + roll(lab, (unsigned)lab->saved.seq);
    unsigned kind = roll(lab, 4);
    struct column column = {.table = "event", .type = "TEXT"};

    if (kind == 0)
        return mem_format("DELETE FROM event WHERE seq = %u;"
                          "UPDATE event SET seq = seq - 1 WHERE seq > %u",
                          seq, seq);
    strcpy(column.name, names[roll(lab, COUNT(names))]);
    if (strcmp(column.name, "at_ms") == 0)
        strcpy(column.type, "INTEGER");
    AUTO_CHARS value =
        kind < 3 ? other_value(lab, &column) : swapped_value(lab, &column);
    return mem_format("UPDATE event SET %s = %s WHERE seq = %u"
                      " AND %s IS NOT %s",
                      column.name, value, seq, column.name, value);
}

static char *any_cut(struct lab *lab)
{
    unsigned last = (unsigned)lab->saved.seq - 1 - roll(lab, 12);

    return mem_format("DELETE FROM event WHERE seq > %u;"
                      "DELETE FROM sealed WHERE event > %u;"
                      "DELETE FROM call WHERE seq > %u;"
                      "DELETE FROM cases WHERE seq > %u;"
                      "DELETE FROM review WHERE seq > %u;"
                      "DELETE FROM callback WHERE seq > %u",
                      last, last, last, last, last, last);
}

static bool head_is_other(struct lab *lab)
{
    struct store_head now;

    assert_true(store_head(lab->store, &now, &lab->error));
    return now.seq != lab->saved.seq ||
           memcmp(now.hash, lab->saved.hash, SEAL_HASH_SIZE) != 0;
}

/* One forgery; false: it changed nothing. *clean counts those that nothing but
 * the saved head shows. */
static bool try_forgery(struct lab *lab, int *clean)
{
    bool cut = roll(lab, 4) == 0;
    AUTO_CHARS sql = cut ? any_cut(lab) : any_forgery(lab);
    bool changed;

    if (!db_script(lab->store->db, sql, &lab->error))
        fail_msg("%s: %s", sql, lab->error.detail);
    if (!cut)
        hash_anew(lab);
    changed = head_is_other(lab);
    if (changed) {
        AUTO_JSON report = verify(lab);
        AUTO_JSON held = hold(lab);

        *clean += is_ok(report);
        if (is_ok(held) || !json_find_string(held, "what"))
            fail_msg("not found against the head: %s", sql);
        assert_int_equal(json_integer_value(json_object_get(held, "seq")),
                         lab->saved.seq);
    }
    put_back(lab);
    return changed;
}

static void every_forgery_shows_in_the_saved_head(void **state)
{
    struct lab *lab = *state;
    int made = 0, wanted = asked() / 2, clean = 0;

    for (int tries = 0; made < wanted && tries < 4 * wanted; tries++)
        made += try_forgery(lab, &clean);
    assert_int_equal(made, wanted);
    assert_true(clean > wanted / 20);
    print_message("note: %d forgeries hashed anew or cut, all found by the "
                  "saved head, %d of them by it alone\n",
                  made, clean);
    AUTO_JSON again = verify(lab);
    assert_true(is_ok(again));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_change_is_found),
        cmocka_unit_test(every_forgery_shows_in_the_saved_head),
    };

    return cmocka_run_group_tests(tests, open_lab, close_lab);
}
