/* A store's file that is damaged, cut short, not a store, or robbed of its
 * journal: whoever starts is refused and told to restore a backup, or the
 * damage touches nothing; nothing is mended in silence. And a file that may not
 * grow any more fails a save, not the program. */
#include "tests/faults/deed.h"
#include "tests/faults/faults.h"
#include "tests/faults/killpt.h"
#include "tests/faults/place.h"

#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/cases/store_check.h"
#include "console/cases/store_sqlite.h"
#include "console/io/process.h"

#include "tests/console/cases/store_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096, CASES = 12 };

static struct place place;
static unsigned dice;

static unsigned roll(unsigned sides)
{
    dice = dice * 1664525u + 1013904223u;
    return (dice >> 8) % sides;
}

static int begin(void **state)
{
    struct doer doer;

    (void)state;
    dice = faults_seed();
    place_make(&place);
    doer_open(&doer, place.model, 4);
    doer_prepare(&doer);
    for (int i = 0; i < CASES; i++)
        store_kit_save(doer_store(&doer, DOER_AGENT),
                       store_kit_case("920202400028", "KZO"));
    doer_close(&doer);
    return 0;
}

static int end(void **state)
{
    (void)state;
    place_remove(&place);
    return 0;
}

/* ---- starting ---- */

/* As a desk starts on the next day. */
static bool starts(struct doer *doer)
{
    bool due = store_check_due(doer->folder);
    struct store *store = doer_store(doer, DOER_ADMIN);

    return store && (!due || store_check(store, &doer->error));
}

static bool see_bad(const struct db_row *row, void *cookie)
{
    *(bool *)cookie |= strcmp(db_text(row, 0), "ok") != 0;
    return true;
}

static bool is_whole(struct store *store)
{
    bool bad = false;

    return db_query(store->db, "PRAGMA integrity_check", DB_NONE, see_bad, &bad,
                    NULL) &&
           !bad;
}

static bool verifies(struct store *store)
{
    AUTO_JSON report = store_verify(store, NULL);

    return report && json_is_true(json_object_get(report, "ok"));
}

/* What came of damages. */
struct found {
    int tried, refused, harmless;
    int later;  /* started, and verifying the log finds it */
    int silent; /* started, found by nothing that we do */
    int back;   /* whole, but as it was earlier: the saved heads tell that */
};

static void start_and_look(struct found *found)
{
    struct doer doer;

    doer_open(&doer, place.work, 0);
    found->tried++;
    if (!starts(&doer)) {
        found->refused++;
        assert_int_not_equal(doer.error.message, 0);
    } else if (!verifies(doer.stores[DOER_ADMIN])) {
        found->later++;
    } else if (is_whole(doer.stores[DOER_ADMIN])) {
        found->harmless++;
    } else {
        found->silent++;
    }
    doer_close(&doer);
}

/* ---- damages ---- */

static char *log_path(void)
{
    return mem_format("%s/store/log.db", place.work);
}

static int open_log(off_t *size)
{
    AUTO_CHARS path = log_path();
    int file = open(path, O_RDWR | O_CLOEXEC);
    struct stat facts;

    assert_true(file >= 0 && fstat(file, &facts) == 0);
    *size = facts.st_size;
    return file;
}

static void put_page(int file, off_t page, const unsigned char *bytes)
{
    assert_int_equal(pwrite(file, bytes, PAGE, page * PAGE), PAGE);
}

static void get_page(int file, off_t page, unsigned char *bytes)
{
    assert_int_equal(pread(file, bytes, PAGE, page * PAGE), PAGE);
}

static off_t any_page(off_t size)
{
    return (off_t)roll((unsigned)(size / PAGE));
}

static void zero_a_page(int file, off_t size)
{
    static const unsigned char zeros[PAGE];

    put_page(file, any_page(size), zeros);
}

static void scribble_on_a_page(int file, off_t size)
{
    unsigned char bytes[PAGE];

    for (int i = 0; i < PAGE; i++)
        bytes[i] = (unsigned char)roll(256);
    put_page(file, any_page(size), bytes);
}

static void swap_two_pages(int file, off_t size)
{
    unsigned char one[PAGE], two[PAGE];
    off_t first = any_page(size), second = any_page(size);

    if (first == second)
        second = (first + 1) % (size / PAGE);
    get_page(file, first, one);
    get_page(file, second, two);
    put_page(file, first, two);
    put_page(file, second, one);
}

static void cut_short(int file, off_t size)
{
    assert_int_equal(ftruncate(file, (off_t)roll((unsigned)size - 1) + 1), 0);
}

/* As a bad disk or cable does: one bit in ten thousand bytes or so. */
static void flip_bits(int file, off_t size)
{
    unsigned char byte;

    for (int i = 0; i < 3; i++) {
        off_t at = (off_t)roll((unsigned)size);

        assert_int_equal(pread(file, &byte, 1, at), 1);
        byte ^= (unsigned char)(1 << roll(8));
        assert_int_equal(pwrite(file, &byte, 1, at), 1);
    }
}

