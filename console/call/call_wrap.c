/* The end of a call: the form filled from the outcome, and saving. */
#include "console/call/call_state.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/issue.h"
#include "console/cases/record.h"
#include "console/cases/route.h"
#include "console/cases/store.h"
#include "console/script/script.h"
#include "console/script/walk.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Was it filled in by us, not by the agent? */
static bool is_ours(const char *value, const char *filled)
{
    return !*value || (filled && strcmp(value, filled) == 0);
}

/* Branch from the region, text from what the issue asks of a branch. */
static void fill_form(struct call *call)
{
    const struct tables *tables = scripts_tables(call->place.scripts);
    const char *issue = call_issue(call);
    const char *task =
        issue_task(tables, issue, call->place.as_of, call->language);
    struct route route;
    bool routed = route_find(tables, issue, call->region, call->place.as_of,
                             &route, NULL);
    const char *branch = routed ? route.branch : NULL;
    if (is_ours(call->form.branch, call->filled_branch))
        call_set_string(&call->form.branch, branch);
    /* One matter, one case: what is open about it is offered first. */
    call_set_string(&call->form.add_to,
                    json_find_string(call_same_case(call), "number"));
    if (is_ours(call->form.text, call->filled_text))
        call_set_string(&call->form.text, task);
    call_set_string(&call->filled_branch, branch);
    call_set_string(&call->filled_text, task);
}

void call_wrap(struct call *call, const char *by_hand)
{
    if (call->stage != CALL_WALK && call->stage != CALL_NUMBER)
        return;
    call->by_hand = by_hand;
    call->stage = CALL_WRAP;
    if (!call->wrapped_ms)
        call->wrapped_ms = call_now_ms(call);
    fill_form(call);
    call_keep(call, KEEP_FORM);
    call_changed(call);
}

void call_open_case(struct call *call)
{
    call_wrap(call, CALL_BY_HAND);
}

void call_hang_up(struct call *call)
{
    call_wrap(call, CALL_HUNG_UP);
}

void call_set_form(struct call *call, const struct call_form *form)
{
    call_set_string(&call->form.phone, form->phone);
    call_set_string(&call->form.branch, form->branch);
    call_set_string(&call->form.text, form->text);
    call_set_string(&call->form.add_to, form->add_to);
    call_set_string(&call->form.callback, form->callback);
    call->form.disposition = form->disposition;
    call->form.consent = form->consent;
    call_keep(call, KEEP_FORM);
}

static void save_work(struct call_job *job)
{
    job->ok = store_save(job->store, job->record, job->number, &job->error);
}

static void save_done(struct call_job *job)
{
    struct call *call = job->call;
    if (!job->ok) {
        call->stage = CALL_WRAP;
        call->ended_ms = call->save_ms = 0;
        call->fault = job->error;
    } else {
        memcpy(call->number, job->number, sizeof(call->number));
        call_keep_end(call, CALL_SAVED);
    }
    call_changed(call);
}

void call_save(struct call *call)
{
    if (call->stage != CALL_WRAP)
        return;
    call_look_forget(call); /* no answer may write into the empty draft */
    struct call_job *job = call_job_new(call, save_work, save_done);
    call->ended_ms = call_now_ms(call);
    call->save_ms = clock_now_ms();
    call->stage = CALL_SAVING;
    error_clear(&call->fault);
    job->record = call_make_record(call);
    call_job_start(job, call->place.store_worker);
    call_changed(call);
}
