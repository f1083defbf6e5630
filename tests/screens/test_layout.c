/* Every screen of a call in every size and language: whole hints in the key
 * bar, who is calling at the top, the focus under the cursor, straight
 * columns; and sizes that change while somebody types. */
#include "tests/screens/desk_play.h"

#include "console/base/language.h"
#include "screens/command.h"
#include "screens/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ABROAD  "050505681228"
#define STUDENT "060312580870"
#define IDLE_IE "850101300808"
#define LONG    "900121486753"
#define LATIN   "821205386689"

/* A stop of the tour: keys, and what is then seen or gone, in any language. */
struct stop {
    const char *keys, *sees, *gone;
    bool in_call; /* the caller is known */
};

static const struct stop tour[] = {
    {"", " 1414  ", NULL, false},
    {"F1", "? F1", NULL, false},
    {"Esc", NULL, "? F1", false},
    {"Ctrl+P", "? F1", NULL, false},
    {"Esc", NULL, "? F1", false},
    {"n", "0 / 12", NULL, false},
    {"0 5 0 5", "4 / 12", NULL, false},
    {"0 5 6 8 1 2 2 8", "1-4", NULL, true},
    {"e", NULL, "1-4", true},
    {"Ж Ұ Қ", "ЖҰҚ", NULL, true},
    {"F6", "1-4", NULL, true},
    {"F1", "? F1", NULL, true},
    {"Esc", NULL, "? F1", true},
    {"Ctrl+P", "? F1", NULL, true},
    {"Esc", NULL, "? F1", true},
    {"1", "1-9", NULL, true},
    {"1", "1-4", NULL, true},
    {"b", "F12", NULL, true},
    {"n t k t v", "/ ntktv", NULL, true},
    {"Ctrl+U", NULL, "/ ntktv", true},
    {"Enter", NULL, "F12", true},
    {"s End", NULL, NULL, true},
    {"Esc", "F12", NULL, true},
    {"Esc", "1-4", NULL, true},
    {"3", "1-2", NULL, true},
    {"2", NULL, "1-2", true},
    {"Enter", "ABR-02", NULL, true},
    {"8 7 0 1 0 0 0 0 0 5 5", "87010000055", NULL, true},
    {"Tab Tab", NULL, NULL, true},
    {"F1", "? F1", NULL, true},
    {"Esc", NULL, "? F1", true},
    {"Ctrl+S", NULL, "Ctrl+S", true},
    {"1", "31-26-000001-", NULL, true},
    {"Enter", "ABR-02", NULL, false},
    {"c", NULL, "ABR-02", false},
    {"Enter", "ABR-02", NULL, false},
};

static void fail_at(struct play *play, const char *what, const char *text)
{
    AUTO_CHARS screen = pty_screen(&play->pty);
    fprintf(stderr, "---- the screen ----\n%s--------------------\n", screen);
    fail_msg("%s: \"%s\"", what, text);
}

/* "F3 reveal": a key and the hint of one command, neither cut? */
static bool is_hint(const char *part)
{
    AUTO_CHARS answer = mem_format(" %s", _("answer"));
    AUTO_CHARS link = mem_format(" %s", _("follow"));
    const char *space = strchr(part, ' ');
    if (space && part[0] == '1' &&
        (strcmp(space, answer) == 0 || strcmp(space, link) == 0))
        return true;
    for (int c = 0; c < COMMAND_COUNT; c++) {
        struct key key;
        char name[KEY_NAME_SIZE];
        for (int n = 0; command_key((enum command)c, n, &key); n++) {
            key_write(key, name);
            AUTO_CHARS hint =
                mem_format("%s %s", name, command_hint((enum command)c));
            if (strcmp(hint, part) == 0)
                return true;
        }
    }
    return false;
}

static void bar_is_whole(struct play *play)
{
    AUTO_CHARS bar = pty_row(&play->pty, play->pty.rows - 1);
    char *part = bar, *end;
    for (; *part; part = end) {
        part += strspn(part, " ");
        end = strstr(part, "  ");
        if (end)
            *end++ = '\0';
        else
            end = part + strlen(part);
        if (!is_hint(part))
            fail_at(play, "not a whole hint", part);
    }
}

/* Caller, number, status, timer and language, and the case once it is. */
static void caller_is_named(struct play *play)
{
    play_see(play, "✗ "); /* the registry has answered */
    AUTO_CHARS line = pty_row(&play->pty, 0);
    AUTO_CHARS card = pty_row(&play->pty, 1);
    if (!strstr(line, " 1414  ") || !strstr(line, " 00:"))
        fail_at(play, "no line or timer", line);
    if (!strstr(card, "О......") || !strstr(card, "........1228") ||
        !strstr(card, "✗ "))
        fail_at(play, "who is calling?", card);
}

