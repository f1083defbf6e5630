/* What a branch's server answers: a message is "taken" only by a whole final
 * answer that says so, by HTTP or by SMTP; everything else goes again or to a
 * person, with clean words and a reason that is known. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/delivery/courier_verdict.h"
#include "console/io/http.h"
#include "console/io/smtp.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#define ID "0f8a1b9c-1111-4222-8333-444455556666.KZO"

/* The document, by a reader of its own; NULL: nothing that is whole. */
static json_t *read_whole(const struct http_answer *http)
{
    return json_loadb(http->body, http->length, 0, NULL);
}

static void check_words(const struct sink_answer *answer)
{
    static const char *const codes[] = {
#define SINK_WHY(id, name, ...) name ": ",
#include "console/delivery/sink_why.def"
#undef SINK_WHY
    };
    bool known = false;
    size_t letters = 0;
    fuzz_clean(answer->words, false);
    HOLDS(answer->words[0], "there are words");
    for (const char *at = answer->words; *at; at++)
        letters += (*at & 0xC0) != 0x80;
    HOLDS(letters <= OUTBOX_LETTERS, "of a letter's length");
    for (size_t i = 0; i < COUNT(codes); i++)
        known |= strncmp(answer->words, codes[i], strlen(codes[i])) == 0;
    HOLDS(answer->end == SINK_TAKEN || known, "a reason has its code");
    HOLDS(answer->retry_after_s < 0 || answer->end == SINK_LATER ||
              answer->end == SINK_AWAY,
          "only what goes again has a time");
}

static void try_http(struct fuzz_bytes input)
{
    static const char *const types[] = {"application/json", "", "text/html",
                                        "application/problem+json"};
    uint8_t kind = fuzz_byte(&input);
    int status = fuzz_byte(&input) << 8;
    status = (status | fuzz_byte(&input)) % 1000;
    AUTO_CHARS body = mem_copy_n((const char *)input.at, input.left);
    struct http_answer http = {.end = kind < 0xC0 ? HTTP_ANSWERED
                                                  : (enum http_end)(kind % 8),
                               .status = kind % 5 ? 200 + status % 7 : status,
                               .type = types[kind % COUNT(types)],
                               .sent = kind % 3,
                               .body = body,
                               .length = input.left,
                               .retry_after_s = kind % 2 ? kind : -1,
                               .detail = body};
    struct sink_answer answer = courier_verdict_http(&http, ID);
    json_t *whole = read_whole(&http);
    const char *named = json_string_value(json_object_get(whole, "id"));
    check_words(&answer);
    if (answer.end == SINK_TAKEN) {
        HOLDS(http.end == HTTP_ANSWERED && http.status >= 200 &&
                  http.status <= 299,
              "taken by a final 2xx");
        HOLDS(http.length == 0 || json_is_object(whole), "with a whole body");
        HOLDS(!named || strcmp(named, ID) == 0, "about this message");
    }
    json_decref(whole);
}

static void try_smtp(struct fuzz_bytes input)
{
    uint8_t kind = fuzz_byte(&input);
    int code = fuzz_byte(&input) << 8;
    code = (code | fuzz_byte(&input)) % 1000;
    AUTO_CHARS words = fuzz_rest(&input, 255);
    struct smtp_answer smtp = {.end = (enum smtp_end)(kind % 4),
                               .fault = (enum http_end)(1 + kind % 7),
                               .code = code,
                               .sent = kind & 0x40,
                               .words = words};
    struct sink_answer answer = courier_verdict_smtp(&smtp, ID);
    check_words(&answer);
    HOLDS((answer.end == SINK_TAKEN) == (smtp.end == SMTP_TAKEN),
          "taken by the 250 behind the body");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    try_http((struct fuzz_bytes){bytes, length});
    try_smtp((struct fuzz_bytes){bytes, length});
    return 0;
}
