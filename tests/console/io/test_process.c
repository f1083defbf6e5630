/* What main does first: each guard shown on a process of its own, beside one
 * without it, so that no attempt fails for another reason. */
#include "console/io/process.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { NOBODY = 65534 };

/* Runs body in a child; gives what it returned. */
static int in_child(int (*body)(bool guard), bool guard)
{
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(body(guard));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void start(bool guard, const char *argument)
{
    char name[] = "agent1414";
    char *argv[] = {name, (char *)argument, NULL};
    if (guard)
        process_guard(argument ? 2 : 1, argv);
}

/* ---- handles ---- */

static bool is_null(int handle)
{
    struct stat given, null;
    return fstat(handle, &given) == 0 && stat("/dev/null", &null) == 0 &&
           given.st_rdev == null.st_rdev;
}

/* Which number the next file of the program gets, when it got none. */
static int next_file(bool guard)
{
    close_range(0, ~0U, 0);
    start(guard, NULL);
    int file = open("/dev/zero", O_RDONLY);
    bool filled = is_null(0) && is_null(1) && is_null(2);
    return guard && !filled ? 100 : file;
}

static void no_file_becomes_a_standard_handle(void **state)
{
    (void)state;
    assert_int_equal(in_child(next_file, false), 0);
    assert_int_equal(in_child(next_file, true), 3);
}

static bool is_open(int handle)
{
    return fcntl(handle, F_GETFD) >= 0;
}

/* Bits: which of the handles 7, 9 and 200 are open. */
static int count_strays(bool guard)
{
    static const int strays[] = {7, 9, 200};
    int left = 0;
    for (int i = 0; i < 3; i++)
        if (dup2(STDIN_FILENO, strays[i]) < 0)
            return 100;
    start(guard, "--facts=/dev/fd/9");
    for (int i = 0; i < 3; i++)
        left |= is_open(strays[i]) << i;
    return left;
}

static void strays_are_closed_but_those_named(void **state)
{
    (void)state;
    assert_int_equal(in_child(count_strays, false), 7);
    assert_int_equal(in_child(count_strays, true), 2);
}

/* ---- memory ---- */

static char secret[] = "850101300808";

enum { BY_PTRACE = 1, BY_MEM = 2, BY_VM = 4 };

static int attack(pid_t pid)
{
    char path[64], taken[sizeof(secret)];
    struct iovec to = {taken, sizeof(taken)}, from = {secret, sizeof(secret)};
    int ways = 0, status;
    snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
    int mem = open(path, O_RDONLY | O_CLOEXEC);
    if (mem >= 0 && pread(mem, taken, sizeof(taken), (off_t)secret) > 0)
        ways |= BY_MEM;
    if (process_vm_readv(pid, &to, 1, &from, 1, 0) > 0)
        ways |= BY_VM;
    if (ptrace(PTRACE_ATTACH, pid, NULL, NULL) == 0) {
        ways |= BY_PTRACE;
        waitpid(pid, &status, 0);
        ptrace(PTRACE_DETACH, pid, NULL, NULL);
    }
    return ways;
}

/* The attacker is the parent (no rule of the machine forbids that one to
 * trace) and has the same user, who is not root. */
static int attack_child(bool guard)
{
    int ready[2];
    char byte;
    if (geteuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
        return 100;
    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); /* setuid took it */
    if (pipe(ready) != 0)
        return 101;
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ready[1], STDOUT_FILENO);
        start(guard, NULL);
        if (write(STDOUT_FILENO, "", 1) == 1)
            pause();
        _exit(0);
    }
    if (read(ready[0], &byte, 1) != 1)
        return 102;
    int ways = attack(pid);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    return ways;
}

static void nobody_of_the_same_user_reads_the_memory(void **state)
{
    (void)state;
    if (process_sanitized())
        skip();
    assert_int_equal(in_child(attack_child, false), BY_PTRACE | BY_MEM | BY_VM);
    assert_int_equal(in_child(attack_child, true), 0);
}

/* ---- modes, dumps, signals ---- */

static int has_state(bool guard)
{
    umask(0);
    start(guard, NULL);
    struct process_state now = process_state();
    return (now.private || process_sanitized()) && now.no_core &&
           now.umask == 077;
}

static void the_state_is_told(void **state)
{
    (void)state;
    assert_int_equal(in_child(has_state, false), 0);
    assert_int_equal(in_child(has_state, true), 1);
}

static int write_to_nobody(bool guard)
{
    int ends[2];
    start(guard, NULL);
    if (pipe(ends) != 0 || close(ends[0]) != 0)
        return 100;
    return write(ends[1], "x", 1) < 0 && errno == EPIPE;
}

static int write_too_much(bool guard)
{
    const struct rlimit small = {16, 16};
    char bytes[64] = "";
    start(guard, NULL);
    FILE *file = tmpfile();
    if (!file || setrlimit(RLIMIT_FSIZE, &small) != 0)
        return 100;
    if (write(fileno(file), bytes, 16) != 16)
        return 101;
    return write(fileno(file), bytes, 1) < 0 && errno == EFBIG;
}

static void a_failed_write_is_an_error_and_no_end(void **state)
{
    (void)state;
    assert_int_equal(in_child(write_to_nobody, false), 128 + SIGPIPE);
    assert_int_equal(in_child(write_to_nobody, true), 1);
    assert_int_equal(in_child(write_too_much, false), 128 + SIGXFSZ);
    assert_int_equal(in_child(write_too_much, true), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_file_becomes_a_standard_handle),
        cmocka_unit_test(strays_are_closed_but_those_named),
        cmocka_unit_test(nobody_of_the_same_user_reads_the_memory),
        cmocka_unit_test(the_state_is_told),
        cmocka_unit_test(a_failed_write_is_an_error_and_no_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
