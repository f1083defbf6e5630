/* The outbox: which events make which messages, what is due and in which order,
 * how they stand after each end and each decision; and that the case itself is
 * never changed by it. */
#include "console/cases/store_outbox.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/cases/store.h"
#include "console/cases/store_backup.h"
#include "console/cases/store_board.h"
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
    const struct outbox_try try = {end, "http", "in place", next_ms, 30000, 0};

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

static void look(struct lab *lab, enum move_kit_who who, int64_t seen_seq,
                 bool inbox)
{
    const struct outbox_seen seen = {lab->number, seen_seq, inbox};

    assert_true(store_outbox_receive(lab->kit.stores[who], &seen, &lab->error));
}

static void a_look_is_the_receipt_of_the_inbox(void **state)
{
    struct lab *lab = *state;

    look(lab, AGENT, INT64_MAX, true);
    look(lab, ALA, INT64_MAX, true);
    look(lab, KZO, INT64_MAX, false);
    assert_int_equal(count_of(lab, "KZO"), 1);
    look(lab, KZO, INT64_MAX, true);
    assert_int_equal(count_of(lab, "KZO"), 0);
}

/* Between the reading and the receipt somebody wrote a note. */
static void what_came_after_the_look_is_not_received(void **state)
{
    struct lab *lab = *state;
    AUTO_JSON shown =
        store_case(lab->kit.stores[KZO], lab->number, false, &lab->error);

    assert_int_equal(store_outbox_last(NULL), 0);
    look(lab, KZO, 0, true);
    assert_int_equal(count_of(lab, "KZO"), 1);
    move_kit_do(&lab->kit, AGENT, MOVE_IT(NOTED, lab->number, .text = "b"));
    assert_int_equal(count_of(lab, "KZO"), 2);
    look(lab, KZO, store_outbox_last(shown), true);
    AUTO_JSON rows = store_outbox(
        lab->kit.stores[SUPERVISOR],
        &(struct store_outbox_filter){.branch = "KZO"}, &lab->error);
    assert_int_equal(json_array_size(rows), 1);
    assert_string_equal(json_find_string(json_array_get(rows, 0), "kind"),
                        "case_noted");
}

static void who_lost_the_case_is_told_until_it_is_read(void **state)
{
    struct lab *lab = *state;
    struct store *kzo = lab->kit.stores[KZO];
    struct store *ala = lab->kit.stores[ALA];

    move_kit_do(
        &lab->kit, SUPERVISOR,
        MOVE_IT(SENT_ON, lab->number, .branch = "ALA", .text = "ошибка"));
    AUTO_JSON other = store_outbox_gone(ala, true, &lab->error);
    AUTO_JSON away = store_outbox_gone(kzo, false, &lab->error);
    AUTO_JSON gone = store_outbox_gone(kzo, true, &lab->error);
    AUTO_JSON again = store_outbox_gone(kzo, true, &lab->error);
    assert_int_equal(json_array_size(other), 0);
    assert_int_equal(json_array_size(away), 0);
    assert_int_equal(json_array_size(gone), 1);
    assert_true(json_equal(gone, again));
    assert_string_equal(json_find_string(json_array_get(gone, 0), "number"),
                        lab->number);
    assert_int_equal(count_of(lab, "KZO"), 2);
    assert_true(store_outbox_gone_read(kzo, gone, true, &lab->error));
    assert_true(store_outbox_gone_read(kzo, gone, true, &lab->error));
    AUTO_JSON read = store_outbox_gone(kzo, true, &lab->error);
    assert_int_equal(json_array_size(read), 0);
    assert_int_equal(count_of(lab, "KZO"), 0);
    assert_int_equal(count_of(lab, "ALA"), 1);
}

/* State and way of all messages, as their rows tell. */
static json_t *all_of(struct store *store, struct error *error)
{
    const struct store_outbox_filter filter = {
        .state = "waiting,received,refused,expired"};
    json_t *rows = store_outbox(store, &filter, error);
    size_t i;
    json_t *row;

    assert_non_null(rows);
    json_array_foreach(rows, i, row)
    {
        json_object_del(row, "tries"); /* these are not of the log */
        json_object_del(row, "next");
    }
    return rows;
}

