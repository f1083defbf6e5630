/* An author checks scripts before they are used, and publishes versions that
 * nobody changes in place: by the real program on a small data folder. */
#include "tests/console/cli/cli_kit.h"
#include "tests/console/prove/audit_story.h"

#include <unistd.h>

static struct cli_said run(const struct audit_data *data, const char *words)
{
    return cli_kit_run(NULL,
                       "-o data.folder=%s --language en --as-of 2026-11-22 "
                       "script %s",
                       data->folder, words);
}

/* Runs with exactly these lines on standard output, the folder's name taken
 * off. */
static void prints(struct audit_data *data, const char *words, int exit_code,
                   const char *expected)
{
    AUTO_TEXT short_out = {0};
    AUTO_SAID said = run(data, words);
    AUTO_CHARS folder = mem_format("%s/", data->folder);
    const char *at = text_chars(&said.out);
    for (const char *hit; (hit = strstr(at, folder)) != NULL;
         at = hit + strlen(folder))
        text_add_n(&short_out, at, (size_t)(hit - at));
    text_add(&short_out, at);
    assert_string_equal(text_chars(&short_out), expected);
    assert_int_equal(said.exit_code, exit_code);
}

static void a_set_that_holds_has_no_findings(void **state)
{
    audit_write(*state);
    prints(*state, "check", 0, "0 errors, 0 warnings\n");
}

static void every_fault_is_a_line_with_its_place(void **state)
{
    struct audit_data *data = *state;
    audit_put(data, "scripts/main", "nodes.works.next.0.to", "'nowhere'");
    audit_put(data, "scripts/main", "nodes.end_told.say.kk", NULL);
    audit_write(data);
    prints(data, "check", 3,
           "scripts/main.json:59: E03 main.works: A way leads to nowhere, "
           "which is not there.\n"
           "scripts/main.json:106: E14 main.end_told: A text is missing: "
           "say.kk.\n"
           "2 errors, 0 warnings\n");
    AUTO_SAID list = run(data, "list");
    assert_int_equal(list.exit_code, 3); /* refused whole */
    cli_kit_has(&list.err, "main.json:59: E03: A way leads to nowhere");
}

static void an_author_reads_them_in_his_language(void **state)
{
    struct audit_data *data = *state;
    audit_put(data, "scripts/main", "nodes.works.next.0.to", "'nowhere'");
    audit_put(data, "scripts/main", "version", "7");
    audit_write(data);
    static const char *const told[][3] = {
        {"ru", "Путь ведёт к nowhere", "в version должно быть: текст"},
        {"kk", "Жол nowhere түйініне апарады",
         "version мынадай болуы керек: мәтін"},
    };
    for (size_t i = 0; i < COUNT(told); i++) {
        AUTO_SAID said =
            cli_kit_run(NULL, "-o data.folder=%s --language %s script check",
                        data->folder, told[i][0]);
        assert_int_equal(said.exit_code, 3);
        cli_kit_has(&said.out, told[i][1]);
        cli_kit_has(&said.out, told[i][2]);
    }
}

static void values_that_show_a_gap_stand_below(void **state)
{
    struct audit_data *data = *state;
    audit_put(data, "scripts/main", "nodes.works.next",
              "[{'when':{'===':[{'var':'answers.works'},'yes']},"
              "'to':'end_case'},{'when':{'and':[{'===':["
              "{'var':'answers.works'},'no']},{'===':["
              "{'var':'employed'},true]}]},'to':'end_told'}]");
    audit_put(data, "scripts/main", "nodes.works.unknown", "'end_told'");
    audit_write(data);
    AUTO_SAID said = run(data, "check");
    assert_int_equal(said.exit_code, 3);
    cli_kit_has(&said.out, ": E09 main.works: For some values no way is open");
    cli_kit_has(&said.out, "\n    ");
    cli_kit_has(&said.out, "employed=no");
    cli_kit_has(&said.out, "1 error, 0 warnings\n");
}

