/* A form moves the focus and hands every other key to the focused row. A
 * chosen value stands in brackets, so that it is seen without colour. */
#include "screens/kit/form.h"
#include "console/base/memory.h"
#include "console/base/needle.h"
#include "console/base/text.h"

#include <stdlib.h>
#include <string.h>

void form_init(struct form *form, int count)
{
    size_t size = (size_t)(count > 0 ? count : 1) * sizeof(struct form_row);
    *form = (struct form){.rows = mem_new(size), .count = count};
    for (int i = 0; i < count; i++)
        form->rows[i].rows = 1;
}

void form_clear(struct form *form)
{
    for (int i = 0; i < form->count; i++)
        field_clear(&form->rows[i].field);
    free(form->rows);
    *form = (struct form){0};
}

static int count_choices(const struct form_row *row)
{
    int count = 0;
    while (row->choices[count])
        count++;
    return count;
}

static enum form_result choose(struct form *form, int choice)
{
    struct form_row *row = &form->rows[form->focus];
    if (choice < 0 || choice >= count_choices(row) || choice == row->chosen)
        return FORM_MOVED;
    row->chosen = choice;
    form->dirty = true;
    return FORM_CHANGED;
}

/* A letter: the next choice with a word that starts with it. */
static enum form_result letter_key(struct form *form, struct key key)
{
    struct form_row *row = &form->rows[form->focus];
    int count = count_choices(row);
    AUTO_TEXT typed = {0};
    if (key.kind != KEY_CHAR || key.ctrl || key.alt)
        return FORM_IGNORED;
    text_add_char(&typed, key.code_point);
    AUTO_NEEDLE letter;
    needle_init(&letter, text_chars(&typed));
    for (int i = 1; i <= count; i++) {
        int choice = (row->chosen + i) % count;
        if (needle_begins_word(&letter, row->choices[choice]))
            return choose(form, choice);
    }
    return FORM_IGNORED;
}

static enum form_result choice_key(struct form *form, struct key key)
{
    struct form_row *row = &form->rows[form->focus];
    int digit = key_digit(key);
    if (digit > 0 && digit <= count_choices(row))
        return choose(form, digit - 1);
    if (key_same(key, key_char(' ')))
        return choose(form, (row->chosen + 1) % count_choices(row));
    if (key_same(key, key_named(NAMED_LEFT)))
        return choose(form, row->chosen - 1);
    if (key_same(key, key_named(NAMED_RIGHT)))
        return choose(form, row->chosen + 1);
    return letter_key(form, key);
}

static enum form_result row_key(struct form *form, struct key key)
{
    struct form_row *row = &form->rows[form->focus];
    if (row->choices)
        return choice_key(form, key);
    switch (field_key(&row->field, key)) {
    case FIELD_CHANGED:
        form->dirty = true;
        return FORM_CHANGED;
    case FIELD_MOVED:
        return FORM_MOVED;
    case FIELD_IGNORED:
        break;
    }
    return FORM_IGNORED;
}

static enum form_result focus_on(struct form *form, int focus)
{
    form->focus = focus;
    return FORM_MOVED;
}

static enum form_result move_key(struct form *form, enum key_name name)
{
    int last = form->count - 1;
    int focus = form->focus;
    switch (name) {
    case NAMED_TAB:
        return focus_on(form, focus < last ? focus + 1 : 0);
    case NAMED_BACKTAB:
        return focus_on(form, focus > 0 ? focus - 1 : last);
    case NAMED_UP:
        return focus_on(form, focus > 0 ? focus - 1 : 0);
    case NAMED_DOWN:
        return focus_on(form, focus < last ? focus + 1 : last);
    case NAMED_ENTER:
        return focus < last ? focus_on(form, focus + 1) : FORM_ACCEPTED;
    default:
        return FORM_IGNORED;
    }
}

enum form_result form_key(struct form *form, struct key key)
{
    if (form->count == 0)
        return FORM_IGNORED;
    if (key_same(key_latin(key), key_ctrl('s')))
        return FORM_ACCEPTED;
    enum form_result result = row_key(form, key);
    bool plain = key.kind == KEY_NAMED && !key.ctrl && !key.alt;
    if (result == FORM_IGNORED && plain)
        return move_key(form, key.name);
    return result;
}

