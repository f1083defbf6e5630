/* The call: the number, the script step by step, notes, and the end of it. */
#include "screens/guide_state.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/call/call.h"
#include "console/desk.h"
#include "console/io/log.h"
#include "console/io/loop.h"
#include "console/registry/lookup.h"
#include "console/script/script.h"
#include "console/script/walk.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static bool guide_open(void *state, struct seat *seat, struct error *error)
{
    struct guide *guide = state;
    guide->seat = seat;
    field_init(&guide->iin, FIELD_DIGITS, 12);
    field_init(&guide->answer, FIELD_TEXT, 200);
    field_init(&guide->notes, FIELD_NOTE, 2000);
    if (!seat->call)
        seat->call = seat_call(seat, false, error);
    if (!seat->call)
        return false;
    field_set(&guide->notes, call_notes(seat->call));
    lookup_warm(seat->desk->lookup);
    if (!seat_open_kb(seat, error)) /* it is told when it is asked for */
        log_error(error);
    error_clear(error);
    return true;
}

static void guide_close(void *state)
{
    struct guide *guide = state;
    loop_cancel(guide->seat->desk->loop, guide->timer);
    if (guide->noting && guide->seat->call)
        call_set_notes(guide->seat->call, field_text(&guide->notes));
    field_clear(&guide->iin);
    field_clear(&guide->answer);
    field_clear(&guide->notes);
    page_clear(&guide->page);
}

static unsigned guide_scopes(const void *state)
{
    const struct guide *guide = state;
    if (guide->noting)
        return SCOPE_NOTE;
    switch (call_stage(guide->seat->call)) {
    case CALL_NUMBER:
        return SCOPE_NUMBER;
    case CALL_SAVED:
        return SCOPE_SAVED;
    default:
        return SCOPE_WALK;
    }
}

static bool guide_typing(const void *state)
{
    const struct guide *guide = state;
    return guide->noting || call_stage(guide->seat->call) == CALL_NUMBER ||
           guide_typed_node(guide) != NULL;
}

static bool is_waiting(const struct call *call)
{
    return call_look(call) == LOOK_AUDIT || call_look(call) == LOOK_ASKING;
}

/* Of this caller, before this call. */
static size_t open_cases(const struct call *call)
{
    return json_array_size(json_object_get(call_history(call), "open_cases"));
}

static bool guide_can(const void *state, enum command command)
{
    const struct guide *guide = state;
    const struct call *call = guide->seat->call;
    const struct walk *walk = call_walk(call);
    switch (command) {
    case COMMAND_WITHOUT_IIN:
        return field_text(&guide->iin)[0] == '\0';
    case COMMAND_NEXT:
        return walk && (walk_waits(walk) == WALK_SAY ||
                        walk_waits(walk) == WALK_OUTCOME ||
                        (walk_waits(walk) == WALK_ANSWER && guide->picked) ||
                        (walk_waits(walk) == WALK_ANSWER && walk_kept(walk) &&
                         !guide_typed_node(guide)));
    case COMMAND_STEP_BACK:
        return walk && walk_depth(walk) > 0 &&
               (!guide_typed_node(guide) || !*field_text(&guide->answer));
    case COMMAND_REVEAL:
        return *call_iin(call) && !call_is_revealed(call);
    case COMMAND_LOOK_CANCEL:
        return is_waiting(call);
    case COMMAND_LOOK_AGAIN:
        return call_look(call) == LOOK_UNKNOWN ||
               call_look(call) == LOOK_CANCELLED;
    case COMMAND_EARLIER:
        return open_cases(call) > 0;
    case COMMAND_JUMP:
        return walk != NULL;
    case COMMAND_ARTICLE:
        return guide_has_articles(guide, 1);
    case COMMAND_OTHER:
        return guide->beside && guide_has_articles(guide, 2);
    case COMMAND_ALOUD:
        return guide->beside && guide->page.article;
    case COMMAND_RENEW:
        return walk != NULL && seat_has_newer(guide->seat);
    case COMMAND_LEAVE:
        return !is_waiting(call);
    default:
        return true;
    }
}

static bool guide_ready(const void *state)
{
    const struct guide *guide = state;
    return !call_is_writing(guide->seat->call);
}

/* Keys and commands. */

