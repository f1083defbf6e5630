/* For test_text_cleaner: draws pages of cleaned dirt in its terminal, the next
 * one at each key, `q` ends. Argument: the seed. */
#include "console/base/memory.h"
#include "screens/kit/term.h"
#include "tests/faults/cleaner_page.h"

#include <locale.h>
#include <poll.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    uint32_t seed = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1;
    struct term_settings settings = {.color = false};
    setlocale(LC_ALL, "C.UTF-8");
    struct term *term = term_open(&settings, NULL);
    struct canvas *canvas = canvas_new(CLEANER_ROWS, CLEANER_COLUMNS);
    if (!term)
        return 1;
    for (int page = 1;; page++) {
        cleaner_page(canvas, page, &seed);
        term_show(term, canvas);
        struct key key;
        while ((key = term_read(term)).kind == KEY_NONE) {
            struct pollfd line = {term_handle(term), POLLIN, 0};
            poll(&line, 1, -1);
        }
        if (key.kind == KEY_GONE || key.code_point == 'q')
            break;
    }
    canvas_free(canvas);
    term_close(term);
    return 0;
}
