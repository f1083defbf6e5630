/* A message on its way as an e-mail: the conversation byte by byte, how each
 * code ends, what is never let onto the wire, and TLS. */
#include "tests/console/delivery/courier_desk.h"

#include "console/base/clock.h"
#include "console/base/memory.h"
#include "console/io/smtp.h"
#include "tests/faults/faults.h"
#include "tests/kit/mailserver.h"
#include "tests/kit/tls_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A mail server with these steps, and the desk set for it. */
static struct mailserver *serve(struct courier_desk *desk,
                                const struct mail_step *steps, size_t count,
                                const char *const *more)
{
    struct mailserver *server = mailserver_open(steps, count);
    AUTO_CHARS url = mem_format("smtp://127.0.0.1:%d", mailserver_port(server));
    courier_desk_set(desk, url, more);
    return server;
}

/* Waits until this was said to the server. */
static void await_talk(struct mailserver *server, const char *words)
{
    for (bool said = false; !said; usleep(1000)) {
        AUTO_CHARS talk = mailserver_talk(server);
        said = strstr(talk, words) != NULL;
    }
}

static void a_conversation_byte_by_byte(void **state)
{
    struct courier_desk *desk = *state;
    struct mailserver *server = serve(desk, NULL, 0, NULL);
    courier_desk_sends(desk, SINK_SMTP, SINK_TAKEN, "250 2.0.0 taken");
    AUTO_MAIL_GOT got = mailserver_letter(server, 0);
    assert_string_equal(got.from, "<line@line.example>");
    assert_string_equal(got.to, "<desk@kzo.example>");
    assert_non_null(
        strstr(got.bytes, "\r\nMessage-ID: <" COURIER_ID "@line.example>\r\n"));
    await_talk(server, "\r\nQUIT\r\n");
    AUTO_CHARS talk = mailserver_talk(server);
    AUTO_CHARS wanted = mem_format("EHLO line.example\r\n"
                                   "MAIL FROM:<line@line.example> SIZE=%zu\r\n"
                                   "RCPT TO:<desk@kzo.example>\r\n"
                                   "DATA\r\n"
                                   "%s.\r\n"
                                   "QUIT\r\n",
                                   strlen(got.bytes), got.bytes);
    assert_string_equal(talk, wanted);
    courier_desk_sends(desk, SINK_SMTP, SINK_TAKEN, "250 2.0.0 taken");
    AUTO_MAIL_GOT again = mailserver_letter(server, 1);
    assert_string_equal(again.bytes, got.bytes);
    mailserver_close(server);
}

/* A second answer is nobody's: not the next letter's receipt, nor its refusal.
 */
static void a_server_that_answers_twice_fools_nobody(void **state)
{
    struct courier_desk *desk = *state;
    const struct mail_step steps[] = {
        {".", MAIL_SAY, "250 taken\r\n250 taken\r\n354 go\r\n250 taken", 1},
        {".", MAIL_SAY, "250 taken\r\n550 never", 1}};
    struct mailserver *server = serve(desk, steps, COUNT(steps), NULL);
    for (int i = 1; i <= 3; i++) {
        courier_desk_sends(desk, SINK_SMTP, SINK_TAKEN, "250 ");
        assert_int_equal(mailserver_letters(server), i);
    }
    mailserver_close(server);
}

