/* Which branch acts: the routes table, by region and issue, on a day. */
#ifndef CONSOLE_CASES_ROUTE_H
#define CONSOLE_CASES_ROUTE_H

#include "console/base/language.h"
#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct tables;

/* A branch; owned by the list it stands in. */
struct branch {
    char *code;   /* "KZO" */
    char *region; /* "43" */
    char *zone;   /* IANA */
    struct phrase name;
};

/* All branches in force on the day, in the order of the table. The caller
 * frees with branches_free. */
struct branch *branches_load(const struct tables *tables, int64_t day,
                             size_t *count, struct error *error);
void branches_free(struct branch *branches, size_t count);

/* The code of the branch that acts on an issue in a region ("43"); lent from
 * the table. NULL and MESSAGE_ROUTE_NONE when the region is not known: the
 * agent then picks the branch in the form. */
const char *route_find(const struct tables *tables, const char *issue,
                       const char *region, int64_t day, struct error *error);

#endif
