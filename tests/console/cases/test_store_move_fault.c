/* The disk fails, or the program dies, at each call of a move in turn: a move
 * is never called done when it is not, nor lost when it is, nor made twice by
 * trying again. The calls of SQLite end in those of this file. */
#include "console/cases/store.h"

#include "console/base/json.h"
#include "console/cases/store_sqlite.h"

#include "tests/console/cases/disk_fault.h"
#include "tests/console/cases/move_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct move_kit kit;

/* What was said of the moves with a fault. */
static struct {
    int done, refused, unsure, killed;
} said;

static int begin(void **state)
{
    (void)state;
    move_kit_make(&kit);
    return 0;
}

static int end(void **state)
{
    (void)state;
    move_kit_remove(&kit);
    return 0;
}

/* The steps of a case's life that are tried, one after the other. */
static struct store_move nth_move(int step, const char *number)
{
    switch (step) {
    case 0:
        return MOVE_IT(TAKEN, number, .version = 1);
    case 1:
        return MOVE_IT(ANSWERED, number, .version = 2,
                       .text = "Мәртебе түзелді");
    default:
        return MOVE_IT(CLOSED, number, .version = 3, .channel = "phone",
                       .told = true, .text = "айтылды");
    }
}

enum { STEPS = 3 };

static bool see_int(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

/* How often the move of this uuid stands in the log. */
static int64_t count_of(const char *uuid)
{
    int64_t count = -1;

    assert_true(db_query(kit.stores[ADMIN]->db,
                         "SELECT count(*) FROM event WHERE uuid = ?",
                         DB_ARGS(DB_TEXT(uuid)), see_int, &count, &kit.error));
    return count;
}

/* The row follows the event: both are there, or none. */
static void assert_whole(const char *uuid, const char *number, int step)
{
    int64_t version = move_kit_now(&kit, number).version;

    assert_int_equal(version, step + 1 + count_of(uuid));
}

/* The disk is mended and the person tries again. */
static void try_again(const struct store_move *move, int step)
{
    move_kit_do(&kit, KZO, *move);
    assert_int_equal(kit.moved.now.version, step + 2);
    assert_int_equal(count_of(move->uuid), 1);
}

/* One step with the fault at its n-th call, then again without; false when n
 * was never reached. */
static bool step_with_fault(int step, long n, const char *number)
{
    char uuid[SEAL_UUID_SIZE];
    struct store_move move = nth_move(step, number);
    bool done, reached;

    seal_uuid(uuid);
    move.uuid = uuid;
    fault.calls = 0;
    fault.countdown = n;
    done = move_kit_try(&kit, KZO, move);
    reached = fault.calls >= n;
    fault.countdown = 0;
    assert_whole(uuid, number, step);
    if (!done) /* nobody was faster: it is the disk */
        assert_string_equal(kit.moved.actor, "");
    if (done)
        assert_int_equal(count_of(uuid), 1);
    else if (kit.error.message != MESSAGE_SAVE_UNSURE)
        assert_int_equal(count_of(uuid), 0);
    said.done += done;
    said.unsure += !done && kit.error.message == MESSAGE_SAVE_UNSURE;
    said.refused += !done && kit.error.message != MESSAGE_SAVE_UNSURE;
    try_again(&move, step);
    return reached;
}

static void every_fault_of_the_disk_is_told_honestly(void **state)
{
    static const struct {
        bool for_ever;
        int number;
    } kinds[] = {{false, EIO}, {true, EIO}, {false, ENOSPC}};
    char number[NUMBER_SIZE];

    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        bool reached = true;

        fault.for_ever = kinds[i].for_ever;
        fault.number = kinds[i].number;
        for (long n = 1; reached; n++) {
            move_kit_case(&kit, "KZO", number);
            reached = false;
            for (int step = 0; step < STEPS; step++)
                reached |= step_with_fault(step, n, number);
        }
    }
    move_kit_verify(&kit);
    print_message("%d done, %d refused, %d unsure\n", said.done, said.refused,
                  said.unsure);
    assert_true(said.refused > 100);
}

/* A child moves the case and dies at its n-th call; false when it lived. */
static bool move_and_die(const struct store_move *move, long n)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        struct error error = {0};
        struct store_moved moved;
        struct store *store = store_open(kit.kit.folder, &kit.kit.keys,
                                         &kit.people[KZO], 5000, &error);

        fault.number = 0;
        fault.countdown = n;
        _exit(store && store_move(store, NULL, move, &moved, &error) ? 0 : 1);
    }
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_true(WEXITSTATUS(status) == 9 || WEXITSTATUS(status) == 0);
    return WEXITSTATUS(status) == 9;
}

/* One step that dies at its n-th call, then again; false when it lived. */
static bool step_and_die(int step, long n, const char *number)
{
    char uuid[SEAL_UUID_SIZE];
    struct store_move move = nth_move(step, number);
    bool died;

    seal_uuid(uuid);
    move.uuid = uuid;
    died = move_and_die(&move, n);
    assert_whole(uuid, number, step);
    try_again(&move, step);
    said.killed += died;
    return died;
}

static void a_kill_at_any_write_leaves_a_whole_move_or_none(void **state)
{
    char number[NUMBER_SIZE];
    bool died = true;

    (void)state;
    for (long n = 1; died; n++) {
        move_kit_case(&kit, "KZO", number);
        died = false;
        for (int step = 0; step < STEPS; step++)
            died |= step_and_die(step, n, number);
    }
    move_kit_verify(&kit);
    print_message("%d kills\n", said.killed);
    assert_true(said.killed > 30);
}

int main(void)
{
    fault.no_syncs = true; /* nobody cuts the power here */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault_of_the_disk_is_told_honestly),
        cmocka_unit_test(a_kill_at_any_write_leaves_a_whole_move_or_none),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
