/* Words: letters, digits and what stands within them. */
#include "console/knowledge/words.h"

#include "console/base/memory.h"
#include "console/base/text.h"

#include <stdlib.h>
#include <string.h>

/* Combining marks; the first bytes of theirs are 0xCC and 0xCD. */
enum {
    NO_BREAK = 0xA0,
    NARROW_NO_BREAK = 0x202F,
    MARK_FIRST = 0x300,
    MARK_LAST = 0x36F,
    MARK_LEAD = 0xCC
};

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

/* Letters of the scripts we know: Latin, Cyrillic. */
static bool is_letter(uint32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
           (code >= 0xC0 && code < 0x250 && code != 0xD7 && code != 0xF7) ||
           (code >= 0x400 && code < 0x530);
}

/* What belongs to a word in the middle of it. */
static bool is_joint(uint32_t code)
{
    return code == '\'' || code == 0x2019 || code == 0x2BC ||
           (code >= MARK_FIRST && code <= MARK_LAST);
}

static bool is_space_in_number(uint32_t code)
{
    return code == NO_BREAK || code == NARROW_NO_BREAK;
}

/* The bytes of the word that begins here. */
static size_t measure(const char *text)
{
    size_t length = 0;
    uint32_t code, next;
    bool number = true;
    for (size_t n; (n = text_step(text + length, &code)) > 0; length += n) {
        if (is_letter(code))
            number = false;
        if (is_letter(code) || is_digit(code))
            continue;
        text_step(text + length + n, &next);
        bool inside = (is_joint(code) && is_letter(next)) ||
                      (number && is_space_in_number(code) && is_digit(next)) ||
                      (code >= MARK_FIRST && code <= MARK_LAST);
        if (!inside)
            break;
    }
    return length;
}

/* A word with marks of its own: composed first. */
static void add_composed(struct word *word, const char *bytes)
{
    struct text small = {0};
    uint32_t code;
    AUTO_CHARS clean = text_clean(bytes, strlen(bytes), false);
    const char *at = clean;
    for (size_t n; (n = text_step(at, &code)) > 0; at += n)
        text_add_char(&small, text_small(code));
    word->exact = text_take(&small);
    word->folded = text_fold(word->exact);
}

/* The bytes themselves where the letter stays the same. */
static void add_letter(struct text *text, const char *bytes, size_t length,
                       uint32_t letter)
{
    uint32_t code;
    text_step(bytes, &code);
    if (code == letter)
        text_add_n(text, bytes, length);
    else
        text_add_char(text, letter);
}

/* Small letters, and folded, letter by letter; without the spaces of a number.
 */
static void add_letters(struct word *word, const char *bytes, size_t length)
{
    struct text small = {0}, folded = {0};
    for (size_t i = 0, n; i < length; i += n) {
        uint32_t code;
        n = text_step(bytes + i, &code);
        if (is_space_in_number(code))
            continue;
        add_letter(&small, bytes + i, n, text_small(code));
        add_letter(&folded, bytes + i, n, text_fold_letter(code));
    }
    word->exact = text_take(&small);
    word->folded = text_take(&folded);
}

static bool has_mark(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)bytes[i] == MARK_LEAD ||
            (unsigned char)bytes[i] == MARK_LEAD + 1)
            return true;
    return false;
}

static void add(struct words *words, const char *text, size_t start,
                size_t length)
{
    struct word word = {start, start + length, NULL, NULL};
    AUTO_CHARS bytes = has_mark(text + start, length)
                           ? mem_copy_n(text + start, length)
                           : NULL;
    if (bytes != NULL)
        add_composed(&word, bytes);
    else
        add_letters(&word, text + start, length);
    if ((words->count & (words->count + 1)) == 0)
        words->list =
            mem_grow(words->list, 2 * words->count + 2, sizeof(*words->list));
    words->list[words->count++] = word;
}

void words_take(struct words *words, const char *text)
{
    uint32_t code;
    *words = (struct words){0};
    for (size_t at = 0, step; (step = text_step(text + at, &code)) > 0;) {
        size_t length =
            is_letter(code) || is_digit(code) ? measure(text + at) : 0;
        if (length > 0)
            add(words, text, at, length);
        at += length > 0 ? length : step;
    }
}

void words_clear(struct words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        free(words->list[i].exact);
        free(words->list[i].folded);
    }
    free(words->list);
    *words = (struct words){0};
}

size_t words_letters(const char *string)
{
    size_t letters = 0;
    for (; *string != '\0'; string++)
        letters += (*string & 0xC0) != 0x80;
    return letters;
}
