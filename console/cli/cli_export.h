/* case export, call export: a file for a spreadsheet. Inside of the cli room.
 */
#ifndef CONSOLE_CLI_CLI_EXPORT_H
#define CONSOLE_CLI_CLI_EXPORT_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cli;
struct cli_column;
struct desk;
struct error;
struct json_t;
struct store;
struct store_filter;

/* What can be exported: where the rows come from, and their columns. */
struct cli_export {
    const char *what; /* "cases", "calls" */
    struct json_t *(*list)(struct store *store,
                           const struct store_filter *filter,
                           struct error *error);
    const struct cli_column *columns;
    size_t count;
};

/* Writes all rows that the options ask for into the file named by the third
 * word (else "cases-2026-11-22.csv" of today), and says where they are. Gives
 * the exit code. */
int cli_export(const struct cli *cli, const struct desk *desk,
               const struct cli_export *export);

/* Commits that these rows are printed as CSV; without --csv nothing. */
MUST_USE bool cli_export_note(const struct cli *cli, const struct desk *desk,
                              const struct cli_export *export,
                              const struct store_filter *filter, int64_t rows,
                              struct error *error);

#endif
