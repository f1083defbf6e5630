/* No memory, at any allocation of any deed (row 8 of the fault matrix): the
 * program ends by itself and says so in a clean sentence, the log is whole, and
 * what was called done is done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/cases/store.h"
#include "console/io/process.h"
#include "console/people/keys.h"

#include "tests/console/cases/move_kit.h"
#include "tests/faults/faults.h"
#include "tests/faults/nomem.h"
#include "tests/faults/place.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/kit/dirt.h"

#include <jansson.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A command, @ stands for the case's number, % for the folder; does it write,
 * when all goes well? */
static const struct deed {
    const char *as;
    bool writes;
    const char *words[8];
} deeds[] = {
    {"admin", true, {"user", "add", "ag99", "--role", "agent"}},
    {"ag17", false, {"case", "list", "--json"}},
    {"ag17", true, {"case", "show", "@", "--reveal"}},
    {"br.kzo", true, {"case", "take", "@"}},
    {"ag17", true, {"case", "note", "@", "--text", "қайта қоңырау"}},
    {"ag17", false, {"call", "list", "--json"}},
    {"admin", false, {"audit", "verify"}},
    {"admin", true, {"backup", "%/copy"}},
    {"sv1", true, {"case", "export", "%/cases.csv"}},
    {"ag17", false, {"script", "show", "main"}},
    {"ag17", false, {"kb", "search", "жарна"}},
    {"ag17", false, {"iin", "850314380100", "--json"}},
    {"ag17", false, {"config"}},
};

static struct lab {
    struct place place;
    char number[NUMBER_SIZE];
    char count[240], said[240]; /* files in the store's folder and beside it */
    long made[COUNT(deeds)];
} lab;

static int open_lab(void **state)
{
    struct move_kit kit;
    (void)state;
    place_make(&lab.place);
    move_kit_make(&kit);
    move_kit_case(&kit, "KZO", lab.number);
    AUTO_CHARS gone = mem_format("%s.gone", lab.place.model);
    assert_int_equal(rename(lab.place.model, gone), 0);
    place_copy(kit.kit.folder, lab.place.model);
    move_kit_remove(&kit);
    snprintf(lab.count, sizeof(lab.count), "%s/allocations", lab.place.work);
    snprintf(lab.said, sizeof(lab.said), "%s/said", lab.place.folder);
    return 0;
}

static int close_lab(void **state)
{
    (void)state;
    place_remove(&lab.place);
    return 0;
}

/* ---- one run ---- */

static char *filled(const char *word)
{
    AUTO_TEXT all = {0};
    for (; *word; word++)
        if (*word == '@')
            text_add(&all, lab.number);
        else if (*word == '%')
            text_add(&all, lab.place.work);
        else
            text_add_n(&all, word, 1);
    return text_take(&all);
}

