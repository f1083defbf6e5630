/* The story of the branch desks with the sender killed at random: cases are
 * saved, taken, answered, sent on, closed while the real program delivers and
 * is killed and started again; in the end each branch's own service has each
 * message once and in the order of its case, and no case was changed by it. */
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store_outbox.h"
#include "console/cases/store_sqlite.h"

#include "tests/console/cases/move_kit.h"
#include "tests/faults/faults.h"
#include "tests/kit/receiver_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CASES = 60, STEPS_A_LIFE = 12, LONGEST_LIFE_MS = 500, LAST_RUNS = 10 };

static const char *const codes[] = {"KZO", "ALA"};

struct lab {
    struct move_kit kit;
    struct receiver_kit receivers[COUNT(codes)];
    char numbers[CASES][NUMBER_SIZE];
    struct case_now model[CASES]; /* as the last move left it */
    int cases, moves;
    pid_t sender;
    int kills, in_work; /* of them while it was sending */
    unsigned dice;
};

static unsigned roll(struct lab *lab, unsigned sides)
{
    lab->dice = lab->dice * 1664525u + 1013904223u;
    return (lab->dice >> 8) % sides;
}

/* ---- the sender, as a process ---- */

/* In the child. */
static void become_sender(struct lab *lab, bool once)
{
    const char *build = getenv("AGENT1414_BUILD");
    AUTO_CHARS path = mem_format("%s/agent1414", build ? build : "build");
    AUTO_CHARS folder = mem_format("store.folder=%s", lab->kit.kit.folder);
    AUTO_CHARS log = mem_format("log.file=%s/log", lab->kit.kit.folder);
    const char *words[24] = {path, "deliver", "--as", "deliver",
                             "-o", folder,    "-o",   log};
    size_t count = 8;
    int nowhere = open("/dev/null", O_RDWR);

    for (size_t i = 0; i < COUNT(codes); i++) {
        words[count++] = "-o";
        words[count++] = mem_format("branch.%s.sink=http", codes[i]);
        words[count++] = "-o";
        words[count++] =
            mem_format("branch.%s.url=http://127.0.0.1:%d/messages", codes[i],
                       lab->receivers[i].port);
    }
    words[count] = once ? "--once" : NULL;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    execv(path, (char *const *)words);
    _exit(127);
}

static void start_sender(struct lab *lab, bool once)
{
    lab->sender = fork();
    assert_true(lab->sender >= 0);
    if (lab->sender == 0)
        become_sender(lab, once);
}

static int taken(const struct lab *lab)
{
    int count = 0;

    for (size_t i = 0; i < COUNT(codes); i++)
        count += receiver_kit_taken(&lab->receivers[i]);
    return count;
}

/* Kills it after a life by chance. */
static void kill_sender(struct lab *lab)
{
    int before = taken(lab), status;

    usleep(1000 * (50 + roll(lab, LONGEST_LIFE_MS)));
    kill(lab->sender, SIGKILL);
    assert_int_equal(waitpid(lab->sender, &status, 0), lab->sender);
    assert_true(WIFSIGNALED(status)); /* it did not end by itself */
    lab->kills++;
    lab->in_work += taken(lab) > before;
}

/* ---- the people ---- */

static void open_case(struct lab *lab)
{
    int n = lab->cases++;

    move_kit_case(&lab->kit, codes[roll(lab, COUNT(codes))], lab->numbers[n]);
    lab->model[n] = move_kit_now(&lab->kit, lab->numbers[n]);
}

/* What people do by chance; much of it is refused where the case stands. */
static void do_something(struct lab *lab)
{
    int n = (int)roll(lab, (unsigned)lab->cases);
    const char *number = lab->numbers[n];
    bool ala = strcmp(lab->model[n].branch, "ALA") == 0;
    const struct {
        enum move_kit_who who;
        struct store_move move;
    } deeds[] = {
        {ala ? ALA : KZO, MOVE_IT(TAKEN, number)},
        {ala ? ALA : KZO, MOVE_IT(PUT_BACK, number, .reason = "mistake")},
        {ala ? ALA : KZO, MOVE_IT(ANSWERED, number, .text = "түзетілді")},
        {ala ? ALA : KZO,
         MOVE_IT(RETURNED, number, .reason = "wrong_branch", .text = "не наш")},
        {AGENT, MOVE_IT(NOTED, number, .text = "қайта хабарласты")},
        {AGENT, MOVE_IT(CLOSED, number, .channel = "phone", .told = true)},
        {AGENT,
         MOVE_IT(REOPENED, number, .reason = "not_solved", .text = "снова")},
        {SUPERVISOR, MOVE_IT(SENT_ON, number, .branch = ala ? "KZO" : "ALA",
                             .text = "басқа облыс")},
    };
    size_t deed = roll(lab, COUNT(deeds));

    if (move_kit_try(&lab->kit, deeds[deed].who, deeds[deed].move)) {
        lab->model[n] = lab->kit.moved.now;
        lab->moves++;
    }
}

/* ---- what must be so in the end ---- */

static bool see_told(const struct db_row *row, void *cookie)
{
    const char *uuid = db_text(row, 0), *branch = db_text(row, 1),
               *from = db_text(row, 2);

    for (int i = 0; i < 2; i++) {
        AUTO_CHARS id = mem_format("%s.%s", uuid, i ? from : branch);

        if (i == 0 || *from)
            json_object_set_new(cookie, id, json_integer(0));
    }
    return true;
}

