/* One case as a story, and the keys for what may be done with it right now.
 * What others do to it meanwhile shows by itself. */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/life.h"
#include "console/cases/store.h"
#include "console/cases/store_jot.h"
#include "console/desk.h"
#include "screens/caserow.h"
#include "screens/deedform.h"
#include "screens/kit/pager.h"
#include "screens/lease.h"
#include "screens/moving.h"
#include "screens/pasttext.h"
#include "screens/receipt.h"
#include "screens/screen.h"
#include "screens/storytext.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* The command of each move. */
static const struct {
    enum command command;
    enum case_move move;
} deeds[] = {
    {COMMAND_TAKE, MOVE_TAKEN},
    {COMMAND_ANSWER, MOVE_ANSWERED},
    {COMMAND_CLOSE, MOVE_CLOSED},
    {COMMAND_TRY, MOVE_TRIED},
    {COMMAND_HEAR, MOVE_HEARD},
    {COMMAND_RESUME, MOVE_RESUMED},
    {COMMAND_ASK_CALLER, MOVE_ASKED_CALLER},
    {COMMAND_ASK_BODY, MOVE_ASKED_BODY},
    {COMMAND_SEND_ON, MOVE_SENT_ON},
    {COMMAND_PUT_BACK, MOVE_PUT_BACK},
    {COMMAND_RETURN, MOVE_RETURNED},
    {COMMAND_ASSIGN, MOVE_ASSIGNED},
    {COMMAND_TAKE_OVER, MOVE_TAKEN_OVER},
    {COMMAND_REOPEN, MOVE_REOPENED},
    {COMMAND_NOTE, MOVE_NOTED},
    {COMMAND_LINK, MOVE_LINKED},
    {COMMAND_UNLINK, MOVE_UNLINKED},
    {COMMAND_FINISH, MOVE_FINISHED},
    {COMMAND_VOID, MOVE_VOIDED},
};

struct story {
    struct seat *seat;
    struct fetch *fetch, *moving, *receipt;
    struct fetch_watch watch;
    struct lease lease;
    struct json_t *record;
    struct case_now now; /* of the record */
    struct pager pager;
    bool revealed; /* the values shown are in full */
    bool stale;    /* what is shown was before a move of one's own */
    bool gone;     /* it cannot be read: nothing to show */
    enum language language;
};

/* Asking. */

/* The reveal's event is committed before the values are read in full. */
static struct json_t *work_case(struct store *store,
                                const struct fetch_what *what,
                                struct error *error)
{
    if (what->revealed &&
        !store_add_reveal(store, "case", NULL, NULL, what->text, error))
        return NULL;
    AUTO_JSON record = store_case(store, what->text, what->revealed, error);
    const char *number = record ? json_find_string(record, "number") : NULL;
    json_t *jots = number ? store_jots(store, number, error) : NULL;
    if (!jots)
        return NULL;
    json_object_set_new(record, "jots", jots);
    return json_incref(record);
}

/* The last event that is told. */
static const json_t *last_event(const json_t *record)
{
    const json_t *events = json_object_get(record, "events");
    for (size_t i = json_array_size(events); i-- > 0;) {
        const json_t *event = json_array_get(events, i);
        if (pasttext_tells(event))
            return event;
    }
    return NULL;
}

static json_int_t last_seq(const json_t *record)
{
    return json_integer_value(json_object_get(last_event(record), "seq"));
}

static void write_story(struct story *story)
{
    const struct storytext told = {story->seat, story->record, &story->now,
                                   story->language};
    storytext_write(&told, &story->pager);
}

/* "dana took it at 14:05.", when somebody else did. */
static void say_news(const struct story *story, const json_t *event)
{
    const char *actor = json_find_string(event, "actor");
    if (strcmp(actor, story->seat->desk->user.name) == 0)
        return;
    AUTO_CHARS who =
        caserow_who(story->seat, actor, json_find_string(event, "kind"),
                    json_find_string(event, "at"));
    seat_say(story->seat, false, who);
}

static void take_record(struct story *story, const json_t *record,
                        bool revealed)
{
    json_decref(story->record);
    story->record = json_incref((json_t *)record);
    story->revealed = revealed;
    story->stale = false;
    if (!case_now_read(&story->now, json_object_get(record, "now")))
        story->gone = true;
    number_read(json_find_string(record, "number"), story->lease.number);
    write_story(story);
}

static void fail(struct story *story, const struct error *error)
{
    seat_fault(story->seat, error);
    story->stale = false;
    story->gone = !story->record;
}

static void take_case(const json_t *value, const struct error *error,
                      struct story *story, bool revealed)
{
    bool news =
        value && story->record && last_seq(value) != last_seq(story->record);
    if (!value)
        fail(story, error);
    else if (revealed || story->stale || news || !story->record)
        take_record(story, value, revealed);
    if (news && !revealed)
        say_news(story, last_event(value));
    if (value)
        receipt_give(&story->receipt, story->seat, value);
    story->seat->changed(story->seat->cookie);
}

static void take_masked(const struct json_t *value, const struct error *error,
                        void *cookie)
{
    take_case(value, error, cookie, false);
}

static void take_revealed(const struct json_t *value, const struct error *error,
                          void *cookie)
{
    take_case(value, error, cookie, true);
}

