/* One call through the small set of scripts: forward and back, changed answers,
 * three languages, what is not known, sub-scripts, a script with a fault. */
#include "console/script/walk.h"

#include "tests/console/script/walk_story.h"

/* ---- forward ---- */

static void a_call_goes_forward_to_its_case(void **state)
{
    (void)state;
    struct story story;
    begin(&story, WORKER);
    struct walk *walk = story.walk;
    stands(walk, "main", "look", WALK_LOOK);
    walk_looked(walk, "ok", LANGUAGE_KK);
    stands(walk, "main", "greet", WALK_SAY);
    says(walk, LANGUAGE_KK, "Сәлеметсіз бе!");
    walk_next(walk, LANGUAGE_KK);
    /* status_is and on_list are silent */
    stands(walk, "main", "paid_on", WALK_ANSWER);
    type(walk, "02.11.2026");
    stands(walk, "main", "amount", WALK_ANSWER);
    says(walk, LANGUAGE_RU,
         "Сколько вы заплатили 02.11.2026? В месяц 5\u00A0950\u00A0₸.");
    says(walk, LANGUAGE_EN,
         "How much did you pay on 2 Nov 2026? A month is 5\u00A0950\u00A0₸.");
    type(walk, "5 950");
    stands(walk, "main", "why", WALK_NOTE);
    type(walk, "paid at the post office");
    stands(walk, "main", "end_wait", WALK_OUTCOME);
    assert_string_equal(walk_node(walk)->code, "MAIN-WAIT");
    assert_string_equal(walk_node(walk)->issue, "payment");
    says(walk, LANGUAGE_EN,
         "The payment shows by 2 Dec 2026. Last month: Sep 2026.");
    assert_int_equal(walk_depth(walk), 4);
    assert_string_equal(walk_trail(walk, 0)->id, "greet");
    assert_string_equal(walk_trail(walk, 3)->id, "why");
    assert_null(walk_trail(walk, 4));
    finish(&story);
}

static void a_look_up_that_is_done_is_passed_at_once(void **state)
{
    (void)state;
    struct story story;
    begin(&story, WORKER);
    walk_looked(story.walk, "ok", LANGUAGE_KK);
    walk_next(story.walk, LANGUAGE_KK);
    assert_true(walk_back(story.walk, LANGUAGE_KK));
    stands(story.walk, "main", "greet", WALK_SAY);
    assert_false(walk_back(story.walk, LANGUAGE_KK));
    finish(&story);
    begin(&story, WORKER);
    walk_looked(story.walk, "not_found", LANGUAGE_KK);
    stands(story.walk, "main", "end_nobody", WALK_OUTCOME);
    finish(&story);
    begin(&story, WORKER);
    walk_looked(story.walk, "nonsense", LANGUAGE_KK);
    stands(story.walk, "main", "look", WALK_LOOK);
    finish(&story);
}

static void there_is_no_such_script(void **state)
{
    (void)state;
    struct story story;
    begin(&story, WORKER);
    struct error error = {0};
    assert_null(walk_new(story.set, "nothing", NULL, 0, &error));
    assert_int_equal(error.message, MESSAGE_SCRIPT_NONE);
    finish(&story);
}

/* ---- what is not known ---- */

static void what_is_not_known_takes_the_unknown_exit(void **state)
{
    (void)state;
    struct story story;
    begin(&story, "{'categories':[]}"); /* no status */
    walk_looked(story.walk, "ok", LANGUAGE_KK);
    walk_next(story.walk, LANGUAGE_KK);
    stands(story.walk, "main", "end_down", WALK_OUTCOME);
    finish(&story);
    /* under "first", a rule that may be true is not passed over */
    begin(&story, "{'status':'uninsured'}");
    walk_looked(story.walk, "ok", LANGUAGE_KK);
    walk_next(story.walk, LANGUAGE_KK);
    stands(story.walk, "main", "end_down", WALK_OUTCOME);
    finish(&story);
}

