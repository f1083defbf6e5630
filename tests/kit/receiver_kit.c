/* Its output goes to a file, so that it never waits for a reader. */
#include "tests/kit/receiver_kit.h"

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
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAME "agent1414-receiver"

/* The program in the nearest folder above the running test. */
static void find_program(char *path, size_t room)
{
    const char *named = getenv("AGENT1414_RECEIVER");
    if (named != NULL) {
        snprintf(path, room, "%s", named);
        return;
    }
    ssize_t length = readlink("/proc/self/exe", path, room - sizeof "/" NAME);
    path[length > 0 ? length : 0] = '\0';
    for (char *slash; (slash = strrchr(path, '/')) != NULL;) {
        strcpy(slash, "/" NAME);
        if (access(path, X_OK) == 0)
            return;
        *slash = '\0';
    }
    fail_msg("no " NAME " above the test: make builds it");
}

/* In the child. */
static void become(const struct receiver_kit *kit, int input,
                   const char *branch, const char *token)
{
    char path[4096], port[16];
    int output = open(kit->said, O_WRONLY | O_CREAT | O_APPEND, 0600);
    find_program(path, sizeof path);
    snprintf(port, sizeof port, "%d", kit->port);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    execl(path, NAME, "--ledger", kit->ledger, "--branch", branch, "--port",
          port, token != NULL ? "--token" : (char *)NULL, token, (char *)NULL);
    _exit(127);
}

/* The last "receiver on http://127.0.0.1:PORT" of its output, or 0; *count: how
 * many there are. */
static int port_said(const struct receiver_kit *kit, int *count)
{
    char line[400];
    int port = 0;
    FILE *said = fopen(kit->said, "r");
    *count = 0;
    while (said != NULL && fgets(line, sizeof line, said) != NULL)
        *count += sscanf(line, "receiver on http://127.0.0.1:%d\n", &port) == 1;
    if (said != NULL)
        fclose(said);
    return port;
}

void receiver_kit_start(struct receiver_kit *kit, const char *ledger,
                        const char *branch, const char *token)
{
    int life[2], before, now;
    snprintf(kit->ledger, sizeof kit->ledger, "%s", ledger);
    snprintf(kit->said, sizeof kit->said, "%s.said", ledger);
    port_said(kit, &before);
    assert_int_equal(pipe2(life, O_CLOEXEC), 0);
    kit->pid = fork();
    assert_true(kit->pid >= 0);
    if (kit->pid == 0)
        become(kit, life[0], branch, token);
    close(life[0]);
    kit->life = life[1];
    while (port_said(kit, &now) == 0 || now == before) {
        assert_int_equal(waitpid(kit->pid, NULL, WNOHANG), 0);
        usleep(5000);
    }
    kit->port = port_said(kit, &now);
}

static void end(struct receiver_kit *kit)
{
    close(kit->life);
    assert_int_equal(waitpid(kit->pid, NULL, 0), kit->pid);
    kit->pid = 0;
}

void receiver_kit_stop(struct receiver_kit *kit)
{
    if (kit->pid > 0)
        end(kit);
}

void receiver_kit_kill(struct receiver_kit *kit)
{
    kill(kit->pid, SIGKILL);
    end(kit);
}

static int count_lines(const char *path, const char *start)
{
    AUTO_CHARS line = NULL;
    size_t room = 0;
    int count = 0;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (getline(&line, &room, file) > 0)
        count += strncmp(line, start, strlen(start)) == 0;
    fclose(file);
    return count;
}

int receiver_kit_count(const struct receiver_kit *kit, const char *start)
{
    return count_lines(kit->said, start);
}

int receiver_kit_taken(const struct receiver_kit *kit)
{
    return count_lines(kit->ledger, "");
}
