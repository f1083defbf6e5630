/* The index of the articles' words: one row an article and language, one
 * column a part. Inside of the knowledge room. */
#ifndef CONSOLE_KNOWLEDGE_KB_INDEX_H
#define CONSOLE_KNOWLEDGE_KB_INDEX_H

#include "console/base/language.h"
#include "console/base/memory.h"
#include "console/knowledge/article.h"
#include "console/knowledge/vocabulary.h"

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_place;
struct error;
struct spelling;
struct tables;

/* The columns: the title, the other words, then the parts. */
enum { KB_COLUMN_TITLE, KB_COLUMN_WORDS, KB_COLUMN_PARTS };

/* What an index is made of; lent. `hash` stands for all of it. */
struct kb_source {
    const struct articles *articles;
    const struct tables *tables;
    const char *hash;
};

/* Makes a new index in an open, empty file or memory. Figures are those of the
 * day on which an article was checked: another day makes no other index. */
MUST_USE bool kb_index_fill(struct db *db, const struct kb_source *source,
                            struct error *error);

/* Is it the index of this hash? False without an error when it is another. */
MUST_USE bool kb_index_fits(struct db *db, const char *hash,
                            struct error *error);

/* Is every page of it in order? */
bool kb_index_whole(struct db *db);

/* Takes the words and the stems into memory. */
MUST_USE bool kb_index_words(struct db *db, struct vocabulary *words,
                             struct vocabulary *stems, struct error *error);

/* Where a form of a query stands. */
struct kb_found {
    int term;       /* of the spelling */
    size_t article; /* its index */
    enum language language;
    int column;
    uint32_t offset; /* in words */
};

/* Calls each() for every place of the spelling's forms, by article. */
MUST_USE bool kb_index_find(struct db *db, const struct spelling *spelling,
                            void (*each)(const struct kb_found *place,
                                         void *cookie),
                            void *cookie, struct error *error);

#endif
