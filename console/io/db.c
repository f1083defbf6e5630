/* SQLite with the house's settings. A failed statement kills its transaction,
 * a failed disk costs the connection: the next use opens the file anew. */
#include "console/io/db.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/io/db_reason.h"
#include "console/io/db_row.h"
#include "console/io/db_words.h"
#include "console/io/dbfile.h"
#include "console/io/reserve.h"

#include <sqlite3.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KEPT_STATEMENTS = 64 };

#define MEMORY ":memory:"

struct db {
    sqlite3 *sqlite; /* NULL: lost, to be opened anew */
    char *path;
    char *reserve; /* the file that keeps room; NULL: none */
    int flags;     /* of opening */
    bool words;    /* takes words as they are given */
    int64_t wait_ms;
    int64_t waiting_since_ms;
    int64_t version;
    int changed;
    int running;      /* statements at work: a row may ask another question */
    bool transaction; /* db_begin or db_snapshot has been called */
    bool dead;        /* a statement of the transaction failed */
    bool sick;        /* the disk failed: use no descriptor of it again */
    int kept_count;
    sqlite3_stmt *kept[KEPT_STATEMENTS]; /* idle ones, last used first */
};

/* Any failure ends here: the transaction is dead from now on. */
static bool fail(struct db *db, int result, struct error *error)
{
    if ((result & 0xFF) == SQLITE_NOMEM || result == SQLITE_IOERR_NOMEM)
        mem_exhausted();
    db->dead = db->transaction;
    db->sick = db->sick || (result & 0xFF) == SQLITE_IOERR;
    if (db->reserve && (result & 0xFF) == SQLITE_FULL)
        (void)!reserve_give(db->reserve);
    return error_set(error, db_reason(result), "%s: %s (%d, errno %d)",
                     db->path, sqlite3_errmsg(db->sqlite), result,
                     sqlite3_system_errno(db->sqlite));
}

/* Sleeps shortly and by chance; who has waited longer asks more often, so that
 * newcomers do not overtake for ever (SQLite's own way favours them). */
static int wait_for_lock(void *cookie, int count)
{
    struct db *db = cookie;
    int64_t now_ms = clock_steady_ms();
    if (count == 0)
        db->waiting_since_ms = now_ms;
    int64_t waited_ms = now_ms - db->waiting_since_ms;
    if (waited_ms >= db->wait_ms)
        return 0;
    unsigned chance = 0;
    sqlite3_randomness(sizeof chance, &chance);
    usleep(500 + chance % (waited_ms < 100 ? 8000 : 3000));
    return 1;
}

static bool refuse_setting(const struct db *db, const char *what,
                           struct error *error)
{
    return error_set(error, MESSAGE_STORE_SETTING, "%s: not accepted: %s",
                     db->path, what);
}

static bool set_limit(struct db *db, int limit, int most)
{
    sqlite3_limit(db->sqlite, limit, most);
    return sqlite3_limit(db->sqlite, limit, -1) == most;
}

static bool set_switch(struct db *db, int option, int value)
{
    int now = -1;
    sqlite3_db_config(db->sqlite, option, value, &now);
    return now == value;
}

static bool is_value(const struct db_row *row, void *cookie)
{
    const char **expected = cookie;
    if (strcmp(db_text(row, 0), *expected) == 0)
        *expected = NULL;
    return false;
}

static bool see_pragma(struct db *db, const char *set, const char *get,
                       const char *seen, struct error *error)
{
    const char *expected = seen;
    if (!db_script(db, set, error) ||
        !db_query(db, get, DB_NONE, is_value, &expected, error))
        return false;
    return expected == NULL || refuse_setting(db, set, error);
}

