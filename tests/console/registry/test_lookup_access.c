/* What the look-up may talk to, with which secrets, and that one which was
 * given up never speaks again. */
#include "tests/console/registry/lookup_desk.h"

#include "console/config/config.h"
#include "console/io/loop.h"
#include "console/registry/person.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- given up ---- */

static void count_turn(void *cookie)
{
    int *turns = cookie;
    ++*turns;
}

/* The first question hangs; it is given up, the second is answered, and still
 * nothing is heard of the first. */
static void a_cancelled_look_up_never_speaks_again(void **state)
{
    struct desk *desk = *state;
    struct raw_step steps[] = {
        {RAW_HOLD, ""}, {RAW_CLOSE, "HTTP/1.1 200 OK\r\n" JSON "\r\n" BODY}};
    desk->server = rawserver_open(steps, 2);
    desk_connect(desk, rawserver_port(desk->server), PATIENT_MS, "");
    lookup_start(desk->lookup, IIN, UUID, LANGUAGE_KK, desk_keep, desk);
    rawserver_await(desk->server, 1);
    lookup_cancel(desk->lookup);
    lookup_cancel(desk->lookup); /* twice does no harm */
    desk_ask(desk);
    assert_int_equal(desk->state, LOOKUP_KNOWN);
    int turns = 0;
    loop_post(desk->loop, count_turn, &turns);
    while (turns == 0)
        loop_turn(desk->loop, PATIENT_MS);
    assert_int_equal(desk->answers, 1);
}

/* The answer may lie ready on the loop when it is given up. */
static void an_answer_that_came_too_late_is_not_shown(void **state)
{
    struct desk *desk = *state;
    struct raw_step step = {RAW_CLOSE, "HTTP/1.1 200 OK\r\n" JSON "\r\n" BODY};
    desk->server = rawserver_open(&step, 1);
    desk_connect(desk, rawserver_port(desk->server), PATIENT_MS, "");
    lookup_start(desk->lookup, IIN, UUID, LANGUAGE_KK, desk_keep, desk);
    rawserver_await(desk->server, 1);
    lookup_cancel(desk->lookup);
    desk_ask(desk);
    assert_int_equal(desk->answers, 1);
}

static void a_new_look_up_takes_the_place_of_the_one_before(void **state)
{
    struct desk *desk = *state;
    struct raw_step steps[] = {
        {RAW_HOLD, ""}, {RAW_CLOSE, "HTTP/1.1 200 OK\r\n" JSON "\r\n" BODY}};
    desk->server = rawserver_open(steps, 2);
    desk_connect(desk, rawserver_port(desk->server), PATIENT_MS, "");
    lookup_start(desk->lookup, "900101300807", UUID, LANGUAGE_KK, desk_keep,
                 desk);
    rawserver_await(desk->server, 1);
    desk_ask(desk);
    assert_int_equal(desk->answers, 1);
    assert_string_equal(person_iin(desk->person), IIN);
}

static void closing_during_a_look_up_is_silent(void **state)
{
    struct desk *desk = *state;
    struct raw_step step = {RAW_HOLD, ""};
    desk->server = rawserver_open(&step, 1);
    desk_connect(desk, rawserver_port(desk->server), PATIENT_MS, "");
    lookup_start(desk->lookup, IIN, UUID, LANGUAGE_KK, desk_keep, desk);
    rawserver_await(desk->server, 1);
    lookup_close(desk->lookup);
    desk->lookup = NULL;
    loop_turn(desk->loop, 0);
    assert_int_equal(desk->answers, 0);
}

static void start_again(struct lookup_answer *answer, void *cookie)
{
    struct desk *desk = cookie;
    desk->answers++;
    person_free(answer->person);
    lookup_start(desk->lookup, IIN, UUID, LANGUAGE_KK, desk_keep, desk);
}

static void the_next_look_up_may_start_from_the_answer(void **state)
{
    struct desk *desk = *state;
    struct raw_step step = {RAW_CLOSE, "HTTP/1.1 200 OK\r\n" JSON "\r\n" BODY};
    desk->server = rawserver_open(&step, 1);
    desk_connect(desk, rawserver_port(desk->server), PATIENT_MS, "");
    lookup_start(desk->lookup, IIN, UUID, LANGUAGE_KK, start_again, desk);
    desk_await(desk, 2);
    assert_int_equal(desk->state, LOOKUP_KNOWN);
}

static void a_warm_connection_waits_for_the_number(void **state)
{
    struct desk *desk = *state;
    struct raw_step step = {RAW_KEEP, "HTTP/1.1 200 OK\r\n" JSON
                                      "Content-Length: 38\r\n\r\n" BODY};
    assert_int_equal(strlen(BODY), 38);
    desk->server = rawserver_open(&step, 1);
    desk_connect(desk, rawserver_port(desk->server), PATIENT_MS, "");
    lookup_warm(desk->lookup);
    desk_ask(desk);
    assert_int_equal(desk->state, LOOKUP_KNOWN);
    assert_int_equal(desk->answers, 1);
}

