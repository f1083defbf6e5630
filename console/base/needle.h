/* What was typed to find something: the one way in which every filter of the
 * program compares. Kazakh letters may be typed with Russian keys, and all of
 * it while another keyboard layout was on. */
#ifndef CONSOLE_BASE_NEEDLE_H
#define CONSOLE_BASE_NEEDLE_H

#include <stdbool.h>

/* {0} is empty and is found everywhere. Owned. */
struct needle {
    char *typed;  /* as it stands; NULL: nothing was typed */
    char *folded; /* by its letters */
    char *keys;   /* by the keys that were pressed; NULL: no letter is in it */
};

void needle_init(struct needle *needle, const char *typed);
void needle_clear(struct needle *needle);

/* Was nothing typed? */
bool needle_is_empty(const struct needle *needle);

/* Is it part of the text, is it all of it, does a word of the text begin with
 * it? */
bool needle_in(const struct needle *needle, const char *text);
bool needle_is(const struct needle *needle, const char *text);
bool needle_begins_word(const struct needle *needle, const char *text);

/* A local needle that clears itself. */
#define AUTO_NEEDLE AUTO(needle_clear) struct needle

#endif
