/* An e-mail made of anything: only the headers that belong there, each once; no
 * bare CR or LF, no line that begins with a dot, nothing but ASCII; one
 * recipient; and the text and the subject are what was cleaned. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/delivery/mail.h"
#include "console/delivery/mail_words.h"
#include "console/io/access.h"
#include "console/people/seal.h"

#include <stdlib.h>
#include <string.h>

static const char *const headers[] = {"Date: ",
                                      "From: <",
                                      "To: <",
                                      "Message-ID: <",
                                      "Subject: ",
                                      "Auto-Submitted: auto-generated",
                                      "Content-Language: kk, ru",
                                      "MIME-Version: 1.0",
                                      "Content-Type: text/plain; charset=utf-8",
                                      "Content-Transfer-Encoding: base64"};

/* Decodes base64, adds it. */
static void add_plain(struct text *out, const char *chars, size_t length)
{
    char bytes[200];
    AUTO_CHARS copy = mem_copy_n(chars, length);
    int size = seal_unbase64(copy, bytes, sizeof(bytes));
    HOLDS(size >= 0, "base64 is base64");
    text_add_n(out, bytes, (size_t)size);
}

/* "=?UTF-8?B?...?=" words, one a line. */
static void check_subject(const char *line, struct text *subject)
{
    const char *word = strstr(line, "=?UTF-8?B?");
    size_t length = word ? strcspn(word + 10, "?") : 0;
    HOLDS(word && strcmp(word + 10 + length, "?=") == 0 && strlen(line) <= 76,
          "a subject is of encoded words");
    add_plain(subject, word + 10, length);
}

static void check_lines(const char *mail, const struct mail_letter *letter)
{
    AUTO_TEXT subject = {0}, body = {0};
    size_t next = 0;
    bool inside = false;
    for (const char *at = mail, *end; *at; at = end + 2) {
        end = strstr(at, "\r\n");
        HOLDS(end, "every line ends in CR LF");
        AUTO_CHARS line = mem_copy_n(at, (size_t)(end - at));
        HOLDS(!strpbrk(line, "\r\n") && line[0] != '.', "no bare end, no dot");
        for (const char *byte = line; *byte; byte++)
            HOLDS(*byte >= ' ' && *byte <= '~', "nothing but ASCII");
        HOLDS(strlen(line) <= 78 || strchr(line, '@'), "no long line");
        if (inside) {
            add_plain(&body, line, strlen(line));
        } else if (!line[0]) {
            inside = true;
        } else if (line[0] == ' ') {
            check_subject(line, &subject);
        } else {
            HOLDS(next < COUNT(headers) &&
                      strncmp(line, headers[next], strlen(headers[next])) == 0,
                  "only our headers, each once");
            if (strncmp(line, "Subject", 7) == 0)
                check_subject(line, &subject);
            next++;
        }
    }
    HOLDS(inside && next == COUNT(headers), "all of them");
    AUTO_CHARS meant =
        text_clean(letter->subject, strlen(letter->subject), false);
    AUTO_CHARS text = text_clean(letter->text, strlen(letter->text), true);
    HOLDS(strcmp(text_chars(&subject), meant) == 0, "the subject is there");
    AUTO_TEXT lines = {0};
    for (const char *at = text; *at; at++)
        text_add_n(&lines, *at == '\n' ? "\r\n" : at, *at == '\n' ? 2 : 1);
    HOLDS(strcmp(text_chars(&body), text_chars(&lines)) == 0,
          "and so is the text");
}

static void check_address(const char *address)
{
    const char *at = strchr(address, '@');
    HOLDS(at && at > address && at[1] && !strchr(at + 1, '@') &&
              strcspn(address, " ,;:<>()[]\\\"'\r\n\t") == strlen(address),
          "one address is one address");
    for (; *address; address++)
        HOLDS((unsigned char)*address < 0x80, "of ASCII");
}

static void try_letter(struct fuzz_bytes input)
{
    AUTO_CHARS id = fuzz_line(&input);
    AUTO_CHARS from = fuzz_line(&input);
    AUTO_CHARS to = fuzz_line(&input);
    AUTO_CHARS subject = fuzz_line(&input);
    AUTO_CHARS text = fuzz_rest(&input, 2000);
    struct mail_letter letter = {id, from, to, 1795337700000, subject, text};
    AUTO_TEXT mail = {0};
    bool written = mail_write(&letter, &mail);
    HOLDS(written == (mail.length > 0), "a letter, or nothing");
    if (access_address(from))
        check_address(from);
    if (!written)
        return;
    check_address(from);
    check_address(to);
    check_lines(text_chars(&mail), &letter);
}

/* The same for a letter about a message whose body is anything. */
static void try_message(struct fuzz_bytes input)
{
    struct outbox_message message = {.number = "43-26-000123-7",
                                     .branch = "KZO",
                                     .kind = EVENT_CASE_ROUTED,
                                     .at_ms = 1795337700000};
    AUTO_TEXT subject = {0}, text = {0}, mail = {0};
    message.kind = (enum event_kind)(fuzz_byte(&input) % EVENT_COUNT);
    message.body = fuzz_rest(&input, 2000);
    mail_words(&message, NULL, &subject, &text);
    struct mail_letter letter = {"0f8a1b9c-1111-4222-8333-444455556666.KZO",
                                 "line@1414.example",
                                 "kzo@branch.example",
                                 message.at_ms,
                                 text_chars(&subject),
                                 text_chars(&text)};
    HOLDS(mail_write(&letter, &mail), "it can be written");
    check_lines(text_chars(&mail), &letter);
    free(message.body);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    seal_start();
    try_letter((struct fuzz_bytes){bytes, length});
    try_message((struct fuzz_bytes){bytes, length});
    return 0;
}
