/* An author's faults of meaning are found before a call meets them, each with
 * the values that show it: one story a fault, and its sound neighbour. */
#include "console/prove/prove.h"

#include "tests/console/prove/prove_story.h"

#include <string.h>
#include <sys/stat.h>

#define ENDS "'e1':" END("E1") ",'e2':" END("E2")
#define CHECK(name, next, more)                                                \
    "'" name "':{'kind':'check','next':[" next "]" more "},"
#define WAY(rule, to) "{'when':" rule ",'to':'" to "'}"
#define NOT(rule)     "{'!':[" rule "]}"
#define VAR(name)     "{'var':'" name "'}"
#define OR_UNKNOWN    ",'unknown':'e2'"

/* ---- E09, E10: gaps and overlaps ---- */

static void a_value_without_a_way_is_a_gap(void **state)
{
    (void)state;
    found(CHECK("start",
                WAY("{'<':[" VAR("count") ",3]}",
                    "e1") "," WAY("{'>':[" VAR("count") ",3]}", "e2"),
                OR_UNKNOWN) ENDS,
          NULL, "E09 $.nodes.start: count=3");
}

static void no_value_is_left_out(void **state)
{
    (void)state;
    found(CHECK("start",
                WAY("{'<':[" VAR("count") ",3]}",
                    "e1") "," WAY("{'>=':[" VAR("count") ",3]}", "e2"),
                OR_UNKNOWN) ENDS,
          NULL, "");
}

static void a_question_that_nothing_answers_is_a_gap(void **state)
{
    (void)state;
#define SINCE(from, more)                                                      \
    "'start':{'kind':'ask','say':@,'answer':{'type':'date','min':'" from       \
    "','max':'as_of'" more "},'next':[{'to':'e1'}]},'e1':" END("E1")
    found(SINCE("2026-03-01", ""), NULL, "E09 $.nodes.start: as_of=2026-02-27");
    found(SINCE("2026-03-01", ",'dont_know':true"), NULL, "");
    found(SINCE("2026-02-27", ""), NULL, "");
#undef SINCE
}

static void two_open_ways_overlap(void **state)
{
    (void)state;
    found(CHECK("start",
                WAY("{'<=':[" VAR("count") ",3]}",
                    "e1") "," WAY("{'>=':[" VAR("count") ",3]}", "e2"),
                OR_UNKNOWN) ENDS,
          NULL, "E10 $.nodes.start.next[1]: count=3");
}

static void a_way_behind_a_wider_one_is_shadowed(void **state)
{
    (void)state;
    found(CHECK("start",
                WAY("{'>':[" VAR("count") ",2]}", "e1") "," WAY(
                    "{'>':[" VAR("count") ",5]}", "e1") ",{'to':'e2'}",
                ",'policy':'first'" OR_UNKNOWN) ENDS,
          NULL, "E10 $.nodes.start.next[1]");
}

static void rows_of_a_table_are_held_against_each_other(void **state)
{
    (void)state;
    found("'start':{'kind':'table','inputs':[" VAR("code") "," VAR(
              "yes") "],'rows':[{'is':['a',null],'to':'e1'},{'is':['b',true],"
                     "'to':'e1'},{'is':[null,false],'to':'e2'}],'unknown':"
                     "'e2'}," ENDS,
          NULL,
          "E09 $.nodes.start: code=c, yes=yes\n"
          "E10 $.nodes.start.rows[2]: code=a, yes=no");
}

/* ---- E08, E13: what never happens ---- */

static void a_way_that_an_earlier_node_excludes_is_dead(void **state)
{
    (void)state;
    found(CHECK("start",
                WAY("{'<':[" VAR("count") ",3]}",
                    "next") "," WAY("{'>=':[" VAR("count") ",3]}", "e2"),
                OR_UNKNOWN)
              CHECK("next",
                    WAY("{'<':[" VAR("count") ",3]}",
                        "e2") "," WAY("{'>=':[" VAR("count") ",3]}", "e1"),
                    "") ENDS,
          NULL, "E08 $.nodes.next.next[1]\nE13 $.nodes.e1");
}

