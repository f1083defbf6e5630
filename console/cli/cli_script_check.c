/* script check and script publish: the whole judgement over the scripts of the
 * data folder, with files of an author in their place, told finding by finding;
 * and entering versions that hold. */
#include "console/cli/cli_script.h"

#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/base/json.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_findings.h"
#include "console/cli/cli_print.h"
#include "console/desk.h"
#include "console/knowledge/table.h"
#include "console/people/right.h"
#include "console/prove/proof.h"
#include "console/prove/published.h"
#include "console/script/script.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>
#include <string.h>

/* What is judged, with all that it needs. */
struct judged {
    char *scripts; /* the folder */
    struct tables *tables;
    struct script_set *set; /* NULL: it cannot be loaded */
    struct findings findings;
};

static void judged_clear(struct judged *judged)
{
    scripts_free(judged->set);
    tables_free(judged->tables);
    findings_clear(&judged->findings);
    mem_free_chars(&judged->scripts);
}

/* Is it more than findings: a file that cannot be read? */
static bool cannot_read(const struct error *error)
{
    return error->message != MESSAGE_NONE &&
           error->message != MESSAGE_SCRIPT_BAD &&
           error->message != MESSAGE_TABLE_BAD;
}

/* As far as it goes: tables that are refused do not hide what is wrong with
 * the scripts, but nothing can be proved with them. False: cannot be read. */
static bool judge(struct judged *judged, const struct desk *desk,
                  const char *const *files, struct error *error)
{
    AUTO_CHARS folder = mem_format("%s/kb/tables", desk->data);
    const struct proof_place place = {desk->data, NULL, desk->as_of};
    judged->scripts = mem_format("%s/scripts", desk->data);
    judged->tables = tables_load(folder, &judged->findings, error);
    if (cannot_read(error))
        return false;
    judged->set = scripts_load_with(judged->scripts, files, judged->tables,
                                    &judged->findings, error);
    if (cannot_read(error))
        return false;
    if (judged->set != NULL && judged->tables != NULL) {
        proof_run(judged->set, &place, &judged->findings);
        proof_warn_span(judged->set, &place, &judged->findings);
    } else if (judged->tables != NULL) {
        tables_audit(judged->tables, desk->as_of, &judged->findings);
    }
    return true;
}

int cli_script_check(const struct cli *cli, const struct desk *desk)
{
    struct error error = {0};
    AUTO(judged_clear) struct judged judged = {0};
    const char *const *files = (const char *const *)cli->words + 2;
    if (!judge(&judged, desk, files, &error))
        return cli_fail(&error);
    return cli_findings_print(cli, &judged.findings);
}

/* ---- publish ---- */

/* Enters one script; *changed when it was not there as it is. */
static bool publish(struct json_t *published, const struct script *script,
                    bool *changed, struct error *error)
{
    bool entered = published_enter(published, script, error);
    *changed = *changed || entered;
    if (entered)
        printf("%s %s\n", script->id, script->version);
    return error->message == MESSAGE_NONE;
}

static bool publish_all(struct json_t *published, const struct script_set *set,
                        bool *changed, struct error *error)
{
    for (size_t i = 0; i < scripts_count(set); i++)
        if (!publish(published, scripts_at(set, i), changed, error))
            return false;
    return true;
}

static bool publish_named(struct json_t *published,
                          const struct script_set *set, char *const *ids,
                          bool *changed, struct error *error)
{
    for (; *ids != NULL; ids++) {
        const struct script *script = scripts_find(set, *ids);
        if (script == NULL)
            return error_set(error, MESSAGE_SCRIPT_NONE, "%s", *ids);
        if (!publish(published, script, changed, error))
            return false;
    }
    return true;
}

static bool publish_words(const struct cli *cli, const struct judged *judged,
                          struct error *error)
{
    bool changed = false;
    AUTO_JSON published = published_load(judged->scripts, error);
    if (published == NULL)
        return false;
    bool good = cli->count == 2
                    ? publish_all(published, judged->set, &changed, error)
                    : publish_named(published, judged->set, cli->words + 2,
                                    &changed, error);
    if (good && !changed)
        puts(gettext("Everything is published as it is."));
    return good &&
           (!changed || published_save(judged->scripts, published, error));
}

int cli_script_publish(const struct cli *cli, const struct desk *desk)
{
    struct error error = {0};
    AUTO(judged_clear) struct judged judged = {0};
    if (!right_need(&desk->user, RIGHT_PUBLISH, &error) ||
        !judge(&judged, desk, NULL, &error))
        return cli_fail(&error);
    if (findings_refuse(&judged.findings))
        return cli_findings_print(cli, &judged.findings);
    return publish_words(cli, &judged, &error) ? EXIT_OK : cli_fail(&error);
}
