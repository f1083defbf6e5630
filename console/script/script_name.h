/* What names in rules, texts and lists mean to a script: facts, and answers of
 * the script or of those that call it. For the loader alone. */
#ifndef CONSOLE_SCRIPT_SCRIPT_NAME_H
#define CONSOLE_SCRIPT_SCRIPT_NAME_H

#include <stdbool.h>

struct fact;
struct node;
struct script_load;
struct script_loads;

/* How an answer's name begins. */
#define SCRIPT_ANSWERS "answers."

/* What a name is to a script; all NULL for as_of, and for what is broken. */
struct script_meaning {
    bool exists;             /* or nobody can tell, where files are broken */
    const struct fact *fact; /* a fact */
    const struct node *node; /* the question or note of an answer */
};

struct script_meaning script_meaning(const struct script_loads *all,
                                     const struct script_load *load,
                                     const char *name);

#endif
