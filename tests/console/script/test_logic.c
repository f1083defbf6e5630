/* An author writes rules: the public CertLogic suites where they are at hand,
 * cases of our own for every operator, and what an unknown value does. */
#include "console/script/logic.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/script/logic_tree.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static json_t *read_text(const char *text)
{
    json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);
    if (json == NULL)
        print_error("not JSON: %s\n", text);
    assert_non_null(json);
    return json;
}

/* The canonical value of the rule over the data, or "error". */
static char *evaluate(const json_t *rule, const json_t *data)
{
    struct error error = {0};
    struct logic *logic = logic_new(rule, LOGIC_CERTLOGIC, &error);
    if (logic == NULL) {
        assert_int_equal(error.message, MESSAGE_RULE_BAD);
        return mem_copy("bad");
    }
    AUTO_JSON value = logic_eval_json(logic, data, &error);
    logic_free(logic);
    if (value != NULL)
        return json_canonical(value);
    assert_int_equal(error.message, MESSAGE_RULE_FAILED);
    assert_true(error.detail[0] != '\0');
    return mem_copy("error");
}

/* ---- the public suites ---- */

static const char *const suites[] = {"JsonLogic-testSuite",
                                     "and",
                                     "comparison",
                                     "date-times",
                                     "equality",
                                     "if",
                                     "in",
                                     "var"};

static int run_assertion(const json_t *one, const json_t *rule)
{
    const json_t *own = json_object_get(one, "certLogicExpression");
    AUTO_CHARS got =
        evaluate(own != NULL ? own : rule, json_object_get(one, "data"));
    AUTO_CHARS expected = json_canonical(json_object_get(one, "expected"));
    assert_string_equal(got, expected);
    return 1;
}

static int run_suite(const json_t *suite)
{
    int count = 0;
    size_t i, j;
    json_t *one, *assertion;
    json_array_foreach(json_object_get(suite, "cases"), i, one)
    {
        const json_t *rule = json_object_get(one, "certLogicExpression");
        json_array_foreach(json_object_get(one, "assertions"), j, assertion)
        {
            count += run_assertion(assertion, rule);
        }
    }
    return count;
}

static void every_case_of_the_public_suites_holds(void **state)
{
    (void)state;
    const char *root = getenv("AGENT1414_ROOT");
    int count = 0;
    for (size_t i = 0; i < COUNT(suites); i++) {
        char path[4096]; /* skip() leaves without cleaning up */
        snprintf(path, sizeof(path), "%s/../shared/certlogic/%s.json",
                 root ? root : ".", suites[i]);
        AUTO_JSON suite = json_load_file(path, 0, NULL);
        if (suite == NULL) {
            print_message("skipped: no %s\n", path);
            skip();
        }
        count += run_suite(suite);
    }
    print_message("%d public cases\n", count);
    assert_true(count > 100);
}

/* ---- cases of our own ---- */

struct sample {
    const char *rule, *data, *expected;
};

