/* What is exported for spreadsheets: a reader of RFC 4180 gets back each cell
 * as it was, no text becomes two cells or a row, and none is a formula. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/memory.h"
#include "console/cli/cli_csv.h"

#include <stdlib.h>
#include <string.h>

enum { CELLS = 3 };

/* Reads the next cell of what was written, as RFC 4180 says; *at moves to what
 * ends it. */
static char *read_cell(const char **at, char separator)
{
    struct text cell = {0};
    bool quoted = **at == '"';
    for (*at += quoted; **at; (*at)++) {
        if (quoted && **at == '"' && (*at)[1] != '"')
            break;
        if (!quoted && (**at == separator || **at == '\r' || **at == '\n'))
            break;
        *at += quoted && **at == '"';
        text_add_n(&cell, *at, 1);
    }
    *at += quoted;
    return text_take(&cell);
}

static void check_cell(const char *read, const char *cell, bool foreign)
{
    bool marked = foreign && read[0] == '\'' && strcmp(read + 1, cell) == 0;
    HOLDS(marked || strcmp(read, cell) == 0, "a cell is read as it was");
    HOLDS(!foreign || !read[0] || !strchr("=+-@\t\r\n", read[0]),
          "no text is a formula");
}

static void check(const struct cli_csv *csv, char *const *cells, bool foreign)
{
    const char *at = csv->text.chars + strlen("\xef\xbb\xbf");
    HOLDS(strncmp(csv->text.chars, "\xef\xbb\xbf", 3) == 0, "it says UTF-8");
    for (int i = 0; i < 2 * CELLS; i++) {
        AUTO_CHARS read = read_cell(&at, csv->separator);
        bool last = i % CELLS == CELLS - 1;
        check_cell(read, cells[i % CELLS], foreign);
        HOLDS(last ? strncmp(at, "\r\n", 2) == 0 : *at == csv->separator,
              "a row has its cells and no more");
        at += last ? 2 : 1;
    }
    HOLDS(*at == '\0', "and the file its rows");
}

static void write_rows(struct fuzz_bytes input, enum language language,
                       bool foreign)
{
    struct cli_csv csv;
    char *cells[CELLS];
    /* Cells may hold line ends: they are parted by a byte 1. */
    for (int i = 0; i < CELLS; i++) {
        struct text cell = {0};
        for (uint8_t byte; input.left && (byte = fuzz_byte(&input)) != 1;)
            text_add_n(&cell, (char *)&byte, byte ? 1 : 0);
        cells[i] = text_take(&cell);
    }
    cli_csv_begin(&csv, language);
    for (int row = 0; row < 2; row++) {
        for (int i = 0; i < CELLS; i++)
            cli_csv_cell(&csv, cells[i], foreign);
        cli_csv_row(&csv);
    }
    check(&csv, cells, foreign);
    cli_csv_clear(&csv);
    for (int i = 0; i < CELLS; i++)
        free(cells[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct fuzz_bytes input = {bytes, length};
    write_rows(input, LANGUAGE_KK, true);
    write_rows(input, LANGUAGE_EN, true);
    write_rows(input, LANGUAGE_RU, false);
    return 0;
}
