/* Listing and proving the routes; no store is needed for it. */
#include "console/cli/cli_case_routes.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/deadline.h"
#include "console/cases/route_check.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_findings.h"
#include "console/cli/cli_list.h"
#include "console/cli/cli_print.h"
#include "console/knowledge/table.h"
#include "console/script/fact.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>
#include <string.h>

/* ---- listing ---- */

/* Rows while they are gathered. */
struct listing {
    const struct deadlines *deadlines;
    int64_t now_ms;
    json_t *rows;
};

static const char *hours_of(const struct listing *listing, const char *branch)
{
    return deadlines_by_setting(listing->deadlines, branch, listing->now_ms)
               ? "setting"
               : "table";
}

/* Puts when a case that came in now would be due: UTC, and by the branch's own
 * clock; null when it cannot be told. */
static void put_due(const struct listing *listing, const char *branch,
                    const char *term, json_t *row)
{
    struct deadline_due due;
    char iso[CLOCK_ISO_SIZE], local[CLOCK_ISO_SIZE];
    bool told = deadlines_due(listing->deadlines, branch, term, listing->now_ms,
                              &due, NULL);
    if (told) {
        clock_iso(due.due_ms, iso);
        deadlines_minute(listing->deadlines, branch, due.due_ms, local);
    }
    json_object_set_new(row, "due", told ? json_string(iso) : json_null());
    json_object_set_new(row, "due_local",
                        told ? json_string(local) : json_null());
}

static const char *text_of(const struct json_t *route, const char *column)
{
    const char *text = json_find_string(route, column);
    return text != NULL ? text : "";
}

static bool add_row(const struct json_t *route, void *cookie)
{
    struct listing *listing = cookie;
    const char *branch = text_of(route, "branch");
    const char *term = text_of(route, "term");
    json_t *row = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s}", "body", text_of(route, "body"),
        "issue", text_of(route, "issue"), "region", text_of(route, "region"),
        "branch", branch, "term", term, "hours", hours_of(listing, branch));
    put_due(listing, branch, term, row);
    json_array_append_new(listing->rows, row);
    return true;
}

/* "by setting": no source names the hours of the branch. */
static void name_hours(json_t *rows)
{
    size_t index;
    json_t *row;
    json_array_foreach(rows, index, row)
    {
        bool table = strcmp(json_find_string(row, "hours"), "table") == 0;
        json_object_set_new(
            row, "hours",
            json_string(table ? gettext("by table") : gettext("by setting")));
    }
}

static int list(const struct cli *cli)
{
    static const struct cli_column columns[] = {
        {"body", N_("Body")},
        {"issue", N_("Issue")},
        {"region", N_("Region")},
        {"branch", N_("Branch")},
        {"term", N_("Term")},
        {"hours", N_("Hours")},
        {"due_local", N_("Due, if it came in now")}};
    struct error error = {0};
    AUTO_DESK desk = {0};
    if (!cli_desk_open(&desk, cli, DESK_DATA, &error))
        return cli_fail(&error);
    AUTO_JSON rows = json_array();
    struct listing listing = {desk.desk.deadlines, clock_now_ms(), rows};
    table_each(desk.desk.tables, "routes", desk.desk.as_of, add_row, &listing);
    if (!cli->json && !cli->csv)
        name_hours(rows);
    cli_list_print(cli, "routes", columns, COUNT(columns), rows);
    return EXIT_OK;
}

/* ---- proving ---- */

/* What is judged; not a desk's own, since that takes sound tables alone. */
struct judged {
    struct tables *tables;
    struct facts *facts;
    struct deadlines *deadlines;
    struct findings findings;
    struct route_tally tally;
};

static void judged_clear(struct judged *judged)
{
    tables_free(judged->tables);
    facts_free(judged->facts);
    deadlines_free(judged->deadlines);
    findings_clear(&judged->findings);
}

/* Tables that are refused have their findings: that is no failure. */
static bool load(struct judged *judged, const struct cli *cli,
                 const struct desk *desk, struct error *error)
{
    AUTO_CHARS folder = mem_format("%s/kb/tables", desk->data);
    AUTO_CHARS facts = mem_format("%s/scripts/facts.json", desk->data);
    struct error refused = {0};
    judged->tables = tables_load(folder, &judged->findings, &refused);
    if (judged->tables == NULL && refused.message == MESSAGE_TABLE_BAD)
        return true;
    if (judged->tables == NULL) {
        *error = refused;
        return false;
    }
    judged->facts = facts_load(facts, error);
    if (judged->facts == NULL)
        return false;
    judged->deadlines =
        deadlines_new(judged->tables, cli->config, desk->as_of, error);
    return judged->deadlines != NULL;
}

/* Over the days of the facts; without such, over the day at hand. */
static void prove(struct judged *judged, int64_t as_of)
{
    int64_t from, until;
    if (!facts_span(judged->facts, &from, &until)) {
        from = as_of;
        until = as_of + 1;
    }
    judged->tally =
        routes_check(judged->tables, from, until, &judged->findings);
    if (as_of > from)
        from = as_of;
    if (until <= from)
        until = from + 1;
    routes_check_days(judged->tables, judged->deadlines, from, until,
                      &judged->findings);
}

static void print_tally(const struct route_tally *tally)
{
    printf(gettext("Issues %zu, regions %zu, days %lld."), tally->issues,
           tally->regions, (long long)tally->days);
    puts("");
}

static int check(const struct cli *cli)
{
    struct error error = {0};
    AUTO_DESK desk = {0};
    AUTO(judged_clear) struct judged judged = {0};
    if (!cli_desk_open(&desk, cli, 0, &error) ||
        !load(&judged, cli, &desk.desk, &error))
        return cli_fail(&error);
    if (judged.tables != NULL)
        prove(&judged, desk.desk.as_of);
    if (judged.tables != NULL && !cli->json)
        print_tally(&judged.tally);
    return cli_findings_print(cli, &judged.findings);
}

int cli_case_routes(const struct cli *cli)
{
    int exit_code;
    if (!cli_words(cli, 1, 1, &exit_code))
        return exit_code;
    return cli_given(cli, CLI_CHECK) ? check(cli) : list(cli);
}