/* ---- secrets and addresses ---- */

static void put_token(struct desk *desk, const char *text, mode_t mode)
{
    FILE *file = fopen(desk->token, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(desk->token, mode), 0);
}

static void the_token_goes_along_without_its_line_end(void **state)
{
    struct desk *desk = *state;
    struct raw_step step = {RAW_CLOSE, "HTTP/1.1 200 OK\r\n" JSON "\r\n" BODY};
    put_token(desk, " \n made-up.token_1414= \r\n", 0600);
    desk->server = rawserver_open(&step, 1);
    desk_connect(desk, rawserver_port(desk->server), PATIENT_MS, desk->token);
    desk_ask(desk);
    AUTO_CHARS request = rawserver_last(desk->server);
    assert_non_null(
        strstr(request, "\r\nAuthorization: Bearer made-up.token_1414=\r\n"));
}

static void refuses_token(struct desk *desk, const char *path,
                          enum message message)
{
    assert_null(desk_client(desk, "http://127.0.0.1:1", PATIENT_MS, path));
    assert_string_equal(message_name(desk->error.message),
                        message_name(message));
    assert_null(strstr(desk->error.detail, "secret"));
}

static void a_token_that_is_not_private_or_not_one_is_refused(void **state)
{
    struct desk *desk = *state;
    static const mode_t open_modes[] = {0640, 0604, 0620, 0601, 0666};
    for (size_t i = 0; i < COUNT(open_modes); i++) {
        put_token(desk, "secret", open_modes[i]);
        refuses_token(desk, desk->token, MESSAGE_FILE_MODE);
    }
    static const char *const wrong[] = {"", " \n", "secret two",
                                        "secr\xC3\xA9t", "secret\x01"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        put_token(desk, wrong[i], 0600);
        refuses_token(desk, desk->token, MESSAGE_CONFIG_VALUE);
    }
    refuses_token(desk, desk->folder, MESSAGE_FILE_READ);
    unlink(desk->token);
    refuses_token(desk, desk->token, MESSAGE_FILE_READ);
    assert_int_equal(mkfifo(desk->token, 0600), 0); /* must not be waited for */
    refuses_token(desk, desk->token, MESSAGE_FILE_READ);
}

static void only_https_or_this_machine_may_be_asked(void **state)
{
    struct desk *desk = *state;
    static const char *const wrong[] = {"http://registry.example",
                                        "http://127.0.0.1.example",
                                        "http://127.0.0.10",
                                        "http://127.0.0.1:80@registry.example",
                                        "https://user@registry.example",
                                        "http://localhost",
                                        "ftp://127.0.0.1",
                                        "file:///etc/passwd",
                                        "https://",
                                        "https:///x",
                                        "https://registry.example/?q=",
                                        "https://registry.example/#",
                                        "registry.example",
                                        ""};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_null(desk_client(desk, wrong[i], PATIENT_MS, ""));
        assert_int_equal(desk->error.message, MESSAGE_CONFIG_VALUE);
        assert_non_null(strstr(desk->error.detail, "registry.base_url"));
    }
    static const char *const right[] = {
        "https://registry.example", "HTTPS://registry.example:8443/api//",
        "http://127.0.0.1", "http://[::1]:1414/api"};
    for (size_t i = 0; i < COUNT(right); i++) {
        struct lookup *lookup = desk_client(desk, right[i], PATIENT_MS, "");
        assert_non_null(lookup);
        lookup_close(lookup);
    }
}

static void a_key_that_others_can_read_is_refused(void **state)
{
    struct desk *desk = *state;
    put_token(desk, "made up", 0644);
    AUTO_CHARS option = mem_format("registry.client_key=%s", desk->token);
    const char *const options[] = {option, NULL};
    struct config_places places = {"", "", options};
    struct config *config = config_load(&places, NULL);
    assert_non_null(config);
    assert_null(lookup_open(config, desk->loop, &desk->error));
    config_free(config);
    assert_int_equal(desk->error.message, MESSAGE_FILE_MODE);
}

#define STORY(story)                                                           \
    cmocka_unit_test_setup_teardown(story, desk_open, desk_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_cancelled_look_up_never_speaks_again),
        STORY(an_answer_that_came_too_late_is_not_shown),
        STORY(a_new_look_up_takes_the_place_of_the_one_before),
        STORY(closing_during_a_look_up_is_silent),
        STORY(the_next_look_up_may_start_from_the_answer),
        STORY(a_warm_connection_waits_for_the_number),
        STORY(the_token_goes_along_without_its_line_end),
        STORY(a_token_that_is_not_private_or_not_one_is_refused),
        STORY(only_https_or_this_machine_may_be_asked),
        STORY(a_key_that_others_can_read_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
