/* An agent looks a person up: the registry answers, refuses, breaks off or
 * keeps silent, and each is told apart by its own message. */
#include "tests/console/registry/lookup_desk.h"

#include "console/base/text.h"
#include "console/io/http.h"
#include "console/registry/lookup_verdict.h"
#include "console/registry/person.h"

#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void a_person_is_found_and_handed_over(void **state)
{
    struct desk *desk = *state;
    desk_play(desk, RAW_CLOSE, "HTTP/1.1 200 OK\r\n" JSON "\r\n" BODY,
              PATIENT_MS);
    assert_int_equal(desk->state, LOOKUP_KNOWN);
    assert_int_equal(desk->error.message, MESSAGE_NONE);
    assert_string_equal(person_iin(desk->person), IIN);
    assert_in_range(desk->took_ms, 0, PATIENT_MS);
    AUTO_CHARS request = rawserver_last(desk->server);
    assert_ptr_equal(strstr(request, "GET /api/persons/" IIN " HTTP/1.1\r\n"),
                     request);
    assert_non_null(strstr(request, "\r\nAccept: application/json\r\n"));
    assert_non_null(strstr(request, "\r\nX-Request-Id: " UUID "\r\n"));
    assert_non_null(strstr(request, "\r\nAccept-Language: ru\r\n"));
    assert_null(strstr(request, "Authorization"));
}

static void nobody_is_a_state_of_its_own(void **state)
{
    struct desk *desk = *state;
    desk_play(desk, RAW_CLOSE,
              "HTTP/1.1 404 Not Found\r\n" JSON
              "\r\n{\"error\": \"not_found\"}",
              PATIENT_MS);
    assert_int_equal(desk->state, LOOKUP_NOT_FOUND);
    assert_int_equal(desk->error.message, MESSAGE_LOOKUP_NOT_FOUND);
    assert_int_equal(error_code(&desk->error), EXIT_NOT_FOUND);
    assert_null(desk->person);
}

/* What the registry sends, byte for byte, and what the agent is told. */
static void every_odd_answer_is_told_apart(void **state)
{
    static const struct {
        const char *answer;
        enum message message;
        const char *words;
    } answers[] = {
        {"401 No\r\n\r\n", MESSAGE_LOOKUP_CREDENTIALS, "status 401"},
        {"403 No\r\n\r\n", MESSAGE_LOOKUP_CREDENTIALS, "status 403"},
        {"404 No\r\nContent-Type: text/html\r\n\r\n<p>no</p>",
         MESSAGE_LOOKUP_STATUS, "status 404"},
        {"404 No\r\n" JSON "\r\n{\"error\":\"gone\"}", MESSAGE_LOOKUP_STATUS,
         "status 404"},
        {"404 No\r\n" JSON "\r\n", MESSAGE_LOOKUP_STATUS, "status 404"},
        {"404 No\r\nContent-Type: text/plain\r\n\r\n{\"error\":\"not_found\"}",
         MESSAGE_LOOKUP_STATUS, "status 404"},
        {"429 Slow\r\nRetry-After: 17\r\n\r\n", MESSAGE_LOOKUP_BUSY,
         "again in 17 s"},
        {"429 Slow\r\n\r\n", MESSAGE_LOOKUP_BUSY, "again in 60 s"},
        {"500 Oh\r\n" JSON "\r\n" BODY, MESSAGE_LOOKUP_SERVER, "status 500"},
        {"503 Oh\r\nRetry-After: 5\r\n\r\n", MESSAGE_LOOKUP_SERVER,
         "status 503"},
        {"301 Go\r\nLocation: https://registry.example/\r\n\r\n",
         MESSAGE_LOOKUP_REDIRECT, "status 301"},
        {"307 Go\r\nLocation: /persons/1\r\n\r\n", MESSAGE_LOOKUP_REDIRECT,
         "status 307"},
        {"200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html>",
         MESSAGE_LOOKUP_HTML, "text/html"},
        {"200 OK\r\n" JSON "\r\n\n <!DOCTYPE html>", MESSAGE_LOOKUP_HTML,
         "application/json"},
        {"200 OK\r\n\r\n" BODY, MESSAGE_LOOKUP_JSON, "content type"},
        {"200 OK\r\nContent-Type: text/plain\r\n\r\n" BODY, MESSAGE_LOOKUP_JSON,
         "text/plain"},
        {"200 OK\r\n" JSON "\r\n", MESSAGE_LOOKUP_JSON, "answer:1"},
        {"200 OK\r\n" JSON "\r\n\x1f\x8b\x08garbage", MESSAGE_LOOKUP_JSON,
         "answer:1"},
        {"200 OK\r\n" JSON "\r\n{\"iin\":\"" IIN "\",\"iin\":\"" IIN "\"}",
         MESSAGE_LOOKUP_JSON, "answer:1"},
        {"200 OK\r\n" JSON "\r\n{\"insured\":false}", MESSAGE_LOOKUP_SHAPE,
         "$.iin"},
        {"200 OK\r\n" JSON "\r\n{\"iin\":\"" IIN "\",\"insured\":\"no\"}",
         MESSAGE_LOOKUP_SHAPE, "$.insured"},
        {"200 OK\r\n" JSON "\r\n{\"iin\":\"900101300807\"}",
         MESSAGE_LOOKUP_OTHER_PERSON, "$.iin"},
        {"200 OK\r\n" JSON "Content-Length: 500\r\n\r\n{\"iin\":",
         MESSAGE_LOOKUP_CUT, ""},
        {"200 OK\r\n" JSON "Content-Length: 262145\r\n\r\n",
         MESSAGE_LOOKUP_TOO_BIG, ""},
        {"204 Nothing\r\n\r\n", MESSAGE_LOOKUP_STATUS, "status 204"},
        {"418 Teapot\r\n\r\n", MESSAGE_LOOKUP_STATUS, "status 418"},
    };
    for (size_t i = 0; i < COUNT(answers); i++) {
        AUTO_CHARS text = mem_format("HTTP/1.1 %s", answers[i].answer);
        desk_play(*state, RAW_CLOSE, text, PATIENT_MS);
        desk_is_unknown(*state, answers[i].message, answers[i].words);
    }
}

