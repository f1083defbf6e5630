/* For tests that need a status registry: the program as a child, and HTTP by
 * hand, so that a broken answer is seen as it is on the wire. */
#include "tests/kit/practice_kit.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* LIVE_MS: how long a living program may be silent. */
enum { LIVE_MS = 20000, ARGUMENTS = 8 };

static char *program(void)
{
    const char *named = getenv("AGENT1414_PRACTICE");
    if (named)
        return mem_copy(named);
    char place[4096] = "";
    assert_true(readlink("/proc/self/exe", place, sizeof(place) - 1) > 0);
    char *slash;
    while ((slash = strrchr(place, '/'))) {
        *slash = '\0';
        char *path = mem_format("%s/agent1414-practice", place);
        if (access(path, X_OK) == 0)
            return path;
        free(path);
    }
    fail_msg("agent1414-practice is not built; set AGENT1414_PRACTICE");
    return NULL;
}

void practice_kit_become(int input, int output, const char *const *arguments)
{
    AUTO_CHARS path = program();
    char *list[ARGUMENTS + 2] = {path};
    for (int i = 0; i < ARGUMENTS && arguments[i]; i++)
        list[i + 1] = (char *)arguments[i];
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    execv(path, list);
    _exit(127);
}

void practice_kit_spawn(struct practice_kit *kit, const char *const *arguments)
{
    int life[2], output[2];
    assert_int_equal(pipe2(life, O_CLOEXEC), 0);
    assert_int_equal(pipe2(output, O_CLOEXEC), 0);
    *kit = (struct practice_kit){.life = life[1], .output = output[0]};
    kit->pid = fork();
    assert_true(kit->pid >= 0);
    if (kit->pid == 0)
        practice_kit_become(life[0], output[1], arguments);
    close(life[0]);
    close(output[1]);
}

static void wait_readable(int fd)
{
    struct pollfd end = {.fd = fd, .events = POLLIN};
    if (poll(&end, 1, LIVE_MS) != 1)
        fail_msg("nothing came for %d ms", LIVE_MS);
}

void practice_kit_line(int fd, char *line, size_t room)
{
    size_t length = 0;
    while (length < room - 1) {
        wait_readable(fd);
        if (read(fd, line + length, 1) != 1 || line[length] == '\n')
            break;
        length++;
    }
    line[length] = '\0';
}

void practice_kit_start(struct practice_kit *kit, const char *const *arguments)
{
    practice_kit_spawn(kit, arguments);
    char line[300];
    practice_kit_line(kit->output, line, sizeof(line));
    const char *says = "practice registry on http://127.0.0.1:";
    if (strncmp(line, says, strlen(says)) != 0)
        fail_msg("it said: %s", line);
    kit->port = atoi(line + strlen(says));
    assert_true(kit->port > 0);
}

int practice_kit_wait(struct practice_kit *kit)
{
    close(kit->life);
    char rest[400] = "?";
    while (*rest) /* its output ends when it does */
        practice_kit_line(kit->output, rest, sizeof(rest));
    close(kit->output);
    int status = 0;
    assert_int_equal(waitpid(kit->pid, &status, 0), kit->pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

int practice_kit_stop(struct practice_kit *kit)
{
    kill(kit->pid, SIGTERM);
    return practice_kit_wait(kit);
}

int practice_kit_ask(const struct practice_kit *kit, const char *method,
                     const char *path, const char *headers)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)kit->port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    assert_int_equal(connect(fd, (void *)&address, sizeof(address)), 0);
    AUTO_CHARS request = mem_format("%s %s HTTP/1.1\r\nHost: localhost\r\n"
                                    "%sConnection: close\r\n\r\n",
                                    method, path, headers);
    ssize_t length = (ssize_t)strlen(request);
    assert_int_equal(send(fd, request, (size_t)length, MSG_NOSIGNAL), length);
    return fd;
}

const char *practice_answer_body(const struct practice_answer *answer)
{
    const char *end = strstr(text_chars(&answer->bytes), "\r\n\r\n");
    return end ? end + 4 : "";
}

size_t practice_answer_length(const struct practice_answer *answer)
{
    const char *start = text_chars(&answer->bytes);
    const char *end = strstr(start, "\r\n\r\n");
    return end ? answer->bytes.length - (size_t)(end + 4 - start) : 0;
}

struct practice_answer practice_kit_read(int fd, size_t enough)
{
    struct practice_answer answer = {0};
    ssize_t count = 1;
    while (count > 0 && practice_answer_length(&answer) < enough) {
        char bytes[16384];
        wait_readable(fd);
        count = recv(fd, bytes, sizeof(bytes), 0);
        if (count > 0)
            text_add_n(&answer.bytes, bytes, (size_t)count);
    }
    answer.reset = count < 0;
    close(fd);
    return answer;
}

struct practice_answer practice_kit_get(const struct practice_kit *kit,
                                        const char *path, const char *headers)
{
    int fd = practice_kit_ask(kit, "GET", path, headers);
    return practice_kit_read(fd, SIZE_MAX);
}

void practice_answer_clear(struct practice_answer *answer)
{
    text_clear(&answer->bytes);
}

void practice_answer_has(const struct practice_answer *answer, const char *part)
{
    if (!strstr(text_chars(&answer->bytes), part))
        fail_msg("no %s in: %.300s", part, text_chars(&answer->bytes));
}

void practice_kit_fault(const struct practice_kit *kit, const char *fault)
{
    AUTO_CHARS path = mem_format("/fault?name=%s", fault);
    int fd = practice_kit_ask(kit, "PUT", path, "");
    AUTO_ANSWER answer = practice_kit_read(fd, SIZE_MAX);
    practice_answer_has(&answer, "HTTP/1.1 200 ");
}
