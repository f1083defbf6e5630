/* Versions that were published: scripts/published.json holds, for each id, the
 * version and the hash of the script as it was, so that nobody changes what
 * calls and cases point to. */
#ifndef CONSOLE_PROVE_PUBLISHED_H
#define CONSOLE_PROVE_PUBLISHED_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;
struct findings;
struct json_t;
struct script;
struct script_set;

/* {"ID": {"version", "hash"}} of a scripts folder; empty when nothing was
 * published yet. A new reference; NULL with MESSAGE_JSON_SYNTAX or FILE_READ.
 */
struct json_t *published_load(const char *folder, struct error *error);

/* E25: a script whose content differs under a published version. */
void published_audit(const struct script_set *set,
                     const struct json_t *published, struct findings *findings);

/* Enters a script into what published_load gave; true when that changed it.
 * False as well, with the error set, when its file cannot be read. */
MUST_USE bool published_enter(struct json_t *published,
                              const struct script *script, struct error *error);

/* Writes it back, whole or not at all. */
MUST_USE bool published_save(const char *folder, const struct json_t *published,
                             struct error *error);

#endif
