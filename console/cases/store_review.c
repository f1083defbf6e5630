/* Reviews: the queue out of sample and rules, scores with sealed comments. */
#include "console/cases/store_review.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store_rows.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_tally.h"
#include "console/people/mask.h"
#include "console/people/right.h"
#include "console/people/user.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

enum { LIMIT_DEFAULT = 50, PAGE = 500, QUEUE_DAYS = 14, DONE_MAX = 1000 };

/* ---- the queue ---- */

/* Why a call is looked at, beside the sample: conditions on its row. */
static const struct {
    const char *name, *condition;
} rules[] = {
    {"long", "?4 > 0 AND ended_ms - started_ms > ?4 * 60000"},
    {"other", "disposition IS 'other' OR outcome LIKE 'OTH-%' OR"
              " (ifnull(outcome, '') = '' AND disposition IS NOT 'hung_up')"},
    /* The way ended where another answer of the registry leads. */
    {"contradiction",
     "(lookup IS 'known' AND script IN ('not_found', 'registry_down')) OR"
     " (lookup IS NOT 'known' AND script = 'insured') OR"
     " (lookup IS 'unknown' AND script = 'not_found') OR"
     " (lookup IS 'not_found' AND script = 'registry_down')"},
};

enum { FIRST_RULE = 4, FIRST_COLUMN = FIRST_RULE + (int)COUNT(rules) };

struct queue {
    const struct store_review_filter *filter;
    int limit, rows;
    int64_t ms, seq; /* of the last row seen */
    int64_t left, now_ms;
    json_t *calls;
};

/* Same day, same call, same answer: nobody can choose what is reviewed. */
static bool is_sampled(const char *uuid, int64_t started_ms, int percent)
{
    unsigned char hash[SEAL_HASH_SIZE];
    char date[CLOCK_DATE_SIZE];
    uint32_t place;

    clock_date(store_tally_day(started_ms), date);
    AUTO_CHARS seed = mem_format("%s %s", date, uuid);
    seal_hash(NULL, seed, strlen(seed), hash);
    place = (uint32_t)hash[0] << 24 | (uint32_t)hash[1] << 16 |
            (uint32_t)hash[2] << 8 | hash[3];
    return (uint64_t)place * 100 < (uint64_t)percent << 32;
}

static json_t *reasons_of(const struct queue *queue, const struct db_row *row)
{
    json_t *why = json_array();

    if (is_sampled(db_text(row, 2), db_int(row, 0),
                   queue->filter->sample_percent))
        json_array_append_new(why, json_string("sample"));
    for (size_t i = 0; i < COUNT(rules); i++)
        if (db_int(row, FIRST_RULE + (int)i))
            json_array_append_new(why, json_string(rules[i].name));
    return why;
}

static bool see_call(const struct db_row *row, void *cookie)
{
    struct queue *queue = cookie;
    AUTO_JSON why = reasons_of(queue, row);

    queue->rows++;
    queue->ms = db_int(row, 0);
    queue->seq = db_int(row, 1);
    if (json_array_size(why) == 0 || db_int(row, 3))
        return true;
    queue->left++;
    if ((int)json_array_size(queue->calls) < queue->limit) {
        json_t *call = store_rows_calls.row(row, FIRST_COLUMN, queue->now_ms);

        json_object_set(call, "why", why);
        json_array_append_new(queue->calls, call);
    }
    return true;
}

/* The statement for a page; ?1 ?2 behind which row, ?3 from when. */
static char *page_of_queue(void)
{
    struct text sql = {0};

    text_add(&sql, "SELECT started_ms, seq, uuid, EXISTS(SELECT 1 FROM review"
                   " WHERE review.part = call.uuid)");
    for (size_t i = 0; i < COUNT(rules); i++)
        text_format(&sql, ", %s", rules[i].condition);
    text_format(&sql,
                ", %s FROM call INDEXED BY call_started"
                " WHERE (started_ms, seq) < (?1, ?2) AND started_ms >= ?3"
                " ORDER BY started_ms DESC, seq DESC LIMIT ?5",
                store_rows_calls.columns);
    return text_take(&sql);
}

static bool read_queue(struct store *store, struct queue *queue, int64_t from,
                       struct error *error)
{
    AUTO_CHARS sql = page_of_queue();

    do {
        queue->rows = 0;
        if (!db_query(store->db, sql,
                      DB_ARGS(DB_INT(queue->ms), DB_INT(queue->seq),
                              DB_INT(from), DB_INT(queue->filter->long_minutes),
                              DB_INT(PAGE)),
                      see_call, queue, error))
            return false;
    } while (queue->rows == PAGE);
    return true;
}

