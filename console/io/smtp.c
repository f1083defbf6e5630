/* Curl speaks SMTP; what it would hand through to the server unchecked is
 * judged here first: addresses, bare line ends, long lines. */
#include "console/io/smtp.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/io/access.h"
#include "console/io/transfer.h"

#include <curl/curl.h>

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* RFC 5321, 4.5.3.1.6: a line without its end. */
enum { LINE_MAX_BYTES = 998 };

struct smtp {
    struct http_settings settings; /* of the transfer; strings are ours */
    char *url, *user, *password;
    const _Atomic bool *stop;
    struct transfer transfer;
    const struct smtp_letter *letter; /* while it is sent */
    size_t done;                      /* bytes of it */
    char line[256];                   /* the server's last */
};

struct smtp *smtp_open(const struct smtp_settings *settings,
                       const _Atomic bool *stop, struct error *error)
{
    if (!transfer_start(error))
        return NULL;
    struct smtp *smtp = mem_new(sizeof *smtp);
    smtp->url = mem_copy(settings->url);
    smtp->user = mem_copy(settings->user);
    smtp->password = mem_copy(settings->password);
    smtp->settings.ca_file = mem_copy(settings->ca_file);
    smtp->settings.connect_ms = settings->connect_ms;
    smtp->settings.deadline_ms = settings->deadline_ms;
    smtp->stop = stop;
    return smtp;
}

void smtp_close(struct smtp *smtp)
{
    if (smtp == NULL)
        return;
    transfer_clear(&smtp->transfer);
    free((char *)smtp->settings.ca_file);
    free(smtp->url);
    free(smtp->user);
    access_forget(smtp->password);
    free(smtp);
}

/* ---- what may go over the wire ---- */

/* The length of the line at `bytes` without its CR LF; -1 when it has another
 * end or a byte that is no ASCII text. */
static ptrdiff_t line_length(const char *bytes, size_t left)
{
    size_t length = 0;
    while (length < left && (bytes[length] == '\t' ||
                             (bytes[length] >= ' ' && bytes[length] <= '~')))
        length++;
    bool ends = left - length >= 2 && memcmp(bytes + length, "\r\n", 2) == 0;
    return ends ? (ptrdiff_t)length : -1;
}

static const char *fault_of(const struct smtp_letter *letter)
{
    if (!access_address(letter->from) || !access_address(letter->to))
        return "not one plain address";
    for (size_t at = 0; at < letter->length;) {
        ptrdiff_t length = line_length(letter->bytes + at, letter->length - at);
        if (length < 0 || length > LINE_MAX_BYTES)
            return "a line that is too long, or not ASCII ended by CR LF";
        at += (size_t)length + 2;
    }
    return letter->length == 0 ? "nothing to send" : NULL;
}

/* ---- curl's callbacks ---- */

static size_t give(char *bytes, size_t size, size_t count, void *cookie)
{
    struct smtp *smtp = cookie;
    size_t left = smtp->letter->length - smtp->done;
    size_t length = size * count < left ? size * count : left;
    memcpy(bytes, smtp->letter->bytes + smtp->done, length);
    smtp->done += length;
    return length;
}

static size_t keep_line(char *bytes, size_t size, size_t count, void *cookie)
{
    struct smtp *smtp = cookie;
    size_t length = size * count;
    if (length > 3 && memcmp(bytes, "221", 3) == 0)
        return length; /* to our QUIT: it says nothing of the letter */
    size_t kept = length < sizeof smtp->line ? length : sizeof smtp->line - 1;
    memcpy(smtp->line, bytes, kept);
    smtp->line[kept] = '\0';
    smtp->line[strcspn(smtp->line, "\r\n")] = '\0';
    return length;
}

/* ---- sending ---- */

/* Its path is the name we greet with: the host of our own address. */
static void set_server(struct smtp *smtp, const char *from)
{
    CURL *easy = smtp->transfer.easy;
    AUTO_CHARS url = mem_format("%s/%s", smtp->url, strchr(from, '@') + 1);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_USERNAME, smtp->user);
    curl_easy_setopt(easy, CURLOPT_PASSWORD, smtp->password);
    /* Also for a QUIT, for which the deadline does not count. */
    curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT,
                     (long)(smtp->settings.deadline_ms / 1000 + 1));
    curl_easy_setopt(easy, CURLOPT_USE_SSL,
                     access_is_loopback(smtp->url) ? (long)CURLUSESSL_NONE
                                                   : (long)CURLUSESSL_ALL);
}

static void set_letter(struct smtp *smtp, const struct smtp_letter *letter)
{
    CURL *easy = smtp->transfer.easy;
    AUTO_CHARS from = mem_format("<%s>", letter->from);
    AUTO_CHARS to = mem_format("<%s>", letter->to);
    smtp->letter = letter;
    smtp->done = 0;
    smtp->line[0] = '\0';
    smtp->transfer.lines = curl_slist_append(NULL, to);
    curl_easy_setopt(easy, CURLOPT_MAIL_FROM, from);
    curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, smtp->transfer.lines);
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE,
                     (curl_off_t)letter->length);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(easy, CURLOPT_READDATA, smtp);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, keep_line);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, smtp);
}

static struct smtp_answer answer_of(struct smtp *smtp, enum http_end end)
{
    struct transfer *transfer = &smtp->transfer;
    long code = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &code);
    struct smtp_answer answer = {.end = SMTP_FAULT,
                                 .fault = end,
                                 .code = (int)code,
                                 .sent = transfer->stood,
                                 .words = transfer->reply.detail};
    if (transfer->result == CURLE_OK && code == 250)
        answer.end = SMTP_TAKEN;
    else if (transfer->result == CURLE_LOGIN_DENIED)
        answer.end = SMTP_DENIED;
    else if (code >= 400 && transfer->result != CURLE_USE_SSL_FAILED)
        answer.end = SMTP_SAID;
    if (answer.end != SMTP_FAULT)
        answer.words = smtp->line;
    return answer;
}

/* Ends the conversation: a server that says something more on a connection that
 * is kept would have answered the next letter. Curl says QUIT and would wait
 * two minutes for the answer: it finds nobody there any more. */
static void hang_up(struct transfer *transfer)
{
    curl_socket_t handle = CURL_SOCKET_BAD;
    curl_easy_getinfo(transfer->easy, CURLINFO_ACTIVESOCKET, &handle);
    if (handle != CURL_SOCKET_BAD)
        shutdown(handle, SHUT_RD);
    curl_easy_cleanup(transfer->easy);
    transfer->easy = NULL;
}

struct smtp_answer smtp_send(struct smtp *smtp,
                             const struct smtp_letter *letter)
{
    struct transfer *transfer = &smtp->transfer;
    transfer_reset(transfer);
    transfer->deadline_ms = clock_steady_ms() + smtp->settings.deadline_ms;
    const char *fault = fault_of(letter);
    if (fault != NULL)
        return (struct smtp_answer){SMTP_FAULT, HTTP_BAD, 0, false, fault};
    transfer_ready(transfer, &smtp->settings);
    set_server(smtp, letter->from);
    set_letter(smtp, letter);
    struct smtp_answer answer =
        answer_of(smtp, transfer_wait(transfer, smtp->stop));
    hang_up(transfer);
    smtp->letter = NULL;
    return answer;
}
