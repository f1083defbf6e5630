/* HTTP on a thread of its own: requests come by mailbox, curl's multi interface
 * runs them, answers go back by mailbox. All of curl stays on that thread, but
 * for taking a URL apart and freeing what is done. */
#include "console/io/http.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/io/mailbox.h"
#include "console/io/transfer.h"
#include "console/io/worker.h"

#include <curl/curl.h>

#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct request {
    struct mail mail; /* first, as struct mail asks */
    http_done *done;  /* NULL: warming up, nobody waits */
    void *cookie;
    struct transfer transfer;
    struct http_answer answer;
};

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
    transfer_clear(&request->transfer);
    free(request);
}

static void answer(struct mail *mail)
{
    struct request *request = (struct request *)mail;
    if (request->done != NULL)
        request->done(&request->answer, request->cookie);
    drop(mail);
}

static void begin(struct http *http, struct request *request)
{
    transfer_begin(&request->transfer);
    curl_multi_add_handle(http->multi, request->transfer.easy);
}

static void start(struct http *http, struct request *request)
{
    struct transfer *transfer = &request->transfer;
    transfer_ready(transfer, &http->settings);
    curl_easy_setopt(transfer->easy, CURLOPT_PRIVATE, request);
    if (request->done == NULL)
        curl_easy_setopt(transfer->easy, CURLOPT_NOBODY, 1L);
    begin(http, request);
}

/* One attempt is over: tries again, or hands the answer over. */
static void finish(struct http *http, struct request *request, CURLcode code)
{
    struct transfer *transfer = &request->transfer;
    enum http_end end = transfer_end(transfer, code);
    curl_multi_remove_handle(http->multi, transfer->easy);
    bool sent = code != CURLE_COULDNT_CONNECT &&
                code != CURLE_SSL_CONNECT_ERROR &&
                code != CURLE_OPERATION_TIMEDOUT;
    transfer->attempts += sent ? 0 : 1; /* those that did not stand */
    bool again =
        end == HTTP_NO_CONNECT && transfer->attempts < TRANSFER_ATTEMPTS &&
        request->done != NULL && clock_steady_ms() < transfer->deadline_ms;
    if (again) {
        begin(http, request);
        return;
    }
    request->answer = transfer_answer(transfer, end);
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
        curl_multi_remove_handle(http->multi, request->transfer.easy);
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

static uint64_t send_request(struct http *http, struct request *request,
                             const char *fault)
{
    if (fault == NULL)
        return mailbox_send_take(&http->box, &request->mail);
    strcpy(request->transfer.reply.detail, fault);
    request->answer = transfer_answer(&request->transfer, HTTP_BAD);
    return mailbox_return_take(&http->box, &request->mail);
}

uint64_t http_get(struct http *http, const char *url,
                  const char *const *headers, http_done *done, void *cookie)
{
    struct request *request = mem_new(sizeof *request);
    request->done = done;
    request->cookie = cookie;
    request->transfer.deadline_ms =
        clock_steady_ms() + http->settings.deadline_ms;
    const char *fault = transfer_ask(&request->transfer, url, headers);
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
    transfer_hush();
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
