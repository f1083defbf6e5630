/* Forgetting those whose time is over: looks through the persons in pages, and
 * erases some in a transaction. */
#include "console/cases/store_subject.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/cases/store_subject_part.h"
#include "console/people/right.h"

#include <jansson.h>

#include <string.h>

enum { PAGE_PERSONS = 50, DAY_MS = 24 * 60 * 60 * 1000 };

struct retaining {
    struct store *store;
    const struct store_retention *retention;
    int64_t now_ms;
    int64_t persons, calls, cases, values; /* whose time is over */
    int64_t active, young, forever;        /* persons who stay, and why */
};

struct page {
    char ids[PAGE_PERSONS][SEAL_UUID_SIZE];
    size_t count;
    int64_t last; /* rowid */
};

static bool see_person(const struct db_row *row, void *cookie)
{
    struct page *page = cookie;
    const char *id = db_text(row, 1);

    page->last = db_int(row, 0);
    if (strlen(id) == SEAL_UUID_SIZE - 1)
        memcpy(page->ids[page->count++], id, SEAL_UUID_SIZE);
    return page->count < PAGE_PERSONS;
}

enum verdict { OVER, ACTIVE, YOUNG, FOREVER };

/* Of what happened last in one kind of data; 0: there is none of it. */
static enum verdict judge(const struct retaining *retaining, int64_t last_ms,
                          int64_t days)
{
    if (last_ms == 0)
        return OVER;
    if (days == 0)
        return FOREVER;
    return last_ms > retaining->now_ms - days * DAY_MS ? YOUNG : OVER;
}

static enum verdict judge_all(const struct retaining *retaining,
                              const struct subject *subject)
{
    enum verdict calls = judge(retaining, subject->last_call_ms,
                               retaining->retention->calls_days);
    enum verdict cases = judge(retaining, subject->last_case_ms,
                               retaining->retention->cases_days);

    if (json_array_size(subject->active) > 0 || subject->waiting > 0)
        return ACTIVE;
    /* Of somebody without calls and cases it cannot be told how old. */
    if (subject->last_call_ms == 0 && subject->last_case_ms == 0)
        return FOREVER;
    return calls > cases ? calls : cases;
}

static void count(struct retaining *retaining, const struct subject *subject,
                  enum verdict verdict)
{
    retaining->active += verdict == ACTIVE;
    retaining->young += verdict == YOUNG;
    retaining->forever += verdict == FOREVER;
    if (verdict != OVER)
        return;
    retaining->persons++;
    retaining->calls += subject->calls;
    retaining->cases += subject->cases;
    retaining->values += subject->values;
}

/* Judges one person; erases when `uuid` is given, inside a transaction. */
static bool take(struct retaining *retaining, const char *id, char *uuid,
                 struct error *error)
{
    AUTO_SUBJECT subject = {.active = NULL};
    enum verdict verdict;

    if (!subject_read(retaining->store, id, &subject, error))
        return false;
    if (subject.erased) /* by somebody else, since the page was read */
        return true;
    verdict = judge_all(retaining, &subject);
    count(retaining, &subject, verdict);
    return !uuid || verdict != OVER ||
           subject_erase(retaining->store, &subject, uuid, error);
}

static bool take_page(struct retaining *retaining, const struct page *page,
                      char *uuid, struct error *error)
{
    for (size_t i = 0; i < page->count; i++)
        if (!take(retaining, page->ids[i], uuid, error))
            return false;
    return true;
}

/* Looks first without a lock: mostly there is nobody to erase in a page. */
static bool apply_page(struct retaining *retaining, const struct page *page,
                       struct error *error)
{
    struct retaining look = *retaining;
    char uuid[SEAL_UUID_SIZE] = "";
    bool good;

    if (!take_page(&look, page, NULL, error))
        return false;
    if (look.persons == retaining->persons) {
        *retaining = look;
        return true;
    }
    if (!db_begin(retaining->store->db, error))
        return false;
    good = take_page(retaining, page, uuid, error);
    return store_finish(retaining->store, good, EVENT_PERSON_ERASED, uuid,
                        error);
}

static bool go_through(struct retaining *retaining, bool apply,
                       struct error *error)
{
    struct page page = {.count = PAGE_PERSONS};

    while (page.count == PAGE_PERSONS) {
        page.count = 0;
        if (!db_query(retaining->store->db,
                      "SELECT rowid, id FROM person WHERE rowid > ?"
                      " AND box IS NOT NULL ORDER BY rowid LIMIT ?",
                      DB_ARGS(DB_INT(page.last), DB_INT(PAGE_PERSONS)),
                      see_person, &page, error))
            return false;
        if (!(apply ? apply_page(retaining, &page, error)
                    : take_page(retaining, &page, NULL, error)))
            return false;
    }
    return true;
}

struct json_t *store_subject_retain(struct store *store,
                                    const struct store_retention *retention,
                                    bool apply, struct error *error)
{
    struct retaining all = {
        .store = store, .retention = retention, .now_ms = clock_now_ms()};

    if (!right_need(store->user, RIGHT_PERSON_ERASE, error) ||
        !go_through(&all, apply, error))
        return NULL;
    return json_pack("{s:I, s:I, s:I, s:I, s:{s:I, s:I, s:I}}", "persons",
                     (json_int_t)all.persons, "calls", (json_int_t)all.calls,
                     "cases", (json_int_t)all.cases, "values",
                     (json_int_t)all.values, "kept", "active",
                     (json_int_t)all.active, "young", (json_int_t)all.young,
                     "forever", (json_int_t)all.forever);
}