/* The opening block: db.def in its order. */
static bool set_up(struct db *db, struct error *error)
{
    sqlite3_busy_handler(db->sqlite, wait_for_lock, db);
#define LIMIT(limit, most)                                                     \
    if (!set_limit(db, SQLITE_LIMIT_##limit, most))                            \
        return refuse_setting(db, #limit, error);
#define SWITCH(option, value)                                                  \
    if (!set_switch(db, SQLITE_DBCONFIG_##option, value))                      \
        return refuse_setting(db, #option, error);
#define PRAGMA(name, value, seen)                                              \
    if (!see_pragma(db, "PRAGMA " #name "=" #value, "PRAGMA " #name, seen,     \
                    error))                                                    \
        return false;
#define FILE_PRAGMA(name, value, seen)                                         \
    if (strcmp(db->path, MEMORY) != 0)                                         \
    PRAGMA(name, value, seen)
#include "console/io/db.def"
    /* Is it a store at all? Says so now and not at the first save. */
    return db_script(db, "SELECT count(*) FROM sqlite_schema", error);
}

static void disconnect(struct db *db)
{
    while (db->kept_count > 0)
        sqlite3_finalize(db->kept[--db->kept_count]);
    sqlite3_close(db->sqlite);
    db->sqlite = NULL;
}

static bool connect(struct db *db, struct error *error)
{
    const int flags = db->flags | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX |
                      SQLITE_OPEN_EXRESCODE;
    db->sick = false;
    int result = sqlite3_open_v2(db->path, &db->sqlite, flags, NULL);
    if (result == SQLITE_OK && db->words)
        result = db_words_register(db->sqlite);
    if (result != SQLITE_OK)
        fail(db, result, error);
    else if (set_up(db, error))
        return true;
    disconnect(db);
    return false;
}

/* Takes the path; NULL: it could not be found. */
static struct db *open_as(const struct db *kind, char *path,
                          struct error *error)
{
    struct db *db = mem_new(sizeof *db);
    *db = *kind;
    db->path = path;
    if (path != NULL && connect(db, error))
        return db;
    db_close(db);
    return NULL;
}

struct db *db_open(const char *path, int64_t wait_ms, struct error *error)
{
    const struct db kind = {.flags = SQLITE_OPEN_READWRITE, .wait_ms = wait_ms};
    return open_as(&kind, dbfile_make(path, error), error);
}

struct db *db_make_words(const char *path, struct error *error)
{
    const struct db kind = {.flags = SQLITE_OPEN_READWRITE, .words = true};
    return open_as(&kind,
                   path == NULL ? mem_copy(MEMORY) : dbfile_make(path, error),
                   error);
}

struct db *db_open_words(const char *path, struct error *error)
{
    const struct db kind = {.flags = SQLITE_OPEN_READONLY, .words = true};
    char *place = realpath(path, NULL);
    if (place == NULL)
        error_set(error, MESSAGE_STORE_OPEN, "%s: %s", path, strerror(errno));
    return open_as(&kind, place, error);
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    db_rollback(db);
    disconnect(db);
    free(db->path);
    free(db->reserve);
    free(db);
}

void db_keep_reserve(struct db *db, const char *path)
{
    free(db->reserve);
    db->reserve = mem_copy(path);
    reserve_mind(path);
}

bool db_is_low(const struct db *db)
{
    return db->reserve && reserve_low(db->reserve);
}

/* May a statement run? Not in a dead transaction: SQLite may have ended it by
 * itself, and then each further statement would be saved alone. */
static bool ready(struct db *db, struct error *error)
{
    if (db->transaction && !db->dead && sqlite3_get_autocommit(db->sqlite))
        db->dead = true;
    if (db->dead)
        return error_set(error, MESSAGE_STORE_UNDONE, "dead transaction");
    bool lost = db->sick || db->sqlite == NULL;
    if (!lost || db->transaction || db->running > 0)
        return true;
    disconnect(db);
    return connect(db, error);
}

bool db_script(struct db *db, const char *sql, struct error *error)
{
    if (!ready(db, error))
        return false;
    int result = sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL);
    return result == SQLITE_OK || fail(db, result, error);
}

static sqlite3_stmt *prepare(struct db *db, const char *sql,
                             struct error *error)
{
    sqlite3_stmt *statement = NULL;
    const char *rest = "";
    int result = sqlite3_prepare_v3(
        db->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    if (result == SQLITE_OK && statement != NULL && *rest == '\0')
        return statement;
    sqlite3_finalize(statement);
    fail(db, result == SQLITE_OK ? SQLITE_MISUSE : result, error);
    return NULL;
}

/* Takes a statement out of those kept, or prepares it. One that is at work is
 * not among them, so a row may ask the same question again. */
static sqlite3_stmt *take(struct db *db, const char *sql, struct error *error)
{
    for (int i = 0; i < db->kept_count; i++) {
        sqlite3_stmt *statement = db->kept[i];
        if (strcmp(sqlite3_sql(statement), sql) != 0)
            continue;
        memmove(db->kept + i, db->kept + i + 1,
                (size_t)(--db->kept_count - i) * sizeof statement);
        return statement;
    }
    return prepare(db, sql, error);
}

static void put_back(struct db *db, sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (db->kept_count == KEPT_STATEMENTS)
        sqlite3_finalize(db->kept[--db->kept_count]);
    memmove(db->kept + 1, db->kept,
            (size_t)db->kept_count++ * sizeof statement);
    db->kept[0] = statement;
}

static int bind_one(sqlite3_stmt *statement, int place,
                    const struct db_value *value)
{
    if (value->type == DB_INT)
        return sqlite3_bind_int64(statement, place, value->number);
    if (value->type == DB_NULL || value->bytes == NULL)
        return sqlite3_bind_null(statement, place);
    if (value->type == DB_TEXT)
        return sqlite3_bind_text(statement, place, value->bytes, -1,
                                 SQLITE_STATIC);
    return sqlite3_bind_blob64(statement, place, value->bytes, value->length,
                               SQLITE_STATIC);
}

static bool bind(struct db *db, sqlite3_stmt *statement,
                 const struct db_value *args, size_t count, struct error *error)
{
    if ((size_t)sqlite3_bind_parameter_count(statement) != count)
        return fail(db, SQLITE_RANGE, error);
    for (size_t i = 0; i < count; i++) {
        int result = bind_one(statement, (int)i + 1, &args[i]);
        if (result != SQLITE_OK)
            return fail(db, result, error);
    }
    return true;
}

static bool step(struct db *db, sqlite3_stmt *statement, db_each *each,
                 void *cookie, struct error *error)
{
    const struct db_row row = {statement};
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW)
        if (each != NULL && !each(&row, cookie))
            return true;
    return result == SQLITE_DONE || fail(db, result, error);
}

bool db_query(struct db *db, const char *sql, const struct db_value *args,
              size_t count, db_each *each, void *cookie, struct error *error)
{
    if (!ready(db, error))
        return false;
    sqlite3_stmt *statement = take(db, sql, error);
    if (statement == NULL)
        return false;
    db->running++;
    bool good = bind(db, statement, args, count, error) &&
                step(db, statement, each, cookie, error);
    db->running--;
    put_back(db, statement);
    return good;
}

bool db_run(struct db *db, const char *sql, const struct db_value *args,
            size_t count, struct error *error)
{
    bool good = db_query(db, sql, args, count, NULL, NULL, error);
    db->changed = good ? sqlite3_changes(db->sqlite) : 0;
    return good;
}

int db_changed(const struct db *db)
{
    return db->changed;
}

static bool begin(struct db *db, const char *sql, struct error *error)
{
    bool begun = db_run(db, sql, DB_NONE, error);
    db->transaction |= begun;
    return begun;
}

bool db_begin(struct db *db, struct error *error)
{
    if (db->reserve)
        reserve_mind(db->reserve);
    return begin(db, "BEGIN IMMEDIATE", error);
}

bool db_snapshot(struct db *db, struct error *error)
{
    return begin(db, "BEGIN", error);
}

bool db_commit(struct db *db, struct error *error)
{
    if (!db->transaction)
        return error_set(error, MESSAGE_INTERNAL, "commit without begin");
    bool good = db_run(db, "COMMIT", DB_NONE, error);
    db_rollback(db);
    return good;
}

void db_rollback(struct db *db)
{
    if (db->sqlite != NULL && !sqlite3_get_autocommit(db->sqlite) &&
        sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
        db->sick = true;
    db->transaction = false;
    db->dead = false;
}

static bool read_number(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

int64_t db_version(struct db *db)
{
    bool known = db_query(db, "PRAGMA data_version", DB_NONE, read_number,
                          &db->version, NULL);
    (void)known;
    return db->version;
}

bool db_error_is_lock(const struct error *error)
{
    return error->message == MESSAGE_STORE_LOCKED;
}
