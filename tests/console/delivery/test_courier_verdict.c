/* What the answers of branches mean, one by one, and the promise behind them:
 * nothing counts as taken without a whole final answer that says so. */
#include "console/delivery/courier_verdict.h"

#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/io/http.h"
#include "console/io/smtp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#define ID "00000000-0000-4000-8000-000000000001.KZO"

static struct sink_answer of_status(int status, const char *type,
                                    const char *body)
{
    const struct http_answer answer = {.end = HTTP_ANSWERED,
                                       .status = status,
                                       .body = body,
                                       .length = strlen(body),
                                       .type = type,
                                       .retry_after_s = 7,
                                       .sent = true,
                                       .detail = ""};
    return courier_verdict_http(&answer, ID);
}

/* Does it end so, with these words? */
static void ends(struct sink_answer answer, enum sink_end end,
                 const char *words)
{
    if (answer.end != end || strcmp(answer.words, words) != 0)
        fail_msg("it ended as %d: %s", answer.end, answer.words);
}

static void a_final_answer_is_a_receipt(void **state)
{
    (void)state;
    static const int final[] = {200, 201, 202, 204};
    for (size_t i = 0; i < COUNT(final); i++) {
        ends(of_status(final[i], "", ""), SINK_TAKEN, ID);
        ends(of_status(final[i], "application/json", "{\"receipt\":\"A-17\"}"),
             SINK_TAKEN, "A-17");
    }
    ends(of_status(200, "application/problem+json", "{\"receipt\":\"A\"}"),
         SINK_TAKEN, "A");
    ends(of_status(200, "application/json", "{\"id\":\"" ID "\"}"), SINK_TAKEN,
         ID);
    ends(of_status(200, "application/json", "{\"receipt\":17}"), SINK_TAKEN,
         ID);
    ends(of_status(200, "application/json",
                   "{\"receipt\":\"\\u001b[2J\\u202ex\\r\\ny\"}"),
         SINK_TAKEN, "[2Jx y");
}

/* What a branch writes lies open in the log for ever: numbers of persons in it
 * are not kept; ids, statuses and addresses are. */
static void no_number_of_a_person_is_kept(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"900101300017", "............"},
        {"ИИН900101300017 жоқ", "ИИН............ жоқ"},
        {"no +7 (701) 123-45-67.", "no +.................."},
        {"тел.8-701-123-45-67, перезвоните",
         "тел................, перезвоните"},
        {"1234567", "......."},
        {"900101 300017", "............."},
        {"123456", "123456"},
        {"KZO-000017", "KZO-000017"},
        {"KZO-2026-000017", "KZO-2026-000017"},
        {"2.0.0 Ok: queued as 123456789AB", "2.0.0 Ok: queued as 123456789AB"},
        {"550e8400-e29b-41d4-a716-446655440000",
         "550e8400-e29b-41d4-a716-446655440000"},
        {"00000000-0000-4000-8000-000000000001",
         "00000000-0000-4000-8000-000000000001"},
        {"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
         "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        AUTO_CHARS body = mem_format("{\"receipt\":\"%s\"}", rows[i][0]);
        ends(of_status(200, "application/json", body), SINK_TAKEN, rows[i][1]);
    }
    ends(of_status(422, "application/json",
                   "{\"error\":\"900101300017 is not ours\"}"),
         SINK_REFUSED, "content: 422 ............ is not ours");
    ends(of_status(422, "application/json",
                   "{\"error\":\"701 123 45 67; 192.168.100.200\"}"),
         SINK_REFUSED, "content: 422 .............; 192.168.100.200");
}

/* A log-in page, half an answer, somebody else's: it may have come to another
 * place than we think. */