static void go(struct play *play, const struct stop *stop)
{
    play_keys(play, stop->keys);
    if (stop->sees)
        play_see(play, stop->sees);
    if (stop->gone)
        play_gone(play, stop->gone);
    pty_settle(&play->pty, 60); /* the rest of the same picture */
}

static void take_the_tour(const struct play_cast *cast)
{
    struct play_place place;
    struct play play;
    play_open(&place);
    play_start(&play, &place, cast);
    for (size_t i = 0; i < COUNT(tour); i++) {
        int row, column;
        go(&play, &tour[i]);
        bar_is_whole(&play);
        if (tour[i].in_call)
            caller_is_named(&play);
        if (!pty_cursor(&play.pty, &row, &column) || (row == 0 && column == 0))
            fail_at(&play, "the cursor is nowhere after", tour[i].keys);
    }
    play_end(&play);
    play_close(&place);
}

static const struct {
    int columns, rows;
} sizes[] = {{60, 16}, {80, 24}, {132, 43}, {200, 50}};

/* state: the language. */
static void every_screen_in_every_size(void **state)
{
    enum language language;
    AUTO_CHARS po = pty_program("po");
    assert_true(language_find(*state, &language));
    language_interface(language, po);
    for (size_t i = 0; i < COUNT(sizes); i++)
        take_the_tour(&(struct play_cast){.language = *state,
                                          .rows = sizes[i].rows,
                                          .columns = sizes[i].columns});
}

/* The focus: each key, and what stands in the row of the cursor then. */

static void focus_is(struct play *play, const char *text)
{
    int row, column;
    pty_settle(&play->pty, 60);
    if (!pty_cursor(&play->pty, &row, &column))
        fail_at(play, "the cursor is hidden, not at", text);
    AUTO_CHARS line = pty_row(&play->pty, row);
    if (!strstr(line, text))
        fail_at(play, "the cursor is not at", text);
}

static void the_cursor_is_at_the_focus(void **state)
{
    static const struct {
        const char *keys, *sees, *focus;
    } scenes[] = {
        {"", "None yet", "Ready for a call"},
        {":", "Commands", "/"},
        {"Esc", "Ready", "Ready for a call"},
        {"n", "0 / 12", "0 / 12"},
        {"0 6 0", "3 / 12", "3 / 12"},
        {"3 1 2 5 8 0 8 7 0", "Are you asking", "1   Self"},
        {"e", "Notes", ""},
        {"Ж", "Ж", "Ж"},
        {"F6", "1-4 answer", "1   Self"},
        {"1", "do you study", "1   Studies"},
        {"1", "Where and how", "1   Kazakhstan, full-time"},
        {"1", "dean's office", "1   Not asked yet"},
        {"Backspace", "Where and how", "• Kazakhstan, full-time"},
        {"3", "Do you need a planned", "1   Yes"},
        {"2", "Students of foreign", ""},
        {"Enter", "ABR-02", "> Caller's phone"},
        {"Tab", "> May be", "> May be called back"},
        {"Tab", "> Branch", "> Branch"},
        {"Tab", "> For the", "university needs"},
        {"Tab", "> Notes", "> Notes"},
        {"Shift+Tab", "> For the", "university needs"},
        {"Ctrl+S", "2 no, go back", "2 no, go back"},
        {"1", "Saved, case", "Saved, case number"},
        {"Enter", "My latest calls", "ABR-02"},
        {"c", "Cases: 1", "43-26-000001-1"},
        {"/", "filter:", "filter:"},
        {"Esc", "open", "43-26-000001-1"},
    };
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    play_start(&play, &place, NULL);
    for (size_t i = 0; i < COUNT(scenes); i++) {
        play_keys(&play, scenes[i].keys);
        play_see(&play, scenes[i].sees);
        focus_is(&play, scenes[i].focus);
    }
    play_end(&play);
    play_close(&place);
}

/* Columns. */

/* The column in which part starts, -1 when it does not stand there. */
static int column_of(const char *row, const char *part)
{
    const char *found = strstr(row, part);
    int column = 0;
    if (!found)
        return -1;
    for (; row < found; row++)
        column += (*row & 0xC0) != 0x80;
    return column;
}

