/* The least that a program on the screen does: one list painted with ncurses,
 * and repainted at each key until `q`. */
#ifndef TESTS_KIT_FLOOR_PAINT_H
#define TESTS_KIT_FLOOR_PAINT_H

enum floor_way {
    FLOOR_DIRTY, /* a key moves the bar: two rows and a counter are touched */
    FLOOR_FULL   /* a key shows another screen: every row is rewritten */
};

/* Runs until the end of input; the last row says READY. */
void floor_paint(enum floor_way way);

#endif
