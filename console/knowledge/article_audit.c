/* What is wrong with articles beyond their form: names in braces, cells, texts
 * that do not fit, links to other articles and tables. */
#include "console/knowledge/article.h"

#include "console/base/brace.h"
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/base/text.h"
#include "console/knowledge/table.h"

#include <stdlib.h>
#include <string.h>

/* In cells: a title in the list of hits, a heading in one line of the reader,
 * the longest word of a text; in letters: texts that are surely no translation
 * of each other when they are the same. */
enum { TITLE_CELLS = 60, HEADING_CELLS = 72, WORD_CELLS = 40, SAME_MOST = 24 };

struct look {
    const struct articles *articles;
    const struct article *article;
    const struct tables *tables;
    int64_t as_of;
    struct findings *findings;
};

static void add(const struct look *look, enum finding_code code,
                const char *where, const char *detail)
{
    struct finding finding = {.code = code,
                              .file = look->article->path,
                              .where = (char *)where,
                              .detail = (char *)detail};
    findings_add(look->findings, &finding);
}

/* ---- texts ---- */

/* The widest word, in cells. */
static int widest_word(const char *text)
{
    int widest = 0;
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, " \n");
        AUTO_CHARS word = mem_copy_n(at, length);
        int cells = text_cells(word);
        widest = cells > widest ? cells : widest;
        at += length + strspn(at + length, " \n");
    }
    return widest;
}

static void fit(const struct look *look, const char *where, int cells, int most)
{
    AUTO_CHARS detail = mem_format("%d > %d", cells, most);
    if (cells > most)
        add(look, FINDING_E16, where, detail);
}

static bool has_value(const struct article *article, const char *name)
{
    for (size_t i = 0; i < article->value_count; i++)
        if (strcmp(article->values[i].name, name) == 0)
            return true;
    return false;
}

static bool has_brace(const char *text, const char *wanted)
{
    char name[BRACE_SIZE];
    const char *before;
    while (brace_next(&text, &before, name) == BRACE_NAME)
        if (strcmp(name, wanted) == 0)
            return true;
    return false;
}

/* Each name in braces is a value, and stands in all languages. */
static void see_braces(const struct look *look, const char *where,
                       const struct phrase *phrase, enum language language)
{
    char name[BRACE_SIZE];
    const char *before, *at = phrase->in[language];
    enum brace brace;
    while ((brace = brace_next(&at, &before, name)) == BRACE_NAME) {
        if (!has_value(look->article, name))
            add(look, FINDING_E04, where, name);
        for (int i = 0; i < LANGUAGE_COUNT; i++)
            if (!has_brace(phrase->in[i], name))
                add(look, FINDING_E15, where, name);
    }
    if (brace == BRACE_BAD)
        add(look, FINDING_E01, where, before);
}

/* The share of Cyrillic letters among the letters, in percent. */
static int cyrillic_percent(const char *text)
{
    int letters = 0, cyrillic = 0;
    uint32_t code;
    for (size_t n; (n = text_step(text, &code)) > 0; text += n) {
        bool is_cyrillic = code >= 0x400 && code < 0x530;
        letters += is_cyrillic || (code >= 'A' && code <= 'Z') ||
                   (code >= 'a' && code <= 'z');
        cyrillic += is_cyrillic;
    }
    return letters == 0 ? 0 : 100 * cyrillic / letters;
}

/* Is each text in its own language, as far as letters tell? */
static void see_languages(const struct look *look, const char *where,
                          const struct phrase *phrase)
{
    bool same = strcmp(phrase->in[LANGUAGE_KK], phrase->in[LANGUAGE_RU]) == 0;
    if (same && text_cells(phrase->in[LANGUAGE_KK]) > SAME_MOST)
        add(look, FINDING_E14, where, "kk = ru");
    if (cyrillic_percent(phrase->in[LANGUAGE_EN]) > 50)
        add(look, FINDING_E14, where, "en");
}

static void see_phrase(const struct look *look, const char *where,
                       const struct phrase *phrase, int most)
{
    see_languages(look, where, phrase);
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        AUTO_CHARS place =
            mem_format("%s.%s", where, language_code((enum language)i));
        see_braces(look, place, phrase, (enum language)i);
        fit(look, place, widest_word(phrase->in[i]), WORD_CELLS);
        if (most > 0)
            fit(look, place, text_cells(phrase->in[i]), most);
    }
}

static void see_parts(const struct look *look)
{
    static const char *const members[] = {"say", "heading", "text", "item"};
    for (size_t i = 0; i < look->article->part_count; i++) {
        const struct article_part *part = &look->article->parts[i];
        AUTO_CHARS where =
            mem_format("$.parts[%zu].%s", i, members[part->kind]);
        see_phrase(look, where, &part->text,
                   part->kind == ARTICLE_HEADING ? HEADING_CELLS : 0);
    }
}

/* ---- values ---- */

static bool is_used(const struct article *article, const char *name)
{
    for (size_t i = 0; i < article->part_count; i++)
        if (has_brace(article->parts[i].text.in[LANGUAGE_KK], name))
            return true;
    return has_brace(article->title.in[LANGUAGE_KK], name);
}

/* The day on which its cells must be there: the one asked for, or the nearest
 * to it on which the article holds. */
static int64_t day_of(const struct look *look)
{
    if (look->as_of < look->article->from)
        return look->article->from;
    return look->as_of < look->article->until ? look->as_of
                                              : look->article->until - 1;
}

static void see_value(const struct look *look,
                      const struct article_value *value)
{
    struct error error = {0};
    AUTO_TEXT text = {0};
    const struct article_as as = {look->tables, LANGUAGE_KK, day_of(look)};
    AUTO_CHARS brace = mem_format("{%s}", value->name);
    AUTO_CHARS where = mem_format("$.values.%s", value->name);
    if (!is_used(look->article, value->name))
        add(look, FINDING_W26, where, value->name);
    if (table_keys(look->tables, value->table) < 0)
        add(look, FINDING_E04, where, value->table);
    else if (table_column_type(look->tables, value->table, value->column) ==
             NULL)
        add(look, FINDING_E04, where, value->column);
    else if (!article_fill(look->article, brace, &as, &text, &error))
        add(look, FINDING_E18, where, error.detail);
}

/* ---- links ---- */

static void see_links(const struct look *look)
{
    const struct article *article = look->article;
    for (char **at = article->related; *at != NULL; at++)
        if (articles_find(look->articles, *at) == NULL ||
            strcmp(*at, article->id) == 0)
            add(look, FINDING_E03, "$.related", *at);
    for (char **at = article->tables; *at != NULL; at++)
        if (table_keys(look->tables, *at) < 0)
            add(look, FINDING_E04, "$.tables", *at);
}

static void see_age(const struct look *look)
{
    char checked[CLOCK_DATE_SIZE];
    clock_date(look->article->checked, checked);
    if (article_state(look->article, look->as_of) == ARTICLE_STALE)
        add(look, FINDING_W20, "$.checked", checked);
}

void articles_audit(const struct articles *articles,
                    const struct tables *tables, int64_t as_of,
                    struct findings *findings)
{
    for (size_t i = 0; i < articles_count(articles); i++) {
        struct look look = {articles, articles_at(articles, i), tables, as_of,
                            findings};
        see_phrase(&look, "$.title", &look.article->title, TITLE_CELLS);
        see_parts(&look);
        for (size_t j = 0; j < look.article->value_count; j++)
            see_value(&look, &look.article->values[j]);
        see_links(&look);
        see_age(&look);
    }
}
