/* The agent types answers: each kind of question reads what people write and
 * refuses what does not fit, by its own message. */
#include "console/script/walk.h"

#include "tests/console/script/walk_story.h"

static void refused(struct walk *walk, const char *typed, enum message why)
{
    struct error error = {0};
    AUTO_JSON value = walk_read_answer(walk, typed, &error);
    if (value != NULL || error.message != why)
        print_error("%s: %s\n", typed, message_name(error.message));
    assert_null(value);
    assert_int_equal(error.message, why);
    assert_null(strstr(error.detail, typed[0] ? typed : "?"));
}

struct typed {
    const char *answer; /* the specification of the question */
    const char *typed;
    const char *value; /* JSON, or NULL: refused */
    enum message why;
};

#define CHOICE                                                                  \
    "'codes':[{'code':'a','label':{'kk':'Бір','ru':'Один','en':'One'}}," \
    "{'code':'b','label':{'kk':'Екі','ru':'Два','en':'Two'}}]"

static const struct typed typed[] = {
    {"'type':'choice'," CHOICE, "2", "'b'", 0},
    {"'type':'choice'," CHOICE, "a", "'a'", 0},
    {"'type':'choice'," CHOICE, " один ", "'a'", 0},
    {"'type':'choice'," CHOICE, "jlby", "'a'", 0}, /* the Latin layout */
    {"'type':'choice'," CHOICE, "3", NULL, MESSAGE_ANSWER_CHOICE},
    {"'type':'choice'," CHOICE, "0", NULL, MESSAGE_ANSWER_CHOICE},
    {"'type':'choice'," CHOICE, "", NULL, MESSAGE_ANSWER_NONE},
    {"'type':'choice','dont_know':true," CHOICE, "3", "null", 0},
    {"'type':'choice','dont_know':true," CHOICE, "?", "null", 0},
    {"'type':'choice','dont_know':true," CHOICE, "4", NULL,
     MESSAGE_ANSWER_CHOICE},
    {"'type':'multi'," CHOICE, "1, 2", "['a','b']", 0},
    {"'type':'multi'," CHOICE, "b", "['b']", 0},
    {"'type':'multi'," CHOICE, "0", "[]", 0},
    {"'type':'multi'," CHOICE, "1,1", NULL, MESSAGE_ANSWER_CHOICE},
    {"'type':'multi'," CHOICE, "1,c", NULL, MESSAGE_ANSWER_CHOICE},
    {"'type':'yesno'", "1", "true", 0},
    {"'type':'yesno'", "жоқ", "false", 0},
    {"'type':'yesno'", "maybe", NULL, MESSAGE_ANSWER_CHOICE},
    {"'type':'int','min':0,'max':120", "42", "42", 0},
    {"'type':'int','min':0,'max':120", "121", NULL, MESSAGE_ANSWER_RANGE},
    {"'type':'int','min':0,'max':120", "-1", NULL, MESSAGE_ANSWER_RANGE},
    {"'type':'int'", "4x", NULL, MESSAGE_ANSWER_NUMBER},
    {"'type':'int'", "99999999999999999999", NULL, MESSAGE_ANSWER_NUMBER},
    {"'type':'money'", "5 950", "595000", 0},
    {"'type':'money'", "5950,5", "595050", 0},
    {"'type':'money'", "5950.05 ₸", "595005", 0},
    {"'type':'money'", "5950,555", NULL, MESSAGE_ANSWER_MONEY},
    {"'type':'money'", "-5", NULL, MESSAGE_ANSWER_MONEY},
    {"'type':'date','max':'as_of'", "22.11.2026", "'2026-11-22'", 0},
    {"'type':'date','max':'as_of'", "2026-11-22", "'2026-11-22'", 0},
    {"'type':'date','max':'as_of'", "23.11.2026", NULL, MESSAGE_ANSWER_RANGE},
    {"'type':'date','min':'2026-01-01'", "31.12.2025", NULL,
     MESSAGE_ANSWER_RANGE},
    {"'type':'date'", "30.02.2026", NULL, MESSAGE_ANSWER_DATE},
    {"'type':'date'", "22.11.26", NULL, MESSAGE_ANSWER_DATE},
    {"'type':'month'", "09.2026", "'2026-09'", 0},
    {"'type':'month'", "2026-09", "'2026-09'", 0},
    {"'type':'month'", "13.2026", NULL, MESSAGE_ANSWER_MONTH},
    {"'type':'month'", "2026-09-01", NULL, MESSAGE_ANSWER_MONTH},
    {"'type':'phone'", "8 (701) 123-45-67", "'+77011234567'", 0},
    {"'type':'phone'", "+7 701 123 45 67", "'+77011234567'", 0},
    {"'type':'phone'", "7011234567", "'+77011234567'", 0},
    {"'type':'phone'", "12345", NULL, MESSAGE_ANSWER_PHONE},
    {"'type':'phone'", "+44 701 123 45 67", NULL, MESSAGE_ANSWER_PHONE},
    {"'type':'person_number'", "850101 300808", "'850101300808'", 0},
    {"'type':'person_number'", "850101300809", NULL, MESSAGE_ANSWER_PERSON},
    {"'type':'branch'", "kzo", "'KZO'", 0},
    {"'type':'branch'", "К-1", NULL, MESSAGE_ANSWER_BRANCH},
    {"'type':'text','pattern':'[A-Z]{2}[0-9]+'", "AB12", "'AB12'", 0},
    {"'type':'text','pattern':'[A-Z]{2}[0-9]+'", "xAB12", NULL,
     MESSAGE_ANSWER_TEXT},
    {"'type':'text','max':5", "Әсем!", "'Әсем!'", 0},
    {"'type':'text','max':5", "Әсемші", NULL, MESSAGE_ANSWER_RANGE},
};

