/* JSON that a command line names. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_INPUT_H
#define CONSOLE_CLI_CLI_INPUT_H

struct error;
struct json_t;

/* Any JSON value from a file, from standard input ("-"), or, when there is no
 * such file, from the argument itself. NULL on error; the caller decrefs. */
struct json_t *cli_input_json(const char *argument, struct error *error);

/* The same, but an object. */
struct json_t *cli_input_object(const char *argument, struct error *error);

#endif
