/* The shipped tables against the lists they were made of, cell by cell. The
 * lists lie beside the project, not in it: without them this is skipped. */
#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/base/text.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LINE = 16384, FIELDS = 32 };

/* One list and its table: which columns must say the same. A cell is named by
 * its member, or member.language. */
struct pair {
    const char *list, *table;
    const char *cells[12][2]; /* list, table; the first is the key */
};

static const struct pair pairs[] = {
    {"categories",
     "categories",
     {{"id", "category"},
      {"name_kk", "name.kk"},
      {"name_ru", "name.ru"},
      {"name_en", "name.en"},
      {"valid_from", "from"},
      {"valid_to", "until"},
      {"source", "source"},
      {"confidence", "confidence"},
      {"note", "note"}}},
    {"packages",
     "packages",
     {{"id", "service"},
      {"name_kk", "name.kk"},
      {"name_ru", "name.ru"},
      {"name_en", "name.en"},
      {"package", "package"},
      {"valid_from", "from"},
      {"valid_to", "until"},
      {"source", "source"},
      {"confidence", "confidence"},
      {"note", "note"}}},
    {"channels",
     "channels",
     {{"id", "channel"},
      {"name_kk", "name.kk"},
      {"name_ru", "name.ru"},
      {"name_en", "name.en"},
      {"address_or_code", "address"},
      {"valid_from", "from"},
      {"valid_to", "until"},
      {"source", "source"},
      {"confidence", "confidence"},
      {"note", "note"}}},
    {"calendar",
     "calendar",
     {{"date", "day"},
      {"kind", "kind"},
      {"name_kk", "name.kk"},
      {"name_ru", "name.ru"},
      {"name_en", "name.en"},
      {"date", "from"},
      {"source", "source"},
      {"confidence", "confidence"},
      {"note", "note"}}},
    {"deadlines",
     "terms",
     {{"id", "deadline"},
      {"amount", "amount"},
      {"unit", "unit"},
      {"counted_from", "counted_from"},
      {"valid_from", "from"},
      {"valid_to", "until"},
      {"source", "source"},
      {"confidence", "confidence"},
      {"note", "note"}}},
    {"hours",
     "hours",
     {{"weekday", "weekday"},
      {"branch", "place"},
      {"from", "opens"},
      {"to", "closes"},
      {"lunch_from", "lunch_from"},
      {"lunch_to", "lunch_to"},
      {"source", "source"},
      {"confidence", "confidence"}}},
    {"branches",
     "branches",
     {{"id", "code"},
      {"kato2", "region"},
      {"tz_iana", "zone"},
      {"name_kk", "name.kk"},
      {"name_ru", "name.ru"},
      {"name_en", "name.en"},
      {"centre", "centre.en"},
      {"phone", "phone"},
      {"phone_kind", "phone_note"},
      {"source", "source"},
      {"confidence", "confidence"},
      {"note", "note"}}},
};

/* What the tables call otherwise, whole cells; and what is said otherwise. */
static const char *const renamed[][2] = {
    {"student_full_time", "student"},
    {"unemployed_registered", "unemployed"},
    {"unemployed_registered_local", "unemployed"},
    {"socially_significant_diagnosis_2026", "socially_significant_diagnosis"},
    {"screening_old", "screening"},
    {"screening_2026", "screening"},
    {"GOBMP", "guaranteed"},
    {"OSMS", "insurance"},
    {"NONE", "none"},
    {"see branches.tsv", "see the table branches"}};
static const char *const seeds[][2] = {
    {"000_a28fbcdf530128f8.txt", "seed 000"},
    {"001_dd02c107f5421fe9.txt", "seed 001"},
    {"002_78fdfea7981b4c94.txt", "seed 002"},
    {"003_dcd657c98ee49f0e.txt", "seed 003"},
    {"004_c0b29d5a365d85f0.txt", "seed 004"}};

/* A line of a list under its head. */
struct line {
    char *names[FIELDS], *values[FIELDS];
    size_t count;
};

static size_t split(char *text, char **fields)
{
    size_t count = 0;
    text[strcspn(text, "\r\n")] = '\0';
    for (char *at = text; at && count < FIELDS; count++) {
        fields[count] = at;
        at = strchr(at, '\t');
        if (at)
            *at++ = '\0';
    }
    return count;
}

static const char *field(const struct line *line, const char *name)
{
    for (size_t i = 0; i < line->count; i++)
        if (strcmp(line->names[i], name) == 0)
            return line->values[i];
    fail_msg("the list has no column %s", name);
    return NULL;
}