/* What no server of a test can do is told apart as well. */
static void every_end_of_a_request_has_its_message(void **state)
{
    (void)state;
    static const struct {
        enum http_end end;
        enum message message;
    } ends[] = {{HTTP_NO_HOST, MESSAGE_LOOKUP_NO_HOST},
                {HTTP_NO_CONNECT, MESSAGE_LOOKUP_NO_CONNECT},
                {HTTP_TLS, MESSAGE_LOOKUP_TLS},
                {HTTP_TIMEOUT, MESSAGE_LOOKUP_TIMEOUT},
                {HTTP_CUT, MESSAGE_LOOKUP_CUT},
                {HTTP_TOO_BIG, MESSAGE_LOOKUP_TOO_BIG},
                {HTTP_BAD, MESSAGE_LOOKUP_STATUS}};
    for (size_t i = 0; i < COUNT(ends); i++) {
        struct http_answer http = {.end = ends[i].end,
                                   .body = "",
                                   .type = "",
                                   .retry_after_s = -1,
                                   .detail = "why\x1b[2J"};
        struct lookup_answer answer = {.state = LOOKUP_KNOWN};
        lookup_verdict(&http, IIN, &answer);
        assert_int_equal(answer.state, LOOKUP_UNKNOWN);
        assert_int_equal(answer.error.message, ends[i].message);
        assert_string_equal(answer.error.detail, "why[2J");
        assert_null(answer.person);
    }
}

static void an_answer_without_end_is_too_big(void **state)
{
    desk_play(*state, RAW_FLOOD, "HTTP/1.1 200 OK\r\n" JSON "\r\n", PATIENT_MS);
    desk_is_unknown(*state, MESSAGE_LOOKUP_TOO_BIG, "");
}

static void an_answer_of_256_KiB_is_still_one(void **state)
{
    struct desk *desk = *state;
    enum { LIMIT = 256 * 1024 };
    AUTO_TEXT text = {0};
    text_add(&text, "HTTP/1.1 200 OK\r\n" JSON "\r\n" BODY);
    for (size_t length = strlen(BODY); length < LIMIT; length++)
        text_add(&text, " ");
    desk_play(desk, RAW_CLOSE, text_chars(&text), PATIENT_MS);
    assert_int_equal(desk->state, LOOKUP_KNOWN);
    text_add(&text, " ");
    desk_play(desk, RAW_CLOSE, text_chars(&text), PATIENT_MS);
    desk_is_unknown(desk, MESSAGE_LOOKUP_TOO_BIG, "");
}

static void a_broken_connection_is_told_from_none(void **state)
{
    struct desk *desk = *state;
    desk_play(desk, RAW_RESET,
              "HTTP/1.1 200 OK\r\n" JSON "Content-Length: 99\r\n\r\n{\"ii",
              PATIENT_MS);
    desk_is_unknown(desk, MESSAGE_LOOKUP_CUT, "");
    desk_play(desk, RAW_CLOSE, "", PATIENT_MS);
    desk_is_unknown(desk, MESSAGE_LOOKUP_NO_CONNECT, "");
}

