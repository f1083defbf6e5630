/* Lists of the store: cases and calls. They are read in short pages along an
 * index, a stream for each state, merged; so no writer waits for a reader. */
#include "console/cases/store_sqlite.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/cases/store_filter.h"
#include "console/cases/store_rows.h"
#include "console/cases/store_search.h"
#include "console/people/mask.h"
#include "console/people/right.h"

#include <jansson.h>

#include <stdlib.h>

enum { LIMIT_DEFAULT = 50, PAGE_MAX = 500, STREAMS_MAX = 16 };

/* A row on its way; NULL: it does not fit the filter. */
struct entry {
    struct store_key key;
    int64_t seq; /* as the asker knows it */
    json_t *row;
};

/* The rows of one state, or of all, in order; a page of them at hand. */
struct stream {
    const char *state;
    struct entry *entries;
    int count, next; /* entries at hand, and the first not yet taken */
    int page;        /* rows of the next page */
    bool ended;
    struct store_key behind;
    const struct store_walk *walk;
};

/* One list being read. */
struct reading {
    struct store *store;
    struct store_walk walk;
    struct store_search search;
    struct stream *streams[STREAMS_MAX];
    int count, limit, looked;
    json_t *rows; /* the answer */
};

static void stream_free(struct stream *stream)
{
    for (int i = stream->next; i < stream->count; i++)
        json_decref(stream->entries[i].row);
    free(stream->entries);
    free(stream);
}

static void drop_streams(struct reading *reading)
{
    while (reading->count > 0)
        stream_free(reading->streams[--reading->count]);
}

static void reading_clear(struct reading *reading)
{
    drop_streams(reading);
    store_search_clear(&reading->search);
    json_decref(reading->rows);
}

/* Small pages first: of many streams most rows are never needed. */
static void make_streams(struct reading *reading, const struct store_key *start)
{
    int count = store_walk_streams(&reading->walk);

    for (int i = 0; i < count; i++) {
        struct stream *stream = mem_new(sizeof(*stream));
        int page = reading->limit / count + 1;

        stream->state = store_walk_state(&reading->walk, i);
        stream->page = page < PAGE_MAX ? page : PAGE_MAX;
        stream->behind = *start;
        stream->walk = &reading->walk;
        reading->streams[reading->count++] = stream;
    }
}

static bool see_row(const struct db_row *row, void *cookie)
{
    struct stream *stream = cookie;
    const struct store_walk *walk = stream->walk;
    struct entry *entry = &stream->entries[stream->count++];

    entry->key = (struct store_key){db_int(row, STORE_ROW_MS),
                                    db_int(row, STORE_ROW_KEY)};
    entry->seq = db_int(row, STORE_ROW_SEQ);
    entry->row = db_int(row, STORE_ROW_FITS)
                     ? walk->rows->row(row, STORE_ROW, walk->now_ms)
                     : NULL;
    return stream->count < stream->page;
}

/* Reads the stream's next page when none of it is at hand. */
static bool fill(struct reading *reading, struct stream *stream,
                 struct error *error)
{
    AUTO(store_query_clear) struct store_query query = {0};

    if (stream->next < stream->count || stream->ended)
        return true;
    stream->next = stream->count = 0;
    stream->entries = mem_grow(stream->entries, (size_t)stream->page,
                               sizeof(*stream->entries));
    store_walk_page(&reading->walk, stream->state, &stream->behind,
                    stream->page, &query);
    if (!db_query(reading->store->db, text_chars(&query.sql), query.args,
                  query.count, see_row, stream, error))
        return false;
    stream->ended = stream->count < stream->page;
    if (stream->count > 0)
        stream->behind = stream->entries[stream->count - 1].key;
    stream->page = stream->page * 2 < PAGE_MAX ? stream->page * 2 : PAGE_MAX;
    return true;
}

