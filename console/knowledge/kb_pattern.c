/* Titles and parts, filled, against a pattern that tells no capitals. */
#include "console/knowledge/kb_pattern.h"

#include "console/base/error.h"
#include "console/base/pattern.h"
#include "console/base/text.h"
#include "console/knowledge/article.h"
#include "console/knowledge/kb_excerpt.h"

#include <stdlib.h>

struct seeking {
    const struct kb_reader *reader;
    const struct pattern *pattern;
    struct kb_hit *hit; /* under way */
};

static enum pattern_result match_text(const struct seeking *seeking,
                                      const char *text)
{
    struct kb_hit *hit = seeking->hit;
    const struct article_as as = {seeking->reader->tables, hit->language,
                                  seeking->reader->day};
    size_t start, end;
    AUTO_TEXT filled = {0};
    (void)!article_fill(hit->article, text, &as, &filled, NULL);
    enum pattern_result result =
        pattern_find(seeking->pattern, text_chars(&filled), 0, &start, &end);
    if (result == PATTERN_YES)
        kb_excerpt_at(hit, text_chars(&filled), start, end);
    return result;
}

/* The title, then the parts, in one language. */
static enum pattern_result match_article(const struct seeking *seeking)
{
    struct kb_hit *hit = seeking->hit;
    const struct article *article = hit->article;
    enum pattern_result result = PATTERN_NO;
    for (hit->part = -1;
         result == PATTERN_NO && hit->part < (int)article->part_count;) {
        const struct phrase *text =
            hit->part < 0 ? &article->title : &article->parts[hit->part].text;
        result = match_text(seeking, text->in[hit->language]);
        if (result == PATTERN_NO)
            hit->part++;
    }
    return result;
}

static enum pattern_result match_languages(const struct seeking *seeking)
{
    enum pattern_result result = PATTERN_NO;
    enum language language = seeking->reader->language;
    for (int i = 0; i < LANGUAGE_COUNT && result == PATTERN_NO; i++) {
        seeking->hit->language = language;
        result = match_article(seeking);
        language = language_next(language);
    }
    return result;
}

static bool seek(const struct kb_reader *reader, const struct pattern *pattern,
                 const char *source, struct kb_result *result,
                 struct error *error)
{
    size_t count = articles_count(reader->articles);
    for (size_t i = 0; i < count && result->count < KB_HITS_MAX; i++) {
        struct kb_hit hit = {.article = articles_at(reader->articles, i)};
        const struct seeking seeking = {reader, pattern, &hit};
        enum pattern_result found = match_languages(&seeking);
        if (found == PATTERN_TOO_HARD)
            return error_set(error, MESSAGE_PATTERN_LIMIT, "%s", source);
        if (found == PATTERN_YES)
            result->hits[result->count++] = hit;
    }
    return true;
}

bool kb_pattern(const struct kb_reader *reader, const char *source,
                struct kb_result *result, struct error *error)
{
    struct pattern *pattern = pattern_new(source, PATTERN_CASELESS, error);
    if (pattern == NULL)
        return false;
    result->words[result->word_count++] =
        (struct kb_word){mem_copy(source), mem_copy(source), KB_READ_PATTERN};
    bool good = seek(reader, pattern, source, result, error);
    pattern_free(pattern);
    return good;
}
