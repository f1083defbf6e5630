/* What the tests of the store's door share: a directory of their own, a store
 * in it with a small schema, and two questions. */
#ifndef TESTS_CONSOLE_IO_DBPLACE_H
#define TESTS_CONSOLE_IO_DBPLACE_H

#include "console/base/error.h"
#include "console/io/db.h"

/* How long a test waits for a lock that it means to get. */
enum { WAIT_MS = 20000 };

struct dbplace {
    char folder[200];
    char path[240];
    struct db *db; /* NULL: none open */
    struct error error;
};

/* Setups of cmocka: *state is a directory alone; or one with a store open that
 * has the tables note(id, name unique, body) and tally(n), one row of 0. */
int dbplace_open(void **state);
int dbplace_open_store(void **state);

/* Teardown: closes the store, removes the directory. */
int dbplace_close(void **state);

/* The first column of the first row; -1 if there is none. */
int64_t dbplace_number(struct db *db, const char *sql);

/* A db_each that puts the first column into an int64_t. */
bool dbplace_keep_number(const struct db_row *row, void *number);

/* Adds a note of that name. */
MUST_USE bool dbplace_add(struct db *db, const char *name, struct error *error);

#define STORE(name)                                                            \
    cmocka_unit_test_setup_teardown(name, dbplace_open_store, dbplace_close)
#define PLACE(name)                                                            \
    cmocka_unit_test_setup_teardown(name, dbplace_open, dbplace_close)

#endif
