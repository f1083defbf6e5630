/* How a set divides among the exits of a check, a question or a table: as the
 * walk chooses, for all assignments at once. */
#include "console/prove/flow.h"

#include "console/prove/verdict.h"

#include <stdlib.h>

/* A place being divided: what is left, and what was open or unknown. */
struct division {
    struct regions *all;
    const struct plan *plan;
    const struct place *place;
    struct ways *ways;
    region left;    /* not failed and, under `first`, not decided */
    region open;    /* where exactly one exit or more is open */
    region unknown; /* where one is unknown */
};

void ways_clear(struct ways *ways)
{
    free(ways->taken);
    free(ways->opens);
    *ways = (struct ways){0};
}

static void fail(struct division *division, region where)
{
    struct regions *all = division->all;
    division->ways->failed = region_or(all, division->ways->failed,
                                       region_and(all, division->left, where));
    division->left = region_minus(all, division->left, where);
}

/* Under `unique` every rule is asked: one that fails stops the walk whatever
 * the others are. */
static void fail_any(struct division *division)
{
    const struct place *place = division->place;
    size_t inputs = place->inputs != NULL ? place->node->input_count : 0;
    for (size_t i = 0; i < inputs; i++)
        fail(
            division,
            verdict_of(division->all, division->plan, place->inputs[i]).failed);
    for (size_t i = 0; inputs == 0 && i < place->exit_count; i++)
        fail(division,
             verdict_of(division->all, division->plan, place->exits[i].when)
                 .failed);
}

static void open_exit(struct division *division, size_t exit, region where)
{
    struct regions *all = division->all;
    struct ways *ways = division->ways;
    region both = region_and(all, where, division->open);
    if (both != REGION_NONE && ways->both == REGION_NONE) {
        ways->both = both;
        ways->overlap = exit;
    }
    division->open = region_or(all, division->open, where);
    ways->opens[exit] = where;
}

static void divide_unique(struct division *division)
{
    struct regions *all = division->all;
    struct ways *ways = division->ways;
    fail_any(division);
    for (size_t i = 0; i < division->place->exit_count; i++) {
        struct verdict verdict =
            verdict_of(all, division->plan, division->place->exits[i].when);
        region yes = region_or(all, verdict.yes, verdict.neither);
        open_exit(division, i, region_and(all, division->left, yes));
        division->unknown =
            region_or(all, division->unknown,
                      region_and(all, division->left, verdict.unknown));
    }
    for (size_t i = 0; i < division->place->exit_count; i++) {
        region others = REGION_NONE;
        for (size_t j = 0;
             ways->both != REGION_NONE && j < division->place->exit_count; j++)
            if (j != i)
                others = region_or(all, others, ways->opens[j]);
        ways->taken[i] = region_minus(all, ways->opens[i], others);
    }
    division->left = region_minus(all, division->left, division->open);
}

static void divide_first(struct division *division)
{
    struct regions *all = division->all;
    struct ways *ways = division->ways;
    region whole = division->left;
    for (size_t i = 0; i < division->place->exit_count; i++) {
        struct verdict verdict =
            verdict_of(all, division->plan, division->place->exits[i].when);
        region yes = region_or(all, verdict.yes, verdict.neither);
        region unknown = region_and(all, division->left, verdict.unknown);
        ways->opens[i] = region_and(all, whole, yes);
        ways->taken[i] = region_and(all, division->left, yes);
        fail(division, verdict.failed);
        division->unknown = region_or(all, division->unknown, unknown);
        division->left = region_and(all, division->left, verdict.no);
    }
    ways->unknown = division->unknown;
    ways->gap = division->left;
}

void ways_choose(struct regions *all, const struct plan *plan, int place,
                 region here, struct ways *ways)
{
    struct division division = {.all = all,
                                .plan = plan,
                                .place = &plan->places[place],
                                .ways = ways,
                                .left = here};
    size_t count = division.place->exit_count;
    *ways = (struct ways){.taken = mem_new(count * sizeof(region)),
                          .opens = mem_new(count * sizeof(region))};
    if (division.place->node->first) {
        divide_first(&division);
        return;
    }
    divide_unique(&division);
    ways->unknown = region_and(all, division.left, division.unknown);
    ways->gap = region_minus(all, division.left, division.unknown);
}