/* The cell of a list as the table should say it. The caller frees. */
static char *expected(const struct line *line, const char *name)
{
    const char *value = field(line, name);
    struct text out = {0};
    for (size_t i = 0; i < COUNT(renamed); i++)
        if (strcmp(value, renamed[i][0]) == 0)
            return mem_copy(renamed[i][1]);
    if (strcmp(name, "valid_to") == 0 && *value) {
        char date[CLOCK_DATE_SIZE];
        int64_t last;
        assert_true(clock_parse_date(value, &last));
        clock_date(last + 1, date);
        return mem_copy(date);
    }
    while (*value) {
        size_t seed = 0;
        while (seed < COUNT(seeds) &&
               strncmp(value, seeds[seed][0], strlen(seeds[seed][0])) != 0)
            seed++;
        if (seed < COUNT(seeds)) {
            text_add(&out, seeds[seed][1]);
            value += strlen(seeds[seed][0]);
        } else {
            text_add_n(&out, value++, 1);
        }
    }
    return text_take(&out);
}

/* The cell of a table's row; "" for null. The caller frees. */
static char *cell(const json_t *row, const char *name)
{
    char member[64];
    const char *dot = strchr(name, '.');
    snprintf(member, sizeof(member), "%.*s",
             (int)(dot ? dot - name : (ptrdiff_t)strlen(name)), name);
    const json_t *value = json_object_get(row, member);
    if (dot)
        value = json_object_get(value, dot + 1);
    if (json_is_string(value))
        return mem_copy(json_string_value(value));
    return value && !json_is_null(value) ? json_canonical(value) : mem_copy("");
}

/* A note may say more than the list's; a row may open on a day of our own
 * where the list has none; the two screenings are named as one. */
static bool agrees(const struct line *line, const char *const *names,
                   const char *wanted, const char *got)
{
    if (strcmp(names[1], "note") == 0)
        return strstr(got, wanted) != NULL;
    if (strcmp(names[1], "from") == 0 && !*wanted)
        return true;
    if (strncmp(names[1], "name.", 5) == 0 &&
        strncmp(line->values[0], "screening_", 10) == 0)
        return true;
    return strcmp(wanted, got) == 0;
}

/* The row that a line became: of the same key, and opened on the same day. */
static const json_t *find_row(const json_t *rows, const struct pair *pair,
                              const struct line *line)
{
    size_t i;
    json_t *row;
    AUTO_CHARS key = expected(line, pair->cells[0][0]);
    bool dated = strcmp(pair->cells[0][0], "id") == 0 &&
                 strcmp(pair->list, "branches") != 0;
    const char *from = dated ? field(line, "valid_from") : "";
    json_array_foreach(rows, i, row)
    {
        AUTO_CHARS its = cell(row, pair->cells[0][1]);
        AUTO_CHARS since = cell(row, "from");
        if (strcmp(its, key) == 0 && (!*from || strcmp(since, from) == 0))
            return row;
    }
    return NULL;
}

static void compare_line(const struct pair *pair, const json_t *rows,
                         const struct line *line)
{
    const json_t *row = find_row(rows, pair, line);
    if (!row)
        fail_msg("%s: no row for %s", pair->table, line->values[0]);
    for (size_t i = 0; i < COUNT(pair->cells) && pair->cells[i][0]; i++) {
        AUTO_CHARS wanted = expected(line, pair->cells[i][0]);
        AUTO_CHARS got = cell(row, pair->cells[i][1]);
        if (!agrees(line, pair->cells[i], wanted, got))
            fail_msg("%s %s, %s: \"%s\" is not \"%s\"", pair->table,
                     line->values[0], pair->cells[i][1], got, wanted);
    }
}

/* Compares one list; how many lines it has. */
static int compare(const struct pair *pair, FILE *list, const char *root)
{
    char head[LINE], text[LINE];
    struct line line = {.count = 0};
    int lines = 0;
    AUTO_CHARS path = mem_format("%s/kb/tables/%s.json", root, pair->table);
    AUTO_JSON table = json_load_file(path, 0, NULL);
    assert_non_null(table);
    assert_non_null(fgets(head, sizeof(head), list));
    line.count = split(head, line.names);
    for (; fgets(text, sizeof(text), list); lines++) {
        assert_int_equal(split(text, line.values), line.count);
        compare_line(pair, json_object_get(table, "rows"), &line);
    }
    return lines;
}

static void every_line_of_the_lists_is_in_the_tables(void **state)
{
    (void)state;
    const char *root = getenv("AGENT1414_ROOT");
    root = root ? root : ".";
    int lines = 0;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        char path[4096]; /* skip() leaves without cleaning up */
        snprintf(path, sizeof(path), "%s/../shared/domain/%s.tsv", root,
                 pairs[i].list);
        FILE *list = fopen(path, "r");
        if (!list) {
            print_message("skipped: no %s\n", path);
            skip();
        }
        lines += compare(&pairs[i], list, root);
        fclose(list);
    }
    print_message("%d lines of the lists\n", lines);
    assert_true(lines > 150);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_of_the_lists_is_in_the_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
