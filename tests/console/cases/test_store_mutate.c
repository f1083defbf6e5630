/* Verifying finds every single change: 300 by chance (a value, a row gone, a
 * value taken from another row, a row put in), each to a fresh copy. */
#include "console/cases/store.h"

#include "console/base/json.h"
#include "console/io/db.h"

#include "tests/console/cases/verify_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

enum { MUTATIONS = 300 };

static unsigned roll(struct verify_kit *kit, unsigned sides)
{
    kit->dice = kit->dice * 1664525u + 1013904223u;
    return (kit->dice >> 8) % sides;
}

enum type { INT, TEXT, BLOB };

/* All columns that hold something of the log. */
static const struct {
    const char *table, *column;
    enum type type;
} columns[] = {
    {"event", "seq", INT},       {"event", "uuid", TEXT},
    {"event", "at_ms", INT},     {"event", "actor", TEXT},
    {"event", "role", TEXT},     {"event", "kind", TEXT},
    {"event", "call", TEXT},     {"event", "number", TEXT},
    {"event", "person", TEXT},   {"event", "body", TEXT},
    {"event", "previous", BLOB}, {"event", "hash", BLOB},
    {"person", "id", TEXT},      {"person", "finder", BLOB},
    {"person", "box", BLOB},     {"sealed", "event", INT},
    {"sealed", "field", TEXT},   {"sealed", "person", TEXT},
    {"sealed", "box", BLOB},     {"call", "seq", INT},
    {"call", "uuid", TEXT},      {"call", "call", TEXT},
    {"call", "turn", INT},       {"call", "started_ms", INT},
    {"call", "ended_ms", INT},   {"call", "agent", TEXT},
    {"call", "lookup", TEXT},    {"call", "outcome", TEXT},
    {"call", "script", TEXT},    {"call", "language", TEXT},
    {"call", "number", TEXT},    {"call", "person", TEXT},
    {"cases", "seq", INT},       {"cases", "number", TEXT},
    {"cases", "uuid", TEXT},     {"cases", "part", TEXT},
    {"cases", "call", TEXT},     {"cases", "state", TEXT},
    {"cases", "branch", TEXT},   {"cases", "issue", TEXT},
    {"cases", "outcome", TEXT},  {"cases", "opened_ms", INT},
    {"cases", "language", TEXT}, {"cases", "agent", TEXT},
    {"cases", "person", TEXT},   {"serial", "region", TEXT},
    {"serial", "year", INT},     {"serial", "last", INT},
};

/* A statement that changes one row, by chance; *table is where. */
static char *any_change(struct verify_kit *kit, const char **table)
{
    size_t at = roll(kit, COUNT(columns));
    const char *name = columns[at].column;
    unsigned row = roll(kit, 1000), byte = roll(kit, 1000);
    AUTO_CHARS one = NULL;

    *table = columns[at].table;
    /* The row by its place, so that tables without rowid have one too. */
    one = mem_format("(SELECT %s FROM %s ORDER BY 1 LIMIT 1 OFFSET %u %% "
                     "(SELECT count(*) FROM %s))",
                     name, *table, row, *table);
    if (roll(kit, 8) == 0)
        return mem_format("DELETE FROM %s WHERE %s IS %s", *table, name, one);
    if (columns[at].type == INT)
        return mem_format("UPDATE OR IGNORE %s SET %s = %s + %d WHERE %s = %s",
                          *table, name, name, byte % 2 ? 1 : -1, name, one);
    if (columns[at].type == TEXT)
        return mem_format(
            "UPDATE OR IGNORE %s SET %s = coalesce(substr(%s, 1, %u %% "
            "length(%s)) || CASE substr(%s, 1 + %u %% length(%s), 1) WHEN 'x' "
            "THEN 'y' ELSE 'x' END || substr(%s, 2 + %u %% length(%s)), 'x') "
            "WHERE %s IS %s",
            *table, name, name, byte, name, name, byte, name, name, byte, name,
            name, one);
    return mem_format("UPDATE OR IGNORE %s SET %s = coalesce(CAST("
                      "substr(%s, 1, %u %% length(%s)) || CASE hex(substr(%s,"
                      " 1 + %u %% length(%s), 1)) WHEN '00' THEN x'01' ELSE"
                      " x'00' END || substr(%s, 2 + %u %% length(%s)) AS BLOB),"
                      " zeroblob(32)) WHERE %s IS %s",
                      *table, name, name, byte, name, name, byte, name, name,
                      byte, name, name, one);
}

