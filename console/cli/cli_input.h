/* What a command line names: text, or JSON. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_INPUT_H
#define CONSOLE_CLI_CLI_INPUT_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct json_t;
struct text;

/* Adds the bytes of a file, or of standard input ("-"). */
MUST_USE bool cli_input_text(const char *argument, struct text *text,
                             struct error *error);

/* Any JSON value from a file, from standard input ("-"), or, when there is no
 * such file, from the argument itself. NULL on error; the caller decrefs. */
struct json_t *cli_input_json(const char *argument, struct error *error);

/* The same, but an object. */
struct json_t *cli_input_object(const char *argument, struct error *error);

#endif
