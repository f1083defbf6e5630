/* bench_screen STORE WORK [REPO]: starts, keys, bytes, sleep and memory of the
 * consoles in 80x24, beside the ncurses floors and tig (which shows REPO).
 * STORE is a copy of the filled store, WORK an empty folder. */
#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/io/db.h"
#include "tests/kit/bench_kit.h"
#include "tests/kit/bench_term.h"
#include "tests/kit/people_kit.h"
#include "tests/kit/practice_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STARTS = 9,
    KEYS = 40,
    ROUNDS = 5,
    QUIET_MS = 5,
    CALM_MS = 300,
    IDLE_MS = 6000,
    OPEN = 40,
    AGENTS = OPEN
};

#define UP   "\x1bOA"
#define DOWN "\x1bOB"

static const char iin[] = "850314380100";

/* All that the parts of the measuring share. */
struct bench {
    const char *store, *work, *repo; /* repo NULL: no tig here */
    char *program, *floor, *linked, *linked_db;
    struct practice_kit registry, hanging;
};

/* ---- the programs ---- */

/* A console of that agent. The strings are never freed: argv needs them. */
static struct bench_start console(const struct bench *bench, int port,
                                  const char *folder, int agent)
{
    return (struct bench_start){
        .argv = {bench->program, "-o",
                 mem_format("registry.base_url=http://127.0.0.1:%d", port),
                 "-o", "registry.deadline_ms=120000", "-o",
                 "store.wait_ms=60000", "-o",
                 mem_format("store.folder=%s", folder), "-o",
                 mem_format("person.name=ag%02d", agent)},
        .mark = folder == bench->store ? "-26-" : "1414",
        .settled = true};
}

/* All agents that a console may be of, in the store of this folder. */
static void seat_agents(const char *folder)
{
    struct people_kit people[AGENTS + 1] = {{0}};
    for (int i = 0; i < AGENTS; i++)
        people[i] =
            (struct people_kit){mem_format("ag%02d", i), ROLE_AGENT, NULL};
    people_kit_fill(folder, people);
    for (int i = 0; i < AGENTS; i++)
        free((char *)people[i].name);
}

static struct bench_start ours(const struct bench *bench, int agent)
{
    return console(bench, bench->registry.port, bench->store, agent);
}

static struct bench_start floor_dirty(const struct bench *bench)
{
    return (struct bench_start){
        .argv = {bench->floor}, .mark = "READY", .settled = true};
}

static struct bench_start floor_full(const struct bench *bench)
{
    return (struct bench_start){
        .argv = {bench->floor, "full"}, .mark = "READY", .settled = true};
}

static struct bench_start floor_linked(const struct bench *bench)
{
    return (struct bench_start){.argv = {bench->linked, bench->linked_db},
                                .mark = "READY",
                                .settled = true};
}

/* Its commits come for a while longer: until the first text only. */
static struct bench_start tig(const struct bench *bench)
{
    return (struct bench_start){.argv = {"tig", "-C", (char *)bench->repo},
                                .mark = "commit"};
}

/* ---- figures ---- */

/* Bursts of one program over all rounds. */
struct series {
    double us[STARTS * KEYS], bytes[STARTS * KEYS];
    size_t count;
};

static void add(struct series *series, struct bench_burst burst)
{
    if (burst.bytes == 0 || series->count == COUNT(series->us))
        return;
    series->us[series->count] = burst.us;
    series->bytes[series->count++] = (double)burst.bytes;
}

static double us_of(struct series *series)
{
    return bench_median(series->us, series->count);
}

static double bytes_of(struct series *series)
{
    return bench_median(series->bytes, series->count);
}

/* Keys in turn, one at a time. */
static void type_keys(struct pty *pty, const char *const *keys, size_t count,
                      struct series *into)
{
    for (size_t i = 0; i < KEYS; i++)
        add(into, bench_term_key(pty, keys[i % count], QUIET_MS));
}

/* ---- starts, and keys in a list ---- */

struct starts {
    struct series ours, linked, tig;
    struct series our_key, floor_key, tig_key;
};

static void one_start(const struct bench_start *start, struct series *into,
                      const char *list, struct series *keys)
{
    static const char *const down_up[] = {DOWN, DOWN, DOWN, DOWN, DOWN, DOWN,
                                          UP,   UP,   UP,   UP,   UP,   UP};
    struct pty pty;
    add(into, bench_term_start(&pty, start));
    if (keys) {
        bench_term_key(&pty, list, CALM_MS);
        type_keys(&pty, down_up, COUNT(down_up), keys);
    }
    pty_close(&pty);
}

