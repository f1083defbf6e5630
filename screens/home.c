/* An agent's start: the unfinished call, a new one, what was promised, the
 * latest calls. */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/call/call.h"
#include "console/desk.h"
#include "console/io/loop.h"
#include "console/reload.h"
#include "screens/caserow.h"
#include "screens/kit/list.h"
#include "screens/screen.h"
#include "screens/todo.h"
#include "screens/unfinished.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>

enum { LOOK_MS = 15000 };

struct home {
    struct seat *seat;
    struct fetch *fetch;
    struct todo todo;
    struct json_t *calls;
    struct list list;
    bool on_calls; /* the selection is among the calls */
    uint64_t timer;
    int64_t stamp; /* of the log's file when it was last asked */
};

/* What has been promised comes first, where there is any. */
static bool is_on_calls(const struct home *home)
{
    return home->on_calls || home->todo.list.count == 0;
}

static struct json_t *read_home(struct store *store,
                                const struct fetch_what *what,
                                struct error *error)
{
    AUTO_JSON todo = todo_read(store, what->text, error);
    AUTO_JSON calls = todo ? caserow_calls(store, what, error) : NULL;
    return calls ? json_pack("{s:O, s:O}", "todo", todo, "calls", calls) : NULL;
}

static void take_home(const struct json_t *value, const struct error *error,
                      void *cookie)
{
    struct home *home = cookie;
    if (!value) {
        seat_fault(home->seat, error);
    } else {
        json_decref(home->calls);
        home->calls = json_incref(json_object_get(value, "calls"));
        list_set_count(&home->list, (int)json_array_size(home->calls));
        todo_take(&home->todo, json_object_get(value, "todo"));
    }
    home->seat->changed(home->seat->cookie);
}

static void ask_home(void *cookie)
{
    struct home *home = cookie;
    home->stamp = desk_log_stamp(home->seat->desk);
    fetch_start(&home->fetch, home->seat,
                &(struct fetch_what){.work = read_home,
                                     .done = take_home,
                                     .cookie = home,
                                     .text = home->seat->desk->user.name});
}

/* The moment of a promised call comes while other screens stand above; what a
 * branch answers can wait for the next look. */
static void look_at_clock(void *cookie)
{
    struct home *home = cookie;
    todo_remind(&home->todo);
    if (desk_log_stamp(home->seat->desk) != home->stamp)
        ask_home(home);
    home->timer =
        loop_after(home->seat->desk->loop, LOOK_MS, look_at_clock, home);
}

static bool home_open(void *state, struct seat *seat, struct error *error)
{
    struct home *home = state;
    (void)error;
    home->seat = home->todo.seat = seat;
    home->todo.changed = ask_home;
    home->todo.cookie = home;
    home->todo.reminded_ms = clock_now_ms();
    ask_home(home);
    look_at_clock(home);
    return true;
}

/* Back from a call: the list may have more. */
static void home_shown(void *state)
{
    ask_home(state);
}

static void home_close(void *state)
{
    struct home *home = state;
    fetch_drop(&home->fetch);
    loop_cancel(home->seat->desk->loop, home->timer);
    todo_clear(&home->todo);
    json_decref(home->calls);
}

static const char *selected_number(const struct home *home)
{
    const json_t *row =
        json_array_get(home->calls, (size_t)home->list.selected);
    const char *number = is_on_calls(home) ? json_find_string(row, "number")
                                           : todo_number(&home->todo);
    return number && *number ? number : NULL;
}

static bool on_callback(const struct home *home)
{
    return !is_on_calls(home) && todo_callback(&home->todo);
}

static unsigned home_scopes(const void *state)
{
    (void)state;
    return SCOPE_HOME;
}

static bool home_can(const void *state, enum command command)
{
    const struct home *home = state;
    switch (command) {
    case COMMAND_CALL_NEW:
        return !unfinished_is(home->seat);
    case COMMAND_CALL_RESUME:
    case COMMAND_CALL_DROP:
        return unfinished_can(home->seat);
    case COMMAND_OPEN:
        return selected_number(home) != NULL;
    case COMMAND_REVEAL:
    case COMMAND_CALLED:
        return on_callback(home);
    case COMMAND_SWITCH:
        return home->seat->practice && !home->seat->call;
    case COMMAND_FINDINGS:
        return reload_state(home->seat->reload) == RELOAD_REFUSED;
    default:
        return true;
    }
}

static struct step open_case(struct home *home)
{
    free(home->seat->number);
    home->seat->number = mem_copy(selected_number(home));
    return STEP_TO(STEP_OPEN, SCREEN_STORY);
}

static struct step called(struct home *home, bool sure)
{
    if (!sure)
        return (struct step){.kind = STEP_ASK,
                             .command = COMMAND_CALLED,
                             .text = _("Is this promised call done? It goes "
                                       "from the list."),
                             .yes = _("yes, done")};
    todo_done(&home->todo);
    return STEP(STEP_STAY);
}

