/* An HTTP answer while it arrives, in pieces of any size: never more kept than
 * was allowed, a type that is one short word, whatever the headers promise. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/memory.h"
#include "console/io/reply.h"

#include <stdlib.h>
#include <string.h>

enum { BODY_MAX = 1000 };

/* Does it begin like a status line without being one? */
static bool pretends(const char *line)
{
    static const char digits[] = "0123456789";
    return strncmp(line, "HTTP/", 5) == 0 &&
           (strspn(line + 5, digits) != 1 || line[6] != '.' ||
            strspn(line + 7, digits) != 1 || line[8] != ' ' ||
            strspn(line + 9, digits) != 3);
}

/* False when a line was not taken: there the transfer ends. */
static bool give_headers(struct reply *reply, struct fuzz_bytes *input)
{
    while (input->left > 0 && !reply->complete) {
        AUTO_CHARS line = fuzz_line(input);
        AUTO_CHARS whole = mem_format("%s\r\n", line);
        size_t length = strlen(whole);
        size_t taken = reply_header(whole, 1, length, reply);
        HOLDS(taken == (reply->too_big || pretends(line) ? 0 : length),
              "a header is taken, too big, or no status line");
        if (taken == 0)
            return false;
        if (strncmp(line, "Content-Type: ", 14) == 0)
            reply_type(reply, line + 14);
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct fuzz_bytes input = {bytes, length};
    struct reply reply = {.body_max = BODY_MAX};
    uint32_t seed = fuzz_seed(bytes, length);
    reply_restart(&reply);
    bool goes_on = give_headers(&reply, &input);
    size_t given = 0;
    while (goes_on && input.left > 0 && !reply.too_big) {
        size_t part = 1 + fuzz_roll(&seed) % 400;
        part = part < input.left ? part : input.left;
        AUTO_CHARS piece = mem_copy_n((const char *)input.at, part);
        size_t taken = reply_body(piece, 1, part, &reply);
        HOLDS(taken == (reply.too_big ? 0 : part), "taken, or too big");
        given += taken;
        input.at += part;
        input.left -= part;
    }
    HOLDS(reply.length == given && given <= BODY_MAX, "no more than allowed");
    struct http_answer answer =
        reply_answer(&reply, reply.too_big ? HTTP_TOO_BIG : HTTP_ANSWERED);
    HOLDS(answer.body[answer.length] == '\0', "a body ends in NUL");
    HOLDS(strlen(answer.type) < sizeof(reply.type) &&
              strcspn(answer.type, "; \t") == strlen(answer.type),
          "a type is one short word");
    reply_clear(&reply);
    return 0;
}
