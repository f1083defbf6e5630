/* Runs the openssl program: `req` and `ca` make certificates, `s_server`
 * serves. */
#include "tests/kit/tls_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static struct bench {
    char folder[64];
    bool openssl; /* the program is there */
    pid_t server;
    FILE *words; /* what it says */
    int port;
} bench;

/* ---- certificates ---- */

static int run(const char *command)
{
    AUTO_CHARS full =
        mem_format("cd '%s' && { %s; } >/dev/null 2>&1", bench.folder, command);
    return system(full);
}

/* Makes NAME.pem and NAME.key for the host, valid from one day to another
 * ("20200102"). */
static int make_certificate(const char *name, const char *host,
                            const char *from, const char *until)
{
    AUTO_CHARS command = mem_format(
        "openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
        "-subj /CN=%s -addext subjectAltName=DNS:%s -keyout %s.key -out "
        "request && : > index && openssl ca -batch -config authority "
        "-selfsign -notext -keyfile %s.key -in request -out %s.pem "
        "-startdate %s000000Z -enddate %s000000Z",
        host, host, name, name, name, from, until);
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

static int make_all(void)
{
    return run("printf '%s\\n' '[ca]' 'default_ca=d' '[d]' 'database=index' "
               "'new_certs_dir=.' 'default_md=sha256' 'policy=p' "
               "'rand_serial=yes' 'copy_extensions=copy' '[p]' "
               "'commonName=supplied' > authority") |
           make_certificate("ours", "localhost", "20200101", "20991231") |
           make_certificate("other", "elsewhere.example", "20200101",
                            "20991231") |
           make_certificate("expired", "localhost", "20200101", "20200102") |
           make_certificate("future", "localhost", "20980101", "20991231") |
           make_chain();
}

int tls_kit_make(void **state)
{
    (void)state;
    strcpy(bench.folder, "/tmp/tls.XXXXXX");
    if (mkdtemp(bench.folder) == NULL)
        return -1;
    bench.openssl = run("openssl version") == 0;
    if (!bench.openssl)
        printf("no openssl program: these tests are skipped\n");
    return bench.openssl ? make_all() : 0;
}

int tls_kit_drop(void **state)
{
    (void)state;
    AUTO_CHARS command = mem_format("rm -rf '%s'", bench.folder);
    return system(command);
}

char *tls_kit_file(const char *name)
{
    return mem_format("%s/%s.pem", bench.folder, name);
}

/* ---- servers ---- */

/* openssl says "ACCEPT 127.0.0.1:PORT" when it listens. */
static void read_port(void)
{
    char line[200];
    bench.port = 0;
    while (bench.port == 0 && fgets(line, sizeof line, bench.words) != NULL)
        sscanf(line, "ACCEPT 127.0.0.1:%d", &bench.port);
    assert_int_not_equal(bench.port, 0);
}

/* In the child. */
static void become_server(const char *name, const char *at, const char *kind,
                          const char *option)
{
    AUTO_CHARS certificate = tls_kit_file(name);
    AUTO_CHARS key = mem_format("%s/%s.key", bench.folder, name);
    dup2(open("/dev/null", O_RDWR), STDERR_FILENO);
    execlp("openssl", "openssl", "s_server", "-accept", at, kind, "-cert",
           certificate, "-cert_chain", certificate, "-key", key, "-cipher",
           "DEFAULT:@SECLEVEL=0", option, (char *)NULL);
    _exit(1);
}

void tls_kit_serve(const char *name, const char *option)
{
    int words[2];
    if (!bench.openssl)
        skip();
    assert_int_equal(pipe2(words, O_CLOEXEC), 0);
    bench.server = fork();
    if (bench.server == 0) {
        dup2(words[1], STDOUT_FILENO);
        become_server(name, "127.0.0.1:0", "-www", option);
    }
    close(words[1]);
    bench.words = fdopen(words[0], "r");
    read_port();
}

/* A port that is free now. */
static int free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    int probe = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(probe, (struct sockaddr *)&address, size), 0);
    getsockname(probe, (struct sockaddr *)&address, &size);
    close(probe);
    return ntohs(address.sin_port);
}

/* Does somebody listen there? Without connecting, which would be a client. */
static bool listens(int port)
{
    char line[400];
    bool found = false;
    AUTO_CHARS mark = mem_format(":%04X 00000000:0000 0A", (unsigned)port);
    FILE *sockets = fopen("/proc/net/tcp", "r");
    assert_non_null(sockets);
    while (fgets(line, sizeof line, sockets) != NULL)
        found |= strstr(line, mark) != NULL;
    fclose(sockets);
    return found;
}

void tls_kit_bridge(const char *name, int *in, int *out)
{
    int said[2], heard[2];
    if (!bench.openssl)
        skip();
    bench.port = free_port();
    AUTO_CHARS at = mem_format("127.0.0.1:%d", bench.port);
    assert_int_equal(pipe2(said, O_CLOEXEC), 0);
    assert_int_equal(pipe2(heard, O_CLOEXEC), 0);
    bench.server = fork();
    if (bench.server == 0) {
        dup2(said[0], STDIN_FILENO);
        dup2(heard[1], STDOUT_FILENO);
        become_server(name, at, "-quiet", "-tls1_2");
    }
    close(said[0]);
    close(heard[1]);
    *in = heard[0];
    *out = said[1];
    while (!listens(bench.port) && waitpid(bench.server, NULL, WNOHANG) == 0)
        usleep(10000);
    assert_true(listens(bench.port));
}

int tls_kit_port(void)
{
    return bench.port;
}

void tls_kit_stop(void)
{
    if (bench.server > 0) {
        kill(bench.server, SIGKILL);
        waitpid(bench.server, NULL, 0);
    }
    if (bench.words != NULL)
        fclose(bench.words);
    bench.words = NULL;
    bench.server = 0;
}