static bool comes_first(const struct reading *reading, const struct entry *one,
                        const struct entry *other)
{
    int64_t ahead = one->key.ms != other->key.ms
                        ? one->key.ms - other->key.ms
                        : one->key.seq - other->key.seq;

    return reading->walk.order == STORE_BY_DUE ? ahead < 0 : ahead > 0;
}

/* The stream whose next row comes first; *first is NULL at the end of all. */
static bool find_first(struct reading *reading, struct stream **first,
                       struct error *error)
{
    *first = NULL;
    for (int i = 0; i < reading->count; i++) {
        struct stream *stream = reading->streams[i];

        if (!fill(reading, stream, error))
            return false;
        if (stream->next < stream->count &&
            (!*first || comes_first(reading, &stream->entries[stream->next],
                                    &(*first)->entries[(*first)->next])))
            *first = stream;
    }
    return true;
}

/* ---- text ---- */

static bool see_seq(const struct db_row *row, void *cookie)
{
    json_array_append_new(cookie, json_integer(db_int(row, 0)));
    return true;
}

/* Adds the masked free texts that lie sealed beside one event: those of a call
 * and its case, and those of moves. */
static bool add_event_text(struct store *store, int64_t seq, struct text *hay,
                           struct error *error)
{
    static const char *const fields[] = {"notes", "text",  "note",  "answer",
                                         "asked", "heard", "reason"};
    AUTO_JSON values = json_object();

    if (!store_unseal(store, seq, values, NULL, error))
        return false;
    for (size_t i = 0; i < COUNT(fields); i++) {
        AUTO_CHARS text = mask_text(json_find_string(values, fields[i]));

        text_format(hay, "%s\n", text ? text : "");
    }
    return true;
}

/* The same of all events of a row. */
static bool add_free_text(struct store *store, const char *sealed, int64_t seq,
                          struct text *hay, struct error *error)
{
    AUTO_JSON events = json_array();

    if (!db_query(store->db, sealed, DB_ARGS(DB_INT(seq)), see_seq, events,
                  error))
        return false;
    for (size_t i = 0; i < json_array_size(events); i++)
        if (!add_event_text(store,
                            json_integer_value(json_array_get(events, i)), hay,
                            error))
            return false;
    return true;
}

/* Does the row hold what is searched for? */
static bool is_wanted(const struct reading *reading, const struct entry *entry,
                      bool *match, struct error *error)
{
    const struct store_rows *rows = reading->walk.rows;
    AUTO_TEXT hay = {0};

    *match = entry->row != NULL;
    if (!entry->row || store_search_is_empty(&reading->search))
        return true;
    for (size_t i = 0; i < COUNT(rows->searched); i++) {
        const char *part = json_find_string(entry->row, rows->searched[i]);

        text_format(&hay, "%s\n", part ? part : "");
    }
    return add_free_text(reading->store, rows->sealed, entry->seq, &hay,
                         error) &&
           store_search_match(&reading->search, text_chars(&hay), match, error);
}

/* ---- the list ---- */

/* Tells who watches; says whether to go on. */
static bool go_on(struct reading *reading)
{
    const struct store_filter *filter = reading->walk.filter;
    struct store_progress *progress = filter->progress;

    if (progress)
        progress->seen = progress->seen + 1;
    reading->looked++;
    return (!progress || !progress->stop) &&
           (filter->look <= 0 || reading->looked < filter->look) &&
           (int)json_array_size(reading->rows) < reading->limit;
}

/* Where to go on from; NULL: the end was reached. */
static void tell_next(const struct reading *reading, const struct entry *entry)
{
    struct store_progress *progress = reading->walk.filter->progress;
    bool by_due = reading->walk.order == STORE_BY_DUE;

    if (!progress)
        return;
    progress->next_seq = entry ? entry->seq : 0;
    progress->next_due_ms = entry && by_due ? entry->key.ms : 0;
}

/* Takes the first row of the stream; says whether it wants another. */
static bool take_row(struct reading *reading, struct stream *stream, bool *more,
                     struct error *error)
{
    struct entry *entry = &stream->entries[stream->next];
    bool match;