static void read_one(struct story *story, const struct typed *one)
{
    bool dont_know = strstr(one->answer, "dont_know") != NULL;
    AUTO_CHARS node = mem_format(
        "{'kind':'ask','say':{'kk':'?','ru':'?','en':'?'},'answer':{%s},"
        "'next':[{'to':'status_is'}]%s}",
        one->answer, dont_know ? ",'unknown':'end_down'" : "");
    struct script_set *set = load_changed(story->tables, "greet", node);
    struct walk *walk =
        walk_new(set, "main", NULL, clock_days(2026, 11, 22), NULL);
    walk_looked(walk, "ok", LANGUAGE_KK);
    stands(walk, "main", "greet", WALK_ANSWER);
    if (one->value == NULL) {
        refused(walk, one->typed, one->why);
    } else {
        AUTO_JSON expected = story_json(one->value);
        AUTO_JSON value = walk_read_answer(walk, one->typed, NULL);
        if (value == NULL || !json_equal(value, expected))
            print_error("%s: %s\n", one->answer, one->typed);
        assert_true(value != NULL && json_equal(value, expected));
        assert_true(walk_answer(walk, value, LANGUAGE_KK, NULL));
    }
    walk_free(walk);
    scripts_free(set);
}

static void typed_answers_are_read(void **state)
{
    (void)state;
    struct story story;
    begin(&story, WORKER);
    for (size_t i = 0; i < COUNT(typed); i++)
        read_one(&story, &typed[i]);
    finish(&story);
}

static void a_value_of_another_kind_is_refused(void **state)
{
    (void)state;
    struct story story;
    begin_at_question(&story);
    static const char *const wrong[] = {"5", "true", "'soon'", "['2026-11-02']",
                                        "{}"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct error error = {0};
        AUTO_JSON value = story_json(wrong[i]);
        assert_false(walk_answer(story.walk, value, LANGUAGE_KK, &error));
        assert_int_equal(error.message, MESSAGE_ANSWER_DATE);
    }
    stands(story.walk, "main", "paid_on", WALK_ANSWER);
    finish(&story);
}

static void a_required_note_is_not_left_out(void **state)
{
    (void)state;
    struct story story;
    begin_at_question(&story);
    type(story.walk, "2026-11-02");
    type(story.walk, "5950");
    stands(story.walk, "main", "why", WALK_NOTE);
    struct error error = {0};
    AUTO_JSON empty = walk_read_answer(story.walk, "  ", &error);
    assert_null(empty);
    assert_int_equal(error.message, MESSAGE_ANSWER_NONE);
    assert_false(walk_answer(story.walk, NULL, LANGUAGE_KK, NULL));
    finish(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typed_answers_are_read),
        cmocka_unit_test(a_value_of_another_kind_is_refused),
        cmocka_unit_test(a_required_note_is_not_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
