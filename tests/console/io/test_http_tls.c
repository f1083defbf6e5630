/* Whom the network's thread believes: certificates made for the occasion, a
 * server of the openssl program. Skipped, and said so, without openssl. */
#include "tests/console/io/httpscene.h"

#include "console/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct bench {
    char folder[64];
    bool openssl; /* the program is there */
    pid_t server;
    FILE *words; /* what it says */
    int port;
} bench;

static int run(const char *command)
{
    AUTO_CHARS full =
        mem_format("cd '%s' && { %s; } >/dev/null 2>&1", bench.folder, command);
    return system(full);
}

/* Makes NAME.pem and NAME.key for the host; signed by itself. */
static int make_certificate(const char *name, const char *host)
{
    AUTO_CHARS command = mem_format(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 "
        "-nodes -days 2 -subj /CN=%s -addext subjectAltName=DNS:%s "
        "-keyout %s.key -out %s.pem",
        host, host, name, name);
    return run(command);
}

/* The same, valid between these two moments alone. */
static int make_dated(const char *name, const char *from, const char *until)
{
    AUTO_CHARS command = mem_format(
        "openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
        "-subj /CN=localhost -keyout %s.key -out %s.csr && "
        "printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=%s.txt\\nrand_serial=1\\n"
        "default_md=sha256\\npolicy=p\\nx509_extensions=e\\n[p]\\n"
        "commonName=supplied\\n[e]\\nsubjectAltName=DNS:localhost\\n' >%s.cnf "
        "&& "
        ": >%s.txt && openssl ca -batch -selfsign -config %s.cnf -keyfile "
        "%s.key -in %s.csr -out %s.pem -outdir . -notext -startdate %s "
        "-enddate %s",
        name, name, name, name, name, name, name, name, name, from, until);
    return run(command);
}

/* A root, one between, and the server's, which is sent without the one
 * between ("lonely") or with it ("chain"). */
static int make_chain(void)
{
    return run(
        "K='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes' && "
        "printf 'basicConstraints=critical,CA:TRUE\\n' >between.ext && "
        "printf 'subjectAltName=DNS:localhost\\n' >lonely.ext && "
        "openssl req -x509 $K -days 2 -subj /CN=root -keyout root.key "
        "-out root.pem && "
        "openssl req $K -subj /CN=between -keyout between.key "
        "-out between.csr && "
        "openssl x509 -req -days 2 -in between.csr -CA root.pem -CAkey "
        "root.key -CAcreateserial -extfile between.ext -out between.pem && "
        "openssl req $K -subj /CN=localhost -keyout lonely.key "
        "-out lonely.csr && "
        "openssl x509 -req -days 2 -in lonely.csr -CA between.pem -CAkey "
        "between.key -CAcreateserial -extfile lonely.ext -out lonely.pem && "
        "cp lonely.key chain.key && cat lonely.pem between.pem >chain.pem");
}

static int make_bench(void **state)
{
    (void)state;
    strcpy(bench.folder, "/tmp/tls.XXXXXX");
    if (mkdtemp(bench.folder) == NULL)
        return -1;
    bench.openssl = run("openssl version") == 0;
    if (!bench.openssl)
        printf("no openssl program: these tests are skipped\n");
    else if (make_certificate("ours", "localhost") != 0 ||
             make_certificate("other", "elsewhere.example") != 0 ||
             make_dated("dated", "20200101000000Z", "20910101000000Z") != 0 ||
             make_dated("over", "20200101000000Z", "20210101000000Z") != 0 ||
             make_dated("early", "20900101000000Z", "20910101000000Z") != 0 ||
             make_chain() != 0)
        return -1;
    return 0;
}

static int drop_bench(void **state)
{
    (void)state;
    AUTO_CHARS command = mem_format("rm -rf '%s'", bench.folder);
    return system(command);
}

/* openssl says "ACCEPT 127.0.0.1:PORT" when it listens. */
static void read_port(void)
{
    char line[200];
    bench.port = 0;
    while (bench.port == 0 && fgets(line, sizeof line, bench.words) != NULL)
        sscanf(line, "ACCEPT 127.0.0.1:%d", &bench.port);
    assert_int_not_equal(bench.port, 0);
}

static void start_server(const char *name, const char *option)
{
    int words[2];
    if (!bench.openssl)
        skip();
    AUTO_CHARS certificate = mem_format("%s/%s.pem", bench.folder, name);
    AUTO_CHARS key = mem_format("%s/%s.key", bench.folder, name);
    assert_int_equal(pipe(words), 0);
    bench.server = fork();
    if (bench.server == 0) {
        dup2(words[1], STDOUT_FILENO);
        dup2(open("/dev/null", O_RDWR), STDERR_FILENO);
        close(words[0]);
        execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0",
               "-www", "-cert", certificate, "-cert_chain", certificate, "-key",
               key, "-cipher", "DEFAULT:@SECLEVEL=0", option, (char *)NULL);
        _exit(1);
    }
    close(words[1]);
    bench.words = fdopen(words[0], "r");
    read_port();
}

