/* The board: how much is open and overdue now, and what came in the last days,
 * with bars. Drawn again by itself when somebody writes to the log. */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store_board.h"
#include "console/desk.h"
#include "screens/chips.h"
#include "screens/fetch.h"
#include "screens/figure.h"
#include "screens/kit/bar.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <string.h>

/* From so many columns on another panel stands beside; from so many rows on
 * the days stand below. */
enum {
    PANEL_COLUMNS = 39,
    PANELS = 4,
    ROWS_FOR_DAYS = 38,
    ROWS_FOR_BANDS = 12,
    COUNT_CELLS = 7,
    COLUMNS_FOR_NAMES = 46, /* of a panel: the branch's name beside its code */
    NAME_COLUMNS = 20
};

struct board {
    struct seat *seat;
    struct fetch *fetch;
    struct fetch_watch watch;
    struct json_t *figures; /* store_board() */
    int span;               /* of spans */
};

static const struct {
    int days;
    const char *title;
} spans[] = {{1, N_("Board: today")},
             {7, N_("Board: the last 7 days")},
             {30, N_("Board: the last 30 days")},
             {90, N_("Board: the last 90 days")}};

/* A list of the figures as bars. `part`: a share of the count that stands out;
 * NULL: none. kind: how a row's name becomes words. */
static const struct panel {
    const char *title, *list, *name, *count, *part;
    enum chip_kind kind;
    int label; /* columns of the words, without the branch's name */
} panels[PANELS] = {
    {N_("Open by branch, ! overdue"), "branches", "branch", "open", "overdue",
     CHIP_BRANCH, 5},
    {N_("Cases by issue"), "reasons", "issue", "cases", NULL, CHIP_ISSUE, 19},
    {N_("Calls by outcome"), "outcomes", "outcome", "calls", NULL, CHIP_OUTCOME,
     10},
    {N_("Calls by agent"), "agents", "agent", "calls", NULL, CHIP_AGENT, 14}};

static const struct panel by_day = {
    N_("Calls by day"), "by_day", "day", "calls", NULL, CHIP_FROM, 11};

/* ---- reading ---- */

static int64_t figure(const struct json_t *object, const char *key)
{
    return key ? json_integer_value(json_object_get(object, key)) : 0;
}

static struct json_t *read_figures(struct store *store,
                                   const struct fetch_what *what,
                                   struct error *error)
{
    const struct store_board_filter filter = {
        .from_day = figure(what->given, "from"),
        .until_day = figure(what->given, "until"),
    };
    return store_board(store, &filter, error);
}

static void take_figures(const struct json_t *value, const struct error *error,
                         void *cookie)
{
    struct board *board = cookie;
    if (!value) {
        seat_fault(board->seat, error);
    } else {
        json_decref(board->figures);
        board->figures = json_incref((json_t *)value);
    }
    board->seat->changed(board->seat->cookie);
}

/* The days that end with today in the line's zone. */
static void ask(void *cookie)
{
    struct board *board = cookie;
    char today[CLOCK_DATE_SIZE];
    int64_t day;
    zone_date(board->seat->desk->zone, clock_now_ms(), today);
    if (!clock_parse_date(today, &day))
        return;
    json_t *given = json_pack("{s:I, s:I}", "from",
                              (json_int_t)(day - spans[board->span].days + 1),
                              "until", (json_int_t)(day + 1));
    fetch_start(&board->fetch, board->seat,
                &(struct fetch_what){.work = read_figures,
                                     .done = take_figures,
                                     .cookie = board,
                                     .given = given});
}

/* ---- the screen ---- */

static bool board_open(void *state, struct seat *seat, struct error *error)
{
    struct board *board = state;
    (void)error;
    board->seat = seat;
    board->span = 1;
    ask(board);
    fetch_watch_start(&board->watch, seat, ask, board);
    return true;
}

