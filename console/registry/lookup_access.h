/* What a look-up is allowed to talk to, and with which secrets: the address,
 * the token's file, the client's key. Inside of the registry room. */
#ifndef CONSOLE_REGISTRY_LOOKUP_ACCESS_H
#define CONSOLE_REGISTRY_LOOKUP_ACCESS_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;

/* The address without slashes at its end; NULL with MESSAGE_CONFIG_VALUE unless
 * it is https, or http to 127.0.0.1 or [::1], and names no user, query or
 * fragment. The caller frees. */
char *lookup_access_base(const char *base_url, struct error *error);

/* Reads the token of a file into *header ("Authorization: Bearer ..."; the
 * caller wipes and frees); NULL for an empty path. The file must be a regular
 * one that only its owner can read (MESSAGE_FILE_MODE) and hold one word
 * (MESSAGE_CONFIG_VALUE). */
MUST_USE bool lookup_access_token(const char *path, char **header,
                                  struct error *error);

/* Is this (if not empty) a regular file that only its owner can read? */
MUST_USE bool lookup_access_private(const char *path, struct error *error);

#endif
