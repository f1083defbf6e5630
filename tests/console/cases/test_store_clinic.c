/* Cases counted by clinic: whose they are, how many, which scores. */
#include "console/cases/store.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/record.h"

#include "tests/console/cases/store_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

struct story {
    struct store_kit kit;
    struct store *agent, *kyzylorda;
};

static int begin(void **state)
{
    struct story *story = mem_new(sizeof(*story));

    store_kit_make(&story->kit);
    story->agent = store_kit_open(&story->kit, &story->kit.agent);
    story->kyzylorda = store_kit_open(&story->kit, &story->kit.kyzylorda);
    *state = story;
    return 0;
}

static int end(void **state)
{
    struct story *story = *state;

    store_close(story->agent);
    store_close(story->kyzylorda);
    store_kit_remove(&story->kit);
    free(story);
    return 0;
}

static void send(json_t *facts, const char *name, json_t *value)
{
    json_array_append_new(
        facts, json_pack("{s:s, s:o}", "name", name, "value", value));
}

/* Saves a case; clinic NULL: a hospital with that number, 0: without. */
static void complain(struct story *story, const char *branch,
                     const char *clinic, int number, int score)
{
    struct call_record *record = store_kit_case("900101300017", branch);
    json_t *facts = record->opened->facts;

    free(record->opened->issue);
    record->opened->issue = mem_copy("clinic_complaint");
    if (clinic) {
        send(facts, "clinic", json_string(clinic));
    } else {
        send(facts, "answers.facility", json_string("hospital"));
        send(facts, "answers.number",
             number ? json_integer(number) : json_null());
    }
    send(facts, "answers.score", score ? json_integer(score) : json_null());
    store_kit_save(story->agent, record);
}

/* The list as one line: "KZO City clinic 5 3/2/7; ..." */
static char *counted(struct store *store, const struct store_filter *filter)
{
    AUTO_JSON clinics = store_clinics(store, filter, NULL);
    AUTO_TEXT line = {0};
    size_t i;
    json_t *clinic;

    assert_non_null(clinics);
    json_array_foreach(clinics, i, clinic)
    {
        const char *name = json_find_string(clinic, "clinic");
        const char *facility = json_find_string(clinic, "facility");
        text_format(&line, "%s%s %s %d %lld/%lld/%lld", i ? "; " : "",
                    json_find_string(clinic, "branch"),
                    name       ? name
                    : facility ? facility
                               : "-",
                    (int)json_integer_value(json_object_get(clinic, "number")),
                    json_integer_value(json_object_get(clinic, "cases")),
                    json_integer_value(json_object_get(clinic, "scored")),
                    json_integer_value(json_object_get(clinic, "sum")));
    }
    return text_take(&line);
}

static const struct store_filter complaints = {.issue = "clinic_complaint"};

static void scores_add_up_by_branch_and_clinic(void **state)
{
    struct story *story = *state;

    complain(story, "KZO", "City clinic 5", 0, 2);
    complain(story, "KZO", "City clinic 5", 0, 0); /* gave no score */
    complain(story, "KZO", "City clinic 5", 0, 5);
    complain(story, "ALA", "City clinic 5", 0, 1); /* of the same name */
    complain(story, "ALA", NULL, 4, 3);
    complain(story, "ALA", NULL, 4, 4);
    complain(story, "ALA", NULL, 0, 4);
    AUTO_CHARS all = counted(story->agent, &complaints);
    assert_string_equal(all, "KZO City clinic 5 0 3/2/7; "
                             "ALA hospital 4 2/2/7; "
                             "ALA City clinic 5 0 1/1/1; "
                             "ALA hospital 0 1/1/4");
}

static void other_cases_and_other_branches_do_not_count(void **state)
{
    struct story *story = *state;
    const struct store_filter almaty = {.branch = "ALA"};

    store_kit_save(story->agent, store_kit_case("900101300017", "KZO"));
    complain(story, "KZO", "City clinic 5", 0, 2);
    complain(story, "ALA", "City clinic 6", 0, 3);
    AUTO_CHARS walled = counted(story->kyzylorda, &complaints);
    assert_string_equal(walled, "KZO City clinic 5 0 1/1/2");
    AUTO_CHARS narrowed = counted(story->agent, &almaty);
    assert_string_equal(narrowed, "ALA City clinic 6 0 1/1/3");
    AUTO_CHARS none = counted(story->kyzylorda, &almaty);
    assert_string_equal(none, "");
}

static void a_case_that_names_no_clinic_is_counted_as_such(void **state)
{
    struct story *story = *state;
    const struct store_filter all = {0};

    store_kit_save(story->agent, store_kit_case("900101300017", "KZO"));
    AUTO_CHARS line = counted(story->agent, &all);
    assert_string_equal(line, "KZO - 0 1/0/0");
}

static void more_cases_than_a_page_are_all_counted(void **state)
{
    struct story *story = *state;
    const struct store_filter one = {.issue = "clinic_complaint", .limit = 1};

    for (int i = 0; i < 201; i++)
        complain(story, "KZO", i % 2 ? "City clinic 5" : "City clinic 6", 0, 1);
    AUTO_CHARS line = counted(story->agent, &one);
    assert_string_equal(line, "KZO City clinic 6 0 101/101/101; "
                              "KZO City clinic 5 0 100/100/100");
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(scores_add_up_by_branch_and_clinic),
        STORY(other_cases_and_other_branches_do_not_count),
        STORY(a_case_that_names_no_clinic_is_counted_as_such),
        STORY(more_cases_than_a_page_are_all_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
