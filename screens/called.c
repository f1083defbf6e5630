/* One call to read: its path, what was noted, how it was reviewed; and its
 * review: a score by one key, a comment, then the next of the queue. The call
 * itself is never edited. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store.h"
#include "console/cases/store_review.h"
#include "console/desk.h"
#include "console/people/right.h"
#include "console/people/seal.h"
#include "screens/calltext.h"
#include "screens/fetch.h"
#include "screens/kit/field.h"
#include "screens/kit/pager.h"
#include "screens/reviewing.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>

enum { SCORE_MAX = 5, COMMENT_MAX = 500 };

struct called {
    struct seat *seat;
    struct fetch *fetch, *saving;
    struct json_t *record;
    struct json_t *reviews; /* of it */
    struct json_t *queue;   /* {left, done_today}, while reviewing */
    struct pager pager;
    enum language language;
    bool revealed;
    int score; /* being given; 0: none yet */
    struct field comment;
    char uuid[SEAL_UUID_SIZE]; /* of the review: saving twice is once */
    bool empty;                /* the queue is: go back */
};

/* ---- what is asked of the store ---- */

/* The queue's figures and its first call; null while nobody reviews. */
static struct json_t *read_queue(struct store *store,
                                 const struct fetch_what *what,
                                 struct error *error)
{
    struct store_review_filter filter;
    reviewing_filter(what->given, 1, &filter);
    return what->mine ? store_review_queue(store, &filter, error) : json_null();
}

/* The reveal is committed before the values are read in full. */
static struct json_t *read_call(struct store *store,
                                const struct fetch_what *what,
                                struct error *error)
{
    if (what->revealed &&
        !store_add_reveal(store, "call", what->text, NULL, NULL, error))
        return NULL;
    AUTO_JSON call = store_call(store, what->text, what->revealed, error);
    AUTO_JSON reviews =
        call ? store_reviews(store, what->text, what->revealed, error) : NULL;
    AUTO_JSON queue = reviews ? read_queue(store, what, error) : NULL;
    return queue ? json_pack("{s:O, s:O, s:O}", "call", call, "reviews",
                             reviews, "queue", queue)
                 : NULL;
}

/* Saves, then says which call is the next. */
static struct json_t *save_review(struct store *store,
                                  const struct fetch_what *what,
                                  struct error *error)
{
    const char *text = json_find_string(what->given, "text");
    const struct store_review review = {
        .uuid = json_find_string(what->given, "uuid"),
        .part = what->text,
        .score = (int)json_integer_value(json_object_get(what->given, "score")),
        .text = *text ? text : NULL,
    };
    return store_review_save(store, &review, error)
               ? read_queue(store, what, error)
               : NULL;
}

static void write_page(struct called *called)
{
    int top = called->pager.top;
    pager_clear(&called->pager);
    calltext_write(&called->pager, called->seat, called->record,
                   called->language);
    calltext_write_reviews(&called->pager, called->seat, called->reviews);
    called->pager.top = top;
}

static void take_call(const struct json_t *value, const struct error *error,
                      void *cookie)
{
    struct called *called = cookie;
    called->seat->changed(called->seat->cookie);
    if (!value) {
        called->revealed = false;
        seat_fault(called->seat, error);
        return;
    }
    json_decref(called->record);
    json_decref(called->reviews);
    json_decref(called->queue);
    called->record = json_incref(json_object_get(value, "call"));
    called->reviews = json_incref(json_object_get(value, "reviews"));
    called->queue = json_incref(json_object_get(value, "queue"));
    write_page(called);
}

static void ask(struct called *called)
{
    fetch_start(&called->fetch, called->seat,
                &(struct fetch_what){.work = read_call,
                                     .done = take_call,
                                     .cookie = called,
                                     .text = called->seat->part,
                                     .mine = called->seat->reviewing,
                                     .given = reviewing_given(called->seat),
                                     .revealed = called->revealed});
}

/* Another review begins, with nothing given. */
static void begin_review(struct called *called)
{
    called->score = 0;
    field_set(&called->comment, "");
    seal_uuid(called->uuid);
}

/* The next call of the queue in this one's place; none: back. Until it is read
 * there is nothing to score. */
static void go_on(struct called *called, const struct json_t *queue)
{
    const struct json_t *next =
        json_array_get(json_object_get(queue, "calls"), 0);
    called->empty = next == NULL;
    if (called->empty)
        return;
    free(called->seat->part);
    called->seat->part = mem_copy(json_find_string(next, "uuid"));
    called->revealed = false;
    json_decref(called->record);
    called->record = NULL;
    pager_clear(&called->pager);
}

static void take_saved(const struct json_t *value, const struct error *error,
                       void *cookie)
{
    struct called *called = cookie;
    called->seat->changed(called->seat->cookie);
    if (!value) {
        seat_fault(called->seat, error);
        return;
    }
    seat_say(called->seat, false, _("The review is saved."));
    begin_review(called);
    if (called->seat->reviewing)
        go_on(called, value);
    ask(called);
}

static void save(struct called *called)
{
    if (called->saving)
        return;
    json_t *given = reviewing_given(called->seat);
    json_object_set_new(given, "uuid", json_string(called->uuid));
    json_object_set_new(given, "score", json_integer(called->score));
    json_object_set_new(given, "text",
                        json_string(field_text(&called->comment)));
    fetch_start(&called->saving, called->seat,
                &(struct fetch_what){.work = save_review,
                                     .done = take_saved,
                                     .cookie = called,
                                     .text = called->seat->part,
                                     .mine = called->seat->reviewing,
                                     .given = given});
}

/* ---- the screen ---- */

