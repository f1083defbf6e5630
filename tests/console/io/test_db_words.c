/* An index of words: forms at one place, phrases over places, and where each
 * phrase of a query stands; made in memory or in a file, opened to be read. */
#include "tests/console/io/dbplace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SCHEMA                                                                 \
    "CREATE VIRTUAL TABLE texts USING fts5(a, b, content='', columnsize=0, "   \
    "tokenize='words')"

enum { PLACES_MAX = 8 };

struct seen {
    struct db_place places[PLACES_MAX];
    size_t count;
    int rows;
};

static bool see(const struct db_row *row, void *cookie)
{
    struct seen *seen = cookie;
    size_t count;
    const struct db_place *places = db_places(row, 0, &count);
    for (size_t i = 0; i < count && seen->count < PLACES_MAX; i++)
        seen->places[seen->count++] = places[i];
    seen->rows++;
    return true;
}

static struct seen ask(struct db *db, const char *match)
{
    struct seen seen = {.count = 0};
    assert_true(db_query(db,
                         "SELECT places(texts) FROM texts WHERE texts MATCH ?",
                         DB_ARGS(DB_TEXT(match)), see, &seen, NULL));
    return seen;
}

static void fill(struct db *db)
{
    assert_non_null(db);
    assert_true(db_script(db, SCHEMA, NULL));
    assert_true(db_run(
        db, "INSERT INTO texts(rowid, a, b) VALUES(7, ?, ?)",
        DB_ARGS(DB_TEXT("=төлем|толем|^толе коды"), DB_TEXT("бір  екі|eki үш")),
        NULL));
}

static void forms_stand_at_one_place(void **state)
{
    (void)state;
    struct db *db = db_make_words(NULL, NULL);
    fill(db);
    static const char *const forms[] = {"\"=төлем\"", "\"толем\"", "\"^толе\"",
                                        "\"тол\" *"};
    for (size_t i = 0; i < COUNT(forms); i++) {
        struct seen seen = ask(db, forms[i]);
        assert_int_equal(seen.rows, 1);
        assert_int_equal(seen.count, 1);
        assert_int_equal(seen.places[0].column, 0);
        assert_int_equal(seen.places[0].offset, 0);
    }
    assert_int_equal(ask(db, "\"төлем\"").rows, 0);
    db_close(db);
}

static void places_tell_phrase_column_and_word(void **state)
{
    (void)state;
    struct db *db = db_make_words(NULL, NULL);
    fill(db);
    struct seen seen = ask(db, "\"жоқ\" OR \"eki үш\" OR \"коды\"");
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.places[0].phrase, 1);
    assert_int_equal(seen.places[0].column, 1);
    assert_int_equal(seen.places[0].offset, 1);
    assert_int_equal(seen.places[1].phrase, 2);
    assert_int_equal(seen.places[1].column, 0);
    assert_int_equal(seen.places[1].offset, 1);
    db_close(db);
}

static void a_file_opened_to_be_read_takes_nothing(void **state)
{
    struct dbplace *place = *state;
    struct db *made = db_make_words(place->path, &place->error);
    fill(made);
    db_close(made);
    place->db = db_open_words(place->path, &place->error);
    assert_non_null(place->db);
    assert_int_equal(ask(place->db, "\"бір\"").rows, 1);
    assert_false(db_script(place->db, "CREATE TABLE x(y)", &place->error));
    assert_int_equal(place->error.message, MESSAGE_STORE_READ_ONLY);
}

static void what_is_not_there_is_not_made(void **state)
{
    struct dbplace *place = *state;
    assert_null(db_open_words(place->path, &place->error));
    assert_int_equal(place->error.message, MESSAGE_STORE_OPEN);
    error_clear(&place->error);
    assert_null(db_open_words(place->path, &place->error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_stand_at_one_place),
        cmocka_unit_test(places_tell_phrase_column_and_word),
        PLACE(a_file_opened_to_be_read_takes_nothing),
        PLACE(what_is_not_there_is_not_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
