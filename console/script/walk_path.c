/* The path of a walk as a record, and saving a walk by what was done in it:
 * loading does the same again. */
#include "console/script/walk.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/script/walk_state.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* ---- the path ---- */

static json_t *step_node(const struct step *step)
{
    return json_sprintf("%s.%s", step->script->id,
                        step->script->nodes[step->node].id);
}

/* NULL: the walk broke here. */
static json_t *step_edge(const struct step *step)
{
    if (step->row >= 0)
        return json_sprintf("%d", step->row);
    if (step->edge == NULL)
        return NULL;
    return json_sprintf("%s%s", step->jump ? "jump:" : "", step->edge);
}

static json_t *step_json(const struct step *step)
{
    char at[CLOCK_ISO_SIZE];
    clock_iso(step->at_ms, at);
    json_t *json = json_pack("{soso*ssss}", "node", step_node(step), "edge",
                             step_edge(step), "language",
                             language_code(step->language), "at", at);
    bool personal = walk_is_personal(&step->script->nodes[step->node]);
    if (step->answered && personal)
        json_object_set_new(json, "sealed", json_true());
    else if (step->answered)
        json_object_set(json, "value",
                        step->value != NULL ? step->value : json_null());
    if (step->source != NULL)
        json_object_set_new(json, "source", json_string(step->source));
    if (step->withdrawn)
        json_object_set_new(json, "withdrawn", json_true());
    return json;
}

struct json_t *walk_path(const struct walk *walk)
{
    json_t *path = json_array();
    for (size_t i = 0; i < walk->step_count; i++)
        json_array_append_new(path, step_json(&walk->steps[i]));
    return path;
}

struct json_t *walk_personal(const struct walk *walk)
{
    json_t *list = json_array();
    for (size_t i = 0; i < walk->step_count; i++) {
        const struct step *step = &walk->steps[i];
        if (!step->answered || step->withdrawn || step->value == NULL ||
            !walk_is_personal(&step->script->nodes[step->node]))
            continue;
        json_array_append_new(list, json_pack("{sosO}", "node", step_node(step),
                                              "value", step->value));
    }
    return list;
}

/* ---- saving ---- */

static json_t *deed_json(const struct deed *deed)
{
    char at[CLOCK_ISO_SIZE], mark[WALK_MARK_SIZE];
    const struct node *node = &deed->script->nodes[deed->node];
    clock_iso(deed->at_ms, at);
    json_t *event =
        json_pack("{sssossss}", "do", deed->what, "node",
                  json_sprintf("%s.%s", deed->script->id, node->id), "language",
                  language_code(deed->language), "at", at);
    if (deed->value != NULL)
        json_object_set(event, "value", deed->value);
    if (strcmp(deed->what, "answer") == 0) {
        walk_mark(node, mark);
        json_object_set_new(event, "asked", json_string(mark));
    }
    return event;
}

struct json_t *walk_save(const struct walk *walk)
{
    json_t *events = json_array();
    for (size_t i = 0; i < walk->deed_count; i++)
        json_array_append_new(events, deed_json(&walk->deeds[i]));
    return json_pack("{sssssoso}", "hash", scripts_hash(walk->set), "script",
                     walk->first->id, "as_of", walk_as_of(walk), "events",
                     events);
}

/* An event as it was saved. */
struct event {
    const char *what, *node, *asked;
    const json_t *value;
    enum language language;
    int64_t at_ms;
};

static bool read_event(const json_t *json, struct event *event)
{
    const char *language = json_find_string(json, "language");
    const char *at = json_find_string(json, "at");
    event->what = json_find_string(json, "do");
    event->node = json_find_string(json, "node");
    event->asked = json_find_string(json, "asked");
    event->value = json_object_get(json, "value");
    return event->what != NULL && event->node != NULL && language != NULL &&
           language_find(language, &event->language) && at != NULL &&
           clock_parse_iso(at, &event->at_ms);
}

static bool stands_on(const struct walk *walk, const char *name)
{
    AUTO_CHARS here =
        mem_format("%s.%s", walk_script(walk)->id, walk_node(walk)->id);
    return strcmp(here, name) == 0;
}

