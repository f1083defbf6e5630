/* Which event is told to which branch, for every kind and role; and what is
 * told: the same each time, and nothing of a person. */
#include "console/cases/outbox.h"

#include "console/base/json.h"
#include "console/people/user.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

/* How the case stands after each move here. */
#define NOW                                                                    \
    "{\"state\":\"open\",\"version\":3,\"since_ms\":1795338000000,"            \
    "\"tries\":0,\"branch\":\"ALA\",\"due_ms\":1795424400000}"

/* A body as events of this kind have it, with personal values' commitments. */
static json_t *body_of(enum event_kind kind)
{
    const char *text = kind == EVENT_CASE_ROUTED
                           ? "{\"branch\":\"ALA\",\"region\":\"75\","
                             "\"due_ms\":1795424400000}"
                           : "{\"from\":\"KZO\",\"now\":" NOW ","
                             "\"sealed\":{\"note\":\"00ff\"}}";

    return json_loads(text, 0, NULL);
}

/* What the plan says: how many branches hear of it. */
static int wanted(enum event_kind kind, const char *role)
{
    static const enum event_kind told[] = {
        EVENT_CASE_ROUTED,       EVENT_CASE_TAKEN,      EVENT_CASE_ASSIGNED,
        EVENT_CASE_TAKEN_OVER,   EVENT_CASE_PUT_BACK,   EVENT_CASE_FREED,
        EVENT_CASE_ASKED_CALLER, EVENT_CASE_ASKED_BODY, EVENT_CASE_HEARD,
        EVENT_CASE_RESUMED,      EVENT_CASE_RETURNED,   EVENT_CASE_SENT_ON,
        EVENT_CASE_ANSWERED,     EVENT_CASE_TRIED,      EVENT_CASE_CLOSED,
        EVENT_CASE_REOPENED,     EVENT_CASE_RECOUNTED,  EVENT_CASE_LINKED,
        EVENT_CASE_UNLINKED,     EVENT_CASE_FINISHED,   EVENT_CASE_VOIDED,
        EVENT_CASE_NOTED};

    if (strcmp(role, "branch") == 0 || strcmp(role, "head") == 0)
        return 0;
    for (size_t i = 0; i < COUNT(told); i++)
        if (told[i] == kind)
            return kind == EVENT_CASE_SENT_ON ? 2 : 1;
    return 0;
}

static void every_event_is_told_as_planned(void **state)
{
    static const char *const roles[] = {"agent", "supervisor", "branch",
                                        "head",  "admin",      "system"};
    int told = 0;

    (void)state;
    for (int kind = 0; kind < EVENT_COUNT; kind++)
        for (size_t i = 0; i < COUNT(roles); i++) {
            char branches[2][LIFE_CODE_SIZE] = {"", ""};
            AUTO_JSON body = body_of((enum event_kind)kind);
            int count =
                outbox_told((enum event_kind)kind, roles[i], body, branches);

            assert_int_equal(count, wanted((enum event_kind)kind, roles[i]));
            assert_string_equal(branches[0], count > 0 ? "ALA" : "");
            assert_string_equal(branches[1], count > 1 ? "KZO" : "");
            told += count;
        }
    assert_int_equal(told, 4 * 23);
}

static void a_case_sent_to_where_it_was_is_told_once(void **state)
{
    char branches[2][LIFE_CODE_SIZE];
    AUTO_JSON body = body_of(EVENT_CASE_SENT_ON);

    (void)state;
    json_object_set_new(body, "from", json_string("ALA"));
    assert_int_equal(
        outbox_told(EVENT_CASE_SENT_ON, "supervisor", body, branches), 1);
    json_object_set_new(json_object_get(body, "now"), "branch",
                        json_string("A_CODE_THAT_IS_TOO_LONG"));
    assert_int_equal(
        outbox_told(EVENT_CASE_SENT_ON, "supervisor", body, branches), 0);
}

static struct event event_of(enum event_kind kind)
{
    static char uuid[] = "0b8f7c3e-5d6a-4f0e-9b1c-2a3d4e5f6071",
                number[] = "75-26-000123-7", actor[] = "sv1", role[] = "s",
                person[] = "11111111-2222-4333-8444-555555555555";

    return (struct event){.seq = 17,
                          .uuid = uuid,
                          .at_ms = 1795338000000,
                          .actor = actor,
                          .role = role,
                          .kind = kind,
                          .number = number,
                          .person = person};
}

static void what_is_told_is_the_same_and_of_nobody(void **state)
{
    const struct outbox_about about = {"KZO", "student_missing", "kk"};

    (void)state;
    for (int kind = 0; kind < EVENT_COUNT; kind++) {
        struct event event = event_of((enum event_kind)kind);
        AUTO_JSON body = body_of(event.kind);
        AUTO_CHARS told = outbox_body(&event, body, &about);
        AUTO_CHARS again = outbox_body(&event, body, &about);

        assert_true((told != NULL) == (wanted(event.kind, "agent") > 0 ||
                                       event.kind == EVENT_CASE_KEPT));
        if (!told)
            continue;
        assert_string_equal(told, again);
        assert_null(strstr(told, event.person));
        assert_null(strstr(told, event.actor));
        assert_null(strstr(told, "00ff"));
        AUTO_JSON message = json_loads(told, 0, NULL);
        const json_t *stands = json_object_get(message, "case");
        assert_string_equal(json_find_string(message, "id"),
                            "0b8f7c3e-5d6a-4f0e-9b1c-2a3d4e5f6071.KZO");
        assert_string_equal(json_find_string(message, "to"), "KZO");
        assert_string_equal(json_find_string(stands, "branch"), "ALA");
        assert_string_equal(json_find_string(stands, "due"),
                            "2026-11-23T09:00:00.000Z");
    }
}

static void states_are_found_by_name(void **state)
{
    enum outbox_state found;

    (void)state;
    for (int i = 0; i < OUTBOX_COUNT; i++) {
        enum outbox_state at = (enum outbox_state)i;

        assert_true(outbox_find(outbox_name(at), &found));
        assert_int_equal(found, at);
        assert_int_equal(outbox_is_open(at), at != OUTBOX_RECEIVED);
        assert_true(*outbox_label(at) != '\0');
    }
    assert_false(outbox_find("lost", &found));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_event_is_told_as_planned),
        cmocka_unit_test(a_case_sent_to_where_it_was_is_told_once),
        cmocka_unit_test(what_is_told_is_the_same_and_of_nobody),
        cmocka_unit_test(states_are_found_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
