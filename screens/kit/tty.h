/* The bare terminal on stdin and stdout, without curses: its modes, plain
 * bytes to it, and giving it back when the program dies. */
#ifndef SCREENS_KIT_TTY_H
#define SCREENS_KIT_TTY_H

#include "console/base/memory.h"

#include <stdbool.h>

/* Keeps the modes as they are now; false when this is no terminal. One at a
 * time: the handlers of signals need to find it. */
bool tty_keep(void) MUST_USE;

/* Adds bytes that tty_guard's rescue writes, such as "clear" of terminfo;
 * NULL is nothing, $<..> delays are left out, at most 256 bytes in all. */
void tty_add_farewell(const char *bytes);

/* From now on exit() and fatal signals (SIGSEGV, SIGABRT, SIGBUS, SIGFPE,
 * SIGILL) write the farewell and set the modes back; a signal then goes on to
 * who handled it before. */
void tty_guard(void);

/* Sets the modes back and gives the signals back. */
void tty_release(void);

/* Writes all bytes; a terminal that is gone shows at the next read. */
void tty_write(const char *bytes);

/* The size in cells as the terminal says it; false when it says none. */
bool tty_size(int *rows, int *columns);

#endif
