/* A program in a terminal of its own, read by libvterm: what a person types
 * and what stands on the screen. Each wait is a liveness bound; one that runs
 * out fails the test and prints the screen. */
#ifndef TESTS_SCREENS_PTY_H
#define TESTS_SCREENS_PTY_H

#include "console/base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct VTerm;
struct VTermScreen;

enum { PTY_WAIT_MS = 10000 };

struct pty {
    pid_t pid;
    int master; /* -1 after a hang-up */
    int rows, columns;
    struct VTerm *vterm;
    struct VTermScreen *screen;
    struct text log; /* every byte the program wrote; may hold NUL */
    bool cursor_hidden;
    bool ended;  /* the program was waited for */
    int status;  /* as waitpid gives it */
    long cpu_ms; /* what the ended program used */
};

/* How a cell looks. Colours are palette numbers, -1 for the default. */
struct pty_attr {
    bool bold, underline, reverse;
    int color, background;
};

/* Starts argv[0] (found by PATH) in a terminal. `environment` is a NULL-ended
 * list over our own: "NAME=value" sets, "NAME" unsets; NULL changes nothing.
 * TERM is xterm-256color unless set there. */
void pty_start(struct pty *pty, char *const argv[],
               const char *const *environment, int rows, int columns);

/* Kills what still runs and frees. */
void pty_close(struct pty *pty);

/* Sends bytes as the keyboard. */
void pty_type(struct pty *pty, const char *bytes);
void pty_type_n(struct pty *pty, const char *bytes, size_t length);

/* Waits until text stands somewhere on the screen (in one row), or until it
 * stands nowhere; within ms, PTY_WAIT_MS for `pty_see` and `pty_see_gone`. */
void pty_wait_for(struct pty *pty, const char *text, int ms);
void pty_wait_gone(struct pty *pty, const char *text, int ms);
void pty_see(struct pty *pty, const char *text);
void pty_see_gone(struct pty *pty, const char *text);

/* Is text on the screen now? */
bool pty_shows(const struct pty *pty, const char *text);

/* The row that shows text, -1 when none does. */
int pty_find(const struct pty *pty, const char *text);

/* Reads until nothing came for quiet_ms: before bytes are counted. */
void pty_settle(struct pty *pty, int quiet_ms);

/* One row without trailing blanks; the whole screen, rows ended by `\n`. The
 * caller frees. */
char *pty_row(const struct pty *pty, int row);
char *pty_screen(const struct pty *pty);

/* Where the cursor stands; false when it is hidden. */
bool pty_cursor(const struct pty *pty, int *row, int *column);
struct pty_attr pty_attr(const struct pty *pty, int row, int column);

/* Gives the terminal another size; the program gets SIGWINCH. */
void pty_resize(struct pty *pty, int rows, int columns);

/* Sends the program a signal; cuts the line. */
void pty_kill(struct pty *pty, int number);
void pty_hangup(struct pty *pty);

/* Waits for the end; the exit code, or 128 + the number of a signal. */
int pty_wait_exit(struct pty *pty);

/* Bytes written so far; does what came after `from` hold these bytes? */
size_t pty_bytes(const struct pty *pty);
bool pty_wrote(const struct pty *pty, size_t from, const char *bytes);

/* Below $AGENT1414_BUILD (default "build"); the caller frees. */
char *pty_program(const char *path);

#endif
