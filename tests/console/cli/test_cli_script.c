/* Somebody who writes scripts tries them out: rules, runs, the printed tree. */
#include "console/base/json.h"
#include "tests/console/cli/cli_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void a_rule_is_evaluated_over_data(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(
        NULL, "script eval --rule '{\"var\":\"x\"}' --data '{\"x\":[1,2]}'");
    assert_int_equal(said.exit_code, 0);
    assert_string_equal(text_chars(&said.out), "[1,2]\n");
    AUTO_SAID piped =
        cli_kit_run("{\"x\":\"kz\"}", "script eval --data - --rule "
                                      "'{\"===\":[{\"var\":\"x\"},\"kz\"]}'");
    assert_string_equal(text_chars(&piped.out), "true\n");
}

static void a_wrong_rule_is_one_line_and_exit_3(void **state)
{
    (void)state;
    AUTO_SAID said =
        cli_kit_run(NULL, "script eval --rule '{\"zz\":[1]}' --data {}");
    assert_int_equal(said.exit_code, 3);
    assert_string_equal(text_chars(&said.out), "");
    cli_kit_one_line(&said.err);
    AUTO_SAID absent =
        cli_kit_run(NULL, "script eval --rule /nowhere/rule --data {}");
    assert_int_equal(absent.exit_code, 3);
    AUTO_SAID both = cli_kit_run("1", "script eval --rule - --data -");
    assert_int_equal(both.exit_code, 2);
}

static void a_batch_has_a_result_for_each_line(void **state)
{
    (void)state;
    AUTO_SAID said =
        cli_kit_run("{\"rule\":{\"var\":\"x\"},\"data\":{\"x\":1}}\n"
                    "{\"rule\":{\"zz\":1},\"data\":{}}\n"
                    "no json\n"
                    "{\"rule\":true,\"data\":null}",
                    "script eval --batch");
    assert_int_equal(said.exit_code, 3);
    assert_memory_equal(text_chars(&said.out), "1\n{\"error\":", 11);
    cli_kit_has(&said.out, "\"code\":\"RULE_BAD\"");
    cli_kit_has(&said.out, "\"code\":\"JSON_SYNTAX\"");
    assert_string_equal(strrchr(text_chars(&said.out), 0x7d), "}\ntrue\n");
}

static void the_scripts_are_listed(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "script list --json");
    AUTO_JSON all = cli_kit_json(&said);
    assert_int_equal(strlen(json_find_string(all, "hash")), 64);
    const json_t *first = json_array_get(json_object_get(all, "scripts"), 0);
    assert_non_null(json_find_string(first, "id"));
    assert_non_null(json_find_string(json_object_get(first, "title"), "kk"));
    AUTO_SAID csv = cli_kit_run(NULL, "script list --csv");
    assert_memory_equal(text_chars(&csv.out), "id,version,nodes,title\r\n", 24);
}

static void a_script_is_shown_as_a_tree(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "script show student");
    assert_int_equal(said.exit_code, 0);
    cli_kit_has(&said.out, "[check]\n  > 0: Listed student\n    ");
    cli_kit_has(&said.out, "[outcome] STU-01 -> student_missing\n");
    cli_kit_has(&said.out, "  > 1: not Listed student\n");
    cli_kit_has(&said.out, "> 0: Kazakhstan, full-time\n");
    cli_kit_has(&said.out, "(above)");
    cli_kit_has(&said.out, "ASK Where and how do you study");
    AUTO_SAID tree = cli_kit_run(NULL, "script graph student --tree");
    cli_kit_has(&tree.out, "> 1: not Listed student\n");
    cli_kit_lacks(&tree.out, "Where and how do you study");
    AUTO_SAID none = cli_kit_run(NULL, "script show nothing");
    assert_int_equal(none.exit_code, 4);
    AUTO_SAID nowhere = cli_kit_run(NULL, "script graph nothing");
    assert_int_equal(nowhere.exit_code, 4);
}

/* A colleague reads it on paper: every step has a number, and each way says
 * where it leads. */
static void a_script_is_printed_as_a_booklet(void **state)
{
    (void)state;
    AUTO_SAID said =
        cli_kit_run(NULL, "script show student --booklet --as-of 2026-11-22");
    assert_int_equal(said.exit_code, 0);
    cli_kit_has(&said.out, "# Student not in the list\n");
    cli_kit_has(&said.out, "values as of 2026-11-22");
    cli_kit_has(&said.out, "| `self_month` | 4\u00A0250\u00A0₸ |");
    cli_kit_has(&said.out, "### <a id=\"n1\"></a>1. Check (`listed`)");
    cli_kit_has(&said.out, "- Listed student → [2](#n2)\n");
    cli_kit_has(&said.out, "> **ASK** Where and how do you study");
    cli_kit_has(&said.out, "- Kazakhstan, full-time → [");
    cli_kit_has(&said.out, "**Who acts:** Branch of the Fund");
    cli_kit_has(&said.out, "**Source:** ");
    cli_kit_lacks(&said.out, "{answer_days}");
    AUTO_SAID kazakh =
        cli_kit_run(NULL, "script show student --booklet --language kk");
    cli_kit_has(&kazakh.out, "Қайда және қалай оқисыз");
    cli_kit_lacks(&kazakh.out, "Where and how");
}

