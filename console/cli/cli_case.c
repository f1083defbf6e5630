/* case: lists and shows the cases that this person may see. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_outbox.h"
#include "console/cli/cli_case_move.h"
#include "console/cli/cli_case_recount.h"
#include "console/cli/cli_case_routes.h"
#include "console/cli/cli_clinic.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_export.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_list.h"
#include "console/cli/cli_print.h"
#include "console/delivery/sink.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>
#include <string.h>

static const struct cli_column columns[] = {
    {"seq", N_("No.")},         {"number", N_("Case")},
    {"opened", N_("Opened")},   {"state", N_("State")},
    {"branch", N_("Branch")},   {"issue", N_("Issue")},
    {"outcome", N_("Outcome")}, {"agent", N_("Agent")},
    {"holder", N_("Holder")},   {"due", N_("Due")}};

static const struct cli_column exported[] = {
    {"seq", N_("No.")},           {"number", N_("Case")},
    {"opened", N_("Opened")},     {"state", N_("State")},
    {"since", N_("Since")},       {"branch", N_("Branch")},
    {"issue", N_("Issue")},       {"outcome", N_("Outcome")},
    {"language", N_("Language")}, {"agent", N_("Agent")},
    {"holder", N_("Holder")},     {"due", N_("Due")},
    {"overdue", N_("Overdue")},   {"tries", N_("Tries")}};

static const struct cli_export exports = {"cases", store_cases, exported,
                                          COUNT(exported)};

/* Is this a person of a branch whose inbox is here? */
static bool reads_inbox(const struct desk *desk)
{
    return desk->user.branch && sink_is_inbox(desk->config, desk->user.branch);
}

/* What did not come out has been read by nobody. */
static bool is_written(void)
{
    return fflush(stdout) == 0 && !ferror(stdout);
}

/* Who looks into the inbox is told once which cases are no longer there; a
 * program that reads the list is not. */
static bool tell_gone(const struct cli *cli, const struct desk *desk,
                      struct error *error)
{
    if (cli->json || !is_written())
        return true;
    AUTO_JSON gone = store_outbox_gone(desk->store, reads_inbox(desk), error);
    for (size_t i = 0; i < json_array_size(gone); i++)
        fprintf(stderr, gettext("Case %s was sent on to another branch.\n"),
                json_find_string(json_array_get(gone, i), "number"));
    return gone &&
           store_outbox_gone_read(desk->store, gone, reads_inbox(desk), error);
}

static int list(const struct cli *cli, const struct desk *desk)
{
    const struct cli_export printed = {"cases", store_cases, columns,
                                       COUNT(columns)};
    struct error error = {0};
    struct store_filter filter;
    if (!cli_list_filter(cli, desk, &filter, &error))
        return cli_fail(&error);
    AUTO_JSON rows = store_cases(desk->store, &filter, &error);
    if (!rows || !cli_export_note(cli, desk, &printed, &filter,
                                  (int64_t)json_array_size(rows), &error))
        return cli_fail(&error);
    cli_list_print(cli, "cases", columns, COUNT(columns), rows);
    return tell_gone(cli, desk, &error) ? EXIT_OK : cli_fail(&error);
}

static void print_facts(const json_t *record, const char *language)
{
    const json_t *facts = json_object_get(record, "facts");
    if (json_array_size(facts) > 0)
        printf("\n%s\n", gettext("Facts"));
    for (size_t i = 0; i < json_array_size(facts); i++) {
        const json_t *fact = json_array_get(facts, i);
        const char *label =
            json_find_string(json_object_get(fact, "label"), language);
        const char *text =
            json_find_string(json_object_get(fact, "text"), language);
        const char *name = json_find_string(fact, "name");
        const json_t *plain = json_object_get(fact, "value");
        AUTO_CHARS value = plain ? json_canonical(plain) : mem_copy("?");
        AUTO_CHARS line = mem_format("%s: %s",
                                     label  ? label
                                     : name ? name
                                            : "",
                                     text ? text : value);
        cli_print_text(2, line);
    }
}

