/* One table file: read, judged member by member, made into rows with days.
 * Inside of the knowledge room. */
#ifndef CONSOLE_KNOWLEDGE_TABLE_LOAD_H
#define CONSOLE_KNOWLEDGE_TABLE_LOAD_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct findings;
struct json_t;
struct text;

struct table_row {
    const struct json_t *cells; /* lent by the file */
    size_t index;               /* in the file's rows */
    int64_t from, until;        /* days; in force from <= day < until */
    bool unconfirmed;           /* passed over when a row is asked for */
};

struct table {
    char *name, *path;
    struct json_t *file;    /* owned; absent cells made null */
    struct json_t *keys;    /* lent: names of the key columns */
    struct json_t *columns; /* lent: name to type */
    struct table_row *rows; /* owned */
    size_t count;
};

/* Where a file goes while it is loaded. */
struct loading {
    struct text *content;      /* name, length and bytes are added */
    struct findings *findings; /* what is wrong is added */
    struct error *error;       /* why a file cannot be read */
};

/* Reads path, whose table must be called name; fills *table, which was zeroed,
 * with what fits. False with MESSAGE_FILE_READ; the table can be cleared then
 * as well. */
MUST_USE bool table_load(struct table *table, const char *path,
                         const char *name, struct loading *loading);
void table_load_clear(struct table *table);

/* Have two rows the same key? */
bool table_same_key(const struct table *table, const struct table_row *a,
                    const struct table_row *b);

/* What tables_audit does for one table. */
void table_audit(const struct table *table, int64_t as_of,
                 struct findings *findings);

#endif
