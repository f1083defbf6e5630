/* HTTP GET on a thread of its own (curl's multi interface): start, cancel, an
 * answer through a callback on the loop. HTTP(S) only, no redirects, no proxy,
 * no netrc, TLS always verified, size counted as it arrives. */
#ifndef CONSOLE_IO_HTTP_H
#define CONSOLE_IO_HTTP_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct http;
struct loop;

/* Settings of all requests; strings are copied. */
struct http_settings {
    const char *ca_file;     /* NULL: the system's */
    const char *client_cert; /* NULL: none */
    const char *client_key;
    int64_t connect_ms;
    int64_t deadline_ms; /* whole request */
    size_t body_max;     /* bytes */
};

/* How a request ended. */
enum http_end {
    HTTP_ANSWERED,   /* status and body are there */
    HTTP_NO_HOST,    /* the name could not be looked up */
    HTTP_NO_CONNECT, /* refused, unreachable, or closed before any byte */
    HTTP_TLS,        /* certificate or protocol not accepted */
    HTTP_TIMEOUT,    /* the deadline passed */
    HTTP_CUT,        /* the connection broke in the middle of the answer */
    HTTP_TOO_BIG,    /* more than body_max */
    HTTP_BAD,        /* not HTTP, wrong scheme, any other protocol fault */
};

struct http_answer {
    enum http_end end;
    int status;       /* HTTP status when ANSWERED */
    const char *body; /* lent during the callback; NUL-ended */
    size_t length;
    const char *type;      /* content type without parameters, "" if none */
    int64_t retry_after_s; /* -1: none given */
    bool sent;             /* a connection stood: it may have arrived */
    const char *detail;    /* for the log: curl's words; no URL path */
};

typedef void http_done(const struct http_answer *answer, void *cookie);

/* Starts the thread. */
struct http *http_open(struct loop *loop, const struct http_settings *settings,
                       struct error *error);

/* Cancels everything, joins the thread. Returns at once even during a stalled
 * name look-up. No callback runs afterwards. */
void http_close(struct http *http);

/* Starts a GET. headers: NULL-ended list "Name: value" without CR or LF
 * (copied). Returns an id; done runs on the loop's thread exactly once unless
 * cancelled. Connection that failed before any byte of the answer is tried
 * once more inside the deadline. Bad URLs answer HTTP_BAD. */
uint64_t http_get(struct http *http, const char *url,
                  const char *const *headers, http_done *done, void *cookie);

/* Forgets the request: done never runs, not even for an answer that waits for
 * its turn. Returns at once; ids that are over are harmless. */
void http_cancel(struct http *http, uint64_t id);

/* Opens a connection early (DNS, TCP, TLS) while the agent is still typing, by
 * a HEAD without headers of ours: the URL names no person. No answer, faults
 * are ignored. */
void http_warm(struct http *http, const char *url);

#endif
