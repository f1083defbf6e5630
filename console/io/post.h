/* HTTP POST for whoever has a thread to wait on: one request at a time, each
 * over a connection of its own. The same rules as http.h. */
#ifndef CONSOLE_IO_POST_H
#define CONSOLE_IO_POST_H

#include "console/base/memory.h"
#include "console/io/http.h"

#include <stdbool.h>
#include <stddef.h>

struct error;
struct post;

/* Settings as those of http.h (copied). *stop is lent: when it becomes true, a
 * request that still connects is given up; one that was sent is waited for. */
struct post *post_open(const struct http_settings *settings,
                       const _Atomic bool *stop, struct error *error);
void post_close(struct post *post);

/* What is sent, lent. The headers end with NULL and hold no CR or LF. */
struct post_letter {
    const char *url;
    const char *const *headers;
    const char *body;
    size_t length;
};

/* Sends and waits for the end; the answer is lent until the next call. Bad URLs
 * and headers are HTTP_BAD. */
struct http_answer post_send(struct post *post,
                             const struct post_letter *letter);

#endif
