/* The board: reads the kept counters, and of the due times only those of
 * today. */
#include "console/cases/store_board.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/life.h"
#include "console/cases/store_outbox_part.h"
#include "console/cases/store_review.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_tally.h"
#include "console/people/right.h"

#include <jansson.h>

#include <string.h>

enum { FREED_MAX = 100, FREED_LOOK = 2000 };

static const int64_t DAY_MS = 24LL * 60 * 60 * 1000;

struct board {
    struct store *store;
    const char *branch; /* NULL: all */
    int64_t from_day, until_day;
    int64_t now_ms;
    json_t *json;     /* the answer */
    json_t *branches; /* {code: row} */
};

static void add_to(json_t *object, const char *key, int64_t amount)
{
    int64_t so_far = json_integer_value(json_object_get(object, key));

    json_object_set_new(object, key, json_integer(so_far + amount));
}

static json_t *row_of_branch(const struct board *board, const char *branch)
{
    json_t *row = json_object_get(board->branches, branch);

    if (row)
        return row;
    row = json_pack("{s:s, s:i, s:i, s:i}", "branch", branch, "open", 0,
                    "overdue", 0, "opened", 0);
    json_object_set_new(board->branches, branch, row);
    return row;
}

/* ---- as it stands now ---- */

static bool see_state(const struct db_row *row, void *cookie)
{
    const struct board *board = cookie;
    int64_t count = db_int(row, 2);
    enum case_state state;

    if (!state_find(db_text(row, 1), &state) || count == 0)
        return true;
    if (state_is_active(state)) {
        add_to(board->json, "open", count);
        add_to(row_of_branch(board, db_text(row, 0)), "open", count);
    }
    if (state_clock(state) == CLOCK_STOPPED)
        add_to(board->json, "waiting", count);
    if (state == STATE_RETURNED)
        add_to(board->json, "returned", count);
    return true;
}

static bool see_overdue(const struct db_row *row, void *cookie)
{
    const struct board *board = cookie;

    if (db_int(row, 1) == 0)
        return true;
    add_to(board->json, "overdue", db_int(row, 1));
    add_to(row_of_branch(board, db_text(row, 0)), "overdue", db_int(row, 1));
    return true;
}

/* Those due on earlier days are counted; of today's, the rows tell. Days are
 * numbers of five digits, so their texts stand in the same order. */
static bool read_overdue(struct board *board, struct error *error)
{
    int64_t today = board->now_ms / DAY_MS;
    AUTO_CHARS name = mem_format("%lld", (long long)today);

    return db_query(board->store->db,
                    "SELECT branch, sum(count) FROM tally WHERE day = 0"
                    " AND what = 'due' AND name < ?2"
                    " AND (?1 IS NULL OR branch = ?1) GROUP BY branch",
                    DB_ARGS(DB_TEXT(board->branch), DB_TEXT(name)), see_overdue,
                    board, error) &&
           db_query(board->store->db,
                    "SELECT branch, (SELECT count(*) FROM cases"
                    "  INDEXED BY cases_due WHERE cases.branch = tally.branch"
                    "  AND due_ms >= ?3 AND due_ms < ?4)"
                    " FROM tally WHERE day = 0 AND what = 'due' AND name = ?2"
                    " AND (?1 IS NULL OR branch = ?1)",
                    DB_ARGS(DB_TEXT(board->branch), DB_TEXT(name),
                            DB_INT(today * DAY_MS), DB_INT(board->now_ms)),
                    see_overdue, board, error);
}

static bool read_now(struct board *board, struct error *error)
{
    return db_query(board->store->db,
                    "SELECT branch, name, count FROM tally WHERE day = 0"
                    " AND what = 'state' AND (?1 IS NULL OR branch = ?1)",
                    DB_ARGS(DB_TEXT(board->branch)), see_state, board, error) &&
           read_overdue(board, error);
}

/* ---- of the days ---- */

/* The sums of one counter over the days, by a column of it. */
#define SUMS(column, order)                                                    \
    "WITH RECURSIVE days(day) AS (SELECT ?1 WHERE ?1 < ?2 UNION ALL"           \
    " SELECT day + 1 FROM days WHERE day + 1 < ?2)"                            \
    " SELECT " column ", sum(count), sum(sum) FROM days CROSS JOIN tally"      \
    " WHERE tally.day = days.day AND what = ?3"                                \
    " AND (?4 IS NULL OR branch = ?4) GROUP BY 1 HAVING sum(count) > 0"        \
    " ORDER BY " order

static const char by_name[] = SUMS("name", "2 DESC, 1");
static const char by_branch[] = SUMS("branch", "2 DESC, 1");
static const char by_day[] = SUMS("tally.day", "1");
static const char in_all[] = SUMS("''", "1");

