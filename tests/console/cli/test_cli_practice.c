/* A newcomer practises from the command line: made-up people, every state of
 * a look-up, a folder that is told apart from all others. */
#include "console/base/json.h"
#include "tests/console/cli/cli_kit.h"

#include <jansson.h>

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define PLAIN   "850101300808" /* an idle entrepreneur */
#define NOBODY  "850101190800"
#define SERVER  "770927388082" /* the registry answers 500 */
#define HTML    "790211388221" /* a web page comes back */
#define WAITING "760826488018" /* too many requests */

static char *in_home(const char *name)
{
    return mem_format("%s/%s", cli_kit_home(), name);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static bool is_there(const char *folder, const char *name)
{
    AUTO_CHARS path = mem_format("%s/%s", folder, name);
    return access(path, F_OK) == 0;
}

static void a_known_person_is_shown_masked(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "practice lookup " PLAIN " --json");
    assert_int_equal(said.exit_code, 0);
    AUTO_JSON all = cli_kit_json(&said);
    const json_t *person = json_object_get(all, "person");
    const json_t *status = json_object_get(person, "status");
    const json_t *name = json_object_get(person, "full_name");
    assert_string_equal(json_find_string(all, "state"), "known");
    assert_true(json_is_null(json_object_get(all, "reason")));
    assert_string_equal(json_find_string(status, "value"), "uninsured");
    assert_string_equal(json_find_string(status, "source"), "registry");
    assert_non_null(json_find_string(status, "at"));
    assert_true(json_is_true(json_object_get(name, "masked")));
    cli_kit_lacks(&said.out, PLAIN);
    cli_kit_lacks(&said.out, "1985-01-01");
    AUTO_SAID people = cli_kit_run(NULL, "practice lookup " PLAIN);
    cli_kit_has(&people.out, "........0808  known\n");
    cli_kit_has(&people.out, "Uninsured");
    cli_kit_lacks(&people.out, "Ерлан");
}

static int64_t events(void)
{
    AUTO_SAID said =
        cli_kit_run(NULL, "practice --as supervisor audit verify --json");
    assert_int_equal(said.exit_code, 0);
    AUTO_JSON report = cli_kit_json(&said);
    return json_integer_value(json_object_get(report, "events"));
}

static void every_look_up_and_reveal_is_on_record(void **state)
{
    (void)state;
    int64_t before = events();
    AUTO_SAID masked = cli_kit_run(NULL, "practice lookup " PLAIN);
    assert_int_equal(masked.exit_code, 0);
    assert_int_equal(events(), before + 1);
    AUTO_SAID full =
        cli_kit_run(NULL, "practice lookup " PLAIN " --reveal --csv");
    assert_int_equal(events(), before + 3);
    cli_kit_has(&full.out, "birth_date,1985-01-01,registry,");
    AUTO_SAID typo = cli_kit_run(NULL, "practice lookup 850101300809");
    assert_int_equal(typo.exit_code, 2);
    assert_int_equal(events(), before + 3);
}

static void not_found_and_faults_are_never_uninsured(void **state)
{
    (void)state;
    static const struct {
        const char *iin, *named, *reason;
        int exit_code;
    } people[] = {{NOBODY, "not_found", "LOOKUP_NOT_FOUND", 4},
                  {SERVER, "unknown", "LOOKUP_SERVER", 5},
                  {HTML, "unknown", "LOOKUP_HTML", 5},
                  {WAITING, "unknown", "LOOKUP_BUSY", 5}};
    for (size_t i = 0; i < COUNT(people); i++) {
        AUTO_SAID said =
            cli_kit_run(NULL, "practice lookup %s --json", people[i].iin);
        AUTO_JSON all = cli_kit_json(&said);
        assert_int_equal(said.exit_code, people[i].exit_code);
        assert_string_equal(json_find_string(all, "state"), people[i].named);
        assert_string_equal(json_find_string(all, "reason"), people[i].reason);
        assert_true(json_is_null(json_object_get(all, "person")));
        cli_kit_one_line(&said.err);
    }
}

static void a_registry_that_is_not_there_is_unknown(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(
        NULL, "-o registry.base_url=http://127.0.0.1:1 lookup " PLAIN);
    assert_int_equal(said.exit_code, 5);
    assert_string_equal(text_chars(&said.out), "");
    cli_kit_one_line(&said.err);
}

