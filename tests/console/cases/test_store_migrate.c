/* A store of each older version is brought up to date when it is opened: all of
 * it is there, and a program killed at any write leaves either version whole.
 * The calls of SQLite end in those of this file. */
#include "console/cases/store.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_sqlite.h"

#include "tests/console/cases/move_kit.h"
#include "tests/console/cases/old_store.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* At which call the program dies; 0: never. */
static long countdown;

static void count(void)
{
    if (countdown > 0 && --countdown == 0)
        _exit(9);
}

int fdatasync(int file)
{
    count();
    return (int)syscall(SYS_fdatasync, file);
}

int fsync(int file)
{
    count();
    return (int)syscall(SYS_fsync, file);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off_t at)
{
    count();
    return syscall(SYS_pwrite64, file, bytes, length, at);
}

int ftruncate64(int file, off_t length)
{
    count();
    return (int)syscall(SYS_ftruncate, file, length);
}

static struct store_kit kit;
static char *path;

/* The older stores as files, and what is in them. */
static struct old {
    int64_t version;
    void (*make)(struct store_kit *kit,
                 char numbers[OLD_STORE_CASES][NUMBER_SIZE]);
    int events;
    char numbers[OLD_STORE_CASES][NUMBER_SIZE];
    char *bytes;
    size_t length;
} olds[] = {{1, old_store_make, OLD_STORE_EVENTS, {{0}}, NULL, 0},
            {2, old_store_make_two, OLD_STORE_EVENTS + 1, {{0}}, NULL, 0}};

/* The one at hand. */
static const struct old *old;

static void keep(struct old *made)
{
    FILE *file;

    made->make(&kit, made->numbers);
    file = fopen(path, "r");
    made->bytes = mem_new(4 << 20);
    made->length = fread(made->bytes, 1, 4 << 20, file);
    fclose(file);
    unlink(path);
}

static int begin(void **state)
{
    (void)state;
    store_kit_make(&kit);
    path = mem_format("%s/log.db", kit.folder);
    for (size_t i = 0; i < COUNT(olds); i++)
        keep(&olds[i]);
    return 0;
}

static int end(void **state)
{
    (void)state;
    store_kit_remove(&kit);
    for (size_t i = 0; i < COUNT(olds); i++)
        free(olds[i].bytes);
    free(path);
    return 0;
}

static void restore(void)
{
    AUTO_CHARS journal = mem_format("%s-journal", path);
    FILE *file = fopen(path, "w");

    assert_int_equal(fwrite(old->bytes, 1, old->length, file), old->length);
    fclose(file);
    unlink(journal);
}

