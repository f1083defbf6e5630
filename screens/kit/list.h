/* A scrolling selection over rows that a callback draws. */
#ifndef SCREENS_KIT_LIST_H
#define SCREENS_KIT_LIST_H

#include "screens/kit/canvas.h"
#include "screens/kit/key.h"

struct list {
    int count;    /* rows there are */
    int selected; /* 0..count-1; 0 when empty */
    int top;      /* first row shown */
    int height;   /* rows shown at the last draw */
};

/* Draws row `index` into a one-row area. */
typedef void list_row(struct area area, int index, bool selected, void *cookie);

/* Keeps selection and scroll where they still exist. */
void list_set_count(struct list *list, int count);

/* Up Down PageUp PageDown Home End; true when it was one of them. */
bool list_key(struct list *list, struct key key);

/* Draws the rows that fit; the selected one has a mark in the first column,
 * bold text, and the terminal's cursor when focused. */
void list_draw(struct list *list, struct area area, bool focused, list_row *row,
               void *cookie);

/* The same without mark and cursor: another list of the screen has them. */
void list_draw_aside(struct list *list, struct area area, list_row *row,
                     void *cookie);

#endif
