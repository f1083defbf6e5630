/* How long a call lasts: by the steady clock, whatever the wall clock does. */
#include "console/call/call_state.h"

#include "console/base/clock.h"

int64_t call_duration_ms(const struct call *call)
{
    int64_t end = call->ended_ms ? call->ended_ms : call_now_ms(call);
    return end > call->started_ms ? end - call->started_ms : 0;
}

void call_start(struct call *call, int64_t started_ms)
{
    static const int64_t day_ms = 24LL * 60 * 60 * 1000;
    int64_t past_ms = clock_now_ms() - started_ms;
    bool likely = past_ms >= 0 && past_ms < day_ms;
    call->started_ms = started_ms;
    call->steady_ms = clock_steady_ms() - (likely ? past_ms : 0);
}

int64_t call_now_ms(const struct call *call)
{
    return call->started_ms + clock_steady_ms() - call->steady_ms;
}
