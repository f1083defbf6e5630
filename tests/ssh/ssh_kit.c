/* sshd as root on a free port, below a folder that sshd trusts: it takes no
 * AuthorizedKeysCommand from /tmp. */
#include "tests/ssh/ssh_kit.h"

#include "console/base/text.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <regex.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define SSHD "/usr/sbin/sshd"

enum { TRIES = 200, TRY_MS = 50, FURTHER = 8, FIRST_MS = 60000 };

bool ssh_kit_able(void)
{
    const char *why = geteuid() != 0                  ? "not root"
                      : access(SSHD, X_OK) != 0       ? "no " SSHD
                      : access("/var/lib", W_OK) != 0 ? "/var/lib"
                                                      : NULL;
    if (why)
        printf("[  SKIPPED ] over SSH: a sshd cannot run here (%s)\n", why);
    return !why;
}

/* ---- files ---- */

static void write_file(const struct ssh_kit *kit, const char *name,
                       const char *text)
{
    AUTO_CHARS path = mem_format("%s/%s", kit->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0644), 0);
}

static char *root_folder(void)
{
    const char *root = getenv("AGENT1414_ROOT");
    AUTO(mem_free_chars) char *path = realpath(root ? root : ".", NULL);
    return mem_copy(path);
}

static void write_settings(struct ssh_kit *kit)
{
    AUTO_CHARS root = root_folder();
    AUTO_CHARS text = mem_format(
        "[registry]\nbase_url = http://127.0.0.1:%d\n"
        "[store]\nfolder = %s\n[data]\nfolder = %s\n[ui]\nlanguage = en\n"
        "[ssh]\naccount = root\nkeys_user = nobody\nkeys_file = %s/keys\n",
        kit->place.registry.port, kit->place.folder, root, kit->folder);
    kit->settings = mem_format("%s/agent.conf", kit->folder);
    write_file(kit, "agent.conf", text);
}

static int free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof(address);
    int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(handle, (struct sockaddr *)&address, length), 0);
    assert_int_equal(getsockname(handle, (struct sockaddr *)&address, &length),
                     0);
    close(handle);
    return ntohs(address.sin_port);
}

/* The main file of sshd: careless, so that only the drop-in protects. */
static const char careless[] = "ListenAddress 127.0.0.1\n"
                               "HostKey %s/host_key\n"
                               "PidFile none\n"
                               "UsePAM no\n"
                               "PermitRootLogin yes\n"
                               "PrintMotd no\n"
                               "PrintLastLog no\n"
                               "AuthorizedKeysFile %s/authorized\n"
                               "TrustedUserCAKeys %s/ca.pub\n"
                               "AcceptEnv *\n"
                               "X11Forwarding yes\n"
                               "AllowTcpForwarding yes\n"
                               "AllowStreamLocalForwarding yes\n"
                               "GatewayPorts clientspecified\n"
                               "PermitTunnel yes\n"
                               "PermitTTY yes\n"
                               "SetEnv SHLVL=1\n"
                               "Subsystem sftp internal-sftp\n";

static void write_sshd(struct ssh_kit *kit)
{
    AUTO_CHARS main =
        mem_format(careless, kit->folder, kit->folder, kit->folder);
    AUTO_CHARS desk = mem_format("Include %s/agent1414.conf\nPort %d\n%s",
                                 kit->folder, kit->port, main);
    AUTO_CHARS open = mem_format("Port %d\n%s", kit->open_port, main);
    write_file(kit, "sshd_desk", desk);
    write_file(kit, "sshd_open", open);
    /* The account is root here, whose shell reads ~/.bashrc for sshd; one that
     * thinks it is not the first does not. */
    free(ssh_kit_do(kit, "$A key sshd-config | sed 's/SetEnv .*/& SHLVL=1/' > "
                         "$F/agent1414.conf"));
}

static void write_client(struct ssh_kit *kit)
{
    AUTO_CHARS text = mem_format(
        "Host desk door\n Port %d\nHost open gate\n Port %d\n"
        "Host desk open\n IdentityFile %s/aigul\n"
        "Host *\n HostName 127.0.0.1\n User root\n"
        " IdentitiesOnly yes\n IdentityAgent none\n BatchMode yes\n"
        " UserKnownHostsFile %s/known\n GlobalKnownHostsFile /dev/null\n"
        " StrictHostKeyChecking yes\n LogLevel ERROR\n ConnectTimeout 20\n",
        kit->port, kit->open_port, kit->folder, kit->folder);
    AUTO_CHARS known =
        mem_format("for p in %d %d; do echo \"[127.0.0.1]:$p $(cat "
                   "$F/host_key.pub)\"; done > $F/known",
                   kit->port, kit->open_port);
    write_file(kit, "ssh_config", text);
    free(ssh_kit_do(kit, known));
}

