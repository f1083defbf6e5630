/* What the tests of console/io/http share. */
#include "tests/console/io/httpscene.h"

#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/io/loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int httpscene_open(void **state)
{
    struct httpscene *scene = calloc(1, sizeof *scene);
    struct error error = {0};
    scene->loop = loop_open(&error);
    assert_non_null(scene->loop);
    *state = scene;
    return 0;
}

int httpscene_close(void **state)
{
    struct httpscene *scene = *state;
    http_close(scene->http);
    rawserver_close(scene->server);
    loop_close(scene->loop);
    free(scene);
    return 0;
}

void httpscene_start(struct httpscene *scene, int64_t deadline_ms)
{
    struct http_settings settings = {.connect_ms = deadline_ms,
                                     .deadline_ms = deadline_ms,
                                     .body_max = BODY_MAX};
    struct error error = {0};
    scene->http = http_open(scene->loop, &settings, &error);
    assert_non_null(scene->http);
}

void httpscene_keep(const struct http_answer *answer, void *cookie)
{
    struct httpscene *scene = cookie;
    scene->answers++;
    scene->end = answer->end;
    scene->status = answer->status;
    scene->retry_after_s = answer->retry_after_s;
    assert_int_equal(strlen(answer->body), answer->length);
    snprintf(scene->body, sizeof scene->body, "%s", answer->body);
    snprintf(scene->type, sizeof scene->type, "%s", answer->type);
    snprintf(scene->detail, sizeof scene->detail, "%s", answer->detail);
    if (answer->end != HTTP_ANSWERED)
        assert_true(strlen(answer->detail) > 0);
}

/* Asks and waits for the one answer. */
void httpscene_ask_url(struct httpscene *scene, const char *url,
                       const char *const *headers)
{
    int before = scene->answers;
    http_get(scene->http, url, headers, httpscene_keep, scene);
    assert_int_equal(scene->answers, before); /* never from inside the call */
    while (scene->answers == before)
        loop_turn(scene->loop, -1);
}

uint64_t httpscene_send(struct httpscene *scene)
{
    AUTO_CHARS url = mem_format("http://127.0.0.1:%d/persons/1",
                                rawserver_port(scene->server));
    return http_get(scene->http, url, NULL, httpscene_keep, scene);
}

void httpscene_ask(struct httpscene *scene)
{
    AUTO_CHARS url = mem_format("http://127.0.0.1:%d/persons/1",
                                rawserver_port(scene->server));
    httpscene_ask_url(scene, url, NULL);
}

/* Plays the steps to one request and tells how it ended. */
enum http_end httpscene_play(struct httpscene *scene, int64_t deadline_ms,
                             const struct raw_step *steps, int count)
{
    scene->server = rawserver_open(steps, count);
    httpscene_start(scene, deadline_ms);
    httpscene_ask(scene);
    return scene->end;
}
