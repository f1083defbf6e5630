/* Verifying the store: computes the chain, the commitments and the views anew
 * and names the first event that does not fit. Reads in short pages: what was
 * appended never changes, so pages need no common lock. */
#include "console/cases/store_sqlite.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/cases/store_outbox_part.h"
#include "console/cases/store_people_view.h"
#include "console/cases/store_tally.h"
#include "console/cases/store_view.h"
#include "console/people/keys.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

enum { PAGE_EVENTS = 100 };

struct verify {
    struct store *store;
    int64_t seq;                        /* of the event that comes next */
    unsigned char head[SEAL_HASH_SIZE]; /* hash of the one before */
    const char *what;                   /* what is wrong; NULL: nothing */
    int64_t bad_seq;                    /* where; 0: in no event */
    int64_t bad_row;    /* the first event whose row is not as it should be */
    json_t *people;     /* as the events make them */
    int64_t people_seq; /* of the last event about them */
};

/* Notes the first thing that is wrong; returns false. */
static bool bad(struct verify *verify, int64_t seq, const char *what)
{
    if (!verify->what) {
        verify->what = what;
        verify->bad_seq = seq;
    }
    return false;
}

/* A page of events as they were read. */
struct page {
    struct event events[PAGE_EVENTS];
    bool readable[PAGE_EVENTS];
    size_t count;
};

static void page_clear(struct page *page)
{
    while (page->count > 0)
        event_clear(&page->events[--page->count]);
}

static bool see_event(const struct db_row *row, void *cookie)
{
    struct page *page = cookie;

    page->readable[page->count] =
        store_event_read(row, &page->events[page->count]);
    page->count++;
    return page->count < PAGE_EVENTS;
}

static bool check_chain(struct verify *verify, const struct event *event,
                        bool readable)
{
    unsigned char hash[SEAL_HASH_SIZE];

    if (event->seq != verify->seq)
        return bad(verify, verify->seq, "an event is missing");
    if (!readable)
        return bad(verify, event->seq, "the event cannot be read");
    if (memcmp(event->previous, verify->head, SEAL_HASH_SIZE) != 0)
        return bad(verify, event->seq, "the chain is broken");
    event_hash(event, hash);
    if (memcmp(event->hash, hash, SEAL_HASH_SIZE) != 0)
        return bad(verify, event->seq, "the event was changed");
    return true;
}

/* The personal values of one event, held against its body. */
struct holding {
    struct verify *verify;
    const struct event *event;
    const json_t *commitments;
    size_t count;
};

/* A person known by IIN is found by it; one without never has a finder. */
static bool finder_fits(const struct verify *verify,
                        const struct store_value *value)
{
    unsigned char finder[SEAL_HASH_SIZE];

    if (strcmp(value->field, "iin") != 0)
        return true;
    seal_hash(&verify->store->keys->find, value->value, strlen(value->value),
              finder);
    return value->finder && memcmp(value->finder, finder, sizeof(finder)) == 0;
}

static void hold_value(const struct store_value *value, void *cookie)
{
    struct holding *holding = cookie;
    struct verify *verify = holding->verify;
    int64_t seq = holding->event->seq;
    const char *person = holding->event->person;
    const char *said = json_find_string(holding->commitments, value->field);
    char hex[2 * SEAL_HASH_SIZE + 1];

    holding->count++;
    seal_hex(value->commitment, SEAL_HASH_SIZE, hex);
    if (!person || strcmp(person, value->person) != 0)
        bad(verify, seq, "a personal value belongs to another person");
    else if (!value->value && !value->erased)
        bad(verify, seq, "a personal value cannot be opened");
    else if (!said || (!value->erased && strcmp(said, hex) != 0))
        bad(verify, seq, "a personal value is not what was committed to");
    else if (!value->erased && !finder_fits(verify, value))
        bad(verify, seq, "a person is not found by the personal number");
}