static void tables_that_are_refused_do_not_hide_scripts(void **state)
{
    struct audit_data *data = *state;
    audit_put(data, "kb/tables/terms", "rows.0.from", "7");
    audit_put(data, "scripts/main", "nodes.works.next.0.to", "'nowhere'");
    audit_write(data);
    prints(data, "check", 3,
           "kb/tables/terms.json:22: E01 The file does not have the form it "
           "needs: $.rows[0].from needs a date or null.\n"
           "scripts/main.json:59: E03 main.works: A way leads to nowhere, "
           "which is not there.\n"
           "2 errors, 0 warnings\n");
}

/* Puts the script of the folder, changed, beside it; the caller frees. */
static char *write_draft(struct audit_data *data, const char *name)
{
    char *path = mem_format("%s/%s.json", data->folder, name);
    audit_put(data, "scripts/main", "id",
              strcmp(name, "main") == 0 ? "'main'" : "'more'");
    json_t *json = audit_file(data, "scripts/main");
    assert_int_equal(json_dump_file(json, path, JSON_INDENT(1)), 0);
    return path;
}

static void a_file_stands_for_the_one_of_its_name(void **state)
{
    struct audit_data *data = *state;
    audit_write(data);
    audit_put(data, "scripts/main", "nodes.works.next.0.to", "'nowhere'");
    AUTO_CHARS path = write_draft(data, "main");
    AUTO_CHARS words = mem_format("check %s", path);
    prints(data, words, 3,
           "main.json:59: E03 main.works: A way leads to nowhere, which is "
           "not there.\n1 error, 0 warnings\n");
    prints(data, "check", 0, "0 errors, 0 warnings\n");
}

static void a_new_file_joins_the_others(void **state)
{
    struct audit_data *data = *state;
    audit_write(data);
    AUTO_CHARS path = write_draft(data, "more");
    AUTO_CHARS words = mem_format("check %s", path);
    prints(data, words, 3,
           "more.json:1: E07 No way leads to the node more.\n"
           "1 error, 0 warnings\n");
    audit_put(data, "scripts/main", "entry", "true");
    AUTO_CHARS entry = write_draft(data, "more");
    prints(data, words, 0, "0 errors, 0 warnings\n");
    AUTO_CHARS missing = mem_format("check %s/no.json", data->folder);
    AUTO_SAID said = run(data, missing);
    assert_int_equal(said.exit_code, 3);
    cli_kit_has(&said.err, "no.json");
}

static void programs_read_the_findings_as_json(void **state)
{
    struct audit_data *data = *state;
    audit_put(data, "scripts/main", "nodes.works.next.0.to", "'nowhere'");
    audit_write(data);
    AUTO_SAID said = run(data, "check --json");
    assert_int_equal(said.exit_code, 3);
    AUTO_JSON all = cli_kit_json(&said);
    assert_int_equal(json_integer_value(json_object_get(all, "errors")), 1);
    const json_t *one = json_array_get(json_object_get(all, "findings"), 0);
    assert_string_equal(json_find_string(one, "code"), "E03");
    assert_string_equal(json_find_string(one, "severity"), "error");
    assert_string_equal(json_find_string(one, "node"), "main.works");
    assert_string_equal(json_find_string(one, "where"),
                        "$.nodes.works.next[0].to");
    assert_int_equal(json_integer_value(json_object_get(one, "line")), 59);
}

static void warnings_are_shown_and_do_no_harm(void **state)
{
    struct audit_data *data = *state;
    audit_put(data, "kb/tables/terms", "rows.0.checked", "'2025-01-01'");
    audit_write(data);
    prints(data, "check", 0,
           "kb/tables/terms.json:18: W20 A row of the table has not been "
           "checked for long: terms[answer] 2025-01-01.\n"
           "0 errors, 1 warning\n");
}

static void the_end_of_the_proved_days_is_told_in_time(void **state)
{
    struct audit_data *data = *state;
    audit_write(data);
    static const struct {
        const char *as_of;
        bool warns;
    } days[] = {{"2026-01-01", false},
                {"2026-12-01", false},
                {"2026-12-02", true},
                {"2027-01-01", true},
                {"2025-12-31", true}};
    for (size_t i = 0; i < COUNT(days); i++) {
        AUTO_SAID said = cli_kit_run(
            NULL, "-o data.folder=%s --language en script check --as-of %s",
            data->folder, days[i].as_of);
        assert_int_equal(said.exit_code, 0);
        bool warned = strstr(text_chars(&said.out), "W30") != NULL;
        if (warned != days[i].warns)
            fail_msg("%s: %s", days[i].as_of, text_chars(&said.out));
    }
}

