/* The stages of a judgement, from the cheapest on. */
#include "tests/mutation/judge.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/knowledge/table.h"
#include "console/prove/audit.h"
#include "console/prove/paths.h"
#include "console/prove/prove.h"
#include "console/script/script.h"
#include "tests/kit/outcome_story.h"
#include "tests/mutation/mutant.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* More paths of one script than these are told by their pairs of ways. */
enum { PATHS_MAX = 2000 };

struct judge {
    char *data;
    struct tables *tables; /* as shipped */
    struct script_set *set;
    struct outcome_stories stories;
    json_t **passed; /* by story: {script: true} of those it comes by */
};

/* A set under judgement. */
struct trial {
    const char *work;      /* the folder of its files */
    struct tables *tables; /* NULL: refused */
    struct script_set *set;
    struct findings findings;
};

static void trial_clear(struct trial *trial)
{
    scripts_free(trial->set);
    tables_free(trial->tables);
    findings_clear(&trial->findings);
}

static char *scripts_of(const struct judge *judge)
{
    return mem_format("%s/scripts", judge->data);
}

/* ---- the mutant's files ---- */

static bool write_json(const char *path, const json_t *json)
{
    return json_dump_file(json, path, 0) == 0;
}

/* The tables, all but the mutant's as links. */
static struct tables *load_tables(const struct judge *judge,
                                  const struct mutant *mutant,
                                  struct trial *trial)
{
    const char *path;
    AUTO_CHARS folder = mem_format("%s/tables", trial->work);
    struct error error = {0};
    mkdir(folder, 0700);
    for (size_t i = 0; (path = table_path_at(judge->tables, i)) != NULL; i++) {
        const char *name = strrchr(path, '/') + 1;
        AUTO_CHARS to = mem_format("%s/%s", folder, name);
        unlink(to);
        bool made = strcmp(name, mutant->file) == 0
                        ? write_json(to, mutant->json)
                        : symlink(path, to) == 0;
        if (!made)
            return NULL;
    }
    return tables_load(folder, &trial->findings, &error);
}

static void load(const struct judge *judge, const struct mutant *mutant,
                 struct trial *trial)
{
    AUTO_CHARS folder = scripts_of(judge);
    AUTO_CHARS path = mem_format("%s/%s", trial->work, mutant->file);
    const char *files[] = {mutant->table ? NULL : path, NULL};
    struct error error = {0};
    trial->tables = mutant->table ? load_tables(judge, mutant, trial)
                                  : (struct tables *)tables_hold(judge->tables);
    if (!mutant->table && !write_json(path, mutant->json))
        return;
    if (trial->tables != NULL)
        trial->set = scripts_load_with(folder, files, trial->tables,
                                       &trial->findings, &error);
    unlink(path);
}

/* ---- the stages ---- */

static void audit_set(const struct judge *judge, struct trial *trial)
{
    AUTO_CHARS facts = mem_format("%s/scripts/facts.json", judge->data);
    struct audit audit = {trial->set, facts, &trial->findings};
    tables_audit(trial->tables, clock_days(2026, 3, 1), &trial->findings);
    audit_texts(&audit);
    audit_cases(&audit);
    audit_personal(&audit);
    audit_use(&audit);
}

/* The script whose file it is; NULL when all may be hit. The caller frees. */
static char *script_hit(const struct mutant *mutant)
{
    bool all = mutant->table || strcmp(mutant->file, "facts.json") == 0;
    return all ? NULL : mem_copy_n(mutant->file, strcspn(mutant->file, "."));
}

/* First the calls that start in the script, which is quicker. */
static void prove_set(const struct mutant *mutant, struct trial *trial)
{
    AUTO_CHARS script = script_hit(mutant);
    struct prove_limits limits = prove_limits_usual();
    limits.script = script;
    limits.first = true;
    limits.alone = script != NULL;
    if (limits.alone && !prove(trial->set, &limits, &trial->findings))
        return;
    limits.alone = false;
    prove(trial->set, &limits, &trial->findings);
}

/* Do the stories that come by the script (NULL: all) still end as they say? */
static bool stories_hold(const struct judge *judge,
                         const struct script_set *set, const char *script)
{
    for (size_t i = 0; i < judge->stories.count; i++) {
        struct error error = {0};
        if (script != NULL && json_object_get(judge->passed[i], script) == NULL)
            continue;
        if (!outcome_story_walk(set, &judge->stories.items[i], NULL, &error))
            return false;
    }
    return true;
}

/* "GAP-10: still 0, holes 1, ...": the outcome and the script's own steps. */
static char *own_steps(const struct path *path, const char *id)
{
    AUTO_TEXT line = {0};
    size_t length = strlen(id);
    text_format(&line, "%s:", path->code);
    for (size_t i = 0; i < path->count; i++) {
        const char *node = path->steps[i].node;
        if (strncmp(node, id, length) == 0 && node[length] == '.')
            text_format(&line, " %s %s,", node + length + 1,
                        path->steps[i].edge);
    }
    return text_take(&line);
}

