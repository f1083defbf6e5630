/* The outbox as the sender sees it: what is due, and how it ended; and as the
 * branch does that reads in the shared store. */
#include "console/cases/store_outbox_part.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store_sqlite.h"
#include "console/people/right.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void outbox_message_clear(struct outbox_message *message)
{
    free(message->body);
    memset(message, 0, sizeof(*message));
}

/* Words of a foreign program as they may be kept; the caller frees. */
static char *clean_words(const char *words)
{
    AUTO_CHARS clean =
        text_clean(words ? words : "", words ? strlen(words) : 0, false);
    const char *end = clean;
    uint32_t letter;

    for (int i = 0; i < OUTBOX_LETTERS && *end; i++)
        end += text_step(end, &letter);
    return mem_copy_n(clean, (size_t)(end - clean));
}

/* ---- what is due ---- */

/* Those that wait for branch ?1 with sink ?2 ("": not sent elsewhere), and of
 * them those that come first for their case, whatever their sink. */
#define QUEUE                                                                  \
    " FROM outbox o INDEXED BY outbox_open WHERE o.branch = ?1"                \
    " AND o.sink = ?2 AND o.state = 'waiting' AND o.state <> 'received'"
#define FIRST                                                                  \
    " AND NOT EXISTS(SELECT 1 FROM event x JOIN event p ON"                    \
    " p.number = x.number AND p.seq < x.seq JOIN outbox q ON q.seq = p.seq"    \
    " AND q.branch = o.branch WHERE x.seq = o.seq AND q.state <> 'received')"

struct taking {
    struct outbox_message *messages;
    int count;
    bool broken;
};

static void put(char *into, size_t size, const char *text)
{
    size_t length = strlen(text);

    memcpy(into, text, length < size ? length + 1 : 0);
}

static bool see_due(const struct db_row *row, void *cookie)
{
    struct taking *taking = cookie;
    struct outbox_message *message = &taking->messages[taking->count];
    const struct outbox_about about = {db_text(row, 12), db_text(row, 13),
                                       db_text(row, 14)};
    AUTO(event_clear) struct event event;
    AUTO_JSON body = NULL;

    memset(message, 0, sizeof(*message));
    taking->broken = !store_event_read(row, &event) || !event.number;
    if (taking->broken)
        return false;
    body = json_parse(event.body, strlen(event.body), "body", false, NULL);
    message->body = body ? outbox_body(&event, body, &about) : NULL;
    taking->broken = !message->body;
    if (taking->broken)
        return false;
    snprintf(message->id, sizeof(message->id), "%s.%s", event.uuid, about.to);
    put(message->number, sizeof(message->number), event.number);
    put(message->branch, sizeof(message->branch), about.to);
    put(message->sink, sizeof(message->sink), db_text(row, 15));
    message->seq = event.seq;
    message->at_ms = event.at_ms;
    message->kind = event.kind;
    message->state = OUTBOX_WAITING;
    message->tries = (int)db_int(row, 16);
    message->next_ms = db_int(row, 17);
    message->waited_ms = db_int(row, 18);
    taking->count++;
    return true;
}

/* Adds those with this sink that are due within [from, until]. */
static bool take(struct store *store, const struct outbox_ask *ask,
                 const char *sink, const int64_t due[2], struct taking *taking,
                 struct error *error)
{
    int room = ask->most - taking->count;

    if (room <= 0)
        return true;
    if (!db_query(store->db,
                  "SELECT e.seq, e.uuid, e.at_ms, e.actor, e.role, e.kind,"
                  " e.call, e.number, e.person, e.body, e.previous, e.hash,"
                  " d.branch, c.issue, c.language, d.sink, d.tries, d.next_ms,"
                  " d.waited_ms FROM (SELECT *" QUEUE
                  " AND o.next_ms BETWEEN ?3 AND ?4" FIRST
                  " ORDER BY o.next_ms, o.tries, o.waited_ms, o.seq LIMIT ?5)"
                  " d"
                  " JOIN event e ON e.seq = d.seq"
                  " JOIN cases c ON c.number = e.number"
                  " ORDER BY d.next_ms, d.tries, d.waited_ms, d.seq",
                  DB_ARGS(DB_TEXT(ask->queue.branch), DB_TEXT(sink),
                          DB_INT(due[0]), DB_INT(due[1]), DB_INT(room)),
                  see_due, taking, error))
        return false;
    return !taking->broken || error_set(error, MESSAGE_STORE_CORRUPT,
                                        "a message to %s", ask->queue.branch);
}

