/* Lists against a model: random filters over random cases give what a plain
 * look through all rows gives, page by page; and no list scans or sorts. */
#include "console/cases/store.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/life.h"
#include "console/cases/record.h"
#include "console/cases/store_filter.h"
#include "console/cases/store_rows.h"
#include "console/cases/store_sqlite.h"

#include "tests/console/cases/store_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

enum { CASES = 150, FILTERS = 1500, HOUR = 3600000 };

static const int64_t noon = 1795338161000; /* 2026-11-22T09:02:41Z */

static const char *const branches[] = {"ALA", "KZO"},
                         *const people[] = {"br.ala", "br.kzo"},
                         *const languages[] = {"kk", "ru"},
                         *const outcomes[] = {"STU-01", "INS-02"},
                         *const issues[] = {"student_missing", "refund"};

struct row {
    int64_t seq, opened_ms, due_ms; /* due 0: none */
    enum case_state state;
    char branch[8], holder[16], outcome[16], issue[32], language[4];
};

struct story {
    struct store_kit kit;
    struct store *agent, *kyzylorda;
    struct row rows[CASES];
    size_t count;
    unsigned dice;
};

static unsigned roll(struct story *story, unsigned sides)
{
    story->dice = story->dice * 1664525u + 1013904223u;
    return (story->dice >> 8) % sides;
}

/* Some columns of the row as moves would leave them. */
static void scatter(struct story *story, int64_t seq)
{
    enum case_state state = (enum case_state)roll(story, STATE_COUNT);
    enum case_clock clock = state_clock(state);
    bool due = clock != CLOCK_OFF && clock != CLOCK_STOPPED && roll(story, 4);
    bool held = roll(story, 3) == 0;
    struct error error = {0};

    if (!db_run(story->agent->db,
                "UPDATE cases SET state = ?, due_ms = ?, holder = ?,"
                " outcome = ?, issue = ?, language = ? WHERE seq = ?",
                DB_ARGS(DB_TEXT(state_name(state)),
                        due ? DB_INT(noon + (int64_t)roll(story, 9) * HOUR -
                                     4 * HOUR)
                            : (struct db_value){DB_NULL, 0, NULL, 0},
                        DB_TEXT(held ? people[roll(story, 2)] : NULL),
                        DB_TEXT(outcomes[roll(story, 2)]),
                        DB_TEXT(issues[roll(story, 2)]),
                        DB_TEXT(languages[roll(story, 2)]), DB_INT(seq)),
                &error))
        fail_msg("%s", error.detail);
}

static bool see_row(const struct db_row *row, void *cookie)
{
    struct story *story = cookie;
    struct row *out = &story->rows[story->count++];

    *out = (struct row){.seq = db_int(row, 0),
                        .opened_ms = db_int(row, 1),
                        .due_ms = db_int(row, 2)};
    assert_true(state_find(db_text(row, 3), &out->state));
    strcpy(out->branch, db_text(row, 4));
    strcpy(out->holder, db_text(row, 5));
    strcpy(out->outcome, db_text(row, 6));
    strcpy(out->issue, db_text(row, 7));
    strcpy(out->language, db_text(row, 8));
    return story->count < CASES;
}

static bool see_seq(const struct db_row *row, void *cookie)
{
    *(int64_t *)cookie = db_int(row, 0);
    return false;
}

static void add_case(struct story *story, int number)
{
    int64_t seq = 0;

    /* Now and then the clock steps back. */
    clock_fix_ms(noon - 90 * HOUR + number * HOUR -
                 (number % 7 == 3 ? 5 * HOUR : 0));
    store_kit_save(story->agent,
                   store_kit_case("900101300017", branches[roll(story, 2)]));
    assert_true(db_query(story->agent->db, "SELECT max(seq) FROM cases",
                         DB_NONE, see_seq, &seq, NULL));
    scatter(story, seq);
}

static int begin(void **state)
{
    struct story *story = mem_new(sizeof(*story));

    story->dice = 1414;
    store_kit_make(&story->kit);
    story->agent = store_kit_open(&story->kit, &story->kit.agent);
    story->kyzylorda = store_kit_open(&story->kit, &story->kit.kyzylorda);
    for (int i = 0; i < CASES; i++)
        add_case(story, i);
    clock_fix_ms(noon);
    assert_true(db_query(story->agent->db,
                         "SELECT seq, opened_ms, due_ms, state, branch, holder,"
                         " outcome, issue, language FROM cases",
                         DB_NONE, see_row, story, NULL));
    *state = story;
    return 0;
}

