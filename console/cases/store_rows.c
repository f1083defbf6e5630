/* The rows of the store's lists: their columns, indexes and JSON. */
#include "console/cases/store_rows.h"

#include "console/base/clock.h"
#include "console/base/memory.h"
#include "console/io/db.h"

#include <jansson.h>

/* A column as JSON; null for NULL. The caller owns. */
static json_t *text_of(const struct db_row *row, int column)
{
    return db_is_null(row, column) ? json_null()
                                   : json_string(db_text(row, column));
}

static json_t *time_of(const struct db_row *row, int column)
{
    char iso[CLOCK_ISO_SIZE];

    if (db_is_null(row, column))
        return json_null();
    clock_iso(db_int(row, column), iso);
    return json_string(iso);
}

static json_t *int_of(const struct db_row *row, int column)
{
    return db_is_null(row, column) ? json_null()
                                   : json_integer(db_int(row, column));
}

/* How the columns behind each other become members. */
struct member {
    const char *key;
    json_t *(*value)(const struct db_row *row, int column);
};

static json_t *row_of(const struct db_row *row, int first,
                      const struct member *members, size_t count)
{
    json_t *object = json_object();

    for (size_t i = 0; i < count; i++)
        json_object_set_new_nocheck(object, members[i].key,
                                    members[i].value(row, first + (int)i));
    return object;
}

static const struct member of_case[] = {
    {"due", time_of},    {"seq", int_of},      {"opened", time_of},
    {"number", text_of}, {"state", text_of},   {"branch", text_of},
    {"issue", text_of},  {"outcome", text_of}, {"language", text_of},
    {"agent", text_of},  {"call", text_of},    {"holder", text_of},
    {"version", int_of}, {"since", time_of},   {"act", time_of},
    {"lease", time_of},  {"look", time_of},    {"tries", int_of},
    {"term", text_of}};

static json_t *row_of_case(const struct db_row *row, int first, int64_t now_ms)
{
    json_t *object = row_of(row, first, of_case, COUNT(of_case));
    bool overdue = !db_is_null(row, first) && db_int(row, first) < now_ms;

    json_object_set_new_nocheck(object, "overdue", json_boolean(overdue));
    return object;
}

static const struct member of_call[] = {
    {"seq", int_of},          {"started", time_of}, {"ended", time_of},
    {"turn", int_of},         {"uuid", text_of},    {"call", text_of},
    {"agent", text_of},       {"lookup", text_of},  {"outcome", text_of},
    {"script", text_of},      {"number", text_of},  {"language", text_of},
    {"disposition", text_of}, {"score", int_of}};

static json_t *row_of_call(const struct db_row *row, int first, int64_t now_ms)
{
    (void)now_ms;
    return row_of(row, first, of_call, COUNT(of_call));
}

#define CALL_COLUMNS                                                           \
    "call.seq, call.started_ms, call.ended_ms, call.turn, call.uuid,"          \
    " call.call, call.agent, call.lookup, call.outcome, call.script,"          \
    " call.number, call.language, call.disposition, (SELECT score FROM review" \
    " WHERE review.part = call.uuid ORDER BY review.seq DESC LIMIT 1)"

#define CALL_SEALED "SELECT seq FROM call WHERE seq = ?1"
#define CALL_SEARCHED                                                          \
    {                                                                          \
        "number", "script", "outcome", "agent"                                 \
    }

static const struct store_index case_indexes[] = {
    {"cases_holder", "holder", false}, {"cases_agent", "agent", true},
    {"cases_list", "branch", true},    {"cases_outcome", "outcome", true},
    {"cases_issue", "issue", true},    {"cases_state", NULL, true}};

static const struct store_index call_indexes[] = {
    {"call_agent", "agent", false},
    {"call_outcome", "outcome", false},
    {"call_started", NULL, false}};

const struct store_rows store_rows_cases = {
    "cases",
    "",
    "opened_ms",
    "cases.seq",
    "due_ms, seq, opened_ms, number, state, branch, issue, outcome, language,"
    " agent, call, holder, version, since_ms, act_ms, lease_ms, look_ms,"
    " tries, term",
    "SELECT opened_ms, seq + (seq < ?1) FROM cases WHERE seq <= ?1"
    " ORDER BY seq DESC LIMIT 1",
    "SELECT event.seq FROM cases JOIN event ON event.number = cases.number"
    " WHERE cases.seq = ?1",
    {"number", "issue", "outcome", "agent"},
    case_indexes,
    row_of_case};

const struct store_rows store_rows_calls = {
    "call",
    "",
    "started_ms",
    "call.seq",
    CALL_COLUMNS,
    "SELECT started_ms, seq + (seq < ?1) FROM call WHERE seq <= ?1"
    " ORDER BY seq DESC LIMIT 1",
    CALL_SEALED,
    CALL_SEARCHED,
    call_indexes,
    row_of_call};

/* In the order of the cases that the calls opened. */
const struct store_rows store_rows_case_calls = {
    "cases",
    " CROSS JOIN call ON call.uuid = cases.part",
    "opened_ms",
    "call.seq",
    CALL_COLUMNS,
    "SELECT opened_ms, cases.seq + (call.seq < ?1) FROM call"
    " CROSS JOIN cases ON cases.part = call.uuid WHERE call.seq <= ?1"
    " ORDER BY call.seq DESC LIMIT 1",
    CALL_SEALED,
    CALL_SEARCHED,
    case_indexes,
    row_of_call};
