/* A path walked: the real walk is given its values and must take its steps. */
#include "console/prove/paths_state.h"

#include "console/base/json.h"
#include "console/script/fact.h"
#include "console/script/walk.h"

#include <jansson.h>

#include <string.h>

struct walking {
    const struct path *path;
    struct walk *walk;
    struct fact_set *facts;
    size_t answered;
};

static void tell(struct walking *walking)
{
    if (walking->path->late)
        (void)!fact_set_take_json(walking->facts, walking->path->facts, NULL);
    walk_looked(walking->walk, walking->path->look, LANGUAGE_EN);
}

static bool answer(struct walking *walking)
{
    const json_t *given =
        json_array_get(walking->path->answers, walking->answered++);
    return given != NULL &&
           walk_answer(walking->walk, json_object_get(given, "value"),
                       LANGUAGE_EN, NULL);
}

/* One thing done; false at the end or when something does not fit. */
static bool go_on(struct walking *walking)
{
    switch (walk_waits(walking->walk)) {
    case WALK_SAY:
        walk_next(walking->walk, LANGUAGE_EN);
        return true;
    case WALK_ANSWER:
    case WALK_NOTE:
        return answer(walking);
    case WALK_LOOK:
        if (walking->path->look == NULL)
            return false;
        tell(walking);
        return true;
    default:
        return false;
    }
}

static bool took_steps(const struct walk *walk, const struct path *path)
{
    AUTO_JSON steps = walk_path(walk);
    bool same = json_array_size(steps) == path->count;
    for (size_t i = 0; same && i < path->count; i++) {
        const json_t *step = json_array_get(steps, i);
        const char *node = json_find_string(step, "node");
        const char *edge = json_find_string(step, "edge");
        same = edge != NULL && strcmp(node, path->steps[i].node) == 0 &&
               strcmp(edge, path->steps[i].edge) == 0;
    }
    return same;
}

void path_walk(const struct script_set *set, const struct script *script,
               struct path *path)
{
    struct walking walking = {.path = path};
    walking.facts = fact_set_new(scripts_facts(set));
    bool early = !path->late && path->look != NULL;
    if (!path->late)
        (void)!fact_set_take_json(walking.facts, path->facts, NULL);
    walking.walk = walk_new(set, script->id, walking.facts, path->as_of, NULL);
    if (walking.walk != NULL && early && walk_waits(walking.walk) != WALK_LOOK)
        walk_looked(walking.walk, path->look, LANGUAGE_EN);
    while (walking.walk != NULL && go_on(&walking))
        ;
    path->walked = walking.walk != NULL &&
                   walk_waits(walking.walk) == WALK_OUTCOME &&
                   took_steps(walking.walk, path);
    walk_free(walking.walk);
    fact_set_free(walking.facts);
}
