/* The picture of a call: the number, the script's step, notes, saved. */
#include "screens/guide_state.h"

#include "console/base/error.h"
#include "console/base/text.h"
#include "console/call/call.h"
#include "console/script/script.h"
#include "console/script/walk.h"
#include "screens/promise.h"
#include "screens/ways.h"
#include "screens/words.h"

#include <jansson.h>
#include <string.h>

/* Longer lines are hard to read aloud from. */
enum { READ_COLUMNS = 96 };

const struct node *guide_typed_node(const struct guide *guide)
{
    const struct walk *walk = call_walk(guide->seat->call);
    if (call_stage(guide->seat->call) != CALL_WALK || !walk)
        return NULL;
    const struct node *node = walk_node(walk);
    if (walk_waits(walk) == WALK_NOTE)
        return node;
    if (walk_waits(walk) != WALK_ANSWER)
        return NULL;
    return node->answer.choice_count == 0 ? node : NULL;
}

static const struct node *node_at_hand(const struct guide *guide)
{
    const struct walk *walk = call_walk(guide->seat->call);
    return walk ? walk_node(walk) : NULL;
}

bool guide_saw_step(const struct guide *guide)
{
    return guide->seen == node_at_hand(guide);
}

/* An answer given before going back, as it would be typed. */
static char *kept_typed(const struct node *node, const json_t *kept)
{
    long long number = json_integer_value(kept);
    if (json_is_integer(kept))
        return mem_format(
            "%lld", node->answer.type == ANSWER_MONEY ? number / 100 : number);
    return mem_copy(json_is_string(kept) ? json_string_value(kept) : "");
}

void guide_follow(struct guide *guide)
{
    const struct walk *walk = call_walk(guide->seat->call);
    const struct node *node = node_at_hand(guide);
    if (node == guide->on)
        return;
    guide->on = node;
    guide->picked = 0;
    guide->scroll = 0;
    if (!guide_typed_node(guide))
        return;
    enum field_kind kind = node->kind == NODE_NOTE             ? FIELD_NOTE
                           : node->answer.type == ANSWER_PHONE ? FIELD_PHONE
                           : node->answer.type == ANSWER_PERSON_NUMBER
                               ? FIELD_DIGITS
                               : FIELD_TEXT;
    field_clear(&guide->answer);
    field_init(&guide->answer, kind, kind == FIELD_NOTE ? 2000 : 200);
    AUTO_CHARS kept = kept_typed(node, walk_kept(walk));
    field_set(&guide->answer, kept);
}

static void draw_number(struct guide *guide, struct area area)
{
    const char *typed = field_text(&guide->iin);
    area_put(area, 1, 2, STYLE_STRONG, _("The caller's IIN, 12 digits"));
    field_draw(&guide->iin, area_part(area, 3, 2, 1, 14), true);
    area_format(area, 3, 18, STYLE_DIM, "%d / 12", (int)strlen(typed));
    area_wrap(area_part(area, 5, 2, area.rows - 5, area.columns - 4), 0, 0,
              STYLE_DIM,
              _("The look-up starts with the twelfth digit. Enter without a "
                "number: a general question."));
}

/* The reasons that a look-up can have, by their digits. */
static void draw_why(struct area area)
{
    area_put(area, 1, 2, STYLE_STRONG,
             _("Why do you look this person up? The reason is recorded."));
    for (int i = 0; i < WHY_COUNT; i++)
        area_format(area, 3 + i, 4, STYLE_NORMAL, "%d  %s", i + 1,
                    look_why_text((enum look_why)i));
    area_cursor(area, 3, 4);
}

/* What the agent can say aloud: by when the branch answers. */
static void draw_promise(const struct guide *guide, struct area area)
{
    const struct call *call = guide->seat->call;
    AUTO(call_promise_clear) struct call_promise promise;
    if (!call_promise(call, call_form(call)->branch, &promise))
        return;
    AUTO_CHARS line = promise_line(&promise);
    area_put(area, 0, 0, STYLE_STRONG, line);
}

