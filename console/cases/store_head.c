/* Heads of the log: read, written as a line, found in a text, held against the
 * log. */
#include "console/cases/store_head.h"

#include "console/cases/store_sqlite.h"

#include <jansson.h>

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEX = 2 * SEAL_HASH_SIZE };

static bool see_head(const struct db_row *row, void *cookie)
{
    struct store_head *head = cookie;
    size_t length;
    const void *hash = db_blob(row, 1, &length);

    if (length != SEAL_HASH_SIZE)
        return false;
    head->seq = db_int(row, 0);
    memcpy(head->hash, hash, SEAL_HASH_SIZE);
    return false;
}

bool store_head(struct store *store, struct store_head *head,
                struct error *error)
{
    memset(head, 0, sizeof(*head));
    return db_query(store->db,
                    "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1",
                    DB_NONE, see_head, head, error);
}

void store_head_write(const struct store_head *head, char out[STORE_HEAD_SIZE])
{
    seal_hex(head->hash, SEAL_HASH_SIZE, out);
    snprintf(out + HEX, STORE_HEAD_SIZE - HEX, ":%lld", (long long)head->seq);
}

/* Reads the head that begins here; gives its bytes, 0 when none does. */
static size_t read_head(const char *text, struct store_head *head)
{
    char hex[HEX + 1], *end;
    long long seq;

    if (strspn(text, "0123456789abcdef") != HEX || text[HEX] != ':' ||
        !isdigit((unsigned char)text[HEX + 1]))
        return 0;
    memcpy(hex, text, HEX);
    hex[HEX] = '\0';
    errno = 0;
    seq = strtoll(text + HEX + 1, &end, 10);
    if (errno != 0 || !seal_unhex(hex, head->hash, SEAL_HASH_SIZE))
        return 0;
    head->seq = seq;
    return (size_t)(end - text);
}

static int by_seq(const void *left, const void *right)
{
    const struct store_head *one = left, *two = right;

    return (one->seq > two->seq) - (one->seq < two->seq);
}

struct store_head *store_heads_find(const char *text, size_t *count)
{
    struct store_head *heads = NULL, head;

    *count = 0;
    while (*text) {
        size_t word = strspn(text, "0123456789abcdef");
        size_t read = read_head(text, &head);

        if (read > 0) {
            heads = mem_grow(heads, *count + 1, sizeof(*heads));
            heads[(*count)++] = head;
        }
        text += read > 0 ? read : word > 0 ? word : 1;
    }
    if (*count > 1)
        qsort(heads, *count, sizeof(*heads), by_seq);
    return heads;
}

/* What does not fit; *what stays NULL when this head is one of the log. */
static bool hold(struct store *store, const struct store_head *saved,
                 const char **what, struct error *error)
{
    struct store_head there = {0};

    *what = NULL;
    if (saved->seq > 0 &&
        !db_query(store->db, "SELECT seq, hash FROM event WHERE seq = ?",
                  DB_ARGS(DB_INT(saved->seq)), see_head, &there, error))
        return false;
    if (there.seq != saved->seq)
        *what = "the log does not reach the saved head";
    else if (memcmp(there.hash, saved->hash, SEAL_HASH_SIZE) != 0)
        *what = "the log was written anew: it is not that of the saved head";
    return true;
}

struct json_t *store_head_check(struct store *store,
                                const struct store_head *heads, size_t count,
                                struct error *error)
{
    const char *what = NULL;
    int64_t fits = 0;
    size_t at;

    for (at = 0; at < count; at++) {
        if (!hold(store, &heads[at], &what, error))
            return NULL;
        if (what)
            break;
        fits = heads[at].seq;
    }
    return json_pack("{s:I, s:b, s:I, s:o, s:s?}", "heads", (json_int_t)count,
                     "ok", !what, "fits", (json_int_t)fits, "seq",
                     what ? json_integer(heads[at].seq) : json_null(), "what",
                     what);
}
