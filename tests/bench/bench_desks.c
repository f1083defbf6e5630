/* bench_desks WORK [CASES]: a supervisor's lists and board over a million cases
 * beside the same rows out of a covering index; what counting costs a save. */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/cases/store_board.h"
#include "console/cases/store_tally.h"
#include "console/people/keys.h"
#include "console/people/seal.h"
#include "console/people/user.h"
#include "tests/kit/bench_kit.h"
#include "tests/kit/bench_record.h"

#include <jansson.h>
#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CASES = 1000000, ROUNDS = 200, LIMIT = 50, PAGES = 100, SAVES = 400 };

static const int64_t day_ms = 86400000, from_ms = 1766000000000;

static void stop(const char *what)
{
    fprintf(stderr, "bench_desks: %s\n", what);
    exit(1);
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        stop(sqlite3_errmsg(db));
}

/* ---- a store with that many cases ---- */

/* Twenty branches, a fifth of the cases still open, a case each 31 seconds.
 * Only the tables that lists and board read are filled: no events. */
static const char fill_calls[] =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
    " WHERE i < ?1) INSERT INTO call(seq, uuid, call, turn, started_ms,"
    " ended_ms, agent, lookup, outcome, script, language, number)"
    " SELECT i * 3, printf('%08x-0000-4000-8000-%012x', i, i),"
    " printf('%08x-0000-4000-9000-%012x', i, i), 1, ?2 + i * 31000,"
    " ?2 + i * 31000 + 161000, printf('ag%03d', i * 7919 % 500), 'known',"
    " printf('STU-%02d', i * 104729 % 60), 'student', iif(i % 3, 'kk', 'ru'),"
    " printf('%02d-26-%06d-0', 10 + i % 20, i / 20) FROM n";

static const char fill_cases[] =
    "INSERT INTO cases(seq, number, uuid, part, call, state, branch, issue,"
    " outcome, opened_ms, language, agent, since_ms, due_ms, holder, term)"
    " SELECT seq + 1, number, printf('%08x-0000-4000-a000-%012x', seq, seq),"
    " uuid, call, CASE seq / 60 * 7 % 20 WHEN 0 THEN 'open'"
    " WHEN 1 THEN 'in_work' WHEN 2 THEN 'answered' WHEN 3 THEN 'returned'"
    " ELSE 'closed' END, printf('B%02d', seq / 3 % 20),"
    " printf('issue_%02d', seq / 3 * 31 % 30), outcome, ended_ms, language,"
    " agent, ended_ms, iif(seq / 60 * 7 % 20 < 4, ended_ms + 864000000,"
    " NULL), iif(seq / 60 * 7 % 20 = 1, 'br.' || agent, NULL),"
    " 'status_correction' FROM call";

static void drop_triggers(sqlite3 *db)
{
    run(db, "DROP TRIGGER tally_call; DROP TRIGGER tally_case;"
            "DROP TRIGGER tally_state; DROP TRIGGER tally_due");
}

static void fill(const char *path, int64_t cases)
{
    sqlite3 *db;
    sqlite3_stmt *calls;
    if (sqlite3_open(path, &db) != SQLITE_OK)
        stop("no database");
    run(db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;"
            "PRAGMA foreign_keys = OFF; BEGIN");
    if (sqlite3_prepare_v2(db, fill_calls, -1, &calls, NULL) != SQLITE_OK)
        stop(sqlite3_errmsg(db));
    sqlite3_bind_int64(calls, 1, cases);
    sqlite3_bind_int64(calls, 2, from_ms);
    if (sqlite3_step(calls) != SQLITE_DONE)
        stop(sqlite3_errmsg(db));
    sqlite3_finalize(calls);
    run(db, fill_cases);
    run(db, "COMMIT");
    sqlite3_close(db);
}

/* ---- lists ---- */

struct bench {
    struct store *store;
    sqlite3 *bare;
    sqlite3_stmt *floor;
    int64_t cases;
    unsigned dice;
    double one[ROUNDS], covering[ROUNDS], any[ROUNDS], deep[ROUNDS];
    double board[ROUNDS], counted[ROUNDS];
};

static unsigned roll(struct bench *bench, unsigned sides)
{
    bench->dice = bench->dice * 1664525u + 1013904223u;
    return (bench->dice >> 8) % sides;
}

