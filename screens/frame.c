/* Key bar, message, question, too-small notice. */
#include "screens/frame.h"

#include "console/base/text.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <string.h>

/* One hint, whole or not at all; returns the column behind it. */
static int put_hint(struct area area, int at, const char *key, const char *hint)
{
    int cells = text_cells(key) + 1 + text_cells(hint);
    if (at + cells > area.columns)
        return at;
    at += area_put(area, 0, at, STYLE_KEY, key) + 1;
    at += area_put(area, 0, at, STYLE_NORMAL, hint) + 2;
    return at;
}

static bool in_bar(const struct frame_bar *bar, enum command command)
{
    return command_in(command, bar->scopes) &&
           (!bar->can || bar->can(command, bar->cookie));
}

static int put_command(const struct frame_bar *bar, struct area area, int at,
                       enum command command)
{
    char key[KEY_NAME_SIZE];
    if (!in_bar(bar, command) || !command_shown_key(command, bar->typing, key))
        return at;
    return put_hint(area, at, key, command_hint(command));
}

/* The cells that help takes at the right end; it is always there. */
static int help_cells(const struct frame_bar *bar)
{
    char key[KEY_NAME_SIZE];
    if (!in_bar(bar, COMMAND_HELP) ||
        !command_shown_key(COMMAND_HELP, bar->typing, key))
        return 0;
    return text_cells(key) + 1 + text_cells(command_hint(COMMAND_HELP)) + 3;
}

/* Those at the end of the bar, what is rare enough for the palette, and the
 * views of a list, which stand above it with their keys. */
static bool has_own_place(enum command command)
{
    if (command >= COMMAND_LIST_MINE && command <= COMMAND_LIST_UNDELIVERED)
        return true;
    return command == COMMAND_HELP || command == COMMAND_PALETTE ||
           command == COMMAND_MOUSE || command == COMMAND_RELOAD;
}

void frame_bar(const struct frame_bar *bar, struct area area)
{
    struct area help = area_take_columns(&area, -help_cells(bar));
    int at = 1;
    if (bar->choices > 0) {
        AUTO_CHARS keys =
            bar->choices > 1 ? mem_format("1-%d", bar->choices) : mem_copy("1");
        at = put_hint(area, at, keys, bar->choices_hint);
    }
    for (int c = 0; c < COMMAND_COUNT; c++)
        if (!has_own_place(c))
            at = put_command(bar, area, at, c);
    at = put_command(bar, area, at, COMMAND_PALETTE);
    put_command(bar, area, at, COMMAND_MOUSE);
    put_command(bar, help, 2, COMMAND_HELP);
}

void frame_message(const struct seat *seat, struct area *area)
{
    if (!seat->message || !*seat->message)
        return;
    struct area probe = area_part(*area, 0, 1, 0, area->columns - 2);
    int rows = area_wrap(probe, 0, 0, STYLE_NORMAL, seat->message);
    struct area line = area_take_rows(area, rows > 2 ? -3 : -rows);
    area_wrap(area_part(line, 0, 1, line.rows, line.columns - 2), 0, 0,
              seat->message_bad ? STYLE_WARN : STYLE_STRONG, seat->message);
}

void frame_question(const char *text, const char *yes, struct area *area)
{
    struct area line = area_take_rows(area, -3);
    area_hline(line, 0, NULL);
    area_put_in(area_part(line, 1, 1, 1, line.columns - 2), STYLE_STRONG, text);
    int at = area_put(line, 2, 1, STYLE_KEY, "1") + 2;
    at += area_put(line, 2, at, STYLE_NORMAL, yes) + 3;
    at += area_put(line, 2, at, STYLE_KEY, "2") + 1;
    area_cursor(line, 2, at);
    area_put(line, 2, at, STYLE_STRONG, _("no, go back"));
}

void frame_focus(struct area area)
{
    int row, column;
    if (!canvas_cursor(area.canvas, &row, &column))
        return;
    AUTO_CHARS words = canvas_row(area.canvas, row);
    area_format(area, 0, 1, STYLE_NORMAL, _("focus: %s"),
                words + strspn(words, " >"));
}

void frame_too_small(struct area area)
{
    area_format(area, 0, 0, STYLE_NORMAL, _("Terminal %dx%d."), area.columns,
                area.rows);
    area_format(area, 1, 0, STYLE_NORMAL, _("Needed: %dx%d."),
                FRAME_COLUMNS_MIN, FRAME_ROWS_MIN);
    area_put(area, 2, 0, STYLE_NORMAL, _("Nothing is lost."));
    area_cursor(area, 0, 0);
}