static void hurt_often(void (*hurt)(int file, off_t size), int times,
                       struct found *found)
{
    for (int i = 0; i < times; i++) {
        off_t size;
        int file;

        place_restore(&place);
        file = open_log(&size);
        hurt(file, size);
        close(file);
        start_and_look(found);
    }
}

static void structural_damage_is_refused(void **state)
{
    static const struct {
        const char *what;
        void (*hurt)(int file, off_t size);
    } kinds[] = {{"a page of zeros", zero_a_page},
                 {"a page of noise", scribble_on_a_page},
                 {"two pages swapped", swap_two_pages},
                 {"cut short", cut_short}};
    struct found all = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct found found = {0};

        hurt_often(kinds[i].hurt, faults_figure(60, 1000), &found);
        print_message("%s: %d: %d refused, %d by audit verify, %d harmless,"
                      " %d silent\n",
                      kinds[i].what, found.tried, found.refused, found.later,
                      found.harmless, found.silent);
        all.tried += found.tried;
        all.refused += found.refused;
        all.later += found.later;
        all.harmless += found.harmless;
        all.silent += found.silent;
    }
    /* A page within a long text is no structure: the chain tells it. */
    assert_int_equal(all.silent, 0);
    assert_true(all.later < all.tried / 20);
    faults_say("24", "pages damaged, file cut short",
               "%d damages: %d refused at start, %d within a text (by audit"
               " verify), %d touch nothing, 0 silent",
               all.tried, all.refused, all.later, all.harmless);
}

/* Bits within a text are no matter of structure: the chain of the log tells
 * them. */
static void flipped_bits_are_found(void **state)
{
    struct found found = {0};

    (void)state;
    hurt_often(flip_bits, faults_figure(100, 2000), &found);
    print_message("%d: %d refused, %d by audit verify, %d harmless,"
                  " %d silent\n",
                  found.tried, found.refused, found.later, found.harmless,
                  found.silent);
    assert_int_equal(found.silent, 0);
    faults_say("24", "bits flipped",
               "%d: %d refused at start, %d by audit verify, %d in unused room,"
               " 0 silent",
               found.tried, found.refused, found.later, found.harmless);
}

/* ---- wrong files ---- */

static void write_log(const char *bytes, size_t length)
{
    AUTO_CHARS path = log_path();
    int file = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);

    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, length), length);
    close(file);
}

static enum message refusal(void)
{
    struct doer doer;

    doer_open(&doer, place.work, 0);
    bool started = starts(&doer);
    enum message message = doer.error.message;
    doer_close(&doer);
    return started ? MESSAGE_NONE : message;
}

static void a_wrong_file_is_refused(void **state)
{
    static const char text[] = "Бұл дерекқор емес. This is no store.\n";
    AUTO_CHARS path = log_path();
    struct error error = {0};
    struct doer other;
    struct db *db;

    (void)state;
    place_restore(&place);
    write_log(text, strlen(text));
    assert_int_equal(refusal(), MESSAGE_STORE_CORRUPT);
    /* Another program's file. */
    place_restore(&place);
    assert_int_equal(unlink(path), 0);
    db = db_open(path, 1000, &error);
    assert_non_null(db);
    assert_true(db_script(db,
                          "CREATE TABLE meta(a); INSERT INTO meta"
                          " VALUES('x')",
                          &error));
    db_close(db);
    assert_int_not_equal(refusal(), MESSAGE_NONE);
    /* The store of another house: it has another key. */
    place_restore(&place);
    AUTO_CHARS elsewhere = mem_format("%s/elsewhere", place.folder);
    AUTO_CHARS foreign = mem_format("%s/store/log.db", elsewhere);
    assert_int_equal(mkdir(elsewhere, 0700), 0);
    doer_open(&other, elsewhere, 0);
    doer_prepare(&other);
    doer_close(&other);
    assert_int_equal(rename(foreign, path), 0);
    assert_int_equal(refusal(), MESSAGE_KEY_BAD);
    faults_say("24", "wrong file",
               "text, another program's, another store's:"
               " 3 of 3 refused");
}

/* ---- journals ---- */

static char *journal_path(void)
{
    return mem_format("%s/store/log.db-journal", place.work);
}

static void save_and_die(long point, long *count)
{
    const struct killpt plan = {
        .folder = place.work, .point = point, .count = count};
    struct doer doer;
    char number[NUMBER_SIZE];

    doer_open(&doer, place.work, 0);
    struct store *store = doer_store(&doer, DOER_AGENT);
    struct call_record *record = store_kit_case("900101300017", "KZO");
    if (!store || !killpt_start(&plan))
        _exit(99);
    _exit(store_save(store, record, number, &doer.error) ? 0 : 1);
}

/* Killed at this point of a save; false when it got to its end. */
static bool killed_at(long point)
{
    int status;

    place_restore(&place);
    pid_t child = fork();
    if (child == 0)
        save_and_die(point, NULL);
    waitpid(child, &status, 0);
    return WIFSIGNALED(status);
}

