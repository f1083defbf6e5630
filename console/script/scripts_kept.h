/* Sets of scripts with their tables: opened from a data folder (scripts/ and
 * kb/tables/), and kept as they were, each in a folder named by its hash, so
 * that a call goes on with what it began with. */
#ifndef CONSOLE_SCRIPT_SCRIPTS_KEPT_H
#define CONSOLE_SCRIPT_SCRIPTS_KEPT_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct findings;
struct script_set;

/* Loads tables and scripts of a data folder; the set keeps its tables. What is
 * wrong goes into the findings (NULL: nobody asks). NULL: refused. */
struct script_set *scripts_open(const char *data, struct findings *findings,
                                struct error *error);

/* A number that another state of the files has not: from the names, sizes and
 * times of what scripts_open reads. Cheap; reads no file. 0: no such folder. */
uint64_t scripts_stamp(const char *data);

/* Copies the files of a data folder, of which the set was opened, to
 * kept/HASH: private, synced, whole or not at all. True also when they were
 * kept before. For any thread. */
MUST_USE bool scripts_keep_files(const char *kept, const char *data,
                                 const struct script_set *set,
                                 struct error *error);

/* Are the files of this hash kept? */
bool scripts_are_kept(const char *kept, const char *hash);

/* The set of this hash (NULL: the one that was kept or used last), as it was
 * kept. NULL when it is not there or not what its name says. The caller frees.
 */
struct script_set *scripts_kept(const char *kept, const char *hash);

#endif
