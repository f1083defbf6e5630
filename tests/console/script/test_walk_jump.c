/* The agent leaves a script for another one and comes back; and a walk goes
 * over to another version of its scripts. */
#include "console/script/walk.h"

#include "tests/console/script/walk_story.h"

/* A call whose set has a script to jump to. */
static void begin_with_entry(struct story *story, const char *facts)
{
    begin(story, facts);
    walk_free(story->walk);
    fact_set_free(story->facts);
    scripts_free(story->set);
    story->set = load_changed(story->tables, NULL, NULL);
    story->facts = fact_set_new(scripts_facts(story->set));
    story_facts(story->facts, facts);
    story->walk = walk_new(story->set, "main", story->facts,
                           clock_days(2026, 11, 22), NULL);
    assert_non_null(story->walk);
}

static void begin_asking(struct story *story)
{
    begin_with_entry(story, WORKER);
    walk_looked(story->walk, "ok", LANGUAGE_KK);
    walk_next(story->walk, LANGUAGE_KK);
    stands(story->walk, "main", "paid_on", WALK_ANSWER);
}

static const char *edge_at(const json_t *path, size_t index)
{
    return json_find_string(json_array_get(path, index), "edge");
}

static bool is_withdrawn(const json_t *path, size_t index)
{
    return json_is_true(
        json_object_get(json_array_get(path, index), "withdrawn"));
}

/* The last step of the path. */
static size_t last(const json_t *path)
{
    return json_array_size(path) - 1;
}

static void jump(struct walk *walk, const char *script)
{
    assert_true(walk_jump(walk, script, LANGUAGE_RU));
    assert_string_equal(walk_jumped(walk), script);
}

static void a_jump_stands_in_the_path_and_back_returns(void **state)
{
    (void)state;
    struct story story;
    begin_asking(&story);
    struct walk *walk = story.walk;
    int depth = walk_depth(walk);
    assert_null(walk_jumped(walk));
    jump(walk, "school");
    stands(walk, "school", "sent", WALK_ANSWER);
    AUTO_JSON path = walk_path(walk);
    assert_string_equal(edge_at(path, last(path)), "jump:school");
    assert_string_equal(
        json_find_string(json_array_get(path, last(path)), "node"),
        "main.paid_on");
    assert_true(walk_back(walk, LANGUAGE_RU));
    stands(walk, "main", "paid_on", WALK_ANSWER);
    assert_null(walk_jumped(walk));
    assert_int_equal(walk_depth(walk), depth);
    AUTO_JSON after = walk_path(walk);
    assert_true(is_withdrawn(after, last(path)));
    finish(&story);
}

static void only_a_script_a_call_may_start_in_is_jumped_to(void **state)
{
    (void)state;
    struct story story;
    begin_asking(&story);
    assert_false(walk_jump(story.walk, "main", LANGUAGE_RU)); /* no entry */
    assert_false(walk_jump(story.walk, "nowhere", LANGUAGE_RU));
    stands(story.walk, "main", "paid_on", WALK_ANSWER);
    finish(&story);
}

/* Its own outcome ends the walk: nobody called the script. */
static void the_script_jumped_to_ends_by_itself(void **state)
{
    (void)state;
    struct story story;
    begin_asking(&story);
    struct walk *walk = story.walk;
    type(walk, "02.11.2026");
    jump(walk, "school");
    type(walk, "1");
    type(walk, "1");
    stands(walk, "school", "end_listed", WALK_OUTCOME);
    AUTO_JSON path = walk_path(walk);
    jump(walk, "school"); /* from an end that was none */
    AUTO_JSON after = walk_path(walk);
    assert_false(is_withdrawn(path, last(path)));
    assert_true(is_withdrawn(after, last(path)));
    assert_true(walk_back(walk, LANGUAGE_RU));
    stands(walk, "school", "end_listed", WALK_OUTCOME);
    AUTO_JSON back = walk_path(walk);
    assert_false(is_withdrawn(back, last(back)));
    assert_string_equal(edge_at(back, last(back)), "SCH-LISTED");
    finish(&story);
}

static void answers_given_before_are_offered_again(void **state)
{
    (void)state;
    struct story story;
    begin_with_entry(&story, STUDENT);
    struct walk *walk = story.walk;
    walk_looked(walk, "ok", LANGUAGE_RU);
    walk_next(walk, LANGUAGE_RU);
    stands(walk, "school", "sent", WALK_ANSWER);
    assert_null(walk_kept(walk));
    type(walk, "1");
    stands(walk, "school", "full_time", WALK_ANSWER);
    jump(walk, "school");
    stands(walk, "school", "sent", WALK_ANSWER); /* asked, not skipped */
    assert_string_equal(json_string_value(walk_kept(walk)), "yes");
    type(walk, "1");
    assert_null(walk_kept(walk)); /* that one was not answered */
    finish(&story);
}

