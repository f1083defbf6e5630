/* The list of answers, and those that differ in status, type or the shape of
 * one member. */
#include "tests/faults/answers.h"

#include "console/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define JSON "Content-Type: application/json\r\n"
#define BODY "{\"iin\":\"" ANSWERS_IIN "\",\"insured\":false}"

struct answer_case *answers_add(struct answers *answers, const char *name,
                                enum raw_act act, enum message message)
{
    if (answers->count == answers->room) {
        answers->room = 2 * answers->room + 64;
        answers->cases =
            realloc(answers->cases, answers->room * sizeof(*answers->cases));
    }
    struct answer_case *added = &answers->cases[answers->count++];
    *added = (struct answer_case){
        .name = mem_copy(name), .act = act, .message = message};
    added->state = message == MESSAGE_NONE               ? LOOKUP_KNOWN
                   : message == MESSAGE_LOOKUP_NOT_FOUND ? LOOKUP_NOT_FOUND
                                                         : LOOKUP_UNKNOWN;
    return added;
}

/* ---- the status line and the type ---- */

/* Every status that is neither 200 nor 404, with a body that would be a right
 * answer: it must not be read. */
static void add_status(struct answers *answers, int status,
                       enum message message)
{
    AUTO_CHARS name = mem_format("status %d", status);
    struct answer_case *added = answers_add(answers, name, RAW_CLOSE, message);

    text_format(&added->bytes, "HTTP/1.1 %d X\r\n" JSON, status);
    if (status / 100 == 3)
        text_add(&added->bytes, "Location: /persons/" ANSWERS_IIN "\r\n");
    /* Without a body, by the rules of HTTP. */
    if (status != 204 && status != 304)
        text_format(&added->bytes, "Content-Length: %zu\r\n", strlen(BODY));
    text_format(&added->bytes, "\r\n%s", BODY);
}

static void add_range(struct answers *answers, int first, int last,
                      enum message message)
{
    for (int status = first; status <= last; status++)
        add_status(answers, status, message);
}

/* What stands behind "HTTP/1.1 ". */
static void add_text(struct answers *answers, const char *name,
                     const char *text, enum message message)
{
    struct answer_case *added = answers_add(answers, name, RAW_CLOSE, message);

    text_format(&added->bytes, "HTTP/1.1 %s", text);
}

