/* Rules as their author reads them. */
#include "console/script/rule_write.h"

#include "console/base/text.h"
#include "console/script/logic.h"
#include "tests/console/script/script_story.h"

struct desk {
    struct tables *tables;
    struct script_set *set;
};

static int open_desk(void **state)
{
    struct desk *desk = mem_new(sizeof(*desk));
    desk->tables = story_tables();
    desk->set = story_scripts(desk->tables);
    *state = desk;
    return 0;
}

static int close_desk(void **state)
{
    struct desk *desk = *state;
    scripts_free(desk->set);
    tables_free(desk->tables);
    free(desk);
    return 0;
}

static const struct node *find_node(const struct script *script, const char *id)
{
    for (size_t i = 0; i < script->node_count; i++)
        if (strcmp(script->nodes[i].id, id) == 0)
            return &script->nodes[i];
    fail_msg("%s", id);
    return NULL;
}

/* The rule, at a node of the script ("" is none), reads so in English. */
static void reads(const struct desk *desk, const char *at, const char *rule,
                  const char *expected)
{
    const struct script *script = scripts_find(desk->set, "school");
    struct rule_place place = {.set = desk->set,
                               .script = script,
                               .node = *at ? find_node(script, at) : NULL,
                               .language = LANGUAGE_EN};
    AUTO_JSON json = story_json(rule);
    struct error error = {0};
    struct logic *logic = logic_new(json, LOGIC_SCRIPT, &error);
    if (logic == NULL)
        fail_msg("%s: %s", rule, error.detail);
    AUTO_TEXT text = {0};
    rule_write(&place, logic, &text);
    logic_free(logic);
    assert_string_equal(text_chars(&text), expected);
}

#define VAR(name) "{'var':'" name "'}"

static void comparisons_read_as_sentences(void **state)
{
    static const char *const rules[][2] = {
        {"{'===':[" VAR("status") ",'insured']}", "Status = insured"},
        {"{'!':[{'===':[" VAR("status") ",'insured']}]}", "Status != insured"},
        {"{'>=':[" VAR("months") ",4]}", "months >= 4"},
        {"{'!':[{'>=':[" VAR("months") ",4]}]}", "months < 4"},
        {"{'<':[1," VAR("months") ",4]}", "1 < months < 4"},
        {"{'!':[{'<':[1," VAR("months") ",4]}]}", "not (1 < months < 4)"},
        {"{'in':['student'," VAR("categories") "]}", "Categories: student"},
        {"{'in':[" VAR("status") ",['insured','uninsured']]}",
         "Status: insured or uninsured"},
        {"{'!':[{'in':[" VAR("status") ",['insured']]}]}",
         "Status: not insured"},
        {"{'>=':[" VAR("amount") ",{'table':['fees','club','amount']}]}",
         "amount >= fees/club/amount"},
    };
    for (size_t i = 0; i < COUNT(rules); i++)
        reads(*state, "", rules[i][0], rules[i][1]);
}

static void days_are_reckoned_in_words(void **state)
{
    static const char *const rules[][2] = {
        {"{'not-after':[{'plusTime':[" VAR(
             "last_paid_month") ",3,'month']},"
                                "{'plusTime':[" VAR("as_of") ",0,'day']}]}",
         "Last month paid + 3 months <= today"},
        {"{'before':[{'plusTime':['2026-01-31',0,'day']},{'plusTime':[" VAR(
             "as_of") ",-1,'year']}]}",
         "2026-01-31 < today - 1 years"},
        {"{'after':[{'plusTime':[" VAR(
             "last_paid_month") ",{'table':['fees','club','days']},'day']},{'"
                                "plusTime':[" VAR("as_of") ",0,'day']}]}",
         "Last month paid + fees/club/days days > today"},
    };
    for (size_t i = 0; i < COUNT(rules); i++)
        reads(*state, "", rules[i][0], rules[i][1]);
}

static void what_is_true_or_known_is_said(void **state)
{
    static const char *const rules[][2] = {
        {VAR("employed"), "Employed"},
        {"{'!':[" VAR("employed") "]}", "not Employed"},
        {"{'!':[{'!':[" VAR("employed") "]}]}", "Employed"},
        {"{'!':[" VAR("last_paid_month") "]}", "there is no: Last month paid"},
        {"{'known':[" VAR("employed") "]}", "Employed is known"},
        {"{'!':[{'known':[" VAR("employed") "]}]}", "Employed is not known"},
        {"{'and':[" VAR("employed") ",{'or':[" VAR("employed") ",{'!':[" VAR(
             "employed") "]}]}]}",
         "Employed and (Employed or not Employed)"},
        {"{'!':[{'and':[" VAR("employed") "," VAR("employed") "]}]}",
         "not (Employed and Employed)"},
        {"{'if':[" VAR("employed") ",true,false]}",
         "if Employed, then true, else false"},
    };
    for (size_t i = 0; i < COUNT(rules); i++)
        reads(*state, "", rules[i][0], rules[i][1]);
}

/* The question's own answer needs no name; that of another has one. */
static void answers_read_as_their_labels(void **state)
{
    reads(*state, "sent", "{'===':[" VAR("answers.sent") ",'yes']}", "Yes");
    reads(*state, "sent", "{'!':[{'===':[" VAR("answers.sent") ",'yes']}]}",
          "not Yes");
    reads(*state, "", "{'===':[" VAR("answers.sent") ",'yes']}", "sent = Yes");
    reads(*state, "full_time", VAR("answers.full_time"), "Yes");
    reads(*state, "full_time", "{'!':[" VAR("answers.full_time") "]}", "No");
    reads(*state, "", "{'!':[" VAR("answers.full_time") "]}", "full_time = No");
    reads(*state, "", "{'>':[" VAR("answers.amount") ",595000]}",
          "amount > 5\u00A0950\u00A0₸");
}

static void a_row_of_a_table_names_its_inputs(void **state)
{
    const struct desk *desk = *state;
    const struct script *script = scripts_find(desk->set, "main");
    struct rule_place place = {.set = desk->set,
                               .script = script,
                               .node = find_node(script, "decide"),
                               .language = LANGUAGE_EN};
    static const char *const expected[] = {
        "amount >= fees/club/amount", "amount < fees/club/amount and Employed",
        "amount < fees/club/amount and not Employed"};
    for (size_t i = 0; i < COUNT(expected); i++) {
        AUTO_TEXT text = {0};
        rule_write_row(&place, i, &text);
        assert_string_equal(text_chars(&text), expected[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparisons_read_as_sentences),
        cmocka_unit_test(days_are_reckoned_in_words),
        cmocka_unit_test(what_is_true_or_known_is_said),
        cmocka_unit_test(answers_read_as_their_labels),
        cmocka_unit_test(a_row_of_a_table_names_its_inputs),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
