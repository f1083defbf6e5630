/* How a call ends: by its script's outcome, or by hand. */
#include "console/call/call_state.h"

#include "console/script/script.h"
#include "console/script/walk.h"

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
