/* The stack of screens, keys to commands, and one picture a turn. */
#include "screens/ui.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/call/call.h"
#include "console/config/config.h"
#include "console/desk.h"
#include "console/io/loop.h"
#include "console/reload.h"
#include "screens/card.h"
#include "screens/frame.h"
#include "screens/kit/term.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <signal.h>
#include <stdlib.h>

enum { STACK_MAX = 6 };
static const struct screen_ops *const all_screens[] = {
#define SCREEN(id, constant) &constant,
    SCREENS
#undef SCREEN
};

/* An open screen. */
struct open_screen {
    const struct screen_ops *ops;
    void *state;
};

struct ui {
    struct desk desk;
    struct seat seat;
    struct loop *loop;
    struct term *term;
    struct canvas *canvas;
    struct open_screen stack[STACK_MAX];
    int depth;
    enum lines lines;
    bool dirty;
    bool asking; /* a question stands; its command waits for yes */
    struct step question;
    uint64_t ticking; /* the call's timer, 0: none */
    char *next_desk;
};

static struct open_screen *top(struct ui *ui)
{
    return &ui->stack[ui->depth - 1];
}

static bool can(enum command command, void *cookie)
{
    const struct open_screen *screen = cookie;
    return !screen->ops->can || screen->ops->can(screen->state, command);
}

static bool is_typing(const struct open_screen *screen)
{
    return screen->ops->typing && screen->ops->typing(screen->state);
}

static void changed(void *cookie)
{
    struct ui *ui = cookie;
    ui->dirty = true;
}

/* Opening and closing. */

static bool push(struct ui *ui, enum screen_id id, struct error *error)
{
    const struct screen_ops *ops = all_screens[id];
    struct open_screen screen = {ops, mem_new(ops->size)};
    if (ui->depth > 0) {
        ui->seat.below_scopes = top(ui)->ops->scopes(top(ui)->state);
        ui->seat.below_can = can;
        ui->seat.below_cookie = top(ui);
    }
    if (ui->depth == STACK_MAX || !ops->open(screen.state, &ui->seat, error)) {
        free(screen.state);
        return false;
    }
    ui->stack[ui->depth++] = screen;
    return true;
}

static void pop(struct ui *ui)
{
    struct open_screen *screen = top(ui);
    ui->depth--;
    screen->ops->close(screen->state);
    free(screen->state);
    if (ui->depth > 0 && top(ui)->ops->shown)
        top(ui)->ops->shown(top(ui)->state);
}

static void open_or_say(struct ui *ui, enum screen_id id)
{
    struct error error = {0};
    if (!push(ui, id, &error) && error.message != MESSAGE_NONE)
        seat_fault(&ui->seat, &error);
}

static void leave(struct ui *ui, char *next_desk)
{
    ui->next_desk = next_desk;
    loop_stop(ui->loop);
}

/* Steps. */

static void take_step(struct ui *ui, struct step step);

/* The screen's own doing; the knowledge base opens over any other. */
static void act(struct ui *ui, enum command command, bool sure)
{
    struct step step = top(ui)->ops->act(top(ui)->state, command, sure);
    if (step.kind == STEP_PASS && command == COMMAND_KNOWLEDGE)
        step = STEP_TO(STEP_OPEN, SCREEN_FINDER);
    take_step(ui, step);
}

static void give(struct ui *ui, enum command command, bool sure)
{
    if (command == COMMAND_HELP)
        take_step(ui, STEP_TO(STEP_OPEN, SCREEN_HELP));
    else if (command == COMMAND_PALETTE)
        take_step(ui, STEP_TO(STEP_OPEN, SCREEN_PALETTE));
    else if (command == COMMAND_QUIT)
        take_step(ui, STEP(STEP_QUIT));
    else if (command == COMMAND_MOUSE)
        term_mouse(ui->term, ui->seat.mouse = !ui->seat.mouse);
    else
        act(ui, command, sure);
}

static void take_step(struct ui *ui, struct step step)
{
    switch (step.kind) {
    case STEP_STAY:
    case STEP_PASS:
        break;
    case STEP_REPLACE:
        pop(ui);
        open_or_say(ui, step.screen);
        break;
    case STEP_OPEN:
        if (ui->depth > 0 && top(ui)->ops == all_screens[step.screen])
            break;
        open_or_say(ui, step.screen);
        break;
    case STEP_BACK:
        if (ui->depth > 1)
            pop(ui);
        break;
    case STEP_RUN:
        pop(ui);
        give(ui, step.command, false);
        break;
    case STEP_ASK:
        ui->asking = true;
        ui->question = step;
        break;
    case STEP_SWITCH:
        leave(ui, mem_copy(ui->seat.next_desk));
        break;
    case STEP_QUIT:
        leave(ui, NULL);
        break;
    }
}

/* Keys. */

/* 1 does what was asked about; everything else is no. */
static void answer_question(struct ui *ui, struct key key)
{
    ui->asking = false;
    if (key_digit(key) == 1)
        give(ui, ui->question.command, true);
}

static void take_key(struct ui *ui, struct key key)
{
    struct open_screen *screen = top(ui);
    bool typing = is_typing(screen);
    if (ui->asking) {
        answer_question(ui, key);
        return;
    }
    seat_say(&ui->seat, false, "");
    enum command command = command_of_key(
        key, screen->ops->scopes(screen->state), typing, can, screen);
    struct step step = STEP(STEP_PASS);
    /* A field has the first word on named keys it knows (Backspace, ...). */
    if (screen->ops->type && (typing || command == COMMAND_NONE))
        step = screen->ops->type(screen->state, key);
    if (step.kind != STEP_PASS)
        take_step(ui, step);
    else if (command != COMMAND_NONE)
        give(ui, command, false);
}

