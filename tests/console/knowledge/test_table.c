/* The keeper of the tables writes them, the program reads them: a figure is
 * told for a day that has a row and for no other, and a table that is not in
 * order refuses the whole set with its place. The figures are made up. */
#include "tests/console/knowledge/table_story.h"

#include "console/base/finding.h"
#include "console/base/json.h"
#include "console/base/text.h"

#include <jansson.h>

#include <stdlib.h>

#define KEYS    "\"kind\""
#define COLUMNS "\"kind\":\"code\",\"percent\":\"int\",\"amount\":\"money\""

static void put_rates(struct shelf *shelf)
{
    put_table(shelf, "rates", KEYS, COLUMNS,
              "{\"kind\":\"self\",\"amount\":425000,\"from\":\"2024-01-01\","
              "\"until\":\"2025-01-01\"," STAMP "},\n"
              "{\"kind\":\"self\",\"amount\":500000,\"from\":\"2026-01-01\","
              "\"until\":null," STAMP ",\"note\":\"later\"},\n"
              "{\"kind\":\"old\",\"percent\":2,\"amount\":null,\"from\":null,"
              "\"until\":\"2020-01-01\"," STAMP "}");
}

static const json_t *cell(const struct shelf *shelf, const char *kind,
                          const char *column, const char *date,
                          struct error *error)
{
    const struct table_place place = {"rates", &kind, 1, column};
    return table_cell(shelf->tables, &place, on(date), error);
}

/* Loading must fail, with a finding "file:line: code detail" of these words. */
static void refuses(struct shelf *shelf, const char *words)
{
    AUTO(findings_clear) struct findings findings = {0};
    AUTO_TEXT all = {0};
    error_clear(&shelf->error);
    assert_null(tables_load(shelf->folder, &findings, &shelf->error));
    assert_int_equal(shelf->error.message, MESSAGE_TABLE_BAD);
    assert_int_equal(error_code(&shelf->error), EXIT_DATA);
    for (size_t i = 0; i < findings.count; i++)
        text_format(
            &all, "%s:%d: %s %s\n", strrchr(findings.items[i].file, '/') + 1,
            findings.items[i].line, finding_name(findings.items[i].code),
            findings.items[i].detail);
    if (strstr(text_chars(&all), words) == NULL)
        fail_msg("\"%s\" is not in: %s", words, text_chars(&all));
}

static void refuses_rows(const char *rows, const char *words)
{
    void *state;
    open_shelf(&state);
    put_table(state, "rates", KEYS, COLUMNS, rows);
    refuses(state, words);
    close_shelf(&state);
}

static void
a_row_holds_from_its_first_day_to_the_day_before_its_end(void **state)
{
    struct shelf *shelf = *state;
    put_rates(shelf);
    loads(shelf);
    static const struct {
        const char *date;
        int64_t amount; /* 0: no row */
    } days[] = {{"2023-12-31", 0},      {"2024-01-01", 425000},
                {"2024-12-31", 425000}, {"2025-01-01", 0},
                {"2025-12-31", 0},      {"2026-01-01", 500000},
                {"2099-12-31", 500000}};
    for (size_t i = 0; i < COUNT(days); i++) {
        struct error error = {.message = MESSAGE_NONE};
        const json_t *amount =
            cell(shelf, "self", "amount", days[i].date, &error);
        assert_int_equal(json_integer_value(amount), days[i].amount);
        assert_int_equal(error.message, days[i].amount == 0
                                            ? MESSAGE_TABLE_NO_ROW
                                            : MESSAGE_NONE);
    }
    assert_int_equal(
        json_integer_value(cell(shelf, "old", "percent", "0001-01-01", NULL)),
        2);
}

