/* The options of config.def as a table: found by name, their values judged,
 * the nearest known name for a wrong one. Inside of the config room. */
#ifndef CONSOLE_CONFIG_CONFIG_OPTION_H
#define CONSOLE_CONFIG_CONFIG_OPTION_H

#include "console/config/config.h"

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
    const char *name; /* "section.key" */
    const char *section, *key;
    enum config_type type;
    const char *value; /* the default */
    const char *limits;
    const char *help;
};

/* The option of an id; static. */
const struct config_option *config_option_at(enum config_id id);

/* The id of "section.key"; CONFIG_COUNT when there is none. */
enum config_id config_option_find(const char *name);

/* Is there a section of this name? (length bytes) */
bool config_option_section(const char *section, size_t length);

/* The known name with the fewest letters different; static. */
const char *config_option_nearest(const char *name);

/* The same among the sections. */
const char *config_option_nearest_section(const char *section);

/* Does the value fit the option? If not, MESSAGE_CONFIG_VALUE that says what
 * would; `origin` names the place. The value itself is not repeated. */
MUST_USE bool config_option_fits(enum config_id id, const char *value,
                                 const char *origin, struct error *error);

/* What fits, in words ("100 to 60000", "yes or no"), "" when anything does;
 * the caller frees. */
char *config_option_limits(enum config_id id) __attribute__((returns_nonnull));

#endif
