/* Somebody else holds the store for 1, 6, 60 seconds: the wait is shown, keys
 * are answered, then it is said; the text is kept, and a save that is tried
 * again is saved once. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "tests/console/cases/store_kit.h"
#include "tests/faults/faults.h"
#include "tests/screens/desk_play.h"

#include <jansson.h>

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>


static const char *const list[] = {"case", "list", "--json", NULL};

static int cases_in(struct play_place *place)
{
    AUTO_CHARS cases = play_command(place, list, 0);
    return play_count(cases, "\"number\"");
}

static void to_the_form(struct play *play)
{
    play_to_the_form(play);
    play_new_case(play);
    play_type(play, "87010000055");
}

static void press_save(struct play *play)
{
    play_keys(play, "Ctrl+S");
    play_see(play, "Send the case to: ");
    play_keys(play, "1");
    play_see(play, "Saving");
}

static void keys_are_answered(struct play *play)
{
    play_keys(play, "F1");
    play_see(play, "Help: all keys");
    play_keys(play, "Esc");
    play_gone(play, "Help: all keys");
}

/* Saves while it is held; how often it was said that it could not be. */
static int save_while_held(struct play *play, struct play_place *place,
                           int seconds)
{
    pid_t locker = play_lock(place);
    int told = 0;
    press_save(play);
    keys_are_answered(play);
    for (int passed = 0; passed < seconds; passed++) {
        pty_settle(&play->pty, 50);
        poll(NULL, 0, 1000);
        pty_settle(&play->pty, 50);
        if (!pty_shows(&play->pty, "The store is busy") ||
            passed + 1 == seconds)
            continue;
        play_see(play, "87010000055");
        press_save(play);
        told++;
    }
    play_unlock(locker);
    return told;
}

static void the_screens_wait_and_tell(int seconds)
{
    struct play_place place;
    struct play play;
    play_enter(&place, &play, NULL);
    to_the_form(&play);
    int told = save_while_held(&play, &place, seconds);
    pty_settle(&play.pty, 300);
    if (pty_shows(&play.pty, "The store is busy")) {
        play_see(&play, "87010000055");
        press_save(&play);
        told++;
    }
    play_see(&play, "Saved, case number ");
    assert_true(seconds < 5 || told > 0);
    play_end(&play);
    assert_int_equal(cases_in(&place), 1);
    play_close(&place);
    faults_say("16", "store held while a case is saved on the screen",
               "%d s: \"Saving…\" at once, keys answered, told %d times, text "
               "kept, saved once",
               seconds, told);
}

static void the_screens_wait_and_tell_as_long_as_it_is_held(void **state)
{
    static const int seconds[] = {1, 6, 60};
    (void)state;
    for (int i = 0; i < faults_figure(2, COUNT(seconds)); i++)
        the_screens_wait_and_tell(seconds[i]);
}

/* Lets go of the store after a while, as another process. */
static pid_t unlock_later(pid_t locker, int ms)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        poll(NULL, 0, ms);
        kill(locker, SIGKILL);
        _exit(0);
    }
    return pid;
}

static void the_command_line_waits_and_tells(void **state)
{
    struct play_place place;
    struct play play;
    char number[24];
    (void)state;
    play_enter(&place, &play, NULL);
    to_the_form(&play);
    play_save_case(&play, number);
    play_seat(&place, &(struct play_cast){.name = "dana", .branch = "KZO"});
    const char *const take[] = {
        "-o", "person.name=dana", "case", "take", number, NULL};
    pid_t locker = play_lock(&place);
    free(play_command(&place, take, 5));
    pid_t opener = unlock_later(locker, 1000);
    free(play_command(&place, take, 0));
    play_unlock(locker);
    waitpid(opener, NULL, 0);
    AUTO_CHARS cases = play_command(&place, list, 0);
    assert_int_equal(play_count(cases, "\"dana\""), 1);
    play_over(&place, &play);
    faults_say("16", "store held while the command line moves a case",
               "held on: exit 5 and nothing done; held 1 s: done once");
}

/* Saves again and again at a store that is held by chance. */

struct trial {
    struct store_kit kit;
    struct store *store;
    int saved, refused;
};

/* Holds the store for a moment, over and over, until it is killed. */
static pid_t hold_by_chance(const struct trial *trial, unsigned seed)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid > 0)
        return pid;
    AUTO_CHARS path = mem_format("%s/log.db", trial->kit.folder);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    struct flock unlock = {.l_type = F_UNLCK, .l_whence = SEEK_SET};
    int file = open(path, O_RDWR | O_CLOEXEC);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) {
        fcntl(file, F_SETLKW, &lock);
        usleep((useconds_t)(rand_r(&seed) % 8000));
        fcntl(file, F_SETLK, &unlock);
        usleep((useconds_t)(rand_r(&seed) % 4000));
    }
}

static void save_until_it_is(struct trial *trial)
{
    struct call_record *record = store_kit_case("900101300017", "KZO");
    char number[NUMBER_SIZE];
    struct error error = {0};
    while (!store_save(trial->store, record, number, &error)) {
        assert_true(error.message == MESSAGE_STORE_LOCKED ||
                    error.message == MESSAGE_SAVE_UNSURE);
        trial->refused++;
        error_clear(&error);
    }
    trial->saved++;
    call_record_free(record);
}

static void a_save_tried_again_is_saved_once(void **state)
{
    struct trial trial = {0};
    struct error error = {0};
    int count = faults_figure(100, 1000);
    (void)state;
    store_kit_make(&trial.kit);
    store_close(store_kit_open(&trial.kit, &trial.kit.agent));
    trial.store = store_open(trial.kit.folder, &trial.kit.keys,
                             &trial.kit.agent, 3, &error);
    assert_non_null(trial.store);
    pid_t holder = hold_by_chance(&trial, faults_seed());
    for (int i = 0; i < count; i++)
        save_until_it_is(&trial);
    kill(holder, SIGKILL);
    waitpid(holder, NULL, 0);
    struct store_filter filter = {.limit = 2 * count};
    AUTO_JSON cases = store_cases(trial.store, &filter, &error);
    assert_int_equal(json_array_size(cases), count);
    assert_true(trial.refused > 0);
    AUTO_JSON verified = store_verify(trial.store, &error);
    assert_true(json_is_true(json_object_get(verified, "ok")));
    store_close(trial.store);
    store_kit_remove(&trial.kit);
    faults_say("16", "saves at a store held by chance, tried again",
               "%d saved, refused %d times on the way, 0 doubled, 0 lost",
               trial.saved, trial.refused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_screens_wait_and_tell_as_long_as_it_is_held),
        cmocka_unit_test(the_command_line_waits_and_tells),
        cmocka_unit_test(a_save_tried_again_is_saved_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
