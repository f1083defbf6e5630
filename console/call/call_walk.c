/* The script of a call: every step goes to the draft before it is drawn. */
#include "console/call/call_state.h"

#include "console/base/json.h"
#include "console/script/script.h"
#include "console/script/walk.h"

#include <jansson.h>
#include <string.h>

bool call_walk_start(struct call *call, const char *id)
{
    walk_free(call->walk);
    call->walk =
        walk_new(call->place.scripts, id, call->facts, call->place.as_of, NULL);
    if (!call->walk)
        return false;
    call->stage = CALL_WALK;
    call_walk_catch_up(call);
    return true;
}

/* The exit of a look-up that is over; NULL while it is not. */
static const char *look_exit(enum call_look look)
{
    switch (look) {
    case LOOK_AUDIT:
    case LOOK_ASKING:
        return NULL;
    case LOOK_KNOWN:
        return "ok";
    case LOOK_NOT_FOUND:
        return "not_found";
    default:
        return "unknown";
    }
}

void call_walk_repeat(struct call *call)
{
    while (walk_waits(call->walk) == WALK_ANSWER && walk_kept(call->walk) &&
           walk_answer(call->walk, walk_kept(call->walk), call->language, NULL))
        ;
}

/* From the start, and the start of the script that was jumped to, with the
 * answers that still apply. */
static void walk_again(struct call *call, const char *exit)
{
    AUTO_CHARS jumped = mem_copy(walk_jumped(call->walk));
    while (walk_back(call->walk, call->language))
        ;
    walk_looked(call->walk, exit, call->language);
    call_walk_repeat(call);
    if (jumped && walk_jump(call->walk, jumped, call->language))
        call_walk_repeat(call);
}

void call_walk_catch_up(struct call *call)
{
    const char *exit = look_exit(call->look);
    const char *told = call->walk ? walk_look(call->walk) : NULL;
    bool free =
        call->stage == CALL_WALK || (call->stage == CALL_WRAP && call->by_hand);
    if (!free || !call->walk || !exit)
        return;
    if (walk_waits(call->walk) == WALK_LOOK)
        walk_looked(call->walk, exit, call->language);
    else if (told && strcmp(told, exit) != 0)
        walk_again(call, exit);
}

void call_next(struct call *call)
{
    enum walk_wait waits = call->walk ? walk_waits(call->walk) : WALK_BROKEN;
    if (call->stage != CALL_WALK)
        return;
    if (waits == WALK_OUTCOME)
        call_wrap(call, NULL);
    if (waits != WALK_SAY)
        return;
    walk_next(call->walk, call->language);
    call_walk_catch_up(call);
    call_keep(call, KEEP_WALK);
    call_changed(call);
}

bool call_answer(struct call *call, const struct json_t *value,
                 struct error *error)
{
    if (!walk_answer(call->walk, value, call->language, error))
        return false;
    call_walk_catch_up(call);
    call_keep(call, KEEP_WALK);
    call_changed(call);
    return true;
}

bool call_type_answer(struct call *call, const char *typed, struct error *error)
{
    AUTO_JSON value = walk_read_answer(call->walk, typed, error);
    return value && call_answer(call, value, error);
}

bool call_jump(struct call *call, const char *script)
{
    if (call->stage != CALL_WALK || !call->walk ||
        !walk_jump(call->walk, script, call->language))
        return false;
    call_walk_catch_up(call);
    call_keep(call, KEEP_WALK);
    call_changed(call);
    return true;
}

void call_unwrap(struct call *call)
{
    if (call->stage != CALL_WRAP)
        return;
    call->by_hand = NULL;
    call->stage = call->walk ? CALL_WALK : CALL_NUMBER;
    call_walk_catch_up(call);
    call_keep(call, KEEP_FORM | KEEP_WALK);
    call_changed(call);
}

void call_back(struct call *call)
{
    if (call->stage == CALL_WRAP)
        call_unwrap(call);
    else if (call->stage == CALL_WALK && call->walk &&
             walk_back(call->walk, call->language))
        call_keep(call, KEEP_WALK);
    call_changed(call);
}

void call_speak(struct call *call, enum language language)
{
    call->language = language;
    call_keep(call, KEEP_LANGUAGE);
    call_changed(call);
}

void call_set_notes(struct call *call, const char *notes)
{
    if (strcmp(call->notes, notes) == 0)
        return;
    call_set_string(&call->notes, notes);
    call_keep(call, KEEP_NOTES);
}
