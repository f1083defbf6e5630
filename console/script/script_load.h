/* What the files that load scripts share: a script with the file it comes
 * from, and the steps of loading. For the loader alone. */
#ifndef CONSOLE_SCRIPT_SCRIPT_LOAD_H
#define CONSOLE_SCRIPT_SCRIPT_LOAD_H

#include "console/base/data_file.h"
#include "console/base/memory.h"
#include "console/script/script.h"

#include <stdbool.h>
#include <stddef.h>

struct facts;
struct tables;

/* The script that every call begins with. */
#define SCRIPT_MAIN "main"

/* Room for a name in braces, NUL included. */
enum { SCRIPT_NAME_SIZE = 80, SCRIPT_NESTED_MAX = 8, SCRIPT_NODES_MAX = 1000 };

struct script_load {
    struct data_file file;
    struct script *script;     /* owned until the set takes it */
    const struct facts *facts; /* lent; NULL: facts.json could not be parsed */
    const struct tables *tables; /* lent; NULL: no tables */
    bool whole;                  /* parsed without a finding */
};

/* All scripts of a folder, for checks across them. */
struct script_loads {
    struct script_load *items;
    size_t count;
};

/* Parses load->file into load->script, as far as it goes: what a finding was
 * made for is NULL, empty or -1 in it. */
void script_load(struct script_load *load);
void script_load_clear(struct script_load *load);

/* Parses the node at the spot; all ids of the script are there by then. */
void script_node_load(struct script_load *load, struct node *node,
                      const struct data_spot *spot);

/* Compiles the rule at the spot; NULL and a finding with the place inside it
 * when it is not one. */
struct logic *script_load_rule(const struct data_spot *spot);

/* Parses the "answer" at the spot. */
void script_answer_load(const struct data_spot *spot,
                        struct answer_spec *answer);
void script_answer_clear(struct answer_spec *answer);

/* Frees a script with all that it owns. */
void script_free(struct script *script);

/* Graphs: every node is reached, no circle, no code of an outcome twice,
 * sub-scripts and the codes that are mapped exist. */
void script_check(const struct script_loads *all);

/* References: variables, tables and columns, braces, names to send. */
void script_refer(const struct script_loads *all);

/* Numbers the variables of the script's rules: the facts from 1 up, the answers
 * to the script's own nodes from -1 down. */
void script_number(struct script *script, const struct facts *facts);

/* The index of a node by its id; -1 when there is none. */
int script_node(const struct script *script, const char *id);

/* Calls visit() for every exit of a node that leads somewhere, the unknown one
 * too. */
void script_each_exit(const struct node *node,
                      void (*visit)(int to, void *cookie), void *cookie);

#endif
