/* When the file is looked through for damage: once a day, after the machine
 * started, and after somebody died in the middle of saving. */
#include "console/cases/store_check.h"

#include "console/base/error.h"
#include "console/cases/store.h"

#include "tests/console/cases/store_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct lab {
    struct store_kit kit;
    struct store *store;
    char *checked, *journal;
};

static int begin(void **state)
{
    struct lab *lab = mem_new(sizeof(*lab));

    store_kit_make(&lab->kit);
    lab->store = store_kit_open(&lab->kit, &lab->kit.agent);
    lab->checked = mem_format("%s/checked", lab->kit.folder);
    lab->journal = mem_format("%s/log.db-journal", lab->kit.folder);
    *state = lab;
    return 0;
}

static int end(void **state)
{
    struct lab *lab = *state;

    store_close(lab->store);
    store_kit_remove(&lab->kit);
    free(lab->checked);
    free(lab->journal);
    free(lab);
    return 0;
}

static void look(struct lab *lab)
{
    struct error error = {0};

    if (!store_check(lab->store, &error))
        fail_msg("%s", error.detail);
}

/* Gives a file the time of so many seconds ago. */
static void age(const char *path, time_t seconds)
{
    const struct timespec then = {time(NULL) - seconds, 0};
    const struct timespec times[2] = {then, then};

    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

/* Nobody waits for the look through a large file, nor do those who save. */
static void a_large_store_is_not_looked_through_at_a_start(void **state)
{
    struct lab *lab = *state;
    AUTO_CHARS large = mem_format("%s/large", lab->kit.folder);
    AUTO_CHARS log = mem_format("%s/log.db", large);

    assert_int_equal(mkdir(large, 0700), 0);
    assert_true(store_check_due(large));
    int file = open(log, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_int_equal(ftruncate(file, (64 << 20) + 1), 0);
    assert_false(store_check_due(large));
    assert_int_equal(ftruncate(file, 64 << 20), 0);
    assert_true(store_check_due(large));
    close(file);
    unlink(log);
    rmdir(large);
}

static void a_store_is_looked_at_once_a_day(void **state)
{
    struct lab *lab = *state;

    assert_true(store_check_due(lab->kit.folder));
    look(lab);
    assert_false(store_check_due(lab->kit.folder));
    age(lab->checked, 25 * 60 * 60);
    assert_true(store_check_due(lab->kit.folder));
    look(lab);
    assert_false(store_check_due(lab->kit.folder));
    age(lab->checked, -3 * 24 * 60 * 60); /* the clock was wrong */
    assert_true(store_check_due(lab->kit.folder));
}

static void what_a_dead_program_left_is_looked_at(void **state)
{
    struct lab *lab = *state;
    int file;

    look(lab);
    file = open(lab->journal, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_int_equal(write(file, "left", 4), 4);
    close(file);
    assert_false(store_check_due(lab->kit.folder)); /* somebody saves now */
    age(lab->journal, 60);
    assert_true(store_check_due(lab->kit.folder));
    assert_int_equal(unlink(lab->journal), 0);
}

/* One is enough; the others do not wait for it. */
static void two_do_not_look_at_once(void **state)
{
    struct lab *lab = *state;
    int file = open(lab->checked, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    assert_int_equal(flock(file, LOCK_EX), 0);
    age(lab->checked, 25 * 60 * 60);
    look(lab);
    assert_true(store_check_due(lab->kit.folder)); /* that one did not look */
    close(file);
    look(lab);
    assert_false(store_check_due(lab->kit.folder));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_store_is_looked_at_once_a_day, begin,
                                        end),
        cmocka_unit_test_setup_teardown(
            a_large_store_is_not_looked_through_at_a_start, begin, end),
        cmocka_unit_test_setup_teardown(what_a_dead_program_left_is_looked_at,
                                        begin, end),
        cmocka_unit_test_setup_teardown(two_do_not_look_at_once, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
