/* Whatever comes from elsewhere is judged or encoded before it gets into a
 * header or a line: RFC 5322, 2045, 2047, 3834. */
#include "console/delivery/mail.h"

#include "console/base/clock.h"
#include "console/base/text.h"
#include "console/io/access.h"
#include "console/people/seal.h"

#include <stdlib.h>
#include <string.h>

/* Bytes in base64: of a line of the body (76 letters), of a word of a header
 * (so that "Subject: =?UTF-8?B?...?=" stays within 76); letters of an id. */
enum { BODY_BYTES = 57, WORD_BYTES = 39, ID_LETTERS = 100 };

static bool id_fits(const char *id)
{
    size_t length = strspn(id, "abcdefghijklmnopqrstuvwxyz"
                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");
    return length > 0 && length <= ID_LETTERS && id[length] == '\0' &&
           id[0] != '.' && id[length - 1] != '.' && strstr(id, "..") == NULL;
}

/* "Sun, 22 Nov 2026 09:15:00 +0000": English by the standard. */
static void add_date(struct text *out, int64_t at_ms)
{
    static const char *const weekdays[] = {"Thu", "Fri", "Sat", "Sun",
                                           "Mon", "Tue", "Wed"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr",
                                         "May", "Jun", "Jul", "Aug",
                                         "Sep", "Oct", "Nov", "Dec"};
    int64_t seconds = at_ms > 0 ? at_ms / 1000 : 0;
    int64_t days = seconds / 86400;
    int of_day = (int)(seconds % 86400);
    int year, month, day;
    clock_civil(days, &year, &month, &day);
    text_format(out, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n",
                weekdays[days % 7], day, months[month - 1], year, of_day / 3600,
                of_day / 60 % 60, of_day % 60);
}

/* The bytes of whole code points at the start, at most `most`. */
static size_t whole_letters(const char *string, size_t most)
{
    size_t length = 0;
    while (string[length] != '\0') {
        uint32_t letter;
        size_t step = text_step(string + length, &letter);
        if (length + step > most)
            break;
        length += step;
    }
    return length;
}

static void add_subject(struct text *out, const char *subject)
{
    AUTO_CHARS clean = text_clean(subject, strlen(subject), false);
    const char *left = clean;
    text_add(out, "Subject:");
    do {
        size_t length = whole_letters(left, WORD_BYTES);
        AUTO_CHARS word = seal_base64(left, length);
        text_format(out, "%s =?UTF-8?B?%s?=", left == clean ? "" : "\r\n",
                    word);
        left += length;
    } while (*left != '\0');
    text_add(out, "\r\n");
}

/* The text with CR LF at the end of each line, as base64 wants it. */
static char *with_line_ends(const char *string)
{
    AUTO_CHARS clean = text_clean(string, strlen(string), true);
    AUTO_TEXT out = {0};
    for (const char *at = clean; *at != '\0'; at++)
        text_add_n(&out, *at == '\n' ? "\r\n" : at, *at == '\n' ? 2 : 1);
    return text_take(&out);
}

static void add_body(struct text *out, const char *string)
{
    AUTO_CHARS body = with_line_ends(string);
    size_t left = strlen(body);
    for (const char *at = body; left > 0;) {
        size_t length = left < BODY_BYTES ? left : BODY_BYTES;
        AUTO_CHARS line = seal_base64(at, length);
        text_format(out, "%s\r\n", line);
        at += length;
        left -= length;
    }
}

bool mail_write(const struct mail_letter *letter, struct text *out)
{
    if (!id_fits(letter->id) || !access_address(letter->from) ||
        !access_address(letter->to))
        return false;
    add_date(out, letter->at_ms);
    text_format(out, "From: <%s>\r\nTo: <%s>\r\nMessage-ID: <%s%s>\r\n",
                letter->from, letter->to, letter->id,
                strchr(letter->from, '@'));
    add_subject(out, letter->subject);
    text_add(out, "Auto-Submitted: auto-generated\r\n"
                  "Content-Language: kk, ru\r\n"
                  "MIME-Version: 1.0\r\n"
                  "Content-Type: text/plain; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: base64\r\n"
                  "\r\n");
    add_body(out, letter->text);
    return true;
}
