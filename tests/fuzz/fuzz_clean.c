/* The text cleaner: only what may stand on a terminal comes out, cleaning what
 * is clean changes nothing, and its width is what the C library says. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/memory.h"
#include "console/base/text.h"

#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* The cells of a text by the C library; -1: it knows not all of it. */
static int cells_of(const char *text)
{
    mbstate_t state = {0};
    int cells = 0;
    wchar_t letter;
    for (size_t n; (n = mbrtowc(&letter, text, MB_LEN_MAX, &state)) > 0;
         text += n) {
        int width = n < (size_t)-2 ? wcwidth(letter) : -1;
        if (width < 0)
            return -1;
        cells += width;
    }
    return cells;
}

static int cells_by_letter(const char *text)
{
    int cells = 0;
    for (size_t n; (n = text_letter(text)) > 0; text += n) {
        AUTO_CHARS letter = mem_copy_n(text, n);
        cells += text_cells(letter);
    }
    return cells;
}

static void cut(const char *clean, int cells)
{
    AUTO_CHARS part = text_cut(clean, cells);
    HOLDS(text_cells(part) <= cells, "what is cut fits");
    fuzz_clean(part, false);
}

static void take_line(const char *bytes, size_t length, void *cookie)
{
    AUTO_CHARS line = mem_copy_n(bytes, length);
    int *cells = cookie;
    fuzz_clean(line, false);
    HOLDS(text_cells(line) <= *cells || text_letter(line) == length,
          "a wrapped line fits, unless it is one letter");
}

static void check(const char *clean, bool lines)
{
    AUTO_CHARS again = text_clean(clean, strlen(clean), lines);
    AUTO_CHARS folded = text_fold(clean);
    fuzz_clean(clean, lines);
    fuzz_clean(folded, lines);
    HOLDS(strcmp(again, clean) == 0, "cleaning what is clean changes nothing");
    HOLDS(cells_by_letter(clean) == text_cells(clean),
          "a text is as wide as its letters");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static bool ready;
    if (!ready)
        ready = setlocale(LC_CTYPE, "C.UTF-8") != NULL;
    AUTO_CHARS row = text_clean((const char *)bytes, length, false);
    AUTO_CHARS rows = text_clean((const char *)bytes, length, true);
    int cells = ready ? cells_of(row) : -1;
    check(row, false);
    check(rows, true);
    HOLDS(cells < 0 || cells == text_cells(row),
          "we and the C library count the same cells");
    cut(row, (int)(length % 9));
    int width = 2 + (int)(length % 20);
    text_wrap(rows, width, take_line, &width);
    return 0;
}
