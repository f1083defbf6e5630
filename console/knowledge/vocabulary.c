/* A sorted list, searched by halves; nearness by letters, without a table. */
#include "console/knowledge/vocabulary.h"

#include "console/base/memory.h"
#include "console/base/text.h"

#include <stdlib.h>
#include <string.h>

/* Letters of a word that are compared at most; the bytes of one. */
enum { LETTERS_MAX = 64, LETTER_BYTES = 2 };

void vocabulary_take(struct vocabulary *vocabulary, char *bytes, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += bytes[i] == '\0';
    *vocabulary = (struct vocabulary){.bytes = bytes};
    vocabulary->words = mem_new((count + 1) * sizeof(*vocabulary->words));
    for (const char *at = bytes; vocabulary->count < count;
         at += strlen(at) + 1)
        vocabulary->words[vocabulary->count++] = at;
    vocabulary->words[count] = bytes + length;
}

void vocabulary_clear(struct vocabulary *vocabulary)
{
    free(vocabulary->bytes);
    free(vocabulary->words);
    *vocabulary = (struct vocabulary){0};
}

/* The first word that is not before this one. */
static size_t find(const struct vocabulary *vocabulary, const char *word)
{
    size_t low = 0, high = vocabulary->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(vocabulary->words[middle], word) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool vocabulary_has(const struct vocabulary *vocabulary, const char *word)
{
    size_t at = find(vocabulary, word);
    return at < vocabulary->count && strcmp(vocabulary->words[at], word) == 0;
}

size_t vocabulary_begin(const struct vocabulary *vocabulary, const char *start,
                        size_t *first)
{
    size_t length = strlen(start), at = find(vocabulary, start), end = at;
    while (end < vocabulary->count &&
           strncmp(vocabulary->words[end], start, length) == 0)
        end++;
    *first = at;
    return end - at;
}

static size_t letters_of(const char *word, uint32_t *letters)
{
    size_t count = 0;
    for (size_t n;
         count < LETTERS_MAX && (n = text_step(word, &letters[count])) > 0;
         word += n)
        count++;
    return count;
}

/* As deep as there may be errors. */
static bool near(const uint32_t *a, size_t na, const uint32_t *b, size_t nb,
                 int errors)
{
    size_t same = 0;
    while (same < na && same < nb && a[same] == b[same])
        same++;
    a += same, na -= same, b += same, nb -= same;
    if (na == 0 || nb == 0)
        return na + nb <= (size_t)errors;
    if (errors == 0)
        return false;
    bool turned = na > 1 && nb > 1 && a[0] == b[1] && a[1] == b[0];
    return near(a + 1, na - 1, b + 1, nb - 1, errors - 1) ||
           near(a + 1, na - 1, b, nb, errors - 1) ||
           near(a, na, b + 1, nb - 1, errors - 1) ||
           (turned && near(a + 2, na - 2, b + 2, nb - 2, errors - 1));
}

bool vocabulary_near(const char *left, const char *right, int errors)
{
    uint32_t a[LETTERS_MAX], b[LETTERS_MAX];
    size_t na = letters_of(left, a), nb = letters_of(right, b);
    return near(a, na, b, nb, errors);
}

/* The bytes of a word: the next one begins behind its NUL. */
static size_t size_at(const struct vocabulary *vocabulary, size_t index)
{
    return (size_t)(vocabulary->words[index + 1] - vocabulary->words[index]) -
           1;
}

void vocabulary_each_near(const struct vocabulary *vocabulary, const char *word,
                          int errors,
                          void (*take)(const char *near, void *cookie),
                          void *cookie)
{
    uint32_t letters[LETTERS_MAX], other[LETTERS_MAX];
    size_t count = letters_of(word, letters), bytes = strlen(word);
    size_t most = (size_t)errors * LETTER_BYTES;
    for (size_t i = 0; i < vocabulary->count; i++) {
        const char *at = vocabulary->words[i];
        size_t size = size_at(vocabulary, i);
        if (size > bytes + most || bytes > size + most ||
            (errors > 1 && strncmp(at, word, LETTER_BYTES) != 0))
            continue;
        if (near(letters, count, other, letters_of(at, other), errors) &&
            strcmp(at, word) != 0)
            take(at, cookie);
    }
}
