/* Greedy wrapping that keeps every byte: unlike text_wrap, blanks at a break
 * still belong to a line, since a cursor may stand on them. */
#include "screens/kit/flow.h"
#include "console/base/memory.h"
#include "console/base/text.h"

size_t flow_letter_before(const char *text, size_t at)
{
    size_t start = 0;
    for (size_t next = 0; next < at;) {
        start = next;
        next += text_letter(text + next);
    }
    return start;
}

size_t flow_between(const char *text, size_t at)
{
    size_t next = 0;
    while (next < at && text[next])
        next += text_letter(text + next);
    return next;
}

int flow_cells(const char *text, size_t from, size_t to)
{
    AUTO_CHARS part = mem_copy_n(text + from, to - from);
    return text_cells(part);
}

size_t flow_end(const char *text, size_t from, int width)
{
    size_t at = from;
    size_t word = from; /* after the last blank */
    int cells = 0;
    while (text[at] && text[at] != '\n') {
        size_t next = at + text_letter(text + at);
        bool blank = text[at] == ' ';
        cells += flow_cells(text, at, next);
        if (cells > width && !blank && at > from)
            return word > from ? word : at;
        at = next;
        if (blank)
            word = at;
    }
    return at;
}

bool flow_next(const char *text, size_t *from, size_t end)
{
    *from = text[end] == '\n' ? end + 1 : end;
    return text[end] != '\0';
}

/* Does the line that ends there go on without a `\n`? */
static bool wraps(const char *text, size_t end)
{
    return text[end] && text[end] != '\n';
}

int flow_row(const char *text, int width, size_t at, size_t *from)
{
    size_t start = 0;
    for (int row = 0;; row++) {
        size_t end = flow_end(text, start, width);
        *from = start;
        if (at < end || (at == end && !wraps(text, end)))
            return row;
        if (!flow_next(text, &start, end))
            return row;
    }
}

bool flow_find(const char *text, int width, int row, int cells, size_t *at)
{
    size_t start = 0;
    size_t end = flow_end(text, 0, width);
    for (; row > 0; row--) {
        if (!flow_next(text, &start, end))
            return false;
        end = flow_end(text, start, width);
    }
    *at = start + text_fit(text + start, cells);
    if (*at >= end)
        *at = wraps(text, end) ? flow_letter_before(text, end) : end;
    return row == 0;
}
