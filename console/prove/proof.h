/* The whole judgement over a loaded set of scripts: the audits and the proof
 * over values, remembered so that the same set is not judged twice. */
#ifndef CONSOLE_PROVE_PROOF_H
#define CONSOLE_PROVE_PROOF_H

#include <stdbool.h>
#include <stdint.h>

struct findings;
struct script_set;

struct proof_place {
    const char *data;  /* the folder of scripts/ and kb/tables/ */
    const char *cache; /* a folder to remember proofs in; NULL: nowhere */
    int64_t as_of;     /* for warnings of age alone */
};

/* Judges the set; all that is wrong goes into the findings. True when there is
 * no error. A set that was found good before, by this version of the judgement,
 * is good at once and gives no warnings; without a cache it is always judged.
 * For any thread. */
bool proof_run(const struct script_set *set, const struct proof_place *place,
               struct findings *findings);

/* W30 when the day is not among those that are proved, or they end within
 * thirty days: then tables and scripts must be brought on. */
void proof_warn_span(const struct script_set *set, const struct proof_place *at,
                     struct findings *findings);

#endif
