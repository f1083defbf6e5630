/* The answers whose body is no answer, and those whose bytes come in a way that
 * was not agreed: cut, silent, endless, not HTTP at all. */
#include "tests/faults/answers.h"

#include "console/base/memory.h"

#include <string.h>

#define JSON "Content-Type: application/json\r\n"
#define OK   "HTTP/1.1 200 OK\r\n" JSON
#define IS   "\"iin\":\"" ANSWERS_IIN "\""
#define BODY "{" IS ",\"insured\":false}"

enum { LIMIT = 256 * 1024, DEEP = 100 * 1000, DIGITS = 200 * 1000 };

/* ---- bodies ---- */

struct body {
    const char *name, *text;
    enum message message;
};

static const struct body bodies[] = {
    {"nothing", "", MESSAGE_LOOKUP_JSON},
    {"blanks", " \r\n\t ", MESSAGE_LOOKUP_JSON},
    {"null", "null", MESSAGE_LOOKUP_JSON},
    {"false", "false", MESSAGE_LOOKUP_JSON},
    {"a number", "1414", MESSAGE_LOOKUP_JSON},
    {"a text", "\"uninsured\"", MESSAGE_LOOKUP_JSON},
    {"a list", "[]", MESSAGE_LOOKUP_SHAPE},
    {"a list of the right answer", "[" BODY "]", MESSAGE_LOOKUP_SHAPE},
    {"an empty object", "{}", MESSAGE_LOOKUP_SHAPE},
    {"no number", "{\"insured\":false}", MESSAGE_LOOKUP_SHAPE},
    {"the number is null", "{\"iin\":null,\"insured\":false}",
     MESSAGE_LOOKUP_SHAPE},
    {"the number as a number", "{\"iin\":850101300808,\"insured\":false}",
     MESSAGE_LOOKUP_SHAPE},
    {"another person", "{\"iin\":\"900101300017\",\"insured\":false}",
     MESSAGE_LOOKUP_OTHER_PERSON},
    {"the number with a blank", "{\"iin\":\"850101300808 \"}",
     MESSAGE_LOOKUP_OTHER_PERSON},
    {"the number cut", "{\"iin\":\"85010130080\"}",
     MESSAGE_LOOKUP_OTHER_PERSON},
    {"the number in other digits",
     "{\"iin\":\"\u0668\u0665\u0660\u0661\u0660\u0661\u0663\u0660\u0660\u0668"
     "\u0660\u0668\"}",
     MESSAGE_LOOKUP_OTHER_PERSON},
    {"the number is empty", "{\"iin\":\"\"}", MESSAGE_LOOKUP_OTHER_PERSON},
    {"the number is masked", "{\"iin\":\"........0808\"}",
     MESSAGE_LOOKUP_OTHER_PERSON},
    {"the number twice", "{" IS "," IS "}", MESSAGE_LOOKUP_JSON},
    {"insured twice", "{" IS ",\"insured\":true,\"insured\":false}",
     MESSAGE_LOOKUP_JSON},
    {"twice deeper down", "{" IS ",\"clinic\":{\"id\":\"a\",\"id\":\"b\"}}",
     MESSAGE_LOOKUP_JSON},
    {"twice by an escape", "{" IS ",\"insured\":true,\"insur\\u0065d\":false}",
     MESSAGE_LOOKUP_JSON},
    {"cut in a key", "{" IS ",\"insu", MESSAGE_LOOKUP_JSON},
    {"cut before a value", "{" IS ",\"insured\":", MESSAGE_LOOKUP_JSON},
    {"cut in a value", "{" IS ",\"insured\":fal", MESSAGE_LOOKUP_JSON},
    {"no closing brace", "{" IS ",\"insured\":false", MESSAGE_LOOKUP_JSON},
    {"a brace too many", BODY "}", MESSAGE_LOOKUP_JSON},
    {"two answers", BODY BODY, MESSAGE_LOOKUP_JSON},
    {"two answers, a line each", BODY "\n" BODY "\n", MESSAGE_LOOKUP_JSON},
    {"words behind it", BODY " sincerely", MESSAGE_LOOKUP_JSON},
    {"a comma at the end", "{" IS ",\"insured\":false,}", MESSAGE_LOOKUP_JSON},
    {"a comment", "{" IS "/* known */}", MESSAGE_LOOKUP_JSON},
    {"single quotes", "{'iin':'" ANSWERS_IIN "'}", MESSAGE_LOOKUP_JSON},
    {"bare keys", "{iin:\"" ANSWERS_IIN "\"}", MESSAGE_LOOKUP_JSON},
    {"Python's words", "{" IS ",\"insured\":False}", MESSAGE_LOOKUP_JSON},
    {"not a number", "{" IS ",\"x\":NaN}", MESSAGE_LOOKUP_JSON},
    {"without end", "{" IS ",\"x\":Infinity}", MESSAGE_LOOKUP_JSON},
    {"a number too large", "{" IS ",\"x\":1e999}", MESSAGE_LOOKUP_JSON},
    {"a whole number too large", "{" IS ",\"x\":99999999999999999999}",
     MESSAGE_LOOKUP_JSON},
    {"octal", "{" IS ",\"x\":0777}", MESSAGE_LOOKUP_JSON},
    {"a call", "answer(" BODY ")", MESSAGE_LOOKUP_JSON},
    {"a guard before it", ")]}',\n" BODY, MESSAGE_LOOKUP_JSON},
    {"a byte order mark", "\xef\xbb\xbf" BODY, MESSAGE_LOOKUP_JSON},
    {"CP-1251", "{" IS ",\"full_name\":\"\xc0\xf1\xe0\xed\"}",
     MESSAGE_LOOKUP_JSON},
    {"an overlong byte", "{" IS ",\"full_name\":\"\xc0\x80\"}",
     MESSAGE_LOOKUP_JSON},
    {"a raw surrogate", "{" IS ",\"full_name\":\"\xed\xa0\x80\"}",
     MESSAGE_LOOKUP_JSON},
    {"beyond Unicode", "{" IS ",\"full_name\":\"\xf4\x90\x80\x80\"}",
     MESSAGE_LOOKUP_JSON},
    {"a cut letter", "{" IS ",\"full_name\":\"\xd0\"}", MESSAGE_LOOKUP_JSON},
    {"half a pair", "{" IS ",\"full_name\":\"\\ud83d\"}", MESSAGE_LOOKUP_JSON},
    {"a NUL by escape", "{" IS ",\"full_name\":\"A\\u0000B\"}",
     MESSAGE_LOOKUP_JSON},
    {"a raw line end in a text", "{" IS ",\"full_name\":\"A\nB\"}",
     MESSAGE_LOOKUP_JSON},
    {"a raw escape in a text", "{" IS ",\"full_name\":\"A\x1b[2JB\"}",
     MESSAGE_LOOKUP_JSON},
    {"an unknown escape", "{" IS ",\"full_name\":\"\\x41\"}",
     MESSAGE_LOOKUP_JSON},
    {"an escape sequence by escape",
     "{" IS ",\"full_name\":\"A\\u001b[2J\\u202eB\"}", MESSAGE_NONE},
    {"blanks around it", "\r\n\t " BODY "\r\n", MESSAGE_NONE},
};