static void the_doctor_tells_it_too(void **state)
{
    struct audit_data *data = *state;
    audit_write(data);
    AUTO_SAID late = cli_kit_run(NULL,
                                 "-o data.folder=%s -o line.as_of=2026-12-20 "
                                 "--language en doctor",
                                 data->folder);
    cli_kit_has(&late.out, "W30: The days that are proved end soon");
    AUTO_SAID early = cli_kit_run(NULL,
                                  "-o data.folder=%s -o line.as_of=2026-11-22 "
                                  "--language en doctor",
                                  data->folder);
    cli_kit_has(&early.out, "ok  data");
    cli_kit_lacks(&early.out, "W30");
}

/* ---- publishing ---- */

static void what_was_published_is_not_changed_in_place(void **state)
{
    struct audit_data *data = *state;
    audit_write(data);
    prints(data, "publish", 0, "main 2026.11.1\n");
    prints(data, "publish", 0, "Everything is published as it is.\n");
    prints(data, "check", 0, "0 errors, 0 warnings\n");
    audit_put(data, "scripts/main", "nodes.end_told.say.kk", "'Another'");
    audit_write(data);
    static const char refused[] =
        "scripts/main.json:4: E25 The script was changed without a new "
        "version: main 2026.11.1.\n1 error, 0 warnings\n";
    prints(data, "check", 3, refused);
    prints(data, "publish", 3, refused);
    audit_put(data, "scripts/main", "version", "'2026.11.2'");
    audit_write(data);
    prints(data, "check", 0, "0 errors, 0 warnings\n");
    prints(data, "publish main", 0, "main 2026.11.2\n");
}

static void another_layout_is_the_same_version(void **state)
{
    struct audit_data *data = *state;
    audit_write(data);
    prints(data, "publish main", 0, "main 2026.11.1\n");
    AUTO_CHARS path = mem_format("%s/scripts/main.json", data->folder);
    json_t *json = audit_file(data, "scripts/main");
    assert_int_equal(json_dump_file(json, path, JSON_SORT_KEYS), 0);
    prints(data, "check", 0, "0 errors, 0 warnings\n");
}

static void only_what_proves_is_published(void **state)
{
    struct audit_data *data = *state;
    audit_write(data);
    AUTO_CHARS list = mem_format("%s/scripts/published.json", data->folder);
    AUTO_SAID none = run(data, "publish nobody");
    assert_int_equal(none.exit_code, 4);
    cli_kit_has(&none.err, "nobody");
    assert_int_not_equal(access(list, F_OK), 0);
    audit_put(data, "scripts/main", "nodes.works.next.0.to", "'nowhere'");
    audit_write(data);
    AUTO_SAID broken = run(data, "publish");
    assert_int_equal(broken.exit_code, 3);
    cli_kit_has(&broken.out, "E03");
    assert_int_not_equal(access(list, F_OK), 0);
}

#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, audit_open, audit_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_set_that_holds_has_no_findings),
        STORY(every_fault_is_a_line_with_its_place),
        STORY(an_author_reads_them_in_his_language),
        STORY(values_that_show_a_gap_stand_below),
        STORY(tables_that_are_refused_do_not_hide_scripts),
        STORY(a_file_stands_for_the_one_of_its_name),
        STORY(a_new_file_joins_the_others),
        STORY(programs_read_the_findings_as_json),
        STORY(warnings_are_shown_and_do_no_harm),
        STORY(the_end_of_the_proved_days_is_told_in_time),
        STORY(the_doctor_tells_it_too),
        STORY(what_was_published_is_not_changed_in_place),
        STORY(another_layout_is_the_same_version),
        STORY(only_what_proves_is_published),
    };
    return cmocka_run_group_tests(tests, cli_kit_begin, cli_kit_end);
}
