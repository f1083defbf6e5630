/* Mutants of conditions: names, cells, constants, comparisons, parts. */
#include "console/base/json.h"
#include "tests/mutation/maker.h"

#include <string.h>

/* The operands of an operator, NULL when the value is not that rule. */
static json_t *operands(const json_t *value, const char *op)
{
    json_t *list = json_object_get(value, op);
    return json_object_size(value) == 1 && json_is_array(list) ? list : NULL;
}

/* The one operator of a rule, NULL when it is none of these (NULL-ended). */
static const char *operator_of(const json_t *value, const char *const *ops)
{
    for (; *ops != NULL; ops++)
        if (operands(value, *ops) != NULL)
            return *ops;
    return NULL;
}

/* The rule with another operand at index (`made` is taken). */
static json_t *with_operand(const json_t *value, const char *op, size_t index,
                            json_t *made)
{
    json_t *copy = json_deep_copy(value);
    json_array_set_new(json_object_get(copy, op), index, made);
    return copy;
}

/* The nth operand of a kind; its index, -1 when there are not so many. */
static int nth_operand(const json_t *list, json_type type, size_t nth)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (json_typeof(json_array_get(list, i)) == type && nth-- == 0)
            return (int)i;
    return -1;
}

static const char *const comparisons[] = {"===", "<", "<=", ">", ">=", NULL};

/* ---- names ---- */

static json_t *misspell(const char *name)
{
    AUTO_CHARS wrong = mem_format("%s_x", name);
    return json_string(wrong);
}

static json_t *miss_name(const json_t *value, size_t nth)
{
    const char *name = json_find_string(value, "var");
    if (name == NULL || json_object_size(value) != 1 || nth > 0)
        return NULL;
    return json_pack("{s:o}", "var", misspell(name));
}

/* The table, a key that is written out, the column. */
static json_t *miss_cell(const json_t *value, size_t nth)
{
    const json_t *list = operands(value, "table");
    int i = nth_operand(list, JSON_STRING, nth);
    return i < 0 ? NULL
                 : with_operand(value, "table", (size_t)i,
                                misspell(json_string_value(
                                    json_array_get(list, (size_t)i))));
}

/* ---- constants ---- */

/* A text for a number, a number for a text. */
static json_t *retype(const json_t *value, size_t nth)
{
    const char *op = operator_of(value, comparisons);
    const json_t *list = op != NULL ? json_object_get(value, op) : NULL;
    int i = nth_operand(list, JSON_INTEGER, nth);
    if (i >= 0)
        return with_operand(value, op, (size_t)i, json_string("many"));
    i = nth_operand(list, JSON_STRING, nth);
    return i < 0 ? NULL : with_operand(value, op, (size_t)i, json_integer(7));
}

/* The nth text of a list that an `in` looks through, or its first operand. */
static json_t *recode_in(const json_t *value, size_t nth, const char *code)
{
    const json_t *list = operands(value, "in");
    json_t *codes = json_array_get(list, 1);
    if (nth == 0 && json_is_string(json_array_get(list, 0)))
        return with_operand(value, "in", 0, json_string(code));
    if (!json_is_string(json_array_get(codes, nth)))
        return NULL;
    json_t *made = json_copy(codes);
    json_array_set_new(made, nth, json_string(code));
    return with_operand(value, "in", 1, made);
}

static json_t *outside(const json_t *value, size_t nth)
{
    const json_t *list = operands(value, "===");
    int i = nth_operand(list, JSON_STRING, nth);
    if (i >= 0)
        return with_operand(value, "===", (size_t)i, json_string("no_code"));
    return recode_in(value, nth, "no_code");
}

/* One more, one less. */
static json_t *move_number(const json_t *value, size_t nth)
{
    static const char *const ops[] = {"===", "<",        "<=", ">",
                                      ">=",  "plusTime", NULL};
    const char *op = operator_of(value, ops);
    const json_t *list = op != NULL ? json_object_get(value, op) : NULL;
    int i = nth_operand(list, JSON_INTEGER, nth / 2);
    if (i < 0)
        return NULL;
    json_int_t number = json_integer_value(json_array_get(list, (size_t)i));
    return with_operand(value, op, (size_t)i,
                        json_integer(number + (nth % 2 == 0 ? 1 : -1)));
}

/* ---- comparisons ---- */

static json_t *move_border(const json_t *value, size_t nth)
{
    static const char *const from[] = {"<",      "<=",        ">",
                                       ">=",     "after",     "not-before",
                                       "before", "not-after", NULL};
    static const char *const to[] = {
        "<=", "<", ">=", ">", "not-before", "after", "not-after", "before"};
    const char *op = operator_of(value, from);
    size_t at = 0;
    if (op == NULL || nth > 0)
        return NULL;
    while (strcmp(from[at], op) != 0)
        at++;
    return json_pack("{s:O}", to[at], json_object_get(value, op));
}

/* ---- parts ---- */

static json_t *leave_code(const json_t *value, size_t nth)
{
    const json_t *list = operands(value, "in");
    json_t *codes = json_array_get(list, 1);
    if (json_array_size(codes) < 2 || nth >= json_array_size(codes))
        return NULL;
    json_t *made = json_copy(codes);
    json_array_remove(made, nth);
    return with_operand(value, "in", 1, made);
}

static json_t *leave_part(const json_t *value, size_t nth)
{
    static const char *const ops[] = {"and", "or", NULL};
    const char *op = operator_of(value, ops);
    const json_t *list = op != NULL ? json_object_get(value, op) : NULL;
    if (op == NULL || nth >= json_array_size(list) || json_array_size(list) < 2)
        return NULL;
    if (json_array_size(list) == 2)
        return json_deep_copy(json_array_get(list, 1 - nth));
    json_t *copy = json_deep_copy(value);
    json_array_remove(json_object_get(copy, op), nth);
    return copy;
}

static json_t *leave_not(const json_t *value, size_t nth)
{
    const json_t *list = operands(value, "!");
    return list == NULL || nth > 0 ? NULL
                                   : json_deep_copy(json_array_get(list, 0));
}

void make_rules(const struct maker *maker)
{
    maker_hunt(maker, MUTANT_NAME_MISSING, miss_name);
    maker_hunt(maker, MUTANT_CELL_MISSING, miss_cell);
    maker_hunt(maker, MUTANT_CONSTANT_TYPE, retype);
    maker_hunt(maker, MUTANT_CONSTANT_OUTSIDE, outside);
    maker_hunt(maker, MUTANT_CONSTANT_MOVED, move_number);
    maker_hunt(maker, MUTANT_COMPARISON_MOVED, move_border);
    maker_hunt(maker, MUTANT_CODE_LEFT_OUT, leave_code);
    maker_hunt(maker, MUTANT_OPERAND_DROPPED, leave_part);
    maker_hunt(maker, MUTANT_NOT_DROPPED, leave_not);
    maker_hunt_all(maker, MUTANT_CONSTANT_ALL, move_number);
    maker_hunt_all(maker, MUTANT_COMPARISON_ALL, move_border);
    maker_hunt_all(maker, MUTANT_CODE_ALL, leave_code);
}
