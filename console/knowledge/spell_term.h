/* The forms to look for of a word that was read. Inside of the knowledge room.
 */
#ifndef CONSOLE_KNOWLEDGE_SPELL_TERM_H
#define CONSOLE_KNOWLEDGE_SPELL_TERM_H

#include "console/knowledge/spell.h"

struct word;

/* Adds a word of the query and its forms: as typed, folded, beginnings, stems,
 * synonyms. `typed` is the chunk it was read from. Past the limits nothing is
 * added. */
void spell_term_add(const struct spell *spell, const struct word *word,
                    const char *typed, enum kb_read read,
                    struct spelling *spelling);

/* Adds what means the same as several words of the query in a row. */
void spell_term_add_rows(const struct spell *spell, struct spelling *spelling);

#endif
