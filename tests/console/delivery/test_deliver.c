/* The sender against a street of branches that answer as the test wants (the
 * courier below takes the place of the real one): each message once and in the
 * order of its case, pauses kept, nobody waits for a branch that is away, five
 * days, jumps of the clock, a store that does not take an end. */
#include "console/delivery/deliver.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/cases/record.h"
#include "console/cases/route.h"
#include "console/cases/store.h"
#include "console/cases/store_sqlite.h"
#include "console/config/config.h"
#include "console/delivery/courier.h"

#include "tests/console/cases/move_kit.h"
#include "tests/faults/faults.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };
enum { BRANCHES = 100, INBOXES = 5, CASES = 2, NOTES = 1 };

static const int64_t day_ms = 24LL * HOUR;

/* One try, as the street saw it. */
struct knock {
    char id[OUTBOX_ID_SIZE], number[NUMBER_SIZE], branch[LIFE_CODE_SIZE];
    int64_t seq, steady_ms;
    enum sink_kind kind;
    enum sink_end end;
};

struct lab {
    struct move_kit kit;
    struct sinks *sinks;
    struct deliver *deliver;
    struct deliver_turn turn;
    struct error error;
};

/* What the street does and saw. */
static struct {
    struct sink_answer (*answer)(const struct outbox_message *message);
    struct lab *lab;
    struct knock *knocks;
    size_t count;
    uint32_t dice;
    _Atomic bool stop;
} street;

/* ---- the courier of this test ---- */

struct courier *courier_open(const struct sinks *sinks,
                             const _Atomic bool *stop, struct error *error)
{
    (void)sinks;
    (void)error;
    assert_ptr_equal(stop, &street.stop);
    return mem_new(1);
}

void courier_close(struct courier *courier)
{
    free(courier);
}

struct sink_answer courier_send(struct courier *courier, enum sink_kind kind,
                                const struct outbox_message *message)
{
    struct sink_answer answer = street.answer(message);
    (void)courier;
    street.knocks =
        mem_grow(street.knocks, street.count + 1, sizeof(*street.knocks));
    struct knock *knock = &street.knocks[street.count++];
    *knock = (struct knock){.seq = message->seq,
                            .steady_ms = clock_steady_ms(),
                            .kind = kind,
                            .end = answer.end};
    memcpy(knock->id, message->id, sizeof(knock->id));
    memcpy(knock->number, message->number, sizeof(knock->number));
    memcpy(knock->branch, message->branch, sizeof(knock->branch));
    return answer;
}

static struct sink_answer say(enum sink_end end)
{
    struct sink_answer answer = {end, -1, "busy: 503"};
    if (end == SINK_TAKEN)
        snprintf(answer.words, sizeof(answer.words), "in place");
    return answer;
}

static struct sink_answer take_all(const struct outbox_message *message)
{
    (void)message;
    return say(SINK_TAKEN);
}

static struct sink_answer all_later(const struct outbox_message *message)
{
    (void)message;
    return say(SINK_LATER);
}

static struct sink_answer all_away(const struct outbox_message *message)
{
    (void)message;
    return say(SINK_AWAY);
}

static struct sink_answer ask_for_ten_minutes(const struct outbox_message *m)
{
    struct sink_answer answer = all_later(m);
    answer.retry_after_s = 600;
    return answer;
}

/* ---- the lab ---- */