static void a_way_dead_in_one_call_may_be_open_in_another(void **state)
{
    (void)state;
    const char *part =
        "'begin':{'kind':'check','next':[" WAY(VAR("yes"), "end") "," WAY(
            NOT(VAR("yes")), "end") "],'unknown':"
                                    "'end'},'end':" END("P");
    found(CHECK("start", WAY(VAR("yes"), "one") "," WAY(NOT(VAR("yes")), "two"),
                ",'unknown':'three'") "'one':{'kind':'sub','script':'part','"
                                      "next':{}},"
                                      "'two':{'kind':'sub','script':'part','"
                                      "next':{'P':'e1'}},"
                                      "'three':{'kind':'sub','script':'part','"
                                      "next':{'P':'e2'}}," ENDS,
          part, "");
    found(CHECK("start", WAY(VAR("yes"), "one") "," WAY(NOT(VAR("yes")), "e1"),
                ",'unknown':'e2'") "'one':{'kind':'sub','script':'part','next':"
                                   "{}}," ENDS,
          part, "E08 $.nodes.begin.next[1]\nE11 $.nodes.begin.unknown");
}

static void a_code_that_never_comes_back_is_told(void **state)
{
    (void)state;
    found(CHECK("start", WAY(VAR("yes"), "one") "," WAY(NOT(VAR("yes")), "e1"),
                ",'unknown':'e2'") "'one':{'kind':'sub','script':'part','next':"
                                   "{'P':'e1','Q':'e2'}}," ENDS,
          "'begin':{'kind':'check','next':[" WAY(VAR("yes"), "p") "," WAY(
              NOT(VAR("yes")), "q") "]},'p':" END("P") ",'q':" END("Q"),
          "E23 $.nodes.one.next.Q\nE08 $.nodes.begin.next[1]\n"
          "E13 $.nodes.q");
}

/* ---- E11: unknown exits ---- */

static void a_value_that_may_be_unknown_needs_an_exit(void **state)
{
    (void)state;
    found(CHECK("start", WAY(VAR("yes"), "e1") "," WAY(NOT(VAR("yes")), "e2"),
                "") ENDS,
          NULL, "E11 $.nodes.start: yes=unknown");
}

static void an_exit_for_what_is_known_is_never_taken(void **state)
{
    (void)state;
    found("'start':{'kind':'ask','say':@,'answer':{'type':'yesno'},'next':[" //
          WAY(VAR("answers.start"), "e1") "," WAY(NOT(VAR("answers.start")),
                                                  "e2") "],'unknown':'e2'}," //
          ENDS,
          NULL, "E11 $.nodes.start.unknown");
}

static void known_once_is_known_behind_it(void **state)
{
    (void)state;
    found(CHECK("start",
                WAY("{'known':[" VAR("yes") "]}",
                    "next") "," WAY(NOT("{'known':[" VAR("yes") "]}"), "e2"),
                "") CHECK("next",
                          WAY(VAR("yes"), "e1") "," WAY(NOT(VAR("yes")), "e2"),
                          "") ENDS,
          NULL, "");
}

/* ---- the look-up ---- */

#define LOOK(to)                                                               \
    "'look':{'kind':'look','next':{'ok':'" to                                  \
    "','not_found':'e1','unknown':'e2'}},"

static void the_look_up_makes_known_what_was_not(void **state)
{
    (void)state;
    found(CHECK("start",
                WAY("{'known':[" VAR("yes") "]}",
                    "e1") "," WAY(NOT("{'known':[" VAR("yes") "]}"), "look"),
                "") LOOK("next")
              CHECK("next",
                    WAY(VAR("yes"), "e1") "," WAY(NOT(VAR("yes")), "e2"),
                    OR_UNKNOWN) ENDS,
          NULL, "");
}

static void it_may_be_told_while_the_agent_speaks(void **state)
{
    (void)state;
    const char *speak = "'speak':{'kind':'say','say':@,'to':'next'},";
    AUTO_CHARS nodes =
        mem_format("%s%s%s" ENDS,
                   CHECK("start",
                         WAY("{'known':[" VAR("yes") "]}", "e1") "," WAY(
                             NOT("{'known':[" VAR("yes") "]}"), "speak"),
                         ""),
                   speak,
                   CHECK("next",
                         WAY("{'known':[" VAR("yes") "]}", "e1") "," WAY(
                             NOT("{'known':[" VAR("yes") "]}"), "e2"),
                         ""));
    found(nodes, NULL, "");
    /* nobody waits: nothing changes between the two */
    found(CHECK("start",
                WAY("{'known':[" VAR("yes") "]}",
                    "e1") "," WAY(NOT("{'known':[" VAR("yes") "]}"), "next"),
                "") CHECK("next",
                          WAY("{'known':[" VAR("yes") "]}", "e1") "," WAY(
                              NOT("{'known':[" VAR("yes") "]}"), "e2"),
                          "") ENDS,
          NULL, "E08 $.nodes.next.next[0]");
}

