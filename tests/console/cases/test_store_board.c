/* The board's figures against what was done, reviews, and who looked. */
#include "console/cases/store_board.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/cases/store_export.h"
#include "console/cases/store_looks.h"
#include "console/cases/store_review.h"
#include "console/cases/store_sqlite.h"

#include "tests/console/cases/move_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static const char iin[] = "900101300017", sibling[] = "920202400028";
static const int64_t noon = 1795338161000; /* 2026-11-22T09:02:41Z */

static int begin(void **state)
{
    struct move_kit *kit = mem_new(sizeof(*kit));

    clock_fix_ms(noon);
    move_kit_make(kit);
    *state = kit;
    return 0;
}

static int end(void **state)
{
    move_kit_verify(*state);
    clock_fix_ms(-1);
    move_kit_remove(*state);
    free(*state);
    return 0;
}

static json_t *board_of(struct store *store, const char *branch)
{
    const struct store_board_filter filter = {.branch = branch};
    struct error error = {0};
    json_t *board = store_board(store, &filter, &error);

    if (!board)
        fail_msg("%s: %s", message_text(error.message), error.detail);
    return board;
}

static void assert_figure(const json_t *board, const char *key, int expected)
{
    int found = (int)json_integer_value(json_object_get(board, key));

    if (found != expected)
        fail_msg("%s: %d, not %d", key, found, expected);
}

/* A finished call at this hour of the day, so many days ago. */
static struct call_record *call_at(const char *person, int days_ago)
{
    struct call_record *record = store_kit_call(person);

    record->started_ms = noon - days_ago * 24LL * 3600000;
    record->ended_ms = record->started_ms + 100000;
    return record;
}

static void moves_are_counted_as_they_are_made(void **state)
{
    struct move_kit *kit = *state;
    char kzo[NUMBER_SIZE], ala[NUMBER_SIZE];

    move_kit_case(kit, "KZO", kzo);
    move_kit_case(kit, "ALA", ala);
    move_kit_do(kit, KZO, MOVE_IT(TAKEN, kzo));
    move_kit_do(
        kit, KZO,
        MOVE_IT(ASKED_BODY, kzo, .text = "?", .until_ms = noon + 99999999));
    AUTO_JSON asked = board_of(kit->stores[SUPERVISOR], NULL);
    assert_figure(asked, "open", 2);
    assert_figure(asked, "waiting", 1);
    assert_figure(asked, "cases", 2);
    move_kit_do(kit, SUPERVISOR, MOVE_IT(FINISHED, ala, .text = "."));
    AUTO_JSON finished = board_of(kit->stores[SUPERVISOR], NULL);
    assert_figure(finished, "open", 1);
    assert_figure(finished, "closed", 1);
}

/* Two due on earlier days, one today before now, one today behind it. */
static void what_is_overdue_is_counted_to_the_moment(void **state)
{
    static const int64_t hours[] = {-72, -30, -1, 1};
    struct move_kit *kit = *state;
    struct store *admin = kit->stores[ADMIN];
    char numbers[COUNT(hours)][NUMBER_SIZE];
    struct error error = {0};

    for (size_t i = 0; i < COUNT(hours); i++) {
        move_kit_case(kit, "KZO", numbers[i]);
        assert_true(db_run(
            admin->db, "UPDATE cases SET due_ms = ? WHERE number = ?",
            DB_ARGS(DB_INT(noon + hours[i] * 3600000), DB_TEXT(numbers[i])),
            &error));
    }
    AUTO_JSON board = board_of(kit->stores[SUPERVISOR], NULL);
    assert_figure(board, "overdue", 3);
    assert_true(
        db_run(admin->db, "UPDATE cases SET due_ms = NULL", DB_NONE, &error));
}

static void a_head_sees_the_own_branch_only(void **state)
{
    struct move_kit *kit = *state;
    struct error error = {0};
    const struct store_board_filter all = {0};
    char number[NUMBER_SIZE];

    move_kit_case(kit, "KZO", number);
    move_kit_case(kit, "ALA", number);
    AUTO_JSON board = board_of(kit->stores[KZO_HEAD], "ALA");
    assert_figure(board, "open", 1);
    assert_string_equal(json_find_string(board, "branch"), "KZO");
    assert_int_equal(json_array_size(json_object_get(board, "agents")), 0);
    assert_null(store_board(kit->stores[AGENT], &all, &error));
    assert_int_equal(error.message, MESSAGE_RIGHT_MISSING);
}

