/* What a branch is told of an event, whatever stands in the event's body: at
 * most two branches, known by their form; one line of canonical JSON with the
 * members of console/delivery/README.md and no other, the same bytes twice. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/cases/outbox.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

static bool is_one_of(const char *key, const char *names)
{
    AUTO_CHARS fenced = mem_format("|%s|", key);
    return strstr(names, fenced) != NULL;
}

static void check_body(const char *body)
{
    static const char outer[] = "|at|case|event|format|id|seq|to|";
    static const char inner[] = "|branch|due|issue|language|number|state|";
    AUTO_JSON json = json_parse(body, strlen(body), "message", false, NULL);
    const char *key;
    json_t *value;
    HOLDS(json_is_object(json) && !strpbrk(body, "\r\n"), "one line of JSON");
    json_object_foreach(json, key, value)
        HOLDS(is_one_of(key, outer), "only what is told");
    json_object_foreach(json_object_get(json, "case"), key, value) HOLDS(
        is_one_of(key, inner) && (json_is_string(value) || json_is_null(value)),
        "only what is told of a case");
    AUTO_CHARS again = json_canonical(json);
    HOLDS(strcmp(again, body) == 0, "in its one form");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char *const roles[] = {"agent",  "supervisor", "branch",
                                        "sender", "admin",      "x"};
    struct fuzz_bytes input = {bytes, length};
    char branches[2][LIFE_CODE_SIZE] = {"", ""};
    struct event event = {.seq = 7,
                          .uuid = "0f8a1b9c-1111-4222-8333-444455556666",
                          .at_ms = 1795337700000,
                          .actor = "ag17",
                          .number = "43-26-000123-7"};
    event.kind = (enum event_kind)(fuzz_byte(&input) % EVENT_COUNT);
    event.role = (char *)roles[fuzz_byte(&input) % COUNT(roles)];
    AUTO_CHARS edited = fuzz_edit_text(
        "{\"branch\":\"KZO\",\"due\":null,\"from\":\"ALA\",\"issue\":"
        "\"payment\",\"now\":{\"branch\":\"KZO\",\"state\":\"open\",\"due\":"
        "1795424100000},\"state\":\"open\",\"tells\":[\"KZO\"]}",
        &input);
    AUTO_JSON body = json_parse(edited, strlen(edited), "body", false, NULL);
    int told = outbox_told(event.kind, event.role, body, branches);
    HOLDS(told >= 0 && told <= 2, "at most two are told");
    for (int i = 0; i < told; i++)
        HOLDS(branches[i][0] && strlen(branches[i]) < LIFE_CODE_SIZE,
              "who is told has a code");
    event.body = edited;
    const struct outbox_about about = {"KZO", "payment", "kk"};
    AUTO_CHARS once = outbox_body(&event, body, &about);
    AUTO_CHARS twice = outbox_body(&event, body, &about);
    HOLDS(!once == !twice && (!once || strcmp(once, twice) == 0),
          "the same bytes each time");
    if (once)
        check_body(once);
    return 0;
}
