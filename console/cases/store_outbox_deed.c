/* What a supervisor decides about a message: try again, send it another way,
 * or "the branch was told". */
#include "console/cases/store_outbox_part.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store_json.h"
#include "console/cases/store_sqlite.h"
#include "console/people/right.h"

#include <jansson.h>

#include <string.h>

/* A decision on its way. */
struct deed {
    enum event_kind kind;
    const char *sink; /* NULL: none is named */
    const char *text; /* how the branch was told */
    bool behind;      /* with all that waits behind the message */
};

/* The message and, when `behind`, those of its case and branch that are not
 * received and come after it. */
static bool find_messages(struct store *store, const struct outbox_found *found,
                          bool behind, json_t **messages, struct error *error)
{
    return db_query(store->db,
                    "SELECT json_group_array(o.seq) FROM event e"
                    " JOIN outbox o ON o.seq = e.seq AND o.branch = ?2"
                    " WHERE e.number = ?1 AND (e.seq = ?3 OR (?4"
                    " AND e.seq > ?3 AND o.state <> 'received'))",
                    DB_ARGS(DB_TEXT(found->number), DB_TEXT(found->branch),
                            DB_INT(found->seq), DB_INT(behind)),
                    store_json_one, messages, error);
}

static bool append(struct store *store, const struct outbox_found *found,
                   const struct deed *deed, const char *uuid,
                   struct error *error)
{
    AUTO_JSON messages = NULL;
    AUTO_JSON body = json_pack("{s:s*}", "sink", deed->sink);

    if (!find_messages(store, found, deed->behind, &messages, error))
        return false;
    const struct outbox_entry entry = {.kind = deed->kind,
                                       .uuid = uuid,
                                       .number = found->number,
                                       .branch = found->branch,
                                       .messages = messages,
                                       .body = body,
                                       .text = deed->text};
    return store_outbox_append(store, &entry, error);
}

static bool decide(struct store *store, const char *id, const struct deed *deed,
                   struct error *error)
{
    struct outbox_found found;
    char uuid[SEAL_UUID_SIZE];
    bool good;

    seal_uuid(uuid);
    if (!right_need(store->user, RIGHT_OUTBOX, error) ||
        !db_begin(store->db, error))
        return false;
    good = store_outbox_read(store, id, &found, error) &&
           (outbox_is_open(found.state) ||
            error_set(error, MESSAGE_OUTBOX_NOT_OPEN, "%s", id)) &&
           append(store, &found, deed, uuid, error);
    return store_finish(store, good, deed->kind, uuid, error);
}

bool store_outbox_again(struct store *store, const char *id,
                        struct error *error)
{
    const struct deed deed = {.kind = EVENT_CASE_RESENT};

    return decide(store, id, &deed, error);
}

bool store_outbox_elsewhere(struct store *store, const char *id,
                            const char *sink, struct error *error)
{
    const struct deed deed = {
        .kind = EVENT_CASE_RESENT, .sink = sink, .behind = true};

    return decide(store, id, &deed, error);
}

bool store_outbox_handed(struct store *store, const char *id, const char *text,
                         struct error *error)
{
    AUTO_CHARS clean = text_clean(text, strlen(text), true);
    const struct deed deed = {
        .kind = EVENT_CASE_DELIVERED, .sink = "hand", .text = clean};

    if (clean[strspn(clean, " \n")] == '\0')
        return error_set(error, MESSAGE_MOVE_NEEDS, "handed: text");
    return decide(store, id, &deed, error);
}
