/* The figures of kb/tables are those of the domain's own lists (../shared/
 * domain): every row, its days, its confidence. Without the lists the
 * comparison is skipped; the figures that matter most stand here as well. */
#include "console/base/json.h"
#include "console/base/text.h"
#include "tests/console/knowledge/table_story.h"

#include <jansson.h>

#include <stdio.h>

enum { FIELDS_MAX = 16, LINE_MAX_BYTES = 16 * 1024 };

/* ---- the lists ---- */

/* A row of a list: its fields by the names of the head. */
struct fields {
    char *head[FIELDS_MAX], *value[FIELDS_MAX];
    size_t count;
};

static const char *root(void)
{
    const char *named = getenv("AGENT1414_ROOT");
    return named != NULL ? named : ".";
}

static FILE *open_list(const char *name)
{
    char path[4096]; /* skip() leaves without cleaning up */
    snprintf(path, sizeof(path), "%s/../shared/domain/%s", root(), name);
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        printf("note: %s is not there: not compared with it\n", path);
        skip();
    }
    return file;
}

/* Splits at tabs, in place. */
static size_t split(char *line, char **fields)
{
    size_t count = 0;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *field; (field = strsep(&line, "\t")) != NULL;) {
        assert_true(count < FIELDS_MAX);
        fields[count++] = field;
    }
    return count;
}

static const char *field(const struct fields *fields, const char *name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->head[i], name) == 0)
            return fields->value[i];
    fail_msg("no field %s", name);
    return "";
}

/* Gives every row of the list to compare(). */
static void each_row(const char *name, const struct tables *tables,
                     void (*compare)(const struct fields *row,
                                     const struct tables *tables))
{
    char head[LINE_MAX_BYTES], line[LINE_MAX_BYTES];
    struct fields fields = {.count = 0};
    size_t rows = 0;
    FILE *file = open_list(name);
    assert_non_null(fgets(head, sizeof(head), file));
    size_t columns = split(head, fields.head);
    for (; fgets(line, sizeof(line), file) != NULL; rows++) {
        fields.count = split(line, fields.value);
        assert_int_equal(fields.count, columns);
        compare(&fields, tables);
    }
    fclose(file);
    assert_true(rows > 0);
}

/* ---- cells ---- */

/* "16.75" as 1675, "3614.2" as 361420; -1 for nothing. */
static int64_t x100(const char *text)
{
    char *end;
    if (*text == '\0')
        return -1;
    int64_t whole = strtoll(text, &end, 10) * 100;
    if (*end != '.')
        return whole;
    assert_true(strlen(end) == 2 || strlen(end) == 3);
    return whole + strtoll(end + 1, NULL, 10) * (strlen(end) == 2 ? 10 : 1);
}

static const json_t *row_on(const struct tables *tables, const char *table,
                            const char *key, const char *date)
{
    return table_row(tables, table, &key, 1, on(date), NULL);
}

static int64_t cell(const json_t *row, const char *column)
{
    const json_t *value = json_object_get(row, column);
    return json_is_null(value) ? -1 : json_integer_value(value);
}

/* The row holds from the first to the last day, and no day longer unless the
 * same figures go on. `last` may be empty: open, or closed with the index. */
static void spans(const struct tables *tables, const char *table,
                  const char *key, const char *first, const char *last)
{
    const json_t *row = row_on(tables, table, key, first);
    if (row == NULL)
        fail_msg("%s: no row for %s on %s", table, key, first);
    assert_string_equal(json_find_string(row, "from"), first);
    if (*last != '\0')
        assert_ptr_equal(row_on(tables, table, key, last), row);
    const char *until = json_find_string(row, "until");
    if (*last != '\0')
        assert_int_equal(on(until), on(last) + 1);
    else if (until != NULL)
        assert_string_equal(until, "2027-01-01");
}

/* ---- comparisons ---- */

/* Rows that give no figure: open conflicts and plans of an older law. */
static bool is_left_out(const char *kind)
{
    return strncmp(kind, "superseded", 10) == 0 ||
           strcmp(kind, "migrant_worker_eaeu") == 0 ||
           strcmp(kind, "ecp_abolished") == 0;
}

