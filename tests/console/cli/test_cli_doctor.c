/* What doctor says of the ground the program stands on, and that it does not
 * stand on any: a store behind a network is refused before anything is made. */
#include "tests/console/cli/cli_kit.h"

#include "console/base/json.h"
#include "console/io/process.h"

#include <jansson.h>

#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* The check of that name; lent. */
static const json_t *check_of(const json_t *all, const char *name)
{
    size_t i;
    json_t *check;
    json_array_foreach(json_object_get(all, "checks"), i, check)
    {
        if (strcmp(json_find_string(check, "check"), name) == 0)
            return check;
    }
    fail_msg("no check %s", name);
    return NULL;
}

static void detail_is(const json_t *all, const char *name, const char *detail)
{
    assert_string_equal(json_find_string(check_of(all, name), "detail"),
                        detail);
}

/* What main did holds in the program, not only in its parts. */
static void the_process_and_its_fence_are_told(void **state)
{
    (void)state;
    if (process_sanitized())
        skip();
    AUTO_SAID said = cli_kit_run(NULL, "doctor --json");
    AUTO_JSON all = cli_kit_json(&said);
    detail_is(all, "process", "memory private, dumps none, umask 077");
    const char *fence = json_find_string(check_of(all, "fence"), "detail");
    assert_non_null(strstr(fence, "seccomp on"));
    bool landlock = strncmp(fence, "Landlock 0", 10) != 0;
    assert_true(json_is_true(json_object_get(check_of(all, "fence"), "ok")));
    assert_int_equal(
        json_is_true(json_object_get(check_of(all, "fence"), "warning")),
        !landlock);
}

static void all_libraries_are_told(void **state)
{
    static const char *const names[] = {"SQLite 3.", "curl ",     "jansson 2.",
                                        "PCRE2 10.", "utf8proc ", "libsodium "};
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "doctor");
    cli_kit_has(&said.out, "ok  libraries  ");
    for (size_t i = 0; i < COUNT(names); i++)
        cli_kit_has(&said.out, names[i]);
}

/* A FUSE of another user, with nobody behind it: the kernel names it without
 * asking there. In mounts of our own, which end with the process. */
static bool mount_fuse(const char *folder)
{
    AUTO_CHARS options = NULL;
    int device = open("/dev/fuse", O_RDWR);
    if (device < 0 || unshare(CLONE_NEWNS) != 0 ||
        mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
        return false;
    options =
        mem_format("fd=%d,rootmode=40000,user_id=65534,group_id=65534", device);
    return mount("test", folder, "fuse", 0, options) == 0;
}

enum { NO_FUSE = 77 };

/* 1: the refusal is not named, 2: another exit code, 3: both. */
static int start_on(const char *folder)
{
    if (!mount_fuse(folder))
        return NO_FUSE;
    AUTO_SAID said =
        cli_kit_run(NULL, "-o store.folder=%s/below/it case list", folder);
    bool named = strstr(text_chars(&said.err), "FUSE") &&
                 strstr(text_chars(&said.err), "local disk");
    return (named ? 0 : 1) + (said.exit_code == 5 ? 0 : 2);
}

static void a_store_behind_a_network_is_refused(void **state)
{
    (void)state;
    int status;
    AUTO_CHARS folder = mem_format("%s/away", cli_kit_home());
    assert_int_equal(mkdir(folder, 0700), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(start_on(folder));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == NO_FUSE) {
        print_message("note: no FUSE may be mounted here\n");
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_process_and_its_fence_are_told),
        cmocka_unit_test(all_libraries_are_told),
        cmocka_unit_test(a_store_behind_a_network_is_refused),
    };
    return cmocka_run_group_tests(tests, cli_kit_begin, cli_kit_end);
}
