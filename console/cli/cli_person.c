/* person: what is held on somebody, forgetting them, and forgetting those whose
 * time is over. Erasing shows first what it would take. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_subject.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_print.h"
#include "console/cli/cli_who.h"
#include "console/config/config.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>
#include <string.h>

/* The counts in their order; what an object lacks is left out. */
static void print_counts(const json_t *counts)
{
    static const struct cli_column titles[] = {
        {"persons", N_("Persons")},     {"calls", N_("Calls")},
        {"cases", N_("Cases")},         {"values", N_("Personal values")},
        {"active", N_("Active cases")}, {"waiting", N_("Calls promised")},
        {"young", N_("Not yet due")},   {"forever", N_("Kept for ever")}};
    for (size_t i = 0; i < COUNT(titles); i++) {
        const json_t *value = json_object_get(counts, titles[i].key);
        AUTO_CHARS text = json_is_array(value)
                              ? mem_format("%zu", json_array_size(value))
                          : value ? json_canonical(value)
                                  : NULL;
        cli_print_pair(titles[i].title, text);
    }
}

static void print_line(const json_t *event)
{
    const char *number = json_find_string(event, "number");
    AUTO_CHARS line =
        mem_format("%s  %s  %s  %s", json_find_string(event, "at"),
                   json_find_string(event, "kind"),
                   json_find_string(event, "actor"), number ? number : "");
    cli_print_text(0, line);
}

static void print_held(const json_t *event)
{
    const char *field;
    const json_t *value;
    print_line(event);
    json_object_foreach((json_t *)json_object_get(event, "values"), field,
                        value)
    {
        AUTO_CHARS line =
            mem_format("%s: %s", field,
                       json_is_string(value) ? json_string_value(value) : "");
        cli_print_text(4, json_is_string(value) ? line : gettext("erased"));
    }
}

static void print_report(const json_t *report)
{
    const json_t *held = json_object_get(report, "held");
    const json_t *seen = json_object_get(report, "seen");
    print_counts(json_object_get(report, "counts"));
    printf("\n%s\n", gettext("Held"));
    for (size_t i = 0; i < json_array_size(held); i++)
        print_held(json_array_get(held, i));
    printf("\n%s\n", gettext("Seen by"));
    for (size_t i = 0; i < json_array_size(seen); i++)
        print_line(json_array_get(seen, i));
}

/* What a work gives: JSON as it is with --json, else printed. */
static int show(const struct cli *cli, const json_t *result,
                void (*print)(const json_t *result), const struct error *error)
{
    if (!result)
        return cli_fail(error);
    if (cli->json)
        cli_print_json(result);
    else
        print(result);
    return EXIT_OK;
}

static int report(const struct cli *cli, const struct desk *desk,
                  const struct store_subject *subject)
{
    struct error error = {0};
    AUTO_JSON held = store_subject_report(
        desk->store, subject, cli_given(cli, CLI_REVEAL) != NULL, &error);
    return show(cli, held, print_report, &error);
}

static void print_preview(const json_t *counts)
{
    print_counts(counts);
    printf("\n%s\n", gettext("Nothing was erased yet: --yes does it."));
}

static void print_erased(const json_t *counts)
{
    print_counts(counts);
    printf("\n%s\n", gettext("Erased; only figures are left."));
}

static int erase(const struct cli *cli, const struct desk *desk,
                 const struct store_subject *subject)
{
    struct error error = {0};
    bool sure = cli_given(cli, CLI_YES) != NULL;
    AUTO_JSON counts =
        sure ? store_subject_erase(desk->store, subject, &error)
             : store_subject_preview(desk->store, subject, &error);
    return show(cli, counts, sure ? print_erased : print_preview, &error);
}

static void print_retained(const json_t *result)
{
    print_counts(result);
    printf("\n%s\n", gettext("Stay"));
    print_counts(json_object_get(result, "kept"));
}

static int retain(const struct cli *cli, const struct desk *desk)
{
    struct error error = {0};
    bool apply = cli_given(cli, CLI_APPLY) != NULL;
    const struct store_retention retention = {
        config_int(cli->config, CONFIG_retention_calls_days),
        config_int(cli->config, CONFIG_retention_cases_days)};
    AUTO_JSON result =
        store_subject_retain(desk->store, &retention, apply, &error);
    int exit_code = show(cli, result, print_retained, &error);
    if (result && !cli->json && !apply)
        printf("\n%s\n", gettext("Nothing was erased yet: --apply does it."));
    return exit_code;
}

static const struct {
    const char *name;
    int (*run)(const struct cli *cli, const struct desk *desk,
               const struct store_subject *subject);
} works[] = {{"report", report}, {"erase", erase}};

/* The work on one person that the words name. */
static int work_on(const struct cli *cli, size_t work, struct cli_who *who,
                   struct error *error)
{
    AUTO_DESK desk = {0};
    if (!cli_who_read(who, cli->words[2], error) ||
        !cli_desk_open(&desk, cli, DESK_STORE, error))
        return cli_fail(error);
    const struct store_subject subject = {.iin = *who->number ? NULL : who->iin,
                                          .number = *who->number ? who->number
                                                                 : NULL};
    return works[work].run(cli, &desk.desk, &subject);
}

int cli_person(struct cli *cli)
{
    int exit_code = EXIT_OK;
    struct error error = {0};
    struct cli_who who;
    for (size_t i = 0; i < COUNT(works); i++)
        if (cli->count == 3 && strcmp(cli->words[1], works[i].name) == 0)
            return work_on(cli, i, &who, &error);
    if (!cli_words_sub(cli, "retain", "report", &exit_code))
        return exit_code;
    AUTO_DESK desk = {0};
    if (!cli_desk_open(&desk, cli, DESK_STORE, &error))
        return cli_fail(&error);
    return retain(cli, &desk.desk);
}
