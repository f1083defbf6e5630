/* Writing an article into a pager: the labels stand in a gutter, as those of
 * the script do. */
#include "screens/page.h"

#include "console/base/clock.h"
#include "console/base/text.h"
#include "console/desk.h"
#include "console/knowledge/cell.h"
#include "console/script/script.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <string.h>

enum { GUTTER = 10, ITEM = GUTTER + 2 };

/* Longer lines are hard to read aloud from. */
enum { READ_COLUMNS = 100 };

void page_clear(struct page *page)
{
    pager_clear(&page->pager);
    *page = (struct page){0};
}

/* ---- how it stands ---- */

const char *page_state_word(const struct seat *seat,
                            const struct article *article)
{
    switch (article_state(article, seat->desk->as_of)) {
    case ARTICLE_COMING:
        return _("not yet");
    case ARTICLE_PAST:
        return _("past");
    case ARTICLE_STALE:
        return _("check it");
    default:
        return "";
    }
}

static char *date_text(const struct seat *seat, int64_t day)
{
    char date[CLOCK_DATE_SIZE];
    clock_date(day, date);
    return cell_date(date, seat->desk->language);
}

/* A sentence with the day from which or until which the article holds. */
static char *write_state(const struct seat *seat, const struct article *article)
{
    AUTO_CHARS from = date_text(seat, article->from);
    AUTO_CHARS checked = date_text(seat, article->checked);
    switch (article_state(article, seat->desk->as_of)) {
    case ARTICLE_COMING:
        return mem_format(_("Not in force yet: it holds from %s."), from);
    case ARTICLE_PAST: {
        AUTO_CHARS last = date_text(seat, article->until - 1);
        return mem_format(_("Of the past: it held until %s. Do not tell it as "
                            "today's rule."),
                          last);
    }
    case ARTICLE_STALE:
        return mem_format(_("Its sources were last read on %s, more than a "
                            "year ago: check before you promise."),
                          checked);
    default:
        return mem_copy("");
    }
}

/* ---- writing ---- */

static int add(struct page *page, enum style style, const char *text,
               int indent)
{
    pager_add(&page->pager, style, text);
    pager_sign(&page->pager, NULL, style, 0, indent);
    return page->pager.count - 1;
}

static void add_blank(struct page *page)
{
    if (page->pager.count > 0)
        pager_add(&page->pager, STYLE_NORMAL, NULL);
}

/* One part; a list stands together, all else is parted by blank rows. */
static int add_part(struct page *page, enum article_kind kind, const char *text)
{
    static const enum style styles[] = {
        [ARTICLE_SAY] = STYLE_SAY,
        [ARTICLE_HEADING] = STYLE_STRONG,
        [ARTICLE_TEXT] = STYLE_NORMAL,
        [ARTICLE_ITEM] = STYLE_NORMAL,
    };
    bool item = kind == ARTICLE_ITEM;
    int index = add(page, styles[kind], text, item ? ITEM : GUTTER);
    if (kind == ARTICLE_SAY)
        pager_sign(&page->pager, _("SAY"), STYLE_DIM, 0, GUTTER);
    else if (item)
        pager_sign(&page->pager, "–", STYLE_DIM, GUTTER, ITEM);
    return index;
}

static void add_parts(struct page *page, const struct seat *seat)
{
    const struct article *article = page->article;
    const struct desk *desk = seat->desk;
    enum language language = seat_language(seat);
    const struct article_as as = {desk->tables, language, desk->as_of};
    for (size_t i = 0; i < article->part_count; i++) {
        const struct article_part *part = &article->parts[i];
        AUTO_TEXT text = {0};
        bool filled =
            article_fill(article, part->text.in[language], &as, &text, NULL);
        bool close = i > 0 && (article->parts[i - 1].kind == ARTICLE_HEADING ||
                               (part->kind == ARTICLE_ITEM &&
                                article->parts[i - 1].kind == ARTICLE_ITEM));
        page->whole = page->whole && filled;
        if (!close)
            add_blank(page);
        page->paragraphs[i] = add_part(page, part->kind, text_chars(&text));
    }
}

/* ---- links ---- */