static void read_keys(void *cookie)
{
    struct ui *ui = cookie;
    struct key key;
    while ((key = term_read(ui->term)).kind != KEY_NONE) {
        ui->dirty = true;
        if (key.kind == KEY_GONE) {
            leave(ui, NULL);
            return;
        }
        if (key.kind != KEY_RESIZE)
            take_key(ui, key);
    }
}

static void on_resize(void *cookie)
{
    struct ui *ui = cookie;
    term_resized(ui->term);
    ui->dirty = true;
}

static void on_end(void *cookie)
{
    leave(cookie, NULL);
}

/* Drawing. */

static void draw_bar(struct ui *ui, struct area area)
{
    struct open_screen *screen = top(ui);
    struct frame_bar bar = {
        .scopes = screen->ops->scopes(screen->state),
        .typing = is_typing(screen),
        .choices =
            screen->ops->choices ? screen->ops->choices(screen->state) : 0,
        .choices_hint = screen->ops->choices_hint ? _(screen->ops->choices_hint)
                                                  : _("answer"),
        .can = can,
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
    top(ui)->ops->draw(top(ui)->state, area);
    if (ui->seat.plain)
        frame_focus(focus);
    if (ui->asking)
        area_cursor(area_all(ui->canvas), rows - 2, 1);
}

static void tick(void *cookie)
{
    struct ui *ui = cookie;
    ui->ticking = 0;
    ui->dirty = true;
}

/* During a call the timer moves once a second; else nothing does. */
static void keep_time(struct ui *ui)
{
    bool running = ui->seat.call && call_stage(ui->seat.call) != CALL_SAVED;
    if (running && !ui->ticking)
        ui->ticking = loop_after(
            ui->loop, 1000 - call_duration_ms(ui->seat.call) % 1000, tick, ui);
}

static void show(struct ui *ui)
{
    struct open_screen *screen = top(ui);
    if (!ui->dirty)
        return;
    if (screen->ops->changed)
        take_step(ui, screen->ops->changed(screen->state));
    screen = top(ui);
    if (screen->ops->ready && !screen->ops->ready(screen->state))
        return;
    ui->dirty = false;
    draw(ui);
    term_show(ui->term, ui->canvas);
    keep_time(ui);
}

/* The picture first: nobody waits for a look at files. */
static void before_sleep(void *cookie)
{
    struct ui *ui = cookie;
    show(ui);
    reload_look(ui->seat.reload);
}

/* Life. */

static void watch(struct ui *ui)
{
    loop_watch(ui->loop, term_handle(ui->term), read_keys, ui);
    loop_signal(ui->loop, SIGWINCH, on_resize, ui);
    loop_signal(ui->loop, SIGTERM, on_end, ui);
    loop_signal(ui->loop, SIGHUP, on_end, ui);
    loop_signal(ui->loop, SIGINT, on_end, ui);
    loop_before_sleep(ui->loop, before_sleep, ui);
}

static void unwatch(struct ui *ui)
{
    static const int signals[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT};
    loop_unwatch(ui->loop, term_handle(ui->term));
    for (size_t i = 0; i < COUNT(signals); i++)
        loop_signal(ui->loop, signals[i], NULL, NULL);
    loop_before_sleep(ui->loop, NULL, NULL);
    loop_cancel(ui->loop, ui->ticking);
}

struct ui *ui_open(const struct config *config, struct loop *loop,
                   struct term *term, const struct command_names *names,
                   enum ui_way way, struct error *error)
{
    struct ui *ui = mem_new(sizeof(*ui));
    unsigned parts = way == UI_REMOTE ? DESK_WORK | DESK_KEY : DESK_WORK;
    if (!desk_init(&ui->desk, config, loop, parts, error)) {
        free(ui);
        return NULL;
    }
    ui->loop = loop;
    ui->term = term;
    ui->lines = config_bool(config, CONFIG_ui_plain)   ? LINES_NONE
                : config_bool(config, CONFIG_ui_ascii) ? LINES_ASCII
                                                       : LINES_BOX;
    ui->canvas = canvas_new(1, 1);
    ui->seat = (struct seat){.desk = &ui->desk,
                             .names = names,
                             .reads = ui->desk.language,
                             .practice = way == UI_PRACTICE,
                             .mouse = config_bool(config, CONFIG_ui_mouse),
                             .plain = config_bool(config, CONFIG_ui_plain),
                             .changed = changed,
                             .cookie = ui};
    ui->seat.reload = reload_open(&ui->desk, changed, ui);
    term_mouse(term, ui->seat.mouse);
    if (!push(ui,
              role_has_branch(ui->desk.user.role) ? SCREEN_INBOX : SCREEN_HOME,
              error)) {
        ui_close(ui);
        return NULL;
    }
    watch(ui);
    return ui;
}

void ui_close(struct ui *ui)
{
    while (ui->depth > 0)
        pop(ui);
    unwatch(ui);
    call_free(ui->seat.call);
    reload_close(ui->seat.reload);
    desk_stop(&ui->desk);
    loop_turn(ui->loop, 0); /* the last answers still need the desk */
    desk_clear(&ui->desk);
    canvas_free(ui->canvas);
    free(ui->seat.number);
    free(ui->seat.script);
    free(ui->seat.article);
    free(ui->seat.next_desk);
    free(ui->seat.message);
    free(ui);
}

char *ui_run(struct ui *ui)
{
    ui->dirty = true;
    loop_run(ui->loop);
    return ui->next_desk;
}
