/* What left the store as a file. Part of the store (store.h). */
#ifndef CONSOLE_CASES_STORE_EXPORT_H
#define CONSOLE_CASES_STORE_EXPORT_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct json_t;
struct store;
struct store_filter;

struct store_export {
    const char *what;                  /* "cases", "calls" */
    const struct store_filter *filter; /* of its text only that there was one */
    int64_t rows;
    const struct json_t *columns; /* names */
};

/* Commits that so many rows are about to be exported: call it before the first
 * of them is written. RIGHT_EXPORT. */
MUST_USE bool store_add_export(struct store *store,
                               const struct store_export *export,
                               struct error *error);

#endif
