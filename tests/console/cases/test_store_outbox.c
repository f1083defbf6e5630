/* The outbox: which events make which messages, what is due and in which order,
 * how they stand after each end and each decision; and that the case itself is
 * never changed by it. */
#include "console/cases/store_outbox.h"

#include "console/base/json.h"
#include "console/cases/store.h"
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

enum { MOST = 20, DAY = 24 * 60 * 60 * 1000 };

struct lab {
    struct move_kit kit;
    char number[NUMBER_SIZE]; /* a case of Kyzylorda */
    struct error error;
};

static int begin(void **state)
{
    struct lab *lab = mem_new(sizeof(*lab));

    move_kit_make(&lab->kit);
    move_kit_case(&lab->kit, "KZO", lab->number);
    *state = lab;
    return 0;
}

static int end(void **state)
{
    struct lab *lab = *state;

    move_kit_verify(&lab->kit);
    move_kit_remove(&lab->kit);
    free(lab);
    return 0;
}

/* The messages that are due for a branch, through its own sink "http"; their
 * ids in order. */
struct due {
    struct outbox_message messages[MOST];
    int count;
    int64_t next_ms;
};

static void due_free(struct due *due)
{
    while (due->count > 0)
        outbox_message_clear(&due->messages[--due->count]);
}

static struct due ask(struct lab *lab, const char *branch, int64_t now_ms)
{
    struct outbox_ask order = {{branch, "http", true}, now_ms, DAY, MOST, -1};
    struct due due;

    due.count = store_outbox_due(lab->kit.stores[SENDER], &order, due.messages,
                                 &lab->error);
    if (due.count < 0)
        fail_msg("%s", lab->error.detail);
    due.next_ms = order.next_ms;
    return due;
}

static void tried(struct lab *lab, const char *id, enum outbox_state end,
                  int64_t next_ms)
{
    const struct outbox_try try = {end, "http", "in place", next_ms, 30000};

    if (!store_outbox_tried(lab->kit.stores[SENDER], id, &try, &lab->error))
        fail_msg("%s", lab->error.detail);
}

/* ---- what is made ---- */

static void a_saved_case_makes_one_message(void **state)
{
    struct lab *lab = *state;
    AUTO(due_free) struct due due = ask(lab, "KZO", 1);
    AUTO(due_free) struct due other = ask(lab, "ALA", 1);

    assert_int_equal(due.count, 1);
    assert_int_equal(other.count, 0);
    assert_int_equal(due.messages[0].kind, EVENT_CASE_ROUTED);
    assert_string_equal(due.messages[0].number, lab->number);
    assert_string_equal(due.messages[0].branch, "KZO");
    assert_string_equal(due.messages[0].id + 36, ".KZO");
    AUTO_JSON body = json_loads(due.messages[0].body, 0, NULL);
    assert_string_equal(json_find_string(body, "id"), due.messages[0].id);
    assert_string_equal(json_find_string(body, "to"), "KZO");
    assert_string_equal(json_find_string(body, "event"), "case_routed");
    const json_t *told = json_object_get(body, "case");
    assert_string_equal(json_find_string(told, "number"), lab->number);
    assert_string_equal(json_find_string(told, "state"), "open");
}

static int count_of(struct lab *lab, const char *branch)
{
    const struct store_outbox_filter filter = {.branch = branch};
    AUTO_JSON rows =
        store_outbox(lab->kit.stores[SUPERVISOR], &filter, &lab->error);

    assert_non_null(rows);
    return (int)json_array_size(rows);
}

static void the_own_people_are_told_nothing(void **state)
{
    struct lab *lab = *state;

    move_kit_do(&lab->kit, KZO, MOVE_IT(TAKEN, lab->number));
    move_kit_do(&lab->kit, KZO, MOVE_IT(KEPT, lab->number));
    move_kit_do(&lab->kit, KZO_HEAD, MOVE_IT(NOTED, lab->number, .text = "a"));
    assert_int_equal(count_of(lab, "KZO"), 1);
    move_kit_do(&lab->kit, AGENT, MOVE_IT(NOTED, lab->number, .text = "b"));
    assert_int_equal(count_of(lab, "KZO"), 2);
    assert_int_equal(count_of(lab, NULL), 2);
}

