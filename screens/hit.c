/* Passages are wrapped here, not by the canvas: what was hit in them has a
 * style of its own. */
#include "screens/hit.h"

#include "console/base/text.h"
#include "console/knowledge/article.h"
#include "screens/page.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <string.h>

/* A passage on its way into the rows of an area. */
struct passage {
    const struct kb_hit *hit;
    struct area area;
    int row;
};

/* Puts bytes [from, to) of a text; returns the column behind them. */
static int put(struct area area, int row, int column, enum style style,
               const char *from, const char *to)
{
    if (to <= from)
        return column;
    AUTO_CHARS part = mem_copy_n(from, (size_t)(to - from));
    return column + area_put(area, row, column, style, part);
}

/* One row, in turns as it is and as it was hit. */
static void put_line(const char *bytes, size_t length, void *cookie)
{
    struct passage *passage = cookie;
    const struct kb_hit *hit = passage->hit;
    const char *at = bytes, *end = bytes + length;
    int column = 0;
    for (size_t i = 0; i < hit->mark_count; i++) {
        const char *start = hit->excerpt + hit->marks[i].start;
        const char *stop = hit->excerpt + hit->marks[i].end;
        if (stop <= at || start >= end)
            continue;
        column =
            put(passage->area, passage->row, column, STYLE_NORMAL, at, start);
        at = start > at ? start : at;
        stop = stop < end ? stop : end;
        column = put(passage->area, passage->row, column, STYLE_KEY, at, stop);
        at = stop;
    }
    put(passage->area, passage->row++, column, STYLE_NORMAL, at, end);
}

/* The title, and at its right what is wrong with the article today. */
static void draw_title(const struct seat *seat, const struct kb_hit *hit,
                       struct area area, bool selected)
{
    const char *state = page_state_word(seat, hit->article);
    struct area right = area_take_columns(&area, -text_cells(state) - 1);
    area_put(right, 0, 0, STYLE_WARN, state);
    if (selected)
        area_put(area, 0, 0, STYLE_SELECTED, ">");
    area_put_in(area_part(area, 0, 2, 1, area.columns - 2),
                selected ? STYLE_SELECTED : STYLE_SAY,
                hit->article->title.in[seat_language(seat)]);
}

void hit_draw(const struct seat *seat, const struct kb_hit *hit,
              struct area area, bool selected)
{
    struct passage passage = {
        hit, area_part(area, 1, 4, area.rows - 1, area.columns - 5), 0};
    draw_title(seat, hit, area_part(area, 0, 0, 1, area.columns), selected);
    if (passage.area.columns > 0)
        text_wrap(hit->excerpt, passage.area.columns, put_line, &passage);
}

/* ---- how the query was read ---- */

/* Were other letters typed than stand in the text, though they fold alike? */
static bool is_other(const struct kb_word *word)
{
    AUTO_CHARS typed = text_fold(word->typed);
    AUTO_CHARS as = text_fold(word->as);
    struct text small = {0};
    uint32_t code;
    const char *at = word->typed;
    for (size_t n; (n = text_step(at, &code)) > 0; at += n)
        text_add_char(&small, text_small(code));
    AUTO_CHARS plain = text_take(&small);
    return strcmp(typed, as) == 0 && strcmp(plain, word->as) != 0;
}

/* Why a word was read as another; NULL: nothing to tell. */
static const char *why(const struct kb_word *word)
{
    switch (word->read) {
    case KB_READ_FOLDED:
        return is_other(word) ? _("Kazakh letters with Russian keys") : NULL;
    case KB_READ_SYNONYM:
        return _("another word for it");
    case KB_READ_LAYOUT:
        return _("wrong keyboard layout");
    case KB_READ_LATIN:
        return _("Latin letters");
    case KB_READ_ERROR:
        return _("one letter wrong");
    default:
        return NULL;
    }
}

/* Words that were read in one way stand together before its name. */
static void add_readings(struct text *text, const struct kb_result *result)
{
    const char *last = NULL;
    for (size_t i = 0; i < result->word_count; i++) {
        const struct kb_word *word = &result->words[i];
        const char *reason = why(word);
        if (!reason)
            continue;
        if (last && last != reason)
            text_format(text, " (%s), ", last);
        else
            text_add(text, last ? " " : _("read as: "));
        text_add(text, word->as);
        last = reason;
    }
    if (last)
        text_format(text, " (%s)", last);
}

static void add_unknown(struct text *text, const struct kb_result *result)
{
    AUTO_TEXT unknown = {0};
    for (size_t i = 0; i < result->word_count; i++)
        if (result->words[i].read == KB_READ_NONE)
            text_format(&unknown, "%s%s", unknown.length > 0 ? ", " : "",
                        result->words[i].typed);
    if (unknown.length > 0)
        text_format(text, _("%snot found: %s"), text->length > 0 ? "   " : "",
                    text_chars(&unknown));
}

char *hit_reading(const struct kb_result *result)
{
    struct text text = {0};
    add_readings(&text, result);
    add_unknown(&text, result);
    return text_take(&text);
}
