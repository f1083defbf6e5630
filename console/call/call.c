/* A call's life: begin, resume from the draft, jobs, end; and its accessors. */
#include "console/call/call.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/call/call_state.h"
#include "console/call/draft.h"
#include "console/registry/lookup.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "console/script/walk.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static struct call *call_new(const struct call_place *place)
{
    struct call *call = mem_new(sizeof(*call));
    call->place = *place;
    call->language = place->language;
    call->started_ms = clock_now_ms();
    call->turn = 1;
    seal_uuid(call->id);
    seal_uuid(call->uuid);
    call->facts = fact_set_new(scripts_facts(place->scripts));
    call->notes = mem_copy("");
    call->form.phone = mem_copy("");
    call->form.branch = mem_copy("");
    call->form.text = mem_copy("");
    return call;
}

struct call *call_begin(const struct call_place *place, struct error *error)
{
    if (!scripts_find(place->scripts, "main")) {
        error_set(error, MESSAGE_SCRIPT_NONE, "main");
        return NULL;
    }
    return call_new(place);
}

struct call *call_second_person(struct call *call, struct error *error)
{
    struct call *next = call_begin(&call->place, error);
    if (!next)
        return NULL;
    memcpy(next->id, call->id, sizeof(next->id));
    next->turn = call->turn + 1;
    next->language = call->language;
    call_set_string(&next->form.phone, call->form.phone);
    next->form.consent = call->form.consent;
    return next;
}

void call_free(struct call *call)
{
    if (!call)
        return;
    call_look_forget(call);
    call->closed = true;
    if (call->jobs == 0)
        call_destroy(call);
}

void call_drop(struct call *call)
{
    call_keep_end(call, call->stage);
    call_free(call);
}

/* Accessors. */

enum call_stage call_stage(const struct call *call)
{
    return call->stage;
}

enum call_look call_look(const struct call *call)
{
    return call->look;
}

const struct error *call_look_error(const struct call *call)
{
    return &call->look_error;
}

int64_t call_look_waited_ms(const struct call *call)
{
    return clock_steady_ms() - call->look_since_ms;
}

bool call_take_fault(struct call *call, struct error *fault)
{
    *fault = call->fault;
    error_clear(&call->fault);
    return fault->message != MESSAGE_NONE;
}

bool call_is_writing(const struct call *call)
{
    return call->writing > 0;
}

bool call_is_revealed(const struct call *call)
{
    return call->revealed;
}

const char *call_iin(const struct call *call)
{
    return call->iin;
}

const char *call_name(const struct call *call)
{
    return call->name ? call->name : "";
}

const struct iin_verdict *call_verdict(const struct call *call)
{
    return &call->verdict;
}

const struct fact_set *call_facts(const struct call *call)
{
    return call->facts;
}

const struct walk *call_walk(const struct call *call)
{
    return call->walk;
}

const struct json_t *call_history(const struct call *call)
{
    return call->history;
}

enum language call_language(const struct call *call)
{
    return call->language;
}

const char *call_notes(const struct call *call)
{
    return call->notes;
}

const struct call_form *call_form(const struct call *call)
{
    return &call->form;
}

const char *call_number(const struct call *call)
{
    return call->number;
}

int64_t call_started_ms(const struct call *call)
{
    return call->started_ms;
}

int64_t call_duration_ms(const struct call *call)
{
    int64_t end = call->ended_ms ? call->ended_ms : clock_now_ms();
    return end > call->started_ms ? end - call->started_ms : 0;
}

int call_turn(const struct call *call)
{
    return call->turn;
}

/* Resuming. */

/* The whole of a draft: later members replace earlier ones. */
static void draft_line(const char *json, void *cookie)
{
    AUTO_JSON patch = json_parse(json, strlen(json), "draft", false, NULL);
    if (patch && json_object_get(patch, "call"))
        json_object_clear(cookie); /* a head: what stood before is over */
    if (patch)
        json_object_update(cookie, patch);
}

static void resume_person(struct call *call, const struct json_t *state)
{
    const char *iin = json_find_string(state, "iin");
    const struct json_t *looked = json_object_get(state, "looked");
    if (iin && strlen(iin) < sizeof(call->iin))
        strcpy(call->iin, iin);
    if (call->iin[0])
        iin_check(call->iin, call->place.as_of, &call->verdict);
    if (!looked) {
        call->look = call->iin[0] ? LOOK_CANCELLED : LOOK_NONE;
        return;
    }
    call->look =
        (enum call_look)json_integer_value(json_object_get(looked, "look"));
    call->look_error.message =
        (enum message)json_integer_value(json_object_get(looked, "message"));
    if (json_find_string(looked, "name"))
        call->name = mem_copy(json_find_string(looked, "name"));
    if (json_find_string(looked, "region"))
        call->region = mem_copy(json_find_string(looked, "region"));
    struct json_t *facts = json_object_get(looked, "facts");
    if (facts && !fact_set_take_json(call->facts, facts, NULL))
        call->look = LOOK_CANCELLED;
}

static void resume_form(struct call *call, const struct json_t *state)
{
    const struct json_t *form = json_object_get(state, "form");
    const char *by_hand = json_find_string(state, "by_hand");
    if (json_find_string(state, "notes"))
        call_set_string(&call->notes, json_find_string(state, "notes"));
    if (by_hand && *by_hand)
        call->by_hand = strcmp(by_hand, "MANUAL") == 0 ? "MANUAL" : "HUNG-UP";
    if (form) {
        call_set_string(&call->form.phone, json_find_string(form, "phone"));
        call_set_string(&call->form.branch, json_find_string(form, "branch"));
        call_set_string(&call->form.text, json_find_string(form, "text"));
        call->form.consent = json_is_true(json_object_get(form, "consent"));
    }
    if (json_is_true(json_object_get(state, "wrap")))
        call->stage = CALL_WRAP;
}

static bool resume_state(struct call *call, const struct json_t *state,
                         struct error *error)
{
    const char *id = json_find_string(state, "call");
    const char *uuid = json_find_string(state, "uuid");
    const char *language = json_find_string(state, "language");
    const struct json_t *walk = json_object_get(state, "walk");
    if (!id || !uuid || strlen(id) >= sizeof(call->id) ||
        strlen(uuid) >= sizeof(call->uuid))
        return error_set(error, MESSAGE_DRAFT_BROKEN, "no ids");
    strcpy(call->id, id);
    strcpy(call->uuid, uuid);
    call->turn = (int)json_integer_value(json_object_get(state, "turn"));
    call->started_ms = json_integer_value(json_object_get(state, "started"));
    if (language && !language_find(language, &call->language))
        call->language = call->place.language;
    resume_person(call, state);
    resume_form(call, state);
    if (!walk)
        return true;
    call->walk = walk_load(call->place.scripts, walk, call->facts, error);
    if (!call->walk)
        return false;
    if (call->stage == CALL_NUMBER)
        call->stage = CALL_WALK;
    call_walk_settle(call);
    return true;
}

struct call *call_resume(const struct call_place *place, struct error *error)
{
    AUTO_JSON state = json_object();
    if (!draft_read(place->draft, draft_line, state, error))
        return NULL;
    struct call *call = call_new(place);
    call->headed = true;
    if (!resume_state(call, state, error)) {
        call_destroy(call);
        return NULL;
    }
    call_history_start(call);
    return call;
}
