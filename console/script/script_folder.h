/* Which files make a set of scripts. For the loader alone. */
#ifndef CONSOLE_SCRIPT_SCRIPT_FOLDER_H
#define CONSOLE_SCRIPT_SCRIPT_FOLDER_H

#include <stddef.h>

struct error;

/* The paths of a set, in the order of their names: facts.json first, then
 * every script of the folder (no *.schema.json, no published.json); a file
 * given (NULL-ended, or NULL) stands for the one of its name or joins them.
 * NULL and MESSAGE_FILE_READ without the folder, MESSAGE_SCRIPT_BAD for too
 * many. The caller frees each and the list. */
char **script_folder_list(const char *folder, const char *const *files,
                          size_t *count, struct error *error);

#endif