/* The columns that a list shows, out of the index that has them all. */
static const char floor_sql[] =
    "SELECT seq, opened_ms, number, state, branch, issue, outcome, language,"
    " agent, call, holder, version, since_ms, due_ms, act_ms, lease_ms,"
    " look_ms, tries, lead, term FROM cases INDEXED BY cases_list"
    " WHERE branch = ?1 AND state = ?2 AND opened_ms >= ?3 AND opened_ms < ?4"
    " ORDER BY opened_ms DESC, seq DESC LIMIT 50";

static double read_floor(struct bench *bench, const struct store_filter *filter)
{
    double from_us = bench_now_us();
    sqlite3_stmt *floor = bench->floor;
    size_t bytes = 0;
    sqlite3_bind_text(floor, 1, filter->branch, -1, SQLITE_STATIC);
    sqlite3_bind_text(floor, 2, filter->state, -1, SQLITE_STATIC);
    sqlite3_bind_int64(floor, 3, filter->from_ms);
    sqlite3_bind_int64(floor, 4, filter->until_ms);
    while (sqlite3_step(floor) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(floor); i++) {
            const unsigned char *text = sqlite3_column_text(floor, i);
            bytes += text ? *text : 0;
        }
    sqlite3_reset(floor);
    if (bytes == 0)
        stop("the floor found nothing");
    return bench_now_us() - from_us;
}

static double read_list(struct bench *bench, const struct store_filter *filter,
                        int64_t *last)
{
    struct error error = {0};
    double from_us = bench_now_us();
    json_t *rows = store_cases(bench->store, filter, &error);
    double us = bench_now_us() - from_us;
    size_t count = json_array_size(rows);
    if (count != LIMIT)
        stop("a list is not full");
    *last = json_integer_value(
        json_object_get(json_array_get(rows, count - 1), "seq"));
    json_decref(rows);
    return us;
}

static double read_board(struct bench *bench)
{
    struct error error = {0};
    const struct store_board_filter today = {
        .from_day = store_tally_day(from_ms + bench->cases * 31000)};
    double from_us = bench_now_us();
    json_t *board = store_board(bench->store, &today, &error);
    double us = bench_now_us() - from_us;
    if (!board)
        stop(message_text(error.message));
    json_decref(board);
    return us;
}

static double count_bare(struct bench *bench)
{
    double from_us = bench_now_us();
    run(bench->bare, "SELECT branch, state, count(*) FROM cases"
                     " GROUP BY branch, state");
    return bench_now_us() - from_us;
}

static void read_one_round(struct bench *bench, int round)
{
    static const char *const states[] = {"open", "in_work", "closed"};
    char branch[8];
    int64_t span = bench->cases * 31000, last;
    int64_t from = from_ms + (int64_t)roll(bench, 80) * span / 100;
    snprintf(branch, sizeof(branch), "B%02u", roll(bench, 20));
    struct store_filter filter = {.branch = branch,
                                  .state = states[roll(bench, 3)],
                                  .from_ms = from,
                                  .until_ms = from + span / 5,
                                  .limit = LIMIT};
    bench->covering[round] = read_floor(bench, &filter);
    bench->one[round] = read_list(bench, &filter, &last);
    filter.state = NULL;
    bench->any[round] = read_list(bench, &filter, &last);
    bench->board[round] = read_board(bench);
    if (round < 5)
        bench->counted[round] = count_bare(bench);
}

/* Walks to page 100 of a branch's closed cases, by key. */
static void read_deep(struct bench *bench, double *first, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char branch[8];
        struct store_filter page = {
            .branch = branch, .state = "closed", .limit = LIMIT};
        snprintf(branch, sizeof(branch), "B%02zu", i);
        first[i] = read_list(bench, &page, &page.before_seq);
        for (int j = 1; j < PAGES; j++)
            bench->deep[i] = read_list(bench, &page, &page.before_seq);
    }
}

