/* A case is sent to the branch that acts: by the region of the person and the
 * issue, on a day; where the table has no answer the agent is told to pick.
 * Branches and routes are made up. */
#include "console/cases/route.h"

#include "console/base/finding.h"
#include "console/base/text.h"
#include "console/cases/route_check.h"

#include "tests/console/knowledge/table_story.h"

#define BRANCH(code, region, until)                                            \
    "{\"code\":\"" code "\",\"region\":\"" region "\",\"zone\":\"Asia/"        \
    "Almaty\",\"name\":{\"kk\":\"" code " k\",\"ru\":\"" code                  \
    " r\",\"en\":\"" code " e\"},\"from\":\"2020-01-01\",\"until\":" until     \
    "," STAMP "}"
#define ROUTE(issue, region, branch)                                           \
    ROW("fund", issue, region, branch, "answer", "null")
#define ROW(body, issue, region, branch, term, until)                          \
    "{\"body\":\"" body "\",\"issue\":\"" issue "\",\"region\":\"" region      \
    "\",\"branch\":\"" branch "\",\"term\":\"" term                            \
    "\",\"from\":\"2020-01-01\",\"until\":" until "," STAMP "}"
#define ISSUE(issue, body)                                                     \
    "{\"issue\":\"" issue "\",\"body\":\"" body                                \
    "\",\"from\":\"2019-01-01\",\"until\":null," STAMP "}"
#define TERM(what, unit, until)                                                \
    "{\"what\":\"" what "\",\"amount\":15,\"unit\":\"" unit                    \
    "\",\"from\":\"2019-01-01\",\"until\":" until "," STAMP "}"
#define COLUMNS                                                                \
    "\"code\":\"code\",\"region\":\"code\",\"zone\":\"text\","                 \
    "\"name\":\"phrase\",\"phone\":\"text\""

#define ROUTES                                                                 \
    ROUTE("*", "90", "NTH")                                                    \
    "," ROUTE("*", "91", "STH") "," ROUTE("refund", "91", "NTH") "," ROUTE(    \
        "*", "92", "OLD") "," ROUTE("*", "93", "NIL")

/* The routes of the story, and more (each with a comma in front). */
static void put_routes(struct shelf *shelf, const char *more)
{
    AUTO_CHARS rows = mem_format("%s%s", ROUTES, more);
    put_table(shelf, "routes", "\"body\",\"issue\",\"region\"",
              "\"body\":\"code\",\"issue\":\"code\",\"region\":\"code\","
              "\"branch\":\"code\",\"term\":\"code\"",
              rows);
}

/* North and South act; the South sends refunds to the North; Old is closed. */
static int open_branches(void **state)
{
    open_shelf(state);
    struct shelf *shelf = *state;
    put_table(
        shelf, "branches", "\"code\"", COLUMNS,
        BRANCH("NTH", "90", "null") "," BRANCH("STH", "91", "null") "," BRANCH(
            "OLD", "92", "\"2026-01-01\""));
    put_table(shelf, "issues", "\"issue\"",
              "\"issue\":\"code\",\"body\":\"code\"",
              ISSUE("student_missing", "fund") "," ISSUE(
                  "refund", "fund") "," ISSUE("work", "akimat"));
    put_table(shelf, "terms", "\"what\"",
              "\"what\":\"code\",\"amount\":\"int\",\"unit\":\"code\"",
              TERM("answer", "working_days", "null"));
    put_routes(shelf, "");
    loads(shelf);
    return 0;
}

static void sends(const struct shelf *shelf, const char *issue,
                  const char *region, const char *branch)
{
    struct error error = {.message = MESSAGE_NONE};
    struct route route;
    if (!route_find(shelf->tables, issue, region, on("2026-11-22"), &route,
                    &error))
        fail_msg("no route: %s", error.detail);
    assert_string_equal(route.branch, branch);
    assert_string_equal(route.body, "fund");
    assert_string_equal(route.term, "answer");
}

