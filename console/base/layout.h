/* What was typed while another keyboard layout was on. */
#ifndef CONSOLE_BASE_LAYOUT_H
#define CONSOLE_BASE_LAYOUT_H

/* What was on, and what was meant. */
enum layout {
    LAYOUT_LATIN_FOR_RUSSIAN,
    LAYOUT_LATIN_FOR_KAZAKH,   /* its letters in the row of digits */
    LAYOUT_RUSSIAN_FOR_KAZAKH, /* that row alone */
    LAYOUT_CYRILLIC_FOR_LATIN,
    LAYOUT_COUNT
};

/* What the same keys give in the layout that was meant; NULL when a key gives
 * nothing else. The caller frees. */
char *layout_turn(const char *typed, enum layout layout);

/* What the keys of a text give in the Latin layout, whichever was on: small
 * letters, the lower signs of their keys. The caller frees. */
char *layout_keys(const char *text) __attribute__((returns_nonnull));

#endif
