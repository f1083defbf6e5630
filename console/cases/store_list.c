/* Lists of the store: cases and calls. They are read in short pages, so that no
 * writer waits for a reader. */
#include "console/cases/store_sqlite.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/cases/store_search.h"
#include "console/people/mask.h"

#include <jansson.h>

#include <string.h>

enum { LIMIT_DEFAULT = 50, PAGE_ROWS = 200, ARGS_MAX = 10 };

/* A statement that grows by what narrows it. */
struct query {
    struct text sql;
    struct db_value args[ARGS_MAX];
    size_t count;
};

static void query_clear(struct query *query)
{
    text_clear(&query->sql);
}

static void narrow(struct query *query, const char *condition,
                   struct db_value value)
{
    text_add(&query->sql, condition);
    query->args[query->count++] = value;
}

static void narrow_text(struct query *query, const char *condition,
                        const char *value)
{
    if (value && *value)
        narrow(query, condition, DB_TEXT(value));
}

/* What a list is made of. */
struct listing {
    const char *select;          /* with a WHERE that is always true */
    const char *before;          /* pages by key */
    const char *order;           /* newest first, so many */
    const char *outcome, *agent; /* conditions, in the list's own table */
    const char *sealed;      /* the events whose free text belongs to a row */
    db_each *see;            /* adds a row to a JSON array */
    const char *searched[4]; /* what the filter's text looks into */
};

/* A column's text as JSON; null for NULL. The caller owns. */
static json_t *column(const struct db_row *row, int number)
{
    return db_is_null(row, number) ? json_null()
                                   : json_string(db_text(row, number));
}

static json_t *column_time(const struct db_row *row, int number)
{
    char iso[CLOCK_ISO_SIZE];

    clock_iso(db_int(row, number), iso);
    return json_string(iso);
}

static bool see_case(const struct db_row *row, void *cookie)
{
    static const char *const keys[] = {"number", "state",   "branch",
                                       "issue",  "outcome", "language",
                                       "agent",  "call",    "part"};
    json_t *item = json_object();

    json_object_set_new(item, "seq", json_integer(db_int(row, 0)));
    json_object_set_new(item, "opened", column_time(row, 1));
    for (int i = 0; i < (int)COUNT(keys); i++)
        json_object_set_new(item, keys[i], column(row, i + 2));
    json_array_append_new(cookie, item);
    return true;
}

static bool see_call(const struct db_row *row, void *cookie)
{
    static const char *const keys[] = {"uuid",    "call",   "agent", "lookup",
                                       "outcome", "script", "number"};
    json_t *item = json_object();

    json_object_set_new(item, "seq", json_integer(db_int(row, 0)));
    json_object_set_new(item, "started", column_time(row, 1));
    json_object_set_new(item, "ended", column_time(row, 2));
    json_object_set_new(item, "turn", json_integer(db_int(row, 3)));
    for (int i = 0; i < (int)COUNT(keys); i++)
        json_object_set_new(item, keys[i], column(row, i + 4));
    json_array_append_new(cookie, item);
    return true;
}

static const struct listing list_of_cases = {
    "SELECT seq, opened_ms, number, state, branch, issue, outcome, language,"
    " agent, call, part FROM cases WHERE 1",
    " AND seq < ?",
    " ORDER BY seq DESC LIMIT ?",
    " AND outcome = ?",
    " AND agent = ?",
    "SELECT seq FROM cases WHERE seq = ?1 UNION ALL SELECT call.seq FROM cases"
    " JOIN call ON call.uuid = cases.part WHERE cases.seq = ?1",
    see_case,
    {"number", "issue", "outcome", "agent"}};

static const struct listing list_of_calls = {
    "SELECT call.seq, started_ms, ended_ms, turn, call.uuid, call.call,"
    " call.agent, lookup, call.outcome, script, call.number FROM call"
    " LEFT JOIN cases ON cases.part = call.uuid WHERE 1",
    " AND call.seq < ?",
    " ORDER BY call.seq DESC LIMIT ?",
    " AND call.outcome = ?",
    " AND call.agent = ?",
    "SELECT seq FROM call WHERE seq = ?1",
    see_call,
    {"number", "script", "outcome", "agent"}};

static bool see_seq(const struct db_row *row, void *cookie)
{
    json_array_append_new(cookie, json_integer(db_int(row, 0)));
    return true;
}

/* Adds the masked free texts that lie sealed beside a row. */
static bool add_free_text(struct store *store, const char *sealed, int64_t seq,
                          struct text *hay, struct error *error)
{
    AUTO_JSON events = json_array();
    AUTO_JSON values = json_object();

