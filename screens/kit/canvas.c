/* The grid and its rectangles. Every text passes one gate on its way into a
 * cell: what is not plain is cleaned first, so that no foreign control ever
 * stands in a cell. */
#include "screens/kit/canvas.h"
#include "console/base/memory.h"
#include "console/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct canvas {
    int rows, columns;
    struct cell *cells;
    int cursor_row, cursor_column; /* -1: hidden */
    enum lines lines;
};

static const struct cell BLANK = {" ", STYLE_NORMAL};

struct canvas *canvas_new(int rows, int columns)
{
    struct canvas *canvas = mem_new(sizeof(*canvas));
    canvas_reset(canvas, rows, columns);
    return canvas;
}

void canvas_free(struct canvas *canvas)
{
    if (!canvas)
        return;
    free(canvas->cells);
    free(canvas);
}

void canvas_reset(struct canvas *canvas, int rows, int columns)
{
    rows = rows < 1 ? 1 : rows;
    columns = columns < 1 ? 1 : columns;
    size_t count = (size_t)rows * (size_t)columns;
    if (!canvas->cells || rows != canvas->rows || columns != canvas->columns)
        canvas->cells = mem_grow(canvas->cells, count, sizeof(struct cell));
    canvas->rows = rows;
    canvas->columns = columns;
    for (size_t i = 0; i < count; i++)
        canvas->cells[i] = BLANK;
    canvas->cursor_row = canvas->cursor_column = -1;
}

int canvas_rows(const struct canvas *canvas)
{
    return canvas->rows;
}

int canvas_columns(const struct canvas *canvas)
{
    return canvas->columns;
}

static struct cell *cell_at(const struct canvas *canvas, int row, int column)
{
    return &canvas->cells[row * canvas->columns + column];
}

const struct cell *canvas_cell(const struct canvas *canvas, int row, int column)
{
    if (row < 0 || row >= canvas->rows || column < 0 ||
        column >= canvas->columns)
        return &BLANK;
    return cell_at(canvas, row, column);
}

void canvas_set_cursor(struct canvas *canvas, int row, int column)
{
    bool inside = row >= 0 && row < canvas->rows && column >= 0 &&
                  column < canvas->columns;
    canvas->cursor_row = inside ? row : -1;
    canvas->cursor_column = inside ? column : -1;
}

bool canvas_cursor(const struct canvas *canvas, int *row, int *column)
{
    *row = canvas->cursor_row;
    *column = canvas->cursor_column;
    return canvas->cursor_row >= 0;
}

void canvas_set_lines(struct canvas *canvas, enum lines lines)
{
    canvas->lines = lines;
}

enum lines canvas_lines(const struct canvas *canvas)
{
    return canvas->lines;
}

char *canvas_row(const struct canvas *canvas, int row)
{
    struct text text = {0};
    size_t end = 0;
    for (int column = 0; column < canvas->columns; column++) {
        const char *cell = canvas_cell(canvas, row, column)->text;
        text_add(&text, cell);
        if (strcmp(cell, " ") != 0)
            end = text.length;
    }
    char *line = text_take(&text);
    line[end] = '\0';
    return line;
}

struct area area_all(struct canvas *canvas)
{
    return (struct area){canvas, 0, 0, canvas->rows, canvas->columns};
}

/* Moves [*start, *start + *size) into [0, room). */
static void clip(int *start, int *size, int room)
{
    if (*start < 0) {
        *size += *start;
        *start = 0;
    }
    if (*start > room)
        *start = room;
    if (*size > room - *start)
        *size = room - *start;
    if (*size < 0)
        *size = 0;
}

struct area area_part(struct area area, int row, int column, int rows,
                      int columns)
{
    clip(&row, &rows, area.rows);
    clip(&column, &columns, area.columns);
    return (struct area){area.canvas, area.row + row, area.column + column,
                         rows, columns};
}

struct area area_take_rows(struct area *area, int rows)
{
    struct area part = *area;
    int size = abs(rows) < area->rows ? abs(rows) : area->rows;
    part.rows = size;
    area->rows -= size;
    if (rows < 0)
        part.row += area->rows;
    else
        area->row += size;
    return part;
}

