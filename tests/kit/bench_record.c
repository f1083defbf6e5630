/* Made-up calls in any number. */
#include "tests/kit/bench_record.h"

#include "console/base/memory.h"
#include "console/cases/record.h"
#include "console/people/seal.h"

#include <jansson.h>

/* 2026-11-22T09:00Z */
static const int64_t base_ms = 1795338000000;

static char *new_uuid(void)
{
    char uuid[SEAL_UUID_SIZE];
    seal_uuid(uuid);
    return mem_copy(uuid);
}

static json_t *path(void)
{
    json_t *steps = json_array();
    for (int i = 0; i < 6; i++)
        json_array_append_new(
            steps, json_pack("{s:s, s:s, s:b, s:s}", "node", "main.question",
                             "script", "main", "value", 1, "source", "caller"));
    return steps;
}

static struct case_record *opened(int number)
{
    static const char *const branches[] = {"KZO", "ALA", "AKM"};
    static const char *const regions[] = {"43", "75", "11"};
    static const char *const issues[] = {"student_missing", "other"};
    struct case_record *opened = case_record_new();
    opened->uuid = new_uuid();
    opened->branch = mem_copy(branches[number % 3]);
    opened->region = mem_copy(regions[number % 3]);
    opened->issue = mem_copy(issues[number / 3 % 2]);
    opened->phone = mem_format("+7705%07d", number);
    opened->consent = true;
    opened->text = mem_copy("Колледж бұйрықты тапсырмаған, тексеру қажет");
    opened->facts = json_pack("[{s:s, s:s, s:s}]", "name", "status", "value",
                              "uninsured", "source", "registry");
    opened->told =
        json_pack("{s:s, s:s, s:s}", "kk", "Филиал тексеріп, хабарласады", "ru",
                  "Филиал проверит и перезвонит", "en",
                  "The branch will check and call back");
    return opened;
}

struct call_record *bench_record(int number)
{
    struct call_record *record = call_record_new();
    record->uuid = new_uuid();
    record->call = new_uuid();
    record->turn = 1;
    record->started_ms = base_ms + number * 1000LL;
    record->ended_ms = record->started_ms + 161000;
    record->iin = mem_format("0001015%05d", number % 100000);
    record->name = mem_format("ҮЛГІҰЛЫ САНАҚ %d", number);
    record->notes = mem_copy("кешке қайта қоңырау шалу");
    record->lookup = mem_copy("known");
    record->caller = mem_copy("self");
    record->language = LANGUAGE_KK;
    record->script = mem_copy("main");
    record->script_hash = mem_copy("bench");
    record->outcome = mem_copy("STU-02");
    record->as_of = mem_copy("2026-11-22");
    record->path = path();
    record->opened = opened(number);
    return record;
}
