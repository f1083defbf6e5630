/* A walk: starting, stepping, answering, going back. The silent nodes between
 * are walk_step.c's. */
#include "console/script/walk.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/script/walk_state.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

static const char *const look_exits[] = {"ok", "not_found", "unknown"};

struct walk *walk_new(const struct script_set *set, const char *script,
                      const struct fact_set *facts, int64_t as_of,
                      struct error *error)
{
    const struct script *first = scripts_find(set, script);
    if (first == NULL) {
        error_set(error, MESSAGE_SCRIPT_NONE, "%.80s", script);
        return NULL;
    }
    struct walk *walk = mem_new(sizeof(*walk));
    char date[CLOCK_DATE_SIZE];
    clock_date(as_of, date);
    walk->set = set;
    walk->facts = facts;
    walk->as_of = as_of;
    walk->as_of_text = json_string(date);
    walk->events = json_array();
    walk->frames.at[0] = (struct frame){.script = first};
    walk->frames.depth = 1;
    walk_enter(walk, first->start);
    return walk;
}

void walk_free(struct walk *walk)
{
    if (walk == NULL)
        return;
    for (size_t i = 0; i < walk->step_count; i++) {
        free(walk->steps[i].edge);
        json_decref(walk->steps[i].value);
    }
    free(walk->steps);
    free(walk->stops);
    json_decref(walk->as_of_text);
    json_decref(walk->events);
    free(walk);
}

/* ---- forward ---- */

/* Remembers what was done, for saving. */
static void add_event(struct walk *walk, const char *what,
                      const struct json_t *value, enum language language)
{
    char at[CLOCK_ISO_SIZE];
    clock_iso(walk->replay_ms > 0 ? walk->replay_ms : clock_now_ms(), at);
    AUTO_CHARS node =
        mem_format("%s.%s", walk_script(walk)->id, walk_node(walk)->id);
    json_t *event = json_pack("{ssssssss}", "do", what, "node", node,
                              "language", language_code(language), "at", at);
    if (value != NULL)
        json_object_set(event, "value", (json_t *)value);
    json_array_append_new(walk->events, event);
    walk->language = language;
}

/* The node at hand will be passed: back can return to it. */
static void add_stop(struct walk *walk)
{
    walk->stops =
        mem_grow(walk->stops, walk->stop_count + 1, sizeof(*walk->stops));
    walk->stops[walk->stop_count++] =
        (struct stop){walk->frames, walk->step_count};
}

void walk_next(struct walk *walk, enum language language)
{
    if (walk->wait != WALK_SAY)
        return;
    add_event(walk, "next", NULL, language);
    add_stop(walk);
    walk_add_step(walk, NULL);
    walk_leave(walk, walk->step_count - 1);
}

bool walk_answer(struct walk *walk, const struct json_t *value,
                 enum language language, struct error *error)
{
    if (walk->wait != WALK_ANSWER && walk->wait != WALK_NOTE)
        return error_set(error, MESSAGE_SCRIPT_STUCK, "%s.%s asks nothing",
                         walk_script(walk)->id, walk_node(walk)->id);
    if (!walk_check_answer(walk, walk_node(walk), value, error))
        return false;
    add_event(walk, "answer", value, language);
    add_stop(walk);
    struct step *step = walk_add_step(walk, NULL);
    step->answered = true;
    step->source = walk->wait == WALK_NOTE ? "agent" : "caller";
    if (value != NULL &&
        !json_is_null(value)) /* a copy: the caller may change its own */
        step->value = json_deep_copy(value);
    else if (walk->wait == WALK_NOTE)
        step->value = json_string("");
    walk_leave(walk, walk->step_count - 1);
    return true;
}

void walk_looked(struct walk *walk, const char *exit, enum language language)
{
    for (size_t i = 0; i < COUNT(look_exits); i++)
        if (strcmp(exit, look_exits[i]) == 0)
            walk->look = look_exits[i];
    if (walk->look == NULL)
        return;
    AUTO_JSON value = json_string(walk->look);
    add_event(walk, "look", value, language);
    if (walk->wait == WALK_LOOK)
        walk_enter(walk, walk_frame(walk)->node);
}

const char *walk_look(const struct walk *walk)
{
    return walk->look;
}

const char *walk_caller(const struct walk *walk)
{
    for (size_t i = walk->step_count; i > 0; i--) {
        const struct step *step = &walk->steps[i - 1];
        if (step->answered && !step->withdrawn &&
            strcmp(step->script->id, "main") == 0 &&
            strcmp(step->script->nodes[step->node].id, "who") == 0)
            return json_string_value(step->value);
    }
    return NULL;
}

/* ---- back ---- */

bool walk_back(struct walk *walk, enum language language)
{
    if (walk->stop_count == 0)
        return false;
    add_event(walk, "back", NULL, language);
    const struct stop *stop = &walk->stops[--walk->stop_count];
    for (size_t i = stop->step; i < walk->step_count; i++)
        walk->steps[i].withdrawn = true;
    walk->frames = stop->frames;
    error_clear(&walk->error);
    walk_enter(walk, walk_frame(walk)->node);
    return true;
}

const struct json_t *walk_kept(const struct walk *walk)
{
    const struct frame *frame = walk_frame(walk);
    for (size_t i = walk->step_count; i > 0; i--) {
        const struct step *step = &walk->steps[i - 1];
        if (step->withdrawn && step->answered &&
            step->script == frame->script && step->node == frame->node)
            return step->value;
    }
    return NULL;
}

int walk_depth(const struct walk *walk)
{
    return (int)walk->stop_count;
}

const struct node *walk_trail(const struct walk *walk, int index)
{
    if (index < 0 || (size_t)index >= walk->stop_count)
        return NULL;
    const struct frames *frames = &walk->stops[index].frames;
    const struct frame *frame = &frames->at[frames->depth - 1];
    return &frame->script->nodes[frame->node];
}
