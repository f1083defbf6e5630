/* A search for what can happen, between bounds and slices. For the files of
 * search alone. */
#ifndef CONSOLE_PROVE_SEARCH_STATE_H
#define CONSOLE_PROVE_SEARCH_STATE_H

#include "console/prove/flow.h"
#include "console/prove/search.h"

#include <stdint.h>

/* Assignments that are tried at a place. */
enum { AIMED_SLICES = 60 };

struct search {
    struct plan *plan;
    size_t regions;
    struct tally *tally;
    struct findings *findings;
    struct mark *maybe, *sure; /* by place */
    int *fixed;                /* by variable */
    int free;
    uint32_t seed;
};

/* A place that is to be settled: what leads to it, how near. */
struct target {
    int place;
    int *distance; /* by place, in ways; -1: does not lead there */
    bool *only;    /* by place: leads there, or is it */
    bool **lives;  /* by place: slots that matter to what happens there */
    bool *kept;    /* variables that sets are carried over; none: NULL */
    int *picked;   /* AIMED_SLICES assignments of what may happen there */
};

/* Goes through with sets over the target's kept variables, as `way` says
 * besides; what did not happen even so cannot. Without a target: all places,
 * no variables. False when that was too much. */
bool search_bound(struct search *search, const struct target *target,
                  struct flow_way *way);

/* Finds what leads to target->place. */
void search_target(const struct plan *plan, struct target *target);

/* Keeps what the rules read at the target and, the nearest first, at what leads
 * there, until so many slots are kept. */
void search_keep(const struct plan *plan, struct target *target, size_t most);

/* How many exits a place has marks for; new marks by place, none set. */
size_t search_exits(const struct place *place);
struct mark *search_marks(const struct plan *plan);
void search_free_marks(const struct plan *plan, struct mark *marks);

/* Frees lists by place. */
void search_free_lists(const struct plan *plan, bool **lists);

#endif
