/* What the tests of console/io/http share: a loop, the network's thread, a
 * scripted server, and the last answer as it was told. */
#ifndef TESTS_CONSOLE_IO_HTTPSCENE_H
#define TESTS_CONSOLE_IO_HTTPSCENE_H

#include "console/io/http.h"
#include "tests/console/io/rawserver.h"

/* BODY_MAX bytes are allowed; LONG_MS is a deadline no test means to reach. */
enum { BODY_MAX = 1000, LONG_MS = 60000 };

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: Application/JSON; x=1\r\n"
#define OK_TEXT OK_HEAD "Content-Length: 2\r\n\r\n{}"

struct httpscene {
    struct loop *loop;
    struct http *http;
    struct rawserver *server;
    int answers;
    enum http_end end;
    int status;
    int64_t retry_after_s;
    char body[BODY_MAX + 1];
    char type[64];
    char detail[300];
};

/* Setup and teardown of cmocka: *state is a scene with a loop alone. */
int httpscene_open(void **state);
int httpscene_close(void **state);

/* Starts the network's thread; the deadline is for connecting, too. */
void httpscene_start(struct httpscene *scene, int64_t deadline_ms);

/* The callback that keeps the answer in the scene (the cookie). */
void httpscene_keep(const struct http_answer *answer, void *scene);

/* Asks and waits for the one answer; of the scene's own server, of a URL. */
void httpscene_ask(struct httpscene *scene);
void httpscene_ask_url(struct httpscene *scene, const char *url,
                       const char *const *headers);

/* Asks the scene's own server and does not wait; returns the id. */
uint64_t httpscene_send(struct httpscene *scene);

/* Starts a server with these steps and the thread, asks once. */
enum http_end httpscene_play(struct httpscene *scene, int64_t deadline_ms,
                             const struct raw_step *steps, int count);

#define PLAY(scene, deadline_ms, ...)                                          \
    httpscene_play(scene, deadline_ms, (const struct raw_step[]){__VA_ARGS__}, \
                   (int)(sizeof((const struct raw_step[]){__VA_ARGS__}) /      \
                         sizeof(struct raw_step)))

/* A test of cmocka's list that plays in a scene. */
#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, httpscene_open, httpscene_close)

#endif
