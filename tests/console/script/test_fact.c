/* The agent sees what the registry knows: facts taken from its answer or from
 * JSON, each of its type, known or unknown, written in three languages. */
#include "console/script/fact.h"

#include "console/dues/dues.h"
#include "console/registry/person.h"

#include "tests/console/script/script_story.h"

#include <string.h>

#define IIN "850101300808"

static struct facts *load(void)
{
    struct error error = {0};
    AUTO_CHARS path = story_path("valid/facts.json");
    struct facts *facts = facts_load(path, &error);
    assert_non_null(facts);
    return facts;
}

static const json_t *value_of(const struct fact_set *set,
                              const struct facts *facts, const char *name)
{
    int index = facts_find(facts, name);
    assert_true(index >= 0);
    return fact_set_at(set, (size_t)index)->value;
}

static void the_declarations_are_there(void **state)
{
    (void)state;
    struct facts *facts = load();
    assert_int_equal(facts_count(facts), 8);
    const struct fact *status = facts_at(facts, 0);
    assert_string_equal(status->name, "status");
    assert_int_equal(status->type, FACT_CODE);
    assert_string_equal(status->derive, "status");
    assert_null(status->path);
    assert_int_equal(status->code_count, 2);
    assert_string_equal(status->codes[1].label.in[LANGUAGE_RU],
                        "не застрахован");
    assert_int_equal(status->max_age_s, 86400);
    assert_true(status->show);
    assert_false(status->personal);
    assert_true(facts_at(facts, 7)->personal);
    assert_int_equal(facts_find(facts, "full_name"), 7);
    assert_int_equal(facts_find(facts, "surname"), -1);
    facts_free(facts);
}

/* ---- from the registry ---- */

static const char answer[] =
    "{'iin':'" IIN "','as_of':'2026-11-22T09:00:00+05:00',"
    "'full_name':'Sample Person','insured':false,'insured_since':null,"
    "'categories':[{'id':'student','from':'2023-09-01','until':null},"
    "{'id':'astronaut','from':'2023-09-01','until':null}],"
    "'payments':[{'period':'2026-06','kind':'individual_entrepreneur',"
    "'amount':595000,'received_on':'2026-07-03'}]}";

static struct fact_set *take(const struct facts *facts, const char *text)
{
    struct error error = {0};
    AUTO_JSON json = story_json(text);
    AUTO_CHARS body = json_canonical(json);
    struct person *person = person_parse(body, strlen(body), IIN, &error);
    if (person == NULL)
        print_error("%s\n", error.detail);
    assert_non_null(person);
    struct fact_set *set = fact_set_new(facts);
    const struct dues_book book = {NULL, DUES_PERIOD};
    fact_set_take_person(set, person, &book, clock_days(2026, 11, 22));
    person_free(person);
    return set;
}

static void the_answer_of_the_registry_fills_them(void **state)
{
    (void)state;
    struct facts *facts = load();
    clock_fix_ms(clock_days(2026, 11, 22) * 86400000 + 5 * 3600000);
    struct fact_set *set = take(facts, answer);
    assert_string_equal(json_string_value(value_of(set, facts, "status")),
                        "uninsured");
    /* null: the registry knows there is none */
    assert_true(json_is_null(value_of(set, facts, "insured_since")));
    /* absent: not known */
    assert_null(value_of(set, facts, "employed"));
    assert_int_equal(
        json_integer_value(value_of(set, facts, "last_paid_amount")), 595000);
    assert_string_equal(
        json_string_value(value_of(set, facts, "last_paid_month")), "2026-06");
    /* a category that is not declared is passed over */
    const json_t *categories = value_of(set, facts, "categories");
    assert_int_equal(json_array_size(categories), 1);
    const struct fact_value *status = fact_set_at(set, 0);
    assert_string_equal(status->source, "registry");
    int64_t at_ms;
    assert_true(clock_parse_iso("2026-11-22T04:00:00Z", &at_ms));
    assert_int_equal(status->at_ms, at_ms);
    fact_set_free(set);
    facts_free(facts);
    clock_fix_ms(-1);
}

static void what_is_too_old_is_not_known(void **state)
{
    (void)state;
    struct facts *facts = load();
    clock_fix_ms(clock_days(2026, 11, 24) * 86400000);
    struct fact_set *set = take(facts, answer);
    assert_null(value_of(set, facts, "status")); /* a day at most */
    assert_non_null(value_of(set, facts, "last_paid_month")); /* any age */
    fact_set_free(set);
    facts_free(facts);
    clock_fix_ms(-1);
}

static void only_categories_nobody_declared_is_not_none(void **state)
{
    (void)state;
    struct facts *facts = load();
    struct fact_set *set =
        take(facts, "{'iin':'" IIN "','categories':[{'id':'astronaut',"
                    "'from':'2023-09-01','until':null}]}");
    assert_null(value_of(set, facts, "categories"));
    fact_set_free(set);
    set = take(facts, "{'iin':'" IIN "','categories':[]}");
    assert_int_equal(json_array_size(value_of(set, facts, "categories")), 0);
    assert_non_null(value_of(set, facts, "categories"));
    fact_set_free(set);
    facts_free(facts);
}

/* ---- from and to JSON ---- */

