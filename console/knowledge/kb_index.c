/* Making and reading the index. The texts are not in it: what is shown comes
 * from the articles. */
#include "console/knowledge/kb_index.h"

#include "console/base/error.h"
#include "console/base/text.h"
#include "console/io/db.h"
#include "console/knowledge/spell.h"
#include "console/knowledge/words.h"

#include <stdlib.h>
#include <string.h>

enum {
    COLUMNS = KB_COLUMN_PARTS + ARTICLE_PARTS_MAX,
    CHUNK_BYTES = 256 * 1024,
    ROWS_OF_ARTICLE = 4,
    PHRASES_MAX = SPELL_TERMS_MAX
};

/* A growing list of strings. */
struct pile {
    char **list;
    size_t count, room;
};

/* ---- the words of a text ---- */

static void pile_add(struct pile *pile, const char *string)
{
    if (pile->count == pile->room) {
        pile->room = pile->room * 2 + 256;
        pile->list = mem_grow(pile->list, pile->room, sizeof(*pile->list));
    }
    pile->list[pile->count++] = mem_copy(string);
}

static void pile_clear(struct pile *pile)
{
    for (size_t i = 0; i < pile->count; i++)
        free(pile->list[i]);
    free(pile->list);
}

/* What an index is being made with. */
struct making {
    const struct kb_source *source;
    struct db *db;
    struct pile words, stems;
};

static void making_clear(struct making *making)
{
    pile_clear(&making->words);
    pile_clear(&making->stems);
}

/* Adds the forms of each word: "=exact|folded|^stem", what differs. */
static void add_forms(struct making *making, const char *text,
                      enum language language, struct text *out)
{
    AUTO(words_clear) struct words words = {0};
    words_take(&words, text);
    for (size_t i = 0; i < words.count; i++) {
        const struct word *word = &words.list[i];
        AUTO_CHARS stem = words_stem(word->folded, language);
        text_add(out, out->length > 0 ? " " : "");
        if (strcmp(word->exact, word->folded) != 0)
            text_format(out, "=%s|", word->exact);
        text_add(out, word->folded);
        pile_add(&making->words, word->folded);
        if (strcmp(stem, word->folded) == 0)
            continue;
        text_format(out, "|^%s", stem);
        pile_add(&making->stems, stem);
    }
}

static char *forms_of(struct making *making, const struct article *article,
                      const char *text, enum language language)
{
    const struct article_as as = {making->source->tables, language,
                                  article->checked};
    struct text forms = {0};
    AUTO_TEXT filled = {0};
    (void)!article_fill(article, text, &as, &filled, NULL);
    add_forms(making, text_chars(&filled), language, &forms);
    return text_take(&forms);
}

/* ---- making ---- */

static char *insert_of(void)
{
    struct text sql = {0};
    text_add(&sql, "INSERT INTO texts(rowid");
    for (int i = 0; i < COLUMNS; i++)
        text_format(&sql, ", c%d", i);
    text_add(&sql, ") VALUES(?");
    for (int i = 0; i < COLUMNS; i++)
        text_add(&sql, ", ?");
    text_add(&sql, ")");
    return text_take(&sql);
}

static bool add_row(struct making *making, size_t index, enum language language,
                    struct error *error)
{
    const struct article *article =
        articles_at(making->source->articles, index);
    AUTO_CHARS sql = insert_of();
    AUTO_TEXT others = {0};
    char *columns[COLUMNS] = {0};
    struct db_value values[COLUMNS + 1] = {
        DB_INT((int64_t)index * ROWS_OF_ARTICLE + language)};
    for (char **at = article->words[language]; at != NULL && *at != NULL; at++)
        text_format(&others, "%s\n", *at);
    columns[KB_COLUMN_TITLE] =
        forms_of(making, article, article->title.in[language], language);
    columns[KB_COLUMN_WORDS] =
        forms_of(making, article, text_chars(&others), language);
    for (size_t i = 0; i < article->part_count; i++)
        columns[KB_COLUMN_PARTS + i] = forms_of(
            making, article, article->parts[i].text.in[language], language);
    for (int i = 0; i < COLUMNS; i++)
        values[i + 1] = DB_TEXT(columns[i]);
    bool added = db_run(making->db, sql, values, COLUMNS + 1, error);
    for (int i = 0; i < COLUMNS; i++)
        free(columns[i]);
    return added;
}

