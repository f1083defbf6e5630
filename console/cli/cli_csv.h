/* CSV as a spreadsheet opens it right: UTF-8 with its mark, RFC 4180, and no
 * cell that would be run as a formula. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_CSV_H
#define CONSOLE_CLI_CLI_CSV_H

#include "console/base/language.h"
#include "console/base/text.h"

#include <stdbool.h>

struct cli_csv {
    struct text text; /* all of it so far */
    char separator;
    bool in_row; /* the row has a cell already */
};

/* Begins with the mark; Excel expects ';' where the comma parts decimals. */
void cli_csv_begin(struct cli_csv *csv, enum language language);
void cli_csv_clear(struct cli_csv *csv);

/* Adds a cell to the row. `foreign`: a text, not a number of ours, so what a
 * spreadsheet takes for a formula gets a ' in front. */
void cli_csv_cell(struct cli_csv *csv, const char *cell, bool foreign);

/* Ends the row (CRLF). */
void cli_csv_row(struct cli_csv *csv);

#endif
