/* Stories of json.h: files that are refused with their place, fields that name
 * where they lack, and the line of a value for a finding. */
#include "console/base/json.h"

#include "console/base/error.h"
#include "console/base/text.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_refused(const char *bytes, size_t length, bool any,
                           const char *detail)
{
    struct error error = {0};
    assert_null(json_parse(bytes, length, "f.json", any, &error));
    assert_int_equal(error.message, MESSAGE_JSON_SYNTAX);
    if (strncmp(error.detail, detail, strlen(detail)) != 0)
        fail_msg("%s, not %s", error.detail, detail);
}

static void what_is_wrong_is_told_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *detail;
    } rows[] = {
        {"", "f.json:1:"},
        {"{\"a\": 1,\n \"a\": 2}", "f.json:2:"},
        {"{\"a\": 1}\nx", "f.json:2:"},
        {"{\"a\":\n [1, 2,]}", "f.json:2:"},
        {"17", "f.json:1:"},
        {"{\"ә\":\n \"әә\", \"b\": 9007199254740993}",
         "f.json:2:13: an integer beyond 2^53"},
        {"[-9007199254740993]", "f.json:1:2: an integer"},
        {"[\n99999999999999999999999]", "f.json:2:1: an integer"},
        {"{\"a\": \"\\u0000\"}", "f.json:1:"},
        {"[\"\xFF\"]", "f.json:1:"},
        {"[1e999]", "f.json:1:"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_refused(rows[i].text, strlen(rows[i].text), false,
                       rows[i].detail);
    assert_refused("123\0", 4, true, "f.json:1:4: a NUL byte");
}

static void values_at_the_limits_are_accepted(void **state)
{
    (void)state;
    const char *text = "[9007199254740992, -9007199254740992, 1e300, 1.5, "
                       "12345678901234567890.5, \"99999999999999999999\"]";
    AUTO_JSON json = json_parse(text, strlen(text), "f", false, NULL);
    assert_non_null(json);
    assert_true(json_integer_value(json_array_get(json, 0)) ==
                INT64_C(9007199254740992));
    AUTO_JSON scalar = json_parse("17", 2, "f", true, NULL);
    assert_int_equal(json_integer_value(scalar), 17);
}

static char *nested(int depth)
{
    char *text = mem_new((size_t)depth * 2 + 1);
    memset(text, '[', (size_t)depth);
    memset(text + depth, ']', (size_t)depth);
    return text;
}

static void deep_files_are_refused_before_they_hurt(void **state)
{
    (void)state;
    AUTO_CHARS fits = nested(JSON_DEPTH_MAX);
    AUTO_JSON json = json_parse(fits, strlen(fits), "f", false, NULL);
    assert_non_null(json);
    AUTO_CHARS deeper = nested(JSON_DEPTH_MAX + 1);
    assert_refused(deeper, strlen(deeper), false, "f.json:1:33: too many");
    AUTO_CHARS deepest = nested(100000);
    assert_refused(deepest, strlen(deepest), false, "f.json:1:33: too many");
    assert_int_equal(json_line(deepest, strlen(deepest), "$[0]"), 0);
    const char *quoted = "[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[\"]";
    AUTO_JSON flat = json_parse(quoted, strlen(quoted), "f", false, NULL);
    assert_non_null(flat);
}

static void a_refusal_quotes_nothing_of_the_file(void **state)
{
    (void)state;
    struct error error = {0};
    const char *text = "{\"iin\": \"000000000000\" \"name\": 1}";
    assert_null(json_parse(text, strlen(text), "f", false, &error));
    assert_null(strstr(error.detail, "name"));
    assert_null(strstr(error.detail, "0000"));
    error_clear(&error);
    const char *twice = "{\"secret\": 1, \"secret\": 2}";
    assert_null(json_parse(twice, strlen(twice), "f", false, &error));
    assert_null(strstr(error.detail, "secret"));
}

static char *write_file(const char *bytes, size_t length)
{
    const char *base = getenv("TMPDIR");
    char *path =
        mem_format("%s/test_json.XXXXXX", base == NULL ? "/tmp" : base);
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, length), (ssize_t)length);
    close(file);
    return path;
}

static void a_file_is_read_whole(void **state)
{
    (void)state;
    AUTO_CHARS path = write_file("{\"a\": 1}\n", 9);
    AUTO_JSON json = json_read(path, NULL);
    assert_int_equal(json_integer_value(json_object_get(json, "a")), 1);
    unlink(path);
    struct error error = {0};
    assert_null(json_read(path, &error));
    assert_int_equal(error.message, MESSAGE_FILE_READ);
    assert_non_null(strstr(error.detail, path));
    error_clear(&error);
    assert_null(json_read("/", &error));
    assert_int_equal(error.message, MESSAGE_FILE_READ);
}

static void a_file_that_is_too_large_is_refused(void **state)
{
    (void)state;
    size_t length = JSON_FILE_MAX + 1;
    AUTO_CHARS bytes = mem_new(length);
    memset(bytes, ' ', length);
    memcpy(bytes, "[]", 2);
    AUTO_CHARS path = write_file(bytes, length);
    struct error error = {0};
    assert_null(json_read(path, &error));
    assert_int_equal(error.message, MESSAGE_JSON_SYNTAX);
    assert_non_null(strstr(error.detail, "larger"));
    assert_int_equal(truncate(path, JSON_FILE_MAX), 0);
    AUTO_JSON json = json_read(path, NULL);
    assert_non_null(json);
    unlink(path);
}

