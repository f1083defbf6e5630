/* Operators over two or three values: equality, membership, order of numbers
 * and of date-times, adding time and numbers. */
#include "console/script/logic_run.h"

#include <jansson.h>

static bool is_same(const struct value *left, const struct value *right)
{
    int64_t a, b;
    if (left->kind == KIND_JSON && right->kind == KIND_JSON)
        return logic_is_same(left->json, right->json);
    if (left->kind == right->kind)
        return left->number == right->number;
    return logic_whole(left, &a) && logic_whole(right, &b) && a == b;
}

static bool apply_in(struct logic_run *run, const struct value *given,
                     struct value *out)
{
    if (!json_is_array(given[1].json))
        return logic_run_fail(run, "the second operand of in is not a list");
    bool found = false;
    for (size_t i = 0; i < json_array_size(given[1].json) && !found; i++) {
        struct value item;
        logic_give(&item, json_array_get(given[1].json, i));
        found = is_same(&given[0], &item);
    }
    return logic_give_bool(out, found);
}

static bool holds(enum logic_op op, int64_t left, int64_t right)
{
    switch (op) {
    case LOGIC_LESS:
    case LOGIC_BEFORE:
        return left < right;
    case LOGIC_LESS_EQUAL:
    case LOGIC_NOT_AFTER:
        return left <= right;
    case LOGIC_GREATER:
    case LOGIC_AFTER:
        return left > right;
    default:
        return left >= right;
    }
}

/* What is ordered: a date-time or a whole number, as the operator wants. */
static bool read_ordered(struct logic_run *run, enum logic_op op,
                         const struct value *given, int64_t *number)
{
    if (op < LOGIC_BEFORE)
        return logic_whole(given, number) ||
               logic_run_fail(run, "only whole numbers are less or greater");
    *number = given->number;
    return given->kind == KIND_MOMENT ||
           logic_run_fail(run, "only date-times are before or after");
}

static bool apply_order(struct logic_run *run, const struct logic *logic,
                        const struct value *given, struct value *out)
{
    int64_t before, number;
    bool all = true;
    if (!read_ordered(run, logic->op, &given[0], &before))
        return false;
    for (size_t i = 1; i < logic->count; i++, before = number) {
        if (!read_ordered(run, logic->op, &given[i], &number))
            return false;
        all = all && holds(logic->op, before, number);
    }
    return logic_give_bool(out, all);
}

/* ---- time and numbers ---- */

static bool apply_plus_time(struct logic_run *run, const struct logic *logic,
                            const struct value *given, struct value *out)
{
    const char *string = json_string_value(given[0].json);
    int64_t ms, number;
    if (string == NULL || !logic_moment_read(string, logic->months, &ms))
        return logic_run_fail(run,
                              "plusTime needs a date of the allowed forms");
    if (!logic_whole(&given[1], &number))
        return logic_run_fail(run,
                              "the amount of plusTime is not a whole number");
    if (!logic_moment_add(&ms, number, logic->unit))
        return logic_run_fail(run, "plusTime leaves the calendar");
    return logic_give_moment(out, ms);
}

static bool apply_add(struct logic_run *run, const struct value *given,
                      struct value *out)
{
    int64_t a, b, sum;
    if (!logic_whole(&given[0], &a) || !logic_whole(&given[1], &b) ||
        __builtin_add_overflow(a, b, &sum))
        return logic_run_fail(run, "only whole numbers can be added");
    *out = (struct value){.kind = KIND_NUMBER, .number = sum};
    return true;
}

bool logic_compare(struct logic_run *run, const struct logic *logic,
                   const struct value *given, struct value *out)
{
    switch (logic->op) {
    case LOGIC_EQUAL:
        return logic_give_bool(out, is_same(&given[0], &given[1]));
    case LOGIC_IN:
        return apply_in(run, given, out);
    case LOGIC_PLUS_TIME:
        return apply_plus_time(run, logic, given, out);
    case LOGIC_ADD:
        return apply_add(run, given, out);
    default:
        return apply_order(run, logic, given, out);
    }
}
