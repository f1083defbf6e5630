/* Hours of a day, read and written. */
#include "console/cases/hours.h"

#include "console/base/text.h"

#include <string.h>

enum { MINUTE_SIZE = 5, SPAN_SIZE = 11 }; /* "09:00", "09:00-13:00" */

bool hours_add(struct hours *hours, struct hours_span span)
{
    int last = hours->count > 0 ? hours->spans[hours->count - 1].to_m : -1;
    if (hours->count == HOURS_SPANS || span.from_m <= last || span.from_m < 0 ||
        span.from_m >= span.to_m || span.to_m > HOURS_DAY_M)
        return false;
    hours->spans[hours->count++] = span;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads the first five characters. */
static bool read_minute(const char *text, int *minutes)
{
    if (strnlen(text, MINUTE_SIZE) < MINUTE_SIZE || text[2] != ':' ||
        !is_digit(text[0]) || !is_digit(text[1]) || !is_digit(text[3]) ||
        !is_digit(text[4]))
        return false;
    int hour = (text[0] - '0') * 10 + text[1] - '0';
    int minute = (text[3] - '0') * 10 + text[4] - '0';
    *minutes = hour * 60 + minute;
    return minute < 60 && *minutes <= HOURS_DAY_M;
}

bool hours_parse_minute(const char *text, int *minutes)
{
    return read_minute(text, minutes) && text[MINUTE_SIZE] == '\0';
}

bool hours_parse(const char *text, struct hours *hours)
{
    *hours = (struct hours){0};
    for (;;) {
        struct hours_span span;
        if (!read_minute(text, &span.from_m) || text[MINUTE_SIZE] != '-' ||
            !read_minute(text + MINUTE_SIZE + 1, &span.to_m) ||
            !hours_add(hours, span))
            return false;
        text += SPAN_SIZE;
        if (*text == '\0')
            return true;
        if (*text++ != ' ')
            return false;
    }
}

void hours_write(const struct hours *hours, struct text *out)
{
    for (size_t i = 0; i < hours->count; i++) {
        const struct hours_span *span = &hours->spans[i];
        text_format(out, "%s%02d:%02d-%02d:%02d", i == 0 ? "" : " ",
                    span->from_m / 60, span->from_m % 60, span->to_m / 60,
                    span->to_m % 60);
    }
}
