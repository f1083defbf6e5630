/* What commands print: tables by cells or as CSV, JSON, pairs of a title and a
 * text. Foreign text is cleaned before it is printed. */
#ifndef CONSOLE_CLI_CLI_PRINT_H
#define CONSOLE_CLI_CLI_PRINT_H

#include <stdbool.h>
#include <stddef.h>

struct cli;
struct json_t;

/* Marks a text that is translated where it is printed. */
#define N_(text) text

/* A column: the member of a row's object, and its title (a msgid). */
struct cli_column {
    const char *key, *title;
};

/* Prints one line of JSON: sorted keys, never localised. */
void cli_print_json(const struct json_t *value);

/* Prints an array of objects: as CSV when --csv was given (RFC 4180, the keys
 * as its head, a value that a spreadsheet takes for a formula gets a ' in
 * front), else as a table aligned by cells under translated titles. */
void cli_print_rows(const struct cli *cli, const struct cli_column *columns,
                    size_t count, const struct json_t *rows);

/* Prints "title:  text" (a msgid); what is NULL or empty is left out. */
void cli_print_pair(const char *title, const char *text);

/* Prints a text wrapped to 78 cells, each line behind `indent` spaces. */
void cli_print_text(int indent, const char *text);

#endif
