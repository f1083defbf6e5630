/* A data file (of scripts/, of kb/) while it is loaded: its text, its JSON, and
 * faults that name file, line and JSON path. For the loaders alone. */
#ifndef CONSOLE_BASE_DATA_FILE_H
#define CONSOLE_BASE_DATA_FILE_H

#include "console/base/finding.h"
#include "console/base/language.h"
#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct findings;
struct json_t;

/* Marks a text that is translated where it is written. */
#define N_(text) text

struct data_file {
    char *path;
    char *stem; /* the name without folder and ".json" */
    char *bytes;
    size_t length;
    struct json_t *json;       /* the whole document, an object; else NULL */
    struct findings *findings; /* lent: where its faults go */
};

/* Where in a file: a JSON path ("$.nodes.ask") and what lies there. */
struct data_spot {
    const struct data_file *file;
    const char *where;
    const struct json_t *json;
};

/* Reads and parses; what is no JSON object is a finding and leaves `json` NULL.
 * False with MESSAGE_FILE_READ when the file cannot be read. */
MUST_USE bool data_file_read(struct data_file *file, const char *path,
                             struct findings *findings, struct error *error);
void data_file_clear(struct data_file *file);

/* Adds a finding at the spot; its detail is the format (a msgid) filled in.
 * Returns false. */
bool data_file_fault(const struct data_spot *spot, enum finding_code code,
                     const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same at a member of the object at the spot. */
bool data_file_fault_in(const struct data_spot *spot, const char *member,
                        enum finding_code code, const char *detail);

/* Finds what is not an object, and members that are not among these words;
 * true when it is an object. */
bool data_file_members(const struct data_spot *spot, const char *words);

/* A required text that is not empty, copied; else *out stays. */
bool data_file_string(const struct data_spot *spot, const char *key,
                      char **out);

/* A required text in exactly the three languages, none empty; what is missing
 * stays NULL. */
void data_file_phrase(const struct data_spot *spot, const char *key,
                      struct phrase *out);

/* An optional true or false; *out is false without it. */
void data_file_flag(const struct data_spot *spot, const char *key, bool *out);

/* An optional integer; *out stays without it. */
void data_file_int(const struct data_spot *spot, const char *key, int64_t *out);

/* A required list with at least one element; else NULL. Lent. */
const struct json_t *data_file_list(const struct data_spot *spot,
                                    const char *key);

/* Lower case letters, digits and _, a letter first: names of nodes, facts. */
bool data_file_is_name(const char *name);

#endif