static void a_backup_makes_the_same_messages(void **state)
{
    struct lab *lab = *state;
    struct store *admin = lab->kit.stores[ADMIN];
    AUTO_CHARS folder = mem_format("%s/copy", lab->kit.kit.folder);
    const struct store_backup order = {.folder = folder, .with_key = true};
    struct store_head head;
    char other[NUMBER_SIZE];

    for (int i = 0; i < 3; i++)
        move_kit_case(&lab->kit, "KZO", other);
    AUTO(due_free) struct due due = ask(lab, "KZO", 1);
    tried(lab, due.messages[0].id, OUTBOX_RECEIVED, 0);
    tried(lab, due.messages[1].id, OUTBOX_REFUSED, 0);
    tried(lab, due.messages[2].id, OUTBOX_WAITING, 50);
    assert_true(
        store_outbox_elsewhere(admin, due.messages[3].id, "smtp", &lab->error));
    if (!store_backup(admin, &order, &head, &lab->error))
        fail_msg("%s", lab->error.detail);
    struct store *copy = store_open(folder, &lab->kit.kit.keys,
                                    &lab->kit.people[ADMIN], 1000, &lab->error);
    assert_non_null(copy);
    AUTO_JSON here = all_of(admin, &lab->error);
    AUTO_JSON there = all_of(copy, &lab->error);
    store_close(copy);
    assert_int_equal(json_array_size(here), 4);
    json_object_del(json_array_get(here, 2), "reason"); /* nor is this */
    json_object_del(json_array_get(there, 2), "reason");
    assert_true(json_equal(here, there));
}

/* ---- what people see of it ---- */

static json_t *last_event(const json_t *record)
{
    json_t *events = json_object_get(record, "events");

    return json_array_get(events, json_array_size(events) - 1);
}

static void the_story_tells_how_it_went(void **state)
{
    struct lab *lab = *state;
    struct store *sv = lab->kit.stores[SUPERVISOR];
    AUTO(due_free) struct due due = ask(lab, "KZO", 1);
    const char *id = due.messages[0].id;

    tried(lab, id, OUTBOX_REFUSED, 0);
    AUTO_JSON refused = store_case(sv, lab->number, false, &lab->error);
    const json_t *event = last_event(refused);
    assert_string_equal(json_find_string(event, "kind"), "case_undelivered");
    assert_string_equal(json_find_string(event, "branch"), "KZO");
    assert_string_equal(json_find_string(event, "sink"), "http");
    assert_string_equal(json_find_string(event, "state"), "refused");
    assert_string_equal(json_find_string(event, "reason"), "in place");
    json_t *open = json_object_get(refused, "messages");
    assert_int_equal(json_array_size(open), 1);
    assert_string_equal(json_find_string(json_array_get(open, 0), "by"),
                        "deliver");
    assert_true(
        store_outbox_handed(sv, id, "сказали по телефону", &lab->error));
    AUTO_JSON handed = store_case(sv, lab->number, true, &lab->error);
    event = last_event(handed);
    assert_string_equal(json_find_string(event, "kind"), "case_delivered");
    assert_string_equal(json_find_string(event, "sink"), "hand");
    assert_string_equal(json_find_string(event, "text"), "сказали по телефону");
    assert_int_equal(json_array_size(json_object_get(handed, "messages")), 0);
    assert_string_equal(json_find_string(handed, "state"), "open");
}

static void a_branch_sees_its_own_messages_only(void **state)
{
    struct lab *lab = *state;

    move_kit_do(
        &lab->kit, SUPERVISOR,
        MOVE_IT(SENT_ON, lab->number, .branch = "ALA", .text = "ошибка"));
    AUTO_JSON seen =
        store_case(lab->kit.stores[ALA], lab->number, false, &lab->error);
    AUTO_JSON all =
        store_case(lab->kit.stores[AGENT], lab->number, false, &lab->error);
    assert_int_equal(json_array_size(json_object_get(seen, "messages")), 1);
    assert_int_equal(json_array_size(json_object_get(all, "messages")), 3);
}

