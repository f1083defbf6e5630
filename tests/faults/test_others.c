/* What does not stop the others: a session that is stopped, a terminal that
 * nobody reads, long reports, a damaged file that is noticed instead of used.
 */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "tests/console/cases/store_kit.h"
#include "tests/faults/faults.h"
#include "tests/faults/place.h"
#include "tests/screens/desk_play.h"

#include <jansson.h>

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define STUDENT "060312580870"

/* A colleague who saves at a store, without a screen. */
struct colleague {
    struct keys keys;
    struct user user;
    struct store *store;
};

static void colleague_open(struct colleague *colleague, const char *folder,
                           enum role role)
{
    struct error error = {0};
    *colleague = (struct colleague){.user = {mem_copy("ag17"), role, NULL}};
    assert_true(keys_load(&colleague->keys, folder, &error));
    colleague->store =
        store_open(folder, &colleague->keys, &colleague->user, 5000, &error);
    assert_non_null(colleague->store);
}

static void colleague_close(struct colleague *colleague)
{
    store_close(colleague->store);
    user_clear(&colleague->user);
    keys_clear(&colleague->keys);
}

static void save_one(struct colleague *colleague)
{
    store_kit_save(colleague->store, store_kit_case("900101300017", "KZO"));
}

/* Stopped, or with nobody at the terminal. */

static void type_unread(struct play *play, const char *bytes)
{
    assert_true(write(play->pty.master, bytes, strlen(bytes)) > 0);
}

static void who_is_stopped_holds_nobody_up(void **state)
{
    struct play_place place;
    struct play play;
    struct colleague colleague;
    unsigned seed = faults_seed();
    int count = faults_figure(30, 500);
    (void)state;
    play_enter(&place, &play, NULL);
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    play_keys(&play, "e");
    play_see(&play, "Esc done");
    colleague_open(&colleague, place.folder, ROLE_AGENT);
    for (int i = 0; i < count; i++) {
        pty_type(&play.pty, i % 2 ? "ә" : "\177");
        usleep((useconds_t)(rand_r(&seed) % 3000));
        pty_kill(&play.pty, SIGSTOP);
        save_one(&colleague);
        pty_kill(&play.pty, SIGCONT);
    }
    play_see(&play, "Esc done");
    colleague_close(&colleague);
    play_over(&place, &play);
    faults_say("12", "session stopped while somebody types",
               "%d stops, %d saves of others, 0 held up", count, count);
}

static void a_terminal_nobody_reads_holds_nobody_up(void **state)
{
    struct play_place place;
    struct play play;
    struct colleague colleague;
    int count = faults_figure(30, 500);
    (void)state;
    play_enter(&place, &play, NULL);
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    colleague_open(&colleague, place.folder, ROLE_AGENT);
    for (int i = 0; i < count; i++) {
        if (i < 200) /* help opens and closes until the terminal is full */
            type_unread(&play, i % 2 ? "\033OP" : "\033[17~");
        save_one(&colleague);
    }
    pty_settle(&play.pty, 300);
    colleague_close(&colleague);
    play_over(&place, &play);
    faults_say("12", "terminal that nobody reads",
               "%d saves of others, 0 held up", count);
}

/* The program is replaced under a session, as an upgrade does. */

static void copy_program(const char *to)
{
    AUTO_CHARS from = pty_program("agent1414");
    char bytes[65536];
    size_t length;
    FILE *in = fopen(from, "re"), *out = fopen(to, "we");
    assert_true(in && out);
    while ((length = fread(bytes, 1, sizeof bytes, in)) > 0)
        assert_int_equal(fwrite(bytes, 1, length, out), length);
    fclose(in);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(chmod(to, 0700), 0);
}

/* The play starts what stands in $AGENT1414_BUILD. */
static void start_from(struct play *play, struct play_place *place,
                       const char *folder)
{
    const char *named = getenv("AGENT1414_BUILD");
    AUTO_CHARS build = mem_copy(named ? named : "build");
    setenv("AGENT1414_BUILD", folder, 1);
    play_start(play, place, NULL);
    setenv("AGENT1414_BUILD", build, 1);
}

static void a_session_survives_its_program(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    AUTO_CHARS folder = mem_format("%s/program", place.folder);
    AUTO_CHARS program = mem_format("%s/agent1414", folder);
    AUTO_CHARS next = mem_format("%s/next", folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    copy_program(program);
    start_from(&play, &place, folder);
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    copy_program(next);
    assert_int_equal(rename(next, program), 0);
    play_keys(&play, "x");
    play_see(&play, "Call back at");
    play_save_call(&play);
    play_end(&play);
    start_from(&play, &place, folder);
    play_see(&play, "My latest calls");
    play_end(&play);
    place_clear(folder); /* its help names a made-up person */
    play_close(&place);
    faults_say("27", "program replaced while a session runs",
               "the call goes on and is saved, the next log-in gets the new "
               "one: 0 lost");
}

/* Long reads, and saves meanwhile. */

static pid_t read_for_ever(const char *folder)
{
    struct colleague reader;
    struct store_filter filter = {.limit = 1000};
    struct error error;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid > 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    colleague_open(&reader, folder, ROLE_SUPERVISOR);
    for (;;) {
        error = (struct error){0};
        json_decref(store_cases(reader.store, &filter, &error));
        error = (struct error){0};
        json_decref(store_verify(reader.store, &error));
    }
}

static int by_size(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, two = *(const int64_t *)b;
    return (one > two) - (one < two);
}

static void readers_let_writers_through(void **state)
{
    enum { MOST = 2000, READERS = 3 };
    static int64_t took_ms[MOST];
    struct store_kit kit;
    struct colleague writer;
    pid_t readers[READERS];
    int count = faults_figure(100, MOST);
    (void)state;
    store_kit_make(&kit);
    colleague_open(&writer, kit.folder, ROLE_AGENT);
    save_one(&writer);
    for (int i = 0; i < READERS; i++)
        readers[i] = read_for_ever(kit.folder);
    for (int i = 0; i < count; i++) {
        int64_t begun_ms = clock_steady_ms();
        save_one(&writer);
        took_ms[i] = clock_steady_ms() - begun_ms;
    }
    for (int i = 0; i < READERS; i++) {
        kill(readers[i], SIGKILL);
        waitpid(readers[i], NULL, 0);
    }
    colleague_close(&writer);
    store_kit_remove(&kit);
    qsort(took_ms, (size_t)count, sizeof *took_ms, by_size);
    faults_say("17", "saves while 3 others list and verify all the time",
               "%d saves, 0 refused; half of them within %ld ms, 99 of 100 "
               "within %ld ms",
               count, (long)took_ms[count / 2],
               (long)took_ms[count * 99 / 100]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_stopped_holds_nobody_up),
        cmocka_unit_test(a_terminal_nobody_reads_holds_nobody_up),
        cmocka_unit_test(a_session_survives_its_program),
        cmocka_unit_test(readers_let_writers_through),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
