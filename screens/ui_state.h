/* What the files of the stack of screens share; nobody else includes this. */
#ifndef SCREENS_UI_STATE_H
#define SCREENS_UI_STATE_H

#include "console/base/message.h"
#include "console/desk.h"
#include "screens/kit/canvas.h"
#include "screens/screen.h"

#include <stdbool.h>
#include <stdint.h>

struct guard;
struct loop;
struct term;

enum { UI_DEPTH = 9 };

/* An open screen. */
struct open_screen {
    const struct screen_ops *ops;
    void *state;
};

struct ui {
    struct desk desk;
    struct seat seat;
    struct loop *loop;
    struct term *term;
    struct canvas *canvas;
    struct open_screen stack[UI_DEPTH];
    int depth;
    enum lines lines;
    bool dirty;
    bool asking; /* a question stands; its command waits for yes */
    struct step question;
    uint64_t ticking; /* the call's timer, 0: none */
    bool more_keys;   /* posted: the rest of them */
    char *next_desk;
    struct guard *guard;
    enum message over; /* why the guard ended it; NONE: it did not */
};

/* The screen on top, which has the keys. */
struct open_screen *ui_top(struct ui *ui);

/* Can the screen (a struct open_screen) do this now; does it take letters? */
bool ui_can(enum command command, void *screen);
bool ui_typing(const struct open_screen *screen);

/* Draws the whole picture and shows it. */
void ui_draw(struct ui *ui);

#endif