/* Does an event again; false when it does not fit here. */
static bool repeat(struct walk *walk, const struct event *event)
{
    bool done = false;
    walk->replay_ms = event->at_ms;
    if (strcmp(event->what, "look") == 0 && json_is_string(event->value)) {
        walk_looked(walk, json_string_value(event->value), event->language);
        done = true;
    } else if (!stands_on(walk, event->node)) {
        done = false;
    } else if (strcmp(event->what, "next") == 0 && walk->wait == WALK_SAY) {
        walk_next(walk, event->language);
        done = true;
    } else if (strcmp(event->what, "answer") == 0) {
        done = walk_answer(walk, event->value, event->language, NULL);
    } else if (strcmp(event->what, "jump") == 0 &&
               json_is_string(event->value)) {
        done =
            walk_jump(walk, json_string_value(event->value), event->language);
    } else if (strcmp(event->what, "back") == 0) {
        done = walk_back(walk, event->language);
    }
    walk->replay_ms = 0;
    return done;
}

static bool repeat_all(struct walk *walk, const json_t *events)
{
    for (size_t i = 0; i < json_array_size(events); i++) {
        struct event event;
        if (!read_event(json_array_get(events, i), &event) ||
            !repeat(walk, &event))
            return false;
    }
    return true;
}

/* The events that were not taken back by the end. A new reference. */
static json_t *drop_taken_back(const json_t *events)
{
    json_t *left = json_array();
    for (size_t i = 0; i < json_array_size(events); i++) {
        json_t *event = json_array_get(events, i);
        const char *what = json_find_string(event, "do");
        if (what == NULL || strcmp(what, "back") != 0) {
            json_array_append(left, event);
            continue;
        }
        size_t last = json_array_size(left);
        while (last > 0 &&
               strcmp(json_find_string(json_array_get(left, last - 1), "do"),
                      "look") == 0)
            last--;
        if (last > 0)
            json_array_remove(left, last - 1);
    }
    return left;
}

/* The last event that is a look, or that was done on the node at hand, taken
 * out of the list: no event is done twice. NULL: there is none. */
static json_t *take_event(json_t *events, const struct walk *walk, bool look)
{
    for (size_t i = json_array_size(events); i > 0; i--) {
        json_t *json = json_array_get(events, i - 1);
        struct event event;
        if (!read_event(json, &event) ||
            (strcmp(event.what, "look") == 0) != look ||
            (!look && !stands_on(walk, event.node)))
            continue;
        json_incref(json);
        json_array_remove(events, i - 1);
        return json;
    }
    return NULL;
}

/* Does an event of another set again, unless another question is asked now. */
static bool repeat_here(struct walk *walk, const json_t *json)
{
    struct event event;
    char mark[WALK_MARK_SIZE];
    walk_mark(walk_node(walk), mark);
    return json != NULL && read_event(json, &event) &&
           (event.asked == NULL || strcmp(event.asked, mark) == 0) &&
           repeat(walk, &event);
}

/* Goes on as long as what was done then still fits the node at hand; what is
 * left is offered where its question comes up. */
static void repeat_what_fits(struct walk *walk, const json_t *events)
{
    json_t *left = drop_taken_back(events);
    AUTO_JSON look = take_event(left, walk, true);
    bool on = true;
    repeat_here(walk, look);
    while (on) {
        AUTO_JSON done = take_event(left, walk, false);
        on = repeat_here(walk, done);
    }
    walk->offered = left;
}

/* Are all events readable? Then nothing below meets a missing member. */
static bool check_events(const json_t *events)
{
    struct event event;
    for (size_t i = 0; i < json_array_size(events); i++)
        if (!read_event(json_array_get(events, i), &event))
            return false;
    return json_is_array(events);
}

struct walk *walk_load(const struct script_set *set, const struct json_t *saved,
                       const struct fact_set *facts, struct error *error)
{
    const char *hash = json_find_string(saved, "hash");
    const char *script = json_find_string(saved, "script");
    const char *date = json_find_string(saved, "as_of");
    const json_t *events = json_object_get(saved, "events");
    int64_t as_of;
    if (hash == NULL || script == NULL || date == NULL ||
        !clock_parse_date(date, &as_of) || !check_events(events)) {
        error_set(error, MESSAGE_SCRIPT_SAVED, "not a saved walk");
        return NULL;
    }
    struct walk *walk = walk_new(set, script, facts, as_of, error);
    if (walk == NULL ||
        (strcmp(hash, scripts_hash(set)) == 0 && repeat_all(walk, events)))
        return walk;
    walk_free(walk);
    walk = walk_new(set, script, facts, as_of, error);
    repeat_what_fits(walk, events);
    return walk;
}
