/* The keys of a data folder: the master key's file (0600, made at first start)
 * and what is derived from it. */
#ifndef CONSOLE_PEOPLE_KEYS_H
#define CONSOLE_PEOPLE_KEYS_H

#include "console/base/memory.h"
#include "console/people/seal.h"

#include <stdbool.h>

struct error;

struct keys {
    struct seal_key wrap;  /* seals the keys of persons */
    struct seal_key find;  /* hashes IINs for finding */
    struct seal_key draft; /* seals drafts */
};

/* Reads folder/master.key; makes it (random, O_EXCL, synced) when the folder
 * has neither key nor log. A wrong mode or size is refused. */
MUST_USE bool keys_load(struct keys *keys, const char *folder,
                        struct error *error);
void keys_clear(struct keys *keys);

/* Copies the master key's file from one folder into another that has none. */
MUST_USE bool keys_copy(const char *from, const char *to, struct error *error);

/* Makes a private folder (0700) with the folders above it, if it is not there,
 * so that they stay after a power cut; refuses one that other people can write
 * to. */
MUST_USE bool keys_folder(const char *folder, struct error *error);

/* Syncs a folder, so that files made in it stay after a power cut. */
MUST_USE bool keys_sync_folder(const char *folder, struct error *error);

/* The same for the folder that this one lies in, so that a folder just made
 * stays. One that may not be read is left alone. */
MUST_USE bool keys_sync_above(const char *folder, struct error *error);

#endif