static bool see_int(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

/* When is the next of those with this sink due? */
static bool find_next(struct store *store, struct outbox_ask *ask,
                      const char *sink, struct error *error)
{
    int64_t next_ms = 0;

    if (!db_query(store->db,
                  "SELECT o.next_ms" QUEUE
                  " AND o.next_ms > ?3 AND o.next_ms <= ?4" FIRST
                  " ORDER BY o.next_ms LIMIT 1",
                  DB_ARGS(DB_TEXT(ask->queue.branch), DB_TEXT(sink),
                          DB_INT(ask->now_ms),
                          DB_INT(ask->now_ms + ask->horizon_ms)),
                  see_int, &next_ms, error))
        return false;
    if (next_ms > 0 && (ask->next_ms == 0 || next_ms < ask->next_ms))
        ask->next_ms = next_ms;
    return true;
}

/* All with this sink: those due, those too far off to be true, the next. */
static bool take_sink(struct store *store, struct outbox_ask *ask,
                      const char *sink, struct taking *taking,
                      struct error *error)
{
    const int64_t due[2] = {0, ask->now_ms};
    const int64_t lost[2] = {ask->now_ms + ask->horizon_ms + 1, INT64_MAX};

    return take(store, ask, sink, due, taking, error) &&
           take(store, ask, sink, lost, taking, error) &&
           find_next(store, ask, sink, error);
}

int store_outbox_due(struct store *store, struct outbox_ask *ask,
                     struct outbox_message *messages, struct error *error)
{
    struct taking taking = {.messages = messages};
    bool good;

    ask->next_ms = 0;
    if (!right_need(store->user, RIGHT_DELIVER, error) ||
        !db_snapshot(store->db, error))
        return -1;
    good = (!ask->queue.own || take_sink(store, ask, "", &taking, error)) &&
           take_sink(store, ask, ask->queue.sink, &taking, error);
    db_rollback(store->db);
    if (good)
        return taking.count;
    while (taking.count > 0)
        outbox_message_clear(&messages[--taking.count]);
    return -1;
}

struct listening {
    void (*seen)(const char *branch, void *cookie);
    void *cookie;
};

static bool see_branch(const struct db_row *row, void *cookie)
{
    struct listening *listening = cookie;

    listening->seen(db_text(row, 0), listening->cookie);
    return true;
}

/* Steps from branch to branch along the index. */
bool store_outbox_branches(struct store *store,
                           void (*seen)(const char *branch, void *cookie),
                           void *cookie, struct error *error)
{
    struct listening listening = {seen, cookie};

    return right_need(store->user, RIGHT_DELIVER, error) &&
           db_query(store->db,
                    "WITH RECURSIVE step(branch) AS (SELECT min(branch)"
                    " FROM outbox INDEXED BY outbox_open"
                    " WHERE state <> 'received' UNION ALL SELECT (SELECT"
                    " min(o.branch) FROM outbox o INDEXED BY outbox_open"
                    " WHERE o.state <> 'received' AND o.branch > step.branch)"
                    " FROM step WHERE step.branch NOT NULL)"
                    " SELECT branch FROM step WHERE branch NOT NULL",
                    DB_NONE, see_branch, &listening, error);
}

/* ---- how it ended ---- */

static json_t *one(int64_t seq)
{
    return json_pack("[I]", (json_int_t)seq);
}

static bool append_end(struct store *store, const struct outbox_found *found,
                       const struct outbox_try *end, const char *uuid,
                       struct error *error)
{
    bool received = end->state == OUTBOX_RECEIVED;
    AUTO_CHARS words = clean_words(end->words);
    AUTO_JSON messages = one(found->seq);
    AUTO_JSON body = json_pack("{s:s, s:s*, s:s}", "sink", end->sink, "state",
                               received ? NULL : outbox_name(end->state),
                               received ? "receipt" : "reason", words);
    const struct outbox_entry entry = {
        .kind = received ? EVENT_CASE_DELIVERED : EVENT_CASE_UNDELIVERED,
        .uuid = uuid,
        .number = found->number,
        .branch = found->branch,
        .messages = messages,
        .body = body};

    return store_outbox_append(store, &entry, error);
}

static bool put_off(struct store *store, const struct outbox_found *found,
                    const struct outbox_try *end, struct error *error)
{
    AUTO_CHARS words = clean_words(end->words);

    return db_run(
        store->db,
        "UPDATE outbox SET tries = tries + 1, next_ms = ?,"
        " waited_ms = waited_ms + ?, reason = ? WHERE seq = ? AND branch = ?",
        DB_ARGS(DB_INT(end->next_ms), DB_INT(end->step_ms), DB_TEXT(words),
                DB_INT(found->seq), DB_TEXT(found->branch)),
        error);
}

/* Does this end still say something? What the branch has it has; a failure
 * counts for what waits, and for the way through which it is sent; its five
 * days begin anew when it is sent again. */
static bool tells_more(const struct outbox_found *found,
                       const struct outbox_try *end)
{
    if (end->state == OUTBOX_RECEIVED)
        return found->state != OUTBOX_RECEIVED;
    if (end->state == OUTBOX_EXPIRED && found->waited_ms < end->waited_ms)
        return false;
    return found->state == OUTBOX_WAITING &&
           (!found->sink[0] || strcmp(found->sink, end->sink) == 0);
}

/* Commits what was done, an event or not. */
static bool finish(struct store *store, bool good, enum event_kind kind,
                   const char *uuid, struct error *error)
{
    if (kind != EVENT_COUNT || !good)
        return store_finish(store, good, kind, uuid, error);
    store->commits++;
    return db_commit(store->db, error);
}

bool store_outbox_tried(struct store *store, const char *id,
                        const struct outbox_try *end, struct error *error)
{
    enum event_kind kind = end->state == OUTBOX_WAITING ? EVENT_COUNT
                           : end->state == OUTBOX_RECEIVED
                               ? EVENT_CASE_DELIVERED
                               : EVENT_CASE_UNDELIVERED;
    struct outbox_found found;
    char uuid[SEAL_UUID_SIZE];
    bool good;

    if (!right_need(store->user, RIGHT_DELIVER, error) ||
        !db_begin(store->db, error))
        return false;
    seal_uuid(uuid);
    good = store_outbox_read(store, id, &found, error);
    if (good && !tells_more(&found, end)) {
        db_rollback(store->db);
        return true;
    }
    good = good &&
           (kind == EVENT_COUNT ? put_off(store, &found, end, error)
                                : append_end(store, &found, end, uuid, error));
    return finish(store, good, kind, uuid, error);
}

/* All with this sink that is due. */
static bool hold_sink(struct store *store, const struct outbox_hold *hold,
                      const char *sink, struct error *error)
{
    AUTO_CHARS words = clean_words(hold->words);

    return db_run(store->db,
                  "UPDATE outbox SET tries = tries + 1, next_ms = ?6,"
                  " waited_ms = waited_ms + ?7, reason = ?8"
                  " WHERE branch = ?1 AND seq IN (SELECT seq FROM (SELECT"
                  " o.seq" QUEUE " AND (o.next_ms <= ?3 OR o.next_ms > ?4)"
                  " AND o.waited_ms < ?5" FIRST "))",
                  DB_ARGS(DB_TEXT(hold->queue.branch), DB_TEXT(sink),
                          DB_INT(hold->now_ms),
                          DB_INT(hold->now_ms + hold->horizon_ms),
                          DB_INT(hold->limit_ms), DB_INT(hold->next_ms),
                          DB_INT(hold->step_ms), DB_TEXT(words)),
                  error);
}

bool store_outbox_hold(struct store *store, const struct outbox_hold *hold,
                       struct error *error)
{
    bool good;

    if (!right_need(store->user, RIGHT_DELIVER, error) ||
        !db_begin(store->db, error))
        return false;
    good = (!hold->queue.own || hold_sink(store, hold, "", error)) &&
           hold_sink(store, hold, hold->queue.sink, error);
    return finish(store, good, EVENT_COUNT, NULL, error);
}