static void a_caller_who_does_not_know_gets_a_way_on(void **state)
{
    (void)state;
    struct story story;
    begin_at_question(&story);
    assert_true(walk_answer(story.walk, NULL, LANGUAGE_EN, NULL));
    stands(story.walk, "main", "end_branch", WALK_OUTCOME);
    AUTO_JSON sent = walk_sent(story.walk);
    json_t *one = json_array_get(sent, 0);
    assert_true(json_is_null(json_object_get(one, "value")));
    assert_string_equal(json_find_string(json_object_get(one, "text"), "kk"),
                        "?");
    /* but only where the question allows it */
    assert_true(walk_back(story.walk, LANGUAGE_EN));
    type(story.walk, "2026-11-02");
    struct error error = {0};
    assert_false(walk_answer(story.walk, NULL, LANGUAGE_EN, &error));
    assert_int_equal(error.message, MESSAGE_ANSWER_NONE);
    stands(story.walk, "main", "amount", WALK_ANSWER);
    finish(&story);
}

static void a_table_decides_by_its_one_row(void **state)
{
    (void)state;
    struct story story;
    begin_at_question(&story);
    type(story.walk, "2026-11-02");
    type(story.walk, "5949,99");
    stands(story.walk, "main", "end_employer", WALK_OUTCOME);
    finish(&story);
    /* enough was paid: nobody asks whether there is a job */
    begin(&story, "{'status':'uninsured','categories':[]}");
    walk_looked(story.walk, "ok", LANGUAGE_KK);
    walk_next(story.walk, LANGUAGE_KK);
    type(story.walk, "2026-11-02");
    type(story.walk, "5950");
    stands(story.walk, "main", "why", WALK_NOTE);
    /* too little: then the job matters, and it is not known */
    walk_back(story.walk, LANGUAGE_KK);
    type(story.walk, "100");
    stands(story.walk, "main", "end_down", WALK_OUTCOME);
    finish(&story);
}

/* ---- sub-scripts ---- */

static void a_sub_script_comes_back_where_it_is_mapped(void **state)
{
    (void)state;
    struct story story;
    begin(&story, STUDENT);
    walk_looked(story.walk, "ok", LANGUAGE_KK);
    walk_next(story.walk, LANGUAGE_KK);
    stands(story.walk, "school", "sent", WALK_ANSWER);
    AUTO_TEXT trail = {0};
    walk_write_trail(story.walk, LANGUAGE_EN, &trail);
    assert_string_equal(text_chars(&trail), "Why uninsured > School");
    type(story.walk, "1");
    stands(story.walk, "school", "full_time", WALK_ANSWER);
    type(story.walk, "yes");
    stands(story.walk, "main", "paid_on", WALK_ANSWER);
    walk_back(story.walk, LANGUAGE_KK);
    stands(story.walk, "school", "full_time", WALK_ANSWER);
    type(story.walk, "нет");
    /* this outcome is not mapped: the call ends with it */
    stands(story.walk, "school", "end_not", WALK_OUTCOME);
    AUTO_JSON sent = walk_sent(story.walk);
    assert_int_equal(json_array_size(sent), 3);
    json_t *full_time = json_array_get(sent, 2);
    assert_string_equal(json_find_string(full_time, "name"),
                        "answers.full_time");
    assert_true(json_is_false(json_object_get(full_time, "value")));
    finish(&story);
}

/* ---- back ---- */

static void later_answers_are_kept_after_going_back(void **state)
{
    (void)state;
    struct story story;
    begin_at_question(&story);
    struct walk *walk = story.walk;
    assert_null(walk_kept(walk));
    type(walk, "02.11.2026");
    type(walk, "5950");
    type(walk, "a note");
    stands(walk, "main", "end_wait", WALK_OUTCOME);
    for (int i = 0; i < 3; i++)
        assert_true(walk_back(walk, LANGUAGE_KK));
    stands(walk, "main", "paid_on", WALK_ANSWER);
    assert_string_equal(json_string_value(walk_kept(walk)), "2026-11-02");
    /* another day: the later answers are offered where they come up */
    type(walk, "03.11.2026");
    stands(walk, "main", "amount", WALK_ANSWER);
    assert_int_equal(json_integer_value(walk_kept(walk)), 595000);
    says(walk, LANGUAGE_KK,
         "03.11.2026 күні қанша төледіңіз? Айына 5\u00A0950\u00A0₸.");
    assert_true(walk_answer(walk, walk_kept(walk), LANGUAGE_KK, NULL));
    assert_string_equal(json_string_value(walk_kept(walk)), "a note");
    /* a day too early: another way, where they do not come up */
    walk_back(walk, LANGUAGE_KK);
    walk_back(walk, LANGUAGE_KK);
    assert_string_equal(json_string_value(walk_kept(walk)), "2026-11-03");
    type(walk, "01.10.2026");
    stands(walk, "main", "end_late", WALK_OUTCOME);
    finish(&story);
}