static struct sinks *read_sinks(void)
{
    static char codes[BRANCHES][8], zone[] = "Asia/Almaty";
    static char settings[2 * BRANCHES][64];
    const char *given[2 * BRANCHES + 6];
    struct branch branches[BRANCHES + 2] = {0};
    struct error error = {0};
    size_t count = 0;
    for (size_t i = 0; i < BRANCHES; i++) {
        snprintf(codes[i], sizeof(codes[i]), "B%02zu", i);
        branches[i] = (struct branch){.code = codes[i], .zone = zone};
        snprintf(settings[2 * i], sizeof(settings[0]), "branch.B%02zu.sink=%s",
                 i, i < INBOXES ? "inbox" : "http");
        snprintf(settings[2 * i + 1], sizeof(settings[0]),
                 "branch.B%02zu.url=https://b%02zu.example/", i, i);
        given[count++] = settings[2 * i];
        given[count++] = settings[2 * i + 1];
    }
    static char kzo[] = "KZO", ala[] = "ALA";
    branches[BRANCHES] = (struct branch){.code = kzo, .zone = zone};
    branches[BRANCHES + 1] = (struct branch){.code = ala, .zone = zone};
    given[count++] = "branch.KZO.sink=http";
    given[count++] = "branch.KZO.url=https://kzo.example/";
    given[count++] = "branch.ALA.mail_to=desk@ala.example";
    given[count++] = "delivery.smtp_url=smtps://mail.example";
    given[count++] = "delivery.smtp_from=line@line.example";
    given[count] = NULL;
    struct config_places places = {"", "", given};
    struct config *config = config_load(&places, &error);
    struct sinks *sinks =
        config ? sinks_new(config, branches, COUNT(branches), &error) : NULL;
    if (!sinks)
        fail_msg("%s", error.detail);
    config_free(config);
    return sinks;
}

static void start(struct lab *lab)
{
    lab->deliver = deliver_open(lab->kit.stores[SENDER], lab->sinks,
                                lab->kit.kit.folder, &street.stop, &lab->error);
    if (!lab->deliver)
        fail_msg("%s", lab->error.detail);
}

static void start_again(struct lab *lab)
{
    deliver_close(lab->deliver);
    start(lab);
}

static int begin(void **state)
{
    struct lab *lab = mem_new(sizeof(*lab));
    move_kit_make(&lab->kit);
    lab->sinks = read_sinks();
    street.answer = take_all;
    street.lab = lab;
    street.count = 0;
    street.dice = 1414;
    street.stop = false;
    start(lab);
    *state = lab;
    return 0;
}

static int end(void **state)
{
    struct lab *lab = *state;
    clock_fix_ms(-1);
    deliver_close(lab->deliver);
    sinks_free(lab->sinks);
    move_kit_verify(&lab->kit);
    move_kit_remove(&lab->kit);
    free(street.knocks);
    street.knocks = NULL;
    free(lab);
    return 0;
}

static void turn(struct lab *lab)
{
    if (!deliver_turn(lab->deliver, &lab->turn, &lab->error))
        fail_msg("%s", lab->error.detail);
}

/* To the moment when something may be due; false: nothing waits. */
static bool wait_for_next(struct lab *lab)
{
    int64_t pause = lab->turn.next_ms - clock_steady_ms();
    if (lab->turn.next_ms == INT64_MAX)
        return false;
    clock_skip_ms(pause > 0 ? pause : 0);
    return true;
}

/* So many turns, each when something is due. */
static void turns(struct lab *lab, int most)
{
    for (int i = 0; i < most; i++) {
        turn(lab);
        if (!wait_for_next(lab))
            return;
    }
    fail_msg("not done after %d turns", most);
}

static void new_case(struct lab *lab, const char *branch, char *number)
{
    move_kit_case(&lab->kit, branch, number);
}

static void add_note(struct lab *lab, const char *number)
{
    move_kit_do(&lab->kit, SUPERVISOR,
                MOVE_IT(NOTED, number, .text = "Тағы хабарласты"));
}

/* The messages in these states; the caller decrefs. */
static json_t *list(struct lab *lab, const char *states)
{
    const struct store_outbox_filter filter = {.state = states, .limit = 10000};
    json_t *rows =
        store_outbox(lab->kit.stores[SUPERVISOR], &filter, &lab->error);
    if (!rows)
        fail_msg("%s", lab->error.detail);
    return rows;
}

static size_t count_in(struct lab *lab, const char *states)
{
    AUTO_JSON rows = list(lab, states);
    return json_array_size(rows);
}

/* ---- the model: what no history may show ---- */

/* A way where somebody is begins with the first pause again. */
static void check_pause(const struct knock *before, const struct knock *after,
                        int tries)
{
    int64_t length = tries < 7 ? (30LL << tries) * SECOND : HOUR;
    if (before->end == SINK_AWAY)
        length = 30 * SECOND;
    assert_true(before->end == SINK_REFUSED ||
                after->steady_ms - before->steady_ms >= length / 2);
}

