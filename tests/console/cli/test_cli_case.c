/* Calls and cases that were saved are listed and shown; what is personal stays
 * masked until it is revealed, which is on record. */
#include "console/base/json.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "tests/console/cases/store_kit.h"
#include "tests/console/cli/cli_kit.h"
#include "tests/kit/people_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define IIN "850101300808"

static struct store_kit kit;
static char number[NUMBER_SIZE]; /* of the Kyzylorda case */
static char place[400];          /* the options that lead to the store */

static const struct people_kit people[] = {
    {"ag17", ROLE_SUPERVISOR, NULL}, {"br.ala", ROLE_BRANCH, "ALA"}, {0}};

/* Three calls: one resolved, a case each for Almaty and Kyzylorda. */
static int begin(void **state)
{
    if (cli_kit_begin(state) != 0)
        return -1;
    store_kit_make(&kit);
    struct store *store = store_kit_open(&kit, &kit.agent);
    store_kit_save(store, store_kit_call(IIN));
    struct call_record *formula = store_kit_case(IIN, "ALA");
    free(formula->opened->issue);
    formula->opened->issue = mem_copy("=1+1,\"x\"");
    store_kit_save(store, formula);
    strcpy(number, store_kit_save(store, store_kit_case(IIN, "KZO")));
    store_close(store);
    people_kit_fill(kit.folder, people);
    snprintf(place, sizeof(place), "-o store.folder=%s -o person.name=ag17",
             kit.folder);
    return 0;
}

static int end(void **state)
{
    store_kit_remove(&kit);
    return cli_kit_end(state);
}

static void cases_are_listed_newest_first(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "%s case list --json", place);
    assert_int_equal(said.exit_code, 0);
    AUTO_JSON all = cli_kit_json(&said);
    const json_t *cases = json_object_get(all, "cases");
    const json_t *first = json_array_get(cases, 0);
    assert_int_equal(json_array_size(cases), 2);
    assert_string_equal(json_find_string(first, "number"), number);
    static const char *const keys[] = {"state", "holder",  "branch", "due",
                                       "issue", "outcome", "opened", "agent"};
    for (size_t i = 0; i < COUNT(keys); i++)
        assert_non_null(json_object_get(first, keys[i]));
}

static void a_list_is_narrowed_by_what_is_asked_for(void **state)
{
    (void)state;
    static const struct {
        const char *option;
        size_t rows;
    } asked[] = {{"--branch KZO", 1},     {"--branch SHY", 0},
                 {"--agent ag17", 2},     {"--limit 1", 1},
                 {"--before 1", 0},       {"--issue student_missing", 1},
                 {"--outcome STU-01", 2}, {"--text student", 1}};
    for (size_t i = 0; i < COUNT(asked); i++) {
        AUTO_SAID said =
            cli_kit_run(NULL, "%s case list --json %s", place, asked[i].option);
        AUTO_JSON all = cli_kit_json(&said);
        if (json_array_size(json_object_get(all, "cases")) != asked[i].rows)
            fail_msg("%s: %s", asked[i].option, text_chars(&said.out));
    }
    AUTO_SAID bad = cli_kit_run(NULL, "%s case list --text 're:('", place);
    assert_int_equal(bad.exit_code, 2);
}

static void a_spreadsheet_meets_no_formula(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "%s case list --csv", place);
    assert_int_equal(said.exit_code, 0);
    assert_memory_equal(text_chars(&said.out), "seq,number,opened,", 18);
    cli_kit_has(&said.out, ",\"'=1+1,\"\"x\"\"\",");
    size_t lines = 0;
    for (const char *at = text_chars(&said.out); (at = strchr(at, '\n')); at++)
        lines += at[-1] == '\r';
    assert_int_equal(lines, 3);
}

static void columns_stand_under_each_other(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "%s case list", place);
    const char *head = text_chars(&said.out);
    const char *row = strchr(head, '\n') + 1;
    assert_int_equal(strstr(head, "Branch") - head, strstr(row, "KZO") - row);
}

