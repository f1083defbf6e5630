/* Events as they are read from their rows. */
#include "console/cases/store_sqlite.h"

#include <string.h>

static bool copy_hash(const struct db_row *row, int column, unsigned char *out)
{
    size_t length;
    const void *hash = db_blob(row, column, &length);

    if (length == SEAL_HASH_SIZE)
        memcpy(out, hash, SEAL_HASH_SIZE);
    return length == SEAL_HASH_SIZE;
}

/* Copies a text; NULL for NULL and for one with a NUL byte inside, of which
 * the hash would see the beginning only. */
static char *copy_text(const struct db_row *row, int column)
{
    size_t length;
    const char *text = db_text(row, column);

    if (db_is_null(row, column))
        return NULL;
    db_blob(row, column, &length);
    return strlen(text) == length ? mem_copy(text) : NULL;
}

/* The same for a column that may be NULL; false when it has a NUL byte. */
static bool copy_or_null(const struct db_row *row, int column, char **out)
{
    *out = copy_text(row, column);
    return *out || db_is_null(row, column);
}

bool store_event_read(const struct db_row *row, struct event *event)
{
    memset(event, 0, sizeof(*event));
    event->seq = db_int(row, 0);
    event->uuid = copy_text(row, 1);
    event->at_ms = db_int(row, 2);
    event->actor = copy_text(row, 3);
    event->role = copy_text(row, 4);
    event->body = copy_text(row, 9);
    return event->uuid && event->actor && event->role && event->body &&
           event_find(db_text(row, 5), &event->kind) &&
           copy_or_null(row, 6, &event->call) &&
           copy_or_null(row, 7, &event->number) &&
           copy_or_null(row, 8, &event->person) &&
           copy_hash(row, 10, event->previous) &&
           copy_hash(row, 11, event->hash);
}
