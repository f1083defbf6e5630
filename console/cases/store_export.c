/* Exports: an event each, committed before anything is written. */
#include "console/cases/store_export.h"

#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/cases/store_sqlite.h"
#include "console/people/mask.h"
#include "console/people/right.h"

#include <jansson.h>

/* Codes and names of staff; people type numbers at the wrong place. */
static void put_text(json_t *into, const char *key, const char *value)
{
    AUTO_CHARS masked = mask_text(value);

    if (masked && *masked)
        json_object_set_new(into, key, json_string(masked));
}

static void put_flag(json_t *into, const char *key, bool value)
{
    if (value)
        json_object_set_new(into, key, json_true());
}

static void put_time(json_t *into, const char *key, int64_t ms)
{
    if (ms > 0)
        json_object_set_new(into, key, json_integer(ms));
}

/* What narrowed it. A text that was searched for may name a person, so it does
 * not stand in the log. */
static json_t *filter_json(const struct store_filter *filter)
{
    json_t *json = json_object();

    put_text(json, "branch", filter->branch);
    put_text(json, "state", filter->state);
    put_text(json, "issue", filter->issue);
    put_text(json, "outcome", filter->outcome);
    put_text(json, "agent", filter->agent);
    put_text(json, "holder", filter->holder);
    put_text(json, "language", filter->language);
    put_flag(json, "text", filter->text && *filter->text);
    put_flag(json, "active", filter->active);
    put_flag(json, "overdue", filter->overdue);
    put_flag(json, "waiting", filter->waiting);
    put_flag(json, "freed", filter->freed);
    put_time(json, "from_ms", filter->from_ms);
    put_time(json, "until_ms", filter->until_ms);
    return json;
}

bool store_add_export(struct store *store, const struct store_export *export,
                      struct error *error)
{
    char uuid[SEAL_UUID_SIZE];
    AUTO_JSON body =
        json_pack("{s:s, s:I, s:O, s:o}", "what", export->what, "rows",
                  (json_int_t) export->rows, "columns", export->columns,
                  "filter", filter_json(export->filter));
    const struct store_entry entry = {
        .kind = EVENT_EXPORTED, .uuid = uuid, .body = body};
    bool good;

    seal_uuid(uuid);
    if (!right_need(store->user, RIGHT_EXPORT, error) ||
        !db_begin(store->db, error))
        return false;
    good = store_append(store, &entry, error);
    return store_finish(store, good, EVENT_EXPORTED, uuid, error);
}
