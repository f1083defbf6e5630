/* Evaluating a compiled rule: one function an operator, values on the stack.
 * What is unknown stays unknown through every operator but and, or, known. */
#include "console/script/logic.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/script/logic_run.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_NEITHER, TRUTH_UNKNOWN };

static bool eval(struct logic_run *run, const struct logic *logic,
                 struct value *out);

/* What a reduce may build: no deeper, no larger than this. */
enum { RESULT_DEPTH_MAX = 64, RESULT_SIZE_MAX = 100000 };

/* The most operands of an operator over values. */
enum { OPERANDS_MAX = 3 };

static enum truth truth_of(const struct value *value)
{
    switch (value->kind) {
    case KIND_UNKNOWN:
        return TRUTH_UNKNOWN;
    case KIND_MOMENT:
        return TRUTH_NEITHER;
    case KIND_JSON:
        return logic_is_true(value->json) ? TRUTH_YES : TRUTH_NO;
    default:
        return value->number != 0 ? TRUTH_YES : TRUTH_NO;
    }
}

/* ---- values ---- */

static bool eval_constant(struct logic_run *run, const struct logic *logic,
                          struct value *out)
{
    (void)run;
    return logic_give(out, logic->value);
}

static bool eval_array(struct logic_run *run, const struct logic *logic,
                       struct value *out)
{
    AUTO_JSON array = json_array();
    for (size_t i = 0; i < logic->count; i++) {
        AUTO_VALUE item = {0};
        if (!eval(run, logic->args[i], &item))
            return false;
        if (item.kind == KIND_UNKNOWN)
            return logic_give_unknown(out);
        json_array_append_new(array, logic_take(&item));
    }
    return logic_give_made(out, json_incref(array));
}

/* One step along a path: a member, or an element by its number. */
static const json_t *step_into(const json_t *data, const char *name,
                               size_t length)
{
    if (json_is_object(data))
        return json_object_getn(data, name, length);
    if (!json_is_array(data) || length == 0 || length > 9 ||
        strspn(name, "0123456789") < length)
        return NULL;
    return json_array_get(data, (size_t)strtoul(name, NULL, 10));
}

static const json_t *find(const json_t *data, const char *path)
{
    while (*path != '\0' && data != NULL) {
        size_t length = strcspn(path, ".");
        data = step_into(data, path, length);
        path += length;
        if (*path == '.' && *++path == '\0')
            data = step_into(data, "", 0);
    }
    return data;
}

/* A variable of the scope: by its number, else by its path. */
static bool eval_scope(const struct logic_scope *scope,
                       const struct logic *logic, struct value *out)
{
    if (logic->number != 0 && scope->numbered != NULL) {
        const json_t *json = scope->numbered(logic->number, scope->cookie);
        return json != NULL ? logic_give(out, json) : logic_give_unknown(out);
    }
    bool unknown = false;
    json_t *json = scope->var(logic->path, &unknown, scope->cookie);
    if (json == NULL)
        return unknown ? logic_give_unknown(out) : logic_give(out, json_null());
    return logic_give_made(out, json);
}

static bool eval_var(struct logic_run *run, const struct logic *logic,
                     struct value *out)
{
    if (!run->plain)
        return eval_scope(run->scope, logic, out);
    const json_t *json = find(run->data, logic->path);
    return logic_give(out, json != NULL ? json : json_null());
}

static bool eval_known(struct logic_run *run, const struct logic *logic,
                       struct value *out)
{
    AUTO_VALUE value = {0};
    return eval(run, logic->args[0], &value) &&
           logic_give_bool(out, value.kind != KIND_UNKNOWN);
}

static bool eval_table(struct logic_run *run, const struct logic *logic,
                       struct value *out)
{
    if (run->plain || run->scope->table == NULL)
        return logic_run_fail(run, "there are no tables here");
    struct value keys[16] = {{0}};
    const char *parts[16] = {NULL};
    bool good = true, unknown = false;
    size_t count = 0;
    for (; count < logic->count && good; count++) {
        good = eval(run, logic->args[count], &keys[count]);
        parts[count] = json_string_value(keys[count].json);
        unknown = unknown || keys[count].kind == KIND_UNKNOWN;
        if (good && !unknown && parts[count] == NULL)
            good = logic_run_fail(run, "a key of a table is not a text");
    }
    json_t *cell = NULL;
    if (good && !unknown)
        cell = run->scope->table(parts, (unsigned)count, run->scope->cookie,
                                 run->error);
    for (size_t i = 0; i < count; i++)
        logic_drop(&keys[i]);
    if (good && unknown)
        return logic_give_unknown(out);
    return cell != NULL && logic_give_made(out, cell);
}