static bool called_open(void *state, struct seat *seat, struct error *error)
{
    struct called *called = state;
    (void)error;
    called->seat = seat;
    called->language = seat->desk->language;
    field_init(&called->comment, FIELD_TEXT, COMMENT_MAX);
    begin_review(called);
    ask(called);
    return true;
}

static void called_close(void *state)
{
    struct called *called = state;
    fetch_drop(&called->fetch);
    fetch_drop(&called->saving);
    json_decref(called->record);
    json_decref(called->reviews);
    json_decref(called->queue);
    pager_clear(&called->pager);
    field_clear(&called->comment);
}

static unsigned called_scopes(const void *state)
{
    return ((const struct called *)state)->score ? SCOPE_COMMENT : SCOPE_CALLED;
}

static bool called_typing(const void *state)
{
    return ((const struct called *)state)->score > 0;
}

static bool called_can(const void *state, enum command command)
{
    const struct called *called = state;
    switch (command) {
    case COMMAND_OPEN:
        return json_find_string(called->record, "number") != NULL;
    case COMMAND_REVEAL:
        return called->record && !called->revealed;
    case COMMAND_REVIEWED:
    case COMMAND_LEAVE: /* what is being saved is not dropped */
        return !called->saving;
    default:
        return true;
    }
}

static struct step open_case(struct called *called)
{
    struct seat *seat = called->seat;
    free(seat->number);
    seat->number = mem_copy(json_find_string(called->record, "number"));
    return STEP_TO(STEP_OPEN, SCREEN_STORY);
}

/* From the comment back to the call, where what was typed stays; from the call
 * back, which would lose it. */
static struct step leave(struct called *called, bool sure)
{
    bool typed = field_text(&called->comment)[0] != '\0';
    if (called->score > 0) {
        called->score = 0;
        return STEP(STEP_STAY);
    }
    if (sure || !typed)
        return STEP(STEP_BACK);
    return (struct step){.kind = STEP_ASK,
                         .command = COMMAND_LEAVE,
                         .text = _("The comment is not saved. Leave the call "
                                   "without it?"),
                         .yes = _("yes, leave it")};
}

static struct step called_act(void *state, enum command command, bool sure)
{
    struct called *called = state;
    switch (command) {
    case COMMAND_OPEN:
        return open_case(called);
    case COMMAND_REVEAL:
        called->revealed = true;
        ask(called);
        return STEP(STEP_STAY);
    case COMMAND_SPEAK:
        called->language = language_next(called->language);
        if (called->record)
            write_page(called);
        return STEP(STEP_STAY);
    case COMMAND_REVIEWED:
        save(called);
        return STEP(STEP_STAY);
    case COMMAND_LEAVE:
        return leave(called, sure);
    default:
        return STEP(STEP_PASS);
    }
}

static int called_choices(const void *state)
{
    const struct called *called = state;
    bool may = right_of(called->seat->desk->user.role, RIGHT_REVIEW);
    return called->record && may && !called->score ? SCORE_MAX : 0;
}

/* What is changed after a save that failed is another review: had the first
 * been committed after all, this one must not be taken for it. */
static struct step type_comment(struct called *called, struct key key)
{
    enum field_result result = field_key(&called->comment, key);
    if (result == FIELD_CHANGED)
        seal_uuid(called->uuid);
    return result == FIELD_IGNORED ? STEP(STEP_PASS) : STEP(STEP_STAY);
}

static struct step called_type(void *state, struct key key)
{
    struct called *called = state;
    int digit = key.kind == KEY_CHAR ? key_digit(key) : -1;
    if (called->score > 0)
        return type_comment(called, key);
    if (digit >= 1 && digit <= called_choices(called)) {
        called->score = digit;
        seal_uuid(called->uuid);
        return STEP(STEP_STAY);
    }
    return pager_key(&called->pager, key) ? STEP(STEP_STAY) : STEP(STEP_PASS);
}

static struct step called_changed(void *state)
{
    struct called *called = state;
    return STEP(called->empty ? STEP_BACK : STEP_STAY);
}

static void draw_title(const struct called *called, struct area area)
{
    const struct json_t *queue = called->queue;
    if (!json_is_object(queue)) {
        area_hline(area, 0, _("Call"));
        return;
    }
    AUTO_CHARS title = mem_format(
        _("Review: %d left, %d done today"),
        (int)json_integer_value(json_object_get(queue, "left")),
        (int)json_integer_value(json_object_get(queue, "done_today")));
    area_hline(area, 0, title);
}

/* The comment under the call it is about. */
static void draw_comment(struct called *called, struct area *area)
{
    if (called->score == 0)
        return;
    struct area row = area_take_rows(area, -1);
    int at = area_format(row, 0, 1, STYLE_WARN, _("Score %d. Comment:"),
                         called->score);
    field_draw(&called->comment,
               area_part(row, 0, at + 2, 1, row.columns - at - 3), true);
}

static void called_draw(void *state, struct area area)
{
    struct called *called = state;
    draw_title(called, area_take_rows(&area, 1));
    struct area rest = area;
    if (called->score > 0)
        area_take_rows(&rest, -1);
    if (called->record)
        pager_draw(&called->pager,
                   area_part(rest, 0, 1, rest.rows, rest.columns - 1));
    else
        area_put(rest, 0, 2, STYLE_DIM, _("Reading…"));
    draw_comment(called, &area); /* last: the cursor rests in it */
}

const struct screen_ops called_screen = {
    .id = "call",
    .title = N_("Call"),
    .size = sizeof(struct called),
    .open = called_open,
    .close = called_close,
    .scopes = called_scopes,
    .typing = called_typing,
    .can = called_can,
    .draw = called_draw,
    .act = called_act,
    .type = called_type,
    .changed = called_changed,
    .choices = called_choices,
    .choices_hint = N_("score"),
};
