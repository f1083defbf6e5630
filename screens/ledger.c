/* The log of cases or of calls, newest first, narrowed by chips. Pages come by
 * key; a text is looked for in short jobs, so that what is found shows at once
 * and Esc stops. */
#include "console/base/json.h"
#include "screens/chips.h"
#include "screens/chooser.h"
#include "screens/fetch.h"
#include "screens/figure.h"
#include "screens/kit/list.h"
#include "screens/logpage.h"
#include "screens/logrow.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>

struct ledger {
    struct seat *seat;
    struct fetch_watch watch;
    struct logpage page;
    struct chips chips;
    struct chooser chooser;
    bool choosing;
    struct list list;
    int64_t at; /* seq of the selected row */
};

static void note_row(struct ledger *ledger)
{
    ledger->at = logpage_number(&ledger->page, ledger->list.selected, "seq");
}

/* Rows came: the cursor stays on its row, wherever that stands now. */
static void rows_came(void *cookie)
{
    struct ledger *ledger = cookie;
    list_set_count(&ledger->list, ledger->page.count);
    for (int i = 0; ledger->at && i < ledger->page.count; i++)
        if (logpage_number(&ledger->page, i, "seq") == ledger->at)
            ledger->list.selected = i;
    note_row(ledger);
}

static bool has_text(const struct ledger *ledger)
{
    return chips_has(&ledger->chips, CHIP_TEXT);
}

static bool is_searching(const struct ledger *ledger)
{
    return ledger->page.fetch && has_text(ledger);
}

/* Other chips, or the other log: from the top. */
static void narrow_anew(struct ledger *ledger, bool calls)
{
    ledger->list = (struct list){0};
    ledger->at = 0;
    logpage_start(&ledger->page, calls,
                  chips_json(&ledger->chips, ledger->seat));
}

/* Somebody wrote to the log. A search is not begun again by that. */
static void log_changed(void *cookie)
{
    struct ledger *ledger = cookie;
    if (!has_text(ledger))
        logpage_renew(&ledger->page);
}

/* ---- the screen ---- */

static bool ledger_open(void *state, struct seat *seat, struct error *error)
{
    struct ledger *ledger = state;
    (void)error;
    bool calls = json_is_true(json_object_get(seat->narrow, "calls"));
    ledger->seat = seat;
    ledger->page =
        (struct logpage){.seat = seat, .taken = rows_came, .cookie = ledger};
    chips_read(&ledger->chips, seat->narrow);
    json_decref(seat->narrow);
    seat->narrow = NULL;
    narrow_anew(ledger, calls);
    fetch_watch_start(&ledger->watch, seat, log_changed, ledger);
    return true;
}

static void ledger_close(void *state)
{
    struct ledger *ledger = state;
    fetch_watch_stop(&ledger->watch);
    logpage_clear(&ledger->page);
    chooser_clear(&ledger->chooser);
    chips_clear(&ledger->chips);
}

static unsigned ledger_scopes(const void *state)
{
    const struct ledger *ledger = state;
    return ledger->choosing ? SCOPE_CHOOSE : SCOPE_LEDGER;
}

static bool ledger_typing(const void *state)
{
    return ((const struct ledger *)state)->choosing;
}

static bool ledger_can(const void *state, enum command command)
{
    const struct ledger *ledger = state;
    switch (command) {
    case COMMAND_OPEN:
        return ledger->list.count > 0;
    case COMMAND_CASES:
        return ledger->page.calls;
    case COMMAND_CALLS:
        return !ledger->page.calls;
    case COMMAND_UNFILTER:
        return ledger->chips.count > 0;
    case COMMAND_CHOOSE:
        return chooser_can(&ledger->chooser);
    case COMMAND_STOP:
        return is_searching(ledger);
    case COMMAND_LEAVE:
        return ledger->choosing || !is_searching(ledger);
    default:
        return true;
    }
}

static enum chip_list list_of(const struct ledger *ledger)
{
    return ledger->page.calls ? CHIP_OF_CALLS : CHIP_OF_CASES;
}

static struct step open_row(struct ledger *ledger)
{
    struct seat *seat = ledger->seat;
    const struct json_t *row =
        json_array_get(ledger->page.rows, (size_t)ledger->list.selected);
    bool calls = ledger->page.calls;
    char **slot = calls ? &seat->part : &seat->number;
    free(*slot);
    *slot = mem_copy(json_find_string(row, calls ? "uuid" : "number"));
    seat->reviewing = false;
    return STEP_TO(STEP_OPEN, calls ? SCREEN_CALLED : SCREEN_STORY);
}

static struct step turn(struct ledger *ledger)
{
    bool calls = !ledger->page.calls;
    chips_keep(&ledger->chips, calls ? CHIP_OF_CALLS : CHIP_OF_CASES);
    narrow_anew(ledger, calls);
    return STEP(STEP_STAY);
}

static struct step choose(struct ledger *ledger)
{
    ledger->choosing = false;
    if (!chooser_pick(&ledger->chooser, &ledger->chips))
        seat_say(ledger->seat, true,
                 _("Nine filters are the most; take one away by its digit."));
    chooser_clear(&ledger->chooser);
    narrow_anew(ledger, ledger->page.calls);
    return STEP(STEP_STAY);
}