/* Who takes the journal of a dead program away takes away what would have
 * undone half a save. */
static void a_missing_journal_is_noticed(void **state)
{
    AUTO_CHARS journal = journal_path();
    struct found found = {0};

    (void)state;
    for (long point = 1; killed_at(point); point++) {
        assert_true(unlink(journal) == 0 || access(journal, F_OK) != 0);
        start_and_look(&found);
    }
    print_message("%d: %d refused, %d by audit verify, %d harmless,"
                  " %d silent\n",
                  found.tried, found.refused, found.later, found.harmless,
                  found.silent);
    assert_int_equal(found.silent, 0);
    assert_true(found.refused + found.later > 0);
    faults_say("24", "journal missing after a kill",
               "%d points: %d refused at start, %d by audit verify, %d whole",
               found.tried, found.refused, found.later, found.harmless);
}

static int64_t events_now(void)
{
    struct error error = {0};
    struct doer doer;

    doer_open(&doer, place.work, 0);
    struct store *store = doer_store(&doer, DOER_ADMIN);
    AUTO_JSON facts = store ? store_facts(store, &error) : NULL;
    doer_close(&doer);
    return facts ? json_integer_value(json_object_get(facts, "events")) : -1;
}

/* The journal of a save that died, put back when others have been made. */
static void a_foreign_journal_is_noticed(void **state)
{
    AUTO_CHARS journal = journal_path();
    AUTO_CHARS kept = mem_format("%s/kept-journal", place.folder);
    struct found found = {0};

    (void)state;
    for (long point = 1; killed_at(point); point++) {
        struct stat facts;

        if (stat(journal, &facts) != 0 || facts.st_size == 0)
            continue;
        assert_int_equal(rename(journal, kept), 0);
        place_restore(&place);
        /* Ours has gone on since: other pages stand where those did. */
        struct doer doer;
        doer_open(&doer, place.work, 0);
        for (int i = 0; i < 3; i++)
            store_kit_save(doer_store(&doer, DOER_AGENT),
                           store_kit_case("900101300017", "KZO"));
        doer_close(&doer);
        int64_t before = events_now();
        int harmless = found.harmless;
        assert_true(unlink(journal) == 0 || access(journal, F_OK) != 0);
        assert_int_equal(rename(kept, journal), 0);
        start_and_look(&found);
        if (found.harmless > harmless && events_now() != before)
            found.back++;
    }
    print_message("%d: %d refused, %d by audit verify, %d harmless,"
                  " %d silent\n",
                  found.tried, found.refused, found.later, found.harmless,
                  found.silent);
    assert_int_equal(found.silent, 0);
    assert_true(found.refused > 0);
    assert_int_equal(found.back, 0);
    faults_say("24", "journal of another time",
               "%d: %d refused at start, %d by audit verify, %d harmless",
               found.tried, found.refused, found.later, found.harmless);
}

/* ---- the file's size is limited ---- */

/* How a save ended in a process whose files may not grow over `most`: 0 saved,
 * 1 refused, else it died. */
static int save_within(rlim_t most)
{
    const struct rlimit limit = {most, most};
    int status;

    place_restore(&place);
    pid_t child = fork();
    if (child == 0) {
        struct doer doer;
        char number[NUMBER_SIZE];

        process_guard(0, NULL);
        doer_open(&doer, place.work, 0);
        struct store *store = doer_store(&doer, DOER_AGENT);
        struct call_record *record = store_kit_case("900101300017", "KZO");
        if (!store || setrlimit(RLIMIT_FSIZE, &limit) != 0)
            _exit(99);
        _exit(store_save(store, record, number, &doer.error) ? 0 : 1);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void a_limit_on_files_fails_the_save_alone(void **state)
{
    struct found found = {0};
    off_t size;
    int refused = 0, tried = 0;

    (void)state;
    place_restore(&place);
    close(open_log(&size));
    for (off_t most = 512; most < size + 20 * PAGE; most += 3 * PAGE + 512) {
        int ended = save_within((rlim_t)most);

        tried++;
        if (ended > 1)
            fail_msg("limit %lld: ended with %d", (long long)most, ended);
        refused += ended;
        start_and_look(&found);
    }
    assert_int_equal(found.harmless, tried);
    assert_true(refused > 0 && refused < tried);
    faults_say("7", "RLIMIT_FSIZE",
               "%d limits: %d refused, %d saved, 0 died,"
               " 0 torn",
               tried, refused, tried - refused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(structural_damage_is_refused),
        cmocka_unit_test(flipped_bits_are_found),
        cmocka_unit_test(a_wrong_file_is_refused),
        cmocka_unit_test(a_missing_journal_is_noticed),
        cmocka_unit_test(a_foreign_journal_is_noticed),
        cmocka_unit_test(a_limit_on_files_fails_the_save_alone),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
