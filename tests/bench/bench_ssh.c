/* bench_ssh WORK: from calling ssh to the first screen, and a key in a list,
 * over a sshd on this machine: the console as its drop-in starts it, beside the
 * linked floor by the same sshd without the drop-in (and without asking anybody
 * for a key line). Needs root, as sshd does. */
#include "console/base/memory.h"
#include "tests/kit/bench_kit.h"
#include "tests/kit/bench_term.h"
#include "tests/ssh/ssh_kit.h"

#include <stdio.h>
#include <stdlib.h>

enum { STARTS = 9, KEYS = 40, QUIET_MS = 20, CALM_MS = 300 };

#define UP   "\x1bOA"
#define DOWN "\x1bOB"

struct series {
    double login[STARTS], key[STARTS * KEYS];
    size_t logins, keys;
};

/* The last of two keys that both change the screen: down, up. */
static void one(const struct bench_start *start, const char *list,
                struct series *into)
{
    struct pty pty;
    into->login[into->logins++] = bench_term_start(&pty, start).us;
    bench_term_key(&pty, list, CALM_MS);
    for (int i = 0; i < KEYS; i++) {
        struct bench_burst burst =
            bench_term_key(&pty, i % 2 ? UP : DOWN, QUIET_MS);
        if (burst.bytes > 0)
            into->key[into->keys++] = burst.us;
    }
    pty_close(&pty);
}

static struct bench_start login(const char *config, const char *host,
                                const char *command, const char *mark)
{
    return (struct bench_start){.argv = {"ssh", "-tt", "-F", (char *)config,
                                         (char *)host, (char *)command},
                                .mark = mark,
                                .settled = true};
}

static void show(struct series *ours, struct series *floor)
{
    const struct bench_row rows[] = {
        {"login over SSH to first screen, us",
         bench_median(ours->login, ours->logins), "floor, all linked",
         bench_median(floor->login, floor->logins), 1.1},
        {"key over SSH to its last byte, us",
         bench_median(ours->key, ours->keys), "floor, all linked",
         bench_median(floor->key, floor->keys), 1.3}};
    bench_heading("Over SSH");
    for (size_t i = 0; i < COUNT(rows); i++)
        bench_show(&rows[i]);
}

int main(int argc, char **argv)
{
    struct ssh_kit kit;
    struct series ours = {0}, floor = {0};
    if (argc != 2 || !ssh_kit_able())
        return argc != 2;
    ssh_kit_open(&kit);
    ssh_kit_person(&kit, "aigul", "agent", NULL);
    ssh_kit_serve(&kit, false);
    ssh_kit_serve_open(&kit);
    AUTO_CHARS config = mem_format("%s/ssh_config", kit.folder);
    AUTO_CHARS program = pty_program("tests/bench/floor_linked");
    AUTO_CHARS real = realpath(program, NULL);
    AUTO_CHARS command = mem_format("exec %s %s/floor.db", real, argv[1]);
    const struct bench_start console =
        login(config, "desk", NULL, "agent aigul");
    const struct bench_start linked = login(config, "open", command, "READY");
    for (int i = 0; i < STARTS; i++) {
        one(&console, "?", &ours);
        one(&linked, DOWN, &floor);
    }
    show(&ours, &floor);
    ssh_kit_close(&kit);
    return 0;
}
