/* The words of the interface: gettext's short names. */
#ifndef SCREENS_WORDS_H
#define SCREENS_WORDS_H

#include <libintl.h>

/* Translated here. */
#define _(text) gettext(text)

/* Marked for translation, translated where it is used. */
#define N_(text) text

#endif