static const struct sample samples[] = {
    /* values */
    {"7", "null", "7"},
    {"\"x\"", "null", "\"x\""},
    {"[]", "null", "[]"},
    {"[1,[{\"var\":\"a\"}]]", "{\"a\":true}", "[1,[true]]"},
    {"null", "null", "bad"},
    {"1.5", "null", "bad"},
    {"{}", "null", "bad"},
    {"{\"===\":[1,1],\"in\":[1,[1]]}", "null", "bad"},
    {"{\"==\":[1,1]}", "null", "bad"},
    {"{\"or\":[true,false]}", "null", "bad"},
    {"{\"known\":[{\"var\":\"a\"}]}", "null", "bad"},
    /* var */
    {"{\"var\":\"\"}", "[1]", "[1]"},
    {"{\"var\":\"a.b.1\"}", "{\"a\":{\"b\":[5,6]}}", "6"},
    {"{\"var\":\"a.1\"}", "{\"a\":{\"1\":2}}", "2"},
    {"{\"var\":\"a.x\"}", "{\"a\":\"text\"}", "null"},
    {"{\"var\":\"-1\"}", "[1]", "null"},
    {"{\"var\":0}", "[1]", "bad"},
    {"{\"var\":[\"a\"]}", "{\"a\":1}", "bad"},
    /* === and in */
    {"{\"===\":[{\"var\":\"x\"},\"x\"]}", "{}", "false"},
    {"{\"===\":[\"ә\",\"ә\"]}", "null", "true"},
    {"{\"===\":[true,1]}", "null", "false"},
    {"{\"===\":[{\"var\":\"a\"},2]}", "{\"a\":2.0}", "true"},
    {"{\"===\":[{\"var\":\"a\"},{\"var\":\"b\"}]}",
     "{\"a\":[2.0,{\"x\":1}],\"b\":[2,{\"x\":1.0}]}", "true"},
    {"{\"===\":[{\"var\":\"a\"},{\"var\":\"b\"}]}",
     "{\"a\":{\"x\":1},\"b\":{\"x\":1,\"y\":1}}", "false"},
    {"{\"===\":[{\"var\":\"a\"},{\"var\":\"b\"}]}",
     "{\"a\":9007199254740993,\"b\":9007199254740992}", "false"},
    {"{\"plusTime\":[\"2026-01-01\",2.0,\"day\"]}", "null",
     "\"2026-01-03T00:00:00.000Z\""},
    {"{\"===\":[1]}", "null", "bad"},
    {"{\"===\":[1,1,1]}", "null", "bad"},
    {"{\"in\":[2,[1,2]]}", "null", "true"},
    {"{\"in\":[\"2\",[1,2]]}", "null", "false"},
    {"{\"in\":[1,{\"var\":\"x\"}]}", "{}", "error"},
    {"{\"in\":[\"a\",\"abc\"]}", "null", "error"},
    /* truth */
    {"{\"!\":[{\"var\":\"x\"}]}", "{}", "true"},
    {"{\"!\":[[0]]}", "null", "false"},
    {"{\"!\":[{\"var\":\"x\"}]}", "{\"x\":{}}", "true"},
    {"{\"!\":[\"false\"]}", "null", "false"},
    {"{\"!\":true}", "null", "bad"},
    {"{\"!\":[{\"plusTime\":[\"2026-01-01\",0,\"day\"]}]}", "null", "error"},
    {"{\"and\":[true]}", "null", "bad"},
    {"{\"and\":[1,\"\",{\"<\":[\"a\",1]}]}", "null", "\"\""},
    {"{\"and\":[1,{\"<\":[\"a\",1]}]}", "null", "error"},
    {"{\"if\":[0,{\"<\":[\"a\",1]},3]}", "null", "3"},
    {"{\"if\":[true,1]}", "null", "bad"},
    {"{\"if\":[{\"plusTime\":[\"2026-01-01\",0,\"day\"]},1,2]}", "null",
     "error"},
    /* order */
    {"{\"<\":[1,2,3]}", "null", "true"},
    {"{\">\":[3,2,2]}", "null", "false"},
    {"{\">=\":[3,2,2]}", "null", "true"},
    {"{\"<\":[\"1\",2]}", "null", "error"},
    {"{\"<\":[{\"var\":\"x\"},2]}", "{}", "error"},
    {"{\"<\":[{\"var\":\"x\"},2]}", "{\"x\":1.5}", "error"},
    {"{\"<\":[1,2,3,4]}", "null", "bad"},
    {"{\"after\":[\"2026-01-02\",\"2026-01-01\"]}", "null", "error"},
    {"{\"after\":[{\"plusTime\":[\"2026-01-02\",0,\"day\"]},"
     "{\"plusTime\":[\"2026-01-01\",1,\"day\"]}]}",
     "null", "false"},
    {"{\"not-before\":[{\"plusTime\":[{\"var\":\"d\"},0,\"day\"]},"
     "{\"plusTime\":[\"2026-01-01\",1,\"day\"]}]}",
     "{\"d\":\"2026-01-02\"}", "true"},
    /* plusTime */
    {"{\"plusTime\":[\"2026-11-22\",0,\"day\"]}", "null",
     "\"2026-11-22T00:00:00.000Z\""},
    {"{\"plusTime\":[\"2024-02-29\",1,\"year\"]}", "null",
     "\"2025-02-28T00:00:00.000Z\""},
    {"{\"plusTime\":[\"2026-01-31\",1,\"month\"]}", "null",
     "\"2026-02-28T00:00:00.000Z\""},
    {"{\"plusTime\":[\"2026-01-15\",-13,\"month\"]}", "null",
     "\"2024-12-15T00:00:00.000Z\""},
    {"{\"plusTime\":[\"2026-12-31\",25,\"hour\"]}", "null",
     "\"2027-01-01T01:00:00.000Z\""},
    {"{\"plusTime\":[\"2026-08-20T12:03:12.98765+02:00\",0,\"day\"]}", "null",
     "\"2026-08-20T10:03:12.987Z\""},
    {"{\"plusTime\":[\"2026-08-20T12:03:12+130\",0,\"day\"]}", "null",
     "\"2026-08-20T10:33:12.000Z\""},
    {"{\"plusTime\":[\"2026-08-20T12:03:12-5\",0,\"day\"]}", "null",
     "\"2026-08-20T17:03:12.000Z\""},
    {"{\"plusTime\":[\"2026-08-20T12:03:12\",0,\"day\"]}", "null",
     "\"2026-08-20T12:03:12.000Z\""},
    {"{\"plusTime\":[\"1969-12-31T23:59:59.5Z\",1,\"hour\"]}", "null",
     "\"1970-01-01T00:59:59.500Z\""},
    {"{\"plusTime\":[\"2026-02-30\",0,\"day\"]}", "null", "bad"},
    {"{\"plusTime\":[\"2026-09\",0,\"day\"]}", "null", "bad"},
    {"{\"plusTime\":[{\"var\":\"d\"},0,\"day\"]}", "{\"d\":\"22.11.2026\"}",
     "error"},
    {"{\"plusTime\":[{\"var\":\"d\"},0,\"day\"]}", "{}", "error"},
    {"{\"plusTime\":[{\"var\":\"d\"},90000000,\"year\"]}",
     "{\"d\":\"2026-01-01\"}", "error"},
    {"{\"plusTime\":[\"2026-01-01\",1,\"week\"]}", "null", "bad"},
    {"{\"plusTime\":[\"2026-01-01\",{\"var\":\"n\"},\"day\"]}", "{\"n\":1}",
     "bad"},
    /* reduce and + */
    {"{\"+\":[2,{\"var\":\"n\"}]}", "{\"n\":3}", "5"},
    {"{\"+\":[\"2\",3]}", "null", "error"},
    {"{\"reduce\":[{\"var\":\"x\"},{\"+\":[{\"var\":\"accumulator\"},1]},0]}",
     "{\"x\":[7,7,7]}", "3"},
    {"{\"reduce\":[7,1,0]}", "null", "error"},
    {"{\"reduce\":[{\"var\":\"\"},[{\"var\":\"accumulator\"},"
     "{\"var\":\"accumulator\"}],1]}",
     "[1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8,9,1,2,3]", "error"},
};