static const struct {
    const char *name, *text;
    enum message message;
} heads[] = {
    {"404 as agreed", "404 No\r\n" JSON "\r\n{\"error\": \"not_found\"}",
     MESSAGE_LOOKUP_NOT_FOUND},
    {"404 with more fields",
     "404 No\r\n" JSON "\r\n{\"error\":\"not_found\",\"x\":[1]}",
     MESSAGE_LOOKUP_NOT_FOUND},
    {"404, another error", "404 No\r\n" JSON "\r\n{\"error\":\"gone\"}",
     MESSAGE_LOOKUP_STATUS},
    {"404, error in capitals",
     "404 No\r\n" JSON "\r\n{\"error\":\"NOT_FOUND\"}", MESSAGE_LOOKUP_STATUS},
    {"404, error is a list",
     "404 No\r\n" JSON "\r\n{\"error\":[\"not_found\"]}",
     MESSAGE_LOOKUP_STATUS},
    {"404, twice the error",
     "404 No\r\n" JSON "\r\n{\"error\":\"not_found\",\"error\":\"x\"}",
     MESSAGE_LOOKUP_STATUS},
    {"404, empty", "404 No\r\n" JSON "Content-Length: 0\r\n\r\n",
     MESSAGE_LOOKUP_STATUS},
    {"404, a page", "404 No\r\nContent-Type: text/html\r\n\r\n<h1>404</h1>",
     MESSAGE_LOOKUP_STATUS},
    {"404, plain text", "404 No\r\nContent-Type: text/plain\r\n\r\nnot_found",
     MESSAGE_LOOKUP_STATUS},
    {"404, a person", "404 No\r\n" JSON "\r\n" BODY, MESSAGE_LOOKUP_STATUS},
    {"404, cut",
     "404 No\r\n" JSON "Content-Length: 90\r\n\r\n{\"error\": \"not",
     MESSAGE_LOOKUP_CUT},
    {"429, seconds", "429 X\r\nRetry-After: 17\r\n\r\n", MESSAGE_LOOKUP_BUSY},
    {"429, no time", "429 X\r\n\r\n", MESSAGE_LOOKUP_BUSY},
    {"429, a date",
     "429 X\r\nRetry-After: Sun, 22 Nov 2026 10:00:00 GMT\r\n\r\n",
     MESSAGE_LOOKUP_BUSY},
    {"429, before today",
     "429 X\r\nRetry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n",
     MESSAGE_LOOKUP_BUSY},
    {"429, negative", "429 X\r\nRetry-After: -5\r\n\r\n", MESSAGE_LOOKUP_BUSY},
    {"429, 10^30 seconds",
     "429 X\r\nRetry-After: 1000000000000000000000000000000\r\n\r\n",
     MESSAGE_LOOKUP_BUSY},
    {"429, words", "429 X\r\nRetry-After: soon\r\n\r\n", MESSAGE_LOOKUP_BUSY},
    {"429, two times", "429 X\r\nRetry-After: 3\r\nRetry-After: 900\r\n\r\n",
     MESSAGE_LOOKUP_BUSY},
    {"429, a person", "429 X\r\n" JSON "\r\n" BODY, MESSAGE_LOOKUP_BUSY},
    {"no type", "200 OK\r\n\r\n" BODY, MESSAGE_LOOKUP_JSON},
    {"empty type", "200 OK\r\nContent-Type:\r\n\r\n" BODY, MESSAGE_LOOKUP_JSON},
    {"text/plain", "200 OK\r\nContent-Type: text/plain\r\n\r\n" BODY,
     MESSAGE_LOOKUP_JSON},
    {"text/json", "200 OK\r\nContent-Type: text/json\r\n\r\n" BODY,
     MESSAGE_LOOKUP_JSON},
    {"octets", "200 OK\r\nContent-Type: application/octet-stream\r\n\r\n" BODY,
     MESSAGE_LOOKUP_JSON},
    {"type of another kind of JSON",
     "200 OK\r\nContent-Type: application/json-seq\r\n\r\n" BODY,
     MESSAGE_LOOKUP_JSON},
    {"a page", "200 OK\r\nContent-Type: text/html\r\n\r\n<html>sign in</html>",
     MESSAGE_LOOKUP_HTML},
    {"a page that holds the answer",
     "200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" BODY,
     MESSAGE_LOOKUP_HTML},
    {"a page called JSON", "200 OK\r\n" JSON "\r\n <!DOCTYPE html><p>",
     MESSAGE_LOOKUP_HTML},
    {"XML called JSON", "200 OK\r\n" JSON "\r\n<?xml version='1.0'?><a/>",
     MESSAGE_LOOKUP_HTML},
    {"type with parameters",
     "200 OK\r\nContent-Type: Application/JSON; charset=utf-8\r\n\r\n" BODY,
     MESSAGE_NONE},
    {"redirect to a file", "302 X\r\nLocation: file:///etc/passwd\r\n\r\n",
     MESSAGE_LOOKUP_REDIRECT},
    {"redirect to the link-local address",
     "302 X\r\nLocation: http://169.254.169.254/\r\n\r\n",
     MESSAGE_LOOKUP_REDIRECT},
    {"redirect without a place", "302 X\r\n\r\n", MESSAGE_LOOKUP_REDIRECT},
    {"redirect with a person", "301 X\r\nLocation: /\r\n" JSON "\r\n" BODY,
     MESSAGE_LOOKUP_REDIRECT},
};

void answers_add_statuses(struct answers *answers)
{
    add_range(answers, 201, 208, MESSAGE_LOOKUP_STATUS);
    add_range(answers, 300, 308, MESSAGE_LOOKUP_REDIRECT);
    add_status(answers, 400, MESSAGE_LOOKUP_STATUS);
    add_status(answers, 401, MESSAGE_LOOKUP_CREDENTIALS);
    add_status(answers, 402, MESSAGE_LOOKUP_STATUS);
    add_status(answers, 403, MESSAGE_LOOKUP_CREDENTIALS);
    add_range(answers, 405, 418, MESSAGE_LOOKUP_STATUS);
    add_range(answers, 421, 426, MESSAGE_LOOKUP_STATUS);
    add_status(answers, 431, MESSAGE_LOOKUP_STATUS);
    add_status(answers, 451, MESSAGE_LOOKUP_STATUS);
    add_range(answers, 500, 511, MESSAGE_LOOKUP_SERVER);
    add_range(answers, 520, 527, MESSAGE_LOOKUP_SERVER);
    add_status(answers, 599, MESSAGE_LOOKUP_SERVER);
    add_status(answers, 600, MESSAGE_LOOKUP_STATUS);
    for (size_t i = 0; i < COUNT(heads); i++)
        add_text(answers, heads[i].name, heads[i].text, heads[i].message);
}

