/* outbox: what branches do not have yet is listed, shown, sent again or
 * elsewhere and written down as told, by those who may; a branch person's look
 * is the receipt. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store.h"
#include "console/cases/store_outbox.h"
#include "tests/console/cases/store_kit.h"
#include "tests/console/cli/cli_kit.h"
#include "tests/kit/people_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct store_kit kit;
static char number[NUMBER_SIZE], id[OUTBOX_ID_SIZE];

static const struct people_kit people[] = {
    {"ag17", ROLE_AGENT, NULL},     {"sv1", ROLE_SUPERVISOR, NULL},
    {"br.kzo", ROLE_BRANCH, "KZO"}, {"br.ala", ROLE_BRANCH, "ALA"},
    {"deliver", ROLE_SENDER, NULL}, {0}};

static int begin(void **state)
{
    if (cli_kit_begin(state) != 0)
        return -1;
    store_kit_make(&kit);
    people_kit_fill(kit.folder, people);
    return 0;
}

static int end(void **state)
{
    store_kit_remove(&kit);
    return cli_kit_end(state);
}

/* A case of Kyzylorda, whose message a web service refused. */
static int begin_case(void **state)
{
    struct user sender = {(char *)"deliver", ROLE_SENDER, NULL};
    struct store *agent = store_kit_open(&kit, &kit.agent);
    struct store *store = store_kit_open(&kit, &sender);
    struct outbox_ask ask = {{"KZO", "http", true}, 1, 1, 1, 0};
    const struct outbox_try end = {OUTBOX_REFUSED, "http",
                                   "content: 422 no such issue", 0, 0, 0};
    struct outbox_message message;
    struct error error = {0};

    (void)state;
    strcpy(number, store_kit_save(agent, store_kit_case(NULL, "KZO")));
    while (store_outbox_due(store, &ask, &message, &error) == 1) {
        strcpy(id, message.id);
        outbox_message_clear(&message);
        assert_true(store_outbox_tried(store, id, &end, &error));
    }
    store_close(agent);
    store_close(store);
    return 0;
}

static struct cli_said run_as(const char *who, const char *line)
{
    return cli_kit_run(NULL, "-o store.folder=%s --as=%s %s", kit.folder, who,
                       line);
}

static struct cli_said decide(const char *who, const char *word,
                              const char *options)
{
    AUTO_CHARS line = mem_format("outbox %s %s %s", word, id, options);

    return run_as(who, line);
}

/* The state of the message, as the list of its case tells it. */
static void assert_state(const char *state, const char *sink)
{
    AUTO_CHARS line = mem_format("outbox list %s --state "
                                 "waiting,received,refused,expired --json",
                                 number);
    AUTO_SAID said = run_as("sv1", line);
    AUTO_JSON told = cli_kit_json(&said);
    json_t *row = json_array_get(json_object_get(told, "messages"), 0);
    const char *through = json_find_string(row, "sink");

    assert_int_equal(said.exit_code, 0);
    assert_string_equal(json_find_string(row, "id"), id);
    assert_string_equal(json_find_string(row, "state"), state);
    assert_string_equal(through ? through : "", sink);
}

static void what_is_undelivered_is_listed(void **state)
{
    AUTO_SAID table = run_as("sv1", "outbox list --failing");
    AUTO_SAID csv = run_as("sv1", "outbox list --branch KZO --csv");
    AUTO_SAID other = run_as("sv1", "outbox list --branch ALA --json");
    AUTO_CHARS line = mem_format("outbox list --after %s --json", id);
    AUTO_SAID behind = run_as("sv1", line);

    (void)state;
    assert_int_equal(table.exit_code, 0);
    cli_kit_has(&table.out, number);
    cli_kit_has(&table.out, "refused");
    cli_kit_has(&table.out, "422 no such issue");
    cli_kit_has(&csv.out, "id,number,branch,kind,at,state,sink,tries,next,");
    cli_kit_has(&csv.out, id);
    cli_kit_lacks(&other.out, id);
    cli_kit_lacks(&behind.out, id);
    assert_state("refused", "");
}

static void one_message_is_shown_with_the_remedy(void **state)
{
    AUTO_SAID text = decide("sv1", "show", "");
    AUTO_SAID json = decide("sv1", "show", "--json");
    AUTO_JSON told = cli_kit_json(&json);
    const json_t *body = json_object_get(told, "body");

    (void)state;
    assert_int_equal(text.exit_code, 0);
    cli_kit_has(&text.out, "content: 422 no such issue");
    cli_kit_has(&text.out, "agent1414-message/1");
    assert_string_equal(json_find_string(body, "id"), id);
    assert_string_equal(json_find_string(body, "to"), "KZO");
}

