/* Copying a log, page by page. Events never change, nor what is sealed beside
 * them, but by erasing its person: what was read may be erased already though
 * the event that says so comes later. So the copy goes on until it holds each
 * such event; at the latest until a page ends with the log. */
#include "console/cases/store_copy.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_view.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* A page: so many events at most, fewer when they are large. */
enum { PAGE_EVENTS = 200, PAGE_BYTES = 1 << 20 };

struct sealed {
    int64_t event;
    char *field, *person;
    void *box;
    size_t length;
};

struct person {
    char *id;
    void *finder, *box; /* NULL: none */
    size_t finder_length, box_length;
};

struct page {
    int64_t after; /* events behind this one ... */
    int64_t last;  /* ... up to this one */
    int64_t head;  /* the log's last when the page was read */
    bool broken;   /* one of them cannot be read or is missing */
    size_t bytes;
    struct event events[PAGE_EVENTS];
    size_t event_count;
    struct sealed *sealed;
    size_t sealed_count;
    struct person *persons;
    size_t person_count;
};

static void page_clear(struct page *page)
{
    for (size_t i = 0; i < page->event_count; i++)
        event_clear(&page->events[i]);
    for (size_t i = 0; i < page->sealed_count; i++) {
        free(page->sealed[i].field);
        free(page->sealed[i].person);
        free(page->sealed[i].box);
    }
    for (size_t i = 0; i < page->person_count; i++) {
        free(page->persons[i].id);
        free(page->persons[i].finder);
        free(page->persons[i].box);
    }
    free(page->sealed);
    free(page->persons);
    page->event_count = page->sealed_count = page->person_count = 0;
    page->sealed = NULL;
    page->persons = NULL;
    page->bytes = 0;
}

static void page_free(struct page **page)
{
    page_clear(*page);
    free(*page);
}

/* ---- reading ---- */

static bool see_event(const struct db_row *row, void *cookie)
{
    struct page *page = cookie;
    struct event *event = &page->events[page->event_count++];

    page->broken =
        !store_event_read(row, event) || event->seq != page->last + 1;
    if (page->broken)
        return false;
    page->last = event->seq;
    page->bytes += strlen(event->body) + (size_t)db_int(row, 12);
    return page->bytes < PAGE_BYTES && page->event_count < PAGE_EVENTS;
}

/* Copies a column's bytes; NULL for NULL. */
static void *copy_blob(const struct db_row *row, int column, size_t *length)
{
    const void *bytes = db_blob(row, column, length);

    if (db_is_null(row, column))
        return NULL;
    return mem_copy_n(*length > 0 ? bytes : "", *length);
}

static bool see_sealed(const struct db_row *row, void *cookie)
{
    struct page *page = cookie;
    struct sealed *sealed;

    page->sealed =
        mem_grow(page->sealed, page->sealed_count + 1, sizeof(*page->sealed));
    sealed = &page->sealed[page->sealed_count++];
    sealed->event = db_int(row, 0);
    sealed->field = mem_copy(db_text(row, 1));
    sealed->person = mem_copy(db_text(row, 2));
    sealed->box = copy_blob(row, 3, &sealed->length);
    return true;
}

static bool see_person(const struct db_row *row, void *cookie)
{
    struct page *page = cookie;
    struct person *person;

    page->persons =
        mem_grow(page->persons, page->person_count + 1, sizeof(*page->persons));
    person = &page->persons[page->person_count++];
    person->id = mem_copy(db_text(row, 0));
    person->finder = copy_blob(row, 1, &person->finder_length);
    person->box = copy_blob(row, 2, &person->box_length);
    return true;
}

static bool read_events(struct store *from, struct page *page,
                        struct error *error)
{
    if (!db_query(from->db,
                  "SELECT " STORE_EVENT_COLUMNS
                  ", (SELECT sum(length(box)) FROM sealed"
                  " WHERE sealed.event = event.seq)"
                  " FROM event WHERE seq > ? ORDER BY seq",
                  DB_ARGS(DB_INT(page->after)), see_event, page, error))
        return false;
    return !page->broken || error_set(error, MESSAGE_STORE_CORRUPT,
                                      "event %lld", (long long)page->last + 1);
}

static bool read_beside(struct store *from, struct page *page,
                        struct error *error)
{
    return db_query(from->db,
                    "SELECT event, field, person, box FROM sealed"
                    " WHERE event > ? AND event <= ? ORDER BY event",
                    DB_ARGS(DB_INT(page->after), DB_INT(page->last)),
                    see_sealed, page, error) &&
           db_query(from->db,
                    "SELECT id, finder, box FROM person WHERE id IN"
                    " (SELECT person FROM event WHERE seq > ? AND seq <= ?)",
                    DB_ARGS(DB_INT(page->after), DB_INT(page->last)),
                    see_person, page, error);
}