static void print_events(const json_t *record)
{
    const json_t *events = json_object_get(record, "events");
    printf("\n%s\n", gettext("Events"));
    for (size_t i = 0; i < json_array_size(events); i++) {
        const json_t *event = json_array_get(events, i);
        const char *reason = json_find_string(event, "reason");
        const char *text = json_find_string(event, "text");
        AUTO_CHARS line =
            mem_format("%s  %s  %s  %s", json_find_string(event, "at"),
                       json_find_string(event, "kind"),
                       json_find_string(event, "actor"), reason ? reason : "");
        cli_print_text(2, line);
        if (text)
            cli_print_text(4, text);
    }
}

/* What branches were not told yet, and why. */
static void print_messages(const json_t *record)
{
    const json_t *messages = json_object_get(record, "messages");
    if (json_array_size(messages) > 0)
        printf("\n%s\n", gettext("Not yet with the branches"));
    for (size_t i = 0; i < json_array_size(messages); i++) {
        const json_t *message = json_array_get(messages, i);
        const char *reason = json_find_string(message, "reason");
        AUTO_CHARS line = mem_format(
            "%s  %s  %s  %s  %s", json_find_string(message, "at"),
            json_find_string(message, "kind"),
            json_find_string(message, "branch"),
            json_find_string(message, "state"), reason ? reason : "");
        cli_print_text(2, line);
    }
}

static void print_case(const json_t *record, const char *language)
{
    static const struct cli_column members[] = {
        {"number", N_("Case")},       {"state", N_("State")},
        {"holder", N_("Holder")},     {"due", N_("Due")},
        {"lead", N_("Duplicate of")}, {"opened", N_("Opened")},
        {"branch", N_("Branch")},     {"issue", N_("Issue")},
        {"outcome", N_("Outcome")},   {"agent", N_("Agent")},
        {"caller", N_("Caller")},     {"language", N_("Language")},
        {"consent", N_("Consent")},   {"lookup", N_("Look-up")}};
    const char *told =
        json_find_string(json_object_get(record, "told"), language);
    cli_list_print_record(record, members, COUNT(members));
    if (told) {
        printf("\n%s\n", gettext("Told to the caller"));
        cli_print_text(2, told);
    }
    print_facts(record, language);
    cli_list_print_path(record);
    print_messages(record);
    print_events(record);
}

/* The record, in full with --reveal; NULL on error. First it is read masked: a
 * case that may not be seen leaves no reveal behind. */
static json_t *read_case(const struct cli *cli, const struct desk *desk,
                         struct error *error)
{
    const char *typed = cli->words[2];
    AUTO_JSON masked = store_case(desk->store, typed, false, error);
    if (!masked || !cli_given(cli, CLI_REVEAL))
        return json_incref(masked);
    const char *number = json_find_string(masked, "number");
    if (!store_add_reveal(desk->store, "case", NULL, NULL, number, error))
        return NULL;
    return store_case(desk->store, number, true, error);
}

static int show(const struct cli *cli, const struct desk *desk)
{
    struct error error = {0};
    AUTO_JSON record = read_case(cli, desk, &error);
    if (!record)
        return cli_fail(&error);
    if (cli->json)
        cli_print_json(record);
    else
        print_case(record, language_code(desk->language));
    const struct outbox_seen seen = {json_find_string(record, "number"),
                                     store_outbox_last(record),
                                     reads_inbox(desk)};
    if (is_written() && !store_outbox_receive(desk->store, &seen, &error))
        return cli_fail(&error);
    return EXIT_OK;
}

int cli_case(struct cli *cli)
{
    int exit_code = EXIT_OK;
    struct error error = {0};
    AUTO_DESK desk = {0};
    if (cli_case_recount_is(cli))
        return cli_case_recount(cli);
    if (cli_case_move_is(cli))
        return cli_case_move(cli);
    if (cli->count > 1 && strcmp(cli->words[1], "routes") == 0)
        return cli_case_routes(cli);
    bool export = cli_words_are(cli, "export", 1);
    if (!export && !cli_words_sub(cli, "list", "show", &exit_code))
        return exit_code;
    if (!cli_desk_open(&desk, cli, DESK_STORE, &error))
        return cli_fail(&error);
    if (export)
        return cli_export(cli, &desk.desk, &exports);
    if (cli_given(cli, CLI_BY))
        return cli_clinic_list(cli, &desk.desk);
    if (cli->count == 2)
        return list(cli, &desk.desk);
    return show(cli, &desk.desk);
}