/* Of one message: it is not tried again once it was taken, nor too soon. */
static void check_message(size_t first)
{
    const struct knock *before = &street.knocks[first];
    int tries = 0;
    for (size_t i = first + 1; i < street.count; i++) {
        const struct knock *knock = &street.knocks[i];
        if (strcmp(knock->id, before->id) != 0)
            continue;
        assert_int_not_equal(before->end, SINK_TAKEN);
        check_pause(before, knock, tries);
        tries = before->end == SINK_REFUSED ? 0 : tries + 1;
        before = knock;
    }
}

/* Of one case and branch: nothing is tried before what stands before it. */
static void check_order(size_t index)
{
    const struct knock *knock = &street.knocks[index];
    int64_t open_seq = knock->seq;
    for (size_t i = 0; i < index; i++) {
        const struct knock *other = &street.knocks[i];
        if (strcmp(other->number, knock->number) != 0 ||
            strcmp(other->branch, knock->branch) != 0)
            continue;
        assert_true(other->seq <= knock->seq);
        if (other->seq < knock->seq)
            open_seq = other->end == SINK_TAKEN ? knock->seq : other->seq;
    }
    assert_int_equal(open_seq, knock->seq);
}

static bool is_first(size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(street.knocks[i].id, street.knocks[index].id) == 0)
            return false;
    return true;
}

/* Returns how many were taken. */
static size_t check_history(void)
{
    size_t taken = 0;
    for (size_t i = 0; i < street.count; i++) {
        taken += street.knocks[i].end == SINK_TAKEN;
        check_order(i);
        if (is_first(i))
            check_message(i);
    }
    return taken;
}

/* ---- tests ---- */

static uint32_t throw_dice(void)
{
    street.dice = street.dice * 1664525 + 1013904223;
    return street.dice >> 16;
}

static struct sink_answer any_end(const struct outbox_message *message)
{
    static const enum sink_end ends[] = {SINK_TAKEN, SINK_TAKEN,  SINK_TAKEN,
                                         SINK_LATER, SINK_LATER,  SINK_AWAY,
                                         SINK_AWAY,  SINK_REFUSED};
    (void)message;
    return say(ends[throw_dice() % COUNT(ends)]);
}

static void save_for(struct lab *lab, const char *branch)
{
    char number[NUMBER_SIZE];
    new_case(lab, branch, number);
    for (int i = 0; i < NOTES; i++)
        add_note(lab, number);
}

/* A person has another try made of all that was refused; were there any? */
static bool again(struct lab *lab)
{
    AUTO_JSON rows = list(lab, "refused");
    for (size_t i = 0; i < json_array_size(rows); i++)
        assert_true(store_outbox_again(
            lab->kit.stores[SUPERVISOR],
            json_find_string(json_array_get(rows, i), "id"), &lab->error));
    return json_array_size(rows) > 0;
}

static void a_hundred_branches_get_each_message_once_and_in_order(void **state)
{
    struct lab *lab = *state;
    size_t inboxes = INBOXES * CASES * (NOTES + 1);
    size_t all = BRANCHES * CASES * (NOTES + 1);
    street.answer = any_end;
    for (int i = 0; i < BRANCHES * CASES; i++) {
        char branch[LIFE_CODE_SIZE];
        snprintf(branch, sizeof(branch), "B%02d", i % BRANCHES);
        save_for(lab, branch);
    }
    do
        turns(lab, 10000);
    while (again(lab));
    assert_int_equal(count_in(lab, "waiting"), inboxes);
    assert_int_equal(count_in(lab, "received"), all - inboxes);
    assert_int_equal(check_history(), all - inboxes);
}

static struct sink_answer first_branch_away(const struct outbox_message *m)
{
    return say(strcmp(m->branch, "B10") == 0 ? SINK_AWAY : SINK_TAKEN);
}

static int knocks_at(const char *branch)
{
    int count = 0;
    for (size_t i = 0; i < street.count; i++)
        count += strcmp(street.knocks[i].branch, branch) == 0;
    return count;
}

