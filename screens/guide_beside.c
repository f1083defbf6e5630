/* At the right of the script: what is known and, on a large screen, the
 * article of the step. */
#include "screens/guide_state.h"

#include "console/base/error.h"
#include "console/call/call.h"
#include "console/script/walk.h"
#include "screens/words.h"

/* An article has room beside the script from so many columns and rows on; the
 * script keeps its own. */
enum { ROOMY_COLUMNS = 150, ROOMY_ROWS = 24, SCRIPT_COLUMNS = 98 };

/* What is known is read in as few columns. */
enum { KNOWN_COLUMNS = 44, KNOWN_COLUMNS_MIN = 28, KNOWN_WIDE = 120 };

static bool is_walking(const struct guide *guide)
{
    return call_stage(guide->seat->call) == CALL_WALK &&
           call_walk(guide->seat->call);
}

bool guide_has_articles(const struct guide *guide, size_t at_least)
{
    const struct article *own[SEAT_OWN_MAX];
    return is_walking(guide) && seat_own(guide->seat, own) >= at_least;
}

/* The article follows the step; where a step has none, the last one stays. */
static void follow(struct guide *guide)
{
    const struct article *own[SEAT_OWN_MAX];
    const struct node *node = walk_node(call_walk(guide->seat->call));
    const struct article *article = guide->page.article;
    if (node != guide->page_of && seat_own(guide->seat, own) > 0)
        article = own[0];
    guide->page_of = node;
    if (article && (article != guide->page.article ||
                    guide->page.language != seat_language(guide->seat)))
        page_write(&guide->page, guide->seat, article, false);
}

struct step guide_article(struct guide *guide)
{
    if (!guide->roomy)
        return STEP_TO(STEP_OPEN, SCREEN_READER);
    guide->beside = !guide->beside;
    follow(guide);
    return STEP(STEP_STAY);
}

void guide_other_article(struct guide *guide)
{
    const struct article *own[SEAT_OWN_MAX];
    size_t count = seat_own(guide->seat, own), next = 0;
    for (size_t i = 0; i < count; i++)
        if (own[i] == guide->page.article)
            next = (i + 1) % count;
    page_write(&guide->page, guide->seat, own[next], false);
}

static void draw_article(struct guide *guide, struct area area)
{
    follow(guide);
    if (guide->page.article)
        page_draw(&guide->page, guide->seat, area);
}

void guide_draw_beside(struct guide *guide, struct area *area)
{
    const struct seat *seat = guide->seat;
    bool person = *call_iin(seat->call) != '\0';
    guide->roomy = area->columns >= ROOMY_COLUMNS && area->rows >= ROOMY_ROWS &&
                   !seat->plain;
    bool article = guide->roomy && guide->beside;
    int known = area->columns >= KNOWN_WIDE ? KNOWN_COLUMNS : KNOWN_COLUMNS_MIN;
    if (seat->plain || area->columns < GUIDE_KNOWN_COLUMNS ||
        (!person && !article))
        return;
    struct area right = area_take_columns(
        area, article ? SCRIPT_COLUMNS - area->columns : -known);
    area_vline(right, 0);
    right = area_part(right, 0, 2, right.rows, right.columns - 2);
    int most = article ? right.rows / 2 : right.rows;
    int rows = 0;
    if (person)
        rows =
            1 + guide_draw_known(seat, area_part(right, 0, 0, most, known - 2));
    if (rows > most)
        rows = most;
    if (article)
        draw_article(
            guide, area_part(right, rows, 0, right.rows - rows, right.columns));
}
