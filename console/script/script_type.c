/* Judging a rule part by part: the kind of each, and whether operators can be
 * applied to it. */
#include "console/script/script_type.h"

#include "console/knowledge/table.h"
#include "console/script/logic_tree.h"
#include "console/script/script_judge.h"
#include "console/script/script_load.h"

#include <jansson.h>

#include <string.h>

static struct kind_of judge_part(const struct judge *judge,
                                 const struct part *part);

/* ---- operands ---- */

static struct part part_of(const struct part *part, size_t index)
{
    return (struct part){part, part->rule->args[index], index};
}

static struct kind_of judge_arg(const struct judge *judge,
                                const struct part *part, size_t index)
{
    struct part inner = part_of(part, index);
    return judge_part(judge, &inner);
}

/* A condition: a point in time is neither true nor false. */
static struct kind_of judge_truth(const struct judge *judge,
                                  const struct part *part, size_t index)
{
    struct part inner = part_of(part, index);
    struct kind_of kind = judge_part(judge, &inner);
    if (kind.shape == SHAPE_MOMENT)
        judge_fault_kinds(judge, &inner, &kind, NULL, NULL);
    return kind;
}

/* One side constant: is it among the values of the other? */
static void fit_constant(const struct judge *judge, const struct part *part,
                         const struct kind_of *kind, const struct part *other,
                         const struct kind_of *other_kind)
{
    switch (script_kind_fit(other_kind, kind->constant, judge->load->tables)) {
    case FIT_OTHER_KIND:
        judge_fault_kinds(judge, part, kind, other, other_kind);
        break;
    case FIT_NEVER:
        judge_fault_value(judge, part, other->rule);
        break;
    default:
        break;
    }
}

static void fit_pair(const struct judge *judge, const struct part *left,
                     const struct kind_of *left_kind, const struct part *right,
                     const struct kind_of *right_kind)
{
    if (left_kind->constant != NULL && right_kind->constant == NULL) {
        fit_constant(judge, left, left_kind, right, right_kind);
    } else if (right_kind->constant != NULL && left_kind->constant == NULL) {
        fit_constant(judge, right, right_kind, left, left_kind);
    } else {
        enum kind_fit fit = script_kind_pair(left_kind, right_kind);
        if (fit == FIT_OTHER_KIND)
            judge_fault_kinds(judge, left, left_kind, right, right_kind);
        else if (fit == FIT_NEVER)
            judge_fault_value(judge, left, right->rule);
    }
}

/* ---- operators ---- */

static void judge_equal(const struct judge *judge, const struct part *part)
{
    struct part left = part_of(part, 0), right = part_of(part, 1);
    struct kind_of left_kind = judge_part(judge, &left);
    struct kind_of right_kind = judge_part(judge, &right);
    if (left_kind.shape == SHAPE_LIST || right_kind.shape == SHAPE_LIST)
        judge_fault_kinds(judge, &left, &left_kind, &right, &right_kind);
    else
        fit_pair(judge, &left, &left_kind, &right, &right_kind);
}

/* Each element of a list that is written out, against what is looked for. */
static void judge_elements(const struct judge *judge, const struct part *item,
                           const struct kind_of *kind, const struct part *list)
{
    for (size_t i = 0; i < list->rule->count; i++) {
        struct part element = part_of(list, i);
        struct kind_of element_kind = judge_part(judge, &element);
        fit_pair(judge, &element, &element_kind, item, kind);
    }
}

static void judge_in(const struct judge *judge, const struct part *part)
{
    struct part item = part_of(part, 0), list = part_of(part, 1);
    struct kind_of kind = judge_part(judge, &item);
    if (list.rule->op == LOGIC_ARRAY && kind.shape != SHAPE_LIST) {
        judge_elements(judge, &item, &kind, &list);
        return;
    }
    struct kind_of list_kind = judge_part(judge, &list);
    bool words = kind.shape == SHAPE_TEXT || kind.shape == SHAPE_CODE ||
                 kind.shape == SHAPE_ANY;
    if (list_kind.shape == SHAPE_ANY)
        return;
    if (list_kind.shape != SHAPE_LIST || !words)
        judge_fault_kinds(judge, &item, &kind, &list, &list_kind);
    else if (kind.constant != NULL)
        fit_constant(judge, &item, &kind, &list, &list_kind);
}

