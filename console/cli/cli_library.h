/* The libraries that are loaded, and the oldest that will do (cli_library.def;
 * curses by the terminal itself). Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_LIBRARY_H
#define CONSOLE_CLI_CLI_LIBRARY_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct text;

/* Is each new enough? MESSAGE_LIBRARY names the first that is not. Adds "NAME
 * VERSION, ..." of all to `said` (NULL: nobody asks). */
MUST_USE bool cli_libraries_check(struct text *said, struct error *error);

#endif
