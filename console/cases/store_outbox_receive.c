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
    bool inbox; /* the branch's own sink */
    bool gone;  /* of a case that is another branch's by now, else its own */
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
                    " AND (o.sink = 'inbox' OR (?3 AND o.sink = ''))"
                    " AND (c.branch <> ?2) = ?4",
                    DB_ARGS(DB_TEXT(what->number), DB_TEXT(store_wall(store)),
                            DB_INT(what->inbox), DB_INT(what->gone)),
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

bool store_outbox_receive(struct store *store, const char *number, bool inbox,
                          struct error *error)
{
    AUTO_JSON messages = NULL;
    char written[NUMBER_SIZE];

    if (!store_wall(store))
        return true;
    if (!number_read(number, written))
        return error_set(error, MESSAGE_NUMBER_BAD, "%zu bytes",
                         strlen(number));
    const struct receiving what = {.number = written, .inbox = inbox};
    return find_waiting(store, &what, &messages, error) &&
           (json_array_size(messages) == 0 || receive(store, &what, error));
}

static bool see_number(const struct db_row *row, void *cookie)
{
    json_array_append_new(cookie, json_string(db_text(row, 0)));
    return true;
}

struct json_t *store_outbox_gone(struct store *store, bool inbox,
                                 struct error *error)
{
    AUTO_JSON numbers = json_array();

    if (!store_wall(store))
        return json_incref(numbers);
    if (!db_query(store->db,
                  "SELECT DISTINCT e.number FROM outbox o"
                  " JOIN event e ON e.seq = o.seq"
                  " JOIN cases c ON c.number = e.number"
                  " WHERE o.branch = ?1 AND o.state = 'waiting'"
                  " AND o.state <> 'received' AND c.branch <> ?1"
                  " AND (o.sink = 'inbox' OR (?2 AND o.sink = ''))"
                  " ORDER BY o.seq LIMIT ?3",
                  DB_ARGS(DB_TEXT(store_wall(store)), DB_INT(inbox),
                          DB_INT(GONE_MAX)),
                  see_number, numbers, error))
        return NULL;
    for (size_t i = 0; i < json_array_size(numbers); i++) {
        const struct receiving what = {
            json_string_value(json_array_get(numbers, i)), inbox, true};

        if (!receive(store, &what, error))
            return NULL;
    }
    return json_incref(numbers);
}
