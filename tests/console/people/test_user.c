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

static void role_and_branch_are_not_the_settings_to_say(void **state)
{
    const char *const options[] = {"person.name=ag17", NULL};
    const char *const role[] = {"person.role=admin", NULL};
    const char *const branch[] = {"person.branch=KZO", NULL};
    struct config_places places = {"/dev/null", "/dev/null", role};
    struct error error = {0};
    AUTO(user_clear) struct user user;

    (void)state;
    assert_true(read_user(options, &user, &error));
    assert_string_equal(user.name, "ag17");
    assert_null(user.branch);
    assert_null(config_load(&places, &error));
    assert_int_equal(error.message, MESSAGE_CONFIG_KEY);
    places.options = branch;
    assert_null(config_load(&places, NULL));
}

static void a_branch_goes_with_the_roles_that_have_one(void **state)
{
    static const struct {
        enum role role;
        const char *branch, *code; /* code NULL: refused */
    } places[] = {{ROLE_BRANCH, "kzo", "KZO"},   {ROLE_HEAD, "ALA", "ALA"},
                  {ROLE_BRANCH, NULL, NULL},     {ROLE_HEAD, "", NULL},
                  {ROLE_AGENT, "KZO", NULL},     {ROLE_ADMIN, "KZO", NULL},
                  {ROLE_BRANCH, "K' OR 1", NULL}};

    (void)state;
    for (size_t i = 0; i < COUNT(places); i++) {
        AUTO(user_clear) struct user user = {.name = mem_copy("br")};
        struct error error = {0};
        bool fits = user_place(&user, places[i].role, places[i].branch, &error);

        assert_true(fits == (places[i].code != NULL));
        assert_int_equal(error.message,
                         fits ? MESSAGE_NONE : MESSAGE_USER_BRANCH);
        if (fits)
            assert_string_equal(user.branch, places[i].code);
        else
            assert_null(user.branch);
    }
}

static void over_ssh_a_name_has_no_dot_and_no_line(void **state)
{
    (void)state;
    assert_true(user_name_fits("branch.kzo"));
    assert_true(user_name_fits_ssh("kzo-1"));
    assert_false(user_name_fits_ssh("branch.kzo"));
    assert_false(user_name_fits_ssh("a b"));
    assert_false(user_name_fits_ssh("a\nb"));
    assert_false(user_name_fits_ssh("a\""));
    assert_false(user_name_fits_ssh(""));
    assert_false(user_name_fits_ssh("-kzo"));
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
        cmocka_unit_test(role_and_branch_are_not_the_settings_to_say),
        cmocka_unit_test(a_branch_goes_with_the_roles_that_have_one),
        cmocka_unit_test(over_ssh_a_name_has_no_dot_and_no_line),
        cmocka_unit_test(a_name_with_other_letters_is_refused),
        cmocka_unit_test(without_a_name_it_is_the_unix_user),
        cmocka_unit_test(roles_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
