/* Who works here, as the settings say it. */
#include "console/people/user.h"

#include "console/base/error.h"
#include "console/config/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Reads a user from options only. */
static bool read_user(const char *const *options, struct user *user,
                      struct error *error)
{
    struct config_places places = {"/dev/null", "/dev/null", options};
    struct config *config = config_load(&places, error);
    bool good;

    assert_non_null(config);
    good = user_init(user, config, error);
    config_free(config);
    return good;
}

static void an_agent_has_a_name_and_no_branch(void **state)
{
    const char *const options[] = {"person.name=ag17", "person.branch=KZO",
                                   NULL};
    struct error error = {0};
    AUTO(user_clear) struct user user;

    (void)state;
    assert_true(read_user(options, &user, &error));
    assert_string_equal(user.name, "ag17");
    assert_int_equal(user.role, ROLE_AGENT);
    assert_null(user.branch);
}

static void a_branch_person_has_the_code_in_capitals(void **state)
{
    const char *const options[] = {"person.name=br.kzo-1", "person.role=branch",
                                   "person.branch=kzo", NULL};
    struct error error = {0};
    AUTO(user_clear) struct user user;

    (void)state;
    assert_true(read_user(options, &user, &error));
    assert_int_equal(user.role, ROLE_BRANCH);
    assert_string_equal(user.branch, "KZO");
}

static void a_branch_person_without_a_branch_is_refused(void **state)
{
    const char *const options[] = {"person.name=br", "person.role=branch",
                                   NULL};
    struct error error = {0};
    AUTO(user_clear) struct user user;

    (void)state;
    assert_false(read_user(options, &user, &error));
    assert_int_equal(error.message, MESSAGE_USER_BRANCH);
    assert_null(user.name);
}

static void a_branch_that_is_no_code_is_refused(void **state)
{
    const char *const options[] = {"person.name=br", "person.role=branch",
                                   "person.branch=K' OR 1", NULL};
    struct error error = {0};
    AUTO(user_clear) struct user user;

    (void)state;
    assert_false(read_user(options, &user, &error));
    assert_int_equal(error.message, MESSAGE_USER_BRANCH);
}

static void a_name_with_other_letters_is_refused(void **state)
{
    static const char *const names[] = {
        "person.name=Aigul", "person.name=a/../b", "person.name=a b",
        "person.name=айгүл", "person.name=a23456789012345678901234567890123"};

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *const options[] = {names[i], NULL};
        struct error error = {0};
        AUTO(user_clear) struct user user;

        assert_false(read_user(options, &user, &error));
        assert_int_equal(error.message, MESSAGE_USER_NAME);
    }
}

static void without_a_name_it_is_the_unix_user(void **state)
{
    const char *const options[] = {NULL};
    struct error error = {0};
    AUTO(user_clear) struct user user;

    (void)state;
    if (read_user(options, &user, &error))
        assert_true(user.name[0] != '\0');
    else
        assert_int_equal(error.message, MESSAGE_USER_NAME);
}

static void roles_have_names(void **state)
{
    (void)state;
    assert_string_equal(role_name(ROLE_AGENT), "agent");
    assert_string_equal(role_name(ROLE_BRANCH), "branch");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_agent_has_a_name_and_no_branch),
        cmocka_unit_test(a_branch_person_has_the_code_in_capitals),
        cmocka_unit_test(a_branch_person_without_a_branch_is_refused),
        cmocka_unit_test(a_branch_that_is_no_code_is_refused),
        cmocka_unit_test(a_name_with_other_letters_is_refused),
        cmocka_unit_test(without_a_name_it_is_the_unix_user),
        cmocka_unit_test(roles_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