/* ---- a script with a fault only values show ---- */

#define NEVER_PAID                                                             \
    "{'status':'uninsured','categories':[],'employed':true,"                   \
    "'last_paid_month':null,'last_paid_amount':null}"

static void broken(const char *node, const char *fragment)
{
    struct story story;
    begin(&story, NEVER_PAID);
    struct script_set *set = load_changed(story.tables, "status_is", node);
    walk_free(story.walk);
    story.walk =
        walk_new(set, "main", story.facts, clock_days(2026, 11, 22), NULL);
    walk_looked(story.walk, "ok", LANGUAGE_KK);
    walk_next(story.walk, LANGUAGE_KK);
    stands(story.walk, "main", "status_is", WALK_BROKEN);
    const char *detail = walk_error(story.walk)->detail;
    if (strstr(detail, fragment) == NULL)
        print_error("%s\n", detail);
    assert_non_null(strstr(detail, fragment));
    assert_true(walk_back(story.walk, LANGUAGE_KK));
    stands(story.walk, "main", "greet", WALK_SAY);
    assert_int_equal(walk_error(story.walk)->message, MESSAGE_NONE);
    walk_free(story.walk);
    story.walk = NULL;
    scripts_free(set);
    finish(&story);
}

static void a_fault_of_the_script_stops_and_names_itself(void **state)
{
    (void)state;
    broken("{'kind':'check','next':["
           "{'when':{'===':[{'var':'status'},'uninsured']},'to':'on_list'},"
           "{'when':{'known':[{'var':'status'}]},'to':'end_fine'}],"
           "'unknown':'end_down'}",
           "main.status_is: the ways 0 and 1 are both open");
    broken("{'kind':'check','next':["
           "{'when':{'===':[{'var':'status'},'insured']},'to':'on_list'},"
           "{'when':{'!':[{'known':[{'var':'status'}]}]},'to':'end_fine'}],"
           "'unknown':'end_down'}",
           "main.status_is: no way is open");
    broken("{'kind':'table','inputs':[{'var':'status'}],'rows':["
           "{'is':['insured'],'to':'on_list'},"
           "{'is':['insured'],'to':'end_fine'}],'unknown':'end_down'}",
           "main.status_is: no way is open");
    broken("{'kind':'table','inputs':[{'var':'employed'}],'rows':["
           "{'is':[true],'to':'on_list'},{'is':[null],'to':'end_fine'}],"
           "'unknown':'end_down'}",
           "main.status_is: the ways 0 and 1 are both open");
    broken("{'kind':'check','next':["
           "{'when':{'<':[{'var':'last_paid_amount'},3]},'to':'on_list'},"
           "{'when':{'>=':[{'var':'last_paid_amount'},3]},'to':'end_fine'}],"
           "'unknown':'end_down'}",
           "main.status_is: only whole numbers");
    broken("{'kind':'check','next':["
           "{'when':{'<':[{'table':['fees',{'var':'status'},'amount']},3]},"
           "'to':'on_list'},{'when':false,'to':'end_fine'}]}",
           "main.status_is");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_goes_forward_to_its_case),
        cmocka_unit_test(a_look_up_that_is_done_is_passed_at_once),
        cmocka_unit_test(there_is_no_such_script),
        cmocka_unit_test(what_is_not_known_takes_the_unknown_exit),
        cmocka_unit_test(a_caller_who_does_not_know_gets_a_way_on),
        cmocka_unit_test(a_table_decides_by_its_one_row),
        cmocka_unit_test(a_sub_script_comes_back_where_it_is_mapped),
        cmocka_unit_test(later_answers_are_kept_after_going_back),
        cmocka_unit_test(a_fault_of_the_script_stops_and_names_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
