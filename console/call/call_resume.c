/* An unfinished call from its draft, standing where it stopped. */
#include "console/call/call_state.h"

#include "console/base/json.h"
#include "console/call/draft.h"
#include "console/cases/store.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "console/script/scripts_kept.h"
#include "console/script/walk.h"

#include <jansson.h>
#include <string.h>

/* Lines add up: later members replace earlier ones. A head (the line that
 * names the call) ends what stood before it. */
static void draft_line(const char *json, void *cookie)
{
    AUTO_JSON line = json_parse(json, strlen(json), "draft", false, NULL);
    if (line && json_object_get(line, "call"))
        json_object_clear(cookie);
    if (line)
        json_object_update(cookie, line);
}

static bool take_id(const struct json_t *state, const char *key, char *out)
{
    const char *id = json_find_string(state, key);
    if (!id || strlen(id) >= SEAL_UUID_SIZE)
        return false;
    strcpy(out, id);
    return true;
}

static enum call_look look_of(const char *name)
{
    for (int look = LOOK_KNOWN; look <= LOOK_UNKNOWN; look++)
        if (name && strcmp(name, call_look_name(look)) == 0)
            return (enum call_look)look;
    return LOOK_CANCELLED; /* it was still on its way */
}

static enum message message_of(const char *name)
{
    for (int message = 0; message < MESSAGE_COUNT; message++)
        if (name && strcmp(name, message_name(message)) == 0)
            return (enum message)message;
    return MESSAGE_NONE;
}

/* The name of a reason as our own list has it; NULL: none. */
static const char *why_of(const char *name)
{
    enum look_why why;
    return name && look_why_find(name, &why) ? look_why_name(why) : NULL;
}

static void take_look(struct call *call, const struct json_t *state)
{
    const char *iin = json_find_string(state, "iin");
    if (!iin || !*iin || strlen(iin) >= sizeof(call->iin))
        return;
    strcpy(call->iin, iin);
    iin_check(call->iin, call->place.as_of, &call->verdict);
    call->why = why_of(json_find_string(state, "why"));
    call->look = look_of(json_find_string(state, "look"));
    call->look_error.message = message_of(json_find_string(state, "reason"));
    call->name = mem_copy(json_find_string(state, "name"));
    call->region = mem_copy(json_find_string(state, "region"));
    if (!fact_set_take_json(call->facts, json_object_get(state, "facts"), NULL))
        call->look = LOOK_CANCELLED;
}

static void take_form(struct call *call, const struct json_t *state)
{
    const char *by_hand = json_find_string(state, "by_hand");
    call_set_string(&call->notes, json_find_string(state, "notes"));
    call_set_string(&call->form.phone, json_find_string(state, "phone"));
    call_set_string(&call->form.branch, json_find_string(state, "branch"));
    call_set_string(&call->form.text, json_find_string(state, "text"));
    call_set_string(&call->form.add_to, json_find_string(state, "add_to"));
    call_set_string(&call->form.callback, json_find_string(state, "callback"));
    call->form.disposition =
        (int)json_integer_value(json_object_get(state, "disposition"));
    call->wrapped_ms = json_integer_value(json_object_get(state, "wrapped"));
    call->form.consent = json_is_true(json_object_get(state, "consent"));
    call->filled_branch = mem_copy(json_find_string(state, "filled_branch"));
    call->filled_text = mem_copy(json_find_string(state, "filled_text"));
    if (by_hand)
        call->by_hand =
            strcmp(by_hand, CALL_BY_HAND) == 0 ? CALL_BY_HAND : CALL_HUNG_UP;
}

static bool take_walk(struct call *call, const struct json_t *state,
                      struct error *error)
{
    const struct json_t *walk = json_object_get(state, "walk");
    if (walk) {
        call->walk = walk_load(call->place.scripts, walk, call->facts, error);
        if (!call->walk)
            return false;
        call->stage = CALL_WALK;
        call_walk_catch_up(call);
    }
    if (json_is_true(json_object_get(state, "wrap")))
        call->stage = CALL_WRAP;
    return true;
}

static bool take_state(struct call *call, const struct json_t *state,
                       struct error *error)
{
    const char *language = json_find_string(state, "language");
    if (!take_id(state, "call", call->id) ||
        !take_id(state, "uuid", call->uuid))
        return error_set(error, MESSAGE_DRAFT_BROKEN, "no ids");
    call->turn = (int)json_integer_value(json_object_get(state, "turn"));
    call_start(call, json_integer_value(json_object_get(state, "started")));
    call->place.as_of = json_integer_value(json_object_get(state, "as_of"));
    if (!language || !language_find(language, &call->language))
        call->language = call->place.language;
    take_look(call, state);
    take_form(call, state);
    return take_walk(call, state, error);
}

/* A crash between the commit and the end of the draft: the part is in the log
 * already, and must not be saved as if it were another. */
static void past_work(struct call_job *job)
{
    AUTO_JSON saved = store_call(job->store, job->uuid, false, NULL);
    const char *number = saved ? json_find_string(saved, "number") : NULL;
    job->ok = saved != NULL;
    if (number && strlen(number) < NUMBER_SIZE)
        strcpy(job->number, number);
    if (job->iin[0])
        job->history = store_history(job->store, job->iin, NULL);
}

static void past_done(struct call_job *job)
{
    struct call *call = job->call;
    json_decref(call->history);
    call->history = json_incref(job->history);
    if (job->ok) {
        memcpy(call->number, job->number, sizeof(call->number));
        call->stage = CALL_SAVING;
        call_keep_end(call, CALL_SAVED);
    }
    call_changed(call);
}

static void ask_past(struct call *call)
{
    struct call_job *job = call_job_new(call, past_work, past_done);
    memcpy(job->uuid, call->uuid, sizeof(job->uuid));
    call_job_start(job, call->place.store_worker);
}

/* The scripts that the call began with: those of today, or as they were kept;
 * NULL when they are no more. Held for the caller. */
static const struct script_set *find_scripts(const struct call_place *place,
                                             const struct json_t *state)
{
    const char *hash = json_find_string(json_object_get(state, "walk"), "hash");
    if (!hash || strcmp(hash, scripts_hash(place->scripts)) == 0)
        return scripts_hold(place->scripts);
    return place->kept ? scripts_kept(place->kept, hash) : NULL;
}

struct call *call_resume(const struct call_place *place, struct error *error)
{
    AUTO_JSON state = json_object();
    if (!draft_read(place->draft, draft_line, state, error))
        return NULL;
    const struct script_set *began = find_scripts(place, state);
    struct call_place then = *place;
    then.scripts = began ? began : place->scripts;
    struct call *call = call_new(&then);
    call->lost = !began;
    scripts_free(began);
    if (!take_state(call, state, error)) {
        call_destroy(call);
        return NULL;
    }
    ask_past(call);
    return call;
}
