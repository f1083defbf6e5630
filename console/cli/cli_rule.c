/* Writing a rule with its operators between what they join. */
#include "console/cli/cli_rule.h"

#include "console/base/json.h"
#include "console/base/text.h"

#include <jansson.h>

#include <string.h>

/* Operators that stand between; all others are written as calls. */
static const char *const between[] = {
    "===", "in", "and",   "or",     "<",         "<=",
    ">",   ">=", "after", "before", "not-after", "not-before"};

static bool is_between(const char *operator)
{
    for (size_t i = 0; i < COUNT(between); i++)
        if (strcmp(operator, between[i]) == 0)
            return true;
    return false;
}

/* Must it be held together where it is part of another rule? */
static bool is_joined(const json_t *rule)
{
    const char *operator=
        json_object_iter_key(json_object_iter((json_t *)rule));
    return json_is_object(rule) && operator&& is_between(operator);
}

static void write_part(const json_t *rule, struct text *out)
{
    bool joined = is_joined(rule);
    text_add(out, joined ? "(" : "");
    cli_rule_write(rule, out);
    text_add(out, joined ? ")" : "");
}

static void write_list(const json_t *list, const char *join, struct text *out)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (i)
            text_add(out, join);
        write_part(json_array_get(list, i), out);
    }
}

static void write_operation(const char *operator, const json_t * operands,
                            struct text *out)
{
    AUTO_CHARS join = mem_format(" %s ", operator);
    if (is_between(operator)) {
        write_list(operands, join, out);
    } else if (strcmp(operator, "!") == 0) {
        text_add(out, "not ");
        write_list(operands, ", ", out);
    } else {
        text_format(out, "%s(", operator);
        write_list(operands, ", ", out);
        text_add(out, ")");
    }
}

void cli_rule_write(const struct json_t *rule, struct text *out)
{
    const char *operator=
        json_object_iter_key(json_object_iter((json_t *)rule));
    const json_t *operands = json_object_get(rule, operator);
    if (operator&& strcmp(operator, "var") == 0 && json_is_string(operands)) {
        text_add(out, json_string_value(operands));
    } else if (operator&& json_is_array(operands)) {
        write_operation(operator, operands, out);
    } else {
        AUTO_CHARS plain = json_canonical(rule);
        text_add(out, plain);
    }
}
