/* HTTP on a thread of its own: requests come by mailbox, curl's multi interface
 * runs them, answers go back by mailbox. All of curl stays on that thread, but
 * for taking a URL apart and freeing what is done. */
#include "console/io/http.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/io/mailbox.h"
#include "console/io/reply.h"
#include "console/io/worker.h"

#include <curl/curl.h>

#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Every attempt, curl's own after a connection that died included. */
enum { ATTEMPTS = 2 };

struct request {
    struct mail mail; /* first, as struct mail asks */
    http_done *done;  /* NULL: warming up, nobody waits */
    void *cookie;
    CURLU *url;
    struct curl_slist *headers;
    CURL *easy;
    int64_t deadline_ms;
    int attempts;
    struct reply reply;
    struct http_answer answer;
};

_Static_assert(sizeof((struct reply){0}.detail) >= CURL_ERROR_SIZE,
               "curl writes its words there");

struct http {
    struct mailbox box;
    struct http_settings settings; /* strings are ours */
    pthread_t thread;
    CURLM *multi; /* the thread's */
};

/* Also of a request that curl still works on: the thread takes it out of the
 * multi first. */
static void drop(struct mail *mail)
{
    struct request *request = (struct request *)mail;
    curl_easy_cleanup(request->easy);
    curl_slist_free_all(request->headers);
    curl_url_cleanup(request->url);
    reply_clear(&request->reply);
    free(request);
}

static void answer(struct mail *mail)
{
    struct request *request = (struct request *)mail;
    if (request->done != NULL)
        request->done(&request->answer, request->cookie);
    drop(mail);
}

/* Runs when a connection stands and before the request is sent on it. */
static int on_attempt(void *cookie, char *to, char *from, int to_port,
                      int from_port)
{
    struct request *request = cookie;
    (void)to, (void)from, (void)to_port, (void)from_port;
    request->attempts++;
    return request->attempts <= ATTEMPTS ? CURL_PREREQFUNC_OK
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

static void set_callbacks(CURL *easy, struct request *request)
{
    curl_easy_setopt(easy, CURLOPT_PRIVATE, request);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, request->reply.detail);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, reply_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &request->reply);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, reply_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &request->reply);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_attempt);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, request);
}

/* Starts an attempt with what is left of the deadline. */
static void begin(struct http *http, struct request *request)
{
    int64_t left_ms = request->deadline_ms - clock_steady_ms();
    if (left_ms < 1)
        left_ms = 1;
    if (left_ms > LONG_MAX)
        left_ms = LONG_MAX;
    curl_easy_setopt(request->easy, CURLOPT_TIMEOUT_MS, (long)left_ms);
    reply_restart(&request->reply);
    curl_multi_add_handle(http->multi, request->easy);
}

static void start(struct http *http, struct request *request)
{
    request->easy = curl_easy_init();
    if (request->easy == NULL)
        mem_exhausted();
    set_options(request->easy, &http->settings);
    set_callbacks(request->easy, request);
    curl_easy_setopt(request->easy, CURLOPT_CURLU, request->url);
    curl_easy_setopt(request->easy, CURLOPT_HTTPHEADER, request->headers);
    if (request->done == NULL)
        curl_easy_setopt(request->easy, CURLOPT_NOBODY, 1L);
    begin(http, request);
}

static bool reached(const struct request *request, CURLINFO moment)
{
    curl_off_t us = 0;
    curl_easy_getinfo(request->easy, moment, &us);
    return us > 0;
}

/* Which of curl's clocks ran out: the whole deadline or that for connecting. */
static enum http_end timeout_end(const struct request *request)
{
    if (clock_steady_ms() >= request->deadline_ms - 1)
        return HTTP_TIMEOUT;
    if (!reached(request, CURLINFO_NAMELOOKUP_TIME_T))
        return HTTP_NO_HOST;
    return HTTP_NO_CONNECT;
}

/* A handshake fails for its contents, or because the connection broke. */
static enum http_end handshake_end(const struct request *request)
{
    static const char *const words[] = {
        "Recv failure: ", "Send failure: ", "SSL_connect: ", "unexpected eof"};
    bool broke = false;
    for (size_t i = 0; i < COUNT(words); i++)
        broke |= strstr(request->reply.detail, words[i]) != NULL;
    return broke ? HTTP_NO_CONNECT : HTTP_TLS;
}

static enum http_end end_of(const struct request *request, CURLcode code)
{
    if (request->reply.too_big)
        return HTTP_TOO_BIG;
    switch (code) {
    case CURLE_OK:
        return request->reply.complete ? HTTP_ANSWERED : HTTP_CUT;
    case CURLE_GOT_NOTHING: /* the server hung up in good order */
        return HTTP_NO_CONNECT;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_ABORTED_BY_CALLBACK: /* by on_attempt() alone */
        return reached(request, CURLINFO_STARTTRANSFER_TIME_T)
                   ? HTTP_CUT
                   : HTTP_NO_CONNECT;
    case CURLE_OPERATION_TIMEDOUT:
        return timeout_end(request);
    case CURLE_SSL_CONNECT_ERROR:
        return handshake_end(request);
#define OPTION(name, value)
#define END(result, end)                                                       \
    case CURLE_##result:                                                       \
        return HTTP_##end;
#include "console/io/http.def"
    default:
        return HTTP_BAD;
    }
}