static void add_body(struct answers *answers, const char *name,
                     const char *body, enum message message)
{
    struct answer_case *added = answers_add(answers, name, RAW_CLOSE, message);

    text_format(&added->bytes, OK "\r\n%s", body);
}

/* A body with NUL bytes in it. */
static void add_bytes(struct answers *answers, const char *name,
                      const char *bytes, size_t length)
{
    struct answer_case *added =
        answers_add(answers, name, RAW_CLOSE, MESSAGE_LOOKUP_JSON);

    text_add(&added->bytes, OK "\r\n");
    text_add_n(&added->bytes, bytes, length);
}

static struct text repeat(const char *before, const char *part, int count)
{
    struct text text = {0};

    text_add(&text, before);
    for (int i = 0; i < count; i++)
        text_add(&text, part);
    return text;
}

static void add_long(struct answers *answers, const char *name,
                     struct text *text_taken, const char *end,
                     enum message message)
{
    text_add(text_taken, end);
    add_body(answers, name, text_chars(text_taken), message);
    text_clear(text_taken);
}

static void add_large(struct answers *answers)
{
    struct text text = repeat("{" IS ",\"x\":", "[", DEEP);
    add_long(answers, "100,000 lists deep", &text, "", MESSAGE_LOOKUP_JSON);
    text = repeat("{" IS ",\"x\":", "{\"x\":", DEEP / 3);
    add_long(answers, "33,333 objects deep", &text, "", MESSAGE_LOOKUP_JSON);
    text = repeat("{" IS ",\"x\":", "9", DIGITS);
    add_long(answers, "a number of 200,000 digits", &text, "}",
             MESSAGE_LOOKUP_JSON);
    text = repeat("{" IS ",\"full_name\":\"", "A", 501);
    add_long(answers, "a name of 501 letters", &text, "\"}",
             MESSAGE_LOOKUP_SHAPE);
    text = repeat(BODY, " ", LIMIT);
    add_long(answers, "more than 256 KiB", &text, "", MESSAGE_LOOKUP_TOO_BIG);
    text = repeat("{" IS ",\"x\":[0", ",0", LIMIT);
    add_long(answers, "512 KiB of noughts", &text, "]}",
             MESSAGE_LOOKUP_TOO_BIG);
}

