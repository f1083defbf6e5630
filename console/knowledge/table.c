/* The set of tables of a folder: all or none is loaded, one hash stands for
 * all of it, and a day without a row is an error that names the nearest. */
#include "console/knowledge/table.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/knowledge/table_load.h"
#include "console/people/seal.h"

#include <jansson.h>

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct tables {
    struct table *list; /* by name */
    size_t count;
    size_t further; /* who holds them besides the first */
    char hash[2 * SEAL_HASH_SIZE + 1];
};

/* ---- loading ---- */

static int is_table_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > strlen(".json") &&
           strcmp(entry->d_name + length - strlen(".json"), ".json") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool load_one(struct tables *tables, const char *folder,
                     const char *file, struct loading *loading)
{
    AUTO_CHARS path = mem_format("%s/%s", folder, file);
    AUTO_CHARS name = mem_copy_n(file, strlen(file) - strlen(".json"));
    struct table *table = &tables->list[tables->count++];
    return table_load(table, path, name, loading);
}

static bool load_all(struct tables *tables, const char *folder,
                     struct loading *loading)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_table_file, by_name);
    if (count < 0)
        return error_set(loading->error, MESSAGE_FILE_READ, "%s: %s", folder,
                         strerror(errno));
    tables->list = mem_new((size_t)count * sizeof(*tables->list));
    bool read = true;
    for (int i = 0; i < count; i++) {
        read = read && load_one(tables, folder, entries[i]->d_name, loading);
        free(entries[i]);
    }
    free(entries);
    return read;
}

static void make_hash(struct tables *tables, const struct text *content)
{
    unsigned char hash[SEAL_HASH_SIZE];
    seal_hash(NULL, text_chars(content), content->length, hash);
    seal_hex(hash, sizeof(hash), tables->hash);
}

struct tables *tables_load(const char *folder, struct findings *findings,
                           struct error *error)
{
    struct tables *tables = mem_new(sizeof(*tables));
    AUTO_TEXT content = {0};
    AUTO(findings_clear) struct findings found = {0};
    struct loading loading = {&content, &found, error};
    bool good = load_all(tables, folder, &loading) &&
                findings_judge(&found, MESSAGE_TABLE_BAD, error);
    findings_join(findings, &found);
    if (!good) {
        tables_free(tables);
        return NULL;
    }
    make_hash(tables, &content);
    return tables;
}

const struct tables *tables_hold(const struct tables *tables)
{
    if (tables != NULL)
        ((struct tables *)tables)->further++;
    return tables;
}

void tables_free(const struct tables *lent)
{
    struct tables *tables = (struct tables *)lent;
    if (tables == NULL || tables->further-- > 0)
        return;
    for (size_t i = 0; i < tables->count; i++)
        table_load_clear(&tables->list[i]);
    free(tables->list);
    free(tables);
}

const char *tables_hash(const struct tables *tables)
{
    return tables->hash;
}

/* ---- finding ---- */

static const struct table *find_table(const struct tables *tables,
                                      const char *name)
{
    for (size_t i = 0; i < tables->count; i++)
        if (strcmp(tables->list[i].name, name) == 0)
            return &tables->list[i];
    return NULL;
}

static bool cell_is(const json_t *cell, const char *key)
{
    if (!json_is_integer(cell))
        return strcmp(json_string_value(cell), key) == 0;
    AUTO_CHARS number =
        mem_format("%" PRId64, (int64_t)json_integer_value(cell));
    return strcmp(number, key) == 0;
}

/* Has the row these keys, and may it be told at all? */
static bool row_has(const struct table *table, const struct table_row *row,
                    const char *const *keys)
{
    size_t index;
    json_t *column;
    json_array_foreach(table->keys, index, column)
    {
        const char *name = json_string_value(column);
        if (!cell_is(json_object_get(row->cells, name), keys[index]))
            return false;
    }
    return !row->unconfirmed;
}

static bool in_force(const struct table_row *row, int64_t day)
{
    return row->from <= day && day < row->until;
}

/* "2024-01-01..2025-01-01", with "..." for an open end. */
static void add_span(struct text *out, const struct table_row *row)
{
    char from[CLOCK_DATE_SIZE] = "...", until[CLOCK_DATE_SIZE] = "...";
    if (row->from != INT64_MIN)
        clock_date(row->from, from);
    if (row->until != INT64_MAX)
        clock_date(row->until, until);
    text_format(out, "%s from %s until %s", out->length > 0 ? " and" : "", from,
                until);
}

/* Writes the last row before the day and the first one after it. */
static void add_nearest(const struct table *table, const char *const *keys,
                        int64_t day, struct text *out)
{
    const struct table_row *before = NULL, *after = NULL;
    for (size_t i = 0; i < table->count; i++) {
        const struct table_row *row = &table->rows[i];
        if (!row_has(table, row, keys))
            continue;
        if (row->until <= day && (before == NULL || row->until > before->until))
            before = row;
        if (row->from > day && (after == NULL || row->from < after->from))
            after = row;
    }
    if (before != NULL)
        add_span(out, before);
    if (after != NULL)
        add_span(out, after);
}

