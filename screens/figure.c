/* Figures as people read them: counts, durations. */
#include "screens/figure.h"

#include "console/base/memory.h"
#include "console/base/text.h"

#include <string.h>

char *figure_count(int64_t count)
{
    AUTO_CHARS digits = mem_format("%lld", (long long)count);
    struct text text = {0};
    for (const char *at = digits; *at; at++) {
        size_t left = strlen(at);
        if (at > digits && at[-1] != '-' && left % 3 == 0)
            text_add(&text, "\u00A0");
        text_add_n(&text, at, 1);
    }
    return text_take(&text);
}

char *figure_duration(int64_t seconds)
{
    long long hours = seconds / 3600;
    int minutes = (int)(seconds / 60 % 60), rest = (int)(seconds % 60);
    return hours > 0 ? mem_format("%lld:%02d:%02d", hours, minutes, rest)
                     : mem_format("%d:%02d", minutes, rest);
}