void ssh_kit_open(struct ssh_kit *kit)
{
    AUTO_CHARS build = pty_program("");
    *kit =
        (struct ssh_kit){.folder = mem_copy("/var/lib/agent1414-test.XXXXXX"),
                         .port = free_port(),
                         .open_port = free_port()};
    assert_non_null(mkdtemp(kit->folder));
    assert_int_equal(chmod(kit->folder, 0755), 0);
    kit->program = mem_format("%s/bin/agent1414", kit->folder);
    kit->trace = mem_format("%s/trace", kit->folder);
    play_open(&kit->place);
    write_settings(kit);
    AUTO_CHARS copy =
        mem_format("mkdir -p /run/sshd $F/bin && cp -R %s/agent1414 "
                   "%s/kb.index %s/po $F/bin",
                   build, build, build);
    free(ssh_kit_do(kit, copy));
    free(ssh_kit_do(kit, "for name in host_key ca; do ssh-keygen -q -t ed25519 "
                         "-N '' -f $F/$name; done"));
    write_sshd(kit);
    write_client(kit);
}

/* ---- people ---- */

void ssh_kit_publish(struct ssh_kit *kit)
{
    free(ssh_kit_do(kit, "$A key publish"));
}

void ssh_kit_person(struct ssh_kit *kit, const char *name, const char *role,
                    const char *branch)
{
    AUTO_CHARS line = mem_format(
        "ssh-keygen -q -t ed25519 -N '' -C %s -f $F/%s && "
        "cat $F/%s.pub >> $F/authorized && chmod 644 $F/authorized && "
        "$A user add %s --role %s%s%s && $A user key add %s $F/%s.pub",
        name, name, name, name, role, branch ? " --branch " : "",
        branch ? branch : "", name, name);
    free(ssh_kit_do(kit, line));
    ssh_kit_publish(kit);
}

/* ---- sshd ---- */

static void wait_for_port(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    for (int i = 0; i < TRIES; i++) {
        int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        int failed =
            connect(handle, (struct sockaddr *)&address, sizeof(address));
        close(handle);
        if (!failed)
            return;
        usleep(TRY_MS * 1000);
    }
    fail_msg("sshd does not listen");
}

/* Becomes sshd; strace is its grandchild, so that sshd stays our child. */
static void become(const struct ssh_kit *kit, const char *name, bool traced)
{
    AUTO_CHARS settings = mem_format("%s/sshd_%s", kit->folder, name);
    AUTO_CHARS log = mem_format("%s/%s.log", kit->folder, name);
    char *argv[] = {"strace", "-D",       "--seccomp-bpf",
                    "-f",     "-q",       "-s",
                    "9999",   "-e",       "trace=execve,execveat",
                    "-o",     kit->trace, SSHD,
                    "-D",     "-E",       log,
                    "-f",     settings,   NULL};
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    char **start = argv + (traced ? 0 : 11);
    execvp(start[0], start);
    _exit(127);
}

static pid_t serve(const struct ssh_kit *kit, const char *name, int port,
                   bool traced)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        become(kit, name, traced);
    wait_for_port(port);
    return pid;
}

void ssh_kit_serve(struct ssh_kit *kit, bool traced)
{
    kit->desk = serve(kit, "desk", kit->port, traced);
}

void ssh_kit_serve_open(struct ssh_kit *kit)
{
    kit->open = serve(kit, "open", kit->open_port, false);
}

static void end(pid_t pid)
{
    if (pid > 0) {
        kill(pid, SIGTERM);
        waitpid(pid, NULL, 0);
    }
}

void ssh_kit_close(struct ssh_kit *kit)
{
    end(kit->desk);
    end(kit->open);
    ssh_kit_crash(kit);
    ssh_kit_wait_consoles(kit, 0);
    play_close(&kit->place);
    free(ssh_kit_do(kit, "rm -rf $F"));
    free(kit->folder);
    free(kit->program);
    free(kit->settings);
    free(kit->trace);
}

/* ---- the clients ---- */

static char *with_names(struct ssh_kit *kit, const char *line)
{
    return mem_format("F=%s C=%s/ssh_config A='%s --config %s' R=%d P=%d\n%s",
                      kit->folder, kit->folder, kit->program, kit->settings,
                      kit->place.registry.port, free_port(), line);
}

/* Reads to the end. Once the shell is gone, nothing that it left running (a
 * connection in the background) may keep the pipe open. */