/* Row 21 of the fault matrix for e-mails. */
static void each_answer_ends_as_it_should(void **state)
{
    static const struct {
        struct mail_step step;
        enum sink_end end;
        const char *words;
    } rows[] = {
        {{"", MAIL_SAY, "554 not you", 0}, SINK_AWAY, "denied: 554"},
        {{"", MAIL_CLOSE, "421 busy", 0}, SINK_AWAY, "busy: 421"},
        {{"", MAIL_RESET, "", 0}, SINK_AWAY, "unreached: "},
        {{"MAIL", MAIL_SAY, "451 later", 0}, SINK_LATER, "busy: 451"},
        {{"MAIL", MAIL_SAY, "530 sign in", 0}, SINK_AWAY, "denied: 530"},
        {{"MAIL", MAIL_SAY, "421 going down", 0}, SINK_AWAY, "busy: 421"},
        {{"RCPT", MAIL_SAY, "450 full now", 0}, SINK_LATER, "busy: 450"},
        {{"RCPT", MAIL_SAY, "550 no such", 0}, SINK_REFUSED, "address: 550"},
        {{"DATA", MAIL_SAY, "554 no", 0}, SINK_REFUSED, "content: 554"},
        {{"DATA", MAIL_RESET, "", 0}, SINK_LATER, "unreached: "},
        {{".", MAIL_SAY, "452 full now", 0}, SINK_LATER, "busy: 452"},
        {{".", MAIL_SAY, "554 spam", 0}, SINK_REFUSED, "content: 554"},
        {{".", MAIL_SAY, "251 hm", 0}, SINK_LATER, "odd: "},
        {{".", MAIL_RESET, "", 0}, SINK_LATER, "unreached: "},
        {{".", MAIL_CLOSE, "250", 0}, SINK_TAKEN, "250"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        void *fresh;
        courier_desk_open(&fresh);
        struct courier_desk *desk = fresh;
        struct mailserver *server = serve(desk, &rows[i].step, 1, NULL);
        struct sink_answer answer =
            courier_send(desk->courier, SINK_SMTP, &desk->message);
        if (answer.end != rows[i].end ||
            strncmp(answer.words, rows[i].words, strlen(rows[i].words)) != 0)
            fail_msg("row %zu ended as %d: %s", i, answer.end, answer.words);
        courier_desk_close(&fresh);
        mailserver_close(server);
    }
    faults_say("21", "answers of a mail server", "%zu of %zu as written down",
               COUNT(rows), COUNT(rows));
}

static void silence_ends_at_the_deadline(void **state)
{
    struct courier_desk *desk = *state;
    const struct mail_step steps[] = {{"", MAIL_SAY, "HTTP/1.1 400 what", 1},
                                      {".", MAIL_SAY, "what", 1},
                                      {".", MAIL_HOLD, "", 0}};
    const char *const more[] = {"delivery.deadline_ms=500", NULL};
    struct mailserver *server = serve(desk, steps, COUNT(steps), more);
    for (size_t i = 0; i < COUNT(steps); i++)
        courier_desk_sends(desk, SINK_SMTP, SINK_AWAY, "unreached: ");
    mailserver_close(server);
}

/* At its end the sender does not wait for a server that says no good-bye. */
static void a_silent_server_does_not_hold_the_end_up(void **state)
{
    struct courier_desk *desk = *state;
    const struct mail_step mute = {"QUIT", MAIL_HOLD, "", 0};
    struct mailserver *server = serve(desk, &mute, 1, NULL);
    courier_desk_sends(desk, SINK_SMTP, SINK_TAKEN, "250 ");
    int64_t before_ms = clock_steady_ms();
    courier_close(desk->courier);
    desk->courier = NULL;
    assert_true(clock_steady_ms() - before_ms < 20000);
    await_talk(server, "\r\nQUIT\r\n");
    mailserver_close(server);
}

/* Taken, but the answer is lost: the same letter comes again, and the branch
 * knows it by its Message-ID. */
static void a_lost_answer_brings_the_same_letter(void **state)
{
    struct courier_desk *desk = *state;
    const struct mail_step lost = {".", MAIL_RESET, "", 1};
    struct mailserver *server = serve(desk, &lost, 1, NULL);
    courier_desk_sends(desk, SINK_SMTP, SINK_LATER, "unreached: ");
    courier_desk_sends(desk, SINK_SMTP, SINK_TAKEN, "250 ");
    AUTO_MAIL_GOT first = mailserver_letter(server, 0);
    AUTO_MAIL_GOT second = mailserver_letter(server, 1);
    assert_string_equal(first.bytes, second.bytes);
    mailserver_close(server);
}

/* ---- what never gets onto the wire ---- */

static const struct smtp_letter letter = {
    "line@line.example", "desk@kzo.example", "Subject: x\r\n\r\nbody\r\n", 20};

static struct smtp *open_smtp(struct mailserver *server)
{
    AUTO_CHARS url = mem_format("smtp://127.0.0.1:%d", mailserver_port(server));
    const struct smtp_settings settings = {
        .url = url, .connect_ms = 60000, .deadline_ms = 60000};
    struct smtp *smtp = smtp_open(&settings, NULL, NULL);
    assert_non_null(smtp);
    return smtp;
}

/* Finding 7 of the study: curl would have sent all of this. */
static void what_could_inject_is_not_sent(void **state)
{
    (void)state;
    static const char *const addresses[] = {
        "a@b.example>\r\nRCPT TO:<evil@x.example",
        "a@b.example\r\nRCPT TO:<evil@x.example>",
        "a@b.example\nRCPT TO:<evil@x.example>",
        "a@b.example\rRCPT TO:<evil@x.example>",
        "a@b.example> SIZE=1",
        "a@b.example, evil@x.example",
        "\xD0\xB0@b.example",
        "",
    };
    static const char *const bodies[] = {
        "x\n.\nMAIL FROM:<evil@x.example>\r\n",
        "x\r.\rMAIL FROM:<evil@x.example>\r\n",
        "x\r\n.\nMAIL\r\n",
        "x\n",
        "x\r",
        "x",
        "x\r\r\n",
        "\x1B[2J\r\n",
        "\xD0\xB0\r\n",
        "",
    };
    struct mailserver *server = mailserver_open(NULL, 0);
    struct smtp *smtp = open_smtp(server);
    for (size_t i = 0; i < COUNT(addresses); i++) {
        struct smtp_letter wrong = letter;
        wrong.from = addresses[i];
        assert_int_equal(smtp_send(smtp, &wrong).fault, HTTP_BAD);
        wrong = letter;
        wrong.to = addresses[i];
        assert_int_equal(smtp_send(smtp, &wrong).fault, HTTP_BAD);
    }
    for (size_t i = 0; i < COUNT(bodies); i++) {
        struct smtp_letter wrong = letter;
        wrong.bytes = bodies[i];
        wrong.length = strlen(bodies[i]);
        assert_int_equal(smtp_send(smtp, &wrong).fault, HTTP_BAD);
    }
    AUTO_CHARS line = mem_format("%0999d\r\n", 0);
    struct smtp_letter wrong = letter;
    wrong.bytes = line;
    wrong.length = strlen(line);
    assert_int_equal(smtp_send(smtp, &wrong).fault, HTTP_BAD);
    assert_int_equal(mailserver_connections(server), 0);
    assert_int_equal(smtp_send(smtp, &letter).end, SMTP_TAKEN);
    smtp_close(smtp);
    mailserver_close(server);
    faults_say("21", "injection into an e-mail",
               "%zu addresses, %zu bodies: 0 bytes on the wire",
               2 * COUNT(addresses), COUNT(bodies) + 1);
}

/* A dot alone is text, and comes out as one. */
static void a_line_with_a_dot_ends_nothing(void **state)
{
    (void)state;
    static const char bytes[] =
        "Subject: x\r\n\r\n.\r\nMAIL FROM:<e@x>\r\n..\r\n"
        ".";
    struct mailserver *server = mailserver_open(NULL, 0);
    struct smtp *smtp = open_smtp(server);
    struct smtp_letter dotted = letter;
    dotted.bytes = bytes;
    dotted.length = strlen(bytes) - 1;
    assert_int_equal(smtp_send(smtp, &dotted).end, SMTP_TAKEN);
    AUTO_MAIL_GOT got = mailserver_letter(server, 0);
    assert_string_equal(got.bytes, "Subject: x\r\n\r\n..\r\n"
                                   "MAIL FROM:<e@x>\r\n...\r\n");
    assert_int_equal(mailserver_letters(server), 1);
    smtp_close(smtp);
    mailserver_close(server);
}

static void naughty_fields_of_a_message_stay_inside(void **state)
{
    struct courier_desk *desk = *state;
    static const char *const naughty[] = {"\r\n.\r\nMAIL FROM:<e@x>\r\n",
                                          "x\nBcc: e@x", "\x1B[2J", "\xFF\xFE"};
    struct mailserver *server = serve(desk, NULL, 0, NULL);
    for (size_t i = 0; i < COUNT(naughty); i++) {
        free(desk->message.body);
        desk->message.body = mem_copy(naughty[i]);
        snprintf(desk->message.number, sizeof desk->message.number, "%s",
                 naughty[i]);
        courier_desk_sends(desk, SINK_SMTP, SINK_TAKEN, "250 ");
        snprintf(desk->message.id, sizeof desk->message.id, "%s", naughty[i]);
        courier_desk_sends(desk, SINK_SMTP, SINK_REFUSED, "content: ");
        strcpy(desk->message.id, COURIER_ID);
    }
    AUTO_CHARS talk = mailserver_talk(server);
    assert_null(strstr(talk, "<e@x>"));
    assert_null(strstr(talk, "Bcc"));
    assert_null(strchr(talk, '\x1B'));
    assert_int_equal(mailserver_letters(server), COUNT(naughty));
    mailserver_close(server);
}

/* ---- TLS and signing in ---- */

/* A name, not a number of this machine: TLS is a must. */
static void without_starttls_nothing_is_sent(void **state)
{
    struct courier_desk *desk = *state;
    struct mailserver *server = mailserver_open(NULL, 0);
    AUTO_CHARS url = mem_format("smtp://localhost:%d", mailserver_port(server));
    courier_desk_set(desk, url, NULL);
    courier_desk_sends(desk, SINK_SMTP, SINK_AWAY, "untrusted: ");
    AUTO_CHARS talk = mailserver_talk(server);
    assert_null(strstr(talk, "MAIL"));
    mailserver_close(server);
}

static void only_a_certificate_that_is_good_is_believed(void **state)
{
    static const char *const rows[][2] = {
        /* the server's, what we trust */
        {"expired", "expired"}, {"future", "future"}, {"other", "other"},
        {"ours", "other"},      {"lonely", "root"},   {"ours", "missing"}};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        void *fresh;
        courier_desk_open(&fresh);
        struct courier_desk *desk = fresh;
        tls_kit_serve(rows[i][0], "-tls1_2");
        AUTO_CHARS authority = tls_kit_file(rows[i][1]);
        AUTO_CHARS ca_file = mem_format("delivery.ca_file=%s", authority);
        AUTO_CHARS http =
            mem_format("branch.KZO.url=https://localhost:%d/", tls_kit_port());
        AUTO_CHARS url = mem_format("smtps://localhost:%d", tls_kit_port());
        const char *const more[] = {ca_file, http, NULL};
        courier_desk_set(desk, url, more);
        courier_desk_sends(desk, SINK_SMTP, SINK_AWAY, "untrusted: ");
        courier_desk_sends(desk, SINK_HTTP, SINK_AWAY, "untrusted: ");
        courier_desk_close(&fresh);
        tls_kit_stop();
    }
    faults_say("14", "certificates of branches",
               "%zu of %zu bad ones refused, web service and mail server",
               COUNT(rows), COUNT(rows));
}

