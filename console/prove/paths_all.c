/* All paths, depth first: a set of values narrows from turn to turn until
 * nothing is left of it or an outcome is reached. */
#include "console/prove/paths_state.h"

#include <stdlib.h>

size_t trails_exits(const struct place *place)
{
    return place->exit_count + 1;
}

static void leave_ways(const struct trails *trails, int index, region here,
                       struct leaving *leavings)
{
    const struct place *place = &trails->plan->places[index];
    struct ways ways;
    ways_choose(trails->all, trails->plan, index, here, &ways);
    for (size_t i = 0; i < place->exit_count; i++)
        leavings[i] = (struct leaving){place->exits[i].to, ways.taken[i]};
    leavings[place->exit_count] = (struct leaving){
        place->unknown,
        place->unknown != PLACE_NONE ? ways.unknown : REGION_NONE};
    ways_clear(&ways);
}

static void leave_look(const struct trails *trails, const struct place *place,
                       region here, struct leaving *leavings)
{
    here = step_look(trails->all, trails->plan, here);
    for (size_t i = 0; i < place->exit_count; i++)
        leavings[i] = (struct leaving){
            place->exits[i].to, step_look_exit(trails->all, trails->plan, here,
                                               place->node->edges[i].name)};
}

void trails_leave(const struct trails *trails, int index, region here,
                  struct leaving *leavings)
{
    const struct plan *plan = trails->plan;
    const struct place *place = &plan->places[index];
    for (size_t i = 0; i < trails_exits(place); i++)
        leavings[i] = (struct leaving){PLACE_NONE, REGION_NONE};
    switch (place->node->kind) {
    case NODE_LOOK:
        leave_look(trails, place, here, leavings);
        break;
    case NODE_SUB:
        leavings[0] = (struct leaving){
            place->callee, step_begin(trails->all, plan, place->callee, here)};
        break;
    case NODE_OUTCOME:
        leavings[0] = (struct leaving){
            place->exit_count > 0 ? place->exits[0].to : PLACE_NONE, here};
        break;
    default:
        leave_ways(trails, index, step_answer(trails->all, plan, index, here),
                   leavings);
    }
}

void trails_push(struct trails *trails, int place, size_t exit)
{
    if (trails->turn_count == trails->turn_room) {
        trails->turn_room = 2 * trails->turn_room + 64;
        trails->turns =
            mem_grow(trails->turns, trails->turn_room, sizeof(*trails->turns));
    }
    trails->turns[trails->turn_count++] = (struct turn){place, exit};
}

/* ---- depth first ---- */

/* A place on the way: what leaves it, and which exit is next. */
struct stand {
    int place;
    struct leaving *leavings;
    size_t next;
};

struct stands {
    struct stand *items;
    size_t count, room;
};

static void stand_on(const struct trails *trails, struct stands *stands,
                     int place, region here)
{
    if (stands->count == stands->room) {
        stands->room = 2 * stands->room + 64;
        stands->items =
            mem_grow(stands->items, stands->room, sizeof(*stands->items));
    }
    size_t exits = trails_exits(&trails->plan->places[place]);
    struct stand *stand = &stands->items[stands->count++];
    *stand = (struct stand){.place = place};
    stand->leavings = mem_new(exits * sizeof(*stand->leavings));
    trails_leave(trails, place, here, stand->leavings);
}

static bool is_over(const struct trails *trails)
{
    return trails->paths->count > trails->limit || regions_full(trails->all);
}

/* Takes the next exit of the last stand: further on, to the end, or back. */
static void take_exit(struct trails *trails, struct stands *stands)
{
    struct stand *stand = &stands->items[stands->count - 1];
    size_t exit = stand->next++;
    trails->turn_count = stands->count - 1;
    if (exit == trails_exits(&trails->plan->places[stand->place])) {
        free(stand->leavings);
        stands->count--;
        return;
    }
    struct leaving leaving = stand->leavings[exit];
    if (leaving.set == REGION_NONE)
        return;
    trails_push(trails, stand->place, exit);
    if (leaving.to == PLACE_NONE)
        trails_add(trails, leaving.set);
    else
        stand_on(trails, stands, leaving.to, leaving.set);
}

void trails_all(struct trails *trails, region start)
{
    struct stands stands = {0};
    stand_on(trails, &stands, trails->plan->order[0], start);
    while (stands.count > 0 && !is_over(trails))
        take_exit(trails, &stands);
    for (size_t i = 0; i < stands.count; i++)
        free(stands.items[i].leavings);
    free(stands.items);
}