static void fill_answer(struct request *request, enum http_end end)
{
    const char *type = NULL;
    long status = 0;
    curl_off_t wait_s = 0;
    if (end == HTTP_ANSWERED) {
        curl_easy_getinfo(request->easy, CURLINFO_CONTENT_TYPE, &type);
        curl_easy_getinfo(request->easy, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(request->easy, CURLINFO_RETRY_AFTER, &wait_s);
    }
    reply_type(&request->reply, type);
    request->answer = reply_answer(&request->reply, end);
    request->answer.status = (int)status;
    request->answer.retry_after_s = wait_s > 0 ? wait_s : -1;
}

/* One attempt is over: tries again, or hands the answer over. */
static void finish(struct http *http, struct request *request, CURLcode code)
{
    enum http_end end = end_of(request, code);
    if (request->reply.detail[0] == '\0' && end != HTTP_ANSWERED)
        strcpy(request->reply.detail, code == CURLE_OK
                                          ? "the headers broke off"
                                          : curl_easy_strerror(code));
    curl_multi_remove_handle(http->multi, request->easy);
    bool sent = code != CURLE_COULDNT_CONNECT &&
                code != CURLE_SSL_CONNECT_ERROR &&
                code != CURLE_OPERATION_TIMEDOUT;
    request->attempts += sent ? 0 : 1; /* those not seen by on_attempt() */
    bool again = end == HTTP_NO_CONNECT && request->attempts < ATTEMPTS &&
                 request->done != NULL &&
                 clock_steady_ms() < request->deadline_ms;
    if (again) {
        begin(http, request);
        return;
    }
    fill_answer(request, end);
    mailbox_finish(&http->box, &request->mail);
}

/* Hands over what curl has finished. */
static void gather(struct http *http)
{
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(http->multi, &left)) != NULL) {
        struct request *request = NULL;
        CURLcode code = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &request);
        finish(http, request, code);
    }
}

static void drop_cancelled(struct http *http)
{
    struct mail *mail;
    while ((mail = mailbox_take_cancelled(&http->box)) != NULL) {
        struct request *request = (struct request *)mail;
        curl_multi_remove_handle(http->multi, request->easy);
        drop(mail);
    }
}

static void work(struct http *http)
{
    struct curl_waitfd news = {http->box.handle, CURL_WAIT_POLLIN, 0};
    struct mail *mail;
    int running = 0;
    while (mailbox_listen(&http->box)) {
        while ((mail = mailbox_take(&http->box)) != NULL)
            start(http, (struct request *)mail);
        drop_cancelled(http);
        curl_multi_perform(http->multi, &running);
        gather(http);
        curl_multi_poll(http->multi, &news, 1, INT_MAX, NULL);
    }
    drop_cancelled(http);
}

/* Curl's libraries take their time to wake up: only when first asked. */
static void *run(void *cookie)
{
    struct http *http = cookie;
    struct pollfd news = {http->box.handle, POLLIN, 0};
    while (poll(&news, 1, -1) < 1)
        continue;
    if (!mailbox_listen(&http->box))
        return NULL;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        mem_exhausted();
    http->multi = curl_multi_init();
    if (http->multi == NULL)
        mem_exhausted();
    /* One idle connection: a pool of dead ones would use up the attempts. */
    curl_multi_setopt(http->multi, CURLMOPT_MAXCONNECTS, 1L);
    work(http);
    curl_multi_cleanup(http->multi);
    return NULL;
}

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

static const char *add_headers(struct request *request,
                               const char *const *headers)
{
    for (; headers != NULL && *headers != NULL; headers++) {
        if (strpbrk(*headers, "\r\n") != NULL)
            return "a header holds a line break";
        request->headers = curl_slist_append(request->headers, *headers);
    }
    return NULL;
}

static uint64_t send_request(struct http *http, struct request *request,
                             const char *fault)
{
    if (fault == NULL)
        return mailbox_send_take(&http->box, &request->mail);
    strcpy(request->reply.detail, fault);
    fill_answer(request, HTTP_BAD);
    return mailbox_return_take(&http->box, &request->mail);
}

uint64_t http_get(struct http *http, const char *url,
                  const char *const *headers, http_done *done, void *cookie)
{
    struct request *request = mem_new(sizeof *request);
    request->reply.body_max = http->settings.body_max;
    request->done = done;
    request->cookie = cookie;
    request->deadline_ms = clock_steady_ms() + http->settings.deadline_ms;
    request->url = curl_url();
    const char *fault = fault_of(request->url, url);
    if (fault == NULL)
        fault = add_headers(request, headers);
    return send_request(http, request, fault);
}

void http_warm(struct http *http, const char *url)
{
    http_get(http, url, NULL, NULL, NULL);
}

void http_cancel(struct http *http, uint64_t id)
{
    mailbox_cancel(&http->box, id);
}

static void free_http(struct http *http)
{
    free((char *)http->settings.ca_file);
    free((char *)http->settings.client_cert);
    free((char *)http->settings.client_key);
    free(http);
}

struct http *http_open(struct loop *loop, const struct http_settings *settings,
                       struct error *error)
{
    struct http *http = mem_new(sizeof *http);
    http->settings = *settings;
    http->settings.ca_file = mem_copy(settings->ca_file);
    http->settings.client_cert = mem_copy(settings->client_cert);
    http->settings.client_key = mem_copy(settings->client_key);
    if (!mailbox_init(&http->box, loop, answer, drop, error))
        goto no_box;
    /* Curl would write the keys of every connection into that file. */
    unsetenv("SSLKEYLOGFILE");
    int failed = worker_thread(&http->thread, run, http);
    if (failed == 0)
        return http;
    error_set(error, MESSAGE_INTERNAL, "http: %s", strerror(failed));
    mailbox_clear(&http->box);
no_box:
    free_http(http);
    return NULL;
}

void http_close(struct http *http)
{
    if (http == NULL)
        return;
    mailbox_stop(&http->box);
    pthread_join(http->thread, NULL);
    mailbox_clear(&http->box);
    free_http(http);
}
