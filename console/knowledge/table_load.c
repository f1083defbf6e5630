/* Reading and judging one table: its head, then every row, then rows of one
 * key against each other, since two answers for one day are none. */
#include "console/knowledge/table_load.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/knowledge/table_type.h"

#include <jansson.h>
#include <libintl.h>

#include <stdlib.h>
#include <string.h>

#define FORMAT "agent1414-table/1"

/* Marks a text that is translated where it is written. */
#define N_(text) text

/* A file while it is judged: its bytes tell the lines. */
struct judge {
    const char *path;
    const struct text *bytes;
    struct findings *findings;
};

/* `place` may name what is absent: then the line is that of its parent. */
static int line_at(const struct judge *judge, const char *place)
{
    AUTO_CHARS parent = mem_copy(place);
    const char *chars = text_chars(judge->bytes);
    int line = json_line(chars, judge->bytes->length, parent);
    for (char *dot; line == 0 && (dot = strrchr(parent, '.')) != NULL;) {
        *dot = '\0';
        line = json_line(chars, judge->bytes->length, parent);
    }
    return line > 0 ? line : 1;
}

/* Adds a finding: the place and why (a msgid) are its detail. */
static void add(const struct judge *judge, enum finding_code code,
                const char *place, const char *why)
{
    AUTO_CHARS detail = mem_format("%s %s", place, gettext(why));
    struct finding finding = {
        .code = code,
        .file = (char *)judge->path,
        .line = line_at(judge, place),
        .where = (char *)place,
        .detail = detail,
    };
    findings_add(judge->findings, &finding);
}

static bool bad(const struct judge *judge, const char *place, const char *why)
{
    add(judge, FINDING_E01, place, why);
    return false;
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
    bool good = json_object_size(table->columns) > 0 ||
                bad(judge, "$.columns", N_("needs an object of types"));
    json_object_foreach(table->columns, name, type)
    {
        AUTO_CHARS place = mem_format("$.columns.%.80s", name);
        if (is_one_of(name, of_row))
            good = bad(judge, place, N_("is a name that every row has"));
        if (!table_type_known(json_string_value(type)))
            good = bad(judge, place,
                       N_("needs text, code, int, money, date or phrase"));
    }
    return good;
}

static bool keys_fit(const struct judge *judge, const struct table *table)
{
    size_t index;
    json_t *key;
    bool good = json_is_array(table->keys) ||
                bad(judge, "$.keys", N_("needs a list of columns"));
    json_array_foreach(table->keys, index, key)
    {
        AUTO_CHARS place = mem_format("$.keys[%zu]", index);
        const char *type =
            json_is_string(key)
                ? json_find_string(table->columns, json_string_value(key))
                : NULL;
        if (type == NULL || strcmp(type, "phrase") == 0 ||
            strcmp(type, "money") == 0)
            good = bad(judge, place,
                       N_("needs a column of text, code, int or date"));
    }
    return good;
}

static void members_fit(const struct judge *judge, const struct table *table)
{
    static const char *const members[] = {
        "format",           "name", "title", "keys", "columns", "rows",
        "stale_after_days", "gaps", NULL};
    const char *name;
    json_t *member;
    json_object_foreach(table->file, name, member)
    {
        AUTO_CHARS place = mem_format("$.%.80s", name);
        if (!is_one_of(name, members))
            bad(judge, place, N_("is not known"));
    }
}