static void our_own_cases_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        AUTO_JSON rule = read_text(samples[i].rule);
        AUTO_JSON data = read_text(samples[i].data);
        AUTO_CHARS got = evaluate(rule, data);
        if (strcmp(got, samples[i].expected) != 0)
            print_error("%s over %s\n", samples[i].rule, samples[i].data);
        assert_string_equal(got, samples[i].expected);
    }
}

static void a_faulty_rule_names_the_place(void **state)
{
    (void)state;
    AUTO_JSON rule =
        read_text("{\"and\":[true,{\"!\":[{\"in\":[1,{\"nope\":[2]}]}]}]}");
    struct error error = {0};
    assert_null(logic_new(rule, LOGIC_SCRIPT, &error));
    assert_int_equal(error.message, MESSAGE_RULE_BAD);
    assert_non_null(strstr(error.detail, "$.and[1].![0].in[1]: "));
    assert_non_null(strstr(error.detail, "nope"));
}

static void a_rule_nested_too_deep_is_refused(void **state)
{
    (void)state;
    json_t *rule = json_true();
    for (int i = 0; i < 33; i++)
        rule = json_pack("{s[o]}", "!", rule);
    struct error error = {0};
    assert_null(logic_new(rule, LOGIC_CERTLOGIC, &error));
    assert_non_null(strstr(error.detail, "too many levels"));
    json_t *inner = json_array_get(json_object_get(rule, "!"), 0);
    struct logic *logic = logic_new(inner, LOGIC_CERTLOGIC, NULL);
    assert_non_null(logic);
    logic_free(logic);
    json_decref(rule);
}

