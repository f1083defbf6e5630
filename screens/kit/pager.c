/* Paragraphs are wrapped anew at each draw: a resize keeps the paragraph that
 * stands first only as well as rows allow. */
#include "screens/kit/pager.h"
#include "console/base/memory.h"
#include "console/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void pager_clear(struct pager *pager)
{
    for (int i = 0; i < pager->count; i++) {
        free(pager->lines[i].text);
        free(pager->lines[i].sign);
    }
    free(pager->lines);
    *pager = (struct pager){0};
}

static void add_take(struct pager *pager, enum style style, char *text)
{
    size_t count = (size_t)pager->count + 1;
    pager->lines = mem_grow(pager->lines, count, sizeof(*pager->lines));
    pager->lines[pager->count++] =
        (struct pager_line){style, text, NULL, style, 0, 0};
}

void pager_add(struct pager *pager, enum style style, const char *text)
{
    add_take(pager, style, mem_copy(text ? text : ""));
}

void pager_format(struct pager *pager, enum style style, const char *format,
                  ...)
{
    char *text = NULL;
    va_list list;
    va_start(list, format);
    int length = vasprintf(&text, format, list);
    va_end(list);
    add_take(pager, style, length < 0 ? mem_copy("") : text);
}

void pager_sign(struct pager *pager, const char *sign, enum style style, int at,
                int indent)
{
    struct pager_line *line = &pager->lines[pager->count - 1];
    line->sign = sign ? mem_copy(sign) : NULL;
    line->sign_style = style;
    line->at = at;
    line->indent = indent;
}

void pager_mark(struct pager *pager, int paragraph)
{
    pager->mark = paragraph + 1;
    pager->seek = pager->mark > 0;
}

static void clamp_top(struct pager *pager)
{
    int last = pager->total - pager->height;
    if (pager->top > last)
        pager->top = last;
    if (pager->top < 0)
        pager->top = 0;
}

bool pager_key(struct pager *pager, struct key key)
{
    int page = pager->height > 1 ? pager->height - 1 : 1;
    if (key.kind != KEY_NAMED || key.ctrl || key.alt)
        return false;
    switch (key.name) {
    case NAMED_UP:
        pager->top--;
        break;
    case NAMED_DOWN:
        pager->top++;
        break;
    case NAMED_PAGE_UP:
        pager->top -= page;
        break;
    case NAMED_PAGE_DOWN:
        pager->top += page;
        break;
    case NAMED_HOME:
        pager->top = 0;
        break;
    case NAMED_END:
        pager->top = pager->total;
        break;
    default:
        return false;
    }
    clamp_top(pager);
    return true;
}

/* The mark is told by a sign at the left edge and by bold letters. */
static void draw_mark(const struct pager_line *line, struct area area, int row,
                      int rows)
{
    int at = line->indent > 1 ? line->indent - 2 : 0;
    for (int i = row; i < row + rows; i++)
        area_put(area, i, at, STYLE_SELECTED, ">");
}

/* One paragraph from a row on, its first `skip` rows left out. Returns its
 * rows. */
static int draw_line(const struct pager *pager, int index, struct area area,
                     int row, int skip)
{
    const struct pager_line *line = &pager->lines[index];
    bool marked = index + 1 == pager->mark;
    struct area body = area_part(area, 0, line->indent, area.rows,
                                 area.columns - line->indent);
    if (!*line->text)
        return 1;
    if (line->sign && skip == 0)
        area_put_in(area_part(area, row, line->at, 1, line->indent - line->at),
                    line->sign_style, line->sign);
    int rows = area_wrap(body, row, skip, marked ? STYLE_SELECTED : line->style,
                         line->text);
    if (marked && rows > skip)
        draw_mark(line, area, row, rows - skip);
    return rows > 0 ? rows : 1;
}

/* Draws from row `top` on, or counts only when the area has no rows; returns
 * the wrapped rows there are. */
static int draw_from(const struct pager *pager, struct area area, int top)
{
    int total = 0;
    for (int i = 0; i < pager->count; i++) {
        int skip = top > total ? top - total : 0;
        int row = total > top ? total - top : 0;
        total += draw_line(pager, i, area, row, skip);
    }
    return total;
}

/* The first row of the marked paragraph, and how many it has. */
static int find_mark(const struct pager *pager, struct area none, int *rows)
{
    int row = 0;
    *rows = 0;
    for (int i = 0; i < pager->mark && i < pager->count; i++) {
        row += *rows;
        *rows = draw_line(pager, i, none, 0, 0);
    }
    return row;
}

static void seek_mark(struct pager *pager, int row, int rows)
{
    if (row + rows > pager->top + pager->height)
        pager->top = row + rows - pager->height;
    if (row - 1 < pager->top)
        pager->top = row - 1;
    pager->seek = false;
}

void pager_draw(struct pager *pager, struct area area)
{
    struct area marks = area_take_columns(&area, -1);
    struct area none = area_part(area, 0, 0, 0, area.columns);
    int rows, marked = find_mark(pager, none, &rows);
    pager->height = area.rows;
    pager->total = draw_from(pager, none, 0);
    if (pager->seek)
        seek_mark(pager, marked, rows);
    clamp_top(pager);
    draw_from(pager, area, pager->top);
    if (pager->top > 0)
        area_put(marks, 0, 0, STYLE_KEY, "^");
    if (pager->top + pager->height < pager->total)
        area_put(marks, marks.rows - 1, 0, STYLE_KEY, "v");
    marked -= pager->top;
    area_cursor(area, rows && marked > 0 && marked < area.rows ? marked : 0, 0);
}