static void board_close(void *state)
{
    struct board *board = state;
    fetch_watch_stop(&board->watch);
    fetch_drop(&board->fetch);
    json_decref(board->figures);
}

static unsigned board_scopes(const void *state)
{
    (void)state;
    return SCOPE_BOARD;
}

static struct step board_act(void *state, enum command command, bool sure)
{
    struct board *board = state;
    (void)sure;
    switch (command) {
    case COMMAND_DAYS:
        board->span = (board->span + 1) % (int)COUNT(spans);
        ask(board);
        return STEP(STEP_STAY);
    case COMMAND_LEAVE:
        return STEP(STEP_BACK);
    default:
        return STEP(STEP_PASS);
    }
}

/* ---- drawing ---- */

/* "Open 1 234   " with the figure standing out; the column behind it. */
static int put_figure(struct area area, int at, enum style style,
                      const char *label, const char *text)
{
    at += area_put(area, 0, at, STYLE_NORMAL, label) + 1;
    return at + area_put(area, 0, at, style, text) + 3;
}

static int put_count(const struct board *board, struct area area, int at,
                     const char *label, const char *key)
{
    int64_t count = figure(board->figures, key);
    AUTO_CHARS text = figure_count(count);
    bool late = count > 0 && strcmp(key, "overdue") == 0;
    return put_figure(area, at, late ? STYLE_BAD : STYLE_STRONG, label, text);
}

/* What stands open now. */
static void draw_now(const struct board *board, struct area area)
{
    int at = put_count(board, area, 2, _("Open"), "open");
    at = put_count(board, area, at, _("Overdue"), "overdue");
    at = put_count(board, area, at, _("Waiting"), "waiting");
    put_count(board, area, at, _("Sent back"), "returned");
}

/* What came in the days that are chosen. */
static void draw_came(const struct board *board, struct area area)
{
    int64_t calls = figure(board->figures, "calls");
    int64_t some = calls > 0 ? calls : 1;
    AUTO_CHARS mean =
        figure_duration(figure(board->figures, "handle_s") / some);
    AUTO_CHARS repeat = mem_format(
        "%lld %%", (long long)(figure(board->figures, "repeat") * 100 / some));
    int at = put_count(board, area, 2, _("Calls"), "calls");
    at = put_figure(area, at, STYLE_STRONG, _("Mean length"), mean);
    at = put_figure(area, at, STYLE_STRONG, _("Repeat calls"), repeat);
    put_count(board, area, at, _("New cases"), "cases");
}

static int64_t most_of(const struct json_t *rows, const char *key)
{
    size_t index;
    json_t *row;
    int64_t most = 0;
    json_array_foreach(rows, index, row)
    {
        if (figure(row, key) > most)
            most = figure(row, key);
    }
    return most;
}

static void put_right(struct area area, enum style style, const char *text)
{
    area_put(area, 0, area.columns - text_cells(text), style, text);
}

/* The bar, and over its start in whole cells the share that stands out. */
static void draw_bar(struct area area, int64_t count, int64_t part,
                     int64_t most)
{
    int64_t cells = most > 0 ? part * area.columns / most : 0;
    bar_draw(area, STYLE_NORMAL, count, most);
    bar_draw(area_part(area, 0, 0, 1, (int)cells), STYLE_BAD, part, part);
}

/* Names of branches all begin alike: the code tells them apart, the name stands
 * behind it where there is room. */
static void put_label(const struct board *board, const struct panel *panel,
                      struct area *area, const char *name)
{
    const char *words = chip_words(board->seat, panel->kind, name);
    bool branch = panel->kind == CHIP_BRANCH;
    bool named = branch && area->columns >= COLUMNS_FOR_NAMES;
    struct area label =
        area_take_columns(area, panel->label + (named ? NAME_COLUMNS : 0));
    AUTO_CHARS both = mem_format("%-4s %s", name, words);
    label.columns--;
    area_put_in(label, STYLE_NORMAL, named ? both : branch ? name : words);
}