void answers_add_bodies(struct answers *answers)
{
    static const char nul[] = BODY "\0", inside[] = "{" IS ",\"x\":\"A\0B\"}",
                      wide[] = "\xff\xfe{\0\"\0i\0i\0n\0\"\0",
                      zipped[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\xae\x05";

    for (size_t i = 0; i < COUNT(bodies); i++)
        add_body(answers, bodies[i].name, bodies[i].text, bodies[i].message);
    add_bytes(answers, "a NUL behind it", nul, sizeof(nul));
    add_bytes(answers, "a NUL in a text", inside, sizeof(inside) - 1);
    add_bytes(answers, "UTF-16", wide, sizeof(wide) - 1);
    add_bytes(answers, "gzip that was not asked for", zipped,
              sizeof(zipped) - 1);
    add_large(answers);
}

/* ---- how the bytes come ---- */

static const struct {
    const char *name;
    enum raw_act act;
    const char *text;
    enum message message;
    bool ends_by_deadline;
} wires[] = {
    {"closed at once", RAW_CLOSE, "", MESSAGE_LOOKUP_NO_CONNECT, false},
    {"reset at once", RAW_RESET, "", MESSAGE_LOOKUP_NO_CONNECT, false},
    {"closed in the status line", RAW_CLOSE, "HTTP/1.1 2",
     MESSAGE_LOOKUP_NO_CONNECT, false},
    {"closed in the headers", RAW_CLOSE, "HTTP/1.1 200 OK\r\nContent-Ty",
     MESSAGE_LOOKUP_CUT, false},
    {"closed behind the headers", RAW_CLOSE, OK "Content-Length: 40\r\n\r\n",
     MESSAGE_LOOKUP_CUT, false},
    {"half the body", RAW_CLOSE, OK "Content-Length: 90\r\n\r\n{" IS ",",
     MESSAGE_LOOKUP_CUT, false},
    {"one byte missing", RAW_CLOSE,
     OK "Content-Length: 41\r\n\r\n{" IS ",\"x\":0.123456}", MESSAGE_LOOKUP_CUT,
     false},
    {"reset in the headers", RAW_RESET, "HTTP/1.1 200 OK\r\nConte",
     MESSAGE_LOOKUP_CUT, false},
    {"reset in the body", RAW_RESET, OK "Content-Length: 90\r\n\r\n{" IS ",",
     MESSAGE_LOOKUP_CUT, false},
    {"chunks that break off", RAW_CLOSE,
     OK "Transfer-Encoding: chunked\r\n\r\n10\r\n{" IS, MESSAGE_LOOKUP_CUT,
     false},
    {"chunks of no length", RAW_CLOSE,
     OK "Transfer-Encoding: chunked\r\n\r\nzz\r\n" BODY, MESSAGE_LOOKUP_CUT,
     false},
    {"a chunk beyond all bounds", RAW_CLOSE,
     OK "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{",
     MESSAGE_LOOKUP_CUT, false},
    {"a negative length", RAW_CLOSE, OK "Content-Length: -5\r\n\r\n" BODY,
     MESSAGE_LOOKUP_STATUS, false},
    {"a length of words", RAW_CLOSE, OK "Content-Length: many\r\n\r\n" BODY,
     MESSAGE_LOOKUP_STATUS, false},
    {"a length of 1 GiB", RAW_CLOSE,
     OK "Content-Length: 1073741824\r\n\r\n" BODY, MESSAGE_LOOKUP_TOO_BIG,
     false},
    {"a body without end", RAW_FLOOD, OK "\r\n{", MESSAGE_LOOKUP_TOO_BIG,
     false},
    {"headers without end", RAW_FLOOD, "HTTP/1.1 200 OK\r\n",
     MESSAGE_LOOKUP_TOO_BIG, false},
    {"silence", RAW_HOLD, "", MESSAGE_LOOKUP_TIMEOUT, true},
    {"silence in the status line", RAW_HOLD, "HTTP/1.1 ",
     MESSAGE_LOOKUP_TIMEOUT, true},
    {"silence in the headers", RAW_HOLD, OK, MESSAGE_LOOKUP_TIMEOUT, true},
    {"silence behind the headers", RAW_HOLD, OK "Content-Length: 40\r\n\r\n",
     MESSAGE_LOOKUP_TIMEOUT, true},
    {"silence in the body", RAW_HOLD, OK "Content-Length: 90\r\n\r\n{" IS ",",
     MESSAGE_LOOKUP_TIMEOUT, true},
    {"silence behind an answer without length", RAW_HOLD, OK "\r\n" BODY,
     MESSAGE_LOOKUP_TIMEOUT, true},
    {"silence behind 100 Continue", RAW_HOLD, "HTTP/1.1 100 Continue\r\n\r\n",
     MESSAGE_LOOKUP_TIMEOUT, true},
    {"blanks now and then", RAW_DRIP, " ", MESSAGE_LOOKUP_STATUS, false},
    {"a header now and then", RAW_DRIP, "HTTP/1.1 100 Continue\r\n\r\n",
     MESSAGE_LOOKUP_TIMEOUT, true},
    {"mail instead", RAW_CLOSE, "220 mail.example ESMTP\r\n",
     MESSAGE_LOOKUP_STATUS, false},
    {"SSH instead", RAW_CLOSE, "SSH-2.0-OpenSSH_9.2\r\n", MESSAGE_LOOKUP_STATUS,
     false},
    {"a page without headers", RAW_CLOSE, "<html>oops</html>",
     MESSAGE_LOOKUP_STATUS, false},
    {"an answer without headers", RAW_CLOSE, BODY, MESSAGE_LOOKUP_STATUS,
     false},
    {"another release of HTTP", RAW_CLOSE, "HTTP/7.3 200 OK\r\n\r\n" BODY,
     MESSAGE_LOOKUP_STATUS, false},
    {"no status at all", RAW_CLOSE, "HTTP/Transfer-Encoding\r\n\r\n" BODY,
     MESSAGE_LOOKUP_STATUS, false},
    {"four digits for a status", RAW_CLOSE,
     "HTTP/1.1 2000 OK\r\n" JSON "\r\n" BODY, MESSAGE_LOOKUP_STATUS, false},
    {"no number for a status", RAW_CLOSE, "HTTP/1.1 OK\r\n\r\n" BODY,
     MESSAGE_LOOKUP_STATUS, false},
    {"two lengths", RAW_CLOSE,
     OK "Content-Length: 5\r\nContent-Length: 41\r\n\r\n" BODY,
     MESSAGE_LOOKUP_CUT, false},
    {"a header of control bytes", RAW_CLOSE,
     "HTTP/1.1 200 OK\r\nX: \x01\x02\r\n\r\n", MESSAGE_LOOKUP_JSON, false},
    {"100 Continue, then an answer", RAW_CLOSE,
     "HTTP/1.1 100 Continue\r\n\r\n" OK "\r\n" BODY, MESSAGE_NONE, false},
    {"an answer in chunks", RAW_CLOSE,
     OK "Transfer-Encoding: chunked\r\n\r\n15\r\n{" IS
        "\r\n1\r\n}\r\n0\r\n\r\n",
     MESSAGE_NONE, false},
};

void answers_add_wires(struct answers *answers)
{
    for (size_t i = 0; i < COUNT(wires); i++) {
        struct answer_case *added =
            answers_add(answers, wires[i].name, wires[i].act, wires[i].message);

        text_add(&added->bytes, wires[i].text);
        added->ends_by_deadline = wires[i].ends_by_deadline;
    }
}
