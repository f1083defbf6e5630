/* The terminal and its one library. Curses draws; the bytes of the keyboard
 * are decoded by kit/input, and kit/tty gives the terminal back when the
 * program dies. One terminal at a time. */
#include "screens/kit/term.h"
#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "screens/kit/input.h"
#include "screens/kit/tty.h"

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

enum { NAME_MAX_BYTES = 64, ESCAPE_MS = 25, ESCAPE_MS_MAX = 1000 };

#define PASTE_ON  "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define MOUSE_ON  "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1000l\033[?1006l"

struct term {
    SCREEN *screen;
    struct input input;
    struct cell *shown;
    int rows, columns;
    int escape_ms;
    bool gone, mouse, redraw;
    int cursor; /* what curs_set was told last */
    attr_t attributes[STYLE_COUNT];
    short pairs[STYLE_COUNT];
};

/* A look: colour 0-7 or -1 for the terminal's own, and what else tells it. */
struct look {
    short color;
    attr_t attributes;
};

static const struct look LOOKS[][STYLE_COUNT] = {
    [THEME_DARK] = {[STYLE_NORMAL] = {-1, 0},
                    [STYLE_DIM] = {-1, A_DIM},
                    [STYLE_STRONG] = {-1, A_BOLD},
                    [STYLE_SAY] = {COLOR_CYAN, 0},
                    [STYLE_KEY] = {COLOR_YELLOW, 0},
                    [STYLE_SELECTED] = {-1, A_BOLD},
                    [STYLE_FIELD] = {-1, A_UNDERLINE},
                    [STYLE_GOOD] = {COLOR_GREEN, A_BOLD},
                    [STYLE_BAD] = {COLOR_RED, A_BOLD},
                    [STYLE_WARN] = {COLOR_YELLOW, A_BOLD}},
    [THEME_LIGHT] = {[STYLE_NORMAL] = {-1, 0},
                     [STYLE_DIM] = {-1, A_DIM},
                     [STYLE_STRONG] = {-1, A_BOLD},
                     [STYLE_SAY] = {COLOR_BLUE, 0},
                     [STYLE_KEY] = {COLOR_BLUE, 0},
                     [STYLE_SELECTED] = {-1, A_BOLD},
                     [STYLE_FIELD] = {-1, A_UNDERLINE},
                     [STYLE_GOOD] = {COLOR_GREEN, A_BOLD},
                     [STYLE_BAD] = {COLOR_RED, A_BOLD},
                     [STYLE_WARN] = {COLOR_MAGENTA, A_BOLD}},
    [THEME_CONTRAST] = {[STYLE_NORMAL] = {-1, 0},
                        [STYLE_DIM] = {-1, 0},
                        [STYLE_STRONG] = {-1, A_BOLD},
                        [STYLE_SAY] = {-1, A_BOLD},
                        [STYLE_KEY] = {-1, A_BOLD | A_UNDERLINE},
                        [STYLE_SELECTED] = {-1, A_BOLD},
                        [STYLE_FIELD] = {-1, A_BOLD | A_UNDERLINE},
                        [STYLE_GOOD] = {COLOR_GREEN, A_BOLD | A_REVERSE},
                        [STYLE_BAD] = {COLOR_RED, A_BOLD | A_REVERSE},
                        [STYLE_WARN] = {COLOR_YELLOW, A_BOLD | A_REVERSE}},
    [THEME_MONO] = {[STYLE_NORMAL] = {-1, 0},
                    [STYLE_DIM] = {-1, 0},
                    [STYLE_STRONG] = {-1, A_BOLD},
                    [STYLE_SAY] = {-1, A_BOLD},
                    [STYLE_KEY] = {-1, A_BOLD},
                    [STYLE_SELECTED] = {-1, A_BOLD},
                    [STYLE_FIELD] = {-1, A_UNDERLINE},
                    [STYLE_GOOD] = {-1, A_BOLD},
                    [STYLE_BAD] = {-1, A_REVERSE},
                    [STYLE_WARN] = {-1, A_UNDERLINE}},
};

/* A string of terminfo, NULL when the terminal lacks it. */
static const char *capability(char *name)
{
    const char *string = tigetstr(name);
    return string == (const char *)-1 ? NULL : string;
}

/* A name that may be looked up in terminfo, which takes it for a path. */
static bool name_fits(const char *name)
{
    if (!name || !*name || strlen(name) > NAME_MAX_BYTES ||
        strcmp(name, "dumb") == 0)
        return false;
    for (; *name; name++)
        if (*name <= ' ' || *name > '~' || *name == '/' || *name == '\\')
            return false;
    return true;
}

