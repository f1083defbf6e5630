/* One message of the outbox: found by its id; and the events about it. */
#include "console/cases/store_outbox_part.h"

#include "console/base/error.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_stand.h"

#include <jansson.h>

#include <string.h>

static bool put(char *into, size_t size, const char *text)
{
    if (strlen(text) >= size)
        return false;
    memcpy(into, text, strlen(text) + 1);
    return true;
}

static bool see_found(const struct db_row *row, void *cookie)
{
    struct outbox_found *found = cookie;

    found->seq = db_int(row, 0);
    found->waited_ms = db_int(row, 5);
    if (!put(found->number, sizeof(found->number), db_text(row, 1)) ||
        !put(found->branch, sizeof(found->branch), db_text(row, 2)) ||
        !outbox_find(db_text(row, 3), &found->state) ||
        !put(found->sink, sizeof(found->sink), db_text(row, 4)))
        found->seq = 0;
    return false;
}

bool store_outbox_read(struct store *store, const char *id,
                       struct outbox_found *found, struct error *error)
{
    const char *dot = strchr(id, '.');
    AUTO_CHARS uuid = mem_copy_n(id, dot ? (size_t)(dot - id) : 0);

    memset(found, 0, sizeof(*found));
    if (!db_query(store->db,
                  "SELECT o.seq, e.number, o.branch, o.state, o.sink,"
                  " o.waited_ms"
                  " FROM event e JOIN outbox o ON o.seq = e.seq"
                  " WHERE e.uuid = ? AND o.branch = ?",
                  DB_ARGS(DB_TEXT(uuid), DB_TEXT(dot ? dot + 1 : "")),
                  see_found, found, error))
        return false;
    return found->seq > 0 || error_set(error, MESSAGE_OUTBOX_NONE, "%.60s", id);
}

/* A text lies sealed under the case's person. */
static bool find_person(struct store *store, const struct outbox_entry *entry,
                        struct store_person *person, struct error *error)
{
    struct store_stand stand;

    return !entry->text ||
           (store_stand_read(store, entry->number, NULL, &stand, error) &&
            store_stand_person(store, &stand, entry->text, person, error));
}

bool store_outbox_append(struct store *store, const struct outbox_entry *entry,
                         struct error *error)
{
    struct store_person person = {.id = ""};
    const struct store_entry append = {.kind = entry->kind,
                                       .uuid = entry->uuid,
                                       .number = entry->number,
                                       .person = &person,
                                       .body = entry->body,
                                       .personal = {{"note", entry->text}}};
    bool added;

    json_object_set_new(entry->body, "branch", json_string(entry->branch));
    json_object_set(entry->body, "messages", entry->messages);
    added = find_person(store, entry, &person, error) &&
            store_append(store, &append, error);
    seal_wipe(&person, sizeof(person));
    return added;
}