static int close_server(void **state)
{
    if (bench.server > 0) {
        kill(bench.server, SIGKILL);
        waitpid(bench.server, NULL, 0);
        fclose(bench.words);
    }
    bench.server = 0;
    return httpscene_close(state);
}

/* Asks the server under this name, believing that authority only. */
static void ask_as(struct httpscene *scene, const char *host,
                   const char *authority)
{
    AUTO_CHARS url = mem_format("https://%s:%d/", host, bench.port);
    AUTO_CHARS ca_file = mem_format("%s/%s.pem", bench.folder,
                                    authority != NULL ? authority : "");
    struct http_settings settings = {.ca_file =
                                         authority != NULL ? ca_file : NULL,
                                     .connect_ms = LONG_MS,
                                     .deadline_ms = LONG_MS,
                                     .body_max = 100000};
    scene->http = http_open(scene->loop, &settings, NULL);
    assert_non_null(scene->http);
    httpscene_ask_url(scene, url, NULL);
}

static void expect(struct httpscene *scene, enum http_end end)
{
    if (scene->end != end)
        fail_msg("ended as %d: %s", scene->end, scene->detail);
}

static void test_our_own_authority_is_believed(void **state)
{
    struct httpscene *scene = *state;
    start_server("ours", "-tls1_2");
    ask_as(scene, "localhost", "ours");
    expect(scene, HTTP_ANSWERED);
    assert_int_equal(scene->status, 200);
}

static void test_the_newest_protocol_is_spoken(void **state)
{
    struct httpscene *scene = *state;
    start_server("ours", "-tls1_3");
    ask_as(scene, "localhost", "ours");
    expect(scene, HTTP_ANSWERED);
}

static void test_old_protocols_are_refused(void **state)
{
    struct httpscene *scene = *state;
    start_server("ours", "-tls1_1");
    ask_as(scene, "localhost", "ours");
    expect(scene, HTTP_TLS);
}

static void test_a_stranger_s_certificate_is_refused(void **state)
{
    struct httpscene *scene = *state;
    start_server("ours", "-tls1_2");
    ask_as(scene, "localhost", NULL);
    expect(scene, HTTP_TLS);
}

static void test_another_authority_is_refused(void **state)
{
    struct httpscene *scene = *state;
    start_server("ours", "-tls1_2");
    ask_as(scene, "localhost", "other");
    expect(scene, HTTP_TLS);
}

static void test_a_certificate_for_another_host_is_refused(void **state)
{
    struct httpscene *scene = *state;
    start_server("other", "-tls1_2");
    ask_as(scene, "localhost", "other");
    expect(scene, HTTP_TLS);
}

static void test_a_certificate_within_its_days_is_believed(void **state)
{
    struct httpscene *scene = *state;
    start_server("dated", "-tls1_2");
    ask_as(scene, "localhost", "dated");
    expect(scene, HTTP_ANSWERED);
}

static void test_a_certificate_that_is_over_is_refused(void **state)
{
    struct httpscene *scene = *state;
    start_server("over", "-tls1_2");
    ask_as(scene, "localhost", "over");
    expect(scene, HTTP_TLS);
}

static void test_a_certificate_that_is_not_valid_yet_is_refused(void **state)
{
    struct httpscene *scene = *state;
    start_server("early", "-tls1_2");
    ask_as(scene, "localhost", "early");
    expect(scene, HTTP_TLS);
}

static void test_a_chain_is_believed(void **state)
{
    struct httpscene *scene = *state;
    start_server("chain", "-tls1_2");
    ask_as(scene, "localhost", "root");
    expect(scene, HTTP_ANSWERED);
}

static void test_a_chain_with_a_gap_is_refused(void **state)
{
    struct httpscene *scene = *state;
    start_server("lonely", "-tls1_2");
    ask_as(scene, "localhost", "root");
    expect(scene, HTTP_TLS);
}

static void test_a_missing_authority_file_is_no_reason_to_believe(void **state)
{
    struct httpscene *scene = *state;
    start_server("ours", "-tls1_2");
    ask_as(scene, "localhost", "missing");
    expect(scene, HTTP_TLS);
}

static void test_key_logging_has_no_effect(void **state)
{
    struct httpscene *scene = *state;
    AUTO_CHARS keys = mem_format("%s/keys", bench.folder);
    start_server("ours", "-tls1_2");
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
    bench.port = rawserver_port(scene->server);
    ask_as(scene, "localhost", NULL);
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
        TLS(test_a_certificate_within_its_days_is_believed),
        TLS(test_a_certificate_that_is_over_is_refused),
        TLS(test_a_certificate_that_is_not_valid_yet_is_refused),
        TLS(test_a_chain_is_believed),
        TLS(test_a_chain_with_a_gap_is_refused),
        TLS(test_a_missing_authority_file_is_no_reason_to_believe),
        TLS(test_key_logging_has_no_effect),
        TLS(test_a_broken_handshake_is_tried_again),
    };
    return cmocka_run_group_tests(tests, make_bench, drop_bench);
}
