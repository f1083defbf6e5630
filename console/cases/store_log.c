/* The log of the store: appends events to the chain, seals what is personal
 * beside them, and tells after a failed commit what is there. */
#include "console/cases/store_sqlite.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store_outbox_part.h"
#include "console/cases/store_view.h"
#include "console/people/user.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* Bytes; below what the schema takes. */
enum { BODY_MAX = 800000, VALUE_MAX = 100000 };

/* A personal value on its way into the log. */
struct sealing {
    const char *field;
    unsigned char *box;
    size_t length;
};

/* Seals one value and puts its commitment into `sealed` of the body. */
static void seal_value(const struct store_entry *entry, const char *field,
                       const char *value, struct sealing *out)
{
    AUTO_TEXT plain = {0};
    unsigned char salt[STORE_SALT_SIZE], commitment[SEAL_HASH_SIZE];
    char hex[2 * SEAL_HASH_SIZE + 1];
    json_t *sealed = json_object_get(entry->body, "sealed");
    AUTO_CHARS about = mem_format("%s/%s", entry->uuid, field);

    seal_random(salt, sizeof(salt));
    store_commitment(salt, field, value, commitment);
    seal_hex(commitment, sizeof(commitment), hex);
    json_object_set_new(sealed, field, json_string(hex));
    text_add_n(&plain, (const char *)salt, sizeof(salt));
    text_add(&plain, value);
    out->field = field;
    out->box = seal_close(&entry->person->key, about, plain.chars, plain.length,
                          &out->length);
    seal_wipe(plain.chars, plain.length);
}

static size_t seal_values(const struct store_entry *entry,
                          struct sealing *sealings)
{
    size_t count = 0;

    json_object_set_new(entry->body, "sealed", json_object());
    for (size_t i = 0; i < STORE_PERSONAL_MAX; i++)
        if (entry->personal[i].value)
            seal_value(entry, entry->personal[i].field,
                       entry->personal[i].value, &sealings[count++]);
    return count;
}

static bool add_sealings(struct store *store, const struct event *event,
                         const struct sealing *sealings, size_t count,
                         struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!db_run(store->db,
                    "INSERT INTO sealed(event, field, person, box)"
                    " VALUES(?,?,?,?)",
                    DB_ARGS(DB_INT(event->seq), DB_TEXT(sealings[i].field),
                            DB_TEXT(event->person),
                            DB_BLOB(sealings[i].box, sealings[i].length)),
                    error))
            return false;
    return true;
}

static bool see_head(const struct db_row *row, void *cookie)
{
    struct event *event = cookie;
    size_t length;
    const void *hash = db_blob(row, 1, &length);

    event->seq = db_int(row, 0);
    if (length == SEAL_HASH_SIZE)
        memcpy(event->previous, hash, SEAL_HASH_SIZE);
    return false;
}

/* Gives the event its place: the number after the head's, and its hash. */
static bool chain(struct store *store, struct event *event, struct error *error)
{
    if (!db_query(store->db,
                  "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1",
                  DB_NONE, see_head, event, error))
        return false;
    event->seq++;
    event_hash(event, event->hash);
    store->last.seq = event->seq;
    memcpy(store->last.hash, event->hash, SEAL_HASH_SIZE);
    return true;
}

bool store_event_add(struct store *store, const struct event *event,
                     struct error *error)
{
    return db_run(
        store->db,
        "INSERT INTO event(" STORE_EVENT_COLUMNS
        ") VALUES(?,?,?,?,?,?,?,?,?,?,?,?)",
        DB_ARGS(DB_INT(event->seq), DB_TEXT(event->uuid), DB_INT(event->at_ms),
                DB_TEXT(event->actor), DB_TEXT(event->role),
                DB_TEXT(event_name(event->kind)), DB_TEXT(event->call),
                DB_TEXT(event->number), DB_TEXT(event->person),
                DB_TEXT(event->body), DB_BLOB(event->previous, SEAL_HASH_SIZE),
                DB_BLOB(event->hash, SEAL_HASH_SIZE)),
        error);
}

