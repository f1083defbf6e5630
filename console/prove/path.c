/* A path: made of turns and a set of values, written, given up. */
#include "console/prove/paths_state.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/text.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

static void clear_path(struct path *path)
{
    for (size_t i = 0; i < path->count; i++) {
        free(path->steps[i].node);
        free(path->steps[i].edge);
    }
    free(path->steps);
    free(path->code);
    json_decref(path->facts);
    json_decref(path->answers);
}

void paths_clear(struct paths *paths)
{
    for (size_t i = 0; i < paths->count; i++)
        clear_path(&paths->items[i]);
    free(paths->items);
    *paths = (struct paths){0};
}

/* ---- a path of turns ---- */

static char *edge_name(const struct place *place, size_t exit)
{
    const struct node *node = place->node;
    if (node->kind == NODE_SUB)
        return mem_copy(node->script);
    if (node->kind == NODE_OUTCOME)
        return mem_copy(node->code);
    if (exit == place->exit_count)
        return mem_copy("unknown");
    return node->kind == NODE_TABLE ? mem_format("%zu", exit)
                                    : mem_copy(node->edges[exit].name);
}

static void add_steps(const struct trails *trails, struct path *path)
{
    path->steps = mem_new(trails->turn_count * sizeof(*path->steps));
    for (size_t i = 0; i < trails->turn_count; i++) {
        const struct turn *turn = &trails->turns[i];
        const struct place *place = &trails->plan->places[turn->place];
        path->steps[path->count++] = (struct path_step){
            mem_format("%s.%s", plan_script(trails->plan, turn->place)->id,
                       place->node->id),
            edge_name(place, turn->exit)};
    }
    path->code = mem_copy(path->steps[path->count - 1].edge);
}

static bool same_steps(const struct path *left, const struct path *right)
{
    if (left->count != right->count)
        return false;
    for (size_t i = left->count; i > 0; i--)
        if (strcmp(left->steps[i - 1].edge, right->steps[i - 1].edge) != 0 ||
            strcmp(left->steps[i - 1].node, right->steps[i - 1].node) != 0)
            return false;
    return true;
}

static bool is_there(const struct paths *paths, const struct path *path)
{
    for (size_t i = 0; i < paths->count; i++)
        if (same_steps(&paths->items[i], path))
            return true;
    return false;
}

/* ---- its values ---- */

/* The value of a slot; NULL when it is unknown or does not matter. */
static json_t *slot_value(const struct plan *plan, int slot, const int *picked)
{
    const struct source *source = plan_source(plan, slot);
    const int *own = picked + plan->slots[slot].var;
    int point = own[0];
    bool matters = point >= 0;
    for (size_t i = 1; i < plan->slots[slot].vars; i++)
        matters = matters || own[i] >= 0;
    if (!matters)
        return NULL;
    if (source->kind != SOURCE_LIST || point > 0)
        return json_incref(source->points[point]);
    json_t *list = json_array();
    for (size_t i = 0; i < source->element_count; i++)
        if (own[1 + i] == 1)
            json_array_append_new(list, json_string(source->elements[i]));
    return list;
}

static void add_facts(const struct plan *plan, const int *picked,
                      struct path *path)
{
    path->facts = json_object();
    for (size_t i = 0; i < plan->slot_count; i++) {
        const struct source *source = plan_source(plan, (int)i);
        json_t *value = NULL;
        if (source->fact != NULL)
            value = slot_value(plan, (int)i, picked);
        if (value != NULL)
            json_object_set_new(path->facts, source->name, value);
    }
}

/* An answer; where any will do the first that is one. */
static json_t *answer_value(const struct plan *plan, int slot,
                            const int *picked)
{
    const struct source *source = plan_source(plan, slot);
    bool any = true;
    for (size_t i = 0; i < plan->slots[slot].vars; i++)
        any = any && picked[plan->slots[slot].var + i] < 0;
    json_t *value =
        any ? json_incref(source->points[0]) : slot_value(plan, slot, picked);
    return value != NULL ? value : json_null();
}

static void add_answers(const struct trails *trails, const int *picked,
                        struct path *path)
{
    path->answers = json_array();
    for (size_t i = 0; i < trails->turn_count; i++) {
        int slot = trails->plan->places[trails->turns[i].place].answer;
        if (slot >= 0)
            json_array_append_new(
                path->answers,
                json_pack("{s:s, s:o}", "node", path->steps[i].node, "value",
                          answer_value(trails->plan, slot, picked)));
    }
}

static void add_look(const struct trails *trails, const int *picked,
                     struct path *path)
{
    static const char *const looks[] = {NULL, "ok", "not_found", "unknown"};
    int point = picked[trails->plan->slots[SLOT_LOOK].var];
    path->late = trails->late;
    path->look = looks[point >= 0 ? point : 1];
}

void trails_add(struct trails *trails, region set)
{
    struct paths *paths = trails->paths;
    struct path path = {.as_of = trails->plan->leaves->sources->day};
    add_steps(trails, &path);
    if (is_there(paths, &path)) {
        clear_path(&path);
        return;
    }
    int *picked = mem_new(trails->plan->var_count * sizeof(*picked));
    region_pick(trails->all, set, NULL, picked);
    add_facts(trails->plan, picked, &path);
    add_answers(trails, picked, &path);
    add_look(trails, picked, &path);
    free(picked);
    paths->items =
        mem_grow(paths->items, paths->count + 1, sizeof(*paths->items));
    paths->items[paths->count++] = path;
}

/* ---- writing ---- */

char *path_steps(const struct path *path)
{
    AUTO_TEXT text = {0};
    for (size_t i = 0; i < path->count; i++)
        text_format(&text, "%s%s %s", i > 0 ? ", " : "", path->steps[i].node,
                    path->steps[i].edge);
    return text_take(&text);
}

struct json_t *path_json(const struct path *path)
{
    char day[CLOCK_DATE_SIZE];
    clock_date(path->as_of, day);
    json_t *steps = json_array();
    for (size_t i = 0; i < path->count; i++)
        json_array_append_new(steps, json_pack("{s:s, s:s}", "node",
                                               path->steps[i].node, "edge",
                                               path->steps[i].edge));
    return json_pack("{s:s, s:s, s:s?, s:b, s:O, s:O, s:b, s:o}", "code",
                     path->code, "as_of", day, "look", path->look, "late",
                     path->late, "facts", path->facts, "answers", path->answers,
                     "walked", path->walked, "steps", steps);
}
