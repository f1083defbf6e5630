/* Starting the practice registry: fork before any thread, a pipe to its stdin
 * that tells it when we are gone, a pipe from it that tells its port. */
#include "console/cli/cli_registry.h"

#include "console/base/clock.h"
#include "console/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { START_MS = 20000 };

/* The program beside the running one. The caller frees. */
static char *find_program(void)
{
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
    if (length <= 0)
        return mem_copy("agent1414-practice");
    path[length] = '\0';
    *strrchr(path, '/') = '\0';
    return mem_format("%s/agent1414-practice", path);
}

/* The made-up people: installed, or in the source tree. The caller frees. */
static char *find_people(const char *data)
{
    char *path = mem_format("%s/practice/people.json", data);
    if (access(path, R_OK) == 0)
        return path;
    free(path);
    return mem_format("%s/tests/practice/people.json", data);
}

/* In the child. A session of its own: ^C on our terminal is not for it. */
static void become(const char *program, const char *people, int input,
                   int output)
{
    setsid();
    if (dup2(input, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
        dup2(output, STDERR_FILENO) >= 0)
        execl(program, program, "--parent-exit", "--people", people,
              (char *)NULL);
    dprintf(output, "%s: %s\n", program, strerror(errno));
    _exit(127);
}

/* One byte before the deadline; false: none will come. */
static bool read_byte(int handle, int64_t until_ms, char *byte)
{
    struct pollfd readable = {.fd = handle, .events = POLLIN};
    int64_t left_ms = until_ms - clock_steady_ms();
    while (left_ms > 0 && poll(&readable, 1, (int)left_ms) < 0 &&
           errno == EINTR)
        left_ms = until_ms - clock_steady_ms();
    return readable.revents && read(handle, byte, 1) == 1;
}

/* The first line that it says. */
static void read_line(int handle, char *line, size_t room)
{
    int64_t until_ms = clock_steady_ms() + START_MS;
    size_t length = 0;
    while (length < room - 1 && read_byte(handle, until_ms, line + length) &&
           line[length] != '\n')
        length++;
    line[length] = '\0';
}

static bool spawn(struct cli_registry *registry, const char *data, int *said,
                  struct error *error)
{
    int life[2], output[2];
    AUTO_CHARS program = find_program();
    AUTO_CHARS people = find_people(data);
    if (pipe2(life, O_CLOEXEC) != 0)
        return error_set(error, MESSAGE_PRACTICE_START, "%s", strerror(errno));
    if (pipe2(output, O_CLOEXEC) != 0) {
        error_set(error, MESSAGE_PRACTICE_START, "%s", strerror(errno));
        close(life[0]);
        close(life[1]);
        return false;
    }
    fflush(stdout);
    registry->pid = fork();
    if (registry->pid == 0)
        become(program, people, life[0], output[1]);
    close(life[0]);
    close(output[1]);
    registry->life = life[1];
    *said = output[0];
    if (registry->pid > 0)
        return true;
    error_set(error, MESSAGE_PRACTICE_START, "fork: %s", strerror(errno));
    close(output[0]);
    close(life[1]);
    return false;
}

bool cli_registry_start(struct cli_registry *registry, const char *data,
                        struct error *error)
{
    static const char listening[] = "practice registry on http://127.0.0.1:";
    char line[256];
    int said = -1;
    if (!spawn(registry, data, &said, error))
        return false;
    read_line(said, line, sizeof(line));
    close(said);
    if (strncmp(line, listening, strlen(listening)) == 0)
        registry->port = atoi(line + strlen(listening));
    if (registry->port > 0)
        return true;
    cli_registry_stop(registry);
    return error_set(error, MESSAGE_PRACTICE_START, "%s", line);
}

void cli_registry_stop(struct cli_registry *registry)
{
    if (registry->pid <= 0)
        return;
    close(registry->life);
    while (waitpid(registry->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    *registry = (struct cli_registry){0};
}
