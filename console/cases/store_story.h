/* The story of a case: what happened, in order, as people read it. For the
 * store's own files. */
#ifndef CONSOLE_CASES_STORE_STORY_H
#define CONSOLE_CASES_STORE_STORY_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct json_t;
struct store;

/* Where the case stands, into its row: "version", "holder", "since", "due",
 * "act", "lease", "look" (ISO moments or null), "tries", "term", "lead",
 * "duplicates" (numbers; another branch's are not named to a branch person)
 * and "now" as case_now_json() writes it. */
MUST_USE bool store_story_stand(struct store *store, const char *number,
                                struct json_t *row, struct error *error);

/* All events of the case, as objects {seq, at, kind, actor, role}; of routes
 * and moves also those that apply of {move, reason, channel, told, internal,
 * branch, from, holder, to, until, due, lead, text}; of how a message to a
 * branch went {branch, sink, state, reason (or the receipt), text}. `text` is
 * masked unless revealed. NULL on error; the caller decrefs. */
struct json_t *store_story(struct store *store, const char *number,
                           bool revealed, struct error *error);

#endif
