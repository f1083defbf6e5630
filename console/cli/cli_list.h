/* What `call` and `case` share: the filter from the options, and the print of
 * one record with its path. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_LIST_H
#define CONSOLE_CLI_CLI_LIST_H

#include "console/base/language.h"
#include "console/cases/store.h"
#include "console/cli/cli_arg.h"

struct cli;
struct cli_column;
struct desk;
struct error;
struct json_t;
struct text;

/* The largest --limit. */
enum { CLI_LIST_MOST = 100000 };

/* Which rows are asked for; lent from the options. Days are those of the desk's
 * zone, --until is the last one. MESSAGE_USAGE_OPTION for a number, a day, a
 * state or a language that is none. */
MUST_USE bool cli_list_filter(const struct cli *cli, const struct desk *desk,
                              struct store_filter *filter, struct error *error);

/* The day (days since 1970) of an option, if it was given. The same. */
MUST_USE bool cli_list_day(const struct cli *cli, enum cli_option option,
                           int64_t *day, struct error *error);

/* The number (1 to `most`) of an option, if it was given. The same. */
MUST_USE bool cli_list_number(const struct cli *cli, enum cli_option option,
                              int64_t most, int64_t *number,
                              struct error *error);

/* Adds the text of --text, if it was given; "-" is what stands on standard
 * input. */
MUST_USE bool cli_list_text(const struct cli *cli, struct text *text,
                            struct error *error);

/* Prints rows: {key: rows} with --json, else a table. */
void cli_list_print(const struct cli *cli, const char *key,
                    const struct cli_column *columns, size_t count,
                    struct json_t *rows);

/* Prints the members of a record that are plain, then its person. */
void cli_list_print_record(const struct json_t *record,
                           const struct cli_column *members, size_t count);

/* Prints the way through the script. */
void cli_list_print_path(const struct json_t *record);

#endif
