/* A list of cases by due time: a branch's inbox, or what an agent may see, in
 * one of five views, narrowed by text. What others do shows by itself. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/number.h"
#include "console/cases/store.h"
#include "console/desk.h"
#include "console/people/right.h"
#include "screens/caserow.h"
#include "screens/kit/field.h"
#include "screens/kit/list.h"
#include "screens/lease.h"
#include "screens/receipt.h"
#include "screens/screen.h"
#include "screens/view.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct inbox {
    struct seat *seat;
    struct fetch *fetch;
    struct receipt_gone gone; /* what went to other branches */
    struct json_t *cases;
    struct list list;
    enum view view;
    struct field filter;
    char *before;   /* the case selected before filtering */
    char *back_to;  /* the case to select in the next rows; NULL: the same */
    bool filtering; /* the filter has the focus */
    struct fetch_watch watch;
    struct lease_round round;
    bool older; /* the question under way is for older rows */
    bool more;  /* there are older rows than those listed */
};

static const char *number_at(const struct inbox *inbox, int index)
{
    const json_t *row = json_array_get(inbox->cases, (size_t)index);
    return row ? json_find_string(row, "number") : NULL;
}

static void forget_row(struct inbox *inbox)
{
    free(inbox->back_to);
    inbox->back_to = NULL;
}

/* New rows: the cursor stays on its case, wherever that stands now. */
static void take_rows(struct inbox *inbox, const struct json_t *rows)
{
    AUTO_CHARS before =
        mem_copy(inbox->back_to ? inbox->back_to
                                : number_at(inbox, inbox->list.selected));
    forget_row(inbox);
    json_decref(inbox->cases);
    inbox->cases = json_incref((json_t *)rows);
    list_set_count(&inbox->list, (int)json_array_size(inbox->cases));
    for (int i = 0; before && i < inbox->list.count; i++)
        if (strcmp(number_at(inbox, i), before) == 0)
            inbox->list.selected = i;
}

static void add_rows(struct inbox *inbox, const struct json_t *rows)
{
    json_array_extend(inbox->cases, (json_t *)rows);
    list_set_count(&inbox->list, (int)json_array_size(inbox->cases));
}

static void take_cases(const struct json_t *value, const struct error *error,
                       void *cookie)
{
    struct inbox *inbox = cookie;
    if (!value)
        seat_fault(inbox->seat, error);
    else if (inbox->older)
        add_rows(inbox, value);
    else
        take_rows(inbox, value);
    inbox->more = value && json_array_size(value) == VIEW_PAGE;
    receipt_gone_ask(&inbox->gone);
    inbox->seat->changed(inbox->seat->cookie);
}

/* From the first row, or behind `last`. */
static void ask_from(struct inbox *inbox, const json_t *last)
{
    inbox->older = last != NULL;
    fetch_start(&inbox->fetch, inbox->seat,
                &(struct fetch_what){
                    .work = view_work,
                    .done = take_cases,
                    .cookie = inbox,
                    .text = (char *)field_text(&inbox->filter),
                    .given = view_given(inbox->seat, inbox->view, last)});
}

static void ask_cases(struct inbox *inbox)
{
    ask_from(inbox, NULL);
}

/* At the last row: the next page, by key. */
static void ask_older(struct inbox *inbox)
{
    const json_t *last =
        json_array_get(inbox->cases, json_array_size(inbox->cases) - 1);
    bool at_end = inbox->list.selected == inbox->list.count - 1;
    if (at_end && inbox->more && !inbox->fetch)
        ask_from(inbox, last);
}

static bool list_moved(struct inbox *inbox, struct key key)
{
    if (!list_key(&inbox->list, key))
        return false;
    ask_older(inbox);
    return true;
}

static void look_again(void *cookie)
{
    ask_cases(cookie);
}

static bool inbox_open(void *state, struct seat *seat, struct error *error)
{
    struct inbox *inbox = state;
    (void)error;
    inbox->seat = seat;
    inbox->gone = (struct receipt_gone){.seat = seat};
    inbox->view = VIEW_OPEN;
    field_init(&inbox->filter, FIELD_TEXT, 60);
    ask_cases(inbox);
    fetch_watch_start(&inbox->watch, seat, look_again, inbox);
    lease_round_start(&inbox->round, seat);
    return true;
}

static void inbox_close(void *state)
{
    struct inbox *inbox = state;
    fetch_watch_stop(&inbox->watch);
    lease_round_stop(&inbox->round);
    fetch_drop(&inbox->fetch);
    receipt_gone_clear(&inbox->gone);
    json_decref(inbox->cases);
    field_clear(&inbox->filter);
    free(inbox->before);
    free(inbox->back_to);
}

static const char *selected_number(const struct inbox *inbox)
{
    return number_at(inbox, inbox->list.selected);
}

/* The start of a branch person; opened from a start it can be left. */
static unsigned inbox_scopes(const void *state)
{
    const struct inbox *inbox = state;
    return role_has_branch(inbox->seat->desk->user.role)
               ? SCOPE_LIST
               : SCOPE_LIST | SCOPE_LIST_OPEN;
}

static bool inbox_typing(const void *state)
{
    return ((const struct inbox *)state)->filtering;
}

static bool inbox_can(const void *state, enum command command)
{
    const struct inbox *inbox = state;
    switch (command) {
    case COMMAND_OPEN:
        return selected_number(inbox) != NULL;
    case COMMAND_UNFILTER:
        return field_text(&inbox->filter)[0] != '\0';
    case COMMAND_SWITCH:
        return inbox->seat->practice && !inbox->seat->call;
    case COMMAND_BOARD:
        return right_of(inbox->seat->desk->user.role, RIGHT_BOARD);
    case COMMAND_FILTER:
    case COMMAND_LEAVE:
        return !inbox->filtering;
    default:
        return true;
    }
}