/* What one branch's service says is not the next branch's to read. */
static void another_branch_reads_no_particulars(void **state)
{
    struct lab *lab = *state;
    AUTO(due_free) struct due due = ask(lab, "KZO", 1);
    const char *id = due.messages[0].id;

    tried(lab, id, OUTBOX_REFUSED, 0);
    assert_true(store_outbox_handed(lab->kit.stores[SUPERVISOR], id,
                                    "позвонили", &lab->error));
    AUTO_JSON own =
        store_case(lab->kit.stores[KZO], lab->number, true, &lab->error);
    AUTO_CHARS seen = json_canonical(own);
    assert_non_null(strstr(seen, "in place"));
    assert_non_null(strstr(seen, "позвонили"));
    move_kit_do(
        &lab->kit, SUPERVISOR,
        MOVE_IT(SENT_ON, lab->number, .branch = "ALA", .text = "ошибка"));
    AUTO_JSON record =
        store_case(lab->kit.stores[ALA], lab->number, true, &lab->error);
    AUTO_CHARS all = json_canonical(record);
    assert_non_null(strstr(all, "case_undelivered"));
    assert_null(strstr(all, "in place"));
    assert_null(strstr(all, "позвонили"));
    assert_null(strstr(all, "\"http\""));
}

static void a_list_can_be_narrowed_by_all_at_once(void **state)
{
    struct lab *lab = *state;
    struct store *sv = lab->kit.stores[SUPERVISOR];
    AUTO(due_free) struct due due = ask(lab, "KZO", 1);
    struct store_outbox_filter filter = {.branch = "KZO",
                                         .number = lab->number,
                                         .sink = "smtp",
                                         .state = "refused,expired,waiting",
                                         .failing = true,
                                         .after_seq = 1,
                                         .after_branch = "A",
                                         .limit = 5};

    assert_true(
        store_outbox_elsewhere(sv, due.messages[0].id, "smtp", &lab->error));
    AUTO_JSON none = store_outbox(sv, &filter, &lab->error);
    assert_int_equal(json_array_size(none), 0);
    filter.failing = false;
    AUTO_JSON one = store_outbox(sv, &filter, &lab->error);
    assert_int_equal(json_array_size(one), 1);
    filter.after_seq = due.messages[0].seq;
    filter.after_branch = "KZO";
    AUTO_JSON behind = store_outbox(sv, &filter, &lab->error);
    assert_int_equal(json_array_size(behind), 0);
}

/* ---- decisions ---- */

static void what_the_branch_has_is_not_decided_about(void **state)
{
    struct lab *lab = *state;
    struct store *sv = lab->kit.stores[SUPERVISOR];
    AUTO(due_free) struct due due = ask(lab, "KZO", 1);
    const char *id = due.messages[0].id;

    tried(lab, id, OUTBOX_RECEIVED, 0);
    assert_false(store_outbox_again(sv, id, &lab->error));
    assert_int_equal(lab->error.message, MESSAGE_OUTBOX_NOT_OPEN);
    error_clear(&lab->error);
    assert_false(store_outbox_elsewhere(sv, id, "smtp", &lab->error));
    assert_int_equal(lab->error.message, MESSAGE_OUTBOX_NOT_OPEN);
    error_clear(&lab->error);
    assert_false(store_outbox_handed(sv, id, "позвонили", &lab->error));
    assert_int_equal(lab->error.message, MESSAGE_OUTBOX_NOT_OPEN);
    error_clear(&lab->error);
    assert_false(store_outbox_again(sv, "nobody.KZO", &lab->error));
    assert_int_equal(lab->error.message, MESSAGE_OUTBOX_NONE);
    error_clear(&lab->error);
    assert_false(store_outbox_handed(sv, id, " \n", &lab->error));
    assert_int_equal(lab->error.message, MESSAGE_MOVE_NEEDS);
}

