/* test_mutants [all LIST [FILE]]: single faults in the shipped scripts, facts
 * and tables. As a test a sample of them: what is wrong with the form or the
 * logic must be found. With `all` every one (of FILE, "gap.json"), as a table;
 * LIST is written: a line for each.
 */
#include "console/base/error.h"
#include "console/base/memory.h"
#include "tests/mutation/judge.h"
#include "tests/mutation/mutant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MUTANTS_MAX = 60000, SAMPLE = 8, WORKERS_MAX = 8 };

/* One judged mutant, in memory that all workers share. */
struct judged {
    bool done;
    unsigned char found, code;
};

struct run {
    const char *data, *work;
    const char *only; /* the one file, NULL: all */
    struct judge *judge;
    size_t sample; /* of each structural class so many; 0: all of all */
    int workers, worker;
    size_t index, turn;        /* of the mutant, among those judged */
    size_t size[MUTANT_COUNT]; /* how many there are of a class */
    size_t seen[MUTANT_COUNT]; /* ... so far */
    struct judged *judged;
    FILE *list; /* NULL: none is written */
    size_t counts[MUTANT_COUNT][FOUND_COUNT];
    size_t wrong; /* judged otherwise than their kind promises */
};

/* ---- judging, side by side ---- */

static void count_class(const struct mutant *mutant, void *cookie)
{
    struct run *run = cookie;
    run->size[mutant->class]++;
}

/* Is the next mutant of this class among those to be judged? A sample lies
 * evenly over the class. */
static bool is_chosen(struct run *run, const struct mutant *mutant)
{
    enum mutant_class class = mutant->class;
    size_t nth = run->seen[class]++, size = run->size[class];
    if (run->only != NULL && strcmp(run->only, mutant->file) != 0)
        return false;
    return run->sample == 0 ||
           (mutant_kind(class) <= MUTANT_STRUCTURE &&
            (nth + 1) * run->sample / size > nth * run->sample / size);
}

static void judge_one(const struct mutant *mutant, void *cookie)
{
    struct run *run = cookie;
    size_t index = run->index++;
    if (!is_chosen(run, mutant) || index >= MUTANTS_MAX ||
        (int)(run->turn++ % (size_t)run->workers) != run->worker)
        return;
    struct judgement made = judge_mutant(run->judge, run->work, mutant);
    run->judged[index] = (struct judged){true, (unsigned char)made.found,
                                         (unsigned char)made.code};
}

static int work(struct run run, int worker)
{
    struct error error = {0};
    AUTO_CHARS folder = mem_format("%s/mutants.XXXXXX", run.work);
    run.worker = worker;
    run.work = folder;
    if (mkdtemp(folder) == NULL)
        return 1;
    bool good = mutants_each(run.data, judge_one, &run, &error);
    AUTO_CHARS tidy = mem_format("rm -r '%s'", folder);
    return system(tidy) == 0 && good ? 0 : 1;
}

static bool judge_all(struct run *run)
{
    pid_t pids[WORKERS_MAX];
    bool good = true;
    fflush(NULL);
    for (int i = 0; i < run->workers; i++) {
        pids[i] = fork();
        if (pids[i] == 0)
            _exit(work(*run, i));
    }
    for (int i = 0; i < run->workers; i++) {
        int status = 1;
        good = waitpid(pids[i], &status, 0) == pids[i] && status == 0 && good;
    }
    return good;
}

/* ---- telling ---- */

static const char *found_name(enum found found)
{
    static const char *const names[] = {"loader", "audit", "prover",
                                        "story",  "path",  "survived"};
    return names[found];
}

static void tell(const struct mutant *mutant, const struct judged *judged,
                 FILE *out)
{
    const char *code =
        judged->code < FINDING_COUNT ? finding_name(judged->code) : "-";
    fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\n", found_name(judged->found), code,
            mutant_title(mutant->class), mutant->file, mutant->part,
            mutant->what);
}

/* Is that not what the kind promises? */
static bool is_wrong(enum mutant_class class, enum found found)
{
    enum mutant_kind kind = mutant_kind(class);
    return (kind == MUTANT_CONTROL && found != FOUND_NOT) ||
           (kind == MUTANT_STRUCTURE && found >= FOUND_STORY);
}