/* A ceiling whose note says that it is not confirmed. */
static bool is_doubted(const struct fields *row)
{
    return strcmp(field(row, "payer_kind"), "employer_deduction") == 0 &&
           strcmp(field(row, "valid_from"), "2020-01-01") == 0;
}

static void compare_cap(const struct fields *row, const struct tables *tables)
{
    const char *kind = field(row, "payer_kind");
    const char *cap = field(row, "cap");
    const json_t *is = row_on(tables, "caps", kind, field(row, "valid_from"));
    if (*cap == '\0' || is_doubted(row)) {
        assert_null(is);
        return;
    }
    assert_string_equal(strchr(cap, ' '), " MZP");
    assert_int_equal(cell(is, "mzp"), strtoll(cap, NULL, 10));
}

static void compare_rate(const struct fields *row, const struct tables *tables)
{
    const char *kind = field(row, "payer_kind");
    const char *first = field(row, "valid_from");
    if (is_left_out(kind))
        return;
    if (strcmp(field(row, "confidence"), "unconfirmed") == 0) {
        assert_true(*first == '\0' ||
                    row_on(tables, "rates", kind, first) == NULL);
        return;
    }
    spans(tables, "rates", kind, first, field(row, "valid_to"));
    const json_t *is = row_on(tables, "rates", kind, first);
    assert_int_equal(cell(is, "percent_x100"),
                     x100(field(row, "rate_percent")));
    assert_int_equal(cell(is, "amount"),
                     x100(field(row, "amount_tenge_if_fixed")));
    const char *base = json_find_string(is, "base");
    assert_string_equal(base != NULL ? base : "", field(row, "base"));
    assert_string_equal(json_find_string(is, "confidence"),
                        field(row, "confidence"));
    compare_cap(row, tables);
}

static void compare_index(const struct fields *row, const struct tables *tables)
{
    static const char *const names[][2] = {{"mrp", "mrp_tenge"},
                                           {"mzp", "mzp_tenge"}};
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *value = field(row, names[i][1]);
        const char *first = field(row, "valid_from");
        if (*value == '\0') {
            assert_null(row_on(tables, "indices", names[i][0], first));
            continue;
        }
        spans(tables, "indices", names[i][0], first, field(row, "valid_to"));
        assert_int_equal(
            cell(row_on(tables, "indices", names[i][0], first), "amount"),
            x100(value));
    }
}

/* The days between the rows have none: nothing is filled forward. */
static void compare_base_rate(const struct fields *row,
                              const struct tables *tables)
{
    const char *percent = field(row, "rate_percent");
    const char *key =
        strcmp(field(row, "kind"), "base rate") == 0 ? "base" : "refinancing";
    const char *first = field(row, "valid_from");
    if (*percent == '\0')
        return;
    spans(tables, "base_rate", key, first, field(row, "confirmed_to"));
    const json_t *is = row_on(tables, "base_rate", key, first);
    assert_int_equal(cell(is, "percent_x100"), x100(percent));
    assert_string_equal(json_find_string(is, "confidence"),
                        field(row, "confidence"));
}

static void the_rates_are_those_of_the_list(void **state)
{
    each_row("rates.tsv", *state, compare_rate);
}

static void the_indices_are_those_of_the_list(void **state)
{
    each_row("indices.tsv", *state, compare_index);
}

static void the_base_rates_are_those_of_the_list(void **state)
{
    each_row("nbk-base-rate.tsv", *state, compare_base_rate);
}

/* ---- without the lists ---- */

