/* A registry that answers in every way but the agreed one: each answer comes
 * over a real connection and becomes its named state with the right reason,
 * none "uninsured"; the desk's loop turns all the while and memory stays. */
#include "tests/faults/answers.h"
#include "tests/faults/faults.h"

#include "console/config/config.h"
#include "console/io/loop.h"
#include "console/registry/person.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define UUID "6f1c2e6a-7a53-4d3f-9a55-2c9d6f0c1414"

/* Wait long where something else than the deadline must end it; KiB of growth
 * that are allowed for all answers together. */
enum { PATIENT_MS = 60000, SHORT_MS = 200, GROWTH_KIB = 8 * 1024 };

struct desk {
    struct loop *loop;
    struct rawserver *server;
    struct lookup *patient, *hasty;
    int answers;
    struct lookup_answer answer;
};

static struct lookup *client(struct desk *desk, int deadline_ms)
{
    AUTO_CHARS url = mem_format("registry.base_url=http://127.0.0.1:%d",
                                rawserver_port(desk->server));
    AUTO_CHARS deadline = mem_format("registry.deadline_ms=%d", deadline_ms);
    const char *const options[] = {url, deadline, NULL};
    const struct config_places places = {"", "", options};
    struct error error = {0};
    struct config *config = config_load(&places, &error);
    struct lookup *lookup =
        config ? lookup_open(config, desk->loop, &error) : NULL;

    config_free(config);
    if (!lookup)
        fail_msg("%s", error.detail);
    return lookup;
}

static int open_desk(void **state)
{
    static const struct raw_step first = {RAW_CLOSE, ""};
    struct desk *desk = mem_new(sizeof(*desk));

    desk->loop = loop_open(NULL);
    assert_non_null(desk->loop);
    desk->server = rawserver_open(&first, 1);
    desk->patient = client(desk, PATIENT_MS);
    desk->hasty = client(desk, SHORT_MS);
    *state = desk;
    return 0;
}

static int close_desk(void **state)
{
    struct desk *desk = *state;

    lookup_close(desk->patient);
    lookup_close(desk->hasty);
    rawserver_close(desk->server);
    loop_close(desk->loop);
    free(desk);
    return 0;
}

static void keep(struct lookup_answer *answer, void *cookie)
{
    struct desk *desk = cookie;

    desk->answers++;
    desk->answer = *answer;
}

static void ask(struct desk *desk, const struct answer_case *one)
{
    struct lookup *lookup = one->ends_by_deadline ? desk->hasty : desk->patient;
    int before = desk->answers;

    rawserver_play(desk->server, one->act, text_chars(&one->bytes),
                   one->bytes.length);
    lookup_start(lookup, ANSWERS_IIN, UUID, LANGUAGE_KK, keep, desk);
    while (desk->answers == before)
        loop_turn(desk->loop, PATIENT_MS);
}

/* What a person reads of an answer that was none: why, what it means for the
 * call, what to do next; no number, no control bytes. */
static bool tells(const struct lookup_answer *answer)
{
    const char *text = message_text(answer->error.message);

    return strstr(answer->error.detail, ANSWERS_IIN) == NULL &&
           strpbrk(answer->error.detail, "\x1b\r\n") == NULL &&
           (answer->state == LOOKUP_NOT_FOUND ||
            (strstr(text, "unknown, not uninsured") &&
             error_code(&answer->error) == EXIT_UNAVAILABLE));
}

static bool is_right(struct desk *desk, const struct answer_case *one)
{
    const struct lookup_answer *answer = &desk->answer;
    bool right = answer->state == one->state &&
                 answer->error.message == one->message &&
                 (answer->person != NULL) == (one->state == LOOKUP_KNOWN) &&
                 (one->state == LOOKUP_KNOWN || tells(answer));

    if (!right)
        print_error("%s: %s, %s (%s); should be %s\n", one->name,
                    lookup_state_name(answer->state),
                    message_name(answer->error.message), answer->error.detail,
                    message_name(one->message));
    person_free(desk->answer.person);
    desk->answer.person = NULL;
    return right;
}

static long memory_kib(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static void every_answer_has_its_state_and_reason(void **state)
{
    struct desk *desk = *state;
    struct answers answers;
    size_t wrong = 0;

    answers_init(&answers);
    ask(desk, &answers.cases[0]); /* what is loaded once */
    person_free(desk->answer.person);
    long before = memory_kib();
    for (size_t i = 0; i < answers.count; i++) {
        ask(desk, &answers.cases[i]);
        wrong += !is_right(desk, &answers.cases[i]);
    }
    long grown = memory_kib() - before;
    size_t count = answers.count;
    assert_true(count >= 200);
    answers_clear(&answers);
    assert_int_equal(wrong, 0);
    faults_say("13", "registry answers, over the wire",
               "%zu answers, each its state and reason, %ld KiB more at most",
               count, grown);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    assert_true(grown <= GROWTH_KIB);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(
        every_answer_has_its_state_and_reason, open_desk, close_desk)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
