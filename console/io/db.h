/* SQLite: open with the house's settings and verify them, run statements with
 * bound values, transactions that stop at the first error. */
#ifndef CONSOLE_IO_DB_H
#define CONSOLE_IO_DB_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct db_row;
struct error;

/* Opens (creates with mode 0600) with journal_mode=TRUNCATE, synchronous=FULL
 * and the opening block of limits, each read back; refuses a file on a network
 * file system, a symbolic link, and a file that other accounts can write.
 * wait_ms bounds the wait for other people's locks. For one thread at a time.
 * NULL: MESSAGE_STORE_*. */
struct db *db_open(const char *path, int64_t wait_ms, struct error *error);

/* An index of words, which anybody can make again: made new (mode 0600) at the
 * path, or in memory (NULL); opened to be read alone. Their FTS5 tables have
 * the tokenizer `words`: spaces part the places of a text, `|` the forms of the
 * word at one place ("=а|б в"). A row that matches tells by places(TABLE) what
 * stands where. */
struct db *db_make_words(const char *path, struct error *error);
struct db *db_open_words(const char *path, struct error *error);

/* From now on keeps a reserve of room (reserve.h) in the file at this path
 * (copied), looked at before each transaction. Is the disk low (reserve_low)?
 */
void db_keep_reserve(struct db *db, const char *path);
bool db_is_low(const struct db *db);

/* Closes; what was not committed is undone. */
void db_close(struct db *db);

/* One value to bind, in the order of ? in the statement. */
enum db_type { DB_NULL, DB_INT, DB_TEXT, DB_BLOB };
struct db_value {
    enum db_type type;
    int64_t number;
    const void *bytes; /* lent; NULL is NULL */
    size_t length;     /* DB_BLOB only */
};

#define DB_INT(value)        ((struct db_value){DB_INT, (value), NULL, 0})
#define DB_TEXT(value)       ((struct db_value){DB_TEXT, 0, (value), 0})
#define DB_BLOB(value, size) ((struct db_value){DB_BLOB, 0, (value), (size)})
#define DB_ARGS(...)                                                           \
    ((const struct db_value[]){__VA_ARGS__}),                                  \
        sizeof((const struct db_value[]){__VA_ARGS__}) /                       \
            sizeof(struct db_value)
#define DB_NONE NULL, 0

/* Runs several statements of fixed text (schema). */
MUST_USE bool db_script(struct db *db, const char *sql, struct error *error);

/* Runs one statement that gives no rows. Statements are prepared once and
 * kept. Fails with MESSAGE_STORE_*; details hold no value that was bound. */
MUST_USE bool db_run(struct db *db, const char *sql,
                     const struct db_value *args, size_t count,
                     struct error *error);

/* The rows that the last db_run touched. */
int db_changed(const struct db *db);

/* Runs one statement and calls row() for each row until it returns false
 * (which is no error). No statement stays open afterwards. */
typedef bool db_each(const struct db_row *row, void *cookie);
MUST_USE bool db_query(struct db *db, const char *sql,
                       const struct db_value *args, size_t count, db_each *each,
                       void *cookie, struct error *error)
    __attribute__((nonnull(1, 2)));

/* Columns of the row at hand, from 0; text is "" for NULL; lent. */
int64_t db_int(const struct db_row *row, int column);
const char *db_text(const struct db_row *row, int column);
const void *db_blob(const struct db_row *row, int column, size_t *length);

/* What places() gave, phrase by phrase: the phrase of the query (from 0) and
 * the place of its first word in the column (from 0). */
struct db_place {
    uint16_t phrase, column;
    uint32_t offset;
};
const struct db_place *db_places(const struct db_row *row, int column,
                                 size_t *count);
bool db_is_null(const struct db_row *row, int column);

/* BEGIN IMMEDIATE; COMMIT; ROLLBACK. After a failed statement the transaction
 * is dead: later statements and db_commit fail (STORE_UNDONE, where the error
 * has no reason yet) without touching the file, and db_commit rolls back.
 * A commit that failed may yet be on the disk when the reason is STORE_IO or
 * STORE_FULL: read again before telling anybody. db_rollback is harmless when
 * nothing is open. */
MUST_USE bool db_begin(struct db *db, struct error *error);
MUST_USE bool db_commit(struct db *db, struct error *error);
void db_rollback(struct db *db);

/* Changes when another connection committed (PRAGMA data_version); the last
 * number known when it cannot be read now. */
int64_t db_version(struct db *db);

/* A consistent read of several statements: BEGIN .. db_rollback. */
MUST_USE bool db_snapshot(struct db *db, struct error *error);

/* The version of SQLite that is loaded. */
const char *db_library(void);

/* Is this error worth another try (the file was locked)? */
bool db_error_is_lock(const struct error *error);

#endif