/* ---- logic ---- */

static bool eval_if(struct logic_run *run, const struct logic *logic,
                    struct value *out)
{
    AUTO_VALUE guard = {0};
    if (!eval(run, logic->args[0], &guard))
        return false;
    enum truth truth = truth_of(&guard);
    if (truth == TRUTH_UNKNOWN)
        return logic_give_unknown(out);
    if (truth == TRUTH_NEITHER)
        return logic_run_fail(
            run, "the first operand of if is neither true nor false");
    return eval(run, logic->args[truth == TRUTH_YES ? 1 : 2], out);
}

/* Evaluates an operand behind an unknown one: had that one been known, this
 * might not have been looked at, so its failure is only one more unknown. */
static bool eval_after_unknown(struct logic_run *run, const struct logic *logic,
                               struct value *out)
{
    struct logic_run quiet = *run;
    quiet.error = NULL;
    return eval(&quiet, logic, out) || logic_give_unknown(out);
}

/* and, or: the first operand that decides, else the last; unknown when none
 * decides and one is unknown. */
static bool eval_join(struct logic_run *run, const struct logic *logic,
                      struct value *out)
{
    enum truth decides = logic->op == LOGIC_AND ? TRUTH_NO : TRUTH_YES;
    bool unknown = false;
    for (size_t i = 0; i < logic->count; i++) {
        AUTO_VALUE value = {0};
        const struct logic *arg = logic->args[i];
        if (!(unknown ? eval_after_unknown(run, arg, &value)
                      : eval(run, arg, &value)))
            return false;
        enum truth truth = truth_of(&value);
        if (truth == TRUTH_NEITHER && !unknown)
            return logic_run_fail(
                run, "an operand of and is neither true nor false");
        unknown = unknown || truth == TRUTH_UNKNOWN || truth == TRUTH_NEITHER;
        if (truth == decides || (i + 1 == logic->count && !unknown)) {
            *out = value;
            value.made = false;
            return true;
        }
    }
    return logic_give_unknown(out);
}

static bool eval_not(struct logic_run *run, const struct logic *logic,
                     struct value *out)
{
    AUTO_VALUE value = {0};
    if (!eval(run, logic->args[0], &value))
        return false;
    enum truth truth = truth_of(&value);
    if (truth == TRUTH_UNKNOWN)
        return logic_give_unknown(out);
    if (truth == TRUTH_NEITHER)
        return logic_run_fail(run,
                              "the operand of ! is neither true nor false");
    return logic_give_bool(out, truth == TRUTH_NO);
}

/* ---- operators over values ---- */

/* Evaluates the operands; what is unknown makes the result so. */
static bool eval_operands(struct logic_run *run, const struct logic *logic,
                          struct value *out)
{
    struct value given[OPERANDS_MAX] = {{0}};
    size_t count = 0;
    bool unknown = false;
    while (count < logic->count &&
           eval(run, logic->args[count], &given[count])) {
        unknown |= given[count].kind == KIND_UNKNOWN;
        count++;
    }
    bool good = count == logic->count;
    if (good)
        good = unknown ? logic_give_unknown(out)
                       : logic_compare(run, logic, given, out);
    for (size_t i = 0; i < count; i++)
        if (given[i].made)
            logic_drop(&given[i]);
    return good;
}

static bool eval_plus_time(struct logic_run *run, const struct logic *logic,
                           struct value *out)
{
    return logic->fixed ? logic_give_moment(out, logic->moment_ms)
                        : eval_operands(run, logic, out);
}

/* Is the value within depth levels and *left values? */
static bool fits(const json_t *json, int depth, int *left)
{
    if (depth == 0 || --*left < 0)
        return false;
    for (size_t i = 0; i < json_array_size(json); i++)
        if (!fits(json_array_get(json, i), depth - 1, left))
            return false;
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)json, key, member)
    {
        if (!fits(member, depth - 1, left))
            return false;
    }
    return true;
}

