/* Recounting all cases: a preview, and applying what it shows. */
#include "console/cli/cli_case_recount.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/deadline.h"
#include "console/cases/store_move.h"
#include "console/cases/store_recount.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_list.h"
#include "console/cli/cli_print.h"
#include "console/people/seal.h"

#include <jansson.h>

#include <string.h>

bool cli_case_recount_is(const struct cli *cli)
{
    return cli->count == 2 && strcmp(cli->words[1], "recount") == 0;
}

/* The version that the preview saw must still be there. */
static bool apply_one(const struct desk *desk, const json_t *row,
                      struct error *error)
{
    char uuid[SEAL_UUID_SIZE];
    struct store_moved moved;
    const struct store_move move = {
        .move = MOVE_RECOUNTED,
        .uuid = uuid,
        .number = json_find_string(row, "number"),
        .version = json_integer_value(json_object_get(row, "version"))};
    seal_uuid(uuid);
    return store_move(desk->store, desk->deadlines, &move, &moved, error);
}

/* All that can be; what somebody moved meanwhile is left for the next time. */
static bool apply(const struct desk *desk, json_t *rows, struct error *error)
{
    size_t index;
    json_t *row;
    json_array_foreach(rows, index, row)
    {
        struct error fault = {0};
        bool done = apply_one(desk, row, &fault);
        json_object_set_new(row, "done", json_boolean(done));
        if (!done)
            error_set(error, fault.message, "%s", fault.detail);
    }
    return error->message == MESSAGE_NONE;
}

/* A moment by the branch's own clock, in place of the one in UTC. */
static void localise(const struct desk *desk, json_t *row, const char *key)
{
    const char *iso = json_find_string(row, key);
    char local[CLOCK_ISO_SIZE];
    int64_t ms;
    if (iso == NULL || !clock_parse_iso(iso, &ms))
        return;
    deadlines_minute(desk->deadlines, json_find_string(row, "branch"), ms,
                     local);
    json_object_set_new(row, key, json_string(local));
}

static void print(const struct cli *cli, const struct desk *desk, json_t *rows)
{
    static const struct cli_column columns[] = {
        {"number", N_("Case")},
        {"branch", N_("Branch")},
        {"state", N_("State")},
        {"due", N_("Due")},
        {"new_due", N_("Due, counted again")},
        {"act", N_("Act by")},
        {"new_act", N_("Act by, counted again")}};
    static const char *const moments[] = {"due", "new_due", "act", "new_act"};
    size_t index;
    json_t *row;
    if (!cli->json && !cli->csv)
        json_array_foreach(rows, index, row)
        {
            for (size_t i = 0; i < COUNT(moments); i++)
                localise(desk, row, moments[i]);
        }
    cli_list_print(cli, "recounts", columns, COUNT(columns), rows);
}

int cli_case_recount(const struct cli *cli)
{
    struct error error = {0};
    AUTO_DESK desk = {0};
    if (!cli_desk_open(&desk, cli, DESK_DATA | DESK_STORE, &error))
        return cli_fail(&error);
    AUTO_JSON rows =
        store_recounts(desk.desk.store, desk.desk.deadlines, &error);
    if (rows == NULL)
        return cli_fail(&error);
    bool good = !cli_given(cli, CLI_APPLY) || apply(&desk.desk, rows, &error);
    print(cli, &desk.desk, rows);
    return good ? EXIT_OK : cli_fail(&error);
}
