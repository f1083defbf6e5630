/* kb check: the articles with their words, tables, scripts, and the coverage
 * of the seeds, told finding by finding. */
#include "console/cli/cli_kb.h"

#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_findings.h"
#include "console/desk.h"
#include "console/knowledge/article.h"
#include "console/knowledge/kb.h"
#include "console/prove/audit_articles.h"
#include "console/script/script.h"

#include <string.h>

/* Scripts that are refused have their own check. */
static void check_links(const struct articles *articles,
                        const struct desk *desk, struct findings *findings)
{
    AUTO_CHARS folder = mem_format("%s/scripts", desk->data);
    struct script_set *set = scripts_load(folder, desk->tables, NULL, NULL);
    if (set != NULL)
        audit_article_links(articles, set, findings);
    scripts_free(set);
}

static bool check(const struct desk *desk, struct findings *findings,
                  struct error *error)
{
    const struct kb_place place = {desk->data, NULL, desk->tables};
    AUTO_CHARS readme = mem_format("%s/kb/README.md", desk->data);
    struct kb *kb = kb_open(&place, findings, error);
    if (kb == NULL)
        return false;
    const struct articles *articles = kb_articles(kb);
    articles_audit(articles, desk->tables, desk->as_of, findings);
    check_links(articles, desk, findings);
    bool read = audit_coverage(readme, articles, findings, error);
    kb_close(kb);
    return read;
}

int cli_kb_check(const struct cli *cli, struct desk *desk)
{
    struct error error = {0};
    AUTO(findings_clear) struct findings findings = {0};
    if (!check(desk, &findings, &error))
        return cli_fail(&error);
    return cli_findings_print(cli, &findings);
}
