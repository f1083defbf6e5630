/* Regular expressions: PCRE2 with UTF, UCP, no JIT, a match limit of 50,000
 * and a heap limit of 20 MiB, so that no pattern can hold a desk up. */
#ifndef CONSOLE_BASE_PATTERN_H
#define CONSOLE_BASE_PATTERN_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>

struct error;
struct pattern;

enum pattern_flags { PATTERN_PLAIN = 0, PATTERN_CASELESS = 1 };

enum pattern_result { PATTERN_NO, PATTERN_YES, PATTERN_TOO_HARD };

/* Compiles (256 bytes at most); NULL with offset and reason in the error. */
struct pattern *pattern_new(const char *source, enum pattern_flags flags,
                            struct error *error);
void pattern_free(struct pattern *pattern);

/* Searches subject from byte `from`; on YES gives the bytes [start, end). */
enum pattern_result pattern_find(const struct pattern *pattern,
                                 const char *subject, size_t from,
                                 size_t *start, size_t *end);

/* Does the whole subject match? */
enum pattern_result pattern_whole(const struct pattern *pattern,
                                  const char *subject);

/* The version of PCRE2 that is loaded. */
const char *pattern_library(void);

#endif