struct area area_take_columns(struct area *area, int columns)
{
    struct area part = *area;
    int size = abs(columns) < area->columns ? abs(columns) : area->columns;
    part.columns = size;
    area->columns -= size;
    if (columns < 0)
        part.column += area->columns;
    else
        area->column += size;
    return part;
}

/* A half of a wide letter must not stay behind when the other is replaced. */
static void break_wide(struct canvas *canvas, int row, int column)
{
    if (column < 0 || column >= canvas->columns)
        return;
    struct cell *cell = cell_at(canvas, row, column);
    if (cell->text[0] == '\0' && column > 0)
        strcpy(cell_at(canvas, row, column - 1)->text, " ");
    if (column + 1 < canvas->columns && !cell[1].text[0])
        strcpy(cell[1].text, " ");
}

static void set_cell(struct canvas *canvas, int row, int column,
                     enum style style, const char *bytes, size_t length)
{
    break_wide(canvas, row, column);
    struct cell *cell = cell_at(canvas, row, column);
    if (length >= CELL_BYTES) {
        bytes = "\xEF\xBF\xBD";
        length = 3;
    }
    memset(cell->text, 0, CELL_BYTES);
    memcpy(cell->text, bytes, length);
    cell->style = (unsigned char)style;
}

/* One letter of `cells` cells at a column of the area; blanks where a wide
 * one is cut by the edge. */
static void put_letter(struct area area, int row, int column, enum style style,
                       const char *bytes, size_t length, int cells)
{
    int y = area.row + row;
    int x = area.column + column;
    if (column < 0 || column + cells > area.columns) {
        for (int i = 0; i < cells; i++)
            if (column + i >= 0 && column + i < area.columns)
                set_cell(area.canvas, y, x + i, style, " ", 1);
        return;
    }
    set_cell(area.canvas, y, x, style, bytes, length);
    if (cells == 2) {
        set_cell(area.canvas, y, x + 1, style, " ", 1);
        cell_at(area.canvas, y, x + 1)->text[0] = '\0';
    }
}

/* Printable ASCII and single Cyrillic letters need no cleaning. */
static bool is_plain(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at) {
        if (*at >= 0x20 && *at < 0x7F) {
            at++;
            continue;
        }
        /* U+0400..U+047F and U+0490..U+04BF, U+04C0..U+04FF */
        bool lead = *at >= 0xD0 && *at <= 0xD3;
        bool next = at[1] >= 0x80 && at[1] <= 0xBF;
        if (!lead || !next || (*at == 0xD2 && at[1] < 0x90))
            return false;
        at += 2;
    }
    return true;
}

static int put_clean(struct area area, int row, int column, enum style style,
                     const char *text)
{
    int start = column;
    while (*text && column < area.columns) {
        size_t length = text_letter(text);
        char letter[CELL_BYTES * 4] = "";
        if (length == 0)
            break;
        memcpy(letter, text,
               length < sizeof(letter) ? length : sizeof(letter) - 1);
        if (strcmp(letter, "\u00A0") == 0)
            strcpy(letter, " "); /* it has done its work in the wrapping */
        int cells = text_cells(letter);
        cells = cells > 2 ? 2 : cells;
        if (cells > 0)
            put_letter(area, row, column, style, letter, strlen(letter), cells);
        column += cells;
        text += length;
    }
    column = column > area.columns ? area.columns : column;
    return column > start ? column - start : 0;
}

int area_put(struct area area, int row, int column, enum style style,
             const char *text)
{
    if (row < 0 || row >= area.rows || !text)
        return 0;
    if (is_plain(text))
        return put_clean(area, row, column, style, text);
    AUTO_CHARS clean = text_clean(text, strlen(text), false);
    return put_clean(area, row, column, style, clean);
}

int area_put_in(struct area part, enum style style, const char *text)
{
    if (part.rows == 0 || part.columns == 0)
        return 0;
    AUTO_CHARS clean =
        text_clean(text ? text : "", text ? strlen(text) : 0, false);
    AUTO_CHARS cut = text_cut(clean, part.columns);
    int used = put_clean(part, 0, 0, style, cut);
    for (int i = used; i < part.columns; i++)
        put_letter(part, 0, i, style, " ", 1, 1);
    return part.columns;
}

