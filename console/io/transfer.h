/* One exchange with a server by curl: what each is told, and what its end
 * means. Shared by those who get, post and mail; inside of the io room. */
#ifndef CONSOLE_IO_TRANSFER_H
#define CONSOLE_IO_TRANSFER_H

#include "console/base/memory.h"
#include "console/io/http.h"
#include "console/io/reply.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct Curl_URL;
struct curl_slist;

/* {0} is one that was not begun. */
struct transfer {
    void *easy; /* a CURL */
    struct Curl_URL *url;
    struct curl_slist *lines; /* headers, or recipients */
    int64_t deadline_ms;      /* of the steady clock */
    int attempts;             /* curl's own too */
    bool stood;               /* a connection, ready for the request */
    int result;               /* curl's, of transfer_wait */
    const _Atomic bool *stop; /* lent; while it waits */
    struct reply reply;
};

/* Every attempt, curl's own after a connection that died included. */
enum { TRANSFER_ATTEMPTS = 2 };

/* The version of curl that is loaded. */
const char *transfer_library(void);

/* Curl would write the keys of every connection into the file that the
 * environment names: takes that away. Before any thread. */
void transfer_hush(void);

/* The same, and wakes curl up, for those who use it on their own thread. */
MUST_USE bool transfer_start(struct error *error);

/* Takes an http(s) URL and headers; why they cannot be asked, NULL if they can.
 */
const char *transfer_ask(struct transfer *transfer, const char *url,
                         const char *const *headers);

/* Gets the handle ready: a new one, or one that is kept with its connections.
 * No redirects, no proxy, no netrc, TLS always verified, size counted. */
void transfer_ready(struct transfer *transfer,
                    const struct http_settings *settings);

/* Begins an attempt with what is left of the deadline. */
void transfer_begin(struct transfer *transfer);

/* Begins and waits for the end. When *stop becomes true it gives up what still
 * connects. */
enum http_end transfer_wait(struct transfer *transfer,
                            const _Atomic bool *stop);

/* How it ended, by curl's result; the words for the log are then in `reply`. */
enum http_end transfer_end(struct transfer *transfer, int result);

/* What to tell the asker; lent from the transfer. */
struct http_answer transfer_answer(struct transfer *transfer,
                                   enum http_end end);

/* Forgets this exchange but keeps the handle; forgets all. */
void transfer_reset(struct transfer *transfer);
void transfer_clear(struct transfer *transfer);

#endif