static void a_saved_jump_is_done_again(void **state)
{
    (void)state;
    struct story story;
    begin_asking(&story);
    type(story.walk, "02.11.2026");
    jump(story.walk, "school");
    type(story.walk, "1");
    AUTO_JSON saved = walk_save(story.walk);
    AUTO_JSON path = walk_path(story.walk);
    struct walk *again = walk_load(story.set, saved, story.facts, NULL);
    assert_non_null(again);
    stands(again, "school", "full_time", WALK_ANSWER);
    AUTO_JSON same = walk_path(again);
    assert_true(json_equal(path, same));
    for (int i = 0; i < 2; i++)
        assert_true(walk_back(again, LANGUAGE_RU));
    stands(again, "main", "amount", WALK_ANSWER);
    walk_free(again);
    finish(&story);
}

/* ---- another version ---- */

/* Goes on with the saved walk in a set whose main.amount is this. */
static void change(struct story *story, const json_t *saved, const char *amount)
{
    walk_free(story->walk);
    fact_set_free(story->facts);
    scripts_free(story->set);
    story->set = load_changed(story->tables, "amount", amount);
    story->facts = fact_set_new(scripts_facts(story->set));
    story_facts(story->facts, WORKER);
    story->walk = walk_load(story->set, saved, story->facts, NULL);
    assert_non_null(story->walk);
}

static void a_jump_goes_along_to_another_version(void **state)
{
    (void)state;
    struct story story;
    begin_asking(&story);
    type(story.walk, "02.11.2026");
    jump(story.walk, "school");
    type(story.walk, "1");
    AUTO_JSON saved = walk_save(story.walk);
    change(&story, saved,
           "{'kind':'ask','say':{'kk':'?','ru':'?','en':'?'},"
           "'answer':{'type':'money'},'next':[{'to':'decide'}]}");
    stands(story.walk, "school", "full_time", WALK_ANSWER);
    finish(&story);
}

#define SAY                                                                                      \
    "'say':{'kk':'{answers.paid_on} күні қанша төледіңіз? Айына {fee}.'," \
    "'ru':'Сколько вы заплатили {answers.paid_on}? В месяц {fee}.',"     \
    "'en':'How much did you pay on {answers.paid_on}? A month is {fee}.'}"

/* The answer to a question is its own only as long as the same is asked. */
static void an_answer_to_another_question_is_not_taken(void **state)
{
    (void)state;
    struct story story;
    begin_asking(&story);
    type(story.walk, "02.11.2026");
    type(story.walk, "5950");
    type(story.walk, "a note");
    AUTO_JSON saved = walk_save(story.walk);
    change(&story, saved,
           "{'kind':'ask'," SAY
           ",'answer':{'type':'money','min':200},'next':[{'to':'decide'}]}");
    stands(story.walk, "main", "end_wait", WALK_OUTCOME);
    change(&story, saved,
           "{'kind':'ask','say':{'kk':'?','ru':'?','en':'Is nothing paid?'},"
           "'answer':{'type':'money','min':100},'next':[{'to':'decide'}]}");
    stands(story.walk, "main", "amount", WALK_ANSWER);
    assert_null(walk_kept(story.walk)); /* nor offered */
    finish(&story);
}

/* What follows a question that is new is offered when it comes up. */
static void later_answers_are_offered_in_another_version(void **state)
{
    (void)state;
    struct story story;
    begin_asking(&story);
    type(story.walk, "02.11.2026");
    type(story.walk, "5950");
    type(story.walk, "a note");
    AUTO_JSON saved = walk_save(story.walk);
    change(
        &story, saved,
        "{'kind':'ask','say':{'kk':'?','ru':'?','en':'How much, all in all?'},"
        "'answer':{'type':'money','min':100},'next':[{'to':'decide'}]}");
    type(story.walk, "6000");
    stands(story.walk, "main", "why", WALK_NOTE);
    assert_string_equal(json_string_value(walk_kept(story.walk)), "a note");
    finish(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_jump_stands_in_the_path_and_back_returns),
        cmocka_unit_test(only_a_script_a_call_may_start_in_is_jumped_to),
        cmocka_unit_test(the_script_jumped_to_ends_by_itself),
        cmocka_unit_test(answers_given_before_are_offered_again),
        cmocka_unit_test(a_saved_jump_is_done_again),
        cmocka_unit_test(a_jump_goes_along_to_another_version),
        cmocka_unit_test(an_answer_to_another_question_is_not_taken),
        cmocka_unit_test(later_answers_are_offered_in_another_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
