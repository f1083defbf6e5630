/* audit, person, backup and restore as commands: rights, previews, exit codes,
 * and the head that goes out and comes back. */
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/cases/record.h"
#include "console/cases/store.h"

#include "tests/console/cases/store_kit.h"
#include "tests/console/cli/cli_kit.h"
#include "tests/kit/people_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define EMPLOYED "850101300808"

static struct store_kit kit;

static int begin(void **state)
{
    static const struct people_kit people[] = {{"ag17", ROLE_AGENT, NULL},
                                               {"sv1", ROLE_SUPERVISOR, NULL},
                                               {NULL, ROLE_AGENT, NULL}};

    if (cli_kit_begin(state) != 0)
        return -1;
    store_kit_make(&kit);
    people_kit_fill(kit.folder, people);
    struct store *store = store_kit_open(&kit, &kit.agent);
    store_kit_save(store, store_kit_call(EMPLOYED));
    store_close(store);
    return 0;
}

static int end(void **state)
{
    store_kit_remove(&kit);
    return cli_kit_end(state);
}

/* Runs a command as this person. */
static struct cli_said run(const char *who, const char *words)
{
    return cli_kit_run(NULL, "-o store.folder=%s -o person.name=%s %s",
                       kit.folder, who, words);
}

static void the_head_comes_back(void **state)
{
    AUTO_SAID said = run("sv1", "audit head");
    AUTO_CHARS file = mem_format("%s/heads", cli_kit_home());
    FILE *heads = fopen(file, "w");
    (void)state;

    assert_int_equal(said.exit_code, 0);
    cli_kit_one_line(&said.out);
    fprintf(heads, "Nov 22 09:00:00 x agent1414[1]: audit head %s",
            text_chars(&said.out));
    fclose(heads);
    AUTO_CHARS words = mem_format("audit verify --json --head %s", file);
    AUTO_SAID same = run("sv1", words);
    assert_int_equal(same.exit_code, 0);
    cli_kit_has(&same.out, "\"saved\":{");
    AUTO_SAID other = run("sv1", "audit verify --head 00000000000000000000"
                                 "00000000000000000000000000000000000000000000"
                                 ":1");
    assert_int_equal(other.exit_code, 1);
    cli_kit_has(&other.err, "written anew");
    AUTO_SAID none = run("sv1", "audit verify --head /dev/null");
    assert_int_equal(none.exit_code, 2);
    AUTO_SAID agent = run("ag17", "audit head");
    assert_int_equal(agent.exit_code, 6);
}

static void who_saw_is_for_supervisors(void **state)
{
    AUTO_SAID said = run("sv1", "audit who-saw --iin " EMPLOYED " --json");
    AUTO_SAID agent = run("ag17", "audit who-saw --agent ag17");
    AUTO_SAID nothing = run("sv1", "audit who-saw");
    AUTO_SAID two = run("sv1", "audit who-saw --agent a --iin " EMPLOYED);
    (void)state;

    assert_int_equal(said.exit_code, 0);
    AUTO_JSON looks = cli_kit_json(&said);
    assert_true(json_is_array(json_object_get(looks, "looks")));
    assert_int_equal(agent.exit_code, 6);
    assert_int_equal(nothing.exit_code, 2);
    assert_int_equal(two.exit_code, 2);
}

static void a_person_is_shown_then_erased(void **state)
{
    (void)state;
    AUTO_SAID agent = run("ag17", "person report " EMPLOYED);
    assert_int_equal(agent.exit_code, 6);
    AUTO_SAID report = run("sv1", "person report " EMPLOYED);
    assert_int_equal(report.exit_code, 0);
    cli_kit_has(&report.out, "........0808");
    cli_kit_lacks(&report.out, EMPLOYED);
    AUTO_SAID full = run("sv1", "person report --reveal --json " EMPLOYED);
    cli_kit_has(&full.out, EMPLOYED);
    AUTO_SAID preview = run("sv1", "person erase " EMPLOYED);
    assert_int_equal(preview.exit_code, 0);
    cli_kit_has(&preview.out, "--yes");
    AUTO_SAID erased = run("sv1", "person erase --yes " EMPLOYED);
    assert_int_equal(erased.exit_code, 0);
    AUTO_SAID gone = run("sv1", "person report " EMPLOYED);
    assert_int_equal(gone.exit_code, 4);
    AUTO_SAID wrong = run("sv1", "person report 850101300809");
    assert_int_equal(wrong.exit_code, 2);
    AUTO_SAID sound = run("sv1", "audit verify");
    assert_int_equal(sound.exit_code, 0);
}

static void a_backup_comes_back(void **state)
{
    AUTO_CHARS copy = mem_format("%s/copy|x", cli_kit_home());
    AUTO_CHARS back = mem_format("%s/back", cli_kit_home());
    AUTO_CHARS words = mem_format("backup '%s' --with-key", copy);
    AUTO_CHARS check = mem_format("backup --check '%s' --json", copy);
    struct stat facts;
    (void)state;

    AUTO_SAID supervisor = run("sv1", words);
    assert_int_equal(supervisor.exit_code, 6);
    assert_int_not_equal(stat(copy, &facts), 0);
    AUTO_SAID taken = run("office", words);
    assert_int_equal(taken.exit_code, 0);
    cli_kit_one_line(&taken.out);
    AUTO_SAID again = run("office", words);
    assert_int_equal(again.exit_code, 7);
    AUTO_SAID checked = run("office", check);
    assert_int_equal(checked.exit_code, 0);
    AUTO_SAID none = run("office", "backup --check /dev");
    assert_int_equal(none.exit_code, 1);
    AUTO_SAID full =
        cli_kit_run(NULL, "-o store.folder=%s restore '%s'", kit.folder, copy);
    assert_int_equal(full.exit_code, 7);
    AUTO_SAID restored =
        cli_kit_run(NULL, "-o store.folder=%s restore '%s'", back, copy);
    assert_int_equal(restored.exit_code, 0);
    assert_string_equal(text_chars(&restored.out), text_chars(&taken.out));
    AUTO_SAID sound = cli_kit_run(
        NULL, "-o store.folder=%s -o person.name=sv1 audit verify", back);
    assert_int_equal(sound.exit_code, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_head_comes_back),
        cmocka_unit_test(who_saw_is_for_supervisors),
        cmocka_unit_test(a_person_is_shown_then_erased),
        cmocka_unit_test(a_backup_comes_back),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
