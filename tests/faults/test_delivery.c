/* Promise 4: each case reaches its branch once as the branch sees it, in order,
 * or stands before the supervisor. The store's messages go to receivers through
 * proxies that harm 30 % of all requests, the sender is killed again and again,
 * the wall clock jumps, receivers are killed too. */
#include "console/delivery/deliver.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/route.h"
#include "console/cases/store.h"
#include "console/cases/store_outbox.h"
#include "console/config/config.h"
#include "console/delivery/sink.h"

#include "tests/console/cases/move_kit.h"
#include "tests/faults/faults.h"
#include "tests/faults/proxy.h"
#include "tests/kit/receiver_kit.h"

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
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    POSTS = 4,
    SHARE = 30,
    NOTED = 5,
    DEADLINE_MS = 200,
    PATIENT_MS = 60000,
    PATIENCE_S = 3600
};
enum { ALL_SENT = 0, FAILED = 1, OTHER_RUNS = 2 };

static const char *const codes[POSTS] = {"KZO", "ALA", "AKM", "AST"};
static const int64_t day_ms = 86400000;

/* What outlives the senders: the time as they know it, and how often it
 * jumped. */
struct shared {
    _Atomic int64_t wall_ms;
    _Atomic int jumps;
};

struct run {
    struct move_kit kit;
    struct receiver_kit receivers[POSTS];
    struct proxy *proxies[POSTS];
    struct shared *shared;
    char settings[2 * POSTS + 2][80];
    uint32_t dice;
    int messages, kills;
};

static uint32_t throw_dice(uint32_t *dice)
{
    *dice = *dice * 1664525 + 1013904223;
    return *dice >> 8;
}

/* ---- the posts ---- */

/* The last two of the settings. */
static void set_deadline(struct run *run, int deadline_ms)
{
    snprintf(run->settings[2 * POSTS], sizeof(run->settings[0]),
             "delivery.connect_ms=%d", deadline_ms);
    snprintf(run->settings[2 * POSTS + 1], sizeof(run->settings[0]),
             "delivery.deadline_ms=%d", deadline_ms);
}

static void open_posts(struct run *run)
{
    size_t count = 0;
    for (int i = 0; i < POSTS; i++) {
        AUTO_CHARS ledger =
            mem_format("%s/%s.ledger", run->kit.kit.folder, codes[i]);
        receiver_kit_start(&run->receivers[i], ledger, codes[i], NULL);
        struct proxy_plan plan = {.kind = PROXY_HTTP,
                                  .target = run->receivers[i].port,
                                  .share = SHARE,
                                  .seed = faults_seed() + (unsigned)i,
                                  .delay_ms = DEADLINE_MS / 4};
        run->proxies[i] = proxy_start(&plan);
        snprintf(run->settings[count++], sizeof(run->settings[0]),
                 "branch.%s.sink=http", codes[i]);
        snprintf(run->settings[count++], sizeof(run->settings[0]),
                 "branch.%s.url=http://127.0.0.1:%d/", codes[i],
                 proxy_port(run->proxies[i]));
    }
    set_deadline(run, DEADLINE_MS);
}

static int seen_by_all(const struct run *run)
{
    int seen = 0;
    for (int i = 0; i < POSTS; i++)
        seen += proxy_seen(run->proxies[i]);
    return seen;
}

static int count_lines(const struct run *run, const char *start)
{
    int count = 0;
    for (int i = 0; i < POSTS; i++)
        count += receiver_kit_count(&run->receivers[i], start);
    return count;
}

/* ---- the sender, in a child ---- */

static struct sinks *read_sinks(struct run *run, struct error *error)
{
    static char zone[] = "Asia/Almaty";
    struct branch branches[POSTS] = {0};
    const char *given[2 * POSTS + 3] = {NULL};
    struct config_places places = {"", "", given};
    for (size_t i = 0; i < POSTS; i++)
        branches[i] = (struct branch){.code = (char *)codes[i], .zone = zone};
    for (size_t i = 0; i < COUNT(run->settings); i++)
        given[i] = run->settings[i];
    struct config *config = config_load(&places, error);
    return config ? sinks_new(config, branches, POSTS, error) : NULL;
}

