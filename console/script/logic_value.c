/* Values of a rule while it is evaluated: made, given up, judged. */
#include "console/script/logic_run.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"

#include <jansson.h>

void logic_drop(struct value *value)
{
    if (value->made)
        json_decref(value->json);
    value->made = false;
}

bool logic_run_fail(struct logic_run *run, const char *reason)
{
    return error_set(run->error, MESSAGE_RULE_FAILED, "%s", reason);
}

bool logic_give(struct value *out, const json_t *json)
{
    *out = (struct value){0};
    switch (json_typeof(json)) {
    case JSON_TRUE:
    case JSON_FALSE:
        out->kind = KIND_BOOL;
        out->number = json_is_true(json);
        return true;
    case JSON_INTEGER:
        out->kind = KIND_NUMBER;
        out->number = json_integer_value(json);
        return true;
    default:
        out->kind = KIND_JSON;
        out->json = (json_t *)json;
        return true;
    }
}

bool logic_give_made(struct value *out, json_t *json)
{
    logic_give(out, json);
    out->made = out->kind == KIND_JSON;
    if (!out->made)
        json_decref(json);
    return true;
}

bool logic_give_bool(struct value *out, bool is)
{
    *out = (struct value){.kind = KIND_BOOL, .number = is};
    return true;
}

bool logic_give_unknown(struct value *out)
{
    *out = (struct value){.kind = KIND_UNKNOWN};
    return true;
}

bool logic_give_moment(struct value *out, int64_t ms)
{
    *out = (struct value){.kind = KIND_MOMENT, .number = ms};
    return true;
}

static json_t *write_moment(int64_t ms)
{
    char iso[CLOCK_ISO_SIZE];
    clock_iso(ms, iso);
    return json_string(iso);
}

struct json_t *logic_take(struct value *value)
{
    struct value taken = *value;
    *value = (struct value){0};
    switch (taken.kind) {
    case KIND_UNKNOWN:
        return NULL;
    case KIND_BOOL:
        return json_boolean(taken.number);
    case KIND_NUMBER:
        return json_integer(taken.number);
    case KIND_MOMENT:
        return write_moment(taken.number);
    default:
        return taken.made ? taken.json : json_incref(taken.json);
    }
}

bool logic_is_true(const struct json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_STRING:
        return json_string_length(value) > 0;
    case JSON_INTEGER:
    case JSON_REAL:
        return json_number_value(value) < 0 || json_number_value(value) > 0;
    case JSON_ARRAY:
        return json_array_size(value) > 0;
    case JSON_OBJECT:
        return json_object_size(value) > 0;
    default:
        return json_is_true(value);
    }
}

bool logic_whole(const struct value *value, int64_t *number)
{
    *number = value->number;
    if (value->kind != KIND_JSON || !json_is_real(value->json))
        return value->kind == KIND_NUMBER;
    double real = json_real_value(value->json);
    if (real > 9e15 || real < -9e15)
        return false;
    *number = (int64_t)real;
    return (double)*number == real;
}

static bool same_numbers(const json_t *left, const json_t *right)
{
    if (json_is_integer(left) && json_is_integer(right))
        return json_integer_value(left) == json_integer_value(right);
    return !(json_number_value(left) < json_number_value(right)) &&
           !(json_number_value(left) > json_number_value(right));
}

static bool same_lists(const json_t *left, const json_t *right)
{
    size_t count = json_array_size(left);
    bool same = count == json_array_size(right);
    for (size_t i = 0; i < count && same; i++)
        same = logic_is_same(json_array_get(left, i), json_array_get(right, i));
    return same;
}

static bool same_objects(const json_t *left, const json_t *right)
{
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)left, key, member)
    {
        const json_t *other = json_object_get(right, key);
        if (other == NULL || !logic_is_same(member, other))
            return false;
    }
    return json_object_size(left) == json_object_size(right);
}

bool logic_is_same(const json_t *left, const json_t *right)
{
    if (json_is_number(left) && json_is_number(right))
        return same_numbers(left, right);
    if (json_is_array(left) && json_is_array(right))
        return same_lists(left, right);
    if (json_is_object(left) && json_is_object(right))
        return same_objects(left, right);
    return json_equal(left, right);
}
