/* The inbox of a branch: by due time, in views; what others do shows by itself;
 * nobody else's case opens; and it costs a slow line few bytes. */
#include "console/cases/number.h"
#include "tests/screens/branch_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What is written to the terminal; IDLE_MS: so long nobody touches a key. */
enum {
    BYTES_FIRST = 6000,
    BYTES_DOWN = 300,
    BYTES_LETTER = 300,
    BYTES_IDLE = 40,
    IDLE_MS = 5000
};

static void each_view_lists_its_own(void **state)
{
    struct play_place place;
    struct play agent, dana;
    char first[24], second[24];
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    branch_send(&agent, BRANCH_STUDENT, first);
    branch_send(&agent, BRANCH_IDLE_IE, second);
    branch_sit(&dana, &place, "dana", 2);
    play_see(&dana, "[2 to do]");
    play_keys(&dana, "1");
    play_see(&dana, "[1 mine]");
    play_see(&dana, "No cases here.");
    play_keys(&dana, "ә"); /* 2 on a Kazakh keyboard */
    play_see(&dana, "[2 to do]");
    branch_read(&dana, first);
    play_keys(&dana, "t");
    play_see(&dana, "You work on it");
    play_keys(&dana, "o");
    play_see(&dana, "Whom and what");
    play_type(&dana, "the dean");
    play_keys(&dana, "Ctrl+S");
    play_see(&dana, "awaits body: dana");
    play_keys(&dana, "Esc");
    play_see(&dana, "held by");
    play_see(&dana, "waits ");
    play_keys(&dana, "1");
    play_see(&dana, "Cases: 1");
    play_see(&dana, first);
    play_keys(&dana, "3");
    play_see(&dana, "No cases here.");
    play_keys(&dana, "4");
    play_see(&dana, "Cases: 1");
    play_see(&dana, first);
    play_keys(&dana, "5");
    play_see(&dana, "Cases: 2");
    play_keys(&dana, "/");
    play_type(&dana, "1");
    play_see(&dana, "filter: 1"); /* while text is typed, digits are text */
    play_see(&dana, "[5 all]");
    play_end(&dana);
    play_end(&agent);
    play_close(&place);
}

/* No key is pressed at this desk. */
static void what_others_do_shows_without_a_key(void **state)
{
    struct play_place place;
    struct play agent, dana, nurlan;
    char number[24];
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    branch_sit(&dana, &place, "dana", 0);
    branch_send(&agent, BRANCH_STUDENT, number);
    play_see(&dana, "Cases: 1");
    play_see(&dana, number);
    branch_sit(&nurlan, &place, "nurlan", 1);
    branch_read(&nurlan, number);
    play_keys(&nurlan, "t");
    play_see(&nurlan, "You work on it");
    play_see(&dana, "in work");
    play_see(&dana, "nurlan");
    assert_int_equal(dana.keys, 0);
    play_end(&nurlan);
    play_end(&dana);
    play_end(&agent);
    play_close(&place);
}

static void try_number(struct play *play, const char *number)
{
    play_keys(play, "/");
    play_see(play, "filter:");
    play_type(play, number);
    play_keys(play, "Enter");
}

/* The whole picture when the number opens nothing. */
static char *refused(struct play *play, const char *number)
{
    try_number(play, number);
    play_see(play, "There is no such case among those you may see");
    play_see(play, "Enter read");
    pty_settle(&play->pty, 80);
    return pty_screen(&play->pty);
}

/* Of another branch, or of nobody: the answer is the same, to the letter. */
static void no_other_case_opens_by_its_number(void **state)
{
    struct play_place place;
    struct play agent, dana;
    char own[24], other[24], nobodys[NUMBER_SIZE];
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    branch_send(&agent, BRANCH_STUDENT, own);
    branch_send(&agent, BRANCH_OTHER, other);
    branch_sit(&dana, &place, "dana", 1);
    play_not(&dana, other);
    number_make("75", 2026, 9, nobodys);
    AUTO_CHARS answer = refused(&dana, other);
    AUTO_CHARS none = refused(&dana, nobodys);
    assert_string_equal(answer, none);
    try_number(&dana, own);
    play_see(&dana, "NOW");
    play_see(&dana, own);
    play_never(&dana, "Almaty");
    play_end(&dana);
    play_end(&agent);
    play_close(&place);
}

