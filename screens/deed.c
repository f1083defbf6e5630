/* One move of a case being written: what it demands, nothing else. What is
 * typed is kept for its writer while it is typed, until it is saved. */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/language.h"
#include "console/cases/store_colleague.h"
#include "console/cases/store_jot.h"
#include "console/desk.h"
#include "console/io/loop.h"
#include "screens/caserow.h"
#include "screens/casewords.h"
#include "screens/deedform.h"
#include "screens/deedwords.h"
#include "screens/lease.h"
#include "screens/moving.h"
#include "screens/screen.h"
#include "screens/storytext.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* At most so much of what is typed is lost by a cut. */
enum { KEEP_MS = 2000, ABOUT_ROWS = 3 };

struct deed {
    struct seat *seat;
    struct json_t *record; /* the case as the story shows it */
    struct case_now now;
    char number[NUMBER_SIZE];
    struct deedform form;
    struct lease lease;
    struct fetch *moving, *keeping, *asking;
    struct json_t *names; /* to whom it can be given */
    struct json_t *move;  /* as last tried; NULL: changed since */
    uint64_t timer;       /* until what was typed is kept */
    bool dirty;           /* typed and not kept */
    bool saved;
    char *question;
};

/* Keeping what is typed. */

static struct json_t *work_keep(struct store *store,
                                const struct fetch_what *what,
                                struct error *error)
{
    const char *number = json_find_string(what->given, "number");
    const char *about = json_find_string(what->given, "what");
    const char *text = json_find_string(what->given, "text");
    bool kept = text ? store_jot_write(store, number, about, text, error)
                     : store_jot_drop(store, number, about, error);
    return kept ? json_true() : NULL;
}

/* The form with the moment, as text; NULL when nothing is typed. */
static char *jot_text(const struct deed *deed)
{
    char at[CLOCK_ISO_SIZE];
    AUTO_JSON form = deedform_keep(&deed->form);
    if (!form)
        return NULL;
    clock_iso(clock_now_ms(), at);
    AUTO_JSON jot = json_pack("{s:s, s:O}", "at", at, "form", form);
    return json_canonical(jot);
}

static void keep_soon(struct deed *deed);

/* What could not be kept is tried again. */
static void end_keep(const struct json_t *value, const struct error *error,
                     void *cookie)
{
    struct deed *deed = cookie;
    if (value)
        return;
    seat_fault(deed->seat, error);
    keep_soon(deed);
    deed->seat->changed(deed->seat->cookie);
}

static void keep_now(void *cookie)
{
    struct deed *deed = cookie;
    AUTO_CHARS text = jot_text(deed);
    deed->timer = 0;
    deed->dirty = false;
    fetch_start(&deed->keeping, deed->seat,
                &(struct fetch_what){
                    .work = work_keep,
                    .done = end_keep,
                    .cookie = deed,
                    .given = json_pack(
                        "{s:s, s:s, s:s?}", "number", deed->number, "what",
                        move_name(deed->form.move), "text", text)});
}

static void keep_soon(struct deed *deed)
{
    deed->dirty = true;
    if (!deed->timer)
        deed->timer =
            loop_after(deed->seat->desk->loop, KEEP_MS, keep_now, deed);
}

/* What was typed before and not saved comes back. */
static void bring_back(struct deed *deed)
{
    const char *text = json_find_string(json_object_get(deed->record, "jots"),
                                        move_name(deed->form.move));
    AUTO_JSON jot =
        text ? json_parse(text, strlen(text), "jot", false, NULL) : NULL;
    if (!jot)
        return;
    deedform_restore(&deed->form, json_object_get(jot, "form"));
    AUTO_CHARS when = caserow_when(deed->seat, json_find_string(jot, "at"));
    AUTO_CHARS said =
        mem_format(_("Your unsaved text of %s is here again."), when);
    seat_say(deed->seat, false, said);
}