static void facts_go_out_and_come_back(void **state)
{
    (void)state;
    struct facts *facts = load();
    struct fact_set *set = fact_set_new(facts);
    story_facts(set, "{'status':'insured','last_paid_month':null,"
                     "'full_name':'Sample Person','employers':{'value':2,"
                     "'source':'caller','at':'2026-11-22T09:15:00.000Z'}}");
    AUTO_JSON open = fact_set_json(set, false);
    assert_null(json_object_get(open, "full_name"));
    assert_int_equal(json_object_size(open), 3);
    AUTO_JSON all = fact_set_json(set, true);
    assert_int_equal(json_object_size(all), 4);
    struct fact_set *again = fact_set_new(facts);
    assert_true(fact_set_take_json(again, all, NULL));
    AUTO_JSON same = fact_set_json(again, true);
    assert_true(json_equal(all, same));
    json_t *employers = json_object_get(same, "employers");
    assert_string_equal(json_find_string(employers, "source"), "caller");
    assert_string_equal(json_find_string(employers, "at"),
                        "2026-11-22T09:15:00.000Z");
    fact_set_free(again);
    fact_set_free(set);
    facts_free(facts);
}

static void a_wrong_fact_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "{'stattus':'insured'}",
        "{'status':'maybe'}",
        "{'status':true}",
        "{'categories':'student'}",
        "{'categories':['student','astronaut']}",
        "{'employed':'yes'}",
        "{'employers':'2'}",
        "{'employers':2.5}",
        "{'last_paid_month':'2026-13'}",
        "{'last_paid_month':'2026-09-01'}",
        "{'last_paid_amount':'5950'}",
        "{'insured_since':'2026-02-30'}",
        "{'insured_since':'2026-02'}",
        "{'full_name':5}",
        "{'status':{'value':'insured','source':'rumour'}}",
        "{'status':{'value':'insured','at':'yesterday'}}",
        "[]",
    };
    struct facts *facts = load();
    struct fact_set *set = fact_set_new(facts);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct error error = {0};
        AUTO_JSON json = story_json(wrong[i]);
        if (fact_set_take_json(set, json, &error))
            print_error("taken: %s\n", wrong[i]);
        assert_int_equal(error.message, MESSAGE_FACT_BAD);
    }
    AUTO_JSON none = fact_set_json(set, true);
    assert_int_equal(json_object_size(none), 0);
    fact_set_free(set);
    facts_free(facts);
}

/* ---- writing ---- */

struct written {
    const char *fact, *value;
    const char *in[LANGUAGE_COUNT];
};

static const struct written written[] = {
    {"status", "'insured'", {"сақтандырылған", "застрахован", "insured"}},
    {"categories",
     "['student','child']",
     {"студент, бала", "студент, ребёнок", "student, child"}},
    {"categories", "[]", {"–", "–", "–"}},
    {"employed", "true", {"иә", "да", "yes"}},
    {"employed", "false", {"жоқ", "нет", "no"}},
    {"employed", "null", {"–", "–", "–"}},
    {"employers", "12", {"12", "12", "12"}},
    {"last_paid_month", "'2026-09'", {"09.2026", "09.2026", "Sep 2026"}},
    {"last_paid_amount",
     "595000",
     {"5\u00A0950\u00A0₸", "5\u00A0950\u00A0₸", "5\u00A0950\u00A0₸"}},
    {"insured_since",
     "'2026-11-02'",
     {"02.11.2026", "02.11.2026", "2 Nov 2026"}},
    {"full_name", "'Әсем'", {"Әсем", "Әсем", "Әсем"}},
};

static void a_value_is_written_for_its_language(void **state)
{
    (void)state;
    struct facts *facts = load();
    for (size_t i = 0; i < COUNT(written); i++) {
        const struct fact *fact =
            facts_at(facts, (size_t)facts_find(facts, written[i].fact));
        AUTO_JSON value = story_json(written[i].value);
        for (int j = 0; j < LANGUAGE_COUNT; j++) {
            AUTO_CHARS text = fact_write(fact, value, (enum language)j);
            assert_string_equal(text, written[i].in[j]);
        }
    }
    AUTO_CHARS unknown = fact_write(facts_at(facts, 0), NULL, LANGUAGE_KK);
    assert_string_equal(unknown, "?");
    facts_free(facts);
}

/* What is outside of the declared values is not known rather than believed. */
static void what_cannot_be_is_not_known(void **state)
{
    (void)state;
    struct facts *facts = load();
    struct fact_set *set = take(
        facts, "{'iin':'" IIN "','as_of':'2026-11-22T09:00:00+05:00',"
               "'insured':null,'insured_since':'2300-01-01','employments':[],"
               "'payments':null}");
    assert_null(value_of(set, facts, "status"));
    assert_null(value_of(set, facts, "insured_since"));
    assert_int_equal(json_integer_value(value_of(set, facts, "employers")), 0);
    assert_true(json_is_null(value_of(set, facts, "last_paid_month")));
    struct error error = {0};
    AUTO_JSON many = story_json("{'employers':101}");
    assert_false(fact_set_take_json(set, many, &error));
    assert_int_equal(error.message, MESSAGE_FACT_BAD);
    AUTO_JSON none = story_json("{'employers':null}");
    assert_true(fact_set_take_json(set, none, NULL));
    assert_null(value_of(set, facts, "employers"));
    fact_set_free(set);
    facts_free(facts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_declarations_are_there),
        cmocka_unit_test(the_answer_of_the_registry_fills_them),
        cmocka_unit_test(what_is_too_old_is_not_known),
        cmocka_unit_test(only_categories_nobody_declared_is_not_none),
        cmocka_unit_test(what_cannot_be_is_not_known),
        cmocka_unit_test(facts_go_out_and_come_back),
        cmocka_unit_test(a_wrong_fact_is_refused),
        cmocka_unit_test(a_value_is_written_for_its_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
