/* The options of config.def as a table: found by name, their values judged,
 * the nearest known name for a wrong one. Inside of the config room. */
#ifndef CONSOLE_CONFIG_CONFIG_OPTION_H
#define CONSOLE_CONFIG_CONFIG_OPTION_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>

struct error;

enum config_type {
    CONFIG_TYPE_TEXT,
    CONFIG_TYPE_INT,
    CONFIG_TYPE_BOOL,
    CONFIG_TYPE_CHOICE,
    CONFIG_TYPE_DATE
};

struct config_option {
    const char *name; /* "section.key", "section.CODE.key" */
    const char *section, *key;
    enum config_type type;
    const char *value; /* the default */
    const char *limits;
    const char *help;
};

/* The option of a number below CONFIG_ALL; static. */
const struct config_option *config_option_at(size_t option);

/* The number of "section.key" or "section.CODE.key"; CONFIG_ALL when there is
 * none. *code: "CODE", the caller frees; NULL for other ones. */
size_t config_option_find(const char *name, char **code);

/* Is there a section of this name ("ui", "branch.KZO")? (length bytes) */
bool config_option_section(const char *section, size_t length);

/* Is it one of those that have a CODE ("branch")? */
bool config_option_has_code(const char *section, size_t length);

/* The known name with the fewest letters different; static. */
const char *config_option_nearest(const char *name);

/* The same among the sections ("ui", "branch.CODE"); the caller frees. */
char *config_option_nearest_section(const char *section)
    __attribute__((returns_nonnull));

/* Does the value fit the option? If not, MESSAGE_CONFIG_VALUE that says what
 * would; `place` says where and which. The value itself is not repeated. */
MUST_USE bool config_option_fits(const struct config_option *option,
                                 const char *value, const char *place,
                                 struct error *error);

/* What fits, in words ("100 to 60000", "yes or no"), "" when anything does;
 * the caller frees. */
char *config_option_limits(const struct config_option *option)
    __attribute__((returns_nonnull));

#endif
