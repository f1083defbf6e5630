/* A branch's service keeps its promises: what it answered it has, for ever, and
 * the same message twice is one. */
#include "console/base/memory.h"
#include "console/io/post.h"
#include "tests/kit/receiver_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct bench {
    char folder[64], ledger[100];
    struct receiver_kit receiver;
    struct post *post;
};

static int open_bench(void **state)
{
    const struct http_settings settings = {
        .connect_ms = 60000, .deadline_ms = 60000, .body_max = 100000};
    struct bench *bench = mem_new(sizeof *bench);
    strcpy(bench->folder, "/tmp/receiver.XXXXXX");
    assert_non_null(mkdtemp(bench->folder));
    snprintf(bench->ledger, sizeof bench->ledger, "%s/ledger", bench->folder);
    bench->post = post_open(&settings, NULL, NULL);
    assert_non_null(bench->post);
    receiver_kit_start(&bench->receiver, bench->ledger, "KZO", "made-up");
    *state = bench;
    return 0;
}

static int close_bench(void **state)
{
    struct bench *bench = *state;
    receiver_kit_stop(&bench->receiver);
    post_close(bench->post);
    unlink(bench->ledger);
    unlink(bench->receiver.said);
    assert_int_equal(rmdir(bench->folder), 0);
    free(bench);
    return 0;
}

#define UUID "00000000-0000-4000-8000-00000000000"
#define BODY(n, seq, to, more)                                                 \
    "{\"case\":{\"number\":\"43-26-000123-7\"" more "},\"format\":"            \
    "\"agent1414-message/1\",\"id\":\"" UUID n ".KZO\",\"seq\":" seq ","       \
    "\"to\":\"" to "\"}"

/* Sends; the status, with the answer's body in `said` (300 bytes). */
static int send_with(struct bench *bench, const char *key, const char *body,
                     const char *token, char *said)
{
    AUTO_CHARS url = mem_format("http://127.0.0.1:%d/", bench->receiver.port);
    AUTO_CHARS id = mem_format("Idempotency-Key: %s", key);
    AUTO_CHARS authorization = mem_format("Authorization: Bearer %s", token);
    const char *const headers[] = {"Content-Type: application/json", id,
                                   authorization, NULL};
    const struct post_letter letter = {url, headers, body, strlen(body)};
    struct http_answer answer = post_send(bench->post, &letter);
    assert_int_equal(answer.end, HTTP_ANSWERED);
    snprintf(said, 300, "%s", answer.body);
    return answer.status;
}

static void says(struct bench *bench, const char *n, const char *body,
                 int status, const char *answer)
{
    char said[300];
    AUTO_CHARS key = mem_format(UUID "%s.KZO", n);
    assert_int_equal(send_with(bench, key, body, "made-up", said), status);
    if (strcmp(said, answer) != 0)
        fail_msg("it said %s", said);
}

static void the_same_again_is_the_same_answer(void **state)
{
    struct bench *bench = *state;
    const char *first = "{\"receipt\":\"KZO-000001\"}";
    says(bench, "1", BODY("1", "1", "KZO", ""), 200, first);
    says(bench, "2", BODY("2", "2", "KZO", ""), 200,
         "{\"receipt\":\"KZO-000002\"}");
    says(bench, "1", BODY("1", "1", "KZO", ""), 200, first);
    says(bench, "1", BODY("1", "1", "KZO", ",\"state\":\"open\""), 409,
         "{\"error\":\"this id had another body\"}");
    assert_int_equal(receiver_kit_taken(&bench->receiver), 2);
    assert_int_equal(receiver_kit_count(&bench->receiver, "accepted "), 2);
    assert_int_equal(receiver_kit_count(&bench->receiver, "again "), 1);
    assert_int_equal(receiver_kit_count(&bench->receiver, "changed "), 1);
    assert_int_equal(receiver_kit_count(&bench->receiver, "overtaken "), 0);
    says(bench, "3", BODY("3", "1", "KZO", ""), 200,
         "{\"receipt\":\"KZO-000003\"}");
    assert_int_equal(receiver_kit_count(&bench->receiver, "overtaken "), 1);
}

static void what_was_answered_outlives_a_kill(void **state)
{
    struct bench *bench = *state;
    says(bench, "1", BODY("1", "1", "KZO", ""), 200,
         "{\"receipt\":\"KZO-000001\"}");
    receiver_kit_kill(&bench->receiver);
    int ledger = open(bench->ledger, O_WRONLY | O_APPEND);
    assert_int_equal(write(ledger, "KZO-000002\t{\"half\":", 19), 19);
    close(ledger);
    receiver_kit_start(&bench->receiver, bench->ledger, "KZO", "made-up");
    says(bench, "1", BODY("1", "1", "KZO", ""), 200,
         "{\"receipt\":\"KZO-000001\"}");
    says(bench, "2", BODY("2", "2", "KZO", ""), 200,
         "{\"receipt\":\"KZO-000002\"}");
    assert_int_equal(receiver_kit_taken(&bench->receiver), 2);
}

static void what_is_not_for_us_is_refused(void **state)
{
    struct bench *bench = *state;
    char said[300];
    const char *right = BODY("1", "1", "KZO", "");
    assert_int_equal(send_with(bench, UUID "1.KZO", right, "other", said), 401);
    assert_int_equal(send_with(bench, UUID "2.KZO", right, "made-up", said),
                     422);
    says(bench, "1", BODY("1", "1", "ALA", ""), 422,
         "{\"error\":\"not for this branch\"}");
    says(bench, "1", "{}", 422, "{\"error\":\"not an agent1414-message/1\"}");
    says(bench, "1", "[]", 400, "{\"error\":\"not a JSON object\"}");
    says(bench, "1", "{", 400, "{\"error\":\"not a JSON object\"}");
    says(bench, "1", BODY("1", "1", "KZO", "\n"), 422,
         "{\"error\":\"more than one line\"}");
    AUTO_CHARS huge = mem_format("{\"x\":\"%070000d\"}", 0);
    says(bench, "1", huge, 413, "{\"error\":\"too long\"}");
    assert_int_equal(receiver_kit_taken(&bench->receiver), 0);
}

#define STORY(story)                                                           \
    cmocka_unit_test_setup_teardown(story, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(the_same_again_is_the_same_answer),
        STORY(what_was_answered_outlives_a_kill),
        STORY(what_is_not_for_us_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
