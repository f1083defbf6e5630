/* A data file of scripts/ while it is being loaded: its text, its JSON, and
 * faults that name file, line and JSON path. For the loaders alone. */
#ifndef CONSOLE_SCRIPT_SCRIPT_FILE_H
#define CONSOLE_SCRIPT_SCRIPT_FILE_H

#include "console/base/language.h"
#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct json_t;

struct script_file {
    char *path;
    char *bytes;
    size_t length;
    struct json_t *json; /* the whole document, an object */
};

/* Where in a file: a JSON path ("$.nodes.ask") and what lies there. */
struct script_spot {
    const struct script_file *file;
    const char *where;
    const struct json_t *json;
};

/* Reads and parses; false with MESSAGE_FILE_READ, JSON_SYNTAX or SCRIPT_BAD. */
MUST_USE bool script_file_read(struct script_file *file, const char *path,
                               struct error *error);
void script_file_clear(struct script_file *file);

/* MESSAGE_SCRIPT_BAD "file:line: $.path: reason"; returns false. */
bool script_file_fault(const struct script_spot *spot, struct error *error,
                       const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Is it an object whose members are all among these words? */
MUST_USE bool script_file_members(const struct script_spot *spot,
                                  const char *words, struct error *error);

/* A required text that is not empty, copied. */
MUST_USE bool script_file_string(const struct script_spot *spot,
                                 const char *key, char **out,
                                 struct error *error);

/* A required text in exactly the three languages, none empty. */
MUST_USE bool script_file_phrase(const struct script_spot *spot,
                                 const char *key, struct phrase *out,
                                 struct error *error);

/* An optional true or false; *out is false without it. */
MUST_USE bool script_file_flag(const struct script_spot *spot, const char *key,
                               bool *out, struct error *error);

/* An optional integer; *out stays without it. */
MUST_USE bool script_file_int(const struct script_spot *spot, const char *key,
                              int64_t *out, struct error *error);

/* A required list with at least one element; NULL on error. Lent. */
const struct json_t *script_file_list(const struct script_spot *spot,
                                      const char *key, struct error *error);

/* Lower case letters, digits and _, a letter first: names of nodes, facts. */
bool script_file_is_name(const char *name);

#endif