static void has_none(const struct shelf *shelf, const char *issue,
                     const char *region)
{
    struct error error = {.message = MESSAGE_NONE};
    struct route route;
    assert_false(route_find(shelf->tables, issue, region, on("2026-11-22"),
                            &route, &error));
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
    struct route route;
    assert_true(route_find(shelf->tables, "refund", "92", on("2025-12-31"),
                           &route, NULL));
    assert_string_equal(route.branch, "OLD");
    assert_false(route_find(shelf->tables, "refund", "90", on("2019-12-31"),
                            &route, NULL));
}

static void an_issue_goes_to_the_body_that_must_act(void **state)
{
    struct shelf *shelf = *state;
    struct route route;
    has_none(shelf, "work", "90"); /* no row is for the akimat */
    has_none(shelf, "unheard_of", "90");
    put_routes(shelf, "," ROW("akimat", "*", "90", "STH", "reply", "null"));
    loads(shelf);
    assert_true(route_find(shelf->tables, "work", "90", on("2026-11-22"),
                           &route, NULL));
    assert_string_equal(route.body, "akimat");
    assert_string_equal(route.branch, "STH");
    assert_string_equal(route.term, "reply");
    sends(shelf, "refund", "90", "NTH");
}

/* ---- all of them ---- */

static void proves(const struct shelf *shelf, const char *from,
                   const char *until, const char *wanted)
{
    AUTO(findings_clear) struct findings findings = {0};
    AUTO_TEXT found = {0};
    routes_check(shelf->tables, on(from), on(until), &findings);
    for (size_t i = 0; i < findings.count; i++)
        text_format(&found, "%s %s (%s)\n",
                    finding_name(findings.items[i].code),
                    findings.items[i].detail, findings.items[i].example);
    assert_string_equal(text_chars(&found), wanted);
}

static void every_issue_has_a_way_in_every_region_on_every_day(void **state)
{
    struct shelf *shelf = *state;
    const char *akimat =
        "," ROW("akimat", "*", "90", "NTH", "answer", "null") "," ROW(
            "akimat", "*", "91", "STH", "answer",
            "\"2026-03-01\"") "," ROW("akimat", "*", "92", "NTH", "reply",
                                      "null");
    put_routes(shelf, akimat);
    loads(shelf);
    proves(shelf, "2020-01-01", "2026-01-01",
           "E22 akimat, work, 92: reply (as_of=2020-01-01)\n");
    proves(shelf, "2025-06-01", "2026-06-01",
           "E22 akimat, work, 92: reply (as_of=2025-06-01)\n"
           "E21 fund, student_missing, 92 (as_of=2026-01-01)\n"
           "E21 fund, refund, 92 (as_of=2026-01-01)\n"
           "E21 akimat, work, 91 (as_of=2026-03-01)\n");
    proves(shelf, "2019-06-01", "2019-12-31", ""); /* no region yet */
}

static void what_was_looked_through_is_counted(void **state)
{
    struct shelf *shelf = *state;
    struct route_tally tally =
        routes_check(shelf->tables, on("2026-01-01"), on("2027-01-01"), NULL);
    assert_int_equal(tally.issues, 3);
    assert_int_equal(tally.regions, 3);
    assert_int_equal(tally.days, 365);
}

/* The loader does not let two rows of one day through. */
static void two_routes_for_one_day_are_refused(void **state)
{
    struct shelf *shelf = *state;
    AUTO(findings_clear) struct findings findings = {0};
    put_routes(shelf, "," ROUTE("*", "90", "STH"));
    assert_null(tables_load(shelf->folder, &findings, &shelf->error));
    assert_int_equal(findings.count, 1);
    assert_int_equal(findings.items[0].code, FINDING_E17);
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
        STORY(an_issue_goes_to_the_body_that_must_act),
        STORY(every_issue_has_a_way_in_every_region_on_every_day),
        STORY(what_was_looked_through_is_counted),
        STORY(two_routes_for_one_day_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
