/* Requests nobody wants any more, a resolver that hangs, and an environment
 * that would like a word: none of them holds the program up. */
#include "tests/console/io/httpscene.h"

#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/io/loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <dlfcn.h>
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A resolver that hangs for one name until the test lets it go; curl calls
 * this one because the program's own symbols come first. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t news;
    int inside;
    bool open;
} gate = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, false};

int getaddrinfo(const char *name, const char *service,
                const struct addrinfo *hints, struct addrinfo **found)
{
    if (name != NULL && strcmp(name, "unknown.example") == 0)
        return EAI_NONAME;
    if (name == NULL || strcmp(name, "stalled.example") != 0) {
        int (*real)(const char *, const char *, const struct addrinfo *,
                    struct addrinfo **);
        *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
        return real(name, service, hints, found);
    }
    pthread_mutex_lock(&gate.lock);
    gate.inside++;
    pthread_cond_broadcast(&gate.news);
    while (!gate.open)
        pthread_cond_wait(&gate.news, &gate.lock);
    gate.inside--;
    pthread_cond_broadcast(&gate.news);
    pthread_mutex_unlock(&gate.lock);
    return EAI_FAIL;
}

static void await_stalled_lookup(void)
{
    pthread_mutex_lock(&gate.lock);
    while (gate.inside == 0)
        pthread_cond_wait(&gate.news, &gate.lock);
    pthread_mutex_unlock(&gate.lock);
}

static void end_stalled_lookups(void)
{
    pthread_mutex_lock(&gate.lock);
    gate.open = true;
    pthread_cond_broadcast(&gate.news);
    while (gate.inside > 0)
        pthread_cond_wait(&gate.news, &gate.lock);
    gate.open = false;
    pthread_mutex_unlock(&gate.lock);
}

static void test_an_unknown_name_is_told(void **state)
{
    struct httpscene *scene = *state;
    httpscene_start(scene, LONG_MS);
    httpscene_ask_url(scene, "https://unknown.example/", NULL);
    assert_int_equal(scene->end, HTTP_NO_HOST);
}

static void test_environment_and_home_have_no_effect(void **state)
{
    struct httpscene *scene = *state;
    const struct raw_step steps[] = {{RAW_CLOSE, "HTTP/1.1 500 X\r\n\r\n"}};
    struct rawserver *proxy = rawserver_open(steps, 1);
    char home[] = "/tmp/http.XXXXXX";
    assert_non_null(mkdtemp(home));
    AUTO_CHARS netrc = mem_format("%s/.netrc", home);
    AUTO_CHARS url = mem_format("http://127.0.0.1:%d", rawserver_port(proxy));
    FILE *file = fopen(netrc, "w");
    fputs("machine 127.0.0.1 login someone password secret\n", file);
    fclose(file);
    AUTO_CHARS old_home = mem_copy(getenv("HOME"));
    const char *const names[] = {"http_proxy", "https_proxy", "all_proxy",
                                 "HTTPS_PROXY", "ALL_PROXY"};
    for (size_t i = 0; i < COUNT(names); i++)
        setenv(names[i], url, 1);
    unsetenv("no_proxy");
    setenv("HOME", home, 1);
    assert_int_equal(PLAY(scene, LONG_MS, {RAW_CLOSE, OK_TEXT}), HTTP_ANSWERED);
    assert_int_equal(scene->status, 200);
    assert_int_equal(rawserver_connections(proxy), 0);
    AUTO_CHARS request = rawserver_last(scene->server);
    assert_null(strstr(request, "Authorization"));
    for (size_t i = 0; i < COUNT(names); i++)
        unsetenv(names[i]);
    if (old_home != NULL)
        setenv("HOME", old_home, 1);
    rawserver_close(proxy);
    unlink(netrc);
    rmdir(home);
}

static void test_key_logging_is_turned_off(void **state)
{
    struct httpscene *scene = *state;
    setenv("SSLKEYLOGFILE", "/nowhere/keys", 1);
    httpscene_start(scene, LONG_MS);
    assert_null(getenv("SSLKEYLOGFILE"));
}

static void test_cancel_while_the_server_is_silent(void **state)
{
    struct httpscene *scene = *state;
    const struct raw_step steps[] = {{RAW_HOLD, ""}, {RAW_CLOSE, OK_TEXT}};
    scene->server = rawserver_open(steps, 2);
    httpscene_start(scene, LONG_MS);
    uint64_t id = httpscene_send(scene);
    rawserver_await(scene->server, 1);
    http_cancel(scene->http, id);
    httpscene_ask(scene);
    assert_int_equal(scene->answers, 1);
    assert_int_equal(scene->end, HTTP_ANSWERED);
    http_cancel(scene->http, id); /* long gone: harmless */
}

static void test_cancel_at_once(void **state)
{
    struct httpscene *scene = *state;
    const struct raw_step steps[] = {{RAW_CLOSE, OK_TEXT}};
    scene->server = rawserver_open(steps, 1);
    httpscene_start(scene, LONG_MS);
    for (int i = 0; i < 50; i++)
        http_cancel(scene->http, httpscene_send(scene));
    http_cancel(scene->http,
                http_get(scene->http, "bad", NULL, httpscene_keep, scene));
    httpscene_ask(scene);
    loop_turn(scene->loop, 0);
    assert_int_equal(scene->answers, 1);
}

struct pair {
    struct httpscene *scene;
    uint64_t second;
    bool done;
};

static void cancel_second(const struct http_answer *answer, void *cookie)
{
    struct pair *pair = cookie;
    assert_int_equal(answer->end, HTTP_BAD);
    http_cancel(pair->scene->http, pair->second);
    pair->done = true;
}

