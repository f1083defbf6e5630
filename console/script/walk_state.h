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
    const char *edge;     /* lent by the set; NULL: by the row of a table */
    int row;              /* of a table, else -1 */
    bool jump;            /* edge is the script that was jumped to */
    bool answered;        /* an ASK or NOTE */
    struct json_t *value; /* of an answer; NULL: does not know */
    const char *source;   /* "caller", "agent", "registry" or NULL */
    enum language language;
    int64_t at_ms;
    bool withdrawn;
};

/* What was done with the walk, for saving; walk_path.c makes JSON of it. */
struct deed {
    const char *what; /* "next", "answer", "look", "jump" or "back" */
    const struct script *script;
    int node;
    struct json_t *value; /* NULL: none */
    enum language language;
    int64_t at_ms;
};

/* A node that waited and was passed: what "back" returns to. */
struct stop {
    struct frames frames;
    size_t step;   /* steps before it */
    size_t jumped; /* as in the walk */
};

struct walk {
    const struct script_set *set;
    const struct script *first;
    const struct fact_set *facts; /* NULL: all unknown */
    int64_t as_of;
    struct frames frames;
    int serials;
    enum walk_wait wait;
    struct error error;
    struct step *steps;
    size_t step_count;
    struct stop *stops;
    size_t stop_count;
    size_t jumped;          /* steps up to the last jump; 0: none */
    struct json_t *offered; /* answers of an older set, for walk_kept; NULL */
    const char *look;       /* the exit of the look-up that was done, or NULL */
    struct deed *deeds;
    size_t deed_count;
    int64_t replay_ms; /* the time of what is replayed; 0: now */
    int64_t at_ms;     /* the time of the deed at hand */
    enum language language;
};

/* The innermost script, and the node it stands on. */
const struct frame *walk_frame(const struct walk *walk);

/* The day of the walk as a text of JSON. A new reference. */
struct json_t *walk_as_of(const struct walk *walk);

/* Finds variables and cells for the rules of a walk (the cookie). */
struct logic_scope walk_scope(const struct walk *walk);

/* The last answer that counts to a question, by its name in the innermost
 * script or those that call it; NULL when it was not asked. */
const struct step *walk_find_answer(const struct walk *walk, const char *id);

/* Room for one more element of size bytes behind count of them. */
void *walk_grow(void *array, size_t count, size_t size);

/* Adds a step for the node at hand (edge lent); lent until the next. */
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

/* What is asked, in a few letters: another text or choice is another mark. */
enum { WALK_MARK_SIZE = 17 };
void walk_mark(const struct node *node, char *mark);

/* Must this answer stay out of the path and of what is sent? */
bool walk_is_personal(const struct node *node);

/* An answer for people; the caller frees. */
char *walk_write_answer(const struct node *node, const struct json_t *value,
                        enum language language);

#endif
