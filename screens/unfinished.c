/* Going on with the unfinished call, or dropping it. */
#include "screens/unfinished.h"

#include "console/base/error.h"
#include "console/call/call.h"
#include "console/call/draft.h"
#include "console/desk.h"
#include "screens/words.h"

bool unfinished_is(const struct seat *seat)
{
    return seat->call || draft_found(seat->desk->draft);
}

bool unfinished_can(const struct seat *seat)
{
    return unfinished_is(seat) && !seat->dropping;
}

struct step unfinished_resume(struct seat *seat)
{
    struct error error = {0};
    if (!seat->call)
        seat->call = seat_call(seat, true, &error);
    if (seat->call && call_lost_scripts(seat->call))
        seat_say(seat, true,
                 _("The scripts of this call are no more: the answers that "
                   "still apply were taken over, check them."));
    if (seat->call)
        return STEP_TO(STEP_OPEN, SCREEN_GUIDE);
    seat_fault(seat, &error);
    return STEP(STEP_STAY);
}

struct step unfinished_drop(struct seat *seat, bool sure)
{
    struct error error = {0};
    if (!sure)
        return (struct step){.kind = STEP_ASK,
                             .command = COMMAND_CALL_DROP,
                             .text = _("Drop the unfinished call and all that "
                                       "was answered in it?"),
                             .yes = _("yes, drop it")};
    struct call *call = seat->call;
    if (!call)
        call = seat_call(seat, true, &error);
    seat->call = NULL;
    seat->dropping = true;
    if (call)
        call_drop(call);
    else if (!draft_end(seat->desk->draft, &error))
        seat_fault(seat, &error); /* not even readable */
    return STEP(STEP_STAY);
}

void unfinished_look(struct seat *seat)
{
    seat->dropping = seat->dropping && draft_found(seat->desk->draft);
}
