/* The fault proxy's HTTP/1.1: a request with Content-Length or none, handed on
 * over a connection of its own; the client's connection stays open. */
#include "console/base/memory.h"
#include "console/base/text.h"
#include "tests/faults/proxy_line.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CLOSE "Connection: close\r\n"

static size_t body_length(const char *head)
{
    const char *length = strcasestr(head, "\nContent-Length:");
    return length ? strtoul(strchr(length, ':') + 1, NULL, 10) : 0;
}

/* The first line; the headers up to and with the empty line; the body. */
struct request {
    struct text first, rest;
};

static void request_clear(struct request *request)
{
    text_clear(&request->first);
    text_clear(&request->rest);
}

static bool read_request(int client, struct request *request)
{
    if (!proxy_line(client, &request->first))
        return false;
    for (size_t before = 0; request->rest.length - before != 2;) {
        before = request->rest.length;
        if (!proxy_line(client, &request->rest))
            return false;
    }
    return proxy_read(client, &request->rest,
                      body_length(text_chars(&request->rest)));
}

/* Hands the request on; reads the answer to its end. */
static bool pass(const struct proxy_shared *shared,
                 const struct request *request, struct text *answer)
{
    text_reset(answer);
    int target = proxy_connect(shared->plan.target);
    if (target < 0)
        return false;
    bool sent =
        proxy_send(target, request->first.chars, request->first.length) &&
        proxy_send(target, CLOSE, strlen(CLOSE)) &&
        proxy_send(target, request->rest.chars, request->rest.length);
    while (sent && proxy_read(target, answer, 1))
        continue;
    close(target);
    return answer->length > 0;
}

/* Takes "Connection: close" out of the answer: only the target meant it. */
static void keep_open(struct text *answer)
{
    char *line = strcasestr(answer->chars, "\n" CLOSE);
    if (!line)
        return;
    size_t behind = (size_t)(line - answer->chars) + 1 + strlen(CLOSE);
    memmove(line + 1, answer->chars + behind, answer->length - behind + 1);
    answer->length -= strlen(CLOSE);
}

static void say(struct text *answer, const char *status)
{
    text_reset(answer);
    text_format(answer, "HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n", status);
}

static const char *const later[] = {"500 Injected", "502 Injected",
                                    "503 Injected", "429 Injected"};
static const char *const never[] = {"400 Injected", "409 Injected",
                                    "413 Injected", "422 Injected"};
enum { PLACES = 4 };

/* What the client gets; false: the connection has ended. */
static bool answer_with(enum proxy_fault fault, int client,
                        const struct text *answer)
{
    size_t length = answer->length;
    switch (fault) {
    case PROXY_RESET_AFTER:
        proxy_reset(client);
        return false;
    case PROXY_SILENCE:
        proxy_wait_gone(client);
        return false;
    case PROXY_HALF:
        (void)!proxy_send(client, answer->chars, length / 2);
        return false;
    case PROXY_ANSWER_TWICE:
        return proxy_send(client, answer->chars, length) &&
               proxy_send(client, answer->chars, length);
    case PROXY_DRIP:
        return proxy_drip(client, answer->chars, length);
    default:
        return proxy_send(client, answer->chars, length);
    }
}

static bool pass_with(struct proxy_shared *shared, enum proxy_fault fault,
                      const struct request *request, struct text *answer)
{
    bool good = pass(shared, request, answer);
    if (good && fault == PROXY_TWICE)
        good = pass(shared, request, answer);
    if (good && fault == PROXY_DELAY)
        usleep((useconds_t)shared->plan.delay_ms * 1000);
    return good;
}

static bool one(struct proxy_shared *shared, int client,
                struct request *request, struct text *answer)
{
    int place;
    if (!read_request(client, request))
        return false;
    enum proxy_fault fault = proxy_draw(shared, PLACES, &place);
    proxy_did(shared, fault);
    if (fault == PROXY_REFUSE || fault == PROXY_RESET_BEFORE) {
        proxy_reset(client);
        return false;
    }
    if (fault == PROXY_LATER || fault == PROXY_FINAL)
        say(answer, fault == PROXY_LATER ? later[place] : never[place]);
    else if (!pass_with(shared, fault, request, answer))
        return false;
    else if (fault == PROXY_LATER_AFTER)
        say(answer, later[place]);
    else if (fault == PROXY_BARE)
        say(answer, "200 OK");
    keep_open(answer);
    return answer_with(fault, client, answer);
}

void proxy_http(struct proxy_shared *shared, int client)
{
    AUTO_TEXT answer = {0};
    bool open = true;
    while (open) {
        struct request request = {{0}, {0}};
        open = one(shared, client, &request, &answer);
        request_clear(&request);
    }
}
