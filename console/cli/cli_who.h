/* A person as named on a command line: by personal number, or by a case of
 * theirs. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_WHO_H
#define CONSOLE_CLI_CLI_WHO_H

#include "console/base/memory.h"
#include "console/cases/number.h"
#include "console/registry/iin.h"

#include <stdbool.h>

struct error;

struct cli_who {
    char iin[IIN_PASTE_SIZE];
    char number[NUMBER_SIZE]; /* "": by personal number */
};

/* Takes a personal number as it was typed; one that is refused is an error. */
MUST_USE bool cli_who_iin(struct cli_who *who, const char *typed,
                          struct error *error);

/* Takes the number of a case (eleven digits) or a personal number (twelve). */
MUST_USE bool cli_who_read(struct cli_who *who, const char *typed,
                           struct error *error);

#endif