static int read_to_end(int output, pid_t pid, struct text *out)
{
    struct pollfd ready = {.fd = output, .events = POLLIN};
    char bytes[4096];
    ssize_t length = 1;
    int status = 0;
    bool gone = false;
    while (length > 0) {
        if (!gone && waitpid(pid, &status, WNOHANG) == pid) {
            gone = true;
            kill(-pid, SIGKILL); /* timeout leads a group of its own */
        }
        if (poll(&ready, 1, 100) == 0)
            continue;
        length = read(output, bytes, sizeof(bytes));
        if (out && length > 0)
            text_add_n(out, bytes, (size_t)length);
    }
    if (!gone)
        assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

int ssh_kit_shell(struct ssh_kit *kit, struct text *out, const char *line)
{
    AUTO_CHARS script = with_names(kit, line);
    int output[2];
    assert_int_equal(pipe2(output, O_CLOEXEC), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        int nothing = open("/dev/null", O_RDONLY);
        dup2(nothing, STDIN_FILENO);
        dup2(output[1], STDOUT_FILENO);
        dup2(output[1], STDERR_FILENO);
        execlp("timeout", "timeout", "-k", "5", "60", "bash", "-c", script,
               NULL);
        _exit(127);
    }
    close(output[1]);
    int status = read_to_end(output[0], pid, out);
    close(output[0]);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

char *ssh_kit_do(struct ssh_kit *kit, const char *line)
{
    struct text out = {0};
    int code = ssh_kit_shell(kit, &out, line);
    if (code != 0)
        fail_msg("exit %d of: %s\n%s", code, line, text_chars(&out));
    return text_take(&out);
}

void ssh_kit_sit(struct ssh_kit *kit, struct play *play, const char *who,
                 const char *const *further, const char *const *environment)
{
    AUTO_CHARS config = mem_format("%s/ssh_config", kit->folder);
    AUTO_CHARS key = mem_format("%s/%s", kit->folder, who);
    char *argv[FURTHER + 8] = {"ssh", "-tt", "-F", config, "-i", key};
    int count = 6;
    for (int i = 0; further && further[i] && i < FURTHER; i++)
        argv[count++] = (char *)further[i];
    argv[count] = "door";
    *play = (struct play){.place = &kit->place};
    pty_start(&play->pty, argv, environment, 24, 80);
}

void ssh_kit_meet(struct ssh_kit *kit, struct play *play, const char *who,
                  const char *shows)
{
    ssh_kit_sit(kit, play, who, NULL, NULL);
    pty_wait_for(&play->pty, shows, FIRST_MS);
}

/* ---- what runs ---- */

int ssh_kit_consoles(const struct ssh_kit *kit, pid_t *one)
{
    DIR *list = opendir("/proc");
    const struct dirent *entry;
    int count = 0;
    assert_non_null(list);
    while ((entry = readdir(list))) {
        char target[4096];
        AUTO_CHARS path = mem_format("/proc/%s/exe", entry->d_name);
        ssize_t length = readlink(path, target, sizeof(target) - 1);
        if (length <= 0)
            continue;
        target[length] = '\0';
        if (strcmp(target, kit->program) != 0)
            continue;
        count++;
        if (one)
            *one = (pid_t)atol(entry->d_name);
    }
    closedir(list);
    return count;
}

void ssh_kit_crash(const struct ssh_kit *kit)
{
    pid_t console = 0;
    for (int i = 0; i < TRIES && ssh_kit_consoles(kit, &console) > 0; i++) {
        kill(console, SIGKILL);
        usleep(TRY_MS * 1000);
    }
}

void ssh_kit_wait_consoles(const struct ssh_kit *kit, int count)
{
    for (int i = 0; i < 4 * TRIES; i++) {
        if (ssh_kit_consoles(kit, NULL) == count)
            return;
        usleep(TRY_MS * 1000);
    }
    fail_msg("%d consoles run, not %d", ssh_kit_consoles(kit, NULL), count);
}

/* What has to start, and ends and signals, which strace tells as well. */
static void know_trace(const struct ssh_kit *kit, regex_t *known)
{
    AUTO_CHARS pattern = mem_format(
        "^[0-9]+ +([-+]|<|execve\\(\"(" SSHD "\", "
        "|%s\", \\[\"%s\", \"--config\", \"%s\", "
        "(\"key\", \"line\", |\"--as\", \"[a-z0-9.-]+\"\\], )"
        "|[a-z/]+\", \\[\"[a-z]+\", \"-c\", "
        "\"exec %s --config %s --as [a-z0-9.-]+\"\\], ))",
        kit->program, kit->program, kit->settings, kit->program, kit->settings);
    assert_int_equal(regcomp(known, pattern, REG_EXTENDED | REG_NOSUB), 0);
}

long ssh_kit_traced(const struct ssh_kit *kit, long from)
{
    FILE *file = fopen(kit->trace, "r");
    char *line = NULL;
    size_t room = 0;
    regex_t known;
    know_trace(kit, &known);
    assert_non_null(file);
    assert_int_equal(fseek(file, from, SEEK_SET), 0);
    while (getline(&line, &room, file) > 0)
        if (regexec(&known, line, 0, NULL, 0) != 0)
            fail_msg("something else was started: %s", line);
    from = ftell(file);
    free(line);
    fclose(file);
    regfree(&known);
    return from;
}
