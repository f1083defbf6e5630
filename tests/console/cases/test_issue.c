/* Issues by name and task: of a made-up table on a day, and every issue that
 * the shipped scripts can open a case with. */
#include "console/cases/issue.h"

#include "console/script/node.h"
#include "console/script/script.h"
#include "tests/console/knowledge/table_story.h"

#define ISSUE(from, until, name)                                               \
    "{\"issue\":\"lost_card\",\"name\":{\"kk\":\"" name " k\",\"ru\":\"" name  \
    " r\",\"en\":\"" name " e\"},\"task\":{\"kk\":\"find " name                \
    " k\",\"ru\":\"find " name " r\",\"en\":\"find " name                      \
    " e\"},\"from\":\"" from "\",\"until\":" until "," STAMP "}"

/* One issue, named anew on the first day of 2026. */
static int open_issues(void **state)
{
    open_shelf(state);
    struct shelf *shelf = *state;
    put_table(shelf, "issues", "\"issue\"",
              "\"issue\":\"code\",\"name\":\"phrase\",\"task\":\"phrase\"",
              ISSUE("2020-01-01", "\"2026-01-01\"",
                    "old") "," ISSUE("2026-01-01", "null", "new"));
    loads(shelf);
    return 0;
}

static void is_named(const struct shelf *shelf, const char *day,
                     enum language language, const char *name)
{
    assert_string_equal(
        issue_name(shelf->tables, "lost_card", on(day), language), name);
}

static void an_issue_is_named_in_the_language_and_on_the_day(void **state)
{
    const struct shelf *shelf = *state;
    is_named(shelf, "2026-11-22", LANGUAGE_KK, "new k");
    is_named(shelf, "2026-11-22", LANGUAGE_RU, "new r");
    is_named(shelf, "2026-11-22", LANGUAGE_EN, "new e");
    is_named(shelf, "2025-12-31", LANGUAGE_RU, "old r");
    is_named(shelf, "2026-01-01", LANGUAGE_RU, "new r");
}

static void the_branch_reads_what_to_do_about_it(void **state)
{
    const struct shelf *shelf = *state;
    assert_string_equal(
        issue_task(shelf->tables, "lost_card", on("2026-11-22"), LANGUAGE_KK),
        "find new k");
}

static void an_unknown_issue_is_its_code_with_nothing_to_do(void **state)
{
    const struct shelf *shelf = *state;
    const struct tables *tables = shelf->tables;
    assert_string_equal(
        issue_name(tables, "no_such", on("2026-11-22"), LANGUAGE_EN),
        "no_such");
    assert_string_equal(
        issue_task(tables, "no_such", on("2026-11-22"), LANGUAGE_EN), "");
    is_named(shelf, "2019-12-31", LANGUAGE_EN, "lost_card"); /* not yet */
    assert_string_equal(issue_name(tables, "", on("2026-11-22"), LANGUAGE_EN),
                        "");
}

static void without_the_table_the_code_is_shown(void **state)
{
    struct shelf *shelf = *state;
    loads(shelf);
    assert_string_equal(
        issue_name(shelf->tables, "lost_card", on("2026-11-22"), LANGUAGE_EN),
        "lost_card");
    assert_string_equal(
        issue_task(shelf->tables, "lost_card", on("2026-11-22"), LANGUAGE_EN),
        "");
}

/* The shipped files. */

static void has_words(const struct tables *tables, const char *issue,
                      int64_t day)
{
    for (int l = 0; l < LANGUAGE_COUNT; l++) {
        const char *name = issue_name(tables, issue, day, (enum language)l);
        if (strcmp(name, issue) == 0)
            fail_msg("%s has no name in %s", issue, language_code(l));
        if (!*issue_task(tables, issue, day, (enum language)l))
            fail_msg("%s has no task in %s", issue, language_code(l));
    }
}

static int count_issues(const struct script_set *set, int64_t day)
{
    int issues = 0;
    for (size_t s = 0; s < scripts_count(set); s++) {
        const struct script *script = scripts_at(set, s);
        for (size_t n = 0; n < script->node_count; n++) {
            if (!script->nodes[n].issue)
                continue;
            has_words(scripts_tables(set), script->nodes[n].issue, day);
            issues++;
        }
    }
    return issues;
}

static void every_issue_of_the_shipped_scripts_has_name_and_task(void **state)
{
    const char *root = getenv("AGENT1414_ROOT");
    AUTO_CHARS kb = mem_format("%s/kb/tables", root ? root : ".");
    AUTO_CHARS folder = mem_format("%s/scripts", root ? root : ".");
    struct error error = {.message = MESSAGE_NONE};
    (void)state;
    struct tables *tables = tables_load(kb, NULL, &error);
    struct script_set *set =
        tables ? scripts_load(folder, tables, NULL, &error) : NULL;
    if (!set)
        fail_msg("not loaded: %s", error.detail);
    int64_t today = clock_now_ms() / 86400000;
    assert_true(count_issues(set, today) > 0);
    has_words(tables, "other", today); /* of a case by hand */
    scripts_free(set);
    tables_free(tables);
}

#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, open_issues, close_shelf)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(an_issue_is_named_in_the_language_and_on_the_day),
        STORY(the_branch_reads_what_to_do_about_it),
        STORY(an_unknown_issue_is_its_code_with_nothing_to_do),
        cmocka_unit_test_setup_teardown(without_the_table_the_code_is_shown,
                                        open_shelf, close_shelf),
        cmocka_unit_test(every_issue_of_the_shipped_scripts_has_name_and_task),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
