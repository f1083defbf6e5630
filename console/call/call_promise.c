/* What a case promises: the route of the branch that was chosen, and when its
 * answer is due. */
#include "console/call/call_state.h"

#include "console/cases/deadline.h"
#include "console/cases/route.h"
#include "console/script/script.h"

#include <jansson.h>

#include <string.h>

char *call_region_of(const struct call *call, const char *branch)
{
    char *region = NULL;
    size_t count;
    struct branch *branches = branches_load(scripts_tables(call->place.scripts),
                                            call->place.as_of, &count, NULL);
    for (size_t i = 0; branches && i < count; i++)
        if (strcmp(branches[i].code, branch) == 0)
            region = mem_copy(branches[i].region);
    if (branches)
        branches_free(branches, count);
    return region;
}

/* A branch that the agent chose gets the term of its own region. */
static bool find_route(const struct call *call, const char *branch,
                       struct route *route)
{
    AUTO_CHARS region = call_region_of(call, branch);
    return route_find(scripts_tables(call->place.scripts), call_issue(call),
                      region, call->place.as_of, route, NULL);
}

bool call_promise(const struct call *call, const char *branch,
                  struct call_promise *promise)
{
    const struct deadlines *deadlines = call->place.deadlines;
    struct deadline_due due;
    struct route route;
    int64_t from_ms = call->save_ms ? call->save_ms : clock_now_ms();
    *promise = (struct call_promise){0};
    if (!deadlines || !find_route(call, branch, &route) || !route.term ||
        !deadlines_due(deadlines, branch, route.term, from_ms, &due, NULL))
        return false;
    promise->body = route.body;
    promise->term = route.term;
    promise->act_ms = due.act_ms;
    promise->due_ms = due.due_ms;
    deadlines_minute(deadlines, branch, due.due_ms, promise->due);
    promise->unsure = deadlines_unsure(deadlines, branch, from_ms, due.due_ms);
    if (json_array_size(promise->unsure) > 0)
        return true;
    json_decref(promise->unsure);
    promise->unsure = NULL;
    return true;
}

void call_promise_clear(struct call_promise *promise)
{
    json_decref(promise->unsure);
    *promise = (struct call_promise){0};
}
