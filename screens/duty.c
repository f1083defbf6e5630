/* A supervisor's start: what needs a decision, how much of it, and the latest
 * cases below. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store_board.h"
#include "console/cases/store_head.h"
#include "console/cases/store_review.h"
#include "console/desk.h"
#include "console/people/right.h"
#include "console/reload.h"
#include "screens/fetch.h"
#include "screens/figure.h"
#include "screens/kit/list.h"
#include "screens/logpage.h"
#include "screens/logrow.h"
#include "screens/reviewing.h"
#include "screens/screen.h"
#include "screens/sending.h"
#include "screens/unfinished.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* The latest cases take so many rows at least: what there is none of gives way.
 */
enum { ROWS_LATEST = 5 };

struct duty {
    struct seat *seat;
    struct fetch *fetch;
    struct fetch_watch watch;
    struct json_t *figures; /* store_attention() */
    struct logpage page;    /* the latest cases */
    struct list list;
    int64_t at; /* seq of the selected case */
};

/* What may need a decision: the figure's key, what it counts, and where its
 * digit leads; the log opens narrowed by `narrow` = `value`. */
static const struct matter {
    const char *key, *text;
    enum screen_id screen;
    const char *narrow, *value;
} matters[] = {
    {"overdue", N_("cases past their due time"), SCREEN_LEDGER, "overdue", ""},
    {"returned", N_("cases sent back by a branch"), SCREEN_LEDGER, "state",
     "returned"},
    {"freed", N_("cases nobody works on: the lease was over"), SCREEN_LEDGER,
     "freed", ""},
    {"review", N_("calls to review"), SCREEN_QUEUE, NULL, NULL},
    {"limits", N_("look-ups refused today: above the limit of the hour"),
     SCREEN_LOOKS, NULL, NULL},
    {"unreached", N_("messages that did not reach their branch"),
     SCREEN_UNDELIVERED, NULL, NULL}};

/* ---- reading ---- */

static int64_t count_of(const struct json_t *figures, const char *key)
{
    return json_integer_value(json_object_get(figures, key));
}

static struct json_t *read_figures(struct store *store,
                                   const struct fetch_what *what,
                                   struct error *error)
{
    struct store_review_filter review;
    reviewing_filter(what->given, 0, &review);
    AUTO_JSON figures = store_attention(store, &review, error);
    AUTO_JSON head = figures ? store_head_state(store, error) : NULL;
    AUTO_JSON sending = head ? sending_read(store, what->text, error) : NULL;
    if (!sending)
        return NULL;
    json_object_set(figures, "head", head);
    json_object_set(figures, "sending", sending);
    json_object_set_new(figures, "unreached",
                        json_integer(count_of(figures, "undelivered") +
                                     count_of(figures, "late")));
    return json_incref(figures);
}

static void take_figures(const struct json_t *value, const struct error *error,
                         void *cookie)
{
    struct duty *duty = cookie;
    if (!value) {
        seat_fault(duty->seat, error);
    } else {
        json_decref(duty->figures);
        duty->figures = json_incref((json_t *)value);
    }
    duty->seat->changed(duty->seat->cookie);
}

static void ask_figures(struct duty *duty)
{
    fetch_start(&duty->fetch, duty->seat,
                &(struct fetch_what){.work = read_figures,
                                     .done = take_figures,
                                     .cookie = duty,
                                     .text = duty->seat->desk->folder,
                                     .given = reviewing_given(duty->seat)});
}

static void note_row(struct duty *duty)
{
    duty->at = logpage_number(&duty->page, duty->list.selected, "seq");
}

/* The cursor stays on its case when others come in above it. */
static void rows_came(void *cookie)
{
    struct duty *duty = cookie;
    list_set_count(&duty->list, duty->page.count);
    for (int i = 0; duty->at && i < duty->page.count; i++)
        if (logpage_number(&duty->page, i, "seq") == duty->at)
            duty->list.selected = i;
    note_row(duty);
}

static void log_changed(void *cookie)
{
    struct duty *duty = cookie;
    ask_figures(duty);
    logpage_renew(&duty->page);
}

/* ---- the screen ---- */

static bool duty_open(void *state, struct seat *seat, struct error *error)
{
    struct duty *duty = state;
    (void)error;
    duty->seat = seat;
    duty->page =
        (struct logpage){.seat = seat, .taken = rows_came, .cookie = duty};
    ask_figures(duty);
    logpage_start(&duty->page, false, json_object());
    fetch_watch_start(&duty->watch, seat, log_changed, duty);
    return true;
}

