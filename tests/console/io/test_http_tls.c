/* Whom the network's thread believes: certificates made for the occasion, a
 * server of the openssl program. Skipped, and said so, without openssl. */
#include "tests/console/io/httpscene.h"
#include "tests/kit/tls_kit.h"

#include "console/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

static int close_server(void **state)
{
    tls_kit_stop();
    return httpscene_close(state);
}

/* Asks a server under this name, believing that authority only. */
static void ask_port(struct httpscene *scene, const char *host, int port,
                     const char *authority)
{
    AUTO_CHARS url = mem_format("https://%s:%d/", host, port);
    AUTO_CHARS ca_file = tls_kit_file(authority != NULL ? authority : "");
    struct http_settings settings = {.ca_file =
                                         authority != NULL ? ca_file : NULL,
                                     .connect_ms = LONG_MS,
                                     .deadline_ms = LONG_MS,
                                     .body_max = 100000};
    scene->http = http_open(scene->loop, &settings, NULL);
    assert_non_null(scene->http);
    httpscene_ask_url(scene, url, NULL);
}

static void ask_as(struct httpscene *scene, const char *host,
                   const char *authority)
{
    ask_port(scene, host, tls_kit_port(), authority);
}

static void expect(struct httpscene *scene, enum http_end end)
{
    if (scene->end != end)
        fail_msg("ended as %d: %s", scene->end, scene->detail);
}

static void test_our_own_authority_is_believed(void **state)
{
    struct httpscene *scene = *state;
    tls_kit_serve("ours", "-tls1_2");
    ask_as(scene, "localhost", "ours");
    expect(scene, HTTP_ANSWERED);
    assert_int_equal(scene->status, 200);
}

static void test_the_newest_protocol_is_spoken(void **state)
{
    struct httpscene *scene = *state;
    tls_kit_serve("ours", "-tls1_3");
    ask_as(scene, "localhost", "ours");
    expect(scene, HTTP_ANSWERED);
}

static void test_old_protocols_are_refused(void **state)
{
    struct httpscene *scene = *state;
    tls_kit_serve("ours", "-tls1_1");
    ask_as(scene, "localhost", "ours");
    expect(scene, HTTP_TLS);
}

static void test_a_stranger_s_certificate_is_refused(void **state)
{
    struct httpscene *scene = *state;
    tls_kit_serve("ours", "-tls1_2");
    ask_as(scene, "localhost", NULL);
    expect(scene, HTTP_TLS);
}

static void test_another_authority_is_refused(void **state)
{
    struct httpscene *scene = *state;
    tls_kit_serve("ours", "-tls1_2");
    ask_as(scene, "localhost", "other");
    expect(scene, HTTP_TLS);
}

static void test_a_certificate_for_another_host_is_refused(void **state)
{
    struct httpscene *scene = *state;
    tls_kit_serve("other", "-tls1_2");
    ask_as(scene, "localhost", "other");
    expect(scene, HTTP_TLS);
}

static void test_a_certificate_does_not_count_after_its_time(void **state)
{
    struct httpscene *scene = *state;
    tls_kit_serve("expired", "-tls1_2");
    ask_as(scene, "localhost", "expired");
    expect(scene, HTTP_TLS);
}

static void test_a_certificate_does_not_count_before_its_time(void **state)
{
    struct httpscene *scene = *state;
    tls_kit_serve("future", "-tls1_2");
    ask_as(scene, "localhost", "future");
    expect(scene, HTTP_TLS);
}

static void test_a_chain_is_believed(void **state)
{
    struct httpscene *scene = *state;
    tls_kit_serve("chain", "-tls1_2");
    ask_as(scene, "localhost", "root");
    expect(scene, HTTP_ANSWERED);
}

static void test_a_chain_with_a_gap_is_refused(void **state)
{
    struct httpscene *scene = *state;
    tls_kit_serve("lonely", "-tls1_2");
    ask_as(scene, "localhost", "root");
    expect(scene, HTTP_TLS);
}

static void test_a_missing_authority_file_is_no_reason_to_believe(void **state)
{
    struct httpscene *scene = *state;
    tls_kit_serve("ours", "-tls1_2");
    ask_as(scene, "localhost", "missing");
    expect(scene, HTTP_TLS);
}

static void test_key_logging_has_no_effect(void **state)
{
    struct httpscene *scene = *state;
    AUTO_CHARS keys = tls_kit_file("keys");
    tls_kit_serve("ours", "-tls1_2");
    setenv("SSLKEYLOGFILE", keys, 1);
    ask_as(scene, "localhost", "ours");
    expect(scene, HTTP_ANSWERED);
    assert_int_not_equal(access(keys, F_OK), 0);
}

static void test_a_broken_handshake_is_tried_again(void **state)
{
    struct httpscene *scene = *state;
    const struct raw_step steps[] = {{RAW_SLAM, ""}};
    scene->server = rawserver_open(steps, 1);
    ask_port(scene, "localhost", rawserver_port(scene->server), NULL);
    expect(scene, HTTP_NO_CONNECT);
    assert_int_equal(rawserver_connections(scene->server), 2);
}

#define TLS(name)                                                              \
    cmocka_unit_test_setup_teardown(name, httpscene_open, close_server)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TLS(test_our_own_authority_is_believed),
        TLS(test_the_newest_protocol_is_spoken),
        TLS(test_old_protocols_are_refused),
        TLS(test_a_stranger_s_certificate_is_refused),
        TLS(test_another_authority_is_refused),
        TLS(test_a_certificate_for_another_host_is_refused),
        TLS(test_a_certificate_does_not_count_after_its_time),
        TLS(test_a_certificate_does_not_count_before_its_time),
        TLS(test_a_chain_is_believed),
        TLS(test_a_chain_with_a_gap_is_refused),
        TLS(test_a_missing_authority_file_is_no_reason_to_believe),
        TLS(test_key_logging_has_no_effect),
        TLS(test_a_broken_handshake_is_tried_again),
    };
    return cmocka_run_group_tests(tests, tls_kit_make, tls_kit_drop);
}
