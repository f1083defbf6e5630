/* Dropped lines: random typing and moves in a real terminal, cut by closing
 * it, by SIGTERM or by SIGKILL at random moments. What was typed is there for
 * the same person, but for the last two seconds; nobody else is offered it. */
#include "tests/faults/faults.h"
#include "tests/screens/desk_play.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STUDENT "060312580870"
#define OFFER   "A call is unfinished"

/* Two neighbours of the script. */
enum question { FIRST, SECOND, EITHER };
static const char *const questions[] = {"Where and how do you study",
                                        "Have you asked the dean's office",
                                        "........0870"};

/* PAUSE_MS: what was typed so long ago must be there after any death. NOTES:
 * so many letters stand in one row. CPU_MS: more is spinning. */
enum { PAUSE_MS = 3000, NOTES = 100, WORDS = 400, CPU_MS = 5000 };

/* What was typed and what of it must be found again. */
struct desk {
    struct play_place place;
    struct play play;
    unsigned seed;
    bool begun;             /* there is a call */
    enum question question; /* before the eyes */
    char typed[WORDS];      /* all, echoed or not */
    size_t echoed, lasting; /* bytes seen on the screen; seen long ago */
    int drops, long_ago, looked_on;
    long cpu_ms;
};

static int chance(struct desk *desk, int below)
{
    return rand_r(&desk->seed) % below;
}

/* More calls than one person makes in an hour. */
static const char *const unlimited[] = {"-o", "desk.lookups_per_hour=0", NULL};
static const struct play_cast wide = {
    .rows = 40, .columns = 160, .arguments = unlimited};

/* The row of the notes, without the blanks around it. */
static char *notes_of(struct play *play)
{
    pty_settle(&play->pty, 30);
    int row = pty_find(&play->pty, "── Notes");
    AUTO_CHARS line = row < 0 ? mem_copy("") : pty_row(&play->pty, row + 1);
    return mem_copy(line + strspn(line, " "));
}

static void begin_call(struct desk *desk)
{
    struct play *play = &desk->play;
    play_call_of(play, STUDENT, "✗ UNINSURED");
    play_keys(play, "1");
    play_see(play, "do you study, work");
    play_keys(play, "1");
    play_see(play, questions[FIRST]);
    desk->begun = true;
    desk->question = FIRST;
    desk->typed[0] = '\0';
    desk->echoed = desk->lasting = 0;
}

/* The call stops where it stopped, with what had to last. */
static void find_again(struct desk *desk)
{
    struct play *play = &desk->play;
    play_see(play, OFFER);
    play_keys(play, "r");
    play_gone(play, OFFER);
    play_see(play, questions[desk->question]);
    AUTO_CHARS found = notes_of(play);
    size_t length = strlen(found);
    if (strncmp(desk->typed, found, length) != 0 || length < desk->lasting)
        fail_msg("drop %d: typed \"%s\", lasting %zu bytes, found \"%s\"",
                 desk->drops, desk->typed, desk->lasting, found);
    desk->typed[length] = '\0';
    desk->echoed = desk->lasting = length;
    desk->question = pty_shows(&play->pty, questions[FIRST]) ? FIRST : SECOND;
    play_see(play, questions[desk->question]);
}

static void drop_call(struct desk *desk)
{
    play_see(&desk->play, OFFER);
    play_keys(&desk->play, "Delete");
    play_see(&desk->play, "Drop the unfinished call");
    play_keys(&desk->play, "1");
    play_see(&desk->play, "Ready for a call");
    desk->begun = false;
}

/* Somebody else sits down meanwhile. */
static void somebody_else(struct desk *desk)
{
    struct play other;
    play_start(&other, &desk->place, &(struct play_cast){.name = "bolat"});
    play_see(&other, "Ready for a call");
    play_not(&other, OFFER);
    play_end(&other);
    desk->looked_on++;
}

static void come_back(struct desk *desk)
{
    if (desk->begun && chance(desk, 20) == 0)
        somebody_else(desk);
    play_start(&desk->play, &desk->place, &wide);
    if (desk->begun && strlen(desk->typed) > NOTES)
        drop_call(desk);
    if (desk->begun)
        find_again(desk);
    else
        begin_call(desk);
}

/* A random word of two alphabets, ended by a blank. */
static void add_word(struct desk *desk, char *word)
{
    static const char *const letters[] = {"а", "ә", "ғ", "қ", "ң", "ө", "ұ",
                                          "ү", "і", "ш", "ы", "d", "R", "7"};
    word[0] = '\0';
    for (int i = 1 + chance(desk, 9); i > 0; i--)
        strcat(word, letters[chance(desk, COUNT(letters))]);
    if (desk->typed[0] != '\0' && chance(desk, 2))
        memmove(word + 1, word, strlen(word) + 1), word[0] = ' ';
}

static void seen_all(struct desk *desk)
{
    if (desk->typed[0] != '\0')
        play_see(&desk->play, desk->typed);
    desk->echoed = strlen(desk->typed);
}