static bool read_sums(struct board *board, const char *sql, const char *what,
                      const char *branch, db_each *see, struct error *error)
{
    return db_query(board->store->db, sql,
                    DB_ARGS(DB_INT(board->from_day), DB_INT(board->until_day),
                            DB_TEXT(what), DB_TEXT(branch)),
                    see, board, error);
}

static bool see_calls(const struct db_row *row, void *cookie)
{
    const struct board *board = cookie;

    add_to(board->json, "calls", db_int(row, 1));
    add_to(board->json, "handle_s", db_int(row, 2));
    return true;
}

static bool see_repeat(const struct db_row *row, void *cookie)
{
    add_to(((struct board *)cookie)->json, "repeat", db_int(row, 1));
    return true;
}

static bool see_closed(const struct db_row *row, void *cookie)
{
    const struct board *board = cookie;

    add_to(board->json, "closed", db_int(row, 1));
    add_to(board->json, "closing_s", db_int(row, 2));
    return true;
}

static bool see_opened(const struct db_row *row, void *cookie)
{
    const struct board *board = cookie;

    add_to(board->json, "cases", db_int(row, 1));
    add_to(row_of_branch(board, db_text(row, 0)), "opened", db_int(row, 1));
    return true;
}

static bool see_reason(const struct db_row *row, void *cookie)
{
    json_array_append_new(
        json_object_get(((struct board *)cookie)->json, "reasons"),
        json_pack("{s:s, s:I}", "issue", db_text(row, 0), "cases",
                  (json_int_t)db_int(row, 1)));
    return true;
}

static void add_calls(const struct board *board, const char *list,
                      const char *key, const struct db_row *row)
{
    json_array_append_new(json_object_get(board->json, list),
                          json_pack("{s:s, s:I, s:I}", key, db_text(row, 0),
                                    "calls", (json_int_t)db_int(row, 1),
                                    "handle_s", (json_int_t)db_int(row, 2)));
}

static bool see_outcome(const struct db_row *row, void *cookie)
{
    add_calls(cookie, "outcomes", "outcome", row);
    return true;
}

static bool see_agent(const struct db_row *row, void *cookie)
{
    add_calls(cookie, "agents", "agent", row);
    return true;
}

/* The row of a day; days come in order, so it is the last one or new. */
static json_t *row_of_day(const struct board *board, int64_t day)
{
    json_t *days = json_object_get(board->json, "by_day");
    char date[CLOCK_DATE_SIZE];

    clock_date(day, date);
    for (size_t i = 0; i < json_array_size(days); i++)
        if (strcmp(json_find_string(json_array_get(days, i), "day"), date) == 0)
            return json_array_get(days, i);
    json_array_append_new(days, json_pack("{s:s, s:i, s:i}", "day", date,
                                          "calls", 0, "cases", 0));
    return json_array_get(days, json_array_size(days) - 1);
}

static bool see_day_calls(const struct db_row *row, void *cookie)
{
    add_to(row_of_day(cookie, db_int(row, 0)), "calls", db_int(row, 1));
    return true;
}

static bool see_day_cases(const struct db_row *row, void *cookie)
{
    add_to(row_of_day(cookie, db_int(row, 0)), "cases", db_int(row, 1));
    return true;
}

/* Calls of no branch are counted under "". */
static bool read_days(struct board *board, struct error *error)
{
    const char *calls = board->branch ? board->branch : "";

    return read_sums(board, in_all, "call", calls, see_calls, error) &&
           read_sums(board, in_all, "repeat", calls, see_repeat, error) &&
           read_sums(board, in_all, "closed", board->branch, see_closed,
                     error) &&
           read_sums(board, by_branch, "opened", board->branch, see_opened,
                     error) &&
           read_sums(board, by_name, "opened", board->branch, see_reason,
                     error) &&
           read_sums(board, by_day, "call", calls, see_day_calls, error) &&
           read_sums(board, by_day, "opened", board->branch, see_day_cases,
                     error) &&
           (board->branch ||
            (read_sums(board, by_name, "outcome", "", see_outcome, error) &&
             read_sums(board, by_name, "agent", "", see_agent, error)));
}

/* ---- the whole ---- */

static bool see_bounds(const struct db_row *row, void *cookie)
{
    struct board *board = cookie;

    if (board->from_day < db_int(row, 0))
        board->from_day = db_int(row, 0);
    if (board->until_day == 0 || board->until_day > db_int(row, 1))
        board->until_day = db_int(row, 1);
    return true;
}

/* No day is looked at before the first or behind the last counted one. */
static bool find_bounds(struct board *board, struct error *error)
{
    return db_query(board->store->db,
                    "SELECT ifnull((SELECT min(day) FROM tally WHERE day > 0),"
                    " 0), ifnull((SELECT max(day) FROM tally), -1) + 1",
                    DB_NONE, see_bounds, board, error);
}

