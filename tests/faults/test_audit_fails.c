/* The event of a look-up cannot be committed: nothing of the person is shown,
 * on the screen or by the command line, whatever the disk's fault. */
#include "console/io/db.h"
#include "tests/faults/faults.h"
#include "tests/screens/desk_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#define STUDENT "060312580870"

/* Calls that may fail, each in six ways; the stride reaches all of them. */
enum { FAULTS = 45 * 6, STRIDE = 7 };

/* What the registry knows of this person: in its answer, on the card, in the
 * command line's table and JSON. */
static const char *const personal[] = {"Оқу емханасы", "О.......",
                                       "UNINSURED",    "uninsured",
                                       "Uninsured",    "Kyzylorda"};

static int characters_of(const char *text)
{
    int characters = 0;
    for (size_t i = 0; i < COUNT(personal); i++)
        characters += play_count(text, personal[i]) * (int)strlen(personal[i]);
    return characters;
}

static bool see_number(const struct db_row *row, void *cookie)
{
    *(int *)cookie = (int)db_int(row, 0);
    return false;
}

static int lookups_in(const struct play_place *place)
{
    AUTO_CHARS path = mem_format("%s/log.db", place->folder);
    int count = 0;
    struct db *db = db_open(path, 5000, NULL);
    assert_non_null(db);
    assert_true(db_query(db, "SELECT count(*) FROM event WHERE kind = 'lookup'",
                         DB_NONE, see_number, &count, NULL));
    db_close(db);
    return count;
}

/* The command line, each call that changes a file failing in turn. */

static const char *const look[] = {"lookup", STUDENT, NULL};

struct tally {
    int failed, passed, events;
};

static void set_fault(const struct play_place *place, int point)
{
    static const char *const numbers[] = {"EIO", "ENOSPC", "EFBIG"};
    AUTO_CHARS library = pty_program("tests/faults/killpt.so");
    AUTO_CHARS full = realpath(library, NULL);
    AUTO_CHARS count = mem_format("%s/../count.%d", place->folder, getpid());
    AUTO_CHARS at = mem_format("%d", 1 + point / 6);
    setenv("KILLPT_FOLDER", place->folder, 1);
    setenv("KILLPT_COUNT", count, 1);
    setenv("KILLPT_POINT", at, 1);
    setenv("KILLPT_WAY", point % 2 ? "ever" : "once", 1);
    setenv("KILLPT_ERRNO", numbers[point / 2 % 3], 1);
    setenv("LD_PRELOAD", full, 1);
}

static void end_fault(const struct play_place *place)
{
    AUTO_CHARS count = mem_format("%s/../count.%d", place->folder, getpid());
    unsetenv("LD_PRELOAD");
    unlink(count);
}

/* What was shown must be in the log. (Behind the event the network's thread
 * begins, which the tool does not survive: that is no failure of the audit.) */
static void look_once(struct play_place *place, int point, struct tally *tally)
{
    int code;
    set_fault(place, point);
    AUTO_CHARS out = play_command_any(place, look, &code);
    end_fault(place);
    int events = lookups_in(place);
    if (characters_of(out) > 0 && events == tally->events)
        fail_msg("point %d: shown without its event: %s", point, out);
    assert_true(code != 0 || events > tally->events);
    tally->failed += events == tally->events;
    tally->passed += events > tally->events;
    tally->events = events;
}

static void the_command_line_shows_nothing_without_its_event(void **state)
{
    struct play_place place;
    struct tally tally = {0};
    int count = faults_figure(120, 1000);
    (void)state;
    play_open(&place);
    AUTO_CHARS out = play_command(&place, look, 0);
    assert_true(characters_of(out) > 0); /* the list is of this person */
    tally.events = lookups_in(&place);
    for (int i = 0; tally.failed < count && i < 40 * count; i++)
        look_once(&place, i * STRIDE % FAULTS, &tally);
    assert_true(tally.failed >= count);
    play_close(&place);
    faults_say("33", "audit fails: EIO, ENOSPC, EFBIG at every call (P5)",
               "%d failing look-ups on the command line: 0 characters; %d "
               "times the event was there all the same",
               tally.failed, tally.passed);
}

/* The screen: the same call asks again and again. */

static void limit_files(struct play *play, rlim_t bytes)
{
    const struct rlimit limit = {bytes, RLIM_INFINITY};
    assert_int_equal(prlimit(play->pty.pid, RLIMIT_FSIZE, &limit, NULL), 0);
}

static void ask_again(struct play *play, int times)
{
    for (int i = 0; i < times; i++) {
        pty_type(&play->pty, "r");
        pty_settle(&play->pty, 15);
        if (i % 50 == 49)
            play_see(play, "? UNKNOWN");
    }
}

static void nothing_was_shown(struct play *play)
{
    for (size_t i = 0; i < COUNT(personal); i++)
        play_never(play, personal[i]);
}

static void the_screen_shows_nothing_without_its_event(void **state)
{
    static const char *const impatient[] = {"-o", "store.wait_ms=1", NULL};
    struct play_place place;
    struct play play;
    int count = faults_figure(60, 500);
    (void)state;
    play_open(&place);
    play_start(&play, &place, &(struct play_cast){.arguments = impatient});
    pid_t locker = play_lock(&place);
    play_call_of(&play, STUDENT, "? UNKNOWN");
    ask_again(&play, count);
    play_unlock(locker);
    limit_files(&play, 16 * 1024); /* the log is larger, the draft smaller */
    ask_again(&play, count);
    nothing_was_shown(&play);
    assert_int_equal(lookups_in(&place), 0);
    limit_files(&play, RLIM_INFINITY);
    play_keys(&play, "r");
    play_see(&play, "✗ UNINSURED");
    assert_int_equal(lookups_in(&place), 1);
    play_over(&place, &play);
    faults_say("33", "audit fails: store held, files at their limit (P5)",
               "asked %d times on the screen: 0 characters, then one with "
               "its event",
               2 * count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_command_line_shows_nothing_without_its_event),
        cmocka_unit_test(the_screen_shows_nothing_without_its_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
