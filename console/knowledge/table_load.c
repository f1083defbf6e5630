/* Reading and judging one table: its head, then every row, then rows of one
 * key against each other, since two answers for one day are none. */
#include "console/knowledge/table_load.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/knowledge/table_type.h"

#include <jansson.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORMAT "agent1414-table/1"

/* Room for a path like "$.rows[12345].column". */
enum { PATH_SIZE = 120 };

/* A file while it is judged: its bytes tell the lines. */
struct judge {
    const char *path;
    const struct text *bytes;
    struct error *error;
};

/* `place` may name what is absent: then the line is that of its parent. */
static bool bad(const struct judge *judge, const char *place, const char *why)
{
    char parent[PATH_SIZE];
    snprintf(parent, sizeof(parent), "%s", place);
    const char *chars = text_chars(judge->bytes);
    int line = json_line(chars, judge->bytes->length, parent);
    for (char *dot; line == 0 && (dot = strrchr(parent, '.')) != NULL;) {
        *dot = '\0';
        line = json_line(chars, judge->bytes->length, parent);
    }
    return error_set(judge->error, MESSAGE_TABLE_BAD, "%s:%d: %s: %s",
                     judge->path, line, place, why);
}

/* ---- the head ---- */

static bool is_one_of(const char *name, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strcmp(name, *list) == 0)
            return true;
    return false;
}

/* Members that every row has beside its columns; `note` may be absent. */
static const char *const of_row[] = {"from",    "until", "source", "confidence",
                                     "checked", "note",  NULL};

static bool columns_fit(const struct judge *judge, const struct table *table)
{
    const char *name;
    json_t *type;
    if (json_object_size(table->columns) == 0)
        return bad(judge, "$.columns", "needs an object of types");
    json_object_foreach(table->columns, name, type)
    {
        char place[PATH_SIZE];
        snprintf(place, sizeof(place), "$.columns.%s", name);
        if (is_one_of(name, of_row))
            return bad(judge, place, "is a name that every row has");
        if (!table_type_known(json_string_value(type)))
            return bad(judge, place,
                       "needs text, code, int, money, date or phrase");
    }
    return true;
}

static bool keys_fit(const struct judge *judge, const struct table *table)
{
    size_t index;
    json_t *key;
    if (!json_is_array(table->keys))
        return bad(judge, "$.keys", "needs a list of columns");
    json_array_foreach(table->keys, index, key)
    {
        char place[PATH_SIZE];
        snprintf(place, sizeof(place), "$.keys[%zu]", index);
        const char *type =
            json_is_string(key)
                ? json_find_string(table->columns, json_string_value(key))
                : NULL;
        if (type == NULL || strcmp(type, "phrase") == 0 ||
            strcmp(type, "money") == 0)
            return bad(judge, place,
                       "needs a column of text, code, int or date");
    }
    return true;
}

static bool head_fits(const struct judge *judge, const struct table *table)
{
    static const char *const members[] = {"format",  "name", "title", "keys",
                                          "columns", "rows", NULL};
    const char *name;
    json_t *member;
    json_object_foreach(table->file, name, member)
    {
        AUTO_CHARS place = mem_format("$.%.80s", name);
        if (!is_one_of(name, members))
            return bad(judge, place, "is not known");
    }
    const char *format = json_find_string(table->file, "format");
    if (format == NULL || strcmp(format, FORMAT) != 0)
        return bad(judge, "$.format", "needs \"" FORMAT "\"");
    name = json_find_string(table->file, "name");
    if (name == NULL || strcmp(name, table->name) != 0)
        return bad(judge, "$.name", "needs the file's name without .json");
    if (table_type_fault("phrase", json_object_get(table->file, "title")))
        return bad(judge, "$.title", "needs kk, ru and en");
    return columns_fit(judge, table) && keys_fit(judge, table);
}

/* ---- rows ---- */

static bool is_confidence(const char *word)
{
    static const char *const words[] = {
        "confirmed", "single-source", "seed", "conflict",
        "derived",   "unconfirmed",   NULL};
    return word != NULL && is_one_of(word, words);
}

/* Reads a bound of a row: a date, or null for an open one. */
static bool read_bound(const json_t *row, const char *key, int64_t open,
                       int64_t *days)
{
    const json_t *bound = json_object_get(row, key);
    *days = open;
    return json_is_null(bound) ||
           (json_is_string(bound) &&
            clock_parse_date(json_string_value(bound), days));
}

/* What is wrong with the members that every row has: *member says which. */
static const char *stamp_fault(struct table_row *row, const char **member)
{
    *member = "from";
    if (!read_bound(row->cells, "from", INT64_MIN, &row->from))
        return "needs a date or null";
    *member = "until";
    if (!read_bound(row->cells, "until", INT64_MAX, &row->until))
        return "needs a date or null";
    if (row->from >= row->until)
        return "needs a day after `from`";
    *member = "source";
    const json_t *source = json_object_get(row->cells, "source");
    if (table_type_fault("text", source) || json_string_length(source) == 0)
        return "needs a text";
    *member = "confidence";
    const char *confidence = json_find_string(row->cells, "confidence");
    if (!is_confidence(confidence))
        return "needs confirmed, single-source, seed, conflict, derived or "
               "unconfirmed";
    row->unconfirmed = strcmp(confidence, "unconfirmed") == 0;
    *member = "checked";
    if (table_type_fault("date", json_object_get(row->cells, "checked")))
        return "needs a date";
    *member = "note";
    const json_t *note = json_object_get(row->cells, "note");
    return note == NULL || json_is_null(note) ? NULL
                                              : table_type_fault("text", note);
}

