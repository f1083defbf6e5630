/* What the files that load scripts share: a script with the file it comes
 * from, and the steps of loading. For the loader alone. */
#ifndef CONSOLE_SCRIPT_SCRIPT_LOAD_H
#define CONSOLE_SCRIPT_SCRIPT_LOAD_H

#include "console/base/memory.h"
#include "console/script/script.h"
#include "console/script/script_file.h"

#include <stdbool.h>
#include <stddef.h>

struct error;
struct facts;
struct tables;

/* Room for a name in braces, NUL included. */
enum { SCRIPT_NAME_SIZE = 80, SCRIPT_NESTED_MAX = 8, SCRIPT_NODES_MAX = 1000 };

struct script_load {
    struct script_file file;
    struct script *script;       /* owned until the set takes it */
    const struct facts *facts;   /* lent */
    const struct tables *tables; /* lent; NULL: no tables */
};

/* All scripts of a folder, for checks across them. */
struct script_loads {
    struct script_load *items;
    size_t count;
};

/* Parses load->file into load->script (set also when it fails). */
MUST_USE bool script_load(struct script_load *load, struct error *error);
void script_load_clear(struct script_load *load);

/* Parses the node at the spot; all ids of the script are there by then. */
MUST_USE bool script_node_load(struct script_load *load, struct node *node,
                               const struct script_spot *spot,
                               struct error *error);

/* Compiles the rule at the spot; a fault names the place inside it. */
MUST_USE bool script_load_rule(const struct script_spot *spot,
                               struct logic **out, struct error *error);

/* Parses the "answer" at the spot. */
MUST_USE bool script_answer_load(const struct script_spot *spot,
                                 struct answer_spec *answer,
                                 struct error *error);
void script_answer_clear(struct answer_spec *answer);

/* Frees a script with all that it owns. */
void script_free(struct script *script);

/* Graphs: targets are there already; every node reached, no circle, sub-scripts
 * and the codes that are mapped exist. */
MUST_USE bool script_check(const struct script_loads *all, struct error *error);

/* References: variables, tables and columns, braces, names to send, and the
 * unknown exits that they ask for. */
MUST_USE bool script_refer(const struct script_loads *all, struct error *error);

/* Can the node be reached from the start without passing `avoid` (-1: any)?
 * Fills reached[node_count]. */
void script_check_reach(const struct script *script, int avoid, bool *reached);

/* The index of a node by its id; -1 when there is none. */
int script_node(const struct script *script, const char *id);

/* Calls visit() for every exit of a node, the unknown one too. */
void script_each_exit(const struct node *node,
                      void (*visit)(int to, void *cookie), void *cookie);

enum script_brace { BRACE_NONE, BRACE_NAME, BRACE_BAD };

/* The next name in braces of a text, into name[SCRIPT_NAME_SIZE]; *at (in the
 * text) moves behind it, *before is where the brace opens. */
enum script_brace script_brace(const char **at, const char **before,
                               char *name);

#endif
