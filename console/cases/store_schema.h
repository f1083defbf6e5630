/* The schema of the SQLite store. For the store's own files. */
#ifndef CONSOLE_CASES_STORE_SCHEMA_H
#define CONSOLE_CASES_STORE_SCHEMA_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct store;

/* Makes the schema in an empty file, brings an older one up to date (each in
 * one transaction), refuses a newer one (MESSAGE_STORE_NEWER). `mark`: of the
 * key the log is begun with, SEAL_HASH_SIZE bytes. */
MUST_USE bool store_schema_ready(struct store *store, const unsigned char *mark,
                                 struct error *error);

#endif