/* ---- three values ---- */

/* "u..." is unknown, "none" is null, "yes" true, "no" false, "n" 5, the rest
 * is its own name. */
static json_t *find_var(const char *path, bool *unknown, void *cookie)
{
    (void)cookie;
    *unknown = path[0] == 'u';
    if (*unknown || strcmp(path, "none") == 0)
        return NULL;
    if (strcmp(path, "yes") == 0 || strcmp(path, "no") == 0)
        return json_boolean(path[0] == 'y');
    return strcmp(path, "n") == 0 ? json_integer(5) : json_string(path);
}

static json_t *find_cell(const char *const *parts, unsigned count, void *cookie,
                         struct error *error)
{
    (void)cookie;
    if (strcmp(parts[0], "empty") == 0) {
        error_set(error, MESSAGE_TABLE_NO_ROW, "empty");
        return NULL;
    }
    return json_integer((json_int_t)(count * 10));
}

static const struct sample unknowns[] = {
    {"{\"var\":\"u\"}", "", "unknown"},
    {"{\"var\":\"none\"}", "", "null"},
    {"{\"known\":[{\"var\":\"u\"}]}", "", "false"},
    {"{\"known\":[{\"var\":\"none\"}]}", "", "true"},
    {"{\"===\":[{\"var\":\"u\"},{\"var\":\"u\"}]}", "", "unknown"},
    {"{\"in\":[{\"var\":\"u\"},[1]]}", "", "unknown"},
    {"{\"in\":[1,{\"var\":\"u\"}]}", "", "unknown"},
    {"{\"in\":[1,[{\"var\":\"u\"}]]}", "", "unknown"},
    {"{\"<\":[1,{\"var\":\"u\"},3]}", "", "unknown"},
    {"{\"after\":[{\"plusTime\":[{\"var\":\"u\"},0,\"day\"]},"
     "{\"plusTime\":[\"2026-01-01\",0,\"day\"]}]}",
     "", "unknown"},
    {"{\"!\":[{\"var\":\"u\"}]}", "", "unknown"},
    {"{\"if\":[{\"var\":\"u\"},1,1]}", "", "unknown"},
    {"{\"if\":[{\"var\":\"yes\"},1,{\"var\":\"u\"}]}", "", "1"},
    {"{\"and\":[{\"var\":\"u\"},{\"var\":\"yes\"}]}", "", "unknown"},
    {"{\"and\":[{\"var\":\"u\"},{\"var\":\"no\"}]}", "", "false"},
    {"{\"and\":[{\"var\":\"no\"},{\"var\":\"u\"}]}", "", "false"},
    {"{\"or\":[{\"var\":\"u\"},{\"var\":\"yes\"}]}", "", "true"},
    {"{\"or\":[{\"var\":\"yes\"},{\"var\":\"u\"}]}", "", "true"},
    {"{\"or\":[{\"var\":\"no\"},{\"var\":\"u\"}]}", "", "unknown"},
    {"{\"or\":[{\"var\":\"no\"},{\"var\":\"none\"}]}", "", "null"},
    {"{\"and\":[{\"var\":\"u\"},{\"<\":[{\"var\":\"none\"},3]}]}", "",
     "unknown"},
    {"{\"and\":[{\"var\":\"none\"},{\"<\":[{\"var\":\"none\"},3]}]}", "",
     "null"},
    {"{\"<\":[{\"var\":\"none\"},3]}", "", "error"},
    {"{\"plusTime\":[{\"var\":\"2026-09\"},1,\"month\"]}", "",
     "\"2026-10-01T00:00:00.000Z\""},
    {"{\"table\":[\"rates\",\"key\",\"amount\"]}", "", "30"},
    {"{\"table\":[\"rates\",{\"var\":\"key\"},\"amount\"]}", "", "30"},
    {"{\"table\":[\"rates\",{\"var\":\"u\"},\"amount\"]}", "", "unknown"},
    {"{\"table\":[\"rates\",{\"var\":\"n\"},\"amount\"]}", "", "error"},
    {"{\"table\":[\"empty\",\"amount\"]}", "", "error"},
    {"{\"plusTime\":[\"2026-01-01\",{\"table\":[\"days\",\"count\"]},"
     "\"day\"]}",
     "", "\"2026-01-21T00:00:00.000Z\""},
    {"{\"+\":[1,2]}", "", "bad"},
    {"{\"reduce\":[[],1,0]}", "", "bad"},
};

