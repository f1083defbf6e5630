/* The look-up of a call: number, event committed first, registry, facts. */
#include "console/call/call_state.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store.h"
#include "console/registry/lookup.h"
#include "console/registry/person.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "console/script/walk.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* The look-up is over: into the draft, and the walk may go on. */
static void look_over(struct call *call, enum call_look look)
{
    call->look = look;
    call_walk_catch_up(call);
    call_keep(call, KEEP_LOOK | KEEP_WALK);
    call_changed(call);
}

static void take_person(struct call *call, struct person *person)
{
    const struct dues_book book = {scripts_tables(call->place.scripts),
                                   call->place.basis};
    person_free(call->person);
    call->name = mem_copy(person_name(person));
    call->region = mem_copy(person_region(person));
    fact_set_take_person(call->facts, person, &book, call->place.as_of);
    call->person = person;
}

static void look_answered(struct lookup_answer *answer, void *cookie)
{
    struct call *call = cookie;
    call->look_error = answer->error;
    if (answer->state == LOOKUP_KNOWN)
        take_person(call, answer->person);
    look_over(call, answer->state == LOOKUP_KNOWN       ? LOOK_KNOWN
                    : answer->state == LOOKUP_NOT_FOUND ? LOOK_NOT_FOUND
                                                        : LOOK_UNKNOWN);
}

static void audit_work(struct call_job *job)
{
    job->ok = store_add_lookup(job->store, job->uuid, job->id, job->iin,
                               job->why, &job->error);
    if (job->ok)
        job->history = store_history(job->store, job->iin, NULL);
}

static void audit_done(struct call_job *job)
{
    struct call *call = job->call;
    if (job->generation != call->look_generation)
        return;
    if (!job->ok) {
        call->look_error = job->error;
        look_over(call, LOOK_UNKNOWN);
        return;
    }
    json_decref(call->history);
    call->history = json_incref(job->history);
    call->look = LOOK_ASKING;
    lookup_start(call->place.lookup, call->iin, call->asked, call->language,
                 look_answered, call);
    call_changed(call);
}

void call_look_start(struct call *call)
{
    struct call_job *job = call_job_new(call, audit_work, audit_done);
    seal_uuid(call->asked);
    memcpy(job->uuid, call->asked, sizeof(job->uuid));
    job->generation = ++call->look_generation;
    job->why = call->why;
    call->look = LOOK_AUDIT;
    call->look_since_ms = clock_steady_ms();
    error_clear(&call->look_error);
    call_job_start(job, call->place.store_worker);
}

/* Nothing of an earlier number may stand beside a new one. */
static void forget_person(struct call *call)
{
    walk_free(call->walk);
    fact_set_free(call->facts);
    person_free(call->person);
    json_decref(call->history);
    free(call->name);
    free(call->region);
    call->walk = NULL;
    call->facts = fact_set_new(scripts_facts(call->place.scripts));
    call->history = NULL;
    call->person = NULL;
    call->name = call->region = NULL;
    call->revealed = false;
}

bool call_set_iin(struct call *call, const char *digits, struct error *error)
{
    iin_check(digits, call->place.as_of, &call->verdict);
    if (!call->verdict.accepted)
        return error_set(error, iin_message(call->verdict.reason), "%s",
                         iin_reason_code(call->verdict.reason));
    if (call->place.ask_why && !call->why)
        return error_set(error, MESSAGE_LOOKUP_REASON, "desk.lookup_reason");
    forget_person(call);
    strcpy(call->iin, digits);
    call_look_start(call);
    if (!call_walk_start(call, "main"))
        return error_set(error, MESSAGE_SCRIPT_NONE, "main");
    call_keep(call, KEEP_LOOK | KEEP_WALK);
    call_changed(call);
    return true;
}

void call_give_why(struct call *call, enum look_why why)
{
    call->why = look_why_name(why);
}

void call_without_iin(struct call *call)
{
    call_walk_start(call, "no_person");
    call_keep(call, KEEP_WALK);
    call_changed(call);
}

void call_cancel_look(struct call *call)
{
    if (call_look_forget(call))
        look_over(call, LOOK_CANCELLED);
}

void call_look_again(struct call *call)
{
    if (call->look != LOOK_UNKNOWN && call->look != LOOK_CANCELLED)
        return;
    call_look_start(call);
    call_changed(call);
}

static void reveal_work(struct call_job *job)
{
    job->ok = store_add_reveal(job->store, "caller", job->id, job->iin, NULL,
                               &job->error);
}

static void reveal_done(struct call_job *job)
{
    struct call *call = job->call;
    call->revealing = false;
    call->revealed = job->ok;
    if (!job->ok)
        call->fault = job->error;
    call_changed(call);
}

void call_reveal(struct call *call)
{
    if (!call->iin[0] || call->revealed || call->revealing)
        return;
    call->revealing = true;
    call_job_start(call_job_new(call, reveal_work, reveal_done),
                   call->place.store_worker);
}
