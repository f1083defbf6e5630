/* Matching a list's rows against typed text or a pattern. */
#include "console/cases/store_search.h"

#include "console/base/error.h"
#include "console/base/pattern.h"

#include <string.h>

static const char pattern_sign[] = "re:";

bool store_search_init(struct store_search *search, const char *text,
                       struct error *error)
{
    size_t sign = strlen(pattern_sign);

    *search = (struct store_search){0};
    if (!text || !*text)
        return true;
    if (strncmp(text, pattern_sign, sign) != 0) {
        needle_init(&search->needle, text);
        return true;
    }
    search->pattern = pattern_new(text + sign, PATTERN_CASELESS, error);
    return search->pattern != NULL;
}

void store_search_clear(struct store_search *search)
{
    needle_clear(&search->needle);
    pattern_free(search->pattern);
    *search = (struct store_search){0};
}

bool store_search_is_empty(const struct store_search *search)
{
    return needle_is_empty(&search->needle) && !search->pattern;
}

bool store_search_match(const struct store_search *search, const char *text,
                        bool *match, struct error *error)
{
    enum pattern_result result;
    size_t start, end;

    if (!search->pattern) {
        *match = needle_in(&search->needle, text);
        return true;
    }
    result = pattern_find(search->pattern, text, 0, &start, &end);
    *match = result == PATTERN_YES;
    return result != PATTERN_TOO_HARD ||
           error_set(error, MESSAGE_PATTERN_LIMIT, "list");
}
