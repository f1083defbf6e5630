/* What kb/words.json and kb/latin.json say: words that mean one thing, words
 * that say nothing, letters of the Latin spellings. Inside of the knowledge
 * room. */
#ifndef CONSOLE_KNOWLEDGE_THESAURUS_H
#define CONSOLE_KNOWLEDGE_THESAURUS_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>

struct error;
struct findings;
struct text;
struct thesaurus;

/* Reads both from the folder kb of `data`; adds their bytes to *content. Faults
 * go into the findings (NULL: nobody asks), what has them is left out. NULL
 * with MESSAGE_FILE_READ. */
struct thesaurus *thesaurus_load(const char *data, struct text *content,
                                 struct findings *findings,
                                 struct error *error);
void thesaurus_free(struct thesaurus *thesaurus);

/* Is it a word that says nothing (folded): "how", "is"? */
bool thesaurus_is_stop(const struct thesaurus *thesaurus, const char *folded);

/* Is the folded word or stem an entry of some group, or the stem of one? */
bool thesaurus_knows(const struct thesaurus *thesaurus, const char *folded);

/* Calls take() for every other entry (folded words with spaces between them) of
 * the groups that hold the folded words (one space between them), or words of
 * the same stems. */
void thesaurus_each_synonym(const struct thesaurus *thesaurus,
                            const char *folded,
                            void (*take)(const char *entry, void *cookie),
                            void *cookie);

/* Asked for each way to read a word in Latin letters as a folded Cyrillic one,
 * likely ones first. */
struct latin_reader {
    bool (*can_begin)(const char *start, void *cookie); /* go on with it? */
    bool (*take)(const char *cyrillic, void *cookie);   /* false: no more */
    void *cookie;
};
void thesaurus_each_latin(const struct thesaurus *thesaurus, const char *word,
                          const struct latin_reader *reader);

#endif
