/* Search by a regular expression over the texts. Inside of the knowledge room.
 */
#ifndef CONSOLE_KNOWLEDGE_KB_PATTERN_H
#define CONSOLE_KNOWLEDGE_KB_PATTERN_H

#include "console/knowledge/kb.h"

/* What is read; lent. */
struct kb_reader {
    const struct articles *articles;
    const struct tables *tables;
    enum language language; /* read first */
    int64_t day;
};

/* Adds the first text that matches of each article, by id: in the reader's
 * language where there is one, else in another. MESSAGE_PATTERN_BAD,
 * MESSAGE_PATTERN_LIMIT. */
MUST_USE bool kb_pattern(const struct kb_reader *reader, const char *source,
                         struct kb_result *result, struct error *error);

#endif
