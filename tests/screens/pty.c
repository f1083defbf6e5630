/* forkpty(3) and libvterm. Reading happens only inside the waits, so that a
 * test sees the screen change at places it names. */
#include "tests/screens/pty.h"
#include "console/base/memory.h"

#include <vterm.h>

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int on_property(VTermProp property, VTermValue *value, void *cookie)
{
    struct pty *pty = cookie;
    if (property == VTERM_PROP_CURSORVISIBLE)
        pty->cursor_hidden = !value->boolean;
    return 1;
}

static void run_child(char *const argv[], const char *const *environment)
{
    setenv("TERM", "xterm-256color", 1);
    for (; environment && *environment; environment++) {
        if (strchr(*environment, '='))
            putenv((char *)*environment);
        else
            unsetenv(*environment);
    }
    execvp(argv[0], argv);
    dprintf(STDERR_FILENO, "cannot start %s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

void pty_start(struct pty *pty, char *const argv[],
               const char *const *environment, int rows, int columns)
{
    static const VTermScreenCallbacks callbacks = {.settermprop = on_property};
    struct winsize size = {.ws_row = (unsigned short)rows,
                           .ws_col = (unsigned short)columns};
    *pty = (struct pty){.rows = rows, .columns = columns};
    pty->vterm = vterm_new(rows, columns);
    vterm_set_utf8(pty->vterm, 1);
    pty->screen = vterm_obtain_screen(pty->vterm);
    vterm_screen_enable_altscreen(pty->screen, 1);
    vterm_screen_set_callbacks(pty->screen, &callbacks, pty);
    vterm_screen_reset(pty->screen, 1);
    pty->pid = forkpty(&pty->master, NULL, NULL, &size);
    if (pty->pid < 0)
        fail_msg("forkpty: %s", strerror(errno));
    if (pty->pid == 0)
        run_child(argv, environment);
}

/* Reads what comes within ms; false when nothing came. */
static bool take(struct pty *pty, int ms)
{
    char bytes[65536];
    struct pollfd handle = {pty->master, POLLIN, 0};
    if (pty->master < 0 || poll(&handle, 1, ms) <= 0)
        return false;
    ssize_t length = read(pty->master, bytes, sizeof(bytes));
    if (length <= 0) {
        /* The program closed its side: what stands, stands. */
        poll(NULL, 0, ms < 10 ? ms : 10);
        return false;
    }
    text_add_n(&pty->log, bytes, (size_t)length);
    vterm_input_write(pty->vterm, bytes, (size_t)length);
    return true;
}

void pty_hangup(struct pty *pty)
{
    if (pty->master >= 0)
        close(pty->master);
    pty->master = -1;
}

void pty_close(struct pty *pty)
{
    if (!pty->ended && pty->pid > 0) {
        kill(pty->pid, SIGKILL);
        waitpid(pty->pid, &pty->status, 0);
    }
    pty_hangup(pty);
    if (pty->vterm)
        vterm_free(pty->vterm);
    text_clear(&pty->log);
    *pty = (struct pty){.master = -1, .ended = true};
}

void pty_type_n(struct pty *pty, const char *bytes, size_t length)
{
    while (length > 0) {
        /* Echoes must be read, or a long paste would block both sides. */
        while (take(pty, 0))
            continue;
        size_t part = length < 1024 ? length : 1024;
        ssize_t written = write(pty->master, bytes, part);
        if (written < 0)
            fail_msg("cannot type: %s", strerror(errno));
        bytes += written;
        length -= (size_t)written;
    }
}

void pty_type(struct pty *pty, const char *bytes)
{
    pty_type_n(pty, bytes, strlen(bytes));
}

static void add_cell(struct text *text, const VTermScreenCell *cell)
{
    if (cell->chars[0] == 0)
        text_add(text, " ");
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
        text_add_char(text, cell->chars[i]);
}

char *pty_row(const struct pty *pty, int row)
{
    struct text text = {0};
    VTermScreenCell cell;
    for (int column = 0; column < pty->columns; column++) {
        VTermPos place = {row, column};
        if (!vterm_screen_get_cell(pty->screen, place, &cell))
            break;
        add_cell(&text, &cell);
        column += cell.width == 2;
    }
    char *line = text_take(&text);
    size_t end = strlen(line);
    while (end > 0 && line[end - 1] == ' ')
        line[--end] = '\0';
    return line;
}

char *pty_screen(const struct pty *pty)
{
    struct text text = {0};
    for (int row = 0; row < pty->rows; row++) {
        AUTO_CHARS line = pty_row(pty, row);
        text_format(&text, "%s\n", line);
    }
    return text_take(&text);
}

int pty_find(const struct pty *pty, const char *text)
{
    for (int row = 0; row < pty->rows; row++) {
        AUTO_CHARS line = pty_row(pty, row);
        if (strstr(line, text))
            return row;
    }
    return -1;
}

bool pty_shows(const struct pty *pty, const char *text)
{
    return pty_find(pty, text) >= 0;
}

static void fail_with_screen(struct pty *pty, const char *what,
                             const char *text)
{
    AUTO_CHARS screen = pty_screen(pty);
    fprintf(stderr, "---- the screen ----\n%s--------------------\n", screen);
    fail_msg("%s: \"%s\"", what, text);
}

static void wait_until(struct pty *pty, const char *text, int ms, bool there)
{
    long end = now_ms() + ms;
    while (pty_shows(pty, text) != there) {
        long left = end - now_ms();
        if (left <= 0)
            fail_with_screen(pty, there ? "not seen" : "still seen", text);
        take(pty, left < 100 ? (int)left : 100);
    }
}

void pty_wait_for(struct pty *pty, const char *text, int ms)
{
    wait_until(pty, text, ms, true);
}

void pty_wait_gone(struct pty *pty, const char *text, int ms)
{
    wait_until(pty, text, ms, false);
}

void pty_see(struct pty *pty, const char *text)
{
    wait_until(pty, text, PTY_WAIT_MS, true);
}

void pty_see_gone(struct pty *pty, const char *text)
{
    wait_until(pty, text, PTY_WAIT_MS, false);
}

void pty_settle(struct pty *pty, int quiet_ms)
{
    long end = now_ms() + PTY_WAIT_MS;
    while (take(pty, quiet_ms) && now_ms() < end)
        continue;
}

bool pty_cursor(const struct pty *pty, int *row, int *column)
{
    VTermPos place;
    vterm_state_get_cursorpos(vterm_obtain_state(pty->vterm), &place);
    *row = place.row;
    *column = place.col;
    return !pty->cursor_hidden;
}

static int color_number(const VTermColor *color, bool is_default)
{
    return is_default || !VTERM_COLOR_IS_INDEXED(color) ? -1
                                                        : color->indexed.idx;
}

struct pty_attr pty_attr(const struct pty *pty, int row, int column)
{
    VTermScreenCell cell = {0};
    vterm_screen_get_cell(pty->screen, (VTermPos){row, column}, &cell);
    return (struct pty_attr){
        .bold = cell.attrs.bold,
        .underline = cell.attrs.underline != 0,
        .reverse = cell.attrs.reverse,
        .color = color_number(&cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg)),
        .background =
            color_number(&cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg)),
    };
}

