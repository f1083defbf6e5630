/* Reads the terminal itself, so that a time is taken before libvterm works. */
#include "tests/kit/bench_term.h"

#include "tests/kit/bench_kit.h"

#include "console/base/memory.h"

#include <vterm.h>

#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    ROWS = 24,
    COLUMNS = 80,
    START_MS = 5000,
    KEY_MS = 1000,
    SETTLE_MS = 60
};

/* What is waited for: the end of a burst, or a mark. */
struct waiting {
    double from_us;
    int first_ms; /* at most, for the first byte or the mark */
    int quiet_ms;
    const char *mark; /* NULL: none */
    bool settled;
};

static ssize_t take(struct pty *pty, int ms)
{
    char bytes[65536];
    struct pollfd handle = {pty->master, POLLIN, 0};
    if (poll(&handle, 1, ms) <= 0)
        return 0;
    ssize_t length = read(pty->master, bytes, sizeof(bytes));
    if (length > 0)
        text_add_n(&pty->log, bytes, (size_t)length);
    return length;
}

/* To the screen that pty_see and pty_shows know. */
static void show(struct pty *pty, size_t from)
{
    if (pty->log.length > from)
        vterm_input_write(pty->vterm, text_chars(&pty->log) + from,
                          pty->log.length - from);
}

static struct bench_burst collect(struct pty *pty, const struct waiting *what)
{
    size_t start = pty->log.length;
    struct bench_burst burst = {0};
    bool seen = !what->mark;
    while (!burst.bytes || !seen || what->settled) {
        bool more = burst.bytes && seen;
        ssize_t length = take(pty, more ? what->quiet_ms : what->first_ms);
        if (length <= 0)
            break;
        burst.us = bench_now_us() - what->from_us;
        burst.bytes = pty->log.length - start;
        seen = seen || pty_wrote(pty, start, what->mark);
    }
    show(pty, start);
    return burst;
}

struct bench_burst bench_term_start(struct pty *pty,
                                    const struct bench_start *start)
{
    static const char *const environment[] = {"LC_ALL=C.UTF-8", "LANGUAGE",
                                              NULL};
    double from_us = bench_now_us();
    pty_start(pty, start->argv, environment, ROWS, COLUMNS);
    return collect(pty, &(struct waiting){.from_us = from_us,
                                          .first_ms = START_MS,
                                          .quiet_ms = SETTLE_MS,
                                          .mark = start->mark,
                                          .settled = start->settled});
}

struct bench_burst bench_term_key(struct pty *pty, const char *keys,
                                  int quiet_ms)
{
    size_t before = pty->log.length;
    while (take(pty, 0) > 0)
        continue;
    show(pty, before);
    double from_us = bench_now_us();
    if (write(pty->master, keys, strlen(keys)) < 0)
        return (struct bench_burst){0};
    return collect(pty, &(struct waiting){.from_us = from_us,
                                          .first_ms = KEY_MS,
                                          .quiet_ms = quiet_ms,
                                          .settled = true});
}

void bench_term_idle(struct pty *const *sessions, size_t *bytes, size_t count,
                     int ms)
{
    double end_us = bench_now_us() + ms * 1e3;
    struct pollfd handles[16];
    for (size_t i = 0; i < count; i++) {
        handles[i] = (struct pollfd){sessions[i]->master, POLLIN, 0};
        bytes[i] = sessions[i]->log.length;
    }
    for (double now; (now = bench_now_us()) < end_us;) {
        poll(handles, count, (int)((end_us - now) / 1e3) + 1);
        for (size_t i = 0; i < count; i++)
            while (handles[i].revents && take(sessions[i], 0) > 0)
                continue;
    }
    for (size_t i = 0; i < count; i++) {
        size_t before = bytes[i];
        bytes[i] = sessions[i]->log.length - before;
        show(sessions[i], before);
    }
}

/* The number behind a word in one of the process's files. */
static long read_number(const char *path, const char *word)
{
    char line[256];
    long number = 0;
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof(line), file))
        if (strncmp(line, word, strlen(word)) == 0)
            number = strtol(line + strlen(word), NULL, 10);
    if (file)
        fclose(file);
    return number;
}

static void add_process(pid_t pid, struct bench_cost *cost);

static void add_children(const char *path, struct bench_cost *cost)
{
    int child;
    FILE *file = fopen(path, "re");
    while (file && fscanf(file, "%d", &child) == 1)
        add_process(child, cost);
    if (file)
        fclose(file);
}

static void add_process(pid_t pid, struct bench_cost *cost)
{
    AUTO_CHARS rollup = mem_format("/proc/%d/smaps_rollup", pid);
    AUTO_CHARS tasks = mem_format("/proc/%d/task", pid);
    DIR *folder = opendir(tasks);
    struct dirent *entry;
    cost->pss_kib += read_number(rollup, "Pss:");
    while (folder && (entry = readdir(folder))) {
        AUTO_CHARS status = mem_format("%s/%s/status", tasks, entry->d_name);
        AUTO_CHARS kids = mem_format("%s/%s/children", tasks, entry->d_name);
        if (entry->d_name[0] == '.')
            continue;
        cost->sleeps += read_number(status, "voluntary_ctxt_switches:");
        add_children(kids, cost);
    }
    if (folder)
        closedir(folder);
}

struct bench_cost bench_term_cost(const struct pty *pty)
{
    struct bench_cost cost = {0};
    add_process(pty->pid, &cost);
    return cost;
}