static void no_row(const struct table *table, const char *const *keys,
                   int64_t day, struct error *error)
{
    AUTO_TEXT asked = {0};
    AUTO_TEXT nearest = {0};
    char date[CLOCK_DATE_SIZE];
    clock_date(day, date);
    for (size_t i = 0; i < json_array_size(table->keys); i++)
        text_format(&asked, "%s%s", i == 0 ? "" : ", ", keys[i]);
    add_nearest(table, keys, day, &nearest);
    error_set(error, MESSAGE_TABLE_NO_ROW,
              "table %s: no row for [%s] on %s; the nearest:%s", table->name,
              text_chars(&asked), date,
              nearest.length > 0 ? text_chars(&nearest) : " none");
}

const struct json_t *table_row(const struct tables *tables, const char *table,
                               const char *const *keys, size_t count,
                               int64_t day, struct error *error)
{
    const struct table *found = find_table(tables, table);
    if (found == NULL) {
        error_set(error, MESSAGE_TABLE_UNKNOWN, "no table %s", table);
        return NULL;
    }
    if (json_array_size(found->keys) != count) {
        error_set(error, MESSAGE_TABLE_UNKNOWN,
                  "table %s has %zu keys, not %zu", table,
                  json_array_size(found->keys), count);
        return NULL;
    }
    for (size_t i = 0; i < found->count; i++)
        if (in_force(&found->rows[i], day) &&
            row_has(found, &found->rows[i], keys))
            return found->rows[i].cells;
    no_row(found, keys, day, error);
    return NULL;
}

const struct json_t *table_cell(const struct tables *tables,
                                const struct table_place *place, int64_t day,
                                struct error *error)
{
    const json_t *row =
        table_row(tables, place->table, place->keys, place->count, day, error);
    if (row == NULL)
        return NULL;
    if (table_column_type(tables, place->table, place->column) == NULL) {
        error_set(error, MESSAGE_TABLE_UNKNOWN, "table %s has no column %s",
                  place->table, place->column);
        return NULL;
    }
    return json_object_get(row, place->column);
}

const char *table_column_type(const struct tables *tables, const char *table,
                              const char *column)
{
    const struct table *found = find_table(tables, table);
    return found == NULL ? NULL : json_find_string(found->columns, column);
}

const char *table_name_at(const struct tables *tables, size_t index)
{
    return index < tables->count ? tables->list[index].name : NULL;
}

const char *table_path_at(const struct tables *tables, size_t index)
{
    return index < tables->count ? tables->list[index].path : NULL;
}

int64_t table_next_day(const struct tables *tables, const char *table,
                       int64_t day)
{
    const struct table *found = find_table(tables, table);
    int64_t next = INT64_MAX;
    for (size_t i = 0; found != NULL && i < found->count; i++) {
        const struct table_row *row = &found->rows[i];
        if (row->from > day && row->from < next)
            next = row->from;
        if (row->until > day && row->until < next)
            next = row->until;
    }
    return next;
}

int64_t tables_next_day(const struct tables *tables, const char *const *names,
                        size_t count, int64_t day)
{
    int64_t next = INT64_MAX;
    for (size_t i = 0; i < count; i++) {
        int64_t change = table_next_day(tables, names[i], day);
        next = change < next ? change : next;
    }
    return next;
}

void tables_audit(const struct tables *tables, int64_t as_of,
                  struct findings *findings)
{
    for (size_t i = 0; i < tables->count; i++)
        table_audit(&tables->list[i], as_of, findings);
}

int table_keys(const struct tables *tables, const char *table)
{
    const struct table *found = find_table(tables, table);
    return found == NULL ? -1 : (int)json_array_size(found->keys);
}

bool table_has_key(const struct tables *tables, const char *table, size_t index,
                   const char *key)
{
    const struct table *found = find_table(tables, table);
    for (size_t i = 0; found != NULL && i < found->count; i++) {
        const char *name =
            json_string_value(json_array_get(found->keys, index));
        if (!found->rows[i].unconfirmed && name != NULL &&
            cell_is(json_object_get(found->rows[i].cells, name), key))
            return true;
    }
    return false;
}

void table_each(const struct tables *tables, const char *table, int64_t day,
                bool (*row)(const struct json_t *row, void *cookie),
                void *cookie)
{
    const struct table *found = find_table(tables, table);
    for (size_t i = 0; found != NULL && i < found->count; i++) {
        const struct table_row *at = &found->rows[i];
        if (!at->unconfirmed && in_force(at, day) && !row(at->cells, cookie))
            return;
    }
}

void table_each_line(const struct tables *tables, const char *table,
                     bool (*line)(const struct table_line *line, void *cookie),
                     void *cookie)
{
    const struct table *found = find_table(tables, table);
    for (size_t i = 0; found != NULL && i < found->count; i++) {
        const struct table_row *row = &found->rows[i];
        const struct table_line at = {row->cells, row->from, row->until,
                                      row->unconfirmed};
        if (!line(&at, cookie))
            return;
    }
}

/* ---- money ---- */

char *table_money(int64_t tiyn)
{
    uint64_t amount = tiyn < 0 ? -(uint64_t)tiyn : (uint64_t)tiyn;
    AUTO_CHARS tenge = mem_format("%" PRIu64, amount / 100);
    AUTO_TEXT text = {0};
    size_t left = strlen(tenge);
    text_add(&text, tiyn < 0 ? "-" : "");
    for (const char *digit = tenge; *digit != '\0'; digit++, left--) {
        if (digit != tenge && left % 3 == 0)
            text_add(&text, "\xC2\xA0");
        text_add_n(&text, digit, 1);
    }
    if (amount % 100 != 0)
        text_format(&text, ",%02" PRIu64, amount % 100);
    text_add(&text, "\xC2\xA0₸");
    return text_take(&text);
}
