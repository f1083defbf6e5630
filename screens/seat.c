/* What the screens share: messages, and calls made with the seat's desk. */
#include "console/base/error.h"
#include "console/call/call.h"
#include "console/cases/issue.h"
#include "console/desk.h"
#include "console/io/log.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <stdlib.h>
#include <string.h>

void seat_say(struct seat *seat, bool bad, const char *text)
{
    char *copy = mem_copy(text);
    free(seat->message);
    seat->message = copy;
    seat->message_bad = bad;
}

void seat_fault(struct seat *seat, const struct error *error)
{
    log_error(error);
    seat_say(seat, true, message_text(error->message));
}

void seat_call_fault(struct seat *seat)
{
    struct error fault;
    if (call_take_fault(seat->call, &fault))
        seat_fault(seat, &fault);
}

const char *seat_issue(const struct seat *seat, const char *issue)
{
    const struct desk *desk = seat->desk;
    return issue_name(desk->tables, issue, desk->as_of, desk->language);
}

const char *seat_outcome(const char *code)
{
    if (strcmp(code, CALL_BY_HAND) == 0)
        return _("by hand");
    return strcmp(code, CALL_HUNG_UP) == 0 ? _("hung up") : code;
}

struct call *seat_call(struct seat *seat, bool resume, struct error *error)
{
    struct desk *desk = seat->desk;
    desk_turn_day(desk);
    struct call_place place = {
        .store = desk->store,
        .store_worker = desk->store_worker,
        .draft_worker = desk->draft_worker,
        .lookup = desk->lookup,
        .draft = desk->draft,
        .scripts = desk->scripts,
        .as_of = desk->as_of,
        .language = desk->language,
        .changed = seat->changed,
        .cookie = seat->cookie,
    };
    return resume ? call_resume(&place, error) : call_begin(&place, error);
}
