/* A script with all that it calls, laid out flat: each call of a script is a
 * context, each of its nodes there a place, each rule there a term over leaves.
 * What a walk can know at a place are slots: facts, the look-up, answers. */
#ifndef CONSOLE_PROVE_PLAN_H
#define CONSOLE_PROVE_PLAN_H

#include "console/base/memory.h"
#include "console/prove/leaf.h"
#include "console/script/script.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PLACE_NONE = -1 };

struct context {
    const struct script *script;
    int caller; /* the place of the sub node; PLACE_NONE for the first */
    int base;   /* the place of the script's node 0 */
};

enum term_op { TERM_LEAF, TERM_AND, TERM_OR, TERM_NOT, TERM_IF };

/* A rule at a place. NULL stands for "always true". */
struct term {
    enum term_op op;
    int leaf;
    int *slots;   /* of a leaf, one for each name it reads; -1: never known */
    bool moment;  /* a leaf that gives a date-time, neither true nor false */
    bool swapped; /* true where the rule is false: a row asks for false */
    struct term **kids;
    size_t count;
};

/* A way out of a place, or an outcome of the script that it calls. */
struct exit_way {
    struct term *when;
    int to; /* a place */
};

/* A name in braces: the slot it shows, or the term of a value's rule. */
struct shown {
    char *name;
    int slot; /* -1: none */
    struct term *term;
};

struct place {
    int context;
    const struct node *node;
    struct exit_way *exits; /* edges or rows, as the node has them */
    size_t exit_count;
    int unknown;          /* a place */
    int callee;           /* SUB: the place where the script called starts */
    int answer;           /* ASK, NOTE: its slot; else -1 */
    struct term **inputs; /* TABLE */
    struct shown *shown;
    size_t shown_count;
    bool in_order; /* a way leads here by the graph */
    bool gave_up;  /* what may happen here was not settled on some day */
    bool *live;    /* slots that matter from here on */
    bool *dead;    /* variables of those that do not */
};

/* A source as it stands in a context; the variables of its diagram. */
struct slot {
    int source;
    int place;        /* of the question; PLACE_NONE for facts, the look-up */
    size_t var, vars; /* the first one (a list's elements follow), how many */
};

struct plan {
    struct leaves *leaves; /* lent */
    const struct script *root;
    struct context *contexts;
    size_t context_count;
    struct place *places;
    size_t place_count;
    int *order; /* places, each before those that it leads to */
    size_t order_count;
    struct slot *slots;
    size_t slot_count;
    size_t var_count;
    bool dated;       /* something changes with the day */
    bool large;       /* the sets of all assignments did not fit */
    int lost;         /* places that were given up */
    int *used_leaves; /* sorted, each once */
    size_t used_count;
};

/* Lays out a script; false when it calls more than `most` scripts. The plan is
 * to be cleared all the same. */
MUST_USE bool plan_make(struct plan *plan, struct leaves *leaves,
                        const struct script *root, size_t most);
void plan_clear(struct plan *plan);

/* The slot of the look-up is always there. */
enum { SLOT_LOOK = 0 };

/* Once all leaves are settled: gives the slots their variables and works out
 * what is live where. */
void plan_settle(struct plan *plan);

/* What would be live if these places were all (NULL: all are): for each of them
 * a list by slot, lives[place], which the caller frees; NULL for others. */
void plan_find_live(const struct plan *plan, const bool *only, bool **lives);

/* A hash of what a proof of the day goes by: the points of the slots, the
 * results of the leaves. */
uint64_t plan_sign(const struct plan *plan);

const struct script *plan_script(const struct plan *plan, int place);
const struct source *plan_source(const struct plan *plan, int slot);

#endif
