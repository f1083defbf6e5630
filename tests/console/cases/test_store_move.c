/* Moving cases: every demand is asked, every wall stands, the loser reads who
 * won, and clocks stop and go on as promised. Time is measured by deadlines of
 * this file, to which every second is working time. */
#include "console/cases/store_move.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/deadline.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/cases/store_people.h"
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

static const int64_t hour = 60LL * 60 * 1000;
static const int64_t day = 24LL * 60 * 60 * 1000;
static const int64_t start = 1795338200000; /* 2026-11-22, after the calls */

struct deadlines {
    int none;
};

bool deadlines_knows(const struct deadlines *deadlines, const char *branch)
{
    (void)deadlines;
    return strcmp(branch, "KZO") == 0 || strcmp(branch, "ALA") == 0;
}

const char *deadlines_version(const struct deadlines *deadlines)
{
    (void)deadlines;
    return "c0ffee";
}

bool deadlines_due(const struct deadlines *deadlines, const char *branch,
                   const char *term, int64_t from_ms, struct deadline_due *due,
                   struct error *error)
{
    *due = (struct deadline_due){from_ms + 8 * hour, from_ms + 72 * hour};
    return (deadlines_knows(deadlines, branch) &&
            strcmp(term, "status_correction") == 0) ||
           error_set(error, MESSAGE_TABLE_NO_ROW, "%s %s", branch, term);
}

int64_t deadlines_between(const struct deadlines *deadlines, const char *branch,
                          int64_t from_ms, int64_t to_ms)
{
    assert_true(deadlines_knows(deadlines, branch));
    return to_ms > from_ms ? (to_ms - from_ms) / 1000 : 0;
}

int64_t deadlines_after(const struct deadlines *deadlines, const char *branch,
                        int64_t from_ms, int64_t seconds)
{
    assert_true(deadlines_knows(deadlines, branch));
    return from_ms + seconds * 1000;
}

int64_t deadlines_lease(const struct deadlines *deadlines, const char *branch,
                        int64_t from_ms)
{
    assert_true(deadlines_knows(deadlines, branch));
    return from_ms + 16 * hour;
}

int64_t deadlines_tell(const struct deadlines *deadlines, const char *branch,
                       int64_t from_ms)
{
    assert_true(deadlines_knows(deadlines, branch));
    return from_ms + 9 * hour;
}

static const struct deadlines linear = {0};
static struct move_kit kit;
static char number[NUMBER_SIZE];