    if (!is_wanted(reading, entry, &match, error))
        return false;
    if (match && store_wall(reading->store)) /* the line's own */
        json_object_del(entry->row, "score");
    if (match)
        json_array_append(reading->rows, entry->row);
    json_decref(entry->row);
    stream->next++;
    *more = go_on(reading);
    tell_next(reading, *more ? NULL : entry);
    return true;
}

/* Takes rows in order until there are none, or *more is false: enough were
 * found or looked at. */
static bool take_rows(struct reading *reading, bool *more, struct error *error)
{
    struct stream *first;
    bool good;

    *more = true;
    do {
        good = find_first(reading, &first, error);
        if (good && first)
            good = take_row(reading, first, more, error);
    } while (good && first && *more);
    drop_streams(reading);
    return good;
}

static bool see_key(const struct db_row *row, void *cookie)
{
    *(struct store_key *)cookie =
        (struct store_key){db_int(row, 0), db_int(row, 1)};
    return false;
}

/* Where the newest first begin: behind this row (0: none), before `until`. */
static bool find_start(const struct reading *reading, int64_t before_seq,
                       struct store_key *start, struct error *error)
{
    int64_t until_ms = reading->walk.filter->until_ms;

    *start = (struct store_key){INT64_MAX, INT64_MAX};
    if (before_seq > 0) {
        *start = (struct store_key){INT64_MIN, 0};
        if (!db_query(reading->store->db, reading->walk.rows->at,
                      DB_ARGS(DB_INT(before_seq)), see_key, start, error))
            return false;
    }
    if (until_ms > 0 && until_ms <= start->ms)
        *start = (struct store_key){until_ms, 0};
    return true;
}

static bool read_newest(struct reading *reading, int64_t before_seq, bool *more,
                        struct error *error)
{
    struct store_key start;

    store_walk_order(&reading->walk, STORE_NEWEST);
    if (!find_start(reading, before_seq, &start, error))
        return false;
    make_streams(reading, &start);
    return take_rows(reading, more, error);
}

/* Those with a due time, then the others. */
static bool read_by_due(struct reading *reading, bool *more,
                        struct error *error)
{
    const struct store_filter *filter = reading->walk.filter;
    struct store_key start = {filter->after_due_ms, filter->before_seq};

    if (start.ms == 0 && start.seq > 0)
        return read_newest(reading, start.seq, more, error);
    store_walk_order(&reading->walk, STORE_BY_DUE);
    make_streams(reading, &start);
    return take_rows(reading, more, error) &&
           (!*more || filter->overdue || read_newest(reading, 0, more, error));
}

static json_t *list(struct store *store, const struct store_rows *rows,
                    const struct store_filter *filter, struct error *error)
{
    AUTO(reading_clear)
    struct reading reading = {.store = store, .rows = json_array()};
    bool more;

    reading.limit = filter->limit > 0 ? filter->limit : LIMIT_DEFAULT;
    store_walk_init(&reading.walk, store, rows, filter);
    tell_next(&reading, NULL);
    if (!right_need(store->user, RIGHT_CASE_READ, error) ||
        !store_search_init(&reading.search, filter->text, error) ||
        !(reading.walk.by_due
              ? read_by_due(&reading, &more, error)
              : read_newest(&reading, filter->before_seq, &more, error)))
        return NULL;
    return json_incref(reading.rows);
}

struct json_t *store_cases(struct store *store,
                           const struct store_filter *filter,
                           struct error *error)
{
    return list(store, &store_rows_cases, filter, error);
}

struct json_t *store_calls(struct store *store,
                           const struct store_filter *filter,
                           struct error *error)
{
    bool of_cases = store_wall(store) || store_filter_of_case(filter);

    return list(store, of_cases ? &store_rows_case_calls : &store_rows_calls,
                filter, error);
}
