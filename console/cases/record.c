/* A finished call and its case as plain data. */
#include "console/cases/record.h"

#include "console/base/memory.h"

#include <jansson.h>

#include <stdlib.h>

struct call_record *call_record_new(void)
{
    return mem_new(sizeof(struct call_record));
}

static void free_callback(struct callback_record *callback)
{
    if (!callback)
        return;
    free(callback->uuid);
    free(callback->phone);
    free(callback);
}

static void free_added(struct added_record *added)
{
    if (!added)
        return;
    free(added->uuid);
    free(added->number);
    free(added->text);
    free(added);
}

void call_record_free(struct call_record *record)
{
    if (!record)
        return;
    free(record->uuid);
    free(record->call);
    free(record->iin);
    free(record->name);
    free(record->notes);
    free(record->lookup);
    free(record->reason);
    free(record->caller);
    free(record->script);
    free(record->script_hash);
    free(record->outcome);
    free(record->as_of);
    json_decref(record->path);
    free(record->disposition);
    case_record_free(record->opened);
    free_callback(record->callback);
    free_added(record->added);
    free(record);
}

struct case_record *case_record_new(void)
{
    return mem_new(sizeof(struct case_record));
}

void case_record_free(struct case_record *record)
{
    if (!record)
        return;
    free(record->uuid);
    free(record->branch);
    free(record->region);
    free(record->issue);
    free(record->body);
    free(record->term);
    free(record->calendar);
    free(record->phone);
    free(record->text);
    json_decref(record->unsure);
    json_decref(record->facts);
    json_decref(record->told);
    free(record);
}

struct callback_record *callback_record_new(void)
{
    return mem_new(sizeof(struct callback_record));
}

struct added_record *added_record_new(void)
{
    return mem_new(sizeof(struct added_record));
}
