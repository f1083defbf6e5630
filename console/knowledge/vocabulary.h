/* All words of the index and all their stems, sorted, in memory: what is there,
 * what begins so, what differs by one letter. Inside of the knowledge room. */
#ifndef CONSOLE_KNOWLEDGE_VOCABULARY_H
#define CONSOLE_KNOWLEDGE_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>

/* A sorted list of strings, each once; zeroed is empty. */
struct vocabulary {
    char *bytes;        /* all strings, each with its NUL */
    const char **words; /* into them */
    size_t count;
};

/* Takes the bytes: strings in the order of strcmp, each with its NUL. */
void vocabulary_take(struct vocabulary *vocabulary, char *bytes, size_t length);
void vocabulary_clear(struct vocabulary *vocabulary);

bool vocabulary_has(const struct vocabulary *vocabulary, const char *word);

/* The first word that begins so, and how many do. */
size_t vocabulary_begin(const struct vocabulary *vocabulary, const char *start,
                        size_t *first);

/* Do the words differ by so many letters at most, each another one, one more,
 * one less, or two in the wrong order? */
bool vocabulary_near(const char *left, const char *right, int errors);

/* Calls take() for each word that is near, not the same; with more than one
 * error the first letter must be right. */
void vocabulary_each_near(const struct vocabulary *vocabulary, const char *word,
                          int errors,
                          void (*take)(const char *near, void *cookie),
                          void *cookie);

#endif
