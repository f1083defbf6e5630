/* JSON files and fields, with errors that name file, line and JSON path.
 * Values themselves are jansson's; .c files include <jansson.h>. */
#ifndef CONSOLE_BASE_JSON_H
#define CONSOLE_BASE_JSON_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct json_t;
struct text;

/* Limits of every document we read. */
enum { JSON_FILE_MAX = 4 * 1024 * 1024, JSON_DEPTH_MAX = 32 };

/* From now on jansson, too, ends the program when there is no memory, instead
 * of leaving out what it has no room for. Called once, before any other. */
void json_start(void);

/* Parses bytes: duplicate keys, trailing bytes, more than JSON_DEPTH_MAX
 * levels and integers beyond 2^53 are refused. Any value at top level is
 * accepted when `any`, else only an object or array. The caller decrefs.
 * NULL with file (`name`), line and reason in the error. */
struct json_t *json_parse(const char *bytes, size_t length, const char *name,
                          bool any, struct error *error);

/* Adds the bytes of a file to *out, at most one more than JSON_FILE_MAX, so
 * that a larger one is refused when it is parsed. */
MUST_USE bool json_read_bytes(const char *path, struct text *out,
                              struct error *error);

/* Reads a whole file ("-" is standard input) and parses it. */
struct json_t *json_read(const char *path, struct error *error);

/* The line (from 1) of the value at a JSON path ("$.nodes.ask.next[2].to") in
 * the file's text, for findings; 0 when it cannot be told. */
int json_line(const char *bytes, size_t length, const char *path);

/* Typed fields of an object; `where` is "file: $.path" of the object. An
 * absent or wrong one is an error that names where and key. Strings are lent.
 */
MUST_USE bool json_need_string(const struct json_t *object, const char *key,
                               const char **value, const char *where,
                               struct error *error);
MUST_USE bool json_need_int(const struct json_t *object, const char *key,
                            int64_t *value, const char *where,
                            struct error *error);
MUST_USE bool json_need_bool(const struct json_t *object, const char *key,
                             bool *value, const char *where,
                             struct error *error);

/* The string under key, or NULL when absent or not a string. */
const char *json_find_string(const struct json_t *object, const char *key);

/* A moment (UTC milliseconds) as an ISO text; null for 0 and before. The caller
 * decrefs. */
struct json_t *json_moment(int64_t ms);

/* The canonical text: sorted keys, no spaces, UTF-8. The caller frees. */
char *json_canonical(const struct json_t *value)
    __attribute__((returns_nonnull));

/* What AUTO_JSON calls. */
void json_drop(struct json_t **value);

/* A local reference that drops itself. */
#define AUTO_JSON AUTO(json_drop) struct json_t *

/* The version of jansson that is loaded. */
const char *json_library(void);

#endif