static void one_knock_is_enough_where_nobody_is(void **state)
{
    struct lab *lab = *state;
    street.answer = first_branch_away;
    for (int i = 0; i < 60; i++)
        save_for(lab, i % 2 ? "B10" : "B11");
    turn(lab);
    assert_int_equal(knocks_at("B10"), 1);
    assert_int_equal(lab->turn.away, 1);
    assert_int_equal(lab->turn.taken, 30 * (NOTES + 1));
    /* Somebody new does not knock before half a minute either. */
    save_for(lab, "B10");
    turn(lab);
    assert_int_equal(knocks_at("B10"), 1);
    assert_true(wait_for_next(lab));
    turn(lab);
    assert_int_equal(knocks_at("B10"), 2);
    street.answer = take_all;
    turns(lab, 1000);
    assert_int_equal(count_in(lab, NULL), 0);
    check_history();
}

/* At the first message of all nobody answers, as often as it comes. */
static struct sink_answer hangs_at_the_first(const struct outbox_message *m)
{
    bool first = street.count == 0 || m->seq == street.knocks[0].seq;
    return say(first ? SINK_AWAY : SINK_TAKEN);
}

/* A service that hangs at one message, or whose proxy says 504 then, looks as
 * if nobody were there. */
static void a_message_at_which_a_service_hangs_holds_up_nobody(void **state)
{
    struct lab *lab = *state;
    street.answer = hangs_at_the_first;
    for (int i = 0; i < 20; i++)
        save_for(lab, "B13");
    turns(lab, 10000);
    assert_int_equal(count_in(lab, "expired"), 1);
    assert_int_equal(count_in(lab, "waiting"), NOTES);
    assert_int_equal(count_in(lab, "received"), 19 * (NOTES + 1));
    check_history();
}

/* Half a minute for each answer. */
static struct sink_answer slow_here(const struct outbox_message *message)
{
    bool slow = strcmp(message->branch, "B14") == 0;
    clock_skip_ms(slow ? 30 * SECOND : 0);
    return say(slow ? SINK_LATER : SINK_TAKEN);
}

static void a_slow_branch_lets_the_others_have_their_turn(void **state)
{
    struct lab *lab = *state;
    size_t first = 0;
    for (int i = 0; i < 40; i++)
        save_for(lab, i % 2 ? "B14" : "B15");
    street.answer = slow_here;
    turn(lab);
    while (strcmp(street.knocks[first].branch, "B15") != 0)
        first++;
    assert_int_equal(first, 1);
}

/* While a message is under way somebody tells the branch of all the others. */
static struct sink_answer take_while_told(const struct outbox_message *message)
{
    struct lab *lab = street.lab;
    AUTO_JSON rows = list(lab, NULL);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const char *id = json_find_string(json_array_get(rows, i), "id");
        if (strcmp(id, message->id) != 0)
            assert_true(store_outbox_handed(lab->kit.stores[SUPERVISOR], id,
                                            "Телефонмен айттым", &lab->error));
    }
    clock_skip_ms(2 * SECOND);
    return take_all(message);
}

static void what_was_told_by_hand_is_not_sent(void **state)
{
    struct lab *lab = *state;
    for (int i = 0; i < 10; i++)
        save_for(lab, "B16");
    street.answer = take_while_told;
    turn(lab);
    assert_int_equal(street.count, 1);
    assert_int_equal(count_in(lab, NULL), 0);
}

/* Pauses of up to an hour: that many knocks in five days, and some at first. */
static void a_way_is_knocked_at_ever_more_seldom(void **state)
{
    struct lab *lab = *state;
    street.answer = all_away;
    for (int i = 0; i < 50; i++)
        save_for(lab, "B50");
    turns(lab, 10000);
    assert_in_range(street.count, 5 * 24, 2 * 5 * 24 + 20);
    assert_int_equal(count_in(lab, "expired"), 50);
}

/* Turns until nothing waits any more; how long did it take? */
static int64_t turns_until_given_up(struct lab *lab)
{
    int64_t began = clock_steady_ms();
    turns(lab, 10000);
    return clock_steady_ms() - began;
}