/* One turn of a reduce: *sum becomes what the lambda makes of it. */
static bool fold(struct logic_run *run, const struct logic *lambda,
                 json_t *item, json_t **sum)
{
    AUTO_JSON data = json_pack("{sOsO}", "accumulator", *sum, "current", item);
    struct logic_run inner = *run;
    inner.plain = true;
    inner.data = data;
    AUTO_VALUE value = {0};
    if (!eval(&inner, lambda, &value))
        return false;
    int left = RESULT_SIZE_MAX;
    json_decref(*sum);
    *sum = logic_take(&value);
    return fits(*sum, RESULT_DEPTH_MAX, &left) ||
           logic_run_fail(run, "reduce builds too large a value");
}

static bool eval_reduce(struct logic_run *run, const struct logic *logic,
                        struct value *out)
{
    AUTO_VALUE list = {0};
    AUTO_VALUE first = {0};
    if (!eval(run, logic->args[0], &list) || !eval(run, logic->args[2], &first))
        return false;
    if (list.kind == KIND_UNKNOWN || first.kind == KIND_UNKNOWN)
        return logic_give_unknown(out);
    if (!json_is_array(list.json) && !json_is_null(list.json))
        return logic_run_fail(run, "the first operand of reduce is not a list");
    AUTO_JSON sum = logic_take(&first);
    for (size_t i = 0; i < json_array_size(list.json); i++)
        if (!fold(run, logic->args[1], json_array_get(list.json, i), &sum))
            return false;
    return logic_give_made(out, json_incref(sum));
}

/* ---- all operators ---- */

bool eval(struct logic_run *run, const struct logic *logic, struct value *out)
{
    static bool (*const operators[LOGIC_OP_COUNT])(
        struct logic_run *, const struct logic *, struct value *) = {
        [LOGIC_CONSTANT] = eval_constant,
        [LOGIC_ARRAY] = eval_array,
        [LOGIC_VAR] = eval_var,
        [LOGIC_IF] = eval_if,
        [LOGIC_EQUAL] = eval_operands,
        [LOGIC_IN] = eval_operands,
        [LOGIC_AND] = eval_join,
        [LOGIC_OR] = eval_join,
        [LOGIC_NOT] = eval_not,
        [LOGIC_LESS] = eval_operands,
        [LOGIC_LESS_EQUAL] = eval_operands,
        [LOGIC_GREATER] = eval_operands,
        [LOGIC_GREATER_EQUAL] = eval_operands,
        [LOGIC_BEFORE] = eval_operands,
        [LOGIC_NOT_AFTER] = eval_operands,
        [LOGIC_AFTER] = eval_operands,
        [LOGIC_NOT_BEFORE] = eval_operands,
        [LOGIC_PLUS_TIME] = eval_plus_time,
        [LOGIC_ADD] = eval_operands,
        [LOGIC_REDUCE] = eval_reduce,
        [LOGIC_KNOWN] = eval_known,
        [LOGIC_TABLE] = eval_table,
    };
    return operators[logic->op](run, logic, out);
}

struct json_t *logic_eval(const struct logic *logic,
                          const struct logic_scope *scope, bool *unknown,
                          struct error *error)
{
    struct logic_run run = {.scope = scope, .error = error};
    AUTO_VALUE value = {0};
    *unknown = false;
    if (!eval(&run, logic, &value))
        return NULL;
    *unknown = value.kind == KIND_UNKNOWN;
    return logic_take(&value);
}

enum logic_truth logic_test(const struct logic *logic,
                            const struct logic_scope *scope,
                            struct error *error)
{
    struct logic_run run = {.scope = scope, .error = error};
    AUTO_VALUE value = {0};
    if (!eval(&run, logic, &value))
        return LOGIC_FAILED;
    enum truth truth = truth_of(&value);
    if (truth == TRUTH_UNKNOWN)
        return LOGIC_UNKNOWN;
    return truth == TRUTH_NO ? LOGIC_FALSE : LOGIC_TRUE;
}

struct json_t *logic_eval_json(const struct logic *logic,
                               const struct json_t *data, struct error *error)
{
    struct logic_run run = {.data = data, .plain = true, .error = error};
    AUTO_VALUE value = {0};
    return eval(&run, logic, &value) ? logic_take(&value) : NULL;
}
