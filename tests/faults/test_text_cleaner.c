/* Only cleaned text reaches a terminal (promise P7): whatever comes in, what
 * comes out may stand there by another source's tables, is the same when it is
 * cleaned again, and is as wide as its cells; and a terminal that is read by
 * libvterm shows exactly the cells that were drawn. */
#include "console/base/memory.h"
#include "console/base/text.h"
#include "screens/kit/canvas.h"
#include "tests/faults/cleaner_page.h"
#include "tests/faults/faults.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/kit/dirt.h"
#include "tests/screens/pty.h"

#include <vterm.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include <locale.h>

/* Of 12 pieces at most, as names and notes are. */
static void clean_one(uint32_t *seed, bool lines)
{
    AUTO_TEXT dirty = {0};
    dirt_add(&dirty, 12, seed);
    AUTO_CHARS clean = text_clean(text_chars(&dirty), dirty.length, lines);
    AUTO_CHARS again = text_clean(clean, strlen(clean), lines);
    const char *dirt = fuzz_dirt(clean, lines);
    int cells = 0;
    if (dirt)
        fail_msg("%s: %s", dirt, clean);
    assert_string_equal(again, clean);
    for (const char *at = clean; *at;) {
        size_t length = text_letter(at);
        AUTO_CHARS letter = mem_copy_n(at, length);
        cells += text_cells(letter);
        at += length;
    }
    assert_int_equal(text_cells(clean), cells);
}

static void whatever_comes_is_clean(void **state)
{
    (void)state;
    int inputs = faults_figure(200000, 10000000);
    uint32_t seed = faults_seed();
    for (int i = 0; i < inputs; i++)
        clean_one(&seed, i % 2);
    faults_say("P7", "text cleaner", "%d inputs", inputs);
}

/* What has to stand in a cell: the letter that was drawn, or a question mark
 * where the C library, by which terminals go, sees other cells. */
static const char *expected(const struct canvas *canvas, int row, int column)
{
    const char *cell = canvas_cell(canvas, row, column)->text;
    const char *next = canvas_cell(canvas, row, column + 1)->text;
    bool wide = column + 1 < CLEANER_COLUMNS && !next[0];
    wchar_t letter[CELL_BYTES];
    size_t count = mbstowcs(letter, cell, CELL_BYTES);
    if (!cell[0])
        return " "; /* behind a question mark */
    bool fits = count < CELL_BYTES && wcwidth(letter[0]) == (wide ? 2 : 1);
    for (size_t i = 1; fits && i < count; i++)
        fits = wcwidth(letter[i]) == 0;
    return fits ? cell : "?";
}

static void compare_row(const struct pty *pty, const struct canvas *canvas,
                        int row)
{
    VTermScreenCell cell;
    for (int column = 0; column < CLEANER_COLUMNS; column++) {
        AUTO_TEXT shown = {0};
        vterm_screen_get_cell(pty->screen, (VTermPos){row, column}, &cell);
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            text_add_char(&shown, cell.chars[i]);
        if (!shown.length)
            text_add(&shown, " ");
        const char *drawn = expected(canvas, row, column);
        if (strcmp(drawn, text_chars(&shown)) != 0)
            fail_msg("row %d, column %d: \"%s\" is shown as \"%s\"", row,
                     column, drawn, text_chars(&shown));
        column += cell.width == 2;
    }
}

/* Among what the program wrote: nothing but letters and sequences of its own
 * terminfo; no control of the second set, no unseen sign. */
static void check_bytes(const struct pty *pty)
{
    const char *at = text_chars(&pty->log);
    uint32_t code;
    for (size_t n; (n = text_step(at, &code)) > 0; at += n) {
        bool control = code < 0x20 && !strchr("\033\r\n\b\t\017", (int)code);
        bool unseen = (code >= 0x7F && code <= 0x9F) || code == 0xAD ||
                      code == 0x61C || (code >= 0x200B && code <= 0x200F) ||
                      (code >= 0x2028 && code <= 0x202E) ||
                      (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF ||
                      (code >= 0xE0000 && code <= 0xE0FFF);
        if (control || unseen)
            fail_msg("U+%04X went to the terminal", (unsigned)code);
    }
}

static void a_terminal_shows_the_cells_that_were_drawn(void **state)
{
    (void)state;
    AUTO_CHARS program = pty_program("tests/faults/cleaner_probe");
    char *argv[] = {program, "1414", NULL};
    struct canvas *canvas = canvas_new(CLEANER_ROWS, CLEANER_COLUMNS);
    struct pty pty;
    uint32_t seed = 1414;
    int pages = faults_figure(40, 2000);
    pty_start(&pty, argv, NULL, CLEANER_ROWS, CLEANER_COLUMNS);
    for (int page = 1; page <= pages; page++) {
        AUTO_CHARS mark = mem_format("page %d.", page);
        cleaner_page(canvas, page, &seed);
        pty_see(&pty, mark);
        for (int row = 0; row < CLEANER_ROWS - 1; row++)
            compare_row(&pty, canvas, row);
        pty_type(&pty, "n");
    }
    check_bytes(&pty);
    pty_close(&pty);
    canvas_free(canvas);
    faults_say("P7", "cleaned text in a terminal", "%d rows, each cell",
               pages * (CLEANER_ROWS - 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_comes_is_clean),
        cmocka_unit_test(a_terminal_shows_the_cells_that_were_drawn),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