static void test_an_answer_that_waits_can_still_be_cancelled(void **state)
{
    struct httpscene *scene = *state;
    struct pair pair = {.scene = scene};
    httpscene_start(scene, LONG_MS);
    /* Bad URLs: both answers stand in the queue at once. */
    http_get(scene->http, "bad", NULL, cancel_second, &pair);
    pair.second = http_get(scene->http, "bad", NULL, httpscene_keep, scene);
    while (!pair.done)
        loop_turn(scene->loop, -1);
    loop_turn(scene->loop, 0);
    assert_int_equal(scene->answers, 0);
}

static void test_close_with_answers_that_wait(void **state)
{
    struct httpscene *scene = *state;
    const struct raw_step steps[] = {{RAW_CLOSE, OK_TEXT}, {RAW_HOLD, ""}};
    scene->server = rawserver_open(steps, 2);
    httpscene_start(scene, LONG_MS);
    for (int i = 0; i < 5; i++)
        httpscene_send(scene);
    http_get(scene->http, "bad", NULL, httpscene_keep, scene);
    rawserver_await(scene->server, 2);
    http_close(scene->http);
    scene->http = NULL;
    loop_turn(scene->loop, 0);
    assert_int_equal(scene->answers, 0);
}

static void close_inside(const struct http_answer *answer, void *cookie)
{
    struct httpscene *scene = cookie;
    httpscene_keep(answer, scene);
    http_close(scene->http);
    scene->http = NULL;
}

static void test_the_answer_may_close_everything(void **state)
{
    struct httpscene *scene = *state;
    httpscene_start(scene, LONG_MS);
    http_get(scene->http, "bad", NULL, close_inside, scene);
    http_get(scene->http, "bad", NULL, httpscene_keep, scene);
    while (scene->http != NULL)
        loop_turn(scene->loop, -1);
    loop_turn(scene->loop, 0);
    assert_int_equal(scene->answers, 1);
}

static void test_opened_and_closed_without_a_question(void **state)
{
    struct httpscene *scene = *state;
    httpscene_start(scene, LONG_MS);
}

/* These two would wait for the resolver for ever if anything did. */
static void test_cancel_during_a_stalled_lookup(void **state)
{
    struct httpscene *scene = *state;
    const struct raw_step steps[] = {{RAW_CLOSE, OK_TEXT}};
    scene->server = rawserver_open(steps, 1);
    httpscene_start(scene, LONG_MS);
    uint64_t id = http_get(scene->http, "https://stalled.example/", NULL,
                           httpscene_keep, scene);
    await_stalled_lookup();
    httpscene_ask(scene); /* others are served meanwhile */
    assert_int_equal(scene->end, HTTP_ANSWERED);
    http_cancel(scene->http, id);
    httpscene_ask(scene);
    assert_int_equal(scene->answers, 2);
    end_stalled_lookups();
}

static void test_close_during_a_stalled_lookup(void **state)
{
    struct httpscene *scene = *state;
    httpscene_start(scene, LONG_MS);
    http_get(scene->http, "https://stalled.example/", NULL, httpscene_keep,
             scene);
    await_stalled_lookup();
    http_close(scene->http);
    scene->http = NULL;
    end_stalled_lookups();
    assert_int_equal(scene->answers, 0);
}

static void test_a_stalled_lookup_ends_at_the_deadline(void **state)
{
    struct httpscene *scene = *state;
    httpscene_start(scene, 200);
    httpscene_ask_url(scene, "https://stalled.example/", NULL);
    assert_int_equal(scene->end, HTTP_TIMEOUT);
    end_stalled_lookups();
}

static void test_a_stalled_lookup_within_the_deadline_is_no_host(void **state)
{
    struct httpscene *scene = *state;
    struct http_settings settings = {
        .connect_ms = 100, .deadline_ms = LONG_MS, .body_max = BODY_MAX};
    scene->http = http_open(scene->loop, &settings, NULL);
    httpscene_ask_url(scene, "https://stalled.example/", NULL);
    assert_int_equal(scene->end, HTTP_NO_HOST);
    end_stalled_lookups();
}

static void test_a_warm_connection_is_used_by_the_question(void **state)
{
    struct httpscene *scene = *state;
    const struct raw_step steps[] = {{RAW_KEEP, "HTTP/1.1 404 No\r\n"
                                                "Content-Length: 0\r\n\r\n"},
                                     {RAW_KEEP, OK_TEXT}};
    scene->server = rawserver_open(steps, 2);
    httpscene_start(scene, LONG_MS);
    AUTO_CHARS url =
        mem_format("http://127.0.0.1:%d/", rawserver_port(scene->server));
    http_warm(scene->http, url);
    loop_turn(scene->loop, -1);
    AUTO_CHARS request = rawserver_last(scene->server);
    assert_non_null(strstr(request, "HEAD / "));
    httpscene_ask(scene);
    assert_int_equal(scene->end, HTTP_ANSWERED);
    assert_int_equal(rawserver_connections(scene->server), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(test_an_unknown_name_is_told),
        STORY(test_environment_and_home_have_no_effect),
        STORY(test_key_logging_is_turned_off),
        STORY(test_cancel_while_the_server_is_silent),
        STORY(test_cancel_at_once),
        STORY(test_an_answer_that_waits_can_still_be_cancelled),
        STORY(test_close_with_answers_that_wait),
        STORY(test_the_answer_may_close_everything),
        STORY(test_opened_and_closed_without_a_question),
        STORY(test_cancel_during_a_stalled_lookup),
        STORY(test_close_during_a_stalled_lookup),
        STORY(test_a_stalled_lookup_ends_at_the_deadline),
        STORY(test_a_stalled_lookup_within_the_deadline_is_no_host),
        STORY(test_a_warm_connection_is_used_by_the_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
