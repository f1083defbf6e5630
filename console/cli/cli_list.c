/* Filters, lists and records of calls and cases. */
#include "console/cli/cli_list.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_print.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>

/* A whole number from 1; what was not given stays as it is. */
bool cli_list_number(const struct cli *cli, enum cli_option option,
                     int64_t most, int64_t *number, struct error *error)
{
    const char *text = cli_given(cli, option);
    char *end;
    if (!text)
        return true;
    *number = strtoll(text, &end, 10);
    return (end != text && !*end && *number >= 1 && *number <= most) ||
           error_set(error, MESSAGE_USAGE_OPTION, "--%s",
                     cli_option_at(option)->name);
}

bool cli_list_filter(const struct cli *cli, struct store_filter *filter,
                     struct error *error)
{
    int64_t limit = 0;
    *filter = (struct store_filter){.branch = cli_given(cli, CLI_BRANCH),
                                    .state = cli_given(cli, CLI_STATE),
                                    .issue = cli_given(cli, CLI_ISSUE),
                                    .outcome = cli_given(cli, CLI_OUTCOME),
                                    .agent = cli_given(cli, CLI_AGENT),
                                    .text = cli_given(cli, CLI_TEXT)};
    if (!cli_list_number(cli, CLI_BEFORE, INT64_MAX, &filter->before_seq,
                         error) ||
        !cli_list_number(cli, CLI_LIMIT, CLI_LIST_MOST, &limit, error))
        return false;
    filter->limit = (int)limit;
    return true;
}

void cli_list_print(const struct cli *cli, const char *key,
                    const struct cli_column *columns, size_t count,
                    struct json_t *rows)
{
    if (!cli->json) {
        cli_print_rows(cli, columns, count, rows);
        return;
    }
    AUTO_JSON all = json_pack("{s:O}", key, rows);
    cli_print_json(all);
}

static void print_member(const json_t *object, const char *key,
                         const char *title)
{
    const json_t *value = json_object_get(object, key);
    if (json_is_string(value)) {
        cli_print_pair(title, json_string_value(value));
    } else if (json_is_boolean(value)) {
        cli_print_pair(title,
                       json_is_true(value) ? gettext("yes") : gettext("no"));
    } else if (value && !json_is_null(value)) {
        AUTO_CHARS text = json_canonical(value);
        cli_print_pair(title, text);
    }
}

void cli_list_print_record(const struct json_t *record,
                           const struct cli_column *members, size_t count)
{
    static const struct cli_column personal[] = {{"iin", N_("IIN")},
                                                 {"name", N_("Name")},
                                                 {"phone", N_("Phone")},
                                                 {"text", N_("For the branch")},
                                                 {"notes", N_("Notes")}};
    const json_t *person = json_object_get(record, "person");
    for (size_t i = 0; i < count; i++)
        print_member(record, members[i].key, members[i].title);
    for (size_t i = 0; i < COUNT(personal); i++)
        print_member(person, personal[i].key, personal[i].title);
}

void cli_list_print_path(const struct json_t *record)
{
    const json_t *path = json_object_get(record, "path");
    if (json_array_size(path) > 0)
        printf("\n%s\n", gettext("Path"));
    for (size_t i = 0; i < json_array_size(path); i++) {
        const json_t *step = json_array_get(path, i);
        const json_t *value = json_object_get(step, "value");
        const char *node = json_find_string(step, "node");
        const char *edge = json_find_string(step, "edge");
        AUTO_CHARS text = value ? json_canonical(value) : mem_copy("");
        AUTO_CHARS line = mem_format(
            "%s  %s  %s%s", node ? node : "?", edge ? edge : "", text,
            json_object_get(step, "withdrawn") ? "  (withdrawn)" : "");
        cli_print_text(2, line);
    }
}
