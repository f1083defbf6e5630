/* Where the store may lie, and the making of its file: a local file system, no
 * symbolic link, a mode that keeps other accounts out. */
#ifndef CONSOLE_IO_DBFILE_H
#define CONSOLE_IO_DBFILE_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct error;

/* Makes the file with mode 0600, or looks at the one that is there, without
 * opening it. Returns its path with all links in the directory's name
 * resolved (the caller frees), or NULL with MESSAGE_STORE_OPEN,
 * STORE_NETWORK_FS or STORE_MODE. */
MUST_USE char *dbfile_make(const char *path, struct error *error);

/* Is the folder on a local file system? Of one that is not there yet, the
 * nearest above it is asked. MESSAGE_STORE_NETWORK_FS. */
MUST_USE bool dbfile_local(const char *folder, struct error *error);

/* The name of a network or FUSE file system by its number from statfs(2),
 * NULL for a local one. */
const char *dbfile_network(int64_t type);

#endif
