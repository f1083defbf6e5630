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

enum value_kind {
    KIND_UNKNOWN,
    KIND_BOOL,
    KIND_NUMBER,
    KIND_MOMENT,
    KIND_JSON
};

/* A value. `json` (texts, lists, objects, null, numbers with a fraction) is
 * lent by the rule, the data or the scope, unless it was made here: then it is
 * a reference of its own. */
struct value {
    enum value_kind kind;
    bool made;
    int64_t number; /* BOOL: 0 or 1; NUMBER; MOMENT: ms since 1970 */
    struct json_t *json;
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

/* Fills *out with what is lent, or made: moves the reference. True. */
bool logic_give(struct value *out, const struct json_t *json);
bool logic_give_made(struct value *out, struct json_t *json);
bool logic_give_bool(struct value *out, bool is);
bool logic_give_unknown(struct value *out);
bool logic_give_moment(struct value *out, int64_t ms);

/* The value as JSON, a new reference, and out of `value`; NULL: unknown. */
struct json_t *logic_take(struct value *value);

/* Is it a whole number (2.0 is one)? */
MUST_USE bool logic_whole(const struct value *value, int64_t *number);

/* Gives up the reference, if there is one. */
void logic_drop(struct value *value);

/* A local value that drops itself. */
#define AUTO_VALUE AUTO(logic_drop) struct value

#endif
