/* Puts a message into the form of its sink and hands it to the network. */
#include "console/delivery/courier.h"

#include "console/base/error.h"
#include "console/base/text.h"
#include "console/delivery/courier_verdict.h"
#include "console/delivery/mail.h"
#include "console/delivery/mail_words.h"
#include "console/delivery/sink_state.h"
#include "console/io/access.h"
#include "console/io/log.h"
#include "console/io/post.h"
#include "console/io/smtp.h"

#include <stdlib.h>
#include <string.h>

/* A branch's answer is a receipt or a reason. */
enum { ANSWER_MAX_BYTES = 64 * 1024 };

struct courier {
    const struct sinks *sinks;
    char **tokens; /* of each sink: the header; NULL: none */
    bool *barred;  /* of each sink: its token cannot be read */
    struct post *post;
    struct smtp *smtp; /* NULL: no mail server is set */
};

/* ---- open and close ---- */

/* False: nothing goes to that branch until the sender starts anew; the others
 * are told. */
static bool read_token(const struct sink *sink, char **header)
{
    char *word = NULL;
    struct error error = {0};
    AUTO_CHARS setting = mem_format("branch.%s.token_file", sink->branch);
    bool read = access_secret(setting, sink->token_file, &word, &error);
    log_error(&error);
    if (word != NULL)
        *header = mem_format("Authorization: Bearer %s", word);
    access_forget(word);
    return read;
}

static bool open_post(struct courier *courier, const _Atomic bool *stop,
                      struct error *error)
{
    const struct sinks *sinks = courier->sinks;
    const struct http_settings settings = {.ca_file = sinks->ca_file,
                                           .connect_ms = sinks->connect_ms,
                                           .deadline_ms = sinks->deadline_ms,
                                           .body_max = ANSWER_MAX_BYTES};
    for (size_t i = 0; i < sinks->count; i++)
        courier->barred[i] = !read_token(&sinks->items[i], &courier->tokens[i]);
    courier->post = post_open(&settings, stop, error);
    return courier->post != NULL;
}

static bool open_smtp(struct courier *courier, const _Atomic bool *stop,
                      struct error *error)
{
    const struct sinks *sinks = courier->sinks;
    char *password = NULL;
    if (sinks->smtp_url == NULL)
        return true;
    if (!access_secret("delivery.smtp_password_file", sinks->smtp_password_file,
                       &password, error))
        return false;
    const struct smtp_settings settings = {.url = sinks->smtp_url,
                                           .user = sinks->smtp_user,
                                           .password = password,
                                           .ca_file = sinks->ca_file,
                                           .connect_ms = sinks->connect_ms,
                                           .deadline_ms = sinks->deadline_ms};
    courier->smtp = smtp_open(&settings, stop, error);
    access_forget(password);
    return courier->smtp != NULL;
}

struct courier *courier_open(const struct sinks *sinks,
                             const _Atomic bool *stop, struct error *error)
{
    struct courier *courier = mem_new(sizeof *courier);
    courier->sinks = sinks;
    courier->tokens = mem_new((sinks->count + 1) * sizeof *courier->tokens);
    courier->barred = mem_new((sinks->count + 1) * sizeof *courier->barred);
    if (open_post(courier, stop, error) && open_smtp(courier, stop, error))
        return courier;
    courier_close(courier);
    return NULL;
}

void courier_close(struct courier *courier)
{
    if (courier == NULL)
        return;
    for (size_t i = 0; i < courier->sinks->count; i++)
        access_forget(courier->tokens[i]);
    free(courier->tokens);
    free(courier->barred);
    post_close(courier->post);
    smtp_close(courier->smtp);
    free(courier);
}

/* ---- sending ---- */

static struct sink_answer send_http(struct courier *courier,
                                    const struct sink *sink,
                                    const struct outbox_message *message)
{
    if (courier->barred[sink - courier->sinks->items])
        return courier_verdict(SINK_AWAY, SINK_WHY_DENIED,
                               "its token file cannot be used");
    AUTO_CHARS key = mem_format("Idempotency-Key: %s", message->id);
    const char *const headers[] = {
        "Content-Type: application/json", "Accept: application/json", key,
        courier->tokens[sink - courier->sinks->items], NULL};
    const struct post_letter letter = {sink->url, headers, message->body,
                                       strlen(message->body)};
    const struct http_answer answer = post_send(courier->post, &letter);
    return courier_verdict_http(&answer, message->id);
}

static struct sink_answer send_smtp(struct courier *courier,
                                    const struct sink *sink,
                                    const struct outbox_message *message)
{
    AUTO_TEXT subject = {0};
    AUTO_TEXT text = {0};
    AUTO_TEXT bytes = {0};
    mail_words(message, sink->zone, &subject, &text);
    const struct mail_letter mail = {.id = message->id,
                                     .from = courier->sinks->smtp_from,
                                     .to = sink->mail_to,
                                     .at_ms = message->at_ms,
                                     .subject = text_chars(&subject),
                                     .text = text_chars(&text)};
    if (!mail_write(&mail, &bytes))
        return courier_verdict(SINK_REFUSED, SINK_WHY_CONTENT,
                               "no e-mail can be made of it");
    const struct smtp_letter letter = {mail.from, mail.to, text_chars(&bytes),
                                       bytes.length};
    const struct smtp_answer answer = smtp_send(courier->smtp, &letter);
    return courier_verdict_smtp(&answer, message->id);
}

struct sink_answer courier_send(struct courier *courier, enum sink_kind kind,
                                const struct outbox_message *message)
{
    const struct sink *sink = sinks_find(courier->sinks, message->branch);
    if (kind == SINK_HTTP && sink != NULL && sink->url != NULL)
        return send_http(courier, sink, message);
    if (kind == SINK_SMTP && sink != NULL && sink->mail_to != NULL)
        return send_smtp(courier, sink, message);
    return courier_verdict(SINK_REFUSED, SINK_WHY_SETTINGS,
                           "nothing is set for this branch");
}
