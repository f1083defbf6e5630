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
    char *file;
    struct node *nodes;
    size_t node_count;
    int start;
    struct script_value *values;
    size_t value_count;
};

struct script_set;

/* Loads facts.json and every other *.json of the folder (not *.schema.json),
 * checked: format, unknown members, targets, facts, answers, tables, texts and
 * placeholders in three languages, circles, reachability by graph. */
struct script_set *scripts_load(const char *folder, const struct tables *tables,
                                struct error *error);
void scripts_free(struct script_set *set);

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
