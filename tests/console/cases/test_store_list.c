/* Lists of the store: what is found, in which order, and by whom. */
#include "console/cases/store.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/record.h"

#include "tests/console/cases/store_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char iin[] = "900101300017", sibling[] = "920202400028";

struct story {
    struct store_kit kit;
    struct store *agent, *kyzylorda;
    char ala[NUMBER_SIZE], kzo[NUMBER_SIZE];
    char *ala_part, *kzo_part;
    struct error error;
};

static void keep(struct story *story, const char *branch, char *number,
                 char **part)
{
    struct call_record *record = store_kit_case(iin, branch);

    *part = mem_copy(record->uuid);
    strcpy(number, store_kit_save(story->agent, record));
}

/* A case in Almaty, one in Kyzylorda, a call without a case. */
static int begin(void **state)
{
    struct story *story = mem_new(sizeof(*story));

    store_kit_make(&story->kit);
    clock_fix_ms(1795338161000); /* 2026-11-22T09:02:41Z */
    story->agent = store_kit_open(&story->kit, &story->kit.agent);
    story->kyzylorda = store_kit_open(&story->kit, &story->kit.kyzylorda);
    keep(story, "ALA", story->ala, &story->ala_part);
    keep(story, "KZO", story->kzo, &story->kzo_part);
    store_kit_save(story->agent, store_kit_call(sibling));
    *state = story;
    return 0;
}

static int end(void **state)
{
    struct story *story = *state;

    clock_fix_ms(-1);
    store_close(story->agent);
    store_close(story->kyzylorda);
    free(story->ala_part);
    free(story->kzo_part);
    store_kit_remove(&story->kit);
    free(story);
    return 0;
}

/* The field of all rows of a list, each ended by a space; drops the list. */
static char *fields(json_t *list, const char *key)
{
    AUTO_CHARS all = mem_copy("");

    assert_non_null(list);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *value = json_find_string(json_array_get(list, i), key);
        char *longer = mem_format("%s%s ", all, value ? value : "-");

        free(all);
        all = longer;
    }
    json_decref(list);
    return mem_copy(all);
}

static void assert_branches(struct store *store,
                            const struct store_filter *filter,
                            const char *expected)
{
    struct error error = {0};
    AUTO_CHARS found = fields(store_cases(store, filter, &error), "branch");

    assert_string_equal(found, expected);
}

static void an_agent_sees_all_cases_newest_first(void **state)
{
    struct story *story = *state;
    const struct store_filter all = {0};
    AUTO_JSON rows = store_cases(story->agent, &all, &story->error);
    const json_t *row = json_array_get(rows, 0);

    assert_int_equal(json_array_size(rows), 2);
    assert_string_equal(json_find_string(row, "number"), story->kzo);
    assert_string_equal(json_find_string(row, "opened"),
                        "2026-11-22T09:02:41.000Z");
    assert_string_equal(json_find_string(row, "agent"), "ag17");
    assert_string_equal(json_find_string(row, "language"), "kk");
    assert_null(json_object_get(row, "person"));
}

static void a_list_is_narrowed_by_each_column(void **state)
{
    struct story *story = *state;
    const struct store_filter kzo = {.branch = "KZO"}, open = {.state = "open"},
                              closed = {.state = "closed"},
                              other = {.issue = "something_else"},
                              code = {.outcome = "STU-01"},
                              agent = {.agent = "ag18"}, one = {.limit = 1};

    assert_branches(story->agent, &kzo, "KZO ");
    assert_branches(story->agent, &open, "KZO ALA ");
    assert_branches(story->agent, &closed, "");
    assert_branches(story->agent, &other, "");
    assert_branches(story->agent, &code, "KZO ALA ");
    assert_branches(story->agent, &agent, "");
    assert_branches(story->agent, &one, "KZO ");
}