static void a_call_within_seven_days_is_a_repeat(void **state)
{
    struct move_kit *kit = *state;
    struct store *agent = kit->stores[AGENT];

    store_kit_save(agent, call_at(iin, 20));
    store_kit_save(agent, call_at(iin, 12)); /* 8 days later: none */
    store_kit_save(agent, call_at(iin, 5));  /* 7 days less 100 s: one */
    store_kit_save(agent, call_at(sibling, 5));
    store_kit_save(agent, call_at(NULL, 4));
    store_kit_save(agent, call_at(NULL, 4));
    AUTO_JSON board = board_of(kit->stores[SUPERVISOR], NULL);
    assert_figure(board, "calls", 6);
    assert_figure(board, "handle_s", 600);
    assert_figure(board, "repeat", 1);
    assert_int_equal(json_array_size(json_object_get(board, "by_day")), 4);
}

static void each_text_of_a_case_is_searched(void **state)
{
    struct move_kit *kit = *state;
    char number[NUMBER_SIZE];
    const char *const texts[] = {"архив", "бұйрық", "колледж", "вечером"};

    move_kit_case(kit, "KZO", number);
    move_kit_do(kit, AGENT, MOVE_IT(NOTED, number, .text = "нашли в архиве"));
    move_kit_do(kit, AGENT, MOVE_IT(NOTED, number, .text = "Бұйрық келді"));
    for (size_t i = 0; i < COUNT(texts); i++) {
        const struct store_filter filter = {.text = texts[i]};
        AUTO_JSON rows = store_cases(kit->stores[KZO], &filter, &kit->error);

        if (json_array_size(rows) != 1)
            fail_msg("not found: %s", texts[i]);
    }
}

static void a_changed_counter_is_found(void **state)
{
    struct move_kit *kit = *state;
    struct error error = {0};
    char number[NUMBER_SIZE];

    move_kit_case(kit, "KZO", number);
    assert_true(
        db_run(kit->stores[ADMIN]->db,
               "UPDATE tally SET count = count + 1 WHERE what = 'state'",
               DB_NONE, &error));
    AUTO_JSON report = store_verify(kit->stores[ADMIN], &error);
    assert_true(json_is_false(json_object_get(report, "ok")));
    assert_true(
        db_run(kit->stores[ADMIN]->db,
               "UPDATE tally SET count = count - 1 WHERE what = 'state'",
               DB_NONE, &error));
}

/* ---- reviews ---- */

static json_t *queue_of(struct move_kit *kit, int percent)
{
    const struct store_review_filter filter = {.sample_percent = percent,
                                               .long_minutes = 15};
    json_t *queue =
        store_review_queue(kit->stores[SUPERVISOR], &filter, &kit->error);

    assert_non_null(queue);
    return queue;
}

static void rules_queue_calls_and_tell_why(void **state)
{
    struct move_kit *kit = *state;
    struct call_record *slow = call_at(iin, 1), *odd = call_at(iin, 2);

    slow->ended_ms = slow->started_ms + 16 * 60000;
    free(odd->script);
    odd->script = mem_copy("not_found");
    store_kit_save(kit->stores[AGENT], slow);
    store_kit_save(kit->stores[AGENT], odd);
    store_kit_save(kit->stores[AGENT], call_at(iin, 3));
    AUTO_JSON queue = queue_of(kit, 0);
    AUTO_CHARS text = json_canonical(queue);
    assert_figure(queue, "left", 2);
    assert_non_null(strstr(text, "\"why\":[\"long\"]"));
    assert_non_null(strstr(text, "\"why\":[\"contradiction\"]"));
}

static void the_sample_is_the_same_for_everybody(void **state)
{
    struct move_kit *kit = *state;

    for (int i = 0; i < 200; i++)
        store_kit_save(kit->stores[AGENT], call_at(NULL, i % 10));
    AUTO_JSON one = queue_of(kit, 20);
    AUTO_JSON other = queue_of(kit, 20);
    AUTO_JSON all = queue_of(kit, 100);
    int64_t left = json_integer_value(json_object_get(one, "left"));
    assert_true(json_equal(one, other));
    assert_in_range(left, 10, 80);
    assert_figure(all, "left", 200);
}

static void a_review_is_sealed_and_takes_the_call_off_the_queue(void **state)
{
    struct move_kit *kit = *state;
    struct call_record *record = call_at(iin, 0);
    AUTO_CHARS part = mem_copy(record->uuid);
    const struct store_review good = {part, part, 4, "назвал ИИН 900101300017"},
                              bad = {"x", part, 6, NULL},
                              nowhere = {"x", "y", 3, NULL};
    struct error error = {0};

    store_kit_save(kit->stores[AGENT], record);
    struct store_review review = good;
    char uuid[SEAL_UUID_SIZE];
    seal_uuid(uuid);
    review.uuid = uuid;
    assert_false(store_review_save(kit->stores[AGENT], &review, &error));
    assert_int_equal(error.message, MESSAGE_RIGHT_MISSING);
    error_clear(&error);
    assert_false(store_review_save(kit->stores[SUPERVISOR], &bad, &error));
    assert_false(store_review_save(kit->stores[SUPERVISOR], &nowhere, &error));
    assert_true(store_review_save(kit->stores[SUPERVISOR], &review, &error));
    assert_true(store_review_save(kit->stores[SUPERVISOR], &review, &error));
    AUTO_JSON reviews =
        store_reviews(kit->stores[SUPERVISOR], part, false, &error);
    assert_int_equal(json_array_size(reviews), 1);
    assert_string_equal(json_find_string(json_array_get(reviews, 0), "text"),
                        "назвал ИИН ........0017");
    AUTO_JSON queue = queue_of(kit, 100);
    assert_figure(queue, "left", 0);
    assert_figure(queue, "done_today", 1);
}

