/* Which articles answer a query best, and where in them. Inside of the
 * knowledge room. */
#ifndef CONSOLE_KNOWLEDGE_KB_RANK_H
#define CONSOLE_KNOWLEDGE_KB_RANK_H

#include "console/knowledge/kb.h"

struct db;
struct spelling;

/* An article with its best passage. */
struct kb_ranked {
    size_t article;
    enum language language;
    int part; /* -1: only its title or its other words were hit */
    double score;
};

/* What is asked; lent. Passages in the language are preferred. */
struct kb_asked {
    struct db *db;
    const struct articles *articles;
    const struct spelling *spelling;
    enum language language;
};

/* Ranks what the index finds; at most KB_HITS_MAX, the best first. */
MUST_USE bool kb_rank(const struct kb_asked *asked,
                      struct kb_ranked ranked[KB_HITS_MAX], size_t *count,
                      struct error *error);

#endif