/* To the moment when something may be due; on the way the wall clock may jump
 * by a day or ten years. */
static void let_time_pass(struct shared *shared, int64_t next_ms,
                          uint32_t *dice)
{
    static const int64_t days[] = {1, -1, 3650, -3650};
    int64_t pause = next_ms - clock_steady_ms();
    int64_t wall_ms = shared->wall_ms + (pause > 0 ? pause : 0);
    if (throw_dice(dice) % 16 == 0) {
        shared->jumps++;
        wall_ms += days[shared->jumps % 4] * day_ms;
    }
    shared->wall_ms = wall_ms;
    clock_fix_ms(wall_ms);
    clock_skip_ms(pause > 0 ? pause : 0);
}

static int send_all(struct run *run, struct store *store, uint32_t dice)
{
    static const _Atomic bool stop = false;
    struct error error = {0};
    struct sinks *sinks = read_sinks(run, &error);
    struct deliver *deliver =
        sinks ? deliver_open(store, sinks, run->kit.kit.folder, &stop, &error)
              : NULL;
    struct deliver_turn turn = {.next_ms = 0};
    while (deliver && turn.next_ms != INT64_MAX) {
        if (!deliver_turn(deliver, &turn, &error))
            break;
        if (turn.next_ms != INT64_MAX)
            let_time_pass(run->shared, turn.next_ms, &dice);
    }
    if (error.message == MESSAGE_NONE)
        return ALL_SENT;
    if (error.message == MESSAGE_SENDER_RUNS)
        return OTHER_RUNS;
    fprintf(stderr, "sender: %s\n", error.detail);
    return FAILED;
}

static pid_t start_sender(struct run *run)
{
    uint32_t dice = throw_dice(&run->dice);
    pid_t sender = fork();
    assert_true(sender >= 0);
    if (sender != 0)
        return sender;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    clock_fix_ms(run->shared->wall_ms);
    struct store *store =
        store_kit_open(&run->kit.kit, &run->kit.people[SENDER]);
    _exit(send_all(run, store, dice));
}

/* ---- the run ---- */

/* Kills the sender once the proxies have seen so many requests; false: it had
 * sent all before. */
static bool kill_at(struct run *run, pid_t sender, int seen)
{
    int status;
    for (int64_t waited = 0; waited < (int64_t)PATIENCE_S * 1000; waited++) {
        pid_t gone = waitpid(sender, &status, WNOHANG);
        if (gone == sender) {
            assert_true(WIFEXITED(status) && WEXITSTATUS(status) == ALL_SENT);
            return false;
        }
        if (seen_by_all(run) >= seen) {
            usleep(throw_dice(&run->dice) % 2000);
            kill(sender, SIGKILL);
            assert_int_equal(waitpid(sender, &status, 0), sender);
            return WIFSIGNALED(status);
        }
        usleep(1000);
    }
    kill(sender, SIGKILL);
    fail_msg("the sender got no further");
    return false;
}

/* The receivers die as well now and then, and come back. */
static void trouble_receiver(struct run *run)
{
    size_t index = throw_dice(&run->dice) % POSTS;
    struct receiver_kit *receiver = &run->receivers[index];
    AUTO_CHARS ledger = mem_copy(receiver->ledger);
    receiver_kit_kill(receiver);
    receiver_kit_start(receiver, ledger, codes[index], NULL);
}

/* A person has another try made of all that needs one; were there any? */
static bool again(struct run *run)
{
    const struct store_outbox_filter filter = {.state = "refused,expired",
                                               .limit = 100000};
    struct store *store = run->kit.stores[SUPERVISOR];
    AUTO_JSON rows = store_outbox(store, &filter, &run->kit.error);
    assert_non_null(rows);
    for (size_t i = 0; i < json_array_size(rows); i++)
        assert_true(store_outbox_again(
            store, json_find_string(json_array_get(rows, i), "id"),
            &run->kit.error));
    return json_array_size(rows) > 0;
}

