/* The terminal: the only file that knows curses. Starts and stops it, reads
 * keys, shows a canvas by rewriting only what changed. */
#ifndef SCREENS_KIT_TERM_H
#define SCREENS_KIT_TERM_H

#include "console/base/memory.h"
#include "screens/kit/canvas.h"
#include "screens/kit/key.h"

struct error;
struct term;

enum term_theme { THEME_DARK, THEME_LIGHT, THEME_CONTRAST, THEME_MONO };

struct term_settings {
    enum term_theme theme;
    bool color; /* false: NO_COLOR, --color=never */
};

/* Takes the terminal on stdin/stdout over: newterm with fallbacks for an
 * unknown TERM, raw keys, PuTTY's keys defined, bracketed paste, escape delay
 * 25 ms, colours over the terminal's own background. NULL with one sentence
 * when it cannot be cleared or addressed. Restores on fatal signals. */
struct term *term_open(const struct term_settings *settings,
                       struct error *error);

/* Gives the terminal back, cleared and with its modes as they were. */
void term_close(struct term *term);

/* The handle to poll for keys. */
int term_handle(const struct term *term);

/* The next key without waiting; KEY_NONE when there is none now. */
struct key term_read(struct term *term);

/* Takes the new size after SIGWINCH. */
void term_resized(struct term *term);
void term_size(const struct term *term, int *rows, int *columns);

/* Shows the canvas: only rows that differ from what is shown are written. */
void term_show(struct term *term, const struct canvas *canvas);

/* Mouse reporting (wheel as Up/Down, click as NONE for now), off at first. */
void term_mouse(struct term *term, bool on);

/* Rings, unless the bell is off in the terminal. */
void term_bell(struct term *term);

/* The version of ncurses that is loaded. */
const char *term_library(void);

#endif