static void show_lists(struct bench *bench)
{
    double first[20];
    for (int i = 0; i < ROUNDS; i++)
        read_one_round(bench, i);
    read_deep(bench, first, COUNT(first));
    double one = bench_median(bench->one, ROUNDS);
    const struct bench_row rows[] = {
        {"branch, state, dates; newest 50, us", one, "covering index, bare",
         bench_median(bench->covering, ROUNDS), 2.0},
        {"page 100, us", bench_median(bench->deep, COUNT(first)), "page 1",
         bench_median(first, COUNT(first)), 1.2},
        {"any state, us", bench_median(bench->any, ROUNDS), "one state", one,
         4.0},
        {"board of today, us", bench_median(bench->board, ROUNDS), NULL, 0,
         1000},
        {"", bench_median(bench->board, ROUNDS), "counting by GROUP BY",
         bench_median(bench->counted, 5), BENCH_NO_GOAL}};
    for (size_t i = 0; i < COUNT(rows); i++)
        bench_show(&rows[i]);
}

/* ---- what counting costs a save ---- */

static double save(struct store *store, int number)
{
    struct error error = {0};
    char written[NUMBER_SIZE];
    struct call_record *record = bench_record(number);
    double from_us = bench_now_us();
    if (!store_save(store, record, written, &error))
        stop(message_text(error.message));
    double us = bench_now_us() - from_us;
    call_record_free(record);
    return us;
}

static void show_saves(struct store *counting, struct store *plain)
{
    double with[SAVES], without[SAVES];
    for (int i = 0; i < SAVES; i++) {
        with[i] = save(counting, i);
        without[i] = save(plain, i);
    }
    bench_show(&(struct bench_row){
        "a save that counts, us", bench_median(with, SAVES), "without counters",
        bench_median(without, SAVES), 1.1});
}

/* ---- life ---- */

static struct store *make_store(const char *work, const char *name,
                                struct keys *keys, const struct user *user,
                                char **log)
{
    struct error error = {0};
    AUTO_CHARS folder = mem_format("%s/%s", work, name);
    struct store *store = NULL;
    *log = mem_format("%s/log.db", folder);
    if (!keys_folder(folder, &error) || !keys_load(keys, folder, &error) ||
        !(store = store_open(folder, keys, user, 5000, &error)))
        stop(message_text(error.message));
    return store;
}

static void measure_saves(const char *work, const struct user *user)
{
    AUTO(keys_clear) struct keys counting_keys = {0};
    AUTO(keys_clear) struct keys plain_keys = {0};
    AUTO_CHARS counting = NULL;
    AUTO_CHARS plain = NULL;
    struct store *one =
        make_store(work, "counting", &counting_keys, user, &counting);
    struct store *other = make_store(work, "plain", &plain_keys, user, &plain);
    sqlite3 *db;
    if (sqlite3_open(plain, &db) != SQLITE_OK)
        stop("no database");
    drop_triggers(db);
    sqlite3_close(db);
    show_saves(one, other);
    store_close(one);
    store_close(other);
}

static void measure_lists(const char *work, const struct user *user,
                          int64_t cases)
{
    AUTO(keys_clear) struct keys keys = {0};
    AUTO_CHARS log = NULL;
    struct bench *bench = mem_new(sizeof(*bench));
    bench->store = make_store(work, "desks", &keys, user, &log);
    bench->cases = cases;
    fill(log, cases);
    clock_fix_ms(from_ms + cases * 31000 + day_ms / 2);
    if (sqlite3_open_v2(log, &bench->bare, SQLITE_OPEN_READONLY, NULL) ||
        sqlite3_prepare_v2(bench->bare, floor_sql, -1, &bench->floor, NULL))
        stop("the floor cannot be prepared");
    show_lists(bench);
    clock_fix_ms(-1);
    sqlite3_finalize(bench->floor);
    sqlite3_close(bench->bare);
    store_close(bench->store);
    free(bench);
}

int main(int argc, char **argv)
{
    AUTO(user_clear)
    struct user user = {.name = mem_copy("bench"), .role = ROLE_SUPERVISOR};
    if (argc < 2)
        stop("usage: bench_desks WORK [CASES]");
    int64_t cases = argc > 2 ? atoll(argv[2]) : CASES;
    AUTO_CHARS title = mem_format("Desks, %lld cases", (long long)cases);
    seal_start();
    bench_heading(title);
    measure_lists(argv[1], &user, cases);
    measure_saves(argv[1], &user);
    return 0;
}
