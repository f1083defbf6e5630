/* Where a case stands: as JSON in the body of an event, and as what the events
 * of the case make of it. */
#include "console/cases/life.h"

#include "console/base/json.h"

#include <jansson.h>

#include <stddef.h>
#include <string.h>

/* The members that are numbers and texts. `absent` stands for "not set". */
static const struct {
    const char *key;
    size_t at;
    int64_t absent;
} numbers[] = {{"due_ms", offsetof(struct case_now, due_ms), 0},
               {"act_ms", offsetof(struct case_now, act_ms), 0},
               {"left_s", offsetof(struct case_now, left_s), -1},
               {"lease_ms", offsetof(struct case_now, lease_ms), 0},
               {"look_ms", offsetof(struct case_now, look_ms), 0}};

static const struct {
    const char *key;
    size_t at, size;
} texts[] = {{"holder", offsetof(struct case_now, holder), LIFE_NAME_SIZE},
             {"branch", offsetof(struct case_now, branch), LIFE_CODE_SIZE},
             {"term", offsetof(struct case_now, term), LIFE_TERM_SIZE},
             {"lead", offsetof(struct case_now, lead), NUMBER_SIZE}};

static int64_t number_of(const struct case_now *now, size_t at)
{
    int64_t number;

    memcpy(&number, (const char *)now + at, sizeof(number));
    return number;
}

struct json_t *case_now_json(const struct case_now *now)
{
    json_t *json =
        json_pack("{s:s, s:I, s:I, s:i}", "state", state_name(now->state),
                  "version", (json_int_t)now->version, "since_ms",
                  (json_int_t)now->since_ms, "tries", now->tries);

    if (now->state == STATE_DUPLICATE)
        json_object_set_new(json, "before",
                            json_string(state_name(now->before)));
    for (size_t i = 0; i < COUNT(numbers); i++) {
        int64_t number = number_of(now, numbers[i].at);

        if (number != numbers[i].absent)
            json_object_set_new(json, numbers[i].key, json_integer(number));
    }
    for (size_t i = 0; i < COUNT(texts); i++) {
        const char *text = (const char *)now + texts[i].at;

        if (*text)
            json_object_set_new(json, texts[i].key, json_string(text));
    }
    return json;
}

static bool is_set(const json_t *value)
{
    return value && !json_is_null(value);
}

static bool read_state(const json_t *json, const char *key,
                       enum case_state *state)
{
    const char *name = json_find_string(json, key);

    return name && state_find(name, state);
}

/* A number from `least` on; `absent` when it is not set. */
static bool read_number(const json_t *value, int64_t least, int64_t absent,
                        int64_t *number)
{
    *number = is_set(value) ? json_integer_value(value) : absent;
    return !is_set(value) || (json_is_integer(value) && *number >= least);
}

static bool read_text(const json_t *value, size_t size, char *text)
{
    const char *found = json_string_value(value);

    if (!is_set(value))
        return true;
    if (!found || !*found || strlen(found) >= size)
        return false;
    memcpy(text, found, strlen(found) + 1);
    return true;
}

bool case_now_read(struct case_now *now, const struct json_t *json)
{
    int64_t tries;
    bool good;

    memset(now, 0, sizeof(*now));
    good =
        read_state(json, "state", &now->state) &&
        read_number(json_object_get(json, "version"), 1, 0, &now->version) &&
        now->version > 0 &&
        read_number(json_object_get(json, "since_ms"), 0, -1, &now->since_ms) &&
        now->since_ms >= 0 &&
        read_number(json_object_get(json, "tries"), 0, 0, &tries) &&
        tries <= INT32_MAX;
    if (!good || (now->state == STATE_DUPLICATE) !=
                     read_state(json, "before", &now->before))
        return false;
    now->tries = (int)tries;
    for (size_t i = 0; good && i < COUNT(numbers); i++) {
        int64_t number;

        good = read_number(json_object_get(json, numbers[i].key), 0,
                           numbers[i].absent, &number);
        memcpy((char *)now + numbers[i].at, &number, sizeof(number));
    }
    for (size_t i = 0; good && i < COUNT(texts); i++)
        good = read_text(json_object_get(json, texts[i].key), texts[i].size,
                         (char *)now + texts[i].at);
    return good && now->branch[0];
}

static bool open_case(struct case_now *now, const struct event *event,
                      const json_t *body)
{
    *now =
        (struct case_now){.version = 1, .since_ms = event->at_ms, .left_s = -1};
    return read_text(json_object_get(body, "branch"), LIFE_CODE_SIZE,
                     now->branch) &&
           now->branch[0];
}

/* Events of the first schema name the branch alone: no due time is known. */
static bool route_case(struct case_now *now, const json_t *body)
{
    return now->version == 1 &&
           read_text(json_object_get(body, "branch"), LIFE_CODE_SIZE,
                     now->branch) &&
           read_text(json_object_get(body, "term"), LIFE_TERM_SIZE,
                     now->term) &&
           read_number(json_object_get(body, "due_ms"), 0, 0, &now->due_ms) &&
           read_number(json_object_get(body, "act_ms"), 0, 0, &now->act_ms);
}

/* A move may lead there, and what always follows from a move did. */
static bool fits(enum case_move move, const struct case_now *was,
                 const struct case_now *is, int64_t at_ms)
{
    return was->version > 0 && move_from(move, was->state) &&
           is->state == move_to(move, was) &&
           is->version == was->version + move_counts(move) &&
           is->since_ms == (is->state == was->state ? was->since_ms : at_ms) &&
           state_is_held(is->state) == (is->holder[0] != '\0') &&
           (is->state == STATE_DUPLICATE) == (is->lead[0] != '\0') &&
           (move == MOVE_SENT_ON || strcmp(is->branch, was->branch) == 0);
}

bool life_apply(struct case_now *now, const struct event *event,
                const struct json_t *body)
{
    struct case_now is;
    enum case_move move;

    if (event->kind == EVENT_CASE_OPENED)
        return open_case(now, event, body);
    if (event->kind == EVENT_CASE_ROUTED)
        return route_case(now, body);
    if (!move_of_event(event->kind, &move))
        return true;
    if (!case_now_read(&is, json_object_get(body, "now")) ||
        !fits(move, now, &is, event->at_ms))
        return false;
    *now = is;
    return true;
}
