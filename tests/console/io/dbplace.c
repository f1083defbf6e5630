/* What the tests of the store's door share. */
#include "tests/console/io/dbplace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

int dbplace_open(void **state)
{
    struct dbplace *place = calloc(1, sizeof *place);
    const char *tmp = getenv("TMPDIR");
    snprintf(place->folder, sizeof place->folder, "%s/db.XXXXXX",
             tmp != NULL ? tmp : "/tmp");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->path, sizeof place->path, "%s/store", place->folder);
    *state = place;
    return 0;
}

int dbplace_open_store(void **state)
{
    dbplace_open(state);
    struct dbplace *place = *state;
    place->db = db_open(place->path, WAIT_MS, &place->error);
    assert_non_null(place->db);
    assert_true(db_script(place->db,
                          "CREATE TABLE note(id INTEGER PRIMARY KEY, "
                          "name TEXT UNIQUE, body BLOB) STRICT;"
                          "CREATE TABLE tally(n INTEGER NOT NULL) STRICT;"
                          "INSERT INTO tally VALUES(0);",
                          &place->error));
    return 0;
}

int dbplace_close(void **state)
{
    struct dbplace *place = *state;
    db_close(place->db);
    AUTO_CHARS command = mem_format("rm -rf '%s'", place->folder);
    assert_int_equal(system(command), 0);
    free(place);
    return 0;
}

bool dbplace_keep_number(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

int64_t dbplace_number(struct db *db, const char *sql)
{
    int64_t value = -1;
    struct error error = {0};
    if (!db_query(db, sql, DB_NONE, dbplace_keep_number, &value, &error))
        fail_msg("%s: %s", sql, error.detail);
    return value;
}

bool dbplace_add(struct db *db, const char *name, struct error *error)
{
    return db_run(db, "INSERT INTO note(name) VALUES(?)",
                  DB_ARGS(DB_TEXT(name)), error);
}
