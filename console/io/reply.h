/* The answer to a request while it arrives: bytes counted and kept, headers
 * watched until they are complete. */
#ifndef CONSOLE_IO_REPLY_H
#define CONSOLE_IO_REPLY_H

#include "console/io/http.h"

#include <stdbool.h>
#include <stddef.h>

struct reply {
    size_t body_max;
    size_t header_bytes;
    bool interim;  /* in the headers of a 1xx */
    bool complete; /* the headers are */
    bool too_big;
    char *body;
    size_t length;
    char type[64];
    char detail[256]; /* CURL_ERROR_SIZE */
};

/* Before an attempt. Nothing of the body has come yet. */
void reply_restart(struct reply *reply);
void reply_clear(struct reply *reply);

/* Take size * count bytes of the body, or one header line. Return how many
 * were taken: fewer is the end of the transfer, and too_big says why. */
size_t reply_body(char *bytes, size_t size, size_t count, void *reply);
size_t reply_header(char *bytes, size_t size, size_t count, void *reply);

/* Keeps a content type (may be NULL) in small letters, without parameters. */
void reply_type(struct reply *reply, const char *type);

/* What to tell the asker; lent from reply. Status and wait are not known. */
struct http_answer reply_answer(struct reply *reply, enum http_end end);

#endif
