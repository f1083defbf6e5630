/* Opening, proving, keeping. */
#include "console/proved.h"

#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/io/log.h"
#include "console/prove/proof.h"
#include "console/script/script.h"
#include "console/script/scripts_kept.h"

#include <stddef.h>

/* Without a copy the work goes on: only a call that outlives its version would
 * have to take its answers to the next. */
static void keep(const struct proved_place *place, const struct script_set *set)
{
    struct error error = {0};
    if (!scripts_keep_files(place->kept, place->data, set, &error))
        log_error(&error);
}

/* Proved now, or once: then it was kept. Files that moved while they were read
 * are not what was proved, and not kept. */
struct script_set *proved_open(const struct proved_place *place,
                               uint64_t *stamp, struct findings *findings,
                               struct error *error)
{
    const struct proof_place proof = {place->data, place->proofs, 0};
    AUTO(findings_clear) struct findings found = {0};
    uint64_t before = scripts_stamp(place->data);
    struct script_set *set = scripts_open(place->data, &found, error);
    bool known = set && scripts_are_kept(place->kept, scripts_hash(set));
    bool good = known || (set && proof_run(set, &proof, &found));
    *stamp = scripts_stamp(place->data) == before ? before : 0;
    if (known || (good && *stamp != 0))
        keep(place, set);
    if (set && !good) {
        findings_judge(&found, MESSAGE_SCRIPT_BAD, error);
        scripts_free(set);
        set = NULL;
    }
    findings_join(findings, &found);
    return set;
}
