/* What of a call goes to the disk, line by line, on the draft's own worker. */
#include "console/call/call_state.h"

#include "console/base/json.h"
#include "console/base/language.h"
#include "console/call/draft.h"
#include "console/script/walk.h"

#include <jansson.h>

static void keep_work(struct call_job *job)
{
    job->ok = draft_add(job->draft, job->line, &job->error);
}

static void keep_done(struct call_job *job)
{
    struct call *call = job->call;
    call->writing--;
    if (!job->ok)
        call->fault = job->error;
    call_changed(call);
}

static void add_head(struct call *call, struct json_t *patch)
{
    if (call->headed)
        return;
    call->headed = true;
    json_object_set_new(patch, "call", json_string_nocheck(call->id));
    json_object_set_new(patch, "uuid", json_string_nocheck(call->uuid));
    json_object_set_new(patch, "turn", json_integer(call->turn));
    json_object_set_new(patch, "started", json_integer(call->started_ms));
    json_object_set_new(patch, "language",
                        json_string_nocheck(language_code(call->language)));
}

void call_keep_take(struct call *call, struct json_t *patch)
{
    struct call_job *job = call_job_new(call, keep_work, keep_done);
    add_head(call, patch);
    job->line = json_canonical(patch);
    json_decref(patch);
    call->writing++;
    call_job_start(job, call->place.draft_worker);
}

void call_keep_walk(struct call *call)
{
    if (call->walk)
        call_keep_take(call, json_pack("{s:o}", "walk", walk_save(call->walk)));
}

static void end_work(struct call_job *job)
{
    job->ok = draft_end(job->draft, &job->error);
}

static void end_done(struct call_job *job)
{
    if (!job->ok)
        job->call->fault = job->error;
    job->call->stage = job->next;
    call_changed(job->call);
}

void call_keep_end(struct call *call, enum call_stage next)
{
    struct call_job *job = call_job_new(call, end_work, end_done);
    job->next = next;
    call->headed = false;
    call_job_start(job, call->place.draft_worker);
}