/* ---- E05, E18, E28: what cannot be worked out ---- */

static void null_has_no_order(void **state)
{
    (void)state;
    found(CHECK("start",
                WAY("{'<':[" VAR("left") ",3]}",
                    "e1") "," WAY("{'>=':[" VAR("left") ",3]}", "e2"),
                OR_UNKNOWN) ENDS,
          NULL, "E05 $.nodes.start.next[0].when: left=none");
    found(
        CHECK(
            "start",
            WAY("{'and':[" VAR("left") ",{'<':[" VAR("left") ",3]}]}", "e1") "," WAY(
                NOT("{'and':[" VAR("left") ",{'<':[" VAR("left") ",3]}]}"),
                "e2"),
            OR_UNKNOWN) ENDS,
        NULL, "");
}

static void a_row_that_begins_too_late_is_missing(void **state)
{
    (void)state;
    found(CHECK("start",
                WAY("{'<':[" VAR("count") ",{'table':['limits','b','n']}]}",
                    "e1") "," WAY("{'>=':[" VAR("count") ",{'table':['limits',"
                                                         "'b','n']}]}",
                                  "e2"),
                OR_UNKNOWN) ENDS,
          NULL, "E18 $.nodes.start.next[0].when: as_of=2026-02-27");
}

static void a_row_that_ends_is_followed_by_the_next(void **state)
{
    (void)state;
    found(CHECK("start",
                WAY("{'<':[" VAR("count") ",{'table':['limits','a','n']}]}",
                    "e1") "," WAY("{'>':[" VAR("count") ",2]}", "e2"),
                OR_UNKNOWN) ENDS,
          NULL,
          "E09 $.nodes.start: count=2, as_of=2026-02-27\n"
          "E10 $.nodes.start.next[1]: count=3, as_of=2026-03-01");
}

static void a_text_shows_only_what_is_known(void **state)
{
    (void)state;
    const char *say = "'start':{'kind':'say','say':{'kk':'{count}','ru':"
                      "'{count}','en':'{count}'},'to':'e1'},'e1':" END("E1");
    found(say, NULL, "E28 $.nodes.start: count=unknown");
    found("'start':{'kind':'say','say':{'kk':'{days}','ru':'{days}','en':"
          "'{days}'},'to':'e1'},'e1':" END("E1"),
          NULL, "E28 $.nodes.start: paid=unknown");
}

static void a_cell_in_a_text_must_be_there(void **state)
{
    (void)state;
    found(CHECK("start",
                WAY("{'in':[" VAR("code") ",['a','b']]}", "tell") "," WAY(
                    NOT("{'in':[" VAR("code") ",['a','b']]}"), "e1"),
                OR_UNKNOWN) "'tell':{'kind':'say','say':{'kk':'{limit}','ru':'{"
                            "limit}','en':"
                            "'{limit}'},'to':'e1'}," ENDS,
          NULL, "E18 $.nodes.tell: code=b, as_of=2026-02-27");
}

/* ---- dates ---- */

#define PLUS(name, n, unit) "{'plusTime':[" VAR(name) "," n ",'" unit "']}"

static void the_day_between_before_and_after_is_seen(void **state)
{
    (void)state;
    found(CHECK("start",
                WAY("{'before':[" PLUS("paid", "3", "day") "," PLUS(
                        "as_of", "0", "day") "]}",
                    "e1") "," WAY("{'after':[" PLUS("paid", "3", "day") "," //
                                  PLUS("as_of", "0", "day") "]}",
                                  "e2"),
                OR_UNKNOWN) ENDS,
          NULL, "E09 $.nodes.start: paid=2026-02-24, as_of=2026-02-27");
}

static void a_month_has_its_own_length(void **state)
{
    (void)state;
    /* 30 days and one month part only where a month is not that long */
    found(CHECK("start",
                WAY("{'before':[" PLUS("paid", "1", "month") "," PLUS(
                        "paid", "29", "day") "]}",
                    "e1") "," WAY("{'not-before':[" PLUS("paid", "1",
                                                         "month") "," //
                                  PLUS("paid", "29", "day") "]}",
                                  "e2"),
                OR_UNKNOWN) ENDS,
          NULL, "");
    found(CHECK("start",
                WAY("{'before':[" PLUS("paid", "1", "month") "," PLUS(
                        "paid", "28", "day") "]}",
                    "e1") "," WAY("{'not-before':[" PLUS("paid", "1",
                                                         "month") "," //
                                  PLUS("paid", "28", "day") "]}",
                                  "e2"),
                OR_UNKNOWN) ENDS,
          NULL, "E08 $.nodes.start.next[0]\nE13 $.nodes.e1");
}