static struct json_t *work_names(struct store *store,
                                 const struct fetch_what *what,
                                 struct error *error)
{
    (void)what;
    return store_colleagues(store, error);
}

/* Without them a name can be typed. */
static void take_names(const struct json_t *names, const struct error *error,
                       void *cookie)
{
    struct deed *deed = cookie;
    if (!names) {
        seat_fault(deed->seat, error);
    } else {
        deed->names = json_incref((json_t *)names);
        deedform_people(&deed->form, names);
    }
    deed->seat->changed(deed->seat->cookie);
}

static void ask_names(struct deed *deed)
{
    if (move_demands(deed->form.move) & DEMAND_PERSON)
        fetch_start(&deed->asking, deed->seat,
                    &(struct fetch_what){.work = work_names,
                                         .done = take_names,
                                         .cookie = deed});
}

/* Life. */

static bool deed_open(void *state, struct seat *seat, struct error *error)
{
    struct deed *deed = state;
    const json_t *record = seat->record;
    if (!case_now_read(&deed->now, json_object_get(record, "now")) ||
        !number_read(json_find_string(record, "number"), deed->number))
        return error_set(error, MESSAGE_MOVE_NOT_NOW, "no case");
    deed->seat = seat;
    deed->record = json_incref((json_t *)record);
    deedform_init(&deed->form, seat, seat->move, &deed->now,
                  json_find_string(deed->record, "language"));
    deed->lease = (struct lease){.seat = seat, .now = &deed->now};
    memcpy(deed->lease.number, deed->number, sizeof(deed->number));
    bring_back(deed);
    ask_names(deed);
    return true;
}

static void deed_close(void *state)
{
    struct deed *deed = state;
    loop_cancel(deed->seat->desk->loop, deed->timer);
    if (deed->dirty && !deed->saved)
        keep_now(deed);
    fetch_drop(&deed->keeping);
    fetch_drop(&deed->moving);
    fetch_drop(&deed->asking);
    lease_stop(&deed->lease);
    deedform_clear(&deed->form);
    json_decref(deed->record);
    json_decref(deed->move);
    json_decref(deed->names);
    free(deed->question);
}

static unsigned deed_scopes(const void *state)
{
    (void)state;
    return SCOPE_DEED;
}

static bool deed_typing(const void *state)
{
    (void)state;
    return true;
}

static bool deed_can(const void *state, enum command command)
{
    const struct deed *deed = state;
    bool leaves = command == COMMAND_DEED_SAVE || command == COMMAND_LEAVE;
    return !deed->moving || !leaves;
}

/* Saving. */

static void end_move(const struct json_t *value, const struct error *error,
                     void *cookie)
{
    struct deed *deed = cookie;
    deed->saved = moving_end(deed->seat, value, error, &deed->now);
    if (deed->saved) {
        AUTO_CHARS said =
            mem_format(_("Saved. № %s: %s."), deed->number,
                       casewords_state(state_name(deed->now.state)));
        seat_say(deed->seat, false, said);
    }
    deed->seat->changed(deed->seat->cookie);
}

static bool asks_first(enum case_move move)
{
    return move == MOVE_FINISHED || move == MOVE_VOIDED;
}

static struct step ask_save(struct deed *deed)
{
    free(deed->question);
    deed->question =
        mem_format("%s: № %s?", _(move_label(deed->form.move)), deed->number);
    return (struct step){.kind = STEP_ASK,
                         .command = COMMAND_DEED_SAVE,
                         .text = deed->question,
                         .yes = _("yes")};
}