/* The codes of the picked choices. */
static struct step give_picked(struct guide *guide)
{
    const struct answer_spec *spec =
        &walk_node(call_walk(guide->seat->call))->answer;
    struct error error = {0};
    json_t *codes = json_array();
    for (size_t i = 0; i < spec->choice_count; i++)
        if ((guide->picked >> i) & 1)
            json_array_append_new(codes, json_string(spec->choices[i].code));
    bool ok = call_answer(guide->seat->call, codes, &error);
    json_decref(codes);
    return ok ? STEP(STEP_STAY) : guide_fault(guide, &error);
}

static struct step next_step(struct guide *guide)
{
    struct call *call = guide->seat->call;
    const struct walk *walk = call_walk(call);
    struct error error = {0};
    if (!guide_saw_step(guide))
        return STEP(STEP_STAY);
    if (guide->picked)
        return give_picked(guide);
    if (walk_waits(walk) != WALK_ANSWER)
        call_next(call);
    else if (!call_answer(call, walk_kept(walk), &error))
        return guide_fault(guide, &error);
    return STEP(STEP_STAY);
}

static struct step end_step(struct guide *guide, void (*end)(struct call *))
{
    end(guide->seat->call);
    return STEP(STEP_STAY);
}

/* An outcome is reached, or the call was resumed there: on to the form. A call
 * of which nothing was asked yet takes newer scripts by itself. */
static struct step guide_changed(void *state)
{
    struct guide *guide = state;
    enum call_stage stage = call_stage(guide->seat->call);
    seat_call_fault(guide->seat);
    if (stage == CALL_NUMBER && seat_has_newer(guide->seat))
        call_renew(guide->seat->call, guide->seat->desk->scripts,
                   guide->seat->desk->deadlines);
    return stage == CALL_WRAP || stage == CALL_SAVING
               ? STEP_TO(STEP_OPEN, SCREEN_WRAPUP)
               : STEP(STEP_STAY);
}

/* Back from the form, where the notes can be written too. */
static void guide_shown(void *state)
{
    struct guide *guide = state;
    if (guide->seat->call && !guide->noting)
        field_set(&guide->notes, call_notes(guide->seat->call));
}

static int guide_choices(const void *state)
{
    const struct guide *guide = state;
    const struct walk *walk = call_walk(guide->seat->call);
    if (guide_scopes(state) != SCOPE_WALK || !walk ||
        walk_waits(walk) != WALK_ANSWER || guide_typed_node(guide))
        return 0;
    const struct answer_spec *spec = &walk_node(walk)->answer;
    return (int)spec->choice_count + spec->dont_know;
}

static struct step second_person(struct guide *guide)
{
    struct error error = {0};
    struct call *next = call_second_person(guide->seat->call, &error);
    if (!next)
        return guide_fault(guide, &error);
    call_free(guide->seat->call);
    guide->seat->call = next;
    guide->on = NULL;
    field_set(&guide->iin, "");
    field_set(&guide->notes, "");
    return STEP(STEP_STAY);
}

static struct step done_step(struct guide *guide, enum screen_id next)
{
    call_free(guide->seat->call);
    guide->seat->call = NULL;
    return next == SCREEN_HOME ? STEP(STEP_BACK) : STEP_TO(STEP_REPLACE, next);
}

/* Another node stands at hand, maybe where the last one lay in memory. */
static void forget_step(struct guide *guide)
{
    guide->on = guide->seen = guide->page_of = NULL;
}

/* Reads the caller's open cases one after the other. */
static struct step earlier_step(struct guide *guide)
{
    struct seat *seat = guide->seat;
    const json_t *cases =
        json_object_get(call_history(seat->call), "open_cases");
    size_t index = guide->earlier++ % json_array_size(cases);
    free(seat->number);
    seat->number =
        mem_copy(json_find_string(json_array_get(cases, index), "number"));
    return STEP_TO(STEP_OPEN, SCREEN_STORY);
}

/* To the script that was picked; first it is picked. */
static struct step jump_step(struct guide *guide)
{
    struct seat *seat = guide->seat;
    AUTO_CHARS script = seat->script;
    seat->script = NULL;
    if (!script)
        return STEP_TO(STEP_OPEN, SCREEN_SCRIPTS);
    call_jump(seat->call, script);
    forget_step(guide);
    return STEP(STEP_STAY);
}

