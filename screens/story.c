/* One case as a story: how to reach the caller, what was asked and answered,
 * what the caller was told, what the branch should do. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/language.h"
#include "console/cases/store.h"
#include "console/desk.h"
#include "screens/caserow.h"
#include "screens/kit/pager.h"
#include "screens/pathtext.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct story {
    struct seat *seat;
    struct fetch *fetch;
    struct json_t *record;
    struct pager pager;
    bool revealed;
    enum language language;
};

/* The reveal's event is committed before the values are read in full. */
static struct json_t *ask_case(struct store *store,
                               const struct fetch_what *what,
                               struct error *error)
{
    if (what->revealed &&
        !store_add_reveal(store, "case", NULL, NULL, what->text, error))
        return NULL;
    return store_case(store, what->text, what->revealed, error);
}

static const char *text_of(const struct json_t *object, const char *key)
{
    const char *text = json_find_string(object, key);
    return text && *text ? text : "—";
}

static void add_pair(struct story *story, const char *label, const char *value)
{
    pager_format(&story->pager, STYLE_NORMAL, "%s: %s", label, value);
}

static void add_title(struct story *story, const char *title)
{
    pager_add(&story->pager, STYLE_NORMAL, NULL);
    pager_add(&story->pager, STYLE_STRONG, title);
}

/* The caller's language by its own name. */
static const char *language_words(const struct story *story)
{
    static const char *const names[] = {"қазақша", "русский", "English"};
    enum language language;
    const char *code = text_of(story->record, "language");
    return language_find(code, &language) ? names[language] : code;
}

static void add_person(struct story *story)
{
    const struct json_t *person = json_object_get(story->record, "person");
    bool consent = json_is_true(json_object_get(story->record, "consent"));
    add_title(story, _("The caller"));
    pager_format(&story->pager, STYLE_NORMAL, "%s   %s %s",
                 text_of(person, "name"), _("IIN"), text_of(person, "iin"));
    pager_format(&story->pager, STYLE_NORMAL, "%s: %s   %s", _("Phone"),
                 text_of(person, "phone"),
                 consent ? _("may be called back")
                         : _("did not agree to be called back"));
    add_pair(story, _("Language"), language_words(story));
    add_pair(story, _("Who called"),
             pathtext_caller(story->seat, story->record, story->language));
}

static void add_facts(struct story *story)
{
    size_t index;
    json_t *fact;
    const char *code = language_code(story->language);
    add_title(story, _("What is known"));
    json_array_foreach(json_object_get(story->record, "facts"), index, fact)
    {
        pager_format(&story->pager, STYLE_NORMAL, "%s: %s  (%s)",
                     text_of(json_object_get(fact, "label"), code),
                     text_of(json_object_get(fact, "text"), code),
                     _(text_of(fact, "source")));
    }
}

static void add_path(struct story *story)
{
    add_title(story, _("What was asked and answered"));
    pathtext_write(&story->pager, story->seat, story->record, story->language);
}

static void add_work(struct story *story)
{
    const struct json_t *person = json_object_get(story->record, "person");
    const struct json_t *told = json_object_get(story->record, "told");
    add_title(story, _("What the branch should do"));
    pager_add(&story->pager, STYLE_NORMAL, text_of(person, "text"));
    add_title(story, _("What the caller was told"));
    pager_add(&story->pager, STYLE_SAY,
              text_of(told, language_code(story->language)));
    add_title(story, _("The agent's notes"));
    pager_add(&story->pager, STYLE_NORMAL, text_of(person, "notes"));
}

static void add_events(struct story *story)
{
    size_t index;
    json_t *event;
    add_title(story, _("History"));
    json_array_foreach(json_object_get(story->record, "events"), index, event)
    {
        AUTO_CHARS when =
            caserow_when(story->seat, json_find_string(event, "at"));
        pager_format(&story->pager, STYLE_DIM, "%s  %s  %s", when,
                     _(text_of(event, "kind")), text_of(event, "actor"));
    }
}

static void write_story(struct story *story)
{
    const struct json_t *record = story->record;
    AUTO_CHARS when =
        caserow_when(story->seat, json_find_string(record, "opened"));
    pager_clear(&story->pager);
    pager_format(&story->pager, STYLE_STRONG, "№ %s   %s   %s",
                 text_of(record, "number"), text_of(record, "branch"),
                 _(text_of(record, "state")));
    pager_format(&story->pager, STYLE_NORMAL, "%s   %s: %s   %s: %s", when,
                 _("issue"), seat_issue(story->seat, text_of(record, "issue")),
                 _("outcome"), seat_outcome(text_of(record, "outcome")));
    add_person(story);
    add_work(story);
    add_path(story);
    add_facts(story);
    add_events(story);
}

static void take_case(const struct json_t *value, const struct error *error,
                      void *cookie)
{
    struct story *story = cookie;
    if (!value) {
        story->revealed = false;
        seat_fault(story->seat, error);
    } else {
        json_decref(story->record);
        story->record = json_incref((json_t *)value);
        write_story(story);
    }
    story->seat->changed(story->seat->cookie);
}

static void ask(struct story *story)
{
    fetch_start(&story->fetch, story->seat,
                &(struct fetch_what){.work = ask_case,
                                     .done = take_case,
                                     .cookie = story,
                                     .text = story->seat->number,
                                     .revealed = story->revealed});
}

static bool story_open(void *state, struct seat *seat, struct error *error)
{
    struct story *story = state;
    (void)error;
    story->seat = seat;
    story->language = seat->desk->language;
    ask(story);
    return true;
}

static void story_close(void *state)
{
    struct story *story = state;
    fetch_drop(&story->fetch);
    json_decref(story->record);
    pager_clear(&story->pager);
}

static unsigned story_scopes(const void *state)
{
    (void)state;
    return SCOPE_STORY;
}

static bool story_can(const void *state, enum command command)
{
    const struct story *story = state;
    return command != COMMAND_REVEAL || !story->revealed;
}

static struct step story_act(void *state, enum command command, bool sure)
{
    struct story *story = state;
    (void)sure;
    switch (command) {
    case COMMAND_REVEAL:
        story->revealed = true;
        ask(story);
        return STEP(STEP_STAY);
    case COMMAND_SPEAK:
        story->language = language_next(story->language);
        if (story->record)
            write_story(story);
        return STEP(STEP_STAY);
    case COMMAND_LEAVE:
        return STEP(STEP_BACK);
    default:
        return STEP(STEP_PASS);
    }
}

static struct step story_type(void *state, struct key key)
{
    struct story *story = state;
    return pager_key(&story->pager, key) ? STEP(STEP_STAY) : STEP(STEP_PASS);
}

static void story_draw(void *state, struct area area)
{
    struct story *story = state;
    area_hline(area_take_rows(&area, 1), 0, _("Case"));
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
};
