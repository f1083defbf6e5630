/* Verifying folds the events of a case: every single column of its row that was
 * changed is found, and a changed move is named before the row it led to. */
#include "console/cases/store.h"

#include "console/base/json.h"
#include "console/cases/store_sqlite.h"

#include "tests/console/cases/move_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_ROOM = 4 << 20 };

static struct move_kit kit;
static char *path, *bytes;
static size_t length;
static char held[NUMBER_SIZE], linked[NUMBER_SIZE];

static int begin(void **state)
{
    (void)state;
    move_kit_make(&kit);
    move_kit_case(&kit, "KZO", held);
    move_kit_case(&kit, "KZO", linked);
    move_kit_do(&kit, KZO, MOVE_IT(TAKEN, held));
    move_kit_do(&kit, KZO, MOVE_IT(PUT_BACK, held, .reason = "absent"));
    move_kit_do(&kit, KZO_TWO, MOVE_IT(TAKEN, held));
    move_kit_do(&kit, KZO_HEAD, MOVE_IT(LINKED, linked, .lead = held));
    move_kit_do(&kit, KZO, MOVE_IT(NOTED, held, .text = "қоңырау шалынды"));
    path = mem_format("%s/log.db", kit.kit.folder);
    bytes = mem_new(FILE_ROOM);
    FILE *file = fopen(path, "r");
    length = fread(bytes, 1, FILE_ROOM, file);
    fclose(file);
    return 0;
}

static int end(void **state)
{
    (void)state;
    free(path);
    free(bytes);
    move_kit_remove(&kit);
    return 0;
}

static void restore(void)
{
    FILE *file = fopen(path, "w");

    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

/* The sound file, changed past all guards; what verifying says of it. */
static json_t *report_after(const char *sql)
{
    struct store *store;
    json_t *report;

    restore();
    error_clear(&kit.error);
    struct db *db = db_open(path, 1000, &kit.error);
    if (!db ||
        !db_script(db,
                   "PRAGMA foreign_keys=OFF;"
                   "PRAGMA ignore_check_constraints=ON;"
                   "DROP TRIGGER event_no_update;"
                   "DROP TRIGGER event_no_delete;",
                   &kit.error) ||
        !db_script(db, sql, &kit.error))
        fail_msg("%s: %s", sql, kit.error.detail);
    db_close(db);
    store = store_kit_open(&kit.kit, &kit.people[ADMIN]);
    report = store_verify(store, &kit.error);
    store_close(store);
    assert_non_null(report);
    return report;
}

static void found(const char *sql, int64_t seq)
{
    AUTO_JSON report = report_after(sql);

    if (json_is_true(json_object_get(report, "ok")))
        fail_msg("not found: %s", sql);
    if (json_integer_value(json_object_get(report, "bad_seq")) != seq)
        fail_msg(
            "%s: %lld, %s", sql,
            (long long)json_integer_value(json_object_get(report, "bad_seq")),
            json_find_string(report, "what"));
}

static bool see_text(const struct db_row *row, void *cookie)
{
    json_array_append_new(
        cookie, json_pack("[s, s]", db_text(row, 0), db_text(row, 1)));
    return true;
}

static bool see_int(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

/* A number out of the sound file. */
static int64_t ask(const char *sql, const char *number)
{
    int64_t answer = 0;

    restore();
    assert_true(db_query(kit.stores[ADMIN]->db, sql, DB_ARGS(DB_TEXT(number)),
                         see_int, &answer, &kit.error));
    return answer;
}

static int64_t opened(const char *number)
{
    return ask("SELECT seq FROM cases WHERE number = ?", number);
}

/* A column gets another value of its type. */
static void check_column(const char *column, const char *type,
                         const char *number)
{
    int64_t seq = opened(number);
    AUTO_CHARS sql = mem_format(
        "UPDATE cases SET %s = CASE typeof(%s) WHEN 'integer' THEN %s + 1"
        " WHEN 'text' THEN substr(%s, 1, length(%s) - 1) || 'x'"
        " ELSE %s END WHERE seq = %lld",
        column, column, column, column, column,
        strcmp(type, "TEXT") == 0 ? "'x'" : "1", (long long)seq);

    found(sql, seq);
}

static void every_changed_column_is_found(void **state)
{
    AUTO_JSON columns = json_array();

    (void)state;
    assert_true(db_query(kit.stores[ADMIN]->db,
                         "SELECT name, type FROM pragma_table_info('cases')"
                         " WHERE name <> 'seq'",
                         DB_NONE, see_text, columns, &kit.error));
    assert_in_range(json_array_size(columns), 24, 40);
    for (size_t i = 0; i < json_array_size(columns); i++) {
        const json_t *column = json_array_get(columns, i);
        const char *name = json_string_value(json_array_get(column, 0));
        const char *type = json_string_value(json_array_get(column, 1));

        check_column(name, type, held);
        check_column(name, type, linked);
    }
}

static void a_changed_move_is_named_itself(void **state)
{
    const char *kinds[] = {"case_taken", "case_put_back", "case_noted",
                           "case_routed"};

    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        int64_t seq = ask("SELECT min(seq) FROM event WHERE kind = ?"
                          " AND body LIKE '%KZO%'",
                          kinds[i]);
        AUTO_CHARS body = mem_format("UPDATE event SET body = replace(body,"
                                     " 'KZO', 'ALA') WHERE seq = %lld",
                                     (long long)seq);

        found(body, seq);
    }
}

/* Events taken away behind the one that is verified: the row is ahead. */
static void a_cut_shows_in_the_row(void **state)
{
    int64_t seq = ask("SELECT min(seq) FROM event WHERE kind = 'case_put_back'"
                      " AND number = ?",
                      held);
    AUTO_CHARS sql = mem_format("DELETE FROM sealed WHERE event >= %lld;"
                                "DELETE FROM event WHERE seq >= %lld;",
                                (long long)seq, (long long)seq);

    (void)state;
    found(sql, opened(held));
}

static void the_sound_file_is_verified(void **state)
{
    AUTO_JSON report = report_after("SELECT 1");

    (void)state;
    assert_true(json_is_true(json_object_get(report, "ok")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_changed_column_is_found),
        cmocka_unit_test(a_changed_move_is_named_itself),
        cmocka_unit_test(a_cut_shows_in_the_row),
        cmocka_unit_test(the_sound_file_is_verified),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
