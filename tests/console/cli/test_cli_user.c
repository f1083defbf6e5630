/* People from the command line: the administrator's words, and everybody else
 * who says them; `--as` in an SSH session. */
#include "console/base/json.h"
#include "tests/console/cli/cli_kit.h"
#include "tests/kit/ssh_story.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Says the words as somebody; fails unless it ends so. */
static void say(const char *as, int exit_code, const char *words)
{
    AUTO_SAID said = cli_kit_run(NULL, "--as %s %s", as, words);
    if (said.exit_code != exit_code)
        fail_msg("%s: %d, not %d: %s", words, said.exit_code, exit_code,
                 text_chars(&said.err));
    if (exit_code != 0)
        cli_kit_one_line(&said.err);
}

static void the_first_is_the_administrator(void **state)
{
    (void)state;
    say("boss", 0, "user list");
    say("aigul", 6, "user list");
    say("aigul", 6, "case list");
    say("boss", 0, "user add aigul --role agent");
    say("aigul", 0, "case list");
    say("aigul", 6, "user list");
    say("aigul", 6, "user add bolat --role admin");
    say("aigul", 6, "user change aigul --role admin");
    say("aigul", 6, "user disable boss");
    say("aigul", 6, "user key revoke " SSH_ONE_PRINT);
}

static void a_branch_must_be_one_of_the_table(void **state)
{
    (void)state;
    say("boss", 2, "user add kzo-1 --role branch");
    say("boss", 2, "user add kzo-1 --role branch --branch QQQ");
    say("boss", 2, "user add kzo-1 --role agent --branch KZO");
    say("boss", 2, "user add kzo-1 --role boss");
    say("boss", 2, "user add kzo-1");
    say("boss", 0, "user add kzo-1 --role branch --branch kzo");
    say("boss", 7, "user add kzo-1 --role branch --branch KZO");
    say("boss", 0, "user change kzo-1 --role head --branch KZO");
    say("kzo-1", 0, "case list");
    say("boss", 4, "user change nobody --role agent");
}

static void who_is_disabled_is_out_until_let_in(void **state)
{
    (void)state;
    say("boss", 0, "user add dana --role supervisor");
    say("boss", 0, "user disable dana");
    say("dana", 6, "case list");
    say("boss", 0, "user enable dana");
    say("dana", 0, "case list");
    say("boss", 7, "user disable boss");
    say("boss", 7, "user change boss --role agent");
    say("boss", 0, "user list");
}

static void a_key_is_given_and_revoked(void **state)
{
    (void)state;
    AUTO_SAID added = cli_kit_run(SSH_ONE " laptop\n",
                                  "--as boss user key add aigul - --expires "
                                  "2027-06-30 --hosts 10.20.0.0/16");
    assert_int_equal(added.exit_code, 0);
    assert_string_equal(text_chars(&added.out), SSH_ONE_PRINT "\n");
    AUTO_SAID again =
        cli_kit_run(SSH_ONE "\n", "--as boss user key add kzo-1 -");
    assert_int_equal(again.exit_code, 7);
    AUTO_SAID odd = cli_kit_run("command=\"sh\" " SSH_TWO "\n",
                                "--as boss user key add aigul -");
    assert_int_equal(odd.exit_code, 2);
    AUTO_SAID day = cli_kit_run(
        SSH_TWO, "--as boss user key add aigul - --expires tomorrow");
    assert_int_equal(day.exit_code, 2);
    AUTO_SAID hosts =
        cli_kit_run(SSH_TWO, "--as boss user key add aigul - --hosts 'a\"b'");
    assert_int_equal(hosts.exit_code, 2);
    say("boss", 3, "user key add aigul /nowhere");
    AUTO_SAID list = cli_kit_run(NULL, "--as boss user list --json");
    AUTO_JSON all = cli_kit_json(&list);
    const json_t *aigul = json_array_get(json_object_get(all, "users"), 0);
    const json_t *key = json_array_get(json_object_get(aigul, "keys"), 0);
    assert_string_equal(json_find_string(aigul, "name"), "aigul");
    assert_string_equal(json_find_string(key, "expires"), "2027-06-30");
    assert_string_equal(json_find_string(key, "hosts"), "10.20.0.0/16");
    cli_kit_lacks(&list.out, "laptop");
    say("boss", 0, "user key revoke " SSH_ONE_PRINT);
    say("boss", 4, "user key revoke " SSH_ONE_PRINT);
}

/* sshd's line names the person; what stands beside it is refused, and without
 * the key that sshd saw nobody comes in. There is no terminal here. */
static void over_ssh_as_stands_alone(void **state)
{
    static const char *const lines[] = {
        "--as aigul case list",    "--as aigul user list",
        "--as aigul --reveal",     "--as aigul -o person.name=boss",
        "--as aigul --json",       "--as=aigul --language ru",
        "--as aigul -- practise",  "--as aigul --as-of 2026-01-01",
        "--as aigul audit verify", "--as aigul --help",
        "--as aigul --version",    "--as aigul sh"};
    (void)state;
    setenv("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22", 1);
    for (size_t i = 0; i < COUNT(lines); i++) {
        AUTO_SAID said = cli_kit_run(NULL, "%s", lines[i]);
        if (said.exit_code != 2)
            fail_msg("%s: exit %d", lines[i], said.exit_code);
        assert_string_equal(text_chars(&said.out), "");
    }
    AUTO_SAID alone = cli_kit_run(NULL, "--as aigul");
    assert_int_equal(alone.exit_code, 2);
    cli_kit_has(&alone.err, "terminal");
    /* Somebody's own shell over SSH is a local one. */
    AUTO_SAID local = cli_kit_run(NULL, "-o person.name=boss user list");
    assert_int_equal(local.exit_code, 0);
    AUTO_SAID practice = cli_kit_run(NULL, "practice --as head.kzo case list");
    assert_int_equal(practice.exit_code, 0);
    unsetenv("SSH_CONNECTION");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_is_the_administrator),
        cmocka_unit_test(a_branch_must_be_one_of_the_table),
        cmocka_unit_test(who_is_disabled_is_out_until_let_in),
        cmocka_unit_test(a_key_is_given_and_revoked),
        cmocka_unit_test(over_ssh_as_stands_alone),
    };
    return cmocka_run_group_tests(tests, cli_kit_begin, cli_kit_end);
}
