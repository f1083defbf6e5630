/* Marking a passage: the same forms that the index was asked for are looked for
 * in the text as it is written. */
#include "console/knowledge/kb_excerpt.h"

#include "console/base/text.h"
#include "console/knowledge/spell.h"
#include "console/knowledge/words.h"

#include <stdlib.h>
#include <string.h>

#define ELLIPSIS "…"

/* In cells: an excerpt, and what stands of it before its first mark. */
enum { EXCERPT_CELLS = 220, BEFORE_CELLS = 70, LETTER_BYTES = 2 };

/* ---- what a word meets ---- */

struct marking {
    const struct spelling *spelling;
    const struct words *words; /* of the text */
    enum language language;    /* of it */
};

/* Do the words from here on spell the form, which has several? Gives how many.
 */
static size_t match_row(const struct marking *marking, size_t at,
                        const char *form)
{
    size_t count = 0;
    for (; at + count < marking->words->count; count++) {
        const char *folded = marking->words->list[at + count].folded;
        size_t length = strlen(folded);
        if (strncmp(form, folded, length) != 0 ||
            (form[length] != ' ' && form[length] != '\0'))
            return 0;
        if (form[length] == '\0')
            return count + 1;
        form += length + 1;
    }
    return 0;
}

/* A stem is the beginning of its word, but for its last letter. */
static bool has_stem(const char *folded, const char *stem,
                     enum language language)
{
    size_t length = strlen(stem);
    if (length > LETTER_BYTES &&
        strncmp(folded, stem, length - LETTER_BYTES) != 0)
        return false;
    AUTO_CHARS own = words_stem(folded, language);
    return strcmp(own, stem) == 0;
}

/* How many words from here the form meets; 0: none. */
static size_t match(const struct marking *marking, size_t at,
                    const struct spell_term *term)
{
    const struct word *word = &marking->words->list[at];
    const char *begin = term->form == SPELL_EXACT ? word->exact : word->folded;
    if (begin[0] != term->text[0] || begin[1] != term->text[1])
        return 0;
    switch (term->form) {
    case SPELL_EXACT:
        return strcmp(word->exact, term->text) == 0;
    case SPELL_START:
        return strncmp(word->folded, term->text, strlen(term->text)) == 0;
    case SPELL_STEM:
        return has_stem(word->folded, term->text, marking->language);
    default:
        return match_row(marking, at, term->text);
    }
}

/* The form that weighs most of those met here; NULL: none. */
static const struct spell_term *best_here(const struct marking *marking,
                                          size_t at, size_t *count)
{
    const struct spell_term *best = NULL;
    for (int i = 0; i < marking->spelling->term_count; i++) {
        const struct spell_term *term = &marking->spelling->terms[i];
        size_t met = match(marking, at, term);
        if (met == 0 || (best != NULL && best->weight >= term->weight))
            continue;
        best = term;
        *count = met;
    }
    return best;
}

/* ---- cutting ---- */

/* The byte at which so many cells before `at` begin, at a word. */
static size_t step_back(const char *text, size_t at, int cells)
{
    size_t from = at;
    while (from > 0 && cells > 0) {
        from--;
        cells -= (text[from] & 0xC0) != 0x80;
    }
    while (from > 0 && from < at && text[from - 1] != ' ')
        from++;
    return from;
}

/* Cuts a long excerpt around its first mark, and moves the marks. */
static void cut(struct kb_hit *hit)
{
    if (text_cells(hit->excerpt) <= EXCERPT_CELLS)
        return;
    size_t first = hit->mark_count > 0 ? hit->marks[0].start : 0;
    AUTO_CHARS whole = hit->excerpt;
    size_t from = step_back(whole, first, BEFORE_CELLS);
    AUTO_CHARS rest = text_cut(whole + from, EXCERPT_CELLS);
    size_t shift = from > 0 ? strlen(ELLIPSIS) : 0, kept = 0;
    hit->excerpt = mem_format("%s%s", from > 0 ? ELLIPSIS : "", rest);
    size_t until =
        strlen(hit->excerpt); /* what stands for the rest is no hit */
    if (strcmp(rest, whole + from) != 0)
        until -= strlen(ELLIPSIS);
    for (size_t i = 0; i < hit->mark_count; i++) {
        struct kb_mark mark = {hit->marks[i].start - from + shift,
                               hit->marks[i].end - from + shift};
        if (hit->marks[i].start >= from && mark.end <= until)
            hit->marks[kept++] = mark;
    }
    hit->mark_count = kept;
}

static void add_mark(struct kb_hit *hit, size_t start, size_t end)
{
    if (hit->mark_count < KB_MARKS_MAX)
        hit->marks[hit->mark_count++] = (struct kb_mark){start, end};
}

/* ---- an excerpt ---- */

/* The first place in the text that a word of the query meets tells how it was
 * read. */
static void tell(struct kb_word *told, const struct spell_term *term,
                 const struct word *word, bool *done)
{
    bool same = strcmp(told->as, word->exact) == 0;
    if (*done || (term->form == SPELL_STEM && told->read != KB_READ_ERROR))
        return;
    *done = true;
    if (told->read == KB_READ_EXACT && !same && term->form == SPELL_WORD &&
        term->read == KB_READ_EXACT)
        told->read = KB_READ_FOLDED;
    if (told->read == KB_READ_EXACT || same)
        return;
    free(told->as);
    told->as = mem_copy(word->exact);
}

static void mark_all(struct kb_hit *hit, const struct marking *marking,
                     struct kb_word *words)
{
    bool done[KB_WORDS_MAX] = {false};
    for (size_t i = 0; i < marking->words->count; i++) {
        size_t count = 1;
        const struct spell_term *term = best_here(marking, i, &count);
        if (term == NULL)
            continue;
        const struct word *word = &marking->words->list[i];
        add_mark(hit, word->start, marking->words->list[i + count - 1].end);
        if (words != NULL)
            tell(&words[term->word], term, word, &done[term->word]);
        i += count - 1;
    }
}

void kb_excerpt(struct kb_hit *hit, const char *text,
                const struct spelling *spelling, struct kb_word *words)
{
    AUTO(words_clear) struct words list = {0};
    hit->excerpt = mem_copy(text);
    words_take(&list, hit->excerpt);
    struct marking marking = {spelling, &list, hit->language};
    mark_all(hit, &marking, words);
    cut(hit);
}

void kb_excerpt_at(struct kb_hit *hit, const char *text, size_t start,
                   size_t end)
{
    hit->excerpt = mem_copy(text);
    if (end > start)
        add_mark(hit, start, end);
    cut(hit);
}
