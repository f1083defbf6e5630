/* A walk's inside, for the files of walk alone. */
#ifndef CONSOLE_SCRIPT_WALK_STATE_H
#define CONSOLE_SCRIPT_WALK_STATE_H

#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/script/fact.h"
#include "console/script/script_load.h"
#include "console/script/walk.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_t;

/* A script being walked; `serial` tells two calls of the same one apart. */
struct frame {
    const struct script *script;
    int serial;
    int node; /* where it stands (in a caller: at its sub node) */
};

/* The scripts from the first to the innermost. */
struct frames {
    struct frame at[SCRIPT_NESTED_MAX + 1];
    int depth; /* at least 1 */
};

/* A node that was passed, as the path keeps it. */
struct step {
    const struct script *script;
    int serial, node;
    char *edge;
    bool answered;        /* an ASK or NOTE */
    struct json_t *value; /* of an answer; NULL: does not know */
    const char *source;   /* "caller", "agent", "registry" or NULL */
    enum language language;
    int64_t at_ms;
    bool withdrawn;
};

/* A node that waited and was passed: what "back" returns to. */
struct stop {
    struct frames frames;
    size_t step; /* steps before it */
};

struct walk {
    const struct script_set *set;
    const struct fact_set *facts; /* NULL: all unknown */
    int64_t as_of;
    struct json_t *as_of_text;
    struct frames frames;
    int serials;
    enum walk_wait wait;
    struct error error;
    struct step *steps;
    size_t step_count;
    struct stop *stops;
    size_t stop_count;
    const char *look;      /* the exit of the look-up that was done, or NULL */
    struct json_t *events; /* what was done, for saving */
    int64_t replay_ms;     /* the time of what is replayed; 0: now */
    enum language language;
};

/* The innermost script, and the node it stands on. */
const struct frame *walk_frame(const struct walk *walk);

/* Finds variables and cells for the rules of a walk (the cookie). */
struct logic_scope walk_scope(const struct walk *walk);

/* The last answer that counts to a question, by its name in the innermost
 * script or those that call it; NULL when it was not asked. */
const struct step *walk_find_answer(const struct walk *walk, const char *id);

/* Adds a step for the node at hand (edge copied); lent until the next. */
struct step *walk_add_step(struct walk *walk, const char *edge);

/* Stands on a node of the innermost script and goes on to one that waits. */
void walk_enter(struct walk *walk, int node);

/* Leaves the node at hand by its edges; step is its own step, whose edge is
 * set to the one taken. */
void walk_leave(struct walk *walk, size_t step);

/* Stops the walk as broken, with the place; false. */
bool walk_break(struct walk *walk, const char *reason);

/* Does the value answer the question? MESSAGE_ANSWER_* if not. */
MUST_USE bool walk_check_answer(const struct walk *walk,
                                const struct node *node,
                                const struct json_t *value,
                                struct error *error);

/* Must this answer stay out of the path and of what is sent? */
bool walk_is_personal(const struct node *node);

/* An answer for people; the caller frees. */
char *walk_write_answer(const struct node *node, const struct json_t *value,
                        enum language language);

#endif
