/* dues: the amount of a month, arrears and the two ways out of them, the
 * penalty for paying late. */
#include "console/cli/cli_dues.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_print.h"
#include "console/config/config.h"
#include "console/dues/dues_money.h"
#include "console/knowledge/table.h"

#include <stdlib.h>
#include <string.h>

/* One command at work. */
struct work {
    const struct cli *cli;
    const struct desk *desk;
    struct dues_book book;
    struct error error;
};

/* ---- what was typed ---- */

static bool lacks(struct work *work, const char *what)
{
    return error_set(&work->error, MESSAGE_USAGE, "agent1414 dues ... %s",
                     what);
}

/* A date that must be there. */
static bool take_date(struct work *work, enum cli_option option, int64_t *day)
{
    const char *typed = cli_given(work->cli, option);
    AUTO_CHARS name = mem_format("--%s DATE", cli_option_at(option)->name);
    if (!typed)
        return lacks(work, name);
    return clock_parse_date(typed, day) ||
           error_set(&work->error, MESSAGE_DUES_DATE, "%s: %.40s", name, typed);
}

/* --on, else the day of the desk. */
static bool take_day(struct work *work, int64_t *day)
{
    *day = work->desk->as_of;
    return !cli_given(work->cli, CLI_ON) || take_date(work, CLI_ON, day);
}

static bool take_money(struct work *work, enum cli_option option, int64_t *tiyn)
{
    const char *typed = cli_given(work->cli, option);
    return dues_money_read(typed, tiyn) ||
           error_set(&work->error, MESSAGE_DUES_MONEY, "--%s: %.40s",
                     cli_option_at(option)->name, typed);
}

static bool take_month(struct work *work, const char *typed, int *month)
{
    return clock_parse_month(typed, month) ||
           error_set(&work->error, MESSAGE_DUES_MONTHS, "%.40s", typed);
}

/* ---- rate ---- */

static bool work_rate(struct work *work)
{
    struct dues_ask ask = {
        .kind = dues_kind_find(work->cli->words[2], &work->error),
        .income = DUES_NO_INCOME};
    AUTO(dues_rate_clear) struct dues_rate rate = {0};
    if (!ask.kind || !take_day(work, &ask.day))
        return false;
    if (cli_given(work->cli, CLI_INCOME) &&
        !take_money(work, CLI_INCOME, &ask.income))
        return false;
    if (!dues_rate_init(&rate, &work->book, &ask, &work->error))
        return false;
    if (work->cli->json) {
        AUTO_JSON json = cli_dues_rate_json(&rate);
        cli_print_json(json);
    } else {
        cli_dues_rate_print(&rate, work->desk->language);
    }
    return true;
}

/* ---- arrears ---- */

/* "2026-08,2026-09" into *months, which the caller frees. */
static bool take_list(struct work *work, const char *typed, int **months,
                      size_t *count)
{
    AUTO_CHARS list = mem_copy(typed);
    char *rest = list;
    for (char *word; (word = strsep(&rest, ",")) != NULL; (*count)++) {
        *months = mem_grow(*months, *count + 1, sizeof(**months));
        if (!take_month(work, word, &(*months)[*count]))
            return false;
    }
    return true;
}

/* Every month from the typed one up to that of the day. */
static bool take_since(struct work *work, const char *typed, int64_t day,
                       int **months, size_t *count)
{
    int first, now = clock_month(day);
    if (!take_month(work, typed, &first))
        return false;
    if (first >= now)
        return error_set(&work->error, MESSAGE_DUES_MONTHS,
                         "%s is not over on the day", typed);
    *count = (size_t)(now - first);
    *months = mem_grow(NULL, *count, sizeof(**months));
    for (int month = first; month < now; month++)
        (*months)[month - first] = month;
    return true;
}

static bool take_months(struct work *work, int64_t day, int **months,
                        size_t *count)
{
    const char *list = cli_given(work->cli, CLI_MONTHS);
    const char *since = cli_given(work->cli, CLI_SINCE);
    if (!list == !since)
        return lacks(work, "--months LIST | --since YYYY-MM");
    return list ? take_list(work, list, months, count)
                : take_since(work, since, day, months, count);
}

