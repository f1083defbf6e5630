/* The counters of the board: what adds to them, and how they are counted again
 * from the rows and events. */
#include "console/cases/store_tally.h"

#include "console/cases/store_sqlite.h"

/* Of a call: its day, its seconds, and whether it is a repeat: an earlier call,
 * no other turn of this one, of the same person ended at most 7 days
 * (604800000 ms) before this one began. */
#define DAY(ms)    "(" ms " + 18000000) / 86400000"
#define SECONDS(c) "(" c ".ended_ms - " c ".started_ms) / 1000"
#define REPEATED(c)                                                            \
    "EXISTS(SELECT 1 FROM call p WHERE p.person = " c ".person"                \
    " AND p.seq < " c ".seq AND p.call <> " c ".call"                          \
    " AND p.ended_ms >= " c ".started_ms - 604800000)"

#define NEW_DAY      DAY("NEW.started_ms")
#define NEW_SECONDS  SECONDS("NEW")
#define NEW_REPEATED REPEATED("NEW")
#define ITS_DAY      DAY("c.started_ms")
#define ITS_SECONDS  SECONDS("c")
#define ITS_REPEATED REPEATED("c")
#define OPENED_DAY   DAY("NEW.opened_ms")
#define SINCE_DAY    DAY("NEW.since_ms")
#define OLD_DUE      "CAST(OLD.due_ms / 86400000 AS TEXT)"
#define NEW_DUE      "CAST(NEW.due_ms / 86400000 AS TEXT)"

/* Between them a row with its WHERE: it is added to its counter. */
#define ADD "INSERT INTO tally(day, what, branch, name, count, sum) SELECT "
#define UP                                                                     \
    " ON CONFLICT(day, what, branch, name) DO UPDATE SET"                      \
    " count = count + excluded.count, sum = sum + excluded.sum;"

static const char triggers[] =
    "CREATE TRIGGER tally_call AFTER INSERT ON call BEGIN " ADD NEW_DAY
    ", 'call', '', '', 1, " NEW_SECONDS " WHERE 1" UP ADD NEW_DAY
    ", 'agent', '', NEW.agent, 1, " NEW_SECONDS " WHERE 1" UP ADD NEW_DAY
    ", 'outcome', '', ifnull(NEW.outcome, ''), 1, " NEW_SECONDS
    " WHERE 1" UP ADD NEW_DAY ", 'repeat', '', '', 1, 0 WHERE " NEW_REPEATED UP
    "END;"
    "CREATE TRIGGER tally_case AFTER INSERT ON cases BEGIN " ADD OPENED_DAY
    ", 'opened', NEW.branch, NEW.issue, 1, 0 WHERE 1" UP ADD
    "0, 'state', NEW.branch, NEW.state, 1, 0 WHERE 1" UP ADD
    "0, 'due', NEW.branch, " NEW_DUE
    ", 1, 0 WHERE NEW.due_ms NOT NULL" UP ADD ITS_DAY
    ", 'call', NEW.branch, '', 1, " ITS_SECONDS
    " FROM call c WHERE c.uuid = NEW.part" UP ADD ITS_DAY
    ", 'repeat', NEW.branch, '', 1, 0"
    " FROM call c WHERE c.uuid = NEW.part AND " ITS_REPEATED UP "END;"
    "CREATE TRIGGER tally_state AFTER UPDATE OF branch, state ON cases WHEN"
    " OLD.branch IS NOT NEW.branch OR OLD.state IS NOT NEW.state BEGIN " ADD
    "0, 'state', OLD.branch, OLD.state, -1, 0 WHERE 1" UP ADD
    "0, 'state', NEW.branch, NEW.state, 1, 0 WHERE 1" UP ADD SINCE_DAY
    ", 'closed', NEW.branch, '', 1,"
    " (NEW.since_ms - NEW.opened_ms) / 1000"
    " WHERE NEW.state = 'closed' AND OLD.state <> 'closed'" UP "END;"
    "CREATE TRIGGER tally_due AFTER UPDATE OF branch, due_ms ON cases WHEN"
    " OLD.branch IS NOT NEW.branch OR OLD.due_ms IS NOT NEW.due_ms BEGIN " ADD
    "0, 'due', OLD.branch, " OLD_DUE ", -1, 0 WHERE OLD.due_ms NOT NULL" UP ADD
    "0, 'due', NEW.branch, " NEW_DUE ", 1, 0 WHERE NEW.due_ms NOT NULL" UP
    "DELETE FROM tally WHERE day = 0 AND what = 'due' AND count = 0"
    " AND branch = OLD.branch AND name = " OLD_DUE ";"
    "END;";

/* A case may have gone to another branch since: the event tells which one it
 * was opened in, by which call. */
#define OPENED                                                                 \
    " FROM event e JOIN call c ON c.uuid = e.body ->> 'part'"                  \
    " WHERE e.kind = 'case_opened'"