static void a_day_without_a_row_is_an_error_that_names_the_nearest(void **state)
{
    struct shelf *shelf = *state;
    put_rates(shelf);
    loads(shelf);
    struct error error = {.message = MESSAGE_NONE};
    assert_null(cell(shelf, "self", "amount", "2025-06-01", &error));
    assert_string_equal(error.detail,
                        "table rates: no row for [self] on 2025-06-01; the "
                        "nearest: from 2024-01-01 until 2025-01-01 and from "
                        "2026-01-01 until ...");
    assert_int_equal(error_code(&error), EXIT_DATA);
    error_clear(&error);
    assert_null(cell(shelf, "nobody", "amount", "2024-06-01", &error));
    assert_string_equal(error.detail, "table rates: no row for [nobody] on "
                                      "2024-06-01; the nearest: none");
}

static void an_empty_cell_is_null_and_an_unknown_name_an_error(void **state)
{
    struct shelf *shelf = *state;
    const char *kind = "self";
    struct error error = {.message = MESSAGE_NONE};
    put_rates(shelf);
    loads(shelf);
    assert_true(
        json_is_null(cell(shelf, "self", "percent", "2024-06-01", NULL)));
    assert_true(json_is_null(cell(shelf, "old", "amount", "2019-06-01", NULL)));
    assert_null(cell(shelf, "self", "colour", "2024-06-01", &error));
    assert_int_equal(error.message, MESSAGE_TABLE_UNKNOWN);
    assert_non_null(strstr(error.detail, "colour"));
    error_clear(&error);
    assert_null(table_row(shelf->tables, "rate", &kind, 1, 0, &error));
    assert_string_equal(error.detail, "no table rate");
    error_clear(&error);
    assert_null(table_row(shelf->tables, "rates", NULL, 0, 0, &error));
    assert_int_equal(error.message, MESSAGE_TABLE_UNKNOWN);
    assert_string_equal(table_column_type(shelf->tables, "rates", "amount"),
                        "money");
    assert_null(table_column_type(shelf->tables, "rates", "colour"));
    assert_null(table_column_type(shelf->tables, "rate", "amount"));
}

static void an_unconfirmed_row_is_never_told(void **state)
{
    struct shelf *shelf = *state;
    put_table(shelf, "rates", KEYS, COLUMNS,
              "{\"kind\":\"self\",\"amount\":1,\"from\":null,\"until\":null,"
              "\"source\":\"x\",\"confidence\":\"unconfirmed\","
              "\"checked\":\"2026-01-01\"},\n"
              "{\"kind\":\"self\",\"amount\":2,\"from\":\"2026-01-01\","
              "\"until\":null," STAMP "}");
    loads(shelf);
    assert_null(cell(shelf, "self", "amount", "2025-01-01", NULL));
    assert_int_equal(
        json_integer_value(cell(shelf, "self", "amount", "2026-01-01", NULL)),
        2);
}

static void keys_of_several_columns_and_of_none_are_found(void **state)
{
    struct shelf *shelf = *state;
    put_table(shelf, "two", "\"year\",\"day\"",
              "\"year\":\"int\",\"day\":\"date\",\"name\":\"text\"",
              "{\"year\":2026,\"day\":\"2026-01-01\",\"name\":\"a\","
              "\"from\":null,\"until\":null," STAMP "},"
              "{\"year\":2026,\"day\":\"2026-01-02\",\"name\":\"b\","
              "\"from\":null,\"until\":null," STAMP "}");
    put_table(shelf, "zero", "", "\"value\":\"money\"",
              "{\"value\":8500000,\"from\":\"2024-01-01\",\"until\":null," STAMP
              "}");
    loads(shelf);
    const char *const keys[] = {"2026", "2026-01-02"};
    const json_t *row = table_row(shelf->tables, "two", keys, 2, 0, NULL);
    assert_string_equal(json_find_string(row, "name"), "b");
    const struct table_place place = {"zero", NULL, 0, "value"};
    const json_t *value =
        table_cell(shelf->tables, &place, on("2024-01-01"), NULL);
    assert_int_equal(json_integer_value(value), 8500000);
}