static void what_is_not_http_is_not_an_answer(void **state)
{
    desk_play(*state, RAW_CLOSE, "220 mail.example ESMTP\r\n", PATIENT_MS);
    desk_is_unknown(*state, MESSAGE_LOOKUP_STATUS, "");
}

/* A port that was free a moment ago: bound, and not listened on. */
static void a_registry_that_is_down_cannot_be_reached(void **state)
{
    struct desk *desk = *state;
    struct sockaddr_in place = {.sin_family = AF_INET,
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(place);
    int taken = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(taken, (struct sockaddr *)&place, size), 0);
    assert_int_equal(getsockname(taken, (struct sockaddr *)&place, &size), 0);
    desk_connect(desk, ntohs(place.sin_port), PATIENT_MS, "");
    desk_ask(desk);
    close(taken);
    desk_is_unknown(desk, MESSAGE_LOOKUP_NO_CONNECT, "");
}

/* Nobody is asked: curl calls this one, as the program's own names come first.
 */
int getaddrinfo(const char *name, const char *service,
                const struct addrinfo *hints, struct addrinfo **found)
{
    if (name != NULL && strcmp(name, "registry.invalid") == 0)
        return EAI_NONAME;
    int (*real)(const char *, const char *, const struct addrinfo *,
                struct addrinfo **);
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    return real(name, service, hints, found);
}

static void a_name_that_does_not_exist_is_told_as_such(void **state)
{
    struct desk *desk = *state;
    desk->lookup =
        desk_client(desk, "https://registry.invalid", PATIENT_MS, "");
    assert_non_null(desk->lookup);
    desk_ask(desk);
    desk_is_unknown(desk, MESSAGE_LOOKUP_NO_HOST, "");
}

static void a_silent_or_slow_registry_meets_the_deadline(void **state)
{
    struct desk *desk = *state;
    desk_play(desk, RAW_HOLD, "", SHORT_MS);
    desk_is_unknown(desk, MESSAGE_LOOKUP_TIMEOUT, "");
    assert_true(desk->took_ms >= SHORT_MS - 1);
    desk_play(desk, RAW_HOLD,
              "HTTP/1.1 200 OK\r\n" JSON "\r\n{\"iin\":", SHORT_MS);
    desk_is_unknown(desk, MESSAGE_LOOKUP_TIMEOUT, "");
}

static void a_number_that_is_none_goes_nowhere(void **state)
{
    struct desk *desk = *state;
    struct raw_step step = {RAW_CLOSE, "HTTP/1.1 200 OK\r\n\r\n"};
    static const char *const numbers[] = {"", "85010130080", "8501013008080",
                                          "../../admin1", "85010130080?"};
    desk->server = rawserver_open(&step, 1);
    desk_connect(desk, rawserver_port(desk->server), PATIENT_MS, "");
    for (size_t i = 0; i < COUNT(numbers); i++) {
        lookup_start(desk->lookup, numbers[i], UUID, LANGUAGE_KK, desk_keep,
                     desk);
        desk_await(desk, (int)i + 1);
        desk_is_unknown(desk, MESSAGE_LOOKUP_STATUS, "");
    }
    assert_int_equal(rawserver_requests(desk->server), 0);
}

static void the_states_have_stable_names(void **state)
{
    (void)state;
    assert_string_equal(lookup_state_name(LOOKUP_KNOWN), "known");
    assert_string_equal(lookup_state_name(LOOKUP_NOT_FOUND), "not_found");
    assert_string_equal(lookup_state_name(LOOKUP_UNKNOWN), "unknown");
}

#define STORY(story)                                                           \
    cmocka_unit_test_setup_teardown(story, desk_open, desk_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_person_is_found_and_handed_over),
        STORY(nobody_is_a_state_of_its_own),
        STORY(every_odd_answer_is_told_apart),
        STORY(every_end_of_a_request_has_its_message),
        STORY(an_answer_without_end_is_too_big),
        STORY(an_answer_of_256_KiB_is_still_one),
        STORY(a_broken_connection_is_told_from_none),
        STORY(what_is_not_http_is_not_an_answer),
        STORY(a_registry_that_is_down_cannot_be_reached),
        STORY(a_name_that_does_not_exist_is_told_as_such),
        STORY(a_silent_or_slow_registry_meets_the_deadline),
        STORY(a_number_that_is_none_goes_nowhere),
        STORY(the_states_have_stable_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
