/* The store's door: settings that are read back, values, and transactions that
 * stop at the first error. */
#include "tests/console/io/dbplace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static bool keep_text(const struct db_row *row, void *cookie)
{
    snprintf(cookie, 40, "%s", db_text(row, 0));
    return false;
}

static void test_a_new_store_is_private_and_set_up(void **state)
{
    struct dbplace *place = *state;
    struct stat file;
    assert_int_equal(stat(place->path, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
    assert_int_equal(dbplace_number(place->db, "PRAGMA synchronous"), 2);
    assert_int_equal(dbplace_number(place->db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(dbplace_number(place->db, "PRAGMA trusted_schema"), 0);
    assert_int_equal(dbplace_number(place->db, "PRAGMA mmap_size"), 0);
    assert_int_equal(dbplace_number(place->db, "PRAGMA cell_size_check"), 1);
    assert_int_equal(dbplace_number(place->db, "PRAGMA secure_delete"), 1);
    char mode[40] = "";
    assert_true(db_query(place->db, "PRAGMA journal_mode", DB_NONE, keep_text,
                         mode, &place->error));
    assert_string_equal(mode, "truncate");
}

static void test_the_schema_cannot_be_edited_nor_files_attached(void **state)
{
    struct dbplace *place = *state;
    assert_false(db_script(place->db, "ATTACH ':memory:' AS other", NULL));
    assert_false(db_script(place->db,
                           "PRAGMA writable_schema=ON;"
                           "DELETE FROM sqlite_schema",
                           NULL));
    assert_false(db_script(place->db, "SELECT load_extension('x')", NULL));
    assert_false(db_script(place->db, "SELECT \"no such column\"", NULL));
    assert_int_equal(dbplace_number(place->db, "SELECT count(*) FROM tally"),
                     1);
}

static void test_full_text_search_works_under_these_settings(void **state)
{
    struct dbplace *place = *state;
    assert_true(db_script(place->db,
                          "CREATE VIRTUAL TABLE word USING fts5(body, "
                          "prefix='2 3', tokenize='unicode61');"
                          "INSERT INTO word VALUES('the insured person');"
                          "INSERT INTO word(word) VALUES('optimize');",
                          &place->error));
    assert_int_equal(
        dbplace_number(place->db, "SELECT count(*) FROM word WHERE word MATCH "
                                  "'ins* AND person'"),
        1);
}

static bool check_values(const struct db_row *row, void *cookie)
{
    size_t length = 99;
    assert_true(db_int(row, 0) == INT64_MIN);
    assert_string_equal(db_text(row, 1), "Қазақ");
    assert_memory_equal(db_blob(row, 2, &length), "a\0b", 3);
    assert_int_equal(length, 3);
    assert_true(db_is_null(row, 3));
    assert_string_equal(db_text(row, 3), "");
    assert_non_null(db_blob(row, 3, &length));
    assert_int_equal(length, 0);
    assert_true(db_is_null(row, 4));  /* text that is NULL */
    assert_false(db_is_null(row, 5)); /* no bytes are not NULL */
    *(bool *)cookie = true;
    return true;
}

static void test_values_come_back_as_they_went(void **state)
{
    struct dbplace *place = *state;
    bool seen = false;
    assert_true(db_query(place->db, "SELECT ?, ?, ?, ?, ?, ?",
                         DB_ARGS(DB_INT(INT64_MIN), DB_TEXT("Қазақ"),
                                 DB_BLOB("a\0b", 3), {DB_NULL, 0, NULL, 0},
                                 DB_TEXT(NULL), DB_BLOB("", 0)),
                         check_values, &seen, &place->error));
    assert_true(seen);
}

static void test_wrong_calls_are_refused(void **state)
{
    struct dbplace *place = *state;
    struct db *db = place->db;
    assert_false(db_run(db, "SELECT ?", DB_NONE, NULL));
    assert_false(db_run(db, "SELECT 1; SELECT 2", DB_NONE, NULL));
    assert_false(db_run(db, "", DB_NONE, NULL));
    assert_false(db_commit(db, NULL));
    assert_false(db_run(db, "nonsense", DB_NONE, &place->error));
    assert_int_equal(place->error.message, MESSAGE_INTERNAL);
    db_rollback(db); /* nothing open: harmless */
}

static void test_changed_counts_the_rows_touched(void **state)
{
    struct dbplace *place = *state;
    assert_true(dbplace_add(place->db, "one", &place->error));
    assert_int_equal(db_changed(place->db), 1);
    assert_true(db_run(place->db, "UPDATE note SET body=NULL WHERE name=?",
                       DB_ARGS(DB_TEXT("two")), &place->error));
    assert_int_equal(db_changed(place->db), 0);
}

struct nested {
    struct db *db;
    int depth;
    int rows;
};

static bool ask_again(const struct db_row *row, void *cookie)
{
    struct nested *nested = cookie;
    int64_t id = db_int(row, 0);
    nested->rows++;
    if (nested->depth++ == 0)
        assert_true(db_query(nested->db, "SELECT id FROM note ORDER BY id",
                             DB_NONE, ask_again, nested, NULL));
    assert_int_equal(db_int(row, 0), id); /* ours is where it was */
    return true;
}

static void test_a_row_may_ask_the_same_question(void **state)
{
    struct dbplace *place = *state;
    assert_true(dbplace_add(place->db, "one", &place->error));
    assert_true(dbplace_add(place->db, "two", &place->error));
    struct nested nested = {.db = place->db};
    assert_true(db_query(place->db, "SELECT id FROM note ORDER BY id", DB_NONE,
                         ask_again, &nested, &place->error));
    assert_int_equal(nested.rows, 4);
}

static void test_more_statements_than_are_kept(void **state)
{
    struct dbplace *place = *state;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 150; i++) {
            AUTO_CHARS sql = mem_format("SELECT %d", i);
            assert_int_equal(dbplace_number(place->db, sql), i);
        }
}

static void test_a_refused_row_kills_the_whole_save(void **state)
{
    struct dbplace *place = *state;
    struct db *db = place->db;
    struct error late = {0};
    assert_true(dbplace_add(db, "here before", &place->error));
    assert_true(db_begin(db, &place->error));
    assert_true(dbplace_add(db, "case", &place->error));
    assert_false(dbplace_add(db, "here before", &place->error));
    assert_int_equal(place->error.message, MESSAGE_STORE_CONSTRAINT);
    assert_false(dbplace_add(db, "audit", &late));
    assert_int_equal(late.message, MESSAGE_STORE_UNDONE);
    assert_false(db_commit(db, &place->error));
    /* The first reason stands, and nothing of the save is there. */
    assert_int_equal(place->error.message, MESSAGE_STORE_CONSTRAINT);
    assert_int_equal(dbplace_number(db, "SELECT count(*) FROM note"), 1);
    /* The next save works. */
    assert_true(db_begin(db, &late));
    assert_true(dbplace_add(db, "case", &late));
    assert_true(db_commit(db, &late));
    assert_int_equal(dbplace_number(db, "SELECT count(*) FROM note"), 2);
}

static void test_sqlite_ends_the_transaction_and_nothing_slips_in(void **state)
{
    struct dbplace *place = *state;
    struct db *db = place->db;
    assert_true(db_script(db,
                          "CREATE TRIGGER guard BEFORE INSERT ON note "
                          "WHEN new.name='bad' BEGIN "
                          "SELECT RAISE(ROLLBACK, 'refused'); END",
                          &place->error));
    assert_true(db_begin(db, &place->error));
    assert_true(dbplace_add(db, "case", &place->error));
    assert_false(dbplace_add(db, "bad", &place->error));
    /* SQLite is out of the transaction: this would be saved on its own. */
    assert_false(dbplace_add(db, "audit", NULL));
    assert_false(db_script(db, "INSERT INTO note(name) VALUES('x')", NULL));
    assert_false(db_commit(db, &place->error));
    assert_int_equal(dbplace_number(db, "SELECT count(*) FROM note"), 0);
}

static void test_a_transaction_that_is_over_takes_no_more_rows(void **state)
{
    struct dbplace *place = *state;
    assert_true(db_begin(place->db, &place->error));
    assert_true(db_script(place->db, "ROLLBACK", &place->error));
    assert_false(dbplace_add(place->db, "alone", &place->error));
    assert_int_equal(place->error.message, MESSAGE_STORE_UNDONE);
    assert_false(db_commit(place->db, NULL));
    assert_int_equal(dbplace_number(place->db, "SELECT count(*) FROM note"), 0);
}

static void test_a_failed_read_kills_the_save_too(void **state)
{
    struct dbplace *place = *state;
    struct db *db = place->db;
    assert_true(db_begin(db, &place->error));
    assert_true(dbplace_add(db, "case", &place->error));
    assert_false(db_query(db, "SELECT abs(?)", DB_ARGS(DB_INT(INT64_MIN)),
                          dbplace_keep_number, &(int64_t){0}, NULL));
    assert_false(db_commit(db, &place->error));
    assert_int_equal(place->error.message, MESSAGE_STORE_UNDONE);
    assert_int_equal(dbplace_number(db, "SELECT count(*) FROM note"), 0);
}

static void test_closing_undoes_what_was_not_committed(void **state)
{
    struct dbplace *place = *state;
    assert_true(db_begin(place->db, &place->error));
    assert_true(dbplace_add(place->db, "case", &place->error));
    db_close(place->db);
    place->db = db_open(place->path, WAIT_MS, &place->error);
    assert_non_null(place->db);
    assert_int_equal(dbplace_number(place->db, "SELECT count(*) FROM note"), 0);
}

static void test_too_long_a_text_is_refused(void **state)
{
    struct dbplace *place = *state;
    AUTO_CHARS text = mem_new(1000002);
    memset(text, 'x', 1000001);
    assert_false(dbplace_add(place->db, text, &place->error));
    assert_int_equal(place->error.message, MESSAGE_STORE_TOO_BIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE(test_a_new_store_is_private_and_set_up),
        STORE(test_the_schema_cannot_be_edited_nor_files_attached),
        STORE(test_full_text_search_works_under_these_settings),
        STORE(test_values_come_back_as_they_went),
        STORE(test_wrong_calls_are_refused),
        STORE(test_changed_counts_the_rows_touched),
        STORE(test_a_row_may_ask_the_same_question),
        STORE(test_more_statements_than_are_kept),
        STORE(test_a_refused_row_kills_the_whole_save),
        STORE(test_sqlite_ends_the_transaction_and_nothing_slips_in),
        STORE(test_a_transaction_that_is_over_takes_no_more_rows),
        STORE(test_a_failed_read_kills_the_save_too),
        STORE(test_closing_undoes_what_was_not_committed),
        STORE(test_too_long_a_text_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
