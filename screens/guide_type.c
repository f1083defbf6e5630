/* What is typed during a call: the number, answers, notes. */
#include "screens/guide_state.h"

#include "console/base/error.h"
#include "console/base/text.h"
#include "console/call/call.h"
#include "console/desk.h"
#include "console/io/loop.h"
#include "console/script/script.h"
#include "console/script/walk.h"
#include "screens/words.h"

#include <jansson.h>
#include <string.h>

/* Until typed notes are in the draft. */
enum { KEEP_MS = 2000 };

struct step guide_fault(struct guide *guide, const struct error *error)
{
    seat_fault(guide->seat, error);
    return STEP(STEP_STAY);
}

static struct step give_answer(struct guide *guide, const char *typed)
{
    struct error error = {0};
    if (!call_type_answer(guide->seat->call, typed, &error))
        return guide_fault(guide, &error);
    guide_follow(guide);
    return STEP(STEP_STAY);
}

static struct step give_unknown(struct guide *guide)
{
    struct error error = {0};
    if (!call_answer(guide->seat->call, NULL, &error))
        return guide_fault(guide, &error);
    return STEP(STEP_STAY);
}

/* Twelve digits are there: judged, and looked up if they can be a number. */
static struct step take_number(struct guide *guide, const char *digits)
{
    struct error error = {0};
    guide->whying = false;
    if (!call_set_iin(guide->seat->call, digits, &error) &&
        error.message == MESSAGE_LOOKUP_REASON)
        guide->whying = true;
    else if (error.message != MESSAGE_NONE)
        seat_say(guide->seat, true, message_text(error.message));
    else if (call_verdict(guide->seat->call)->warnings)
        seat_say(guide->seat, true,
                 _("The number's date or century is unusual: read it back to "
                   "the caller."));
    return STEP(STEP_STAY);
}

/* The reason is chosen by its digit; any other key goes back to the number. */
static struct step type_why(struct guide *guide, struct key key)
{
    int digit = key.ctrl || key.alt ? -1 : key_digit(key);
    guide->whying = false;
    if (digit < 1 || digit > WHY_COUNT)
        return STEP(STEP_STAY);
    call_give_why(guide->seat->call, (enum look_why)(digit - 1));
    return take_number(guide, field_text(&guide->iin));
}

/* The number is checked as it is typed; the twelfth digit starts the look-up.
 */
static struct step type_number(struct guide *guide, struct key key)
{
    bool enter = key.kind == KEY_NAMED && key.name == NAMED_ENTER;
    enum field_result result =
        enter ? FIELD_CHANGED : field_key(&guide->iin, key);
    const char *typed = field_text(&guide->iin);
    if (result == FIELD_IGNORED && key.kind == KEY_PASTE)
        seat_say(guide->seat, true,
                 _("What was pasted is not a number of 12 digits, so nothing "
                   "was taken; type it or copy it again."));
    else if (result == FIELD_IGNORED || (enter && !*typed))
        return STEP(STEP_PASS);
    if (result == FIELD_CHANGED && (enter || strlen(typed) == 12))
        return take_number(guide, typed);
    return STEP(STEP_STAY);
}

static struct step type_choice(struct guide *guide, struct key key)
{
    const struct answer_spec *spec =
        &walk_node(call_walk(guide->seat->call))->answer;
    int digit = key.ctrl || key.alt ? -1 : key_digit(key);
    if (digit < 1)
        return STEP(STEP_PASS);
    unsigned index = (unsigned)digit - 1;
    if (index == spec->choice_count && spec->dont_know)
        return give_unknown(guide);
    if (index >= spec->choice_count)
        return STEP(STEP_PASS);
    if (spec->type == ANSWER_MULTI) {
        guide->picked ^= 1u << index;
        return STEP(STEP_STAY);
    }
    return give_answer(guide, spec->choices[index].code);
}

static struct step type_answer(struct guide *guide, struct key key)
{
    const char *typed = field_text(&guide->answer);
    const struct node *node = guide_typed_node(guide);
    if (!*typed && node->answer.dont_know && key_same(key, key_char('?')))
        return give_unknown(guide);
    if (key.kind == KEY_NAMED && key.name == NAMED_ENTER)
        return give_answer(guide, typed);
    if (!*typed && key.kind == KEY_NAMED && key.name == NAMED_BACKSPACE)
        return STEP(STEP_PASS);
    return field_key(&guide->answer, key) == FIELD_IGNORED ? STEP(STEP_PASS)
                                                           : STEP(STEP_STAY);
}

/* An article beside takes whole pages, the step single rows. */
static struct step scroll(struct guide *guide, struct key key)
{
    bool page = key_same(key, key_named(NAMED_PAGE_UP)) ||
                key_same(key, key_named(NAMED_PAGE_DOWN));
    if (key.kind != KEY_NAMED)
        return STEP(STEP_PASS);
    if (page && guide->beside && pager_key(&guide->page.pager, key))
        return STEP(STEP_STAY);
    if (key.name == NAMED_DOWN || key.name == NAMED_PAGE_DOWN)
        guide->scroll += key.name == NAMED_DOWN ? 1 : 5;
    else if (key.name == NAMED_UP || key.name == NAMED_PAGE_UP)
        guide->scroll -= key.name == NAMED_UP ? 1 : 5;
    else
        return STEP(STEP_PASS);
    if (guide->scroll > guide->rows - guide->height)
        guide->scroll = guide->rows - guide->height;
    if (guide->scroll < 0)
        guide->scroll = 0;
    return STEP(STEP_STAY);
}

static void keep_notes(void *cookie)
{
    struct guide *guide = cookie;
    guide->timer = 0;
    if (guide->noting && guide->seat->call)
        call_set_notes(guide->seat->call, field_text(&guide->notes));
}

/* A machine that dies takes no more than the last words with it. */
static struct step type_note(struct guide *guide, struct key key)
{
    if (field_key(&guide->notes, key) == FIELD_IGNORED)
        return STEP(STEP_PASS);
    if (!guide->timer)
        guide->timer =
            loop_after(guide->seat->desk->loop, KEEP_MS, keep_notes, guide);
    return STEP(STEP_STAY);
}

struct step guide_type(void *state, struct key key)
{
    struct guide *guide = state;
    struct call *call = guide->seat->call;
    struct step step = STEP(STEP_PASS);
    if (guide->noting)
        return type_note(guide, key);
    if (call_stage(call) == CALL_NUMBER)
        return guide->whying ? type_why(guide, key) : type_number(guide, key);
    guide_follow(guide);
    if (!guide_saw_step(guide))
        return STEP(STEP_STAY);
    if (guide_typed_node(guide))
        step = type_answer(guide, key);
    else if (call_walk(call) && walk_waits(call_walk(call)) == WALK_ANSWER)
        step = type_choice(guide, key);
    return step.kind == STEP_PASS ? scroll(guide, key) : step;
}
