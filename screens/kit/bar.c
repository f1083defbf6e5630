/* Bars of text. */
#include "screens/kit/bar.h"

enum { EIGHTHS = 8 };

/* How many `unit`s of the area are filled. */
static int filled(struct area area, int unit, int64_t value, int64_t most)
{
    int all = area.columns * unit;
    if (value <= 0 || most <= 0)
        return 0;
    if (value >= most)
        return all;
    int part = (int)((double)value * all / (double)most);
    return part > 0 ? part : 1;
}

static int draw_signs(struct area area, enum style style, int64_t value,
                      int64_t most)
{
    int cells = filled(area, 1, value, most);
    for (int i = 0; i < cells; i++)
        area_put(area, 0, i, style, "#");
    return cells;
}

static int draw_blocks(struct area area, enum style style, int64_t value,
                       int64_t most)
{
    static const char *const parts[EIGHTHS] = {"",  "▏", "▎", "▍",
                                               "▌", "▋", "▊", "▉"};
    int eighths = filled(area, EIGHTHS, value, most);
    int whole = eighths / EIGHTHS;
    for (int i = 0; i < whole; i++)
        area_put(area, 0, i, style, "█");
    return whole + area_put(area, 0, whole, style, parts[eighths % EIGHTHS]);
}

int bar_draw(struct area area, enum style style, int64_t value, int64_t most)
{
    return canvas_lines(area.canvas) == LINES_BOX
               ? draw_blocks(area, style, value, most)
               : draw_signs(area, style, value, most);
}
