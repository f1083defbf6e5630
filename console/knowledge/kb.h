/* The knowledge base as a desk holds it: the articles and the search over
 * them. The index is a file made beforehand; where it is missing, damaged or
 * older than the articles, the same index is made in memory from the files. */
#ifndef CONSOLE_KNOWLEDGE_KB_H
#define CONSOLE_KNOWLEDGE_KB_H

#include "console/base/language.h"
#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct article;
struct articles;
struct error;
struct findings;
struct kb;
struct tables;

/* Where things lie; lent while kb_open or kb_make runs. */
struct kb_place {
    const char *data;  /* the folder that holds kb/articles, kb/words.json and
                          kb/latin.json */
    const char *index; /* the index; NULL: in memory only */
    const struct tables *tables; /* held */
};

/* How the index stands. */
enum kb_index {
    KB_INDEX_FILE,    /* the file is whole and fits the articles */
    KB_INDEX_MISSING, /* there is none, or none was named */
    KB_INDEX_STALE,   /* made from other articles, tables or words */
    KB_INDEX_BROKEN   /* damaged, or cannot be opened */
};

/* Opens for reading. What is wrong with articles goes into the findings (NULL:
 * nobody asks). NULL with MESSAGE_FILE_READ or MESSAGE_JSON* when articles or
 * words cannot be read. For one thread at a time. */
struct kb *kb_open(const struct kb_place *place, struct findings *findings,
                   struct error *error);
void kb_close(struct kb *kb);

const struct articles *kb_articles(const struct kb *kb);
enum kb_index kb_index(const struct kb *kb);

/* Reads all of the index: is it whole? Then kb_index() says so as well. */
bool kb_verify(struct kb *kb);

/* Makes the index: beside it, then renamed over it. */
MUST_USE bool kb_make(const struct kb_place *place, struct error *error);

/* ---- search ---- */

/* How a typed word was read, the nearest reading first. */
enum kb_read {
    KB_READ_EXACT,   /* as it was typed */
    KB_READ_FOLDED,  /* Kazakh letters typed with Russian keys, a beginning */
    KB_READ_STEM,    /* another form of the word */
    KB_READ_SYNONYM, /* another word for the same */
    KB_READ_LAYOUT,  /* typed in another keyboard layout */
    KB_READ_LATIN,   /* Kazakh or Russian in Latin letters */
    KB_READ_ERROR,   /* one letter wrong */
    KB_READ_NONE,    /* nothing has this word */
    KB_READ_PATTERN  /* re: */
};

/* A typed word and what it was read as, both as people write them. */
struct kb_word {
    char *typed, *as;
    enum kb_read read;
};

/* Bytes [start, end) of an excerpt. */
struct kb_mark {
    size_t start, end;
};

enum { KB_HITS_MAX = 20, KB_WORDS_MAX = 12, KB_MARKS_MAX = 16 };

struct kb_hit {
    const struct article *article; /* lent by the kb */
    int part;                      /* the best passage: an index of the
                                      article's parts; -1: the title */
    enum language language;        /* of the excerpt: the one asked for where
                                      the word stands in it */
    char *excerpt;                 /* of the passage, filled, one line */
    struct kb_mark marks[KB_MARKS_MAX]; /* what was hit, in the excerpt */
    size_t mark_count;
    double score;
};

struct kb_result {
    struct kb_hit hits[KB_HITS_MAX]; /* the best first; an article once */
    size_t count;
    struct kb_word words[KB_WORDS_MAX];
    size_t word_count;
};

/* Finds what answers the query as it was typed, in all languages; the excerpts
 * come in the language asked for where they can. "re:PATTERN" takes PCRE2 over
 * the texts: MESSAGE_PATTERN_BAD, MESSAGE_PATTERN_LIMIT. False only with an
 * error; the result can be cleared in any case. */
MUST_USE bool kb_search(struct kb *kb, const char *query,
                        enum language language, int64_t day,
                        struct kb_result *result, struct error *error);
void kb_result_clear(struct kb_result *result);

/* The readings worth telling: the farthest one of all words; EXACT when all
 * were found as typed. */
enum kb_read kb_result_read(const struct kb_result *result);

#endif
