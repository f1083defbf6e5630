/* An answer of the registry: a person only from a 200 with JSON about the very
 * number that was asked for, "not found" only in the registry's own words,
 * everything else unknown with its reason; what people see of it is clean. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/io/http.h"
#include "console/registry/lookup.h"
#include "console/registry/lookup_verdict.h"
#include "console/registry/person.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* A number that nobody has (tests/practice/people.json). */
#define ASKED "850314380100"

static const int statuses[] = {200, 404, 200, 429, 500, 401, 302, 204};
static const char *const types[] = {"application/json", "text/html",
                                    "application/json", "", "text/plain"};
static const char *const derivations[] = {
#define DERIVATION(name, type, rule) #name,
#include "console/registry/person.def"
#undef DERIVATION
};

/* Every text that can come from a person is clean. */
static void check_texts(const json_t *value)
{
    const char *key;
    json_t *member;
    size_t index;
    if (json_is_string(value))
        fuzz_clean(json_string_value(value), false);
    json_object_foreach((json_t *)value, key, member) check_texts(member);
    json_array_foreach(value, index, member) check_texts(member);
}

static void check_person(const struct person *person)
{
    int64_t day = clock_days(2026, 11, 22);
    HOLDS(strcmp(person_iin(person), ASKED) == 0, "it is who was asked for");
    for (size_t i = 0; i < COUNT(derivations); i++) {
        bool found;
        AUTO_JSON value = person_derive(person, derivations[i], day, &found);
        HOLDS(found, "every derivation of the list is there");
        check_texts(value);
    }
    AUTO_JSON unpaid = person_unpaid(person, NULL, day);
    AUTO_JSON clinic = person_value(person, "$.clinic.name");
    AUTO_JSON whole = person_value(person, "$.payments");
    check_texts(unpaid);
    check_texts(clinic);
    check_texts(whole);
    if (person_name(person))
        fuzz_clean(person_name(person), false);
}

/* Does the body say "not_found", by a reader of its own? */
static bool says_nobody(const char *body, size_t length)
{
    AUTO_JSON json = json_loadb(body, length, 0, NULL);
    const char *said = json_string_value(json_object_get(json, "error"));
    return said && strcmp(said, "not_found") == 0;
}

static void check(const struct http_answer *http,
                  const struct lookup_answer *answer)
{
    bool told = http->end == HTTP_ANSWERED;
    fuzz_clean(answer->error.detail, false);
    HOLDS((answer->state == LOOKUP_KNOWN) == (answer->person != NULL),
          "known is known with a person");
    HOLDS((answer->state == LOOKUP_KNOWN) ==
              (answer->error.message == MESSAGE_NONE),
          "what is not known has its reason");
    HOLDS(!strstr(answer->error.detail, ASKED), "no number in an error");
    if (answer->state == LOOKUP_KNOWN) {
        HOLDS(told && http->status == 200, "a person comes with a 200");
        check_person(answer->person);
    }
    if (answer->state == LOOKUP_NOT_FOUND)
        HOLDS(told && http->status == 404 &&
                  says_nobody(http->body, http->length),
              "nobody is nobody in the registry's words");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct fuzz_bytes input = {bytes, length};
    uint8_t kind = fuzz_byte(&input);
    AUTO_CHARS body = mem_copy_n((const char *)input.at, input.left);
    struct http_answer http = {
        .end = kind < 0xE0 ? HTTP_ANSWERED : (enum http_end)(kind % 8),
        .status = statuses[kind % COUNT(statuses)],
        .type = types[kind % COUNT(types)],
        .body = body,
        .length = input.left,
        .retry_after_s = kind,
        .detail = "Recv failure: Connection reset by peer"};
    if (kind == '{' || kind == ' ') {
        http.status = 200; /* plain JSON files are seeds as they are */
        http.type = "application/json";
    }
    struct lookup_answer answer = {0};
    lookup_verdict(&http, ASKED, &answer);
    check(&http, &answer);
    person_free(answer.person);
    return 0;
}