static int end(void **state)
{
    struct story *story = *state;

    clock_fix_ms(-1);
    store_close(story->agent);
    store_close(story->kyzylorda);
    store_kit_remove(&story->kit);
    free(story);
    return 0;
}

/* ---- the model ---- */

static bool is(const char *wanted, const char *value)
{
    return !wanted || strcmp(wanted, value) == 0;
}

static bool is_state(const struct store_filter *filter, enum case_state state)
{
    enum case_clock clock = state_clock(state);
    AUTO_CHARS names = mem_format(",%s,", filter->state ? filter->state : "");
    AUTO_CHARS name = mem_format(",%s,", state_name(state));

    return (!filter->state || strstr(names, name)) &&
           (!filter->active || clock != CLOCK_OFF) &&
           (!filter->waiting || clock == CLOCK_STOPPED);
}

static bool fits(const struct store_filter *filter, const char *wall,
                 const struct row *row)
{
    return is(wall, row->branch) && is(filter->branch, row->branch) &&
           is_state(filter, row->state) && is(filter->issue, row->issue) &&
           is(filter->outcome, row->outcome) &&
           is(filter->holder, row->holder) &&
           is(filter->language, row->language) && is(filter->agent, "ag17") &&
           (!filter->overdue || (row->due_ms > 0 && row->due_ms < noon)) &&
           row->opened_ms >= filter->from_ms &&
           (filter->until_ms == 0 || row->opened_ms < filter->until_ms);
}

static bool by_due;

static int compare(const void *a, const void *b)
{
    const struct row *one = a, *other = b;
    int64_t ahead = one->opened_ms != other->opened_ms
                        ? other->opened_ms - one->opened_ms
                        : other->seq - one->seq;

    if (by_due && (one->due_ms > 0 || other->due_ms > 0))
        ahead = one->due_ms == other->due_ms ? one->seq - other->seq
                : one->due_ms == 0           ? 1
                : other->due_ms == 0         ? -1
                                             : one->due_ms - other->due_ms;
    return ahead > 0 ? 1 : ahead < 0 ? -1 : 0;
}

static size_t expect(struct story *story, const struct store_filter *filter,
                     const char *wall, struct row *out)
{
    size_t count = 0;

    for (size_t i = 0; i < story->count; i++)
        if (fits(filter, wall, &story->rows[i]))
            out[count++] = story->rows[i];
    by_due = filter->by_due;
    qsort(out, count, sizeof(*out), compare);
    return count;
}

/* ---- both ---- */

static const char *one_of(struct story *story, const char *const *values)
{
    return roll(story, 3) == 0 ? values[roll(story, 2)] : NULL;
}

static struct store_filter random_filter(struct story *story)
{
    static const char *const states[] = {"open", "closed", "open,in_work",
                                         "waiting_caller,returned,answered",
                                         "reopened,void"};
    static const char *const agents[] = {"ag17", "ag18"};

    return (struct store_filter){
        .branch = one_of(story, branches),
        .state = roll(story, 3) == 0 ? states[roll(story, 5)] : NULL,
        .issue = one_of(story, issues),
        .outcome = one_of(story, outcomes),
        .agent = roll(story, 6) == 0 ? agents[roll(story, 2)] : NULL,
        .holder = one_of(story, people),
        .language = one_of(story, languages),
        .active = roll(story, 5) == 0,
        .overdue = roll(story, 6) == 0,
        .waiting = roll(story, 8) == 0,
        .by_due = roll(story, 2) == 0,
        .from_ms = roll(story, 3) ? 0 : noon - roll(story, 99) * HOUR,
        .until_ms = roll(story, 3) ? 0 : noon - roll(story, 99) * HOUR,
        .limit = 1 + (int)roll(story, 30)};
}

/* Reads all pages; each row must be the next of the model. */
static void assert_pages(struct store *store, struct store_filter filter,
                         const struct row *expected, size_t count)
{
    struct error error = {0};
    size_t seen = 0, got;

    do {
        AUTO_JSON page = store_cases(store, &filter, &error);

        if (!page)
            fail_msg("%s: %s", message_text(error.message), error.detail);
        got = json_array_size(page);
        for (size_t i = 0; i < got; i++) {
            const json_t *row = json_array_get(page, i);

            filter.before_seq = json_integer_value(json_object_get(row, "seq"));
            assert_true(seen < count);
            assert_int_equal(filter.before_seq, expected[seen].seq);
            filter.after_due_ms = filter.by_due ? expected[seen].due_ms : 0;
            seen++;
        }
    } while (got == (size_t)filter.limit);
    assert_int_equal(seen, count);
}