static bool see_count(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

static bool count_done(struct store *store, int64_t today, int64_t *done,
                       struct error *error)
{
    return db_query(store->db,
                    "SELECT count(*) FROM (SELECT at_ms FROM review"
                    " ORDER BY seq DESC LIMIT ?1) WHERE at_ms >= ?2",
                    DB_ARGS(DB_INT(DONE_MAX), DB_INT(store_tally_ms(today))),
                    see_count, done, error);
}

struct json_t *store_review_queue(struct store *store,
                                  const struct store_review_filter *filter,
                                  struct error *error)
{
    AUTO_JSON calls = json_array();
    int64_t now_ms = clock_now_ms(), today = store_tally_day(now_ms), done = 0;
    int64_t until = filter->until_day > 0 ? filter->until_day : today + 1;
    int64_t from =
        filter->from_day > 0 ? filter->from_day : until - 1 - QUEUE_DAYS;
    struct queue queue = {.filter = filter,
                          .limit =
                              filter->limit > 0 ? filter->limit : LIMIT_DEFAULT,
                          .ms = store_tally_ms(until),
                          .now_ms = now_ms,
                          .calls = calls};

    if (!right_need(store->user, RIGHT_REVIEW, error) ||
        !read_queue(store, &queue, store_tally_ms(from), error) ||
        !count_done(store, today, &done, error))
        return NULL;
    return json_pack("{s:I, s:I, s:O}", "left", (json_int_t)queue.left,
                     "done_today", (json_int_t)done, "calls", calls);
}

/* ---- one review ---- */

/* The call that is reviewed. */
struct reviewed {
    bool there;
    char *call, *number;
    struct store_person person;
};

static void reviewed_clear(struct reviewed *reviewed)
{
    free(reviewed->call);
    free(reviewed->number);
    seal_wipe(&reviewed->person, sizeof(reviewed->person));
}

static bool see_reviewed(const struct db_row *row, void *cookie)
{
    struct reviewed *reviewed = cookie;
    const char *person = db_text(row, 2);

    reviewed->there = true;
    reviewed->call = mem_copy(db_text(row, 0));
    if (!db_is_null(row, 1))
        reviewed->number = mem_copy(db_text(row, 1));
    if (strlen(person) == SEAL_UUID_SIZE - 1)
        memcpy(reviewed->person.id, person, SEAL_UUID_SIZE);
    return false;
}

/* Finds the call and the key under which the comment is sealed: that of its
 * person, else one of its own. */
static bool find_reviewed(struct store *store,
                          const struct store_review *review,
                          struct reviewed *reviewed, struct error *error)
{
    char id[SEAL_UUID_SIZE];

    if (!db_query(
            store->db, "SELECT call, number, person FROM call WHERE uuid = ?",
            DB_ARGS(DB_TEXT(review->part)), see_reviewed, reviewed, error))
        return false;
    if (!reviewed->there)
        return error_set(error, MESSAGE_CALL_NOT_FOUND, "%zu bytes",
                         strlen(review->part));
    memcpy(id, reviewed->person.id, sizeof(id));
    if (id[0] && !store_person_open(store, id, &reviewed->person, error))
        return false;
    return reviewed->person.id[0] || !review->text ||
           store_person_need(store, NULL, &reviewed->person, error);
}

static bool add_review(struct store *store, const struct store_review *review,
                       struct error *error)
{
    AUTO(reviewed_clear) struct reviewed reviewed = {0};
    AUTO_JSON body =
        json_pack("{s:s, s:i}", "part", review->part, "score", review->score);

    if (!body)
        return error_set(error, MESSAGE_RECORD_BAD, "review: no UTF-8");
    if (!find_reviewed(store, review, &reviewed, error))
        return false;
    const struct store_entry entry = {.kind = EVENT_CALL_REVIEWED,
                                      .uuid = review->uuid,
                                      .call = reviewed.call,
                                      .number = reviewed.number,
                                      .person = &reviewed.person,
                                      .body = body,
                                      .personal = {{"review", review->text}}};

    return store_append(store, &entry, error);
}

bool store_review_save(struct store *store, const struct store_review *review,
                       struct error *error)
{
    struct store_found found;
    bool good;

    if (!right_need(store->user, RIGHT_REVIEW, error))
        return false;
    if (review->score < 1 || review->score > 5)
        return error_set(error, MESSAGE_RECORD_BAD, "review: score %d",
                         review->score);
    if (!store_begin_once(store, EVENT_CALL_REVIEWED, review->uuid, &found,
                          error))
        return false;
    if (found.there)
        return true;
    good = add_review(store, review, error);
    return store_finish(store, good, EVENT_CALL_REVIEWED, review->uuid, error);
}

/* ---- the reviews of a call ---- */

static bool see_review(const struct db_row *row, void *cookie)
{
    char iso[CLOCK_ISO_SIZE];

    clock_iso(db_int(row, 1), iso);
    json_array_append_new(cookie,
                          json_pack("{s:I, s:s, s:s, s:I}", "seq",
                                    (json_int_t)db_int(row, 0), "at", iso,
                                    "reviewer", db_text(row, 2), "score",
                                    (json_int_t)db_int(row, 3)));
    return true;
}

static bool add_comment(struct store *store, json_t *review, bool revealed,
                        struct error *error)
{
    AUTO_JSON values = json_object();
    int64_t seq = json_integer_value(json_object_get(review, "seq"));

    if (!store_unseal(store, seq, values, NULL, error))
        return false;
    const char *text = json_find_string(values, "review");
    AUTO_CHARS shown = revealed ? mem_copy(text) : mask_text(text);
    json_object_set_new(review, "text",
                        shown ? json_string(shown) : json_null());
    return true;
}

struct json_t *store_reviews(struct store *store, const char *part,
                             bool revealed, struct error *error)
{
    AUTO_JSON reviews = json_array();

    /* Of a call that this user may read, and not for a branch: how the line
     * judges its agents is the line's own. */
    if (!db_query(store->db,
                  "SELECT review.seq, at_ms, reviewer, score FROM review"
                  " JOIN call ON call.uuid = review.part"
                  " WHERE review.part = ?1"
                  " AND ?2 IS NULL"
                  " AND (?3 IS NULL OR call.agent = ?3) ORDER BY review.seq",
                  DB_ARGS(DB_TEXT(part), DB_TEXT(store_wall(store)),
                          DB_TEXT(store_own(store))),
                  see_review, reviews, error))
        return NULL;
    for (size_t i = 0; i < json_array_size(reviews); i++)
        if (!add_comment(store, json_array_get(reviews, i), revealed, error))
            return NULL;
    return json_incref(reviews);
}