/* newterm() without the signal handlers it would install. */
static SCREEN *start(const char *name)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    struct sigaction kept[COUNT(numbers)];
    for (size_t i = 0; i < COUNT(numbers); i++)
        sigaction(numbers[i], NULL, &kept[i]);
    SCREEN *screen = newterm(name, stdout, stdin);
    for (size_t i = 0; i < COUNT(numbers); i++)
        sigaction(numbers[i], &kept[i], NULL);
    return screen;
}

/* The terminal as TERM names it, else as most are. */
static SCREEN *start_any(const char *name)
{
    const char *const names[] = {name, "xterm-256color", "xterm", "vt100"};
    for (size_t i = 0; i < COUNT(names); i++) {
        SCREEN *screen = start(names[i]);
        if (screen)
            return screen;
    }
    return NULL;
}

/* Kazakh needs UTF-8 whatever the locale over SSH is. */
static void need_utf8(void)
{
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
    setenv("NCURSES_NO_UTF8_ACS", "1", 1);
}

static int escape_ms(void)
{
    const char *value = getenv("ESCDELAY");
    int ms = value ? atoi(value) : ESCAPE_MS;
    return ms < 1 || ms > ESCAPE_MS_MAX ? ESCAPE_MS : ms;
}

static void set_looks(struct term *term, const struct term_settings *settings)
{
    enum term_theme theme = settings->theme;
    bool color = settings->color && theme != THEME_MONO && has_colors();
    if (!color)
        theme = THEME_MONO;
    else
        start_color();
    bool own = color && use_default_colors() == OK;
    short background = own ? -1 : COLOR_BLACK;
    for (int i = 0; i < STYLE_COUNT; i++) {
        struct look look = LOOKS[theme][i];
        term->attributes[i] = look.attributes;
        if (look.color < 0)
            continue;
        term->pairs[i] = (short)(i + 1);
        init_pair(term->pairs[i], look.color, background);
    }
}

/* The size as the terminal says it, not as LINES and COLUMNS do. */
static void take_size(struct term *term)
{
    if (tty_size(&term->rows, &term->columns))
        resize_term(term->rows, term->columns);
    getmaxyx(stdscr, term->rows, term->columns);
    size_t count = (size_t)term->rows * (size_t)term->columns;
    term->shown = mem_grow(term->shown, count, sizeof(struct cell));
    for (size_t i = 0; i < count; i++)
        term->shown[i] = (struct cell){" ", STYLE_NORMAL};
    werase(stdscr);
}

/* Starts curses on a terminal that can be addressed, or says why not. */
static SCREEN *start_fitting(struct error *error)
{
    const char *name = getenv("TERM");
    if (!name_fits(name)) {
        size_t length = name ? strnlen(name, NAME_MAX_BYTES) : 0;
        AUTO_CHARS clean = text_clean(name ? name : "", length, false);
        error_set(error, MESSAGE_TERMINAL, "TERM=%s", clean);
        return NULL;
    }
    if (!tty_keep()) {
        error_set(error, MESSAGE_TERMINAL, "stdin or stdout is no terminal");
        return NULL;
    }
    SCREEN *screen = start_any(name);
    if (screen && capability("cup") && capability("clear"))
        return screen;
    if (screen) {
        endwin();
        delscreen(screen);
    }
    error_set(error, MESSAGE_TERMINAL, "TERM=%s cannot move the cursor", name);
    return NULL;
}

/* What a dying program writes: all modes off, nothing left to read. */
static void guard(void)
{
    static char *const names[] = {"sgr0", "op", "clear", "cnorm", "rmcup"};
    tty_add_farewell(PASTE_OFF MOUSE_OFF);
    for (size_t i = 0; i < COUNT(names); i++)
        tty_add_farewell(capability(names[i]));
    tty_guard();
}

struct term *term_open(const struct term_settings *settings,
                       struct error *error)
{
    need_utf8();
    SCREEN *screen = start_fitting(error);
    if (!screen)
        return NULL;
    struct term *term = mem_new(sizeof(*term));
    term->screen = screen;
    term->escape_ms = escape_ms();
    term->cursor = -1;
    guard();
    raw();
    noecho();
    nonl();
    typeahead(-1);
    set_looks(term, settings);
    take_size(term);
    wrefresh(stdscr);
    tty_write(PASTE_ON);
    return term;
}

