/* Searching the knowledge base as one types; while nothing is typed, the
 * articles of the call's step. The article is read beside where there is room.
 */
#include "console/base/error.h"
#include "console/base/text.h"
#include "console/desk.h"
#include "console/knowledge/kb.h"
#include "screens/hit.h"
#include "screens/kit/field.h"
#include "screens/kit/list.h"
#include "screens/page.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <stdlib.h>
#include <string.h>

/* From so many columns on the selected article is shown, too; from so many
 * rows on the hits are parted by a blank one. */
enum { BESIDE_COLUMNS = 140, ROOMY_ROWS = 36 };

struct finder {
    struct seat *seat;
    struct field query;
    struct kb_result result;
    struct error error; /* of the search; MESSAGE_NONE: none */
    struct list list;
    struct page page; /* the selected article */
};

/* ---- finding ---- */

static bool is_typed(const struct finder *finder)
{
    const char *query = field_text(&finder->query);
    return query[strspn(query, " ")] != '\0';
}

/* The step's own articles, each with its answer. */
static void take_own(struct finder *finder)
{
    const struct seat *seat = finder->seat;
    const struct article *own[SEAT_OWN_MAX];
    size_t count = seat_own(seat, own);
    for (size_t i = 0; i < count; i++) {
        struct kb_hit *hit = &finder->result.hits[finder->result.count++];
        struct text text = {0};
        enum language language = seat_language(seat);
        const struct article_as as = {seat->desk->tables, language,
                                      seat->desk->as_of};
        (void)!article_fill(own[i], own[i]->parts[0].text.in[language], &as,
                            &text, NULL);
        *hit = (struct kb_hit){.article = own[i],
                               .language = language,
                               .excerpt = text_take(&text)};
    }
}

/* The selected article beside the list, at the passage that was hit. */
static void follow(struct finder *finder)
{
    if (finder->result.count == 0)
        return;
    const struct kb_hit *hit = &finder->result.hits[finder->list.selected];
    page_write(&finder->page, finder->seat, hit->article, false);
    page_mark(&finder->page, is_typed(finder) ? hit->part : -1);
}

static void find(struct finder *finder)
{
    const struct seat *seat = finder->seat;
    int selected = finder->list.selected;
    kb_result_clear(&finder->result);
    error_clear(&finder->error);
    if (!is_typed(finder))
        take_own(finder);
    else if (!kb_search(seat->desk->kb, field_text(&finder->query),
                        seat_language(seat), seat->desk->as_of, &finder->result,
                        &finder->error))
        kb_result_clear(&finder->result);
    list_set_count(&finder->list, (int)finder->result.count);
    finder->list.selected = selected < finder->list.count ? selected : 0;
    follow(finder);
}

/* What is typed is answered from the top. */
static void find_anew(struct finder *finder)
{
    finder->list.selected = finder->list.top = 0;
    find(finder);
}

/* ---- the screen ---- */

static bool finder_open(void *state, struct seat *seat, struct error *error)
{
    struct finder *finder = state;
    finder->seat = seat;
    if (!seat_open_kb(seat, error))
        return false;
    seat_note_jumps(seat);
    field_init(&finder->query, FIELD_TEXT, 200);
    find(finder);
    return true;
}

static void finder_close(void *state)
{
    struct finder *finder = state;
    field_clear(&finder->query);
    kb_result_clear(&finder->result);
    error_clear(&finder->error);
    page_clear(&finder->page);
}

/* Back from an article, maybe in another language. */
static void finder_shown(void *state)
{
    find(state);
}

static unsigned finder_scopes(const void *state)
{
    (void)state;
    return SCOPE_SEARCH;
}

static bool finder_typing(const void *state)
{
    (void)state;
    return true;
}

static bool finder_can(const void *state, enum command command)
{
    const struct finder *finder = state;
    return command != COMMAND_READ || finder->result.count > 0;
}

static struct step read_article(struct finder *finder)
{
    struct seat *seat = finder->seat;
    const struct kb_hit *hit = &finder->result.hits[finder->list.selected];
    free(seat->article);
    seat->article = mem_copy(hit->article->id);
    seat->passage = is_typed(finder) ? hit->part : -1;
    return STEP_TO(STEP_OPEN, SCREEN_READER);
}

