/* One sender a store: of many that start at once one gets the lock; it is free
 * when its holder was killed; whoever asks is no hindrance. */
#include "console/delivery/deliver_state.h"

#include "console/base/clock.h"
#include "console/base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STARTS = 300, RACERS = 2 };

static char folder[] = "/tmp/agent1414-lock-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    AUTO_CHARS path = mem_format("%s/deliver.lock", folder);
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static struct deliver_state look(void)
{
    struct deliver_state now;
    struct error error = {0};
    assert_true(deliver_state(folder, &now, &error));
    return now;
}

static void nobody_has_run_yet(void **state)
{
    (void)state;
    assert_false(look().runs);
    assert_int_equal(look().looked_ms, 0);
}

static void a_second_one_is_told_so(void **state)
{
    AUTO_CHARS path = mem_format("%s/deliver.lock", folder);
    struct error error = {0};
    struct stat facts;
    int lock = deliver_state_lock(folder, &error);
    (void)state;
    assert_true(lock >= 0);
    assert_int_equal(deliver_state_lock(folder, &error), -1);
    assert_int_equal(error.message, MESSAGE_SENDER_RUNS);
    deliver_state_look(lock, 1795500000123);
    assert_true(look().runs);
    assert_int_equal(look().looked_ms, 1795500000123);
    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    close(lock);
    assert_false(look().runs);
    assert_int_equal(look().looked_ms, 1795500000123);
}

/* In a child: takes the lock when the pipe is closed, holds it until killed. */
static void race(int start, int told)
{
    struct error error = {0};
    char byte;
    if (read(start, &byte, 1) < 0)
        _exit(2);
    byte = deliver_state_lock(folder, &error) >= 0 ? 'W' : 'L';
    if (write(told, &byte, 1) != 1)
        _exit(2);
    for (;;)
        pause();
}

/* Starts some at once, asks meanwhile, kills them; how many got the lock? */
static int run_race(void)
{
    int start[2], told[2], winners = 0;
    pid_t racers[RACERS];
    assert_int_equal(pipe(start), 0);
    assert_int_equal(pipe(told), 0);
    for (int i = 0; i < RACERS; i++) {
        racers[i] = fork();
        assert_true(racers[i] >= 0);
        if (racers[i] == 0) {
            close(start[1]);
            race(start[0], told[1]);
        }
    }
    close(start[0]);
    close(start[1]);
    look();
    for (int i = 0; i < RACERS; i++) {
        char byte = 0;
        assert_int_equal(read(told[0], &byte, 1), 1);
        winners += byte == 'W';
    }
    assert_true(look().runs);
    for (int i = 0; i < RACERS; i++) {
        kill(racers[i], SIGKILL);
        assert_int_equal(waitpid(racers[i], NULL, 0), racers[i]);
    }
    close(told[0]);
    close(told[1]);
    return winners;
}

static void of_two_that_start_at_once_one_runs(void **state)
{
    (void)state;
    for (int i = 0; i < STARTS; i++) {
        assert_int_equal(run_race(), 1);
        assert_false(look().runs);
    }
}

static void a_folder_that_is_not_there_is_told(void **state)
{
    struct error error = {0};
    (void)state;
    assert_int_equal(deliver_state_lock("/nonexistent/agent1414", &error), -1);
    assert_int_equal(error.message, MESSAGE_FILE_WRITE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_has_run_yet),
        cmocka_unit_test(a_second_one_is_told_so),
        cmocka_unit_test(of_two_that_start_at_once_one_runs),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
