/* The layers of settings above the built-in ones: a file, the environment,
 * the command line. Each overwrites what the one below gave. Inside of the
 * config room. */
#ifndef CONSOLE_CONFIG_CONFIG_LAYER_H
#define CONSOLE_CONFIG_CONFIG_LAYER_H

#include "console/config/config.h"

#include <stdbool.h>

struct error;

struct config_option;

/* One value and where it came from; owned. */
struct config_setting {
    const struct config_option *option;
    char *code; /* of a setting that each CODE has; else NULL */
    char *name; /* "section.key", "section.CODE.key" */
    char *value;
    char *origin;
    int line; /* of the file being read, which gave it; 0: none */
};

/* Those of enum config_id in their order, then those given for a CODE. */
struct config {
    struct config_setting *settings;
    size_t count;
};

/* Adds a setting with its default value. */
void config_layer_add(struct config *config, size_t option, const char *code);

/* Reads an ini file. One that is not there is an error only when `needed`. */
MUST_USE bool config_layer_file(struct config *config, const char *path,
                                bool needed, struct error *error);

/* Takes AGENT1414_SECTION_KEY; a variable with the name of a section and no
 * known key is an error, other ones are not ours. */
MUST_USE bool config_layer_environment(struct config *config,
                                       struct error *error);

/* Takes a NULL-ended list of "section.key=value". */
MUST_USE bool config_layer_options(struct config *config,
                                   const char *const *options,
                                   struct error *error);

#endif