static void elsewhere_takes_what_waits_behind_along(void **state)
{
    struct lab *lab = *state;
    struct outbox_ask smtp = {{"KZO", "smtp", false}, 1, DAY, MOST, -1};
    struct outbox_message messages[MOST];

    move_kit_do(&lab->kit, AGENT, MOVE_IT(NOTED, lab->number, .text = "b"));
    AUTO(due_free) struct due due = ask(lab, "KZO", 1);
    tried(lab, due.messages[0].id, OUTBOX_REFUSED, 0);
    AUTO(due_free) struct due behind = ask(lab, "KZO", 1);
    assert_int_equal(behind.count, 0); /* it does not overtake */
    assert_true(store_outbox_elsewhere(
        lab->kit.stores[SUPERVISOR], due.messages[0].id, "smtp", &lab->error));
    AUTO(due_free) struct due own = ask(lab, "KZO", 1);
    assert_int_equal(own.count, 0);
    for (int i = 0; i < 2; i++) {
        const struct outbox_try end = {OUTBOX_RECEIVED, "smtp", "250", 0, 0, 0};

        assert_int_equal(store_outbox_due(lab->kit.stores[SENDER], &smtp,
                                          messages, &lab->error),
                         1);
        assert_string_equal(messages[0].sink, "smtp");
        assert_true(store_outbox_tried(lab->kit.stores[SENDER], messages[0].id,
                                       &end, &lab->error));
        outbox_message_clear(&messages[0]);
    }
    assert_int_equal(count_of(lab, NULL), 0);
}

/* A way that is no longer taken may have taken the message all the same, but
 * its refusal says nothing. */
static void the_old_way_refuses_too_late(void **state)
{
    struct lab *lab = *state;
    const struct store_outbox_filter filter = {.state = "waiting"};
    AUTO(due_free) struct due due = ask(lab, "KZO", 1);
    const char *id = due.messages[0].id;

    assert_true(store_outbox_elsewhere(lab->kit.stores[SUPERVISOR], id, "smtp",
                                       &lab->error));
    tried(lab, id, OUTBOX_REFUSED, 0);
    tried(lab, id, OUTBOX_WAITING, 500);
    AUTO_JSON rows =
        store_outbox(lab->kit.stores[SUPERVISOR], &filter, &lab->error);
    assert_int_equal(json_array_size(rows), 1);
    assert_int_equal(
        json_integer_value(json_object_get(json_array_get(rows, 0), "tries")),
        0);
    tried(lab, id, OUTBOX_RECEIVED, 0);
    assert_int_equal(count_of(lab, NULL), 0);
}

/* ---- many at once ---- */

static void a_branch_out_of_reach_is_held(void **state)
{
    struct lab *lab = *state;
    struct outbox_hold hold = {{"KZO", "http", true}, 1, DAY, 5000, 4000, 8000,
                               "unreached: no name"};
    char other[NUMBER_SIZE];

    move_kit_case(&lab->kit, "KZO", other);
    move_kit_case(&lab->kit, "ALA", other);
    if (!store_outbox_hold(lab->kit.stores[SENDER], &hold, &lab->error))
        fail_msg("%s", lab->error.detail);
    AUTO(due_free) struct due none = ask(lab, "KZO", 4999);
    assert_int_equal(none.count, 0);
    assert_int_equal(none.next_ms, 5000);
    AUTO(due_free) struct due ala = ask(lab, "ALA", 1);
    assert_int_equal(ala.count, 1);
    hold.now_ms = 5000;
    hold.next_ms = 9000;
    assert_true(store_outbox_hold(lab->kit.stores[SENDER], &hold, &lab->error));
    hold.now_ms = 9000;
    assert_true(store_outbox_hold(lab->kit.stores[SENDER], &hold, &lab->error));
    AUTO(due_free) struct due due = ask(lab, "KZO", 9000); /* at the limit */
    assert_int_equal(due.count, 2);
    assert_int_equal(due.messages[0].tries, 2);
    assert_int_equal(due.messages[0].waited_ms, 8000);
    AUTO(due_free) struct due back = ask(lab, "KZO", 9000 - DAY - 1);
    assert_int_equal(back.count, 2); /* the clock was set back */
}

static void see_branch(const char *branch, void *cookie)
{
    json_array_append_new(cookie, json_string(branch));
}

