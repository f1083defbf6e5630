/* Cutting and wrapping by cells. */
#include "console/base/text.h"

#include <string.h>

#define ELLIPSIS "\u2026"

char *text_cut(const char *string, int cells)
{
    size_t fit = text_fit(string, cells);
    if (string[fit] == '\0')
        return mem_copy_n(string, fit);
    if (cells < 1)
        return mem_copy_n("", 0);
    struct text cut = {0};
    text_add_n(&cut, string, text_fit(string, cells - 1));
    text_add(&cut, ELLIPSIS);
    return text_take(&cut);
}

/* Whom wrapped lines go to. */
struct wrap {
    const char *string;
    void (*line)(const char *bytes, size_t length, void *cookie);
    void *cookie;
};

/* Where the line [start, stop) had better end: before its last spaces, or at
 * stop when there is nothing but one long word. */
static size_t break_before(const char *string, size_t start, size_t stop)
{
    size_t last = stop;
    while (last > start && string[last] != ' ')
        last--;
    while (last > start && string[last - 1] == ' ')
        last--;
    return last > start ? last : stop;
}

static void wrap_paragraph(const struct wrap *wrap, size_t start, size_t end,
                           int cells)
{
    const char *string = wrap->string;
    for (;;) {
        size_t stop = start + text_fit(string + start, cells);
        if (stop >= end)
            break;
        if (stop == start) /* one letter is wider than the whole line */
            stop += text_letter(string + start);
        size_t last = break_before(string, start, stop);
        wrap->line(string + start, last - start, wrap->cookie);
        start = last + strspn(string + last, " ");
        if (start >= end)
            return;
    }
    wrap->line(string + start, end - start, wrap->cookie);
}

void text_wrap(const char *string, int cells,
               void (*line)(const char *bytes, size_t length, void *cookie),
               void *cookie)
{
    struct wrap wrap = {string, line, cookie};
    size_t start = 0;
    while (string[start] != '\0') {
        size_t length = strcspn(string + start, "\n");
        wrap_paragraph(&wrap, start, start + length, cells);
        start += length;
        if (string[start] == '\n')
            start++;
    }
}