static struct step home_act(void *state, enum command command, bool sure)
{
    struct home *home = state;
    switch (command) {
    case COMMAND_CALL_NEW:
        return STEP_TO(STEP_OPEN, SCREEN_GUIDE);
    case COMMAND_CALL_RESUME:
        return unfinished_resume(home->seat);
    case COMMAND_CALL_DROP:
        return unfinished_drop(home->seat, sure);
    case COMMAND_OPEN:
        return open_case(home);
    case COMMAND_REVEAL:
        todo_reveal(&home->todo);
        return STEP(STEP_STAY);
    case COMMAND_CALLED:
        return called(home, sure);
    case COMMAND_CASES:
        return STEP_TO(STEP_OPEN, SCREEN_INBOX);
    case COMMAND_SWITCH:
        return STEP_TO(STEP_OPEN, SCREEN_DESKS);
    case COMMAND_RELOAD:
        reload_now(home->seat->reload);
        return STEP(STEP_STAY);
    case COMMAND_FINDINGS:
        return STEP_TO(STEP_OPEN, SCREEN_FINDINGS);
    default:
        return STEP(STEP_PASS);
    }
}

/* Up from the first call to what is promised, down from the last of that. */
static struct step home_type(void *state, struct key key)
{
    struct home *home = state;
    bool calls = is_on_calls(home);
    struct list *list = calls ? &home->list : &home->todo.list;
    bool up = key_same(key, key_named(NAMED_UP)) && list->selected == 0;
    bool down = key_same(key, key_named(NAMED_DOWN)) &&
                list->selected >= list->count - 1;
    if (calls && up && home->todo.list.count > 0)
        home->on_calls = false;
    else if (!calls && down && home->list.count > 0)
        home->on_calls = true;
    else if (!list_key(list, key))
        return STEP(STEP_PASS);
    return STEP(STEP_STAY);
}

static void draw_row(struct area area, int index, bool selected, void *cookie)
{
    const struct home *home = cookie;
    caserow_draw_call(home->seat, json_array_get(home->calls, (size_t)index),
                      area, selected);
}

/* The picture is drawn again when the draft has been emptied. */
static struct step home_changed(void *state)
{
    struct home *home = state;
    unfinished_look(home->seat);
    return STEP(STEP_STAY);
}

/* What has become of new scripts; nothing when there were none. */
static void draw_reload(const struct home *home, struct area area)
{
    switch (reload_state(home->seat->reload)) {
    case RELOAD_RUNNING:
        area_put(area, 2, 2, STYLE_DIM, _("New scripts are being checked…"));
        break;
    case RELOAD_TAKEN:
        area_put(area, 2, 2, STYLE_DIM,
                 _("New scripts are in use since you sat down."));
        break;
    case RELOAD_REFUSED:
        area_put(area, 2, 2, STYLE_WARN,
                 _("New scripts are refused, the old ones stay: y shows why."));
        break;
    default:
        break;
    }
}

static void draw_todo(struct home *home, struct area *area)
{
    int count = home->todo.list.count, most = area->rows / 2 - 1;
    if (count == 0 || most < 1)
        return;
    AUTO_CHARS title = mem_format(_("To do: %d"), count);
    struct area todo = area_take_rows(area, 2 + (count < most ? count : most));
    area_hline(area_take_rows(&todo, 1), 0, title);
    todo_draw(&home->todo, area_take_rows(&todo, todo.rows - 1),
              !is_on_calls(home));
}

static void home_draw(void *state, struct area area)
{
    struct home *home = state;
    bool left = unfinished_is(home->seat);
    struct area offer = area_take_rows(&area, 4);
    if (left)
        area_put(offer, 1, 2, STYLE_WARN,
                 _("A call is unfinished: r goes on where it stopped."));
    else
        area_put(offer, 1, 2, STYLE_STRONG,
                 _("Ready for a call: n starts it."));
    draw_reload(home, offer);
    draw_todo(home, &area);
    area_hline(area_take_rows(&area, 1), 0, _("My latest calls"));
    if (home->list.count == 0)
        area_put(area, 0, 2, STYLE_DIM, _("None yet."));
    else if (is_on_calls(home))
        list_draw(&home->list, area, true, draw_row, home);
    else
        list_draw_aside(&home->list, area, draw_row, home);
    if (home->list.count + home->todo.list.count == 0)
        area_cursor(offer, 1, 2);
}

const struct screen_ops home_screen = {
    .id = "home",
    .title = N_("Start"),
    .size = sizeof(struct home),
    .open = home_open,
    .close = home_close,
    .scopes = home_scopes,
    .can = home_can,
    .draw = home_draw,
    .act = home_act,
    .type = home_type,
    .shown = home_shown,
    .changed = home_changed,
};