static void make_event(const struct store *store,
                       const struct store_entry *entry, struct event *event)
{
    event->kind = entry->kind;
    event->uuid = mem_copy(entry->uuid);
    event->at_ms = entry->at_ms ? entry->at_ms : clock_now_ms();
    event->actor = mem_copy(entry->system ? STORE_SYSTEM : store->user->name);
    event->role =
        mem_copy(entry->system ? STORE_SYSTEM : role_name(store->user->role));
    event->call = mem_copy(entry->call);
    event->number = mem_copy(entry->number);
    if (entry->person && entry->person->id[0])
        event->person = mem_copy(entry->person->id);
    store_outbox_tell(event->kind, event->role, entry->body);
    event->body = json_canonical(entry->body);
}

/* What is saved must be readable later: short enough, and JSON by our own
 * limits of depth and numbers. */
static bool check_entry(const struct store_entry *entry,
                        const struct event *event, struct error *error)
{
    size_t length = strlen(event->body);
    bool fits = length <= BODY_MAX;

    for (size_t i = 0; i < STORE_PERSONAL_MAX; i++) {
        const char *value = entry->personal[i].value;

        fits = fits && (!value || strlen(value) <= VALUE_MAX);
    }
    if (!fits)
        return error_set(error, MESSAGE_STORE_TOO_BIG, "%s",
                         event_name(event->kind));
    AUTO_JSON body = json_parse(event->body, length, "body", false, NULL);
    return body || error_set(error, MESSAGE_RECORD_BAD, "%s: the body",
                             event_name(event->kind));
}

bool store_append(struct store *store, const struct store_entry *entry,
                  struct error *error)
{
    struct sealing sealings[STORE_PERSONAL_MAX];
    size_t count = seal_values(entry, sealings);
    AUTO(event_clear) struct event event = {0};
    bool added;

    make_event(store, entry, &event);
    added = check_entry(entry, &event, error) && chain(store, &event, error) &&
            store_event_add(store, &event, error) &&
            add_sealings(store, &event, sealings, count, error) &&
            store_project(store, &event, entry->body, error);
    while (count > 0)
        free(sealings[--count].box);
    return added;
}

static bool see_event(const struct db_row *row, void *cookie)
{
    struct store_found *found = cookie;
    const char *number = db_text(row, 0);

    found->there = true;
    if (strlen(number) < NUMBER_SIZE)
        memcpy(found->number, number, strlen(number) + 1);
    return false;
}

bool store_find_event(struct store *store, enum event_kind kind,
                      const char *uuid, struct store_found *found,
                      struct error *error)
{
    *found = (struct store_found){false, ""};
    return db_query(store->db,
                    "SELECT number FROM event WHERE uuid = ? AND kind = ?",
                    DB_ARGS(DB_TEXT(uuid), DB_TEXT(event_name(kind))),
                    see_event, found, error);
}

bool store_begin_once(struct store *store, enum event_kind kind,
                      const char *uuid, struct store_found *found,
                      struct error *error)
{
    bool looked;

    if (!db_begin(store->db, error))
        return false;
    looked = store_find_event(store, kind, uuid, found, error);
    if (!looked || found->there)
        db_rollback(store->db);
    return looked;
}

/* The commit was reported as failed, and nothing of it is in the file. */
static bool refuse(const struct error *reason, struct error *error)
{
    return error_set(error,
                     reason->message == MESSAGE_STORE_IO ? MESSAGE_NOT_SAVED
                                                         : reason->message,
                     "%s", reason->detail);
}

bool store_finish(struct store *store, bool good, enum event_kind kind,
                  const char *uuid, struct error *error)
{
    struct error reason = {0};
    struct store_found found;

    if (!good) {
        store->last.seq = 0;
        db_rollback(store->db);
        return false;
    }
    store->commits++;
    if (db_commit(store->db, &reason)) {
        store_head_tick(store);
        return true;
    }
    /* What is in the file decides, not what was reported. */
    if (!store_find_event(store, kind, uuid, &found, NULL))
        return error_set(error, MESSAGE_SAVE_UNSURE, "%s", reason.detail);
    return found.there || refuse(&reason, error);
}