static void practice_keeps_off_the_real_store(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "practice config --json");
    AUTO_JSON all = cli_kit_json(&said);
    const json_t *folder = json_object_get(all, "store.folder");
    const json_t *token = json_object_get(all, "registry.token_file");
    assert_non_null(strstr(json_find_string(folder, "value"),
                           "/.local/state/agent1414-practice"));
    assert_string_equal(json_find_string(token, "value"), "");
    AUTO_SAID branch =
        cli_kit_run(NULL, "practice --as branch.KZO config --json");
    cli_kit_has(&branch.out, "\"value\":\"branch.kzo\"");
}

/* Everybody who can be practised, in one folder; the second time adds nobody.
 */
static void every_role_and_branch_can_be_practised(void **state)
{
    (void)state;
    static const char *const people[] = {"agent",      "supervisor", "admin",
                                         "branch.ala", "head.kzo",   "agent.2"};
    for (size_t i = 0; i < COUNT(people); i++) {
        AUTO_SAID said =
            cli_kit_run(NULL, "practice --as %s doctor", people[i]);
        AUTO_CHARS person = mem_format("ok  person     %s, ", people[i]);
        cli_kit_has(&said.out, person);
    }
    int64_t before = events();
    AUTO_SAID again = cli_kit_run(NULL, "practice case list");
    assert_int_equal(again.exit_code, 0);
    assert_int_equal(events(), before);
}

static void a_desk_that_does_not_exist_is_refused(void **state)
{
    (void)state;
    AUTO_SAID nobody = cli_kit_run(NULL, "practice --as boss case list");
    assert_int_equal(nobody.exit_code, 2);
    AUTO_SAID branch = cli_kit_run(NULL, "practice --as branch.QQQ case list");
    assert_int_equal(branch.exit_code, 2);
    AUTO_SAID twice = cli_kit_run(NULL, "practice practice");
    assert_int_equal(twice.exit_code, 2);
}

/* A folder with somebody's files; `named` is what is called like the mark. */
static void refuse_folder(const char *folder, void (*named)(const char *path))
{
    AUTO_CHARS inner = mem_format("%s/inner", folder);
    AUTO_CHARS kept = mem_format("%s/inner/kept", folder);
    AUTO_CHARS log = mem_format("%s/log.db", folder);
    AUTO_CHARS mark = mem_format("%s/practice", folder);
    mkdir(folder, 0700);
    mkdir(inner, 0700);
    write_file(kept, "kept");
    write_file(log, "kept");
    named(mark);
    static const char *const options[] = {"--fresh", ""};
    for (size_t i = 0; i < COUNT(options); i++) {
        AUTO_SAID said = cli_kit_run(NULL, "practice --folder %s %s case list",
                                     folder, options[i]);
        assert_int_equal(said.exit_code, 6);
        cli_kit_one_line(&said.err);
        assert_int_equal(access(kept, F_OK), 0);
        assert_int_equal(access(log, F_OK), 0);
        assert_false(is_there(folder, "master.key"));
    }
}

static void as_nothing(const char *path)
{
    (void)path;
}

static void as_folder(const char *path)
{
    assert_int_equal(mkdir(path, 0700), 0);
}

static void as_empty_file(const char *path)
{
    write_file(path, "");
}

static void as_other_file(const char *path)
{
    write_file(path, "agent1414 practice folder\nand more\n");
}

static void as_link(const char *path)
{
    AUTO_CHARS target = in_home("mark");
    write_file(target, "agent1414 practice folder\n");
    assert_int_equal(symlink(target, path), 0);
}

static void as_pipe(const char *path)
{
    assert_int_equal(mkfifo(path, 0600), 0);
}

static void a_folder_without_the_mark_is_never_touched(void **state)
{
    (void)state;
    void (*const named[])(const char *path) = {
        as_nothing, as_folder, as_empty_file, as_other_file, as_link, as_pipe};
    for (size_t i = 0; i < COUNT(named); i++) {
        AUTO_CHARS folder = mem_format("%s/theirs%zu", cli_kit_home(), i);
        refuse_folder(folder, named[i]);
    }
}