static struct step finder_act(void *state, enum command command, bool sure)
{
    struct finder *finder = state;
    (void)sure;
    switch (command) {
    case COMMAND_READ:
        return read_article(finder);
    case COMMAND_SPEAK:
        seat_speak_next(finder->seat);
        find(finder);
        return STEP(STEP_STAY);
    case COMMAND_JUMP: /* from a link in an article, for the call below */
        return (struct step){.kind = STEP_RUN, .command = COMMAND_JUMP};
    case COMMAND_KNOWLEDGE:
    case COMMAND_LEAVE:
        return STEP(STEP_BACK);
    default:
        return STEP(STEP_PASS);
    }
}

static struct step finder_type(void *state, struct key key)
{
    struct finder *finder = state;
    if (list_key(&finder->list, key)) {
        follow(finder);
        return STEP(STEP_STAY);
    }
    switch (field_key(&finder->query, key)) {
    case FIELD_IGNORED:
        return STEP(STEP_PASS);
    case FIELD_CHANGED:
        find_anew(finder);
        return STEP(STEP_STAY);
    default:
        return STEP(STEP_STAY);
    }
}

/* ---- drawing ---- */

static void draw_hits(struct finder *finder, struct area area)
{
    int rows = area.rows >= ROOMY_ROWS ? 4 : 3;
    finder->list.height = (area.rows + 1) / rows;
    list_set_count(&finder->list, finder->list.count);
    for (int i = 0; i < finder->list.height; i++) {
        int index = finder->list.top + i;
        if (index < finder->list.count)
            hit_draw(finder->seat, &finder->result.hits[index],
                     area_part(area, i * rows, 0, 3, area.columns),
                     index == finder->list.selected);
    }
}

/* Text in rows of its own, from a row on; returns the row behind it. */
static int put_lines(struct area area, int row, enum style style,
                     const char *text)
{
    return row + area_wrap(area_part(area, 0, 2, area.rows, area.columns - 4),
                           row, 0, style, text);
}

/* What was tried, or what can be typed. */
static void draw_nothing(const struct finder *finder, struct area area)
{
    int row = 1;
    if (!is_typed(finder)) {
        row = put_lines(area, row, STYLE_NORMAL,
                        _("Type what the caller asks, in Kazakh, Russian or "
                          "English; the keyboard layout does not matter."));
        put_lines(area, row + 1, STYLE_DIM,
                  _("re: and a pattern finds by a regular expression."));
        return;
    }
    if (finder->error.message != MESSAGE_NONE) {
        put_lines(area, row, STYLE_WARN, message_text(finder->error.message));
        return;
    }
    row = put_lines(area, row, STYLE_WARN, _("Nothing is found."));
    if (strncmp(field_text(&finder->query), "re:", 3) != 0)
        row = put_lines(area, row + 1, STYLE_NORMAL,
                        _("Tried: the words as typed and their other forms, "
                          "the Kazakh, Russian and Latin keyboard, Latin "
                          "spelling, other words for the same, one letter "
                          "wrong."));
    put_lines(area, row + 1, STYLE_NORMAL,
              _("Type fewer words, or the beginning of one."));
}

static void draw_query(struct finder *finder, struct area area)
{
    AUTO_CHARS reading = hit_reading(&finder->result);
    area_put(area, 0, 1, STYLE_KEY, "/");
    area_put_in(area_part(area, 1, 3, 1, area.columns - 4), STYLE_WARN,
                reading);
    field_draw(&finder->query, area_part(area, 0, 3, 1, area.columns - 4),
               true);
}

static void finder_draw(void *state, struct area area)
{
    struct finder *finder = state;
    bool own = !is_typed(finder) && finder->result.count > 0;
    bool beside = area.columns >= BESIDE_COLUMNS && finder->result.count > 0 &&
                  !finder->seat->plain;
    area_hline(area_take_rows(&area, 1), 0,
               own ? _("Knowledge base: articles for this step")
                   : _("Knowledge base"));
    struct area right =
        area_take_columns(&area, beside ? -area.columns / 2 : 0);
    struct area query = area_take_rows(&area, 2);
    if (finder->result.count == 0)
        draw_nothing(finder, area);
    else
        draw_hits(finder, area);
    if (beside) {
        area_vline(right, 0);
        page_draw(&finder->page, finder->seat,
                  area_part(right, 0, 2, right.rows, right.columns - 2));
    }
    draw_query(finder, query); /* last: the cursor rests in it */
}

const struct screen_ops finder_screen = {
    .id = "knowledge",
    .title = N_("Knowledge base"),
    .size = sizeof(struct finder),
    .open = finder_open,
    .close = finder_close,
    .scopes = finder_scopes,
    .typing = finder_typing,
    .can = finder_can,
    .draw = finder_draw,
    .act = finder_act,
    .type = finder_type,
    .shown = finder_shown,
};
