/* New files at a place that somebody typed. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_FILE_H
#define CONSOLE_CLI_CLI_FILE_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>

struct error;

/* A file being made. */
struct cli_file {
    int folder, file; /* descriptors */
    const char *name; /* in the folder; lent */
};

/* Makes a file (mode 0600) that is not there yet: a plain name in the current
 * folder, or an absolute path without "..", of which no part is a symbolic
 * link. What is there is never written over. MESSAGE_EXPORT_PLACE for a name
 * that cannot be, MESSAGE_EXPORT_THERE, MESSAGE_FILE_WRITE. */
MUST_USE bool cli_file_make(struct cli_file *file, const char *path,
                            struct error *error);

/* Writes all and syncs; takes the file away again when that fails. Closes it
 * in any case. */
MUST_USE bool cli_file_write(struct cli_file *file, const char *bytes,
                             size_t length, struct error *error);

/* Takes away what was made, and closes. */
void cli_file_drop(struct cli_file *file);

#endif
