/* The fault tools prove themselves: on programs known to be bad they must find
 * what is lost or torn, on good ones nothing; and no call may escape them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "console/base/memory.h"

#include "tests/faults/place.h"

#include <sqlite3.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHANGES = 2, POINTS_MAX = 400 };

static struct place place;

static int begin(void **state)
{
    (void)state;
    place_make(&place);
    return 0;
}

static int end(void **state)
{
    (void)state;
    place_remove(&place);
    return 0;
}

/* What a run under a tool came to. */
struct run {
    int told; /* changes that were called saved */
    long count;
    bool killed;
};

static char *built(const char *name)
{
    const char *build = getenv("BUILD");

    return mem_format("%s/tests/faults/%s", build ? build : "build", name);
}

static void setting(const char *tool, const char *name, const char *value)
{
    AUTO_CHARS key = mem_format("%s_%s", tool, name);

    setenv(key, value, 1);
}

/* In the child: one program under one tool. */
static void run_sample(const char *tool, const char *point, const char *way,
                       const char *how)
{
    AUTO_CHARS shim =
        built(strcmp(tool, "POWER") == 0 ? "power.so" : "killpt.so");
    AUTO_CHARS sample = built("sample_probe");

    setting(tool, "FOLDER", place.work);
    setting(tool, "HOLD", place.hold);
    setting(tool, "POINT", point);
    setting(tool, "WAY", way);
    setting(tool, "SEED", way);
    setting(tool, "COUNT", place.count);
    setenv("LD_PRELOAD", shim, 1);
    execl(sample, sample, place.work, how, (char *)NULL);
    _exit(98);
}

static int read_told(int pipe)
{
    char bytes[64];
    ssize_t length;
    int told = 0;

    while ((length = read(pipe, bytes, sizeof(bytes))) > 0)
        for (ssize_t i = 0; i < length; i++)
            told += bytes[i] == '\n';
    return told;
}

static struct run run_under(const char *tool, const char *point,
                            const char *way, const char *how)
{
    struct run run = {0};
    int pipes[2], status;

    place_restore(&place);
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(pipes[1], STDOUT_FILENO);
        close(pipes[0]);
        close(pipes[1]);
        run_sample(tool, point, way, how);
    }
    close(pipes[1]);
    run.told = read_told(pipes[0]);
    close(pipes[0]);
    waitpid(child, &status, 0);
    run.killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    if (!run.killed && (!WIFEXITED(status) || WEXITSTATUS(status) > 1))
        fail_msg("%s %s %s: status %d", tool, point, how, status);
    run.count = place_count(&place);
    if (run.count < 1)
        fail_msg("%s did not load: it counted nothing", tool);
    return run;
}

/* ---- looking ---- */

struct found {
    int points, lost, torn, corrupt;
};

static int number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *asked = NULL;
    int result = -1;

    if (sqlite3_prepare_v2(db, sql, -1, &asked, NULL) == SQLITE_OK &&
        sqlite3_step(asked) == SQLITE_ROW)
        result = sqlite3_column_int(asked, 0);
    sqlite3_finalize(asked);
    return result;
}

static void look_at_database(int told, struct found *found)
{
    AUTO_CHARS path = mem_format("%s/sample.db", place.work);
    sqlite3 *db;
    bool lost = false, torn = false;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    bool whole = number(db, "SELECT count(*) FROM pragma_integrity_check"
                            " WHERE integrity_check <> 'ok'") == 0;
    for (int change = 1; change <= CHANGES; change++) {
        AUTO_CHARS ask =
            mem_format("SELECT (SELECT count(*) FROM one WHERE change = %d) +"
                       " (SELECT count(*) FROM two WHERE change = %d)",
                       change, change);
        int rows = number(db, ask);

        torn |= rows > 0 && rows < 6;
        lost |= rows <= 0 && change <= told;
    }
    sqlite3_close(db);
    found->corrupt += !whole;
    found->torn += whole && torn;
    found->lost += whole && lost;
}

static void look_at_files(int told, struct found *found)
{
    bool lost = false, torn = false;

    for (int change = 1; change <= CHANGES; change++) {
        AUTO_CHARS path = mem_format("%s/file.%d", place.work, change);
        FILE *file = fopen(path, "rbe");
        int lines = 0, line = 0;

        while (file && fscanf(file, "%d", &line) == 1)
            lines += line == change;
        lost |= !file && change <= told;
        torn |= file && lines != 1000;
        if (file)
            fclose(file);
    }
    found->torn += torn;
    found->lost += lost;
}

/* Every point from the first to the last, and the end. */
static struct found try_all(const char *tool, const char *way, const char *how)
{
    struct found found = {0};
    bool more = true;

    for (long n = 1; more; n++) {
        AUTO_CHARS point = mem_format("%ld", n);
        struct run run = run_under(tool, point, way, how);

        assert_in_range(n, 1, POINTS_MAX);
        more = run.count >= n;
        if (!more && strcmp(tool, "POWER") == 0)
            run = run_under(tool, "end", way, how);
        if (strncmp(how, "files", 5) == 0)
            look_at_files(run.told, &found);
        else
            look_at_database(run.told, &found);
        found.points++;
    }
    print_message("%s %s, %s: %d points: %d lost, %d torn, %d corrupt\n", tool,
                  way, how, found.points, found.lost, found.torn,
                  found.corrupt);
    return found;
}

static int bad(const struct found *found)
{
    return found->lost + found->torn + found->corrupt;
}

#define JOURNAL(mode, sync)                                                    \
    "PRAGMA journal_mode=" mode "; PRAGMA synchronous=" sync