static struct step leave(struct ledger *ledger)
{
    if (!ledger->choosing)
        return STEP(STEP_BACK);
    ledger->choosing = false;
    chooser_clear(&ledger->chooser);
    return STEP(STEP_STAY);
}

static struct step ledger_act(void *state, enum command command, bool sure)
{
    struct ledger *ledger = state;
    (void)sure;
    switch (command) {
    case COMMAND_OPEN:
        return open_row(ledger);
    case COMMAND_CASES:
    case COMMAND_CALLS:
        return turn(ledger);
    case COMMAND_FILTER:
        chooser_init(&ledger->chooser, ledger->seat, list_of(ledger));
        ledger->choosing = true;
        return STEP(STEP_STAY);
    case COMMAND_UNFILTER:
        chips_clear(&ledger->chips);
        narrow_anew(ledger, ledger->page.calls);
        return STEP(STEP_STAY);
    case COMMAND_CHOOSE:
        return choose(ledger);
    case COMMAND_STOP:
        logpage_stop(&ledger->page);
        return STEP(STEP_STAY);
    case COMMAND_LEAVE:
        return leave(ledger);
    default:
        return STEP(STEP_PASS);
    }
}

/* A digit takes its chip away. */
static bool drop_chip(struct ledger *ledger, struct key key)
{
    int digit = key.kind == KEY_CHAR ? key_digit(key) : -1;
    if (digit < 1 || digit > ledger->chips.count)
        return false;
    chips_drop(&ledger->chips, digit - 1);
    narrow_anew(ledger, ledger->page.calls);
    return true;
}

/* At the last row the next page is read. */
static bool move_in_list(struct ledger *ledger, struct key key)
{
    struct list *list = &ledger->list;
    if (!list_key(list, key))
        return false;
    note_row(ledger);
    if (list->selected >= list->count - 1)
        logpage_next(&ledger->page);
    return true;
}

static struct step ledger_type(void *state, struct key key)
{
    struct ledger *ledger = state;
    bool taken = ledger->choosing
                     ? chooser_key(&ledger->chooser, key)
                     : drop_chip(ledger, key) || move_in_list(ledger, key);
    return taken ? STEP(STEP_STAY) : STEP(STEP_PASS);
}

static int ledger_choices(const void *state)
{
    const struct ledger *ledger = state;
    return ledger->choosing ? 0 : ledger->chips.count;
}

/* ---- drawing ---- */

static void draw_row(struct area area, int index, bool selected, void *cookie)
{
    const struct ledger *ledger = cookie;
    logrow_draw(ledger->seat, json_array_get(ledger->page.rows, (size_t)index),
                area, ledger->page.calls, selected);
}

/* How far the search for a text has come. */
static void draw_search(const struct ledger *ledger, struct area *area)
{
    if (!chips_has(&ledger->chips, CHIP_TEXT))
        return;
    AUTO_CHARS seen = figure_count(ledger->page.seen);
    AUTO_CHARS line = mem_format(
        is_searching(ledger) ? _("Looked through: %s, found: %d. Esc stops, "
                                 "what is found stays.")
        : ledger->page.stopped || ledger->page.next_seq > 0
            ? _("Looked through: %s, found: %d. Down at the end goes on.")
            : _("Looked through all: %s, found: %d."),
        seen, ledger->list.count);
    area_put_in(area_part(area_take_rows(area, 1), 0, 1, 1, area->columns - 2),
                STYLE_WARN, line);
}

static void draw_rows(struct ledger *ledger, struct area area)
{
    struct area head = area_take_rows(&area, 1);
    if (ledger->list.count > 0) {
        logrow_head(area_part(head, 0, 2, 1, head.columns - 2),
                    ledger->page.calls);
        list_draw(&ledger->list, area, true, draw_row, ledger);
        return;
    }
    area_put(head, 0, 2, STYLE_DIM,
             ledger->page.fetch   ? _("Reading…")
             : ledger->page.calls ? _("No calls here.")
                                  : _("No cases here."));
    area_cursor(head, 0, 2);
}

static void ledger_draw(void *state, struct area area)
{
    struct ledger *ledger = state;
    AUTO_CHARS title =
        mem_format(ledger->page.calls ? _("Calls: %d%s") : _("Cases: %d%s"),
                   ledger->list.count, ledger->page.next_seq > 0 ? "+" : "");
    area_hline(area_take_rows(&area, 1), 0, title);
    chips_draw(&ledger->chips, ledger->seat, &area);
    if (ledger->choosing) {
        chooser_draw(&ledger->chooser, area);
        return;
    }
    draw_search(ledger, &area);
    draw_rows(ledger, area);
}

const struct screen_ops ledger_screen = {
    .id = "ledger",
    .title = N_("The log"),
    .size = sizeof(struct ledger),
    .open = ledger_open,
    .close = ledger_close,
    .scopes = ledger_scopes,
    .typing = ledger_typing,
    .can = ledger_can,
    .draw = ledger_draw,
    .act = ledger_act,
    .type = ledger_type,
    .choices = ledger_choices,
    .choices_hint = N_("remove"),
};
