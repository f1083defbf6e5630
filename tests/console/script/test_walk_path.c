/* What is left of a call: its path without what is personal, what goes to the
 * branch, and a saved walk that stands again where it stood. */
#include "console/script/walk.h"

#include "tests/console/script/walk_story.h"

static void answer(struct walk *walk, const char *text)
{
    struct error error = {0};
    AUTO_JSON value = story_json(text);
    bool taken = walk_answer(walk, value, LANGUAGE_KK, &error);
    if (!taken)
        print_error("%s %s\n", message_name(error.message), error.detail);
    assert_true(taken);
}

/* ---- the record ---- */

static void the_path_keeps_everything_but_what_is_personal(void **state)
{
    (void)state;
    struct story story;
    begin_at_question(&story);
    struct walk *walk = story.walk;
    type(walk, "02.11.2026");
    walk_back(walk, LANGUAGE_EN);
    answer(walk, "'2026-11-03'");
    type(walk, "5950");
    type(walk, "Sample Person said so");
    AUTO_JSON path = walk_path(walk);
    static const char *const expected[][2] = {
        {"main.look", "ok"},     {"main.greet", "to"},
        {"main.status_is", "1"}, {"main.on_list", "1"},
        {"main.paid_on", "0"},   {"main.paid_on", "0"},
        {"main.amount", "0"},    {"main.decide", "0"},
        {"main.why", "to"},      {"main.end_wait", "MAIN-WAIT"},
    };
    assert_int_equal(json_array_size(path), COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        json_t *step = json_array_get(path, i);
        assert_string_equal(json_find_string(step, "node"), expected[i][0]);
        assert_string_equal(json_find_string(step, "edge"), expected[i][1]);
        assert_string_equal(json_find_string(step, "at"),
                            "2026-11-22T00:00:00.000Z");
        assert_int_equal(json_is_true(json_object_get(step, "withdrawn")),
                         i == 4);
    }
    json_t *paid = json_array_get(path, 5);
    assert_string_equal(json_find_string(paid, "value"), "2026-11-03");
    assert_string_equal(json_find_string(paid, "source"), "caller");
    assert_string_equal(json_find_string(paid, "language"), "kk");
    assert_string_equal(json_find_string(json_array_get(path, 4), "language"),
                        "ru");
    json_t *why = json_array_get(path, 8);
    assert_null(json_object_get(why, "value"));
    assert_true(json_is_true(json_object_get(why, "sealed")));
    AUTO_JSON personal = walk_personal(walk);
    assert_int_equal(json_array_size(personal), 1);
    assert_string_equal(json_find_string(json_array_get(personal, 0), "value"),
                        "Sample Person said so");
    finish(&story);
}

static void what_is_sent_is_labelled_and_not_personal(void **state)
{
    (void)state;
    struct story story;
    begin_at_question(&story);
    type(story.walk, "02.11.2026");
    type(story.walk, "5950");
    type(story.walk, "a note");
    AUTO_JSON sent = walk_sent(story.walk);
    /* full_name and the note are left out */
    assert_int_equal(json_array_size(sent), 4);
    json_t *status = json_array_get(sent, 0);
    assert_string_equal(json_find_string(status, "name"), "status");
    assert_string_equal(json_find_string(status, "value"), "uninsured");
    assert_string_equal(json_find_string(status, "source"), "registry");
    assert_string_equal(
        json_find_string(json_object_get(status, "label"), "ru"), "Статус");
    assert_string_equal(json_find_string(json_object_get(status, "text"), "en"),
                        "uninsured");
    json_t *amount = json_array_get(sent, 3);
    assert_string_equal(
        json_find_string(json_object_get(amount, "label"), "en"),
        "How much did you pay on 2 Nov 2026? A month is 5\u00A0950\u00A0₸.");
    assert_string_equal(json_find_string(json_object_get(amount, "text"), "kk"),
                        "5\u00A0950\u00A0₸");
    assert_string_equal(json_find_string(amount, "at"),
                        "2026-11-22T00:00:00.000Z");
    finish(&story);
}

