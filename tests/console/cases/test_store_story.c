/* The whole life of a case with two branches, told as one story: who did what,
 * when, why and in which words, to those who may read it. */
#include "console/cases/store.h"

#include "console/base/clock.h"
#include "console/base/json.h"

#include "tests/console/cases/move_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static const int64_t start = 1795338200000;
static const int64_t day = 24LL * 60 * 60 * 1000;
static struct move_kit kit;
static char number[NUMBER_SIZE];

static int begin(void **state)
{
    (void)state;
    clock_fix_ms(start);
    move_kit_make(&kit);
    move_kit_case(&kit, "KZO", number);
    return 0;
}

static int end(void **state)
{
    (void)state;
    move_kit_verify(&kit);
    move_kit_remove(&kit);
    clock_fix_ms(-1);
    return 0;
}

static json_t *read_as(enum move_kit_who who, const char *which, bool revealed)
{
    json_t *record = store_case(kit.stores[who], which, revealed, &kit.error);

    if (!record)
        fail_msg("%s", kit.error.detail);
    return record;
}

/* The last event of this kind in the story. */
static const json_t *happened(const json_t *record, const char *kind)
{
    const json_t *events = json_object_get(record, "events");
    const json_t *found = NULL;

    for (size_t i = 0; i < json_array_size(events); i++)
        if (strcmp(json_find_string(json_array_get(events, i), "kind"), kind) ==
            0)
            found = json_array_get(events, i);
    if (!found)
        fail_msg("%s did not happen", kind);
    return found;
}

static void says(const json_t *object, const char *key, const char *value)
{
    const char *said = json_find_string(object, key);

    if (!value && !said)
        return;
    if (!value || !said || strcmp(said, value) != 0)
        fail_msg("%s: %s", key, said ? said : "nothing");
}

static void go_through_two_branches(void)
{
    move_kit_do(&kit, KZO, MOVE_IT(TAKEN, number));
    move_kit_do(&kit, KZO,
                MOVE_IT(RETURNED, number, .reason = "wrong_branch",
                        .text = "Алматыда тіркелген, ИИН 900101300017"));
    move_kit_do(&kit, SUPERVISOR,
                MOVE_IT(SENT_ON, number, .branch = "ALA", .text = "сіздікі"));
    move_kit_do(&kit, ALA_HEAD, MOVE_IT(ASSIGNED, number, .person = "br.ala"));
    move_kit_do(&kit, ALA,
                MOVE_IT(ASKED_CALLER, number, .text = "қай колледж?",
                        .until_ms = start + 3 * day));
    move_kit_do(&kit, AGENT_TWO, MOVE_IT(HEARD, number, .text = "№ 5 колледж"));
    move_kit_do(
        &kit, ALA,
        MOVE_IT(NOTED, number, .text = "колледжге хат", .internal = true));
    move_kit_do(&kit, ALA,
                MOVE_IT(ANSWERED, number, .text = "Мәртебе түзелді"));
    move_kit_do(&kit, AGENT,
                MOVE_IT(TRIED, number, .channel = "phone", .text = "өшірулі"));
    move_kit_do(&kit, AGENT,
                MOVE_IT(CLOSED, number, .channel = "phone", .told = true));
}

static void the_story_tells_all_of_it(void **state)
{
    (void)state;
    go_through_two_branches();
    AUTO_JSON record = read_as(AGENT, number, true);
    const json_t *event = happened(record, "case_returned");
    says(event, "move", "return");
    says(event, "reason", "wrong_branch");
    says(event, "actor", "br.kzo");
    says(event, "text", "Алматыда тіркелген, ИИН 900101300017");
    event = happened(record, "case_sent_on");
    says(event, "from", "KZO");
    says(event, "branch", "ALA");
    says(event, "text", "сіздікі");
    event = happened(record, "case_assigned");
    says(event, "to", "br.ala");
    says(event, "holder", "br.ala");
    event = happened(record, "case_asked_caller");
    says(event, "text", "қай колледж?");
    says(event, "until", "2026-11-25T09:03:20.000Z");
    says(happened(record, "case_heard"), "text", "№ 5 колледж");
    event = happened(record, "case_noted");
    assert_true(json_is_true(json_object_get(event, "internal")));
    says(event, "text", "колледжге хат");
    says(happened(record, "case_answered"), "text", "Мәртебе түзелді");
    says(happened(record, "case_tried"), "channel", "phone");
    event = happened(record, "case_closed");
    assert_true(json_is_true(json_object_get(event, "told")));
    says(event, "channel", "phone");
    says(event, "text", NULL);
    says(record, "state", "closed");
    says(record, "branch", "ALA");
    says(record, "holder", NULL);
    assert_int_equal(json_integer_value(json_object_get(record, "version")),
                     10);
}

static void words_are_masked_unless_revealed(void **state)
{
    (void)state;
    go_through_two_branches();
    AUTO_JSON masked = read_as(ALA, number, false);
    const char *text =
        json_find_string(happened(masked, "case_returned"), "text");
    AUTO_CHARS all = json_canonical(masked);

    assert_non_null(text);
    assert_null(strstr(all, "900101300017"));
}

/* What was written when a branch had the case is read by the next one; the
 * first no longer finds it. */
static void the_former_branch_no_longer_reads(void **state)
{
    struct error error = {0};

    (void)state;
    go_through_two_branches();
    AUTO_JSON record = store_case(kit.stores[KZO], number, false, &error);
    assert_null(record);
    assert_int_equal(error.message, MESSAGE_CASE_NOT_FOUND);
}

static void links_name_only_what_may_be_seen(void **state)
{
    char lead[NUMBER_SIZE], own[NUMBER_SIZE];

    (void)state;
    move_kit_case(&kit, "ALA", lead);
    move_kit_case(&kit, "ALA", own);
    move_kit_do(&kit, SUPERVISOR, MOVE_IT(LINKED, number, .lead = lead));
    move_kit_do(&kit, SUPERVISOR, MOVE_IT(LINKED, own, .lead = lead));
    AUTO_JSON all = read_as(SUPERVISOR, lead, false);
    assert_int_equal(json_array_size(json_object_get(all, "duplicates")), 2);
    AUTO_JSON some = read_as(ALA, lead, false);
    const json_t *seen = json_object_get(some, "duplicates");
    assert_int_equal(json_array_size(seen), 1);
    assert_string_equal(json_string_value(json_array_get(seen, 0)), own);
    AUTO_JSON mine = read_as(ALA, own, false);
    says(mine, "lead", lead);
    says(happened(mine, "case_linked"), "lead", lead);
    AUTO_JSON other = read_as(KZO, number, false);
    says(other, "state", "duplicate");
    AUTO_CHARS text = json_canonical(other);
    assert_null(strstr(text, lead));
    AUTO_JSON line = read_as(AGENT, number, false);
    says(line, "lead", lead);
}

static void where_it_stands_is_told(void **state)
{
    (void)state;
    move_kit_do(&kit, KZO, MOVE_IT(TAKEN, number));
    AUTO_JSON record = read_as(KZO_TWO, number, false);
    says(record, "holder", "br.kzo");
    says(record, "since", "2026-11-22T09:03:20.000Z");
    says(record, "term", "status_correction");
    says(record, "due", NULL);
    says(json_object_get(record, "now"), "state", "in_work");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_story_tells_all_of_it),
        TEST(words_are_masked_unless_revealed),
        TEST(the_former_branch_no_longer_reads),
        TEST(links_name_only_what_may_be_seen),
        TEST(where_it_stands_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
