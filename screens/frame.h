/* What surrounds a screen: key bar, message, question, too-small notice. */
#ifndef SCREENS_FRAME_H
#define SCREENS_FRAME_H

#include "screens/command.h"
#include "screens/kit/canvas.h"

#include <stdbool.h>

struct seat;

/* The smallest terminal the screens fit on. */
enum { FRAME_ROWS_MIN = 16, FRAME_COLUMNS_MIN = 60 };

/* The keys that can be pressed now, whole hints only, most used first. */
struct frame_bar {
    unsigned scopes;
    bool typing;
    int choices; /* answers on digit keys; 0: none */
    const char *choices_hint;
    bool (*can)(enum command command, void *cookie);
    void *cookie;
};
void frame_bar(const struct frame_bar *bar, struct area area);

/* The message of the seat, wrapped into two rows at most above the key bar;
 * takes its rows from *area. */
void frame_message(const struct seat *seat, struct area *area);

/* A question with its two answers, default no; takes rows from *area. */
void frame_question(const char *text, const char *yes, struct area *area);

/* For screen readers: says in words the row on which the cursor rests. */
void frame_focus(struct area area);

/* "The terminal has 40x10; at least 60x16 is needed". */
void frame_too_small(struct area area);

#endif
