/* Rows of the tables, and which of them an amount came from. */
#ifndef CONSOLE_DUES_DUES_ROW_H
#define CONSOLE_DUES_DUES_ROW_H

#include "console/base/memory.h"

#include <stddef.h>
#include <stdint.h>

struct error;
struct json_t;
struct tables;

/* A row that was used; lent by the tables. */
struct dues_source {
    const char *table;
    const struct json_t *row;
};

/* All of them, each once, in the order of their use; zeroed is empty. */
struct dues_sources {
    struct dues_source *items; /* owned */
    size_t count;
};

void dues_sources_clear(struct dues_sources *sources);

/* Adds those of `more` that are not there yet. */
void dues_sources_join(struct dues_sources *sources,
                       const struct dues_sources *more);

/* The row of the table with this key in force on the day, added to sources.
 * NULL and the error of table_row(). Lent. */
const struct json_t *dues_row(const struct tables *tables, const char *table,
                              const char *key, int64_t day,
                              struct dues_sources *sources,
                              struct error *error);

/* A cell of whole numbers (or tiyn); -1 when it is empty. */
int64_t dues_cell(const struct json_t *row, const char *column);

#endif