static void count_one(const struct mutant *mutant, void *cookie)
{
    struct run *run = cookie;
    size_t index = run->index++;
    if (index >= MUTANTS_MAX || !run->judged[index].done)
        return;
    const struct judged *judged = &run->judged[index];
    bool wrong = is_wrong(mutant->class, judged->found);
    bool left = run->sample == 0 && judged->found >= FOUND_PATH &&
                mutant_kind(mutant->class) != MUTANT_CONTROL;
    run->counts[mutant->class][judged->found]++;
    run->wrong += wrong;
    if (run->list != NULL)
        tell(mutant, judged, run->list);
    if (wrong || left)
        tell(mutant, judged, stdout);
}

static size_t made(const size_t *counts)
{
    size_t sum = 0;
    for (int i = 0; i < FOUND_COUNT; i++)
        sum += counts[i];
    return sum;
}

static void print_row(const char *title, const size_t *counts)
{
    size_t all = made(counts);
    printf("%-38s %6zu", title, all);
    for (int i = 0; i < FOUND_COUNT; i++)
        printf(" %8zu", counts[i]);
    if (all > 0)
        printf(" %5zu.%zu %%", (all - counts[FOUND_NOT]) * 100 / all,
               (all - counts[FOUND_NOT]) * 1000 / all % 10);
    putchar('\n');
}

/* One row a class, and the sum of each kind. */
static void print_table(const struct run *run)
{
    static const char *const kinds[] = {"control", "structure", "borders",
                                        "meaning"};
    printf("\n%-38s %6s", "", "made");
    for (int i = 0; i < FOUND_COUNT; i++)
        printf(" %8s", found_name(i));
    printf("   found\n");
    for (int kind = 0; kind < (int)COUNT(kinds); kind++) {
        size_t sum[FOUND_COUNT] = {0};
        for (int class = 0; class < MUTANT_COUNT; class ++) {
            if ((int)mutant_kind(class) != kind)
                continue;
            if (made(run->counts[class]) > 0)
                print_row(mutant_title(class), run->counts[class]);
            for (int i = 0; i < FOUND_COUNT; i++)
                sum[i] += run->counts[class][i];
        }
        if (made(sum) > 0)
            print_row(kinds[kind], sum);
    }
}

/* ---- a run ---- */

/* How many mutants were judged otherwise than their kind promises; -1 when
 * nothing could be judged. */
static long run_mutants(struct run *run)
{
    struct error error = {0};
    const char *root = getenv("AGENT1414_ROOT"), *place = getenv("TMPDIR");
    size_t size = MUTANTS_MAX * sizeof(*run->judged);
    long wrong = -1, cores = sysconf(_SC_NPROCESSORS_ONLN);
    run->data = root != NULL ? root : ".";
    run->work = place != NULL ? place : "/tmp";
    run->workers = cores > WORKERS_MAX ? WORKERS_MAX : (int)cores;
    run->judge = judge_new(run->data, &error);
    run->judged = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (run->judge != NULL && run->judged != MAP_FAILED &&
        mutants_each(run->data, count_class, run, &error) && judge_all(run) &&
        mutants_each(run->data, count_one, run, &error)) {
        print_table(run);
        wrong = (long)run->wrong;
    }
    if (wrong < 0)
        fprintf(stderr, "not judged: %s\n", error.detail);
    if (run->judge != NULL)
        judge_free(run->judge);
    munmap(run->judged, size);
    return wrong;
}

static void a_wrong_form_or_logic_is_found(void **state)
{
    struct run run = {.sample = SAMPLE};
    (void)state;
    assert_int_equal(run_mutants(&run), 0);
}

static int run_all(char **words)
{
    struct run run = {.list = fopen(words[0], "w"), .only = words[1]};
    if (run.list == NULL) {
        perror(words[0]);
        return 1;
    }
    long wrong = run_mutants(&run);
    fclose(run.list);
    return wrong == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_form_or_logic_is_found),
    };
    if (argc > 2 && strcmp(argv[1], "all") == 0)
        return run_all(argv + 2);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
