/* A plan being gone through. For the files of flow alone. */
#ifndef CONSOLE_PROVE_FLOW_STATE_H
#define CONSOLE_PROVE_FLOW_STATE_H

#include "console/prove/flow.h"

struct flow {
    const struct plan *plan;
    struct flow_way *way;
    struct regions *all;
    region *reach; /* by place */
    size_t *asked; /* by place: the most questions on a way to it */
    region told;   /* not told yet, or with the facts that are fixed */
};

/* Something happens at a place for the assignments of the set (none: nothing
 * is told): to marks and tally. */
void flow_happens(const struct flow *flow, int place, enum happening what,
                  region set);

/* The same of an exit: it is open for `opens`, taken for `taken`. */
void flow_leaves(const struct flow *flow, int place, size_t exit, region opens,
                 region taken);

/* What is wrong where a set divided, to marks and findings. */
void flow_report_ways(const struct flow *flow, int place,
                      const struct ways *ways);

/* Nothing answers the question of the place: a gap for all of the set. */
void flow_report_mute(const struct flow *flow, int place, region here);

/* Can the texts of the place be filled for all of the set? */
void flow_report_texts(const struct flow *flow, int place, region here);

#endif
