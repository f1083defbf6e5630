/* The types that a column of a table can have, and what fits each. Inside of
 * the knowledge room. */
#ifndef CONSOLE_KNOWLEDGE_TABLE_TYPE_H
#define CONSOLE_KNOWLEDGE_TABLE_TYPE_H

#include <stdbool.h>

struct json_t;

/* Is this "text", "code", "int", "money", "date" or "phrase"? NULL is not. */
bool table_type_known(const char *type);

/* What is wrong with a cell of a known type, for people; NULL when it fits.
 * Money is a whole number of tiyn; a cell of NULL never fits. */
const char *table_type_fault(const char *type, const struct json_t *cell);

#endif