static void deliver_all(struct run *run, int kills)
{
    int step = run->messages / (kills + 1);
    bool all;
    do {
        int next = seen_by_all(run) + 1 +
                   (int)(throw_dice(&run->dice) % (uint32_t)(2 * step));
        pid_t sender = start_sender(run);
        all = !kill_at(run, sender, run->kills < kills ? next : INT32_MAX);
        run->kills += !all;
        if (run->kills % 20 == 10 && !all)
            trouble_receiver(run);
    } while (!all || again(run));
}

/* Cases of all posts; each NOTED-th has two more messages. */
static void fill(struct run *run, int cases)
{
    for (int i = 0; i < cases; i++) {
        char number[NUMBER_SIZE];
        move_kit_case(&run->kit, codes[i % POSTS], number);
        run->messages++;
        for (int k = 0; k < 2 && i / POSTS % NOTED == 0; k++, run->messages++)
            move_kit_do(&run->kit, SUPERVISOR,
                        MOVE_IT(NOTED, number, .text = "Тағы хабарласты"));
    }
}

/* ---- what the branches have ---- */

/* A line of a ledger; its place says when it was taken. */
struct taken {
    char id[OUTBOX_ID_SIZE], number[NUMBER_SIZE];
    int64_t seq;
    int place;
};

struct taken_list {
    struct taken *items;
    size_t count;
};

static void read_ledger(const char *path, struct taken_list *list)
{
    char *line = NULL;
    size_t room = 0;
    FILE *ledger = fopen(path, "r");
    assert_non_null(ledger);
    while (getline(&line, &room, ledger) > 0) {
        const char *body = strchr(line, '\t');
        AUTO_JSON message = body ? json_loads(body + 1, 0, NULL) : NULL;
        assert_non_null(message);
        list->items =
            mem_grow(list->items, list->count + 1, sizeof(*list->items));
        struct taken *taken = &list->items[list->count];
        snprintf(taken->id, sizeof(taken->id), "%s",
                 json_find_string(message, "id"));
        snprintf(taken->number, sizeof(taken->number), "%s",
                 json_find_string(json_object_get(message, "case"), "number"));
        taken->seq = json_integer_value(json_object_get(message, "seq"));
        taken->place = (int)list->count++;
    }
    free(line);
    fclose(ledger);
}

static int by_id(const void *one, const void *other)
{
    return strcmp(((const struct taken *)one)->id,
                  ((const struct taken *)other)->id);
}

static int by_case(const void *one, const void *other)
{
    const struct taken *left = one, *right = other;
    int order = strcmp(left->number, right->number);
    return order ? order : left->place - right->place;
}

/* Each of the messages once, those of a case in the order of their events. */
static void check_ledgers(struct run *run)
{
    struct taken_list list = {NULL, 0};
    int doubled = 0, overtaken = 0;
    for (int i = 0; i < POSTS; i++)
        read_ledger(run->receivers[i].ledger, &list);
    assert_int_equal(list.count, run->messages);
    qsort(list.items, list.count, sizeof(*list.items), by_id);
    for (size_t i = 1; i < list.count; i++)
        doubled += by_id(&list.items[i - 1], &list.items[i]) == 0;
    qsort(list.items, list.count, sizeof(*list.items), by_case);
    for (size_t i = 1; i < list.count; i++)
        overtaken +=
            strcmp(list.items[i - 1].number, list.items[i].number) == 0 &&
            list.items[i - 1].seq > list.items[i].seq;
    free(list.items);
    assert_int_equal(doubled, 0);
    assert_int_equal(overtaken, 0);
}