static void after_five_days_it_needs_a_person(void **state)
{
    struct sink_answer (*const ways[])(const struct outbox_message *) = {
        all_later, all_away, ask_for_ten_minutes};
    struct lab *lab = *state;
    for (size_t i = 0; i < COUNT(ways); i++) {
        size_t before = count_in(lab, "expired");
        street.answer = ways[i];
        for (int k = 0; k < 5; k++)
            save_for(lab, "B20");
        int64_t took = turns_until_given_up(lab);
        assert_in_range(took, 5 * day_ms, 5 * day_ms + 2 * HOUR);
        assert_int_equal(count_in(lab, "expired"), before + 5);
    }
    check_history();
    AUTO_JSON rows = list(lab, "expired");
    assert_string_equal(json_find_string(json_array_get(rows, 0), "reason"),
                        "busy: 503");
}

static void a_time_that_was_asked_for_is_kept(void **state)
{
    struct lab *lab = *state;
    char number[NUMBER_SIZE];
    street.answer = ask_for_ten_minutes;
    new_case(lab, "KZO", number);
    turn(lab);
    assert_in_range(lab->turn.next_ms - clock_steady_ms(), 599 * SECOND,
                    600 * SECOND);
}

/* Whatever the wall clock does, the next try is when it was said. */
static void jumps_delay_and_hasten_nothing(void **state)
{
    static const int64_t days[] = {1, -1, 3650, -3650};
    struct lab *lab = *state;
    char number[NUMBER_SIZE];
    street.answer = all_later;
    new_case(lab, "KZO", number);
    turn(lab);
    for (size_t i = 0; i < 8; i++) {
        size_t knocks = street.count;
        int64_t next = lab->turn.next_ms;
        clock_fix_ms(clock_now_ms() + days[i % 4] * day_ms);
        turn(lab);
        assert_int_equal(street.count, knocks);
        assert_in_range(lab->turn.next_ms, next - 5, next + 5);
        clock_skip_ms(next - clock_steady_ms() - SECOND);
        turn(lab);
        assert_int_equal(street.count, knocks);
        clock_skip_ms(2 * SECOND);
        turn(lab);
        assert_int_equal(street.count, knocks + 1);
    }
    street.answer = take_all;
    turns(lab, 3);
    assert_int_equal(count_in(lab, NULL), 0);
    faults_say("20", "clock jumps: the sender",
               "8 jumps of a day and ten years, both ways: 0 stuck, 0 early");
}

/* A sender that starts after the jump knows no other clock: at most one try
 * comes early, and nothing waits longer than the horizon. */
static void a_start_after_a_jump_leaves_nothing_behind(void **state)
{
    static const int64_t days[] = {1, -1, 3650, -3650};
    struct lab *lab = *state;
    char number[NUMBER_SIZE];
    for (size_t i = 0; i < COUNT(days); i++) {
        int64_t began = clock_steady_ms();
        street.answer = all_later;
        new_case(lab, "KZO", number);
        turn(lab);
        clock_fix_ms(clock_now_ms() + days[i] * day_ms);
        start_again(lab);
        size_t knocks = street.count;
        turn(lab);
        assert_in_range(street.count, knocks, knocks + 1);
        street.answer = take_all;
        turns(lab, 3);
        assert_int_equal(count_in(lab, NULL), 0);
        assert_true(clock_steady_ms() - began <= 2 * HOUR);
    }
}

static struct sink_answer take_and_stop(const struct outbox_message *message)
{
    street.stop = true;
    return take_all(message);
}

static struct sink_answer away_and_stop(const struct outbox_message *message)
{
    street.stop = true;
    return all_away(message);
}

static void a_stop_ends_after_the_message_at_hand(void **state)
{
    struct lab *lab = *state;
    for (int i = 0; i < 5; i++)
        save_for(lab, "B30");
    street.answer = take_and_stop;
    turn(lab);
    assert_int_equal(street.count, 1);
    assert_int_equal(count_in(lab, "received"), 1);
    /* One that was given up because of the stop was no try. */
    street.stop = false;
    street.answer = away_and_stop;
    turn(lab);
    street.stop = false;
    street.answer = take_all;
    turn(lab);
    assert_int_equal(count_in(lab, NULL), 0);
}

static struct sink_answer take_and_lock(const struct outbox_message *message)
{
    struct store *other = street.lab->kit.stores[ADMIN];
    assert_true(db_begin(other->db, &street.lab->error));
    return take_all(message);
}

