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
    for (int i = 0; i < pager->count; i++)
        free(pager->lines[i].text);
    free(pager->lines);
    *pager = (struct pager){0};
}

static void add_take(struct pager *pager, enum style style, char *text)
{
    size_t count = (size_t)pager->count + 1;
    pager->lines = mem_grow(pager->lines, count, sizeof(*pager->lines));
    pager->lines[pager->count++] = (struct pager_line){style, text};
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

/* Draws from row `top` on, or counts only when the area has no rows; returns
 * the wrapped rows there are. */
static int draw_from(const struct pager *pager, struct area area, int top)
{
    int total = 0;
    for (int i = 0; i < pager->count; i++) {
        const struct pager_line *line = &pager->lines[i];
        int skip = top > total ? top - total : 0;
        int row = total > top ? total - top : 0;
        int rows = *line->text
                       ? area_wrap(area, row, skip, line->style, line->text)
                       : 1;
        total += rows > 0 ? rows : 1;
    }
    return total;
}

void pager_draw(struct pager *pager, struct area area)
{
    struct area marks = area_take_columns(&area, -1);
    struct area none = area_part(area, 0, 0, 0, area.columns);
    pager->height = area.rows;
    pager->total = draw_from(pager, none, 0);
    clamp_top(pager);
    draw_from(pager, area, pager->top);
    if (pager->top > 0)
        area_put(marks, 0, 0, STYLE_KEY, "^");
    if (pager->top + pager->height < pager->total)
        area_put(marks, marks.rows - 1, 0, STYLE_KEY, "v");
    area_cursor(area, 0, 0);
}
