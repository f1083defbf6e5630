/* A program killed at any moment loses nothing that it called saved. A child
 * saves cases and tells each number; the parent kills it and counts. */
#include "console/cases/store.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/record.h"

#include "tests/console/cases/store_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 200, NUMBERS_MAX = 20000 };

/* What the child tells of each case that was called saved. */
struct told {
    char uuid[SEAL_UUID_SIZE];
    char number[NUMBER_SIZE];
};

static void save_until_killed(struct store_kit *kit, int out)
{
    struct store *store = store_kit_open(kit, &kit->agent);
    struct error error = {0};

    for (;;) {
        struct call_record *record = store_kit_case("900101300017", "KZO");
        struct told told = {"", ""};

        memcpy(told.uuid, record->uuid, SEAL_UUID_SIZE);
        if (!store_save(store, record, told.number, &error) ||
            write(out, &told, sizeof(told)) != sizeof(told))
            _exit(1);
        call_record_free(record);
    }
}

/* Lets a child save some cases and work on for a moment, kills it, adds what
 * it told. */
static size_t run_and_kill(struct store_kit *kit, unsigned dice,
                           struct told *told, size_t count)
{
    int pipes[2], status;
    struct told one;

    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        close(pipes[0]);
        save_until_killed(kit, pipes[1]);
    }
    close(pipes[1]);
    for (unsigned i = 0; i < dice % 4; i++) {
        assert_int_equal(read(pipes[0], &one, sizeof(one)), sizeof(one));
        told[count++] = one;
    }
    usleep(dice / 4 % (dice % 4 == 0 ? 20000 : 4000));
    kill(child, SIGKILL);
    while (count < NUMBERS_MAX &&
           read(pipes[0], &one, sizeof(one)) == sizeof(one))
        told[count++] = one;
    waitpid(child, &status, 0);
    close(pipes[0]);
    assert_true(WIFSIGNALED(status));
    return count;
}

static void assert_there(struct store *store, const struct told *told)
{
    struct error error = {0};
    AUTO_JSON found = store_case(store, told->number, false, &error);

    if (!found)
        fail_msg("%s is lost", told->number);
    assert_string_equal(json_find_string(found, "part"), told->uuid);
}

static void assert_verified(struct store *store)
{
    struct error error = {0};
    AUTO_JSON report = store_verify(store, &error);

    assert_non_null(report);
    if (!json_is_true(json_object_get(report, "ok")))
        fail_msg("%s", json_find_string(report, "what"));
}

static void nothing_called_saved_is_lost(void **state)
{
    struct store_kit kit;
    struct told *told = mem_new(NUMBERS_MAX * sizeof(*told));
    size_t count = 0, seen = 0;
    unsigned dice = 1414;

    (void)state;
    store_kit_make(&kit);
    for (int round = 0; round < ROUNDS; round++) {
        dice = dice * 1664525u + 1013904223u;
        count = run_and_kill(&kit, dice >> 8, told, count);
        struct store *store = store_kit_open(&kit, &kit.agent);
        for (; seen < count; seen++)
            assert_there(store, &told[seen]);
        if (round % 20 == 0)
            assert_verified(store);
        store_close(store);
    }
    struct store *store = store_kit_open(&kit, &kit.agent);
    for (size_t i = 0; i < count; i++)
        assert_there(store, &told[i]);
    assert_verified(store);
    store_close(store);
    print_message("%d kills, %zu cases called saved, 0 lost\n", ROUNDS, count);
    assert_true(count > ROUNDS);
    free(told);
    store_kit_remove(&kit);
}

enum { DESKS = 4, CASES_EACH = 15 };

static void save_some(struct store_kit *kit, int out)
{
    struct store *store = store_kit_open(kit, &kit->agent);

    for (int i = 0; i < CASES_EACH; i++) {
        const char *number =
            store_kit_save(store, store_kit_case("900101300017", "KZO"));

        if (write(out, number, NUMBER_SIZE) != NUMBER_SIZE)
            _exit(1);
    }
    store_close(store);
    _exit(0);
}

/* Four desks that open a store that is not there yet and save at once: each
 * number is given once, and none is left out. */
static void desks_that_save_at_once_get_numbers_of_their_own(void **state)
{
    bool given[DESKS * CASES_EACH + 1] = {false};
    char number[NUMBER_SIZE];
    struct store_kit kit;
    int pipes[2];

    (void)state;
    store_kit_make(&kit);
    assert_int_equal(pipe(pipes), 0);
    for (int i = 0; i < DESKS; i++)
        if (fork() == 0)
            save_some(&kit, pipes[1]);
    close(pipes[1]);
    for (int i = 0; i < DESKS * CASES_EACH; i++) {
        assert_int_equal(read(pipes[0], number, NUMBER_SIZE), NUMBER_SIZE);
        long serial = strtol(number + 6, NULL, 10);
        assert_in_range(serial, 1, DESKS * CASES_EACH);
        assert_false(given[serial]);
        given[serial] = true;
    }
    for (int i = 0; i < DESKS; i++)
        wait(NULL);
    close(pipes[0]);
    struct store *store = store_kit_open(&kit, &kit.agent);
    assert_verified(store);
    store_close(store);
    store_kit_remove(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_called_saved_is_lost),
        cmocka_unit_test(desks_that_save_at_once_get_numbers_of_their_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
