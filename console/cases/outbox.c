/* Messages to branches: their states, whom an event is told, what is told. */
#include "console/cases/outbox.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/people/user.h"

#include <jansson.h>

#include <string.h>

#define N_(text) text

static const struct {
    const char *name, *label;
    bool open;
} states[OUTBOX_COUNT] = {
#define OUTBOX(id, name, open, label) {name, label, open},
#include "console/cases/outbox.def"
#undef OUTBOX
};

const char *outbox_name(enum outbox_state state)
{
    return states[state].name;
}

bool outbox_is_open(enum outbox_state state)
{
    return states[state].open;
}

const char *outbox_label(enum outbox_state state)
{
    return states[state].label;
}

bool outbox_find(const char *name, enum outbox_state *state)
{
    for (int i = 0; i < OUTBOX_COUNT; i++)
        if (strcmp(name, states[i].name) == 0) {
            *state = (enum outbox_state)i;
            return true;
        }
    return false;
}

/* ---- whom ---- */

static bool copy(char into[LIFE_CODE_SIZE], const char *branch)
{
    bool fits = branch && *branch && strlen(branch) < LIFE_CODE_SIZE;

    if (fits)
        memcpy(into, branch, strlen(branch) + 1);
    return fits;
}

int outbox_told(enum event_kind kind, const char *role,
                const struct json_t *body, char branches[2][LIFE_CODE_SIZE])
{
    const json_t *now = json_object_get(body, "now");
    enum case_move move;
    enum role known;

    if (role_find(role, &known) && role_has_branch(known))
        return 0;
    if (kind == EVENT_CASE_ROUTED)
        return copy(branches[0], json_find_string(body, "branch"));
    if (!move_of_event(kind, &move) || move == MOVE_KEPT ||
        !copy(branches[0], json_find_string(now, "branch")))
        return 0;
    return 1 + (move == MOVE_SENT_ON &&
                copy(branches[1], json_find_string(body, "from")) &&
                strcmp(branches[0], branches[1]) != 0);
}

/* ---- what ---- */

/* As the event left the case. */
static bool read_now(const struct event *event, const json_t *body,
                     struct case_now *now)
{
    enum case_move move;

    if (move_of_event(event->kind, &move))
        return case_now_read(now, json_object_get(body, "now"));
    *now = (struct case_now){.state = STATE_OPEN};
    if (event->kind != EVENT_CASE_ROUTED ||
        !copy(now->branch, json_find_string(body, "branch")))
        return false;
    now->due_ms = json_integer_value(json_object_get(body, "due_ms"));
    return true;
}

char *outbox_body(const struct event *event, const struct json_t *body,
                  const struct outbox_about *about)
{
    struct case_now now;
    char at[CLOCK_ISO_SIZE];
    AUTO_CHARS id = mem_format("%s.%s", event->uuid, about->to);

    if (!read_now(event, body, &now))
        return NULL;
    clock_iso(event->at_ms, at);
    AUTO_JSON told = json_pack(
        "{s:s, s:s, s:I, s:s, s:s, s:s, s:{s:s?, s:s, s:s, s:s, s:s, s:o}}",
        "format", "agent1414-message/1", "id", id, "seq",
        (json_int_t)event->seq, "event", event_name(event->kind), "at", at,
        "to", about->to, "case", "number", event->number, "branch", now.branch,
        "state", state_name(now.state), "issue", about->issue, "language",
        about->language, "due", json_moment(now.due_ms));
    return told ? json_canonical(told) : NULL;
}
