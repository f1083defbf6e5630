/* The words of a text, and the forms of a word that the index holds. Inside of
 * the knowledge room. */
#ifndef CONSOLE_KNOWLEDGE_WORDS_H
#define CONSOLE_KNOWLEDGE_WORDS_H

#include "console/base/language.h"

#include <stdbool.h>
#include <stddef.h>

/* A word: where it stands in the text, in small letters, and folded; owned. */
struct word {
    size_t start, end; /* bytes */
    char *exact, *folded;
};

struct words {
    struct word *list;
    size_t count;
};

/* Parts a text into words: letters and digits; apostrophes and marks belong to
 * the word they stand in, digits parted by no-break spaces are one ("5 950").
 */
void words_take(struct words *words, const char *text);
void words_clear(struct words *words);

/* The stem of a folded word in a language: endings off, the longest first, at
 * most three times, never shorter than three letters. The caller frees. */
char *words_stem(const char *folded, enum language language);

/* The letters of a string. */
size_t words_letters(const char *string);

#endif
