/* From a filter to statements that walk an index: nothing is ever sorted, and
 * no page looks at more rows than it was given. */
#include "console/cases/store_filter.h"

#include "console/base/clock.h"
#include "console/cases/life.h"
#include "console/cases/store_rows.h"
#include "console/cases/store_sqlite.h"

#include <string.h>

void store_query_clear(struct store_query *query)
{
    text_clear(&query->sql);
}

/* `condition` holds one ?. */
static void narrow(struct store_query *query, const char *condition,
                   struct db_value value)
{
    text_add(&query->sql, condition);
    query->args[query->count++] = value;
}

static void narrow_column(struct store_query *query, const char *table,
                          const char *column, const char *value)
{
    if (!value || !*value)
        return;
    text_format(&query->sql, " AND %s.%s = ?", table, column);
    query->args[query->count++] = DB_TEXT(value);
}

/* ---- states ---- */

/* Is the state among the names with commas? NULL: any is. */
static bool is_named(const char *names, const char *name)
{
    size_t length = strlen(name);

    if (!names || !*names)
        return true;
    for (const char *at = names; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, name, length) == 0 &&
            (at[length] == ',' || !at[length]))
            return true;
    }
    return false;
}

static bool is_state_wanted(const struct store_filter *filter,
                            enum case_state state)
{
    enum case_clock clock = state_clock(state);
    bool runs = clock == CLOCK_ANSWER || clock == CLOCK_TELL;

    return is_named(filter->state, state_name(state)) &&
           (!filter->active || state_is_active(state)) &&
           (!filter->overdue || runs) &&
           (!filter->waiting || clock == CLOCK_STOPPED) &&
           (!filter->freed || state == STATE_OPEN);
}

static void choose_states(struct store_walk *walk)
{
    for (int i = 0; i < STATE_COUNT; i++)
        if (is_state_wanted(walk->filter, (enum case_state)i))
            walk->states |= 1U << i;
        else
            walk->narrowed = true;
}

/* ---- what is asked of a row that was reached ---- */

static void ask_states(const struct store_walk *walk, struct store_query *query)
{
    text_add(&query->sql, " AND cases.state IN (''");
    for (int i = 0; i < STATE_COUNT; i++)
        if (walk->states & 1U << i)
            text_format(&query->sql, ", '%s'", state_name((enum case_state)i));
    text_add(&query->sql, ")");
}

/* The last that was done with it, but notes. */
static const char was_freed[] =
    " AND cases.version > 1 AND 'case_freed' = (SELECT kind FROM event"
    " WHERE event.number = cases.number AND kind LIKE 'case_%'"
    " AND kind NOT IN ('case_noted', " STORE_DELIVERY
    ") ORDER BY event.seq DESC LIMIT 1)";

static void ask_case(const struct store_walk *walk, struct store_query *query)
{
    const struct store_filter *filter = walk->filter;

    narrow_column(query, "cases", "branch", filter->branch);
    narrow_column(query, "cases", "issue", filter->issue);
    narrow_column(query, "cases", "holder", filter->holder);
    if (walk->narrowed && !walk->index->states)
        ask_states(walk, query);
    if (filter->overdue)
        narrow(query, " AND cases.due_ms < ?", DB_INT(walk->now_ms));
    if (filter->freed)
        text_add(&query->sql, was_freed);
    if (walk->by_due && walk->order == STORE_NEWEST)
        text_add(&query->sql, " AND cases.due_ms IS NULL");
}

static void ask_opened(const struct store_walk *walk, struct store_query *query)
{
    const struct store_filter *filter = walk->filter;

    if (filter->from_ms > 0)
        narrow(query, " AND opened_ms >= ?", DB_INT(filter->from_ms));
    if (filter->until_ms > 0)
        narrow(query, " AND opened_ms < ?", DB_INT(filter->until_ms));
}

static void ask(const struct store_walk *walk, struct store_query *query)
{
    const struct store_filter *filter = walk->filter;
    const char *table = walk->rows->table;

    text_add(&query->sql, "1");
    narrow_column(query, table, "outcome", filter->outcome);
    narrow_column(query, table, "agent", filter->agent);
    narrow_column(query, table, "language", filter->language);
    if (walk->rows != &store_rows_calls)
        ask_case(walk, query);
    if (walk->order == STORE_BY_DUE)
        ask_opened(walk, query);
}

/* ---- which way through the table ---- */

static const struct store_index due_indexes[] = {
    {"cases_holder_due", "holder", false},
    {"cases_due", "branch", false},
    {"cases_due_all", NULL, false}};

