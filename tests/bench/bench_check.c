/* bench_check WORK: the whole command `script check` over the shipped scripts,
 * and over one of two hundred nodes and thirty facts: time and peak memory. */
#include "console/base/memory.h"
#include "tests/kit/bench_chain.h"
#include "tests/kit/bench_kit.h"

#include <jansson.h>

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 5 };

static void stop(const char *what)
{
    fprintf(stderr, "bench_check: %s\n", what);
    exit(1);
}

/* ---- the large script ---- */

static void write_json(const char *folder, const char *name, json_t *json)
{
    AUTO_CHARS path = mem_format("%s/%s", folder, name);
    if (json_dump_file(json, path, 0) != 0)
        stop("cannot write");
    json_decref(json);
}

/* A data folder below `work` with that script and no tables. */
static char *write_data(const char *work)
{
    char *data = mem_format("%s/chain", work);
    AUTO_CHARS scripts = mem_format("%s/scripts", data);
    AUTO_CHARS kb = mem_format("%s/kb", data);
    AUTO_CHARS tables = mem_format("%s/tables", kb);
    mkdir(data, 0700);
    mkdir(scripts, 0700);
    mkdir(kb, 0700);
    mkdir(tables, 0700);
    write_json(scripts, "facts.json", bench_chain_facts());
    write_json(scripts, "main.json", bench_chain_script());
    return data;
}

/* ---- the command ---- */

struct run {
    double s, mib;
    bool good;
};

static void exec_check(const char *data)
{
    const char *build = getenv("AGENT1414_BUILD");
    AUTO_CHARS program = mem_format("%s/agent1414", build ? build : "build");
    AUTO_CHARS option = mem_format("data.folder=%s", data);
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(null, STDOUT_FILENO);
    execl(program, program, "-o", option, "script", "check", (char *)NULL);
    _exit(127);
}

static struct run check(const char *data)
{
    int status = -1;
    struct rusage usage = {0};
    double from_us = bench_now_us();
    pid_t pid = fork();
    if (pid == 0)
        exec_check(data);
    if (pid < 0 || wait4(pid, &status, 0, &usage) != pid)
        stop("cannot run");
    return (struct run){(bench_now_us() - from_us) / 1e6,
                        (double)usage.ru_maxrss / 1024, status == 0};
}

/* Rows for one folder: seconds and MiB at most. */
static void measure(const char *metric, const char *data, double most_s)
{
    double s[ROUNDS], mib[ROUNDS];
    bool good = true;
    for (int i = 0; i < ROUNDS; i++) {
        struct run run = check(data);
        s[i] = run.s;
        mib[i] = run.mib;
        good = good && run.good;
    }
    const struct bench_row rows[] = {
        {metric, bench_median(s, ROUNDS), NULL, -1, most_s},
        {"  peak memory, MiB", bench_median(mib, ROUNDS), NULL, -1, 512}};
    for (size_t i = 0; i < COUNT(rows); i++)
        bench_show(&rows[i]);
    if (!good)
        bench_note("it did not prove: the figures above are void");
}

int main(int argc, char **argv)
{
    if (argc != 2)
        stop("usage: bench_check WORK");
    const char *root = getenv("AGENT1414_ROOT");
    AUTO_CHARS data = write_data(argv[1]);
    bench_heading("Proving scripts");
    measure("script check, as shipped, s", root ? root : ".", 1);
    measure("script check, 200 nodes, 30 facts, s", data, 10);
    return 0;
}