static void add_link(struct page *page, struct page_link link,
                     const char *title)
{
    if (page->link_count == PAGE_LINKS_MAX)
        return;
    if (page->link_count == 0) {
        add_blank(page);
        add(page, STYLE_DIM, _("See also"), GUTTER);
    }
    page->links[page->link_count++] = link;
    AUTO_CHARS digit = mem_format("%d", page->link_count);
    add(page, STYLE_NORMAL, title, ITEM);
    pager_sign(&page->pager, digit, STYLE_KEY, GUTTER, ITEM);
}

static bool is_linked(const struct page *page, const struct script *script)
{
    for (int i = 0; i < page->link_count; i++)
        if (page->links[i].script == script)
            return true;
    return false;
}

/* The script of "gap" or "arrears.ways", once, where a call may go there. */
static void add_script(struct page *page, const struct seat *seat,
                       const char *name)
{
    AUTO_CHARS id = mem_copy_n(name, strcspn(name, "."));
    const struct script *script = scripts_find(seat_scripts(seat), id);
    if (!script || !script->entry || is_linked(page, script))
        return;
    AUTO_CHARS title =
        mem_format(_("Script: %s"), script->title.in[seat->desk->language]);
    add_link(page, (struct page_link){.script = script}, title);
}

static void add_links(struct page *page, const struct seat *seat)
{
    const struct articles *all = seat_articles(seat);
    char *const *id = page->article->related;
    for (; id && *id; id++) {
        const struct article *other = articles_find(all, *id);
        if (other)
            add_link(page, (struct page_link){.article = other},
                     other->title.in[seat_language(seat)]);
    }
    char *const *name = page->article->scripts;
    for (; seat->jumps && name && *name; name++)
        add_script(page, seat, *name);
}

static void add_sources(struct page *page, const struct seat *seat)
{
    AUTO_TEXT list = {0};
    AUTO_CHARS checked = date_text(seat, page->article->checked);
    char *const *source = page->article->sources;
    for (; source && *source; source++)
        text_format(&list, "%s%s", list.length > 0 ? ", " : "", *source);
    AUTO_CHARS line =
        mem_format(_("Sources: %s. Read on %s."), text_chars(&list), checked);
    add_blank(page);
    add(page, STYLE_DIM, line, GUTTER);
}

void page_write(struct page *page, const struct seat *seat,
                const struct article *article, bool links)
{
    bool same = page->article == article;
    int top = same ? page->pager.top : 0;
    int part = same ? page->part : -1;
    page_clear(page);
    page->article = article;
    page->language = seat_language(seat);
    page->whole = true;
    add_parts(page, seat);
    if (links)
        add_links(page, seat);
    add_sources(page, seat);
    page->pager.top = top;
    page_mark(page, part);
}

/* ---- marks ---- */

void page_mark(struct page *page, int part)
{
    bool there = part >= 0 && part < (int)page->article->part_count;
    page->part = there ? part : -1;
    pager_mark(&page->pager, there ? page->paragraphs[part] : -1);
}

void page_aloud(struct page *page)
{
    int count = (int)page->article->part_count;
    int part = page->part;
    do
        part = (part + 1) % count;
    while (page->article->parts[part].kind != ARTICLE_SAY);
    page_mark(page, part);
}

/* ---- drawing ---- */

static void draw_banner(struct area *area, const char *text)
{
    struct area probe = area_part(*area, 0, 1, 0, area->columns - 2);
    if (!*text)
        return;
    int rows = area_wrap(probe, 0, 0, STYLE_WARN, text);
    struct area part = area_take_rows(area, rows);
    area_wrap(area_part(part, 0, 1, rows, part.columns - 2), 0, 0, STYLE_WARN,
              text);
}

void page_draw(struct page *page, const struct seat *seat, struct area area)
{
    AUTO_CHARS state = write_state(seat, page->article);
    area_hline(area_take_rows(&area, 1), 0,
               page->article->title.in[seat_language(seat)]);
    draw_banner(&area, state);
    if (!page->whole)
        draw_banner(&area, _("A figure is not known on this day: its name "
                             "stands in braces. Do not read it aloud."));
    int columns = area.columns < READ_COLUMNS ? area.columns : READ_COLUMNS;
    pager_draw(&page->pager, area_part(area, 0, 1, area.rows, columns - 1));
}
