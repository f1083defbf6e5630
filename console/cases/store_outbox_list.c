/* The outbox as a supervisor sees it: which messages branches do not have yet,
 * and how many. */
#include "console/cases/store_outbox_part.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store_sqlite.h"
#include "console/people/right.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

enum { LIST_LIMIT = 50, ARGS_MAX = 8, LATE_MS = 60 * 60 * 1000 };

static const int64_t DAY_MS = 24LL * 60 * 60 * 1000;

/* ---- one row ---- */

static json_t *text_or_null(const struct db_row *row, int column)
{
    return *db_text(row, column) ? json_string(db_text(row, column))
                                 : json_null();
}

#define COLUMNS                                                                \
    "o.seq, e.uuid, e.number, o.branch, o.state, o.sink, e.kind, e.at_ms,"     \
    " o.tries, o.next_ms, o.reason, c.issue, (SELECT json_array(actor, at_ms)" \
    " FROM event x WHERE x.number = e.number AND x.seq > e.seq"                \
    " AND x.kind IN (" STORE_DELIVERY ") AND x.body ->> 'branch' = o.branch"   \
    " AND o.seq IN (SELECT value FROM json_each(x.body, '$.messages'))"        \
    " ORDER BY x.seq DESC LIMIT 1) FROM outbox o JOIN event e ON"              \
    " e.seq = o.seq LEFT JOIN cases c ON c.number = e.number"

/* Who told last how it went, and when; null for nobody. */
static void add_last(json_t *object, const char *text)
{
    AUTO_JSON last = json_parse(text, strlen(text), "row", false, NULL);
    json_t *by = json_array_get(last, 0);

    json_object_set_new(object, "by", by ? json_incref(by) : json_null());
    json_object_set_new(
        object, "ended",
        json_moment(json_integer_value(json_array_get(last, 1))));
}

static bool see_row(const struct db_row *row, void *cookie)
{
    json_t *object = json_object();

    json_object_set_new(object, "seq", json_integer(db_int(row, 0)));
    AUTO_CHARS id = mem_format("%s.%s", db_text(row, 1), db_text(row, 3));
    json_object_set_new(object, "id", json_string(id));
    json_object_set_new(object, "number", json_string(db_text(row, 2)));
    json_object_set_new(object, "branch", json_string(db_text(row, 3)));
    json_object_set_new(object, "state", json_string(db_text(row, 4)));
    json_object_set_new(object, "sink", text_or_null(row, 5));
    json_object_set_new(object, "kind", json_string(db_text(row, 6)));
    json_object_set_new(object, "at", json_moment(db_int(row, 7)));
    json_object_set_new(object, "tries", json_integer(db_int(row, 8)));
    json_object_set_new(object, "next", json_moment(db_int(row, 9)));
    json_object_set_new(object, "reason", text_or_null(row, 10));
    json_object_set_new(object, "issue", text_or_null(row, 11));
    add_last(object, db_text(row, 12));
    json_array_append_new(cookie, object);
    return true;
}

/* ---- the list ---- */

struct asking {
    struct text sql;
    struct db_value args[ARGS_MAX];
    size_t count;
};

static void narrow(struct asking *asking, const char *sql,
                   struct db_value value)
{
    text_add(&asking->sql, sql);
    asking->args[asking->count++] = value;
}

static void narrow_text(struct asking *asking, const char *sql,
                        const char *text)
{
    if (text)
        narrow(asking, sql, DB_TEXT(text));
}

/* Names of states with commas; an unknown one finds nothing. */
static void narrow_states(struct asking *asking, const char *names)
{
    bool open = true;

    for (int i = 0; names && i < OUTBOX_COUNT; i++) {
        const char *name = outbox_name((enum outbox_state)i);
        const char *at = strstr(names, name);

        if (at && !outbox_is_open((enum outbox_state)i))
            open = false;
    }
    if (open)
        text_add(&asking->sql, " AND o.state <> 'received'");
    if (names)
        narrow(asking, " AND instr(',' || ? || ',', ',' || o.state || ',') > 0",
               DB_TEXT(names));
}

/* An event before this one should be with its branch, whatever its sink: in an
 * inbox that nobody opens nothing is tried, and nothing expires. */
static int64_t old_ms(void)
{
    return clock_now_ms() - OUTBOX_DAYS * DAY_MS;
}

static void ask(struct asking *asking, const struct store_outbox_filter *filter)
{
    const char *number = filter->number;

    narrow_states(asking, filter->state);
    narrow_text(asking, " AND o.branch = ?", filter->branch);
    narrow_text(asking, " AND o.sink = ?", filter->sink);
    narrow_text(asking, " AND e.number = ?", number);
    if (filter->failing)
        narrow(asking,
               " AND o.state <> 'received' AND (o.state <> 'waiting'"
               " OR o.tries > 0 OR e.at_ms < ?)",
               DB_INT(old_ms()));
    if (filter->after_seq > 0) {
        narrow(asking, " AND (o.seq, o.branch) > (?",
               DB_INT(filter->after_seq));
        narrow(asking, ", ?)",
               DB_TEXT(filter->after_branch ? filter->after_branch : ""));
    }
    narrow(asking, " ORDER BY o.seq, o.branch LIMIT ?",
           DB_INT(filter->limit > 0 ? filter->limit : LIST_LIMIT));
}

struct json_t *store_outbox(struct store *store,
                            const struct store_outbox_filter *filter,
                            struct error *error)
{
    struct asking asking = {0};
    AUTO_JSON rows = json_array();
    bool read;

