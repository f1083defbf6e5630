/* Fifty people race for the same cases: each case gets exactly one holder, and
 * every other reads who that is. RACE_CASES=10000 races for so many. */
#include "console/cases/store.h"

#include "console/base/json.h"
#include "console/cases/store_people.h"

#include "tests/console/cases/move_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    RACERS = 50,
    CASES = 120,
    WAIT_MS = 600000,
    PAIRS = 25,
    NEW_PEOPLE = 300
};

/* What one racer was told of one case. */
struct told {
    char holder[LIFE_NAME_SIZE]; /* who has it, by what was answered */
    bool won;
};

/* Shared by all processes. */
struct course {
    atomic_bool started;
    struct told told[];
};

static struct move_kit kit;

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

static size_t case_count(void)
{
    const char *asked = getenv("RACE_CASES");

    return asked ? strtoul(asked, NULL, 10) : CASES;
}

static struct course *lay_out(size_t told)
{
    struct course *course =
        mmap(NULL, sizeof(*course) + told * sizeof(course->told[0]),
             PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    assert_true(course != MAP_FAILED);
    return course;
}

/* A store of this process, in the name of somebody who races. */
static struct store *enter(const struct user *user)
{
    struct error error = {0};
    struct store *store =
        store_open(kit.kit.folder, &kit.kit.keys, user, WAIT_MS, &error);

    if (!store) {
        fprintf(stderr, "%s\n", error.detail);
        _exit(2);
    }
    return store;
}

/* Takes every case; anything but winning or losing ends with 3. */
static void race(int racer, struct course *course, char (*numbers)[NUMBER_SIZE],
                 size_t count)
{
    char name[LIFE_NAME_SIZE];
    const struct user user = {name, ROLE_BRANCH, (char[]){"KZO"}};

    snprintf(name, sizeof(name), "racer%02d", racer);
    struct store *store = enter(&user);
    while (!course->started)
        usleep(1000);
    for (size_t i = 0; i < count; i++) {
        struct told *told = &course->told[(size_t)racer * count + i];
        struct store_move move = MOVE_IT(TAKEN, numbers[i], .version = 1);
        struct store_moved moved;
        struct error error = {0};
        char uuid[SEAL_UUID_SIZE];

        seal_uuid(uuid);
        move.uuid = uuid;
        told->won = store_move(store, NULL, &move, &moved, &error);
        if (!told->won && error.message != MESSAGE_CASE_MOVED) {
            fprintf(stderr, "%s: %s\n", message_name(error.message),
                    error.detail);
            _exit(3);
        }
        strcpy(told->holder, moved.actor);
    }
    store_close(store);
    _exit(0);
}

static void wait_for_all(int count)
{
    for (int i = 0; i < count; i++) {
        int status;

        wait(&status);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
}

static void check_case(const struct course *course, size_t at, size_t count,
                       const char *number)
{
    struct case_now now = move_kit_now(&kit, number);
    int winners = 0;

    assert_int_equal(now.state, STATE_IN_WORK);
    assert_int_equal(now.version, 2);
    for (size_t racer = 0; racer < RACERS; racer++) {
        const struct told *told = &course->told[racer * count + at];

        winners += told->won;
        assert_string_equal(told->holder, now.holder);
    }
    assert_int_equal(winners, 1);
}

static void one_case_has_one_holder(void **state)
{
    size_t count = case_count();
    char(*numbers)[NUMBER_SIZE] = mem_new(count * NUMBER_SIZE);
    struct course *course = lay_out(RACERS * count);

    (void)state;
    for (size_t i = 0; i < count; i++)
        move_kit_case(&kit, "KZO", numbers[i]);
    for (int racer = 0; racer < RACERS; racer++)
        if (fork() == 0)
            race(racer, course, numbers, count);
    course->started = true;
    wait_for_all(RACERS);
    for (size_t i = 0; i < count; i++)
        check_case(course, i, count, numbers[i]);
    move_kit_verify(&kit);
    print_message("%d racers, %zu cases: one holder each\n", RACERS, count);
    free(numbers);
}

/* Links its own case to the other's. */
static void link_pair(struct course *course, const char *own, const char *other,
                      struct told *told)
{
    struct store *store = enter(&kit.people[SUPERVISOR]);
    struct store_move move = MOVE_IT(LINKED, own, .version = 1, .lead = other);
    struct store_moved moved;
    struct error error = {0};
    char uuid[SEAL_UUID_SIZE];

    seal_uuid(uuid);
    move.uuid = uuid;
    while (!course->started)
        usleep(100);
    told->won = store_move(store, NULL, &move, &moved, &error);
    store_close(store);
    _exit(told->won || error.message == MESSAGE_MOVE_NEEDS ? 0 : 3);
}

/* Two people call two cases duplicates of each other at once: one link stands,
 * and no circle. */
static void links_make_no_circle(void **state)
{
    char first[NUMBER_SIZE], second[NUMBER_SIZE];

    (void)state;
    for (int pair = 0; pair < PAIRS; pair++) {
        struct course *course = lay_out(2);

        move_kit_case(&kit, "KZO", first);
        move_kit_case(&kit, "KZO", second);
        if (fork() == 0)
            link_pair(course, first, second, &course->told[0]);
        if (fork() == 0)
            link_pair(course, second, first, &course->told[1]);
        course->started = true;
        wait_for_all(2);
        assert_int_equal(course->told[0].won + course->told[1].won, 1);
        assert_int_equal(
            (move_kit_now(&kit, first).state == STATE_DUPLICATE) +
                (move_kit_now(&kit, second).state == STATE_DUPLICATE),
            1);
    }
    move_kit_verify(&kit);
}

/* Adds people one after the other. */
static void add_people(int count)
{
    struct store *store = enter(&kit.people[ADMIN]);

    for (int i = 0; i < count; i++) {
        AUTO_CHARS name = mem_format("new%d", i);
        const struct user user = {.name = name, .role = ROLE_AGENT};
        struct error error = {0};

        if (!store_user_add(store, &user, &error))
            _exit(1);
    }
    _exit(0);
}

/* Who was added after the last event was read is no forgery. */
static void people_may_be_added_while_the_log_is_verified(void **state)
{
    pid_t child = fork();
    int status, times = 0;

    (void)state;
    if (child == 0)
        add_people(NEW_PEOPLE);
    for (; waitpid(child, &status, WNOHANG) == 0; times++)
        move_kit_verify(&kit);
    assert_int_equal(status, 0);
    print_message("verified %d times meanwhile\n", times);
    assert_true(times > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_may_be_added_while_the_log_is_verified),
        cmocka_unit_test(one_case_has_one_holder),
        cmocka_unit_test(links_make_no_circle),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