static void an_answer_that_is_not_clear_is_no_receipt(void **state)
{
    (void)state;
    static const char *const bodies[][2] = {
        {"text/html", "<html>Welcome</html>"},
        {"", "OK"},
        {"application/json", "{\"receipt\":"},
        {"application/json", "[]"},
        {"application/json", "{\"receipt\":\"a\",\"receipt\":\"b\"}"},
        {"application/json", "{\"id\":\"another\",\"receipt\":\"A-17\"}"},
    };
    for (size_t i = 0; i < COUNT(bodies); i++) {
        struct sink_answer answer = of_status(200, bodies[i][0], bodies[i][1]);
        assert_int_equal(answer.end, SINK_LATER);
        assert_memory_equal(answer.words, "odd: 200 ", 9);
    }
    ends(of_status(206, "", ""), SINK_LATER, "odd: 206");
    ends(of_status(100, "", ""), SINK_LATER, "odd: 100");
}

/* Row 21 of the fault matrix, and its neighbours. */
static void each_status_has_its_meaning(void **state)
{
    (void)state;
    static const struct {
        int status;
        enum sink_end end;
        const char *words;
    } rows[] = {
        {301, SINK_AWAY, "address: 301"},
        {400, SINK_REFUSED, "content: 400"},
        {401, SINK_AWAY, "denied: 401"},
        {403, SINK_AWAY, "denied: 403"},
        {404, SINK_AWAY, "address: 404"},
        {405, SINK_AWAY, "address: 405"},
        {407, SINK_AWAY, "denied: 407"},
        {408, SINK_LATER, "busy: 408"},
        {409, SINK_REFUSED, "changed: 409"},
        {410, SINK_AWAY, "address: 410"},
        {413, SINK_REFUSED, "content: 413"},
        {415, SINK_REFUSED, "content: 415"},
        {421, SINK_AWAY, "busy: 421"},
        {422, SINK_REFUSED, "content: 422"},
        {423, SINK_LATER, "busy: 423"},
        {425, SINK_LATER, "busy: 425"},
        {429, SINK_AWAY, "busy: 429"},
        {451, SINK_REFUSED, "content: 451"},
        {500, SINK_LATER, "busy: 500"},
        {501, SINK_LATER, "busy: 501"},
        {502, SINK_AWAY, "busy: 502"},
        {503, SINK_AWAY, "busy: 503"},
        {504, SINK_AWAY, "busy: 504"},
        {599, SINK_LATER, "busy: 599"},
        {600, SINK_LATER, "odd: 600"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sink_answer answer = of_status(rows[i].status, "", "");
        ends(answer, rows[i].end, rows[i].words);
        assert_int_equal(answer.retry_after_s,
                         rows[i].end == SINK_REFUSED ? -1 : 7);
    }
    ends(of_status(422, "application/json", "{\"error\":\"no such case\"}"),
         SINK_REFUSED, "content: 422 no such case");
    ends(of_status(422, "text/html", "<h1>no</h1>"), SINK_REFUSED,
         "content: 422");
}

/* Every end and every status with every body: one in thousands is taken. */
static void nothing_else_is_ever_taken(void **state)
{
    (void)state;
    for (enum http_end end = 0; end <= HTTP_BAD; end++)
        for (int status = -1; status <= 1000; status++) {
            const struct http_answer answer = {.end = end,
                                               .status = status,
                                               .body = "",
                                               .type = "",
                                               .retry_after_s = -1,
                                               .detail = "curl's words"};
            bool taken = courier_verdict_http(&answer, ID).end == SINK_TAKEN;
            assert_int_equal(taken, end == HTTP_ANSWERED &&
                                        (status == 200 || status == 201 ||
                                         status == 202 || status == 204));
        }
    for (enum smtp_end end = 0; end <= SMTP_FAULT; end++)
        for (int code = 0; code <= 1000; code++) {
            const struct smtp_answer answer = {end, HTTP_CUT, code, true, "x"};
            bool taken = courier_verdict_smtp(&answer, ID).end == SINK_TAKEN;
            assert_int_equal(taken, end == SMTP_TAKEN);
        }
}

static void a_fault_of_the_network_is_for_later(void **state)
{
    (void)state;
    static const struct {
        enum http_end end;
        bool sent;
        enum sink_end means;
        const char *words;
    } rows[] = {
        {HTTP_NO_HOST, false, SINK_AWAY, "unreached: why"},
        {HTTP_NO_CONNECT, false, SINK_AWAY, "unreached: why"},
        {HTTP_NO_CONNECT, true, SINK_LATER, "unreached: why"},
        {HTTP_TIMEOUT, true, SINK_AWAY, "unreached: why"},
        {HTTP_TLS, false, SINK_AWAY, "untrusted: why"},
        {HTTP_CUT, true, SINK_LATER, "unreached: why"},
        {HTTP_TOO_BIG, true, SINK_LATER, "odd: why"},
        {HTTP_BAD, true, SINK_LATER, "odd: why"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct http_answer http = {.end = rows[i].end,
                                         .sent = rows[i].sent,
                                         .body = "",
                                         .type = "",
                                         .detail = "why"};
        ends(courier_verdict_http(&http, ID), rows[i].means, rows[i].words);
        const struct smtp_answer smtp = {SMTP_FAULT, rows[i].end, 354,
                                         rows[i].sent, "why"};
        ends(courier_verdict_smtp(&smtp, ID), rows[i].means, rows[i].words);
    }
}

static void each_code_of_a_mail_server_has_its_meaning(void **state)
{
    (void)state;
    static const struct {
        int code;
        bool sent;
        enum sink_end end;
        const char *why;
    } rows[] = {
        {421, true, SINK_AWAY, "busy"},
        {450, true, SINK_LATER, "busy"},
        {452, true, SINK_LATER, "busy"},
        {451, true, SINK_LATER, "busy"},
        {530, true, SINK_AWAY, "denied"},
        {535, true, SINK_AWAY, "denied"},
        {550, true, SINK_REFUSED, "address"},
        {551, true, SINK_REFUSED, "address"},
        {553, true, SINK_REFUSED, "address"},
        {552, true, SINK_REFUSED, "content"},
        {554, true, SINK_REFUSED, "content"},
        {501, true, SINK_REFUSED, "content"},
        {600, true, SINK_LATER, "odd"},
        {421, false, SINK_AWAY, "busy"},
        {554, false, SINK_AWAY, "denied"},
        {500, false, SINK_AWAY, "denied"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct smtp_answer answer = {SMTP_SAID, HTTP_BAD, rows[i].code,
                                           rows[i].sent, "its line"};
        AUTO_CHARS words = mem_format("%s: its line", rows[i].why);
        ends(courier_verdict_smtp(&answer, ID), rows[i].end, words);
    }
    const struct smtp_answer taken = {SMTP_TAKEN, HTTP_CUT, 250, true,
                                      "250 2.0.0 queued as 1F"};
    ends(courier_verdict_smtp(&taken, ID), SINK_TAKEN,
         "250 2.0.0 queued as 1F");
    const struct smtp_answer denied = {SMTP_DENIED, HTTP_BAD, 454, false,
                                       "454 later"};
    ends(courier_verdict_smtp(&denied, ID), SINK_AWAY, "denied: 454 later");
}

static void long_words_are_cut_to_whole_letters(void **state)
{
    (void)state;
    AUTO_TEXT body = {0};
    text_add(&body, "{\"receipt\":\"");
    for (int i = 0; i < 1000; i++)
        text_add(&body, i % 2 ? "\xD2\x9B" : "\xF0\x9F\x93\x9E");
    text_add(&body, "\"}");
    struct sink_answer answer =
        of_status(200, "application/json", text_chars(&body));
    assert_int_equal(answer.end, SINK_TAKEN);
    assert_int_equal(strlen(answer.words), 100 * 2 + 100 * 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_final_answer_is_a_receipt),
        cmocka_unit_test(no_number_of_a_person_is_kept),
        cmocka_unit_test(an_answer_that_is_not_clear_is_no_receipt),
        cmocka_unit_test(each_status_has_its_meaning),
        cmocka_unit_test(nothing_else_is_ever_taken),
        cmocka_unit_test(a_fault_of_the_network_is_for_later),
        cmocka_unit_test(each_code_of_a_mail_server_has_its_meaning),
        cmocka_unit_test(long_words_are_cut_to_whole_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
