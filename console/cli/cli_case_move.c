/* case take, answer, close, ...: every move of move.def by its name. */
#include "console/cli/cli_case_move.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/route.h"
#include "console/cases/store_move.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_list.h"
#include "console/cli/cli_print.h"
#include "console/config/config.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>
#include <string.h>

static const int64_t day_ms = 24LL * 60 * 60 * 1000;

/* How many are freed at once. */
enum { FREE_MOST = 1000 };

/* The word that asks for the list of moves. */
#define MOVES "moves"

bool cli_case_move_is(const struct cli *cli)
{
    enum case_move move;
    return cli->count > 1 && (strcmp(cli->words[1], MOVES) == 0 ||
                              move_find(cli->words[1], &move));
}

/* The options that a move needs. */
static char *needs_of(enum case_move move)
{
    static const struct {
        unsigned demand;
        enum cli_option option;
    } options[] = {
        {DEMAND_REASON, CLI_REASON},   {DEMAND_TEXT, CLI_TEXT},
        {DEMAND_UNTIL, CLI_UNTIL},     {DEMAND_PERSON | DEMAND_BRANCH, CLI_TO},
        {DEMAND_CHANNEL, CLI_CHANNEL}, {DEMAND_TOLD, CLI_TOLD},
        {DEMAND_LEAD, CLI_LEAD}};
    struct text needs = {0};
    for (size_t i = 0; i < COUNT(options); i++)
        if (move_demands(move) & options[i].demand)
            text_format(&needs, "%s--%s", needs.length > 0 ? " " : "",
                        cli_option_at(options[i].option)->name);
    return text_take(&needs);
}

static char *reasons_of(enum case_move move)
{
    struct text reasons = {0};
    const char *reason;
    for (int n = 0; (reason = life_reason(move, n)) != NULL; n++)
        text_format(&reasons, "%s%s", n > 0 ? " " : "", reason);
    return text_take(&reasons);
}

static int list_moves(const struct cli *cli)
{
    static const struct cli_column columns[] = {{"move", N_("Move")},
                                                {"label", N_("What it does")},
                                                {"needs", N_("Needs")},
                                                {"reasons", N_("Reasons")}};
    AUTO_JSON rows = json_array();
    for (int i = 0; i < MOVE_COUNT; i++) {
        enum case_move move = (enum case_move)i;
        AUTO_CHARS needs = needs_of(move);
        AUTO_CHARS reasons = reasons_of(move);
        const char *label = move_label(move);
        json_array_append_new(
            rows, json_pack("{s:s, s:s, s:s, s:s}", "move", move_name(move),
                            "label", cli->json ? label : gettext(label),
                            "needs", needs, "reasons", reasons));
    }
    cli_list_print(cli, MOVES, columns, COUNT(columns), rows);
    return EXIT_OK;
}

/* The day of --until begins where the branch is. */
static bool read_until(const struct cli *cli, const struct desk *desk,
                       const char *code, int64_t *until_ms, struct error *error)
{
    const char *given = cli_given(cli, CLI_UNTIL);
    const struct branch *branch = desk_branch(desk, code);
    int64_t days;
    if (!given)
        return true;
    if (!clock_parse_date(given, &days))
        return error_set(error, MESSAGE_USAGE_OPTION, "--until %s", given);
    struct zone *zone = branch ? zone_open(branch->zone, error) : NULL;
    if (branch && !zone)
        return false;
    *until_ms = zone_utc_ms(zone ? zone : desk->zone, days * day_ms);
    zone_close(zone);
    return true;
}

/* What the command line gives beside its number, and what is there. */
static bool read_move(const struct cli *cli, const struct desk *desk,
                      const json_t *record, struct store_move *move,
                      struct error *error)
{
    const json_t *now = json_object_get(record, "now");
    move->number = json_find_string(record, "number");
    move->version = json_integer_value(json_object_get(now, "version"));
    move->reason = cli_given(cli, CLI_REASON);
    move->person = cli_given(cli, CLI_TO);
    move->branch = cli_given(cli, CLI_TO);
    move->lead = cli_given(cli, CLI_LEAD);
    move->channel = cli_given(cli, CLI_CHANNEL);
    move->told = cli_given(cli, CLI_TOLD) != NULL;
    move->internal = cli_given(cli, CLI_INTERNAL) != NULL;
    move->reopen_days = (int)config_int(desk->config, CONFIG_desk_reopen_days);
    return cli_list_number(cli, CLI_SEEN, INT32_MAX, &move->version, error) &&
           read_until(cli, desk, json_find_string(now, "branch"),
                      &move->until_ms, error);
}

static void print_moved(const struct cli *cli, const struct store_move *move,
                        const struct case_now *now)
{
    if (!cli->json) {
        printf("%s  %s\n", move->number, gettext(state_label(now->state)));
        return;
    }
    AUTO_JSON told = json_pack(
        "{s:s, s:s, s:s, s:I, s:s, s:o, s:o, s:o, s:o}", "number", move->number,
        "move", move_name(move->move), "state", state_name(now->state),
        "version", (json_int_t)now->version, "branch", now->branch, "holder",
        *now->holder ? json_string(now->holder) : json_null(), "due",
        json_moment(now->due_ms), "lease", json_moment(now->lease_ms), "look",
        json_moment(now->look_ms));
    cli_print_json(told);
}

static int move_case(const struct cli *cli, const struct desk *desk,
                     struct store_move *move)
{
    char uuid[SEAL_UUID_SIZE];
    struct error error = {0};
    struct store_moved moved;
    AUTO_TEXT text = {0};
    AUTO_JSON record = store_case(desk->store, cli->words[2], false, &error);
    if (!record || !read_move(cli, desk, record, move, &error) ||
        !cli_list_text(cli, &text, &error))
        return cli_fail(&error);
    seal_uuid(uuid);
    move->uuid = uuid;
    move->text = text.chars;
    if (!store_move(desk->store, desk->deadlines, move, &moved, &error))
        return cli_fail(&error);
    print_moved(cli, move, &moved.now);
    return EXIT_OK;
}

/* Leases end by themselves: of no case in particular. */
static int free_cases(const struct cli *cli, const struct desk *desk)
{
    struct error error = {0};
    int freed;
    if (!store_free_leases(desk->store, desk->deadlines, FREE_MOST, &freed,
                           &error))
        return cli_fail(&error);
    AUTO_JSON told = json_pack("{s:i}", "freed", freed);
    if (cli->json)
        cli_print_json(told);
    else
        printf(ngettext("%d case is open again\n", "%d cases are open again\n",
                        (unsigned long)freed),
               freed);
    return EXIT_OK;
}

int cli_case_move(struct cli *cli)
{
    struct store_move move = {0};
    struct error error = {0};
    int exit_code = EXIT_OK;
    AUTO_DESK desk = {0};
    bool moves = !move_find(cli->words[1], &move.move);
    int words = moves || move.move == MOVE_FREED ? 1 : 2;
    if (!cli_words(cli, words, words, &exit_code))
        return exit_code;
    if (moves)
        return list_moves(cli);
    if (!cli_desk_open(&desk, cli, DESK_STORE | DESK_DATA, &error))
        return cli_fail(&error);
    return words == 1 ? free_cases(cli, &desk.desk)
                      : move_case(cli, &desk.desk, &move);
}
