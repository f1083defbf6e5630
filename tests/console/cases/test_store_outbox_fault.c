/* The disk fails at each call of what is done to a message in turn, once and
 * for ever: an end is never called committed when it is not, nor denied when it
 * is there, and the same again makes no second one. The calls of SQLite end in
 * those of this file. */
#include "console/cases/store_outbox.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/cases/store_sqlite.h"

#include "tests/console/cases/disk_fault.h"
#include "tests/console/cases/store_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A message of Kyzylorda, and who deals with it. */
struct lab {
    struct store_kit kit;
    struct user users[2];
    struct store *agent, *sender, *supervisor, *branch;
    char number[NUMBER_SIZE], id[OUTBOX_ID_SIZE];
    int done, refused, unsure;
};

static bool end_with(struct lab *lab, enum outbox_state state,
                     struct error *error)
{
    const struct outbox_try end = {state, "http", "words", 100, 100, 0};

    return store_outbox_tried(lab->sender, lab->id, &end, error);
}

static bool receive(struct lab *lab, struct error *error)
{
    return end_with(lab, OUTBOX_RECEIVED, error);
}

static bool refuse(struct lab *lab, struct error *error)
{
    return end_with(lab, OUTBOX_REFUSED, error);
}

static bool look(struct lab *lab, struct error *error)
{
    const struct outbox_seen seen = {lab->number, INT64_MAX, true};

    return store_outbox_receive(lab->branch, &seen, error);
}

static bool hand(struct lab *lab, struct error *error)
{
    return store_outbox_handed(lab->supervisor, lab->id, "told", error) ||
           error->message == MESSAGE_OUTBOX_NOT_OPEN;
}

/* What is done, and how the message stands after it. */
static const struct {
    bool (*run)(struct lab *lab, struct error *error);
    const char *state;
} deeds[] = {{receive, "received"},
             {refuse, "refused"},
             {look, "received"},
             {hand, "received"}};

static bool see_number(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

/* Out of the file, by another desk. */
static int64_t ask(struct lab *lab, const char *sql)
{
    struct store *fresh = store_kit_open(&lab->kit, &lab->kit.agent);
    struct error error = {0};
    int64_t number = -1;

    assert_true(db_query(fresh->db, sql, DB_ARGS(DB_TEXT(lab->number)),
                         see_number, &number, &error));
    store_close(fresh);
    return number;
}

/* How many events tell how its messages went. */
static int64_t events_of(struct lab *lab)
{
    return ask(lab, "SELECT count(*) FROM event WHERE number = ?"
                    " AND kind IN (" STORE_DELIVERY ")");
}

static void assert_stands(struct lab *lab, const char *state)
{
    const struct store_outbox_filter filter = {.number = lab->number,
                                               .state = state};
    struct error error = {0};
    AUTO_JSON rows = store_outbox(lab->supervisor, &filter, &error);

    assert_int_equal(json_array_size(rows), 1);
}

static void new_message(struct lab *lab)
{
    struct outbox_ask order = {{"KZO", "http", true}, 0, 1, 1, 0};
    struct outbox_message message;
    struct error error = {0};

    strcpy(lab->number,
           store_kit_save(lab->agent, store_kit_case(NULL, "KZO")));
    assert_int_equal(store_outbox_due(lab->sender, &order, &message, &error),
                     1);
    assert_string_equal(message.number, lab->number);
    strcpy(lab->id, message.id);
    outbox_message_clear(&message);
}

/* What was said of the deed must be so in the file. */
static void assert_honest(struct lab *lab, bool done, const char *state,
                          const struct error *error)
{
    int64_t events = events_of(lab);

    lab->done += done;
    if (done) {
        assert_int_equal(events, 1);
        assert_stands(lab, state);
    } else if (error->message == MESSAGE_SAVE_UNSURE) {
        lab->unsure++;
    } else {
        assert_int_equal(events, 0);
        assert_stands(lab, "waiting");
        lab->refused++;
    }
}

/* One deed with the fault at its n-th call; false when n was never reached. */
static bool fault_at(struct lab *lab, size_t deed, long n, bool for_ever)
{
    struct error error = {0};
    bool reached, done;

    new_message(lab);
    fault.calls = 0;
    fault.for_ever = for_ever;
    fault.countdown = n;
    done = deeds[deed].run(lab, &error);
    reached = fault.calls >= n;
    fault.countdown = 0;
    assert_honest(lab, done, deeds[deed].state, &error);
    error_clear(&error); /* the same again; the disk has been mended */
    if (!deeds[deed].run(lab, &error))
        fail_msg("fault %ld: %s %s", n, message_name(error.message),
                 error.detail);
    assert_int_equal(events_of(lab), 1);
    assert_stands(lab, deeds[deed].state);
    return reached;
}

static void every_fault_is_told_honestly(void **state)
{
    static const struct {
        bool for_ever;
        int number;
    } kinds[] = {{false, EIO}, {true, ENOSPC}};
    struct lab *lab = *state;

    for (size_t deed = 0; deed < COUNT(deeds); deed++)
        for (size_t i = 0; i < COUNT(kinds); i++) {
            bool reached = true;

            fault.number = kinds[i].number;
            for (long n = 1; reached; n++)
                reached = fault_at(lab, deed, n, kinds[i].for_ever);
        }
    print_message("%d ends with a fault: %d committed, %d refused, %d unsure\n",
                  lab->done + lab->refused + lab->unsure, lab->done,
                  lab->refused, lab->unsure);
    assert_true(lab->refused > 100);
    assert_int_equal(ask(lab, "SELECT (SELECT count(*) FROM cases) <>"
                              " (SELECT count(*) FROM outbox) + 0 * ?"),
                     0); /* each case has its one message */
}

static int begin(void **state)
{
    static char sender[] = "deliver", supervisor[] = "sv1";
    struct lab *lab = mem_new(sizeof(*lab));

    store_kit_make(&lab->kit);
    lab->users[0] = (struct user){sender, ROLE_SENDER, NULL};
    lab->users[1] = (struct user){supervisor, ROLE_SUPERVISOR, NULL};
    lab->agent = store_kit_open(&lab->kit, &lab->kit.agent);
    lab->sender = store_kit_open(&lab->kit, &lab->users[0]);
    lab->supervisor = store_kit_open(&lab->kit, &lab->users[1]);
    lab->branch = store_kit_open(&lab->kit, &lab->kit.kyzylorda);
    *state = lab;
    return 0;
}

static int end(void **state)
{
    struct lab *lab = *state;
    struct error error = {0};
    AUTO_JSON report = store_verify(lab->agent, &error);

    assert_true(json_is_true(json_object_get(report, "ok")));
    store_close(lab->agent);
    store_close(lab->sender);
    store_close(lab->supervisor);
    store_close(lab->branch);
    store_kit_remove(&lab->kit);
    free(lab);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_fault_is_told_honestly, begin,
                                        end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