static void ask(struct story *story, bool revealed)
{
    fetch_start(
        &story->fetch, story->seat,
        &(struct fetch_what){.work = work_case,
                             .done = revealed ? take_revealed : take_masked,
                             .cookie = story,
                             .text = story->seat->number,
                             .revealed = revealed});
}

/* Somebody wrote to the log: what is new comes masked. */
static void look_again(void *cookie)
{
    struct story *story = cookie;
    if (!story->fetch)
        ask(story, false);
}

/* Life. */

static bool story_open(void *state, struct seat *seat, struct error *error)
{
    struct story *story = state;
    (void)error;
    story->seat = seat;
    story->language = seat->desk->language;
    story->lease = (struct lease){.seat = seat, .now = &story->now};
    fetch_watch_start(&story->watch, seat, look_again, story);
    ask(story, false);
    return true;
}

/* Back from a deed. */
static void story_shown(void *state)
{
    struct story *story = state;
    story->stale = true;
    ask(story, false);
}

static void story_close(void *state)
{
    struct story *story = state;
    fetch_watch_stop(&story->watch);
    fetch_drop(&story->fetch);
    fetch_drop(&story->moving);
    fetch_drop(&story->receipt);
    lease_stop(&story->lease);
    json_decref(story->seat->record);
    story->seat->record = NULL;
    json_decref(story->record);
    pager_clear(&story->pager);
}

static unsigned story_scopes(const void *state)
{
    (void)state;
    return SCOPE_STORY;
}

/* The move of a command; MOVE_COUNT: it is none. */
static enum case_move find_move(enum command command)
{
    for (size_t i = 0; i < COUNT(deeds); i++)
        if (deeds[i].command == command)
            return deeds[i].move;
    return MOVE_COUNT;
}

static bool story_can(const void *state, enum command command)
{
    const struct story *story = state;
    enum case_move move = find_move(command);
    if (command == COMMAND_REVEAL)
        return story->record && !story->revealed;
    if (move == MOVE_COUNT)
        return true;
    return story->record && !story->stale && !story->moving &&
           life_may(&story->seat->desk->user, move, &story->now, clock_now_ms(),
                    NULL);
}

/* Doing. */

static void end_move(const struct json_t *value, const struct error *error,
                     void *cookie)
{
    struct story *story = cookie;
    struct case_now now;
    if (moving_end(story->seat, value, error, &now)) {
        AUTO_CHARS said = mem_format(_("Done: %s."), _(state_label(now.state)));
        seat_say(story->seat, false, said);
    }
    story->stale = true;
    ask(story, false);
    story->seat->changed(story->seat->cookie);
}

static struct step start_move(struct story *story, enum case_move move)
{
    struct seat *seat = story->seat;
    if (!deedform_needed(move)) {
        moving_start(&story->moving, seat,
                     moving_new(move, story->lease.number, &story->now),
                     end_move, story);
        return STEP(STEP_STAY);
    }
    json_decref(seat->record);
    seat->record = json_copy(story->record);
    /* A lease that was renewed since is no news, but stands there. */
    json_object_set_new(seat->record, "now", case_now_json(&story->now));
    seat->move = move;
    return STEP_TO(STEP_OPEN, SCREEN_DEED);
}

static struct step story_act(void *state, enum command command, bool sure)
{
    struct story *story = state;
    (void)sure;
    lease_keep(&story->lease);
    switch (command) {
    case COMMAND_REVEAL:
        ask(story, true);
        return STEP(STEP_STAY);
    case COMMAND_SPEAK:
        story->language = language_next(story->language);
        if (story->record)
            write_story(story);
        return STEP(STEP_STAY);
    case COMMAND_LEAVE:
        return STEP(STEP_BACK);
    default:
        return find_move(command) == MOVE_COUNT
                   ? STEP(STEP_PASS)
                   : start_move(story, find_move(command));
    }
}

static struct step story_type(void *state, struct key key)
{
    struct story *story = state;
    lease_keep(&story->lease);
    return pager_key(&story->pager, key) ? STEP(STEP_STAY) : STEP(STEP_PASS);
}

static struct step story_changed(void *state)
{
    const struct story *story = state;
    return STEP(story->gone ? STEP_BACK : STEP_STAY);
}

static void story_draw(void *state, struct area area)
{
    struct story *story = state;
    const struct storytext told = {story->seat, story->record, &story->now,
                                   story->language};
    AUTO_CHARS title = mem_format("%s  № %s", _("Case"), story->seat->number);
    area_hline(area_take_rows(&area, 1), 0, title);
    area = storytext_width(area);
    if (!story->record) {
        area_put(area, 0, 1, STYLE_DIM, _("Reading…"));
        area_cursor(area, 0, 1);
        return;
    }
    storytext_head(&told, area_take_rows(&area, STORYTEXT_HEAD_ROWS));
    pager_draw(&story->pager,
               area_part(area, 0, 1, area.rows, area.columns - 1));
}

const struct screen_ops story_screen = {
    .id = "story",
    .title = N_("Case"),
    .size = sizeof(struct story),
    .open = story_open,
    .close = story_close,
    .scopes = story_scopes,
    .can = story_can,
    .draw = story_draw,
    .act = story_act,
    .type = story_type,
    .shown = story_shown,
    .changed = story_changed,
};