static bool is_empty(const struct form_row *row)
{
    return row->choices ? row->chosen < 0 : !*field_text(&row->field);
}

bool form_complete(struct form *form)
{
    for (int i = 0; i < form->count; i++) {
        const struct form_row *row = &form->rows[i];
        if (row->fault || (row->required && is_empty(row))) {
            form->focus = i;
            return false;
        }
    }
    return true;
}

/* Too many for the row: only the chosen one, between arrows. */
static void draw_chosen(const struct form_row *row, struct area area,
                        bool focused)
{
    const char *name = row->chosen < 0 ? "" : row->choices[row->chosen];
    int at = area_put(area, 0, 0, STYLE_KEY, "‹ ");
    at += area_put(area, 0, at, STYLE_STRONG, name);
    area_put(area, 0, at, STYLE_KEY, " ›");
    if (focused)
        area_cursor(area, 0, 2);
}

static bool choices_fit(const struct form_row *row, int columns)
{
    int cells = 0;
    for (int i = 0; row->choices[i]; i++)
        cells += 4 + text_cells(row->choices[i]);
    return cells <= columns;
}

static void draw_choices(const struct form_row *row, struct area area,
                         bool focused)
{
    int column = 0;
    if (!choices_fit(row, area.columns)) {
        draw_chosen(row, area, focused);
        return;
    }
    for (int i = 0; row->choices[i]; i++) {
        bool chosen = i == row->chosen;
        enum style style = chosen ? STYLE_STRONG : STYLE_NORMAL;
        int start = column;
        column += area_put(area, 0, column, style, chosen ? "[" : " ");
        column += area_format(area, 0, column, STYLE_KEY, "%d ", i + 1);
        column += area_put(area, 0, column, style, row->choices[i]);
        column += area_put(area, 0, column, style, chosen ? "]" : " ");
        if (focused && (chosen || i == 0))
            area_cursor(area, 0, start);
    }
}

static int label_width(const struct form *form, int columns)
{
    int width = 0;
    for (int i = 0; i < form->count; i++) {
        const char *label = form->rows[i].label;
        int cells = label ? text_cells(label) : 0;
        width = cells > width ? cells : width;
    }
    return width > columns * 2 / 5 ? columns * 2 / 5 : width;
}

static int row_height(const struct form *form, int index)
{
    const struct form_row *row = &form->rows[index];
    bool fault = index == form->focus && row->fault;
    return (row->rows > 1 ? row->rows : 1) + (fault ? 1 : 0);
}

/* The rows left out at the top so that the focused one shows whole. */
static int rows_above(const struct form *form, int height)
{
    int bottom = 0;
    for (int i = 0; i <= form->focus && i < form->count; i++)
        bottom += row_height(form, i);
    int above = bottom > height ? bottom - height : 0;
    int top = bottom - row_height(form, form->focus);
    return above > top ? top : above;
}

static void draw_row(const struct form *form, int index, struct area area)
{
    const struct form_row *row = &form->rows[index];
    bool focused = index == form->focus;
    int width = label_width(form, area.columns);
    area_put(area, 0, 0, STYLE_SELECTED, focused ? ">" : " ");
    area_put_in(area_part(area, 0, 2, 1, width),
                focused ? STYLE_STRONG : STYLE_NORMAL, row->label);
    if (row->required)
        area_put(area, 0, 2 + width, STYLE_KEY, "*");
    struct area beside =
        area_part(area, 0, width + 4, area.rows, area.columns - width - 4);
    if (focused && row->fault) {
        struct area line = area_take_rows(&beside, -1);
        int used = area_put(line, 0, 0, STYLE_BAD, "! ");
        area_put_in(area_part(line, 0, used, 1, line.columns - used), STYLE_BAD,
                    row->fault);
    }
    if (row->choices)
        draw_choices(row, beside, focused);
    else
        field_draw(&row->field, beside, focused);
}

void form_draw(const struct form *form, struct area area)
{
    int at = form->count > 0 ? -rows_above(form, area.rows) : 0;
    for (int i = 0; i < form->count; i++) {
        int height = row_height(form, i);
        if (at >= 0 && at < area.rows)
            draw_row(form, i, area_part(area, at, 0, height, area.columns));
        at += height;
    }
}
