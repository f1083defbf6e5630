/* The store among other people: locks, readers, news of other connections; and
 * a disk that is full or fails. */
#include "tests/console/io/dbplace.h"

#include "console/base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs `work` in a process of its own that opens the store by itself; returns
 * once the child wrote to `ready` (a byte), which it does in `work`. */
static pid_t start(struct dbplace *place, void (*work)(struct db *, int *pipes),
                   int *pipes)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child > 0)
        return child;
    struct db *db = db_open(place->path, WAIT_MS, NULL);
    if (db == NULL)
        _exit(1);
    work(db, pipes);
    db_close(db);
    _exit(0);
}

static void expect_success(pid_t child)
{
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

enum { ROUNDS = 150 };

static void count_up(struct db *db, int *pipes)
{
    (void)pipes;
    for (int i = 0; i < ROUNDS; i++) {
        int64_t before = dbplace_number(db, "SELECT n FROM tally");
        if (!db_begin(db, NULL))
            _exit(2);
        before = dbplace_number(db, "SELECT n FROM tally");
        if (!db_run(db, "UPDATE tally SET n=?", DB_ARGS(DB_INT(before + 1)),
                    NULL) ||
            !db_commit(db, NULL))
            _exit(3);
    }
}

static void test_two_processes_count_together(void **state)
{
    struct dbplace *place = *state;
    pid_t one = start(place, count_up, NULL);
    pid_t two = start(place, count_up, NULL);
    expect_success(one);
    expect_success(two);
    assert_int_equal(dbplace_number(place->db, "SELECT n FROM tally"),
                     2 * ROUNDS);
}

static void hold_lock(struct db *db, int *pipes)
{
    char byte;
    if (!db_begin(db, NULL) || !dbplace_add(db, "theirs", NULL) ||
        write(pipes[1], "x", 1) != 1 || read(pipes[2], &byte, 1) != 1 ||
        !db_commit(db, NULL))
        _exit(4);
}

static void test_a_held_lock_is_told_and_the_save_works_later(void **state)
{
    struct dbplace *place = *state;
    int pipes[4];
    char byte;
    assert_int_equal(pipe(pipes), 0);
    assert_int_equal(pipe(pipes + 2), 0);
    db_close(place->db);
    place->db = db_open(place->path, 100, &place->error);
    pid_t holder = start(place, hold_lock, pipes);
    assert_int_equal(read(pipes[0], &byte, 1), 1);
    int64_t began_ms = clock_steady_ms();
    assert_false(db_begin(place->db, &place->error));
    assert_true(clock_steady_ms() - began_ms >= 100);
    assert_int_equal(place->error.message, MESSAGE_STORE_LOCKED);
    assert_true(db_error_is_lock(&place->error));
    assert_int_equal(error_code(&place->error), EXIT_UNAVAILABLE);
    /* Reading goes on meanwhile, and nothing is left open. */
    assert_int_equal(dbplace_number(place->db, "SELECT count(*) FROM note"), 0);
    assert_false(db_commit(place->db, NULL));
    assert_int_equal(write(pipes[3], "x", 1), 1);
    expect_success(holder);
    error_clear(&place->error);
    assert_true(db_begin(place->db, &place->error));
    assert_true(dbplace_add(place->db, "ours", &place->error));
    assert_true(db_commit(place->db, &place->error));
    assert_int_equal(dbplace_number(place->db, "SELECT count(*) FROM note"), 2);
    for (int i = 0; i < 4; i++)
        close(pipes[i]);
}

static void test_a_reader_in_the_way_is_a_lock(void **state)
{
    struct dbplace *place = *state;
    struct db *reader = place->db;
    struct db *writer = db_open(place->path, 50, &place->error);
    assert_true(db_snapshot(reader, &place->error));
    assert_int_equal(dbplace_number(reader, "SELECT count(*) FROM note"), 0);
    assert_true(db_begin(writer, &place->error));
    assert_true(dbplace_add(writer, "new", &place->error));
    assert_false(db_commit(writer, &place->error));
    assert_true(db_error_is_lock(&place->error));
    /* The snapshot sees the same as before. */
    assert_int_equal(dbplace_number(reader, "SELECT count(*) FROM note"), 0);
    db_rollback(reader);
    assert_int_equal(dbplace_number(reader, "SELECT count(*) FROM note"), 0);
    assert_true(dbplace_add(writer, "new", NULL));
    db_close(writer);
}

static void test_the_version_tells_of_other_connections_only(void **state)
{
    struct dbplace *place = *state;
    struct db *other = db_open(place->path, WAIT_MS, &place->error);
    int64_t before = db_version(place->db);
    assert_true(dbplace_add(place->db, "ours", &place->error));
    assert_int_equal(db_version(place->db), before);
    assert_true(dbplace_add(other, "theirs", &place->error));
    assert_int_not_equal(db_version(place->db), before);
    db_close(other);
}

static void test_a_full_store_is_told_and_recovers(void **state)
{
    struct dbplace *place = *state;
    struct db *db = place->db;
    int64_t pages = dbplace_number(db, "PRAGMA page_count");
    AUTO_CHARS limit = mem_format("PRAGMA max_page_count=%d", (int)pages);
    assert_true(db_script(db, limit, &place->error));
    assert_true(db_begin(db, &place->error));
    assert_true(dbplace_add(db, "small", &place->error));
    assert_false(db_script(
        db, "INSERT INTO note(body) VALUES(zeroblob(100000))", &place->error));
    assert_int_equal(place->error.message, MESSAGE_STORE_FULL);
    assert_false(db_commit(db, &place->error));
    assert_int_equal(dbplace_number(db, "SELECT count(*) FROM note"), 0);
    assert_true(db_script(db, "PRAGMA max_page_count=10000", NULL));
    assert_true(dbplace_add(db, "small", NULL));
}

static void set_file_limit(rlim_t most)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = most;
    setrlimit(RLIMIT_FSIZE, &limit);
}

/* The disk takes no more bytes, then it does again: the store is opened anew
 * and works. The child ends with the number of the first step that is wrong. */
static void meet_disk_fault(struct db *db, int *pipes)
{
    (void)pipes;
    struct error error = {0};
    signal(SIGXFSZ, SIG_IGN);
    set_file_limit(20000);
    if (!db_begin(db, NULL))
        _exit(11);
    bool good = db_script(db, "INSERT INTO note(body) VALUES(zeroblob(300000))",
                          &error) &&
                db_commit(db, &error);
    if (good || error.message != MESSAGE_STORE_IO)
        _exit(12);
    db_rollback(db);
    set_file_limit(RLIM_INFINITY);
    error_clear(&error);
    if (!dbplace_add(db, "after", &error))
        _exit(13);
    if (dbplace_number(db, "SELECT count(*) FROM note") != 1)
        _exit(14);
}

static void test_a_disk_that_fails_costs_the_connection_only(void **state)
{
    struct dbplace *place = *state;
    expect_success(start(place, meet_disk_fault, NULL));
    assert_int_equal(dbplace_number(place->db, "SELECT count(*) FROM note"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE(test_two_processes_count_together),
        STORE(test_a_held_lock_is_told_and_the_save_works_later),
        STORE(test_a_reader_in_the_way_is_a_lock),
        STORE(test_the_version_tells_of_other_connections_only),
        STORE(test_a_full_store_is_told_and_recovers),
        STORE(test_a_disk_that_fails_costs_the_connection_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
