/* A desk, its client and its registry. */
#include "tests/console/registry/lookup_desk.h"

#include "console/config/config.h"
#include "console/io/loop.h"
#include "console/registry/person.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int desk_open(void **state)
{
    struct desk *desk = mem_new(sizeof(*desk));
    const char *base = getenv("TMPDIR");
    desk->loop = loop_open(NULL);
    assert_non_null(desk->loop);
    snprintf(desk->folder, sizeof(desk->folder), "%s/lookup-XXXXXX",
             base != NULL ? base : "/tmp");
    assert_non_null(mkdtemp(desk->folder));
    snprintf(desk->token, sizeof(desk->token), "%s/token", desk->folder);
    *state = desk;
    return 0;
}

int desk_close(void **state)
{
    struct desk *desk = *state;
    lookup_close(desk->lookup);
    if (desk->server != NULL)
        rawserver_close(desk->server);
    loop_close(desk->loop);
    person_free(desk->person);
    unlink(desk->token);
    rmdir(desk->folder);
    free(desk);
    return 0;
}

void desk_keep(struct lookup_answer *answer, void *cookie)
{
    struct desk *desk = cookie;
    person_free(desk->person);
    desk->answers++;
    desk->state = answer->state;
    desk->error = answer->error;
    desk->person = answer->person;
    desk->took_ms = answer->took_ms;
}

/* Opens the client of this address; NULL with the error. */
struct lookup *desk_client(struct desk *desk, const char *base_url,
                           int deadline_ms, const char *token)
{
    AUTO_CHARS url = mem_format("registry.base_url=%s", base_url);
    AUTO_CHARS deadline = mem_format("registry.deadline_ms=%d", deadline_ms);
    AUTO_CHARS file = mem_format("registry.token_file=%s", token);
    const char *const options[] = {url, deadline, file, NULL};
    struct config_places places = {"", "", options};
    error_clear(&desk->error);
    struct config *config = config_load(&places, &desk->error);
    if (config == NULL)
        fail_msg("settings: %s", desk->error.detail);
    struct lookup *lookup = lookup_open(config, desk->loop, &desk->error);
    config_free(config);
    return lookup;
}

void desk_connect(struct desk *desk, int port, int deadline_ms,
                  const char *token)
{
    AUTO_CHARS url = mem_format("http://127.0.0.1:%d/api/", port);
    desk->lookup = desk_client(desk, url, deadline_ms, token);
    if (desk->lookup == NULL)
        fail_msg("not opened: %s", desk->error.detail);
}

void desk_await(struct desk *desk, int answers)
{
    while (desk->answers < answers)
        loop_turn(desk->loop, PATIENT_MS);
}

void desk_ask(struct desk *desk)
{
    int before = desk->answers;
    lookup_start(desk->lookup, IIN, UUID, LANGUAGE_RU, desk_keep, desk);
    assert_int_equal(desk->answers, before); /* never from inside the call */
    desk_await(desk, before + 1);
}

/* The registry does this to every request; the agent asks once. */
void desk_play(struct desk *desk, enum raw_act act, const char *text,
               int deadline_ms)
{
    struct raw_step step = {act, text};
    if (desk->server != NULL) {
        lookup_close(desk->lookup);
        rawserver_close(desk->server);
    }
    desk->server = rawserver_open(&step, 1);
    desk_connect(desk, rawserver_port(desk->server), deadline_ms, "");
    desk_ask(desk);
}

/* The answer left the status unknown, with this message for people. */
void desk_is_unknown(const struct desk *desk, enum message message,
                     const char *words)
{
    assert_string_equal(message_name(desk->error.message),
                        message_name(message));
    assert_int_equal(desk->state, LOOKUP_UNKNOWN);
    assert_null(desk->person);
    assert_int_equal(error_code(&desk->error), EXIT_UNAVAILABLE);
    if (strstr(desk->error.detail, words) == NULL)
        fail_msg("\"%s\" is not in: %s", words, desk->error.detail);
    assert_null(strstr(desk->error.detail, IIN));
    assert_non_null(strstr(message_text(message), "unknown, not uninsured"));
}
