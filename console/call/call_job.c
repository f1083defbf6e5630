/* What lies under all files of a call: its jobs on the workers, and its end,
 * which waits for them. */
#include "console/call/call_state.h"

#include "console/base/clock.h"
#include "console/cases/deadline.h"
#include "console/cases/record.h"
#include "console/io/worker.h"
#include "console/registry/lookup.h"
#include "console/registry/person.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "console/script/walk.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

void call_set_string(char **string, const char *value)
{
    char *copy = mem_copy(value ? value : "");
    free(*string);
    *string = copy;
}

void call_changed(struct call *call)
{
    if (call->place.changed && !call->closed)
        call->place.changed(call->place.cookie);
}

struct call *call_new(const struct call_place *place)
{
    struct call *call = mem_new(sizeof(*call));
    call->place = *place;
    call->place.scripts = scripts_hold(place->scripts);
    call->place.deadlines = deadlines_hold(place->deadlines);
    call->language = place->language;
    call_start(call, clock_now_ms());
    call->turn = 1;
    seal_uuid(call->id);
    seal_uuid(call->uuid);
    call->facts = fact_set_new(scripts_facts(place->scripts));
    call->notes = mem_copy("");
    call->form.phone = mem_copy("");
    call->form.branch = mem_copy("");
    call->form.text = mem_copy("");
    call->form.add_to = mem_copy("");
    call->form.callback = mem_copy("");
    return call;
}

void call_destroy(struct call *call)
{
    walk_free(call->walk);
    fact_set_free(call->facts);
    person_free(call->person);
    scripts_free(call->place.scripts);
    deadlines_free(call->place.deadlines);
    json_decref(call->history);
    free(call->name);
    free(call->region);
    free(call->notes);
    free(call->form.phone);
    free(call->form.branch);
    free(call->form.text);
    free(call->form.add_to);
    free(call->form.callback);
    free(call->filled_branch);
    free(call->filled_text);
    seal_wipe(call->iin, sizeof(call->iin));
    free(call);
}

bool call_look_forget(struct call *call)
{
    if (call->look != LOOK_AUDIT && call->look != LOOK_ASKING)
        return false;
    call->look_generation++;
    lookup_cancel(call->place.lookup);
    call->look = LOOK_CANCELLED;
    return true;
}

static void job_free(struct call_job *job)
{
    if (job->line)
        seal_wipe(job->line, strlen(job->line));
    free(job->line);
    call_record_free(job->record);
    json_decref(job->history);
    free(job);
}

static void job_work(void *cookie)
{
    struct call_job *job = cookie;
    job->work(job);
}

/* The last job of a call that was let go: whoever draws may care. */
static void last_job(struct call *call)
{
    struct call_place place = call->place;
    call_destroy(call);
    if (place.changed)
        place.changed(place.cookie);
}

static void job_answer(void *cookie)
{
    struct call_job *job = cookie;
    struct call *call = job->call;
    call->jobs--;
    if (!call->closed)
        job->done(job);
    else if (call->jobs == 0)
        last_job(call);
    job_free(job);
}

struct call_job *call_job_new(struct call *call,
                              void (*work)(struct call_job *job),
                              void (*done)(struct call_job *job))
{
    struct call_job *job = mem_new(sizeof(*job));
    job->call = call;
    job->store = call->place.store;
    job->draft = call->place.draft;
    job->work = work;
    job->done = done;
    memcpy(job->id, call->id, sizeof(job->id));
    memcpy(job->iin, call->iin, sizeof(job->iin));
    return job;
}

void call_job_start(struct call_job *job, struct worker *worker)
{
    job->call->jobs++;
    worker_do(worker, job_work, job_answer, job);
}
