/* case list --by clinic: what a supervisor sees, and what a program reads. */
#include "console/base/json.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "tests/console/cases/store_kit.h"
#include "tests/console/cli/cli_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct store_kit kit;
static char place[400]; /* the options that lead to the store */

/* Adds what a call sends with its case. */
static void send(json_t *facts, const char *name, json_t *value)
{
    json_array_append_new(facts, json_pack("{s:s, s:o, s:{s:s, s:s, s:s}}",
                                           "name", name, "value", value, "text",
                                           "kk", "Аурухана", "ru", "Больница",
                                           "en", "Hospital"));
}

static void complain(struct store *store, const char *clinic, int score)
{
    struct call_record *record = store_kit_case("850101300808", "KZO");
    json_t *facts = record->opened->facts;
    free(record->opened->issue);
    record->opened->issue = mem_copy("clinic_complaint");
    if (clinic) {
        send(facts, "clinic", json_string(clinic));
    } else {
        send(facts, "answers.facility", json_string("hospital"));
        send(facts, "answers.number", json_integer(4));
    }
    send(facts, "answers.score", score ? json_integer(score) : json_null());
    store_kit_save(store, record);
}

static int begin(void **state)
{
    if (cli_kit_begin(state) != 0)
        return -1;
    store_kit_make(&kit);
    struct store *store = store_kit_open(&kit, &kit.agent);
    complain(store, "=City clinic 5", 1);
    complain(store, "=City clinic 5", 2);
    complain(store, "=City clinic 5", 2);
    complain(store, "=City clinic 5", 0);
    complain(store, NULL, 4);
    complain(store, NULL, 5);
    complain(store, "Clinic 6", 0);
    store_kit_save(store, store_kit_case("850101300808", "KZO"));
    store_close(store);
    snprintf(place, sizeof(place), "-o store.folder=%s -o person.name=ag17",
             kit.folder);
    return 0;
}

static int end(void **state)
{
    store_kit_remove(&kit);
    return cli_kit_end(state);
}

static const char by[] = "case list --issue clinic_complaint --by clinic";

static void a_program_reads_count_sum_and_mean(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "%s %s --json", place, by);
    AUTO_JSON all = cli_kit_json(&said);
    AUTO_CHARS text = json_canonical(all);
    assert_string_equal(
        text, "{\"clinics\":["
              "{\"branch\":\"KZO\",\"cases\":4,\"clinic\":\"=City clinic 5\","
              "\"facility\":null,\"mean\":\"1.7\",\"number\":null,\"scored\":3,"
              "\"sum\":5},"
              "{\"branch\":\"KZO\",\"cases\":2,\"clinic\":null,"
              "\"facility\":\"hospital\",\"mean\":\"4.5\",\"number\":4,"
              "\"scored\":2,\"sum\":9},"
              "{\"branch\":\"KZO\",\"cases\":1,\"clinic\":\"Clinic 6\","
              "\"facility\":null,\"mean\":null,\"number\":null,\"scored\":0,"
              "\"sum\":0}]}");
}

static void a_supervisor_reads_names(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "%s %s", place, by);
    assert_int_equal(said.exit_code, 0);
    cli_kit_has(&said.out, "Hospital № 4");
    cli_kit_has(&said.out, "4.5");
    cli_kit_lacks(&said.out, "850101300808");
    AUTO_SAID russian = cli_kit_run(NULL, "%s %s --language ru", place, by);
    cli_kit_has(&russian.out, "Больница № 4");
}

static void a_spreadsheet_meets_no_formula(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "%s %s --csv", place, by);
    assert_int_equal(said.exit_code, 0);
    cli_kit_has(&said.out, "branch,clinic,cases,scored,sum,mean\r\n");
    cli_kit_has(&said.out, "KZO,'=City clinic 5,4,3,5,1.7\r\n");
}

static void other_issues_count_where_none_is_named(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "%s case list --by clinic --csv", place);
    cli_kit_has(&said.out, "KZO,not named,1,0,0,\r\n");
}

static void what_does_not_go_together_is_refused(void **state)
{
    static const char *const wrong[] = {
        "case list --by branch", "case list --by clinic --limit 5",
        "case list --by clinic --before 3",
        "case show 43-26-000001-0 --by clinic", "call list --by clinic"};
    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        AUTO_SAID said = cli_kit_run(NULL, "%s %s", place, wrong[i]);
        if (said.exit_code != 2)
            fail_msg("%s: %d", wrong[i], said.exit_code);
        assert_string_equal(text_chars(&said.out), "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_reads_count_sum_and_mean),
        cmocka_unit_test(a_supervisor_reads_names),
        cmocka_unit_test(a_spreadsheet_meets_no_formula),
        cmocka_unit_test(other_issues_count_where_none_is_named),
        cmocka_unit_test(what_does_not_go_together_is_refused),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