/* Types into the open notes; `wait`: until it stands on the screen. */
static void type_word(struct desk *desk, bool wait)
{
    char word[32];
    add_word(desk, word);
    if (strlen(desk->typed) + strlen(word) >= sizeof desk->typed)
        return;
    pty_type(&desk->play.pty, word);
    strcat(desk->typed, word);
    if (wait)
        seen_all(desk);
}

static void open_notes(struct desk *desk)
{
    play_keys(&desk->play, "e");
    play_see(&desk->play, "Esc done");
}

static void close_notes(struct desk *desk)
{
    play_keys(&desk->play, "F6");
    play_gone(&desk->play, "Esc done");
}

/* On to the next question or back, sometimes without waiting for it. */
static void move(struct desk *desk)
{
    bool forth = desk->question == FIRST;
    play_keys(&desk->play, forth ? "1" : "Backspace");
    desk->question = forth ? SECOND : FIRST;
    play_see(&desk->play, questions[desk->question]);
}

static void work(struct desk *desk)
{
    for (int i = chance(desk, 3); i > 0; i--) {
        if (chance(desk, 2)) {
            move(desk);
            continue;
        }
        open_notes(desk);
        type_word(desk, true);
        close_notes(desk);
    }
    open_notes(desk);
    type_word(desk, chance(desk, 2));
    if (chance(desk, 20) == 0) {
        seen_all(desk);
        pty_settle(&desk->play.pty, 20);
        poll(NULL, 0, PAUSE_MS);
        desk->lasting = desk->echoed;
        desk->long_ago++;
        type_word(desk, false);
    } else if (chance(desk, 3) == 0) {
        seen_all(desk);
        close_notes(desk);
        pty_type(&desk->play.pty, desk->question == FIRST ? "1" : "\177");
        desk->question = EITHER; /* the line goes in the middle of the move */
    }
    poll(NULL, 0, chance(desk, 40));
}

enum death { CUT, TERM, KILL, DEATHS };

static void die(struct desk *desk, enum death death)
{
    struct pty *pty = &desk->play.pty;
    if (death == CUT)
        pty_hangup(pty);
    else
        pty_kill(pty, death == TERM ? SIGTERM : SIGKILL);
    int code = pty_wait_exit(pty);
    assert_int_equal(code, death == KILL ? 128 + SIGKILL : 0);
    assert_true(pty->cpu_ms < CPU_MS);
    if (pty->cpu_ms > desk->cpu_ms)
        desk->cpu_ms = pty->cpu_ms;
    if (death != KILL)
        desk->lasting = desk->echoed;
    pty_close(pty);
    desk->drops++;
}

static void dropped_lines_cost_at_most_the_last_two_seconds(void **state)
{
    struct desk desk = {.seed = faults_seed()};
    int count = faults_figure(40, 1000), by[DEATHS] = {0};
    (void)state;
    play_open(&desk.place);
    for (int i = 0; i < count; i++) {
        enum death death = (enum death)chance(&desk, DEATHS);
        come_back(&desk);
        work(&desk);
        die(&desk, death);
        by[death]++;
    }
    play_start(&desk.play, &desk.place, &wide);
    find_again(&desk);
    play_over(&desk.place, &desk.play);
    faults_say("9", "lines dropped while somebody types (P3)",
               "%d drops (%d cut, %d SIGTERM, %d SIGKILL; %d after a pause): "
               "0 lost more than 2 s, 0 of %d offered to others, 0 processes "
               "left, %ld ms CPU at most",
               count, by[CUT], by[TERM], by[KILL], desk.long_ago,
               desk.looked_on, desk.cpu_ms);
}

/* All sessions of a host are told to end at once. */
static void many_are_told_to_end_at_once(void **state)
{
    enum { MOST = 100 };
    static struct play plays[MOST];
    static char names[MOST][24];
    struct play_place place;
    int count = faults_figure(12, MOST);
    (void)state;
    play_open(&place);
    for (int i = 0; i < count; i++) {
        snprintf(names[i], sizeof names[i], "agent-%d", i);
        struct play_cast cast = {.name = names[i]};
        play_start(&plays[i], &place, &cast);
        play_call_of(&plays[i], STUDENT, "✗ UNINSURED");
        play_keys(&plays[i], "e");
        play_see(&plays[i], "Esc done");
        play_type(&plays[i], names[i]);
        play_see(&plays[i], names[i]);
    }
    for (int i = 0; i < count; i++)
        pty_kill(&plays[i].pty, SIGTERM);
    for (int i = 0; i < count; i++) {
        assert_int_equal(pty_wait_exit(&plays[i].pty), 0);
        pty_close(&plays[i].pty);
    }
    for (int i = 0; i < count; i++) {
        struct play_cast cast = {.name = names[i]};
        play_start(&plays[i], &place, &cast);
        play_see(&plays[i], OFFER);
        play_keys(&plays[i], "r");
        play_see(&plays[i], "── Notes");
        play_see(&plays[i], names[i]);
        play_end(&plays[i]);
    }
    play_close(&place);
    faults_say("10", "SIGTERM to all sessions at once",
               "%d sessions, 0 drafts lost, all ended by themselves", count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dropped_lines_cost_at_most_the_last_two_seconds),
        cmocka_unit_test(many_are_told_to_end_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
