/* The stories of tests/scripts/NAME.txt: "what happens: fact=value, ... |
 * question=answer, ... -> OUTCOME" lines, each walked through script NAME;
 * where the outcome makes a case its issue stands behind it. */
#ifndef TESTS_KIT_OUTCOME_STORY_H
#define TESTS_KIT_OUTCOME_STORY_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>

struct error;
struct json_t;
struct script_set;

/* One line. All owned. */
struct outcome_story {
    char *script; /* where the walk starts */
    char *line;
};

struct outcome_stories {
    struct outcome_story *items;
    size_t count;
};

/* Reads every *.txt of a folder in the order of the names; empty lines and
 * those that begin with # are no stories. */
MUST_USE bool outcome_stories_read(const char *folder,
                                   struct outcome_stories *stories,
                                   struct error *error);
void outcome_stories_clear(struct outcome_stories *stories);

/* Walks a story, filling every text of every step in every language. False,
 * with the reason (not the line), when it does not end as it says. *path (NULL:
 * nobody asks) is then or else the walk's path so far, a new reference. */
MUST_USE bool outcome_story_walk(const struct script_set *set,
                                 const struct outcome_story *story,
                                 struct json_t **path, struct error *error);

#endif
