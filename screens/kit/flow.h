/* Where the lines of a note break on the screen, by byte: so that a cursor can
 * be drawn in wrapped text and move through it. */
#ifndef SCREENS_KIT_FLOW_H
#define SCREENS_KIT_FLOW_H

#include <stdbool.h>
#include <stddef.h>

/* The start of the letter that ends at, or holds the byte before, `at`. */
size_t flow_letter_before(const char *text, size_t at);

/* The nearest place between two letters that is not before `at`. */
size_t flow_between(const char *text, size_t at);

/* The cells from one byte to another. */
int flow_cells(const char *text, size_t from, size_t to);

/* The end of the drawn line that starts at `from`: at a `\n`, after the blanks
 * of its last word (they may hang over the width), or inside a long word. */
size_t flow_end(const char *text, size_t from, int width);

/* Steps *from to the line after the one that ends at `end`; false when there
 * is none. */
bool flow_next(const char *text, size_t *from, size_t end);

/* The drawn row that holds the byte `at`; *from becomes that row's start. */
int flow_row(const char *text, int width, size_t at, size_t *from);

/* The byte at a drawn row that is nearest to `cells` from its left edge; false
 * when there is no such row. */
bool flow_find(const char *text, int width, int row, int cells, size_t *at);

#endif
