/* Filters, lists and records of calls and cases. */
#include "console/cli/cli_list.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/life.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_print.h"
#include "console/desk.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static bool fail_option(enum cli_option option, struct error *error)
{
    return error_set(error, MESSAGE_USAGE_OPTION, "--%s",
                     cli_option_at(option)->name);
}

bool cli_list_day(const struct cli *cli, enum cli_option option, int64_t *day,
                  struct error *error)
{
    const char *text = cli_given(cli, option);
    return !text || clock_parse_date(text, day) || fail_option(option, error);
}

/* The moment a day begins; `later`: the day behind it. */
static bool take_day(const struct cli *cli, enum cli_option option,
                     const struct desk *desk, int later, int64_t *ms,
                     struct error *error)
{
    int64_t day = 0;
    if (!cli_list_day(cli, option, &day, error))
        return false;
    if (cli_given(cli, option))
        *ms = zone_utc_ms(desk->zone, (day + later) * 24 * 60 * 60 * 1000);
    return true;
}

/* Names with commas: is each of them a state? */
static bool check_states(const char *names, struct error *error)
{
    enum case_state state;
    while (names && *names) {
        size_t length = strcspn(names, ",");
        AUTO_CHARS name = mem_copy_n(names, length);
        if (!state_find(name, &state))
            return fail_option(CLI_STATE, error);
        names += length + (names[length] == ',');
    }
    return true;
}

static bool check_language(const char *code, struct error *error)
{
    enum language language;
    return !code || language_find(code, &language) ||
           fail_option(CLI_SPOKEN, error);
}

static void take_texts(const struct cli *cli, struct store_filter *filter)
{
    *filter = (struct store_filter){.branch = cli_given(cli, CLI_BRANCH),
                                    .state = cli_given(cli, CLI_STATE),
                                    .issue = cli_given(cli, CLI_ISSUE),
                                    .outcome = cli_given(cli, CLI_OUTCOME),
                                    .agent = cli_given(cli, CLI_AGENT),
                                    .holder = cli_given(cli, CLI_HOLDER),
                                    .language = cli_given(cli, CLI_SPOKEN),
                                    .text = cli_given(cli, CLI_TEXT),
                                    .active = cli_given(cli, CLI_ACTIVE),
                                    .overdue = cli_given(cli, CLI_OVERDUE),
                                    .waiting = cli_given(cli, CLI_WAITING),
                                    .freed = cli_given(cli, CLI_FREED),
                                    .by_due = cli_given(cli, CLI_BY_DUE)};
}

/* Where the page by due time begins: behind a case as it stands now. */
static bool take_after(const struct cli *cli, const struct desk *desk,
                       struct store_filter *filter, struct error *error)
{
    const char *number = cli_given(cli, CLI_AFTER);
    if (!number)
        return true;
    if (!filter->by_due || filter->before_seq > 0)
        return fail_option(CLI_AFTER, error);
    AUTO_JSON row = store_case(desk->store, number, false, error);
    const char *due = json_find_string(row, "due");
    filter->before_seq = json_integer_value(json_object_get(row, "seq"));
    return row && (!due || clock_parse_iso(due, &filter->after_due_ms) ||
                   error_set(error, MESSAGE_INTERNAL, "due %s", due));
}

bool cli_list_filter(const struct cli *cli, const struct desk *desk,
                     struct store_filter *filter, struct error *error)
{
    int64_t limit = 0;
    take_texts(cli, filter);
    if (!check_states(filter->state, error) ||
        !check_language(filter->language, error) ||
        !take_day(cli, CLI_FROM, desk, 0, &filter->from_ms, error) ||
        !take_day(cli, CLI_UNTIL, desk, 1, &filter->until_ms, error) ||
        !cli_list_number(cli, CLI_BEFORE, INT64_MAX, &filter->before_seq,
                         error) ||
        !cli_list_number(cli, CLI_LIMIT, CLI_LIST_MOST, &limit, error))
        return false;
    if (filter->by_due && filter->before_seq > 0)
        return fail_option(CLI_BEFORE, error);
    filter->limit = (int)limit;
    return take_after(cli, desk, filter, error);
}

bool cli_list_text(const struct cli *cli, struct text *text,
                   struct error *error)
{
    const char *given = cli_given(cli, CLI_TEXT);
    if (given && strcmp(given, "-") == 0)
        return json_read_bytes("-", text, error);
    if (given)
        text_add(text, given);
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
