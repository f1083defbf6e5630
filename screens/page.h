/* An article as a page to read: what may be read aloud stands out, links have
 * their digits, and a past or stale article says so on top. */
#ifndef SCREENS_PAGE_H
#define SCREENS_PAGE_H

#include "console/knowledge/article.h"
#include "screens/kit/pager.h"

struct seat;

/* Where a digit leads: another article, or a script to go to. Lent. */
struct page_link {
    const struct article *article; /* NULL: a script */
    const struct script *script;
};

enum { PAGE_LINKS_MAX = 9 };

/* {0} is a valid empty one. */
struct page {
    struct pager pager;
    const struct article *article;     /* lent by the desk's articles */
    enum language language;            /* it was written in */
    int paragraphs[ARTICLE_PARTS_MAX]; /* of the parts, in the pager */
    int part;                          /* that is marked; -1: none */
    bool whole;                        /* no figure is missing */
    struct page_link links[PAGE_LINKS_MAX];
    int link_count;
};

void page_clear(struct page *page);

/* Writes an article in the language that is read; the same one keeps its place,
 * or shows its mark. With links where they can be followed. */
void page_write(struct page *page, const struct seat *seat,
                const struct article *article, bool links);

/* Marks a part and shows it; -1: none. */
void page_mark(struct page *page, int part);

/* Marks the next sentence to read aloud, behind the last the first. */
void page_aloud(struct page *page);

/* Title, what is wrong with the article on this day, text. */
void page_draw(struct page *page, const struct seat *seat, struct area area);

/* How it stands on the desk's day in a few words, "" when it holds; lent. */
const char *page_state_word(const struct seat *seat,
                            const struct article *article);

#endif
