/* A desk of the look-up's tests: its loop, its client and a registry that is a
 * scripted server. */
#ifndef TESTS_CONSOLE_REGISTRY_LOOKUP_DESK_H
#define TESTS_CONSOLE_REGISTRY_LOOKUP_DESK_H

#include "console/registry/lookup.h"
#include "tests/console/io/rawserver.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define IIN  "850101300808"
#define UUID "6f1c2e6a-7a53-4d3f-9a55-2c9d6f0c1414"
#define JSON "Content-Type: application/json\r\n"
#define BODY "{\"iin\":\"" IIN "\",\"insured\":false}"

/* Far beyond what any test takes, and the shortest that may be set. */
enum { PATIENT_MS = 60000, SHORT_MS = 200 };

/* One desk: its loop, its client, the registry's script, the answers. */
struct desk {
    struct loop *loop;
    struct lookup *lookup;
    struct rawserver *server;
    char folder[256];
    char token[300];
    int answers;
    enum lookup_state state;
    struct error error;
    struct person *person;
    int64_t took_ms;
};

/* Setup and teardown of a story. */
int desk_open(void **state);
int desk_close(void **state);

/* Opens the client of this address; NULL with desk->error. */
struct lookup *desk_client(struct desk *desk, const char *base_url,
                           int deadline_ms, const char *token);

/* Opens the desk's client to a port of this machine; fails if it does not. */
void desk_connect(struct desk *desk, int port, int deadline_ms,
                  const char *token);

/* Asks for IIN and waits for the answer, which stays in the desk. */
void desk_ask(struct desk *desk);

/* Keeps an answer in the desk (the cookie). */
void desk_keep(struct lookup_answer *answer, void *cookie);

/* Turns until so many answers have come. */
void desk_await(struct desk *desk, int answers);

/* The registry does this to every request; the agent asks once. */
void desk_play(struct desk *desk, enum raw_act act, const char *text,
               int deadline_ms);

/* The answer left the status unknown, with this message for people and these
 * words in the detail. */
void desk_is_unknown(const struct desk *desk, enum message message,
                     const char *words);

#endif
