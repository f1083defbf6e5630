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

/* Who must act on an issue; NULL when the table of issues does not say. */
static const char *find_body(const struct tables *tables, const char *issue,
                             int64_t day)
{
    const struct table_place place = {"issues", &issue, 1, "body"};
    return json_string_value(table_cell(tables, &place, day, NULL));
}

static bool has_row(const struct tables *tables, const char *table,
                    const char *key, int64_t day)
{
    return key != NULL && table_row(tables, table, &key, 1, day, NULL) != NULL;
}

/* The row of the issue, else that of any. */
static const struct json_t *find_row(const struct tables *tables,
                                     const char *const *keys, int64_t day)
{
    const char *const any[] = {keys[0], ANY, keys[2]};
    const struct json_t *row =
        table_row(tables, "routes", keys, COUNT(any), day, NULL);
    return row != NULL
               ? row
               : table_row(tables, "routes", any, COUNT(any), day, NULL);
}

bool route_find(const struct tables *tables, const char *issue,
                const char *region, int64_t day, struct route *route,
                struct error *error)
{
    *route = (struct route){.body = find_body(tables, issue, day)};
    const char *const keys[] = {route->body, issue, region};
    const struct json_t *row = route->body != NULL && region != NULL
                                   ? find_row(tables, keys, day)
                                   : NULL;
    route->branch = row != NULL ? json_find_string(row, "branch") : NULL;
    route->term = row != NULL ? json_find_string(row, "term") : NULL;
    /* A branch that is closed on the day acts on nothing. */
    return has_row(tables, "branches", route->branch, day) ||
           error_set(error, MESSAGE_ROUTE_NONE,
                     "no route for issue %s, region %s", issue,
                     region != NULL ? region : "unknown");
}
