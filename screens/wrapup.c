/* The end of a call: the form already filled, notes, saving. */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/text.h"
#include "console/call/call.h"
#include "console/cases/route.h"
#include "console/desk.h"
#include "console/script/script.h"
#include "screens/kit/form.h"
#include "screens/promise.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <stdlib.h>
#include <string.h>

/* Rows of the form; a call without a case has only its notes. */
enum { ROW_PHONE, ROW_CONSENT, ROW_BRANCH, ROW_TEXT, ROW_NOTES, ROW_COUNT };

struct wrapup {
    struct seat *seat;
    struct form form;
    bool has_case;
    struct branch *list; /* of the call's own tables */
    size_t count;
    const char **branches; /* codes, in the form's order: "" first */
    const char **names;    /* the same as people read them */
    const char *yes_no[3];
    char *question;
};

static struct form_row *row_of(struct wrapup *wrapup, int row)
{
    return &wrapup->form.rows[wrapup->has_case ? row : 0];
}

/* "—" first: no branch chosen yet. */
static void list_branches(struct wrapup *wrapup)
{
    const struct desk *desk = wrapup->seat->desk;
    const struct script_set *scripts = seat_scripts(wrapup->seat);
    wrapup->list = branches_load(scripts_tables(scripts), desk->as_of,
                                 &wrapup->count, NULL);
    size_t count = wrapup->list ? wrapup->count : 0;
    wrapup->branches = mem_new((count + 2) * sizeof(char *));
    wrapup->names = mem_new((count + 2) * sizeof(char *));
    wrapup->branches[0] = "";
    wrapup->names[0] = "—";
    for (size_t i = 0; i < count; i++) {
        wrapup->branches[i + 1] = wrapup->list[i].code;
        wrapup->names[i + 1] = wrapup->list[i].name.in[desk->language];
    }
}

static int branch_index(const struct wrapup *wrapup, const char *code)
{
    for (int i = 0; wrapup->branches[i]; i++)
        if (strcmp(wrapup->branches[i], code) == 0)
            return i;
    return 0;
}

static void fill_case(struct wrapup *wrapup)
{
    const struct call_form *filled = call_form(wrapup->seat->call);
    struct form_row *rows = wrapup->form.rows;
    wrapup->yes_no[0] = _("no");
    wrapup->yes_no[1] = _("yes");
    rows[ROW_PHONE].label = _("Caller's phone");
    field_init(&rows[ROW_PHONE].field, FIELD_PHONE, 16);
    field_set(&rows[ROW_PHONE].field, filled->phone);
    rows[ROW_CONSENT].label = _("May be called back");
    rows[ROW_CONSENT].choices = wrapup->yes_no;
    rows[ROW_CONSENT].chosen = filled->consent;
    rows[ROW_BRANCH].label = _("Branch");
    rows[ROW_BRANCH].choices = wrapup->names;
    rows[ROW_BRANCH].chosen = branch_index(wrapup, filled->branch);
    rows[ROW_TEXT].label = _("For the branch");
    field_init(&rows[ROW_TEXT].field, FIELD_NOTE, 2000);
    field_set(&rows[ROW_TEXT].field, filled->text);
    rows[ROW_TEXT].rows = 4;
}

static bool wrapup_open(void *state, struct seat *seat, struct error *error)
{
    struct wrapup *wrapup = state;
    (void)error;
    wrapup->seat = seat;
    wrapup->has_case = call_has_case(seat->call);
    list_branches(wrapup);
    form_init(&wrapup->form, wrapup->has_case ? ROW_COUNT : 1);
    if (wrapup->has_case)
        fill_case(wrapup);
    struct form_row *notes = row_of(wrapup, ROW_NOTES);
    notes->label = _("Notes");
    field_init(&notes->field, FIELD_NOTE, 2000);
    field_set(&notes->field, call_notes(seat->call));
    notes->rows = 3;
    return true;
}

