/* What is wrong is told once each, in the order of the files, with its line,
 * for people and for programs. */
#include "console/base/finding.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void add(struct findings *findings, enum finding_code code,
                const char *file, int line, const char *detail)
{
    const struct finding finding = {.code = code,
                                    .file = (char *)file,
                                    .line = line,
                                    .where = "$",
                                    .detail = (char *)detail};
    findings_add(findings, &finding);
}

static void each_is_kept_once(void **state)
{
    (void)state;
    AUTO(findings_clear) struct findings findings = {0};
    add(&findings, FINDING_E03, "a.json", 1, "end");
    add(&findings, FINDING_E03, "a.json", 7, "end"); /* the same thing */
    add(&findings, FINDING_E04, "a.json", 1, "end");
    add(&findings, FINDING_E03, "b.json", 1, "end");
    add(&findings, FINDING_E03, "a.json", 1, "other");
    assert_int_equal(findings.count, 4);
    AUTO(findings_clear) struct findings more = {0};
    findings_join(&more, &findings);
    findings_join(&more, &findings);
    findings_join(&more, NULL);
    assert_int_equal(more.count, 4);
    findings_add(NULL, &findings.items[0]); /* nobody asks */
}

static void they_stand_in_the_order_of_files_and_lines(void **state)
{
    (void)state;
    AUTO(findings_clear) struct findings findings = {0};
    add(&findings, FINDING_W26, "b.json", 2, "b");
    add(&findings, FINDING_E04, "a.json", 10, "a");
    add(&findings, FINDING_E03, "a.json", 9, "z");
    add(&findings, FINDING_E09, "a.json", 9, "a");
    add(&findings, FINDING_E09, "a.json", 9, "A");
    findings_sort(&findings);
    AUTO_TEXT order = {0};
    for (size_t i = 0; i < findings.count; i++)
        text_format(&order, "%s%s ", finding_name(findings.items[i].code),
                    findings.items[i].detail);
    assert_string_equal(text_chars(&order), "E03z E09A E09a E04a W26b ");
}

static void a_line_that_is_not_known_is_read_from_the_file(void **state)
{
    (void)state;
    const char *place = getenv("TMPDIR");
    AUTO_CHARS path =
        mem_format("%s/finding.XXXXXX", place != NULL ? place : "/tmp");
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(dprintf(file, "{\n\"a\": [1,\n{\"b\":\n2}]}\n") > 0, 1);
    close(file);
    AUTO(findings_clear) struct findings findings = {0};
    struct finding finding = {
        .code = FINDING_E09, .file = path, .where = "$.a[1].b"};
    findings_add(&findings, &finding);
    finding.where = "$.nothing";
    findings_add(&findings, &finding);
    findings_sort(&findings);
    assert_int_equal(findings.items[0].line, 0);
    assert_int_equal(findings.items[1].line, 4);
    unlink(path);
}

static void warnings_alone_refuse_nothing(void **state)
{
    (void)state;
    struct error error = {0};
    AUTO(findings_clear) struct findings findings = {0};
    add(&findings, FINDING_W20, "a.json", 1, "rates");
    assert_false(findings_refuse(&findings));
    assert_true(findings_judge(&findings, MESSAGE_SCRIPT_BAD, &error));
    add(&findings, FINDING_E04, "b.json", 3, "statsu");
    add(&findings, FINDING_E03, "b.json", 2, "nowhere");
    assert_true(findings_refuse(&findings));
    assert_false(findings_judge(&findings, MESSAGE_SCRIPT_BAD, &error));
    assert_int_equal(error.message, MESSAGE_SCRIPT_BAD);
    assert_string_equal(error.detail,
                        "b.json:2: E03: A way leads to nowhere, which is not "
                        "there.");
}

static void what_the_parser_says_names_line_and_key(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        enum finding_code code;
        int line;
        const char *detail;
    } files[] = {
        {"{\"a\": 1,\n \"b\": 2,\n \"қазақша\": 3, \"b\": 4}", FINDING_E02, 3,
         "b"},
        {"{\"a\": 1,\n \"a\": 2}", FINDING_E02, 2, "a"},
        {"{\"a\": 1,\n\n }", FINDING_E01, 3, "string or '}' expected"},
        {"", FINDING_E01, 1, "'[' or '{' expected"},
    };
    for (size_t i = 0; i < COUNT(files); i++) {
        struct error error = {0};
        AUTO(findings_clear) struct findings findings = {0};
        AUTO_JSON json = json_parse(files[i].bytes, strlen(files[i].bytes),
                                    "dir:2/a.json", false, &error);
        assert_null(json);
        findings_add_syntax(&findings, "dir:2/a.json", files[i].bytes, &error);
        assert_int_equal(findings.count, 1);
        assert_string_equal(findings.items[0].detail, files[i].detail);
        assert_int_equal(findings.items[0].code, files[i].code);
        assert_int_equal(findings.items[0].line, files[i].line);
    }
}

static void programs_get_every_part(void **state)
{
    (void)state;
    const struct finding finding = {.code = FINDING_E09,
                                    .file = "a.json",
                                    .line = 4,
                                    .where = "$.nodes.ask",
                                    .node = "a.ask",
                                    .detail = "ask",
                                    .example = "years=2"};
    AUTO_JSON json = finding_json(&finding);
    AUTO_CHARS written = json_canonical(json);
    assert_string_equal(
        written,
        "{\"code\":\"E09\",\"example\":\"years=2\",\"file\":\"a.json\","
        "\"line\":4,\"message\":\"For some values no way is open: ask.\","
        "\"node\":\"a.ask\",\"severity\":\"error\",\"where\":\"$.nodes.ask\"}");
    const struct finding bare = {.code = FINDING_W26, .file = "a.json"};
    AUTO_JSON small = finding_json(&bare);
    assert_true(json_is_null(json_object_get(small, "example")));
    assert_string_equal(json_find_string(small, "severity"), "warning");
}

static void every_code_has_a_sentence_with_one_hole(void **state)
{
    (void)state;
    for (int i = 0; i < FINDING_COUNT; i++) {
        const struct finding finding = {.code = (enum finding_code)i,
                                        .detail = "%s{}"};
        AUTO_TEXT sentence = {0};
        finding_write(&finding, &sentence);
        const char *hole = strstr(text_chars(&sentence), "%s{}");
        assert_non_null(hole);
        assert_null(strchr(hole + 1, '%'));
        assert_int_equal(finding_name(finding.code)[0],
                         finding_is_warning(finding.code) ? 'W' : 'E');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_kept_once),
        cmocka_unit_test(they_stand_in_the_order_of_files_and_lines),
        cmocka_unit_test(a_line_that_is_not_known_is_read_from_the_file),
        cmocka_unit_test(warnings_alone_refuse_nothing),
        cmocka_unit_test(what_the_parser_says_names_line_and_key),
        cmocka_unit_test(programs_get_every_part),
        cmocka_unit_test(every_code_has_a_sentence_with_one_hole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
