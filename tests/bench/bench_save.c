/* bench_save WORK: saving a call with its case, beside the same rows put bare
 * into SQLite with the same schema, journal and syncing, and one fdatasync. */
#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/people/keys.h"
#include "console/people/seal.h"
#include "console/people/user.h"
#include "tests/kit/bench_kit.h"
#include "tests/kit/bench_record.h"

#include <sqlite3.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TIMES = 500, TABLES = 7, COLUMNS = 32, ROWS = 16, PAGE = 4096 };

/* The tables that a save adds to; rows above the highest key are new. */
static const struct {
    const char *name, *key;
} tables[TABLES] = {{"person", "rowid"}, {"event", "seq"}, {"sealed", "event"},
                    {"call", "seq"},     {"cases", "seq"}, {"serial", "last"},
                    {"outbox", "seq"}};

/* One row on its way from our log to the bare copy. */
struct row {
    int table, count;
    sqlite3_value *values[COLUMNS];
};

struct copy {
    sqlite3 *from, *to;
    sqlite3_stmt *select[TABLES], *insert[TABLES];
    int64_t last[TABLES];
    struct row rows[ROWS];
    int count;
};

static void stop(const char *what)
{
    fprintf(stderr, "bench_save: %s\n", what);
    exit(1);
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        stop(sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        stop(sqlite3_errmsg(db));
    return statement;
}

/* ---- the bare copy ---- */

static void copy_schema(struct copy *copy)
{
    sqlite3_stmt *all =
        prepare(copy->from, "SELECT sql FROM sqlite_master WHERE sql NOT NULL"
                            " ORDER BY type = 'table' DESC");
    while (sqlite3_step(all) == SQLITE_ROW)
        run(copy->to, (const char *)sqlite3_column_text(all, 0));
    sqlite3_finalize(all);
}

static void prepare_table(struct copy *copy, int i)
{
    AUTO_CHARS select = mem_format("SELECT %s AS k, * FROM %s WHERE k > ?",
                                   tables[i].key, tables[i].name);
    copy->select[i] = prepare(copy->from, select);
    char marks[2 * COLUMNS] = "?";
    for (int c = sqlite3_column_count(copy->select[i]) - 2; c > 0; c--)
        strcat(marks, ",?");
    AUTO_CHARS insert = mem_format("INSERT OR REPLACE INTO %s VALUES(%s)",
                                   tables[i].name, marks);
    copy->insert[i] = prepare(copy->to, insert);
}

static void copy_open(struct copy *copy, const char *ours, const char *bare)
{
    if (sqlite3_open(ours, &copy->from) || sqlite3_open(bare, &copy->to))
        stop("no database");
    run(copy->to, "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL");
    copy_schema(copy);
    for (int i = 0; i < TABLES; i++)
        prepare_table(copy, i);
}

static void take_row(struct copy *copy, int table)
{
    sqlite3_stmt *select = copy->select[table];
    if (copy->count == ROWS)
        stop("more rows than expected");
    struct row *row = &copy->rows[copy->count++];
    row->table = table;
    row->count = sqlite3_column_count(select) - 1;
    copy->last[table] = sqlite3_column_int64(select, 0);
    for (int i = 0; i < row->count; i++)
        row->values[i] = sqlite3_value_dup(sqlite3_column_value(select, i + 1));
}

/* What the last save added, into memory. */
static void copy_take(struct copy *copy)
{
    copy->count = 0;
    for (int i = 0; i < TABLES; i++) {
        sqlite3_bind_int64(copy->select[i], 1, copy->last[i]);
        while (sqlite3_step(copy->select[i]) == SQLITE_ROW)
            take_row(copy, i);
        sqlite3_reset(copy->select[i]);
    }
}

static void copy_save(struct copy *copy)
{
    run(copy->to, "BEGIN IMMEDIATE");
    for (int i = 0; i < copy->count; i++) {
        const struct row *row = &copy->rows[i];
        sqlite3_stmt *insert = copy->insert[row->table];
        for (int c = 0; c < row->count; c++)
            sqlite3_bind_value(insert, c + 1, row->values[c]);
        if (sqlite3_step(insert) != SQLITE_DONE)
            stop(sqlite3_errmsg(copy->to));
        sqlite3_reset(insert);
    }
    run(copy->to, "COMMIT");
}

static void copy_drop(struct copy *copy)
{
    for (int i = 0; i < copy->count; i++)
        for (int c = 0; c < copy->rows[i].count; c++)
            sqlite3_value_free(copy->rows[i].values[c]);
}

static void copy_close(struct copy *copy)
{
    for (int i = 0; i < TABLES; i++) {
        sqlite3_finalize(copy->select[i]);
        sqlite3_finalize(copy->insert[i]);
    }
    sqlite3_close(copy->from);
    sqlite3_close(copy->to);
}

/* ---- the three, in turn ---- */

struct bench {
    struct store *store;
    struct copy copy;
    int file;
    double ours[TIMES], bare[TIMES], sync[TIMES];
};

static double save_ours(struct store *store, int number)
{
    struct error error = {0};
    char written[NUMBER_SIZE];
    /* Times three: always the same branch, so one row of the serials. */
    struct call_record *record = bench_record(number * 3);
    double from_us = bench_now_us();
    if (!store_save(store, record, written, &error))
        stop(message_text(error.message));
    double us = bench_now_us() - from_us;
    call_record_free(record);
    return us;
}

static double save_bare(struct copy *copy)
{
    double from_us = bench_now_us();
    copy_save(copy);
    return bench_now_us() - from_us;
}

static double sync_page(int file, int number)
{
    char page[PAGE];
    memset(page, number, sizeof(page));
    double from_us = bench_now_us();
    if (pwrite(file, page, PAGE, number % 64 * PAGE) != PAGE ||
        fdatasync(file) != 0)
        stop("cannot write");
    return bench_now_us() - from_us;
}

static void measure(struct bench *bench)
{
    for (int i = 0; i < 64; i++)
        sync_page(bench->file, i); /* the pages are there from now on */
    for (int i = 0; i < TIMES; i++) {
        bench->ours[i] = save_ours(bench->store, i);
        copy_take(&bench->copy);
        bench->bare[i] = save_bare(&bench->copy);
        bench->sync[i] = sync_page(bench->file, i);
        copy_drop(&bench->copy);
    }
    double ours = bench_median(bench->ours, TIMES);
    const struct bench_row rows[] = {
        {"a call with its case, us", ours, "SQLite, the same rows",
         bench_median(bench->bare, TIMES), 1.3},
        {"", ours, "one fdatasync", bench_median(bench->sync, TIMES),
         BENCH_NO_GOAL}};
    bench_heading("Saving, one writer");
    for (size_t i = 0; i < COUNT(rows); i++)
        bench_show(&rows[i]);
}

/* ---- life ---- */

static void open_all(struct bench *bench, const char *work,
                     const struct user *user, struct keys *keys)
{
    struct error error = {0};
    AUTO_CHARS folder = mem_format("%s/save", work);
    AUTO_CHARS log = mem_format("%s/log.db", folder);
    AUTO_CHARS bare = mem_format("%s/bare.db", work);
    AUTO_CHARS page = mem_format("%s/page", work);
    seal_start();
    if (!keys_folder(folder, &error) || !keys_load(keys, folder, &error) ||
        !(bench->store = store_open(folder, keys, user, 5000, &error)))
        stop(message_text(error.message));
    copy_open(&bench->copy, log, bare);
    bench->file = open(page, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (bench->file < 0)
        stop("cannot open a file");
}

int main(int argc, char **argv)
{
    AUTO(keys_clear) struct keys keys = {0};
    AUTO(user_clear) struct user user = {.name = mem_copy("bench")};
    struct bench *bench = mem_new(sizeof(*bench));
    if (argc != 2)
        stop("usage: bench_save WORK");
    open_all(bench, argv[1], &user, &keys);
    measure(bench);
    close(bench->file);
    copy_close(&bench->copy);
    store_close(bench->store);
    free(bench);
    return 0;
}
