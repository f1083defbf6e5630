/* Values of a rule while it is evaluated: made, given up, judged. */
#include "console/script/logic_run.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"

#include <jansson.h>

void logic_drop(struct value *value)
{
    json_decref(value->json);
    value->json = NULL;
}

bool logic_run_fail(struct logic_run *run, const char *reason)
{
    return error_set(run->error, MESSAGE_RULE_FAILED, "%s", reason);
}

bool logic_give(struct value *out, json_t *json)
{
    *out = (struct value){.kind = KIND_JSON, .json = json};
    return true;
}

bool logic_give_bool(struct value *out, bool is)
{
    return logic_give(out, is ? json_true() : json_false());
}

bool logic_give_unknown(struct value *out)
{
    *out = (struct value){.kind = KIND_UNKNOWN};
    return true;
}

bool logic_give_moment(struct value *out, int64_t ms)
{
    *out = (struct value){.kind = KIND_MOMENT, .moment_ms = ms};
    return true;
}

struct json_t *logic_take(struct value *value)
{
    char iso[CLOCK_ISO_SIZE];
    json_t *json = value->json;
    value->json = NULL;
    if (value->kind != KIND_MOMENT)
        return json;
    clock_iso(value->moment_ms, iso);
    return json_string(iso);
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

bool logic_whole(const json_t *json, int64_t *number)
{
    double real = json_real_value(json);
    if (json_is_integer(json)) {
        *number = json_integer_value(json);
        return true;
    }
    if (!json_is_real(json) || real > 9e15 || real < -9e15)
        return false;
    *number = (int64_t)real;
    return (double)*number == real;
}

bool logic_is_same(const json_t *left, const json_t *right)
{
    if (json_is_number(left) && json_is_number(right))
        return !(json_number_value(left) < json_number_value(right)) &&
               !(json_number_value(left) > json_number_value(right));
    return json_equal(left, right);
}
