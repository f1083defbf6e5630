/* The words of moves on the screen: what is asked for in the text, and what
 * will become of it. */
#ifndef SCREENS_DEEDWORDS_H
#define SCREENS_DEEDWORDS_H

#include "console/cases/life.h"

/* The label of the text of a move; `language`: the caller's own, a code. The
 * caller frees. */
char *deedwords_text(enum case_move move, const char *language);

/* What will become of it, one sentence; NULL where the label says all. */
const char *deedwords_hint(enum case_move move);

/* The caller's language in the language of the interface: "in Kazakh". */
const char *deedwords_language(const char *code);

/* What is to be done now with a case, one sentence for this user; the caller
 * frees. */
struct seat;
char *deedwords_task(const struct seat *seat, const struct case_now *now);

#endif