static int by_bytes(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Each string once, in order, in pieces a row may hold. */
static bool add_words(struct db *db, const char *sql, struct pile *pile,
                      struct error *error)
{
    AUTO_TEXT piece = {0};
    bool good = true;
    if (pile->count > 1)
        qsort(pile->list, pile->count, sizeof(*pile->list), by_bytes);
    for (size_t i = 0; i < pile->count && good; i++) {
        if (i > 0 && strcmp(pile->list[i], pile->list[i - 1]) == 0)
            continue;
        text_add_n(&piece, pile->list[i], strlen(pile->list[i]) + 1);
        if (piece.length < CHUNK_BYTES)
            continue;
        good =
            db_run(db, sql, DB_ARGS(DB_BLOB(piece.chars, piece.length)), error);
        text_reset(&piece);
    }
    return good && (piece.length == 0 ||
                    db_run(db, sql, DB_ARGS(DB_BLOB(piece.chars, piece.length)),
                           error));
}

static char *schema(void)
{
    struct text sql = {0};
    text_add(&sql, "CREATE TABLE made_of(hash TEXT);"
                   "CREATE TABLE words(at INTEGER PRIMARY KEY, piece BLOB);"
                   "CREATE TABLE stems(at INTEGER PRIMARY KEY, piece BLOB);"
                   "CREATE VIRTUAL TABLE texts USING fts5(");
    for (int i = 0; i < COLUMNS; i++)
        text_format(&sql, "c%d, ", i);
    text_add(&sql, "content='', columnsize=0, tokenize='words')");
    return text_take(&sql);
}

static bool fill(struct making *making, struct error *error)
{
    AUTO_CHARS tables = schema();
    size_t count = articles_count(making->source->articles);
    if (!db_script(making->db, tables, error) ||
        !db_run(making->db, "INSERT INTO made_of VALUES(?)",
                DB_ARGS(DB_TEXT(making->source->hash)), error))
        return false;
    for (size_t i = 0; i < count * LANGUAGE_COUNT; i++)
        if (!add_row(making, i / LANGUAGE_COUNT,
                     (enum language)(i % LANGUAGE_COUNT), error))
            return false;
    return add_words(making->db, "INSERT INTO words(piece) VALUES(?)",
                     &making->words, error) &&
           add_words(making->db, "INSERT INTO stems(piece) VALUES(?)",
                     &making->stems, error) &&
           db_run(making->db, "INSERT INTO texts(texts) VALUES('optimize')",
                  DB_NONE, error);
}

bool kb_index_fill(struct db *db, const struct kb_source *source,
                   struct error *error)
{
    AUTO(making_clear) struct making making = {source, db, {0}, {0}};
    /* What merging leaves empty is given back when it is committed. */
    return db_script(db, "PRAGMA auto_vacuum=FULL", error) &&
           db_begin(db, error) && fill(&making, error) && db_commit(db, error);
}

/* ---- reading ---- */

static bool is_text(const struct db_row *row, void *cookie)
{
    const char **wanted = cookie;
    if (strcmp(db_text(row, 0), *wanted) == 0)
        *wanted = NULL;
    return false;
}

bool kb_index_fits(struct db *db, const char *hash, struct error *error)
{
    return db_query(db, "SELECT hash FROM made_of", DB_NONE, is_text, &hash,
                    error) &&
           hash == NULL;
}

bool kb_index_whole(struct db *db)
{
    const char *wanted = "ok";
    return db_query(db, "PRAGMA quick_check", DB_NONE, is_text, &wanted,
                    NULL) &&
           wanted == NULL;
}

static bool add_piece(const struct db_row *row, void *cookie)
{
    size_t length;
    const void *bytes = db_blob(row, 0, &length);
    text_add_n(cookie, bytes, length);
    return true;
}

static bool take_words(struct db *db, const char *sql,
                       struct vocabulary *vocabulary, struct error *error)
{
    AUTO_TEXT all = {0};
    if (!db_query(db, sql, DB_NONE, add_piece, &all, error))
        return false;
    size_t length = all.length;
    vocabulary_take(vocabulary, text_take(&all), length);
    return true;
}

bool kb_index_words(struct db *db, struct vocabulary *words,
                    struct vocabulary *stems, struct error *error)
{
    return take_words(db, "SELECT piece FROM words ORDER BY at", words,
                      error) &&
           take_words(db, "SELECT piece FROM stems ORDER BY at", stems, error);
}

/* ---- finding ---- */

/* The phrases of one query, and the form of each. */
struct asking {
    struct text match;
    int terms[PHRASES_MAX];
    int count;
    void (*each)(const struct kb_found *place, void *cookie);
    void *cookie;
};

/* Words of letters and digits need no quoting but the quotes. */
static void ask(struct asking *asking, const char *mark, const char *words,
                const char *start, int term)
{
    text_format(&asking->match, "%s\"%s%s\"%s", asking->count > 0 ? " OR " : "",
                mark, words, start);
    asking->terms[asking->count++] = term;
}

static void ask_term(struct asking *asking, const struct spell_term *term,
                     int index)
{
    if (term->form == SPELL_EXACT)
        ask(asking, "=", term->text, "", index);
    if (term->form == SPELL_WORD)
        ask(asking, "", term->text, "", index);
    if (term->form == SPELL_STEM)
        ask(asking, "^", term->text, "", index);
    if (term->form == SPELL_START)
        ask(asking, "", term->text, "*", index);
}

static bool take_row(const struct db_row *row, void *cookie)
{
    struct asking *asking = cookie;
    int64_t id = db_int(row, 0);
    size_t count;
    const struct db_place *places = db_places(row, 1, &count);
    for (size_t i = 0; i < count; i++) {
        if (places[i].phrase >= asking->count)
            continue;
        const struct kb_found found = {asking->terms[places[i].phrase],
                                       (size_t)id / ROWS_OF_ARTICLE,
                                       (enum language)(id % ROWS_OF_ARTICLE),
                                       places[i].column, places[i].offset};
        asking->each(&found, asking->cookie);
    }
    return true;
}

bool kb_index_find(struct db *db, const struct spelling *spelling,
                   void (*each)(const struct kb_found *found, void *cookie),
                   void *cookie, struct error *error)
{
    struct asking asking = {.each = each, .cookie = cookie};
    for (int i = 0; i < spelling->term_count; i++)
        ask_term(&asking, &spelling->terms[i], i);
    bool good =
        asking.count == 0 ||
        db_query(db,
                 "SELECT rowid, places(texts) FROM texts WHERE texts MATCH ?",
                 DB_ARGS(DB_TEXT(text_chars(&asking.match))), take_row, &asking,
                 error);
    text_clear(&asking.match);
    return good;
}