static bool see_int(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

/* One number out of the file, without bringing it up to date. */
static int64_t ask(const char *sql)
{
    struct error error = {0};
    int64_t number = -1;
    struct db *db = db_open(path, 1000, &error);

    assert_non_null(db);
    if (!db_query(db, sql, DB_NONE, see_int, &number, &error))
        fail_msg("%s", error.detail);
    db_close(db);
    return number;
}

static void assert_all_there(void)
{
    struct store *store = store_kit_open(&kit, &kit.agent);
    struct error error = {0};
    AUTO_JSON report = store_verify(store, &error);

    assert_non_null(report);
    if (!json_is_true(json_object_get(report, "ok")))
        fail_msg("%s", json_find_string(report, "what"));
    assert_int_equal(json_integer_value(json_object_get(report, "events")),
                     old->events);
    for (size_t i = 0; i < OLD_STORE_CASES; i++) {
        AUTO_JSON record = store_case(store, old->numbers[i], false, &error);

        assert_non_null(record);
        assert_string_equal(json_find_string(record, "state"), "open");
        assert_string_equal(json_find_string(record, "since"),
                            json_find_string(record, "opened"));
        assert_true(json_is_null(json_object_get(record, "due")));
    }
    store_close(store);
}

static void bring_up_to_date(void)
{
    restore();
    assert_int_equal(ask("SELECT version FROM meta"), old->version);
    assert_int_equal(ask("SELECT count(*) FROM event"), old->events);
    assert_all_there();
    assert_int_equal(ask("SELECT version FROM meta"), STORE_SCHEMA);
    assert_int_equal(ask("SELECT count(*) FROM outbox"), 0);
    assert_all_there();
}

static void an_old_store_is_brought_up_to_date(void **state)
{
    (void)state;
    for (old = olds; old < olds + COUNT(olds); old++)
        bring_up_to_date();
}

static void move(struct store *store, struct store_move order)
{
    char uuid[SEAL_UUID_SIZE];
    struct error error = {0};
    struct store_moved moved;

    seal_uuid(uuid);
    order.uuid = uuid;
    if (!store_move(store, NULL, &order, &moved, &error))
        fail_msg("%s", error.detail);
}

/* Old cases go on as new ones do, and what happens from now on is told. */
static void move_old_case(void)
{
    struct error error = {0};

    restore();
    struct store *agent = store_kit_open(&kit, &kit.agent);
    move(agent, MOVE_IT(NOTED, old->numbers[1], .text = "тағы"));
    store_close(agent);
    struct store *store = store_kit_open(&kit, &kit.kyzylorda);
    move(store, MOVE_IT(TAKEN, old->numbers[1], .version = 1));
    AUTO_JSON report = store_verify(store, &error);
    assert_true(json_is_true(json_object_get(report, "ok")));
    store_close(store);
    assert_int_equal(ask("SELECT count(*) FROM outbox"), 1);
}

static void an_old_case_can_be_moved(void **state)
{
    (void)state;
    for (old = olds; old < olds + COUNT(olds); old++)
        move_old_case();
}

/* A child opens the store and dies at its n-th call; false when it lived. */
static bool open_and_die(long n)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        countdown = n;
        store_close(store_kit_open(&kit, &kit.agent));
        _exit(0);
    }
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_true(WEXITSTATUS(status) == 9 || WEXITSTATUS(status) == 0);
    return WEXITSTATUS(status) == 9;
}

/* Does the file have what the newest version adds? */
static int64_t is_new(void)
{
    return ask("SELECT count(*) FROM sqlite_schema WHERE name = 'outbox'");
}

static void kill_everywhere(void)
{
    int kills = 0, left = 0;

    for (long n = 1;; n++) {
        restore();
        if (!open_and_die(n))
            break;
        int64_t version = ask("SELECT version FROM meta");
        assert_true(version == old->version || version == STORE_SCHEMA);
        assert_int_equal(is_new(), version == STORE_SCHEMA);
        assert_int_equal(ask("SELECT count(*) FROM event"), old->events);
        assert_all_there();
        kills++;
        left += version == old->version;
    }
    print_message("version %d: %d kills, %d left it as it was\n",
                  (int)old->version, kills, left);
    assert_true(kills > 10);
    assert_true(left < kills && left > 0);
}

static void a_kill_leaves_either_version(void **state)
{
    (void)state;
    for (old = olds; old < olds + COUNT(olds); old++)
        kill_everywhere();
}

static void a_newer_store_is_refused(void **state)
{
    struct error error = {0};
    struct db *db;

    (void)state;
    old = olds;
    restore();
    db = db_open(path, 1000, &error);
    assert_true(db_script(db, "UPDATE meta SET version = 99", &error));
    db_close(db);
    assert_null(store_open(kit.folder, &kit.keys, &kit.agent, 1000, &error));
    assert_int_equal(error.message, MESSAGE_STORE_NEWER);
    assert_int_equal(ask("SELECT version FROM meta"), 99);
    assert_int_equal(is_new(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_old_store_is_brought_up_to_date),
        cmocka_unit_test(an_old_case_can_be_moved),
        cmocka_unit_test(a_kill_leaves_either_version),
        cmocka_unit_test(a_newer_store_is_refused),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
