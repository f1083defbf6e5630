/* The practice registry's people: read from people.json, found by IIN, and
 * put into the answer of registry-api.md. */
#ifndef TESTS_PRACTICE_ROSTER_H
#define TESTS_PRACTICE_ROSTER_H

#include <stdint.h>

struct error;
struct roster;

/* Reads {"people": [{"iin", "reason", "note", "person", "fault"?}...]} and
 * tries every person's dates. NULL with file and entry in the error if an IIN
 * is wrong or double, or a field is absent. The caller frees. */
struct roster *roster_load(const char *path, struct error *error);
void roster_free(struct roster *roster);

/* How many people there are. */
int roster_count(const struct roster *roster);

/* The place of this IIN in the list; -1 if there is no such person. */
int roster_find(const struct roster *roster, const char *iin);

/* The fault this person's answers show ("delay:5"); "none" for most. Lent. */
const char *roster_fault(const struct roster *roster, int place);

/* The answer about this person at this moment (milliseconds since 1970).
 * Places beyond the end go round. Not for two threads at once: the caller
 * locks. The caller frees. */
char *roster_answer(const struct roster *roster, int place, int64_t now_ms)
    __attribute__((returns_nonnull));

#endif