/* The lines that tests/scripts/paths keeps of a script, as {line: true}. */
static json_t *paths_of(const struct script_set *set, const char *id)
{
    struct paths paths = {0};
    struct error error = {0};
    json_t *lines = json_object();
    if (!paths_find(&paths, set, scripts_find(set, id), PATHS_MAX, &error))
        json_object_set_new(lines, error.detail, json_true());
    for (size_t i = 0; i < paths.count; i++) {
        AUTO_CHARS line = own_steps(&paths.items[i], id);
        json_object_set_new(lines, line, json_true());
    }
    paths_clear(&paths);
    return lines;
}

static bool same_paths(const struct judge *judge, const struct script_set *set,
                       const char *script)
{
    AUTO_JSON before = paths_of(judge->set, script);
    AUTO_JSON after = paths_of(set, script);
    return json_equal(before, after);
}

static bool paths_hold(const struct judge *judge, const struct script_set *set,
                       const char *script)
{
    if (script != NULL)
        return same_paths(judge, set, script);
    for (size_t i = 0; i < scripts_count(set); i++)
        if (!same_paths(judge, set, scripts_at(set, i)->id))
            return false;
    return true;
}

static enum found walk_set(const struct judge *judge,
                           const struct mutant *mutant,
                           const struct script_set *set)
{
    AUTO_CHARS script = script_hit(mutant);
    if (!stories_hold(judge, set, script))
        return FOUND_STORY;
    return paths_hold(judge, set, script) ? FOUND_NOT : FOUND_PATH;
}

struct judgement judge_mutant(const struct judge *judge, const char *work,
                              const struct mutant *mutant)
{
    AUTO(trial_clear) struct trial trial = {.work = work};
    enum found found = FOUND_LOADER;
    load(judge, mutant, &trial);
    if (trial.set != NULL && trial.findings.count == 0) {
        found = FOUND_AUDIT;
        audit_set(judge, &trial);
    }
    if (trial.set != NULL && trial.findings.count == 0) {
        found = FOUND_PROVER;
        prove_set(mutant, &trial);
    }
    if (trial.findings.count > 0 || trial.set == NULL)
        return (struct judgement){found, trial.findings.count > 0
                                             ? trial.findings.items[0].code
                                             : FINDING_COUNT};
    return (struct judgement){walk_set(judge, mutant, trial.set),
                              FINDING_COUNT};
}

/* ---- the shipped set ---- */

/* The scripts that a path comes by, as {id: true}. */
static json_t *scripts_on(const json_t *path)
{
    size_t i;
    json_t *step;
    json_t *scripts = json_object();
    json_array_foreach(path, i, step)
    {
        const char *node = json_find_string(step, "node");
        json_object_setn_new(scripts, node, strcspn(node, "."), json_true());
    }
    return scripts;
}

static bool walk_stories(struct judge *judge, struct error *error)
{
    AUTO_CHARS folder = mem_format("%s/tests/scripts", judge->data);
    if (!outcome_stories_read(folder, &judge->stories, error))
        return false;
    judge->passed = mem_new(judge->stories.count * sizeof(*judge->passed));
    for (size_t i = 0; i < judge->stories.count; i++) {
        const struct outcome_story *story = &judge->stories.items[i];
        AUTO_JSON path = NULL;
        if (!outcome_story_walk(judge->set, story, &path, error))
            return error_wrap(error, "%s: %s", story->script, story->line);
        judge->passed[i] = scripts_on(path);
    }
    return true;
}

static bool check_shipped(struct judge *judge, struct error *error)
{
    AUTO_CHARS tables = mem_format("%s/kb/tables", judge->data);
    AUTO_CHARS scripts = scripts_of(judge);
    AUTO(trial_clear) struct trial trial = {0};
    judge->tables = tables_load(tables, &trial.findings, error);
    if (judge->tables == NULL)
        return false;
    trial.tables = (struct tables *)tables_hold(judge->tables);
    trial.set = scripts_load(scripts, trial.tables, &trial.findings, error);
    if (trial.set == NULL)
        return false;
    audit_set(judge, &trial);
    prove(trial.set, NULL, &trial.findings);
    if (trial.findings.count > 0)
        return finding_refuse(&trial.findings.items[0], MESSAGE_SCRIPT_BAD,
                              error);
    judge->set = trial.set;
    trial.set = NULL;
    return walk_stories(judge, error);
}

struct judge *judge_new(const char *data, struct error *error)
{
    struct judge *judge = mem_new(sizeof(*judge));
    judge->data = mem_copy(data);
    if (check_shipped(judge, error))
        return judge;
    judge_free(judge);
    return NULL;
}

void judge_free(struct judge *judge)
{
    for (size_t i = 0; judge->passed != NULL && i < judge->stories.count; i++)
        json_decref(judge->passed[i]);
    free(judge->passed);
    outcome_stories_clear(&judge->stories);
    scripts_free(judge->set);
    tables_free(judge->tables);
    free(judge->data);
    free(judge);
}
