/* The layers of settings above the built-in ones: a file, the environment,
 * the command line. Each overwrites what the one below gave. Inside of the
 * config room. */
#ifndef CONSOLE_CONFIG_CONFIG_LAYER_H
#define CONSOLE_CONFIG_CONFIG_LAYER_H

#include "console/config/config.h"

#include <stdbool.h>

struct error;

/* All values and where each came from; owned. */
struct config {
    char *value[CONFIG_COUNT];
    char *origin[CONFIG_COUNT];
};

/* Sets one value after judging it; MESSAGE_CONFIG_VALUE if it does not fit. */
MUST_USE bool config_layer_set(struct config *config, enum config_id id,
                               const char *value, const char *origin,
                               struct error *error);

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