static void duty_close(void *state)
{
    struct duty *duty = state;
    fetch_watch_stop(&duty->watch);
    fetch_drop(&duty->fetch);
    logpage_clear(&duty->page);
    json_decref(duty->figures);
}

static unsigned duty_scopes(const void *state)
{
    (void)state;
    return SCOPE_DUTY;
}

static bool may(const struct duty *duty, enum right right)
{
    return right_of(duty->seat->desk->user.role, right);
}

static bool duty_can(const void *state, enum command command)
{
    const struct duty *duty = state;
    const struct seat *seat = duty->seat;
    switch (command) {
    case COMMAND_CALL_NEW:
        return may(duty, RIGHT_CALL_TAKE) && !unfinished_is(seat);
    case COMMAND_CALL_RESUME:
    case COMMAND_CALL_DROP:
        return unfinished_can(seat);
    case COMMAND_OPEN:
        return duty->page.count > 0;
    case COMMAND_CALLS:
        return may(duty, RIGHT_CALL_ALL);
    case COMMAND_REVIEWS:
        return may(duty, RIGHT_REVIEW);
    case COMMAND_BOARD:
        return may(duty, RIGHT_BOARD);
    case COMMAND_LOOKS:
        return may(duty, RIGHT_WHO_SAW);
    case COMMAND_UNDELIVERED:
        return may(duty, RIGHT_OUTBOX);
    case COMMAND_SWITCH:
        return seat->practice && !seat->call;
    case COMMAND_FINDINGS:
        return reload_state(seat->reload) == RELOAD_REFUSED;
    default:
        return true;
    }
}

/* Opens the log, as it is or narrowed by a matter. */
static struct step open_log(struct duty *duty, bool calls,
                            const struct matter *matter)
{
    struct seat *seat = duty->seat;
    json_decref(seat->narrow);
    seat->narrow = json_pack("{s:b}", "calls", calls);
    if (matter)
        json_object_set_new(seat->narrow, matter->narrow,
                            json_string(matter->value));
    return STEP_TO(STEP_OPEN, SCREEN_LEDGER);
}

static struct step open_case(struct duty *duty)
{
    const struct json_t *row =
        json_array_get(duty->page.rows, (size_t)duty->list.selected);
    free(duty->seat->number);
    duty->seat->number = mem_copy(json_find_string(row, "number"));
    return STEP_TO(STEP_OPEN, SCREEN_STORY);
}

static struct step duty_act(void *state, enum command command, bool sure)
{
    struct duty *duty = state;
    switch (command) {
    case COMMAND_CALL_NEW:
        return STEP_TO(STEP_OPEN, SCREEN_GUIDE);
    case COMMAND_CALL_RESUME:
        return unfinished_resume(duty->seat);
    case COMMAND_CALL_DROP:
        return unfinished_drop(duty->seat, sure);
    case COMMAND_OPEN:
        return open_case(duty);
    case COMMAND_CASES:
    case COMMAND_CALLS:
        return open_log(duty, command == COMMAND_CALLS, NULL);
    case COMMAND_REVIEWS:
        return STEP_TO(STEP_OPEN, SCREEN_QUEUE);
    case COMMAND_BOARD:
        return STEP_TO(STEP_OPEN, SCREEN_BOARD);
    case COMMAND_LOOKS:
        return STEP_TO(STEP_OPEN, SCREEN_LOOKS);
    case COMMAND_UNDELIVERED:
        return STEP_TO(STEP_OPEN, SCREEN_UNDELIVERED);
    case COMMAND_SWITCH:
        return STEP_TO(STEP_OPEN, SCREEN_DESKS);
    case COMMAND_RELOAD:
        reload_now(duty->seat->reload);
        return STEP(STEP_STAY);
    case COMMAND_FINDINGS:
        return STEP_TO(STEP_OPEN, SCREEN_FINDINGS);
    default:
        return STEP(STEP_PASS);
    }
}

/* A digit opens its matter. */
static struct step duty_type(void *state, struct key key)
{
    struct duty *duty = state;
    int digit = key.kind == KEY_CHAR ? key_digit(key) : -1;
    if (list_key(&duty->list, key)) {
        note_row(duty);
        if (duty->list.selected == duty->list.count - 1)
            logpage_next(&duty->page);
        return STEP(STEP_STAY);
    }
    if (digit < 1 || digit > (int)COUNT(matters))
        return STEP(STEP_PASS);
    const struct matter *matter = &matters[digit - 1];
    return matter->screen == SCREEN_LEDGER ? open_log(duty, false, matter)
                                           : STEP_TO(STEP_OPEN, matter->screen);
}

static int duty_choices(const void *state)
{
    (void)state;
    return COUNT(matters);
}