/* ---- who looked, and exports ---- */

static void asking_who_looked_is_a_look(void **state)
{
    struct move_kit *kit = *state;
    struct store *supervisor = kit->stores[SUPERVISOR];
    const struct store_look_filter person = {.iin = iin},
                                   mine = {.agent = "ag17"};
    char number[NUMBER_SIZE];
    struct error error = {0};

    move_kit_case(kit, "KZO", number);
    assert_true(store_add_reveal(kit->stores[AGENT], "case", NULL, NULL, number,
                                 &error));
    AUTO_JSON first = store_looks(supervisor, &person, &error);
    assert_int_equal(json_array_size(first), 2);
    assert_string_equal(json_find_string(json_array_get(first, 0), "kind"),
                        "who_saw");
    assert_string_equal(json_find_string(json_array_get(first, 1), "actor"),
                        "ag17");
    AUTO_JSON second = store_looks(supervisor, &person, &error);
    assert_int_equal(json_array_size(second), 3);
    const struct store_look_filter of_case = {.number = number};
    AUTO_JSON third = store_looks(supervisor, &of_case, &error);
    assert_int_equal(json_array_size(third), 3);
    AUTO_JSON agent = store_looks(supervisor, &mine, &error);
    assert_int_equal(json_array_size(agent), 1);
    assert_null(store_looks(kit->stores[AGENT], &mine, &error));
    assert_int_equal(error.message, MESSAGE_RIGHT_MISSING);
}

static void who_reached_the_limit_of_look_ups_is_named(void **state)
{
    static const char *const lookups[] = {
        "00000000-0000-4000-8000-000000000001",
        "00000000-0000-4000-8000-000000000002",
        "00000000-0000-4000-8000-000000000003"};
    const struct store_review_filter review = {.sample_percent = 1};
    struct move_kit *kit = *state;
    struct error error = {0};

    store_limit_lookups(kit->stores[AGENT], 1);
    for (size_t i = 0; i < COUNT(lookups); i++)
        assert_true(store_add_lookup(kit->stores[AGENT], lookups[i], NULL,
                                     "900101300017", NULL, NULL) == (i == 0));
    AUTO_JSON seen = store_attention(kit->stores[SUPERVISOR], &review, &error);
    assert_int_equal(json_integer_value(json_object_get(seen, "limits")), 2);
    assert_string_equal(json_find_string(seen, "limited"), "ag17");
}

static void an_export_tells_no_text_that_was_searched(void **state)
{
    struct move_kit *kit = *state;
    const struct store_filter filter = {
        .branch = "KZO", .text = "гүлнар", .holder = "060312580870"};
    AUTO_JSON columns = json_pack("[s]", "number");
    const struct store_export export = {"cases", &filter, 3, columns};
    struct error error = {0};
    AUTO_JSON body = NULL;

    assert_false(store_add_export(kit->stores[AGENT], &export, &error));
    error_clear(&error);
    assert_true(store_add_export(kit->stores[SUPERVISOR], &export, &error));
    AUTO_JSON report = store_verify(kit->stores[ADMIN], &error);
    int64_t last = json_integer_value(json_object_get(report, "events"));
    assert_true(store_read_body(kit->stores[ADMIN], last, &body, &error));
    AUTO_CHARS text = json_canonical(body);
    assert_null(strstr(text, "гүлнар"));
    assert_null(strstr(text, "060312580870")); /* typed at the wrong place */
    assert_non_null(strstr(text, "\"rows\":3"));
    assert_non_null(strstr(text, "\"branch\":\"KZO\""));
}

#define STORY(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(moves_are_counted_as_they_are_made),
        STORY(what_is_overdue_is_counted_to_the_moment),
        STORY(a_head_sees_the_own_branch_only),
        STORY(a_call_within_seven_days_is_a_repeat),
        STORY(each_text_of_a_case_is_searched),
        STORY(a_changed_counter_is_found),
        STORY(rules_queue_calls_and_tell_why),
        STORY(the_sample_is_the_same_for_everybody),
        STORY(a_review_is_sealed_and_takes_the_call_off_the_queue),
        STORY(asking_who_looked_is_a_look),
        STORY(who_reached_the_limit_of_look_ups_is_named),
        STORY(an_export_tells_no_text_that_was_searched),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