#define ITS_BRANCH "e.body ->> 'branch'"
#define SUM        ", count(*), sum(" ITS_SECONDS ")"
#define BY_NAME    " FROM call c GROUP BY 1, 4"
#define EVENT_DAY  DAY("at_ms")
#define CLOSED_DAY DAY("e.at_ms")

/* The same counted anew: kinds of counters with the rows they should have. */
static const struct {
    const char *which, *rows;
} counters[] = {
    {"what = 'call' AND branch = ''",
     ITS_DAY ", 'call', '', ''" SUM " FROM call c GROUP BY 1"},
    {"what = 'agent'", ITS_DAY ", 'agent', '', agent" SUM BY_NAME},
    {"what = 'outcome'",
     ITS_DAY ", 'outcome', '', ifnull(outcome, '')" SUM BY_NAME},
    {"what = 'repeat' AND branch = ''",
     ITS_DAY ", 'repeat', '', '', count(*), 0 FROM call c"
             " WHERE " ITS_REPEATED " GROUP BY 1"},
    {"what = 'opened'",
     EVENT_DAY ", 'opened', body ->> 'branch', body ->> 'issue', count(*), 0"
               " FROM event WHERE kind = 'case_opened' GROUP BY 1, 3, 4"},
    {"what = 'call' AND branch <> ''",
     ITS_DAY ", 'call', " ITS_BRANCH ", ''" SUM OPENED " GROUP BY 1, 3"},
    {"what = 'repeat' AND branch <> ''",
     ITS_DAY ", 'repeat', " ITS_BRANCH ", '', count(*), 0" OPENED
             " AND " ITS_REPEATED " GROUP BY 1, 3"},
    {"what = 'state'",
     "0, 'state', branch, state, count(*), 0 FROM cases GROUP BY 3, 4"},
    {"what = 'due'",
     "0, 'due', branch, CAST(due_ms / 86400000 AS TEXT), count(*), 0"
     " FROM cases WHERE due_ms NOT NULL GROUP BY 3, 4"},
    {"what = 'closed'",
     CLOSED_DAY ", 'closed', e.body ->> '$.now.branch', '', count(*),"
                " sum((e.at_ms - opened_ms) / 1000) FROM event e"
                " JOIN cases ON cases.number = e.number"
                " WHERE e.kind IN ('case_closed', 'case_finished')"
                " GROUP BY 1, 3"},
    /* No others. */
    {"what NOT IN ('call', 'agent', 'outcome', 'repeat', 'opened', 'state',"
     " 'due', 'closed')",
     "0, '', '', '', 0, 0 WHERE 0"},
};

static const int64_t SHIFT_MS = 18000000, DAY_MS = 86400000;

int64_t store_tally_day(int64_t ms)
{
    return (ms + SHIFT_MS) / DAY_MS;
}

int64_t store_tally_ms(int64_t day)
{
    return day * DAY_MS - SHIFT_MS;
}

static bool count_all(struct store *store, size_t i, struct error *error)
{
    AUTO_CHARS sql = mem_format(
        "INSERT INTO tally(day, what, branch, name, count, sum) SELECT %s",
        counters[i].rows);

    return db_script(store->db, sql, error);
}

bool store_tally_make(struct store *store, struct error *error)
{
    for (size_t i = 0; i < COUNT(counters); i++)
        if (!count_all(store, i, error))
            return false;
    return db_script(store->db, triggers, error);
}

static bool see_difference(const struct db_row *row, void *cookie)
{
    (void)row;
    *(bool *)cookie = false;
    return false;
}

/* Rows of one kind that only one of both has; a counter at 0 is none. */
static bool compare(struct store *store, size_t i, bool *same,
                    struct error *error)
{
    AUTO_CHARS kept = mem_format("SELECT day, what, branch, name, count, sum"
                                 " FROM tally WHERE %s AND (count <> 0"
                                 " OR sum <> 0)",
                                 counters[i].which);
    AUTO_CHARS lost =
        mem_format("SELECT %s EXCEPT %s LIMIT 1", counters[i].rows, kept);
    AUTO_CHARS made =
        mem_format("%s EXCEPT SELECT %s LIMIT 1", kept, counters[i].rows);

    return db_query(store->db, lost, DB_NONE, see_difference, same, error) &&
           db_query(store->db, made, DB_NONE, see_difference, same, error);
}

/* A counter of no kind that there is. */
static bool find_unknown(struct store *store, bool *same, struct error *error)
{
    return db_query(store->db,
                    "SELECT 1 FROM tally WHERE count <> 0 AND what NOT IN"
                    " ('call', 'agent', 'outcome', 'repeat', 'opened',"
                    " 'state', 'due', 'closed') LIMIT 1",
                    DB_NONE, see_difference, same, error);
}

bool store_tally_check(struct store *store, bool *same, struct error *error)
{
    *same = true;
    for (size_t i = 0; *same && i < COUNT(counters); i++)
        if (!compare(store, i, same, error))
            return false;
    return find_unknown(store, same, error);
}