/* Name and password go out inside of TLS; the key log stays empty. */
static void a_letter_goes_through_tls_signed_in(void **state)
{
    struct courier_desk *desk = *state;
    int in, out;
    const struct mail_step step = {"EHLO", MAIL_SAY,
                                   "250-test.example\r\n250 AUTH PLAIN", 0};
    struct mailserver *server = mailserver_open(&step, 1);
    AUTO_CHARS keys = mem_format("%s/keys", desk->folder);
    setenv("SSLKEYLOGFILE", keys, 1);
    tls_kit_bridge("ours", &in, &out);
    mailserver_adopt_take(server, in, out);
    AUTO_CHARS authority = tls_kit_file("ours");
    AUTO_CHARS ca_file = mem_format("delivery.ca_file=%s", authority);
    AUTO_CHARS password =
        mem_format("delivery.smtp_password_file=%s", desk->token);
    AUTO_CHARS url = mem_format("smtps://localhost:%d", tls_kit_port());
    const char *const more[] = {ca_file, "delivery.smtp_user=line", password,
                                NULL};
    courier_desk_set(desk, url, more);
    courier_desk_sends(desk, SINK_SMTP, SINK_TAKEN, "250 2.0.0 taken");
    AUTO_CHARS talk = mailserver_talk(server);
    assert_non_null(strstr(talk, "AUTH PLAIN\r\nAGxpbmUAbWFkZS11cA==\r\n"));
    assert_int_not_equal(access(keys, F_OK), 0);
    tls_kit_stop();
    mailserver_close(server);
}