static json_t *date_of(int64_t day)
{
    char date[CLOCK_DATE_SIZE];

    if (day <= 0)
        return json_null();
    clock_date(day, date);
    return json_string(date);
}

static json_t *empty_board(const struct board *board,
                           const struct store_board_filter *filter)
{
    static const char *const counts[] = {
        "open",     "overdue", "waiting", "returned", "calls",
        "handle_s", "repeat",  "cases",   "closed",   "closing_s"};
    static const char *const lists[] = {"branches", "reasons", "outcomes",
                                        "agents", "by_day"};
    json_t *json =
        json_pack("{s:s?, s:o, s:o}", "branch", board->branch, "from",
                  date_of(filter->from_day), "until",
                  date_of(filter->until_day > 0 ? filter->until_day - 1 : 0));

    for (size_t i = 0; i < COUNT(counts); i++)
        json_object_set_new(json, counts[i], json_integer(0));
    for (size_t i = 0; i < COUNT(lists); i++)
        json_object_set_new(json, lists[i], json_array());
    return json;
}

/* Moves the rows of {code: row} into the list, most open first. */
static void list_branches(const struct board *board)
{
    json_t *list = json_object_get(board->json, "branches");
    const char *code;
    json_t *row;

    json_object_foreach(board->branches, code, row)
    {
        int64_t open = json_integer_value(json_object_get(row, "open"));
        size_t i = 0;

        while (i < json_array_size(list) &&
               json_integer_value(
                   json_object_get(json_array_get(list, i), "open")) >= open)
            i++;
        json_array_insert(list, i, row);
    }
}

struct json_t *store_board(struct store *store,
                           const struct store_board_filter *filter,
                           struct error *error)
{
    const char *wall = store_wall(store);
    AUTO_JSON json = NULL;
    AUTO_JSON branches = json_object();
    struct board board = {.store = store,
                          .branch = wall ? wall : filter->branch,
                          .from_day = filter->from_day,
                          .until_day = filter->until_day,
                          .now_ms = clock_now_ms(),
                          .branches = branches};

    board.json = json = empty_board(&board, filter);
    if (!right_need(store->user, RIGHT_BOARD, error) ||
        !find_bounds(&board, error) || !read_now(&board, error) ||
        !read_days(&board, error))
        return NULL;
    list_branches(&board);
    return json_incref(json);
}

/* How often the limit of look-ups was reached, and whose it was. */
static bool see_limits(const struct db_row *row, void *cookie)
{
    json_object_set_new(cookie, "limits", json_integer(db_int(row, 0)));
    json_object_set_new(cookie, "limited", json_string(db_text(row, 1)));
    return false;
}

/* How many were freed and wait for somebody, as far as one looks. */
static bool count_freed(struct store *store, size_t *count, struct error *error)
{
    const struct store_filter filter = {
        .freed = true, .limit = FREED_MAX, .look = FREED_LOOK};
    AUTO_JSON rows = store_cases(store, &filter, error);

    *count = json_array_size(rows);
    return rows != NULL;
}

struct json_t *store_attention(struct store *store,
                               const struct store_review_filter *review,
                               struct error *error)
{
    int64_t now_ms = clock_now_ms();
    int64_t today_ms = store_tally_ms(store_tally_day(now_ms));
    AUTO_JSON json = json_object();
    AUTO_JSON branches = json_object();
    struct board board = {
        .store = store, .now_ms = now_ms, .json = json, .branches = branches};
    size_t freed;

    if (!right_need(store->user, RIGHT_REVIEW, error))
        return NULL;
    AUTO_JSON queue = store_review_queue(store, review, error);
    if (!queue || !read_now(&board, error) ||
        !count_freed(store, &freed, error) ||
        !db_query(store->db,
                  "SELECT count(*), group_concat(DISTINCT actor) FROM event"
                  " WHERE kind = 'lookup_limit' AND at_ms >= ?",
                  DB_ARGS(DB_INT(today_ms)), see_limits, json, error) ||
        !store_outbox_attention(store, json, error))
        return NULL;
    return json_pack(
        "{s:I, s:I, s:I, s:O, s:O, s:O, s:O, s:O}", "overdue",
        json_integer_value(json_object_get(json, "overdue")), "returned",
        json_integer_value(json_object_get(json, "returned")), "freed",
        (json_int_t)freed, "review", json_object_get(queue, "left"), "limits",
        json_object_get(json, "limits"), "limited",
        json_object_get(json, "limited"), "undelivered",
        json_object_get(json, "undelivered"), "late",
        json_object_get(json, "late"));
}