/* The store is locked when the branch has taken it: it is not sent again, and
 * the end is committed as soon as that can be. */
static void a_store_that_is_locked_loses_no_end(void **state)
{
    struct lab *lab = *state;
    save_for(lab, "B40");
    street.answer = take_and_lock;
    for (int i = 0; i < 3; i++) {
        error_clear(&lab->error);
        assert_false(deliver_turn(lab->deliver, &lab->turn, &lab->error));
        assert_int_equal(lab->error.message, MESSAGE_STORE_LOCKED);
        assert_true(deliver_owes(lab->deliver));
    }
    assert_int_equal(street.count, 1);
    db_rollback(lab->kit.stores[ADMIN]->db);
    street.answer = take_all;
    error_clear(&lab->error);
    turn(lab);
    assert_false(deliver_owes(lab->deliver));
    assert_int_equal(street.count, NOTES + 1);
    assert_int_equal(count_in(lab, NULL), 0);
    check_history();
}

/* How large a file this process may write; SIGXFSZ is ignored. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static struct sink_answer take_and_fill(const struct outbox_message *message)
{
    limit_files(0);
    return take_all(message);
}

/* The same when nothing can be written any more. */
static void a_disk_without_room_loses_no_end(void **state)
{
    struct lab *lab = *state;
    save_for(lab, "B41");
    street.answer = take_and_fill;
    for (int i = 0; i < 3; i++) {
        error_clear(&lab->error);
        assert_false(deliver_turn(lab->deliver, &lab->turn, &lab->error));
        assert_int_equal(error_code(&lab->error), EXIT_UNAVAILABLE);
        assert_true(deliver_owes(lab->deliver));
    }
    assert_int_equal(street.count, 1);
    limit_files(RLIM_INFINITY);
    street.answer = take_all;
    error_clear(&lab->error);
    turn(lab);
    assert_int_equal(street.count, NOTES + 1);
    assert_int_equal(count_in(lab, NULL), 0);
    check_history();
}

/* ---- what the store cannot read, or will never take ---- */

static void run_sql(struct lab *lab, const char *sql)
{
    struct store *admin = lab->kit.stores[ADMIN];
    if (!db_run(admin->db, sql, DB_NONE, &lab->error))
        fail_msg("%s: %s", sql, lab->error.detail);
}

static void
a_message_that_cannot_be_read_holds_up_its_branch_alone(void **state)
{
    struct lab *lab = *state;
    save_for(lab, "B11");
    save_for(lab, "B12");
    run_sql(lab, "DROP TRIGGER event_no_update");
    run_sql(lab, "UPDATE event SET body = 'x' || body WHERE seq ="
                 " (SELECT min(seq) FROM outbox WHERE branch = 'B11')");
    turn(lab);
    assert_int_equal(knocks_at("B11"), 0);
    assert_int_equal(knocks_at("B12"), NOTES + 1);
    assert_in_range(lab->turn.next_ms - clock_steady_ms(), 1, HOUR);
    run_sql(lab, "UPDATE event SET body = substr(body, 2) WHERE seq ="
                 " (SELECT min(seq) FROM outbox WHERE branch = 'B11')");
    run_sql(lab, "CREATE TRIGGER event_no_update BEFORE UPDATE ON event"
                 "  BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END");
    turns(lab, 3);
    assert_int_equal(knocks_at("B11"), NOTES + 1);
    assert_int_equal(count_in(lab, NULL), 0);
}

/* What was received can never be written down. */
static void an_end_that_is_never_taken_is_not_sent_again(void **state)
{
    struct lab *lab = *state;
    struct store *sender = lab->kit.stores[SENDER];
    save_for(lab, "B11");
    save_for(lab, "B11");
    assert_true(db_run(sender->db,
                       "CREATE TEMP TRIGGER never BEFORE INSERT ON event BEGIN"
                       " SELECT RAISE(ABORT, 'never'); END",
                       DB_NONE, &lab->error));
    turn(lab);
    assert_int_equal(street.count, 1);
    assert_false(deliver_owes(lab->deliver));
    assert_true(db_run(sender->db, "DROP TRIGGER never", DB_NONE, &lab->error));
    save_for(lab, "B12");
    clock_skip_ms(2 * HOUR);
    turn(lab);
    assert_int_equal(knocks_at("B11"), 1);
    assert_int_equal(knocks_at("B12"), NOTES + 1);
    start_again(lab);
    turn(lab);
    assert_int_equal(count_in(lab, NULL), 0);
}

