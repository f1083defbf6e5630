/* Printing for people, for spreadsheets and for programs. */
#include "console/cli/cli_print.h"

#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cli/cli_command.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 78, TITLE_CELLS = 22 };

void cli_print_json(const struct json_t *value)
{
    AUTO_CHARS text = json_canonical(value);
    puts(text);
}

/* A cell's text; nothing for null. The caller frees. */
static char *cell_text(const json_t *value)
{
    if (!value || json_is_null(value))
        return mem_copy("");
    if (!json_is_string(value))
        return json_canonical(value);
    return text_clean(json_string_value(value), json_string_length(value),
                      false);
}

/* ---- CSV ---- */

/* Quoted where RFC 4180 wants it; numbers of JSON are no formulas. */
static void print_field(const char *text, bool guard)
{
    bool quote = strpbrk(text, ",\"\r\n") != NULL;
    if (quote)
        putchar('"');
    if (guard && *text && strchr("=+-@\t\r", *text))
        putchar('\'');
    for (; *text; text++) {
        if (*text == '"')
            putchar('"');
        putchar(*text);
    }
    if (quote)
        putchar('"');
}

static void print_csv(const struct cli_column *columns, size_t count,
                      const json_t *rows)
{
    for (size_t i = 0; i < count; i++)
        printf("%s%s", i ? "," : "", columns[i].key);
    fputs("\r\n", stdout);
    for (size_t row = 0; row < json_array_size(rows); row++) {
        for (size_t i = 0; i < count; i++) {
            const json_t *value =
                json_object_get(json_array_get(rows, row), columns[i].key);
            AUTO_CHARS text = cell_text(value);
            if (i)
                putchar(',');
            print_field(text, json_is_string(value));
        }
        fputs("\r\n", stdout);
    }
}

/* ---- tables ---- */

static void print_padded(const char *text, int cells)
{
    int gap = cells - text_cells(text);
    printf("%s%*s", text, gap > 0 ? gap : 0, "");
}

static void measure(const struct cli_column *columns, size_t count,
                    const json_t *rows, int *cells)
{
    for (size_t i = 0; i < count; i++) {
        cells[i] = text_cells(gettext(columns[i].title));
        for (size_t row = 0; row < json_array_size(rows); row++) {
            AUTO_CHARS text = cell_text(
                json_object_get(json_array_get(rows, row), columns[i].key));
            int wide = text_cells(text);
            cells[i] = wide > cells[i] ? wide : cells[i];
        }
    }
}

static void print_row(const struct cli_column *columns, size_t count,
                      const json_t *row, const int *cells)
{
    for (size_t i = 0; i < count; i++) {
        AUTO_CHARS text = row ? cell_text(json_object_get(row, columns[i].key))
                              : mem_copy(gettext(columns[i].title));
        print_padded(text, i + 1 < count ? cells[i] + 2 : 0);
    }
    putchar('\n');
}

void cli_print_rows(const struct cli *cli, const struct cli_column *columns,
                    size_t count, const struct json_t *rows)
{
    if (cli->csv) {
        print_csv(columns, count, rows);
        return;
    }
    int *cells = mem_grow(NULL, count, sizeof(*cells));
    measure(columns, count, rows, cells);
    print_row(columns, count, NULL, cells);
    for (size_t row = 0; row < json_array_size(rows); row++)
        print_row(columns, count, json_array_get(rows, row), cells);
    free(cells);
}

/* ---- pairs and texts ---- */

void cli_print_pair(const char *title, const char *text)
{
    if (!text || !*text)
        return;
    AUTO_CHARS clean = text_clean(text, strlen(text), false);
    AUTO_CHARS head = mem_format("%s:", gettext(title));
    print_padded(head, TITLE_CELLS);
    printf(" %s\n", clean);
}

static void print_line(const char *bytes, size_t length, void *cookie)
{
    printf("%*s%.*s\n", *(const int *)cookie, "", (int)length, bytes);
}

void cli_print_text(int indent, const char *text)
{
    AUTO_CHARS clean = text_clean(text, strlen(text), true);
    int room = WIDTH - indent;
    text_wrap(clean, room > 20 ? room : 20, print_line, &indent);
}
