/* Exports: all rows of a filter, as CSV, into a new file of the own user; what
 * is exported stands in the log before the first byte is written. */
#include "console/cli/cli_export.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store.h"
#include "console/cases/store_export.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_csv.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_file.h"
#include "console/cli/cli_list.h"
#include "console/cli/cli_print.h"
#include "console/desk.h"
#include "console/people/right.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROWS_MAX = 100000, PAGE_ROWS = 1000 };

struct exporting {
    const struct desk *desk;
    const struct cli_export *export;
    struct store_filter filter;
    struct store_progress progress;
    struct cli_csv csv;
    int64_t rows;
    int64_t most; /* as --limit wants */
};

/* A moment as a spreadsheet reads it, in the line's zone. */
static char *moment(const struct desk *desk, int64_t ms)
{
    char minute[CLOCK_ISO_SIZE];
    zone_minute(desk->zone, ms, minute);
    return mem_copy(minute);
}

static void add_cell(struct exporting *exporting, const json_t *value)
{
    const char *text = json_string_value(value);
    int64_t ms;
    if (!value || json_is_null(value)) {
        cli_csv_cell(&exporting->csv, "", false);
    } else if (!text) {
        AUTO_CHARS number = json_canonical(value);
        cli_csv_cell(&exporting->csv, number, false);
    } else if (clock_parse_iso(text, &ms)) {
        AUTO_CHARS local = moment(exporting->desk, ms);
        cli_csv_cell(&exporting->csv, local, true);
    } else {
        AUTO_CHARS clean = text_clean(text, json_string_length(value), false);
        cli_csv_cell(&exporting->csv, clean, true);
    }
}

static void add_row(struct exporting *exporting, const json_t *row)
{
    const struct cli_export *export = exporting->export;
    for (size_t i = 0; i < export->count; i++)
        add_cell(exporting, json_object_get(row, export->columns[i].key));
    cli_csv_row(&exporting->csv);
    exporting->rows++;
}

static void add_head(struct exporting *exporting)
{
    const struct cli_export *export = exporting->export;
    for (size_t i = 0; i < export->count; i++)
        cli_csv_cell(&exporting->csv, gettext(export->columns[i].title), true);
    cli_csv_row(&exporting->csv);
}

/* The next page of rows; *more: another one follows. */
static bool add_page(struct exporting *exporting, bool *more,
                     struct error *error)
{
    int64_t left = exporting->most - exporting->rows;
    exporting->filter.limit = (int)(left < PAGE_ROWS ? left : PAGE_ROWS);
    AUTO_JSON rows = exporting->export->list(exporting->desk->store,
                                             &exporting->filter, error);
    for (size_t i = 0; i < json_array_size(rows); i++)
        add_row(exporting, json_array_get(rows, i));
    exporting->filter.before_seq = exporting->progress.next_seq;
    exporting->filter.after_due_ms = exporting->progress.next_due_ms;
    *more = exporting->filter.before_seq > 0;
    return rows != NULL;
}

/* Reads until there is no more; one row above the most is too many. */
static bool add_rows(struct exporting *exporting, struct error *error)
{
    bool more = true;
    while (more && exporting->rows < exporting->most)
        if (!add_page(exporting, &more, error))
            return false;
    return exporting->rows <= ROWS_MAX ||
           error_set(error, MESSAGE_EXPORT_LIMIT, "%d", ROWS_MAX);
}

static bool commit(const struct exporting *exporting, struct error *error)
{
    const struct cli_export *export = exporting->export;
    AUTO_JSON columns = json_array();
    for (size_t i = 0; i < export->count; i++)
        json_array_append_new(columns, json_string(export->columns[i].key));
    return store_add_export(exporting->desk->store,
                            &(struct store_export){export->what,
                                                   &exporting->filter,
                                                   exporting->rows, columns},
                            error);
}

/* The file is made first, so that nothing is committed for one that cannot
 * be; and nothing is in it before the commit. */
static bool write_file(const struct exporting *exporting, const char *path,
                       struct error *error)
{
    struct cli_file file;
    if (!cli_file_make(&file, path, error))
        return false;
    if (!commit(exporting, error)) {
        cli_file_drop(&file);
        return false;
    }
    return cli_file_write(&file, text_chars(&exporting->csv.text),
                          exporting->csv.text.length, error);
}

static char *default_name(const struct exporting *exporting)
{
    char date[CLOCK_DATE_SIZE];
    zone_date(exporting->desk->zone, clock_now_ms(), date);
    return mem_format("%s-%s.csv", exporting->export->what, date);
}

static void exporting_clear(struct exporting *exporting)
{
    cli_csv_clear(&exporting->csv);
}

int cli_export(const struct cli *cli, const struct desk *desk,
               const struct cli_export *export)
{
    struct error error = {0};
    AUTO(exporting_clear)
    struct exporting exporting = {.desk = desk, .export = export};
    AUTO_CHARS path =
        cli->count > 2 ? mem_copy(cli->words[2]) : default_name(&exporting);
    if (!right_need(&desk->user, RIGHT_EXPORT, &error) ||
        !cli_list_filter(cli, desk, &exporting.filter, &error))
        return cli_fail(&error);
    exporting.most =
        exporting.filter.limit > 0 ? exporting.filter.limit : ROWS_MAX + 1;
    exporting.filter.progress = &exporting.progress;
    cli_csv_begin(&exporting.csv, desk->language);
    add_head(&exporting);
    if (!add_rows(&exporting, &error) || !write_file(&exporting, path, &error))
        return cli_fail(&error);
    printf(gettext("%lld rows are in %s.\n"), (long long)exporting.rows, path);
    return EXIT_OK;
}

bool cli_export_note(const struct cli *cli, const struct desk *desk,
                     const struct cli_export *export,
                     const struct store_filter *filter, int64_t rows,
                     struct error *error)
{
    const struct exporting exporting = {
        .desk = desk, .export = export, .filter = *filter, .rows = rows};
    return !cli->csv || commit(&exporting, error);
}
