/* Operators over two or three values: equality, membership, order of numbers
 * and of date-times, adding time and numbers. */
#include "console/script/logic_run.h"

#include <jansson.h>

static bool apply_equal(const struct value *given, struct value *out)
{
    if (given[0].kind != given[1].kind)
        return logic_give_bool(out, false);
    return logic_give_bool(out,
                           given[0].kind == KIND_MOMENT
                               ? given[0].moment_ms == given[1].moment_ms
                               : logic_is_same(given[0].json, given[1].json));
}

static bool apply_in(struct logic_run *run, const struct value *given,
                     struct value *out)
{
    if (!json_is_array(given[1].json))
        return logic_run_fail(run, "the second operand of in is not a list");
    bool found = false;
    for (size_t i = 0; i < json_array_size(given[1].json) && !found; i++)
        found = given[0].json != NULL &&
                logic_is_same(given[0].json, json_array_get(given[1].json, i));
    return logic_give_bool(out, found);
}

/* How each comparison is met, with the sign of left minus right. */
static bool holds(enum logic_op op, int sign)
{
    switch (op) {
    case LOGIC_LESS:
    case LOGIC_BEFORE:
        return sign < 0;
    case LOGIC_LESS_EQUAL:
    case LOGIC_NOT_AFTER:
        return sign <= 0;
    case LOGIC_GREATER:
    case LOGIC_AFTER:
        return sign > 0;
    default:
        return sign >= 0;
    }
}

static bool apply_order(struct logic_run *run, const struct logic *logic,
                        const struct value *given, struct value *out)
{
    bool moments = logic->op >= LOGIC_BEFORE;
    int64_t numbers[3] = {0};
    for (size_t i = 0; i < logic->count; i++) {
        numbers[i] = given[i].moment_ms;
        if (moments && given[i].kind != KIND_MOMENT)
            return logic_run_fail(run, "only date-times are before or after");
        if (!moments && !logic_whole(given[i].json, &numbers[i]))
            return logic_run_fail(run,
                                  "only whole numbers are less or greater");
    }
    bool all = true;
    for (size_t i = 1; i < logic->count; i++)
        all = all && holds(logic->op, (numbers[i - 1] > numbers[i]) -
                                          (numbers[i - 1] < numbers[i]));
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
    if (!logic_whole(given[1].json, &number))
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
    if (!logic_whole(given[0].json, &a) || !logic_whole(given[1].json, &b) ||
        __builtin_add_overflow(a, b, &sum))
        return logic_run_fail(run, "only whole numbers can be added");
    return logic_give(out, json_integer(sum));
}

bool logic_compare(struct logic_run *run, const struct logic *logic,
                   const struct value *given, struct value *out)
{
    switch (logic->op) {
    case LOGIC_EQUAL:
        return apply_equal(given, out);
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
