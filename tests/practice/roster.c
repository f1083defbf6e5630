/* The practice registry's people: the checked list, and each one's answer with
 * the dates of today. */
#include "tests/practice/roster.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/registry/iin.h"
#include "tests/practice/mishap.h"
#include "tests/practice/reldate.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Kazakhstan has had one offset since March 2024. */
enum { OFFSET_MS = 5 * 3600 * 1000, DAY_MS = 24 * 3600 * 1000 };

struct roster {
    json_t *file;
    const json_t *people; /* an array within file */
};

static int64_t local_days(int64_t now_ms)
{
    return (now_ms + OFFSET_MS) / DAY_MS;
}

static const json_t *entry_at(const struct roster *roster, int place)
{
    size_t count = json_array_size(roster->people);
    return json_array_get(roster->people, (size_t)place % count);
}

static bool check_iin(const char *iin, const char *where, struct error *error)
{
    struct iin_verdict verdict;
    iin_check(iin, local_days(clock_now_ms()), &verdict);
    if (verdict.accepted)
        return true;
    return error_set(error, MESSAGE_JSON_SHAPE, "%s: iin: %s", where,
                     iin_reason_code(verdict.reason));
}

static bool check_person(const json_t *entry, const char *where,
                         struct error *error)
{
    const json_t *person = json_object_get(entry, "person");
    if (!json_is_object(person))
        return error_set(error, MESSAGE_JSON_SHAPE, "%s: no person", where);
    int64_t today = local_days(clock_now_ms());
    AUTO_JSON tried = reldate_person(person, today, error);
    return tried || error_wrap(error, "%s", where);
}

static bool check_fault(const json_t *entry, const char *where,
                        struct error *error)
{
    const json_t *fault = json_object_get(entry, "fault");
    const char *name = json_string_value(fault);
    struct mishap mishap;
    if (!fault || (name && mishap_find(name, &mishap)))
        return true;
    return error_set(error, MESSAGE_JSON_SHAPE, "%s: no such fault", where);
}

static bool check_entry(const struct roster *roster, int place,
                        const char *path, struct error *error)
{
    char where[400];
    snprintf(where, sizeof(where), "%.300s: $.people[%d]", path, place);
    const json_t *entry = entry_at(roster, place);
    const char *iin, *reason, *note;
    if (!json_need_string(entry, "iin", &iin, where, error) ||
        !json_need_string(entry, "reason", &reason, where, error) ||
        !json_need_string(entry, "note", &note, where, error) ||
        !check_iin(iin, where, error))
        return false;
    if (roster_find(roster, iin) != place)
        return error_set(error, MESSAGE_JSON_SHAPE, "%s: twice", where);
    return check_person(entry, where, error) &&
           check_fault(entry, where, error);
}

static bool check(const struct roster *roster, const char *path,
                  struct error *error)
{
    int count = roster_count(roster);
    if (count == 0)
        return error_set(error, MESSAGE_JSON_SHAPE, "%s: no people", path);
    for (int place = 0; place < count; place++)
        if (!check_entry(roster, place, path, error))
            return false;
    return true;
}

struct roster *roster_load(const char *path, struct error *error)
{
    json_t *file = json_read(path, error);
    if (!file)
        return NULL;
    struct roster *roster = mem_new(sizeof(*roster));
    roster->file = file;
    roster->people = json_object_get(file, "people");
    if (!check(roster, path, error)) {
        roster_free(roster);
        return NULL;
    }
    return roster;
}

void roster_free(struct roster *roster)
{
    if (!roster)
        return;
    json_decref(roster->file);
    free(roster);
}

int roster_count(const struct roster *roster)
{
    return (int)json_array_size(roster->people);
}

int roster_find(const struct roster *roster, const char *iin)
{
    for (int place = 0; place < roster_count(roster); place++) {
        const json_t *entry = entry_at(roster, place);
        const char *own = json_string_value(json_object_get(entry, "iin"));
        if (own && strcmp(own, iin) == 0)
            return place;
    }
    return -1;
}

const char *roster_fault(const struct roster *roster, int place)
{
    const json_t *fault = json_object_get(entry_at(roster, place), "fault");
    return fault ? json_string_value(fault) : "none";
}

static json_t *as_of(int64_t now_ms)
{
    char iso[CLOCK_ISO_SIZE];
    clock_iso(now_ms + OFFSET_MS, iso);
    iso[strlen("2026-11-22T09:15:00")] = '\0';
    AUTO_CHARS moment = mem_format("%s+05:00", iso);
    return json_string(moment);
}

char *roster_answer(const struct roster *roster, int place, int64_t now_ms)
{
    const json_t *entry = entry_at(roster, place);
    AUTO_JSON person = reldate_person(json_object_get(entry, "person"),
                                      local_days(now_ms), NULL);
    AUTO_JSON answer = json_object();
    json_object_set(answer, "iin", json_object_get(entry, "iin"));
    json_object_set_new(answer, "as_of", as_of(now_ms));
    json_object_update(answer, person);
    char *body = json_dumps(answer, JSON_COMPACT);
    return body ? body : mem_copy_n("{}", 2);
}
