/* All that the store holds on one person: every event about them in order, with
 * what was sealed beside it, and the looks at them. Complete because it does
 * not pick: a new kind of event is in it as soon as it names its person. */
#include "console/cases/store_subject.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_subject_part.h"
#include "console/people/mask.h"
#include "console/people/right.h"

#include <jansson.h>

#include <string.h>

enum { PAGE_EVENTS = 100 };

struct reading {
    struct store *store;
    const struct subject *subject;
    bool revealed;
    json_t *held, *seen;
};

static bool commit_report(struct store *store, const struct subject *subject,
                          bool revealed, struct error *error)
{
    struct store_person person = {.id = ""};
    char uuid[SEAL_UUID_SIZE];
    AUTO_JSON body = json_pack("{s:b}", "revealed", revealed);
    struct store_entry entry = {.kind = EVENT_PERSON_REPORTED,
                                .uuid = uuid,
                                .person = &person,
                                .body = body};

    memcpy(person.id, subject->id, sizeof(person.id));
    seal_uuid(uuid);
    if (!db_begin(store->db, error))
        return false;
    bool good = store_append(store, &entry, error);
    return store_finish(store, good, EVENT_PERSON_REPORTED, uuid, error);
}

static json_t *column(const struct db_row *row, int number)
{
    return db_is_null(row, number) ? json_null()
                                   : json_string(db_text(row, number));
}

static bool see_event(const struct db_row *row, void *cookie)
{
    char at[CLOCK_ISO_SIZE];
    const char *text = db_text(row, 7);
    json_t *body = json_parse(text, strlen(text), "body", false, NULL);
    json_t *item;

    clock_iso(db_int(row, 1), at);
    json_object_del(body, "sealed");
    item = json_pack("{s:I, s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "seq",
                     (json_int_t)db_int(row, 0), "at", at, "kind",
                     db_text(row, 2), "actor", db_text(row, 3), "role",
                     db_text(row, 4), "call", column(row, 5), "number",
                     column(row, 6), "body", body ? body : json_null());
    json_array_append_new(cookie, item);
    return true;
}

static char *mask(const char *field, const char *value)
{
    static const struct {
        const char *field;
        char *(*mask)(const char *value);
    } masks[] = {{"iin", mask_iin}, {"name", mask_name}, {"phone", mask_phone}};

    for (size_t i = 0; i < COUNT(masks); i++)
        if (strcmp(masks[i].field, field) == 0)
            return masks[i].mask(value);
    return mask_text(value);
}

static void mask_values(json_t *values)
{
    const char *field;
    json_t *value;

    json_object_foreach(values, field, value)
    {
        if (!json_is_string(value))
            continue;
        AUTO_CHARS masked = mask(field, json_string_value(value));
        json_object_set_new(values, field, json_string(masked));
    }
}

static bool is_look(const char *kind)
{
    static const char *const kinds[] = {"lookup", "lookup_limit", "revealed",
                                        "person_reported", "who_saw"};

    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i], kind) == 0)
            return true;
    return false;
}

/* Puts an event where it belongs, with its values opened. */
static bool sort_event(const struct reading *reading, json_t *item,
                       struct error *error)
{
    int64_t seq = json_integer_value(json_object_get(item, "seq"));
    AUTO_JSON values = json_object();
    int broken = 0;

    if (is_look(json_find_string(item, "kind"))) {
        json_array_append(reading->seen, item);
        return true;
    }
    if (!store_unseal(reading->store, seq, values, &broken, error))
        return false;
    if (broken > 0)
        return error_set(error, MESSAGE_SEALED_BROKEN, "event %lld",
                         (long long)seq);
    if (!reading->revealed)
        mask_values(values);
    json_object_set(item, "values", values);
    json_array_append(reading->held, item);
    return true;
}

/* Reviews of this person's calls count as theirs, whoever they name. */
static bool read_page(const struct reading *reading, int64_t after,
                      json_t *page, struct error *error)
{
    return db_query(reading->store->db,
                    "SELECT seq, at_ms, kind, actor, role, call, number, body"
                    " FROM event WHERE seq > ?2 AND (person = ?1 OR seq IN"
                    " (SELECT r.seq FROM call c JOIN review r"
                    " ON r.part = c.uuid WHERE c.person = ?1))"
                    " ORDER BY seq LIMIT ?3",
                    DB_ARGS(DB_TEXT(reading->subject->id), DB_INT(after),
                            DB_INT(PAGE_EVENTS)),
                    see_event, page, error);
}

static bool read_all(const struct reading *reading, struct error *error)
{
    int64_t after = 0;

    for (bool more = true; more;) {
        AUTO_JSON page = json_array();

        if (!read_page(reading, after, page, error))
            return false;
        more = json_array_size(page) == PAGE_EVENTS;
        for (size_t i = 0; i < json_array_size(page); i++) {
            json_t *item = json_array_get(page, i);

            after = json_integer_value(json_object_get(item, "seq"));
            if (!sort_event(reading, item, error))
                return false;
        }
    }
    return true;
}

struct json_t *store_subject_report(struct store *store,
                                    const struct store_subject *who,
                                    bool revealed, struct error *error)
{
    AUTO_SUBJECT subject = {.active = NULL};
    AUTO_JSON held = json_array();
    AUTO_JSON seen = json_array();
    const struct reading reading = {.store = store,
                                    .subject = &subject,
                                    .revealed = revealed,
                                    .held = held,
                                    .seen = seen};

    if (!right_need(store->user, RIGHT_PERSON_REPORT, error) ||
        (revealed && !right_need(store->user, RIGHT_REVEAL, error)) ||
        !subject_find(store, who, &subject, error) ||
        !commit_report(store, &subject, revealed, error) ||
        !read_all(&reading, error))
        return NULL;
    return json_pack("{s:b, s:o, s:O, s:O}", "erased", subject.erased, "counts",
                     subject_counts(&subject), "held", held, "seen", seen);
}