static void draw_row(const struct board *board, const struct panel *panel,
                     struct area area, const struct json_t *row, int64_t most)
{
    const char *name = json_find_string(row, panel->name);
    int64_t count = figure(row, panel->count);
    int64_t part = figure(row, panel->part);
    AUTO_CHARS text = figure_count(count);
    put_label(board, panel, &area, name ? name : "—");
    if (panel->part) {
        AUTO_CHARS late = mem_format("!%lld", (long long)part);
        struct area right = area_take_columns(&area, -COUNT_CELLS + 1);
        put_right(right, STYLE_BAD, part > 0 ? late : "");
    }
    put_right(area_take_columns(&area, -COUNT_CELLS), STYLE_STRONG, text);
    area.columns--;
    draw_bar(area, count, part, most);
}

/* As many rows as there is room for; how many more there are stands below. */
static void draw_panel(const struct board *board, const struct panel *panel,
                       struct area area)
{
    const struct json_t *rows = json_object_get(board->figures, panel->list);
    int count = (int)json_array_size(rows);
    int64_t most = most_of(rows, panel->count);
    area_put_in(area_take_rows(&area, 1), STYLE_STRONG, _(panel->title));
    int shown = count > area.rows ? area.rows - 1 : count;
    for (int i = 0; i < shown; i++)
        draw_row(board, panel, area_take_rows(&area, 1),
                 json_array_get(rows, (size_t)i), most);
    if (count == 0)
        area_put(area, 0, 0, STYLE_DIM, _("None yet."));
    else if (shown < count)
        area_format(area, 0, 0, STYLE_DIM, _("and %d more"), count - shown);
}

/* Side by side; for screen readers one below the other. */
static void draw_band(const struct board *board, int first, int count,
                      struct area area)
{
    bool plain = board->seat->plain;
    for (int i = 0; i < count; i++) {
        int left = count - i;
        struct area part = plain
                               ? area_take_rows(&area, area.rows / left)
                               : area_take_columns(&area, area.columns / left);
        draw_panel(board, &panels[first + i],
                   area_part(part, 0, 1, part.rows, part.columns - 2));
    }
}

/* As many as there is room for, in two bands where one is too narrow. */
static void draw_panels(const struct board *board, struct area area)
{
    int beside = area.columns / PANEL_COLUMNS;
    int count = beside > PANELS ? PANELS : beside < 2 ? 2 : beside;
    if (!board->seat->plain && count * 2 <= PANELS &&
        area.rows >= ROWS_FOR_BANDS) {
        struct area upper = area_take_rows(&area, area.rows / 2);
        upper.rows--;
        draw_band(board, 0, count, upper);
        draw_band(board, count, count, area);
        return;
    }
    draw_band(board, 0, count, area);
}

static void draw_figures(const struct board *board, struct area area)
{
    bool days = area.rows >= ROWS_FOR_DAYS && !board->seat->plain;
    draw_now(board, area_take_rows(&area, 1));
    draw_came(board, area_take_rows(&area, 1));
    area_take_rows(&area, 1);
    struct area below = area_take_rows(&area, days ? -area.rows / 3 : 0);
    draw_panels(board, area);
    if (days)
        draw_panel(board, &by_day,
                   area_part(below, 0, 1, below.rows, below.columns - 2));
}

static void board_draw(void *state, struct area area)
{
    struct board *board = state;
    struct area title = area_take_rows(&area, 1);
    area_hline(title, 0, _(spans[board->span].title));
    area_cursor(title, 0, 0);
    if (board->figures)
        draw_figures(board, area);
    else
        area_put(area, 0, 2, STYLE_DIM, _("Reading…"));
}

const struct screen_ops board_screen = {
    .id = "board",
    .title = N_("Board"),
    .size = sizeof(struct board),
    .open = board_open,
    .close = board_close,
    .scopes = board_scopes,
    .draw = board_draw,
    .act = board_act,
};
