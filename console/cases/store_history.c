/* What the store knows of a caller before the first question: cases that are
 * still open, and the calls of late. */
#include "console/cases/store_json.h"
#include "console/cases/store_sqlite.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/people/right.h"

#include <jansson.h>

#include <string.h>

enum { HISTORY_MAX = 20 };

static const int64_t history_ms = 90LL * 24 * 60 * 60 * 1000;

#define ISO(column)                                                            \
    "strftime('%Y-%m-%dT%H:%M:%f', " column " / 1000.0, 'unixepoch') || 'Z'"

static const char open_cases[] =
    "SELECT json_object('number', number, 'branch', branch, 'issue', issue,"
    " 'state', state, 'holder', holder, 'agent', agent, 'tries', tries,"
    " 'opened', " ISO("opened_ms") ", 'since', " ISO(
        "since_ms") ", 'due', " ISO("due_ms") ") FROM cases WHERE person = ?1"
                                              " AND state NOT IN ('closed', "
                                              "'void', 'duplicate')"
                                              " AND (?2 IS NULL OR branch = "
                                              "?2) AND ?3 IS NOT NULL"
                                              " ORDER BY seq DESC LIMIT ?4";

static const char late_calls[] = "SELECT json_object('at', " ISO(
    "call.ended_ms") ", 'outcome',"
                     " call.outcome, 'agent', call.agent, 'number', "
                     "call.number,"
                     " 'disposition', call.disposition) FROM call"
                     " LEFT JOIN cases ON cases.part = call.uuid"
                     " WHERE call.person = ?1 AND (?2 IS NULL OR cases.branch "
                     "= ?2)"
                     " AND call.ended_ms >= ?3 ORDER BY call.seq DESC LIMIT ?4";

static bool read_items(struct store *store, const char *sql, const char *person,
                       json_t *items, struct error *error)
{
    return db_query(store->db, sql,
                    DB_ARGS(DB_TEXT(person), DB_TEXT(store_wall(store)),
                            DB_INT(clock_now_ms() - history_ms),
                            DB_INT(HISTORY_MAX)),
                    store_json_each, items, error);
}

struct json_t *store_history(struct store *store, const char *iin,
                             struct error *error)
{
    struct store_person person;
    AUTO_JSON cases = json_array();
    AUTO_JSON calls = json_array();

    if (!right_need(store->user, RIGHT_CALL_TAKE, error) ||
        !store_person_find(store, iin, &person, error))
        return NULL;
    seal_wipe(&person.key, sizeof(person.key));
    if (!read_items(store, open_cases, person.id, cases, error) ||
        !read_items(store, late_calls, person.id, calls, error))
        return NULL;
    return json_pack("{s:O, s:O}", "open_cases", cases, "calls", calls);
}
