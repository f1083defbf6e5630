/* The receipt of the inbox: somebody of the branch looks at the case in the
 * shared store, and has with it all that the branch was to be told of it. */
#include "console/cases/store_outbox_part.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_json.h"
#include "console/cases/store_sqlite.h"

#include <jansson.h>

#include <string.h>

enum { GONE_MAX = 50 };

/* Which messages are received. */
struct receiving {
    const char *number;
    int64_t seen_seq; /* what came later was not seen */
    bool inbox;       /* the branch's own sink */
    bool gone; /* of a case that is another branch's by now, else its own */
};

/* Those of the case that wait in the inbox of the branch. */
static bool find_waiting(struct store *store, const struct receiving *what,
                         json_t **messages, struct error *error)
{
    json_decref(*messages);
    *messages = NULL;
    return db_query(store->db,
                    "SELECT json_group_array(o.seq) FROM event e"
                    " JOIN outbox o ON o.seq = e.seq AND o.branch = ?2"
                    " JOIN cases c ON c.number = e.number"
                    " WHERE e.number = ?1 AND o.state = 'waiting'"
                    " AND o.seq <= ?5"
                    " AND (o.sink = 'inbox' OR (?3 AND o.sink = ''))"
                    " AND (c.branch <> ?2) = ?4",
                    DB_ARGS(DB_TEXT(what->number), DB_TEXT(store_wall(store)),
                            DB_INT(what->inbox), DB_INT(what->gone),
                            DB_INT(what->seen_seq)),
                    store_json_one, messages, error);
}

static bool append(struct store *store, const char *number, json_t *messages,
                   const char *uuid, struct error *error)
{
    AUTO_JSON body = json_pack("{s:s}", "sink", "inbox");
    const struct outbox_entry entry = {.kind = EVENT_CASE_DELIVERED,
                                       .uuid = uuid,
                                       .number = number,
                                       .branch = store_wall(store),
                                       .messages = messages,
                                       .body = body};

    return store_outbox_append(store, &entry, error);
}

/* Within a transaction, since somebody else may just have looked. */
static bool receive(struct store *store, const struct receiving *what,
                    struct error *error)
{
    AUTO_JSON messages = NULL;
    char uuid[SEAL_UUID_SIZE];
    bool good;

    seal_uuid(uuid);
    if (!db_begin(store->db, error))
        return false;
    good = find_waiting(store, what, &messages, error);
    if (good && json_array_size(messages) == 0) {
        db_rollback(store->db);
        return true;
    }
    good = good && append(store, what->number, messages, uuid, error);
    return store_finish(store, good, EVENT_CASE_DELIVERED, uuid, error);
}

/* Nothing to receive takes no lock. */
static bool receive_any(struct store *store, const struct receiving *what,
                        struct error *error)
{
    AUTO_JSON messages = NULL;

    return find_waiting(store, what, &messages, error) &&
           (json_array_size(messages) == 0 || receive(store, what, error));
}

bool store_outbox_receive(struct store *store, const struct outbox_seen *seen,
                          struct error *error)
{
    char written[NUMBER_SIZE];

    if (!store_wall(store))
        return true;
    if (!number_read(seen->number, written))
        return error_set(error, MESSAGE_NUMBER_BAD, "%zu bytes",
                         strlen(seen->number));
    const struct receiving what = {written, seen->seen_seq, seen->inbox, false};
    return receive_any(store, &what, error);
}

int64_t store_outbox_last(const struct json_t *record)
{
    const json_t *events = json_object_get(record, "events");
    const json_t *last = json_array_get(events, json_array_size(events) - 1);

    return json_integer_value(json_object_get(last, "seq"));
}

static bool see_gone(const struct db_row *row, void *cookie)
{
    json_array_append_new(cookie,
                          json_pack("{s:s, s:I}", "number", db_text(row, 0),
                                    "seq", (json_int_t)db_int(row, 1)));
    return true;
}

struct json_t *store_outbox_gone(struct store *store, bool inbox,
                                 struct error *error)
{
    AUTO_JSON gone = json_array();

    if (!store_wall(store))
        return json_incref(gone);
    if (!db_query(store->db,
                  "SELECT e.number, max(o.seq) FROM outbox o"
                  " JOIN event e ON e.seq = o.seq"
                  " JOIN cases c ON c.number = e.number"
                  " WHERE o.branch = ?1 AND o.state = 'waiting'"
                  " AND o.state <> 'received' AND c.branch <> ?1"
                  " AND (o.sink = 'inbox' OR (?2 AND o.sink = ''))"
                  " GROUP BY e.number ORDER BY min(o.seq) LIMIT ?3",
                  DB_ARGS(DB_TEXT(store_wall(store)), DB_INT(inbox),
                          DB_INT(GONE_MAX)),
                  see_gone, gone, error))
        return NULL;
    return json_incref(gone);
}

bool store_outbox_gone_read(struct store *store, const struct json_t *gone,
                            bool inbox, struct error *error)
{
    size_t i;
    json_t *row;

    json_array_foreach(gone, i, row)
    {
        const struct receiving what = {
            json_find_string(row, "number"),
            json_integer_value(json_object_get(row, "seq")), inbox, true};

        if (!receive_any(store, &what, error))
            return false;
    }
    return true;
}
