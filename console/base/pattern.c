/* PCRE2 behind a small face. A pattern is read-only after pattern_new(), so
 * threads may share it; what a match needs is made anew each time. */
#include "console/base/pattern.h"

#include "console/base/error.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SOURCE_MAX = 256, MATCH_LIMIT = 50000, HEAP_LIMIT_KIB = 20480 };

struct pattern {
    pcre2_code *code;
    pcre2_match_context *limits;
};

struct pattern *pattern_new(const char *source, enum pattern_flags flags,
                            struct error *error)
{
    size_t length = strlen(source);
    if (length > SOURCE_MAX) {
        error_set(error, MESSAGE_PATTERN_BAD, "offset %d: longer than %d bytes",
                  SOURCE_MAX, SOURCE_MAX);
        return NULL;
    }
    /* Foreign subjects may hold bytes that are no UTF-8: they never match. */
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF |
                       PCRE2_NEVER_BACKSLASH_C;
    if (flags & PATTERN_CASELESS)
        options |= PCRE2_CASELESS;
    int number;
    PCRE2_SIZE offset;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)source, length, options,
                                     &number, &offset, NULL);
    if (code == NULL) {
        char reason[160];
        pcre2_get_error_message(number, (PCRE2_UCHAR *)reason, sizeof(reason));
        error_set(error, MESSAGE_PATTERN_BAD, "offset %zu: %s", (size_t)offset,
                  reason);
        return NULL;
    }
    struct pattern *pattern = mem_new(sizeof(*pattern));
    pattern->code = code;
    pattern->limits = pcre2_match_context_create(NULL);
    if (pattern->limits == NULL)
        mem_exhausted();
    pcre2_set_match_limit(pattern->limits, MATCH_LIMIT);
    pcre2_set_heap_limit(pattern->limits, HEAP_LIMIT_KIB);
    return pattern;
}

void pattern_free(struct pattern *pattern)
{
    if (pattern == NULL)
        return;
    pcre2_match_context_free(pattern->limits);
    pcre2_code_free(pattern->code);
    free(pattern);
}

static enum pattern_result match(const struct pattern *pattern,
                                 const char *subject, size_t from,
                                 uint32_t options, size_t bounds[2])
{
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    if (data == NULL)
        mem_exhausted();
    int count = pcre2_match(pattern->code, (PCRE2_SPTR)subject, strlen(subject),
                            from, options, data, pattern->limits);
    const PCRE2_SIZE *found = pcre2_get_ovector_pointer(data);
    if (count >= 0) {
        bounds[0] = found[0];
        bounds[1] = found[1];
    }
    pcre2_match_data_free(data);
    if (count >= 0)
        return PATTERN_YES;
    return count == PCRE2_ERROR_NOMATCH ? PATTERN_NO : PATTERN_TOO_HARD;
}

enum pattern_result pattern_find(const struct pattern *pattern,
                                 const char *subject, size_t from,
                                 size_t *start, size_t *end)
{
    if (from > strlen(subject))
        return PATTERN_NO;
    size_t bounds[2] = {0, 0};
    enum pattern_result result = match(pattern, subject, from, 0, bounds);
    if (result == PATTERN_YES) {
        *start = bounds[0];
        *end = bounds[1];
    }
    return result;
}

enum pattern_result pattern_whole(const struct pattern *pattern,
                                  const char *subject)
{
    size_t bounds[2];
    return match(pattern, subject, 0, PCRE2_ANCHORED | PCRE2_ENDANCHORED,
                 bounds);
}

const char *pattern_library(void)
{
    static char version[64];
    if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) <= (int)sizeof(version))
        pcre2_config(PCRE2_CONFIG_VERSION, version);
    return version;
}
