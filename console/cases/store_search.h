/* What a list's rows must hold: typed text or a pattern. For the store's own
 * files. */
#ifndef CONSOLE_CASES_STORE_SEARCH_H
#define CONSOLE_CASES_STORE_SEARCH_H

#include "console/base/memory.h"
#include "console/base/needle.h"

#include <stdbool.h>

struct error;
struct pattern;

/* {0}: everything matches. */
struct store_search {
    struct needle needle;
    struct pattern *pattern;
};

/* From what was typed: text, or "re:" and a pattern (a wrong one is
 * MESSAGE_PATTERN_BAD); NULL or "" match everything. */
MUST_USE bool store_search_init(struct store_search *search, const char *text,
                                struct error *error);
void store_search_clear(struct store_search *search);

/* Does everything match? Then rows need not be searched. */
bool store_search_is_empty(const struct store_search *search);

/* Is it in the text? MESSAGE_PATTERN_LIMIT when the pattern takes too long. */
MUST_USE bool store_search_match(const struct store_search *search,
                                 const char *text, bool *match,
                                 struct error *error);

#endif
