/* Mutants of facts.json and of the tables: facts and codes gone, rows without a
 * source, with shifted days, dropped. */
#include "console/base/clock.h"
#include "console/base/json.h"
#include "tests/mutation/maker.h"

#include <string.h>

/* Looks through all rules of all scripts for one that holds both words. */
struct asked {
    const char *op; /* NULL: any */
    const char *first, *second;
};

static bool is_pair(const struct asked *asked, const char *op,
                    const json_t *operands)
{
    AUTO_JSON var = json_pack("{s:s}", "var", asked->first);
    bool first = false;
    for (size_t i = 0; i < json_array_size(operands); i++) {
        json_t *operand = json_array_get(operands, i);
        first = first || json_equal(operand, var) ||
                (asked->op != NULL && maker_names(operand, asked->first));
    }
    return first && (asked->op == NULL || strcmp(asked->op, op) == 0) &&
           maker_names(operands, asked->second);
}

static bool holds_pair(const struct asked *asked, const json_t *json)
{
    const char *op;
    json_t *value;
    json_object_foreach((json_t *)json, op, value)
    {
        if (is_pair(asked, op, value) || holds_pair(asked, value))
            return true;
    }
    for (size_t i = 0; i < json_array_size(json); i++)
        if (holds_pair(asked, json_array_get(json, i)))
            return true;
    return false;
}

/* Is the fact written in a rule, text or send list of any script? */
static bool in_use(const struct maker *maker, const char *fact)
{
    const char *name;
    json_t *file;
    json_object_foreach((json_t *)maker->scripts, name, file)
    {
        if (maker_names(json_object_get(file, "nodes"), fact))
            return true;
    }
    return false;
}

/* ---- facts ---- */

static void remove_codes(const struct maker *maker)
{
    size_t i;
    json_t *code;
    json_t *codes = json_object_get(maker->part, "codes");
    json_array_foreach(codes, i, code)
    {
        const char *word = json_find_string(code, "code");
        AUTO_JSON copy = json_copy((json_t *)maker->part);
        json_t *fewer = json_copy(codes);
        json_array_remove(fewer, i);
        json_object_set_new(copy, "codes", fewer);
        if (holds_pair(&(struct asked){NULL, maker->id, word}, maker->scripts))
            maker_give(maker, MUTANT_FACT_CODE_REMOVED, copy, "%s removed",
                       word);
    }
}

void make_fact(const struct maker *maker)
{
    AUTO_JSON copy = json_copy((json_t *)maker->part);
    remove_codes(maker);
    if (!in_use(maker, maker->id))
        return;
    maker_give(maker, MUTANT_FACT_REMOVED, NULL, "removed");
    if (json_object_del(copy, "none") == 0)
        maker_give(maker, MUTANT_NONE_REMOVED, copy, "none removed");
}

/* ---- rows ---- */

static json_t *rows_of(const struct maker *maker)
{
    return json_object_get(maker->json, "rows");
}

static bool same_key(const struct maker *maker, const json_t *row)
{
    size_t i;
    json_t *key;
    json_array_foreach(json_object_get(maker->json, "keys"), i, key)
    {
        const char *column = json_string_value(key);
        if (!json_equal(json_object_get(row, column),
                        json_object_get(maker->part, column)))
            return false;
    }
    return true;
}

/* Does a row of the same key begin when this one ends? */
static bool goes_on(const struct maker *maker)
{
    size_t i;
    json_t *row;
    json_t *until = json_object_get(maker->part, "until");
    json_array_foreach(rows_of(maker), i, row)
    {
        if (json_is_string(until) && same_key(maker, row) &&
            json_equal(json_object_get(row, "from"), until))
            return true;
    }
    return false;
}

static void shift_end(const struct maker *maker, enum mutant_class class,
                      int days)
{
    int64_t day;
    char written[CLOCK_DATE_SIZE];
    AUTO_JSON copy = json_copy((json_t *)maker->part);
    const char *until = json_find_string(maker->part, "until");
    if (!clock_parse_date(until, &day))
        return;
    clock_date(day + days, written);
    json_object_set_new(copy, "until", json_string(written));
    maker_give(maker, class, copy, "until: %s -> %s", until, written);
}

static void remove_cell(const struct maker *maker, enum mutant_class class,
                        const char *member)
{
    AUTO_JSON copy = json_copy((json_t *)maker->part);
    if (json_object_del(copy, member) == 0)
        maker_give(maker, class, copy, "%s removed", member);
}

/* One of its columns, another one for each row. */
static void retype_cell(const struct maker *maker, size_t index)
{
    size_t at = 0;
    const char *column;
    json_t *type;
    json_t *columns = json_object_get(maker->json, "columns");
    json_object_foreach(columns, column, type)
    {
        AUTO_JSON copy = json_copy((json_t *)maker->part);
        if (at++ != index % json_object_size(columns))
            continue;
        json_object_set_new(copy, column, json_pack("[i]", 7));
        maker_give(maker, MUTANT_ROW_CELL, copy, "%s: a list", column);
    }
}

/* Is the row in force on a day that is proved? */
static bool in_span(const struct maker *maker)
{
    const json_t *facts = json_object_get(maker->scripts, "facts.json");
    const json_t *span = json_object_get(facts, "span");
    const char *from = json_find_string(maker->part, "from");
    const char *until = json_find_string(maker->part, "until");
    return (from == NULL ||
            strcmp(from, json_find_string(span, "until")) < 0) &&
           (until == NULL || strcmp(until, json_find_string(span, "from")) > 0);
}

/* Is the row asked for by routes, or by a rule that writes its key out? */
static bool is_asked(const struct maker *maker)
{
    const json_t *key = json_array_get(json_object_get(maker->json, "keys"), 0);
    const char *name = json_find_string(maker->json, "name");
    const char *word = json_find_string(maker->part, json_string_value(key));
    const char *sure = json_find_string(maker->part, "confidence");
    if (!in_span(maker) || (sure != NULL && strcmp(sure, "unconfirmed") == 0))
        return false;
    return strcmp(name, "routes") == 0 ||
           (word != NULL &&
            holds_pair(&(struct asked){"table", name, word}, maker->scripts));
}

void make_row(const struct maker *maker, size_t index)
{
    static const char *const needed[] = {"confidence", "checked", "from"};
    bool gaps = json_is_true(json_object_get(maker->json, "gaps"));
    remove_cell(maker, MUTANT_ROW_SOURCE, "source");
    remove_cell(maker, MUTANT_MEMBER_REMOVED, needed[index % COUNT(needed)]);
    retype_cell(maker, index);
    make_texts(maker);
    if (goes_on(maker)) {
        shift_end(maker, MUTANT_ROW_OVERLAP, 1);
        if (!gaps)
            shift_end(maker, MUTANT_ROW_GAP, -1);
    }
    if (is_asked(maker))
        maker_give(maker, MUTANT_ROW_DROPPED, NULL, "dropped");
}
