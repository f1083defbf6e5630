/* A set is judged once: what was found good is taken at once the next time, and
 * judged again when anything that decides has changed. */
#include "console/prove/proof.h"

#include "console/prove/published.h"
#include "tests/console/prove/audit_story.h"

#include <unistd.h>

/* One judgement of the folder as it is; *count: the findings it gives. */
static bool judge(struct audit_data *data, size_t *count)
{
    struct error error = {0};
    AUTO(findings_clear) struct findings findings = {0};
    AUTO_CHARS kb = mem_format("%s/kb/tables", data->folder);
    AUTO_CHARS scripts = mem_format("%s/scripts", data->folder);
    AUTO_CHARS cache = mem_format("%s/proofs", data->folder);
    audit_write(data);
    struct tables *tables = tables_load(kb, NULL, &error);
    struct script_set *set = scripts_load(scripts, tables, NULL, &error);
    if (set == NULL)
        fail_msg("not loaded: %s", error.detail);
    const struct proof_place place = {data->folder, cache,
                                      clock_days(2026, 11, 22)};
    bool good = proof_run(set, &place, &findings);
    *count = findings.count;
    scripts_free(set);
    tables_free(tables);
    return good;
}

/* A warning tells whether the set was judged or remembered. */
static void warn(struct audit_data *data)
{
    audit_put(data, "kb/tables/terms", "rows.0.checked", "'2025-01-01'");
}

static void what_was_good_is_remembered(void **state)
{
    size_t count;
    warn(*state);
    assert_true(judge(*state, &count));
    assert_int_equal(count, 1);
    assert_true(judge(*state, &count));
    assert_int_equal(count, 0);
}

static void a_changed_file_is_judged_anew(void **state)
{
    size_t count;
    warn(*state);
    assert_true(judge(*state, &count));
    audit_put(*state, "scripts/main", "version", "'2026.11.2'");
    assert_true(judge(*state, &count));
    assert_int_equal(count, 1);
    audit_put(*state, "kb/tables/terms", "rows.0.amount", "16");
    assert_true(judge(*state, &count));
    assert_int_equal(count, 1);
}

static void what_was_refused_is_not_remembered(void **state)
{
    size_t count;
    audit_put(*state, "kb/tables/routes", "rows.1.region", "'44'");
    for (int i = 0; i < 2; i++) {
        assert_false(judge(*state, &count));
        assert_int_equal(count, 1);
    }
}

static void the_published_versions_decide_too(void **state)
{
    struct audit_data *data = *state;
    size_t count;
    assert_true(judge(data, &count));
    AUTO_CHARS scripts = mem_format("%s/scripts", data->folder);
    AUTO_JSON published =
        json_pack("{s{ssss}}", "main", "version", "2026.11.1", "hash", "00");
    assert_true(published_save(scripts, published, NULL));
    assert_false(judge(data, &count));
    assert_int_equal(count, 1);
}

static void without_a_folder_to_remember_it_is_judged_each_time(void **state)
{
    struct audit_data *data = *state;
    size_t count;
    warn(data);
    AUTO_CHARS cache = mem_format("%s/proofs", data->folder);
    FILE *in_the_way = fopen(cache, "we");
    assert_non_null(in_the_way);
    fclose(in_the_way);
    for (int i = 0; i < 2; i++) {
        assert_true(judge(data, &count));
        assert_int_equal(count, 1);
    }
}

#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, audit_open, audit_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(what_was_good_is_remembered),
        STORY(a_changed_file_is_judged_anew),
        STORY(what_was_refused_is_not_remembered),
        STORY(the_published_versions_decide_too),
        STORY(without_a_folder_to_remember_it_is_judged_each_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
