/* An agent's start: the unfinished call, a new one, the latest ones. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/call/call.h"
#include "console/desk.h"
#include "console/reload.h"
#include "screens/caserow.h"
#include "screens/kit/list.h"
#include "screens/screen.h"
#include "screens/unfinished.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>

struct home {
    struct seat *seat;
    struct fetch *fetch;
    struct json_t *calls;
    struct list list;
};

static void take_calls(const struct json_t *value, const struct error *error,
                       void *cookie)
{
    struct home *home = cookie;
    if (!value) {
        seat_fault(home->seat, error);
    } else {
        json_decref(home->calls);
        home->calls = json_incref((json_t *)value);
        list_set_count(&home->list, (int)json_array_size(home->calls));
    }
    home->seat->changed(home->seat->cookie);
}

static void ask_calls(struct home *home)
{
    fetch_start(&home->fetch, home->seat,
                &(struct fetch_what){.work = caserow_calls,
                                     .done = take_calls,
                                     .cookie = home,
                                     .text = home->seat->desk->user.name});
}

static bool home_open(void *state, struct seat *seat, struct error *error)
{
    struct home *home = state;
    (void)error;
    home->seat = seat;
    ask_calls(home);
    return true;
}

/* Back from a call: the list may have more. */
static void home_shown(void *state)
{
    ask_calls(state);
}

static void home_close(void *state)
{
    struct home *home = state;
    fetch_drop(&home->fetch);
    json_decref(home->calls);
}

static const char *selected_number(const struct home *home)
{
    const json_t *row =
        json_array_get(home->calls, (size_t)home->list.selected);
    const char *number = row ? json_find_string(row, "number") : NULL;
    return number && *number ? number : NULL;
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

static struct step home_type(void *state, struct key key)
{
    struct home *home = state;
    return list_key(&home->list, key) ? STEP(STEP_STAY) : STEP(STEP_PASS);
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
    area_hline(area_take_rows(&area, 1), 0, _("My latest calls"));
    if (home->list.count == 0)
        area_put(area, 0, 2, STYLE_DIM, _("None yet."));
    else
        list_draw(&home->list, area, true, draw_row, home);
    if (home->list.count == 0)
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
