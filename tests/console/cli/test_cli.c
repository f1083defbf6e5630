/* A person types commands: help, mistakes, numbers, settings. */
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/config/config.h"
#include "tests/console/cli/cli_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* A settings file that nobody can start with. */
static char *broken_settings(void)
{
    char *path = mem_format("%s/broken.conf", cli_kit_home());
    FILE *file = fopen(path, "we");
    fputs("[registry]\nbase_ur = x\n", file);
    fclose(file);
    return path;
}

static void help_names_every_command(void **state)
{
    (void)state;
    static const char *const names[] = {"iin",    "lookup", "script",
                                        "call",   "case",   "config",
                                        "doctor", "audit",  "practice"};
    AUTO_SAID said = cli_kit_run(NULL, "--help");
    assert_int_equal(said.exit_code, 0);
    for (size_t i = 0; i < COUNT(names); i++) {
        AUTO_CHARS line = mem_format("\n  %-10s ", names[i]);
        cli_kit_has(&said.out, line);
        AUTO_SAID own = cli_kit_run(NULL, "%s --help", names[i]);
        AUTO_CHARS usage = mem_format("agent1414 %s", names[i]);
        assert_int_equal(own.exit_code, 0);
        assert_memory_equal(text_chars(&own.out), usage, strlen(usage));
        cli_kit_has(&own.out, "Examples:\n\n  agent1414 ");
        assert_string_equal(text_chars(&own.err), "");
    }
}

static void help_and_version_work_with_broken_settings(void **state)
{
    (void)state;
    AUTO_CHARS path = broken_settings();
    static const char *const lines[] = {
        "--help", "--version",        "lookup --help",
        "--man",  "iin 850101300808", "config --defaults"};
    for (size_t i = 0; i < COUNT(lines); i++) {
        AUTO_SAID said = cli_kit_run(NULL, "--config %s %s", path, lines[i]);
        assert_int_equal(said.exit_code, 0);
        assert_true(said.out.length > 0);
        assert_string_equal(text_chars(&said.err), "");
    }
    AUTO_SAID said = cli_kit_run(NULL, "--config %s case list", path);
    assert_int_equal(said.exit_code, 3);
    cli_kit_one_line(&said.err);
    cli_kit_has(&said.err, "broken.conf:2");
    cli_kit_has(&said.err, "registry.base_url");
}

static void the_help_of_a_practised_command_is_its_own(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "practice lookup --help");
    assert_int_equal(said.exit_code, 0);
    cli_kit_has(&said.out, "agent1414 lookup NUMBER [--reason WHY]\n");
}

static void a_mistyped_command_or_option_gets_the_nearest_name(void **state)
{
    (void)state;
    static const struct {
        const char *line, *said;
    } slips[] = {{"lokup 850101300808", "the nearest is lookup"},
                 {"case lst", "agent1414 case list"},
                 {"--lanugage en", "the nearest is --language"},
                 {"iin 850101300808 --jsn", "the nearest is --json"},
                 {"config --orgin=1", "the nearest is --origin"},
                 {"lookup 850101300808 --fresh", "lookup --fresh"},
                 {"iin --limit", "--limit N"},
                 {"config --json=1", "--json takes no value"},
                 {"-z", "-z"},
                 {"lookup", "agent1414 lookup NUMBER"},
                 {"case list --limit 0", "--limit"},
                 {"case list --limit 5x", "--limit"},
                 {"audit verfy", "audit verify"}};
    for (size_t i = 0; i < COUNT(slips); i++) {
        AUTO_SAID said = cli_kit_run(NULL, "%s", slips[i].line);
        assert_int_equal(said.exit_code, 2);
        assert_string_equal(text_chars(&said.out), "");
        cli_kit_one_line(&said.err);
        cli_kit_has(&said.err, slips[i].said);
    }
}

static void without_a_terminal_there_are_no_screens(void **state)
{
    (void)state;
    static const char *const lines[] = {"", "practice"};
    for (size_t i = 0; i < COUNT(lines); i++) {
        AUTO_SAID said = cli_kit_run(NULL, "%s", lines[i]);
        assert_int_equal(said.exit_code, 2);
        cli_kit_one_line(&said.err);
        cli_kit_has(&said.err, "need a terminal");
    }
}

static void an_escape_sequence_that_was_typed_is_not_repeated(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "\x1b[31mcase");
    assert_int_equal(said.exit_code, 2);
    cli_kit_lacks(&said.err, "\x1b");
}

