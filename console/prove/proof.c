/* Judging a set once: its hash, with what else decides, names an empty file of
 * the cache when it was found good. */
#include "console/prove/proof.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/knowledge/table.h"
#include "console/people/seal.h"
#include "console/prove/audit.h"
#include "console/prove/prove.h"
#include "console/prove/published.h"
#include "console/script/fact.h"
#include "console/script/script.h"

#include <jansson.h>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Goes up with every change of what is judged. */
enum { PROOF_VERSION = 1, SPAN_WARN_DAYS = 30 };

static char *facts_path(const struct proof_place *place)
{
    return mem_format("%s/scripts/facts.json", place->data);
}

/* ---- judging ---- */

static void audit_published(const struct script_set *set,
                            const struct proof_place *place,
                            struct findings *findings)
{
    struct error error = {0};
    AUTO_CHARS folder = mem_format("%s/scripts", place->data);
    AUTO_CHARS path = mem_format("%s/published.json", folder);
    AUTO_JSON published = published_load(folder, &error);
    struct finding finding = {.code = FINDING_E25,
                              .file = path,
                              .where = "$",
                              .detail = error.detail};
    if (published != NULL)
        published_audit(set, published, findings);
    else
        findings_add(findings, &finding);
}

static void judge(const struct script_set *set, const struct proof_place *place,
                  struct findings *findings)
{
    AUTO_CHARS facts = facts_path(place);
    struct audit audit = {set, facts, findings};
    if (scripts_tables(set) != NULL)
        tables_audit(scripts_tables(set), place->as_of, findings);
    audit_texts(&audit);
    audit_cases(&audit);
    audit_personal(&audit);
    audit_use(&audit);
    audit_published(set, place, findings);
    prove(set, NULL, findings);
}

/* ---- remembering ---- */

/* What the judgement goes by: the set, what was published, its version. The
 * caller frees. */
static char *name_proof(const struct script_set *set,
                        const struct proof_place *place)
{
    AUTO_TEXT content = {0};
    AUTO_CHARS path = mem_format("%s/scripts/published.json", place->data);
    unsigned char hash[SEAL_HASH_SIZE];
    char hex[2 * SEAL_HASH_SIZE + 1];
    text_format(&content, "%d %s\n%s\n", PROOF_VERSION, VERSION,
                scripts_hash(set));
    if (access(path, R_OK) == 0 && !json_read_bytes(path, &content, NULL))
        text_add(&content, "unreadable");
    seal_hash(NULL, text_chars(&content), content.length, hash);
    seal_hex(hash, sizeof(hash), hex);
    return mem_format("%s/%s", place->cache, hex);
}

/* What cannot be remembered is judged again the next time. */
static void remember(const struct proof_place *place, const char *name)
{
    mkdir(place->cache, 0700);
    int file = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0)
        close(file);
}

bool proof_run(const struct script_set *set, const struct proof_place *place,
               struct findings *findings)
{
    AUTO(findings_clear) struct findings found = {0};
    AUTO_CHARS name = place->cache != NULL ? name_proof(set, place) : NULL;
    if (name != NULL && access(name, F_OK) == 0)
        return true;
    judge(set, place, &found);
    bool good = !findings_refuse(&found);
    if (good && name != NULL)
        remember(place, name);
    findings_sort(&found);
    findings_join(findings, &found);
    return good;
}

/* ---- the span ---- */

void proof_warn_span(const struct script_set *set, const struct proof_place *at,
                     struct findings *findings)
{
    int64_t from, until;
    char last[CLOCK_DATE_SIZE];
    AUTO_CHARS facts = facts_path(at);
    if (!facts_span(scripts_facts(set), &from, &until) ||
        (at->as_of >= from && at->as_of + SPAN_WARN_DAYS < until))
        return;
    clock_date(until - 1, last);
    struct finding finding = {.code = FINDING_W30,
                              .file = facts,
                              .where = "$.span.until",
                              .detail = last};
    findings_add(findings, &finding);
}