static bool check_values(struct verify *verify, const struct event *event,
                         const json_t *body, struct error *error)
{
    struct holding holding = {verify, event, json_object_get(body, "sealed"),
                              0};

    if (!store_each_value(verify->store, event->seq, hold_value, &holding,
                          error))
        return false;
    if (holding.count != json_object_size(holding.commitments))
        bad(verify, event->seq, "a personal value is missing");
    return true;
}

static bool see_gone(const struct db_row *row, void *cookie)
{
    *(bool *)cookie = db_int(row, 0) == 1;
    return false;
}

/* Who was erased has no key and is not found by any number. */
static bool check_erased(struct verify *verify, const struct event *event,
                         struct error *error)
{
    bool gone = false;

    if (event->kind != EVENT_PERSON_ERASED)
        return true;
    if (!db_query(verify->store->db,
                  "SELECT box IS NULL AND finder IS NULL FROM person"
                  " WHERE id = ?",
                  DB_ARGS(DB_TEXT(event->person)), see_gone, &gone, error))
        return false;
    if (!gone)
        bad(verify, event->seq, "an erased person still has a key");
    return true;
}

/* A row follows from later events too: whether one of those was changed shows
 * further on and is told first. */
static bool check_view(struct verify *verify, const struct event *event,
                       const json_t *body, struct error *error)
{
    const struct store_view *view = store_view_of(event->kind);
    bool same = true;

    if (view &&
        !store_view_compare(verify->store, view, event, body, &same, error))
        return false;
    if (same && !store_outbox_compare(verify->store, event, body, &same, error))
        return false;
    if (!same && verify->bad_row == 0)
        verify->bad_row = event->seq;
    return true;
}

/* False on an error only; what is wrong is noted. */
static bool check_event(struct verify *verify, const struct event *event,
                        bool readable, struct error *error)
{
    if (!check_chain(verify, event, readable))
        return true;
    AUTO_JSON body =
        json_parse(event->body, strlen(event->body), "body", false, NULL);
    if (!body) {
        bad(verify, event->seq, "the event cannot be read");
        return true;
    }
    if (!check_values(verify, event, body, error) ||
        !check_erased(verify, event, error) ||
        !check_view(verify, event, body, error))
        return false;
    if (!store_people_fold(verify->people, event->kind, event->seq, body))
        bad(verify, event->seq, "the event does not fit those before it");
    if (store_people_of(event->kind))
        verify->people_seq = event->seq;
    memcpy(verify->head, event->hash, SEAL_HASH_SIZE);
    verify->seq++;
    return true;
}

/* Checks the next page; *more tells whether another one follows. */
static bool check_page(struct verify *verify, bool *more, struct error *error)
{
    struct page *room = mem_new(sizeof(*room));
    bool good = db_query(verify->store->db,
                         "SELECT " STORE_EVENT_COLUMNS
                         " FROM event WHERE seq >= ? ORDER BY seq LIMIT ?",
                         DB_ARGS(DB_INT(verify->seq), DB_INT(PAGE_EVENTS)),
                         see_event, room, error);

    for (size_t i = 0; good && !verify->what && i < room->count; i++)
        good = check_event(verify, &room->events[i], room->readable[i], error);
    *more = room->count == PAGE_EVENTS && !verify->what;
    page_clear(room);
    free(room);
    return good;
}

/* Statements that give a row when something lies in the file that no event
 * put there: its seq, or 0 when it has none. */
