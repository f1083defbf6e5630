/* The network's thread against a server that misbehaves on purpose: how each
 * request ends, what is tried again, and what is refused. */
#include "tests/console/io/httpscene.h"

#include "console/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

static void test_an_answer_comes_with_status_type_and_body(void **state)
{
    struct httpscene *scene = *state;
    assert_int_equal(PLAY(scene, LONG_MS, {RAW_CLOSE, OK_TEXT}), HTTP_ANSWERED);
    assert_int_equal(scene->status, 200);
    assert_string_equal(scene->body, "{}");
    assert_string_equal(scene->type, "application/json");
    assert_int_equal(scene->retry_after_s, -1);
    AUTO_CHARS request = rawserver_last(scene->server);
    assert_non_null(strstr(request, "GET /persons/1 HTTP/1.1\r\n"));
    assert_null(strstr(request, "Accept-Encoding"));
}

static void test_headers_are_sent_as_given(void **state)
{
    struct httpscene *scene = *state;
    const struct raw_step steps[] = {{RAW_CLOSE, OK_TEXT}};
    const char *const headers[] = {"X-Request-Id: 17", "Accept: a/b", NULL};
    scene->server = rawserver_open(steps, 1);
    httpscene_start(scene, LONG_MS);
    AUTO_CHARS url =
        mem_format("http://localhost:%d/", rawserver_port(scene->server));
    httpscene_ask_url(scene, url, headers);
    assert_int_equal(scene->end, HTTP_ANSWERED);
    AUTO_CHARS request = rawserver_last(scene->server);
    assert_non_null(strstr(request, "\r\nX-Request-Id: 17\r\n"));
    assert_non_null(strstr(request, "\r\nAccept: a/b\r\n"));
}

static void test_a_header_with_a_line_break_is_never_sent(void **state)
{
    struct httpscene *scene = *state;
    const char *const headers[] = {"X-Id: 1\r\nAuthorization: stolen", NULL};
    httpscene_start(scene, LONG_MS);
    httpscene_ask_url(scene, "http://127.0.0.1:9/", headers);
    assert_int_equal(scene->end, HTTP_BAD);
}

static void test_other_statuses_are_answers_too(void **state)
{
    struct httpscene *scene = *state;
    assert_int_equal(PLAY(scene, LONG_MS,
                          {RAW_CLOSE, "HTTP/1.1 429 Slow down\r\n"
                                      "Retry-After: 30\r\n"
                                      "Content-Length: 0\r\n\r\n"}),
                     HTTP_ANSWERED);
    assert_int_equal(scene->status, 429);
    assert_int_equal(scene->retry_after_s, 30);
    assert_string_equal(scene->type, "");
    assert_string_equal(scene->body, "");
}

static void test_trailers_and_continue_are_understood(void **state)
{
    struct httpscene *scene = *state;
    assert_int_equal(PLAY(scene, LONG_MS,
                          {RAW_CLOSE, "HTTP/1.1 100 Continue\r\n\r\n" OK_HEAD
                                      "Transfer-Encoding: chunked\r\n\r\n"
                                      "2\r\n{}\r\n0\r\nX-End: 1\r\n\r\n"}),
                     HTTP_ANSWERED);
    assert_int_equal(scene->status, 200);
    assert_string_equal(scene->body, "{}");
}

static void test_a_redirect_is_an_answer_and_not_followed(void **state)
{
    struct httpscene *scene = *state;
    assert_int_equal(PLAY(scene, LONG_MS,
                          {RAW_CLOSE, "HTTP/1.1 302 Found\r\n"
                                      "Location: file:///etc/passwd\r\n"
                                      "Content-Length: 0\r\n\r\n"}),
                     HTTP_ANSWERED);
    assert_int_equal(scene->status, 302);
    assert_string_equal(scene->body, "");
    assert_int_equal(rawserver_requests(scene->server), 1);
}

static void test_one_byte_at_a_time_ends_at_the_deadline(void **state)
{
    struct httpscene *scene = *state;
    assert_int_equal(PLAY(scene, 300, {RAW_DRIP, "HTTP/1.1 200 OK\r\nA: "}),
                     HTTP_TIMEOUT);
    assert_int_equal(rawserver_requests(scene->server), 1); /* no retry */
}

