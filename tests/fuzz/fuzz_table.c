/* A table (the tests' fees, changed): refused with its findings, or whatever
 * row is in force on a day is the only one, and holds on that day. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/knowledge/table.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct count {
    int64_t day;
    int rows, sure;
};

static bool count_line(const struct table_line *line, void *cookie)
{
    struct count *count = cookie;
    HOLDS(line->from < line->until, "no row ends before it begins");
    count->rows++;
    count->sure += !line->unconfirmed && line->from <= count->day &&
                   count->day < line->until;
    return true;
}

static bool count_row(const json_t *row, void *cookie)
{
    struct count *count = cookie;
    HOLDS(json_is_object(row), "a row is one");
    count->rows++;
    return true;
}

static void check(const struct tables *tables, int64_t day)
{
    const char *keys[] = {"club"};
    struct error error = {0};
    struct count lines = {.day = day}, rows = {.day = day};
    struct findings findings = {0};
    const json_t *row = table_row(tables, "fees", keys, 1, day, &error);
    HOLDS(!row == (error.message != MESSAGE_NONE),
          "a row, or why there is none");
    if (row && table_keys(tables, "fees") == 1)
        HOLDS(table_column_type(tables, "fees", "kind") == NULL ||
                  table_has_key(tables, "fees", 0, "club"),
              "a row that is found has its key");
    table_each_line(tables, "fees", count_line, &lines);
    table_each(tables, "fees", day, count_row, &rows);
    HOLDS(rows.rows == lines.sure, "rows in force are those in force");
    int64_t next = table_next_day(tables, "fees", day);
    HOLDS(next > day, "the next change comes");
    tables_audit(tables, day, &findings);
    findings_clear(&findings);
    AUTO_CHARS money = table_money(day * 137);
    fuzz_clean(money, false);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct fuzz_bytes input = {bytes, length};
    struct error error = {0};
    struct findings findings = {0};
    uint32_t seed = fuzz_seed(bytes, length);
    AUTO_CHARS edited =
        fuzz_edit("tests/console/script/tables/fees.json", &input);
    AUTO_CHARS folder = mem_format("%s/tables", fuzz_folder());
    mkdir(folder, 0700);
    fuzz_file("tables/fees.json", edited, strlen(edited));
    struct tables *tables = tables_load(folder, &findings, &error);
    HOLDS(!tables == findings_refuse(&findings),
          "refused for what was found, and only then");
    HOLDS(!tables == (error.message == MESSAGE_TABLE_BAD), "and it says so");
    for (int i = 0; tables && i < 4; i++)
        check(tables, clock_days(2020, 1, 1) + fuzz_roll(&seed) % 4000);
    findings_clear(&findings);
    tables_free(tables);
    return 0;
}