void term_close(struct term *term)
{
    if (!term)
        return;
    term_mouse(term, false);
    tty_write(PASTE_OFF);
    /* Without an alternate screen the last one would stay for all to read. */
    werase(stdscr);
    wrefresh(stdscr);
    endwin();
    tty_release();
    delscreen(term->screen);
    input_clear(&term->input);
    free(term->shown);
    free(term);
}

int term_handle(const struct term *term)
{
    (void)term;
    return STDIN_FILENO;
}

/* Reads what is there within wait_ms; false when nothing came. */
static bool fill(struct term *term, int wait_ms)
{
    struct pollfd handle = {STDIN_FILENO, POLLIN, 0};
    if (term->gone || poll(&handle, 1, wait_ms) <= 0)
        return false;
    size_t room = 0;
    unsigned char *bytes = input_room(&term->input, &room);
    ssize_t length = 0;
    if (handle.revents & POLLIN)
        length = read(STDIN_FILENO, bytes, room);
    if (length > 0) {
        input_add(&term->input, (size_t)length);
        return true;
    }
    term->gone = length == 0 || (errno != EINTR && errno != EAGAIN);
    return false;
}

struct key term_read(struct term *term)
{
    struct key key;
    for (;;) {
        if (input_next(&term->input, &key))
            return key;
        bool waits = input_waits(&term->input);
        if (fill(term, waits ? term->escape_ms : 0))
            continue;
        if (!waits)
            break;
        input_end_wait(&term->input);
    }
    if (term->gone)
        key.kind = KEY_GONE;
    return key;
}

void term_resized(struct term *term)
{
    take_size(term);
    /* What a terminal does to its lines when resized differs: draw afresh. */
    term->redraw = true;
}

void term_size(const struct term *term, int *rows, int *columns)
{
    *rows = term->rows;
    *columns = term->columns;
}

/* Does the C library see one letter of this width, and only marks behind it? */
static bool is_seen_so(const wchar_t *letter, int width)
{
    if (wcwidth(letter[0]) != width)
        return false;
    while (*++letter != 0)
        if (wcwidth(*letter) != 0)
            return false;
    return true;
}

/* Puts a cell into curses' window; a letter whose width the C library sees
 * differently would shift the row, so a question mark stands for it. */
static void put_cell(const struct term *term, int row, int column,
                     const struct cell *cell, int width)
{
    wchar_t letter[CCHARW_MAX + 1] = {0};
    mbstate_t state = {0};
    const char *at = cell->text;
    cchar_t drawn[2];
    int count = 1;
    size_t read = mbsrtowcs(letter, &at, CCHARW_MAX, &state);
    if (read == (size_t)-1 || read == 0 || !is_seen_so(letter, width)) {
        wcscpy(letter, L"?");
        count = width;
    }
    setcchar(&drawn[0], letter, term->attributes[cell->style],
             term->pairs[cell->style], NULL);
    setcchar(&drawn[1], L" ", term->attributes[cell->style],
             term->pairs[cell->style], NULL);
    mvwadd_wchnstr(stdscr, row, column, drawn, count);
}

static void show_row(struct term *term, const struct canvas *canvas, int row)
{
    int columns = canvas_columns(canvas);
    struct cell *shown = term->shown + (size_t)row * (size_t)term->columns;
    for (int i = 0; i < columns && i < term->columns; i++) {
        const struct cell *cell = canvas_cell(canvas, row, i);
        if (shown[i].style == cell->style &&
            strcmp(shown[i].text, cell->text) == 0)
            continue;
        shown[i] = *cell;
        bool wide =
            i + 1 < columns && canvas_cell(canvas, row, i + 1)->text[0] == '\0';
        if (cell->text[0])
            put_cell(term, row, i, cell, wide ? 2 : 1);
    }
}

void term_show(struct term *term, const struct canvas *canvas)
{
    for (int row = 0; row < canvas_rows(canvas) && row < term->rows; row++)
        show_row(term, canvas, row);
    int row = 0, column = 0;
    int cursor = canvas_cursor(canvas, &row, &column) && row < term->rows &&
                 column < term->columns;
    if (cursor != term->cursor)
        curs_set(cursor);
    term->cursor = cursor;
    wmove(stdscr, cursor ? row : 0, cursor ? column : 0);
    if (term->redraw)
        clearok(stdscr, TRUE);
    term->redraw = false;
    wrefresh(stdscr);
}

void term_mouse(struct term *term, bool on)
{
    const char *bytes = on ? MOUSE_ON : MOUSE_OFF;
    if (on != term->mouse)
        tty_write(bytes);
    term->mouse = on;
}

void term_bell(struct term *term)
{
    (void)term;
    beep();
}

const char *term_library(void)
{
    return curses_version();
}
