/* Which mail servers and addresses may be written to, and what counts as this
 * machine; the other rules of access.h are tried where a look-up lives by them. */
#include "console/io/access.h"

#include "console/base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static void test_mail_servers_are_a_scheme_a_host_and_a_port(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp:///x",
        "smtps://:25",
        "smtps://mail.example/ehlo",
        "smtps://user@mail.example",
        "smtp://mail.example\r\nRCPT",
        "smtp://mail example",
        "smtps://mail.example?x",
        "smtps://mail.example#x",
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct error error = {0};
        assert_null(access_mail("delivery.smtp_url", wrong[i], &error));
        assert_int_equal(error.message, MESSAGE_CONFIG_VALUE);
        assert_non_null(strstr(error.detail, "delivery.smtp_url: needs"));
    }
    static const char *const right[][2] = {
        {"smtps://mail.example", "smtps://mail.example"},
        {"SMTP://mail.example:587/", "SMTP://mail.example:587"},
        {"smtp://[::1]:2525", "smtp://[::1]:2525"},
    };
    for (size_t i = 0; i < COUNT(right); i++) {
        AUTO_CHARS url = access_mail("delivery.smtp_url", right[i][0], NULL);
        assert_string_equal(url, right[i][1]);
    }
}

static void test_this_machine_is_known_by_its_numbers_alone(void **state)
{
    (void)state;
    assert_true(access_is_loopback("smtp://127.0.0.1"));
    assert_true(access_is_loopback("http://127.0.0.1:80/x"));
    assert_true(access_is_loopback("http://[::1]"));
    assert_false(access_is_loopback("smtp://127.0.0.1.example"));
    assert_false(access_is_loopback("smtp://127.0.0.10"));
    assert_false(access_is_loopback("smtp://localhost"));
    assert_false(access_is_loopback("smtp://mail.example/127.0.0.1"));
    assert_false(access_is_loopback("127.0.0.1"));
}

/* Everything that could be read as another address, or end the line. */
static void test_only_one_plain_address_is_one(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "a",
        "@b.example",
        "a@",
        "a@b@c.example",
        "a@b.example ",
        " a@b.example",
        "a b@c.example",
        "a@b.example\r\nRCPT TO:<evil@x.example>",
        "a@b.example\nx",
        "a@b.example\r",
        "a@b.example>",
        "<a@b.example>",
        "a@b.example,c@d.example",
        "a@b.example;c@d.example",
        "\"a b\"@c.example",
        "a(b)@c.example",
        "a\\@c.example",
        "a@[127.0.0.1]",
        "a@b..example",
        ".a@b.example",
        "a.@b.example",
        "a..b@c.example",
        "a@.example",
        "a@example.",
        "a@-b.example",
        "a@b-.example",
        "a%b@c.example",
        "a!b@c.example",
        "@relay.example:a@b.example",
        "a@b.example SIZE=1",
        "a@b.example> SIZE=1",
        "\xD0\xB0@b.example",
        "a@\xD2\x9B\xD0\xB0\xD0\xB7.example",
        "a@b.exampl\xD0\xB5",
        "a@b\xE2\x80\xAE.example",
        "a\x01@b.example",
        "a\x7F@b.example",
        "-oX/etc/x@b.example/../",
    };
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (access_address(wrong[i]))
            fail_msg("taken: %s", wrong[i]);
    char longest[300];
    memset(longest, 'a', sizeof longest);
    memcpy(longest + 64, "@b.example", sizeof "@b.example");
    assert_true(access_address(longest));
    memset(longest, 'a', 70);
    memcpy(longest + 65, "@b.example", sizeof "@b.example");
    assert_false(access_address(longest));
    static const char *const right[] = {"a@b", "kzo.desk@fund.example",
                                        "A_b+c=d-e.9@x-1.example"};
    for (size_t i = 0; i < COUNT(right); i++)
        assert_true(access_address(right[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mail_servers_are_a_scheme_a_host_and_a_port),
        cmocka_unit_test(test_only_one_plain_address_is_one),
        cmocka_unit_test(test_this_machine_is_known_by_its_numbers_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