/* A branch that is told by others than this console does not have it yet. */
static const char *saved_words(const struct guide *guide)
{
    const struct call *call = guide->seat->call;
    if (!*call_number(call))
        return _("Nothing else to do.");
    return ways_inbox(guide->seat, call_form(call)->branch)
               ? _("Tell the caller the number. The branch sees the case now.")
               : _("Tell the caller the number. The case is on its way to the "
                   "branch.");
}

static void draw_saved(struct guide *guide, struct area area)
{
    const char *number = call_number(guide->seat->call);
    if (*number)
        area_format(area, 1, 2, STYLE_GOOD, _("✓ Saved, case number %s"),
                    number);
    else
        area_put(area, 1, 2, STYLE_GOOD, _("✓ The call is saved"));
    if (*number)
        draw_promise(guide, area_part(area, 3, 2, 1, area.columns - 4));
    area_wrap(area_part(area, 5, 2, area.rows - 5, area.columns - 4), 0, 0,
              STYLE_NORMAL, saved_words(guide));
    area_cursor(area, 1, 2);
}

static void draw_notes(struct guide *guide, struct area *area)
{
    bool some = call_notes(guide->seat->call)[0] != '\0';
    if (!guide->noting && !some)
        return;
    struct area notes = area_take_rows(area, guide->noting ? -5 : -2);
    area_hline(notes, 0, _("Notes"));
    field_draw(&guide->notes,
               area_part(notes, 1, 1, notes.rows - 1, notes.columns - 2),
               guide->noting);
}

/* A mark where more can be scrolled to. */
static void draw_more(const struct guide *guide, struct area area)
{
    if (guide->scroll > 0)
        area_put(area, 0, area.columns - 1, STYLE_KEY, "^");
    if (guide->rows - guide->scroll > guide->height)
        area_put(area, area.rows - 1, area.columns - 1, STYLE_KEY, "v");
}

/* A quiet line at the bottom while the call runs on older scripts. */
static void draw_newer(const struct guide *guide, struct area *area)
{
    const char *text = _("Newer scripts are there: finish, or Ctrl+R starts "
                         "again with your answers.");
    if (!seat_has_newer(guide->seat))
        return;
    struct area probe = area_part(*area, 0, 1, 0, area->columns - 2);
    int rows = area_wrap(probe, 0, 0, STYLE_DIM, text);
    struct area line = area_take_rows(area, rows > 2 ? -2 : -rows);
    area_wrap(area_part(line, 0, 1, line.rows, line.columns - 2), 0, 0,
              STYLE_DIM, text);
}

static void draw_walk(struct guide *guide, struct area area)
{
    const struct seat *seat = guide->seat;
    AUTO_CHARS trail = guide_trail(seat->call, seat);
    bool person = *call_iin(seat->call) != '\0';
    bool beside = area.columns >= GUIDE_KNOWN_COLUMNS && !seat->plain;
    struct guide_view view = {
        .seat = seat,
        .answer = guide_typed_node(guide) ? &guide->answer : NULL,
        .picked = guide->picked,
        .scroll = guide->scroll,
        .focused = !guide->noting,
    };
    area_hline(area_take_rows(&area, 1), 0, trail);
    draw_newer(guide, &area);
    draw_notes(guide, &area);
    guide_draw_beside(guide, &area);
    int columns =
        area.columns - 2 > READ_COLUMNS ? READ_COLUMNS : area.columns - 2;
    area = area_part(area, 0, 1, area.rows, columns);
    guide->height = area.rows;
    guide->rows = guide_draw_step(
        &view, area_part(area, 0, 0, area.rows, area.columns - 1));
    draw_more(guide, area);
    int rows = guide->rows + 1;
    if (person && !beside && rows < area.rows)
        guide_draw_known(
            seat, area_part(area, rows, 0, area.rows - rows, area.columns));
}

void guide_draw(void *state, struct area area)
{
    struct guide *guide = state;
    guide_follow(guide);
    guide->seen = node_at_hand(guide);
    switch (call_stage(guide->seat->call)) {
    case CALL_NUMBER:
        if (guide->whying)
            draw_why(area);
        else
            draw_number(guide, area);
        break;
    case CALL_SAVED:
        draw_saved(guide, area);
        break;
    default:
        draw_walk(guide, area);
    }
}
