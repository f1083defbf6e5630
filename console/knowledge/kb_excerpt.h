/* The passage that is shown for a hit, with what was hit in it. Inside of the
 * knowledge room. */
#ifndef CONSOLE_KNOWLEDGE_KB_EXCERPT_H
#define CONSOLE_KNOWLEDGE_KB_EXCERPT_H

#include "console/knowledge/kb.h"

struct spelling;

/* Takes `text` (its words in the language of the hit) into hit->excerpt and
 * marks the words that forms of the query meet; a long text is cut around the
 * first mark. Where `words` is not NULL, it tells of each word of the query how
 * it stands in the text, when it was read as something else. */
void kb_excerpt(struct kb_hit *hit, const char *text,
                const struct spelling *spelling, struct kb_word *words);

/* The same for bytes [start, end) that a pattern has hit. */
void kb_excerpt_at(struct kb_hit *hit, const char *text, size_t start,
                   size_t end);

#endif
