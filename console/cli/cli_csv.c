/* Cells and rows of CSV. */
#include "console/cli/cli_csv.h"

#include <string.h>

static const char byte_order_mark[] = "\xef\xbb\xbf";

void cli_csv_begin(struct cli_csv *csv, enum language language)
{
    *csv = (struct cli_csv){.separator = language == LANGUAGE_EN ? ',' : ';'};
    text_add(&csv->text, byte_order_mark);
}

void cli_csv_clear(struct cli_csv *csv)
{
    text_clear(&csv->text);
}

/* Both separators are quoted, so that a reader who takes the other one for it
 * does not part a cell. */
void cli_csv_cell(struct cli_csv *csv, const char *cell, bool foreign)
{
    bool formula = foreign && *cell && strchr("=+-@\t\r\n", *cell);
    bool quote = formula || strpbrk(cell, ",;\"\r\n\t");

    if (csv->in_row)
        text_add_n(&csv->text, &csv->separator, 1);
    csv->in_row = true;
    text_add(&csv->text, quote ? "\"" : "");
    text_add(&csv->text, formula ? "'" : "");
    for (; *cell; cell++) {
        text_add_n(&csv->text, cell, 1);
        if (*cell == '"')
            text_add(&csv->text, "\"");
    }
    text_add(&csv->text, quote ? "\"" : "");
}

void cli_csv_row(struct cli_csv *csv)
{
    text_add(&csv->text, "\r\n");
    csv->in_row = false;
}
