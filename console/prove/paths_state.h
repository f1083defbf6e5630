/* The search for paths on one day. For the files of paths alone. */
#ifndef CONSOLE_PROVE_PATHS_STATE_H
#define CONSOLE_PROVE_PATHS_STATE_H

#include "console/prove/flow.h"
#include "console/prove/paths.h"

/* A place and the exit taken there: an edge or row by its number, behind them
 * the unknown one; of a sub node and of an outcome the only one. */
struct turn {
    int place;
    size_t exit;
};

/* What leaves a place by one of its exits: where to, with which values. */
struct leaving {
    int to; /* PLACE_NONE: the end */
    region set;
};

struct trails {
    const struct plan *plan;
    struct regions *all;
    struct paths *paths;
    size_t limit;
    bool late;       /* the look-up is not told before the walk */
    bool ***covered; /* pairs that are on a path: by place, by its exit, by the
                        exit of the next place; lent, for all days */
    struct turn *turns;
    size_t turn_count, turn_room;
};

/* How many exits a place can have here (at least one). */
size_t trails_exits(const struct place *place);

/* Divides the set that stands at a place among its exits: fills
 * leavings[trails_exits]. Nothing is forgotten. */
void trails_leave(const struct trails *trails, int place, region here,
                  struct leaving *leavings);

void trails_push(struct trails *trails, int place, size_t exit);

/* Adds the path of the turns, whose last is an outcome, unless it is there;
 * `set` are its values. */
void trails_add(struct trails *trails, region set);

/* All paths from the set at the start, until there are more than the limit. */
void trails_all(struct trails *trails, region start);

/* Room to note pairs; all of it freed by trails_free_pairs. */
bool ***trails_new_pairs(const struct plan *plan);
void trails_free_pairs(const struct plan *plan, bool ***covered);

/* Paths until each pair of turns that can follow one another is on one. */
void trails_pairs(struct trails *trails, region start);

/* Walks a path with its values; sets path->walked. */
void path_walk(const struct script_set *set, const struct script *script,
               struct path *path);

#endif
