/* Exports: what a foreign reader of CSV reads is what was there, no cell is a
 * formula, and the file lands where it was meant to or nowhere. */
#include "console/base/json.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/cli/cli_csv.h"
#include "tests/console/cases/store_kit.h"
#include "tests/console/cli/cli_kit.h"
#include "tests/kit/people_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define IIN "850101300808"

enum { ROWS = 300, CELLS = 4 };

static struct store_kit kit;
static char place[400];

static const struct people_kit people[] = {
    {"ag17", ROLE_AGENT, NULL}, {"boss", ROLE_SUPERVISOR, NULL}, {0}};

static int begin(void **state)
{
    if (cli_kit_begin(state) != 0)
        return -1;
    store_kit_make(&kit);
    struct store *store = store_kit_open(&kit, &kit.agent);
    struct call_record *formula = store_kit_case(IIN, "ALA");
    free(formula->opened->issue);
    formula->opened->issue = mem_copy("=1+1;\"қ\"");
    store_kit_save(store, formula);
    store_kit_save(store, store_kit_case(IIN, "KZO"));
    store_close(store);
    people_kit_fill(kit.folder, people);
    snprintf(place, sizeof(place), "-o store.folder=%s --as boss", kit.folder);
    return 0;
}

static int end(void **state)
{
    store_kit_remove(&kit);
    return cli_kit_end(state);
}

/* What Python's csv makes of the bytes, as JSON. The caller decrefs. */
static json_t *read_by_python(const char *path, char separator)
{
    AUTO_CHARS line = mem_format(
        "python3 -c 'import csv, json, sys; print(json.dumps(list(csv.reader("
        "open(sys.argv[1], encoding=\"utf-8-sig\", newline=\"\"),"
        " delimiter=sys.argv[2], strict=True))))' '%s' '%c'",
        path, separator);
    AUTO_TEXT out = {0};
    char bytes[4096];
    size_t got;
    FILE *python = popen(line, "r");

    assert_non_null(python);
    while ((got = fread(bytes, 1, sizeof(bytes), python)) > 0)
        text_add_n(&out, bytes, got);
    assert_int_equal(pclose(python), 0);
    json_t *rows = json_loads(text_chars(&out), 0, NULL);
    assert_non_null(rows);
    return rows;
}

static char *odd_cell(unsigned *dice)
{
    static const char *const bits[] = {"=", "+",  "-",  "@",    "\"", ",",
                                       ";", "\n", "\r", "\t",   "қ",  "я",
                                       "'", " ",  "1",  "\"\"", "|",  "A1"};
    struct text cell = {0};

    for (*dice = *dice * 1664525u + 1013904223u; (*dice >> 8) % 6;
         *dice = *dice * 1664525u + 1013904223u)
        text_add(&cell, bits[(*dice >> 12) % COUNT(bits)]);
    return text_take(&cell);
}

/* The cell as it must be read: with a ' where a formula would begin. */
static void assert_cell(const json_t *row, size_t i, const char *cell)
{
    const char *read = json_string_value(json_array_get(row, i));
    bool formula = *cell && strchr("=+-@\t\r\n", *cell);
    AUTO_CHARS guarded = mem_format("%s%s", formula ? "'" : "", cell);

    assert_non_null(read);
    assert_string_equal(read, guarded);
}

static void odd_cells_are_read_back_by_another_reader(void **state)
{
    (void)state;
    static const struct {
        enum language language;
        char separator;
    } kinds[] = {{LANGUAGE_KK, ';'}, {LANGUAGE_RU, ';'}, {LANGUAGE_EN, ','}};
    AUTO_CHARS path = mem_format("%s/odd.csv", cli_kit_home());
    for (size_t k = 0; k < COUNT(kinds); k++) {
        struct cli_csv csv;
        unsigned dice = 1414;
        char *cells[ROWS][CELLS];
        cli_csv_begin(&csv, kinds[k].language);
        for (int i = 0; i < ROWS; i++, cli_csv_row(&csv))
            for (int j = 0; j < CELLS; j++) {
                cells[i][j] = odd_cell(&dice);
                cli_csv_cell(&csv, cells[i][j], true);
            }
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        assert_int_equal(
            fwrite(text_chars(&csv.text), 1, csv.text.length, file),
            csv.text.length);
        fclose(file);
        AUTO_JSON rows = read_by_python(path, kinds[k].separator);
        assert_int_equal(json_array_size(rows), ROWS);
        for (int i = 0; i < ROWS; i++)
            for (int j = 0; j < CELLS; j++) {
                assert_cell(json_array_get(rows, (size_t)i), (size_t)j,
                            cells[i][j]);
                free(cells[i][j]);
            }
        cli_csv_clear(&csv);
    }
}

