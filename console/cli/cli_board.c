/* board: the figures of the day, or of some days, with bars drawn in text. */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store.h"
#include "console/cases/store_board.h"
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
#include <unistd.h>

enum { LABEL_CELLS = 24, BAR_CELLS = 40, LINES_MAX = 12, LOOK_US = 2000000 };

static int64_t figure(const json_t *board, const char *key)
{
    return json_integer_value(json_object_get(board, key));
}

static void print_padded(const char *text, int cells)
{
    AUTO_CHARS clean = text_clean(text, strlen(text), false);
    AUTO_CHARS cut = text_cut(clean, cells);
    printf("%s%*s", cut, cells - text_cells(cut), "");
}

/* A line: label, figure, and a bar as long as its share of the most. */
static void print_bar(const char *label, int64_t count, int64_t most,
                      const char *block)
{
    int64_t cells = most > 0 ? (count * BAR_CELLS + most - 1) / most : 0;
    printf("  ");
    print_padded(label, LABEL_CELLS);
    printf(" %8lld ", (long long)count);
    for (; cells > 0; cells--)
        fputs(block, stdout);
    putchar('\n');
}

/* One list of the board with bars; the most first, so many lines. */
static void print_bars(const json_t *board, const char *list, const char *label,
                       const char *count, const char *title, const char *block)
{
    const json_t *rows = json_object_get(board, list);
    int64_t most = 0;
    for (size_t i = 0; i < json_array_size(rows); i++)
        if (figure(json_array_get(rows, i), count) > most)
            most = figure(json_array_get(rows, i), count);
    if (most == 0)
        return;
    printf("\n%s\n", gettext(title));
    for (size_t i = 0; i < json_array_size(rows) && i < LINES_MAX; i++) {
        const json_t *row = json_array_get(rows, i);
        const char *name = json_find_string(row, label);
        print_bar(name && *name ? name : "—", figure(row, count), most, block);
    }
}

static void print_figure(const char *title, int64_t count)
{
    AUTO_CHARS text = mem_format("%lld", (long long)count);
    cli_print_pair(title, text);
}

/* "12:34" of so many seconds a piece. */
static void print_mean(const char *title, int64_t seconds, int64_t count)
{
    int64_t mean = count > 0 ? seconds / count : 0;
    AUTO_CHARS text = mem_format("%lld:%02lld", (long long)(mean / 60),
                                 (long long)(mean % 60));
    cli_print_pair(title, text);
}

static void print_board(const json_t *board, const struct desk *desk)
{
    const char *block =
        config_bool(desk->config, CONFIG_ui_ascii) ? "#" : "\xe2\x96\x88";
    char minute[CLOCK_ISO_SIZE];
    zone_minute(desk->zone, clock_now_ms(), minute);
    printf("%s %s\n\n", gettext("Board"), minute);
    print_figure(N_("Open"), figure(board, "open"));
    print_figure(N_("Overdue"), figure(board, "overdue"));
    print_figure(N_("Waiting"), figure(board, "waiting"));
    print_figure(N_("Returned"), figure(board, "returned"));
    print_figure(N_("Calls"), figure(board, "calls"));
    print_mean(N_("Mean length"), figure(board, "handle_s"),
               figure(board, "calls"));
    print_figure(N_("Repeat calls"), figure(board, "repeat"));
    print_figure(N_("New cases"), figure(board, "cases"));
    print_figure(N_("Closed"), figure(board, "closed"));
    print_bars(board, "branches", "branch", "open", N_("Open by branch"),
               block);
    print_bars(board, "branches", "branch", "overdue", N_("Overdue by branch"),
               block);
    print_bars(board, "reasons", "issue", "cases", N_("Cases by issue"), block);
    print_bars(board, "outcomes", "outcome", "calls", N_("Calls by outcome"),
               block);
    print_bars(board, "by_day", "day", "calls", N_("Calls by day"), block);
}

static int show(const struct cli *cli, const struct desk *desk,
                const struct store_board_filter *filter)
{
    struct error error = {0};
    AUTO_JSON board = store_board(desk->store, filter, &error);
    if (!board)
        return cli_fail(&error);
    if (cli->json)
        cli_print_json(board);
    else
        print_board(board, desk);
    fflush(stdout);
    return EXIT_OK;
}

/* Of today, unless days are given; --until is the last one. */
static bool take_filter(const struct cli *cli, const struct desk *desk,
                        struct store_board_filter *filter, struct error *error)
{
    char today[CLOCK_DATE_SIZE];
    int64_t day = 0;
    zone_date(desk->zone, clock_now_ms(), today);
    *filter = (struct store_board_filter){.branch = cli_given(cli, CLI_BRANCH)};
    if (!clock_parse_date(today, &day))
        return error_set(error, MESSAGE_INTERNAL, "today: %s", today);
    if (!cli_given(cli, CLI_FROM) && !cli_given(cli, CLI_UNTIL))
        filter->from_day = day;
    if (!cli_list_day(cli, CLI_FROM, &filter->from_day, error) ||
        !cli_list_day(cli, CLI_UNTIL, &filter->until_day, error))
        return false;
    filter->until_day += cli_given(cli, CLI_UNTIL) ? 1 : 0;
    return true;
}

/* Shows it again whenever the log has changed, until it is stopped. */
static int watch(const struct cli *cli, const struct desk *desk,
                 const struct store_board_filter *filter)
{
    int64_t version = store_version(desk->store);
    int exit_code = show(cli, desk, filter);
    while (exit_code == EXIT_OK) {
        usleep(LOOK_US);
        if (store_version(desk->store) == version)
            continue;
        version = store_version(desk->store);
        putchar('\n');
        exit_code = show(cli, desk, filter);
    }
    return exit_code;
}

int cli_board(struct cli *cli)
{
    int exit_code = EXIT_OK;
    struct error error = {0};
    struct store_board_filter filter;
    AUTO_DESK desk = {0};
    if (!cli_words(cli, 0, 0, &exit_code))
        return exit_code;
    if (!cli_desk_open(&desk, cli, DESK_STORE, &error) ||
        !take_filter(cli, &desk.desk, &filter, &error))
        return cli_fail(&error);
    if (cli_given(cli, CLI_ONCE) || cli->json || !isatty(STDOUT_FILENO))
        return show(cli, &desk.desk, &filter);
    return watch(cli, &desk.desk, &filter);
}
