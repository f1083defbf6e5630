/* The picture of the stack of screens: card, the screen on top, message or
 * question, key bar. */
#include "screens/card.h"
#include "screens/frame.h"
#include "screens/kit/term.h"
#include "screens/ui_state.h"
#include "screens/words.h"

struct open_screen *ui_top(struct ui *ui)
{
    return &ui->stack[ui->depth - 1];
}

bool ui_can(enum command command, void *cookie)
{
    const struct open_screen *screen = cookie;
    return !screen->ops->can || screen->ops->can(screen->state, command);
}

bool ui_typing(const struct open_screen *screen)
{
    return screen->ops->typing && screen->ops->typing(screen->state);
}

static void draw_bar(struct ui *ui, struct area area)
{
    struct open_screen *screen = ui_top(ui);
    struct frame_bar bar = {
        .scopes = screen->ops->scopes(screen->state),
        .typing = ui_typing(screen),
        .choices =
            screen->ops->choices ? screen->ops->choices(screen->state) : 0,
        .choices_hint = screen->ops->choices_hint ? _(screen->ops->choices_hint)
                                                  : _("answer"),
        .can = ui_can,
        .cookie = screen,
    };
    frame_bar(&bar, area);
}

static void draw(struct ui *ui)
{
    int rows, columns;
    term_size(ui->term, &rows, &columns);
    canvas_reset(ui->canvas, rows, columns);
    canvas_set_lines(ui->canvas, ui->lines);
    struct area area = area_all(ui->canvas);
    if (rows < FRAME_ROWS_MIN || columns < FRAME_COLUMNS_MIN) {
        frame_too_small(area);
        return;
    }
    card_draw(&ui->seat, &area);
    struct area bar = area_take_rows(&area, -1);
    if (ui->asking)
        frame_question(ui->question.text, ui->question.yes, &area);
    else
        draw_bar(ui, bar);
    frame_message(&ui->seat, &area);
    struct area focus = area_take_rows(&area, ui->seat.plain ? -1 : 0);
    ui_top(ui)->ops->draw(ui_top(ui)->state, area);
    if (ui->seat.plain)
        frame_focus(focus);
    if (ui->asking)
        area_cursor(area_all(ui->canvas), rows - 2, 1);
}

void ui_draw(struct ui *ui)
{
    draw(ui);
    term_show(ui->term, ui->canvas);
}
