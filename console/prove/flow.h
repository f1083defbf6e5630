/* Going through a plan on one day, place by place in order, each with the set
 * of all assignments that reach it: all of them, some, or more than can be. */
#ifndef CONSOLE_PROVE_FLOW_H
#define CONSOLE_PROVE_FLOW_H

#include "console/base/memory.h"
#include "console/prove/plan.h"
#include "console/prove/region.h"

#include <stdbool.h>
#include <stddef.h>

struct findings;
struct tally;

/* What can happen at a place. */
enum happening {
    HAPPENS_REACHED = 1,
    HAPPENS_UNKNOWN = 2, /* the unknown exit is taken */
    HAPPENS_GAP = 4,
    HAPPENS_OVERLAP = 8,
    HAPPENS_MISSING = 16, /* ... is needed and not there */
    HAPPENS_FAILED = 32,
    HAPPENS_TEXT = 64 /* a text cannot be filled */
};

enum { EXIT_OPENS = 1, EXIT_TAKEN = 2 };

/* What happened at a place; each exit's bits. */
struct mark {
    unsigned happenings;
    unsigned char *exits;
};

/* How a plan is gone through. */
struct flow_way {
    size_t regions;   /* memory, as for regions_new */
    const int *fixed; /* by variable of a fact: the one value that counts once
                         the look-up is told, -1: all; or NULL */
    bool *const *forgets; /* by place: variables without regard to which a set
                             comes there (larger than it should be); NULL: those
                             that are not live */
    const bool *only;     /* places to go through, with all that lead to them;
                             NULL: all */
    struct tally *tally;  /* told what was seen; NULL: nobody */
    struct findings *findings; /* what is wrong, each shown by values; NULL */
    struct mark *marks;        /* by place, or NULL; bits are added */
    int interest;              /* a place, or PLACE_NONE */
    int *picked; /* assignments of what happened there last, at random, each
                    as of region_pick; NULL: none */
    size_t pick_count;
    size_t longest; /* result: the most questions on a way */
};

/* Goes through the plan; false when the sets outgrew their memory, and then
 * what was told is not all. */
bool flow_run(const struct plan *plan, struct flow_way *way);

/* Which sets leave a place by each of its exits, and what stops there. */
struct ways {
    region *taken; /* as many as the place has exits */
    region *opens; /* open, also where another one is */
    region unknown, gap, failed;
    size_t overlap; /* the first exit open together with an earlier one */
    region both;    /* ... and where; REGION_NONE: none */
};

/* Chooses at a check, question or table for the set that stands there; the
 * arrays are to be freed by ways_clear. */
void ways_choose(struct regions *all, const struct plan *plan, int place,
                 region here, struct ways *ways);
void ways_clear(struct ways *ways);

/* ---- what a set becomes on its way, for flow and paths ---- */

/* The set at the start of the plan. */
region step_start(struct regions *all, const struct plan *plan);

/* A walk waits at the place: the look-up may be told meanwhile. */
region step_wait(struct regions *all, const struct plan *plan, int place,
                 region here);

/* The question or note of the place is answered. */
region step_answer(struct regions *all, const struct plan *plan, int place,
                   region here);

/* The look-up is told, if it was not; then where its exit has this name. */
region step_look(struct regions *all, const struct plan *plan, region here);
region step_look_exit(struct regions *all, const struct plan *plan, region here,
                      const char *exit);

/* A script begins at the place: none of its questions is asked. */
region step_begin(struct regions *all, const struct plan *plan, int place,
                  region here);

/* Sets over the slots of a plan, with their points of today. */
struct regions *step_regions(const struct plan *plan, size_t most);

/* Only what is live at the place stays. */
region step_enter(struct regions *all, const struct plan *plan, int place,
                  region here);

#endif
