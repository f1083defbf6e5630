/* A trainer makes the practice registry misbehave, for one made-up person or
 * for all, and sees each fault on the wire as a client would. */
#include "console/base/clock.h"
#include "console/base/json.h"
#include "tests/kit/practice_kit.h"

#include <jansson.h>

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define PLAIN "/persons/850101300808" /* a person without a fault */

static struct practice_kit registry;

/* How a fault shows. */
struct sight {
    const char *fault;
    const char *head; /* in the answer; NULL: no HTTP at all */
    const char *body; /* in the answer; NULL: not looked at */
    size_t least, most;
    bool reset;
};

static const struct sight sights[] = {
    {"delay:1", "200 OK", "\"full_name\"", 300, 65536, false},
    {"reset", NULL, NULL, 0, 0, true},
    {"reset-body", "200 OK", NULL, 0, 8192, true},
    {"half", "Content-Length: ", "\"iin\"", 100, 8192, false},
    {"garbage", "200 OK", NULL, 700, 700, false},
    {"not-http", NULL, "no HTTP here", 0, 0, false},
    {"huge", "Content-Length: 4", "\"iin\"", 262145, SIZE_MAX, false},
    {"huge-chunked", "chunked", "\"iin\"", 262145, SIZE_MAX, false},
    {"gzip", "Content-Encoding: gzip", "\x1F\x8B\x08", 300, 65536, false},
    {"redirect", "Location: /moved/", NULL, 0, 0, false},
    {"redirect-file", "Location: file:///etc/passwd", NULL, 0, 0, false},
    {"401", "HTTP/1.1 401 ", "unauthorized", 1, 100, false},
    {"403", "HTTP/1.1 403 ", "forbidden", 1, 100, false},
    {"404", "HTTP/1.1 404 ", "{\"error\":\"not_found\"}", 21, 21, false},
    {"429:7", "HTTP/1.1 429 ", "Retry-After: 7\r\n", 1, 100, false},
    {"500", "HTTP/1.1 500 ", "internal", 1, 100, false},
    {"503", "HTTP/1.1 503 ", "unavailable", 1, 100, false},
    {"html", "Content-Type: text/html", "<!DOCTYPE", 20, 4096, false},
    {"duplicate", "200 OK", "{\"insured\":true,\"insured\":false,", 300, 65536,
     false},
    {"deep", "200 OK", "[[[[[[[[[[[[", 200000, 262144, false},
    {"other", "200 OK", "\"full_name\"", 300, 65536, false},
    {"bad-json", "200 OK", "},,}", 300, 65536, false},
    {"empty", "Content-Length: 0", NULL, 0, 0, false},
};

static void shows(const struct sight *sight, const char *path)
{
    AUTO_ANSWER answer = practice_kit_get(&registry, path, "");
    if (answer.reset != sight->reset)
        fail_msg("%s: reset is %d", sight->fault, answer.reset);
    if (sight->head)
        practice_answer_has(&answer, sight->head);
    else
        assert_null(strstr(text_chars(&answer.bytes), "HTTP/1.1"));
    if (sight->body)
        practice_answer_has(&answer, sight->body);
    size_t length = practice_answer_length(&answer);
    if (length < sight->least || length > sight->most)
        fail_msg("%s: %zu bytes of body", sight->fault, length);
}

static bool same_name(const char *fault, const char *other)
{
    size_t length = strcspn(fault, ":");
    return strcspn(other, ":") == length && strncmp(fault, other, length) == 0;
}

/* The path of the made-up person with this fault; the caller frees. */
static char *path_of(const char *fault)
{
    const char *root = getenv("AGENT1414_ROOT");
    AUTO_CHARS file =
        mem_format("%s/tests/practice/people.json", root ? root : ".");
    AUTO_JSON whole = json_read(file, NULL);
    size_t i;
    json_t *entry;
    json_array_foreach(json_object_get(whole, "people"), i, entry)
    {
        json_t *own = json_object_get(entry, "fault");
        if (own && same_name(json_string_value(own), fault))
            return mem_format("/persons/%s",
                              json_string_value(json_object_get(entry, "iin")));
    }
    fail_msg("nobody has the fault %s", fault);
    return NULL;
}

static void each_fault_shows_for_its_own_person(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(sights); i++) {
        if (same_name(sights[i].fault, "delay"))
            continue; /* five seconds; the switch below takes one */
        AUTO_CHARS path = path_of(sights[i].fault);
        shows(&sights[i], path);
    }
}