static void check_store(struct run *run)
{
    const struct store_outbox_filter received = {.state = "received",
                                                 .limit = 100000};
    const struct store_outbox_filter open = {.limit = 1};
    struct store *store = run->kit.stores[SUPERVISOR];
    AUTO_JSON those = store_outbox(store, &received, &run->kit.error);
    AUTO_JSON others = store_outbox(store, &open, &run->kit.error);
    assert_int_equal(json_array_size(those), run->messages);
    assert_int_equal(json_array_size(others), 0);
    move_kit_verify(&run->kit);
}

static void each_case_reaches_its_branch_once(void **state)
{
    struct run *run = *state;
    int cases = faults_figure(200, 10000), kills = faults_figure(12, 200);
    fill(run, cases);
    deliver_all(run, kills);
    int seen = seen_by_all(run), faults = 0, again_taken;
    for (int i = 0; i < POSTS; i++) {
        faults += proxy_faults(run->proxies[i]);
        proxy_tell(run->proxies[i], codes[i]);
    }
    again_taken = count_lines(run, "again ");
    check_store(run);
    check_ledgers(run);
    assert_int_equal(count_lines(run, "changed "), 0);
    /* The faults were there, and without the ids there would be doubles. */
    assert_int_equal(run->kills, kills);
    assert_true(again_taken > 0 && faults * 100 > seen * (SHARE - 10));
    faults_say("P4", "each case reaches its branch once, in order",
               "%d cases, %d messages, %d requests, %d faults, %d kills, %d "
               "jumps of the clock, %d came again: 0 lost, 0 doubled, 0 "
               "overtaken",
               cases, run->messages, seen, faults, run->kills,
               (int)run->shared->jumps, again_taken);
}

static int wait_for(pid_t sender)
{
    int status;
    assert_int_equal(waitpid(sender, &status, 0), sender);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) != FAILED);
    return WEXITSTATUS(status);
}

static void two_senders_never_send_twice(void **state)
{
    struct run *run = *state;
    int starts = faults_figure(40, 1000), turned_away = 0;
    for (int i = 0; i < POSTS; i++)
        proxy_set_share(run->proxies[i], 0);
    /* A busy machine must not look like a branch that does not answer. */
    set_deadline(run, PATIENT_MS);
    for (int i = 0; i < starts; i++) {
        fill(run, 1);
        pid_t one = start_sender(run), other = start_sender(run);
        int ends = wait_for(one) + wait_for(other);
        assert_in_range(ends, ALL_SENT, OTHER_RUNS);
        turned_away += ends == OTHER_RUNS;
    }
    check_store(run);
    check_ledgers(run);
    assert_int_equal(count_lines(run, "again "), 0);
    assert_int_equal(seen_by_all(run), run->messages);
    assert_true(turned_away > 0);
    faults_say("22", "two senders",
               "%d starts of two at once, %d turned one away, %d messages: 0 "
               "sent twice",
               starts, turned_away, run->messages);
}

static int begin(void **state)
{
    struct run *run = mem_new(sizeof(*run));
    run->shared = mmap(NULL, sizeof(*run->shared), PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(run->shared != MAP_FAILED);
    run->shared->wall_ms = clock_now_ms();
    run->dice = faults_seed();
    move_kit_make(&run->kit);
    open_posts(run);
    *state = run;
    return 0;
}

static int end(void **state)
{
    struct run *run = *state;
    /* The proxies first: they hold the pipes by which receivers live. */
    for (int i = 0; i < POSTS; i++)
        proxy_stop(run->proxies[i]);
    for (int i = 0; i < POSTS; i++)
        receiver_kit_stop(&run->receivers[i]);
    move_kit_remove(&run->kit);
    munmap(run->shared, sizeof(*run->shared));
    free(run);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_case_reaches_its_branch_once,
                                        begin, end),
        cmocka_unit_test_setup_teardown(two_senders_never_send_twice, begin,
                                        end),
    };
    /* What dies is a process, not the machine: the disk plays no part. */
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