static void run_starts(const struct bench *bench, struct starts *starts)
{
    const struct bench_start all[] = {ours(bench, 39), floor_linked(bench),
                                      floor_dirty(bench), tig(bench)};
    struct series unused = {0};
    for (int i = 0; i < STARTS; i++) {
        one_start(&all[0], &starts->ours, "c", &starts->our_key);
        one_start(&all[1], &starts->linked, NULL, NULL);
        one_start(&all[2], &unused, DOWN, &starts->floor_key);
        if (bench->repo)
            one_start(&all[3], &starts->tig, DOWN, &starts->tig_key);
    }
}

static void show_starts(struct starts *starts)
{
    double start = us_of(&starts->ours), key = us_of(&starts->our_key);
    double bytes = bytes_of(&starts->our_key);
    const struct bench_row rows[] = {
        {"start to first full screen, us", start, "tig, first text",
         us_of(&starts->tig), 0.6},
        {"", start, "floor, all linked", us_of(&starts->linked), 1.3},
        {"key in a list to its last byte, us", key, "floor, dirty rows",
         us_of(&starts->floor_key), 1.3},
        {"", key, "tig", us_of(&starts->tig_key), 1},
        {"bytes of a key in a list", bytes, "290, as goal", 290, 1},
        {"", bytes, "floor, dirty rows", bytes_of(&starts->floor_key),
         BENCH_NO_GOAL},
        {"", bytes, "tig", bytes_of(&starts->tig_key), 1}};
    for (size_t i = 0; i < COUNT(rows); i++)
        bench_show(&rows[i]);
}

/* ---- the next question ---- */

/* A call at its first question; its look-up is answered, hangs, or waits for
 * the log that somebody holds. */
static void open_call(struct pty *pty, const struct bench_start *start)
{
    bench_term_start(pty, start);
    bench_term_key(pty, "n", CALM_MS);
    bench_term_key(pty, iin, CALM_MS);
}

static struct db *hold_log(const char *folder)
{
    struct error error = {0};
    AUTO_CHARS path = mem_format("%s/log.db", folder);
    struct db *db = db_open(path, 5000, &error);
    if (db && db_script(db, "BEGIN EXCLUSIVE", &error))
        return db;
    fprintf(stderr, "bench_screen: %s\n", error.detail);
    exit(1);
}

struct questions {
    struct pty calm, hanging, locked, full;
    struct series of_calm, of_hanging, of_locked, of_full;
};

static void run_questions(struct questions *all)
{
    static const char *const there_and_back[] = {"3", "\x7f"};
    static const char *const page[] = {DOWN};
    for (int i = 0; i < ROUNDS; i++) {
        type_keys(&all->calm, there_and_back, 2, &all->of_calm);
        type_keys(&all->full, page, 1, &all->of_full);
        type_keys(&all->hanging, there_and_back, 2, &all->of_hanging);
        type_keys(&all->locked, there_and_back, 2, &all->of_locked);
    }
}

static void show_questions(struct questions *all)
{
    double calm = us_of(&all->of_calm), full = us_of(&all->of_full);
    const struct bench_row rows[] = {
        {"key to the next question, us", calm, "floor, all rows", full, 1.3},
        {"  while a look-up hangs", us_of(&all->of_hanging), "ours, calm", calm,
         1.5},
        {"  while the database is locked", us_of(&all->of_locked), "ours, calm",
         calm, 1.5},
        {"bytes of the next question", bytes_of(&all->of_calm),
         "floor, all rows", bytes_of(&all->of_full), BENCH_NO_GOAL}};
    for (size_t i = 0; i < COUNT(rows); i++)
        bench_show(&rows[i]);
}

static void measure_questions(const struct bench *bench)
{
    struct questions *all = mem_new(sizeof(*all));
    AUTO_CHARS locked = mem_format("%s/locked", bench->work);
    seat_agents(locked);
    const struct bench_start starts[] = {
        ours(bench, 1), floor_full(bench),
        console(bench, bench->hanging.port, bench->store, 2),
        console(bench, bench->registry.port, locked, 3)};
    open_call(&all->calm, &starts[0]);
    bench_term_start(&all->full, &starts[1]);
    open_call(&all->hanging, &starts[2]);
    bench_term_start(&all->locked, &starts[3]);
    struct db *held = hold_log(locked);
    bench_term_key(&all->locked, "n", CALM_MS);
    bench_term_key(&all->locked, iin, CALM_MS);
    run_questions(all);
    show_questions(all);
    db_close(held);
    pty_close(&all->calm);
    pty_close(&all->full);
    pty_close(&all->hanging);
    pty_close(&all->locked);
    free(all);
}

/* ---- nobody types ---- */