static void a_supervisor_decides(void **state)
{
    static const char settings[] = "-o branch.KZO.url=http://127.0.0.1:9/a";

    (void)state;
    AUTO_SAID again = decide("sv1", "again", "");
    assert_int_equal(again.exit_code, 0);
    assert_state("waiting", "");
    AUTO_SAID nowhere = decide("sv1", "elsewhere", "--sink smtp");
    assert_int_equal(nowhere.exit_code, 2);
    AUTO_SAID unknown = decide("sv1", "elsewhere", "--sink pigeon");
    assert_int_equal(unknown.exit_code, 2);
    AUTO_CHARS http = mem_format("--sink http %s", settings);
    AUTO_SAID elsewhere = decide("sv1", "elsewhere", http);
    if (elsewhere.exit_code != 0)
        fail_msg("%s", text_chars(&elsewhere.err));
    assert_state("waiting", "http");
    AUTO_SAID without = decide("sv1", "handed", "");
    assert_int_equal(without.exit_code, 2);
    AUTO_SAID handed = decide("sv1", "handed", "--text 'told by phone'");
    assert_int_equal(handed.exit_code, 0);
    assert_state("received", "http");
    AUTO_SAID late = decide("sv1", "again", "");
    assert_int_equal(late.exit_code, 7);
    cli_kit_has(&late.err, "has this message by now");
}

static void nobody_else_decides_or_reads(void **state)
{
    static const char *const others[] = {"ag17", "br.kzo", "br.ala", "deliver"};

    (void)state;
    for (size_t i = 0; i < COUNT(others); i++) {
        AUTO_SAID list = run_as(others[i], "outbox list");
        AUTO_SAID show = decide(others[i], "show", "");
        AUTO_SAID again = decide(others[i], "again", "");

        assert_int_equal(list.exit_code, 6);
        assert_int_equal(show.exit_code, 6);
        assert_int_equal(again.exit_code, 6);
        cli_kit_lacks(&list.out, number);
    }
    assert_state("refused", "");
}

static void a_message_that_is_not_there_is_said_so(void **state)
{
    AUTO_SAID none =
        run_as("sv1", "outbox show 00000000-0000-4000-8000-000000000000.KZO");
    AUTO_SAID odd = run_as("sv1", "outbox again x");
    AUTO_SAID states = run_as("sv1", "outbox list --state lost");
    AUTO_SAID usage = run_as("sv1", "outbox send");

    (void)state;
    assert_int_equal(none.exit_code, 4);
    cli_kit_one_line(&none.err);
    assert_int_equal(odd.exit_code, 4);
    assert_int_equal(states.exit_code, 2);
    assert_int_equal(usage.exit_code, 2);
}

/* As whoever has no room for what it says. */
static void run_full(const char *who, const char *line)
{
    const char *build = getenv("AGENT1414_BUILD");
    AUTO_CHARS command = mem_format(
        "%s/agent1414 -o store.folder=%s --as=%s %s >/dev/full 2>/dev/null",
        build ? build : "build", kit.folder, who, line);
    int status = system(command);

    assert_int_equal(WEXITSTATUS(status), 1);
}

static void a_look_of_the_branch_is_the_receipt(void **state)
{
    AUTO_CHARS show = mem_format("case show %s --json", number);

    (void)state;
    AUTO_SAID again = decide("sv1", "again", "");
    AUTO_SAID other = run_as("br.ala", show);
    assert_int_equal(other.exit_code, 4);
    AUTO_SAID line = run_as("ag17", show);
    assert_int_equal(line.exit_code, 0);
    AUTO_CHARS text = mem_format("case show %s", number);
    AUTO_SAID told = run_as("ag17", text);
    cli_kit_has(&told.out, "Not yet with the branches");
    assert_state("waiting", "");
    run_full("br.kzo", text);
    assert_state("waiting", "");
    AUTO_SAID seen = run_as("br.kzo", show);
    assert_int_equal(seen.exit_code, 0);
    assert_state("received", "");
    AUTO_SAID later = run_as("br.kzo", show);
    cli_kit_has(&later.out, "case_delivered");
}

static void who_lost_a_case_is_told_so(void **state)
{
    AUTO_CHARS send =
        mem_format("case send-on %s --to ALA --text 'not theirs'", number);

    (void)state;
    AUTO_SAID again = decide("sv1", "again", "");
    AUTO_SAID sent = run_as("sv1", send);
    if (sent.exit_code != 0)
        fail_msg("%s", text_chars(&sent.err));
    AUTO_SAID program = run_as("br.kzo", "case list --json");
    cli_kit_lacks(&program.err, number);
    run_full("br.kzo", "case list");
    AUTO_SAID list = run_as("br.kzo", "case list");
    AUTO_SAID once = run_as("br.kzo", "case list");
    cli_kit_has(&list.err, number);
    cli_kit_lacks(&once.err, number);
    assert_state("received", "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, begin_case)
    const struct CMUnitTest tests[] = {
        TEST(what_is_undelivered_is_listed),
        TEST(one_message_is_shown_with_the_remedy),
        TEST(a_supervisor_decides),
        TEST(nobody_else_decides_or_reads),
        TEST(a_message_that_is_not_there_is_said_so),
        TEST(a_look_of_the_branch_is_the_receipt),
        TEST(who_lost_a_case_is_told_so),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