static void become(const struct deed *deed, long point, bool ever)
{
    const char *build = getenv("BUILD");
    AUTO_CHARS program = mem_format("%s/agent1414", build ? build : "build");
    AUTO_CHARS shim =
        mem_format("%s/tests/faults/nomem.so", build ? build : "build");
    AUTO_CHARS store = mem_format("store.folder=%s", lab.place.work);
    AUTO_CHARS person = mem_format("person.name=%s", deed->as);
    AUTO_CHARS at = mem_format("%ld", point);
    char *argv[24] = {program, "--config", "/dev/null", "-o",          store,
                      "-o",    person,     "-o",        "data.folder="};
    size_t count = 9;
    AUTO_CHARS data = fuzz_root("");
    AUTO_CHARS folder = mem_format("data.folder=%s", data);
    argv[8] = folder;
    for (size_t i = 0; deed->words[i]; i++)
        argv[count++] = filled(deed->words[i]);
    int said = open(lab.said, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int null = open("/dev/null", O_RDWR);
    dup2(null, 0);
    dup2(null, 1);
    dup2(said, 2);
    setenv("NOMEM_POINT", at, 1);
    setenv("NOMEM_COUNT", lab.count, 1);
    setenv("LANGUAGE", "en", 1);
    if (ever)
        setenv("NOMEM_EVER", "1", 1);
    else
        unsetenv("NOMEM_EVER");
    setenv("LD_PRELOAD", shim, 1);
    execv(program, argv);
    _exit(98);
}

/* The exit code; a signal fails the test. */
static int run(size_t which, long point, bool ever)
{
    int status;
    place_restore(&lab.place);
    int file = open(lab.count, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(file >= 0);
    close(file);
    pid_t pid = fork();
    if (pid == 0)
        become(&deeds[which], point, ever);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (!WIFEXITED(status) || WEXITSTATUS(status) > EXIT_CONFLICT)
        fail_msg("%s %s, allocation %ld%s: status %x", deeds[which].words[0],
                 deeds[which].words[1], point, ever ? " and on" : "",
                 (unsigned)status);
    return WEXITSTATUS(status);
}

static long allocations(void)
{
    AUTO_TEXT text = {0};
    assert_true(json_read_bytes(lab.count, &text, NULL));
    return atol(text_chars(&text));
}

/* ---- what must hold ---- */

static void check_words(size_t which, int code)
{
    AUTO_TEXT said = {0};
    assert_true(json_read_bytes(lab.said, &said, NULL));
    const char *dirt = fuzz_dirt(text_chars(&said), true);
    if (dirt)
        fail_msg("%s: %s", dirt, text_chars(&said));
    if (code != EXIT_OK && !said.length)
        fail_msg("%s: exit %d without a word", deeds[which].words[0], code);
    assert_null(strstr(text_chars(&said), "900101300017"));
}

/* The log is whole; gives the number of its events. */
static int64_t check_log(void)
{
    struct keys keys;
    struct error error = {0};
    struct user admin = {.name = "admin", .role = ROLE_ADMIN};
    assert_true(keys_load(&keys, lab.place.work, &error));
    struct store *store =
        store_open(lab.place.work, &keys, &admin, 5000, &error);
    if (!store)
        fail_msg("%s", error.detail);
    AUTO_JSON report = store_verify(store, &error);
    assert_non_null(report);
    if (!json_is_true(json_object_get(report, "ok")))
        fail_msg("%s", json_find_string(report, "what"));
    store_close(store);
    keys_clear(&keys);
    return json_integer_value(json_object_get(report, "events"));
}

static void fail_with_words(size_t which)
{
    AUTO_TEXT said = {0};
    assert_true(json_read_bytes(lab.said, &said, NULL));
    fail_msg("%s %s: %s", deeds[which].words[0], deeds[which].words[1],
             text_chars(&said));
}

static void every_deed_ends_in_words(void **state)
{
    (void)state;
    if (process_sanitized()) /* it has its own malloc() */
        skip();
    int runs = faults_figure(60, 1000), refused = 0;
    uint32_t seed = faults_seed();
    place_restore(&lab.place);
    int64_t before = check_log();
    for (size_t i = 0; i < COUNT(deeds); i++) {
        if (run(i, 0, false) != EXIT_OK)
            fail_with_words(i);
        lab.made[i] = allocations();
        assert_true(lab.made[i] > 20);
        assert_true(check_log() > before || !deeds[i].writes);
    }
    for (int i = 0; i < runs; i++) {
        size_t which = (size_t)i % COUNT(deeds);
        long point = 1 + dirt_roll(&seed) % (uint32_t)lab.made[which];
        int code = run(which, point, i / (int)COUNT(deeds) % 2);
        int64_t events = check_log();
        check_words(which, code);
        if (code == EXIT_OK && deeds[which].writes && events == before)
            fail_msg("%s is called done", deeds[which].words[0]);
        refused += code != EXIT_OK;
    }
    assert_true(refused > runs / 2); /* else the tool does not work */
    faults_say("8", "out of memory", "%d points, %d refused in words", runs,
               refused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_deed_ends_in_words),
    };
    return cmocka_run_group_tests(tests, open_lab, close_lab);
}
