/* What the files that evaluate rules share: values on the stack and one
 * function an operator. */
#ifndef CONSOLE_SCRIPT_LOGIC_RUN_H
#define CONSOLE_SCRIPT_LOGIC_RUN_H

#include "console/base/memory.h"
#include "console/script/logic_tree.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct json_t;

enum value_kind { KIND_UNKNOWN, KIND_JSON, KIND_MOMENT };

/* A value; `json` is a reference of its own, or NULL. */
struct value {
    enum value_kind kind;
    struct json_t *json;
    int64_t moment_ms;
};

/* One evaluation. `plain`: variables come from data, not from the scope. */
struct logic_run {
    const struct logic_scope *scope;
    const struct json_t *data;
    bool plain;
    struct error *error;
};

/* Applies an operator over two or three operands that are known (as many as
 * the tree has) into *out; false and the error when it cannot be applied. */
MUST_USE bool logic_compare(struct logic_run *run, const struct logic *logic,
                            const struct value *given, struct value *out);

/* Sets the error MESSAGE_RULE_FAILED; false. */
bool logic_run_fail(struct logic_run *run, const char *reason);

/* Fills *out (json: moves the reference); true. */
bool logic_give(struct value *out, struct json_t *json);
bool logic_give_bool(struct value *out, bool is);
bool logic_give_unknown(struct value *out);
bool logic_give_moment(struct value *out, int64_t ms);

/* The value as JSON, its reference given away; NULL when unknown. */
struct json_t *logic_take(struct value *value);

/* Is it a whole number of JSON? */
MUST_USE bool logic_whole(const struct json_t *json, int64_t *number);

/* Gives up the reference. */
void logic_drop(struct value *value);

/* A local value that drops itself. */
#define AUTO_VALUE AUTO(logic_drop) struct value

#endif
