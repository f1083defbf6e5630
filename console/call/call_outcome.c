/* How a call ends: by its script's outcome, or by hand. */
#include "console/call/call_state.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/when.h"
#include "console/script/script.h"
#include "console/script/walk.h"

#include <jansson.h>

#include <string.h>

/* The outcome's node, when the script has reached one. */
static const struct node *outcome_node(const struct call *call)
{
    if (call->by_hand || !call->walk || walk_waits(call->walk) != WALK_OUTCOME)
        return NULL;
    return walk_node(call->walk);
}

const char *call_outcome(const struct call *call)
{
    const struct node *node = outcome_node(call);
    if (call->by_hand)
        return call->by_hand;
    return node ? node->code : "";
}

const char *call_issue(const struct call *call)
{
    const struct node *node = outcome_node(call);
    if (call->by_hand)
        return strcmp(call->by_hand, CALL_BY_HAND) == 0 ? "other" : "";
    return node && node->issue ? node->issue : "";
}

bool call_has_case(const struct call *call)
{
    return call_issue(call)[0] != '\0';
}

const struct json_t *call_same_case(const struct call *call)
{
    const json_t *cases = json_object_get(call->history, "open_cases");
    for (size_t i = 0; call_has_case(call) && i < json_array_size(cases); i++) {
        const json_t *row = json_array_get(cases, i);
        const char *issue = json_find_string(row, "issue");
        if (issue && strcmp(issue, call_issue(call)) == 0)
            return row;
    }
    return NULL;
}

/* What the outcome makes of it. */
static enum disposition disposition_by_outcome(const struct call *call)
{
    if (call->by_hand && strcmp(call->by_hand, CALL_HUNG_UP) == 0)
        return DISPOSITION_HUNG_UP;
    if (call->form.add_to[0] && call_has_case(call))
        return DISPOSITION_ADDED;
    if (call_has_case(call))
        return DISPOSITION_CASE;
    return call->iin[0] ? DISPOSITION_ADVISED : DISPOSITION_GENERAL;
}

enum disposition call_disposition(const struct call *call)
{
    int chosen = call->form.disposition;
    return chosen >= 1 && chosen <= DISPOSITION_COUNT
               ? (enum disposition)(chosen - 1)
               : disposition_by_outcome(call);
}

int64_t call_callback_ms(const struct call *call)
{
    int64_t ms;
    if (!call->form.callback[0])
        return 0;
    return when_read(call->form.callback, clock_now_ms(), call->place.zone, &ms)
               ? ms
               : -1;
}
