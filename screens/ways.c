/* Read once a seat: settings do not change while somebody sits there. */
#include "screens/ways.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/route.h"
#include "console/desk.h"
#include "console/io/log.h"
#include "screens/screen.h"
#include "screens/words.h"

static const char *const promises[SINK_COUNT] = {
    [SINK_INBOX] = N_("Nothing is sent: the branch finds it in its list here, "
                      "and who opens it has received it."),
    [SINK_HTTP] = N_("The branch's own program gets the number and what "
                     "happened; who the caller is, it reads here."),
    [SINK_SMTP] = N_("The branch gets a letter with the number and what "
                     "happened; who the caller is, it reads here."),
};

void ways_open(struct seat *seat)
{
    const struct desk *desk = seat->desk;
    struct error error = {0};
    seat->sinks =
        sinks_new(desk->config, desk->branches, desk->branch_count, &error);
    if (!seat->sinks)
        log_error(&error);
}

void ways_close(struct seat *seat)
{
    if (seat->sinks)
        sinks_free(seat->sinks);
    seat->sinks = NULL;
}

bool ways_known(const struct seat *seat)
{
    return seat->sinks != NULL;
}

bool ways_need_sender(const struct seat *seat)
{
    return seat->sinks && sinks_need_sender(seat->sinks);
}

bool ways_of(const struct seat *seat, const struct json_t *message,
             enum sink_kind *way)
{
    const char *chosen = json_find_string(message, "sink");
    const char *branch = json_find_string(message, "branch");
    if (chosen && *chosen)
        return sink_find(chosen, way);
    if (!seat->sinks || !branch)
        return false;
    *way = sinks_of(seat->sinks, branch);
    return true;
}

bool ways_inbox(const struct seat *seat, const char *branch)
{
    return sink_is_inbox(seat->desk->config, branch);
}

int ways_others(const struct seat *seat, const struct json_t *message,
                enum sink_kind out[SINK_COUNT])
{
    const char *branch = json_find_string(message, "branch");
    enum sink_kind used = SINK_COUNT;
    int count = 0;
    if (!ways_of(seat, message, &used) || !seat->sinks)
        return 0;
    for (int way = 0; way < SINK_COUNT; way++)
        if (way != (int)used &&
            sinks_can(seat->sinks, branch, (enum sink_kind)way))
            out[count++] = (enum sink_kind)way;
    return count;
}

const char *ways_address(const struct seat *seat, const struct json_t *message,
                         enum sink_kind way)
{
    const char *branch = json_find_string(message, "branch");
    const char *address =
        seat->sinks ? sinks_address(seat->sinks, branch, way) : NULL;
    return address ? address : "";
}

const char *ways_label(enum sink_kind way)
{
    return _(sink_label(way));
}

const char *ways_promise(enum sink_kind way)
{
    return _(promises[way]);
}
