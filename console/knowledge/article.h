/* The articles of kb/articles: one topic each, in three languages side by
 * side, with figures from the tables of the day they are read. */
#ifndef CONSOLE_KNOWLEDGE_ARTICLE_H
#define CONSOLE_KNOWLEDGE_ARTICLE_H

#include "console/base/language.h"
#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct findings;
struct tables;
struct text;

/* What a part is: a sentence that may be read aloud as it stands, a heading, a
 * paragraph for the agent, a line of a list. */
enum article_kind { ARTICLE_SAY, ARTICLE_HEADING, ARTICLE_TEXT, ARTICLE_ITEM };

struct article_part {
    enum article_kind kind;
    struct phrase text;
};

/* A cell of a table that texts name in braces. */
struct article_value {
    char *name, *table;
    char **keys; /* of the row; NULL behind the last */
    char *column;
};

/* All owned; lists of strings end in NULL (and may be NULL: empty). */
struct article {
    char *id, *path;
    struct phrase title;
    char **words[LANGUAGE_COUNT]; /* other words for it: found, never shown */
    int64_t from, until, checked; /* days; holds while from <= day < until */
    char **sources;
    struct article_value *values;
    size_t value_count;
    struct article_part *parts; /* the first is an ARTICLE_SAY */
    size_t part_count;
    char **scripts; /* "gap", "arrears.ways" */
    char **tables;
    char **related; /* ids of other articles */
};

/* How many parts an article may have. */
enum { ARTICLE_PARTS_MAX = 60 };

/* Loads every *.json of a folder. What is wrong goes into the findings (NULL:
 * nobody asks); an article with an error is left out, the others are used.
 * NULL with MESSAGE_FILE_READ when the folder cannot be read. */
struct articles *articles_load(const char *folder, struct findings *findings,
                               struct error *error);
void articles_free(struct articles *articles);

/* By their ids, from 0. */
size_t articles_count(const struct articles *articles);
const struct article *articles_at(const struct articles *articles,
                                  size_t index);

/* By its id; NULL: there is none. */
const struct article *articles_find(const struct articles *articles,
                                    const char *id);

/* The hash over name, length and bytes of every file; 64 hex digits, lent. */
const char *articles_hash(const struct articles *articles);

/* The articles that name the node ("gap", "years"), then those that name its
 * script, then those that name another node of it. Fills out[] with at most
 * `most` of them; gives how many. */
size_t articles_beside(const struct articles *articles, const char *script,
                       const char *node, const struct article **out,
                       size_t most);

/* How it is read; the tables are lent. */
struct article_as {
    const struct tables *tables;
    enum language language;
    int64_t day;
};

/* Adds a text of the article (in that language), its braces filled with the
 * cells in force on the day. Where the tables know none, the name stays in
 * braces and false comes back, with MESSAGE_TABLE_* in the error. */
bool article_fill(const struct article *article, const char *text,
                  const struct article_as *as, struct text *out,
                  struct error *error);

/* How an article stands on a day; a past, coming or stale one says so on top.
 * Stale: its sources were read more than a year before. */
enum article_state {
    ARTICLE_HOLDS,
    ARTICLE_COMING,
    ARTICLE_PAST,
    ARTICLE_STALE
};
enum article_state article_state(const struct article *article, int64_t day);

/* What can be told with the tables alone: widths, braces, values and tables
 * that are not there, related ids, cells missing on the day. Adds E04, E15,
 * E16, E18, W20, W26. */
void articles_audit(const struct articles *articles,
                    const struct tables *tables, int64_t as_of,
                    struct findings *findings);

#endif
