/* Text: a growing string, and UTF-8 as a terminal and a Kazakh speaker see it:
 * cleaning, cells, cutting, wrapping, folding. All strings are UTF-8. */
#ifndef CONSOLE_BASE_TEXT_H
#define CONSOLE_BASE_TEXT_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A growing string; {0} is a valid empty one. `chars` is NULL or ends in NUL.
 */
struct text {
    char *chars;
    size_t length; /* bytes */
    size_t room;   /* bytes allocated */
};

/* Frees and empties. */
void text_clear(struct text *text);

/* Empties but keeps the room. */
void text_reset(struct text *text);

/* The string, "" when empty; lent until the next change. */
const char *text_chars(const struct text *text);

/* Gives the string away (never NULL) and empties. The caller frees. */
char *text_take(struct text *text) __attribute__((returns_nonnull));

void text_add(struct text *text, const char *string);
void text_add_n(struct text *text, const char *bytes, size_t length);
void text_add_char(struct text *text, uint32_t code_point);
void text_format(struct text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A local text that clears itself. */
#define AUTO_TEXT AUTO(text_clear) struct text

/* Steps over one code point; invalid bytes give U+FFFD and step one byte.
 * Returns the bytes stepped, 0 at the end (NUL). */
size_t text_step(const char *string, uint32_t *code_point);

/* The bytes of the first user-perceived letter (base and its marks). */
size_t text_letter(const char *string);

/* Copies string without spaces, no-break ones too. The caller frees. */
char *text_squeeze(const char *string) __attribute__((returns_nonnull));

/* Cells on a terminal: 0 for marks (1 for spacing ones), 2 for wide, 1 else. */
int text_cells(const char *string);

/* The bytes of the longest start of string that fits into cells. */
size_t text_fit(const char *string, int cells);

/* Copies string cut to cells, with an ellipsis when something was cut. */
char *text_cut(const char *string, int cells) __attribute__((returns_nonnull));

/* Cleans foreign bytes by an allow rule: NFC; printable letters, marks (at
 * most 4 on a letter), numbers, punctuation, symbols, the plain and the
 * no-break space stay; line ends become `\n` when keep_lines, else a space;
 * controls, bidi marks, zero-width, tags and private use go; invalid bytes
 * become U+FFFD. Idempotent. The caller frees. */
char *text_clean(const char *bytes, size_t length, bool keep_lines)
    __attribute__((returns_nonnull));

/* The small letter of a code point, and that letter folded as below; itself
 * where there is none. */
uint32_t text_small(uint32_t code_point);
uint32_t text_fold_letter(uint32_t code_point);

/* Folds for finding: NFC, lower case, then Kazakh and look-alike letters to
 * one letter (ұ ү у -> у, қ к -> к, ә э а -> а, і й и -> и, ...): one code
 * point to one code point. The caller frees. */
char *text_fold(const char *string) __attribute__((returns_nonnull));

/* Calls line() for every line of string wrapped at spaces to cells (a word
 * longer than a line is cut by letters); `\n` ends a line. Lends the bytes. */
void text_wrap(const char *string, int cells,
               void (*line)(const char *bytes, size_t length, void *cookie),
               void *cookie);

/* The version of utf8proc that is loaded. */
const char *text_library(void);

#endif