static bool is_key(const struct table *table, const char *column)
{
    size_t index;
    json_t *key;
    json_array_foreach(table->keys, index, key)
    {
        if (strcmp(json_string_value(key), column) == 0)
            return true;
    }
    return false;
}

/* A fault of a member of the row at place. */
static bool bad_member(const struct judge *judge, const char *place,
                       const char *name, const char *why)
{
    AUTO_CHARS where = mem_format("%s.%.80s", place, name);
    return bad(judge, where, why);
}

/* Judges the cells of one row, and makes absent ones null. */
static bool cells_fit(const struct judge *judge, const struct table *table,
                      json_t *row, const char *place)
{
    const char *name;
    json_t *member;
    json_object_foreach(row, name, member)
    {
        if (json_object_get(table->columns, name) == NULL &&
            !is_one_of(name, of_row))
            return bad_member(judge, place, name, "is not a column");
    }
    json_object_foreach(table->columns, name, member)
    {
        const json_t *cell = json_object_get(row, name);
        bool empty = cell == NULL || json_is_null(cell);
        if (empty && is_key(table, name))
            return bad_member(judge, place, name, "is a key and needs a value");
        const char *fault =
            empty ? NULL : table_type_fault(json_string_value(member), cell);
        if (fault != NULL)
            return bad_member(judge, place, name, fault);
        if (cell == NULL)
            json_object_set_new(row, name, json_null());
    }
    return true;
}

static bool same_key(const struct table *table, const struct table_row *a,
                     const struct table_row *b)
{
    size_t index;
    json_t *key;
    json_array_foreach(table->keys, index, key)
    {
        const char *name = json_string_value(key);
        if (!json_equal(json_object_get(a->cells, name),
                        json_object_get(b->cells, name)))
            return false;
    }
    return true;
}

/* Has an earlier row of the same key a day in common with this one? */
static bool overlaps(const struct table *table, size_t index, size_t *other)
{
    const struct table_row *row = &table->rows[index];
    for (*other = 0; *other < index; (*other)++) {
        const struct table_row *before = &table->rows[*other];
        if (!row->unconfirmed && !before->unconfirmed &&
            row->from < before->until && before->from < row->until &&
            same_key(table, row, before))
            return true;
    }
    return false;
}

static bool row_fits(const struct judge *judge, struct table *table,
                     json_t *cells)
{
    struct table_row *row = &table->rows[table->count];
    char place[PATH_SIZE];
    const char *member;
    size_t other;
    snprintf(place, sizeof(place), "$.rows[%zu]", table->count);
    if (!json_is_object(cells))
        return bad(judge, place, "needs an object");
    if (!cells_fit(judge, table, cells, place))
        return false;
    *row = (struct table_row){.cells = cells};
    const char *fault = stamp_fault(row, &member);
    if (fault != NULL)
        return bad_member(judge, place, member, fault);
    if (overlaps(table, table->count, &other)) {
        AUTO_CHARS why = mem_format(
            "is in force on a day of $.rows[%zu] with the same key", other);
        return bad(judge, place, why);
    }
    table->count++;
    return true;
}

static bool rows_fit(const struct judge *judge, struct table *table)
{
    json_t *rows = json_object_get(table->file, "rows");
    size_t index;
    json_t *row;
    if (!json_is_array(rows))
        return bad(judge, "$.rows", "needs a list");
    table->rows = mem_new(json_array_size(rows) * sizeof(*table->rows));
    json_array_foreach(rows, index, row)
    {
        if (!row_fits(judge, table, row))
            return false;
    }
    return true;
}

/* ---- the file ---- */

static bool read_file(const char *path, struct text *bytes, struct error *error)
{
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        return error_set(error, MESSAGE_FILE_READ, "%s: %s", path,
                         strerror(errno));
    char block[16 * 1024];
    size_t got;
    while (bytes->length <= JSON_FILE_MAX &&
           (got = fread(block, 1, sizeof(block), file)) > 0)
        text_add_n(bytes, block, got);
    bool broken = ferror(file);
    int reason = errno;
    fclose(file);
    return !broken || error_set(error, MESSAGE_FILE_READ, "%s: %s", path,
                                strerror(reason));
}

bool table_load(struct table *table, const char *path, const char *name,
                struct text *content, struct error *error)
{
    AUTO_TEXT bytes = {0};
    struct judge judge = {path, &bytes, error};
    table->name = mem_copy(name);
    if (!read_file(path, &bytes, error))
        return false;
    text_format(content, "%s %zu\n", name, bytes.length);
    text_add_n(content, text_chars(&bytes), bytes.length);
    table->file =
        json_parse(text_chars(&bytes), bytes.length, path, false, error);
    if (table->file == NULL)
        return false;
    table->keys = json_object_get(table->file, "keys");
    table->columns = json_object_get(table->file, "columns");
    return head_fits(&judge, table) && rows_fit(&judge, table);
}

void table_load_clear(struct table *table)
{
    free(table->name);
    free(table->rows);
    json_decref(table->file);
    *table = (struct table){0};
}
