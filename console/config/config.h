/* agent.conf into one struct. The list of options, with type, limits, default
 * and help, is config.def: code, the default file, `config --origin` and the
 * manual come from it. Order: built-in, system, user, environment, option. */
#ifndef CONSOLE_CONFIG_CONFIG_H
#define CONSOLE_CONFIG_CONFIG_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct text;

enum config_id {
#define OPTION(section, key, type, value, limits, help)                        \
    CONFIG_##section##_##key,
#define EACH(section, key, type, value, limits, help)
#include "console/config/config.def"
#undef OPTION
#undef EACH
    CONFIG_COUNT
};

/* Settings of which there is one for every CODE; numbered behind the others. */
enum config_each {
    CONFIG_BEFORE_EACH = CONFIG_COUNT - 1,
#define OPTION(section, key, type, value, limits, help)
#define EACH(section, key, type, value, limits, help) CONFIG_##section##_##key,
#include "console/config/config.def"
#undef OPTION
#undef EACH
    CONFIG_ALL
};

struct config;

/* Where files are found. NULL members: the customary places
 * (/etc/agent1414/agent.conf, $XDG_CONFIG_HOME/agent1414/agent.conf), which
 * need not exist; a file named here must exist; "": none of that layer. */
struct config_places {
    const char *system_file;
    const char *user_file;
    const char *const *options; /* NULL-ended "section.key=value" */
};

/* Reads all layers; an unknown key, a value that does not fit or a line too
 * long for the reader is an error with file, line and the nearest known name
 * (MESSAGE_CONFIG_*). The environment gives AGENT1414_SECTION_KEY. NULL on
 * error. */
struct config *config_load(const struct config_places *places,
                           struct error *error);
void config_free(struct config *config);

/* Values by id; text is lent and never NULL. */
const char *config_text(const struct config *config, enum config_id id);
int64_t config_int(const struct config *config, enum config_id id);
bool config_bool(const struct config *config, enum config_id id);

/* The same of a setting of that CODE; its default when none was given. */
const char *config_text_of(const struct config *config, enum config_each each,
                           const char *code);

/* Where that setting stands ("FILE:LINE", "option"); NULL when none was given.
 */
const char *config_origin_of(const struct config *config, enum config_each each,
                             const char *code);

/* The n-th CODE that was given any setting; NULL: no more. Lent. */
const char *config_code(const struct config *config, size_t n);

/* The documented default file: agent.conf of the top level, byte for byte. */
void config_write_defaults(struct text *out);

/* One line an option: "section.key = value  # origin". Origins: "built-in",
 * "FILE:LINE", "environment NAME", "option". */
void config_write_origins(const struct config *config, struct text *out);

/* Iterates for --json: name "section.key", value as text, origin. First all
 * of enum config_id, then those that were given for a CODE. */
size_t config_count(const struct config *config);
void config_describe(const struct config *config, size_t index,
                     const char **name, const char **value,
                     const char **origin);

#endif
