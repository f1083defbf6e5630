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

/* Where a walk's rules find values. */
struct logic_scope {
    /* The value of a variable, a new reference; *unknown is set for a declared
     * one that is not known. NULL and not unknown: absent, which is null. */
    struct json_t *(*var)(const char *path, bool *unknown, void *cookie);
    /* The cell of a table on the as-of date, a new reference; NULL and an
     * error if none. */
    struct json_t *(*table)(const char *const *parts, unsigned count,
                            void *cookie, struct error *error);
    void *cookie;
    /* The value of a variable that logic_number() numbered, lent; NULL when it
     * is unknown. Without this function var() is asked for these, too. */
    const struct json_t *(*numbered)(int number, void *cookie);
};

/* The value: a new reference; NULL and *unknown set when it is unknown; NULL
 * and an error (MESSAGE_RULE_FAILED) when the rule cannot be applied. */
struct json_t *logic_eval(const struct logic *logic,
                          const struct logic_scope *scope, bool *unknown,
                          struct error *error);

enum logic_truth { LOGIC_FALSE, LOGIC_TRUE, LOGIC_UNKNOWN, LOGIC_FAILED };

/* The same for a condition: is the value true (logic_is_true() of it)? The
 * error tells why it FAILED. */
enum logic_truth logic_test(const struct logic *logic,
                            const struct logic_scope *scope,
                            struct error *error);

/* Plain JSON: the value under two-valued CertLogic; NULL on error. */
struct json_t *logic_eval_json(const struct logic *logic,
                               const struct json_t *data, struct error *error);

/* Calls var() for each variable the rule names (for the loader's checks). */
void logic_each_var(const struct logic *logic,
                    void (*var)(const char *path, void *cookie), void *cookie);

/* Gives each variable the number that find() has for its path, so that the
 * path need not be looked for in each evaluation; 0: by its path after all. */
void logic_number(struct logic *logic,
                  int (*find)(const char *path, void *cookie), void *cookie);

#endif
