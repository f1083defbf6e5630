/* The life of a case: the tables are proved and broken ones refused; every move
 * from every state by every role is compared with a table written by hand from
 * the plan; events are folded, and those that do not fit are refused. */
#include "console/cases/life.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/life_table.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

/* Who may do what from where, as the plan says it. States by letters: o open,
 * w in work, c waits for the caller, b for a body, r returned, a answered,
 * x closed, n reopened, d duplicate, v void; = as it was, < as before the link.
 * Roles: A agent, S supervisor, B branch, H head, M admin. own: the holder. */
static const struct {
    const char *move, *from;
    char to;
    const char *roles;
    bool own;
} plan[] = {
    {"take", "on", 'w', "BH", false},
    {"assign", "onw", 'w', "H", false},
    {"take-over", "wcb", 'w', "H", false},
    {"put-back", "wcb", 'o', "BH", true},
    {"keep", "w", '=', "BH", true},
    {"ask-caller", "w", 'c', "BH", true},
    {"ask-body", "w", 'b', "BH", true},
    {"hear", "c", 'w', "ASBHM", false},
    {"resume", "cb", 'w', "BH", true},
    {"return", "w", 'r', "BH", true},
    {"send-on", "onr", 'o', "SM", false},
    {"answer", "w", 'a', "BH", true},
    {"try", "a", '=', "ASBHM", false},
    {"close", "a", 'x', "ASBHM", false},
    {"reopen", "x", 'n', "ASM", false},
    {"recount", "owcbran", '=', "SM", false},
    {"link", "owcbran", 'd', "SHM", false},
    {"unlink", "d", '<', "SHM", false},
    {"finish", "owcbran", 'x', "SM", false},
    {"void", "owcbranxd", 'v', "SM", false},
    {"note", "owcbranxd", '=', "ASBHM", false},
};

static const char state_letters[] = "owcbraxndv";
static const char role_letters[] = "ASBHMD";

static struct case_now stand(int state)
{
    struct case_now now = {.state = (enum case_state)state,
                           .before = STATE_RETURNED,
                           .version = 7,
                           .since_ms = 1000,
                           .left_s = -1,
                           .branch = "KZO"};

    if (state_is_held(now.state))
        strcpy(now.holder, "br.kzo");
    if (now.state == STATE_DUPLICATE)
        strcpy(now.lead, "43-26-000001-4");
    return now;
}

/* What the plan wants for one row, state, role and person. */
static enum message wanted(size_t row, int state, int role, bool holder)
{
    if (!strchr(plan[row].roles, role_letters[role]))
        return MESSAGE_RIGHT_MISSING;
    if (!strchr(plan[row].from, state_letters[state]))
        return MESSAGE_MOVE_NOT_NOW;
    return plan[row].own && !holder ? MESSAGE_MOVE_NOT_YOURS : MESSAGE_NONE;
}

static char led_to(enum case_move move, int state)
{
    struct case_now now = stand(state);
    enum case_state to = move_to(move, &now);

    return state_letters[to];
}

static void check_one(size_t row, enum case_move move, int state, int role)
{
    for (int holder = 0; holder < 2; holder++) {
        struct case_now now = stand(state);
        struct user user = {holder ? "br.kzo" : "br.two", (enum role)role,
                            role_has_branch((enum role)role) ? "KZO" : NULL};
        struct error error = {0};
        bool may = life_may(&user, move, &now, 5000, &error);

        assert_int_equal(error.message, wanted(row, state, role, holder != 0));
        assert_int_equal(may, error.message == MESSAGE_NONE);
    }
}

static void every_move_is_as_the_plan_says(void **state)
{
    (void)state;
    /* All but the end of the lease, which no person makes. */
    assert_int_equal(COUNT(plan), MOVE_COUNT - 1);
    assert_int_equal(strlen(state_letters), STATE_COUNT);
    for (size_t row = 0; row < COUNT(plan); row++) {
        enum case_move move;

        assert_true(move_find(plan[row].move, &move));
        for (int at = 0; at < STATE_COUNT; at++) {
            char to = plan[row].to;

            for (int role = 0; role < ROLE_COUNT; role++)
                check_one(row, move, at, role);
            if (strchr(plan[row].from, state_letters[at]))
                assert_int_equal(led_to(move, at), to == '=' ? state_letters[at]
                                                   : to == '<' ? 'r'
                                                               : to);
        }
    }
}

