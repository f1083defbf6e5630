/* A bar of characters: how much of the most a figure is. */
#ifndef SCREENS_KIT_BAR_H
#define SCREENS_KIT_BAR_H

#include "screens/kit/canvas.h"

#include <stdint.h>

/* Fills the first row of the area from its left by value / most, in eighths of
 * a cell, or with whole # where lines are not box characters. What is more than
 * nothing shows at least a trace; what is more than the most fills the row.
 * Returns the cells used. */
int bar_draw(struct area area, enum style style, int64_t value, int64_t most);

#endif
