/* The tree of a compiled rule, for the files of logic alone (and for those that
 * reason over rules): operators with their operands, constants parsed. */
#ifndef CONSOLE_SCRIPT_LOGIC_TREE_H
#define CONSOLE_SCRIPT_LOGIC_TREE_H

#include "console/base/memory.h"
#include "console/script/logic.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_t;

/* Operands may nest this deep, so that no walk over a tree goes deeper. */
enum { LOGIC_DEPTH_MAX = 32 };

enum logic_op {
    LOGIC_CONSTANT,
    LOGIC_ARRAY,
    LOGIC_VAR,
    LOGIC_IF,
    LOGIC_EQUAL,
    LOGIC_IN,
    LOGIC_AND,
    LOGIC_OR,
    LOGIC_NOT,
    LOGIC_LESS,
    LOGIC_LESS_EQUAL,
    LOGIC_GREATER,
    LOGIC_GREATER_EQUAL,
    LOGIC_BEFORE,
    LOGIC_NOT_AFTER,
    LOGIC_AFTER,
    LOGIC_NOT_BEFORE,
    LOGIC_PLUS_TIME,
    LOGIC_ADD,
    LOGIC_REDUCE,
    LOGIC_KNOWN,
    LOGIC_TABLE,
    LOGIC_OP_COUNT
};

enum logic_unit { LOGIC_YEAR, LOGIC_MONTH, LOGIC_DAY, LOGIC_HOUR };

struct logic {
    enum logic_op op;
    struct logic **args; /* owned; PLUS_TIME: the date and the amount */
    size_t count;
    struct json_t *value; /* CONSTANT */
    char *path;           /* VAR */
    int number;           /* VAR: what logic_number() gave, or 0 */
    enum logic_unit unit; /* PLUS_TIME */
    bool months;          /* PLUS_TIME: "YYYY-MM" is a date as well */
    bool fixed;           /* PLUS_TIME of constants: moment_ms is the value */
    int64_t moment_ms;
};

/* An operator as rules write it, "===" or "plusTime"; "" for those that are no
 * operator: constants, lists, variables. */
const char *logic_op_name(enum logic_op op);

/* Reads a date or date-time of CertLogic ("YYYY-MM" too when `months`) into
 * milliseconds since 1970 UTC; what is finer is dropped. */
MUST_USE bool logic_moment_read(const char *string, bool months, int64_t *ms);

/* Adds by the calendar of UTC; a month or year more never leaves the month.
 * False when the years 0 to 9999 are left. */
MUST_USE bool logic_moment_add(int64_t *ms, int64_t amount,
                               enum logic_unit unit);

/* Is a JSON value true, as CertLogic understands it? */
bool logic_is_true(const struct json_t *value);

/* Are two JSON values equal? Numbers are equal by value. */
bool logic_is_same(const struct json_t *left, const struct json_t *right);

#endif
