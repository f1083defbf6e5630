/* The selection is told by a mark and bold letters, never by a bar over the
 * whole row: a bar costs the line three times the bytes. */
#include "screens/kit/list.h"

#include <string.h>

enum { MARK_COLUMNS = 2 };

static int clamp(int value, int low, int high)
{
    value = value > high ? high : value;
    return value < low ? low : value;
}

/* Scrolls no more than needed to show the selected row. */
static void scroll(struct list *list)
{
    int height = list->height > 0 ? list->height : 1;
    list->top = clamp(list->top, list->selected - height + 1, list->selected);
    list->top =
        clamp(list->top, 0, clamp(list->count - height, 0, list->count));
}

void list_set_count(struct list *list, int count)
{
    list->count = count < 0 ? 0 : count;
    list->selected = clamp(list->selected, 0, list->count - 1);
    scroll(list);
}

bool list_key(struct list *list, struct key key)
{
    int page = list->height > 1 ? list->height - 1 : 1;
    int to = list->selected;
    if (key.kind != KEY_NAMED || key.ctrl || key.alt)
        return false;
    switch (key.name) {
    case NAMED_UP:
        to--;
        break;
    case NAMED_DOWN:
        to++;
        break;
    case NAMED_PAGE_UP:
        to -= page;
        break;
    case NAMED_PAGE_DOWN:
        to += page;
        break;
    case NAMED_HOME:
        to = 0;
        break;
    case NAMED_END:
        to = list->count - 1;
        break;
    default:
        return false;
    }
    list->selected = clamp(to, 0, list->count - 1);
    scroll(list);
    return true;
}

static void draw_rows(struct list *list, struct area area, bool marked,
                      list_row *row, void *cookie)
{
    list->height = area.rows;
    list_set_count(list, list->count);
    for (int i = 0; i < area.rows && list->top + i < list->count; i++) {
        int index = list->top + i;
        bool selected = marked && index == list->selected;
        struct area line =
            area_part(area, i, MARK_COLUMNS, 1, area.columns - MARK_COLUMNS);
        row(line, index, selected, cookie);
        if (!selected)
            continue;
        area_style_row(line, 0, STYLE_SELECTED);
        area_put(area, i, 0, STYLE_SELECTED, ">");
    }
}

void list_draw(struct list *list, struct area area, bool focused, list_row *row,
               void *cookie)
{
    draw_rows(list, area, true, row, cookie);
    if (!focused)
        return;
    int at = list->selected - list->top;
    area_cursor(area, list->count > 0 && at < area.rows ? at : 0, 0);
}

void list_draw_aside(struct list *list, struct area area, list_row *row,
                     void *cookie)
{
    draw_rows(list, area, false, row, cookie);
}
