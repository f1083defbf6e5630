/* A grid of cells (text, style) and rectangles of it to draw into with
 * clipping. Knows no terminal: tests read it as plain lines. */
#ifndef SCREENS_KIT_CANVAS_H
#define SCREENS_KIT_CANVAS_H

#include <stdbool.h>

/* What a cell means; the theme decides how it looks. */
enum style {
    STYLE_NORMAL,
    STYLE_DIM,      /* lines, sources, what is not asked now */
    STYLE_STRONG,   /* names, titles */
    STYLE_SAY,      /* what the agent reads aloud */
    STYLE_KEY,      /* a key in the key bar */
    STYLE_SELECTED, /* the focused row */
    STYLE_FIELD,    /* a text field */
    STYLE_GOOD,     /* insured, saved */
    STYLE_BAD,      /* uninsured, refused */
    STYLE_WARN,     /* unknown, waiting, warnings */
    STYLE_COUNT
};

/* A cell: one letter with its marks, or "" for the right half of a wide one. */
enum { CELL_BYTES = 24 };
struct cell {
    char text[CELL_BYTES];
    unsigned char style; /* enum style */
};

struct canvas;

struct canvas *canvas_new(int rows, int columns);
void canvas_free(struct canvas *canvas);

/* Blank, of the given size, cursor hidden. */
void canvas_reset(struct canvas *canvas, int rows, int columns);
int canvas_rows(const struct canvas *canvas);
int canvas_columns(const struct canvas *canvas);
const struct cell *canvas_cell(const struct canvas *canvas, int row,
                               int column);

/* Where the terminal's cursor rests: on the focused row or field. */
void canvas_set_cursor(struct canvas *canvas, int row, int column);
bool canvas_cursor(const struct canvas *canvas, int *row, int *column);

/* One row as text without trailing blanks; the caller frees. For tests. */
char *canvas_row(const struct canvas *canvas, int row);

/* A rectangle of a canvas: all drawing goes through one. A value. */
struct area {
    struct canvas *canvas;
    int row, column, rows, columns;
};

/* The whole canvas. */
struct area area_all(struct canvas *canvas);

/* A part of an area, clipped to it. */
struct area area_part(struct area area, int row, int column, int rows,
                      int columns);

/* Rows taken from the top (or, negative, the bottom) of *area; shrinks it. */
struct area area_take_rows(struct area *area, int rows);

/* Columns taken from the left (or, negative, the right); shrinks it. */
struct area area_take_columns(struct area *area, int columns);

/* Writes text at a cell of the area, clipped; returns the cells used. */
int area_put(struct area area, int row, int column, enum style style,
             const char *text);

/* Fills the first row of an area: cut with an ellipsis, padded with blanks. */
int area_put_in(struct area part, enum style style, const char *text);

/* Formats, then area_put. */
int area_format(struct area area, int row, int column, enum style style,
                const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Writes wrapped text from a row on; returns the rows it takes (all of them,
 * also those that did not fit; `skip` rows are left out at the start). */
int area_wrap(struct area area, int row, int skip, enum style style,
              const char *text);

/* Restyles a row of the area up to its last letter, keeping its text; letters
 * whose style means something (good, bad, a key ...) keep it. */
void area_style_row(struct area area, int row, enum style style);

/* Lines of box characters, with a title cut into the horizontal one when not
 * NULL. */
void area_hline(struct area area, int row, const char *title);
void area_vline(struct area area, int column);

/* Puts the terminal's cursor on a cell of the area. */
void area_cursor(struct area area, int row, int column);

/* How later lines of this canvas are drawn: box characters, + - | for --ascii,
 * or only their titles for --plain. */
enum lines { LINES_BOX, LINES_ASCII, LINES_NONE };
void canvas_set_lines(struct canvas *canvas, enum lines lines);
enum lines canvas_lines(const struct canvas *canvas);

#endif
