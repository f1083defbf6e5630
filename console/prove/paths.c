/* The paths of a script on all days of the span. */
#include "console/prove/paths.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/prove/paths_state.h"
#include "console/prove/prove.h"
#include "console/prove/verdict.h"
#include "console/script/fact.h"

#include <libintl.h>
#include <stdlib.h>

/* A script that is searched. */
struct search_days {
    struct sources sources;
    struct leaves leaves;
    struct plan plan;
    struct prove_limits limits;
    uint64_t *signs; /* of the days that were searched */
    size_t sign_count;
    bool ***covered; /* pairs; NULL while all paths are wanted */
};

static bool is_new_day(struct search_days *search)
{
    uint64_t sign = plan_sign(&search->plan);
    for (size_t i = 0; i < search->sign_count; i++)
        if (search->signs[i] == sign)
            return false;
    search->signs =
        mem_grow(search->signs, search->sign_count + 1, sizeof(*search->signs));
    search->signs[search->sign_count++] = sign;
    return true;
}

static bool search_from(struct search_days *search, struct paths *paths,
                        size_t limit, bool late)
{
    const struct plan *plan = &search->plan;
    struct trails trails = {.plan = plan,
                            .paths = paths,
                            .limit = limit,
                            .late = late,
                            .covered = search->covered};
    trails.all = step_regions(plan, search->limits.regions);
    region told = region_minus(trails.all, REGION_ALL,
                               verdict_point(trails.all, plan, SLOT_LOOK, 0));
    region start = step_start(trails.all, plan);
    start = late ? region_minus(trails.all, start, told)
                 : region_and(trails.all, start, told);
    if (start != REGION_NONE && paths->pairs)
        trails_pairs(&trails, start);
    else if (start != REGION_NONE)
        trails_all(&trails, start);
    bool good = !regions_full(trails.all);
    regions_free(trails.all);
    free(trails.turns);
    return good;
}

/* On the day at hand, told before and, where that is another thing, not. */
static bool search_day(struct search_days *search, struct paths *paths,
                       size_t limit)
{
    const struct plan *plan = &search->plan;
    bool late = plan->places[plan->order[0]].live[SLOT_LOOK];
    return search_from(search, paths, limit, false) &&
           (!late || search_from(search, paths, limit, true));
}

/* False when something was too large; *many when there are too many paths. */
static bool search_days(struct search_days *search, struct paths *paths,
                        size_t limit, bool *many)
{
    int64_t from, until;
    uint64_t rows = 0;
    bool good = true;
    if (!facts_span(scripts_facts(search->sources.set), &from, &until)) {
        from = clock_days(2026, 1, 1);
        until = from + 1;
    }
    search->sign_count = 0;
    for (int64_t day = from; good && day < until; day++) {
        search->sources.day = day;
        uint64_t now = leaves_rows(&search->leaves);
        leaves_try(&search->leaves, day == from   ? CHANGE_NEVER
                                    : now == rows ? CHANGE_DAILY
                                                  : CHANGE_TABLES);
        rows = now;
        if (is_new_day(search))
            good = search_day(search, paths, limit);
        *many = !paths->pairs && paths->count > limit;
        if (*many)
            return true;
    }
    return good;
}

static void walk_all(struct paths *paths, const struct script_set *set,
                     const struct script *script)
{
    for (size_t i = 0; i < paths->count; i++)
        path_walk(set, script, &paths->items[i]);
}

static bool find(struct search_days *search, struct paths *paths,
                 const struct script *script, size_t limit)
{
    bool many = false;
    if (!plan_make(&search->plan, &search->leaves, script,
                   search->limits.contexts))
        return false;
    leaves_settle(&search->leaves);
    plan_settle(&search->plan);
    if (!search_days(search, paths, limit, &many))
        return false;
    if (!many)
        return true;
    paths_clear(paths);
    paths->pairs = true;
    search->covered = trails_new_pairs(&search->plan);
    return search_days(search, paths, limit, &many);
}

bool paths_find(struct paths *paths, const struct script_set *set,
                const struct script *script, size_t limit, struct error *error)
{
    struct search_days search = {.limits = prove_limits_usual()};
    *paths = (struct paths){0};
    sources_init(&search.sources, set, search.limits.points);
    leaves_init(&search.leaves, &search.sources, search.limits.cells);
    bool good = find(&search, paths, script, limit);
    if (good)
        walk_all(paths, set, script);
    trails_free_pairs(&search.plan, search.covered);
    plan_clear(&search.plan);
    leaves_clear(&search.leaves);
    sources_clear(&search.sources);
    free(search.signs);
    return good || error_set(error, MESSAGE_SCRIPT_BAD, "%s: %s", script->id,
                             gettext("too large to find its paths"));
}
