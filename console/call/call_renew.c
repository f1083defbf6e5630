/* A call goes over to newer scripts: facts and answers that still apply. */
#include "console/call/call_state.h"

#include "console/base/json.h"
#include "console/cases/deadline.h"
#include "console/registry/person.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "console/script/walk.h"

#include <jansson.h>

/* The facts for the new declarations: from what the registry said, or one by
 * one by their names; what does not fit any more is unknown. */
static struct fact_set *carry_facts(const struct call *call,
                                    const struct script_set *scripts)
{
    struct fact_set *facts = fact_set_new(scripts_facts(scripts));
    AUTO_JSON old = fact_set_json(call->facts, true);
    const char *name;
    struct json_t *value;
    const struct dues_book book = {scripts_tables(scripts), call->place.basis};
    if (call->person) {
        fact_set_take_person(facts, call->person, &book, call->place.as_of);
        return facts;
    }
    json_object_foreach(old, name, value)
    {
        AUTO_JSON one = json_pack("{s:O}", name, value);
        if (!fact_set_take_json(facts, one, NULL))
            continue;
    }
    return facts;
}

/* The walk of the old scripts in the new ones; from the first script when the
 * one it began with is gone. */
static struct walk *carry_walk(const struct call *call,
                               const struct script_set *scripts,
                               const struct fact_set *facts)
{
    AUTO_JSON saved = call->walk ? walk_save(call->walk) : NULL;
    struct walk *walk = saved ? walk_load(scripts, saved, facts, NULL) : NULL;
    if (saved && !walk)
        walk = walk_new(scripts, "main", facts, call->place.as_of, NULL);
    return walk;
}

void call_renew(struct call *call, const struct script_set *scripts,
                struct deadlines *deadlines)
{
    if (call->stage != CALL_WALK && call->stage != CALL_NUMBER)
        return;
    struct fact_set *facts = carry_facts(call, scripts);
    struct walk *walk = carry_walk(call, scripts, facts);
    if (call->walk && !walk) { /* no first script: stay */
        fact_set_free(facts);
        return;
    }
    walk_free(call->walk);
    fact_set_free(call->facts);
    scripts_hold(scripts);
    scripts_free(call->place.scripts);
    call->place.scripts = scripts;
    deadlines_hold(deadlines);
    deadlines_free(call->place.deadlines);
    call->place.deadlines = deadlines;
    call->facts = facts;
    call->walk = walk;
    call->lost = false;
    call_walk_catch_up(call);
    if (walk)
        call_keep(call, KEEP_LOOK | KEEP_WALK);
    call_changed(call);
}