void pty_resize(struct pty *pty, int rows, int columns)
{
    struct winsize size = {.ws_row = (unsigned short)rows,
                           .ws_col = (unsigned short)columns};
    while (take(pty, 0))
        continue;
    vterm_set_size(pty->vterm, rows, columns);
    pty->rows = rows;
    pty->columns = columns;
    if (ioctl(pty->master, TIOCSWINSZ, &size) != 0)
        fail_msg("cannot resize: %s", strerror(errno));
}

void pty_kill(struct pty *pty, int number)
{
    kill(pty->pid, number);
}

static long ms_of(struct timeval time)
{
    return time.tv_sec * 1000 + time.tv_usec / 1000;
}

int pty_wait_exit(struct pty *pty)
{
    struct rusage usage = {0};
    long end = now_ms() + PTY_WAIT_MS;
    while (!pty->ended) {
        take(pty, 10);
        if (pty->master < 0)
            poll(NULL, 0, 10);
        pty->ended = wait4(pty->pid, &pty->status, WNOHANG, &usage) > 0;
        if (!pty->ended && now_ms() > end)
            fail_with_screen(pty, "the program", "still runs");
        pty->cpu_ms = ms_of(usage.ru_utime) + ms_of(usage.ru_stime);
    }
    while (take(pty, 0))
        continue;
    if (WIFSIGNALED(pty->status))
        return 128 + WTERMSIG(pty->status);
    return WEXITSTATUS(pty->status);
}

size_t pty_bytes(const struct pty *pty)
{
    return pty->log.length;
}

bool pty_wrote(const struct pty *pty, size_t from, const char *bytes)
{
    return from <= pty->log.length &&
           memmem(text_chars(&pty->log) + from, pty->log.length - from, bytes,
                  strlen(bytes)) != NULL;
}

char *pty_program(const char *path)
{
    const char *build = getenv("AGENT1414_BUILD");
    return mem_format("%s/%s", build ? build : "build", path);
}