/* The ids of all that the log says the branches are told, with 0 each. */
static json_t *wanted(struct lab *lab)
{
    json_t *ids = json_object();

    if (!db_query(lab->kit.stores[ADMIN]->db,
                  "SELECT uuid, coalesce(body ->> '$.now.branch',"
                  " body ->> 'branch'), body ->> 'from' FROM event"
                  " WHERE number NOT NULL AND role NOT IN ('branch', 'head')"
                  " AND kind LIKE 'case_%' AND kind NOT IN ('case_opened',"
                  " 'case_kept', " STORE_DELIVERY ")",
                  DB_NONE, see_told, ids, &lab->kit.error))
        fail_msg("%s", lab->kit.error.detail);
    return ids;
}

/* One line of a branch's own book: "receipt TAB message". */
static void read_line(const char *line, json_t *ids, json_t *last)
{
    const char *tab = strchr(line, '\t');
    AUTO_JSON body = tab ? json_loads(tab + 1, 0, NULL) : NULL;
    const char *id = json_find_string(body, "id");
    const char *number =
        json_find_string(json_object_get(body, "case"), "number");
    json_int_t seq = json_integer_value(json_object_get(body, "seq"));
    json_t *count = id ? json_object_get(ids, id) : NULL;

    if (!count)
        fail_msg("a message that no event made: %s", line);
    json_integer_set(count, json_integer_value(count) + 1);
    if (seq <= json_integer_value(json_object_get(last, number)))
        fail_msg("overtaken: %s", line);
    json_object_set_new(last, number, json_integer(seq));
}

static void read_ledger(const char *path, json_t *ids)
{
    AUTO_JSON last = json_object(); /* by case: the seq that came last */
    AUTO_CHARS line = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "r");

    assert_non_null(file);
    while (getline(&line, &room, file) > 0)
        read_line(line, ids, last);
    fclose(file);
}

static size_t open_messages(struct lab *lab)
{
    const struct store_outbox_filter filter = {.limit = 100000};
    AUTO_JSON rows =
        store_outbox(lab->kit.stores[SUPERVISOR], &filter, &lab->kit.error);

    assert_non_null(rows);
    return json_array_size(rows);
}

/* Alive to the end, until nothing waits. */
static void deliver_the_rest(struct lab *lab)
{
    for (int i = 0; i < LAST_RUNS && open_messages(lab) > 0; i++) {
        int status;

        start_sender(lab, true);
        assert_int_equal(waitpid(lab->sender, &status, 0), lab->sender);
        assert_int_equal(status, 0);
    }
    assert_int_equal(open_messages(lab), 0);
}

static void assert_each_once(struct lab *lab)
{
    AUTO_JSON ids = wanted(lab);
    const char *id;
    json_t *count;
    int again = 0;

    for (size_t i = 0; i < COUNT(codes); i++) {
        const struct receiver_kit *receiver = &lab->receivers[i];

        read_ledger(receiver->ledger, ids);
        again += receiver_kit_count(receiver, "again ");
        assert_int_equal(receiver_kit_count(receiver, "changed "), 0);
        assert_int_equal(receiver_kit_count(receiver, "overtaken "), 0);
    }
    json_object_foreach(ids, id, count) if (json_integer_value(count) != 1)
        fail_msg("%s: %d times", id, (int)json_integer_value(count));
    assert_true(lab->in_work > 0);
    faults_say("P4",
               "branch desks at work, the sender killed at random and started "
               "again: each message once, in the order of its case",
               "%d cases, %d moves, %d messages, %d kills (%d while sending, "
               "%d sent again): 0 lost, 0 doubled, 0 overtaken",
               lab->cases, lab->moves, (int)json_object_size(ids), lab->kills,
               lab->in_work, again);
}

static void assert_cases_unchanged(struct lab *lab)
{
    for (int n = 0; n < lab->cases; n++) {
        struct case_now now = move_kit_now(&lab->kit, lab->numbers[n]);
        AUTO_JSON is = case_now_json(&now);
        AUTO_JSON was = case_now_json(&lab->model[n]);

        assert_true(json_equal(is, was));
    }
    move_kit_verify(&lab->kit);
}

static void the_branches_work_while_the_sender_dies(void **state)
{
    struct lab *lab = *state;
    int lives = faults_figure(20, 200);

    for (int life = 0; life < lives; life++) {
        for (int step = 0; step < STEPS_A_LIFE; step++)
            if (lab->cases == 0 || (lab->cases < CASES && roll(lab, 4) == 0))
                open_case(lab);
            else
                do_something(lab);
        start_sender(lab, false);
        for (int step = 0; step < STEPS_A_LIFE; step++)
            do_something(lab);
        kill_sender(lab);
    }
    deliver_the_rest(lab);
    assert_each_once(lab);
    assert_cases_unchanged(lab);
}

static int begin(void **state)
{
    struct lab *lab = mem_new(sizeof(*lab));
    const char *root = getenv("AGENT1414_ROOT");
    AUTO_CHARS data = realpath(root ? root : ".", NULL);

    setenv("AGENT1414_DATA_FOLDER", data, 1);
    move_kit_make(&lab->kit);
    setenv("HOME", lab->kit.kit.folder, 1);
    unsetenv("XDG_CONFIG_HOME");
    lab->dice = faults_seed();
    for (size_t i = 0; i < COUNT(codes); i++) {
        AUTO_CHARS ledger =
            mem_format("%s/ledger.%s", lab->kit.kit.folder, codes[i]);

        receiver_kit_start(&lab->receivers[i], ledger, codes[i], NULL);
    }
    *state = lab;
    return 0;
}

static int end(void **state)
{
    struct lab *lab = *state;

    for (size_t i = 0; i < COUNT(codes); i++)
        receiver_kit_stop(&lab->receivers[i]);
    move_kit_remove(&lab->kit);
    free(lab);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_branches_work_while_the_sender_dies,
                                        begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