/* An amount is that of the day; a text that depends on the caller stays open.
 */
static void a_booklet_tells_the_amounts_of_its_day(void **state)
{
    (void)state;
    AUTO_SAID old =
        cli_kit_run(NULL, "script show gap --booklet --as-of 2023-08-01");
    AUTO_SAID now =
        cli_kit_run(NULL, "script show gap --booklet --as-of 2026-11-22");
    assert_int_equal(old.exit_code, 0);
    cli_kit_has(&old.out, "| `self_month` | 3\u00A0500\u00A0₸ |");
    cli_kit_has(&now.out, "| `self_month` | 4\u00A0250\u00A0₸ |");
    cli_kit_has(&now.out, "{Empty months}");
}

static void another_day_is_run_and_told(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(
        NULL, "script run student --facts '{\"is_student\": true}' --as-of "
              "2026-03-01");
    assert_int_equal(said.exit_code, 0);
    cli_kit_has(&said.out, "2026-03-01");
    AUTO_SAID wrong = cli_kit_run(
        NULL, "script run student --facts '{\"is_student\": true}' --as-of "
              "2026-02-30");
    assert_int_equal(wrong.exit_code, 3);
    cli_kit_one_line(&wrong.err);
    cli_kit_has(&wrong.err, "line.as_of");
    assert_string_equal(text_chars(&wrong.out), "");
}

static void facts_lead_to_an_outcome_with_a_case(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(
        "{\"is_student\": true, \"region\": \"43\"}",
        "script run student --facts - --answers {} --json --as-of 2026-11-22");
    assert_int_equal(said.exit_code, 0);
    AUTO_JSON all = cli_kit_json(&said);
    const json_t *outcome = json_object_get(all, "outcome");
    const json_t *opened = json_object_get(outcome, "case");
    const json_t *path = json_object_get(all, "path");
    assert_string_equal(json_find_string(all, "script"), "student");
    assert_string_equal(json_find_string(all, "as_of"), "2026-11-22");
    assert_string_equal(json_find_string(outcome, "code"), "STU-01");
    assert_string_equal(json_find_string(opened, "issue"), "student_missing");
    assert_string_equal(json_find_string(opened, "branch"), "KZO");
    assert_non_null(json_find_string(json_object_get(outcome, "say"), "kk"));
    assert_int_equal(json_array_size(path), 2);
    assert_string_equal(json_find_string(json_array_get(path, 0), "edge"), "0");
    AUTO_SAID people = cli_kit_run(
        NULL, "script run student --facts '{\"is_student\": true}'");
    assert_int_equal(people.exit_code, 0);
    cli_kit_has(&people.out, "STU-01");
    cli_kit_has(&people.out, "You are on the list");
}

static void a_missing_answer_is_named(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(
        NULL, "script run student --facts '{\"is_student\":false}'");
    assert_int_equal(said.exit_code, 1);
    cli_kit_one_line(&said.err);
    cli_kit_has(&said.err, "student.study_place");
    AUTO_SAID bad = cli_kit_run(NULL, "script run student --facts "
                                      "'{\"is_student\":false}' --answers "
                                      "'{\"student.study_place\":\"moon\"}'");
    assert_int_equal(bad.exit_code, 2);
    AUTO_SAID fact =
        cli_kit_run(NULL, "script run student --facts '{\"moon\":false}'");
    assert_int_equal(fact.exit_code, 3);
    cli_kit_has(&fact.err, "moon");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_is_evaluated_over_data),
        cmocka_unit_test(a_wrong_rule_is_one_line_and_exit_3),
        cmocka_unit_test(a_batch_has_a_result_for_each_line),
        cmocka_unit_test(the_scripts_are_listed),
        cmocka_unit_test(a_script_is_shown_as_a_tree),
        cmocka_unit_test(a_script_is_printed_as_a_booklet),
        cmocka_unit_test(a_booklet_tells_the_amounts_of_its_day),
        cmocka_unit_test(another_day_is_run_and_told),
        cmocka_unit_test(facts_lead_to_an_outcome_with_a_case),
        cmocka_unit_test(a_missing_answer_is_named),
    };
    return cmocka_run_group_tests(tests, cli_kit_begin, cli_kit_end);
}
