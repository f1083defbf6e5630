/* A promise that was counted by another calendar: shown, then moved by the
 * command alone, by who routes, once. */
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
#include <string.h>

#include <cmocka.h>

static struct store_kit kit;
static char number[NUMBER_SIZE];

static const struct people_kit people[] = {
    {"sv1", ROLE_SUPERVISOR, NULL}, {"br.kzo", ROLE_BRANCH, "KZO"}, {0}};

static struct call_record *case_with(const char *term)
{
    struct call_record *record = store_kit_case("850101300808", "KZO");
    record->ended_ms = INT64_C(1795338000000); /* 2026-11-22T13:00:00Z */
    record->opened->term = mem_copy(term);
    record->opened->due_ms = record->ended_ms + 86400000;
    record->opened->act_ms = record->ended_ms + 3600000;
    record->opened->calendar = mem_copy("0123456789abcdef");
    return record;
}

static int begin(void **state)
{
    if (cli_kit_begin(state) != 0)
        return -1;
    store_kit_make(&kit);
    struct store *store = store_kit_open(&kit, &kit.agent);
    strcpy(number, store_kit_save(store, case_with("answer_days")));
    store_kit_save(store, store_kit_case("850101300808", "KZO"));
    store_close(store);
    people_kit_fill(kit.folder, people);
    return 0;
}

static int end(void **state)
{
    store_kit_remove(&kit);
    return cli_kit_end(state);
}

static struct cli_said run(const char *person, const char *words)
{
    return cli_kit_run(NULL,
                       "-o store.folder=%s -o person.name=%s "
                       "-o line.as_of=2026-11-22 --language en case %s",
                       kit.folder, person, words);
}

static size_t rows_of(const struct cli_said *said)
{
    AUTO_JSON all = cli_kit_json(said);
    return json_array_size(json_object_get(all, "recounts"));
}

static void only_who_routes_sees_the_preview(void **state)
{
    (void)state;
    AUTO_SAID said = run("br.kzo", "recount --apply");
    assert_int_equal(said.exit_code, 6);
    assert_string_equal(text_chars(&said.out), "");
}

static void the_preview_changes_nothing(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        AUTO_SAID said = run("sv1", "recount");
        assert_int_equal(said.exit_code, 0);
        cli_kit_has(&said.out, number);
        cli_kit_has(&said.out, "2026-11-23 18:00"); /* a day after the call */
        cli_kit_has(&said.out, "2026-12-11 18:00"); /* fifteen working days */
    }
}

static void applying_moves_each_promise_once(void **state)
{
    (void)state;
    AUTO_SAID said = run("sv1", "recount --apply --json");
    assert_int_equal(said.exit_code, 0);
    assert_int_equal(rows_of(&said), 1);
    cli_kit_has(&said.out, "\"new_due\":\"2026-12-11T13:00:00.000Z\"");
    cli_kit_has(&said.out, "\"done\":true");
    AUTO_SAID again = run("sv1", "recount --apply --json");
    assert_int_equal(rows_of(&again), 0);
    AUTO_CHARS show = mem_format("show %s --json", number);
    AUTO_SAID shown = run("sv1", show);
    cli_kit_has(&shown.out, "\"due\":\"2026-12-11T13:00:00.000Z\"");
    cli_kit_has(&shown.out, "case_recounted");
    AUTO_SAID verified = cli_kit_run(
        NULL, "-o store.folder=%s -o person.name=sv1 audit verify", kit.folder);
    assert_int_equal(verified.exit_code, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_who_routes_sees_the_preview),
        cmocka_unit_test(the_preview_changes_nothing),
        cmocka_unit_test(applying_moves_each_promise_once),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