static bool is_number(enum shape shape)
{
    return shape == SHAPE_NUMBER || shape == SHAPE_MONEY || shape == SHAPE_ANY;
}

/* Money is in tiyn: a count of something else is never less or greater. */
static bool mixes_money(const struct kind_of *left, const struct kind_of *right)
{
    return left->constant == NULL && right->constant == NULL &&
           left->shape != right->shape && left->shape != SHAPE_ANY &&
           right->shape != SHAPE_ANY;
}

static void judge_neighbours(const struct judge *judge, const struct part *left,
                             const struct kind_of *left_kind,
                             const struct part *right,
                             const struct kind_of *right_kind)
{
    if (!is_number(left_kind->shape) || !is_number(right_kind->shape) ||
        mixes_money(left_kind, right_kind))
        judge_fault_kinds(judge, left, left_kind, right, right_kind);
    else if (script_kind_beyond(left_kind, right_kind->constant))
        judge_fault_value(judge, right, left->rule);
    else if (script_kind_beyond(right_kind, left_kind->constant))
        judge_fault_value(judge, left, right->rule);
}

static void judge_order(const struct judge *judge, const struct part *part)
{
    struct part left = part_of(part, 0);
    struct kind_of left_kind = judge_part(judge, &left);
    for (size_t i = 1; i < part->rule->count; i++) {
        struct part right = part_of(part, i);
        struct kind_of right_kind = judge_part(judge, &right);
        judge_neighbours(judge, &left, &left_kind, &right, &right_kind);
        left = right;
        left_kind = right_kind;
    }
}

static void judge_moments(const struct judge *judge, const struct part *part)
{
    for (size_t i = 0; i < part->rule->count; i++) {
        struct part inner = part_of(part, i);
        struct kind_of kind = judge_part(judge, &inner);
        if (kind.shape != SHAPE_MOMENT && kind.shape != SHAPE_ANY)
            judge_fault_kinds(judge, &inner, &kind, NULL, NULL);
    }
}

static bool is_day(const struct kind_of *kind)
{
    int64_t ms;
    if (kind->constant != NULL)
        return json_is_string(kind->constant) &&
               logic_moment_read(json_string_value(kind->constant), true, &ms);
    return kind->shape == SHAPE_DATE || kind->shape == SHAPE_MONTH ||
           kind->shape == SHAPE_ANY;
}

static void judge_plus_time(const struct judge *judge, const struct part *part)
{
    struct part date = part_of(part, 0), amount = part_of(part, 1);
    struct kind_of date_kind = judge_part(judge, &date);
    struct kind_of amount_kind = judge_part(judge, &amount);
    if (!is_day(&date_kind))
        judge_fault_kinds(judge, &date, &date_kind, NULL, NULL);
    if (amount_kind.shape != SHAPE_NUMBER && amount_kind.shape != SHAPE_ANY)
        judge_fault_kinds(judge, &amount, &amount_kind, NULL, NULL);
}

/* ---- tables ---- */

static void judge_key(const struct judge *judge, const struct part *part,
                      size_t index, const char *table)
{
    struct part key = part_of(part, index);
    struct kind_of kind = judge_part(judge, &key);
    bool written = kind.shape == SHAPE_TEXT || kind.shape == SHAPE_CODE ||
                   kind.shape == SHAPE_DATE || kind.shape == SHAPE_MONTH ||
                   kind.shape == SHAPE_ANY;
    if (!written)
        judge_fault_kinds(judge, &key, &kind, NULL, NULL);
    else if (kind.constant != NULL &&
             !table_has_key(judge->load->tables, table, index - 1,
                            json_string_value(kind.constant)))
        judge_fault_value(judge, &key, part->rule);
}

static struct kind_of judge_table(const struct judge *judge,
                                  const struct part *part)
{
    const struct logic *rule = part->rule;
    const struct tables *tables = judge->load->tables;
    const char *table = json_string_value(rule->args[0]->value);
    const char *column = json_string_value(rule->args[rule->count - 1]->value);
    if (tables == NULL) /* they are refused themselves */
        return (struct kind_of){0};
    int keys = table_keys(tables, table);
    const char *type =
        keys < 0 ? NULL : table_column_type(tables, table, column);
    AUTO_CHARS detail = mem_format(keys < 0 ? "%s" : "%s.%s", table, column);
    if (type == NULL) {
        judge_fault(judge, part, FINDING_E04, detail);
    } else if ((int)rule->count - 2 != keys) {
        AUTO_CHARS count = mem_format("%s[%zu]", table, rule->count - 2);
        judge_fault(judge, part, FINDING_E04, count);
    } else {
        for (size_t i = 1; i + 1 < rule->count; i++)
            judge_key(judge, part, i, table);
    }
    return script_kind_column(type);
}

