/* From a call to the records that are saved. */
#include "console/call/call_state.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/deadline.h"
#include "console/cases/record.h"
#include "console/registry/lookup.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "console/script/walk.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* A text of the node in all languages, its braces filled. */
static struct json_t *told(const struct call *call, const struct node *node)
{
    struct json_t *told = json_object();
    for (int l = 0; l < LANGUAGE_COUNT; l++) {
        AUTO_TEXT text = {0};
        if (node->say.in[l] &&
            walk_fill(call->walk, node->say.in[l], l, &text, NULL))
            json_object_set_new(told, language_code(l),
                                json_string(text_chars(&text)));
    }
    return told;
}

static struct json_t *phrase_json(const struct phrase *phrase)
{
    return json_pack("{s:s,s:s,s:s}", "kk", phrase->in[LANGUAGE_KK], "ru",
                     phrase->in[LANGUAGE_RU], "en", phrase->in[LANGUAGE_EN]);
}

static struct json_t *fact_texts(const struct fact *fact,
                                 const struct json_t *value)
{
    struct json_t *texts = json_object();
    for (int l = 0; l < LANGUAGE_COUNT; l++) {
        AUTO_CHARS written = fact_write(fact, value, l);
        json_object_set_new(texts, language_code(l), json_string(written));
    }
    return texts;
}

/* For a case by hand: every fact that is known and not personal. */
static struct json_t *known_facts(const struct call *call)
{
    const struct facts *facts = scripts_facts(call->place.scripts);
    struct json_t *known = json_array();
    for (size_t i = 0; i < facts_count(facts); i++) {
        const struct fact *fact = facts_at(facts, i);
        const struct fact_value *value = fact_set_at(call->facts, i);
        char at[CLOCK_ISO_SIZE];
        if (fact->personal || !value->value)
            continue;
        clock_iso(value->at_ms, at);
        json_array_append_new(
            known,
            json_pack("{s:s,s:o,s:O,s:o,s:s,s:s}", "name", fact->name, "label",
                      phrase_json(&fact->label), "value", value->value, "text",
                      fact_texts(fact, value->value), "source", value->source,
                      "at", at));
    }
    return known;
}

/* Where it goes, and what that promises. */
static void add_route(const struct call *call, struct case_record *record)
{
    const char *branch = call->form.branch;
    AUTO_CHARS region = call_region_of(call, branch);
    AUTO(call_promise_clear) struct call_promise promise;
    record->branch = mem_copy(branch);
    record->region = mem_copy(region ? region : "");
    if (!call_promise(call, branch, &promise))
        return;
    record->body = mem_copy(promise.body);
    record->term = mem_copy(promise.term);
    record->due_ms = promise.due_ms;
    record->act_ms = promise.act_ms;
    record->calendar = mem_copy(deadlines_version(call->place.deadlines));
    record->unsure = json_incref(promise.unsure);
}

static struct case_record *make_case(const struct call *call)
{
    struct case_record *record = case_record_new();
    const struct call_form *form = &call->form;
    record->uuid = mem_new(SEAL_UUID_SIZE);
    seal_uuid(record->uuid);
    add_route(call, record);
    record->issue = mem_copy(call_issue(call));
    record->phone = form->phone[0] ? mem_copy(form->phone) : NULL;
    /* Who wants to be called back agrees to it. */
    record->consent = form->consent || call_callback_ms(call) > 0;
    record->text = mem_copy(form->text);
    if (call->by_hand) {
        record->facts = known_facts(call);
        record->told = json_object();
    } else {
        record->facts = walk_sent(call->walk);
        record->told = told(call, walk_node(call->walk));
    }
    return record;
}

/* Free text answered in the script is sealed with the notes; the path, which
 * is not, only says that there was one. */
static char *all_notes(const struct call *call)
{
    AUTO_JSON personal = call->walk ? walk_personal(call->walk) : NULL;
    struct text notes = {0};
    size_t index;
    json_t *answer;
    text_add(&notes, call->notes);
    json_array_foreach(personal, index, answer)
    {
        const char *value = json_find_string(answer, "value");
        text_format(&notes, "%s%s: %s", notes.length ? "\n" : "",
                    json_find_string(answer, "node"), value ? value : "");
    }
    return text_take(&notes);
}

/* Who is calling, as the first script asked it. */
static char *caller_of(const struct call *call)
{
    const char *caller = call->walk ? walk_caller(call->walk) : NULL;
    return mem_copy(caller ? caller : "unknown");
}

static const char *lookup_of(const struct call *call)
{
    switch (call->look) {
    case LOOK_NONE:
        return "none";
    case LOOK_KNOWN:
        return lookup_state_name(LOOKUP_KNOWN);
    case LOOK_NOT_FOUND:
        return lookup_state_name(LOOKUP_NOT_FOUND);
    default:
        return lookup_state_name(LOOKUP_UNKNOWN);
    }
}

static struct callback_record *make_callback(const struct call *call)
{
    int64_t due_ms = call_callback_ms(call);
    if (due_ms <= 0)
        return NULL;
    struct callback_record *callback = callback_record_new();
    callback->uuid = mem_new(SEAL_UUID_SIZE);
    seal_uuid(callback->uuid);
    callback->due_ms = due_ms;
    callback->phone = mem_copy(call->form.phone);
    return callback;
}

static struct added_record *make_added(const struct call *call)
{
    struct added_record *added = added_record_new();
    added->uuid = mem_new(SEAL_UUID_SIZE);
    seal_uuid(added->uuid);
    added->number = mem_copy(call->form.add_to);
    /* A note has no phone of its own. */
    added->text = call->form.phone[0] ? mem_format("%s\n☎ %s", call->form.text,
                                                   call->form.phone)
                                      : mem_copy(call->form.text);
    return added;
}

struct call_record *call_make_record(const struct call *call)
{
    struct call_record *record = call_record_new();
    const struct script_set *scripts = call->place.scripts;
    char as_of[CLOCK_DATE_SIZE];
    clock_date(call->place.as_of, as_of);
    record->uuid = mem_copy(call->uuid);
    record->call = mem_copy(call->id);
    record->turn = call->turn;
    record->started_ms = call->started_ms;
    record->ended_ms = call->ended_ms;
    record->iin = call->iin[0] ? mem_copy(call->iin) : NULL;
    record->name = mem_copy(call->name);
    record->lookup = mem_copy(lookup_of(call));
    if (call->look_error.message != MESSAGE_NONE)
        record->reason = mem_copy(message_name(call->look_error.message));
    record->caller = caller_of(call);
    record->language = call->language;
    record->script = mem_copy(call->walk ? walk_script(call->walk)->id : "");
    record->script_hash = mem_copy(scripts_hash(scripts));
    record->outcome = mem_copy(call_outcome(call));
    record->as_of = mem_copy(as_of);
    record->path = call->walk ? walk_path(call->walk) : json_array();
    record->notes = all_notes(call);
    record->wrapped_ms = call->wrapped_ms;
    record->disposition = mem_copy(disposition_name(call_disposition(call)));
    record->callback = make_callback(call);
    if (call_has_case(call) && call->form.add_to[0])
        record->added = make_added(call);
    else if (call_has_case(call))
        record->opened = make_case(call);
    return record;
}