static void figures_that_matter_most(void **state)
{
    static const struct {
        const char *table, *key, *column, *date;
        int64_t value; /* -2: no row */
    } figures[] = {
        {"rates", "self_payer", "amount", "2020-01-01", 212500},
        {"rates", "self_payer", "amount", "2026-12-31", 425000},
        {"rates", "self_payer", "amount", "2027-01-01", -2},
        {"rates", "self_payer", "amount", "2019-12-31", -2},
        {"rates", "individual_entrepreneur", "amount", "2021-12-31", 297500},
        {"rates", "individual_entrepreneur", "amount", "2022-01-01", 420000},
        {"rates", "individual_entrepreneur", "amount", "2026-01-01", 595000},
        {"rates", "employer_deduction", "percent_x100", "2018-01-01", 150},
        {"rates", "employer_deduction", "percent_x100", "2026-01-01", 300},
        {"rates", "employee_contribution", "percent_x100", "2020-12-31", 100},
        {"rates", "employee_contribution", "percent_x100", "2021-01-01", 200},
        {"caps", "employer_deduction", "mzp", "2018-12-31", 15},
        {"caps", "employer_deduction", "mzp", "2019-01-01", -2},
        {"caps", "employer_deduction", "mzp", "2021-12-31", -2},
        {"caps", "employer_deduction", "mzp", "2025-12-31", 10},
        {"caps", "employer_deduction", "mzp", "2026-01-01", 40},
        {"caps", "employee_contribution", "mzp", "2025-12-31", 10},
        {"caps", "employee_contribution", "mzp", "2026-01-01", 20},
        {"caps", "self_employed_regime", "mzp", "2026-01-01", 20},
        {"indices", "mzp", "amount", "2018-12-31", 2828400},
        {"indices", "mzp", "amount", "2019-01-01", 4250000},
        {"indices", "mzp", "amount", "2026-12-31", 8500000},
        {"indices", "mzp", "amount", "2027-01-01", -2},
        {"indices", "mrp", "amount", "2020-03-31", 265100},
        {"indices", "mrp", "amount", "2020-04-01", 277800},
        {"indices", "mrp", "amount", "2026-01-01", 432500},
        {"base_rate", "base", "percent_x100", "2023-08-27", 1675},
        {"base_rate", "base", "percent_x100", "2023-08-28", -2},
        {"base_rate", "base", "percent_x100", "2024-02-26", 1475},
        {"base_rate", "base", "percent_x100", "2025-10-12", -2},
        {"base_rate", "base", "percent_x100", "2025-10-13", 1800},
        {"base_rate", "base", "percent_x100", "2026-03-08", 1800},
        {"base_rate", "base", "percent_x100", "2026-03-09", -2},
        {"penalty", "late", "k_x100", "2017-12-31", 250},
        {"penalty", "late", "k_x100", "2018-12-31", 125},
        {"penalty", "late", "k_x100", "2021-01-01", 125},
        {"penalty", "late", "k_x100", "2020-12-31", -2},
    };
    for (size_t i = 0; i < COUNT(figures); i++) {
        const json_t *row =
            row_on(*state, figures[i].table, figures[i].key, figures[i].date);
        int64_t is = row != NULL ? cell(row, figures[i].column) : -2;
        if (is != figures[i].value)
            fail_msg("%s %s %s: %lld", figures[i].table, figures[i].key,
                     figures[i].date, (long long)is);
    }
}

/* Every day of 2020 to 2026 has the indices; a sum is its part of them. */
static void every_day_has_its_indices(void **state)
{
    for (int64_t day = on("2020-01-01"); day <= on("2026-12-31"); day++) {
        char date[CLOCK_DATE_SIZE];
        clock_date(day, date);
        const json_t *mzp = row_on(*state, "indices", "mzp", date);
        const json_t *self = row_on(*state, "rates", "self_payer", date);
        const json_t *ie =
            row_on(*state, "rates", "individual_entrepreneur", date);
        assert_non_null(row_on(*state, "indices", "mrp", date));
        assert_int_equal(cell(self, "amount") * 20, cell(mzp, "amount"));
        assert_int_equal(cell(ie, "amount") * 100, cell(mzp, "amount") * 7);
    }
}

static int open_tables(void **state)
{
    AUTO_CHARS folder = mem_format("%s/kb/tables", root());
    struct error error = {0};
    *state = tables_load(folder, NULL, &error);
    if (*state == NULL)
        print_error("%s\n", error.detail);
    return *state == NULL;
}

static int close_tables(void **state)
{
    tables_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rates_are_those_of_the_list),
        cmocka_unit_test(the_indices_are_those_of_the_list),
        cmocka_unit_test(the_base_rates_are_those_of_the_list),
        cmocka_unit_test(figures_that_matter_most),
        cmocka_unit_test(every_day_has_its_indices),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
