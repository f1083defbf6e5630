/* The stack of screens, keys to commands, and one picture a turn. */
#include "screens/ui.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/call/call.h"
#include "console/call/draft.h"
#include "console/config/config.h"
#include "console/desk.h"
#include "console/io/loop.h"
#include "console/people/right.h"
#include "console/reload.h"
#include "screens/guard.h"
#include "screens/kit/term.h"
#include "screens/screen.h"
#include "screens/ui_state.h"
#include "screens/ways.h"
#include "screens/words.h"

#include <signal.h>
#include <stdlib.h>

enum { KEYS_A_TURN = 1000 };

static const struct screen_ops *const all_screens[] = {
#define SCREEN(id, constant) &constant,
    SCREENS
#undef SCREEN
};

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
        ui->seat.below_scopes = ui_top(ui)->ops->scopes(ui_top(ui)->state);
        ui->seat.below_can = ui_can;
        ui->seat.below_cookie = ui_top(ui);
    }
    if (ui->depth == UI_DEPTH || !ops->open(screen.state, &ui->seat, error)) {
        free(screen.state);
        return false;
    }
    ui->stack[ui->depth++] = screen;
    return true;
}

static void pop(struct ui *ui)
{
    struct open_screen *screen = ui_top(ui);
    ui->depth--;
    screen->ops->close(screen->state);
    free(screen->state);
    if (ui->depth > 0 && ui_top(ui)->ops->shown)
        ui_top(ui)->ops->shown(ui_top(ui)->state);
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
    struct step step = ui_top(ui)->ops->act(ui_top(ui)->state, command, sure);
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
        if (ui->depth > 0 && ui_top(ui)->ops == all_screens[step.screen])
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
    struct open_screen *screen = ui_top(ui);
    bool typing = ui_typing(screen);
    if (ui->asking) {
        answer_question(ui, key);
        return;
    }
    seat_say(&ui->seat, false, "");
    enum command command = command_of_key(
        key, screen->ops->scopes(screen->state), typing, ui_can, screen);
    struct step step = STEP(STEP_PASS);
    /* A field has the first word on named keys it knows (Backspace, ...). */
    if (screen->ops->type && (typing || command == COMMAND_NONE))
        step = screen->ops->type(screen->state, key);
    if (step.kind != STEP_PASS)
        take_step(ui, step);
    else if (command != COMMAND_NONE)
        give(ui, command, false);
}

static void read_more(void *cookie);

/* Whoever sends keys without end keeps nobody waiting: timers and answers have
 * their turn, so a session that is over ends. */
static void read_keys(void *cookie)
{
    struct ui *ui = cookie;
    for (int i = 0; i < KEYS_A_TURN; i++) {
        struct key key = term_read(ui->term);
        if (key.kind == KEY_NONE)
            return;
        ui->dirty = true;
        if (key.kind == KEY_GONE) {
            leave(ui, NULL);
            return;
        }
        if (key.kind == KEY_RESIZE)
            continue;
        guard_key(ui->guard);
        take_key(ui, key);
    }
    if (!ui->more_keys)
        loop_post(ui->loop, read_more, ui);
    ui->more_keys = true;
}

static void read_more(void *cookie)
{
    ((struct ui *)cookie)->more_keys = false;
    read_keys(cookie);
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

static void on_over(enum message why, void *cookie)
{
    struct ui *ui = cookie;
    ui->over = why;
    leave(ui, NULL);
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
    struct open_screen *screen = ui_top(ui);
    if (!ui->dirty)
        return;
    if (screen->ops->changed)
        take_step(ui, screen->ops->changed(screen->state));
    screen = ui_top(ui);
    if (screen->ops->ready && !screen->ops->ready(screen->state))
        return;
    ui->dirty = false;
    ui_draw(ui);
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
    loop_forget(ui->loop, ui); /* keys that were not read */
}

/* A service that works here has no screens. */
static bool open_desk(struct ui *ui, const struct config *config,
                      struct loop *loop, enum ui_way way, struct error *error)
{
    unsigned parts = way == UI_REMOTE ? DESK_WORK | DESK_KEY : DESK_WORK;
    if (!desk_init(&ui->desk, config, loop, parts, error))
        return false;
    if (right_of(ui->desk.user.role, RIGHT_CASE_READ))
        return true;
    error_set(error, MESSAGE_NO_SCREENS, "%s", ui->desk.user.name);
    desk_clear(&ui->desk);
    return false;
}

struct ui *ui_open(const struct config *config, struct loop *loop,
                   struct term *term, const struct command_names *names,
                   enum ui_way way, struct error *error)
{
    struct ui *ui = mem_new(sizeof(*ui));
    if (!open_desk(ui, config, loop, way, error)) {
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
    ways_open(&ui->seat);
    ui->seat.reload = reload_open(&ui->desk, changed, ui);
    term_mouse(term, ui->seat.mouse);
    if (!push(ui, seat_start(&ui->seat), error)) {
        ui_close(ui);
        return NULL;
    }
    if (draft_shared(ui->desk.draft))
        seat_say(&ui->seat, false,
                 _("You are at work at another desk too; each desk has a call "
                   "of its own."));
    ui->guard = guard_open(&ui->seat, on_over, ui);
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
    guard_stop(ui->guard);
    desk_stop(&ui->desk);
    loop_turn(ui->loop, 0); /* the last answers still need the desk */
    guard_close(ui->guard);
    desk_clear(&ui->desk);
    canvas_free(ui->canvas);
    ways_close(&ui->seat);
    free(ui->seat.number);
    free(ui->seat.part);
    json_drop(&ui->seat.narrow);
    free(ui->seat.script);
    free(ui->seat.article);
    free(ui->seat.next_desk);
    free(ui->seat.message);
    free(ui);
}

char *ui_run(struct ui *ui, struct error *error)
{
    ui->dirty = true;
    loop_run(ui->loop);
    if (ui->over != MESSAGE_NONE)
        error_set(error, ui->over, "%s", ui->desk.user.name);
    return ui->next_desk;
}
