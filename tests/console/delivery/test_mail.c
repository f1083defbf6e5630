/* E-mails byte by byte: the form that servers take, the Kazakh and Russian
 * words, and that nothing in any field becomes a header, a recipient or a line
 * with a dot. */
#include "console/delivery/mail.h"

#include "console/base/clock.h"
#include "console/base/text.h"
#include "console/delivery/mail_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

#define ID "00000000-0000-4000-8000-000000000001.KZO"

static const struct mail_letter plain = {.id = ID,
                                         .from = "line@line.example",
                                         .to = "desk@kzo.example",
                                         .at_ms = 1795338900000,
                                         .subject = "Өтініш",
                                         .text = "Бір\nекі\n"};

static void an_e_mail_byte_by_byte(void **state)
{
    (void)state;
    AUTO_TEXT out = {0};
    assert_true(mail_write(&plain, &out));
    assert_string_equal(text_chars(&out),
                        "Date: Sun, 22 Nov 2026 09:15:00 +0000\r\n"
                        "From: <line@line.example>\r\n"
                        "To: <desk@kzo.example>\r\n"
                        "Message-ID: <" ID "@line.example>\r\n"
                        "Subject: =?UTF-8?B?06jRgtGW0L3RltGI?=\r\n"
                        "Auto-Submitted: auto-generated\r\n"
                        "Content-Language: kk, ru\r\n"
                        "MIME-Version: 1.0\r\n"
                        "Content-Type: text/plain; charset=utf-8\r\n"
                        "Content-Transfer-Encoding: base64\r\n"
                        "\r\n"
                        "0JHRltGADQrQtdC60ZYNCg==\r\n");
    AUTO_TEXT again = {0};
    assert_true(mail_write(&plain, &again));
    assert_string_equal(text_chars(&again), text_chars(&out));
}

/* ---- what foreign text may do: nothing ---- */

static const char *const naughty[] = {
    "",
    ".",
    "\n.\n",
    "\r\n.\r\n",
    "\r.\r",
    "x\r\n.\r\nMAIL FROM:<evil@x.example>\r\n",
    "x\nBcc: evil@x.example",
    "x\r\nBcc: evil@x.example\r\n\r\nbody",
    "x\rBcc: evil@x.example",
    "=?UTF-8?B?Cg==?=",
    "=?utf-8?q?=0ABcc:_evil?=",
    "\x1B[2J\x1B]0;title\x07",
    "\x85"
    "Bcc: x",
    "\xE2\x80\xA8"
    "Bcc: x\xE2\x80\xA9",
    "\xE2\x80\xAE\xE2\x80\x8B\xEF\xBB\xBF",
    "\xFF\xFE\x80\xC0\xAF",
    "<script>alert(1)</script>",
    "\"; DROP TABLE cases; --",
    "%s%s%n%x",
    "$(touch /tmp/x) `id`",
    "../../etc/passwd",
    "{\"id\":\"x\"}",
    "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80",
    "a@b.example,c@d.example",
    "a@b.example> SIZE=1",
    "--boundary\r\nContent-Type: text/html",
};

/* The header lines of an e-mail, in their order, and nothing else. */
static void has_our_form(const char *mail)
{
    static const char *const starts[] = {"Date: ",
                                         "From: <",
                                         "To: <",
                                         "Message-ID: <",
                                         "Subject: =?UTF-8",
                                         "Auto-Submitted: auto",
                                         "Content-Lang",
                                         "MIME-Version: 1",
                                         "Content-Type: text/plain",
                                         "Content-Transfer-Encoding: base64"};
    size_t next = 0;
    bool body = false;
    for (const char *line = mail; *line != '\0';) {
        size_t length = strcspn(line, "\r\n");
        assert_memory_equal(line + length, "\r\n", 2);
        assert_true(length <= 78);
        assert_int_not_equal(line[0], '.');
        for (size_t i = 0; i < length; i++)
            assert_true(line[i] >= ' ' && line[i] <= '~');
        if (body) {
            assert_int_equal(strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ"
                                          "KLMNOPQRSTUVWXYZ0123456789+/="),
                             length);
        } else if (length == 0) {
            body = true;
        } else if (strncmp(line, " =?UTF-8?B?", 11) != 0) {
            assert_true(next < COUNT(starts));
            assert_memory_equal(line, starts[next], strlen(starts[next]));
            next++;
        }
        line += length + 2;
    }
    assert_true(body);
    assert_int_equal(next, COUNT(starts));
}