static void measure_idle(const struct bench *bench)
{
    enum { HOME, LIST, CALL, SESSIONS };
    struct pty ptys[SESSIONS];
    struct pty *sessions[SESSIONS] = {&ptys[HOME], &ptys[LIST], &ptys[CALL]};
    size_t bytes[SESSIONS];
    double sleeps[SESSIONS], seconds = IDLE_MS / 1e3;
    const struct bench_start starts[] = {ours(bench, 4), ours(bench, 5),
                                         ours(bench, 6)};
    bench_term_start(&ptys[HOME], &starts[HOME]);
    bench_term_start(&ptys[LIST], &starts[LIST]);
    bench_term_key(&ptys[LIST], "c", CALM_MS);
    open_call(&ptys[CALL], &starts[CALL]);
    for (int i = 0; i < SESSIONS; i++)
        sleeps[i] = (double)-bench_term_cost(&ptys[i]).sleeps;
    bench_term_idle(sessions, bytes, SESSIONS, IDLE_MS);
    for (int i = 0; i < SESSIONS; i++)
        sleeps[i] += (double)bench_term_cost(&ptys[i]).sleeps;
    const struct bench_row rows[] = {
        {"call timer, bytes a second", (double)bytes[CALL] / seconds,
         "40, as goal", 40, 1},
        {"idle at the start, bytes", (double)bytes[HOME], NULL, 0, 0},
        {"  wake-ups a second", sleeps[HOME] / seconds, NULL, 0, 0},
        {"idle on a list, bytes", (double)bytes[LIST], NULL, 0, 0},
        {"  wake-ups a second", sleeps[LIST] / seconds, "0.5, as goal", 0.5, 1},
        {"in a call, wake-ups a second", sleeps[CALL] / seconds, NULL, 0,
         BENCH_NO_GOAL}};
    for (size_t i = 0; i < COUNT(rows); i++)
        bench_show(&rows[i]);
    for (int i = 0; i < SESSIONS; i++)
        pty_close(&ptys[i]);
}

/* ---- memory ---- */

static double memory_of_each(const struct bench_start *starts, size_t step)
{
    static struct pty ptys[OPEN];
    double sum_kib = 0;
    for (size_t i = 0; i < OPEN; i++)
        bench_term_start(&ptys[i], &starts[i * step]);
    for (size_t i = 0; i < OPEN; i++)
        pty_settle(&ptys[i], QUIET_MS);
    for (size_t i = 0; i < OPEN; i++)
        sum_kib += (double)bench_term_cost(&ptys[i]).pss_kib;
    for (size_t i = 0; i < OPEN; i++)
        pty_close(&ptys[i]);
    return sum_kib / OPEN;
}

static void measure_memory(const struct bench *bench)
{
    struct bench_start starts[OPEN];
    const struct bench_start linked = floor_linked(bench), peer = tig(bench);
    for (int i = 0; i < OPEN; i++)
        starts[i] = ours(bench, i);
    double each = memory_of_each(starts, 1);
    double of_linked = memory_of_each(&linked, 0);
    double of_tig = bench->repo ? memory_of_each(&peer, 0) : -1;
    const struct bench_row rows[] = {
        {"memory a console, 40 open, KiB PSS", each, "tig", of_tig, 0.8},
        {"", each, "floor, all linked", of_linked, 1.3}};
    for (size_t i = 0; i < COUNT(rows); i++)
        bench_show(&rows[i]);
}

/* ---- all of it ---- */

static void measure(const struct bench *bench)
{
    struct starts *starts = mem_new(sizeof(*starts));
    bench_heading("On the screen, 80x24");
    run_starts(bench, starts);
    show_starts(starts);
    free(starts);
    measure_questions(bench);
    measure_idle(bench);
    measure_memory(bench);
}

int main(int argc, char **argv)
{
    static const char *const plain[] = {"--parent-exit", NULL};
    static const char *const hang[] = {"--parent-exit", "--fault", "hang",
                                       NULL};
    if (argc < 3) {
        fputs("usage: bench_screen STORE WORK [REPO]\n", stderr);
        return 2;
    }
    struct bench bench = {.store = argv[1],
                          .work = argv[2],
                          .repo = argc > 3 && *argv[3] ? argv[3] : NULL,
                          .program = pty_program("agent1414"),
                          .floor = pty_program("tests/bench/floor_screen"),
                          .linked = pty_program("tests/bench/floor_linked"),
                          .linked_db = mem_format("%s/floor.db", argv[2])};
    seat_agents(bench.store);
    practice_kit_start(&bench.registry, plain);
    practice_kit_start(&bench.hanging, hang);
    measure(&bench);
    practice_kit_stop(&bench.registry);
    practice_kit_stop(&bench.hanging);
    free(bench.program);
    free(bench.floor);
    free(bench.linked);
    free(bench.linked_db);
    return 0;
}