/* ---- what a supervisor decides meanwhile ---- */

static void say_again(const struct outbox_message *message)
{
    struct lab *lab = street.lab;
    assert_true(store_outbox_again(lab->kit.stores[SUPERVISOR], message->id,
                                   &lab->error));
}

static struct sink_answer later_while_again(const struct outbox_message *m)
{
    say_again(m);
    return all_later(m);
}

/* The five days begin anew, although the message was under way then. */
static void what_is_sent_again_meanwhile_begins_anew(void **state)
{
    struct lab *lab = *state;
    char number[NUMBER_SIZE];
    static const char old[] = "UPDATE outbox SET waited_ms = 999999999";
    new_case(lab, "B11", number);
    for (int i = 0; i < 2; i++) {
        run_sql(lab, old);
        street.answer = i == 0 ? later_while_again : all_later;
        street.count = 0;
        turn(lab);
        assert_int_equal(count_in(lab, "expired"), i);
        clock_skip_ms(HOUR);
    }
}

static void what_is_sent_elsewhere_goes_there(void **state)
{
    struct lab *lab = *state;
    char number[NUMBER_SIZE];
    new_case(lab, "ALA", number);
    turn(lab);
    assert_int_equal(street.count, 0);
    AUTO_JSON rows = list(lab, NULL);
    assert_true(store_outbox_elsewhere(
        lab->kit.stores[SUPERVISOR],
        json_find_string(json_array_get(rows, 0), "id"), "smtp", &lab->error));
    turn(lab);
    assert_int_equal(street.count, 1);
    assert_int_equal(street.knocks[0].kind, SINK_SMTP);
    assert_int_equal(count_in(lab, NULL), 0);
}

static void where_no_address_is_set_a_person_must_look(void **state)
{
    struct lab *lab = *state;
    char number[NUMBER_SIZE];
    new_case(lab, "KZO", number);
    AUTO_JSON rows = list(lab, NULL);
    assert_true(store_outbox_elsewhere(
        lab->kit.stores[SUPERVISOR],
        json_find_string(json_array_get(rows, 0), "id"), "smtp", &lab->error));
    turn(lab);
    assert_int_equal(street.count, 0);
    assert_int_equal(lab->turn.refused, 1);
    assert_int_equal(count_in(lab, "refused"), 1);
}

static void a_second_sender_is_told_so(void **state)
{
    struct lab *lab = *state;
    assert_null(deliver_open(lab->kit.stores[ADMIN], lab->sinks,
                             lab->kit.kit.folder, &street.stop, &lab->error));
    assert_int_equal(lab->error.message, MESSAGE_SENDER_RUNS);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_hundred_branches_get_each_message_once_and_in_order),
        STORY(one_knock_is_enough_where_nobody_is),
        STORY(a_message_at_which_a_service_hangs_holds_up_nobody),
        STORY(a_slow_branch_lets_the_others_have_their_turn),
        STORY(what_was_told_by_hand_is_not_sent),
        STORY(a_way_is_knocked_at_ever_more_seldom),
        STORY(after_five_days_it_needs_a_person),
        STORY(a_time_that_was_asked_for_is_kept),
        STORY(jumps_delay_and_hasten_nothing),
        STORY(a_start_after_a_jump_leaves_nothing_behind),
        STORY(a_stop_ends_after_the_message_at_hand),
        STORY(a_store_that_is_locked_loses_no_end),
        STORY(a_disk_without_room_loses_no_end),
        STORY(a_message_that_cannot_be_read_holds_up_its_branch_alone),
        STORY(an_end_that_is_never_taken_is_not_sent_again),
        STORY(what_is_sent_again_meanwhile_begins_anew),
        STORY(what_is_sent_elsewhere_goes_there),
        STORY(where_no_address_is_set_a_person_must_look),
        STORY(a_second_sender_is_told_so),
    };
    /* Nothing here depends on the disk. */
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
