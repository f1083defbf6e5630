/* bench_writers WORK: many desks save at once: 32 flat out, and 1,000 consoles
 * that together save 31 calls with their cases a second. How evenly they are
 * served, how long one waits, and whether any save fails. */
#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/people/keys.h"
#include "console/people/seal.h"
#include "console/people/user.h"
#include "tests/kit/bench_kit.h"
#include "tests/kit/bench_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    WRITERS = 32,
    FLAT_OUT_S = 10,
    CONSOLES = 1000,
    A_SECOND = 31,
    WAITS = 4000, /* of one desk, at most */
    WAIT_MS = 30000
};

/* What one desk did; shared with the bench. */
struct desk_told {
    int saved, failed;
    float wait_ms[WAITS];
};

struct bench {
    const char *folder;
    struct keys keys;
    struct user user;
    double start_us; /* of the steady clock: when all are ready */
    struct desk_told *told;
};

static void stop(const char *what)
{
    fprintf(stderr, "bench_writers: %s\n", what);
    _exit(1);
}

static struct store *enter(const struct bench *bench)
{
    struct error error = {0};
    struct store *store =
        store_open(bench->folder, &bench->keys, &bench->user, WAIT_MS, &error);
    if (!store)
        stop(error.detail);
    return store;
}

static void wait_until(double us)
{
    double left = us - bench_now_us();
    if (left > 0)
        usleep((useconds_t)left);
}

static void save_one(struct store *store, struct desk_told *told, int number)
{
    struct error error = {0};
    char written[NUMBER_SIZE];
    struct call_record *record = bench_record(number);
    double from_us = bench_now_us();
    bool saved = store_save(store, record, written, &error);
    float wait_ms = (float)((bench_now_us() - from_us) / 1000);
    call_record_free(record);
    if (told->saved + told->failed < WAITS)
        told->wait_ms[told->saved + told->failed] = wait_ms;
    if (saved)
        told->saved++;
    else
        told->failed++;
}

static void save_flat_out(const struct bench *bench, int desk)
{
    struct store *store = enter(bench);
    wait_until(bench->start_us);
    double end_us = bench->start_us + FLAT_OUT_S * 1e6;
    for (int i = 0; bench_now_us() < end_us; i++)
        save_one(store, &bench->told[desk], desk * WAITS + i);
    store_close(store);
}

/* Each console saves once, at its moment. */
static void save_paced(const struct bench *bench, int desk)
{
    struct store *store = enter(bench);
    wait_until(bench->start_us + desk * 1e6 / A_SECOND);
    save_one(store, &bench->told[desk], desk);
    store_close(store);
}

/* Lets so many desks work; false when one did not end well. */
static void run_desks(struct bench *bench, int desks, double ready_s,
                      void (*work)(const struct bench *bench, int desk))
{
    size_t size = (size_t)desks * sizeof(*bench->told);
    bench->told = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (bench->told == MAP_FAILED)
        stop("no memory");
    bench->start_us = bench_now_us() + ready_s * 1e6;
    for (int i = 0; i < desks; i++)
        if (fork() == 0) {
            work(bench, i);
            _exit(0);
        }
    for (int i = 0; i < desks; i++) {
        int status;
        if (wait(&status) < 0 || status != 0)
            stop("a desk did not end well");
    }
}

static double *all_waits(const struct bench *bench, int desks, size_t *count)
{
    double *waits = NULL;
    *count = 0;
    for (int i = 0; i < desks; i++) {
        const struct desk_told *told = &bench->told[i];
        for (int k = 0; k < told->saved + told->failed && k < WAITS; k++) {
            waits = mem_grow(waits, *count + 1, sizeof(*waits));
            waits[(*count)++] = told->wait_ms[k];
        }
    }
    return waits;
}

static void show_waits(const struct bench *bench, int desks)
{
    size_t count;
    int failed = 0;
    double *waits = all_waits(bench, desks, &count);
    double median = bench_median(waits, count); /* sorts them */
    for (int i = 0; i < desks; i++)
        failed += bench->told[i].failed;
    const struct bench_row rows[] = {
        {"a save, the middle one, ms", median, NULL, 0, BENCH_NO_GOAL},
        {"99 of 100 saves, ms", waits[count * 99 / 100], NULL, 0, 250},
        {"the longest save, ms", waits[count - 1], NULL, 0, 5000},
        {"saves that failed", failed, NULL, 0, 0}};
    for (size_t i = 0; i < COUNT(rows); i++)
        bench_show(&rows[i]);
    free(waits);
}

static void show_shares(const struct bench *bench)
{
    int least = bench->told[0].saved, most = least;
    for (int i = 1; i < WRITERS; i++) {
        int saved = bench->told[i].saved;
        least = saved < least ? saved : least;
        most = saved > most ? saved : most;
    }
    const struct bench_row row = {"saves of the best served desk", most,
                                  "the least served", least, 1 / 0.6};
    bench_show(&row);
}

static void drop_desks(struct bench *bench, int desks)
{
    munmap(bench->told, (size_t)desks * sizeof(*bench->told));
}

int main(int argc, char **argv)
{
    struct error error = {0};
    AUTO(keys_clear) struct keys keys = {0};
    if (argc != 2)
        stop("usage: bench_writers WORK");
    AUTO_CHARS folder = mem_format("%s/writers", argv[1]);
    seal_start();
    if (!keys_folder(folder, &error) || !keys_load(&keys, folder, &error))
        stop(error.detail);
    struct bench bench = {
        .folder = folder, .keys = keys, .user = {.name = (char[]){"bench"}}};
    store_close(enter(&bench)); /* the file is there */
    bench_heading("Saving, 32 desks flat out");
    run_desks(&bench, WRITERS, 2, save_flat_out);
    show_shares(&bench);
    show_waits(&bench, WRITERS);
    drop_desks(&bench, WRITERS);
    bench_heading("Saving, 1,000 consoles, 31 a second");
    run_desks(&bench, CONSOLES, 15, save_paced);
    show_waits(&bench, CONSOLES);
    drop_desks(&bench, CONSOLES);
    return 0;
}
