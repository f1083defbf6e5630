/* The folder of the practice, told apart from every other folder by a mark.
 * Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_FOLDER_H
#define CONSOLE_CLI_CLI_FOLDER_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;

/* Readies the folder: makes it and its mark when it is not there or empty.
 * MESSAGE_PRACTICE_FOLDER when it holds anything and has not our mark; then
 * nothing in it is touched. */
MUST_USE bool cli_folder_ready(const char *folder, struct error *error);

/* Empties a marked folder: removes, by their names, the files that the program
 * makes there, and nothing else; never follows a link, never goes deeper. A
 * folder that is not there is fine; one without the mark is refused as above.
 */
MUST_USE bool cli_folder_empty(const char *folder, struct error *error);

#endif
