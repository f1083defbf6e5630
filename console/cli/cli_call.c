/* call: lists, shows and exports the finished calls that this person may see.
 */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_export.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_list.h"
#include "console/cli/cli_print.h"

#include <jansson.h>

static const struct cli_column columns[] = {
    {"seq", N_("No.")},         {"uuid", N_("Call")},
    {"ended", N_("Ended")},     {"turn", N_("Turn")},
    {"agent", N_("Agent")},     {"lookup", N_("Look-up")},
    {"outcome", N_("Outcome")}, {"number", N_("Case")}};

static const struct cli_column exported[] = {
    {"seq", N_("No.")},           {"uuid", N_("Call")},
    {"started", N_("Started")},   {"ended", N_("Ended")},
    {"turn", N_("Turn")},         {"agent", N_("Agent")},
    {"language", N_("Language")}, {"lookup", N_("Look-up")},
    {"script", N_("Script")},     {"outcome", N_("Outcome")},
    {"number", N_("Case")},       {"score", N_("Score")}};

static const struct cli_export exports = {"calls", store_calls, exported,
                                          COUNT(exported)};

static int list(const struct cli *cli, const struct desk *desk)
{
    const struct cli_export printed = {"calls", store_calls, columns,
                                       COUNT(columns)};
    struct error error = {0};
    struct store_filter filter;
    if (!cli_list_filter(cli, desk, &filter, &error))
        return cli_fail(&error);
    AUTO_JSON rows = store_calls(desk->store, &filter, &error);
    if (!rows || !cli_export_note(cli, desk, &printed, &filter,
                                  (int64_t)json_array_size(rows), &error))
        return cli_fail(&error);
    cli_list_print(cli, "calls", columns, COUNT(columns), rows);
    return EXIT_OK;
}

static int show(const struct cli *cli, struct store *store, const char *uuid)
{
    static const struct cli_column members[] = {
        {"uuid", N_("Call")},         {"started", N_("Started")},
        {"ended", N_("Ended")},       {"agent", N_("Agent")},
        {"turn", N_("Turn")},         {"caller", N_("Caller")},
        {"lookup", N_("Look-up")},    {"reason", N_("Reason")},
        {"language", N_("Language")}, {"outcome", N_("Outcome")},
        {"number", N_("Case")}};
    struct error error = {0};
    AUTO_JSON record = store_call(store, uuid, false, &error);
    if (!record)
        return cli_fail(&error);
    if (cli->json) {
        cli_print_json(record);
        return EXIT_OK;
    }
    cli_list_print_record(record, members, COUNT(members));
    cli_list_print_path(record);
    return EXIT_OK;
}

int cli_call(struct cli *cli)
{
    int exit_code = EXIT_OK;
    struct error error = {0};
    AUTO_DESK desk = {0};
    bool export = cli_words_are(cli, "export", 1);
    if (!export && !cli_words_sub(cli, "list", "show", &exit_code))
        return exit_code;
    if (!cli_desk_open(&desk, cli, DESK_STORE, &error))
        return cli_fail(&error);
    if (export)
        return cli_export(cli, &desk.desk, &exports);
    if (cli->count == 2)
        return list(cli, &desk.desk);
    return show(cli, desk.desk.store, cli->words[2]);
}