static void pages_follow_each_other(void **state)
{
    struct story *story = *state;
    struct store_filter page = {.limit = 7};
    int rows = 0, last = 7;

    for (int i = 0; i < 38; i++)
        store_kit_save(story->agent, store_kit_case(iin, "KZO"));
    while (last == 7) {
        AUTO_JSON list = store_cases(story->agent, &page, &story->error);
        last = (int)json_array_size(list);
        rows += last;
        if (last > 0)
            page.before_seq = json_integer_value(
                json_object_get(json_array_get(list, (size_t)last - 1), "seq"));
    }
    assert_int_equal(rows, 40);
}

static void text_is_found_folded_in_number_code_and_note(void **state)
{
    struct story *story = *state;
    const struct store_filter note = {.text = "КОЛЛЕДЖ"},
                              code = {.text = "stu-01"},
                              number = {.text = story->ala},
                              none = {.text = "колледжж"};

    assert_branches(story->agent, &note, "KZO ALA ");
    assert_branches(story->agent, &code, "KZO ALA ");
    assert_branches(story->agent, &number, "ALA ");
    assert_branches(story->agent, &none, "");
}

static void a_pattern_is_found_or_refused(void **state)
{
    struct story *story = *state;
    const struct store_filter good = {.text = "re:^75-26-0+1"},
                              bad = {.text = "re:("};

    assert_branches(story->agent, &good, "ALA ");
    assert_null(store_cases(story->agent, &bad, &story->error));
    assert_int_equal(story->error.message, MESSAGE_PATTERN_BAD);
}

/* A list must not be an oracle for the digits that are masked. */
static void masked_digits_are_not_found(void **state)
{
    struct story *story = *state;
    const struct store_filter personal = {.text = "900101"},
                              phone = {.text = "701 123"},
                              name = {.text = "гүлнар"},
                              shown = {.text = "0017"};

    assert_branches(story->agent, &personal, "");
    assert_branches(story->agent, &phone, "");
    assert_branches(story->agent, &name, "");
    assert_branches(story->agent, &shown, "KZO ALA ");
}

static void a_branch_sees_its_own_cases_only(void **state)
{
    struct story *story = *state;
    const struct store_filter all = {0}, other = {.branch = "ALA"},
                              text = {.text = "re:."};

    assert_branches(story->kyzylorda, &all, "KZO ");
    assert_branches(story->kyzylorda, &other, "");
    assert_branches(story->kyzylorda, &text, "KZO ");
}

static void another_branchs_case_is_as_if_it_were_not_there(void **state)
{
    struct story *story = *state;
    struct error theirs = {0}, absent = {0};
    char nowhere[NUMBER_SIZE];

    number_make("75", 2026, 4711, nowhere);
    assert_null(store_case(story->kyzylorda, story->ala, true, &theirs));
    assert_null(store_case(story->kyzylorda, nowhere, true, &absent));
    assert_int_equal(theirs.message, absent.message);
    assert_int_equal(theirs.message, MESSAGE_CASE_NOT_FOUND);
    error_clear(&theirs);
    assert_false(store_add_reveal(story->kyzylorda, "case", NULL, NULL,
                                  story->ala, &theirs));
    assert_int_equal(theirs.message, MESSAGE_CASE_NOT_FOUND);
    AUTO_JSON own =
        store_case(story->kyzylorda, story->kzo, false, &story->error);
    assert_non_null(own);
}

static void a_branch_sees_the_calls_of_its_cases_only(void **state)
{
    struct story *story = *state;
    const struct store_filter all = {0};
    AUTO_CHARS agent =
        fields(store_calls(story->agent, &all, &story->error), "number");
    AUTO_CHARS branch =
        fields(store_calls(story->kyzylorda, &all, &story->error), "number");
    AUTO_CHARS both = mem_format("- %s %s ", story->kzo, story->ala);
    AUTO_CHARS own = mem_format("%s ", story->kzo);

    assert_string_equal(agent, both);
    assert_string_equal(branch, own);
    assert_null(
        store_call(story->kyzylorda, story->ala_part, false, &story->error));
    assert_int_equal(story->error.message, MESSAGE_CALL_NOT_FOUND);
    AUTO_JSON call = store_call(story->kyzylorda, story->kzo_part, false, NULL);
    assert_string_equal(json_find_string(call, "ended"),
                        "2026-11-22T09:02:41.000Z");
    assert_string_equal(
        json_find_string(json_object_get(call, "person"), "iin"),
        "........0017");
}

