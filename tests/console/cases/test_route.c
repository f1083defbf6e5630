/* A case is sent to the branch that acts: by the region of the person and the
 * issue, on a day; where the table has no answer the agent is told to pick.
 * Branches and routes are made up. */
#include "console/cases/route.h"

#include "tests/console/knowledge/table_story.h"

#define BRANCH(code, region, until)                                            \
    "{\"code\":\"" code "\",\"region\":\"" region "\",\"zone\":\"Asia/"        \
    "Almaty\",\"name\":{\"kk\":\"" code " k\",\"ru\":\"" code                  \
    " r\",\"en\":\"" code " e\"},\"from\":\"2020-01-01\",\"until\":" until     \
    "," STAMP "}"
#define ROUTE(issue, region, branch)                                           \
    "{\"issue\":\"" issue "\",\"region\":\"" region "\",\"branch\":\"" branch  \
    "\",\"from\":\"2020-01-01\",\"until\":null," STAMP "}"
#define COLUMNS                                                                \
    "\"code\":\"code\",\"region\":\"code\",\"zone\":\"text\","                 \
    "\"name\":\"phrase\",\"phone\":\"text\""

/* North and South act; the South sends refunds to the North; Old is closed. */
static int open_branches(void **state)
{
    open_shelf(state);
    struct shelf *shelf = *state;
    put_table(
        shelf, "branches", "\"code\"", COLUMNS,
        BRANCH("NTH", "90", "null") "," BRANCH("STH", "91", "null") "," BRANCH(
            "OLD", "92", "\"2026-01-01\""));
    put_table(
        shelf, "routes", "\"issue\",\"region\"",
        "\"issue\":\"code\",\"region\":\"code\",\"branch\":\"code\"",
        ROUTE("*", "90", "NTH") "," ROUTE("*", "91", "STH") "," ROUTE(
            "refund", "91",
            "NTH") "," ROUTE("*", "92", "OLD") "," ROUTE("*", "93", "NIL"));
    loads(shelf);
    return 0;
}

static void sends(const struct shelf *shelf, const char *issue,
                  const char *region, const char *branch)
{
    struct error error = {.message = MESSAGE_NONE};
    const char *found =
        route_find(shelf->tables, issue, region, on("2026-11-22"), &error);
    if (found == NULL)
        fail_msg("no route: %s", error.detail);
    assert_string_equal(found, branch);
}

static void has_none(const struct shelf *shelf, const char *issue,
                     const char *region)
{
    struct error error = {.message = MESSAGE_NONE};
    assert_null(
        route_find(shelf->tables, issue, region, on("2026-11-22"), &error));
    assert_int_equal(error.message, MESSAGE_ROUTE_NONE);
    assert_int_equal(error_code(&error), EXIT_DATA);
}

static void a_case_goes_to_the_branch_of_its_region(void **state)
{
    sends(*state, "student_missing", "90", "NTH");
    sends(*state, "student_missing", "91", "STH");
}

static void a_route_of_the_issue_goes_before_the_one_of_any(void **state)
{
    sends(*state, "refund", "91", "NTH");
    sends(*state, "refund", "90", "NTH");
}

static void without_a_known_region_the_agent_picks(void **state)
{
    has_none(*state, "refund", NULL);
    has_none(*state, "refund", "99");
    has_none(*state, "refund", "");
}

static void a_branch_that_is_closed_or_missing_gets_nothing(void **state)
{
    struct shelf *shelf = *state;
    has_none(shelf, "refund", "92");
    has_none(shelf, "refund", "93");
    assert_string_equal(
        route_find(shelf->tables, "refund", "92", on("2025-12-31"), NULL),
        "OLD");
    assert_null(
        route_find(shelf->tables, "refund", "90", on("2019-12-31"), NULL));
}

static void the_branches_of_a_day_are_listed_in_the_tables_order(void **state)
{
    struct shelf *shelf = *state;
    size_t count;
    struct branch *branches =
        branches_load(shelf->tables, on("2025-12-31"), &count, NULL);
    assert_int_equal(count, 3);
    assert_string_equal(branches[0].code, "NTH");
    assert_string_equal(branches[1].region, "91");
    assert_string_equal(branches[2].zone, "Asia/Almaty");
    assert_string_equal(branches[2].name.in[LANGUAGE_RU], "OLD r");
    branches_free(branches, count);
    branches = branches_load(shelf->tables, on("2026-01-01"), &count, NULL);
    assert_int_equal(count, 2);
    branches_free(branches, count);
}

static void a_day_without_branches_is_an_error(void **state)
{
    struct shelf *shelf = *state;
    struct error error = {.message = MESSAGE_NONE};
    size_t count = 7;
    assert_null(branches_load(shelf->tables, on("2019-12-31"), &count, &error));
    assert_int_equal(error.message, MESSAGE_TABLE_NO_ROW);
    assert_int_equal(count, 0);
}

static void a_branch_without_a_zone_is_an_error(void **state)
{
    struct shelf *shelf = *state;
    struct error error = {.message = MESSAGE_NONE};
    size_t count;
    put_table(shelf, "branches", "\"code\"", COLUMNS,
              BRANCH("NTH", "90",
                     "null") ",{\"code\":\"STH\",\"region\":"
                             "\"91\",\"from\":null,\"until\":null," STAMP "}");
    loads(shelf);
    assert_null(branches_load(shelf->tables, on("2026-01-01"), &count, &error));
    assert_int_equal(error.message, MESSAGE_JSON_SHAPE);
    assert_non_null(strstr(error.detail, "zone"));
}

#define STORY(story)                                                           \
    cmocka_unit_test_setup_teardown(story, open_branches, close_shelf)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_case_goes_to_the_branch_of_its_region),
        STORY(a_route_of_the_issue_goes_before_the_one_of_any),
        STORY(without_a_known_region_the_agent_picks),
        STORY(a_branch_that_is_closed_or_missing_gets_nothing),
        STORY(the_branches_of_a_day_are_listed_in_the_tables_order),
        STORY(a_day_without_branches_is_an_error),
        STORY(a_branch_without_a_zone_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