static void test_no_answer_at_all_ends_at_the_deadline(void **state)
{
    struct httpscene *scene = *state;
    assert_int_equal(PLAY(scene, 200, {RAW_HOLD, ""}), HTTP_TIMEOUT);
    assert_int_equal(rawserver_requests(scene->server), 1);
}

static void test_silence_after_the_headers_ends_at_the_deadline(void **state)
{
    struct httpscene *scene = *state;
    assert_int_equal(
        PLAY(scene, 200, {RAW_HOLD, OK_HEAD "Content-Length: 9\r\n\r\n"}),
        HTTP_TIMEOUT);
}

static void test_a_promised_size_too_big_is_refused_at_once(void **state)
{
    struct httpscene *scene = *state;
    /* Nothing of the body ever comes: only the header can tell. */
    assert_int_equal(PLAY(scene, LONG_MS,
                          {RAW_HOLD, OK_HEAD "Content-Length: 1001\r\n\r\n"}),
                     HTTP_TOO_BIG);
}

static void test_an_endless_body_is_cut_by_counting(void **state)
{
    struct httpscene *scene = *state;
    assert_int_equal(PLAY(scene, LONG_MS, {RAW_FLOOD, OK_HEAD "\r\n"}),
                     HTTP_TOO_BIG);
}

static void test_endless_headers_are_cut(void **state)
{
    struct httpscene *scene = *state;
    assert_int_equal(PLAY(scene, LONG_MS, {RAW_FLOOD, "HTTP/1.1 200 OK\r\n"}),
                     HTTP_TOO_BIG);
}

static void test_a_body_of_just_the_limit_is_fine(void **state)
{
    struct httpscene *scene = *state;
    AUTO_CHARS text = mem_format(OK_HEAD "\r\n%0*d", BODY_MAX, 1);
    assert_int_equal(PLAY(scene, LONG_MS, {RAW_CLOSE, text}), HTTP_ANSWERED);
    assert_int_equal(strlen(scene->body), BODY_MAX);
}

static void test_a_reset_before_any_byte_is_tried_once_more(void **state)
{
    struct httpscene *scene = *state;
    assert_int_equal(
        PLAY(scene, LONG_MS, {RAW_RESET, ""}, {RAW_CLOSE, OK_TEXT}),
        HTTP_ANSWERED);
    assert_int_equal(rawserver_requests(scene->server), 2);
    assert_string_equal(scene->body, "{}");
}

static void test_resets_for_ever_are_two_requests(void **state)
{
    struct httpscene *scene = *state;
    assert_int_equal(PLAY(scene, LONG_MS, {RAW_RESET, ""}), HTTP_NO_CONNECT);
    assert_int_equal(rawserver_requests(scene->server), 2);
    assert_int_equal(scene->answers, 1);
}

static void test_closing_without_a_byte_is_no_connection(void **state)
{
    struct httpscene *scene = *state;
    assert_int_equal(PLAY(scene, LONG_MS, {RAW_CLOSE, ""}), HTTP_NO_CONNECT);
    assert_int_equal(rawserver_requests(scene->server), 2);
}

static void test_half_a_status_line_counts_as_no_byte(void **state)
{
    struct httpscene *scene = *state;
    /* Curl cannot tell it from none; a GET asked twice does no harm. */
    assert_int_equal(
        PLAY(scene, LONG_MS, {RAW_CLOSE, "HTTP/1.1 2"}, {RAW_CLOSE, OK_TEXT}),
        HTTP_ANSWERED);
    assert_int_equal(rawserver_requests(scene->server), 2);
}

static void test_curl_s_own_retry_counts(void **state)
{
    struct httpscene *scene = *state;
    /* The second request goes out on the connection that is kept; that dies,
     * curl asks again by itself, and that is all there may be. */
    assert_int_equal(PLAY(scene, LONG_MS, {RAW_KEEP, OK_TEXT}, {RAW_RESET, ""}),
                     HTTP_ANSWERED);
    httpscene_ask(scene);
    assert_int_equal(scene->end, HTTP_NO_CONNECT);
    assert_int_equal(rawserver_requests(scene->server), 3);
}

