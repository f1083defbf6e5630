/* CertLogic: rules compiled once, evaluated often. Two-valued on plain JSON to
 * the letter of the specification; three-valued in a walk, where a variable can
 * be unknown. */
#ifndef CONSOLE_SCRIPT_LOGIC_H
#define CONSOLE_SCRIPT_LOGIC_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct json_t;
struct logic;

/* What a rule may use: specification only, or what scripts allow (adds `or`,
 * `known`, `table`; refuses `reduce` and `+`). */
enum logic_dialect { LOGIC_CERTLOGIC, LOGIC_SCRIPT };

/* Compiles; NULL with MESSAGE_RULE_BAD and the place inside the rule. */
struct logic *logic_new(const struct json_t *rule, enum logic_dialect dialect,
                        struct error *error);
void logic_free(struct logic *logic);

/* Where a walk's rules find values. Both return new references. */
struct logic_scope {
    /* The value of a variable; *unknown is set for a declared one that is not
     * known. NULL and not unknown: absent, which is null. */
    struct json_t *(*var)(const char *path, bool *unknown, void *cookie);
    /* The cell of a table on the as-of date; NULL and an error if none. */
    struct json_t *(*table)(const char *const *parts, unsigned count,
                            void *cookie, struct error *error);
    void *cookie;
};

/* The value: a new reference; NULL and *unknown set when it is unknown; NULL
 * and an error (MESSAGE_RULE_FAILED) when the rule cannot be applied. */
struct json_t *logic_eval(const struct logic *logic,
                          const struct logic_scope *scope, bool *unknown,
                          struct error *error);

/* Plain JSON: the value under two-valued CertLogic; NULL on error. */
struct json_t *logic_eval_json(const struct logic *logic,
                               const struct json_t *data, struct error *error);

/* Calls var() for each variable the rule names (for the loader's checks). */
void logic_each_var(const struct logic *logic,
                    void (*var)(const char *path, void *cookie), void *cookie);

#endif