static void a_lease_frees_when_it_is_over(void **state)
{
    struct user user = {"ag17", ROLE_AGENT, NULL};
    struct case_now now = stand(STATE_IN_WORK);
    struct error error = {0};

    (void)state;
    now.lease_ms = 5000;
    assert_true(life_may(&user, MOVE_FREED, &now, 5000, &error));
    assert_false(life_may(&user, MOVE_FREED, &now, 4999, &error));
    assert_int_equal(error.message, MESSAGE_MOVE_NOT_NOW);
    now.lease_ms = 0; /* none was counted */
    assert_false(life_may(&user, MOVE_FREED, &now, 5000, NULL));
    now = stand(STATE_WAITING_BODY);
    now.lease_ms = 1;
    assert_false(life_may(&user, MOVE_FREED, &now, 5000, NULL));
}

static void names_are_found_again(void **state)
{
    enum case_state found;
    enum case_move move;

    (void)state;
    for (int i = 0; i < STATE_COUNT; i++) {
        assert_true(state_find(state_name((enum case_state)i), &found));
        assert_int_equal(found, i);
        assert_true(strlen(state_label((enum case_state)i)) > 0);
    }
    for (int i = 0; i < MOVE_COUNT; i++) {
        assert_true(move_find(move_name((enum case_move)i), &move));
        assert_int_equal(move, i);
        assert_true(move_of_event(move_event((enum case_move)i), &move));
        assert_int_equal(move, i);
        assert_true(strlen(move_label((enum case_move)i)) > 0);
    }
    assert_false(state_find("stolen", &found));
    assert_false(move_find("steal", &move));
    assert_false(move_of_event(EVENT_LOOKUP, &move));
    assert_false(move_of_event(EVENT_CASE_ROUTED, &move));
}

static void what_must_be_given_is_listed(void **state)
{
    (void)state;
    assert_string_equal(life_reason(MOVE_RETURNED, 0), "wrong_branch");
    assert_string_equal(life_reason(MOVE_RETURNED, 1), "wrong_issue");
    assert_string_equal(life_reason(MOVE_RETURNED, 2), "lacks_data");
    assert_null(life_reason(MOVE_RETURNED, 3));
    assert_null(life_reason(MOVE_TAKEN, 0));
    assert_string_equal(life_channel(0), "phone");
    assert_null(life_channel(4));
    for (int i = 0; life_reason(MOVE_REOPENED, i); i++)
        assert_non_null(life_reason_label(MOVE_REOPENED, i));
    assert_true(move_demands(MOVE_TAKEN) == DEMAND_VERSION);
    assert_true(move_demands(MOVE_ASKED_BODY) == (DEMAND_TEXT | DEMAND_UNTIL));
}

/* The tables, to be broken. */
struct tables {
    struct life_state states[STATE_COUNT];
    struct life_move moves[MOVE_COUNT];
};

static void refused(const struct tables *tables, const char *row)
{
    struct error error = {0};

    assert_false(life_prove(tables->states, tables->moves, &error));
    assert_int_equal(error.message, MESSAGE_INTERNAL);
    if (!strstr(error.detail, row))
        fail_msg("%s is not named: %s", row, error.detail);
}

static struct tables sound(void)
{
    struct tables tables;

    memcpy(tables.states, life_states, sizeof(life_states));
    memcpy(tables.moves, life_moves, sizeof(life_moves));
    return tables;
}

static void broken_tables_are_refused(void **state)
{
    struct tables broken = sound();
    struct error error = {0};

    (void)state;
    assert_true(life_check(&error));
    assert_true(life_prove(broken.states, broken.moves, &error));
    broken.moves[MOVE_ANSWERED].to = LIFE_SAME;
    refused(&broken, "answered: nothing leads there");
    broken = sound();
    broken.moves[MOVE_ASKED_BODY].to = 1u << STATE_WAITING_CALLER;
    refused(&broken, "waiting_body: nothing leads there");
    broken = sound();
    for (int i = 0; i < MOVE_COUNT; i++)
        if (broken.moves[i].to != LIFE_SAME && i != MOVE_REOPENED)
            broken.moves[i].from &= ~(1u << STATE_CLOSED);
    broken.moves[MOVE_REOPENED].to = LIFE_SAME;
    broken.moves[MOVE_SENT_ON].to = 1u << STATE_REOPENED;
    refused(&broken, "closed: a trap");
    broken = sound();
    broken.states[STATE_ANSWERED].end = true;
    refused(&broken, "answered: an end that is left");
    broken = sound();
    broken.moves[MOVE_TAKEN].from = 0;
    refused(&broken, "take: begins nowhere");
    broken = sound();
    broken.moves[MOVE_TAKEN].from = 1u << STATE_COUNT;
    refused(&broken, "take: begins nowhere");
    broken = sound();
    broken.moves[MOVE_CLOSED].to = 0;
    refused(&broken, "close: has no target");
    broken = sound();
    broken.moves[MOVE_CLOSED].to = 3;
    refused(&broken, "close: has no target");
    broken = sound();
    broken.moves[MOVE_ANSWERED].from |= 1u << STATE_OPEN;
    refused(&broken, "answer: wants a holder where there is none");
    broken = sound();
    broken.moves[MOVE_TAKEN].demands |= DEMAND_REASON;
    refused(&broken, "take: reasons and demand differ");
    broken = sound();
    broken.moves[MOVE_NOTED].name = "take";
    refused(&broken, "take: two of one name");
    broken = sound();
    broken.moves[MOVE_NOTED].event = EVENT_CASE_TAKEN;
    refused(&broken, "note: two of one name");
}