static bool count_row(const struct json_t *row, void *cookie)
{
    int *left = cookie;
    assert_non_null(json_find_string(row, "kind"));
    return --*left > 0;
}

static void the_rows_of_a_day_are_listed_until_enough(void **state)
{
    struct shelf *shelf = *state;
    put_table(shelf, "rates", KEYS, COLUMNS,
              "{\"kind\":\"a\",\"from\":null,\"until\":null," STAMP "},"
              "{\"kind\":\"b\",\"from\":null,\"until\":\"2026-01-01\"," STAMP
              "},"
              "{\"kind\":\"c\",\"from\":null,\"until\":null," STAMP "}");
    loads(shelf);
    int left = 100;
    table_each(shelf->tables, "rates", on("2026-01-01"), count_row, &left);
    assert_int_equal(left, 98);
    table_each(shelf->tables, "rates", on("2025-12-31"), count_row, &left);
    assert_int_equal(left, 95);
    left = 1;
    table_each(shelf->tables, "rates", on("2025-12-31"), count_row, &left);
    assert_int_equal(left, 0);
    table_each(shelf->tables, "none", 0, count_row, &left);
    assert_int_equal(left, 0);
}

static void the_hash_stands_for_every_byte_of_the_set(void **state)
{
    struct shelf *shelf = *state;
    put_table(shelf, "zero", "", "\"value\":\"money\"",
              "{\"value\":1,\"from\":null,\"until\":null," STAMP "}");
    loads(shelf);
    AUTO_CHARS first = mem_copy(tables_hash(shelf->tables));
    assert_int_equal(strlen(first), 64);
    loads(shelf); /* the same files again */
    assert_string_equal(tables_hash(shelf->tables), first);
    put_table(shelf, "zero", "", "\"value\" : \"money\"",
              "{\"value\":1,\"from\":null,\"until\":null," STAMP "}");
    loads(shelf);
    assert_string_not_equal(tables_hash(shelf->tables), first);
    put_table(shelf, "zero", "", "\"value\":\"money\"",
              "{\"value\":2,\"from\":null,\"until\":null," STAMP "}");
    loads(shelf);
    assert_string_not_equal(tables_hash(shelf->tables), first);
}

#define ROW "{\"kind\":\"self\",\"from\":null,\"until\":null," STAMP "}"