static void a_case_is_shown_masked_until_it_is_revealed(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "%s case show %s", place, number);
    assert_int_equal(said.exit_code, 0);
    cli_kit_has(&said.out, "........0808");
    cli_kit_has(&said.out, "Wait");
    cli_kit_has(&said.out, "is_student");
    cli_kit_lacks(&said.out, IIN);
    cli_kit_lacks(&said.out, "ГҮЛНАР");
    cli_kit_lacks(&said.out, "1234599");
    cli_kit_lacks(&said.out, "900101-300017");
    cli_kit_lacks(&said.out, "revealed");
    AUTO_SAID full =
        cli_kit_run(NULL, "%s case show %s --reveal --json", place, number);
    AUTO_JSON record = cli_kit_json(&full);
    const json_t *person = json_object_get(record, "person");
    assert_string_equal(json_find_string(person, "iin"), IIN);
    assert_string_equal(json_find_string(person, "phone"), "+77051234599");
    cli_kit_has(&full.out, "\"revealed\"");
    assert_int_equal(json_array_size(json_object_get(record, "path")), 1);
    assert_non_null(json_object_get(record, "holder"));
}

static void another_branch_does_not_see_the_case(void **state)
{
    (void)state;
    const char *almaty = "--as br.ala";
    AUTO_SAID said =
        cli_kit_run(NULL, "%s %s case show %s --reveal", place, almaty, number);
    assert_int_equal(said.exit_code, 4);
    assert_string_equal(text_chars(&said.out), "");
    AUTO_SAID list = cli_kit_run(NULL, "%s %s case list --json", place, almaty);
    cli_kit_lacks(&list.out, number);
    AUTO_SAID nobody = cli_kit_run(NULL, "%s --as=br.qqq case list", place);
    assert_int_equal(nobody.exit_code, 6);
    cli_kit_lacks(&nobody.out, number);
    AUTO_SAID wrong = cli_kit_run(NULL, "%s case show 123", place);
    assert_int_equal(wrong.exit_code, 2);
}

static void calls_are_listed_and_shown(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "%s call list --json", place);
    AUTO_JSON all = cli_kit_json(&said);
    const json_t *calls = json_object_get(all, "calls");
    assert_int_equal(json_array_size(calls), 3);
    const char *uuid = json_find_string(json_array_get(calls, 2), "uuid");
    AUTO_SAID one = cli_kit_run(NULL, "%s call show %s", place, uuid);
    assert_int_equal(one.exit_code, 0);
    cli_kit_has(&one.out, uuid);
    cli_kit_has(&one.out, "is_student");
    cli_kit_lacks(&one.out, IIN);
    AUTO_SAID none = cli_kit_run(NULL, "%s call show nothing", place);
    assert_int_equal(none.exit_code, 4);
}

static void the_log_is_verified(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "%s audit verify --json", place);
    assert_int_equal(said.exit_code, 0);
    AUTO_JSON report = cli_kit_json(&said);
    assert_true(json_is_true(json_object_get(report, "ok")));
    assert_int_equal(strlen(json_find_string(report, "head")), 64);
}

static void doctor_counts_what_is_in_the_store(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "%s doctor --json", place);
    AUTO_JSON all = cli_kit_json(&said);
    const json_t *check;
    size_t i;
    bool seen = false;
    json_array_foreach(json_object_get(all, "checks"), i, check)
    {
        if (strcmp(json_find_string(check, "check"), "store") != 0)
            continue;
        seen = json_is_true(json_object_get(check, "ok"));
        assert_non_null(
            strstr(json_find_string(check, "detail"), "\"cases\":2"));
    }
    assert_true(seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_are_listed_newest_first),
        cmocka_unit_test(a_list_is_narrowed_by_what_is_asked_for),
        cmocka_unit_test(a_spreadsheet_meets_no_formula),
        cmocka_unit_test(columns_stand_under_each_other),
        cmocka_unit_test(a_case_is_shown_masked_until_it_is_revealed),
        cmocka_unit_test(another_branch_does_not_see_the_case),
        cmocka_unit_test(calls_are_listed_and_shown),
        cmocka_unit_test(the_log_is_verified),
        cmocka_unit_test(doctor_counts_what_is_in_the_store),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