static void sent_on_tells_both_branches(void **state)
{
    struct lab *lab = *state;

    move_kit_do(
        &lab->kit, SUPERVISOR,
        MOVE_IT(SENT_ON, lab->number, .branch = "ALA", .text = "ошибка"));
    assert_int_equal(count_of(lab, "KZO"), 2);
    assert_int_equal(count_of(lab, "ALA"), 1);
}

/* ---- how it goes ---- */

static void the_order_of_a_case_is_kept(void **state)
{
    struct lab *lab = *state;

    move_kit_do(&lab->kit, AGENT, MOVE_IT(NOTED, lab->number, .text = "b"));
    AUTO(due_free) struct due due = ask(lab, "KZO", 1);
    assert_int_equal(due.count, 1);
    tried(lab, due.messages[0].id, OUTBOX_WAITING, 100);
    AUTO(due_free) struct due later = ask(lab, "KZO", 99);
    assert_int_equal(later.count, 0);
    assert_int_equal(later.next_ms, 100);
    AUTO(due_free) struct due again = ask(lab, "KZO", 100);
    assert_int_equal(again.count, 1);
    assert_string_equal(again.messages[0].id, due.messages[0].id);
    assert_string_equal(again.messages[0].body, due.messages[0].body);
    assert_int_equal(again.messages[0].tries, 1);
    tried(lab, due.messages[0].id, OUTBOX_RECEIVED, 0);
    AUTO(due_free) struct due second = ask(lab, "KZO", 1);
    assert_int_equal(second.count, 1);
    assert_int_equal(second.messages[0].kind, EVENT_CASE_NOTED);
}

static void the_case_itself_is_not_changed(void **state)
{
    struct lab *lab = *state;
    struct case_now before = move_kit_now(&lab->kit, lab->number), after;
    AUTO(due_free) struct due due = ask(lab, "KZO", 1);

    tried(lab, due.messages[0].id, OUTBOX_REFUSED, 0);
    assert_true(store_outbox_again(lab->kit.stores[SUPERVISOR],
                                   due.messages[0].id, &lab->error));
    tried(lab, due.messages[0].id, OUTBOX_RECEIVED, 0);
    tried(lab, due.messages[0].id, OUTBOX_RECEIVED, 0);
    after = move_kit_now(&lab->kit, lab->number);
    assert_memory_equal(&before, &after, sizeof(before));
    move_kit_do(&lab->kit, KZO, MOVE_IT(TAKEN, lab->number, .version = 1));
}

static void a_look_is_the_receipt_of_the_inbox(void **state)
{
    struct lab *lab = *state;

    assert_true(store_outbox_receive(lab->kit.stores[AGENT], lab->number, true,
                                     &lab->error));
    assert_true(store_outbox_receive(lab->kit.stores[ALA], lab->number, true,
                                     &lab->error));
    assert_true(store_outbox_receive(lab->kit.stores[KZO], lab->number, false,
                                     &lab->error));
    assert_int_equal(count_of(lab, "KZO"), 1);
    assert_true(store_outbox_receive(lab->kit.stores[KZO], lab->number, true,
                                     &lab->error));
    assert_int_equal(count_of(lab, "KZO"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_saved_case_makes_one_message, begin,
                                        end),
        cmocka_unit_test_setup_teardown(the_own_people_are_told_nothing, begin,
                                        end),
        cmocka_unit_test_setup_teardown(sent_on_tells_both_branches, begin,
                                        end),
        cmocka_unit_test_setup_teardown(the_order_of_a_case_is_kept, begin,
                                        end),
        cmocka_unit_test_setup_teardown(the_case_itself_is_not_changed, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_look_is_the_receipt_of_the_inbox,
                                        begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
