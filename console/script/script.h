/* The set of guided scripts, loaded whole or refused with file, line, JSON
 * path and reason. Read-only after loading. Format: scripts/README.md. */
#ifndef CONSOLE_SCRIPT_SCRIPT_H
#define CONSOLE_SCRIPT_SCRIPT_H

#include "console/base/language.h"
#include "console/base/memory.h"
#include "console/script/node.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct facts;
struct findings;
struct tables;

/* A named expression, for braces in texts. */
struct script_value {
    char *name;
    struct logic *rule;
    char *type; /* of the table's column, for writing */
};

struct script {
    char *id, *version;
    struct phrase title;
    bool entry; /* a call may start here; else only other scripts call it */
    char *file;
    struct node *nodes;
    size_t node_count;
    int start;
    struct script_value *values;
    size_t value_count;
};

struct script_set;

/* Loads facts.json and every other *.json of the folder (not *.schema.json)
 * and checks what can be told without values; all that is wrong goes into the
 * findings (NULL: nobody asks). With an error among it the set is refused: NULL
 * and MESSAGE_SCRIPT_BAD, or MESSAGE_FILE_READ without a folder. */
struct script_set *scripts_load(const char *folder, const struct tables *tables,
                                struct findings *findings, struct error *error);

/* The same with files (NULL-ended) in place of those of their names, or beside
 * them: what an author has not put into the folder yet. */
struct script_set *scripts_load_with(const char *folder,
                                     const char *const *files,
                                     const struct tables *tables,
                                     struct findings *findings,
                                     struct error *error);

/* Holds the set (and its tables) once more: it ends with the last scripts_free,
 * which each of those who hold it calls; one thread at a time. NULL is none. */
const struct script_set *scripts_hold(const struct script_set *set);
void scripts_free(const struct script_set *set);

const struct facts *scripts_facts(const struct script_set *set);
const struct tables *scripts_tables(const struct script_set *set);
size_t scripts_count(const struct script_set *set);
const struct script *scripts_at(const struct script_set *set, size_t index);
const struct script *scripts_find(const struct script_set *set, const char *id);

/* The hash over name, length and bytes of facts.json and every script, in the
 * order of the names, and of the tables: another layout is another hash. 64 hex
 * digits; lent. */
const char *scripts_hash(const struct script_set *set);

#endif
