/* The registry answers about a person: an answer that keeps the contract is
 * taken and cleaned, any other refused by name. All people are made up. */
#include "tests/console/registry/person_story.h"

#include "console/base/clock.h"
#include "console/base/text.h"

#include <stdio.h>
#include <stdlib.h>

/* A body must be refused with this message, and these words in the detail. */
static void refuses(const char *body, enum message message, const char *words)
{
    struct error error = {.message = MESSAGE_NONE};
    struct person *person = person_parse(body, strlen(body), IIN, &error);
    if (person != NULL)
        fail_msg("taken: %s", body);
    assert_string_equal(message_name(error.message), message_name(message));
    if (strstr(error.detail, words) == NULL)
        fail_msg("\"%s\" is not in: %s", words, error.detail);
    assert_int_equal(error_code(&error), EXIT_UNAVAILABLE);
}

static void refuses_member(const char *member, const char *words)
{
    AUTO_CHARS body = mem_format("{\"iin\":\"" IIN "\",%s}", member);
    refuses(body, MESSAGE_LOOKUP_SHAPE, words);
}

static void has(const char *members, const char *path, const char *expected)
{
    struct person *person = answer(members);
    AUTO_JSON value = person_value(person, path);
    person_free(person);
    AUTO_CHARS is = written(value);
    assert_string_equal(is, expected);
}

static const char whole[] =
    "\"as_of\":\"2026-11-22T09:15:00+05:00\","
    "\"full_name\":\"Сынақова Айгүл\",\"birth_date\":\"1985-01-01\","
    "\"sex\":\"f\",\"residence\":\"citizen\",\"region\":\"43\","
    "\"clinic\":{\"id\":\"6\",\"name\":\"Емхана\"},\"insured\":true,"
    "\"insured_since\":\"2024-07-01\",\"insured_until\":null,"
    "\"conditional\":false,\"categories\":[{\"id\":\"student\","
    "\"from\":\"2023-09-01\",\"until\":null,\"source\":\"education\"}],"
    "\"payments\":[{\"period\":\"2026-09\",\"kind\":\"employer_deduction\","
    "\"payer\":\"250140009999\",\"amount\":2550000,"
    "\"received_on\":\"2026-10-12\"}],\"employments\":[{"
    "\"bin\":\"250140009999\",\"name\":\"X\",\"from\":\"2025-02-01\","
    "\"until\":null}],\"entrepreneur\":{\"state\":\"open\","
    "\"from\":\"2019-02-01\",\"until\":null},\"unemployment\":{"
    "\"registered\":false,\"from\":null},\"social_level\":null";

static void a_whole_answer_is_taken(void **state)
{
    (void)state;
    struct person *person = answer(whole);
    assert_string_equal(person_iin(person), IIN);
    assert_string_equal(person_name(person), "Сынақова Айгүл");
    assert_string_equal(person_region(person), "43");
    assert_string_equal(person_birth_date(person), "1985-01-01");
    person_free(person);
    has(whole, "$.insured", "true");
    has(whole, "$.clinic.name", "\"Емхана\"");
}

static void the_registrys_time_counts_with_its_offset(void **state)
{
    (void)state;
    static const char *const times[][2] = {
        {"2026-11-22T09:15:00+05:00", "2026-11-22T04:15:00.000Z"},
        {"2026-01-01T03:00:00+05:00", "2025-12-31T22:00:00.000Z"},
        {"2026-11-22T09:15:00.250Z", "2026-11-22T09:15:00.250Z"},
        {"2026-11-22T20:00:00-05:00", "2026-11-23T01:00:00.000Z"},
    };
    for (size_t i = 0; i < COUNT(times); i++) {
        AUTO_CHARS members = mem_format("\"as_of\":\"%s\"", times[i][0]);
        struct person *person = answer(members);
        char iso[CLOCK_ISO_SIZE];
        clock_iso(person_at_ms(person), iso);
        person_free(person);
        assert_string_equal(iso, times[i][1]);
    }
    struct person *person = answer("");
    assert_int_equal(person_at_ms(person), 0);
    person_free(person);
}

static void absent_is_unknown_and_null_is_none(void **state)
{
    (void)state;
    has("", "$.insured_until", "unknown");
    has("\"insured_until\":null", "$.insured_until", "null");
    has("", "$.clinic.name", "unknown");
    has("\"clinic\":{}", "$.clinic.name", "unknown");
    has("\"clinic\":null", "$.clinic.name", "null");
    has("\"clinic\":{\"name\":null}", "$.clinic.name", "null");
    has("\"insured\":true", "$.insured.since", "unknown");
    has("\"insured\":true", "insured", "unknown");
    has("\"insured\":true", "$", "unknown");
    struct person *person = answer("\"full_name\":null");
    assert_null(person_name(person));
    assert_null(person_region(person));
    assert_null(person_birth_date(person));
    person_free(person);
}

/* A site may send more, and its facts may name it. */
static void members_beyond_the_contract_are_kept_and_cleaned(void **state)
{
    (void)state;
    has("\"site\":{\"desk\":\"A\\u001b[2JB\"}", "$.site.desk", "\"A[2JB\"");
}

static void texts_lose_what_would_reach_the_terminal(void **state)
{
    (void)state;
    struct person *person =
        answer("\"full_name\":\"Сы\\u001b]0;x\\u0007нақ\\u202eова\\n\"");
    assert_null(strpbrk(person_name(person), "\x1b\x07\n"));
    assert_null(strstr(person_name(person), "\xE2\x80\xAE"));
    person_free(person);
}

