/* Routing by the tables "routes" and "branches". */
#include "console/cases/route.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/knowledge/table.h"

#include <jansson.h>

#include <stdlib.h>

/* Any issue, in the table of routes. */
#define ANY "*"

/* A list while it is filled. */
struct filling {
    struct branch *branches;
    size_t count;
    struct error *error;
    bool failed;
};

static void clear_branch(struct branch *branch)
{
    free(branch->code);
    free(branch->region);
    free(branch->zone);
    phrase_clear(&branch->name);
}

/* A column that every branch must have. */
static bool need(const struct json_t *row, const char *column, char **value,
                 struct error *error)
{
    const char *text;
    if (!json_need_string(row, column, &text, "table branches", error))
        return false;
    *value = mem_copy(text);
    return true;
}

static bool add_branch(const struct json_t *row, void *cookie)
{
    struct filling *filling = cookie;
    filling->branches = mem_grow(filling->branches, filling->count + 1,
                                 sizeof(*filling->branches));
    struct branch *branch = &filling->branches[filling->count++];
    *branch = (struct branch){0};
    filling->failed = !need(row, "code", &branch->code, filling->error) ||
                      !need(row, "region", &branch->region, filling->error) ||
                      !need(row, "zone", &branch->zone, filling->error) ||
                      !phrase_load(&branch->name, json_object_get(row, "name"),
                                   "table branches: name", filling->error);
    return !filling->failed;
}

struct branch *branches_load(const struct tables *tables, int64_t day,
                             size_t *count, struct error *error)
{
    struct filling filling = {.error = error};
    *count = 0;
    table_each(tables, "branches", day, add_branch, &filling);
    if (filling.count == 0)
        error_set(error, MESSAGE_TABLE_NO_ROW,
                  "table branches: no branch is in force");
    if (filling.failed || filling.count == 0) {
        branches_free(filling.branches, filling.count);
        return NULL;
    }
    *count = filling.count;
    return filling.branches;
}

void branches_free(struct branch *branches, size_t count)
{
    for (size_t i = 0; i < count; i++)
        clear_branch(&branches[i]);
    free(branches);
}

/* The branch of one row of the routes; NULL when there is no such row. */
static const char *find_branch(const struct tables *tables, const char *issue,
                               const char *region, int64_t day)
{
    const char *const keys[] = {issue, region};
    const struct table_place place = {"routes", keys, COUNT(keys), "branch"};
    return json_string_value(table_cell(tables, &place, day, NULL));
}

const char *route_find(const struct tables *tables, const char *issue,
                       const char *region, int64_t day, struct error *error)
{
    const char *branch = NULL;
    if (region != NULL) {
        branch = find_branch(tables, issue, region, day);
        if (branch == NULL)
            branch = find_branch(tables, ANY, region, day);
    }
    /* A branch that is closed on the day acts on nothing. */
    if (branch != NULL &&
        table_row(tables, "branches", &branch, 1, day, NULL) != NULL)
        return branch;
    error_set(error, MESSAGE_ROUTE_NONE, "no route for issue %s, region %s",
              issue, region != NULL ? region : "unknown");
    return NULL;
}
