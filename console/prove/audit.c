/* The findings of the audits: which file, which node. */
#include "console/prove/audit.h"

#include "console/script/script.h"

#include <stdbool.h>
#include <string.h>

#define NODES "$.nodes."

void audit_add(const struct audit *audit, const struct script *script,
               const struct finding *finding)
{
    struct finding whole = *finding;
    const char *name = whole.where + strlen(NODES);
    bool inside =
        script != NULL && strncmp(whole.where, NODES, strlen(NODES)) == 0;
    AUTO_CHARS node = inside ? mem_format("%s.%.*s", script->id,
                                          (int)strcspn(name, ".["), name)
                             : NULL;
    whole.file = script != NULL ? script->file : (char *)audit->facts;
    whole.node = node;
    findings_add(audit->findings, &whole);
}