static void where_a_case_stands_is_read_back(void **state)
{
    struct case_now now = {.state = STATE_DUPLICATE,
                           .before = STATE_WAITING_BODY,
                           .version = 12,
                           .since_ms = 1795338000000,
                           .due_ms = 1,
                           .act_ms = 2,
                           .left_s = 0,
                           .lease_ms = 4,
                           .look_ms = 5,
                           .tries = 3,
                           .holder = "br.kzo",
                           .branch = "KZO",
                           .term = "status_correction",
                           .lead = "43-26-000001-4"};
    struct case_now bare = stand(STATE_OPEN), back;

    (void)state;
    bare.before = STATE_OPEN;
    AUTO_JSON full = case_now_json(&now);
    AUTO_JSON little = case_now_json(&bare);
    assert_true(case_now_read(&back, full));
    AUTO_JSON again = case_now_json(&back);
    assert_true(json_equal(full, again));
    assert_int_equal(back.left_s, 0);
    assert_true(case_now_read(&back, little));
    AUTO_JSON bare_again = case_now_json(&back);
    assert_true(json_equal(little, bare_again));
    assert_int_equal(back.left_s, -1);
    assert_int_equal(json_object_size(little), 5);
}

static void wrong_values_are_not_read(void **state)
{
    static const char *const wrong[] = {
        "{\"state\": \"stolen\"}",
        "{\"state\": null}",
        "{\"version\": 0}",
        "{\"version\": null}",
        "{\"version\": \"7\"}",
        "{\"since_ms\": -1}",
        "{\"since_ms\": null}",
        "{\"due_ms\": -5}",
        "{\"due_ms\": \"1\"}",
        "{\"left_s\": 1.5}",
        "{\"tries\": -1}",
        "{\"tries\": 4294967297}",
        "{\"branch\": null}",
        "{\"branch\": \"\"}",
        "{\"branch\": 43}",
        "{\"branch\": \"ABCDEFGHIJKLMNOPQ\"}",
        "{\"holder\": \"abcdefghijklmnopqrstuvwxyz1234567\"}",
        "{\"before\": \"open\"}",
        "{\"state\": \"duplicate\"}",
        "{\"state\": \"duplicate\", \"before\": 3}",
    };
    struct case_now now = stand(STATE_OPEN);

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        AUTO_JSON json = case_now_json(&now);
        AUTO_JSON change = json_loads(wrong[i], 0, NULL);
        struct case_now read;

        assert_int_equal(json_object_update(json, change), 0);
        if (case_now_read(&read, json))
            fail_msg("read: %s", wrong[i]);
    }
}

/* Applies an event of a kind at a moment, with this "now". */
static bool apply(struct case_now *now, enum event_kind kind, int64_t at_ms,
                  const struct case_now *said)
{
    struct event event = {.kind = kind, .at_ms = at_ms};
    AUTO_JSON body = json_object();

    json_object_set_new(body, "now", case_now_json(said));
    return life_apply(now, &event, body);
}

static struct case_now opened(void)
{
    struct event event = {.kind = EVENT_CASE_OPENED, .at_ms = 1000};
    AUTO_JSON body = json_pack("{s:s}", "branch", "ALA");
    AUTO_JSON route = json_pack("{s:s, s:s, s:I, s:I}", "branch", "KZO", "term",
                                "status_correction", "due_ms", (json_int_t)9000,
                                "act_ms", (json_int_t)3000);
    struct case_now now;

    assert_true(life_apply(&now, &event, body));
    assert_string_equal(now.branch, "ALA");
    event.kind = EVENT_CASE_ROUTED;
    assert_true(life_apply(&now, &event, route));
    return now;
}

