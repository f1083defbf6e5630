/* A call's life: begin, a second person, end; and its accessors. */
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

bool call_is_empty(const struct call *call)
{
    return call->stage == CALL_NUMBER && !call->headed && call->turn == 1;
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

const struct script_set *call_scripts(const struct call *call)
{
    return call->place.scripts;
}

bool call_lost_scripts(const struct call *call)
{
    return call->lost;
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

int call_turn(const struct call *call)
{
    return call->turn;
}