static void two_dates_are_held_against_each_other(void **state)
{
    (void)state;
    found("'start':{'kind':'ask','say':@,'answer':{'type':'date','max':"
          "'as_of'},'next':[" WAY(
              "{'before':[" PLUS("answers.start", "0",
                                 "day") "," PLUS("paid", "0", "day") "]"
                                                                     "}",
              "e1") "," WAY("{'after':[" //
                            PLUS("answers.start", "0",
                                 "day") "," //
                            PLUS("paid", "0", "day") "]}",
                            "e2") "]" OR_UNKNOWN "}," ENDS,
          NULL,
          "E09 $.nodes.start: look=ok, answers.start=1900-01-01, "
          "paid=1900-01-01, as_of=2026-02-27");
}

static void a_month_and_a_date_meet_on_its_first_day(void **state)
{
    (void)state;
    found(
        CHECK(
            "start",
            WAY("{'and':[" VAR("month") ",{'before':[" PLUS(
                    "month", "0", "day") "," PLUS("paid", "0", "day") "]}]}",
                "e1") "," WAY(NOT("{'and':[" VAR("month") ",{'not-after':"
                                                          "[" PLUS(
                                                              "month", "0",
                                                              "day") "," PLUS("paid",
                                                                              "0",
                                                                              "day") "]}]}"),
                              "e2"),
            OR_UNKNOWN) ENDS,
        NULL, "E09 $.nodes.start: month=1900-01, paid=1900-01-01");
}

/* ---- lists and texts ---- */

static void what_is_in_a_list_is_one_question_a_code(void **state)
{
    (void)state;
    found(CHECK("start",
                WAY("{'in':['a'," VAR("list") "]}",
                    "e1") "," WAY("{'in':['b'," VAR("list") "]}", "e2"),
                OR_UNKNOWN) ENDS,
          NULL,
          "E09 $.nodes.start: list=[]\n"
          "E10 $.nodes.start.next[1]: list=[a b]");
    found(CHECK("start",
                WAY("{'in':['a'," VAR("list") "]}",
                    "e1") "," WAY(NOT(VAR("list")), "e2"),
                OR_UNKNOWN) ENDS,
          NULL, "E09 $.nodes.start: list=[b]");
}

static void a_text_is_what_it_is_compared_with_or_another(void **state)
{
    (void)state;
    found(CHECK("start",
                WAY("{'===':[" VAR("name") ",'Aru']}",
                    "e1") "," WAY("{'===':[" VAR("name") ",'']}", "e2"),
                OR_UNKNOWN) ENDS,
          NULL, "E09 $.nodes.start: name=x");
}

/* ---- W27, E29: limits ---- */

static void prove_within(const char *nodes, const struct prove_limits *limits,
                         const char *expected)
{
    struct story_set story;
    story_make(&story, nodes, NULL);
    story_load(&story);
    prove(story.set, limits, &story.findings);
    AUTO_CHARS all = story_found(&story);
    assert_string_equal(all, expected);
    story_drop(&story);
}

#define ASK(name, to)                                                          \
    "'" name "':{'kind':'ask','say':@,'answer':{'type':'yesno'},'next':[{"     \
    "'to':'" to "'}]},"

static void too_many_questions_on_a_way_are_warned_of(void **state)
{
    (void)state;
    struct prove_limits limits = prove_limits_usual();
    const char *nodes = ASK("start", "b") ASK("b", "c") ASK("c", "e1") //
        "'e1':" END("E1");
    limits.questions = 2;
    prove_within(nodes, &limits, "W27 $");
    limits.questions = 3;
    prove_within(nodes, &limits, "");
}