/* ---- the shape: one member that is not as agreed ---- */

static const char *const shapes[] = {
    "\"as_of\":\"yesterday\"",
    "\"as_of\":\"2026-11-22\"",
    "\"as_of\":1763784900",
    "\"as_of\":\"2026-11-22T25:00:00+05:00\"",
    "\"full_name\":7",
    "\"full_name\":[\"A\"]",
    "\"birth_date\":\"01.01.1985\"",
    "\"birth_date\":\"1985-02-30\"",
    "\"birth_date\":19850101",
    "\"sex\":\"x\"",
    "\"sex\":1",
    "\"residence\":\"tourist\"",
    "\"residence\":true",
    "\"region\":\"431\"",
    "\"region\":43",
    "\"clinic\":\"polyclinic 6\"",
    "\"clinic\":[]",
    "\"clinic\":{\"name\":5}",
    "\"insured\":\"false\"",
    "\"insured\":0",
    "\"insured\":{}",
    "\"insured_since\":\"2026\"",
    "\"insured_since\":false",
    "\"insured_until\":\"2026-13-01\"",
    "\"conditional\":\"no\"",
    "\"categories\":{}",
    "\"categories\":\"student\"",
    "\"categories\":[7]",
    "\"categories\":[{\"id\":\"student\"}]",
    "\"categories\":[{\"id\":null,\"from\":\"2023-09-01\"}]",
    "\"categories\":[{\"id\":\"a b\",\"from\":\"2023-09-01\"}]",
    "\"payments\":{}",
    "\"payments\":[[]]",
    "\"payments\":[{\"period\":\"2026-13\"}]",
    "\"payments\":[{\"period\":\"2026-09\",\"amount\":1.5}]",
    "\"payments\":[{\"period\":\"2026-09\",\"amount\":\"100\"}]",
    "\"payments\":[{\"period\":\"2026-09\",\"received_on\":\"soon\"}]",
    "\"employments\":5",
    "\"employments\":[{\"bin\":\"250140009999\"}]",
    "\"entrepreneur\":\"open\"",
    "\"entrepreneur\":{}",
    "\"entrepreneur\":{\"state\":\"perhaps\"}",
    "\"unemployment\":true",
    "\"unemployment\":{\"registered\":\"yes\"}",
    "\"social_level\":\"F\"",
    "\"social_level\":1",
};

/* Members that stand where `insured` may be absent as well. */
static const char *const fine[] = {
    "\"insured\":null",
    "\"insured\":true,\"unheard_of\":{\"a\":[1,2]}",
    "\"clinic\":null,\"payments\":null,\"entrepreneur\":null",
    "\"categories\":[],\"payments\":[],\"employments\":[]",
};

static void add_person(struct answers *answers, const char *members,
                       enum message message)
{
    struct answer_case *added =
        answers_add(answers, members, RAW_CLOSE, message);

    text_format(&added->bytes,
                "HTTP/1.1 200 OK\r\n" JSON "\r\n{\"iin\":\"" ANSWERS_IIN
                "\",%s}",
                members);
}

void answers_add_shapes(struct answers *answers)
{
    for (size_t i = 0; i < COUNT(shapes); i++)
        add_person(answers, shapes[i], MESSAGE_LOOKUP_SHAPE);
    for (size_t i = 0; i < COUNT(fine); i++)
        add_person(answers, fine[i], MESSAGE_NONE);
}

/* ---- all ---- */

void answers_init(struct answers *answers)
{
    *answers = (struct answers){0};
    answers_add_statuses(answers);
    answers_add_bodies(answers);
    answers_add_shapes(answers);
    answers_add_wires(answers);
}

void answers_clear(struct answers *answers)
{
    for (size_t i = 0; i < answers->count; i++) {
        free(answers->cases[i].name);
        text_clear(&answers->cases[i].bytes);
    }
    free(answers->cases);
}