static struct step duty_changed(void *state)
{
    unfinished_look(((struct duty *)state)->seat);
    return STEP(STEP_STAY);
}

/* ---- drawing ---- */

/* Refused look-ups are named with those who asked: the digit leads to where
 * their names are typed. */
static char *matter_text(const struct duty *duty, const struct matter *matter,
                         bool some)
{
    const char *who = json_find_string(duty->figures, "limited");
    bool named = some && who && matter->screen == SCREEN_LOOKS;
    return mem_format("%s%s%s", _(matter->text), named ? ": " : "",
                      named ? who : "");
}

static int64_t figure_of(const struct duty *duty, int index)
{
    return count_of(duty->figures, matters[index].key);
}

static void draw_matter(const struct duty *duty, struct area area, int index)
{
    const struct matter *matter = &matters[index];
    int64_t figure = figure_of(duty, index);
    AUTO_CHARS count = duty->figures ? figure_count(figure) : mem_copy("…");
    bool some = figure > 0;
    area_format(area, 0, 2, STYLE_KEY, "%d", index + 1);
    area_format(area, 0, 4, some ? STYLE_WARN : STYLE_DIM, "%*s",
                8 + (int)(strlen(count) - (size_t)text_cells(count)), count);
    AUTO_CHARS text = matter_text(duty, matter, some);
    area_put_in(area_part(area, 0, 14, 1, area.columns - 14),
                some ? STYLE_STRONG : STYLE_DIM, text);
}

/* Messages for which nothing happens any more until somebody decides. */
static void draw_stuck(const struct duty *duty, struct area *area)
{
    const struct json_t *sending = json_object_get(duty->figures, "sending");
    int stuck = (int)count_of(duty->figures, "undelivered");
    if (stuck > 0)
        area_format(area_take_rows(area, 1), 0, 2, STYLE_BAD,
                    _("! Messages stuck on their way to the branches: %d; u "
                      "shows them."),
                    stuck);
    sending_draw(duty->seat, sending, area);
}

/* What stands above the list when it matters: what branches do not get, a log
 * without a witness, a call that was left, scripts that are refused. */
static void draw_news(const struct duty *duty, struct area *area)
{
    draw_stuck(duty, area);
    const struct json_t *head = json_object_get(duty->figures, "head");
    if (count_of(head, "failed") > 0)
        area_put(area_take_rows(area, 1), 0, 2, STYLE_BAD,
                 _("The log's head is not written outside; tell the "
                   "administrator."));
    if (unfinished_is(duty->seat))
        area_put(area_take_rows(area, 1), 0, 2, STYLE_WARN,
                 _("A call is unfinished: r goes on where it stopped."));
    if (reload_state(duty->seat->reload) == RELOAD_REFUSED)
        area_put(area_take_rows(area, 1), 0, 2, STYLE_WARN,
                 _("New scripts are refused, the old ones stay: y shows why."));
}

static void draw_row(struct area area, int index, bool selected, void *cookie)
{
    const struct duty *duty = cookie;
    logrow_draw(duty->seat, json_array_get(duty->page.rows, (size_t)index),
                area, false, selected);
}

static void draw_latest(struct duty *duty, struct area area)
{
    area_hline(area_take_rows(&area, 1), 0, _("The latest cases"));
    struct area head = area_take_rows(&area, 1);
    if (duty->page.count == 0) {
        area_put(head, 0, 2, STYLE_DIM,
                 duty->page.fetch ? _("Reading…") : _("No cases here."));
        area_cursor(head, 0, 2);
        return;
    }
    logrow_head(area_part(head, 0, 2, 1, head.columns - 2), false);
    list_draw(&duty->list, area, true, draw_row, duty);
}

static void duty_draw(void *state, struct area area)
{
    struct duty *duty = state;
    area_hline(area_take_rows(&area, 1), 0, _("What needs a decision"));
    draw_news(duty, &area);
    bool roomy = area.rows >= (int)COUNT(matters) + ROWS_LATEST;
    for (int i = 0; i < (int)COUNT(matters); i++)
        if (roomy || figure_of(duty, i) > 0)
            draw_matter(duty, area_take_rows(&area, 1), i);
    draw_latest(duty, area);
}

const struct screen_ops duty_screen = {
    .id = "duty",
    .title = N_("Start"),
    .size = sizeof(struct duty),
    .open = duty_open,
    .close = duty_close,
    .scopes = duty_scopes,
    .can = duty_can,
    .draw = duty_draw,
    .act = duty_act,
    .type = duty_type,
    .changed = duty_changed,
    .choices = duty_choices,
    .choices_hint = N_("see"),
};