static void what_was_not_proved_is_said(void **state)
{
    (void)state;
    struct prove_limits limits = prove_limits_usual();
    limits.points = 3;
    const char *nodes =
        CHECK("start",
              WAY("{'in':[" VAR("count") ",[1,3,5,7]]}", "e1") "," WAY(
                  NOT("{'in':[" VAR("count") ",[1,3,5,7]]}"), "e2"),
              OR_UNKNOWN) ENDS;
    prove_within(nodes, &limits, "E29 $");
    prove_within(nodes, NULL, "");
    /* months and days in turn may link two dates without an end */
    prove_within(
        CHECK(
            "start",
            WAY("{'before':[" PLUS("paid", "1", "month") "," PLUS("since", "0",
                                                                  "day") "]}",
                "e1") "," WAY(NOT("{'before':[" PLUS("paid", "1",
                                                     "month") "," PLUS("since",
                                                                       "0",
                                                                       "day") "]}"),
                              "more"),
            OR_UNKNOWN)
            CHECK(
                "more",
                WAY("{'before':[" PLUS("paid", "30", "day") "," PLUS(
                        "since", "0", "day") "]}",
                    "e1") "," WAY(NOT("{'before':[" PLUS("paid", "30",
                                                         "day") "," PLUS("sinc"
                                                                         "e",
                                                                         "0",
                                                                         "day") "]}"),
                                  "e2"),
                "") ENDS,
        NULL, "E29 $");
}

static void without_a_span_no_day_is_proved(void **state)
{
    (void)state;
    struct story_set story;
    story_make(&story,
               CHECK("start",
                     WAY("{'before':[" PLUS("paid", "3", "day") "," PLUS(
                             "as_of", "0", "day") "]}",
                         "e1") "," WAY("{'not-before':["            //
                                       PLUS("paid", "3", "day") "," //
                                       PLUS("as_of", "0", "day") "]}",
                                       "e2"),
                     OR_UNKNOWN) ENDS,
               NULL);
    story_write(story.folder, "facts.json",
                "{'format':'agent1414-facts/1','facts':[" FACTS "]}");
    story_load(&story);
    assert_false(prove(story.set, NULL, &story.findings));
    AUTO_CHARS all = story_found(&story);
    assert_string_equal(all, "E29 $");
    story_drop(&story);
}

/* It is no value of the caller, but a rule may name it by itself. */
static void the_day_is_always_true(void **state)
{
    (void)state;
    found(CHECK("start",
                WAY(VAR("as_of"), "e1") "," WAY(NOT(VAR("as_of")), "e2"), "")
              ENDS,
          NULL, "E08 $.nodes.start.next[1]\nE13 $.nodes.e2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_without_a_way_is_a_gap),
        cmocka_unit_test(no_value_is_left_out),
        cmocka_unit_test(a_question_that_nothing_answers_is_a_gap),
        cmocka_unit_test(two_open_ways_overlap),
        cmocka_unit_test(a_way_behind_a_wider_one_is_shadowed),
        cmocka_unit_test(rows_of_a_table_are_held_against_each_other),
        cmocka_unit_test(a_way_that_an_earlier_node_excludes_is_dead),
        cmocka_unit_test(a_way_dead_in_one_call_may_be_open_in_another),
        cmocka_unit_test(a_code_that_never_comes_back_is_told),
        cmocka_unit_test(a_value_that_may_be_unknown_needs_an_exit),
        cmocka_unit_test(an_exit_for_what_is_known_is_never_taken),
        cmocka_unit_test(known_once_is_known_behind_it),
        cmocka_unit_test(the_look_up_makes_known_what_was_not),
        cmocka_unit_test(it_may_be_told_while_the_agent_speaks),
        cmocka_unit_test(null_has_no_order),
        cmocka_unit_test(a_row_that_begins_too_late_is_missing),
        cmocka_unit_test(a_row_that_ends_is_followed_by_the_next),
        cmocka_unit_test(a_text_shows_only_what_is_known),
        cmocka_unit_test(a_cell_in_a_text_must_be_there),
        cmocka_unit_test(the_day_between_before_and_after_is_seen),
        cmocka_unit_test(a_month_has_its_own_length),
        cmocka_unit_test(a_month_and_a_date_meet_on_its_first_day),
        cmocka_unit_test(two_dates_are_held_against_each_other),
        cmocka_unit_test(what_is_in_a_list_is_one_question_a_code),
        cmocka_unit_test(a_text_is_what_it_is_compared_with_or_another),
        cmocka_unit_test(too_many_questions_on_a_way_are_warned_of),
        cmocka_unit_test(what_was_not_proved_is_said),
        cmocka_unit_test(without_a_span_no_day_is_proved),
        cmocka_unit_test(the_day_is_always_true),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