static void columns_are_straight(void **state)
{
    static const char *const people[] = {STUDENT, IDLE_IE, LATIN, LONG};
    static const char *const languages[] = {"kk", "ru", "en"};
    (void)state;
    for (size_t i = 0; i < COUNT(languages); i++) {
        struct play_place place;
        struct play play;
        play_open(&place);
        play_start(&play, &place,
                   &(struct play_cast){.language = languages[i]});
        for (size_t p = 0; p < COUNT(people); p++) {
            play_keys(&play, "n");
            play_see(&play, "0 / 12");
            play_type(&play, people[p]);
            play_see(&play, "1-4");
            play_see(&play, people[p] + 8);
            pty_settle(&play.pty, 60);
            for (int row = 6; row < 22; row++) {
                AUTO_CHARS line = pty_row(&play.pty, row);
                if (column_of(line, "│") != 52)
                    fail_at(&play, "the line is not straight at", line);
            }
            play_keys(&play, "F8"); /* hung up: logged without an outcome */
            play_see(&play, "Ctrl+S");
            play_keys(&play, "Ctrl+S");
            play_see(&play, " n ");
            play_keys(&play, "Enter");
            play_gone(&play, people[p] + 8);
        }
        play_end(&play);
        play_close(&place);
    }
}

/* Names of any length leave room for number and status. */
static void a_long_name_leaves_room(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct play_place place;
        struct play play;
        play_open(&place);
        play_start(&play, &place,
                   &(struct play_cast){.rows = sizes[i].rows,
                                       .columns = sizes[i].columns});
        play_call(&play, LONG);
        play_see(&play, "✓ INSURED");
        play_keys(&play, "v");
        play_see(&play, LONG);
        play_see(&play, "Ұзынесімбаева");
        play_see(&play, "✓ INSURED");
        play_end(&play);
        play_close(&place);
    }
}

/* Sizes that change. */

static void too_small_is_said_and_nothing_is_lost(void **state)
{
    struct play_place place;
    struct play play;
    (void)state;
    play_open(&place);
    play_start(&play, &place, NULL);
    play_keys(&play, "n");
    play_see(&play, "0 / 12");
    play_type(&play, "0603");
    play_see(&play, "4 / 12");
    pty_resize(&play.pty, 16, 59);
    play_see(&play, "Terminal 59x16.");
    play_see(&play, "Needed: 60x16.");
    play_type(&play, "1");
    pty_resize(&play.pty, 15, 60);
    play_see(&play, "Terminal 60x15.");
    play_type(&play, "2");
    pty_resize(&play.pty, 3, 10);
    play_see(&play, "Terminal");
    pty_resize(&play.pty, 16, 60);
    play_see(&play, "6 / 12");
    play_type(&play, "580870");
    play_see(&play, "Are you asking");
    play_end(&play);
    play_close(&place);
}

static void a_storm_of_sizes_loses_no_letter(void **state)
{
    enum { STEPS = 200 };
    static const char *const letters[] = {"ә", "й", "қ", "z", "ң", "7", "ө"};
    struct play_place place;
    struct play play;
    AUTO_TEXT typed = {0};
    AUTO_TEXT seen = {0};
    unsigned dice = 1414;
    (void)state;
    play_open(&place);
    play_start(&play, &place, NULL);
    play_call(&play, STUDENT);
    play_keys(&play, "e");
    play_see(&play, "Esc done");
    for (int i = 0; i < STEPS; i++) {
        dice = dice * 1103515245u + 12345u;
        pty_resize(&play.pty, 8 + (int)(dice >> 16) % 50,
                   40 + (int)(dice >> 20) % 160);
        pty_type(&play.pty, letters[i % 7]);
        text_add(&typed, letters[i % 7]);
    }
    pty_resize(&play.pty, 24, 80);
    play_type(&play, "соңы");
    text_add(&typed, "соңы");
    play_see(&play, "соңы");
    play_see(&play, "Esc done");
    pty_settle(&play.pty, 100);
    for (int row = 19; row < 23; row++) {
        AUTO_CHARS line = pty_row(&play.pty, row);
        text_add(&seen, line + (*line == ' '));
    }
    assert_string_equal(text_chars(&seen), text_chars(&typed));
    play_see(&play, "Are you asking about yourself");
    play_end(&play);
    play_close(&place);
}

#define IN(language)                                                           \
    {                                                                          \
        "every_screen_in_every_size_" language, every_screen_in_every_size,    \
            NULL, NULL, (void *)language                                       \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN("en"),
        IN("kk"),
        IN("ru"),
        cmocka_unit_test(the_cursor_is_at_the_focus),
        cmocka_unit_test(columns_are_straight),
        cmocka_unit_test(a_long_name_leaves_room),
        cmocka_unit_test(too_small_is_said_and_nothing_is_lost),
        cmocka_unit_test(a_storm_of_sizes_loses_no_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