int area_format(struct area area, int row, int column, enum style style,
                const char *format, ...)
{
    char *line = NULL;
    va_list list;
    va_start(list, format);
    int length = vasprintf(&line, format, list);
    va_end(list);
    if (length < 0)
        return 0;
    int used = area_put(area, row, column, style, line);
    free(line);
    return used;
}

struct wrapping {
    struct area area;
    int row, skip, count;
    enum style style;
};

static void wrapped_line(const char *bytes, size_t length, void *cookie)
{
    struct wrapping *to = cookie;
    int index = to->count++;
    if (index < to->skip || to->row + index - to->skip >= to->area.rows)
        return;
    AUTO_CHARS line = mem_copy_n(bytes, length);
    area_put(to->area, to->row + index - to->skip, 0, to->style, line);
}

int area_wrap(struct area area, int row, int skip, enum style style,
              const char *text)
{
    struct wrapping to = {area, row, skip, 0, style};
    AUTO_CHARS clean =
        text_clean(text ? text : "", text ? strlen(text) : 0, true);
    text_wrap(clean, area.columns > 0 ? area.columns : 1, wrapped_line, &to);
    return to.count;
}

static bool is_text(const struct canvas *canvas, int row, int column,
                    const char *text)
{
    return strcmp(canvas_cell(canvas, row, column)->text, text) == 0;
}

void area_style_row(struct area area, int row, enum style style)
{
    struct area line = area_part(area, row, 0, 1, area.columns);
    int end = line.rows ? line.columns : 0;
    while (end > 0 &&
           is_text(line.canvas, line.row, line.column + end - 1, " "))
        end--;
    for (int i = 0; i < end; i++) {
        struct cell *cell = cell_at(line.canvas, line.row, line.column + i);
        if (cell->style == STYLE_NORMAL || cell->style == STYLE_DIM)
            cell->style = (unsigned char)style;
    }
}

static void draw_hline(struct area line)
{
    bool ascii = line.canvas->lines == LINES_ASCII;
    const char *bar = ascii ? "|" : "│";
    for (int i = 0; line.rows && i < line.columns; i++) {
        bool cross = is_text(line.canvas, line.row, line.column + i, bar);
        const char *sign = cross ? (ascii ? "+" : "┼") : (ascii ? "-" : "─");
        put_letter(line, 0, i, STYLE_DIM, sign, strlen(sign), 1);
    }
}

void area_hline(struct area area, int row, const char *title)
{
    struct area line = area_part(area, row, 0, 1, area.columns);
    if (area.canvas->lines != LINES_NONE)
        draw_hline(line);
    if (!title || !*title || line.columns < 8)
        return;
    AUTO_CHARS clean = text_clean(title, strlen(title), false);
    AUTO_CHARS cut = text_cut(clean, line.columns - 6);
    area_put(line, 0, 2, STYLE_DIM, " ");
    int used = area_put(line, 0, 3, STYLE_STRONG, cut);
    area_put(line, 0, 3 + used, STYLE_DIM, " ");
}

/* The sign of a vertical line that meets a horizontal one. */
static const char *crossing(bool ascii, bool first, bool last)
{
    if (ascii)
        return "+";
    if (first == last)
        return "┼";
    return first ? "┬" : "┴";
}

void area_vline(struct area area, int column)
{
    bool ascii = area.canvas->lines == LINES_ASCII;
    const char *bar = ascii ? "-" : "─";
    struct area line = area_part(area, 0, column, area.rows, 1);
    if (area.canvas->lines == LINES_NONE)
        return;
    for (int i = 0; line.columns && i < line.rows; i++) {
        bool cross = is_text(area.canvas, line.row + i, line.column, bar);
        const char *sign = cross ? crossing(ascii, i == 0, i == line.rows - 1)
                                 : (ascii ? "|" : "│");
        put_letter(line, i, 0, STYLE_DIM, sign, strlen(sign), 1);
    }
}

void area_cursor(struct area area, int row, int column)
{
    if (row < 0 || row >= area.rows || area.columns < 1)
        return;
    column = column < 0 ? 0 : column;
    column = column >= area.columns ? area.columns - 1 : column;
    canvas_set_cursor(area.canvas, area.row + row, area.column + column);
}