static void every_filter_finds_what_the_model_finds(void **state)
{
    struct story *story = *state;
    struct row *rows = mem_grow(NULL, CASES, sizeof(*rows));
    size_t found = 0;

    for (int i = 0; i < FILTERS; i++) {
        const struct store_filter filter = random_filter(story);
        size_t count = expect(story, &filter, NULL, rows);

        found += count;
        assert_pages(story->agent, filter, rows, count);
        count = expect(story, &filter, "KZO", rows);
        assert_pages(story->kyzylorda, filter, rows, count);
    }
    assert_true(found > FILTERS);
    free(rows);
}

/* Of all that can be asked in one bit each. */
static struct store_filter filter_of(unsigned bits)
{
    return (struct store_filter){.branch = bits & 1 ? "KZO" : NULL,
                                 .state = bits & 2 ? "open,closed" : NULL,
                                 .issue = bits & 4 ? "refund" : NULL,
                                 .outcome = bits & 8 ? "STU-01" : NULL,
                                 .agent = bits & 16 ? "ag17" : NULL,
                                 .holder = bits & 32 ? "br.kzo" : NULL,
                                 .language = bits & 64 ? "kk" : NULL,
                                 .active = bits & 128,
                                 .overdue = bits & 256,
                                 .waiting = bits & 512,
                                 .from_ms = bits & 1024 ? noon - HOUR : 0,
                                 .by_due = bits & 2048};
}

/* "SEARCH cases USING INDEX cases_list (...)" is a walk along an index; a SCAN
 * or a B-tree to sort in is not. */
static bool see_plan(const struct db_row *row, void *cookie)
{
    const char *step = db_text(row, 3);

    (void)cookie;
    if (strncmp(step, "SEARCH ", 7) != 0 && !strstr(step, "SUBQUERY"))
        fail_msg("%s", step);
    return true;
}

static void assert_walks(struct store *store, const struct store_rows *rows,
                         const struct store_filter *filter,
                         enum store_order order)
{
    const struct store_key start = {INT64_MAX, INT64_MAX};
    AUTO(store_query_clear) struct store_query query = {0};
    struct error error = {0};
    struct store_walk walk;

    store_walk_init(&walk, store, rows, filter);
    store_walk_order(&walk, order);
    if (store_walk_streams(&walk) == 0) /* no state can be meant */
        return;
    store_walk_page(&walk, store_walk_state(&walk, 0), &start, 10, &query);
    AUTO_CHARS sql =
        mem_format("EXPLAIN QUERY PLAN %s", text_chars(&query.sql));
    if (!db_query(store->db, sql, query.args, query.count, see_plan, NULL,
                  &error))
        fail_msg("%s: %s", error.detail, sql);
}

static void no_filter_scans_or_sorts(void **state)
{
    struct story *story = *state;
    struct store *const stores[] = {story->agent, story->kyzylorda};

    for (unsigned bits = 0; bits < 4096; bits++) {
        const struct store_filter filter = filter_of(bits);
        struct store *store = stores[bits % 2];

        assert_walks(store, &store_rows_cases, &filter, STORE_NEWEST);
        assert_walks(store, &store_rows_case_calls, &filter, STORE_NEWEST);
        assert_walks(story->agent, &store_rows_calls, &filter, STORE_NEWEST);
        if (filter.by_due)
            assert_walks(store, &store_rows_cases, &filter, STORE_BY_DUE);
    }
}

/* In short jobs the same is found as at once, and every row is looked at
 * once. */
static void a_search_goes_on_where_it_stopped(void **state)
{
    struct story *story = *state;
    struct store_progress progress = {false, 0, 0, 0};
    struct store_filter filter = {
        .text = "колледж", .limit = 1000, .look = 7, .progress = &progress};
    size_t found = 0;

    do {
        AUTO_JSON part = store_cases(story->agent, &filter, NULL);

        found += json_array_size(part);
        filter.before_seq = progress.next_seq;
    } while (progress.next_seq > 0);
    assert_int_equal(found, CASES);
    assert_int_equal(progress.seen, CASES);
}

static void a_search_that_is_stopped_gives_what_it_found(void **state)
{
    struct story *story = *state;
    struct store_progress progress = {true, 0, 0, 0};
    const struct store_filter filter = {.text = "колледж",
                                        .progress = &progress};
    AUTO_JSON part = store_cases(story->agent, &filter, NULL);

    assert_int_equal(json_array_size(part), 1);
    assert_int_equal(progress.seen, 1);
    assert_true(progress.next_seq > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_filter_finds_what_the_model_finds),
        cmocka_unit_test(no_filter_scans_or_sorts),
        cmocka_unit_test(a_search_goes_on_where_it_stopped),
        cmocka_unit_test(a_search_that_is_stopped_gives_what_it_found),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