/* The same values by number: kept here, lent to the rule. */
struct lent {
    json_t *values[8]; /* from 1; NULL: unknown */
    int count;
};

static int number_var(const char *path, void *cookie)
{
    struct lent *lent = cookie;
    bool unknown;
    if (strcmp(path, "none") == 0)
        return 0; /* by its path after all */
    lent->values[++lent->count] = find_var(path, &unknown, NULL);
    return lent->count;
}

static const json_t *find_numbered(int number, void *cookie)
{
    return ((struct lent *)cookie)->values[number];
}

/* The value, "unknown" or "error"; logic_test() has to agree. */
static char *evaluate_in(const struct logic *logic,
                         const struct logic_scope *scope)
{
    struct error error = {0};
    bool unknown = false;
    AUTO_JSON value = logic_eval(logic, scope, &unknown, &error);
    enum logic_truth truth = logic_test(logic, scope, NULL);
    if (value != NULL) {
        assert_false(unknown);
        assert_int_equal(truth,
                         logic_is_true(value) ? LOGIC_TRUE : LOGIC_FALSE);
        return json_canonical(value);
    }
    assert_true(unknown == (error.message == MESSAGE_NONE));
    assert_int_equal(truth, unknown ? LOGIC_UNKNOWN : LOGIC_FAILED);
    return mem_copy(unknown ? "unknown" : "error");
}

static char *evaluate_unknown(const json_t *rule)
{
    struct logic *logic = logic_new(rule, LOGIC_SCRIPT, NULL);
    if (logic == NULL)
        return mem_copy("bad");
    struct lent lent = {0};
    struct logic_scope scope = {
        .var = find_var, .table = find_cell, .cookie = &lent};
    char *got = evaluate_in(logic, &scope);
    logic_number(logic, number_var, &lent);
    scope.numbered = find_numbered;
    AUTO_CHARS again = evaluate_in(logic, &scope);
    assert_string_equal(again, got);
    for (int i = 1; i <= lent.count; i++)
        json_decref(lent.values[i]);
    logic_free(logic);
    return got;
}

static void what_is_not_known_decides_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(unknowns); i++) {
        AUTO_JSON rule = read_text(unknowns[i].rule);
        AUTO_CHARS got = evaluate_unknown(rule);
        if (strcmp(got, unknowns[i].expected) != 0)
            print_error("%s\n", unknowns[i].rule);
        assert_string_equal(got, unknowns[i].expected);
    }
}

static void count_var(const char *path, void *cookie)
{
    *(int *)cookie += path[0] == 'v';
}

static void a_rule_names_its_variables(void **state)
{
    (void)state;
    AUTO_JSON rule = read_text("{\"if\":[{\"known\":[{\"var\":\"v1\"}]},"
                               "[{\"var\":\"v2\"}],{\"plusTime\":["
                               "{\"var\":\"v3\"},0,\"day\"]}]}");
    struct logic *logic = logic_new(rule, LOGIC_SCRIPT, NULL);
    int count = 0;
    logic_each_var(logic, count_var, &count);
    assert_int_equal(count, 3);
    logic_free(logic);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_of_the_public_suites_holds),
        cmocka_unit_test(our_own_cases_hold),
        cmocka_unit_test(a_faulty_rule_names_the_place),
        cmocka_unit_test(a_rule_nested_too_deep_is_refused),
        cmocka_unit_test(what_is_not_known_decides_nothing),
        cmocka_unit_test(a_rule_names_its_variables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
