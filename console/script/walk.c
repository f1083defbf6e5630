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
    walk->set = set;
    walk->first = first;
    walk->facts = facts;
    walk->as_of = as_of;
    walk->at_ms = clock_now_ms();
    walk->frames.at[0] = (struct frame){.script = first};
    walk->frames.depth = 1;
    walk_enter(walk, first->start);
    return walk;
}

void walk_free(struct walk *walk)
{
    if (walk == NULL)
        return;
    for (size_t i = 0; i < walk->step_count; i++)
        json_decref(walk->steps[i].value);
    for (size_t i = 0; i < walk->deed_count; i++)
        json_decref(walk->deeds[i].value);
    free(walk->steps);
    free(walk->deeds);
    free(walk->stops);
    json_decref(walk->offered);
    free(walk);
}

/* ---- forward ---- */

/* Remembers what is done, for saving; moves the value. */
static void add_deed(struct walk *walk, const char *what, json_t *value,
                     enum language language)
{
    walk->at_ms = walk->replay_ms > 0 ? walk->replay_ms : clock_now_ms();
    walk->language = language;
    walk->deeds =
        walk_grow(walk->deeds, walk->deed_count, sizeof(*walk->deeds));
    walk->deeds[walk->deed_count++] =
        (struct deed){.what = what,
                      .script = walk_script(walk),
                      .node = walk_frame(walk)->node,
                      .value = value,
                      .language = language,
                      .at_ms = walk->at_ms};
}

/* The node at hand will be passed: back can return to it. */
static void add_stop(struct walk *walk)
{
    walk->stops =
        walk_grow(walk->stops, walk->stop_count, sizeof(*walk->stops));
    walk->stops[walk->stop_count++] =
        (struct stop){walk->frames, walk->step_count, walk->jumped};
}

void walk_next(struct walk *walk, enum language language)
{
    if (walk->wait != WALK_SAY)
        return;
    add_deed(walk, "next", NULL, language);
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
    /* A copy: the caller may change its own. */
    json_t *copy = json_copy((json_t *)value);
    add_deed(walk, "answer", copy, language);
    add_stop(walk);
    struct step *step = walk_add_step(walk, NULL);
    step->answered = true;
    step->source = walk->wait == WALK_NOTE ? "agent" : "caller";
    if (copy != NULL && !json_is_null(copy))
        step->value = json_incref(copy);
    else if (walk->wait == WALK_NOTE)
        step->value = json_string("");
    walk_leave(walk, walk->step_count - 1);
    return true;
}

bool walk_jump(struct walk *walk, const char *script, enum language language)
{
    const struct script *to = scripts_find(walk->set, script);
    if (to == NULL || !to->entry)
        return false;
    add_deed(walk, "jump", json_string(script), language);
    if (walk->wait == WALK_OUTCOME) /* it was not the end */
        walk->steps[walk->step_count - 1].withdrawn = true;
    add_stop(walk);
    walk_add_step(walk, to->id)->jump = true;
    walk->jumped = walk->step_count;
    walk->frames = (struct frames){.depth = 1};
    walk->frames.at[0] =
        (struct frame){.script = to, .serial = ++walk->serials};
    error_clear(&walk->error);
    walk_enter(walk, to->start);
    return true;
}

const char *walk_jumped(const struct walk *walk)
{
    return walk->jumped > 0 ? walk->frames.at[0].script->id : NULL;
}

void walk_looked(struct walk *walk, const char *exit, enum language language)
{
    for (size_t i = 0; i < COUNT(look_exits); i++)
        if (strcmp(exit, look_exits[i]) == 0)
            walk->look = look_exits[i];
    if (walk->look == NULL)
        return;
    add_deed(walk, "look", json_string(walk->look), language);
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
    add_deed(walk, "back", NULL, language);
    const struct stop *stop = &walk->stops[--walk->stop_count];
    for (size_t i = stop->step; i < walk->step_count; i++)
        walk->steps[i].withdrawn = true;
    walk->frames = stop->frames;
    walk->jumped = stop->jumped;
    error_clear(&walk->error);
    walk_enter(walk, walk_frame(walk)->node);
    return true;
}

/* The last answer to the same question in an older set; lent. */
static const json_t *find_offered(const struct walk *walk)
{
    char mark[WALK_MARK_SIZE];
    walk_mark(walk_node(walk), mark);
    AUTO_CHARS here =
        mem_format("%s.%s", walk_script(walk)->id, walk_node(walk)->id);
    for (size_t i = json_array_size(walk->offered); i > 0; i--) {
        const json_t *event = json_array_get(walk->offered, i - 1);
        const char *asked = json_find_string(event, "asked");
        if (asked != NULL && strcmp(asked, mark) == 0 &&
            strcmp(json_find_string(event, "node"), here) == 0)
            return json_object_get(event, "value");
    }
    return NULL;
}

const struct json_t *walk_kept(const struct walk *walk)
{
    const struct frame *frame = walk_frame(walk);
    for (size_t i = walk->step_count; i > 0; i--) {
        const struct step *step = &walk->steps[i - 1];
        if ((step->withdrawn || i <= walk->jumped) && step->answered &&
            step->script == frame->script && step->node == frame->node)
            return step->value;
    }
    return find_offered(walk);
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
