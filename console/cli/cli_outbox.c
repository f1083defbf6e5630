/* outbox: the messages that branches do not have yet, one of them, and what a
 * supervisor decides about it. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store_outbox.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_list.h"
#include "console/cli/cli_print.h"
#include "console/delivery/sink.h"
#include "console/delivery/sink_why.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>
#include <string.h>

/* ---- list and show ---- */

/* Each of the names is that of a state. */
static bool check_states(const char *names, struct error *error)
{
    while (names && *names) {
        size_t length = strcspn(names, ",");
        AUTO_CHARS name = mem_copy_n(names, length);
        enum outbox_state state;
        if (!outbox_find(name, &state))
            return error_set(error, MESSAGE_USAGE_OPTION, "--state");
        names += length + (names[length] == ',');
    }
    return true;
}

/* --after names a message. */
static bool take_after(const struct cli *cli, const struct desk *desk,
                       struct store_outbox_filter *filter, struct error *error)
{
    const char *id = cli_given(cli, CLI_AFTER);
    if (!id)
        return true;
    AUTO_JSON row = store_outbox_one(desk->store, id, error);
    if (!row)
        return false;
    filter->after_seq = json_integer_value(json_object_get(row, "seq"));
    filter->after_branch = strrchr(id, '.') + 1;
    return true;
}

static bool take_filter(const struct cli *cli, const struct desk *desk,
                        char number[NUMBER_SIZE],
                        struct store_outbox_filter *filter, struct error *error)
{
    int64_t limit = 0;
    *filter =
        (struct store_outbox_filter){.branch = cli_given(cli, CLI_BRANCH),
                                     .state = cli_given(cli, CLI_STATE),
                                     .failing = cli_given(cli, CLI_FAILING)};
    if (cli->words[2]) {
        if (!number_read(cli->words[2], number))
            return error_set(error, MESSAGE_NUMBER_BAD, "%zu bytes",
                             strlen(cli->words[2]));
        filter->number = number;
    }
    if (!check_states(filter->state, error) ||
        !cli_list_number(cli, CLI_LIMIT, CLI_LIST_MOST, &limit, error))
        return false;
    filter->limit = (int)limit;
    return take_after(cli, desk, filter, error);
}

static int list(const struct cli *cli, const struct desk *desk)
{
    static const struct cli_column columns[] = {
        {"id", N_("Message")}, {"number", N_("Case")}, {"branch", N_("Branch")},
        {"kind", N_("Event")}, {"at", N_("Time")},     {"state", N_("State")},
        {"sink", N_("Sink")},  {"tries", N_("Tries")}, {"next", N_("Next try")},
        {"reason", N_("Why")}};
    struct error error = {0};
    struct store_outbox_filter filter;
    char number[NUMBER_SIZE];
    if (!take_filter(cli, desk, number, &filter, &error))
        return cli_fail(&error);
    AUTO_JSON rows = store_outbox(desk->store, &filter, &error);
    if (!rows)
        return cli_fail(&error);
    cli_list_print(cli, "messages", columns, COUNT(columns), rows);
    return EXIT_OK;
}

/* Why the last try failed, and what can be done about it. */
static void print_why(const json_t *row)
{
    const char *reason = json_find_string(row, "reason");
    enum sink_why why;
    const char *rest;
    if (!reason)
        return;
    cli_print_pair(N_("Why"), reason);
    if (sink_why_read(reason, &why, &rest)) {
        cli_print_text(2, gettext(sink_why_label(why)));
        cli_print_text(2, gettext(sink_why_remedy(why)));
    }
}

static int show(const struct cli *cli, const struct desk *desk)
{
    static const struct cli_column members[] = {
        {"id", N_("Message")},    {"number", N_("Case")},
        {"branch", N_("Branch")}, {"kind", N_("Event")},
        {"at", N_("Time")},       {"state", N_("State")},
        {"sink", N_("Sink")},     {"tries", N_("Tries")},
        {"next", N_("Next try")}};
    struct error error = {0};
    AUTO_JSON row = store_outbox_one(desk->store, cli->words[2], &error);
    if (!row)
        return cli_fail(&error);
    if (cli->json) {
        cli_print_json(row);
        return EXIT_OK;
    }
    cli_list_print_record(row, members, COUNT(members));
    print_why(row);
    printf("\n%s\n", gettext("What is told"));
    cli_print_json(json_object_get(row, "body"));
    return EXIT_OK;
}

/* ---- decisions ---- */

static int again(const struct cli *cli, const struct desk *desk)
{
    struct error error = {0};
    if (!store_outbox_again(desk->store, cli->words[2], &error))
        return cli_fail(&error);
    puts(gettext("The message will be sent at once."));
    return EXIT_OK;
}

/* May the message's branch be told this way, by the settings? */
static bool check_sink(const struct desk *desk, const char *id,
                       const char *name, struct error *error)
{
    const char *dot = strrchr(id, '.');
    enum sink_kind kind;
    if (!name || !sink_find(name, &kind))
        return error_set(error, MESSAGE_USAGE_OPTION, "--sink");
    struct sinks *sinks =
        sinks_new(desk->config, desk->branches, desk->branch_count, error);
    bool can = sinks && sinks_can(sinks, dot ? dot + 1 : "", kind);
    if (sinks && !can)
        error_set(error, MESSAGE_OUTBOX_NO_WAY, "%s", name);
    sinks_free(sinks);
    return can;
}

static int elsewhere(const struct cli *cli, const struct desk *desk)
{
    const char *id = cli->words[2], *name = cli_given(cli, CLI_SINK);
    struct error error = {0};
    AUTO_JSON row = store_outbox_one(desk->store, id, &error);
    if (!row || !check_sink(desk, id, name, &error) ||
        !store_outbox_elsewhere(desk->store, id, name, &error))
        return cli_fail(&error);
    puts(gettext("The message will be sent the other way."));
    return EXIT_OK;
}

static int handed(const struct cli *cli, const struct desk *desk)
{
    struct error error = {0};
    AUTO_TEXT text = {0};
    if (!cli_list_text(cli, &text, &error) ||
        !store_outbox_handed(desk->store, cli->words[2], text_chars(&text),
                             &error))
        return cli_fail(&error);
    puts(gettext("It is written down that the branch was told."));
    return EXIT_OK;
}

static const struct {
    const char *word;
    int (*run)(const struct cli *cli, const struct desk *desk);
    unsigned parts;
} deeds[] = {{"show", show, DESK_STORE},
             {"again", again, DESK_STORE},
             {"elsewhere", elsewhere, DESK_STORE | DESK_DATA},
             {"handed", handed, DESK_STORE}};

int cli_outbox(struct cli *cli)
{
    int exit_code = EXIT_OK;
    struct error error = {0};
    AUTO_DESK desk = {0};
    int (*run)(const struct cli *cli, const struct desk *desk) = NULL;
    unsigned parts = DESK_STORE;
    if (cli_words_are(cli, "list", 1))
        run = list;
    for (size_t i = 0; i < COUNT(deeds); i++)
        if (cli->count == 3 && strcmp(cli->words[1], deeds[i].word) == 0) {
            run = deeds[i].run;
            parts = deeds[i].parts;
        }
    if (!run) {
        cli_words_sub(cli, "list", "show", &exit_code);
        return exit_code;
    }
    if (!cli_desk_open(&desk, cli, parts, &error))
        return cli_fail(&error);
    return run(cli, &desk.desk);
}
