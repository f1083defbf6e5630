/* The settings of delivery: what is set for a branch and where it leads, and
 * every slip refused with its place before anything is sent. */
#include "console/delivery/sink.h"

#include "console/base/error.h"
#include "console/cases/route.h"
#include "console/config/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

static char kzo[] = "KZO", ala[] = "ALA", zone[] = "Asia/Almaty";
static const struct branch branches[] = {{.code = kzo, .zone = zone},
                                         {.code = ala, .zone = zone}};

/* Reads sinks with these options (NULL-ended). */
static struct sinks *sinks_of_options(const char *const *given,
                                      struct error *error)
{
    struct config_places places = {"", "", given};
    struct config *config = config_load(&places, error);
    assert_non_null(config);
    struct sinks *sinks = sinks_new(config, branches, COUNT(branches), error);
    config_free(config);
    return sinks;
}

static void nothing_set_is_the_inbox(void **state)
{
    (void)state;
    const char *const none[] = {NULL};
    struct sinks *sinks = sinks_of_options(none, NULL);
    assert_non_null(sinks);
    assert_int_equal(sinks_of(sinks, "KZO"), SINK_INBOX);
    assert_true(sinks_can(sinks, "KZO", SINK_INBOX));
    assert_false(sinks_can(sinks, "KZO", SINK_HTTP));
    assert_false(sinks_can(sinks, "KZO", SINK_SMTP));
    assert_null(sinks_address(sinks, "KZO", SINK_HTTP));
    assert_false(sinks_need_sender(sinks));
    sinks_free(sinks);
}

static void each_branch_has_its_own(void **state)
{
    (void)state;
    const char *const options[] = {"branch.KZO.sink=http",
                                   "branch.KZO.url=https://kzo.example/in/",
                                   "branch.KZO.mail_to=desk@kzo.example",
                                   "branch.ALA.mail_to=desk@ala.example",
                                   "delivery.smtp_url=smtps://mail.example",
                                   "delivery.smtp_from=line@line.example",
                                   NULL};
    struct sinks *sinks = sinks_of_options(options, NULL);
    assert_non_null(sinks);
    assert_int_equal(sinks_of(sinks, "KZO"), SINK_HTTP);
    assert_int_equal(sinks_of(sinks, "ALA"), SINK_INBOX);
    assert_string_equal(sinks_address(sinks, "KZO", SINK_HTTP),
                        "https://kzo.example/in");
    assert_string_equal(sinks_address(sinks, "KZO", SINK_SMTP),
                        "desk@kzo.example");
    assert_true(sinks_can(sinks, "ALA", SINK_SMTP));
    assert_false(sinks_can(sinks, "ALA", SINK_HTTP));
    assert_null(sinks_address(sinks, "ALA", SINK_INBOX));
    assert_true(sinks_need_sender(sinks));
    sinks_free(sinks);
}

static void refuses(const char *const *options, enum message message,
                    const char *words)
{
    struct error error = {0};
    assert_null(sinks_of_options(options, &error));
    assert_string_equal(message_name(error.message), message_name(message));
    if (strstr(error.detail, words) == NULL)
        fail_msg("\"%s\" is not in: %s", words, error.detail);
}

static void a_slip_is_refused_with_its_place(void **state)
{
    (void)state;
#define REFUSES(message, words, ...)                                           \
    refuses((const char *const[]){__VA_ARGS__, NULL}, MESSAGE_##message, words)
    REFUSES(CONFIG_KEY,
            "option: the table of branches has no branch KZZ; it has ",
            "branch.KZZ.mail_to=a@b.example");
    REFUSES(CONFIG_VALUE, "branch.KZO.url: needs an address",
            "branch.KZO.sink=http");
    REFUSES(CONFIG_VALUE, "option: branch.KZO.url: needs https://HOST",
            "branch.KZO.url=http://kzo.example");
    REFUSES(CONFIG_VALUE, "branch.KZO.mail_to: needs an address",
            "branch.KZO.sink=smtp");
    REFUSES(CONFIG_VALUE, "option: branch.KZO.mail_to: needs one plain",
            "branch.KZO.mail_to=a@b.example,c@d.example");
    REFUSES(CONFIG_VALUE, "built-in: delivery.smtp_from: needs one plain",
            "branch.KZO.mail_to=a@b.example");
    REFUSES(CONFIG_VALUE, "built-in: delivery.smtp_url: needs smtps://HOST",
            "branch.KZO.mail_to=a@b.example", "delivery.smtp_from=l@l.example");
    REFUSES(CONFIG_VALUE, "option: delivery.smtp_url: needs smtps://HOST",
            "delivery.smtp_url=http://mail.example");
    REFUSES(CONFIG_VALUE, "option: delivery.smtp_from: needs one plain",
            "delivery.smtp_from=<l@l.example>");
#undef REFUSES
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_set_is_the_inbox),
        cmocka_unit_test(each_branch_has_its_own),
        cmocka_unit_test(a_slip_is_refused_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