static void branches_and_figures_are_told(void **state)
{
    struct lab *lab = *state;
    char other[NUMBER_SIZE];
    AUTO_JSON branches = json_array();

    move_kit_case(&lab->kit, "ALA", other);
    move_kit_case(&lab->kit, "ALA", other);
    assert_true(store_outbox_branches(lab->kit.stores[SENDER], see_branch,
                                      branches, &lab->error));
    AUTO_JSON two = json_pack("[s, s]", "ALA", "KZO");
    assert_true(json_equal(branches, two));
    AUTO(due_free) struct due due = ask(lab, "ALA", 1);
    assert_int_equal(due.count, 2);
    tried(lab, due.messages[0].id, OUTBOX_EXPIRED, 0);
    tried(lab, due.messages[1].id, OUTBOX_WAITING, 50);
    AUTO_JSON counts =
        store_outbox_counts(lab->kit.stores[SUPERVISOR], &lab->error);
    AUTO_JSON wanted =
        json_pack("{s:s, s:i, s:i, s:i, s:i}", "branch", "ALA", "waiting", 1,
                  "failing", 2, "refused", 0, "expired", 1);
    json_t *ala = json_array_get(counts, 0);
    assert_non_null(json_find_string(ala, "oldest"));
    json_object_del(ala, "oldest");
    assert_true(json_equal(ala, wanted));
    const struct store_review_filter review = {0};
    AUTO_JSON attention =
        store_attention(lab->kit.stores[SUPERVISOR], &review, &lab->error);
    assert_int_equal(
        json_integer_value(json_object_get(attention, "undelivered")), 1);
    assert_int_equal(json_integer_value(json_object_get(attention, "late")), 0);
}

/* Nobody opens the inbox: nothing was tried, and still a person must look. */
static void what_lies_for_five_days_is_late(void **state)
{
    struct lab *lab = *state;
    struct store *sv = lab->kit.stores[SUPERVISOR];
    const struct store_outbox_filter failing = {.failing = true};
    const struct store_review_filter review = {0};
    int64_t now_ms = clock_now_ms();

    for (int days = 4; days <= 6; days += 2) {
        int late = days > 5;

        clock_fix_ms(now_ms + days * (int64_t)DAY);
        AUTO_JSON attention = store_attention(sv, &review, &lab->error);
        AUTO_JSON counts = store_outbox_counts(sv, &lab->error);
        AUTO_JSON rows = store_outbox(sv, &failing, &lab->error);
        clock_fix_ms(-1);
        assert_int_equal(json_integer_value(json_object_get(attention, "late")),
                         late);
        assert_int_equal(json_integer_value(json_object_get(
                             json_array_get(counts, 0), "failing")),
                         late);
        assert_int_equal(json_array_size(rows), late);
    }
}

static void only_who_may_sends_or_decides(void **state)
{
    struct lab *lab = *state;
    struct outbox_ask order = {{"KZO", "http", true}, 1, DAY, MOST, -1};
    struct outbox_message messages[MOST];

    for (int who = 0; who < MOVE_KIT_SEATS; who++) {
        bool sends = who == SENDER || who == ADMIN;
        bool decides = who == SUPERVISOR || who == ADMIN;
        struct store *store = lab->kit.stores[who];
        int count = store_outbox_due(store, &order, messages, &lab->error);
        AUTO_JSON counts = store_outbox_counts(store, &lab->error);

        assert_int_equal(count, sends ? 1 : -1);
        assert_int_equal(counts != NULL, decides);
        while (count > 0)
            outbox_message_clear(&messages[--count]);
    }
    AUTO_JSON none =
        store_case(lab->kit.stores[SENDER], lab->number, false, &lab->error);
    assert_null(none);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(a_saved_case_makes_one_message),
        TEST(the_own_people_are_told_nothing),
        TEST(sent_on_tells_both_branches),
        TEST(the_order_of_a_case_is_kept),
        TEST(the_case_itself_is_not_changed),
        TEST(a_look_is_the_receipt_of_the_inbox),
        TEST(what_came_after_the_look_is_not_received),
        TEST(who_lost_the_case_is_told_until_it_is_read),
        TEST(a_backup_makes_the_same_messages),
        TEST(the_story_tells_how_it_went),
        TEST(another_branch_reads_no_particulars),
        TEST(a_branch_sees_its_own_messages_only),
        TEST(a_list_can_be_narrowed_by_all_at_once),
        TEST(what_the_branch_has_is_not_decided_about),
        TEST(elsewhere_takes_what_waits_behind_along),
        TEST(the_old_way_refuses_too_late),
        TEST(a_branch_out_of_reach_is_held),
        TEST(branches_and_figures_are_told),
        TEST(what_lies_for_five_days_is_late),
        TEST(only_who_may_sends_or_decides),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