static const struct {
    const char *sql, *what;
} strays[] = {
    {"SELECT seq FROM event WHERE seq < 1 ORDER BY seq LIMIT 1",
     "an event stands before the first"},
    {"SELECT event FROM sealed WHERE NOT EXISTS(SELECT 1 FROM event WHERE"
     " seq = sealed.event) ORDER BY event LIMIT 1",
     "a personal value belongs to no event"},
    {"SELECT 0 FROM person WHERE NOT EXISTS(SELECT 1 FROM event WHERE"
     " event.person = person.id) LIMIT 1",
     "a person belongs to no event"},
    {"SELECT seq FROM event WHERE person IS NOT NULL AND NOT EXISTS(SELECT 1"
     " FROM person WHERE id = event.person) ORDER BY seq LIMIT 1",
     "the person of an event is missing"},
    {"SELECT 0 FROM person WHERE finder IS NOT NULL AND NOT EXISTS(SELECT 1"
     " FROM sealed WHERE person = person.id AND field = 'iin') LIMIT 1",
     "a person has a finder but no personal number"},
    {"SELECT 0 FROM serial s WHERE last IS NOT (SELECT max(CAST(substr(number,"
     " 7, 6) AS INTEGER)) FROM cases WHERE number >= s.region || '-' ||"
     " printf('%02d', s.year % 100) AND number < s.region || '-' ||"
     " printf('%02d', s.year % 100) || '.') LIMIT 1",
     "a serial is not that of the last case"},
    {"SELECT seq FROM cases WHERE NOT EXISTS(SELECT 1 FROM serial WHERE"
     " region = substr(number, 1, 2) AND printf('%02d', year % 100) ="
     " substr(number, 4, 2)) ORDER BY seq LIMIT 1",
     "the serial of a case is missing"},
};

static bool see_stray(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

static bool find_stray(struct verify *verify, const char *sql, const char *what,
                       struct error *error)
{
    int64_t seq = INT64_MIN;

    if (!db_query(verify->store->db, sql, DB_NONE, see_stray, &seq, error))
        return false;
    if (seq != INT64_MIN)
        bad(verify, seq, what);
    return true;
}

static bool find_strays(struct verify *verify, struct error *error)
{
    for (int kind = 0; kind < EVENT_COUNT; kind++) {
        const struct store_view *view = store_view_of((enum event_kind)kind);

        if (view && !find_stray(verify, view->orphan,
                                "a row belongs to no event", error))
            return false;
    }
    if (!find_stray(verify, store_outbox_stray, "a message belongs to no event",
                    error))
        return false;
    for (size_t i = 0; i < COUNT(strays); i++)
        if (!find_stray(verify, strays[i].sql, strays[i].what, error))
            return false;
    return true;
}

static bool check_pages(struct verify *verify, struct error *error)
{
    bool more = true;

    while (more)
        if (!check_page(verify, &more, error))
            return false;
    return true;
}

/* Are the people and keys those of the log? What does not fit may be of an
 * event that came after the last page: then once more. */
static bool check_people(struct verify *verify, struct error *error)
{
    int64_t seq, known;

    do {
        known = verify->people_seq;
        if (!store_people_hold(verify->store, verify->people, &seq, error) ||
            (seq >= 0 && !check_pages(verify, error)))
            return false;
    } while (seq >= 0 && verify->people_seq > known);
    if (seq >= 0)
        bad(verify, seq, "a person or a key is not as the log says");
    return true;
}

/* The counters of the board stand for no event of their own. */
static bool check_counters(struct verify *verify, struct error *error)
{
    bool same;

    if (!store_tally_check(verify->store, &same, error))
        return false;
    if (!same)
        bad(verify, 0, "a counter of the board was changed");
    return true;
}

static json_t *report(const struct verify *verify)
{
    char head[2 * SEAL_HASH_SIZE + 1];

    seal_hex(verify->head, SEAL_HASH_SIZE, head);
    return json_pack(
        "{s:I, s:b, s:s, s:o, s:s?}", "events", (json_int_t)(verify->seq - 1),
        "ok", !verify->what, "head", head, "bad_seq",
        verify->bad_seq ? json_integer(verify->bad_seq) : json_null(), "what",
        verify->what);
}

struct json_t *store_verify(struct store *store, struct error *error)
{
    AUTO_JSON people = json_object();
    struct verify verify = {.store = store, .seq = 1, .people = people};

    if (!check_pages(&verify, error))
        return NULL;
    if (verify.bad_row > 0)
        bad(&verify, verify.bad_row, "the row of this event was changed");
    if (!verify.what &&
        (!find_strays(&verify, error) || !check_people(&verify, error)))
        return NULL;
    if (!verify.what && !check_counters(&verify, error))
        return NULL;
    return report(&verify);
}