    if (!db_query(store->db, sealed, DB_ARGS(DB_INT(seq)), see_seq, events,
                  error))
        return false;
    for (size_t i = 0; i < json_array_size(events); i++) {
        seq = json_integer_value(json_array_get(events, i));
        if (!store_unseal(store, seq, values, NULL, error))
            return false;
    }
    AUTO_CHARS notes = mask_text(json_find_string(values, "notes"));
    AUTO_CHARS text = mask_text(json_find_string(values, "text"));
    text_format(hay, "%s\n%s", notes ? notes : "", text ? text : "");
    return true;
}

/* One list being read. */
struct reading {
    struct store *store;
    const struct listing *listing;
    const struct store_filter *filter;
    struct store_search search;
    int64_t before_seq; /* 0: from the newest */
    json_t *rows;       /* the answer */
};

static void reading_clear(struct reading *reading)
{
    store_search_clear(&reading->search);
    json_decref(reading->rows);
}

/* Reads the next page into *page. */
static bool read_page(const struct reading *reading, int rows, json_t *page,
                      struct error *error)
{
    const struct store_filter *filter = reading->filter;
    const struct listing *listing = reading->listing;
    AUTO(query_clear) struct query query = {0};

    text_add(&query.sql, listing->select);
    /* The wall stands in the statement, whatever was asked for. */
    narrow_text(&query, " AND cases.branch = ?", store_wall(reading->store));
    narrow_text(&query, " AND cases.branch = ?", filter->branch);
    narrow_text(&query, " AND cases.state = ?", filter->state);
    narrow_text(&query, " AND cases.issue = ?", filter->issue);
    narrow_text(&query, listing->outcome, filter->outcome);
    narrow_text(&query, listing->agent, filter->agent);
    if (reading->before_seq > 0)
        narrow(&query, listing->before, DB_INT(reading->before_seq));
    narrow(&query, listing->order, DB_INT(rows));
    return db_query(reading->store->db, text_chars(&query.sql), query.args,
                    query.count, listing->see, page, error);
}

/* Does the row hold what is searched for? */
static bool is_wanted(const struct reading *reading, const json_t *row,
                      bool *match, struct error *error)
{
    const struct listing *listing = reading->listing;
    int64_t seq = json_integer_value(json_object_get(row, "seq"));
    AUTO_TEXT hay = {0};

    *match = true;
    if (store_search_is_empty(&reading->search))
        return true;
    for (size_t i = 0; i < COUNT(listing->searched); i++) {
        const char *part = json_find_string(row, listing->searched[i]);

        text_format(&hay, "%s\n", part ? part : "");
    }
    return add_free_text(reading->store, listing->sealed, seq, &hay, error) &&
           store_search_match(&reading->search, text_chars(&hay), match, error);
}

/* Moves the page's wanted rows into the answer until it is full. */
static bool take_page(struct reading *reading, const json_t *page, int limit,
                      struct error *error)
{
    for (size_t i = 0; i < json_array_size(page); i++) {
        json_t *row = json_array_get(page, i);
        bool match;

        reading->before_seq = json_integer_value(json_object_get(row, "seq"));
        if ((int)json_array_size(reading->rows) >= limit)
            return true;
        if (!is_wanted(reading, row, &match, error))
            return false;
        if (match)
            json_array_append(reading->rows, row);
    }
    return true;
}

static bool read_rows(struct reading *reading, int limit, struct error *error)
{
    size_t got = PAGE_ROWS;

    while (got == PAGE_ROWS && (int)json_array_size(reading->rows) < limit) {
        AUTO_JSON page = json_array();

        if (!read_page(reading, PAGE_ROWS, page, error) ||
            !take_page(reading, page, limit, error))
            return false;
        got = json_array_size(page);
    }
    return true;
}

static json_t *list(struct store *store, const struct listing *listing,
                    const struct store_filter *filter, struct error *error)
{
    AUTO(reading_clear)
    struct reading reading = {.store = store,
                              .listing = listing,
                              .filter = filter,
                              .before_seq = filter->before_seq,
                              .rows = json_array()};

    if (!store_search_init(&reading.search, filter->text, error) ||
        !read_rows(&reading, filter->limit > 0 ? filter->limit : LIMIT_DEFAULT,
                   error))
        return NULL;
    return json_incref(reading.rows);
}

struct json_t *store_cases(struct store *store,
                           const struct store_filter *filter,
                           struct error *error)
{
    return list(store, &list_of_cases, filter, error);
}

struct json_t *store_calls(struct store *store,
                           const struct store_filter *filter,
                           struct error *error)
{
    return list(store, &list_of_calls, filter, error);
}
