/* How a step of the script looks. */
#include "screens/guide.h"

#include "console/base/language.h"
#include "console/base/text.h"
#include "console/call/call.h"
#include "console/desk.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "console/script/walk.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { GUTTER = 9 };

/* One labelled block: the label in the gutter, the text beside it, wrapped.
 * Returns the rows it takes. */
static int draw_block(struct area area, int row, const char *label,
                      enum style style, const char *text)
{
    struct area body =
        area_part(area, 0, GUTTER, area.rows, area.columns - GUTTER);
    area_put_in(area_part(area, row, 0, 1, GUTTER - 1), STYLE_DIM, label);
    return area_wrap(body, row, 0, style, text);
}

/* A text of the node in the call's language; what cannot be filled says why. */
static char *filled(const struct seat *seat, const struct phrase *phrase)
{
    const struct walk *walk = call_walk(seat->call);
    enum language language = call_language(seat->call);
    struct error error = {0};
    struct text out = {0};
    if (!phrase->in[language])
        return NULL;
    if (!walk_fill(walk, phrase->in[language], language, &out, &error)) {
        text_reset(&out);
        text_add(&out, message_text(error.message));
    }
    return text_take(&out);
}

/* The code of the answer given before going back; NULL when none was. */
static const char *kept_code(const struct walk *walk)
{
    const json_t *kept = walk_kept(walk);
    if (json_is_boolean(kept))
        return json_is_true(kept) ? "yes" : "no";
    return json_string_value(kept);
}

static int draw_choices(const struct guide_view *view, struct area area,
                        int row)
{
    const struct walk *walk = call_walk(view->seat->call);
    const struct answer_spec *spec = &walk_node(walk)->answer;
    enum language language = call_language(view->seat->call);
    const char *kept = kept_code(walk);
    bool multi = spec->type == ANSWER_MULTI;
    for (size_t i = 0; i < spec->choice_count; i++) {
        bool picked = multi ? (view->picked >> i) & 1
                            : kept && strcmp(kept, spec->choices[i].code) == 0;
        AUTO_CHARS number = mem_format("%d", (int)i + 1);
        if (view->focused && (picked || i == 0))
            area_cursor(area, row, GUTTER);
        area_put(area, row, GUTTER, STYLE_KEY, number);
        area_put(area, row, GUTTER + 2, picked ? STYLE_STRONG : STYLE_NORMAL,
                 picked ? "•" : " ");
        row += area_wrap(area_part(area, 0, GUTTER + 4, area.rows,
                                   area.columns - GUTTER - 4),
                         row, 0, picked ? STYLE_STRONG : STYLE_NORMAL,
                         spec->choices[i].label.in[language]);
    }
    if (spec->dont_know) {
        static const char *const words[] = {"Білмейді", "Не знает",
                                            "Does not know"};
        AUTO_CHARS number = mem_format("%d", (int)spec->choice_count + 1);
        area_put(area, row, GUTTER, STYLE_KEY,
                 spec->choice_count ? number : "?");
        area_put(area, row++, GUTTER + 4, STYLE_NORMAL, words[language]);
    }
    return row;
}

/* What may be typed for the question at hand. */
static const char *typed_hint(enum answer_type type)
{
    switch (type) {
    case ANSWER_DATE:
        return _("day.month.year");
    case ANSWER_MONTH:
        return _("month.year");
    case ANSWER_MONEY:
        return _("tenge");
    case ANSWER_INT:
        return _("a number");
    case ANSWER_PHONE:
        return _("a phone number");
    case ANSWER_PERSON_NUMBER:
        return _("12 digits");
    default:
        return "";
    }
}

static int draw_field(const struct guide_view *view, struct area area, int row)
{
    const struct node *node = walk_node(call_walk(view->seat->call));
    int rows = view->answer->kind == FIELD_NOTE ? 4 : 1;
    int width =
        view->answer->kind == FIELD_TEXT || view->answer->kind == FIELD_NOTE
            ? area.columns - GUTTER
            : 20;
    struct area field = area_part(area, row, GUTTER, rows, width);
    field_draw(view->answer, field, view->focused);
    area_put(area, row, GUTTER + width + 2, STYLE_DIM,
             typed_hint(node->answer.type));
    return row + rows;
}

static int draw_answers(const struct guide_view *view, struct area area,
                        int row)
{
    const struct node *node = walk_node(call_walk(view->seat->call));
    if (view->answer)
        row = draw_field(view, area, row);
    if (node->kind == NODE_ASK)
        row = draw_choices(view, area, row);
    return row;
}

static int draw_because(const struct guide_view *view, struct area area,
                        int row)
{
    const struct node *node = walk_node(call_walk(view->seat->call));
    AUTO_CHARS note = filled(view->seat, &node->note);
    AUTO_CHARS because = filled(view->seat, &node->because.text);
    if (note)
        row += draw_block(area, row, _("NOTE"), STYLE_NORMAL, note);
    if (because || node->because.source) {
        AUTO_CHARS text =
            mem_format("%s [%s%s%s]", because ? because : "",
                       node->because.source ? node->because.source : "",
                       node->because.read ? ", " : "",
                       node->because.read ? node->because.read : "");
        row += draw_block(area, row, _("BECAUSE"), STYLE_DIM, text);
    }
    return row;
}

static int draw_waiting(const struct guide_view *view, struct area area)
{
    const struct call *call = view->seat->call;
    AUTO_CHARS text = mem_format(
        _("Waiting for the registry, %d s. Esc stops waiting and goes on "
          "without it."),
        (int)(call_look_waited_ms(call) / 1000));
    return draw_block(area, 0, "", STYLE_WARN, text);
}

static const char *say_label(const struct node *node)
{
    switch (node->kind) {
    case NODE_ASK:
        return _("ASK");
    case NODE_NOTE:
        return _("WRITE");
    default:
        return _("SAY");
    }
}

static int draw_act(const struct guide_view *view, struct area area, int row)
{
    const struct walk *walk = call_walk(view->seat->call);
    AUTO_CHARS act = walk_waits(walk) == WALK_OUTCOME
                         ? filled(view->seat, &walk_node(walk)->act)
                         : NULL;
    if (!act)
        return row;
    return row + 1 +
           draw_block(area, row + 1, _("WHO ACTS"), STYLE_STRONG, act);
}

int guide_draw_step(const struct guide_view *view, struct area area)
{
    const struct walk *walk = call_walk(view->seat->call);
    const struct node *node = walk_node(walk);
    int row = -view->scroll;
    if (view->focused)
        area_cursor(area, 0, GUTTER);
    if (walk_waits(walk) == WALK_BROKEN)
        return draw_block(area, 0, "", STYLE_BAD,
                          message_text(walk_error(walk)->message));
    if (walk_waits(walk) == WALK_LOOK)
        return draw_waiting(view, area);
    AUTO_CHARS say = filled(view->seat, &node->say);
    if (say)
        row += draw_block(area, row, say_label(node), STYLE_SAY, say);
    row = draw_answers(view, area, row);
    row = draw_act(view, area, row);
    return draw_because(view, area, row + 1) + view->scroll;
}

char *guide_trail(const struct call *call, const struct seat *seat)
{
    struct text out = {0};
    if (call_walk(call))
        walk_write_trail(call_walk(call), seat->desk->language, &out);
    return text_take(&out);
}
