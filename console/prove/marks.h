/* Where comparisons change: the marks of ordered sources and texts, found by
 * halving with the real evaluator. For leaves alone. */
#ifndef CONSOLE_PROVE_MARKS_H
#define CONSOLE_PROVE_MARKS_H

#include "console/prove/leaf.h"

/* Begins the sources anew that change so often or oftener, marks them by all
 * leaves that read them, and makes their points. Where the marks would not
 * stand for all values the leaf's gave_up is set. */
void marks_make(struct leaves *all, enum change change);

/* Marks the sources that one leaf reads. */
void marks_leaf(struct leaves *all, struct leaf *leaf);

#endif
