/* The end of a call: the form already filled, notes, saving. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/call/call.h"
#include "screens/caserow.h"
#include "screens/promise.h"
#include "screens/screen.h"
#include "screens/words.h"
#include "screens/wrapup_form.h"

#include <stdlib.h>

struct wrapup {
    struct seat *seat;
    struct wrapup_form form;
    char *question;
};

static bool wrapup_open(void *state, struct seat *seat, struct error *error)
{
    struct wrapup *wrapup = state;
    (void)error;
    wrapup->seat = seat;
    wrapup_form_init(&wrapup->form, seat);
    return true;
}

static void wrapup_close(void *state)
{
    struct wrapup *wrapup = state;
    wrapup_form_keep(&wrapup->form);
    wrapup_form_clear(&wrapup->form);
    free(wrapup->question);
}

static unsigned wrapup_scopes(const void *state)
{
    (void)state;
    return SCOPE_WRAP;
}

static bool wrapup_typing(const void *state)
{
    (void)state;
    return true;
}

static bool wrapup_can(const void *state, enum command command)
{
    const struct wrapup *wrapup = state;
    const struct call *call = wrapup->seat->call;
    if (command == COMMAND_REVEAL)
        return *call_iin(call) && !call_is_revealed(call);
    return call_stage(call) == CALL_WRAP || command == COMMAND_HELP;
}

static struct step ask_save(struct wrapup *wrapup)
{
    bool adds = wrapup_form_adds(&wrapup->form);
    free(wrapup->question);
    wrapup->question =
        adds ? mem_format(_("Add this call to case № %s?"), wrapup->form.same)
             : mem_format(_("Send the case to: %s?"),
                          wrapup_form_branch(&wrapup->form));
    return (struct step){.kind = STEP_ASK,
                         .command = COMMAND_SAVE,
                         .text = wrapup->question,
                         .yes = adds ? _("yes, add") : _("yes, send")};
}

static struct step save(struct wrapup *wrapup, bool sure)
{
    wrapup_form_keep(&wrapup->form);
    if (!wrapup_form_check(&wrapup->form))
        return STEP(STEP_STAY);
    if (wrapup->form.has_case && !sure)
        return ask_save(wrapup);
    call_save(wrapup->seat->call);
    return STEP(STEP_STAY);
}

static struct step wrapup_act(void *state, enum command command, bool sure)
{
    struct wrapup *wrapup = state;
    struct call *call = wrapup->seat->call;
    switch (command) {
    case COMMAND_SAVE:
        return save(wrapup, sure);
    case COMMAND_UNWRAP:
        wrapup_form_keep(&wrapup->form);
        call_unwrap(call);
        return STEP(STEP_BACK);
    case COMMAND_REVEAL:
        call_reveal(call);
        return STEP(STEP_STAY);
    case COMMAND_SPEAK:
        call_speak(call, language_next(call_language(call)));
        return STEP(STEP_STAY);
    default:
        return STEP(STEP_PASS);
    }
}

static struct step wrapup_type(void *state, struct key key)
{
    struct wrapup *wrapup = state;
    if (call_stage(wrapup->seat->call) != CALL_WRAP)
        return STEP(STEP_PASS);
    switch (form_key(&wrapup->form.form, key)) {
    case FORM_IGNORED:
        return STEP(STEP_PASS);
    case FORM_ACCEPTED:
        return save(wrapup, false);
    case FORM_CHANGED: /* a choice may change what other rows say */
        if (wrapup->form.form.rows[wrapup->form.form.focus].choices)
            wrapup_form_keep(&wrapup->form);
        return STEP(STEP_STAY);
    case FORM_MOVED:
        wrapup_form_keep(&wrapup->form);
        return STEP(STEP_STAY);
    default:
        return STEP(STEP_STAY);
    }
}

static struct step wrapup_changed(void *state)
{
    struct wrapup *wrapup = state;
    seat_call_fault(wrapup->seat);
    return call_stage(wrapup->seat->call) == CALL_SAVED ? STEP(STEP_BACK)
                                                        : STEP(STEP_STAY);
}

/* By when the chosen branch would answer. */
static void draw_promise(const struct wrapup *wrapup, struct area area)
{
    AUTO(call_promise_clear) struct call_promise promise;
    if (!call_promise(wrapup->seat->call,
                      wrapup_form_branch_code(&wrapup->form), &promise))
        return;
    AUTO_CHARS line = promise_line(&promise);
    area_put(area, 0, 1, promise.unsure ? STYLE_WARN : STYLE_DIM, line);
}

/* One matter, one case: which one is open about it already. */
static void draw_same(const struct wrapup *wrapup, struct area *area)
{
    const struct json_t *same = call_same_case(wrapup->seat->call);
    if (!same)
        return;
    AUTO_CHARS when =
        caserow_when(wrapup->seat, json_find_string(same, "opened"));
    area_format(area_take_rows(area, 1), 0, 1, STYLE_WARN,
                _("! Already open about this: № %s, since %s, %s"),
                json_find_string(same, "number"), when,
                json_find_string(same, "branch"));
}

static void wrapup_draw(void *state, struct area area)
{
    struct wrapup *wrapup = state;
    const struct call *call = wrapup->seat->call;
    struct area title = area_take_rows(&area, 2);
    bool has_case = wrapup->form.has_case;
    area_hline(title, 0, has_case ? _("Case for a branch") : _("End of call"));
    if (has_case)
        area_put(title, 1, 1, STYLE_STRONG,
                 seat_issue(wrapup->seat, call_issue(call)));
    area_put(title, 1, title.columns - 12, STYLE_DIM,
             seat_outcome(call_outcome(call)));
    if (call_stage(call) == CALL_SAVING) {
        area_put(area, 1, 1, STYLE_WARN, _("Saving…"));
        area_cursor(area, 1, 1);
        return;
    }
    draw_same(wrapup, &area);
    if (has_case && !wrapup_form_adds(&wrapup->form))
        draw_promise(wrapup, area_take_rows(&area, 1));
    form_draw(&wrapup->form.form,
              area_part(area, 0, 1, area.rows, area.columns - 2));
}

static bool wrapup_ready(const void *state)
{
    const struct wrapup *wrapup = state;
    return !call_is_writing(wrapup->seat->call);
}

const struct screen_ops wrapup_screen = {
    .id = "wrapup",
    .title = N_("End of call"),
    .size = sizeof(struct wrapup),
    .open = wrapup_open,
    .close = wrapup_close,
    .scopes = wrapup_scopes,
    .typing = wrapup_typing,
    .can = wrapup_can,
    .draw = wrapup_draw,
    .act = wrapup_act,
    .type = wrapup_type,
    .changed = wrapup_changed,
    .ready = wrapup_ready,
};
