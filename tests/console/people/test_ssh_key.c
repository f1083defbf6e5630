/* A person's public key: which lines are one, its fingerprint, and which key
 * sshd says it saw. */
#include "console/people/ssh_key.h"

#include "console/base/error.h"
#include "console/people/auth_info.h"
#include "console/people/seal.h"
#include "tests/kit/ssh_story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void the_fingerprint_is_that_of_openssh(void **state)
{
    static const char *const keys[][2] = {
        {SSH_ONE, SSH_ONE_PRINT},
        {SSH_TWO " a comment", SSH_TWO_PRINT},
        {SSH_ECDSA "\n", SSH_ECDSA_PRINT},
        {SSH_RSA_3072 " x\r\n", SSH_RSA_PRINT}};

    (void)state;
    for (size_t i = 0; i < COUNT(keys); i++) {
        AUTO(ssh_key_clear) struct ssh_key key;
        struct error error = {0};

        assert_true(ssh_key_read(&key, keys[i][0], &error));
        assert_string_equal(key.fingerprint, keys[i][1]);
        /* The comment is gone. */
        AUTO_CHARS line = mem_format("%s %s", key.type, key.key);
        assert_memory_equal(line, keys[i][0], strlen(line));
    }
}

static void refuse(const char *line)
{
    struct ssh_key key;
    struct error error = {0};

    if (ssh_key_read(&key, line, &error))
        fail_msg("taken: %.60s", line);
    assert_int_equal(error.message, MESSAGE_SSH_KEY_BAD);
    assert_null(key.fingerprint);
}

static void what_is_no_plain_key_is_refused(void **state)
{
    static const char *const lines[] = {
        "",
        "\n",
        "ssh-ed25519",
        "ssh-ed25519 ",
        SSH_RSA_2048,
        SSH_ECDSA_384,
        "restrict " SSH_ONE,
        "command=\"sh\" " SSH_ONE,
        "no-pty,command=\"sh\" " SSH_ONE,
        SSH_ONE "\n" SSH_TWO,
        SSH_ONE " a\"b",
        SSH_ONE " a'b",
        SSH_ONE " `id`",
        SSH_ONE " $(id)",
        SSH_ONE " a\x1B[2J",
        SSH_ONE " a\tb",
        SSH_ONE "=",
        SSH_ONE "AAAA",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIICCAm7zdo2TmHPqAjUYMIozLGaELc0d11NV5"
        "3RQYJqB",
        "ssh-dss AAAAB3NzaC1kc3MAAACBAA==",
        "ssh-ed25519-cert-v01@openssh.com AAAA",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "ssh-ed25519 !!!!"};

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++)
        refuse(lines[i]);
    AUTO_CHARS cut = mem_copy_n(SSH_ONE, strlen(SSH_ONE) - 4);
    refuse(cut);
    AUTO_CHARS longer = mem_new(20001);
    memset(longer, 'a', 20000);
    refuse(longer);
}

/* ---- what sshd says ---- */

struct session {
    char *file;
};

static int begin(void **state)
{
    const char *base = getenv("TMPDIR");
    struct session *session = mem_new(sizeof(*session));

    session->file = mem_format("%s/auth-XXXXXX", base ? base : "/tmp");
    int file = mkstemp(session->file);
    assert_true(file >= 0);
    close(file);
    setenv("SSH_USER_AUTH", session->file, 1);
    seal_start();
    *state = session;
    return 0;
}

static int end(void **state)
{
    struct session *session = *state;

    unlink(session->file);
    free(session->file);
    free(session);
    unsetenv("SSH_USER_AUTH");
    return 0;
}

static void write_file(const struct session *session, const char *text)
{
    FILE *file = fopen(session->file, "we");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void assert_unknown(void)
{
    struct error error = {0};
    AUTO_CHARS key = auth_info_key(&error);

    assert_null(key);
    assert_int_equal(error.message, MESSAGE_AUTH_INFO);
}

static void the_key_of_the_session_is_known(void **state)
{
    struct error error = {0};

    write_file(*state, "publickey " SSH_ONE "\n");
    AUTO_CHARS key = auth_info_key(&error);
    assert_string_equal(key, SSH_ONE_PRINT);
}

static void another_shape_is_no_key(void **state)
{
    static const char *const texts[] = {"",
                                        "\n",
                                        "publickey\n",
                                        "password\n",
                                        "publickey " SSH_ONE,
                                        "publickey " SSH_ONE
                                        "\npublickey " SSH_TWO "\n",
                                        "publickey " SSH_ONE "\npassword\n",
                                        "password\npublickey " SSH_ONE "\n",
                                        " publickey " SSH_ONE "\n",
                                        "hostbased " SSH_ONE "\n",
                                        "publickey " SSH_RSA_2048 "\n",
                                        "publickey ssh-ed25519 x\n"};

    for (size_t i = 0; i < COUNT(texts); i++) {
        write_file(*state, texts[i]);
        assert_unknown();
    }
}

static void a_file_that_others_could_write_is_not_believed(void **state)
{
    struct session *session = *state;
    AUTO_CHARS link = mem_format("%s.link", session->file);

    write_file(session, "publickey " SSH_ONE "\n");
    assert_int_equal(chmod(session->file, 0620), 0);
    assert_unknown();
    assert_int_equal(chmod(session->file, 0600), 0);
    assert_int_equal(symlink(session->file, link), 0);
    setenv("SSH_USER_AUTH", link, 1);
    assert_unknown();
    unlink(link);
    setenv("SSH_USER_AUTH", "/", 1);
    assert_unknown();
    setenv("SSH_USER_AUTH", "", 1);
    assert_unknown();
    unsetenv("SSH_USER_AUTH");
    assert_unknown();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fingerprint_is_that_of_openssh),
        cmocka_unit_test(what_is_no_plain_key_is_refused),
        cmocka_unit_test_setup_teardown(the_key_of_the_session_is_known, begin,
                                        end),
        cmocka_unit_test_setup_teardown(another_shape_is_no_key, begin, end),
        cmocka_unit_test_setup_teardown(
            a_file_that_others_could_write_is_not_believed, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