static void fresh_removes_what_is_ours_and_nothing_else(void **state)
{
    (void)state;
    AUTO_CHARS folder = in_home("ours");
    AUTO_CHARS mine = in_home("ours/mine");
    AUTO_CHARS drafts = in_home("ours/drafts");
    AUTO_CHARS draft = in_home("ours/drafts/agent.0.draft");
    AUTO_CHARS note = in_home("ours/drafts/note");
    AUTO_CHARS line = mem_format("practice --folder %s lookup " PLAIN, folder);
    AUTO_SAID first = cli_kit_run(NULL, "%s", line);
    assert_int_equal(first.exit_code, 0);
    mkdir(drafts, 0700);
    write_file(mine, "mine");
    write_file(draft, "old");
    write_file(note, "mine");
    AUTO_SAID said =
        cli_kit_run(NULL, "practice --fresh --folder %s doctor --json", folder);
    cli_kit_has(&said.out, "\\\"calls\\\":0");
    cli_kit_has(&said.out, "\\\"events\\\":43"); /* the people */
    assert_int_equal(access(mine, F_OK), 0);
    assert_int_equal(access(note, F_OK), 0);
    assert_int_not_equal(access(draft, F_OK), 0);
}

static void drafts_behind_a_link_are_kept(void **state)
{
    (void)state;
    AUTO_CHARS folder = in_home("linked");
    AUTO_CHARS drafts = in_home("linked/drafts");
    AUTO_CHARS theirs = in_home("elsewhere");
    AUTO_CHARS draft = in_home("elsewhere/agent.0.draft");
    AUTO_SAID first =
        cli_kit_run(NULL, "practice --folder %s case list", folder);
    assert_int_equal(first.exit_code, 0);
    mkdir(theirs, 0700);
    write_file(draft, "kept");
    assert_int_equal(symlink(theirs, drafts), 0);
    AUTO_SAID said =
        cli_kit_run(NULL, "practice --fresh --folder %s case list", folder);
    assert_int_equal(said.exit_code, 0);
    assert_int_equal(access(draft, F_OK), 0);
}

static void doctor_finds_the_practice_registry(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "practice doctor");
    cli_kit_has(&said.out, "ok  registry   HTTP ");
    cli_kit_has(&said.out, "ok  data ");
    cli_kit_has(&said.out, "ok  store ");
    AUTO_SAID alone = cli_kit_run(
        NULL, "-o registry.base_url=http://127.0.0.1:1 doctor --json");
    assert_int_equal(alone.exit_code, 1);
    AUTO_JSON all = cli_kit_json(&alone);
    assert_true(json_is_false(json_object_get(all, "ok")));
    cli_kit_has(&alone.out, "\"code\":\"DOCTOR_REGISTRY\"");
}

static void doctor_sees_a_folder_that_others_can_change(void **state)
{
    (void)state;
    AUTO_CHARS folder = in_home("open");
    mkdir(folder, 0700);
    chmod(folder, 0777);
    AUTO_SAID said = cli_kit_run(NULL, "-o store.folder=%s doctor", folder);
    assert_int_equal(said.exit_code, 1);
    cli_kit_has(&said.out, "!!  folder - ");
    cli_kit_has(&said.out, "0777");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_person_is_shown_masked),
        cmocka_unit_test(every_look_up_and_reveal_is_on_record),
        cmocka_unit_test(not_found_and_faults_are_never_uninsured),
        cmocka_unit_test(a_registry_that_is_not_there_is_unknown),
        cmocka_unit_test(practice_keeps_off_the_real_store),
        cmocka_unit_test(every_role_and_branch_can_be_practised),
        cmocka_unit_test(a_desk_that_does_not_exist_is_refused),
        cmocka_unit_test(a_folder_without_the_mark_is_never_touched),
        cmocka_unit_test(fresh_removes_what_is_ours_and_nothing_else),
        cmocka_unit_test(drafts_behind_a_link_are_kept),
        cmocka_unit_test(doctor_finds_the_practice_registry),
        cmocka_unit_test(doctor_sees_a_folder_that_others_can_change),
    };
    return cmocka_run_group_tests(tests, cli_kit_begin, cli_kit_end);
}