static void a_text_with_an_unknown_value_is_not_shown(void **state)
{
    (void)state;
    struct story story;
    begin_at_question(&story);
    AUTO_TEXT text = {0};
    struct error error = {0};
    assert_false(walk_fill(story.walk, "Since {insured_since}.", LANGUAGE_EN,
                           &text, &error));
    assert_int_equal(error.message, MESSAGE_SCRIPT_VALUE);
    assert_non_null(strstr(error.detail, "{insured_since}"));
    error_clear(&error);
    assert_false(
        walk_fill(story.walk, "{answers.paid_on}", LANGUAGE_EN, &text, &error));
    text_reset(&text);
    assert_true(walk_fill(story.walk, "On {as_of}.", LANGUAGE_EN, &text, NULL));
    assert_string_equal(text_chars(&text), "On 22 Nov 2026.");
    finish(&story);
}

/* ---- saving ---- */

static void a_saved_walk_stands_where_it_stood(void **state)
{
    (void)state;
    struct story story;
    begin(&story, STUDENT);
    struct walk *walk = story.walk;
    walk_looked(walk, "ok", LANGUAGE_KK);
    walk_next(walk, LANGUAGE_RU);
    type(walk, "2");
    walk_back(walk, LANGUAGE_EN);
    type(walk, "1");
    type(walk, "1");
    type(walk, "02.11.2026");
    stands(walk, "main", "amount", WALK_ANSWER);
    AUTO_JSON saved = walk_save(walk);
    AUTO_JSON path = walk_path(walk);
    clock_fix_ms(clock_days(2026, 11, 23) * 86400000); /* a day later */
    struct walk *again = walk_load(story.set, saved, story.facts, NULL);
    assert_non_null(again);
    stands(again, "main", "amount", WALK_ANSWER);
    AUTO_JSON same = walk_path(again);
    assert_true(json_equal(path, same));
    assert_int_equal(walk_depth(again), walk_depth(walk));
    AUTO_JSON saved_again = walk_save(again);
    assert_true(json_equal(saved, saved_again));
    walk_free(again);
    finish(&story);
}

static void a_changed_set_takes_the_answers_that_still_fit(void **state)
{
    (void)state;
    struct story story;
    begin_at_question(&story);
    type(story.walk, "02.11.2026");
    type(story.walk, "5950");
    stands(story.walk, "main", "why", WALK_NOTE);
    walk_back(story.walk, LANGUAGE_KK);
    type(story.walk, "6000");
    AUTO_JSON saved = walk_save(story.walk);
    /* the amount now has a limit that the answer breaks */
    struct script_set *set = load_changed(
        story.tables, "amount",
        "{'kind':'ask','say':{'kk':'?','ru':'?','en':'?'},"
        "'answer':{'type':'money','max':595000},'next':[{'to':'decide'}]}");
    struct walk *walk = walk_load(set, saved, story.facts, NULL);
    assert_non_null(walk);
    stands(walk, "main", "amount", WALK_ANSWER);
    assert_int_equal(walk_depth(walk), 2);
    walk_free(walk);
    scripts_free(set);
    finish(&story);
}

static void a_broken_save_is_refused(void **state)
{
    (void)state;
    struct story story;
    begin_at_question(&story);
    static const char *const wrong[] = {
        "{}",
        "{'hash':'x','script':'main','as_of':'soon','events':[]}",
        "{'hash':'x','script':'main','as_of':'2026-11-22','events':{}}",
        "{'hash':'x','script':'main','as_of':'2026-11-22','events':[{}]}",
        "{'hash':'x','script':'gone','as_of':'2026-11-22','events':[]}",
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct error error = {0};
        AUTO_JSON saved = story_json(wrong[i]);
        assert_null(walk_load(story.set, saved, story.facts, &error));
        assert_int_equal(error.message, i + 1 < COUNT(wrong)
                                            ? MESSAGE_SCRIPT_SAVED
                                            : MESSAGE_SCRIPT_NONE);
    }
    finish(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_path_keeps_everything_but_what_is_personal),
        cmocka_unit_test(what_is_sent_is_labelled_and_not_personal),
        cmocka_unit_test(a_text_with_an_unknown_value_is_not_shown),
        cmocka_unit_test(a_saved_walk_stands_where_it_stood),
        cmocka_unit_test(a_changed_set_takes_the_answers_that_still_fit),
        cmocka_unit_test(a_broken_save_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
