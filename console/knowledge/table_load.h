/* One table file: read, judged member by member, made into rows with days.
 * Inside of the knowledge room. */
#ifndef CONSOLE_KNOWLEDGE_TABLE_LOAD_H
#define CONSOLE_KNOWLEDGE_TABLE_LOAD_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct json_t;
struct text;

struct table_row {
    const struct json_t *cells; /* lent by the file */
    int64_t from, until;        /* days; in force from <= day < until */
    bool unconfirmed;           /* passed over when a row is asked for */
};

struct table {
    char *name;
    struct json_t *file;    /* owned; absent cells made null */
    struct json_t *keys;    /* lent: names of the key columns */
    struct json_t *columns; /* lent: name to type */
    struct table_row *rows; /* owned */
    size_t count;
};

/* Reads path, whose table must be called name; fills *table, which was zeroed,
 * and adds name, length and bytes of the file to content. False with
 * MESSAGE_TABLE_BAD or JSON_SYNTAX, file, line, path and reason; the table can
 * be cleared then as well. */
MUST_USE bool table_load(struct table *table, const char *path,
                         const char *name, struct text *content,
                         struct error *error);
void table_load_clear(struct table *table);

#endif