/* ---- all operators ---- */

static struct kind_of judge_name(const struct judge *judge,
                                 const struct part *part)
{
    const char *name = part->rule->path;
    struct script_meaning meaning =
        script_meaning(judge->all, judge->load, name);
    if (!meaning.exists)
        judge_fault(judge, part, FINDING_E04, name);
    return script_kind_name(meaning, name);
}

/* `and` and `or` give one of their operands. */
static struct kind_of judge_join(const struct judge *judge,
                                 const struct part *part)
{
    bool bools = true;
    for (size_t i = 0; i < part->rule->count; i++)
        bools = judge_truth(judge, part, i).shape == SHAPE_BOOL && bools;
    return (struct kind_of){.shape = bools ? SHAPE_BOOL : SHAPE_ANY};
}

static struct kind_of judge_if(const struct judge *judge,
                               const struct part *part)
{
    judge_truth(judge, part, 0);
    struct kind_of yes = judge_arg(judge, part, 1);
    struct kind_of no = judge_arg(judge, part, 2);
    bool same = yes.shape == no.shape && yes.shape != SHAPE_CODE;
    return (struct kind_of){.shape = same ? yes.shape : SHAPE_ANY};
}

static void judge_bool(const struct judge *judge, const struct part *part)
{
    enum logic_op op = part->rule->op;
    if (op == LOGIC_EQUAL)
        judge_equal(judge, part);
    else if (op == LOGIC_IN)
        judge_in(judge, part);
    else if (op == LOGIC_NOT)
        judge_truth(judge, part, 0);
    else if (op == LOGIC_KNOWN)
        judge_arg(judge, part, 0);
    else if (op >= LOGIC_BEFORE)
        judge_moments(judge, part);
    else
        judge_order(judge, part);
}

static struct kind_of judge_part(const struct judge *judge,
                                 const struct part *part)
{
    switch (part->rule->op) {
    case LOGIC_CONSTANT:
        return script_kind_constant(part->rule->value);
    case LOGIC_VAR:
        return judge_name(judge, part);
    case LOGIC_ARRAY:
        for (size_t i = 0; i < part->rule->count; i++)
            judge_arg(judge, part, i);
        return (struct kind_of){.shape = SHAPE_LIST};
    case LOGIC_IF:
        return judge_if(judge, part);
    case LOGIC_AND:
    case LOGIC_OR:
        return judge_join(judge, part);
    case LOGIC_PLUS_TIME:
        judge_plus_time(judge, part);
        return (struct kind_of){.shape = SHAPE_MOMENT};
    case LOGIC_TABLE:
        return judge_table(judge, part);
    default:
        judge_bool(judge, part);
        return (struct kind_of){.shape = SHAPE_BOOL};
    }
}

void script_type_check(const struct script_loads *all,
                       const struct script_load *load,
                       const struct data_spot *spot, const struct logic *rule)
{
    struct judge judge = {all, load, spot, false};
    struct part whole = {NULL, rule, 0};
    judge_part(&judge, &whole);
}

void script_type_check_cell(const struct script_loads *all,
                            const struct script_load *load,
                            const struct data_spot *spot,
                            const struct logic *input)
{
    struct judge judge = {all, load, spot, true};
    struct part whole = {NULL, input, 0};
    struct kind_of kind = judge_part(&judge, &whole);
    struct logic constant = {.op = LOGIC_CONSTANT,
                             .value = (json_t *)spot->json};
    struct part cell = {NULL, &constant, 0};
    struct kind_of cell_kind = script_kind_constant(spot->json);
    judge.quiet = false;
    if (kind.shape == SHAPE_LIST)
        judge_fault_kinds(&judge, &cell, &cell_kind, &whole, &kind);
    else
        fit_constant(&judge, &cell, &cell_kind, &whole, &kind);
}