#define GOOD JOURNAL("TRUNCATE", "FULL")

static void a_kill_finds_a_bad_journal(void **state)
{
    static const char *const bad_ones[] = {JOURNAL("OFF", "FULL"),
                                           JOURNAL("MEMORY", "FULL")};

    (void)state;
    for (size_t i = 0; i < COUNT(bad_ones); i++) {
        struct found whole = try_all("KILLPT", "kill", bad_ones[i]);
        struct found half = try_all("KILLPT", "half", bad_ones[i]);

        assert_true(bad(&whole) > 0);
        assert_true(bad(&half) > 0);
    }
}

/* What a way of working loses over the seeds. */
static struct found cut_by_seeds(const char *how)
{
    static const char *const seeds[] = {"0", "1", "2", "3"};
    struct found sum = {0};

    for (size_t i = 0; i < COUNT(seeds); i++) {
        struct found one = try_all("POWER", seeds[i], how);

        sum.points += one.points;
        sum.lost += one.lost;
        sum.torn += one.torn;
        sum.corrupt += one.corrupt;
    }
    return sum;
}

static void a_power_cut_finds_what_is_not_synced(void **state)
{
    struct found found;

    (void)state;
    found = cut_by_seeds(JOURNAL("TRUNCATE", "NORMAL"));
    assert_true(found.lost > 0);
    found = cut_by_seeds(JOURNAL("TRUNCATE", "OFF"));
    assert_true(found.lost > 0 && found.corrupt > 0);
    found = cut_by_seeds(JOURNAL("OFF", "FULL"));
    assert_true(bad(&found) > 0);
    found = cut_by_seeds(JOURNAL("MEMORY", "FULL"));
    assert_true(bad(&found) > 0);
    found = cut_by_seeds("files, bytes not synced");
    assert_true(found.torn > 0);
    found = cut_by_seeds("files, names not synced");
    assert_true(found.lost > 0);
}

static void nothing_is_found_where_all_is_well(void **state)
{
    static const char *const ways[] = {"kill", "half", "once", "ever", "short"};
    struct found rows = cut_by_seeds(GOOD), files = cut_by_seeds("files");

    (void)state;
    assert_int_equal(bad(&rows) + bad(&files), 0);
    assert_true(rows.points > 80 && files.points > 20);
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct found found = try_all("KILLPT", ways[i], GOOD);

        assert_int_equal(bad(&found), 0);
        assert_true(found.points > 20);
    }
}

/* A failing disk that is not believed loses, too: the sample tells a change
 * only when each call was well, so an error must end it. */
static void an_error_of_the_disk_reaches_the_program(void **state)
{
    (void)state;
    for (int n = 1; n <= 10; n++) {
        AUTO_CHARS point = mem_format("%d", n);
        struct run run = run_under("KILLPT", point, "ever", GOOD);

        assert_false(run.killed);
        assert_true(run.told < CHANGES);
    }
}

/* ---- does any call escape? ---- */

/* Calls below the folder that strace sees, of those that change a file. An open
 * does when it cuts, or makes: the first one of a name that was not there. */
static long traced(const char *how)
{
    static const char count[] =
        "awk '!/openat/ || /O_TRUNC/ || (/O_CREAT/ && !/sample.db\"/ &&"
        " !seen[$3]++) { n++ } /unlink/ { delete seen } END { print n }'";
    AUTO_CHARS sample = built("sample_probe");
    AUTO_CHARS line = mem_format(
        "strace -f -qq -y -o '%s/trace' -e trace=write,pwrite64,writev,pwritev,"
        "fsync,fdatasync,ftruncate,truncate,open,openat,creat,mkdir,mkdirat,"
        "link,linkat,unlink,unlinkat,rmdir,rename,renameat,renameat2 "
        "'%s' '%s' '%s' >/dev/null && grep -F '%s' '%s/trace' | %s",
        place.folder, sample, place.work, how, place.work, place.folder, count);
    FILE *asked;
    long calls = 0;

    place_restore(&place);
    asked = popen(line, "re");
    assert_non_null(asked);
    assert_int_equal(fscanf(asked, "%ld", &calls), 1);
    assert_int_equal(pclose(asked), 0);
    return calls;
}

static void the_tools_see_every_call_that_strace_sees(void **state)
{
    static const char *const ways[] = {GOOD, JOURNAL("DELETE", "EXTRA"),
                                       "files", "files, bytes not synced"};

    (void)state;
    for (size_t i = 0; i < COUNT(ways); i++) {
        long by_strace = traced(ways[i]);
        struct run killpt = run_under("KILLPT", "0", "kill", ways[i]);
        struct run power = run_under("POWER", "0", "0", ways[i]);

        print_message("%s: strace %ld, killpt %ld, power %ld calls\n", ways[i],
                      by_strace, killpt.count, power.count);
        assert_int_equal(killpt.count, by_strace);
        assert_int_equal(power.count, by_strace);
    }
}

static void make_sample(void)
{
    AUTO_CHARS path = mem_format("%s/sample.db", place.model);
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "CREATE TABLE one(change, text);"
                                  "CREATE TABLE two(change, text)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
}

static int begin_with_sample(void **state)
{
    begin(state);
    make_sample();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tools_see_every_call_that_strace_sees),
        cmocka_unit_test(nothing_is_found_where_all_is_well),
        cmocka_unit_test(a_kill_finds_a_bad_journal),
        cmocka_unit_test(a_power_cut_finds_what_is_not_synced),
        cmocka_unit_test(an_error_of_the_disk_reaches_the_program),
    };

    return cmocka_run_group_tests(tests, begin_with_sample, end);
}