/* A statement that gives a row the value of another one. */
static char *any_swap(struct verify_kit *kit, const char **table)
{
    size_t at = roll(kit, COUNT(columns));
    const char *name = columns[at].column;

    *table = columns[at].table;
    return mem_format(
        "UPDATE OR IGNORE %s SET %s = (SELECT %s FROM %s ORDER BY 1 LIMIT 1"
        " OFFSET %u %% (SELECT count(*) FROM %s)) WHERE %s IS (SELECT %s FROM"
        " %s ORDER BY 1 DESC LIMIT 1 OFFSET %u %% (SELECT count(*) FROM %s))",
        *table, name, name, *table, roll(kit, 1000), *table, name, name, *table,
        roll(kit, 1000), *table);
}

/* A statement that puts a copy of a row in, under a key of its own. */
static char *any_insert(struct verify_kit *kit, const char **table)
{
    static const char *const inserts[][2] = {
        {"event", "INSERT INTO event SELECT 73, '%08u' || substr(uuid, 9),"
                  " at_ms, actor, role, kind, call, number, person, body,"
                  " previous, hash FROM event WHERE seq = 1 + %u"},
        {"call",
         "INSERT INTO call SELECT 1000 + seq, '%08u' || substr(uuid,"
         " 9), call, turn, started_ms, ended_ms, agent, lookup,"
         " outcome, script, language, number, person, disposition FROM call"
         " ORDER BY seq LIMIT 1 OFFSET %u %% 24"},
        {"sealed", "INSERT INTO sealed SELECT event, 'f%u', person, box FROM"
                   " sealed ORDER BY event LIMIT 1 OFFSET %u"},
        {"person", "INSERT INTO person SELECT '%08u' || substr(id, 9), NULL,"
                   " box FROM person ORDER BY id LIMIT 1 OFFSET %u %% 3"},
    };
    size_t at = roll(kit, COUNT(inserts));

    *table = inserts[at][0];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    return mem_format(inserts[at][1], roll(kit, 99999999), roll(kit, 70));
#pragma GCC diagnostic pop
}

/* All rows of a table as one text, to see whether a statement did anything. */
static bool add_row(const struct db_row *row, void *cookie)
{
    char **all = cookie;
    char *longer = mem_format("%s%s\n", *all, db_text(row, 0));

    free(*all);
    *all = longer;
    return true;
}

static char *dump(struct db *db, const char *table)
{
    char *all = mem_copy("");
    struct error error = {0};
    AUTO_CHARS sql = mem_copy("SELECT ''");

    for (size_t i = 0; i < COUNT(columns); i++)
        if (strcmp(columns[i].table, table) == 0) {
            char *longer =
                mem_format("%s || quote(%s)", sql, columns[i].column);

            free(sql);
            sql = longer;
        }
    AUTO_CHARS whole = mem_format("%s FROM %s ORDER BY 1", sql, table);
    assert_true(db_query(db, whole, DB_NONE, add_row, &all, &error));
    return all;
}

/* Makes one change by chance; false when it happened to change nothing. */
static bool mutate(struct verify_kit *kit, char **sql)
{
    const char *table;
    unsigned kind = roll(kit, 10);

    verify_kit_restore(kit);
    *sql = kind < 6   ? any_change(kit, &table)
           : kind < 9 ? any_swap(kit, &table)
                      : any_insert(kit, &table);
    struct db *db = verify_kit_raw(kit);
    AUTO_CHARS before = dump(db, table);
    struct error error = {0};
    if (!db_script(db, *sql, &error))
        fail_msg("%s: %s", *sql, error.detail);
    AUTO_CHARS then = dump(db, table);
    db_close(db);
    return strcmp(before, then) != 0;
}

/* Taking away the newest events alone leaves a sound, shorter log: it is told
 * from the whole by the head that was saved elsewhere. */
static bool is_found(const json_t *report, const char *head)
{
    return json_is_false(json_object_get(report, "ok")) ||
           strcmp(json_find_string(report, "head"), head) != 0;
}

static void assert_change_found(struct verify_kit *kit, const char *head,
                                const char *sql)
{
    AUTO_JSON report = verify_kit_report(kit);

    if (!is_found(report, head))
        fail_msg("not found: %s", sql);
}

static void every_change_is_found(void **state)
{
    struct verify_kit *kit = *state;
    AUTO_JSON sound = verify_kit_after(kit, "SELECT 1");
    const char *head = json_find_string(sound, "head");
    int made = 0;

    for (int tries = 0; made < MUTATIONS && tries < 4 * MUTATIONS; tries++) {
        char *sql;

        if (mutate(kit, &sql)) {
            assert_change_found(kit, head, sql);
            made++;
        }
        free(sql);
    }
    assert_int_equal(made, MUTATIONS);
    verify_kit_restore(kit);
    AUTO_JSON again = verify_kit_report(kit);
    assert_true(json_is_true(json_object_get(again, "ok")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_change_is_found),
    };

    return cmocka_run_group_tests(tests, verify_kit_begin, verify_kit_end);
}
