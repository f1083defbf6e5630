/* Articles, tables, words and index, held together; search over them. */
#include "console/knowledge/kb.h"

#include "console/base/error.h"
#include "console/base/text.h"
#include "console/io/db.h"
#include "console/knowledge/article.h"
#include "console/knowledge/kb_excerpt.h"
#include "console/knowledge/kb_index.h"
#include "console/knowledge/kb_pattern.h"
#include "console/knowledge/kb_rank.h"
#include "console/knowledge/spell.h"
#include "console/knowledge/table.h"
#include "console/knowledge/thesaurus.h"
#include "console/people/seal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Goes up with every change of what an index holds. */
enum { INDEX_VERSION = 2 };

#define PATTERN_MARK "re:"

struct kb {
    struct articles *articles;
    const struct tables *tables; /* held */
    struct thesaurus *thesaurus;
    struct spell spell;
    struct db *db;
    enum kb_index state;
    char hash[2 * SEAL_HASH_SIZE + 1];
};

/* ---- opening ---- */

/* What an index is made of: its version, articles, tables, words. */
static void make_hash(struct kb *kb, struct text *content)
{
    unsigned char hash[SEAL_HASH_SIZE];
    text_format(content, "%d\n%s\n%s\n", INDEX_VERSION,
                articles_hash(kb->articles), tables_hash(kb->tables));
    seal_hash(NULL, text_chars(content), content->length, hash);
    seal_hex(hash, sizeof(hash), kb->hash);
}

static bool load(struct kb *kb, const struct kb_place *place,
                 struct findings *findings, struct error *error)
{
    AUTO_TEXT content = {0};
    AUTO_CHARS folder = mem_format("%s/kb/articles", place->data);
    kb->tables = tables_hold(place->tables);
    kb->articles = articles_load(folder, findings, error);
    if (kb->articles != NULL)
        kb->thesaurus = thesaurus_load(place->data, &content, findings, error);
    if (kb->thesaurus == NULL)
        return false;
    make_hash(kb, &content);
    return true;
}

/* An index in the file that fits; else how it stands. */
static enum kb_index open_file(struct kb *kb, const char *path)
{
    struct error error = {0};
    if (path == NULL || access(path, F_OK) != 0)
        return KB_INDEX_MISSING;
    kb->db = db_open_words(path, &error);
    if (kb->db == NULL)
        return KB_INDEX_BROKEN;
    bool fits = kb_index_fits(kb->db, kb->hash, &error);
    if (fits &&
        kb_index_words(kb->db, &kb->spell.words, &kb->spell.stems, &error))
        return KB_INDEX_FILE;
    db_close(kb->db);
    kb->db = NULL;
    return error.message != MESSAGE_NONE ? KB_INDEX_BROKEN : KB_INDEX_STALE;
}

/* The same index in memory. */
static bool open_memory(struct kb *kb, struct error *error)
{
    const struct kb_source source = {kb->articles, kb->tables, kb->hash};
    db_close(kb->db);
    vocabulary_clear(&kb->spell.words);
    vocabulary_clear(&kb->spell.stems);
    kb->db = db_make_words(NULL, error);
    return kb->db != NULL && kb_index_fill(kb->db, &source, error) &&
           kb_index_words(kb->db, &kb->spell.words, &kb->spell.stems, error);
}

struct kb *kb_open(const struct kb_place *place, struct findings *findings,
                   struct error *error)
{
    struct kb *kb = mem_new(sizeof(*kb));
    if (load(kb, place, findings, error)) {
        kb->spell.thesaurus = kb->thesaurus;
        kb->state = open_file(kb, place->index);
        if (kb->state == KB_INDEX_FILE || open_memory(kb, error))
            return kb;
    }
    kb_close(kb);
    return NULL;
}

void kb_close(struct kb *kb)
{
    if (kb == NULL)
        return;
    db_close(kb->db);
    vocabulary_clear(&kb->spell.words);
    vocabulary_clear(&kb->spell.stems);
    thesaurus_free(kb->thesaurus);
    articles_free(kb->articles);
    tables_free(kb->tables);
    free(kb);
}

const struct articles *kb_articles(const struct kb *kb)
{
    return kb->articles;
}

enum kb_index kb_index(const struct kb *kb)
{
    return kb->state;
}

bool kb_verify(struct kb *kb)
{
    if (kb->state == KB_INDEX_FILE && !kb_index_whole(kb->db))
        kb->state = KB_INDEX_BROKEN;
    return kb->state == KB_INDEX_FILE;
}

/* ---- making ---- */