/* Reads as many events behind `after` as fit, as of one moment. */
static bool read_page(struct store *from, struct page *page,
                      struct error *error)
{
    struct store_head head;
    bool good;

    page->last = page->after;
    if (!db_snapshot(from->db, error))
        return false;
    good = store_head(from, &head, error) && read_events(from, page, error) &&
           read_beside(from, page, error);
    db_rollback(from->db);
    page->head = head.seq;
    return good;
}

/* ---- writing ---- */

/* Just before their first event, so that whoever had the same number before
 * them is erased by then. */
static bool add_person(struct store *to, const struct page *page,
                       const char *id, struct error *error)
{
    for (size_t i = 0; id && i < page->person_count; i++) {
        const struct person *person = &page->persons[i];

        if (strcmp(person->id, id) == 0)
            return db_run(
                to->db,
                "INSERT INTO person(id, finder, box) VALUES(?,?,?)"
                " ON CONFLICT(id) DO NOTHING",
                DB_ARGS(DB_TEXT(id),
                        DB_BLOB(person->finder, person->finder_length),
                        DB_BLOB(person->box, person->box_length)),
                error);
    }
    return true;
}

static bool add_sealed(struct store *to, const struct page *page, int64_t seq,
                       size_t *next, struct error *error)
{
    for (; *next < page->sealed_count; ++*next) {
        const struct sealed *sealed = &page->sealed[*next];

        if (sealed->event != seq)
            break;
        if (!db_run(to->db,
                    "INSERT INTO sealed(event, field, person, box)"
                    " VALUES(?,?,?,?)",
                    DB_ARGS(DB_INT(seq), DB_TEXT(sealed->field),
                            DB_TEXT(sealed->person),
                            DB_BLOB(sealed->box, sealed->length)),
                    error))
            return false;
    }
    return true;
}

static bool project(struct store *to, const struct event *event,
                    struct error *error)
{
    AUTO_JSON body =
        json_parse(event->body, strlen(event->body), "body", false, NULL);

    if (!body)
        return error_set(error, MESSAGE_STORE_CORRUPT, "event %lld",
                         (long long)event->seq);
    return store_project(to, event, body, error);
}

static bool add_all(struct store *to, const struct page *page,
                    struct error *error)
{
    size_t next = 0;

    for (size_t i = 0; i < page->event_count; i++) {
        const struct event *event = &page->events[i];

        if (!add_person(to, page, event->person, error) ||
            !store_event_add(to, event, error) ||
            !add_sealed(to, page, event->seq, &next, error) ||
            !project(to, event, error))
            return false;
    }
    return true;
}

static bool write_page(struct store *to, const struct page *page,
                       struct error *error)
{
    if (!db_begin(to->db, error))
        return false;
    if (add_all(to, page, error))
        return db_commit(to->db, error);
    db_rollback(to->db);
    return false;
}

/* ---- all of it ---- */

static bool see_there(const struct db_row *row, void *cookie)
{
    *(bool *)cookie = db_int(row, 0) == 1;
    return false;
}

/* Is the copy whole with this page? `goal`: what it shall hold at least. */
static bool is_whole(struct store *from, const struct page *page, int64_t goal,
                     bool *whole, struct error *error)
{
    bool erased = false;

    *whole = page->last == page->head;
    if (*whole || page->last < goal)
        return true;
    if (!db_query(from->db,
                  "SELECT EXISTS(SELECT 1 FROM event WHERE seq > ?"
                  " AND kind = 'person_erased')",
                  DB_ARGS(DB_INT(page->last)), see_there, &erased, error))
        return false;
    *whole = !erased;
    return true;
}

bool store_copy(struct store *from, struct store *to,
                struct store_head *reached, store_copied *copied, void *cookie,
                struct error *error)
{
    AUTO(page_free) struct page *page = mem_new(sizeof(*page));
    struct store_head goal;
    bool whole = false;

    if (!store_head(from, &goal, error))
        return false;
    while (!whole) {
        if (!read_page(from, page, error) || !write_page(to, page, error))
            return false;
        if (copied)
            copied(page->last, cookie);
        if (!is_whole(from, page, goal.seq, &whole, error))
            return false;
        page->after = page->last;
        page_clear(page);
    }
    return store_head(to, reached, error);
}