/* False where the rows cannot be judged by it. */
static bool head_fits(const struct judge *judge, const struct table *table)
{
    members_fit(judge, table);
    const char *format = json_find_string(table->file, "format");
    if (format == NULL || strcmp(format, FORMAT) != 0)
        bad(judge, "$.format", N_("needs \"agent1414-table/1\""));
    const char *name = json_find_string(table->file, "name");
    if (name == NULL || strcmp(name, table->name) != 0)
        bad(judge, "$.name", N_("needs the file's name without .json"));
    if (table_type_fault("phrase", json_object_get(table->file, "title")))
        add(judge, FINDING_E14, "$.title", N_("needs kk, ru and en"));
    const json_t *stale = json_object_get(table->file, "stale_after_days");
    if (stale != NULL && json_integer_value(stale) < 1)
        bad(judge, "$.stale_after_days", N_("needs a number of days"));
    const json_t *gaps = json_object_get(table->file, "gaps");
    if (gaps != NULL && !json_is_boolean(gaps))
        bad(judge, "$.gaps", N_("needs true or false"));
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

/* A fault of a member of the row at place. */
static bool bad_member(const struct judge *judge, enum finding_code code,
                       const char *place, const char *name, const char *why)
{
    AUTO_CHARS where = mem_format("%s.%.80s", place, name);
    add(judge, code, where, why);
    return false;
}

static bool days_fit(const struct judge *judge, const char *place,
                     struct table_row *row)
{
    static const char why[] = N_("needs a date or null");
    if (!read_bound(row->cells, "from", INT64_MIN, &row->from))
        return bad_member(judge, FINDING_E01, place, "from", why);
    if (!read_bound(row->cells, "until", INT64_MAX, &row->until))
        return bad_member(judge, FINDING_E01, place, "until", why);
    return row->from < row->until ||
           bad_member(judge, FINDING_E01, place, "until",
                      N_("needs a day after `from`"));
}

/* Judges the members that every row has. */
static bool stamp_fits(const struct judge *judge, const char *place,
                       struct table_row *row)
{
    bool good = days_fit(judge, place, row);
    const json_t *source = json_object_get(row->cells, "source");
    if (table_type_fault("text", source) || json_string_length(source) == 0)
        good =
            bad_member(judge, FINDING_E19, place, "source", N_("needs a text"));
    const char *confidence = json_find_string(row->cells, "confidence");
    row->unconfirmed =
        confidence != NULL && strcmp(confidence, "unconfirmed") == 0;
    if (!is_confidence(confidence))
        good = bad_member(
            judge, FINDING_E01, place, "confidence",
            N_("needs confirmed, single-source, seed, conflict, derived or "
               "unconfirmed"));
    if (table_type_fault("date", json_object_get(row->cells, "checked")))
        good = bad_member(judge, FINDING_E19, place, "checked",
                          N_("needs a date"));
    const json_t *note = json_object_get(row->cells, "note");
    const char *fault = note == NULL || json_is_null(note)
                            ? NULL
                            : table_type_fault("text", note);
    return fault == NULL ? good
                         : bad_member(judge, FINDING_E01, place, "note", fault);
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

/* Judges one cell; an absent one is made null. */
static bool cell_fits(const struct judge *judge, const struct table *table,
                      json_t *row, const char *place, const char *name)
{
    const json_t *cell = json_object_get(row, name);
    const char *type = json_find_string(table->columns, name);
    if (cell == NULL || json_is_null(cell)) {
        json_object_set_new(row, name, json_null());
        return !is_key(table, name) ||
               bad_member(judge, FINDING_E01, place, name,
                          N_("is a key and needs a value"));
    }
    const char *fault = table_type_fault(type, cell);
    enum finding_code code =
        strcmp(type, "phrase") == 0 ? FINDING_E14 : FINDING_E01;
    return fault == NULL || bad_member(judge, code, place, name, fault);
}

/* Judges the cells of one row. */
static bool cells_fit(const struct judge *judge, const struct table *table,
                      json_t *row, const char *place)
{
    bool good = true;
    const char *name;
    json_t *member;
    json_object_foreach(row, name, member)
    {
        if (json_object_get(table->columns, name) == NULL &&
            !is_one_of(name, of_row))
            good = bad_member(judge, FINDING_E01, place, name,
                              N_("is not a column"));
    }
    json_object_foreach(table->columns, name, member)
    {
        good = cell_fits(judge, table, row, place, name) && good;
    }
    return good;
}

bool table_same_key(const struct table *table, const struct table_row *a,
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
            table_same_key(table, row, before))
            return true;
    }
    return false;
}

/* A row that does not fit is left out: the set is refused anyway. */
static void add_row(const struct judge *judge, struct table *table,
                    size_t index, json_t *cells)
{
    struct table_row *row = &table->rows[table->count];
    AUTO_CHARS place = mem_format("$.rows[%zu]", index);
    size_t other;
    *row = (struct table_row){.cells = cells, .index = index};
    if (!json_is_object(cells)) {
        bad(judge, place, N_("needs an object"));
        return;
    }
    bool good = cells_fit(judge, table, cells, place);
    if (!stamp_fits(judge, place, row) || !good)
        return;
    if (overlaps(table, table->count, &other)) {
        AUTO_CHARS both =
            mem_format("%s, $.rows[%zu]", place, table->rows[other].index);
        struct finding finding = {.code = FINDING_E17,
                                  .file = (char *)judge->path,
                                  .line = line_at(judge, place),
                                  .where = place,
                                  .detail = both};
        findings_add(judge->findings, &finding);
    }
    table->count++;
}

static void load_rows(const struct judge *judge, struct table *table)
{
    json_t *rows = json_object_get(table->file, "rows");
    size_t index;
    json_t *row;
    if (!json_is_array(rows))
        bad(judge, "$.rows", N_("needs a list"));
    table->rows = mem_new((json_array_size(rows) + 1) * sizeof(*table->rows));
    json_array_foreach(rows, index, row)
    {
        add_row(judge, table, index, row);
    }
}

/* ---- the file ---- */

bool table_load(struct table *table, const char *path, const char *name,
                struct loading *loading)
{
    AUTO_TEXT bytes = {0};
    struct error why = {0};
    struct judge judge = {path, &bytes, loading->findings};
    table->name = mem_copy(name);
    if (!json_read_bytes(path, &bytes, loading->error))
        return false;
    text_format(loading->content, "%s %zu\n", name, bytes.length);
    text_add_n(loading->content, text_chars(&bytes), bytes.length);
    table->file =
        json_parse(text_chars(&bytes), bytes.length, path, false, &why);
    table->path = mem_copy(path);
    if (table->file == NULL) {
        findings_add_syntax(loading->findings, path, text_chars(&bytes), &why);
        return true;
    }
    table->keys = json_object_get(table->file, "keys");
    table->columns = json_object_get(table->file, "columns");
    if (head_fits(&judge, table))
        load_rows(&judge, table);
    return true;
}

void table_load_clear(struct table *table)
{
    free(table->name);
    free(table->path);
    free(table->rows);
    json_decref(table->file);
    *table = (struct table){0};
}
