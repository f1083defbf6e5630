/* The same seed draws the same page, in the terminal and beside it. Needs the
 * C library's locale set to UTF-8. */
#include "tests/faults/cleaner_page.h"

#include "console/base/memory.h"
#include "console/base/text.h"
#include "screens/kit/canvas.h"
#include "tests/kit/dirt.h"

#include <vterm.h>

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* Does libvterm go by the width that the C library gives? Its table is older:
 * what it knows otherwise says nothing about us. */
static bool is_known(const char *letter, uint32_t code)
{
    static VTerm *vterm;
    if (!vterm) {
        vterm = vterm_new(1, 8);
        vterm_set_utf8(vterm, 1);
        vterm_screen_reset(vterm_obtain_screen(vterm), 1);
    }
    VTermPos place;
    char line[16] = "\ra";
    strcat(line, letter);
    vterm_input_write(vterm, line, strlen(line));
    vterm_state_get_cursorpos(vterm_obtain_state(vterm), &place);
    return place.col == 1 + wcwidth((wchar_t)code);
}

static char *known(const char *clean)
{
    struct text kept = {0};
    uint32_t code;
    for (size_t n; (n = text_step(clean, &code)) > 0; clean += n) {
        char letter[8] = "";
        memcpy(letter, clean, n);
        if (is_known(letter, code))
            text_add(&kept, letter);
    }
    return text_take(&kept);
}

void cleaner_page(struct canvas *canvas, int page, uint32_t *seed)
{
    canvas_reset(canvas, CLEANER_ROWS, CLEANER_COLUMNS);
    struct area area = area_all(canvas);
    for (int row = 0; row < CLEANER_ROWS - 1; row++) {
        AUTO_TEXT dirty = {0};
        dirt_add(&dirty, 60, seed);
        AUTO_CHARS clean = text_clean(text_chars(&dirty), dirty.length, false);
        AUTO_CHARS line = known(clean);
        area_put(area, row, 0, STYLE_NORMAL, line);
    }
    area_format(area, CLEANER_ROWS - 1, 0, STYLE_NORMAL, "page %d.", page);
}