static int begin(void **state)
{
    (void)state;
    clock_fix_ms(start);
    move_kit_make(&kit);
    kit.deadlines = &linear;
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

static void at(int64_t after_ms)
{
    clock_fix_ms(start + after_ms);
}

static void take(enum move_kit_who who)
{
    move_kit_do(&kit, who, MOVE_IT(TAKEN, number));
}

static void a_case_is_taken_once(void **state)
{
    (void)state;
    at(hour);
    move_kit_do(&kit, KZO, MOVE_IT(TAKEN, number, .version = 1));
    assert_int_equal(kit.moved.now.state, STATE_IN_WORK);
    assert_int_equal(kit.moved.now.version, 2);
    assert_string_equal(kit.moved.now.holder, "br.kzo");
    assert_int_equal(kit.moved.now.lease_ms, start + 17 * hour);
    assert_string_equal(kit.moved.actor, "br.kzo");
    at(2 * hour);
    move_kit_refused(&kit, KZO_TWO, MOVE_IT(TAKEN, number, .version = 1),
                     MESSAGE_CASE_MOVED);
    assert_string_equal(kit.moved.actor, "br.kzo");
    assert_int_equal(kit.moved.at_ms, start + hour);
    assert_int_equal(kit.moved.last, MOVE_TAKEN);
    assert_string_equal(kit.moved.now.holder, "br.kzo");
    move_kit_refused(&kit, KZO_TWO, MOVE_IT(TAKEN, number, .version = 2),
                     MESSAGE_MOVE_NOT_NOW);
    assert_string_equal(kit.moved.actor, "br.kzo");
    move_kit_refused(&kit, KZO_TWO, MOVE_IT(ANSWERED, number, .text = "Иә"),
                     MESSAGE_MOVE_NOT_YOURS);
    assert_int_equal(kit.moved.at_ms, start + hour);
}

static void saving_a_move_twice_is_once(void **state)
{
    char uuid[SEAL_UUID_SIZE], other[NUMBER_SIZE];
    struct store_move note = MOVE_IT(NOTED, number, .text = "перезвонить");

    (void)state;
    seal_uuid(uuid);
    note.uuid = uuid;
    move_kit_do(&kit, AGENT, note);
    AUTO_JSON before = store_facts(kit.stores[AGENT], &kit.error);
    move_kit_do(&kit, AGENT, note);
    assert_int_equal(kit.moved.now.version, 1);
    AUTO_JSON later = store_facts(kit.stores[AGENT], &kit.error);
    assert_true(json_equal(before, later));
    move_kit_case(&kit, "KZO", other);
    note.number = other;
    move_kit_refused(&kit, AGENT, note, MESSAGE_STORE_CONSTRAINT);
}

static void another_branch_finds_nothing(void **state)
{
    struct store_move take_it = MOVE_IT(TAKEN, number, .version = 1);
    char missing[NUMBER_SIZE];

    (void)state;
    move_kit_refused(&kit, ALA, take_it, MESSAGE_CASE_NOT_FOUND);
    assert_string_equal(kit.error.detail, number);
    assert_int_equal(kit.moved.now.version, 0);
    move_kit_refused(&kit, ALA_HEAD,
                     MOVE_IT(TAKEN_OVER, number, .text = "менде"),
                     MESSAGE_CASE_NOT_FOUND);
    move_kit_refused(&kit, ALA, MOVE_IT(NOTED, number, .text = "кімде?"),
                     MESSAGE_CASE_NOT_FOUND);
    /* Nor does it help to say that a lease is over. */
    move_kit_refused(&kit, ALA, MOVE_IT(FREED, number), MESSAGE_CASE_NOT_FOUND);
    number_make("43", 2026, 999999, missing);
    take_it.number = missing;
    move_kit_refused(&kit, KZO, take_it, MESSAGE_CASE_NOT_FOUND);
    take_it.number = "43-26-99999";
    move_kit_refused(&kit, KZO, take_it, MESSAGE_NUMBER_BAD);
}

static void needs(enum move_kit_who who, struct store_move move,
                  const char *what)
{
    move_kit_refused(&kit, who, move, MESSAGE_MOVE_NEEDS);
    assert_string_equal(kit.error.detail, what);
}

static char *letters(int count)
{
    char *text = mem_new((size_t)count * 2 + 1);

    for (int i = 0; i < count; i++)
        memcpy(text + 2 * i, "қ", 2);
    return text;
}

static void what_is_demanded_must_be_given(void **state)
{
    struct store_move blind = MOVE_IT(TAKEN, number);
    char uuid[SEAL_UUID_SIZE];
    AUTO_CHARS most = letters(STORE_MOVE_LETTERS);
    AUTO_CHARS more = letters(STORE_MOVE_LETTERS + 1);

    (void)state;
    seal_uuid(uuid);
    blind.uuid = uuid;
    error_clear(&kit.error);
    assert_false(
        store_move(kit.stores[KZO], &linear, &blind, &kit.moved, &kit.error));
    assert_int_equal(kit.error.message, MESSAGE_MOVE_NEEDS);
    take(KZO);
    needs(KZO, MOVE_IT(PUT_BACK, number), "reason");
    needs(KZO, MOVE_IT(PUT_BACK, number, .reason = "bored"), "reason");
    needs(KZO, MOVE_IT(PUT_BACK, number, .reason = "wrong_branch"), "reason");
    needs(KZO, MOVE_IT(RETURNED, number, .reason = "lacks_data"), "text");
    needs(KZO, MOVE_IT(ANSWERED, number), "text");
    needs(KZO, MOVE_IT(ANSWERED, number, .text = " \n\xc2\xa0 "), "text");
    needs(KZO, MOVE_IT(ANSWERED, number, .text = "\x1b\x07"), "text");
    needs(KZO, MOVE_IT(ANSWERED, number, .text = more), "text");
    needs(KZO, MOVE_IT(KEPT, number, .text = more), "text");
    needs(KZO, MOVE_IT(ASKED_BODY, number, .text = "жауап"), "until");
    needs(KZO, MOVE_IT(ASKED_BODY, number, .text = "а", .until_ms = start),
          "until");
    needs(
        KZO,
        MOVE_IT(ASKED_BODY, number, .text = "а", .until_ms = start + 367 * day),
        "until");
    move_kit_do(&kit, KZO, MOVE_IT(NOTED, number, .text = most));
    move_kit_do(&kit, KZO, MOVE_IT(ANSWERED, number, .text = "Дерек түзелді"));
    needs(AGENT, MOVE_IT(TRIED, number), "channel");
    needs(AGENT, MOVE_IT(TRIED, number, .channel = "pigeon"), "channel");
    needs(AGENT, MOVE_IT(CLOSED, number, .told = true), "channel");
    needs(AGENT, MOVE_IT(CLOSED, number, .channel = "phone"), "told");
}

/* Closing wants the caller told, or three tries. */
static void a_case_is_closed_when_the_caller_is_told(void **state)
{
    (void)state;
    take(KZO);
    move_kit_do(&kit, KZO, MOVE_IT(ANSWERED, number, .text = "Дерек түзелді"));
    assert_int_equal(kit.moved.now.due_ms, start + 9 * hour);
    assert_string_equal(kit.moved.now.holder, "");
    assert_int_equal(kit.moved.now.lease_ms, 0);
    for (int i = 1; i <= LIFE_TRIES; i++) {
        needs(AGENT, MOVE_IT(CLOSED, number), "told");
        move_kit_do(&kit, i % 2 ? AGENT : KZO,
                    MOVE_IT(TRIED, number, .channel = "phone",
                            .text = "трубку не берут"));
        assert_int_equal(kit.moved.now.tries, i);
    }
    move_kit_do(&kit, AGENT, MOVE_IT(CLOSED, number));
    assert_int_equal(kit.moved.now.state, STATE_CLOSED);
    assert_int_equal(kit.moved.now.due_ms, 0);
    move_kit_do(&kit, AGENT,
                MOVE_IT(REOPENED, number, .reason = "not_told", .text = "а",
                        .reopen_days = 30));
    take(KZO);
    assert_int_equal(kit.moved.now.tries, 0);
    move_kit_do(&kit, KZO, MOVE_IT(ANSWERED, number, .text = "Дайын"));
    needs(AGENT, MOVE_IT(CLOSED, number), "told");
    move_kit_do(&kit, AGENT,
                MOVE_IT(CLOSED, number, .channel = "sms", .told = true));
}

/* A case whose route gave it a due time. */
static int64_t due_case(void)
{
    take(KZO);
    move_kit_do(&kit, KZO, MOVE_IT(ANSWERED, number, .text = "Дайын"));
    move_kit_do(&kit, KZO,
                MOVE_IT(CLOSED, number, .channel = "phone", .told = true));
    move_kit_do(&kit, SUPERVISOR,
                MOVE_IT(REOPENED, number, .reason = "mistake", .text = "а"));
    assert_int_equal(kit.moved.now.due_ms, start + 72 * hour);
    assert_int_equal(kit.moved.now.act_ms, start + 8 * hour);
    return kit.moved.now.due_ms;
}

static void the_clock_stops_while_waiting(void **state)
{
    const int64_t due = due_case();

    (void)state;
    at(hour);
    take(KZO);
    assert_int_equal(kit.moved.now.due_ms, due);
    assert_int_equal(kit.moved.now.act_ms, 0);
    at(10 * hour);
    move_kit_do(&kit, KZO,
                MOVE_IT(ASKED_CALLER, number, .text = "бұйрық керек",
                        .until_ms = start + 3 * day));
    assert_int_equal(kit.moved.now.due_ms, 0);
    assert_int_equal(kit.moved.now.left_s, 62 * 3600);
    assert_int_equal(kit.moved.now.lease_ms, 0);
    assert_int_equal(kit.moved.now.look_ms, start + 3 * day);
    assert_string_equal(kit.moved.now.holder, "br.kzo");
    at(2 * day);
    move_kit_do(&kit, AGENT, MOVE_IT(HEARD, number, .text = "бұйрық 17"));
    assert_int_equal(kit.moved.now.due_ms, start + 2 * day + 62 * hour);
    assert_int_equal(kit.moved.now.left_s, -1);
    assert_int_equal(kit.moved.now.look_ms, 0);
    assert_int_equal(kit.moved.now.lease_ms, start + 2 * day + 16 * hour);
    assert_string_equal(kit.moved.now.holder, "br.kzo");
    /* When it is late already, waiting gives no time back. */
    at(9 * day);
    move_kit_do(
        &kit, KZO,
        MOVE_IT(ASKED_BODY, number, .text = "а", .until_ms = start + 12 * day));
    assert_int_equal(kit.moved.now.left_s, 0);
    at(10 * day);
    move_kit_do(&kit, KZO, MOVE_IT(RESUMED, number));
    assert_int_equal(kit.moved.now.due_ms, start + 10 * day);
}

/* Sent on, put back, taken over, returned: the promise stays. */
static void a_promise_does_not_move(void **state)
{
    const int64_t due = due_case();

    (void)state;
    take(KZO);
    move_kit_do(&kit, KZO, MOVE_IT(PUT_BACK, number, .reason = "absent"));
    assert_int_equal(kit.moved.now.due_ms, due);
    assert_int_equal(kit.moved.now.act_ms, 0);
    at(hour);
    take(KZO_TWO);
    move_kit_do(&kit, KZO_HEAD, MOVE_IT(TAKEN_OVER, number, .text = "шұғыл"));
    assert_string_equal(kit.moved.now.holder, "head.kzo");
    assert_int_equal(kit.moved.now.due_ms, due);
    at(2 * hour);
    move_kit_do(&kit, KZO_HEAD,
                MOVE_IT(RETURNED, number, .reason = "wrong_branch",
                        .text = "Алматыда тіркелген"));
    assert_string_equal(kit.moved.now.holder, "");
    assert_int_equal(kit.moved.now.due_ms, due);
    needs(SUPERVISOR, MOVE_IT(SENT_ON, number, .branch = "XXX", .text = "а"),
          "branch");
    needs(SUPERVISOR, MOVE_IT(SENT_ON, number, .text = "а"), "branch");
    at(3 * hour);
    move_kit_do(&kit, SUPERVISOR,
                MOVE_IT(SENT_ON, number, .branch = "ALA", .text = "сіздікі"));
    assert_string_equal(kit.moved.now.branch, "ALA");
    assert_int_equal(kit.moved.now.due_ms, due);
    assert_int_equal(kit.moved.now.act_ms, start + 11 * hour);
    needs(SUPERVISOR, MOVE_IT(SENT_ON, number, .branch = "ALA", .text = "а"),
          "branch");
    move_kit_refused(&kit, KZO, MOVE_IT(NOTED, number, .text = "а"),
                     MESSAGE_CASE_NOT_FOUND);
    take(ALA);
}

static void what_was_returned_may_go_back(void **state)
{
    (void)state;
    take(KZO);
    move_kit_do(&kit, KZO,
                MOVE_IT(RETURNED, number, .reason = "lacks_data", .text = "а"));
    move_kit_do(&kit, SUPERVISOR,
                MOVE_IT(SENT_ON, number, .branch = "KZO", .text = "бұйрық 17"));
    assert_int_equal(kit.moved.now.state, STATE_OPEN);
}

static void a_head_gives_cases_to_the_own_people(void **state)
{
    (void)state;
    needs(KZO_HEAD, MOVE_IT(ASSIGNED, number), "person");
    needs(KZO_HEAD, MOVE_IT(ASSIGNED, number, .person = "nobody"), "person");
    needs(KZO_HEAD, MOVE_IT(ASSIGNED, number, .person = "br.ala"), "person");
    needs(KZO_HEAD, MOVE_IT(ASSIGNED, number, .person = "ag17"), "person");
    move_kit_do(&kit, KZO_HEAD, MOVE_IT(ASSIGNED, number, .person = "br.kzo"));
    assert_string_equal(kit.moved.now.holder, "br.kzo");
    needs(KZO_HEAD, MOVE_IT(ASSIGNED, number, .person = "br.kzo"), "person");
    move_kit_do(&kit, KZO_HEAD, MOVE_IT(ASSIGNED, number, .person = "br.kzo2"));
    assert_true(
        store_user_disable(kit.stores[ADMIN], "br.kzo", true, &kit.error));
    needs(KZO_HEAD, MOVE_IT(ASSIGNED, number, .person = "br.kzo"), "person");
}

static void an_agent_reopens_for_some_days_only(void **state)
{
    struct store_move reopen = MOVE_IT(REOPENED, number, .reason = "not_solved",
                                       .text = "а", .reopen_days = 30);

    (void)state;
    take(KZO);
    move_kit_do(&kit, KZO, MOVE_IT(ANSWERED, number, .text = "Дайын"));
    move_kit_do(&kit, KZO,
                MOVE_IT(CLOSED, number, .channel = "visit", .told = true));
    at(30 * day + 1);
    move_kit_refused(&kit, AGENT, reopen, MESSAGE_RIGHT_MISSING);
    at(30 * day);
    move_kit_do(&kit, AGENT, reopen);
    assert_int_equal(kit.moved.now.due_ms, start + 30 * day + 72 * hour);
    take(KZO);
    move_kit_do(&kit, KZO, MOVE_IT(ANSWERED, number, .text = "Дайын"));
    move_kit_do(&kit, KZO,
                MOVE_IT(CLOSED, number, .channel = "visit", .told = true));
    at(365 * day);
    move_kit_do(&kit, SUPERVISOR, reopen);
}

static void a_link_is_undone_as_if_it_had_not_been(void **state)
{
    char lead[NUMBER_SIZE], foreign[NUMBER_SIZE];
    const int64_t due = due_case();

    (void)state;
    move_kit_case(&kit, "KZO", lead);
    move_kit_case(&kit, "ALA", foreign);
    take(KZO);
    needs(KZO_HEAD, MOVE_IT(LINKED, number), "lead");
    needs(KZO_HEAD, MOVE_IT(LINKED, number, .lead = number), "lead");
    needs(KZO_HEAD, MOVE_IT(LINKED, number, .lead = foreign), "lead");
    needs(KZO_HEAD, MOVE_IT(LINKED, number, .lead = "12"), "lead");
    at(hour);
    move_kit_do(&kit, KZO_HEAD, MOVE_IT(LINKED, number, .lead = lead));
    assert_int_equal(kit.moved.now.state, STATE_DUPLICATE);
    assert_int_equal(kit.moved.now.due_ms, 0);
    assert_string_equal(kit.moved.now.holder, "");
    assert_string_equal(kit.moved.now.lead, lead);
    move_kit_do(&kit, KZO, MOVE_IT(NOTED, number, .text = "а"));
    assert_string_equal(kit.moved.now.lead, lead);
    /* The other way round would be a circle. */
    needs(SUPERVISOR, MOVE_IT(LINKED, lead, .lead = number), "lead");
    move_kit_do(&kit, SUPERVISOR, MOVE_IT(VOIDED, foreign, .text = "қате"));
    needs(SUPERVISOR, MOVE_IT(LINKED, lead, .lead = foreign), "lead");
    at(100 * hour);
    move_kit_do(&kit, KZO_HEAD, MOVE_IT(UNLINKED, number));
    assert_int_equal(kit.moved.now.state, STATE_IN_WORK);
    assert_int_equal(kit.moved.now.due_ms, due);
    assert_string_equal(kit.moved.now.holder, "br.kzo");
    assert_string_equal(kit.moved.now.lead, "");
    assert_int_equal(kit.moved.now.lease_ms, start + 116 * hour);
    move_kit_refused(&kit, SUPERVISOR, MOVE_IT(VOIDED, foreign, .text = "а"),
                     MESSAGE_MOVE_NOT_NOW);
}

static void the_holder_s_work_renews_the_lease(void **state)
{
    (void)state;
    take(KZO);
    at(hour);
    move_kit_do(&kit, KZO_TWO, MOVE_IT(NOTED, number, .text = "а"));
    assert_int_equal(kit.moved.now.lease_ms, start + 16 * hour);
    move_kit_do(&kit, KZO, MOVE_IT(NOTED, number, .text = "а"));
    assert_int_equal(kit.moved.now.lease_ms, start + 17 * hour);
    at(2 * hour);
    move_kit_do(&kit, KZO, MOVE_IT(KEPT, number));
    assert_int_equal(kit.moved.now.lease_ms, start + 18 * hour);
    assert_int_equal(kit.moved.now.version, 2);
    move_kit_refused(&kit, KZO_TWO, MOVE_IT(KEPT, number),
                     MESSAGE_MOVE_NOT_YOURS);
}

/* Another call of the same caller is no work of the branch. */
static void a_call_that_is_added_leaves_the_lease_as_it_is(void **state)
{
    char uuid[SEAL_UUID_SIZE];
    struct call_record *record;

    (void)state;
    take(KZO);
    record = store_kit_call("900101300017");
    record->added = added_record_new();
    seal_uuid(uuid);
    record->added->uuid = mem_copy(uuid);
    record->added->number = mem_copy(number);
    record->added->text = mem_copy("қайта қоңырау шалды");
    store_kit_save(kit.stores[AGENT], record);
    assert_int_equal(move_kit_now(&kit, number).lease_ms, start + 16 * hour);
    assert_string_equal(move_kit_now(&kit, number).holder, "br.kzo");
}

static void a_lease_that_is_over_frees_the_case(void **state)
{
    int freed;

    (void)state;
    take(KZO);
    at(16 * hour - 1);
    assert_true(
        store_free_leases(kit.stores[AGENT], &linear, 10, &freed, &kit.error));
    assert_int_equal(freed, 0);
    at(16 * hour);
    /* Everybody's desk does it, also that of another branch. */
    assert_true(
        store_free_leases(kit.stores[ALA], &linear, 10, &freed, &kit.error));
    assert_int_equal(freed, 1);
    assert_int_equal(move_kit_now(&kit, number).state, STATE_OPEN);
    assert_true(
        store_free_leases(kit.stores[KZO], &linear, 10, &freed, &kit.error));
    assert_int_equal(freed, 0);
    move_kit_refused(&kit, KZO, MOVE_IT(TAKEN, number, .version = 2),
                     MESSAGE_CASE_MOVED);
    assert_string_equal(kit.moved.actor, STORE_SYSTEM);
    assert_int_equal(kit.moved.last, MOVE_FREED);
    take(KZO_TWO);
}

static void without_deadlines_no_clock_runs(void **state)
{
    (void)state;
    kit.deadlines = NULL;
    take(KZO);
    move_kit_do(
        &kit, KZO,
        MOVE_IT(ASKED_BODY, number, .text = "а", .until_ms = start + day));
    assert_int_equal(kit.moved.now.left_s, -1);
    move_kit_do(&kit, KZO, MOVE_IT(RESUMED, number));
    move_kit_do(&kit, KZO, MOVE_IT(ANSWERED, number, .text = "Дайын"));
    assert_int_equal(kit.moved.now.due_ms, 0);
    kit.deadlines = &linear;
}

/* What is personal stands nowhere in the file but sealed. */
static void the_text_of_a_move_is_sealed(void **state)
{
    static const char secret[] = "Колледж 17-бұйрық";
    int64_t seen = 0;

    (void)state;
    take(KZO);
    move_kit_do(&kit, KZO, MOVE_IT(NOTED, number, .text = secret));
    AUTO_CHARS path = mem_format("%s/log.db", kit.kit.folder);
    AUTO_TEXT bytes = {0};
    assert_true(json_read_bytes(path, &bytes, &kit.error));
    for (size_t i = 0; i + sizeof(secret) < bytes.length; i++)
        seen += memcmp(bytes.chars + i, secret, sizeof(secret) - 1) == 0;
    assert_int_equal(seen, 0);
    AUTO_JSON shown = store_case(kit.stores[KZO], number, true, &kit.error);
    assert_non_null(shown);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_case_is_taken_once),
        TEST(saving_a_move_twice_is_once),
        TEST(another_branch_finds_nothing),
        TEST(what_is_demanded_must_be_given),
        TEST(a_case_is_closed_when_the_caller_is_told),
        TEST(the_clock_stops_while_waiting),
        TEST(a_promise_does_not_move),
        TEST(what_was_returned_may_go_back),
        TEST(a_head_gives_cases_to_the_own_people),
        TEST(an_agent_reopens_for_some_days_only),
        TEST(a_link_is_undone_as_if_it_had_not_been),
        TEST(the_holder_s_work_renews_the_lease),
        TEST(a_call_that_is_added_leaves_the_lease_as_it_is),
        TEST(a_lease_that_is_over_frees_the_case),
        TEST(without_deadlines_no_clock_runs),
        TEST(the_text_of_a_move_is_sealed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
