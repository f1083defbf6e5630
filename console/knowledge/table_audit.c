/* What is wrong with the rows of a table beyond their form: holes between the
 * days of one key, and rows nobody has looked at for long. */
#include "console/knowledge/table_load.h"

#include "console/base/clock.h"
#include "console/base/finding.h"
#include "console/base/json.h"
#include "console/base/text.h"

#include <jansson.h>

#include <stdlib.h>

/* Where a table does not say it: a year. */
enum { STALE_AFTER_DAYS = 365 };

static void add(const struct table *table, enum finding_code code,
                const struct table_row *row, const char *detail,
                struct findings *findings)
{
    AUTO_CHARS where = mem_format("$.rows[%zu]", row->index);
    struct finding finding = {.code = code,
                              .file = table->path,
                              .where = where,
                              .detail = (char *)detail};
    findings_add(findings, &finding);
}

/* "rates[self_payer]", as people name what a row is about. */
static void write_key(const struct table *table, const struct table_row *row,
                      struct text *out)
{
    size_t index;
    json_t *key;
    text_format(out, "%s[", table->name);
    json_array_foreach(table->keys, index, key)
    {
        const json_t *cell =
            json_object_get(row->cells, json_string_value(key));
        AUTO_CHARS number = json_canonical(cell);
        text_format(out, "%s%s", index > 0 ? ", " : "",
                    json_is_string(cell) ? json_string_value(cell) : number);
    }
    text_add(out, "]");
}

/* ---- holes ---- */

/* The row of the same key that begins first at or after the end of this one,
 * or holds that day; NULL: none follows. */
static const struct table_row *find_next(const struct table *table,
                                         const struct table_row *row)
{
    const struct table_row *next = NULL;
    for (size_t i = 0; i < table->count; i++) {
        const struct table_row *other = &table->rows[i];
        if (other == row || other->until <= row->until ||
            !table_same_key(table, row, other))
            continue;
        if (next == NULL || other->from < next->from)
            next = other;
    }
    return next;
}

/* A row that says "not confirmed" fills its days as well: there the table says
 * itself that nothing is known. */
static void find_hole(const struct table *table, const struct table_row *row,
                      struct findings *findings)
{
    const struct table_row *next = find_next(table, row);
    AUTO_TEXT detail = {0};
    char from[CLOCK_DATE_SIZE], until[CLOCK_DATE_SIZE];
    if (next == NULL || next->from <= row->until)
        return;
    clock_date(row->until, from);
    clock_date(next->from, until);
    write_key(table, row, &detail);
    text_format(&detail, " %s..%s", from, until);
    add(table, FINDING_E18, row, text_chars(&detail), findings);
}

/* ---- age ---- */

/* The row in force that was checked longest ago; *count: those too old. */
static const struct table_row *
find_oldest(const struct table *table, int64_t as_of, int64_t limit, int *count)
{
    const struct table_row *oldest = NULL;
    int64_t first = limit;
    *count = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct table_row *row = &table->rows[i];
        int64_t checked;
        if (row->unconfirmed || row->from > as_of || row->until <= as_of ||
            !clock_parse_date(json_find_string(row->cells, "checked"),
                              &checked) ||
            checked >= limit)
            continue;
        (*count)++;
        oldest = checked < first ? row : oldest;
        first = checked < first ? checked : first;
    }
    return oldest;
}

static void find_stale(const struct table *table, int64_t as_of,
                       struct findings *findings)
{
    const json_t *days = json_object_get(table->file, "stale_after_days");
    int64_t limit =
        as_of - (days != NULL ? json_integer_value(days) : STALE_AFTER_DAYS);
    int count;
    const struct table_row *row = find_oldest(table, as_of, limit, &count);
    AUTO_TEXT detail = {0};
    if (row == NULL)
        return;
    write_key(table, row, &detail);
    text_format(&detail, " %s", json_find_string(row->cells, "checked"));
    if (count > 1)
        text_format(&detail, " (+%d)", count - 1);
    add(table, FINDING_W20, row, text_chars(&detail), findings);
}

void table_audit(const struct table *table, int64_t as_of,
                 struct findings *findings)
{
    /* "gaps": days between rows are known to be unknown, and refused. */
    bool gaps = json_is_true(json_object_get(table->file, "gaps"));
    for (size_t i = 0; i < table->count && !gaps; i++)
        find_hole(table, &table->rows[i], findings);
    find_stale(table, as_of, findings);
}