static struct step renew_step(struct guide *guide, bool sure)
{
    struct seat *seat = guide->seat;
    if (!sure)
        return (struct step){.kind = STEP_ASK,
                             .command = COMMAND_RENEW,
                             .text = _("Start again with the newer scripts? "
                                       "Answers that still apply are kept."),
                             .yes = _("yes, start again")};
    call_renew(seat->call, seat->desk->scripts, seat->desk->deadlines);
    forget_step(guide);
    seat_say(seat, false,
             _("The newer scripts are in use; read the step again."));
    return STEP(STEP_STAY);
}

static struct step notes_step(struct guide *guide, bool on)
{
    guide->noting = on;
    if (!on)
        call_set_notes(guide->seat->call, field_text(&guide->notes));
    return STEP(STEP_STAY);
}

/* A number or an answer half typed is not in the draft yet. */
static bool half_typed(const struct guide *guide)
{
    if (call_stage(guide->seat->call) == CALL_NUMBER)
        return *field_text(&guide->iin);
    return guide_typed_node(guide) && *field_text(&guide->answer);
}

static struct step leave(struct guide *guide, bool sure)
{
    if (half_typed(guide) && !sure)
        return (struct step){.kind = STEP_ASK,
                             .command = COMMAND_LEAVE,
                             .text = _("Leave? What is half typed here is "
                                       "lost, the rest is kept."),
                             .yes = _("yes, leave")};
    if (call_is_empty(guide->seat->call)) {
        call_free(guide->seat->call);
        guide->seat->call = NULL;
    }
    return STEP(STEP_BACK);
}

static struct step guide_act(void *state, enum command command, bool sure)
{
    struct guide *guide = state;
    struct call *call = guide->seat->call;
    switch (command) {
    case COMMAND_WITHOUT_IIN:
        call_without_iin(call);
        return STEP(STEP_STAY);
    case COMMAND_NEXT:
        return next_step(guide);
    case COMMAND_STEP_BACK:
        call_back(call);
        return STEP(STEP_STAY);
    case COMMAND_REVEAL:
        call_reveal(call);
        return STEP(STEP_STAY);
    case COMMAND_SPEAK:
        call_speak(call, language_next(call_language(call)));
        return STEP(STEP_STAY);
    case COMMAND_LOOK_CANCEL:
        call_cancel_look(call);
        return STEP(STEP_STAY);
    case COMMAND_LOOK_AGAIN:
        call_look_again(call);
        return STEP(STEP_STAY);
    case COMMAND_EARLIER:
        return earlier_step(guide);
    case COMMAND_JUMP:
        return jump_step(guide);
    case COMMAND_RENEW:
        return renew_step(guide, sure);
    case COMMAND_ARTICLE:
        return guide_article(guide);
    case COMMAND_OTHER:
        guide_other_article(guide);
        return STEP(STEP_STAY);
    case COMMAND_ALOUD:
        page_aloud(&guide->page);
        return STEP(STEP_STAY);
    case COMMAND_NOTES:
        return notes_step(guide, true);
    case COMMAND_NOTES_DONE:
        return notes_step(guide, false);
    case COMMAND_CASE:
        return end_step(guide, call_open_case);
    case COMMAND_HANG_UP:
        return end_step(guide, call_hang_up);
    case COMMAND_SECOND:
        return second_person(guide);
    case COMMAND_DONE:
        return done_step(guide, SCREEN_HOME);
    case COMMAND_CALL_NEW:
        return done_step(guide, SCREEN_GUIDE);
    case COMMAND_LEAVE:
        return leave(guide, sure);
    default:
        return STEP(STEP_PASS);
    }
}

const struct screen_ops guide_screen = {
    .id = "call",
    .title = N_("Call"),
    .size = sizeof(struct guide),
    .open = guide_open,
    .close = guide_close,
    .scopes = guide_scopes,
    .typing = guide_typing,
    .can = guide_can,
    .draw = guide_draw,
    .act = guide_act,
    .type = guide_type,
    .shown = guide_shown,
    .changed = guide_changed,
    .ready = guide_ready,
    .choices = guide_choices,
};
