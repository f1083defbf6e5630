/* Answers that misbehave on the wire, as body readers of libmicrohttpd, which
 * gives every connection a thread of its own: a slow one holds nobody up. */
#include "tests/practice/trickle.h"

#include "console/base/memory.h"

#include <microhttpd.h>

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { BLOCK = 4096 };

bool trickle_wait(const struct trickle_wire *wire, int pause_ms)
{
    struct pollfd ends[] = {{.fd = wire->stop, .events = POLLIN},
                            {.fd = wire->socket, .events = POLLRDHUP}};
    return poll(ends, COUNT(ends), pause_ms) == 0;
}

void trickle_reset(const struct trickle_wire *wire)
{
    /* A lingering time of zero makes the close a reset; dissolving the
     * association sends it now, before libmicrohttpd can say goodbye. */
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(wire->socket, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    connect(wire->socket, &nobody, sizeof(nobody));
}

void trickle_raw(const struct trickle_wire *wire, const char *bytes,
                 size_t length)
{
    if (send(wire->socket, bytes, length, MSG_NOSIGNAL) < 0)
        return; /* the caller is gone: nobody is there to be misled */
}

static ssize_t finish(const struct trickle_plan *plan)
{
    switch (plan->end) {
    case TRICKLE_WHOLE:
        return MHD_CONTENT_READER_END_OF_STREAM;
    case TRICKLE_HANG:
        trickle_wait(&plan->wire, -1);
        break;
    case TRICKLE_RESET:
        trickle_reset(&plan->wire);
        break;
    case TRICKLE_CUT:
        break;
    }
    return MHD_CONTENT_READER_END_WITH_ERROR;
}

static ssize_t read_body(void *cookie, uint64_t position, char *buffer,
                         size_t room)
{
    const struct trickle_plan *plan = cookie;
    if (position >= plan->given)
        return finish(plan);
    size_t count = plan->given - (size_t)position;
    if (plan->pause_ms) {
        if (!trickle_wait(&plan->wire, plan->pause_ms))
            return MHD_CONTENT_READER_END_WITH_ERROR;
        count = 1;
    }
    if (count > room)
        count = room;
    memcpy(buffer, plan->body + position, count);
    return (ssize_t)count;
}

static void free_plan(void *cookie)
{
    struct trickle_plan *plan = cookie;
    free(plan->body);
    free(plan);
}

struct MHD_Response *trickle_response(const struct trickle_plan *plan)
{
    struct trickle_plan *own = mem_new(sizeof(*own));
    *own = *plan;
    return MHD_create_response_from_callback(plan->chunked ? MHD_SIZE_UNKNOWN
                                                           : plan->length,
                                             BLOCK, read_body, own, free_plan);
}