/* The value that a column shall have; NULL: any. The wall comes first. */
static const char *value_of(const struct store_walk *walk, const char *column)
{
    const struct store_filter *filter = walk->filter;
    const struct {
        const char *column, *value;
    } values[] = {{"branch", walk->branch ? walk->branch : filter->branch},
                  {"agent", walk->agent ? walk->agent : filter->agent},
                  {"holder", filter->holder},
                  {"outcome", filter->outcome},
                  {"issue", filter->issue}};

    for (size_t i = 0; i < COUNT(values); i++)
        if (strcmp(values[i].column, column) == 0)
            return values[i].value && *values[i].value ? values[i].value : NULL;
    return NULL;
}

void store_walk_order(struct store_walk *walk, enum store_order order)
{
    const struct store_index *index =
        order == STORE_BY_DUE ? due_indexes : walk->rows->indexes;

    while (index->column && !value_of(walk, index->column))
        index++;
    walk->index = index;
    walk->order = order;
}

void store_walk_init(struct store_walk *walk, const struct store *store,
                     const struct store_rows *rows,
                     const struct store_filter *filter)
{
    *walk = (struct store_walk){.rows = rows,
                                .filter = filter,
                                .by_due =
                                    filter->by_due && rows == &store_rows_cases,
                                .branch = store_wall(store),
                                .now_ms = clock_now_ms()};
    if (rows != &store_rows_cases)
        walk->agent = store_own(store);
    choose_states(walk);
}

int store_walk_streams(const struct store_walk *walk)
{
    if (!walk->index->states)
        return walk->states ? 1 : 0;
    return __builtin_popcount(walk->states);
}

const char *store_walk_state(const struct store_walk *walk, int stream)
{
    if (!walk->index->states)
        return NULL;
    for (int i = 0; i < STATE_COUNT; i++)
        if ((walk->states & 1U << i) && stream-- == 0)
            return state_name((enum case_state)i);
    return NULL;
}

/* ---- the statement ---- */

static void narrow_by_time(const struct store_walk *walk,
                           const struct store_key *behind,
                           struct store_query *query)
{
    const struct store_filter *filter = walk->filter;
    const char *table = walk->rows->table, *time = walk->rows->time;

    text_format(&query->sql, " AND (%s.%s, %s.seq) < (?, ?)", table, time,
                table);
    query->args[query->count++] = DB_INT(behind->ms);
    query->args[query->count++] = DB_INT(behind->seq);
    text_format(&query->sql, " AND %s.%s >= ?", table, time);
    query->args[query->count++] = DB_INT(filter->from_ms);
}

static void narrow_by_due(const struct store_walk *walk,
                          const struct store_key *behind,
                          struct store_query *query)
{
    text_add(&query->sql, " AND (cases.due_ms, cases.seq) > (?, ?)"
                          " AND cases.due_ms IS NOT NULL");
    query->args[query->count++] = DB_INT(behind->ms);
    query->args[query->count++] = DB_INT(behind->seq);
    if (walk->filter->overdue)
        narrow(query, " AND cases.due_ms < ?", DB_INT(walk->now_ms));
}

void store_walk_page(const struct store_walk *walk, const char *state,
                     const struct store_key *behind, int rows,
                     struct store_query *query)
{
    const struct store_rows *of = walk->rows;
    const struct store_index *index = walk->index;
    bool by_due = walk->order == STORE_BY_DUE;
    const char *time = by_due ? "due_ms" : of->time;
    const char *turn = by_due ? "" : " DESC";

    text_format(&query->sql, "SELECT %s.%s, %s.seq, %s, ", of->table, time,
                of->table, of->seq);
    ask(walk, query);
    text_format(&query->sql, ", %s FROM %s INDEXED BY %s%s WHERE 1",
                of->columns, of->table, index->name, of->join);
    if (index->column)
        narrow_column(query, of->table, index->column,
                      value_of(walk, index->column));
    narrow_column(query, of->table, "state", state);
    /* The walls stand in the statement, whatever was asked for. */
    narrow_column(query, "cases", "branch", walk->branch);
    narrow_column(query, of->table, "agent", walk->agent);
    if (by_due)
        narrow_by_due(walk, behind, query);
    else
        narrow_by_time(walk, behind, query);
    text_format(&query->sql, " ORDER BY %s.%s%s, %s.seq%s LIMIT ?", of->table,
                time, turn, of->table, turn);
    query->args[query->count++] = DB_INT(rows);
}

bool store_filter_of_case(const struct store_filter *filter)
{
    const char *const texts[] = {filter->branch, filter->state, filter->issue,
                                 filter->holder};

    for (size_t i = 0; i < COUNT(texts); i++)
        if (texts[i] && *texts[i])
            return true;
    return filter->active || filter->overdue || filter->waiting ||
           filter->freed;
}