static void a_file_opens_right_in_kazakh_and_stands_in_the_log(void **state)
{
    (void)state;
    AUTO_CHARS path = mem_format("%s/cases.csv", cli_kit_home());
    AUTO_SAID said =
        cli_kit_run(NULL, "%s case export %s --language kk", place, path);
    struct stat facts;
    assert_int_equal(said.exit_code, 0);
    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    AUTO_JSON rows = read_by_python(path, ';');
    assert_int_equal(json_array_size(rows), 3);
    AUTO_CHARS text = json_dumps(rows, JSON_COMPACT);
    assert_non_null(strstr(text, "'=1+1;"));
    assert_non_null(strstr(text, "Өтініш"));
    assert_null(strstr(text, IIN));
    AUTO_SAID looked =
        cli_kit_run(NULL, "%s audit who-saw --agent boss --json", place);
    cli_kit_has(&looked.out, "\"kind\":\"exported\"");
}

static void what_is_there_is_not_written_over(void **state)
{
    (void)state;
    AUTO_CHARS path = mem_format("%s/there.csv", cli_kit_home());
    AUTO_SAID first = cli_kit_run(NULL, "%s call export %s", place, path);
    AUTO_SAID again = cli_kit_run(NULL, "%s call export %s", place, path);
    assert_int_equal(first.exit_code, 0);
    assert_int_not_equal(again.exit_code, 0);
    cli_kit_one_line(&again.err);
}

static void a_file_lands_nowhere_else(void **state)
{
    (void)state;
    AUTO_CHARS real = mem_format("%s/real", cli_kit_home());
    AUTO_CHARS link = mem_format("%s/link", cli_kit_home());
    AUTO_CHARS dangling = mem_format("%s/dangling.csv", cli_kit_home());
    assert_int_equal(mkdir(real, 0700), 0);
    assert_int_equal(symlink(real, link), 0);
    assert_int_equal(symlink("real/made.csv", dangling), 0);
    AUTO_CHARS through = mem_format("%s/x.csv", link);
    AUTO_CHARS upward = mem_format("%s/../x.csv", real);
    const char *const bad[] = {"../x.csv",  "a/b.csv", "'|cat'", ".hidden",
                               "-- -x.csv", "..",      "/",      through,
                               upward,      dangling,  real};
    for (size_t i = 0; i < COUNT(bad); i++) {
        AUTO_SAID said = cli_kit_run(NULL, "%s case export %s", place, bad[i]);
        if (said.exit_code == 0)
            fail_msg("made: %s", bad[i]);
    }
    AUTO_CHARS made = mem_format("%s/made.csv", real);
    assert_int_not_equal(access(made, F_OK), 0);
}

static void an_agent_exports_nothing(void **state)
{
    (void)state;
    AUTO_CHARS path = mem_format("%s/agent.csv", cli_kit_home());
    AUTO_SAID file = cli_kit_run(
        NULL, "-o store.folder=%s --as ag17 case export %s", kit.folder, path);
    AUTO_SAID printed = cli_kit_run(
        NULL, "-o store.folder=%s --as ag17 case list --csv", kit.folder);
    assert_int_not_equal(file.exit_code, 0);
    assert_int_not_equal(printed.exit_code, 0);
    assert_int_equal(printed.out.length, 0);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void board_and_reviews_are_printed(void **state)
{
    (void)state;
    AUTO_SAID board = cli_kit_run(NULL, "%s board --once", place);
    AUTO_SAID json = cli_kit_run(NULL, "%s board --json", place);
    AUTO_SAID queue =
        cli_kit_run(NULL,
                    "%s review list -o review.sample_percent=100 --json"
                    " --from 2026-11-01 --until 2026-11-30",
                    place);
    AUTO_SAID bad = cli_kit_run(NULL, "%s review add nowhere --score 6", place);
    assert_int_equal(board.exit_code, 0);
    cli_kit_has(&board.out, "Open by branch");
    cli_kit_has(&board.out, "\xe2\x96\x88");
    AUTO_JSON figures = cli_kit_json(&json);
    assert_int_equal(json_integer_value(json_object_get(figures, "open")), 2);
    AUTO_JSON calls = cli_kit_json(&queue);
    assert_int_equal(json_integer_value(json_object_get(calls, "left")), 2);
    assert_int_equal(bad.exit_code, 2);
}

static void options_that_are_wrong_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "--state opened",         "--spoken de",
        "--from 2026-13",         "--until yesterday",
        "--after 43-26-000123-7", "--by-due --before 9"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        AUTO_SAID said = cli_kit_run(NULL, "%s case list %s", place, bad[i]);
        if (said.exit_code != 2)
            fail_msg("%s: %d", bad[i], said.exit_code);
    }
    AUTO_SAID good = cli_kit_run(
        NULL,
        "%s case list --state open,in_work --active --by-due --spoken kk"
        " --from 2026-01-01 --until 2030-01-01 --json",
        place);
    AUTO_JSON all = cli_kit_json(&good);
    assert_int_equal(json_array_size(json_object_get(all, "cases")), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_cells_are_read_back_by_another_reader),
        cmocka_unit_test(a_file_opens_right_in_kazakh_and_stands_in_the_log),
        cmocka_unit_test(what_is_there_is_not_written_over),
        cmocka_unit_test(a_file_lands_nowhere_else),
        cmocka_unit_test(an_agent_exports_nothing),
        cmocka_unit_test(board_and_reviews_are_printed),
        cmocka_unit_test(options_that_are_wrong_are_refused),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
