/* Whether every case of the scripts has an issue, and every issue a branch and
 * a deadline, on every day for which the scripts answer. */
#include "console/prove/audit.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/cases/route.h"
#include "console/cases/route_check.h"
#include "console/knowledge/table.h"
#include "console/script/fact.h"
#include "console/script/script.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

static const char *const dated[] = {"issues", "branches"};

/* One day of the span. */
struct day {
    const struct audit *audit;
    const struct tables *tables;
    int64_t day;
    char date[CLOCK_DATE_SIZE];
    struct branch *branches;
    size_t branch_count;
};

static bool has_table(const struct tables *tables, const char *name)
{
    return tables != NULL && table_keys(tables, name) >= 0;
}

/* ---- issues ---- */

/* Adds a finding once for all days; the day that shows it first is told. */
static void add(const struct day *day, const struct script *script,
                const struct node *node, enum finding_code code,
                const char *detail)
{
    AUTO_CHARS where = mem_format("$.nodes.%s.case.issue", node->id);
    AUTO_CHARS example = mem_format("as_of=%s", day->date);
    struct finding finding = {.code = code,
                              .where = where,
                              .detail = (char *)detail,
                              .example = example};
    audit_add(day->audit, script, &finding);
}

static void check_issue(const struct day *day, const struct script *script,
                        const struct node *node)
{
    const char *issue = node->issue;
    if (table_row(day->tables, "issues", &issue, 1, day->day, NULL) == NULL)
        add(day, script, node, FINDING_E04, issue);
}

static void check_scripts(const struct day *day)
{
    const struct script_set *set = day->audit->set;
    for (size_t i = 0; i < scripts_count(set); i++) {
        const struct script *script = scripts_at(set, i);
        for (size_t j = 0; j < script->node_count; j++)
            if (script->nodes[j].issue != NULL)
                check_issue(day, script, &script->nodes[j]);
    }
}

/* ---- branches ---- */

static const char *find_path(const struct tables *tables, const char *name)
{
    const char *other;
    for (size_t i = 0; (other = table_name_at(tables, i)) != NULL; i++)
        if (strcmp(other, name) == 0)
            return table_path_at(tables, i);
    return NULL;
}

/* Working days are counted in the zone of the branch, by the calendar. */
static void check_branch(const struct day *day, const struct branch *branch)
{
    struct zone *zone = zone_open(branch->zone, NULL);
    bool calendar = has_table(day->tables, "calendar");
    AUTO_CHARS detail = mem_format("%s, %s", branch->code,
                                   zone == NULL ? branch->zone : "calendar");
    struct finding finding = {.code = FINDING_E22,
                              .file =
                                  (char *)find_path(day->tables, "branches"),
                              .where = "$.rows",
                              .detail = detail};
    if (zone == NULL || !calendar)
        findings_add(day->audit->findings, &finding);
    if (zone != NULL)
        zone_close(zone);
}

/* ---- the span ---- */

static void check_day(const struct audit *audit, const struct tables *tables,
                      int64_t when)
{
    struct day day = {.audit = audit, .tables = tables, .day = when};
    clock_date(when, day.date);
    day.branches = branches_load(tables, when, &day.branch_count, NULL);
    for (size_t i = 0; day.branches != NULL && i < day.branch_count; i++)
        check_branch(&day, &day.branches[i]);
    check_scripts(&day);
    if (day.branches != NULL)
        branches_free(day.branches, day.branch_count);
}

void audit_cases(const struct audit *audit)
{
    const struct tables *tables = scripts_tables(audit->set);
    int64_t day, until;
    if (!has_table(tables, "issues") || !has_table(tables, "branches") ||
        !facts_span(scripts_facts(audit->set), &day, &until))
        return;
    routes_check(tables, day, until, audit->findings);
    for (; day < until; day = tables_next_day(tables, dated, COUNT(dated), day))
        check_day(audit, tables, day);
}