static void another_persons_answer_is_refused(void **state)
{
    (void)state;
    refuses("{\"iin\":\"900101300807\",\"insured\":true}",
            MESSAGE_LOOKUP_OTHER_PERSON, "$.iin");
    refuses("{\"iin\":\"" IIN " \"}", MESSAGE_LOOKUP_OTHER_PERSON, "$.iin");
    refuses("{\"iin\":\"\"}", MESSAGE_LOOKUP_OTHER_PERSON, "$.iin");
    refuses("{\"insured\":true}", MESSAGE_LOOKUP_SHAPE, "$.iin");
    refuses("{\"iin\":850101300808}", MESSAGE_LOOKUP_SHAPE, "$.iin");
    refuses("{\"iin\":null}", MESSAGE_LOOKUP_SHAPE, "$.iin");
}

static void what_is_no_json_is_refused_without_quoting_it(void **state)
{
    (void)state;
    refuses("", MESSAGE_LOOKUP_JSON, "answer:");
    refuses("{\"iin\":\"" IIN "\"", MESSAGE_LOOKUP_JSON, "answer:1:");
    refuses("{\"iin\":\"" IIN "\"} x", MESSAGE_LOOKUP_JSON, "answer:1:");
    refuses("{\"iin\":\"" IIN "\",\"iin\":\"" IIN "\"}", MESSAGE_LOOKUP_JSON,
            "answer:1:");
    refuses("{\"iin\":\"" IIN "\",\"a\":90071992547409930}",
            MESSAGE_LOOKUP_JSON, "2^53");
    refuses("{\"iin\":\"" IIN "\",\"full_name\":\"\xFF\"}", MESSAGE_LOOKUP_JSON,
            "answer:1:");
    refuses("[]", MESSAGE_LOOKUP_SHAPE, "needs an object");
    AUTO_TEXT deep = {0};
    for (int i = 0; i < 100000; i++)
        text_add(&deep, "[");
    refuses(text_chars(&deep), MESSAGE_LOOKUP_JSON, "levels");
}

static void a_member_of_the_wrong_type_refuses_the_answer(void **state)
{
    (void)state;
    static const char *const wrong[][2] = {
        {"\"as_of\":\"2026-11-22\"", "$.as_of: needs a time"},
        {"\"full_name\":7", "$.full_name: needs a text"},
        {"\"birth_date\":\"1985-02-29\"", "$.birth_date: needs a date"},
        {"\"birth_date\":\"1985-1-1\"", "$.birth_date: needs a date"},
        {"\"sex\":\"x\"", "$.sex: needs a known code"},
        {"\"residence\":\"citizen|kandas\"", "$.residence: needs"},
        {"\"residence\":\"\"", "$.residence: needs"},
        {"\"region\":\"4\"", "$.region: needs two digits"},
        {"\"region\":43", "$.region: needs two digits"},
        {"\"clinic\":\"6\"", "$.clinic: needs an object"},
        {"\"clinic\":{\"name\":6}", "$.clinic.name: needs a text"},
        {"\"insured\":\"true\"", "$.insured: needs true or false"},
        {"\"insured\":1", "$.insured: needs true or false"},
        {"\"categories\":{}", "$.categories: needs a list"},
        {"\"categories\":[null]", "$.categories[0]: needs an object"},
        {"\"categories\":[{\"id\":\"student\"}]", "$.categories[0].from"},
        {"\"categories\":[{\"id\":\"A B\",\"from\":\"2026-01-01\"}]",
         "$.categories[0].id: needs a known code"},
        {"\"payments\":[{\"period\":\"2026-09\"},{\"period\":\"2026-13\"}]",
         "$.payments[1].period: needs a month"},
        {"\"payments\":[{\"period\":\"2026-9\"}]", "$.payments[0].period"},
        {"\"payments\":[{\"period\":null}]", "$.payments[0].period"},
        {"\"payments\":[{\"period\":\"2026-09\",\"amount\":4250.5}]",
         "$.payments[0].amount: needs a whole number of tiyn"},
        {"\"payments\":[{\"period\":\"2026-09\",\"amount\":-1}]",
         "$.payments[0].amount"},
        {"\"payments\":[{\"period\":\"2026-09\",\"amount\":\"1\"}]",
         "$.payments[0].amount"},
        {"\"employments\":[{\"bin\":\"250140009999\"}]",
         "$.employments[0].from"},
        {"\"entrepreneur\":{\"state\":\"active\"}", "$.entrepreneur.state"},
        {"\"entrepreneur\":{}", "$.entrepreneur.state"},
        {"\"unemployment\":{\"registered\":\"no\"}",
         "$.unemployment.registered"},
        {"\"social_level\":\"F\"", "$.social_level"},
        {"\"social_level\":\"null\"", "$.social_level"},
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        refuses_member(wrong[i][0], wrong[i][1]);
}

static void a_text_of_a_page_is_no_name(void **state)
{
    (void)state;
    char name[502];
    memset(name, 'x', 501);
    name[501] = '\0';
    AUTO_CHARS member = mem_format("\"full_name\":\"%s\"", name);
    refuses_member(member, "$.full_name: needs a text of at most 500 bytes");
    name[500] = '\0';
    AUTO_CHARS fits = mem_format("\"full_name\":\"%s\"", name);
    person_free(answer(fits));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_answer_is_taken),
        cmocka_unit_test(the_registrys_time_counts_with_its_offset),
        cmocka_unit_test(absent_is_unknown_and_null_is_none),
        cmocka_unit_test(members_beyond_the_contract_are_kept_and_cleaned),
        cmocka_unit_test(texts_lose_what_would_reach_the_terminal),
        cmocka_unit_test(another_persons_answer_is_refused),
        cmocka_unit_test(what_is_no_json_is_refused_without_quoting_it),
        cmocka_unit_test(a_member_of_the_wrong_type_refuses_the_answer),
        cmocka_unit_test(a_text_of_a_page_is_no_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
