/* The first thing a newcomer does: make run, as an agent, then as a branch; the
 * practice folder stays between the two, and FRESH=1 starts over. */
#include "console/base/memory.h"
#include "tests/screens/pty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

struct newcomer {
    char home[64];
    struct pty pty;
};

static void run(struct newcomer *newcomer, const char *variables)
{
    const char *root = getenv("AGENT1414_ROOT");
    const char *build = getenv("AGENT1414_BUILD");
    AUTO_CHARS command =
        mem_format("cd %s && exec make -s run BUILD=%s %s", root ? root : ".",
                   build ? build : "build", variables);
    AUTO_CHARS state = mem_format("XDG_STATE_HOME=%s", newcomer->home);
    AUTO_CHARS config = mem_format("XDG_CONFIG_HOME=%s", newcomer->home);
    const char *const environment[] = {state,       config,      "LANG=C.UTF-8",
                                       "MAKEFLAGS", "MAKELEVEL", "MFLAGS",
                                       NULL};
    char *const argv[] = {"sh", "-c", command, NULL};
    pty_start(&newcomer->pty, argv, environment, 24, 80);
}

/* Leaves with q; make ends well, so the program did. */
static void leave(struct newcomer *newcomer)
{
    pty_type(&newcomer->pty, "q");
    int status = pty_wait_exit(&newcomer->pty);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    pty_close(&newcomer->pty);
}

static void open_a_case_by_hand(struct newcomer *newcomer)
{
    pty_type(&newcomer->pty, "n");
    pty_see(&newcomer->pty, "0 / 12");
    pty_type(&newcomer->pty, "060312580870");
    pty_see(&newcomer->pty, "........0870");
    pty_see(&newcomer->pty, "✗");
    pty_type(&newcomer->pty, "k");
    pty_see(&newcomer->pty, "Ctrl+S");
    pty_type(&newcomer->pty, "\x13");
    pty_see(&newcomer->pty, "1 ");
    pty_type(&newcomer->pty, "1");
    pty_see(&newcomer->pty, "43-26-000001-");
    pty_see(&newcomer->pty, "✓ Сақталды");
    pty_type(&newcomer->pty, "\r");
    pty_see(&newcomer->pty, "w ");
}

static void make_run_opens_the_desks(void **state)
{
    struct newcomer *newcomer = *state;
    run(newcomer, "");
    pty_see(&newcomer->pty, "1414");
    pty_see(&newcomer->pty, "agent");
    open_a_case_by_hand(newcomer);
    leave(newcomer);

    run(newcomer, "AS=branch.kzo");
    pty_see(&newcomer->pty, "branch.kzo");
    pty_see(&newcomer->pty, "43-26-000001-");
    leave(newcomer);

    run(newcomer, "AS=branch.kzo FRESH=1");
    pty_see(&newcomer->pty, "branch.kzo");
    pty_see(&newcomer->pty, ": 0");
    leave(newcomer);
}

static int arrive(void **state)
{
    struct newcomer *newcomer = mem_new(sizeof(*newcomer));
    const char *tmp = getenv("TMPDIR");
    AUTO_CHARS home = mem_format("%s/runXXXXXX", tmp ? tmp : "/tmp");
    if (strlen(home) >= sizeof(newcomer->home) || !mkdtemp(home))
        return -1;
    strcpy(newcomer->home, home);
    *state = newcomer;
    return 0;
}

static int go(void **state)
{
    struct newcomer *newcomer = *state;
    AUTO_CHARS command = mem_format("rm -rf '%s'", newcomer->home);
    int status = system(command);
    free(newcomer);
    return status;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(make_run_opens_the_desks, arrive, go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