/* Number, state, due time and task stand there without scrolling. */
static void the_story_tells_the_task_at_once(void **state)
{
    static const struct {
        const char *language, *state, *now, *task;
    } tongues[] = {{"en", "open", "NOW", "TASK"},
                   {"ru", "открыто", "СЕЙЧАС", "ЗАДАНИЕ"},
                   {"kk", "ашық", "ҚАЗІР", "ТАПСЫРМА"}};
    struct play_place place;
    struct play agent;
    char number[24];
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    branch_send(&agent, BRANCH_STUDENT, number);
    for (size_t i = 0; i < COUNT(tongues); i++) {
        struct play dana;
        play_start(&dana, &place,
                   &(struct play_cast){.name = "dana",
                                       .branch = "KZO",
                                       .language = tongues[i].language});
        play_see(&dana, number);
        play_keys(&dana, "Enter");
        play_see(&dana, tongues[i].now);
        play_see(&dana, tongues[i].task);
        play_see(&dana, tongues[i].state);
        play_see(&dana, number);
        play_see(&dana, " 18:00"); /* due at the end of a working day */
        play_end(&dana);
    }
    play_end(&agent);
    play_close(&place);
}

static void costs(struct play *play, const char *keys, size_t budget)
{
    size_t before = pty_bytes(&play->pty);
    play_keys(play, keys);
    pty_settle(&play->pty, 80);
    size_t bytes = pty_bytes(&play->pty) - before;
    if (bytes > budget)
        fail_msg("%s costs %zu bytes, the budget is %zu", keys, bytes, budget);
}

static void a_slow_line_gets_few_bytes(void **state)
{
    static const char *const languages[] = {"kk", "ru", "en"};
    struct play_place place;
    struct play agent;
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    branch_fill(&place, 30);
    for (size_t i = 0; i < COUNT(languages); i++) {
        struct play dana;
        play_start(&dana, &place,
                   &(struct play_cast){.name = "dana",
                                       .branch = "KZO",
                                       .language = languages[i]});
        play_see(&dana, ": 30");
        pty_settle(&dana.pty, 80);
        if (pty_bytes(&dana.pty) > BYTES_FIRST)
            fail_msg("%s: the first screen takes %zu bytes", languages[i],
                     pty_bytes(&dana.pty));
        for (int row = 0; row < 18; row++)
            costs(&dana, "Down", BYTES_DOWN);
        size_t before = pty_bytes(&dana.pty);
        pty_settle(&dana.pty, IDLE_MS);
        assert_true(pty_bytes(&dana.pty) - before <=
                    BYTES_IDLE * IDLE_MS / 1000);
        costs(&dana, "Enter", BYTES_FIRST);
        play_keys(&dana, "n");
        pty_settle(&dana.pty, 80);
        costs(&dana, "ж", BYTES_LETTER);
        costs(&dana, "ж", BYTES_LETTER);
        play_end(&dana);
    }
    play_end(&agent);
    play_close(&place);
}

/* Wide, narrow, without lines and colours: the same things stand there. */
static void every_terminal_shows_the_same(void **state)
{
    static const char *const plain[] = {"-o", "ui.plain=yes", NULL};
    static const char *const none[] = {"NO_COLOR=1", NULL};
    static const struct {
        int rows, columns;
        const char *const *arguments, *const *environment;
    } terminals[] = {
        {50, 200, NULL, NULL}, {16, 60, NULL, NULL}, {24, 80, plain, none}};
    struct play_place place;
    struct play agent;
    char number[24];
    (void)state;
    play_open(&place);
    play_start(&agent, &place, NULL);
    branch_send(&agent, BRANCH_STUDENT, number);
    for (size_t i = 0; i < COUNT(terminals); i++) {
        struct play dana;
        play_start(
            &dana, &place,
            &(struct play_cast){.name = "dana",
                                .branch = "KZO",
                                .rows = terminals[i].rows,
                                .columns = terminals[i].columns,
                                .arguments = terminals[i].arguments,
                                .environment = terminals[i].environment});
        play_see(&dana, "[2 to do]");
        branch_read(&dana, number);
        play_see(&dana, "open");
        play_see(&dana, "Nobody works on it: take it.");
        play_see(&dana, "t take");
        play_keys(&dana, "n");
        play_see(&dana, "For whom");
        play_see(&dana, "[1 for us alone]");
        play_end(&dana);
    }
    play_end(&agent);
    play_close(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_view_lists_its_own),
        cmocka_unit_test(what_others_do_shows_without_a_key),
        cmocka_unit_test(no_other_case_opens_by_its_number),
        cmocka_unit_test(the_story_tells_the_task_at_once),
        cmocka_unit_test(a_slow_line_gets_few_bytes),
        cmocka_unit_test(every_terminal_shows_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
