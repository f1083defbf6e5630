/* Looking rows up, with a list of those that were used. */
#include "console/dues/dues_row.h"

#include "console/knowledge/table.h"

#include <jansson.h>

#include <stdlib.h>

void dues_sources_clear(struct dues_sources *sources)
{
    free(sources->items);
    *sources = (struct dues_sources){0};
}

static void add(struct dues_sources *sources, const char *table,
                const json_t *row)
{
    for (size_t i = 0; i < sources->count; i++)
        if (sources->items[i].row == row)
            return;
    sources->items =
        mem_grow(sources->items, sources->count + 1, sizeof(*sources->items));
    sources->items[sources->count++] = (struct dues_source){table, row};
}

void dues_sources_join(struct dues_sources *sources,
                       const struct dues_sources *more)
{
    for (size_t i = 0; i < more->count; i++)
        add(sources, more->items[i].table, more->items[i].row);
}

const struct json_t *dues_row(const struct tables *tables, const char *table,
                              const char *key, int64_t day,
                              struct dues_sources *sources, struct error *error)
{
    const json_t *row = table_row(tables, table, &key, 1, day, error);
    if (row != NULL)
        add(sources, table, row);
    return row;
}

int64_t dues_cell(const struct json_t *row, const char *column)
{
    const json_t *cell = json_object_get(row, column);
    return json_is_integer(cell) ? json_integer_value(cell) : -1;
}
