/* The list of deeds, and looking how far one came. */
#include "tests/faults/deed.h"

#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store.h"
#include "console/cases/store_sqlite.h"

#include "tests/faults/deeds.h"

#include <jansson.h>

#include <string.h>
#include <unistd.h>

const struct deed deeds[] = {
#define DEED(title, function, count, begins, tells, ...)                       \
    {.name = title,                                                            \
     .steps = count,                                                           \
     .prepare = begins,                                                        \
     .step = function,                                                         \
     .tell = tells,                                                            \
     __VA_ARGS__},
    DEEDS(DEED)
#undef DEED
};
const int deed_count = COUNT(deeds);

/* A row as "NAME VALUE". */
static bool add_row(const struct db_row *row, void *cookie)
{
    text_format(cookie, "%s %lld\n", db_text(row, 0),
                (long long)db_int(row, 1));
    return true;
}

static bool add_name(const struct db_row *row, void *cookie)
{
    text_format(cookie, "%s\n", db_text(row, 0));
    return true;
}

static bool count_rows(struct db *db, const struct deed *deed,
                       struct text *shape, struct error *error)
{
    AUTO_TEXT tables = {0};
    char *rest, *name;

    if (!db_query(db,
                  "SELECT name FROM sqlite_schema WHERE type = 'table' AND"
                  " name NOT IN ('event', 'sqlite_sequence') ORDER BY name",
                  DB_NONE, add_name, &tables, error))
        return false;
    AUTO_CHARS list = mem_copy(text_chars(&tables));
    for (name = strtok_r(list, "\n", &rest); name;
         name = strtok_r(NULL, "\n", &rest)) {
        AUTO_CHARS ask =
            mem_format("SELECT '%s', count(*) FROM \"%s\"", name, name);

        if (!db_query(db, ask, DB_NONE, add_row, shape, error))
            return false;
    }
    return tables.length == 0 ||
           (db_query(db,
                     "SELECT kind, count(*) FROM event WHERE kind IS NOT ?"
                     " GROUP BY kind ORDER BY kind",
                     DB_ARGS(DB_TEXT(deed->besides)), add_row, shape, error) &&
            db_query(db,
                     "SELECT 'boxes', count(box) FROM person UNION ALL"
                     " SELECT 'version', version FROM meta",
                     DB_NONE, add_row, shape, error));
}

static bool is_whole(struct db *db, struct text *shape, struct error *error)
{
    AUTO_TEXT found = {0};

    if (!db_query(db, "PRAGMA integrity_check", DB_NONE, add_name, &found,
                  error))
        return false;
    if (strcmp(text_chars(&found), "ok\n") == 0)
        return true;
    text_add(shape, text_chars(&found));
    return false;
}

static bool look_at_rows(const struct deed *deed, struct db *db,
                         struct text *shape)
{
    struct error error = {0};
    bool good =
        is_whole(db, shape, &error) && count_rows(db, deed, shape, &error);

    if (!good)
        text_format(shape, "%s", error.detail);
    return good;
}

/* As SQLite finds it, before our own store touches it; or through the store
 * that is open. */
static bool look_at_file(const struct deed *deed, struct doer *doer,
                         struct text *shape)
{
    AUTO_CHARS path = mem_format("%s/log.db", doer->folder);
    struct error error = {0};
    struct db *db;
    bool good;

    if (doer->stores[DOER_ADMIN])
        return look_at_rows(deed, doer->stores[DOER_ADMIN]->db, shape);
    if (access(path, F_OK) != 0)
        return true;
    db = db_open(path, 1000, &error);
    good = db && look_at_rows(deed, db, shape);
    if (!db)
        text_format(shape, "%s", error.detail);
    db_close(db);
    return good;
}

/* As our own store finds it, chain and views recomputed. */
static bool verify(struct doer *doer, struct text *shape)
{
    struct store *store = doer_store(doer, DOER_ADMIN);
    json_t *report = store ? store_verify(store, &doer->error) : NULL;
    bool good = report && json_is_true(json_object_get(report, "ok"));
    const char *what = json_find_string(report, "what");

    if (!good)
        text_format(shape, "verify: %s", what ? what : doer->error.detail);
    json_decref(report);
    return good;
}

bool deed_look(const struct deed *deed, struct doer *doer, struct text *shape)
{
    bool good = look_at_file(deed, doer, shape);
    bool there = shape->length > 0;

    if (good && deed->tell)
        good = deed->tell(doer, shape);
    return good && (!there || verify(doer, shape));
}