static void events_make_the_case(void **state)
{
    struct case_now now = opened(), is = now;
    struct event look = {.kind = EVENT_REVEALED, .at_ms = 1500};

    (void)state;
    assert_int_equal(now.version, 1);
    assert_int_equal(now.since_ms, 1000);
    assert_int_equal(now.due_ms, 9000);
    assert_int_equal(now.act_ms, 3000);
    assert_int_equal(now.left_s, -1);
    assert_string_equal(now.branch, "KZO");
    AUTO_JSON nothing = json_object();
    assert_true(life_apply(&now, &look, nothing));
    is.state = STATE_IN_WORK;
    is.version = 2;
    is.since_ms = 2000;
    strcpy(is.holder, "br.kzo");
    assert_true(apply(&now, EVENT_CASE_TAKEN, 2000, &is));
    assert_string_equal(now.holder, "br.kzo");
    /* A note does not count as a move, an answer does. */
    assert_true(apply(&now, EVENT_CASE_NOTED, 2100, &is));
    assert_int_equal(now.version, 2);
    is.state = STATE_ANSWERED;
    is.version = 3;
    is.since_ms = 2500;
    is.holder[0] = '\0';
    assert_true(apply(&now, EVENT_CASE_ANSWERED, 2500, &is));
    is.version = 4;
    is.tries = 1;
    assert_true(apply(&now, EVENT_CASE_TRIED, 2600, &is));
    assert_int_equal(now.since_ms, 2500);
}

/* An event of the first schema names the branch only. */
static void an_old_route_has_no_due_time(void **state)
{
    struct event event = {.kind = EVENT_CASE_OPENED, .at_ms = 1000};
    AUTO_JSON body = json_pack("{s:s, s:s}", "branch", "KZO", "region", "43");
    AUTO_JSON bare = json_object();
    struct case_now now;

    (void)state;
    assert_true(life_apply(&now, &event, body));
    event.kind = EVENT_CASE_ROUTED;
    assert_true(life_apply(&now, &event, body));
    assert_int_equal(now.due_ms, 0);
    assert_string_equal(now.term, "");
    event.kind = EVENT_CASE_OPENED;
    assert_false(life_apply(&now, &event, bare));
}

static void events_that_do_not_fit_are_refused(void **state)
{
    const struct case_now now = opened();
    struct case_now good = now, at, is;

    (void)state;
    good.state = STATE_IN_WORK;
    good.version = 2;
    good.since_ms = 2000;
    strcpy(good.holder, "br.kzo");
#define REFUSED(kind, change)                                                  \
    at = now;                                                                  \
    is = good;                                                                 \
    change;                                                                    \
    assert_false(apply(&at, kind, 2000, &is));                                 \
    assert_memory_equal(&at, &now, sizeof(at))
    at = now;
    assert_true(apply(&at, EVENT_CASE_TAKEN, 2000, &good));
    REFUSED(EVENT_CASE_TAKEN, is.version = 3);
    REFUSED(EVENT_CASE_TAKEN, is.version = 1);
    REFUSED(EVENT_CASE_TAKEN, is.holder[0] = '\0');
    REFUSED(EVENT_CASE_TAKEN, is.since_ms = 1999);
    REFUSED(EVENT_CASE_TAKEN, is.state = STATE_ANSWERED);
    REFUSED(EVENT_CASE_TAKEN, strcpy(is.branch, "ALA"));
    REFUSED(EVENT_CASE_TAKEN, strcpy(is.lead, "43-26-000001-4"));
    REFUSED(EVENT_CASE_ANSWERED, is.state = STATE_ANSWERED);
    REFUSED(EVENT_CASE_RESUMED, (void)0);
#undef REFUSED
    /* A move before the case was opened. */
    at = (struct case_now){0};
    good.version = 1;
    assert_false(apply(&at, EVENT_CASE_TAKEN, 2000, &good));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_move_is_as_the_plan_says),
        cmocka_unit_test(a_lease_frees_when_it_is_over),
        cmocka_unit_test(names_are_found_again),
        cmocka_unit_test(what_must_be_given_is_listed),
        cmocka_unit_test(broken_tables_are_refused),
        cmocka_unit_test(where_a_case_stands_is_read_back),
        cmocka_unit_test(wrong_values_are_not_read),
        cmocka_unit_test(events_make_the_case),
        cmocka_unit_test(an_old_route_has_no_due_time),
        cmocka_unit_test(events_that_do_not_fit_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
