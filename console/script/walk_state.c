/* What a walk knows: where it stands, its steps, and the variables and cells
 * that its rules and texts ask for. */
#include "console/script/walk_state.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/knowledge/table.h"

#include <jansson.h>

#include <string.h>

#define ANSWERS "answers."

enum walk_wait walk_waits(const struct walk *walk)
{
    return walk->wait;
}

const struct frame *walk_frame(const struct walk *walk)
{
    return &walk->frames.at[walk->frames.depth - 1];
}

const struct node *walk_node(const struct walk *walk)
{
    const struct frame *frame = walk_frame(walk);
    return &frame->script->nodes[frame->node];
}

const struct script *walk_script(const struct walk *walk)
{
    return walk_frame(walk)->script;
}

const struct error *walk_error(const struct walk *walk)
{
    return &walk->error;
}

/* ---- steps ---- */

bool walk_break(struct walk *walk, const char *reason)
{
    const struct frame *frame = walk_frame(walk);
    const char *id = frame->script->nodes[frame->node].id;
    walk->wait = WALK_BROKEN;
    if (walk->error.message != MESSAGE_NONE)
        return error_wrap(&walk->error, "%s.%s", frame->script->id, id);
    return error_set(&walk->error, MESSAGE_SCRIPT_STUCK, "%s.%s: %s",
                     frame->script->id, id, reason);
}

void *walk_grow(void *array, size_t count, size_t size)
{
    enum { AT_ONCE = 8 };
    return count % AT_ONCE == 0 ? mem_grow(array, count + AT_ONCE, size)
                                : array;
}

struct step *walk_add_step(struct walk *walk, const char *edge)
{
    const struct frame *frame = walk_frame(walk);
    walk->steps =
        walk_grow(walk->steps, walk->step_count, sizeof(*walk->steps));
    struct step *step = &walk->steps[walk->step_count++];
    *step = (struct step){.script = frame->script,
                          .serial = frame->serial,
                          .node = frame->node,
                          .edge = edge,
                          .row = -1,
                          .language = walk->language,
                          .at_ms = walk->at_ms};
    return step;
}

/* ---- variables and cells ---- */

static const struct step *find_step(const struct walk *walk, int serial,
                                    int node)
{
    for (size_t i = walk->step_count; i > 0; i--) {
        const struct step *step = &walk->steps[i - 1];
        if (!step->withdrawn && step->answered && step->serial == serial &&
            step->node == node)
            return step;
    }
    return NULL;
}

const struct step *walk_find_answer(const struct walk *walk, const char *id)
{
    for (int i = walk->frames.depth - 1; i >= 0; i--) {
        const struct frame *frame = &walk->frames.at[i];
        int node = script_node(frame->script, id);
        if (node >= 0)
            return find_step(walk, frame->serial, node);
    }
    return NULL;
}

struct json_t *walk_as_of(const struct walk *walk)
{
    char date[CLOCK_DATE_SIZE];
    clock_date(walk->as_of, date);
    return json_string(date);
}

static json_t *find_var(const char *path, bool *unknown, void *cookie)
{
    const struct walk *walk = cookie;
    const json_t *value = NULL;
    *unknown = false;
    if (strcmp(path, "as_of") == 0)
        return walk_as_of(walk);
    if (strncmp(path, ANSWERS, strlen(ANSWERS)) == 0) {
        const struct step *step =
            walk_find_answer(walk, path + strlen(ANSWERS));
        value = step != NULL ? step->value : NULL;
    } else if (walk->facts != NULL) {
        int fact = facts_find(scripts_facts(walk->set), path);
        if (fact >= 0)
            value = fact_set_at(walk->facts, (size_t)fact)->value;
    }
    *unknown = value == NULL;
    return json_incref((json_t *)value);
}

static json_t *find_cell(const char *const *parts, unsigned count, void *cookie,
                         struct error *error)
{
    const struct walk *walk = cookie;
    const struct tables *tables = scripts_tables(walk->set);
    if (tables == NULL) {
        error_set(error, MESSAGE_RULE_FAILED, "there are no tables");
        return NULL;
    }
    const struct table_place place = {parts[0], parts + 1, count - 2,
                                      parts[count - 1]};
    return json_incref(
        (json_t *)table_cell(tables, &place, walk->as_of, error));
}

/* The numbers are script_number()'s. */
static const json_t *find_numbered(int number, void *cookie)
{
    const struct walk *walk = cookie;
    if (number < 0) {
        const struct step *step =
            find_step(walk, walk_frame(walk)->serial, -number - 1);
        return step != NULL ? step->value : NULL;
    }
    return walk->facts == NULL
               ? NULL
               : fact_set_at(walk->facts, (size_t)number - 1)->value;
}

struct logic_scope walk_scope(const struct walk *walk)
{
    return (struct logic_scope){.var = find_var,
                                .table = find_cell,
                                .cookie = (void *)walk,
                                .numbered = find_numbered};
}
