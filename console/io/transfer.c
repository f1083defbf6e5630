/* Sets curl up, the same for everybody, and reads what became of it. */
#include "console/io/transfer.h"

#include "console/base/clock.h"
#include "console/base/error.h"

#include <curl/curl.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof((struct reply){0}.detail) >= CURL_ERROR_SIZE,
               "curl writes its words there");

void transfer_hush(void)
{
    unsetenv("SSLKEYLOGFILE");
}

const char *transfer_library(void)
{
    return curl_version_info(CURLVERSION_NOW)->version;
}

bool transfer_start(struct error *error)
{
    transfer_hush();
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ||
           error_set(error, MESSAGE_INTERNAL, "curl does not start");
}

/* ---- what curl is told ---- */

/* Why this URL cannot be asked; NULL if it can. A token over plain http would
 * be read by anybody on the way, so that is for this machine alone. */
static const char *fault_of(CURLU *parsed, const char *url)
{
    char *scheme = NULL;
    char *host = NULL;
    const char *fault = NULL;
    if (curl_url_set(parsed, CURLUPART_URL, url, CURLU_DISALLOW_USER) != 0 ||
        curl_url_get(parsed, CURLUPART_SCHEME, &scheme, 0) != 0 ||
        curl_url_get(parsed, CURLUPART_HOST, &host, 0) != 0)
        fault = "not a URL that can be asked";
    else if (strcmp(scheme, "http") == 0 && strcmp(host, "127.0.0.1") != 0 &&
             strcmp(host, "[::1]") != 0 && strcmp(host, "localhost") != 0)
        fault = "plain http is for this machine only, use https";
    else if (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0)
        fault = "neither https nor http";
    curl_free(scheme);
    curl_free(host);
    return fault;
}

static const char *add_headers(struct transfer *transfer,
                               const char *const *headers)
{
    for (; headers != NULL && *headers != NULL; headers++) {
        if (strpbrk(*headers, "\r\n") != NULL)
            return "a header holds a line break";
        transfer->lines = curl_slist_append(transfer->lines, *headers);
    }
    return NULL;
}

const char *transfer_ask(struct transfer *transfer, const char *url,
                         const char *const *headers)
{
    transfer->url = curl_url();
    if (transfer->url == NULL)
        mem_exhausted();
    const char *fault = fault_of(transfer->url, url);
    return fault != NULL ? fault : add_headers(transfer, headers);
}

/* Runs when a connection stands and before the request is sent on it. */
static int on_attempt(void *cookie, char *to, char *from, int to_port,
                      int from_port)
{
    struct transfer *transfer = cookie;
    (void)to, (void)from, (void)to_port, (void)from_port;
    transfer->attempts++;
    transfer->stood = true;
    return transfer->attempts <= TRANSFER_ATTEMPTS ? CURL_PREREQFUNC_OK
                                                   : CURL_PREREQFUNC_ABORT;
}

/* The options of http.def, and those that depend on the settings. */
static void set_options(CURL *easy, const struct http_settings *settings)
{
#define OPTION(name, value) curl_easy_setopt(easy, CURLOPT_##name, value);
#define END(result, end)
#include "console/io/http.def"
#undef OPTION
#undef END
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                     (long)settings->connect_ms);
    curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE,
                     (curl_off_t)settings->body_max);
    curl_easy_setopt(easy, CURLOPT_SSLCERT, settings->client_cert);
    curl_easy_setopt(easy, CURLOPT_SSLKEY, settings->client_key);
    if (settings->ca_file == NULL)
        return;
    /* Only this file: the system's directory would be believed as well. */
    curl_easy_setopt(easy, CURLOPT_CAINFO, settings->ca_file);
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
}

static void set_callbacks(CURL *easy, struct transfer *transfer)
{
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->reply.detail);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, reply_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer->reply);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, reply_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer->reply);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_attempt);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
}

void transfer_ready(struct transfer *transfer,
                    const struct http_settings *settings)
{
    if (transfer->easy == NULL)
        transfer->easy = curl_easy_init();
    else
        curl_easy_reset(transfer->easy);
    if (transfer->easy == NULL)
        mem_exhausted();
    transfer->reply.body_max = settings->body_max;
    set_options(transfer->easy, settings);
    set_callbacks(transfer->easy, transfer);
    if (transfer->url == NULL)
        return;
    curl_easy_setopt(transfer->easy, CURLOPT_CURLU, transfer->url);
    curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, transfer->lines);
}

void transfer_begin(struct transfer *transfer)
{
    int64_t left_ms = transfer->deadline_ms - clock_steady_ms();
    if (left_ms < 1)
        left_ms = 1;
    if (left_ms > LONG_MAX)
        left_ms = LONG_MAX;
    curl_easy_setopt(transfer->easy, CURLOPT_TIMEOUT_MS, (long)left_ms);
    reply_restart(&transfer->reply);
}

