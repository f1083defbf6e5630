/* Words by code; deeds have none elsewhere, so their list is here. */
#include "screens/casewords.h"

#include "console/cases/event.h"
#include "console/cases/life.h"
#include "screens/words.h"

#include <string.h>

/* By event; they stand behind a name: "dana took it". */
static const char *const deeds[EVENT_COUNT] = {
    [EVENT_CASE_OPENED] = N_("opened it"),
    [EVENT_CASE_ROUTED] = N_("sent it to the branch"),
    [EVENT_CASE_TAKEN] = N_("took it"),
    [EVENT_CASE_ASSIGNED] = N_("gave it to a person"),
    [EVENT_CASE_TAKEN_OVER] = N_("took it over"),
    [EVENT_CASE_PUT_BACK] = N_("put it back"),
    [EVENT_CASE_FREED] = N_("freed it"),
    [EVENT_CASE_KEPT] = N_("went on working"),
    [EVENT_CASE_ASKED_CALLER] = N_("asked the caller"),
    [EVENT_CASE_ASKED_BODY] = N_("asked a body"),
    [EVENT_CASE_HEARD] = N_("wrote what the caller said"),
    [EVENT_CASE_RESUMED] = N_("went on with it"),
    [EVENT_CASE_RETURNED] = N_("returned it to the line"),
    [EVENT_CASE_SENT_ON] = N_("sent it on"),
    [EVENT_CASE_ANSWERED] = N_("answered it"),
    [EVENT_CASE_TRIED] = N_("did not reach the caller"),
    [EVENT_CASE_CLOSED] = N_("closed it"),
    [EVENT_CASE_REOPENED] = N_("reopened it"),
    [EVENT_CASE_RECOUNTED] = N_("counted its time again"),
    [EVENT_CASE_LINKED] = N_("linked it as a duplicate"),
    [EVENT_CASE_UNLINKED] = N_("undid the link"),
    [EVENT_CASE_FINISHED] = N_("finished it"),
    [EVENT_CASE_VOIDED] = N_("voided it"),
    [EVENT_CASE_NOTED] = N_("noted"),
    [EVENT_CASE_DELIVERED] = N_("noted that the branch has it"),
    [EVENT_CASE_UNDELIVERED] = N_("could not bring it to the branch"),
    [EVENT_CASE_RESENT] = N_("sent it to the branch once more"),
    [EVENT_CALL_REVIEWED] = N_("reviewed the call"),
    [EVENT_CALLBACK_PROMISED] = N_("promised to call back"),
    [EVENT_CALLBACK_DONE] = N_("called back"),
    [EVENT_LOOKUP] = N_("looked the person up"),
    [EVENT_REVEALED] = N_("read it in full"),
    [EVENT_WHO_SAW] = N_("asked who looked"),
    [EVENT_EXPORTED] = N_("exported"),
    [EVENT_PERSON_REPORTED] = N_("reported on the person"),
};

const char *casewords_deed(const char *kind)
{
    for (int i = 0; i < EVENT_COUNT; i++)
        if (deeds[i] && strcmp(event_name((enum event_kind)i), kind) == 0)
            return _(deeds[i]);
    return kind;
}

const char *casewords_state(const char *name)
{
    enum case_state state;
    return state_find(name, &state) ? _(state_label(state)) : name;
}

const char *casewords_reason(const char *code)
{
    for (int m = 0; m < MOVE_COUNT; m++)
        for (int n = 0; life_reason((enum case_move)m, n); n++)
            if (strcmp(life_reason((enum case_move)m, n), code) == 0)
                return _(life_reason_label((enum case_move)m, n));
    return code;
}

const char *casewords_channel(const char *code)
{
    for (int n = 0; life_channel(n); n++)
        if (strcmp(life_channel(n), code) == 0)
            return _(life_channel_label(n));
    return code;
}
