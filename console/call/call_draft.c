/* What of a call goes to the disk, part by part, on the draft's own worker. The
 * first line, and the one after a failed write, hold the whole call. */
#include "console/call/call_state.h"

#include "console/base/json.h"
#include "console/base/language.h"
#include "console/call/draft.h"
#include "console/script/fact.h"
#include "console/script/walk.h"

#include <jansson.h>

static const char *const look_names[] = {
    [LOOK_NONE] = "none",          [LOOK_AUDIT] = "audit",
    [LOOK_ASKING] = "asking",      [LOOK_KNOWN] = "known",
    [LOOK_UNKNOWN] = "unknown",    [LOOK_NOT_FOUND] = "not_found",
    [LOOK_CANCELLED] = "cancelled"};

const char *call_look_name(enum call_look look)
{
    return look_names[look];
}

static struct json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

/* Takes the value. */
static void put(struct json_t *line, const char *key, struct json_t *value)
{
    json_object_set_new(line, key, value);
}

static void put_ids(const struct call *call, struct json_t *line)
{
    put(line, "call", json_string(call->id));
    put(line, "uuid", json_string(call->uuid));
    put(line, "turn", json_integer(call->turn));
    put(line, "started", json_integer(call->started_ms));
    put(line, "as_of", json_integer(call->place.as_of));
}

static void put_look(const struct call *call, struct json_t *line)
{
    put(line, "iin", json_string(call->iin));
    put(line, "why", text_or_null(call->why));
    put(line, "look", json_string(call_look_name(call->look)));
    put(line, "reason", json_string(message_name(call->look_error.message)));
    put(line, "name", text_or_null(call->name));
    put(line, "region", text_or_null(call->region));
    put(line, "facts", fact_set_json(call->facts, true));
}

static void put_form(const struct call *call, struct json_t *line)
{
    const struct call_form *form = &call->form;
    put(line, "wrap",
        json_boolean(call->stage == CALL_WRAP || call->stage == CALL_SAVING));
    put(line, "by_hand", text_or_null(call->by_hand));
    put(line, "phone", json_string(form->phone));
    put(line, "consent", json_boolean(form->consent));
    put(line, "branch", json_string(form->branch));
    put(line, "text", json_string(form->text));
    put(line, "add_to", json_string(form->add_to));
    put(line, "callback", json_string(form->callback));
    put(line, "disposition", json_integer(form->disposition));
    put(line, "wrapped", json_integer(call->wrapped_ms));
    put(line, "filled_branch", text_or_null(call->filled_branch));
    put(line, "filled_text", text_or_null(call->filled_text));
}

static void put_parts(const struct call *call, unsigned parts,
                      struct json_t *line)
{
    if (parts & KEEP_LOOK)
        put_look(call, line);
    if ((parts & KEEP_WALK) && call->walk)
        put(line, "walk", walk_save(call->walk));
    if (parts & KEEP_FORM)
        put_form(call, line);
    if (parts & KEEP_NOTES)
        put(line, "notes", json_string(call->notes));
    if (parts & KEEP_LANGUAGE)
        put(line, "language", json_string(language_code(call->language)));
}

static void keep_work(struct call_job *job)
{
    job->ok = draft_add(job->draft, job->line, &job->error);
}

static void keep_done(struct call_job *job)
{
    struct call *call = job->call;
    call->writing--;
    if (!job->ok) {
        call->fault = job->error;
        call->headed = false;
    }
    call_changed(call);
}

void call_keep(struct call *call, unsigned parts)
{
    struct call_job *job = call_job_new(call, keep_work, keep_done);
    AUTO_JSON line = json_object();
    if (!call->headed)
        put_ids(call, line);
    put_parts(call, call->headed ? parts : KEEP_ALL, line);
    job->line = json_canonical(line);
    call->headed = true;
    call->writing++;
    call_job_start(job, call->place.draft_worker);
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