static bool make_at(struct kb *kb, const char *path, struct error *error)
{
    const struct kb_source source = {kb->articles, kb->tables, kb->hash};
    struct db *db = db_make_words(path, error);
    bool made = db != NULL && kb_index_fill(db, &source, error);
    db_close(db);
    return made;
}

bool kb_make(const struct kb_place *place, struct error *error)
{
    struct kb *kb = mem_new(sizeof(*kb));
    AUTO_CHARS beside = mem_format("%s.new", place->index);
    AUTO_CHARS journal = mem_format("%s-journal", beside);
    unlink(beside);
    bool made = load(kb, place, NULL, error) && make_at(kb, beside, error);
    if (made && rename(beside, place->index) != 0)
        made = error_set(error, MESSAGE_FILE_WRITE, "%s: %s", place->index,
                         strerror(errno));
    if (!made)
        unlink(beside);
    unlink(journal); /* SQLite leaves it, empty */
    kb_close(kb);
    return made;
}

/* ---- searching ---- */

static void take_words(struct kb_result *result,
                       const struct spelling *spelling)
{
    for (int i = 0; i < spelling->word_count; i++)
        result->words[result->word_count++] = (struct kb_word){
            mem_copy(spelling->words[i].typed), mem_copy(spelling->words[i].as),
            spelling->words[i].read};
}

/* The passage of a hit, filled; the first part where only the title or the
 * other words were hit. */
static void take_hit(const struct kb *kb, const struct kb_ranked *ranked,
                     const struct spelling *spelling, int64_t day,
                     struct kb_result *result)
{
    struct kb_hit *hit = &result->hits[result->count];
    AUTO_TEXT text = {0};
    hit->article = articles_at(kb->articles, ranked->article);
    hit->part = ranked->part;
    hit->language = ranked->language;
    hit->score = ranked->score;
    const struct article_as as = {kb->tables, hit->language, day};
    const struct article_part *part =
        &hit->article->parts[ranked->part < 0 ? 0 : ranked->part];
    (void)!article_fill(hit->article, part->text.in[hit->language], &as, &text,
                        NULL);
    kb_excerpt(hit, text_chars(&text), spelling,
               result->count == 0 ? result->words : NULL);
    result->count++;
}

static bool search_words(struct kb *kb, const struct spelling *spelling,
                         enum language language, int64_t day,
                         struct kb_result *result, struct error *error)
{
    struct kb_ranked ranked[KB_HITS_MAX];
    size_t count;
    const struct kb_asked asked = {kb->db, kb->articles, spelling, language};
    if (!kb_rank(&asked, ranked, &count, error))
        return false;
    take_words(result, spelling);
    for (size_t i = 0; i < count; i++)
        take_hit(kb, &ranked[i], spelling, day, result);
    return true;
}

/* An index that turns out to be damaged is left for one in memory. */
static bool search_any(struct kb *kb, const char *query, enum language language,
                       int64_t day, struct kb_result *result,
                       struct error *error)
{
    struct spelling spelling;
    struct error why = {0};
    spell_read(&kb->spell, query, &spelling);
    bool good = search_words(kb, &spelling, language, day, result, &why);
    if (!good && kb->state == KB_INDEX_FILE) {
        kb->state = KB_INDEX_BROKEN;
        good = open_memory(kb, error) &&
               search_words(kb, &spelling, language, day, result, error);
    } else if (!good) {
        *error = why;
    }
    spell_clear(&spelling);
    return good;
}

bool kb_search(struct kb *kb, const char *query, enum language language,
               int64_t day, struct kb_result *result, struct error *error)
{
    *result = (struct kb_result){0};
    if (strncmp(query, PATTERN_MARK, strlen(PATTERN_MARK)) != 0)
        return search_any(kb, query, language, day, result, error);
    const struct kb_reader reader = {kb->articles, kb->tables, language, day};
    return kb_pattern(&reader, query + strlen(PATTERN_MARK), result, error);
}

void kb_result_clear(struct kb_result *result)
{
    for (size_t i = 0; i < result->count; i++)
        free(result->hits[i].excerpt);
    for (size_t i = 0; i < result->word_count; i++) {
        free(result->words[i].typed);
        free(result->words[i].as);
    }
    *result = (struct kb_result){0};
}

enum kb_read kb_result_read(const struct kb_result *result)
{
    enum kb_read farthest = KB_READ_EXACT;
    for (size_t i = 0; i < result->word_count; i++)
        if (result->words[i].read > farthest)
            farthest = result->words[i].read;
    return farthest;
}