/* What was typed goes into the call (and so to the disk). */
static void keep(struct wrapup *wrapup)
{
    struct call *call = wrapup->seat->call;
    const struct form_row *rows = wrapup->form.rows;
    if (!call || !wrapup->form.dirty)
        return;
    call_set_notes(call, field_text(&row_of(wrapup, ROW_NOTES)->field));
    wrapup->form.dirty = false;
    if (!wrapup->has_case)
        return;
    struct call_form form = {
        .phone = (char *)field_text(&rows[ROW_PHONE].field),
        .consent = rows[ROW_CONSENT].chosen == 1,
        .branch = (char *)wrapup->branches[rows[ROW_BRANCH].chosen],
        .text = (char *)field_text(&rows[ROW_TEXT].field),
    };
    call_set_form(call, &form);
}

static void wrapup_close(void *state)
{
    struct wrapup *wrapup = state;
    keep(wrapup);
    form_clear(&wrapup->form);
    if (wrapup->list)
        branches_free(wrapup->list, wrapup->count);
    free(wrapup->branches);
    free(wrapup->names);
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

/* The fault of a phone number, NULL when it is none or well formed. */
static const char *phone_fault(const char *phone, bool consent)
{
    size_t digits = 0;
    for (const char *c = phone; *c; c++)
        digits += *c >= '0' && *c <= '9';
    if (!*phone)
        return consent ? _("The caller agreed to be called back: on which "
                           "number?")
                       : NULL;
    return digits < 6 || digits > 15 ? _("A phone number has 6 to 15 digits.")
                                     : NULL;
}

static bool check(struct wrapup *wrapup)
{
    struct form_row *rows = wrapup->form.rows;
    if (!wrapup->has_case)
        return true;
    rows[ROW_PHONE].fault = phone_fault(field_text(&rows[ROW_PHONE].field),
                                        rows[ROW_CONSENT].chosen == 1);
    rows[ROW_BRANCH].fault =
        rows[ROW_BRANCH].chosen == 0
            ? _("Which branch acts? Ask the caller for the region.")
            : NULL;
    return form_complete(&wrapup->form);
}

static struct step ask_save(struct wrapup *wrapup)
{
    int branch = wrapup->form.rows[ROW_BRANCH].chosen;
    free(wrapup->question);
    wrapup->question =
        mem_format(_("Send the case to: %s?"), wrapup->names[branch]);
    return (struct step){.kind = STEP_ASK,
                         .command = COMMAND_SAVE,
                         .text = wrapup->question,
                         .yes = _("yes, send")};
}

static struct step save(struct wrapup *wrapup, bool sure)
{
    keep(wrapup);
    if (!check(wrapup))
        return STEP(STEP_STAY);
    if (wrapup->has_case && !sure)
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
        keep(wrapup);
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
    switch (form_key(&wrapup->form, key)) {
    case FORM_IGNORED:
        return STEP(STEP_PASS);
    case FORM_ACCEPTED:
        return save(wrapup, false);
    case FORM_MOVED:
        keep(wrapup);
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
    const struct form_row *row = &wrapup->form.rows[ROW_BRANCH];
    AUTO(call_promise_clear) struct call_promise promise;
    if (!call_promise(wrapup->seat->call, wrapup->branches[row->chosen],
                      &promise))
        return;
    AUTO_CHARS line = promise_line(&promise);
    area_put(area, 0, 1, promise.unsure ? STYLE_WARN : STYLE_DIM, line);
}

static void wrapup_draw(void *state, struct area area)
{
    struct wrapup *wrapup = state;
    const struct call *call = wrapup->seat->call;
    struct area title = area_take_rows(&area, 2);
    area_hline(title, 0,
               wrapup->has_case ? _("Case for a branch") : _("End of call"));
    if (wrapup->has_case)
        area_put(title, 1, 1, STYLE_STRONG,
                 seat_issue(wrapup->seat, call_issue(call)));
    area_put(title, 1, title.columns - 12, STYLE_DIM,
             seat_outcome(call_outcome(call)));
    if (call_stage(call) == CALL_SAVING) {
        area_put(area, 1, 1, STYLE_WARN, _("Saving…"));
        area_cursor(area, 1, 1);
        return;
    }
    if (wrapup->has_case)
        draw_promise(wrapup, area_take_rows(&area, 1));
    form_draw(&wrapup->form,
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
