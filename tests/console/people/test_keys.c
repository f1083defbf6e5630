/* The key of a data folder: made once, kept private, never replaced. */
#include "console/people/keys.h"

#include "console/base/error.h"

#include "tests/console/cases/store_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A folder whose key was just made. */
static int fresh(void **state)
{
    struct store_kit *kit = mem_new(sizeof(*kit));

    store_kit_make(kit);
    *state = kit;
    return 0;
}

static int gone(void **state)
{
    store_kit_remove(*state);
    free(*state);
    return 0;
}

static char *in(const struct store_kit *kit, const char *name)
{
    return mem_format("%s/%s", kit->folder, name);
}

static void the_first_start_makes_a_private_key(void **state)
{
    AUTO_CHARS path = in(*state, "master.key");
    struct stat facts;

    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 07777, 0600);
    assert_int_equal(facts.st_size, SEAL_KEY_SIZE);
}

static void the_next_start_reads_the_same_key(void **state)
{
    struct store_kit *kit = *state;
    struct error error = {0};
    struct keys again;

    assert_true(keys_load(&again, kit->folder, &error));
    assert_memory_equal(&again, &kit->keys, sizeof(again));
}

static void each_key_is_for_one_purpose(void **state)
{
    const struct keys *keys = &((struct store_kit *)*state)->keys;

    assert_memory_not_equal(&keys->wrap, &keys->find, sizeof(keys->wrap));
    assert_memory_not_equal(&keys->wrap, &keys->draft, sizeof(keys->wrap));
    assert_memory_not_equal(&keys->find, &keys->draft, sizeof(keys->wrap));
}

static void a_log_without_its_key_gets_no_new_one(void **state)
{
    struct store_kit *kit = *state;
    AUTO_CHARS key = in(kit, "master.key");
    AUTO_CHARS log = in(kit, "log.db");
    struct error error = {0};
    struct keys keys;

    assert_int_equal(unlink(key), 0);
    close(open(log, O_CREAT | O_WRONLY, 0600));
    assert_false(keys_load(&keys, kit->folder, &error));
    assert_int_equal(error.message, MESSAGE_KEY_MISSING);
    assert_int_not_equal(access(key, F_OK), 0);
}

static void a_key_that_others_can_read_is_refused(void **state)
{
    struct store_kit *kit = *state;
    AUTO_CHARS key = in(kit, "master.key");
    struct error error = {0};
    struct keys keys;

    assert_int_equal(chmod(key, 0640), 0);
    assert_false(keys_load(&keys, kit->folder, &error));
    assert_int_equal(error.message, MESSAGE_FILE_MODE);
}

static void a_cut_key_is_refused(void **state)
{
    struct store_kit *kit = *state;
    AUTO_CHARS key = in(kit, "master.key");
    struct error error = {0};
    struct keys keys;

    assert_int_equal(truncate(key, 31), 0);
    assert_false(keys_load(&keys, kit->folder, &error));
    assert_int_equal(error.message, MESSAGE_KEY_BAD);
}

static void a_key_that_is_a_link_is_refused(void **state)
{
    struct store_kit *kit = *state;
    AUTO_CHARS key = in(kit, "master.key");
    AUTO_CHARS other = in(kit, "other.key");
    struct error error = {0};
    struct keys keys;

    assert_int_equal(rename(key, other), 0);
    assert_int_equal(symlink(other, key), 0);
    assert_false(keys_load(&keys, kit->folder, &error));
    assert_int_equal(error.message, MESSAGE_FILE_READ);
}

static void a_folder_that_others_can_change_is_refused(void **state)
{
    struct store_kit *kit = *state;
    struct error error = {0};
    struct keys keys;

    assert_int_equal(chmod(kit->folder, 0777), 0);
    assert_false(keys_load(&keys, kit->folder, &error));
    assert_int_equal(error.message, MESSAGE_FOLDER_MODE);
    assert_int_equal(chmod(kit->folder, 0700), 0);
}

static void a_missing_folder_is_made_for_its_owner_alone(void **state)
{
    AUTO_CHARS deep = in(*state, "state/agent1414");
    struct error error = {0};
    struct stat facts;
    struct keys keys;

    assert_true(keys_load(&keys, deep, &error));
    assert_int_equal(stat(deep, &facts), 0);
    assert_int_equal(facts.st_mode & 07777, 0700);
}

/* What one of several programs that start at once finds. */
static void start_one(const char *folder, int gate, int out)
{
    struct error error = {0};
    struct keys keys = {0};
    char byte;

    if (read(gate, &byte, 1) < 0 || !keys_load(&keys, folder, &error) ||
        write(out, &keys.wrap, sizeof(keys.wrap)) < 0)
        _exit(1);
    _exit(0);
}

static void programs_that_start_at_once_agree_on_one_key(void **state)
{
    enum { STARTERS = 8 };
    AUTO_CHARS folder = in(*state, "at-once");
    int gate[2], out[2];
    struct seal_key first, next;

    assert_int_equal(pipe(gate), 0);
    assert_int_equal(pipe(out), 0);
    for (int i = 0; i < STARTERS; i++)
        if (fork() == 0) {
            close(gate[1]);
            start_one(folder, gate[0], out[1]);
        }
    close(gate[1]); /* opens the gate for all */
    close(out[1]);
    assert_int_equal(read(out[0], &first, sizeof(first)), sizeof(first));
    for (int i = 1; i < STARTERS; i++) {
        assert_int_equal(read(out[0], &next, sizeof(next)), sizeof(next));
        assert_memory_equal(&first, &next, sizeof(first));
    }
    for (int i = 0; i < STARTERS; i++)
        wait(NULL);
    close(gate[0]);
    close(out[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_first_start_makes_a_private_key,
                                        fresh, gone),
        cmocka_unit_test_setup_teardown(the_next_start_reads_the_same_key,
                                        fresh, gone),
        cmocka_unit_test_setup_teardown(each_key_is_for_one_purpose, fresh,
                                        gone),
        cmocka_unit_test_setup_teardown(a_log_without_its_key_gets_no_new_one,
                                        fresh, gone),
        cmocka_unit_test_setup_teardown(a_key_that_others_can_read_is_refused,
                                        fresh, gone),
        cmocka_unit_test_setup_teardown(a_cut_key_is_refused, fresh, gone),
        cmocka_unit_test_setup_teardown(a_key_that_is_a_link_is_refused, fresh,
                                        gone),
        cmocka_unit_test_setup_teardown(
            a_folder_that_others_can_change_is_refused, fresh, gone),
        cmocka_unit_test_setup_teardown(
            a_missing_folder_is_made_for_its_owner_alone, fresh, gone),
        cmocka_unit_test_setup_teardown(
            programs_that_start_at_once_agree_on_one_key, fresh, gone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