/* The same text tried again is the same move: saved once. */
static struct step save(struct deed *deed, bool sure)
{
    if (!deedform_check(&deed->form))
        return STEP(STEP_STAY);
    if (asks_first(deed->form.move) && !sure)
        return ask_save(deed);
    loop_cancel(deed->seat->desk->loop, deed->timer);
    if (deed->dirty)
        keep_now(deed); /* before the move, which forgets it */
    if (!deed->move) {
        deed->move = moving_new(deed->form.move, deed->number, &deed->now);
        deedform_fill(&deed->form, deed->move);
    }
    moving_start(&deed->moving, deed->seat, json_deep_copy(deed->move),
                 end_move, deed);
    return STEP(STEP_STAY);
}

static struct step deed_act(void *state, enum command command, bool sure)
{
    struct deed *deed = state;
    switch (command) {
    case COMMAND_DEED_SAVE:
        return save(deed, sure);
    case COMMAND_LEAVE:
        if (deed->dirty)
            seat_say(deed->seat, false, _("What you typed is kept."));
        return STEP(STEP_BACK);
    default:
        return STEP(STEP_PASS);
    }
}

static void note_change(struct deed *deed)
{
    json_decref(deed->move);
    deed->move = NULL;
    keep_soon(deed);
}

static struct step deed_type(void *state, struct key key)
{
    struct deed *deed = state;
    if (deed->moving)
        return STEP(STEP_PASS);
    lease_keep(&deed->lease);
    switch (deedform_key(&deed->form, key)) {
    case FORM_IGNORED:
        return STEP(STEP_PASS);
    case FORM_ACCEPTED:
        return save(deed, false);
    case FORM_CHANGED:
        note_change(deed);
        return STEP(STEP_STAY);
    default:
        return STEP(STEP_STAY);
    }
}

static struct step deed_changed(void *state)
{
    const struct deed *deed = state;
    return STEP(deed->saved ? STEP_BACK : STEP_STAY);
}

/* Drawing. */

/* What the move is about: the question for a reply, the answer for telling
 * it, else the task. */
static const char *about_text(const struct deed *deed)
{
    switch (deed->form.move) {
    case MOVE_HEARD:
        return storytext_last(deed->record, EVENT_CASE_ASKED_CALLER);
    case MOVE_TRIED:
    case MOVE_CLOSED:
    case MOVE_REOPENED:
        return storytext_last(deed->record, EVENT_CASE_ANSWERED);
    default:
        return json_find_string(json_object_get(deed->record, "person"),
                                "text");
    }
}

/* Wrapped text in rows of its own, so many at most. */
static void draw_text(struct area *area, int most, enum style style,
                      const char *text)
{
    struct area probe = area_part(*area, 0, 1, 0, area->columns - 2);
    int rows = text && *text ? area_wrap(probe, 0, 0, style, text) : 0;
    struct area part = area_take_rows(area, rows > most ? most : rows);
    if (rows > 0)
        area_wrap(area_part(part, 0, 1, part.rows, part.columns - 2), 0, 0,
                  style, text);
}

static void deed_draw(void *state, struct area area)
{
    struct deed *deed = state;
    AUTO_CHARS title =
        mem_format("%s  № %s", _(move_label(deed->form.move)), deed->number);
    area_hline(area_take_rows(&area, 1), 0, title);
    area = storytext_width(area);
    draw_text(&area, ABOUT_ROWS, STYLE_NORMAL, about_text(deed));
    draw_text(&area, ABOUT_ROWS, STYLE_DIM, deedwords_hint(deed->form.move));
    if (deed->moving) {
        area_put(area, 1, 1, STYLE_WARN, _("Saving…"));
        area_cursor(area, 1, 1);
        return;
    }
    form_draw(&deed->form.form,
              area_part(area, 1, 1, area.rows - 1, area.columns - 2));
}

const struct screen_ops deed_screen = {
    .id = "deed",
    .title = N_("A move of a case"),
    .size = sizeof(struct deed),
    .open = deed_open,
    .close = deed_close,
    .scopes = deed_scopes,
    .typing = deed_typing,
    .can = deed_can,
    .draw = deed_draw,
    .act = deed_act,
    .type = deed_type,
    .changed = deed_changed,
};