/* ---- what became of it ---- */

static bool reached(const struct transfer *transfer, CURLINFO moment)
{
    curl_off_t us = 0;
    curl_easy_getinfo(transfer->easy, moment, &us);
    return us > 0;
}

/* Which of curl's clocks ran out: the whole deadline or that for connecting. */
static enum http_end timeout_end(const struct transfer *transfer)
{
    if (clock_steady_ms() >= transfer->deadline_ms - 1)
        return HTTP_TIMEOUT;
    if (!reached(transfer, CURLINFO_NAMELOOKUP_TIME_T))
        return HTTP_NO_HOST;
    return HTTP_NO_CONNECT;
}

/* A handshake fails for its contents, or because the connection broke. */
static enum http_end handshake_end(const struct transfer *transfer)
{
    static const char *const words[] = {
        "Recv failure: ", "Send failure: ", "SSL_connect: ", "unexpected eof"};
    bool broke = false;
    for (size_t i = 0; i < COUNT(words); i++)
        broke |= strstr(transfer->reply.detail, words[i]) != NULL;
    return broke ? HTTP_NO_CONNECT : HTTP_TLS;
}

static enum http_end end_of(const struct transfer *transfer, CURLcode code)
{
    if (transfer->reply.too_big)
        return HTTP_TOO_BIG;
    switch (code) {
    case CURLE_OK:
        return transfer->reply.complete ? HTTP_ANSWERED : HTTP_CUT;
    case CURLE_GOT_NOTHING: /* the server hung up in good order */
        return HTTP_NO_CONNECT;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_ABORTED_BY_CALLBACK: /* on_attempt(), on_wait() */
        return reached(transfer, CURLINFO_STARTTRANSFER_TIME_T)
                   ? HTTP_CUT
                   : HTTP_NO_CONNECT;
    case CURLE_OPERATION_TIMEDOUT:
        return timeout_end(transfer);
    case CURLE_SSL_CONNECT_ERROR:
        return handshake_end(transfer);
#define OPTION(name, value)
#define END(result, end)                                                       \
    case CURLE_##result:                                                       \
        return HTTP_##end;
#include "console/io/http.def"
    default:
        return HTTP_BAD;
    }
}

enum http_end transfer_end(struct transfer *transfer, int result)
{
    enum http_end end = end_of(transfer, (CURLcode)result);
    if (transfer->reply.detail[0] == '\0' && end != HTTP_ANSWERED)
        strcpy(transfer->reply.detail,
               result == CURLE_OK ? "the headers broke off"
                                  : curl_easy_strerror((CURLcode)result));
    return end;
}

/* Curl asks about once a second while nothing happens. */
static int on_wait(void *cookie, curl_off_t to_come, curl_off_t came,
                   curl_off_t to_send, curl_off_t sent)
{
    const struct transfer *transfer = cookie;
    (void)to_come, (void)came, (void)to_send, (void)sent;
    return transfer->stop != NULL && *transfer->stop && !transfer->stood;
}

enum http_end transfer_wait(struct transfer *transfer, const _Atomic bool *stop)
{
    transfer->stop = stop;
    curl_easy_setopt(transfer->easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(transfer->easy, CURLOPT_XFERINFOFUNCTION, on_wait);
    curl_easy_setopt(transfer->easy, CURLOPT_XFERINFODATA, transfer);
    transfer_begin(transfer);
    transfer->result = (int)curl_easy_perform(transfer->easy);
    return transfer_end(transfer, transfer->result);
}

struct http_answer transfer_answer(struct transfer *transfer, enum http_end end)
{
    const char *type = NULL;
    long status = 0;
    curl_off_t wait_s = 0;
    if (end == HTTP_ANSWERED) {
        curl_easy_getinfo(transfer->easy, CURLINFO_CONTENT_TYPE, &type);
        curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &wait_s);
    }
    reply_type(&transfer->reply, type);
    struct http_answer answer = reply_answer(&transfer->reply, end);
    answer.status = (int)status;
    answer.sent = transfer->stood;
    answer.retry_after_s = wait_s > 0 ? wait_s : -1;
    return answer;
}

/* ---- forgetting ---- */

void transfer_reset(struct transfer *transfer)
{
    void *easy = transfer->easy;
    if (easy != NULL)
        curl_easy_reset(easy); /* before what it points to goes */
    curl_slist_free_all(transfer->lines);
    curl_url_cleanup(transfer->url);
    reply_clear(&transfer->reply);
    *transfer = (struct transfer){.easy = easy};
}

void transfer_clear(struct transfer *transfer)
{
    curl_easy_cleanup(transfer->easy);
    transfer->easy = NULL;
    transfer_reset(transfer);
}