static void each_fault_can_be_switched_on_for_everybody(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(sights); i++) {
        practice_kit_fault(&registry, sights[i].fault);
        shows(&sights[i], PLAIN);
    }
    practice_kit_fault(&registry, "none");
    AUTO_ANSWER answer = practice_kit_get(&registry, PLAIN, "");
    practice_answer_has(&answer, "\"full_name\"");
}

static void a_fault_nobody_knows_changes_nothing(void **state)
{
    (void)state;
    const char *const wrong[] = {"/fault?name=dely", "/fault?name=delay:x",
                                 "/fault?name=", "/fault"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int fd = practice_kit_ask(&registry, "PUT", wrong[i], "");
        AUTO_ANSWER answer = practice_kit_read(fd, SIZE_MAX);
        practice_answer_has(&answer, "HTTP/1.1 400 ");
    }
    AUTO_ANSWER health = practice_kit_get(&registry, "/health", "");
    practice_answer_has(&health, "\"fault\":\"none\"");
}

static void another_person_is_another_person(void **state)
{
    (void)state;
    practice_kit_fault(&registry, "other");
    AUTO_ANSWER answer = practice_kit_get(&registry, PLAIN, "");
    practice_kit_fault(&registry, "none");
    assert_null(strstr(text_chars(&answer.bytes), "850101300808"));
}

static void a_redirect_that_is_followed_would_find_somebody(void **state)
{
    (void)state;
    AUTO_ANSWER answer = practice_kit_get(&registry, "/moved/850101300808", "");
    practice_answer_has(&answer, "\"full_name\"");
}

static void a_delay_is_as_long_as_said(void **state)
{
    (void)state;
    practice_kit_fault(&registry, "delay:1");
    int64_t before = clock_steady_ms();
    AUTO_ANSWER answer = practice_kit_get(&registry, PLAIN, "");
    int64_t took = clock_steady_ms() - before;
    practice_kit_fault(&registry, "none");
    practice_answer_has(&answer, "\"full_name\"");
    assert_true(took >= 990);
}

/* The head came, the body never does; nobody else is held up by that. */
static void one_who_hangs_holds_nobody_up(void **state)
{
    (void)state;
    AUTO_CHARS path = path_of("hang");
    int hanging = practice_kit_ask(&registry, "GET", path, "");
    char bytes[4096];
    ssize_t count = recv(hanging, bytes, sizeof(bytes) - 1, 0);
    assert_true(count > 0);
    bytes[count] = '\0';
    assert_non_null(strstr(bytes, "Content-Length: "));
    assert_true(count - (strstr(bytes, "\r\n\r\n") + 4 - bytes) == 0);
    AUTO_ANSWER answer = practice_kit_get(&registry, PLAIN, "");
    practice_answer_has(&answer, "\"full_name\"");
    struct pollfd end = {.fd = hanging, .events = POLLIN};
    assert_int_equal(poll(&end, 1, 100), 0);
    close(hanging);
}

static void a_dripping_answer_comes_in_bytes(void **state)
{
    (void)state;
    AUTO_CHARS path = path_of("drip");
    int fd = practice_kit_ask(&registry, "GET", path, "");
    AUTO_ANSWER answer = practice_kit_read(fd, 2);
    assert_memory_equal(practice_answer_body(&answer), "{\"", 2);
    assert_true(practice_answer_length(&answer) < 100);
}

static void stopping_does_not_wait_for_who_hangs(void **state)
{
    (void)state;
    struct practice_kit own;
    const char *const arguments[] = {"--fault", "hang", NULL};
    practice_kit_start(&own, arguments);
    int hanging = practice_kit_ask(&own, "GET", PLAIN, "");
    char byte;
    assert_int_equal(recv(hanging, &byte, 1, 0), 1);
    assert_int_equal(practice_kit_stop(&own), 0);
    close(hanging);
}

static int open_registry(void **state)
{
    (void)state;
    const char *const arguments[] = {NULL};
    practice_kit_start(&registry, arguments);
    return 0;
}

static int close_registry(void **state)
{
    (void)state;
    return practice_kit_stop(&registry);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_shows_for_its_own_person),
        cmocka_unit_test(each_fault_can_be_switched_on_for_everybody),
        cmocka_unit_test(a_fault_nobody_knows_changes_nothing),
        cmocka_unit_test(another_person_is_another_person),
        cmocka_unit_test(a_redirect_that_is_followed_would_find_somebody),
        cmocka_unit_test(a_delay_is_as_long_as_said),
        cmocka_unit_test(one_who_hangs_holds_nobody_up),
        cmocka_unit_test(a_dripping_answer_comes_in_bytes),
        cmocka_unit_test(stopping_does_not_wait_for_who_hangs),
    };
    return cmocka_run_group_tests(tests, open_registry, close_registry);
}
