/* The fault proxy proves itself: each fault does what it says, and a client
 * that sends once loses messages through it, one that repeats without an id
 * doubles them. */
#include "console/base/memory.h"
#include "console/base/text.h"
#include "tests/faults/proxy.h"
#include "tests/faults/proxy_line.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MESSAGES = 400, SHARE = 30, PATIENCE_MS = 100 };

/* A branch without memory: how often each message came. */
struct branch {
    _Atomic int came[MESSAGES];
    enum proxy_kind kind;
    int listener, port;
    pid_t pid;
};

static void take(struct branch *branch, const char *message)
{
    const char *id = strstr(message, "Id: ");
    int number = id ? atoi(id + strlen("Id: ")) : -1;
    if (number >= 0 && number < MESSAGES)
        branch->came[number]++;
}

static void answer(int client, const char *line)
{
    if (!proxy_send(client, line, strlen(line)))
        _exit(0);
}

static void read_until(int client, struct text *into, const char *end)
{
    text_reset(into);
    while (into->length < strlen(end) ||
           strcmp(into->chars + into->length - strlen(end), end) != 0)
        if (!proxy_line(client, into))
            _exit(0);
}

static void branch_http(struct branch *branch, int client)
{
    struct text head = {0};
    read_until(client, &head, "\r\n\r\n");
    take(branch, head.chars);
    answer(client, "HTTP/1.1 200 OK\r\nConnection: close\r\n"
                   "Content-Length: 2\r\n\r\nok");
}

static void branch_smtp(struct branch *branch, int client)
{
    struct text line = {0};
    answer(client, "220 branch ready\r\n");
    for (;;) {
        read_until(client, &line, "\n");
        bool data = strcmp(line.chars, "DATA\r\n") == 0;
        answer(client, data ? "354 go on\r\n" : "250 well\r\n");
        if (!data)
            continue;
        read_until(client, &line, "\r\n.\r\n");
        take(branch, line.chars);
        answer(client, "250 taken\r\n");
    }
}

static void branch_run(struct branch *branch)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGCHLD, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    for (;;) {
        int client = accept(branch->listener, NULL, NULL);
        if (client >= 0 && fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (branch->kind == PROXY_HTTP)
                branch_http(branch, client);
            else
                branch_smtp(branch, client);
            _exit(0);
        }
        close(client);
    }
}

