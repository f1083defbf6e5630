/* Every way through a script, with all it calls, that some values take: its
 * steps, the values, the outcome; each walked by the real walk. */
#ifndef CONSOLE_PROVE_PATHS_H
#define CONSOLE_PROVE_PATHS_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct json_t;
struct script;
struct script_set;

/* A step as the path of a walk has it. */
struct path_step {
    char *node; /* "main.look" */
    char *edge; /* "ok", "0", "unknown", a script, a code */
};

struct path {
    struct path_step *steps;
    size_t count;
    struct json_t *facts;   /* name: value, of those that matter */
    struct json_t *answers; /* in turn: {"node", "value"}; null: not known */
    const char *look; /* the look-up's exit; NULL: it is not told. Static */
    bool late;        /* told at the look node only: facts are unknown before */
    int64_t as_of;    /* days since 1970 */
    char *code;       /* of the outcome */
    bool walked;      /* the walk took exactly these steps */
};

struct paths {
    struct path *items;
    size_t count;
    bool pairs; /* too many: each pair of ways that follow one another, instead
                   of each path */
};

/* Finds the paths of a script of the set on the days of the span, each with
 * values of the first day it is there; more than `limit` of them: enough that
 * every two ways that can follow one another, and so every outcome, are on one.
 * False with MESSAGE_SCRIPT_BAD when the script is too large for that. */
MUST_USE bool paths_find(struct paths *paths, const struct script_set *set,
                         const struct script *script, size_t limit,
                         struct error *error);
void paths_clear(struct paths *paths);

/* "main.who 0, main.look ok, ..." - the steps in one line; the caller frees. */
char *path_steps(const struct path *path) __attribute__((returns_nonnull));

/* {"steps", "facts", "answers", "look", "as_of", "code", "walked"}; a new
 * reference. */
struct json_t *path_json(const struct path *path);

#endif