static void a_path_leads_to_its_line(void **state)
{
    (void)state;
    const char *text = "{\n"                           /* 1 */
                       " \"say.it\": {\"x\": 1},\n"    /* 2 */
                       " \"say\":\n"                   /* 3 */
                       "   {\"it\": \"}]\\\"\",\n"     /* 4 */
                       "    \"on\": true},\n"          /* 5 */
                       " \"nodes\": { \"ask\": {\n"    /* 6 */
                       "   \"next\": [ {\"to\": 0},\n" /* 7 */
                       "     [[], {}, -1.5e+3],\n"     /* 8 */
                       "     {\"when\": null,\n"       /* 9 */
                       "      \"to\": \"end\"}]}},\n"  /* 10 */
                       " \"\\u049Bала\": 5,\n"         /* 11 */
                       " \"әже\": [\n7]}";             /* 12, 13 */
    static const struct {
        const char *path;
        int line;
    } rows[] = {
        {"$", 1},
        {"$.say.it", 2},
        {"$.say.it.x", 2},
        {"$.say", 4},
        {"$.say.on", 5},
        {"$.nodes.ask", 6},
        {"$.nodes.ask.next[0].to", 7},
        {"$.nodes.ask.next[1]", 8},
        {"$.nodes.ask.next[1][2]", 8},
        {"$.nodes.ask.next[2]", 9},
        {"$.nodes.ask.next[2].to", 10},
        {"$.қала", 11},
        {"$.әже", 12},
        {"$.әже[0]", 13},
        {"$.әже[1]", 0},
        {"$.әже[0].x", 0},
        {"$.nodes.as", 0},
        {"$.nodes.ask.next[-1]", 0},
        {"$.nodes.ask.next[0", 0},
        {"$nodes", 0},
        {"nodes", 0},
        {"", 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int line = json_line(text, strlen(text), rows[i].path);
        if (line != rows[i].line)
            fail_msg("%s: line %d, not %d", rows[i].path, line, rows[i].line);
    }
}

static void no_line_is_found_in_rubbish_and_nothing_breaks(void **state)
{
    (void)state;
    static const char text[] =
        "{\"a\": [1, {\"b\": \"x\\\"\"}, true], \"c\":{}}";
    const char *const paths[] = {"$.a[1].b", "$.c", "$.a[2]", "$.none"};
    for (size_t cut = 0; cut < sizeof(text); cut++)
        for (size_t at = 0; at <= cut; at++) {
            /* A heap copy of the exact size: reading past it is seen. */
            char *bytes = malloc(cut + 1);
            memcpy(bytes, text, cut);
            bytes[at < cut ? at : 0] = "{}[]\",:\\x"[at % 9];
            for (size_t i = 0; i < COUNT(paths); i++)
                assert_in_range(json_line(bytes, cut, paths[i]), 0, 1);
            json_decref(json_parse(bytes, cut, "f", true, NULL));
            free(bytes);
        }
}

static void a_field_that_lacks_is_named_with_its_place(void **state)
{
    (void)state;
    const char *text = "{\"s\": \"қ\", \"i\": 7, \"b\": true, \"r\": 7.0}";
    AUTO_JSON json = json_parse(text, strlen(text), "f", false, NULL);
    const char *string;
    int64_t number;
    bool flag;
    assert_true(json_need_string(json, "s", &string, "f: $", NULL));
    assert_string_equal(string, "қ");
    assert_true(json_need_int(json, "i", &number, "f: $", NULL));
    assert_int_equal(number, 7);
    assert_true(json_need_bool(json, "b", &flag, "f: $", NULL));
    assert_true(flag);
    assert_string_equal(json_find_string(json, "s"), "қ");
    assert_null(json_find_string(json, "i"));
    assert_null(json_find_string(json, "none"));

    struct error error = {0};
    assert_false(json_need_string(json, "i", &string, "f: $", &error));
    assert_int_equal(error.message, MESSAGE_JSON_SHAPE);
    assert_string_equal(error.detail, "f: $.i: needs a text");
    error_clear(&error);
    assert_false(json_need_int(json, "r", &number, "f: $.x", &error));
    assert_string_equal(error.detail, "f: $.x.r: needs an integer");
    error_clear(&error);
    assert_false(json_need_bool(json, "none", &flag, "f: $", &error));
    assert_string_equal(error.detail, "f: $.none: needs true or false");
    assert_false(json_need_string(NULL, "s", &string, "f: $", NULL));
}

static void the_same_value_has_one_canonical_text(void **state)
{
    (void)state;
    const char *one = "{\"b\": [1, 2.5, null],\n \"a\": \"қ\\u04D9/\"}";
    const char *two = "{\"a\":\"\\u049bә\\/\",\"b\":[1,2.50,null]}";
    AUTO_JSON first = json_parse(one, strlen(one), "f", false, NULL);
    AUTO_JSON second = json_parse(two, strlen(two), "f", false, NULL);
    AUTO_CHARS first_text = json_canonical(first);
    AUTO_CHARS second_text = json_canonical(second);
    assert_string_equal(first_text, "{\"a\":\"қә/\",\"b\":[1,2.5,null]}");
    assert_string_equal(second_text, first_text);
    AUTO_JSON scalar = json_true();
    AUTO_CHARS scalar_text = json_canonical(scalar);
    assert_string_equal(scalar_text, "true");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_is_told_with_its_place),
        cmocka_unit_test(values_at_the_limits_are_accepted),
        cmocka_unit_test(deep_files_are_refused_before_they_hurt),
        cmocka_unit_test(a_refusal_quotes_nothing_of_the_file),
        cmocka_unit_test(a_file_is_read_whole),
        cmocka_unit_test(a_file_that_is_too_large_is_refused),
        cmocka_unit_test(a_path_leads_to_its_line),
        cmocka_unit_test(no_line_is_found_in_rubbish_and_nothing_breaks),
        cmocka_unit_test(a_field_that_lacks_is_named_with_its_place),
        cmocka_unit_test(the_same_value_has_one_canonical_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
