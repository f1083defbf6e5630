/* The line of a promise. */
#include "screens/promise.h"

#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/call/call.h"
#include "console/cases/deadline.h"
#include "screens/words.h"

char *promise_line(const struct call_promise *promise)
{
    struct text line = {0};
    AUTO_TEXT days = {0};
    const char *due = promise->due; /* "2026-12-11 18:00" */
    AUTO_CHARS spoken =
        mem_format("%.2s.%.2s.%.4s %s", due + 8, due + 5, due, due + 11);
    text_format(&line, _("Answer due %s"), spoken);
    if (!promise->unsure)
        return text_take(&line);
    deadline_write_days(promise->unsure, &days);
    text_format(&line, _(", not confirmed: %s"), text_chars(&days));
    return text_take(&line);
}