static void foreign_text_stays_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(naughty); i++) {
        AUTO_TEXT out = {0};
        struct mail_letter letter = plain;
        letter.subject = letter.text = naughty[i];
        assert_true(mail_write(&letter, &out));
        has_our_form(text_chars(&out));
    }
    AUTO_TEXT huge = {0};
    for (int i = 0; i < 100000; i++)
        text_add(&huge, i % 9 ? "ә" : "\r.\n");
    AUTO_TEXT out = {0};
    struct mail_letter letter = plain;
    letter.subject = letter.text = text_chars(&huge);
    assert_true(mail_write(&letter, &out));
    has_our_form(text_chars(&out));
}

static void what_would_break_a_header_makes_no_e_mail(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(naughty); i++) {
        AUTO_TEXT out = {0};
        struct mail_letter letter = plain;
        letter.id = naughty[i];
        assert_false(mail_write(&letter, &out));
        letter = plain;
        letter.from = naughty[i];
        assert_false(mail_write(&letter, &out));
        letter = plain;
        letter.to = naughty[i];
        assert_false(mail_write(&letter, &out));
        assert_int_equal(out.length, 0);
    }
}

static void dates_are_those_of_the_standard(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *date;
    } rows[] = {
        {0, "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"},
        {-1, "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"},
        {1709209799999, "Date: Thu, 29 Feb 2024 12:29:59 +0000\r\n"},
        {2147483648000, "Date: Tue, 19 Jan 2038 03:14:08 +0000\r\n"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        AUTO_TEXT out = {0};
        struct mail_letter letter = plain;
        letter.at_ms = rows[i].ms;
        assert_true(mail_write(&letter, &out));
        assert_memory_equal(text_chars(&out), rows[i].date,
                            strlen(rows[i].date));
    }
}

/* ---- words ---- */

#define BODY(branch, due)                                                      \
    "{\"case\":{\"branch\":\"" branch "\",\"due\":" due                        \
    ",\"number\":\"43-26-000123-7\"},\"id\":\"" ID "\"}"

static void tells(enum event_kind kind, char *body, const char *wanted_subject,
                  const char *wanted_text)
{
    AUTO_TEXT subject = {0};
    AUTO_TEXT text = {0};
    struct zone *zone = zone_open("Asia/Almaty", NULL);
    struct outbox_message message = {.id = ID,
                                     .number = "43-26-000123-7",
                                     .branch = "KZO",
                                     .kind = kind,
                                     .body = body};
    mail_words(&message, zone, &subject, &text);
    zone_close(zone);
    assert_string_equal(text_chars(&subject), wanted_subject);
    assert_memory_equal(text_chars(&text), wanted_text, strlen(wanted_text));
}

static void the_words_are_kazakh_and_then_russian(void **state)
{
    (void)state;
    static char with_due[] = BODY("KZO", "\"2026-11-24T13:00:00.000Z\"");
    static char without[] = BODY("KZO", "null");
    static char away[] = BODY("ALA", "\"2026-11-24T13:00:00.000Z\"");
    static char broken[] = "{";
    tells(EVENT_CASE_ROUTED, with_due,
          "1414: № 43-26-000123-7 – филиалыңызға жаңа өтініш түсті",
          "№ 43-26-000123-7: филиалыңызға жаңа өтініш түсті.\n"
          "Мерзімі: 24.11.2026 18:00.\n"
          "Толығын 1414 консолінен оқыңыз. Қоңырау шалушы туралы деректер "
          "хатпен жіберілмейді.\n"
          "Бұл хат автоматты түрде жіберілді, жауап жазудың қажеті жоқ.\n"
          "\n"
          "№ 43-26-000123-7: в ваш филиал поступило новое обращение.\n"
          "Срок: 24.11.2026 18:00.\n"
          "Подробности читайте в консоли 1414.");
    tells(EVENT_CASE_CLOSED, without, "1414: № 43-26-000123-7 – өтініш жабылды",
          "№ 43-26-000123-7: өтініш жабылды.\nТолығын");
    tells(EVENT_CASE_SENT_ON, away,
          "1414: № 43-26-000123-7 – өтініш басқа филиалға берілді",
          "№ 43-26-000123-7: өтініш басқа филиалға берілді.\nТолығын");
    tells(EVENT_CASE_SENT_ON, without,
          "1414: № 43-26-000123-7 – өтініш филиалыңызға жіберілді", "№");
    tells(EVENT_CASE_PUT_BACK, without,
          "1414: № 43-26-000123-7 – өтініште өзгеріс бар", "№");
    tells(EVENT_CASE_NOTED, broken,
          "1414: № 43-26-000123-7 – өтінішке жазба қосылды", "№");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_e_mail_byte_by_byte),
        cmocka_unit_test(foreign_text_stays_text),
        cmocka_unit_test(what_would_break_a_header_makes_no_e_mail),
        cmocka_unit_test(dates_are_those_of_the_standard),
        cmocka_unit_test(the_words_are_kazakh_and_then_russian),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
