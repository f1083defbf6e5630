/* The answer to a request while it arrives. The limits hold for what really
 * comes, whatever its headers promised. */
#include "console/io/reply.h"

#include "console/base/memory.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { HEADERS_MAX = 65536 };

void reply_restart(struct reply *reply)
{
    reply->header_bytes = 0;
    reply->interim = false;
    reply->complete = false;
    reply->detail[0] = '\0';
}

void reply_clear(struct reply *reply)
{
    free(reply->body);
    reply->body = NULL;
}

size_t reply_body(char *bytes, size_t size, size_t count, void *cookie)
{
    struct reply *reply = cookie;
    size_t length = size * count;
    if (length > reply->body_max - reply->length) {
        reply->too_big = true;
        return 0;
    }
    reply->body = mem_grow(reply->body, reply->length + length + 1, 1);
    memcpy(reply->body + reply->length, bytes, length);
    reply->length += length;
    reply->body[reply->length] = '\0';
    return length;
}

/* "HTTP/1.1 200": curl takes "HTTP/anything" for a 200. */
static bool is_status_line(const char *bytes, size_t length)
{
    static const char shape[] = "HTTP/9.9 999";
    if (length < sizeof shape)
        return false;
    for (size_t i = 0; shape[i] != '\0'; i++)
        if (shape[i] == '9' ? !isdigit((unsigned char)bytes[i])
                            : bytes[i] != shape[i])
            return false;
    return !isdigit((unsigned char)bytes[sizeof shape - 1]);
}

size_t reply_header(char *bytes, size_t size, size_t count, void *cookie)
{
    struct reply *reply = cookie;
    size_t length = size * count;
    reply->header_bytes += length;
    reply->too_big = reply->header_bytes > HEADERS_MAX;
    if (reply->too_big)
        return 0;
    if (length >= 5 && memcmp(bytes, "HTTP/", 5) == 0) {
        if (!is_status_line(bytes, length))
            return 0;
        /* "HTTP/1.1 100 Continue" is no answer yet. */
        reply->interim = bytes[sizeof "HTTP/1.1"] == '1';
    }
    if (length > 0 && (bytes[0] == '\r' || bytes[0] == '\n'))
        reply->complete = reply->complete || !reply->interim;
    return length;
}

void reply_type(struct reply *reply, const char *type)
{
    if (type == NULL)
        return;
    size_t length = strcspn(type, "; \t");
    for (size_t i = 0; i < length && i < sizeof reply->type - 1; i++)
        reply->type[i] = (char)tolower((unsigned char)type[i]);
}

struct http_answer reply_answer(struct reply *reply, enum http_end end)
{
    struct http_answer answer = {.end = end,
                                 .body = "",
                                 .type = reply->type,
                                 .retry_after_s = -1,
                                 .detail = reply->detail};
    if (end == HTTP_ANSWERED && reply->body != NULL) {
        answer.body = reply->body;
        answer.length = reply->length;
    }
    return answer;
}