static struct step show_view(struct inbox *inbox, enum view view)
{
    inbox->view = view;
    ask_cases(inbox);
    return STEP(STEP_STAY);
}

static struct step open_case(struct inbox *inbox, const char *number)
{
    free(inbox->seat->number);
    inbox->seat->number = mem_copy(number);
    return STEP_TO(STEP_OPEN, SCREEN_STORY);
}

static struct step inbox_act(void *state, enum command command, bool sure)
{
    struct inbox *inbox = state;
    (void)sure;
    receipt_gone_read(&inbox->gone);
    switch (command) {
    case COMMAND_OPEN:
        return open_case(inbox, selected_number(inbox));
    case COMMAND_FILTER:
        inbox->filtering = true;
        free(inbox->before);
        inbox->before = mem_copy(selected_number(inbox));
        return STEP(STEP_STAY);
    case COMMAND_UNFILTER:
        field_set(&inbox->filter, "");
        inbox->filtering = false;
        ask_cases(inbox);
        return STEP(STEP_STAY);
    case COMMAND_SWITCH:
        return STEP_TO(STEP_OPEN, SCREEN_DESKS);
    case COMMAND_BOARD:
        return STEP_TO(STEP_OPEN, SCREEN_BOARD);
    case COMMAND_LEAVE:
        return STEP(STEP_BACK);
    default:
        return view_of(command) < VIEW_COUNT
                   ? show_view(inbox, view_of(command))
                   : STEP(STEP_PASS);
    }
}

/* No filter, and the row that was selected before it. */
static void take_back(struct inbox *inbox)
{
    field_set(&inbox->filter, "");
    forget_row(inbox);
    inbox->back_to = inbox->before;
    inbox->before = NULL;
}

/* Who types a whole case number wants that case, wherever it stands. */
static bool is_number(const struct inbox *inbox, char *number)
{
    return number_read(field_text(&inbox->filter), number);
}

/* Back from it, the list is whole again. */
static struct step open_typed(struct inbox *inbox, const char *number)
{
    inbox->filtering = false;
    take_back(inbox);
    ask_cases(inbox);
    return open_case(inbox, number);
}

/* Filters as it is typed; Enter keeps it, Esc takes it back. */
static struct step type_filter(struct inbox *inbox, struct key key)
{
    bool enter = key.kind == KEY_NAMED && key.name == NAMED_ENTER;
    bool escape = key.kind == KEY_NAMED && key.name == NAMED_ESC;
    char number[NUMBER_SIZE];
    if (list_moved(inbox, key))
        return STEP(STEP_STAY);
    if (enter && is_number(inbox, number))
        return open_typed(inbox, number);
    if (enter || escape)
        inbox->filtering = false;
    if (escape)
        take_back(inbox);
    else if (!enter && field_key(&inbox->filter, key) == FIELD_IGNORED)
        return STEP(STEP_PASS);
    if (!enter)
        ask_cases(inbox);
    return STEP(STEP_STAY);
}

static struct step inbox_type(void *state, struct key key)
{
    struct inbox *inbox = state;
    receipt_gone_read(&inbox->gone);
    if (inbox->filtering)
        return type_filter(inbox, key);
    return list_moved(inbox, key) ? STEP(STEP_STAY) : STEP(STEP_PASS);
}

static void draw_row(struct area area, int index, bool selected, void *cookie)
{
    const struct inbox *inbox = cookie;
    caserow_draw_case(inbox->seat, json_array_get(inbox->cases, (size_t)index),
                      area, selected);
}

/* The filter as a chip that is seen while it narrows. */
static void draw_filter(struct inbox *inbox, struct area *area)
{
    bool some = field_text(&inbox->filter)[0] != '\0';
    if (!some && !inbox->filtering)
        return;
    struct area row = area_take_rows(area, 1);
    int at = area_put(row, 0, 1, STYLE_WARN, _("filter:")) + 2;
    field_draw(&inbox->filter, area_part(row, 0, at, 1, 40), inbox->filtering);
}

static void draw_cases(struct inbox *inbox, struct area area)
{
    struct area titles = area_take_rows(&area, 1);
    caserow_draw_titles(inbox->seat,
                        area_part(titles, 0, 2, 1, titles.columns - 2));
    list_draw(&inbox->list, area, !inbox->filtering, draw_row, inbox);
}

static void inbox_draw(void *state, struct area area)
{
    struct inbox *inbox = state;
    AUTO_CHARS title =
        mem_format(_("Cases: %d%s"), inbox->list.count, inbox->more ? "+" : "");
    area_hline(area_take_rows(&area, 1), 0, title);
    view_draw(inbox->view, area_take_rows(&area, 1));
    draw_filter(inbox, &area);
    receipt_gone_draw(&inbox->gone, &area);
    if (inbox->list.count > 0) {
        draw_cases(inbox, area);
        return;
    }
    area_put(area, 0, 2, STYLE_DIM,
             inbox->cases ? _("No cases here.") : _("Reading…"));
    if (!inbox->filtering)
        area_cursor(area, 0, 2);
}

const struct screen_ops inbox_screen = {
    .id = "inbox",
    .title = N_("Cases"),
    .size = sizeof(struct inbox),
    .open = inbox_open,
    .close = inbox_close,
    .scopes = inbox_scopes,
    .typing = inbox_typing,
    .can = inbox_can,
    .draw = inbox_draw,
    .act = inbox_act,
    .type = inbox_type,
};