static void a_row_that_is_not_in_order_refuses_the_set(void **state)
{
    (void)state;
    static const char *const wrong[][2] = {
        {"7", "rates.json:4: E01 $.rows[0] needs an object"},
        {"{\"kind\":\"self\",\"until\":null," STAMP "}",
         "E01 $.rows[0].from needs a date or null"},
        {"{\"kind\":\"self\",\"from\":null," STAMP "}",
         "E01 $.rows[0].until needs a date or null"},
        {"{\"kind\":\"self\",\"from\":\"2026-02-30\",\"until\":null," STAMP "}",
         "E01 $.rows[0].from needs a date or null"},
        {"{\"kind\":\"self\",\"from\":\"2026-01-01\",\"until\":\"2026-01-"
         "01\"," STAMP "}",
         "E01 $.rows[0].until needs a day after `from`"},
        {"{\"kind\":\"self\",\"amount\":4250.0,\"from\":null,\"until\":"
         "null," STAMP "}",
         "E01 $.rows[0].amount needs a whole number of tiyn"},
        {"{\"kind\":\"self\",\"percent\":\"5\",\"from\":null,\"until\":"
         "null," STAMP "}",
         "E01 $.rows[0].percent needs a whole number"},
        {"{\"kind\":\"a b\",\"from\":null,\"until\":null," STAMP "}",
         "E01 $.rows[0].kind needs a code"},
        {"{\"kind\":null,\"from\":null,\"until\":null," STAMP "}",
         "E01 $.rows[0].kind is a key and needs a value"},
        {"{\"from\":null,\"until\":null," STAMP "}",
         "E01 $.rows[0].kind is a key and needs a value"},
        {"{\"kind\":\"self\",\"amuont\":1,\"from\":null,\"until\":null," STAMP
         "}",
         "E01 $.rows[0].amuont is not a column"},
        {"{\"kind\":\"self\",\"from\":null,\"until\":null,\"source\":\"\","
         "\"confidence\":\"seed\",\"checked\":\"2026-01-01\"}",
         "E19 $.rows[0].source needs a text"},
        {"{\"kind\":\"self\",\"from\":null,\"until\":null,\"source\":\"x\","
         "\"confidence\":\"sure\",\"checked\":\"2026-01-01\"}",
         "E01 $.rows[0].confidence needs confirmed"},
        {"{\"kind\":\"self\",\"from\":null,\"until\":null,\"source\":\"x\","
         "\"confidence\":\"seed\"}",
         "E19 $.rows[0].checked needs a date"},
        {"{\"kind\":\"self\",\"from\":null,\"until\":null,\"note\":1," STAMP
         "}",
         "E01 $.rows[0].note needs a text"},
        {ROW ",\n" ROW, "rates.json:5: E17 $.rows[1], $.rows[0]"},
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        refuses_rows(wrong[i][0], wrong[i][1]);
}

static void rows_may_touch_but_not_share_a_day(void **state)
{
    struct shelf *shelf = *state;
    put_table(shelf, "rates", KEYS, COLUMNS,
              "{\"kind\":\"a\",\"from\":null,\"until\":\"2026-01-01\"," STAMP
              "},{\"kind\":\"a\",\"from\":\"2026-01-01\",\"until\":null," STAMP
              "},{\"kind\":\"b\",\"from\":null,\"until\":null," STAMP "}");
    loads(shelf);
    refuses_rows(
        "{\"kind\":\"a\",\"from\":null,\"until\":\"2026-01-02\"," STAMP
        "},{\"kind\":\"a\",\"from\":\"2026-01-01\",\"until\":null," STAMP "}",
        "E17 $.rows[1], $.rows[0]");
}

static void a_head_that_is_not_in_order_refuses_the_set(void **state)
{
    struct shelf *shelf = *state;
    static const char *const wrong[][2] = {
        {"{", "t.json:1: E01"},
        {"[]", "E01 $.format "},
        {"{\"format\":\"agent1414-table/2\"}", "E01 $.format "},
        {"{\"format\":\"agent1414-table/1\",\"name\":\"other\"}",
         "E01 $.name "},
        {"{\"format\":\"agent1414-table/1\",\"name\":\"t\",\"title\":{}}",
         "E14 $.title needs"},
        {"{\"format\":\"agent1414-table/1\",\"name\":\"t\"," TITLE "}",
         "E01 $.columns "},
        {"{\"format\":\"agent1414-table/1\",\"name\":\"t\"," TITLE
         ",\"columns\":{\"a\":\"real\"}}",
         "E01 $.columns.a "},
        {"{\"format\":\"agent1414-table/1\",\"name\":\"t\"," TITLE
         ",\"columns\":{\"until\":\"date\"}}",
         "E01 $.columns.until "},
        {"{\"format\":\"agent1414-table/1\",\"name\":\"t\"," TITLE
         ",\"columns\":{\"a\":\"int\"}}",
         "E01 $.keys "},
        {"{\"format\":\"agent1414-table/1\",\"name\":\"t\"," TITLE
         ",\"columns\":{\"a\":\"int\"},\"keys\":[\"b\"]}",
         "E01 $.keys[0] "},
        {"{\"format\":\"agent1414-table/1\",\"name\":\"t\"," TITLE
         ",\"columns\":{\"a\":\"phrase\"},\"keys\":[\"a\"]}",
         "E01 $.keys[0] "},
        {"{\"format\":\"agent1414-table/1\",\"name\":\"t\"," TITLE
         ",\"columns\":{\"a\":\"int\"},\"keys\":[]}",
         "E01 $.rows "},
        {"{\"format\":\"agent1414-table/1\",\"name\":\"t\",\"stale_after_"
         "days\":0}",
         "E01 $.stale_after_days needs a number of days"},
        {"{\"format\":\"agent1414-table/1\",\"format\":1}",
         "t.json:1: E02 format"},
        {"{\"format\":\"agent1414-table/1\",\"name\":\"t\",\"colums\":1}",
         "E01 $.colums is not known"},
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        if (shelf->count > 0)
            free(shelf->files[--shelf->count]);
        put(shelf, "t.json", wrong[i][0]);
        refuses(shelf, wrong[i][1]);
    }
}

static void one_fault_does_not_hide_the_others(void **state)
{
    struct shelf *shelf = *state;
    AUTO(findings_clear) struct findings findings = {0};
    put_table(shelf, "rates", KEYS, COLUMNS,
              "{\"kind\":\"a b\",\"from\":1,\"until\":null," STAMP "},\n" ROW
              ",\n" ROW);
    put(shelf, "zz.json", "{}");
    assert_null(tables_load(shelf->folder, &findings, &shelf->error));
    assert_int_equal(findings.count, 7);
    assert_int_equal(findings.items[0].code, FINDING_E01);
    assert_string_equal(findings.items[0].where, "$.rows[0].from");
    assert_string_equal(findings.items[1].where, "$.rows[0].kind");
    assert_int_equal(findings.items[2].code, FINDING_E17);
    assert_int_equal(findings.items[2].line, 6);
}

static void one_broken_table_refuses_the_good_ones_too(void **state)
{
    struct shelf *shelf = *state;
    put_rates(shelf);
    put(shelf, "README.md", "not a table");
    loads(shelf);
    put(shelf, "zz.json", "{}");
    refuses(shelf, "zz.json:1: E01");
    error_clear(&shelf->error);
    assert_null(tables_load("/no/such/folder", NULL, &shelf->error));
    assert_int_equal(shelf->error.message, MESSAGE_FILE_READ);
}

static void money_is_written_as_the_line_says_it(void **state)
{
    (void)state;
    static const struct {
        int64_t tiyn;
        const char *text;
    } sums[] = {{595000, "5\u00A0950\u00A0₸"},
                {636390, "6\u00A0363,90\u00A0₸"},
                {0, "0\u00A0₸"},
                {5, "0,05\u00A0₸"},
                {-42500, "-425\u00A0₸"},
                {99900, "999\u00A0₸"},
                {100000, "1\u00A0000\u00A0₸"},
                {123456789012, "1\u00A0234\u00A0567\u00A0890,12\u00A0₸"},
                {INT64_MIN, "-92\u00A0233\u00A0720\u00A0368\u00A0547\u00A0758,"
                            "08\u00A0₸"}};
    for (size_t i = 0; i < COUNT(sums); i++) {
        AUTO_CHARS text = table_money(sums[i].tiyn);
        assert_string_equal(text, sums[i].text);
    }
}

#define STORY(story)                                                           \
    cmocka_unit_test_setup_teardown(story, open_shelf, close_shelf)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_row_holds_from_its_first_day_to_the_day_before_its_end),
        STORY(a_day_without_a_row_is_an_error_that_names_the_nearest),
        STORY(an_empty_cell_is_null_and_an_unknown_name_an_error),
        STORY(an_unconfirmed_row_is_never_told),
        STORY(keys_of_several_columns_and_of_none_are_found),
        STORY(the_rows_of_a_day_are_listed_until_enough),
        STORY(the_hash_stands_for_every_byte_of_the_set),
        STORY(a_row_that_is_not_in_order_refuses_the_set),
        STORY(rows_may_touch_but_not_share_a_day),
        STORY(a_head_that_is_not_in_order_refuses_the_set),
        STORY(one_fault_does_not_hide_the_others),
        STORY(one_broken_table_refuses_the_good_ones_too),
        STORY(money_is_written_as_the_line_says_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