    if (!right_need(store->user, RIGHT_OUTBOX, error))
        return NULL;
    text_add(&asking.sql, "SELECT " COLUMNS " WHERE 1");
    ask(&asking, filter);
    read = db_query(store->db, text_chars(&asking.sql), asking.args,
                    asking.count, see_row, rows, error);
    text_clear(&asking.sql);
    return read ? json_incref(rows) : NULL;
}

/* What is told, out of the event's columns and those of its case. */
static bool see_body(const struct db_row *row, void *cookie)
{
    const struct outbox_about about = {db_text(row, 12), db_text(row, 13),
                                       db_text(row, 14)};
    AUTO(event_clear) struct event event;
    bool read = store_event_read(row, &event);
    AUTO_JSON body =
        read ? json_parse(event.body, strlen(event.body), "body", false, NULL)
             : NULL;
    AUTO_CHARS told = body ? outbox_body(&event, body, &about) : NULL;

    if (told)
        *(json_t **)cookie =
            json_parse(told, strlen(told), "body", false, NULL);
    return false;
}

/* The row of one message with its body; NULL when it cannot be read. */
static bool read_one(struct store *store, const struct outbox_found *found,
                     json_t *rows, json_t **body, struct error *error)
{
    return db_query(store->db,
                    "SELECT " COLUMNS " WHERE o.seq = ? AND o.branch = ?",
                    DB_ARGS(DB_INT(found->seq), DB_TEXT(found->branch)),
                    see_row, rows, error) &&
           db_query(store->db,
                    "SELECT e.seq, e.uuid, e.at_ms, e.actor, e.role, e.kind,"
                    " e.call, e.number, e.person, e.body, e.previous, e.hash,"
                    " ?2, c.issue, c.language FROM event e"
                    " JOIN cases c ON c.number = e.number WHERE e.seq = ?1",
                    DB_ARGS(DB_INT(found->seq), DB_TEXT(found->branch)),
                    see_body, body, error);
}

struct json_t *store_outbox_one(struct store *store, const char *id,
                                struct error *error)
{
    struct outbox_found found;
    AUTO_JSON rows = json_array();
    json_t *body = NULL;
    json_t *row;

    if (!right_need(store->user, RIGHT_OUTBOX, error) ||
        !store_outbox_read(store, id, &found, error) ||
        !read_one(store, &found, rows, &body, error))
        return NULL;
    row = json_incref(json_array_get(rows, 0));
    json_object_set_new(row, "body", body ? body : json_null());
    return row;
}

bool store_outbox_of_case(struct store *store, const char *number,
                          struct json_t *row, struct error *error)
{
    AUTO_JSON messages = json_array();

    return db_query(store->db,
                    "SELECT " COLUMNS " WHERE e.number = ?1"
                    " AND o.state <> 'received'"
                    " AND (?2 IS NULL OR o.branch = ?2) ORDER BY o.seq",
                    DB_ARGS(DB_TEXT(number), DB_TEXT(store_wall(store))),
                    see_row, messages, error) &&
           json_object_set(row, "messages", messages) == 0;
}

/* ---- counts ---- */

static bool see_counts(const struct db_row *row, void *cookie)
{
    json_array_append_new(cookie,
                          json_pack("{s:s, s:I, s:I, s:I, s:I, s:o}", "branch",
                                    db_text(row, 0), "waiting",
                                    (json_int_t)db_int(row, 1), "failing",
                                    (json_int_t)db_int(row, 2), "refused",
                                    (json_int_t)db_int(row, 3), "expired",
                                    (json_int_t)db_int(row, 4), "oldest",
                                    json_moment(db_int(row, 5))));
    return true;
}

struct json_t *store_outbox_counts(struct store *store, struct error *error)
{
    AUTO_JSON rows = json_array();

    if (!right_need(store->user, RIGHT_OUTBOX, error) ||
        !db_query(store->db,
                  "SELECT branch, waiting, failing, refused, expired,"
                  " (SELECT at_ms FROM event WHERE event.seq = first) FROM"
                  " (SELECT branch, sum(state = 'waiting') AS waiting,"
                  " sum(state <> 'waiting' OR tries > 0 OR (SELECT at_ms"
                  " FROM event WHERE event.seq = outbox.seq) < ?) AS failing,"
                  " sum(state = 'refused') AS refused,"
                  " sum(state = 'expired') AS expired, min(seq) AS first"
                  " FROM outbox INDEXED BY outbox_open"
                  " WHERE state <> 'received' GROUP BY branch)",
                  DB_ARGS(DB_INT(old_ms())), see_counts, rows, error))
        return NULL;
    return json_incref(rows);
}

static bool see_attention(const struct db_row *row, void *cookie)
{
    json_object_set_new(cookie, "undelivered", json_integer(db_int(row, 0)));
    json_object_set_new(cookie, "late", json_integer(db_int(row, 1)));
    return false;
}

bool store_outbox_attention(struct store *store, struct json_t *into,
                            struct error *error)
{
    return db_query(store->db,
                    "SELECT coalesce(sum(state <> 'waiting'), 0),"
                    " coalesce(sum(state = 'waiting' AND ((tries > 0"
                    " AND waited_ms >= ?) OR (SELECT at_ms FROM event"
                    " WHERE event.seq = outbox.seq) < ?)), 0)"
                    " FROM outbox INDEXED BY outbox_open"
                    " WHERE state <> 'received'",
                    DB_ARGS(DB_INT(LATE_MS), DB_INT(old_ms())), see_attention,
                    into, error);
}
