/* audit who-saw: who looked at a person, at a case, or what somebody looked at.
 */
#include "console/cli/cli_audit_looks.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_looks.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_list.h"
#include "console/cli/cli_print.h"
#include "console/cli/cli_who.h"
#include "console/desk.h"

#include <jansson.h>

static const int64_t DAY_MS = 24LL * 60 * 60 * 1000;

/* The beginning of the day given, so many days later, in the line's zone. */
static bool read_day(const struct cli *cli, const struct desk *desk,
                     enum cli_option option, int later, int64_t *moment_ms,
                     struct error *error)
{
    const char *text = cli_given(cli, option);
    int64_t day;
    if (!text)
        return true;
    if (!clock_parse_date(text, &day))
        return error_set(error, MESSAGE_USAGE_OPTION, "--%s: a date",
                         cli_option_at(option)->name);
    *moment_ms = zone_utc_ms(desk->zone, (day + later) * DAY_MS);
    return true;
}

/* Exactly one of: a case, a person, somebody who works here. */
static bool read_filter(const struct cli *cli, const struct desk *desk,
                        struct cli_who *who, struct store_look_filter *filter,
                        struct error *error)
{
    const char *iin = cli_given(cli, CLI_IIN);
    int64_t limit = 0;
    filter->agent = cli_given(cli, CLI_AGENT);
    if ((cli->count == 3) + !!iin + !!filter->agent != 1)
        return error_set(error, MESSAGE_USAGE, "agent1414 %s",
                         cli->command->usage);
    if (iin && !cli_who_iin(who, iin, error))
        return false;
    filter->iin = iin ? who->iin : NULL;
    filter->number = cli->count == 3 ? cli->words[2] : NULL;
    if (!read_day(cli, desk, CLI_FROM, 0, &filter->from_ms, error) ||
        !read_day(cli, desk, CLI_UNTIL, 1, &filter->until_ms, error) ||
        !cli_list_number(cli, CLI_BEFORE, INT64_MAX, &filter->before_seq,
                         error) ||
        !cli_list_number(cli, CLI_LIMIT, CLI_LIST_MOST, &limit, error))
        return false;
    filter->limit = (int)limit;
    return true;
}

int cli_audit_looks(const struct cli *cli, const struct desk *desk)
{
    static const struct cli_column columns[] = {{"seq", N_("No.")},
                                                {"at", N_("Time")},
                                                {"actor", N_("Who")},
                                                {"role", N_("Role")},
                                                {"kind", N_("What was done")},
                                                {"revealed", N_("In full")},
                                                {"reason", N_("Reason")},
                                                {"number", N_("Case")}};
    struct error error = {0};
    struct cli_who who;
    struct store_look_filter filter = {.limit = 0};
    if (!read_filter(cli, desk, &who, &filter, &error))
        return cli_fail(&error);
    AUTO_JSON rows = store_looks(desk->store, &filter, &error);
    if (!rows)
        return cli_fail(&error);
    cli_list_print(cli, "looks", columns, COUNT(columns), rows);
    return EXIT_OK;
}
