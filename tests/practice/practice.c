/* agent1414-practice: a status registry of made-up people for training and
 * tests. Reads the options, listens on the loopback, says where, and stops on
 * a signal or, with --parent-exit, with whoever started it. */
#include "console/base/error.h"
#include "console/base/memory.h"
#include "tests/practice/mishap.h"
#include "tests/practice/roster.h"
#include "tests/practice/service.h"

#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#define PEOPLE "tests/practice/people.json"

struct options {
    struct service_settings service;
    const char *people;    /* NULL: the shipped ones */
    const char *port_file; /* NULL: none */
    bool parent_exit;
    bool help;
};

static const char *const help =
    "agent1414-practice: the practice registry, made-up people only\n"
    "\n"
    "  --port N          listen on this port; 0, the default: any free one\n"
    "  --people FILE     another list of people\n"
    "  --port-file FILE  write the port there once listening\n"
    "  --fault NAME      every answer shows this fault (names below)\n"
    "  --token T         ask for this bearer token\n"
    "  --parent-exit     stop when the parent ends or a pipe on stdin closes\n"
    "\n"
    "  faults (delay and 429 take :SECONDS):";

static void print_name(const char *name, void *cookie)
{
    (void)cookie;
    printf(" %s", name);
}

static int print_help(void)
{
    fputs(help, stdout);
    mishap_list(print_name, NULL);
    putchar('\n');
    return EXIT_OK;
}

static int complain(const struct error *error)
{
    fprintf(stderr, "agent1414-practice: %s (%s)\n",
            message_text(error->message), error->detail);
    return error_code(error);
}

static bool read_port(const char *text, int *port, struct error *error)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (end == text || *end || value < 0 || value > 65535)
        return error_set(error, MESSAGE_USAGE, "not a port: %s", text);
    *port = (int)value;
    return true;
}

static bool take_option(struct options *options, int letter,
                        struct error *error)
{
    switch (letter) {
    case 'n':
        return read_port(optarg, &options->service.port, error);
    case 'p':
        options->people = optarg;
        return true;
    case 'w':
        options->port_file = optarg;
        return true;
    case 'f':
        options->service.fault = optarg;
        return true;
    case 't':
        options->service.token = optarg;
        return true;
    case 'e':
        options->parent_exit = true;
        return true;
    case 'h':
        options->help = true;
        return true;
    default:
        return error_set(error, MESSAGE_USAGE, "option %d", optind - 1);
    }
}

static bool read_options(struct options *options, int argc, char **argv,
                         struct error *error)
{
    static const struct option names[] = {
        {"port", required_argument, NULL, 'n'},
        {"people", required_argument, NULL, 'p'},
        {"port-file", required_argument, NULL, 'w'},
        {"fault", required_argument, NULL, 'f'},
        {"token", required_argument, NULL, 't'},
        {"parent-exit", no_argument, NULL, 'e'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    int letter;
    while ((letter = getopt_long(argc, argv, "", names, NULL)) != -1)
        if (!take_option(options, letter, error))
            return false;
    if (optind < argc)
        return error_set(error, MESSAGE_USAGE, "not asked for: %s",
                         argv[optind]);
    return true;
}

/* The people of the source tree; an installed one is told by --people. */
static char *shipped_people(void)
{
    const char *root = getenv("AGENT1414_ROOT");
    return mem_format("%s/" PEOPLE, root ? root : ".");
}

/* Whoever reads the file finds a whole port or no file. */
static bool write_port(const char *path, int port, struct error *error)
{
    AUTO_CHARS draft = mem_format("%s.%d", path, (int)getpid());
    FILE *file = fopen(draft, "we");
    if (!file)
        return error_set(error, MESSAGE_FILE_WRITE, "%s: %s", draft,
                         strerror(errno));
    bool written = fprintf(file, "%d\n", port) > 0;
    written = fclose(file) == 0 && written;
    if (written && rename(draft, path) == 0)
        return true;
    error_set(error, MESSAGE_FILE_WRITE, "%s: %s", path, strerror(errno));
    unlink(draft);
    return false;
}

/* A terminal or a file on stdin says nothing about the parent; a pipe does. */
static bool stdin_is_a_pipe(void)
{
    struct stat status;
    return fstat(STDIN_FILENO, &status) == 0 &&
           (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
}

static bool stdin_ended(void)
{
    char ignored[256];
    return read(STDIN_FILENO, ignored, sizeof(ignored)) <= 0;
}

/* Asks the kernel for a signal at the parent's end; false if it is over. */
static bool follow_parent(void)
{
    pid_t parent = getppid();
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    return getppid() == parent;
}

static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC);
}

static void wait_for_the_end(int signals, bool parent_exit)
{
    struct pollfd ends[] = {{.fd = signals, .events = POLLIN},
                            {.fd = -1, .events = POLLIN}};
    if (parent_exit && stdin_is_a_pipe())
        ends[1].fd = STDIN_FILENO;
    for (;;) {
        if (poll(ends, COUNT(ends), -1) < 0 && errno != EINTR)
            return;
        if (ends[0].revents || (ends[1].revents && stdin_ended()))
            return;
    }
}

static bool serve(const struct options *options, int signals,
                  struct error *error)
{
    struct service *service = service_open(&options->service, error);
    if (!service)
        return false;
    int port = service_port(service);
    bool told =
        !options->port_file || write_port(options->port_file, port, error);
    if (told) {
        printf("practice registry on http://127.0.0.1:%d\n", port);
        fflush(stdout);
        wait_for_the_end(signals, options->parent_exit);
    }
    service_close(service);
    return told;
}

static bool load_and_serve(struct options *options, int signals,
                           struct error *error)
{
    AUTO_CHARS shipped = shipped_people();
    const char *people = options->people ? options->people : shipped;
    struct roster *roster = roster_load(people, error);
    if (!roster)
        return false;
    options->service.roster = roster;
    bool served = serve(options, signals, error);
    roster_free(roster);
    return served;
}

int main(int argc, char **argv)
{
    struct options options = {.service.fault = "none"};
    struct error error = {0};
    if (!read_options(&options, argc, argv, &error))
        return complain(&error);
    if (options.help)
        return print_help();
    int signals = open_signals();
    if (options.parent_exit && !follow_parent())
        return EXIT_OK;
    if (!load_and_serve(&options, signals, &error))
        return complain(&error);
    return EXIT_OK;
}