/* Another agent's call is not there; a supervisor reads it, in full when it is
 * revealed. */
static void a_call_is_read_by_its_agent_and_by_supervisors(void **state)
{
    struct story *story = *state;
    struct user other = {.name = "botagoz", .role = ROLE_AGENT};
    struct user saule = {.name = "saule", .role = ROLE_SUPERVISOR};
    struct store *agent = store_kit_open(&story->kit, &other);
    struct store *supervisor = store_kit_open(&story->kit, &saule);

    assert_null(store_call(agent, story->kzo_part, false, &story->error));
    assert_int_equal(story->error.message, MESSAGE_CALL_NOT_FOUND);
    AUTO_JSON masked =
        store_call(supervisor, story->kzo_part, false, &story->error);
    assert_string_equal(
        json_find_string(json_object_get(masked, "person"), "iin"),
        "........0017");
    AUTO_JSON open =
        store_call(supervisor, story->kzo_part, true, &story->error);
    assert_string_equal(
        json_find_string(json_object_get(open, "person"), "iin"), iin);
    store_close(agent);
    store_close(supervisor);
}

static void the_caller_who_calls_again_is_known(void **state)
{
    struct story *story = *state;
    AUTO_JSON history = store_history(story->agent, iin, &story->error);
    AUTO_CHARS numbers =
        fields(json_incref(json_object_get(history, "open_cases")), "number");
    AUTO_CHARS expected = mem_format("%s %s ", story->kzo, story->ala);

    assert_string_equal(numbers, expected);
    assert_int_equal(json_array_size(json_object_get(history, "calls")), 2);
    AUTO_JSON stranger =
        store_history(story->agent, "000000000000", &story->error);
    assert_int_equal(json_array_size(json_object_get(stranger, "calls")), 0);
    /* Callers are not the branch's to look for. */
    assert_null(store_history(story->kyzylorda, iin, &story->error));
    assert_int_equal(story->error.message, MESSAGE_RIGHT_MISSING);
}

static void after_three_months_calls_are_past_but_cases_stay(void **state)
{
    struct story *story = *state;

    clock_fix_ms(1795338161000 + 91LL * 24 * 60 * 60 * 1000);
    AUTO_JSON history = store_history(story->agent, iin, &story->error);
    assert_int_equal(json_array_size(json_object_get(history, "calls")), 0);
    assert_int_equal(json_array_size(json_object_get(history, "open_cases")),
                     2);
}

static void a_call_about_two_children_is_two_parts(void **state)
{
    struct story *story = *state;
    struct call_record *first = store_kit_call(iin),
                       *second = store_kit_call(sibling);
    const struct store_filter two = {.limit = 2};

    strcpy(second->call, first->call);
    second->turn = 2;
    store_kit_save(story->agent, first);
    store_kit_save(story->agent, second);
    AUTO_JSON calls = store_calls(story->agent, &two, &story->error);
    const json_t *late = json_array_get(calls, 0),
                 *early = json_array_get(calls, 1);
    assert_string_equal(json_find_string(late, "call"),
                        json_find_string(early, "call"));
    assert_int_equal(json_integer_value(json_object_get(late, "turn")), 2);
    assert_int_equal(json_integer_value(json_object_get(early, "turn")), 1);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(an_agent_sees_all_cases_newest_first),
        STORY(a_list_is_narrowed_by_each_column),
        STORY(pages_follow_each_other),
        STORY(text_is_found_folded_in_number_code_and_note),
        STORY(a_pattern_is_found_or_refused),
        STORY(masked_digits_are_not_found),
        STORY(a_branch_sees_its_own_cases_only),
        STORY(another_branchs_case_is_as_if_it_were_not_there),
        STORY(a_branch_sees_the_calls_of_its_cases_only),
        STORY(a_call_is_read_by_its_agent_and_by_supervisors),
        STORY(the_caller_who_calls_again_is_known),
        STORY(after_three_months_calls_are_past_but_cases_stay),
        STORY(a_call_about_two_children_is_two_parts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