static struct branch *branch_start(enum proxy_kind kind)
{
    struct branch *branch = mmap(NULL, sizeof *branch, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(branch != MAP_FAILED);
    branch->kind = kind;
    branch->listener = proxy_listen(&branch->port);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        branch_run(branch);
    branch->pid = pid;
    close(branch->listener);
    return branch;
}

static void branch_stop(struct branch *branch)
{
    kill(branch->pid, SIGKILL);
    waitpid(branch->pid, NULL, 0);
    munmap(branch, sizeof *branch);
}

static int branch_lost(const struct branch *branch)
{
    int lost = 0;
    for (int i = 0; i < MESSAGES; i++)
        lost += branch->came[i] == 0;
    return lost;
}

static int branch_doubled(const struct branch *branch)
{
    int doubled = 0;
    for (int i = 0; i < MESSAGES; i++)
        doubled += branch->came[i] > 1;
    return doubled;
}

/* A client: says whether the message was taken. */

static int dial(int port)
{
    const struct timeval patience = {0, PATIENCE_MS * 1000};
    int line = proxy_connect(port);
    assert_true(line >= 0);
    setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return line;
}

static bool send_http(int port, int number)
{
    AUTO_TEXT out = {0};
    AUTO_TEXT in = {0};
    int line = dial(port);
    text_format(&out, "POST / HTTP/1.1\r\nId: %d\r\n\r\n", number);
    bool taken = proxy_send(line, out.chars, out.length);
    while (taken && !strstr(text_chars(&in), "\r\n\r\n"))
        taken = proxy_line(line, &in);
    close(line);
    return taken && strncmp(in.chars, "HTTP/1.1 200", 12) == 0;
}

/* One command ("": none yet), and does the answer begin so? */
static bool say(int line, const char *command, const char *expected)
{
    AUTO_TEXT in = {0};
    return proxy_send(line, command, strlen(command)) &&
           proxy_line(line, &in) &&
           strncmp(in.chars, expected, strlen(expected)) == 0;
}

static bool send_smtp(int port, int number)
{
    AUTO_TEXT mail = {0};
    int line = dial(port);
    text_format(&mail, "Id: %d\r\n\r\ntext\r\n.\r\n", number);
    bool taken = say(line, "", "220") && say(line, "EHLO me\r\n", "250") &&
                 say(line, "MAIL FROM:<a@b.invalid>\r\n", "250") &&
                 say(line, "RCPT TO:<c@d.invalid>\r\n", "250") &&
                 say(line, "DATA\r\n", "354") && say(line, mail.chars, "250");
    close(line);
    return taken;
}

static bool send_one(enum proxy_kind kind, int port, int number)
{
    return kind == PROXY_HTTP ? send_http(port, number)
                              : send_smtp(port, number);
}

static const char *name_of(enum proxy_kind kind)
{
    return kind == PROXY_HTTP ? "proxy, HTTP" : "proxy, SMTP";
}

/* Sends all; `again`: each until it is taken. */
static void send_all(enum proxy_kind kind, bool again, int *lost, int *doubled)
{
    struct branch *branch = branch_start(kind);
    struct proxy *proxy = proxy_start(&(struct proxy_plan){
        .kind = kind, .target = branch->port, .share = SHARE, .seed = 7});
    for (int i = 0; i < MESSAGES; i++)
        while (!send_one(kind, proxy_port(proxy), i) && again)
            continue;
    proxy_tell(proxy, name_of(kind));
    for (int i = 0; i < PROXY_FAULTS; i++)
        assert_true(proxy_count(proxy, (enum proxy_fault)i) > 0);
    *lost = branch_lost(branch);
    *doubled = branch_doubled(branch);
    proxy_stop(proxy);
    branch_stop(branch);
}

static void prove(enum proxy_kind kind)
{
    int once_lost, once_doubled, again_lost, again_doubled;
    send_all(kind, false, &once_lost, &once_doubled);
    send_all(kind, true, &again_lost, &again_doubled);
    printf("fault: tool | %s, %d messages | sent once %d lost, repeated "
           "without id %d doubled | passed\n",
           name_of(kind), MESSAGES, once_lost, again_doubled);
    assert_true(once_lost > 0);
    assert_true(again_doubled > 0);
    assert_int_equal(again_lost, 0);
}

static void a_careless_http_client_loses_and_doubles(void **state)
{
    (void)state;
    prove(PROXY_HTTP);
}

static void a_careless_smtp_client_loses_and_doubles(void **state)
{
    (void)state;
    prove(PROXY_SMTP);
}

static void each_fault_does_what_it_says(void **state)
{
    static const struct {
        bool taken;
        int came;
    } expected[PROXY_FAULTS] = {
        [PROXY_REFUSE] = {false, 0},      [PROXY_RESET_BEFORE] = {false, 0},
        [PROXY_RESET_AFTER] = {false, 1}, [PROXY_HALF] = {false, 1},
        [PROXY_DELAY] = {true, 1},        [PROXY_TWICE] = {true, 2},
        [PROXY_ANSWER_TWICE] = {true, 1}, [PROXY_LATER] = {false, 0},
        [PROXY_LATER_AFTER] = {false, 1}, [PROXY_FINAL] = {false, 0},
        [PROXY_BARE] = {true, 1},         [PROXY_SILENCE] = {false, 1},
        [PROXY_DRIP] = {true, 1},
    };
    (void)state;
    struct branch *branch = branch_start(PROXY_HTTP);
    for (int i = 0; i < PROXY_FAULTS; i++) {
        struct proxy *proxy = proxy_start(&(struct proxy_plan){
            .target = branch->port,
            .share = 100,
            .delay_ms = 1,
            .without = ((1u << PROXY_FAULTS) - 1) ^ 1u << i});
        bool taken = send_http(proxy_port(proxy), i);
        assert_int_equal(taken, expected[i].taken);
        assert_int_equal(branch->came[i], expected[i].came);
        assert_int_equal(proxy_count(proxy, (enum proxy_fault)i), 1);
        proxy_stop(proxy);
    }
    branch_stop(branch);
}

static void without_faults_nothing_is_harmed(void **state)
{
    (void)state;
    for (enum proxy_kind kind = PROXY_HTTP; kind <= PROXY_SMTP; kind++) {
        struct branch *branch = branch_start(kind);
        struct proxy *proxy = proxy_start(
            &(struct proxy_plan){.kind = kind, .target = branch->port});
        for (int i = 0; i < MESSAGES; i++)
            assert_true(send_one(kind, proxy_port(proxy), i));
        assert_int_equal(branch_lost(branch) + branch_doubled(branch), 0);
        assert_int_equal(proxy_faults(proxy), 0);
        assert_int_equal(proxy_seen(proxy), MESSAGES);
        proxy_stop(proxy);
        branch_stop(branch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_faults_nothing_is_harmed),
        cmocka_unit_test(each_fault_does_what_it_says),
        cmocka_unit_test(a_careless_http_client_loses_and_doubles),
        cmocka_unit_test(a_careless_smtp_client_loses_and_doubles),
    };
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
