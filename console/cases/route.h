/* Which branch acts, and by when: the routes table, by body, issue and region,
 * on a day. */
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

/* Where a case goes; lent from the tables. */
struct route {
    const char *body;   /* who must act on such an issue: "fund" */
    const char *branch; /* of that body, in the region */
    const char *term;   /* deadline class: a row of the table terms */
};

/* The route of an issue in a region ("43"). A row for the issue comes before
 * one for any ("*"). False and MESSAGE_ROUTE_NONE when there is none, the
 * branch is closed, or the region is not known (NULL): the agent then picks
 * the branch in the form. */
MUST_USE bool route_find(const struct tables *tables, const char *issue,
                         const char *region, int64_t day, struct route *route,
                         struct error *error);

#endif