static bool claim_arrears(struct work *work, struct dues_claim *claim,
                          int **months)
{
    const char *kind = cli_given(work->cli, CLI_KIND);
    if (!kind)
        return lacks(work, "--kind KIND");
    claim->kind = dues_kind_find(kind, &work->error);
    return claim->kind && take_day(work, &claim->day) &&
           take_months(work, claim->day, months, &claim->count);
}

static bool print_arrears(struct work *work, const struct dues_claim *claim)
{
    AUTO(dues_arrears_clear) struct dues_arrears arrears = {0};
    if (!dues_arrears_init(&arrears, &work->book, claim, &work->error))
        return false;
    if (work->cli->json) {
        AUTO_JSON json = cli_dues_arrears_json(&arrears);
        cli_print_json(json);
    } else {
        cli_dues_arrears_print(&arrears, work->desk->language);
    }
    return true;
}

static bool work_arrears(struct work *work)
{
    struct dues_claim claim = {0};
    int *months = NULL;
    bool done = claim_arrears(work, &claim, &months);
    claim.months = months;
    done = done && print_arrears(work, &claim);
    free(months);
    return done;
}

/* ---- penalty ---- */

static bool work_penalty(struct work *work)
{
    struct dues_late late = {0};
    AUTO(dues_penalty_clear) struct dues_penalty penalty = {0};
    if (!cli_given(work->cli, CLI_SUM))
        return lacks(work, "--sum TENGE");
    if (!take_money(work, CLI_SUM, &late.sum) ||
        !take_date(work, CLI_DUE, &late.due) ||
        !take_date(work, CLI_PAID, &late.paid) ||
        !dues_penalty_init(&penalty, &work->book, &late, &work->error))
        return false;
    if (work->cli->json) {
        AUTO_JSON json = cli_dues_penalty_json(&penalty);
        cli_print_json(json);
    } else {
        cli_dues_penalty_print(&penalty, work->desk->language);
    }
    return true;
}

/* ---- the command ---- */

/* What can be asked, with the options that belong to it. */
static const struct part {
    const char *name;
    int words;
    bool (*act)(struct work *work);
    enum cli_option options[4];
} parts[] = {
    {"rate", 3, work_rate, {CLI_ON, CLI_INCOME}},
    {"arrears", 2, work_arrears, {CLI_ON, CLI_KIND, CLI_MONTHS, CLI_SINCE}},
    {"penalty", 2, work_penalty, {CLI_SUM, CLI_DUE, CLI_PAID}},
};

/* NULL when the words do not tell. */
static const struct part *find_part(const struct cli *cli)
{
    for (size_t i = 0; i < COUNT(parts); i++)
        if (cli->count == parts[i].words &&
            strcmp(cli->words[1], parts[i].name) == 0)
            return &parts[i];
    return NULL;
}

/* An option of another part would be passed over in silence. */
static bool check_options(struct work *work, const struct part *part)
{
    for (enum cli_option i = CLI_ON; i <= CLI_PAID; i++) {
        bool taken = false;
        for (size_t at = 0; at < COUNT(part->options); at++)
            taken = taken || part->options[at] == i;
        if (!taken && cli_given(work->cli, i))
            return error_set(&work->error, MESSAGE_USAGE_OPTION, "dues %s --%s",
                             part->name, cli_option_at(i)->name);
    }
    return true;
}

static void free_tables(struct tables **tables)
{
    tables_free(*tables);
}

/* The tables alone: scripts have no say in what is due. */
static struct tables *open_tables(const struct desk *desk, struct error *error)
{
    AUTO_CHARS folder = mem_format("%s/kb/tables", desk->data);
    return tables_load(folder, NULL, error);
}

int cli_dues(struct cli *cli)
{
    int exit_code = EXIT_OK;
    AUTO_DESK desk = {0};
    AUTO(free_tables) struct tables *tables = NULL;
    struct work work = {.cli = cli, .desk = &desk.desk};
    const struct part *part = find_part(cli);
    if (!part && !cli_words(cli, 0, -1, &exit_code))
        return exit_code;
    if (!check_options(&work, part) ||
        !cli_desk_open(&desk, cli, 0, &work.error))
        return cli_fail(&work.error);
    tables = open_tables(&desk.desk, &work.error);
    work.book = (struct dues_book){tables, dues_basis_chosen(cli->config)};
    return tables && part->act(&work) ? EXIT_OK : cli_fail(&work.error);
}
