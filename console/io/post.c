/* Curl's easy interface. Each request has a connection of its own: a service
 * that answers twice on one that is kept would answer the next request too. */
#include "console/io/post.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/io/transfer.h"

#include <curl/curl.h>

#include <stdlib.h>
#include <string.h>

struct post {
    struct http_settings settings; /* strings are ours */
    const _Atomic bool *stop;
    struct transfer transfer;
};

struct post *post_open(const struct http_settings *settings,
                       const _Atomic bool *stop, struct error *error)
{
    if (!transfer_start(error))
        return NULL;
    struct post *post = mem_new(sizeof *post);
    post->settings = *settings;
    post->settings.ca_file = mem_copy(settings->ca_file);
    post->settings.client_cert = mem_copy(settings->client_cert);
    post->settings.client_key = mem_copy(settings->client_key);
    post->stop = stop;
    return post;
}

void post_close(struct post *post)
{
    if (post == NULL)
        return;
    transfer_clear(&post->transfer);
    free((char *)post->settings.ca_file);
    free((char *)post->settings.client_cert);
    free((char *)post->settings.client_key);
    free(post);
}

struct http_answer post_send(struct post *post,
                             const struct post_letter *letter)
{
    struct transfer *transfer = &post->transfer;
    transfer_reset(transfer);
    transfer->deadline_ms = clock_steady_ms() + post->settings.deadline_ms;
    const char *fault = transfer_ask(transfer, letter->url, letter->headers);
    if (fault != NULL) {
        strcpy(transfer->reply.detail, fault);
        return transfer_answer(transfer, HTTP_BAD);
    }
    transfer_ready(transfer, &post->settings);
    curl_easy_setopt(transfer->easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(transfer->easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDS, letter->body);
    curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     (curl_off_t)letter->length);
    return transfer_answer(transfer, transfer_wait(transfer, post->stop));
}
