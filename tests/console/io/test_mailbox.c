/* Orders and answers, with the test itself in the place of the thread: every
 * moment at which an order may be cancelled is met on purpose. */
#include "console/io/mailbox.h"

#include "console/base/error.h"
#include "console/io/loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <poll.h>
#include <stdlib.h>

struct post_office {
    struct loop *loop;
    struct mailbox box;
    int answered;
    int dropped;
};

struct letter {
    struct mail mail;
    struct post_office *office;
};

static void on_answer(struct mail *mail)
{
    struct letter *letter = (struct letter *)mail;
    letter->office->answered++;
    free(letter);
}

static void on_drop(struct mail *mail)
{
    struct letter *letter = (struct letter *)mail;
    letter->office->dropped++;
    free(letter);
}

static int open_office(void **state)
{
    struct post_office *office = calloc(1, sizeof *office);
    struct error error = {0};
    office->loop = loop_open(&error);
    assert_true(
        mailbox_init(&office->box, office->loop, on_answer, on_drop, &error));
    *state = office;
    return 0;
}

static int close_office(void **state)
{
    struct post_office *office = *state;
    mailbox_clear(&office->box);
    loop_close(office->loop);
    free(office);
    return 0;
}

static struct mail *letter(struct post_office *office)
{
    struct letter *letter = calloc(1, sizeof *letter);
    letter->office = office;
    return &letter->mail;
}

static bool has_news(struct post_office *office)
{
    struct pollfd news = {office->box.handle, POLLIN, 0};
    return poll(&news, 1, 0) == 1;
}

static void expect(struct post_office *office, int answered, int dropped)
{
    loop_turn(office->loop, 0);
    assert_int_equal(office->answered, answered);
    assert_int_equal(office->dropped, dropped);
}

static void test_an_order_is_answered_on_the_loop(void **state)
{
    struct post_office *office = *state;
    assert_false(has_news(office));
    assert_true(mailbox_send_take(&office->box, letter(office)) > 0);
    assert_true(has_news(office));
    assert_true(mailbox_listen(&office->box));
    assert_false(has_news(office));
    struct mail *mail = mailbox_take(&office->box);
    assert_null(mailbox_take(&office->box));
    mailbox_finish(&office->box, mail);
    assert_int_equal(office->answered, 0); /* not before its turn */
    expect(office, 1, 0);
}

static void test_cancelled_before_it_was_taken(void **state)
{
    struct post_office *office = *state;
    uint64_t id = mailbox_send_take(&office->box, letter(office));
    mailbox_cancel(&office->box, id);
    assert_null(mailbox_take(&office->box));
    expect(office, 0, 1);
}

static void test_cancelled_while_it_is_worked_on(void **state)
{
    struct post_office *office = *state;
    uint64_t id = mailbox_send_take(&office->box, letter(office));
    mailbox_send_take(&office->box, letter(office));
    mailbox_listen(&office->box);
    struct mail *first = mailbox_take(&office->box);
    struct mail *second = mailbox_take(&office->box);
    assert_null(mailbox_take_cancelled(&office->box));
    mailbox_cancel(&office->box, id);
    assert_true(has_news(office));
    assert_ptr_equal(mailbox_take_cancelled(&office->box), first);
    assert_null(mailbox_take_cancelled(&office->box));
    on_drop(first);
    mailbox_finish(&office->box, second);
    expect(office, 1, 1);
}

static void test_cancelled_and_finished_before_the_thread_saw_it(void **state)
{
    struct post_office *office = *state;
    uint64_t id = mailbox_send_take(&office->box, letter(office));
    struct mail *mail = mailbox_take(&office->box);
    mailbox_cancel(&office->box, id);
    mailbox_finish(&office->box, mail);
    expect(office, 0, 1);
}

static void test_cancelled_between_answer_and_turn(void **state)
{
    struct post_office *office = *state;
    uint64_t id = mailbox_send_take(&office->box, letter(office));
    mailbox_send_take(&office->box, letter(office));
    mailbox_finish(&office->box, mailbox_take(&office->box));
    mailbox_finish(&office->box, mailbox_take(&office->box));
    mailbox_cancel(&office->box, id);
    expect(office, 1, 1); /* the other is answered all the same */
    mailbox_cancel(&office->box, id);
    expect(office, 1, 1);
}

static void test_mail_that_needs_no_thread(void **state)
{
    struct post_office *office = *state;
    assert_true(mailbox_return_take(&office->box, letter(office)) > 0);
    assert_false(has_news(office));
    assert_int_equal(office->answered, 0);
    expect(office, 1, 0);
}

static void test_stop_ends_listening_and_cancels_what_was_taken(void **state)
{
    struct post_office *office = *state;
    mailbox_send_take(&office->box, letter(office));
    struct mail *mail = mailbox_take(&office->box);
    mailbox_stop(&office->box);
    assert_false(mailbox_listen(&office->box));
    assert_ptr_equal(mailbox_take_cancelled(&office->box), mail);
    on_drop(mail);
}

static void test_clear_drops_everything_and_nothing_runs(void **state)
{
    struct post_office *office = *state;
    for (int i = 0; i < 3; i++)
        mailbox_send_take(&office->box, letter(office));
    mailbox_finish(&office->box, mailbox_take(&office->box));
    mailbox_take(&office->box);
    mailbox_clear(&office->box);
    expect(office, 0, 3);
    assert_true(
        mailbox_init(&office->box, office->loop, on_answer, on_drop, NULL));
}

#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, open_office, close_office)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(test_an_order_is_answered_on_the_loop),
        STORY(test_cancelled_before_it_was_taken),
        STORY(test_cancelled_while_it_is_worked_on),
        STORY(test_cancelled_and_finished_before_the_thread_saw_it),
        STORY(test_cancelled_between_answer_and_turn),
        STORY(test_mail_that_needs_no_thread),
        STORY(test_stop_ends_listening_and_cancels_what_was_taken),
        STORY(test_clear_drops_everything_and_nothing_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