static void a_wrong_password_is_told(void **state)
{
    struct courier_desk *desk = *state;
    const struct mail_step steps[] = {
        {"EHLO", MAIL_SAY, "250-test.example\r\n250 AUTH PLAIN", 0},
        {"AUTH", MAIL_SAY, "535 5.7.8 no", 0}};
    AUTO_CHARS password =
        mem_format("delivery.smtp_password_file=%s", desk->token);
    const char *const more[] = {"delivery.smtp_user=line", password, NULL};
    struct mailserver *server = serve(desk, steps, COUNT(steps), more);
    courier_desk_sends(desk, SINK_SMTP, SINK_AWAY, "denied: 535 5.7.8 no");
    AUTO_CHARS talk = mailserver_talk(server);
    assert_null(strstr(talk, "MAIL"));
    mailserver_close(server);
}

#define STORY(story)                                                           \
    cmocka_unit_test_setup_teardown(story, courier_desk_open,                  \
                                    courier_desk_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_conversation_byte_by_byte),
        cmocka_unit_test(each_answer_ends_as_it_should),
        STORY(silence_ends_at_the_deadline),
        STORY(a_silent_server_does_not_hold_the_end_up),
        STORY(a_lost_answer_brings_the_same_letter),
        STORY(a_server_that_answers_twice_fools_nobody),
        cmocka_unit_test(what_could_inject_is_not_sent),
        cmocka_unit_test(a_line_with_a_dot_ends_nothing),
        STORY(naughty_fields_of_a_message_stay_inside),
        STORY(without_starttls_nothing_is_sent),
        cmocka_unit_test(only_a_certificate_that_is_good_is_believed),
        STORY(a_letter_goes_through_tls_signed_in),
        STORY(a_wrong_password_is_told),
    };
    return cmocka_run_group_tests(tests, tls_kit_make, tls_kit_drop);
}
