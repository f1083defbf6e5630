/* The calls to review, and why each is among them. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store_review.h"
#include "screens/fetch.h"
#include "screens/kit/list.h"
#include "screens/logrow.h"
#include "screens/reviewing.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { QUEUE_MAX = 100 };

struct queue {
    struct seat *seat;
    struct fetch *fetch;
    struct fetch_watch watch;
    struct json_t *answer; /* store_review_queue() */
    struct list list;
};

static struct json_t *calls_of(const struct queue *queue)
{
    return json_object_get(queue->answer, "calls");
}

static struct json_t *call_at(const struct queue *queue, int index)
{
    return json_array_get(calls_of(queue), (size_t)index);
}

static struct json_t *read_queue(struct store *store,
                                 const struct fetch_what *what,
                                 struct error *error)
{
    struct store_review_filter filter;
    reviewing_filter(what->given, QUEUE_MAX, &filter);
    return store_review_queue(store, &filter, error);
}

/* The cursor stays on its call. */
static void replace(struct queue *queue, const struct json_t *value)
{
    AUTO_CHARS before = mem_copy(
        json_find_string(call_at(queue, queue->list.selected), "uuid"));
    json_decref(queue->answer);
    queue->answer = json_incref((json_t *)value);
    list_set_count(&queue->list, (int)json_array_size(calls_of(queue)));
    for (int i = 0; before && i < queue->list.count; i++)
        if (strcmp(json_find_string(call_at(queue, i), "uuid"), before) == 0)
            queue->list.selected = i;
}

static void take_queue(const struct json_t *value, const struct error *error,
                       void *cookie)
{
    struct queue *queue = cookie;
    if (value)
        replace(queue, value);
    else
        seat_fault(queue->seat, error);
    queue->seat->changed(queue->seat->cookie);
}

static void ask(void *cookie)
{
    struct queue *queue = cookie;
    fetch_start(&queue->fetch, queue->seat,
                &(struct fetch_what){.work = read_queue,
                                     .done = take_queue,
                                     .cookie = queue,
                                     .given = reviewing_given(queue->seat)});
}

static bool queue_open(void *state, struct seat *seat, struct error *error)
{
    struct queue *queue = state;
    (void)error;
    queue->seat = seat;
    ask(queue);
    fetch_watch_start(&queue->watch, seat, ask, queue);
    return true;
}

static void queue_close(void *state)
{
    struct queue *queue = state;
    fetch_watch_stop(&queue->watch);
    fetch_drop(&queue->fetch);
    json_decref(queue->answer);
}

/* Back from a call, or from several. */
static void queue_shown(void *state)
{
    ask(state);
}

static unsigned queue_scopes(const void *state)
{
    (void)state;
    return SCOPE_QUEUE;
}

static bool queue_can(const void *state, enum command command)
{
    const struct queue *queue = state;
    return command != COMMAND_OPEN || queue->list.count > 0;
}

static struct step open_call(struct queue *queue)
{
    const struct json_t *call = call_at(queue, queue->list.selected);
    free(queue->seat->part);
    queue->seat->part = mem_copy(json_find_string(call, "uuid"));
    queue->seat->reviewing = true;
    return STEP_TO(STEP_OPEN, SCREEN_CALLED);
}

static struct step queue_act(void *state, enum command command, bool sure)
{
    (void)sure;
    if (command == COMMAND_OPEN)
        return open_call(state);
    return command == COMMAND_LEAVE ? STEP(STEP_BACK) : STEP(STEP_PASS);
}

static struct step queue_type(void *state, struct key key)
{
    struct queue *queue = state;
    return list_key(&queue->list, key) ? STEP(STEP_STAY) : STEP(STEP_PASS);
}

/* ---- drawing ---- */

/* Why a call is in the queue, in words; codes as the store gives them. */
static const char *why_words(const char *code)
{
    static const struct {
        const char *code, *words;
    } whys[] = {{"sample", N_("random sample")},
                {"long", N_("long call")},
                {"other", N_("outcome “other”")},
                {"contradiction", N_("against the look-up")}};
    for (size_t i = 0; i < COUNT(whys); i++)
        if (strcmp(whys[i].code, code) == 0)
            return _(whys[i].words);
    return code;
}

static char *write_whys(const struct json_t *call)
{
    struct text text = {0};
    size_t index;
    json_t *why;
    json_array_foreach(json_object_get(call, "why"), index, why)
    {
        const char *code = json_string_value(why);
        text_format(&text, "%s%s", index > 0 ? ", " : "",
                    why_words(code ? code : "?"));
    }
    return text_take(&text);
}

/* The reason first: it is what the eye looks for. */
static void draw_row(struct area area, int index, bool selected, void *cookie)
{
    const struct queue *queue = cookie;
    const struct json_t *call = call_at(queue, index);
    AUTO_CHARS whys = write_whys(call);
    struct area why = area_take_columns(&area, 26);
    why.columns--;
    area_put_in(why, STYLE_WARN, whys);
    logrow_draw(queue->seat, call, area, true, selected);
}

static void draw_head(const struct queue *queue, struct area area)
{
    AUTO_CHARS title = mem_format(
        _("Review: %d left, %d done today"),
        (int)json_integer_value(json_object_get(queue->answer, "left")),
        (int)json_integer_value(json_object_get(queue->answer, "done_today")));
    area_hline(area, 0, title);
}

static void queue_draw(void *state, struct area area)
{
    struct queue *queue = state;
    draw_head(queue, area_take_rows(&area, 1));
    struct area head = area_take_rows(&area, 1);
    if (queue->list.count == 0) {
        area_put(head, 0, 2, STYLE_DIM,
                 queue->answer ? _("Nothing is left to review.")
                               : _("Reading…"));
        area_cursor(head, 0, 2);
        return;
    }
    area_put(head, 0, 2, STYLE_DIM, _("why"));
    logrow_head(area_part(head, 0, 28, 1, head.columns - 28), true);
    list_draw(&queue->list, area, true, draw_row, queue);
}

const struct screen_ops queue_screen = {
    .id = "queue",
    .title = N_("Review"),
    .size = sizeof(struct queue),
    .open = queue_open,
    .close = queue_close,
    .scopes = queue_scopes,
    .can = queue_can,
    .draw = queue_draw,
    .act = queue_act,
    .type = queue_type,
    .shown = queue_shown,
};