static void numbers_are_judged_one_a_line(void **state)
{
    (void)state;
    AUTO_SAID said =
        cli_kit_run(NULL, "iin 850101300808 '8501 0130 0809' --json");
    assert_int_equal(said.exit_code, 1);
    assert_string_equal(text_chars(&said.out),
                        "{\"accepted\":true,\"number\":\"850101300808\","
                        "\"reason\":null,\"warnings\":[]}\n"
                        "{\"accepted\":false,\"number\":\"850101300809\","
                        "\"reason\":\"wrong_check_digit\",\"warnings\":[]}\n");
    AUTO_SAID fine = cli_kit_run(NULL, "iin 850101300808");
    assert_int_equal(fine.exit_code, 0);
    cli_kit_has(&fine.out, "850101300808  accepted\n");
    AUTO_SAID bytes = cli_kit_run(NULL, "iin \xff\xfe --json");
    assert_int_equal(bytes.exit_code, 1);
    cli_kit_has(&bytes.out, "\"accepted\":false");
}

static void the_default_file_is_the_one_that_is_shipped(void **state)
{
    (void)state;
    const char *root = getenv("AGENT1414_ROOT");
    AUTO_CHARS path = mem_format("%s/agent.conf", root ? root : ".");
    AUTO_TEXT shipped = {0};
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    for (int c; (c = fgetc(file)) != EOF;)
        text_add_n(&shipped, &(char){(char)c}, 1);
    fclose(file);
    AUTO_SAID said = cli_kit_run(NULL, "config --defaults");
    assert_int_equal(said.exit_code, 0);
    assert_string_equal(text_chars(&said.out), text_chars(&shipped));
}

static void each_setting_tells_where_it_comes_from(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(
        NULL, "-o registry.deadline_ms=500 config --origin --ascii");
    assert_int_equal(said.exit_code, 0);
    cli_kit_has(&said.out, "registry.deadline_ms = 500  # option\n");
    cli_kit_has(&said.out, "ui.ascii = yes  # option\n");
    cli_kit_has(&said.out,
                "ui.language = en  # environment AGENT1414_UI_LANGUAGE\n");
    cli_kit_has(&said.out, "registry.connect_ms = 3000  # built-in\n");
    AUTO_SAID json = cli_kit_run(NULL, "config --json --language ru");
    AUTO_JSON all = cli_kit_json(&json);
    assert_int_equal(json_object_size(all), CONFIG_COUNT);
    const json_t *language = json_object_get(all, "ui.language");
    assert_string_equal(json_find_string(language, "value"), "ru");
    assert_string_equal(json_find_string(language, "origin"), "option");
}

static void the_manual_page_holds_all_lists(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "--man");
    assert_int_equal(said.exit_code, 0);
    assert_memory_equal(text_chars(&said.out), ".TH AGENT1414 1", 15);
    static const char *const parts[] = {
        ".SH NAME\n",         ".SH OPTIONS\n",  ".SH COMMANDS\n",
        ".SH EXIT STATUS\n",  ".SH SETTINGS\n", "deadline_ms",
        "\n.B \\-\\-reveal\n"};
    for (size_t i = 0; i < COUNT(parts); i++)
        cli_kit_has(&said.out, parts[i]);
}

static void a_full_disk_is_no_success(void **state)
{
    (void)state;
    const char *build = getenv("AGENT1414_BUILD");
    AUTO_CHARS line = mem_format("%s/agent1414 config >/dev/full 2>/dev/null",
                                 build ? build : "build");
    int status = system(line);
    assert_int_equal(WEXITSTATUS(status), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_names_every_command),
        cmocka_unit_test(help_and_version_work_with_broken_settings),
        cmocka_unit_test(the_help_of_a_practised_command_is_its_own),
        cmocka_unit_test(a_mistyped_command_or_option_gets_the_nearest_name),
        cmocka_unit_test(without_a_terminal_there_are_no_screens),
        cmocka_unit_test(an_escape_sequence_that_was_typed_is_not_repeated),
        cmocka_unit_test(numbers_are_judged_one_a_line),
        cmocka_unit_test(the_default_file_is_the_one_that_is_shipped),
        cmocka_unit_test(each_setting_tells_where_it_comes_from),
        cmocka_unit_test(the_manual_page_holds_all_lists),
        cmocka_unit_test(a_full_disk_is_no_success),
    };
    return cmocka_run_group_tests(tests, cli_kit_begin, cli_kit_end);
}
