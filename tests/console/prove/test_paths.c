/* A reviewer reads every way through a script with values that take it; each
 * was walked, and too many of them become pairs. */
#include "console/prove/paths.h"

#include "tests/console/prove/prove_story.h"

#include <string.h>

#define ENDS          "'e1':" END("E1") ",'e2':" END("E2")
#define WAY(rule, to) "{'when':" rule ",'to':'" to "'}"
#define NOT(rule)     "{'!':[" rule "]}"
#define VAR(name)     "{'var':'" name "'}"
#define ASK(name, to)                                                          \
    "'" name "':{'kind':'ask','say':@,'answer':{'type':'yesno'},'next':[" WAY( \
        VAR("answers." name), to) "," WAY(NOT(VAR("answers." name)), to) "]},"

static void find(struct story_set *story, struct paths *paths, const char *main,
                 const char *part)
{
    struct error error = {0};
    story_make(story, main, part);
    story_load(story);
    assert_true(paths_find(paths, story->set, scripts_find(story->set, "main"),
                           100, &error));
}

/* Steps and code of all, one a line, in the order they are found. */
static char *list(const struct paths *paths)
{
    AUTO_TEXT text = {0};
    for (size_t i = 0; i < paths->count; i++) {
        AUTO_CHARS steps = path_steps(&paths->items[i]);
        text_format(&text, "%s%s: %s", i > 0 ? "\n" : "", paths->items[i].code,
                    steps);
        assert_true(paths->items[i].walked);
    }
    return text_take(&text);
}

static void each_path_has_values_that_take_it(void **state)
{
    (void)state;
    struct story_set story;
    struct paths paths;
    find(&story, &paths,
         "'start':{'kind':'check','next':[" WAY("{'<':[" VAR("count") ",3]}",
                                                "ask") ","             //
         WAY("{'>=':[" VAR("count") ",3]}", "e1") "],'unknown':'e2'}," //
         ASK("ask", "last") "'last':{'kind':'check','next':[" WAY(
             "{'===':[" VAR("count") ",0]}",
             "e1") "," //
         WAY(NOT("{'===':[" VAR("count") ",0]}"), "e2") "]}," ENDS,
         NULL);
    AUTO_CHARS all = list(&paths);
    assert_string_equal(
        all, "E1: main.start 0, main.ask 0, main.last 0, main.e1 E1\n"
             "E2: main.start 0, main.ask 0, main.last 1, main.e2 E2\n"
             "E1: main.start 0, main.ask 1, main.last 0, main.e1 E1\n"
             "E2: main.start 0, main.ask 1, main.last 1, main.e2 E2\n"
             "E1: main.start 1, main.e1 E1\n"
             "E2: main.start unknown, main.e2 E2");
    AUTO_JSON second = path_json(&paths.items[1]);
    AUTO_CHARS text = json_canonical(second);
    assert_non_null(
        strstr(text, "\"answers\":[{\"node\":\"main.ask\",\"value\":true}]"));
    assert_non_null(strstr(text, "\"facts\":{\"count\":1}"));
    assert_false(paths.pairs);
    paths_clear(&paths);
    story_drop(&story);
}

static void a_path_goes_through_the_scripts_it_calls(void **state)
{
    (void)state;
    struct story_set story;
    struct paths paths;
    find(&story, &paths,
         "'start':{'kind':'sub','script':'part','next':{'P':'e1'}},'e1':" END(
             "E1"),
         "'begin':{'kind':'check','next':[" WAY(VAR("yes"), "p") "," WAY(
             NOT(VAR("yes")),
             "q") "],'unknown':'q'},'p':" END("P") ",'q':" END("Q"));
    AUTO_CHARS all = list(&paths);
    assert_string_equal(
        all, "E1: main.start part, part.begin 0, part.p P, main.e1 E1\n"
             "Q: main.start part, part.begin 1, part.q Q\n"
             "Q: main.start part, part.begin unknown, part.q Q");
    paths_clear(&paths);
    story_drop(&story);
}

static void what_is_known_after_the_look_up_alone_is_found(void **state)
{
    (void)state;
    struct story_set story;
    struct paths paths;
    find(
        &story, &paths,
        "'start':{'kind':'check','next':[" WAY(VAR("yes"), "e1") "," WAY(
            NOT(VAR("yes")),
            "e1") "],'unknown':'look'},"
                  "'look':{'kind':'look','next':{'ok':'next','not_found':'e2',"
                  "'unknown':'e2'}},"
                  "'next':{'kind':'check','next':[" WAY(
                      VAR("yes"), "e1") "," WAY(NOT(VAR("yes")),
                                                "e2") "],'unknown':'e2'}," ENDS,
        NULL);
    AUTO_CHARS all = list(&paths);
    assert_non_null(
        strstr(all, "main.start unknown, main.look ok, main.next 0"));
    for (size_t i = 0; i < paths.count; i++) {
        AUTO_CHARS steps = path_steps(&paths.items[i]);
        bool known = strstr(steps, "main.next 0") != NULL ||
                     strstr(steps, "main.next 1") != NULL;
        assert_int_equal(paths.items[i].late, known);
    }
    paths_clear(&paths);
    story_drop(&story);
}

static void a_day_of_its_own_has_its_own_path(void **state)
{
    (void)state;
    struct story_set story;
    struct paths paths;
    find(&story, &paths,
         "'start':{'kind':'check','next':["                      //
         WAY("{'<':[{'table':['limits','a','n']},3]}", "e1") "," //
         WAY("{'>=':[{'table':['limits','a','n']},3]}", "e2") "]}," ENDS,
         NULL);
    assert_int_equal(paths.count, 2);
    assert_string_equal(paths.items[0].code, "E1");
    assert_int_equal(paths.items[0].as_of, clock_days(2026, 2, 27));
    assert_string_equal(paths.items[1].code, "E2");
    assert_int_equal(paths.items[1].as_of, clock_days(2026, 3, 1));
    paths_clear(&paths);
    story_drop(&story);
}

/* Seven questions of two answers: 128 paths, but 28 pairs. */
static void too_many_paths_become_pairs_of_ways(void **state)
{
    (void)state;
    struct story_set story;
    struct paths paths;
    find(&story, &paths,
         ASK("start", "b") ASK("b", "c") ASK("c", "d") ASK("d", "e")
             ASK("e", "f") ASK("f", "g") ASK("g", "e1") "'e1':" END("E1"),
         NULL);
    AUTO_CHARS all = list(&paths);
    assert_true(paths.pairs);
    assert_in_range(paths.count, 4, 28);
    static const char *const nodes[] = {"start", "b", "c", "d", "e", "f", "g"};
    for (size_t i = 0; i + 1 < COUNT(nodes); i++)
        for (int pair = 0; pair < 4; pair++) {
            AUTO_CHARS two = mem_format("main.%s %d, main.%s %d", nodes[i],
                                        pair / 2, nodes[i + 1], pair % 2);
            if (strstr(all, two) == NULL)
                print_error("no path has %s\n", two);
            assert_non_null(strstr(all, two));
        }
    paths_clear(&paths);
    story_drop(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_path_has_values_that_take_it),
        cmocka_unit_test(a_path_goes_through_the_scripts_it_calls),
        cmocka_unit_test(what_is_known_after_the_look_up_alone_is_found),
        cmocka_unit_test(a_day_of_its_own_has_its_own_path),
        cmocka_unit_test(too_many_paths_become_pairs_of_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