static void test_a_broken_answer_is_never_asked_again(void **state)
{
    struct httpscene *scene = *state;
    assert_int_equal(PLAY(scene, LONG_MS, {RAW_RESET, "HTTP/1.1 200 OK\r\n"}),
                     HTTP_CUT);
    assert_int_equal(rawserver_requests(scene->server), 1);
}

static void test_half_a_body_is_cut(void **state)
{
    struct httpscene *scene = *state;
    assert_int_equal(
        PLAY(scene, LONG_MS,
             {RAW_CLOSE, OK_HEAD "Content-Length: 100\r\n\r\n{\"iin\""},
             {RAW_CLOSE, OK_HEAD "Transfer-Encoding: chunked\r\n\r\n8\r\n{"},
             {RAW_CLOSE, "HTTP/1.1 200 OK\r\nContent-Ty"},
             {RAW_CLOSE, "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\n"}),
        HTTP_CUT);
    for (int i = 0; i < 3; i++) {
        httpscene_ask(scene);
        assert_int_equal(scene->end, HTTP_CUT);
    }
    assert_int_equal(rawserver_requests(scene->server), 4);
    assert_string_equal(scene->body, "");
}

static void test_garbage_is_not_http(void **state)
{
    struct httpscene *scene = *state;
    assert_int_equal(PLAY(scene, LONG_MS, {RAW_CLOSE, "SSH-2.0-OpenSSH\r\n"}),
                     HTTP_BAD);
    assert_int_equal(rawserver_requests(scene->server), 1);
}

static void test_nobody_listens(void **state)
{
    struct httpscene *scene = *state;
    const struct raw_step steps[] = {{RAW_CLOSE, ""}};
    struct rawserver *gone = rawserver_open(steps, 1);
    AUTO_CHARS url = mem_format("http://127.0.0.1:%d/", rawserver_port(gone));
    rawserver_close(gone);
    httpscene_start(scene, LONG_MS);
    httpscene_ask_url(scene, url, NULL);
    assert_int_equal(scene->end, HTTP_NO_CONNECT);
}

static void test_bad_urls_are_refused(void **state)
{
    struct httpscene *scene = *state;
    const char *const urls[] = {
        "http://example.org/",
        "http://127.0.0.1.example.org/",
        "http://localhost.example/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "127.0.0.1/",
        "https://a:b@127.0.0.1/",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/\r\nX: y",
        "https://",
        "",
        "http://[::2]/",
    };
    httpscene_start(scene, LONG_MS);
    for (size_t i = 0; i < COUNT(urls); i++) {
        httpscene_ask_url(scene, urls[i], NULL);
        assert_int_equal(scene->end, HTTP_BAD);
    }
    httpscene_ask_url(scene, "http://registry.example/", NULL);
    assert_non_null(strstr(scene->detail, "https"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(test_an_answer_comes_with_status_type_and_body),
        STORY(test_headers_are_sent_as_given),
        STORY(test_a_header_with_a_line_break_is_never_sent),
        STORY(test_other_statuses_are_answers_too),
        STORY(test_trailers_and_continue_are_understood),
        STORY(test_a_redirect_is_an_answer_and_not_followed),
        STORY(test_one_byte_at_a_time_ends_at_the_deadline),
        STORY(test_no_answer_at_all_ends_at_the_deadline),
        STORY(test_silence_after_the_headers_ends_at_the_deadline),
        STORY(test_a_promised_size_too_big_is_refused_at_once),
        STORY(test_an_endless_body_is_cut_by_counting),
        STORY(test_endless_headers_are_cut),
        STORY(test_a_body_of_just_the_limit_is_fine),
        STORY(test_a_reset_before_any_byte_is_tried_once_more),
        STORY(test_resets_for_ever_are_two_requests),
        STORY(test_closing_without_a_byte_is_no_connection),
        STORY(test_half_a_status_line_counts_as_no_byte),
        STORY(test_curl_s_own_retry_counts),
        STORY(test_a_broken_answer_is_never_asked_again),
        STORY(test_half_a_body_is_cut),
        STORY(test_garbage_is_not_http),
        STORY(test_nobody_listens),
        STORY(test_bad_urls_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
